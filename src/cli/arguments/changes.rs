//! The arguments of the commands that change files, and of those beside them.

use clap::{Args, ValueEnum};

const EXIT: &str = "\
Exit status: 0 done, 1 refused because of what the files say, 2 the command could not run. All files are changed or none.
A change that was interrupted is finished or undone by \"sidestep recover\".";

/// How a command that changes files goes about it.
#[derive(Args, Clone, Copy, Debug)]
pub struct ChangeOptions {
    /// Print the changes as a diff that git apply and patch -p1 take, and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// As what an old name is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KeepOld {
    /// As another accepted name
    Alias,
    /// As a spelling to avoid, which checks report
    Avoid,
}

/// Arguments of `rename`.
#[derive(Args, Debug)]
#[command(after_help = EXIT)]
pub struct RenameOptions {
    /// What it is: role, skill, tool, a kind of this workspace, column, or category
    pub kind: String,
    /// Its name now, in any spelling that means it: of an alias, what it stands for is renamed
    pub old: String,
    /// Its new name
    pub new: String,
    /// Keep the old name
    #[arg(long, value_enum, value_name = "AS")]
    pub keep_old: Option<KeepOld>,
    /// Change plain uses of a role's old name in prose too
    #[arg(long)]
    pub prose: bool,
    /// How to go about it.
    #[command(flatten)]
    pub change: ChangeOptions,
}

/// How uses are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RefsFormat {
    /// One line for each use
    Human,
    /// One JSON object
    Json,
}

/// Arguments of `refs`.
#[derive(Args, Debug)]
#[command(after_help = "Exit status: 0 the name is known, 2 it is not, or the command could not run.")]
pub struct RefsOptions {
    /// The name of a role or a term, in any spelling that means it
    pub name: String,
    /// Only what is of this kind: role, skill, tool, a kind of this workspace, column, or category
    #[arg(long)]
    pub kind: Option<String>,
    /// How uses are printed
    #[arg(long, value_enum, default_value_t = RefsFormat::Human)]
    pub format: RefsFormat,
}

/// What has a file of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FileThing {
    /// A role
    Role,
}

/// Arguments of `new`.
#[derive(Args, Debug)]
#[command(after_help = EXIT)]
pub struct NewOptions {
    /// What it is
    #[arg(value_enum)]
    pub kind: FileThing,
    /// Its name
    pub name: String,
    /// Begin with the skills, tools and alternatives of this role; what is to be written is marked
    #[arg(long, value_name = "ROLE")]
    pub like: Option<String>,
    /// How to go about it.
    #[command(flatten)]
    pub change: ChangeOptions,
}

/// Arguments of `retire`.
#[derive(Args, Debug)]
#[command(after_help = EXIT)]
pub struct RetireOptions {
    /// The role
    pub role: String,
    /// The role that takes over: references name it from now on
    #[arg(long = "for", value_name = "OTHER")]
    pub by: String,
    /// Also remove entries, rows and options of the retired role from pages that have those of the other one already
    #[arg(long)]
    pub remove: bool,
    /// How to go about it.
    #[command(flatten)]
    pub change: ChangeOptions,
}

/// Arguments of `merge`.
#[derive(Args, Debug)]
#[command(after_help = EXIT)]
pub struct MergeOptions {
    /// What they are: skill, tool, or a kind of this workspace
    pub kind: String,
    /// The term that becomes an alias
    pub old: String,
    /// The term that stays
    pub into: String,
    /// Go on where the old entry says something that the other one says otherwise, and drop that
    #[arg(long)]
    pub force: bool,
    /// How to go about it.
    #[command(flatten)]
    pub change: ChangeOptions,
}

/// Arguments of `delete`.
#[derive(Args, Debug)]
#[command(after_help = EXIT)]
pub struct DeleteOptions {
    /// What it is
    #[arg(value_enum)]
    pub kind: FileThing,
    /// Its name
    pub name: String,
    /// Delete it though pages refer to it: entries, rows and options go too, and mentions become plain words
    #[arg(long)]
    pub force: bool,
    /// How to go about it.
    #[command(flatten)]
    pub change: ChangeOptions,
}

/// Arguments of `recover`.
#[derive(Args, Debug)]
#[command(
    after_help = "Exit status: 0 done, or nothing to do; 1 refused because a file was changed since; 2 the command could not run."
)]
pub struct RecoverOptions {
    /// Take back what was changed, instead of finishing it
    #[arg(long)]
    pub undo: bool,
}
