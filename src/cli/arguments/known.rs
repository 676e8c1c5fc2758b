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
}

impl KnownOptions {
    /// Whether the baseline is to be changed.
    pub const fn changes_baseline(&self) -> bool {
        self.write_baseline || self.prune_baseline
    }
}
