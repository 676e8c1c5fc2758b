//! When to look again: at once where the system tells of changes, else every now and then.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use rustc_hash::FxHashSet;

use crate::loader::folders_below;

/// Nothing is waited for longer: not every system tells of everything, and of a folder that was made anew none does.
pub const LONGEST_WAIT: Duration = Duration::from_millis(700);

/// So long what else changes is waited for: an editor saves in several steps, a checkout changes many files.
const SETTLE: Duration = Duration::from_millis(15);

/// What the system tells of changes in some folders.
pub struct Signals {
    events: Receiver<notify::Result<notify::Event>>,
    /// `None` where the system tells of none.
    watcher: Option<RecommendedWatcher>,
    roots: Vec<PathBuf>,
    watched: FxHashSet<PathBuf>,
    /// When the folders are looked for again.
    next: Instant,
}

impl Signals {
    /// Of the folders and those in them, without what never holds content.
    pub fn new(roots: &[PathBuf]) -> Self {
        let (send, events) = channel();
        let watcher = notify::recommended_watcher(send).ok();
        let (roots, watched) = (roots.to_vec(), FxHashSet::default());
        let mut signals = Self { events, watcher, roots, watched, next: Instant::now() };
        signals.follow();
        signals
    }

    /// Returns when something may have changed.
    pub fn wait(&mut self) {
        let until = Instant::now() + LONGEST_WAIT;
        loop {
            match self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(event) if event.as_ref().is_ok_and(|event| event.kind.is_access()) => {}
                Ok(event) => {
                    std::thread::sleep(SETTLE);
                    let more: Vec<_> = self.events.try_iter().collect();
                    std::iter::once(event).chain(more).flatten().for_each(|event| self.note(&event));
                    break;
                }
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => {
                    std::thread::sleep(LONGEST_WAIT);
                    break;
                }
            }
        }
        if Instant::now() >= self.next {
            self.follow();
        }
    }

    /// Of a folder that has come or gone the system tells no more by itself.
    fn note(&mut self, event: &notify::Event) {
        for path in &event.paths {
            if self.watched.remove(path) {
                let _ = self.watcher.as_mut().map(|watcher| watcher.unwatch(path));
                self.next = Instant::now();
            } else if event.kind.is_create() && path.is_dir() {
                self.next = Instant::now();
            }
        }
    }

    /// Watches folders that have come. How often depends on how long that takes.
    fn follow(&mut self) {
        let started = Instant::now();
        let Some(watcher) = &mut self.watcher else { return };
        let now: FxHashSet<PathBuf> = self.roots.iter().flat_map(|root| folders_below(root)).collect();
        for gone in self.watched.extract_if(|folder| !now.contains(folder)) {
            let _ = watcher.unwatch(&gone);
        }
        for folder in now {
            if !self.watched.contains(&folder) && watcher.watch(&folder, RecursiveMode::NonRecursive).is_ok() {
                self.watched.insert(folder);
            }
        }
        self.next = Instant::now() + LONGEST_WAIT / 2 + started.elapsed() * 20;
    }
}
