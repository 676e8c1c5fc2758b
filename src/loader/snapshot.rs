//! [`Snapshot`]: the disk as it was first seen.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

use super::Disk;
use crate::text::Salvage;
use crate::workspace::Sources;

/// The files below a workspace's folder, each as it was when it was first read: a file that has another text now cannot
/// be read any more. So all that is worked out from it fits together, and what is written later fits the files.
#[derive(Debug)]
pub struct Snapshot {
    disk: Disk,
    seen: Mutex<FxHashMap<String, u64>>,
}

/// What is said of a file that has another text than when it was read.
pub(super) const CHANGED: &str = "it was changed meanwhile";

impl Snapshot {
    /// The files of a disk.
    #[must_use]
    pub fn new(disk: Disk) -> Self {
        Self { disk, seen: Mutex::default() }
    }

    /// Takes over what another one has seen, by other paths of the same files.
    pub fn take_over(&mut self, other: Self, path: impl Fn(&str) -> String) {
        let theirs = other.seen.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mine = self.seen.get_mut().unwrap_or_else(PoisonError::into_inner);
        for (theirs, print) in theirs {
            mine.entry(path(&theirs)).or_insert(print);
        }
    }

    /// The files as they are now.
    #[must_use]
    pub const fn disk(&self) -> &Disk {
        &self.disk
    }
}

impl Sources for Snapshot {
    fn read(&self, path: &str) -> Result<String, String> {
        let text = self.disk.read(path)?;
        let now = print_of(text.as_bytes());
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match seen.get(path) {
            Some(before) if *before != now => return Err(CHANGED.to_owned()),
            Some(_) => {}
            None => {
                seen.insert(path.to_owned(), now);
            }
        }
        Ok(text)
    }

    fn salvage(&self, path: &str) -> Option<Salvage> {
        self.disk.salvage(path)
    }

    fn exists(&self, path: &str) -> bool {
        self.disk.exists(path)
    }

    fn target(&self, path: &str) -> Option<bool> {
        self.disk.target(path)
    }

    fn above(&self) -> String {
        self.disk.above()
    }

    fn ignored(&self, paths: &[String]) -> Vec<bool> {
        self.disk.ignored(paths)
    }

    fn refusal(&self, pattern: &str) -> Option<String> {
        self.disk.refusal(pattern)
    }
}

/// The error of a file that an editor saved while it was changed.
pub(super) fn meanwhile() -> io::Error {
    io::Error::new(io::ErrorKind::ResourceBusy, CHANGED)
}

/// Whether an error says that.
pub(super) fn is_meanwhile(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::ResourceBusy && error.get_ref().is_some()
}

/// A fingerprint of a file's bytes.
pub(super) fn print_of(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// The fingerprint of a file; `None` where there is none that can be read.
pub(super) fn print_at(path: &Path) -> Option<u64> {
    fs::read(path).ok().map(|bytes| print_of(&bytes))
}
