//! The arguments of `check` that leave out what was there before.

use std::path::PathBuf;

use clap::Args;

/// What counts as new.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Only what is new")]
pub struct KnownOptions {
    /// Leave out the findings in this file, which --write-baseline writes [default: "baseline:" in sidestep.yaml]
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write all findings of today to the baseline: from then on only new ones are reported
    #[arg(long)]
    pub write_baseline: bool,
    /// Take out of the baseline what is found no more, so that it cannot come back
    #[arg(long, conflicts_with = "write_baseline")]
    pub prune_baseline: bool,
    /// Silence what would be reported by a comment for each finding, which says why; with --only those of a code, with
    /// --diff shown and not written
    #[arg(long, conflicts_with_all = ["fix", "write_baseline", "prune_baseline", "staged"])]
    pub add_ignores: bool,
    /// What --add-ignores writes behind the code [default: the day on which it was found]
    #[arg(long, value_name = "WORDS", requires = "add_ignores")]
    pub reason: Option<String>,
    /// Report what is new since a commit or branch: in what has changed, and what that brought about in other files
    #[arg(long, value_name = "REV", conflicts_with_all = ["fix", "write_baseline", "prune_baseline"])]
    pub changed_since: Option<String>,
    /// Report what the staged changes bring about; what is not staged counts for nothing
    #[arg(long, conflicts_with_all = ["fix", "write_baseline", "prune_baseline", "changed_since"])]
    pub staged: bool,
}

impl KnownOptions {
    /// Whether the check is about changes alone.
    pub const fn is_about_changes(&self) -> bool {
        self.staged || self.changed_since.is_some()
    }

    /// Whether the baseline is to be changed.
    pub const fn changes_baseline(&self) -> bool {
        self.write_baseline || self.prune_baseline
    }
}
