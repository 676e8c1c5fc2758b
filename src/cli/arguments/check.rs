//! The arguments of `check`.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::{KnownOptions, ReportTo};
use crate::workspace::Severity;

/// How findings are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Source excerpts with carets, and what to do
    Human,
    /// One line for each finding
    Concise,
    /// One JSON object
    Json,
    /// Annotations of GitHub Actions, and the summary of the step
    Github,
    /// A code quality report of GitLab
    Gitlab,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// A test report in the form of JUnit
    Junit,
    /// Reviewdog's diagnostic format
    Rdjson,
    /// A table, for a comment on a pull request
    Markdown,
}

impl Format {
    /// Whether nobody but a program reads it, which wants a report in any case.
    pub const fn is_for_programs(self) -> bool {
        !matches!(self, Self::Human | Self::Concise)
    }
}

/// The lowest severity that fails a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Errors and warnings
    Warning,
    /// Errors, warnings and infos
    Info,
}

/// Findings that are printed only on request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Show {
    /// Hints
    Hint,
}

const CHECK_HELP: &str = "\
Exit status: 0 no finding that counts, 1 at least one, 2 the check could not run. With --fix, what is fixed counts no \
more; with --diff, what would be.

A fix that adds to a vocabulary, creates a file, leaves words to be written or takes words away is offered by editors only.

Of one kind of finding 5,000 are told in a file. Of all findings 10,000 are printed, with a count of the rest; --format \
json has them all. Beyond 50 findings the report for people ends with --statistics.";

/// Arguments of `check`.
#[derive(Args, Debug)]
#[command(after_help = CHECK_HELP)]
pub struct CheckOptions {
    /// Files and folders to report on; the whole workspace is read in any case [default: the workspace of this folder].
    /// "-" is a text from standard input
    pub paths: Vec<PathBuf>,
    /// With "-": the file that the text is judged as; it need not be there
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
    /// How findings are printed; or, behind "=", the file that gets them so. May be given several times, once without a
    /// file [default: human]
    #[arg(long = "format", value_name = "FORMAT[=FILE]", value_parser = super::ReportParser)]
    pub formats: Vec<ReportTo>,
    /// Fail on warnings, or on infos too; without it only errors fail
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub deny: Option<Deny>,
    /// Print hints too
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub show: Option<Show>,
    /// Report, count and fix the findings of these codes (with commas between them) and no others
    #[arg(long, value_name = "CODES", value_delimiter = ',', conflicts_with = "skip")]
    pub only: Vec<String>,
    /// Report, count and fix no findings of these codes (with commas between them)
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub skip: Vec<String>,
    /// Check again whenever a file changes, until Ctrl-C; a terminal shows the report of now alone
    #[arg(long)]
    pub watch: bool,
    /// End the report with how many findings each code and each file has
    #[arg(long)]
    pub statistics: bool,
    /// Succeed whatever is found; a check that could not run fails all the same
    #[arg(long)]
    pub exit_zero: bool,
    /// Fail where none of the paths belongs to a workspace, instead of saying so
    #[arg(long)]
    pub strict_paths: bool,
    /// Apply the safe fixes of what would be reported, then report what is left
    #[arg(long)]
    pub fix: bool,
    /// With --fix or --diff: suggestions too, of each finding the first
    #[arg(long = "unsafe")]
    pub suggestions: bool,
    /// Print what --fix would change as a diff, and write nothing
    #[arg(long, visible_alias = "dry-run")]
    pub diff: bool,
    #[command(flatten)]
    pub known: KnownOptions,
}

impl CheckOptions {
    /// The format of standard output.
    pub fn printed(&self) -> Format {
        self.formats.iter().find(|report| report.file.is_none()).map_or(Format::Human, |report| report.format)
    }

    /// The files that get a report, each with its format.
    pub fn files(&self) -> impl Iterator<Item = (Format, &Path)> {
        self.formats.iter().filter_map(|report| Some((report.format, report.file.as_deref()?)))
    }

    /// The lowest severity that fails the check.
    pub fn bar(&self) -> Severity {
        match self.deny {
            None => Severity::Error,
            Some(Deny::Warning) => Severity::Warning,
            Some(Deny::Info) => Severity::Info,
        }
    }
}
