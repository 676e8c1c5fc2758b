//! The arguments of the commands that show what there is.

use clap::{Args, ValueEnum};

use super::RefsFormat;

/// Arguments of `list`.
#[derive(Args, Debug)]
#[command(after_help = "Exit status: 0 done, 2 the command could not run: no such kind, no workspace.")]
pub struct ListOptions {
    /// What is listed: roles, skills, tools, or a kind of this workspace; without it the kinds are
    pub kind: Option<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = RefsFormat::Human)]
    pub format: RefsFormat,
}

/// Arguments of `stats`.
#[derive(Args, Debug)]
#[command(after_help = "Exit status: 0 done, 2 the command could not run.")]
pub struct StatsOptions {
    /// How it is printed
    #[arg(long, value_enum, default_value_t = RefsFormat::Human)]
    pub format: RefsFormat,
}

/// A schema that comes with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BuiltinSchema {
    /// Role files
    Role,
    /// Vocabulary files
    Vocabulary,
    /// sidestep.yaml
    Config,
    /// Pages of a handbook
    Page,
}

/// Arguments of `schema`.
#[derive(Args, Debug)]
pub struct SchemaOptions {
    /// Of which files
    #[arg(value_enum, value_name = "role|vocabulary|config|page")]
    pub schema: BuiltinSchema,
}

const MAN_HELP: &str = "\
To read a page:
  sidestep man check | man -l -";

/// Arguments of `man`.
#[derive(Args, Debug)]
#[command(after_help = MAN_HELP)]
pub struct ManOptions {
    /// The command that the page is about [default: the program itself]
    pub command: Option<String>,
}
