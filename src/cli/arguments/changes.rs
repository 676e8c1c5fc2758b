//! The arguments of the commands that change files, and of those beside them.

use clap::{Args, ValueEnum};

const EXIT: &str = "\
Exit status: 0 done, 1 refused because of what the files say, 2 the command could not run. All files are changed or \
none. A change that was interrupted is finished or undone by \"sidestep recover\".";

/// How a command that changes files goes about it.
#[derive(Args, Clone, Copy, Debug)]
pub struct ChangeOptions {
    /// Print the changes as a diff that git apply and patch -p1 take, and write nothing
    #[arg(long, visible_alias = "diff")]
    pub dry_run: bool,
    /// How what was done is told
    #[arg(long, value_enum, default_value_t = RefsFormat::Human)]
    pub format: RefsFormat,
}

/// As what an old name is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KeepOld {
    /// As another accepted name
    Alias,
    /// As a spelling to avoid, which checks report
    Avoid,
}

/// Names after the word for their kind, which may be left out where the first name says it.
fn split(words: &[String], names: usize) -> (Option<&str>, &[String]) {
    let (kind, names) = words.split_at(words.len().saturating_sub(names));
    (kind.first().map(String::as_str), names)
}

/// Arguments of `rename`.
#[derive(Args, Debug)]
#[command(after_help = EXIT, override_usage = "sidestep rename [OPTIONS] [KIND] <OLD> <NEW>")]
pub struct RenameOptions {
    /// Its name now, in any spelling that means it (of an alias, what it stands for is renamed), and its new name; before
    /// them its kind, where the name does not say it: role, skill, tool, a kind of this workspace, column, or category
    #[arg(value_names = ["OLD", "NEW"], num_args = 2..=3, required = true)]
    words: Vec<String>,
    /// Keep the old name
    #[arg(long, value_enum, value_name = "AS")]
    pub keep_old: Option<KeepOld>,
    /// Change plain uses of a role's old name in prose too
    #[arg(long)]
    pub prose: bool,
    /// Leave a role's redirect_from as it is, though its page gets another address
    #[arg(long)]
    pub no_redirect: bool,
    /// How to go about it.
    #[command(flatten)]
    pub change: ChangeOptions,
}

impl RenameOptions {
    /// Its kind, its name and its new name.
    pub fn parts(&self) -> (Option<&str>, &str, &str) {
        match split(&self.words, 2) {
            (kind, [old, new]) => (kind, old, new),
            (kind, _) => (kind, "", ""),
        }
    }
}

/// How an answer is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RefsFormat {
    /// For people, line by line
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

/// Arguments of `new`.
#[derive(Args, Debug)]
#[command(after_help = EXIT, override_usage = "sidestep new [OPTIONS] [KIND] <NAME>")]
pub struct NewOptions {
    /// Its name; before it its kind, if it is no role: skill, tool, or a kind of this workspace
    #[arg(value_names = ["NAME"], num_args = 1..=2, required = true)]
    words: Vec<String>,
    /// Begin with the skills, tools and alternatives of this role; what is to be written is marked
    #[arg(long, value_name = "ROLE")]
    pub like: Option<String>,
    /// How to go about it.
    #[command(flatten)]
    pub change: ChangeOptions,
}

impl NewOptions {
    /// Its kind and its name.
    pub fn parts(&self) -> (&str, &str) {
        match split(&self.words, 1) {
            (kind, [name]) => (kind.unwrap_or("role"), name),
            (kind, _) => (kind.unwrap_or("role"), ""),
        }
    }
}

/// Arguments of `retire`.
#[derive(Args, Debug)]
#[command(after_help = EXIT, override_usage = "sidestep retire [OPTIONS] --for <OTHER> [KIND] <ROLE>")]
pub struct RetireOptions {
    /// The role; before it the word "role", if you like
    #[arg(value_names = ["ROLE"], num_args = 1..=2, required = true)]
    words: Vec<String>,
    /// The role that takes over: references name it from now on
    #[arg(long = "for", value_name = "OTHER")]
    pub by: String,
    /// Also remove entries, rows and options of the retired role from pages that have those of the other one already
    #[arg(long)]
    pub remove: bool,
    /// Change plain uses of the role's name in prose too
    #[arg(long)]
    pub prose: bool,
    /// How to go about it.
    #[command(flatten)]
    pub change: ChangeOptions,
}

impl RetireOptions {
    /// Its kind and its name.
    pub fn parts(&self) -> (&str, &str) {
        match split(&self.words, 1) {
            (kind, [name]) => (kind.unwrap_or("role"), name),
            (kind, _) => (kind.unwrap_or("role"), ""),
        }
    }
}

/// Arguments of `merge`.
#[derive(Args, Debug)]
#[command(after_help = EXIT, override_usage = "sidestep merge [OPTIONS] [KIND] <OLD> <INTO>")]
pub struct MergeOptions {
    /// The term that becomes an alias, and the term that stays; before them their kind, where the first name does not say
    /// it: skill, tool, or a kind of this workspace
    #[arg(value_names = ["OLD", "INTO"], num_args = 2..=3, required = true)]
    words: Vec<String>,
    /// Change plain uses of the old term's name in prose too
    #[arg(long)]
    pub prose: bool,
    /// Go on where the old entry says something that the other one says otherwise, and drop that
    #[arg(long)]
    pub force: bool,
    /// How to go about it.
    #[command(flatten)]
    pub change: ChangeOptions,
}

impl MergeOptions {
    /// Their kind, the term that becomes an alias, and the one that stays.
    pub fn parts(&self) -> (Option<&str>, &str, &str) {
        match split(&self.words, 2) {
            (kind, [old, into]) => (kind, old, into),
            (kind, _) => (kind, "", ""),
        }
    }
}

/// Arguments of `delete`.
#[derive(Args, Debug)]
#[command(after_help = EXIT, override_usage = "sidestep delete [OPTIONS] [KIND] <NAME>")]
pub struct DeleteOptions {
    /// Its name; before it its kind, where the name does not say it: role, skill, tool, or a kind of this workspace
    #[arg(value_names = ["NAME"], num_args = 1..=2, required = true)]
    words: Vec<String>,
    /// Delete it though it is referred to. Of a role, entries, rows and options go too, and mentions become plain words; of
    /// a term, what names it stays. Comments beside what goes stay
    #[arg(long)]
    pub force: bool,
    /// How to go about it.
    #[command(flatten)]
    pub change: ChangeOptions,
}

impl DeleteOptions {
    /// Its kind and its name.
    pub fn parts(&self) -> (Option<&str>, &str) {
        match split(&self.words, 1) {
            (kind, [name]) => (kind, name),
            (kind, _) => (kind, ""),
        }
    }
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
    /// How what was done is told
    #[arg(long, value_enum, default_value_t = RefsFormat::Human)]
    pub format: RefsFormat,
}
