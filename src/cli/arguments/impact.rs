//! The arguments of `impact`.

use clap::{Args, ValueEnum};

/// How an impact is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ImpactFormat {
    /// For people, line by line
    Human,
    /// For a comment on a pull request
    Markdown,
    /// One JSON object
    Json,
}

const IMPACT_HELP: &str = "\
Exit status: 0 told, 2 the command could not run. What changes bring about fails no build: that is for \"sidestep check \
--changed-since REV\".";

/// Arguments of `impact`.
#[derive(Args, Debug)]
#[command(after_help = IMPACT_HELP)]
pub struct ImpactOptions {
    /// The commit or branch to compare with; "REV..." is the newest commit that both have in common
    #[arg(value_name = "REV")]
    pub revision: String,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = ImpactFormat::Human)]
    pub format: ImpactFormat,
}
