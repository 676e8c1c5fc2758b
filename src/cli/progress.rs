//! The progress bar of a long check: on a terminal, after half a second.

use std::io::IsTerminal;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

/// How long a check may run without a bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// Counts files.
pub(super) struct Progress {
    started: Instant,
    terminal: bool,
    done: AtomicUsize,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    pub fn new() -> Self {
        Self {
            started: Instant::now(),
            terminal: std::io::stderr().is_terminal(),
            done: AtomicUsize::new(0),
            bar: OnceLock::new(),
        }
    }

    /// One more file of `total` is done.
    pub fn step(&self, total: usize) {
        if !self.terminal {
            return;
        }
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(64) && self.started.elapsed() > PATIENCE {
            let bar = self.bar.get_or_init(|| {
                let style = ProgressStyle::with_template("checking {wide_bar} {pos} of {len} files");
                let bar = ProgressBar::new(total as u64);
                bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
            });
            bar.set_position(done as u64);
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
