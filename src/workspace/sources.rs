//! [`Sources`]: where a workspace reads what it was not told.

use rustc_hash::FxHashMap;

use super::Change;
use crate::text::Salvage;

/// Where a workspace reads what it was not told. Paths are relative to the workspace, with `/`.
pub trait Sources: Sync {
    /// The text of a file.
    ///
    /// # Errors
    /// Why the file cannot be read, in words that complete "cannot be read: …".
    fn read(&self, path: &str) -> Result<String, String>;

    /// The text of a file that [`Sources::read`] refuses because it is not UTF-8, as far as it can be told.
    fn salvage(&self, _path: &str) -> Option<Salvage> {
        None
    }

    /// Whether there is a file or folder.
    fn exists(&self, path: &str) -> bool;

    /// Whether there is a file or folder; `None` where that is not for the workspace to know.
    fn target(&self, path: &str) -> Option<bool> {
        Some(self.exists(path))
    }

    /// The names of the files in a folder (`""` for the workspace's own), and with a `/` behind them those of its folders:
    /// sorted, without what is ignored, and not more than a few thousand. None where that is not known.
    fn inside(&self, _folder: &str) -> Vec<String> {
        Vec::new()
    }

    /// The folder of the workspace in its repository, `""` where that is its own.
    fn above(&self) -> String {
        String::new()
    }

    /// Of paths relative to the workspace, whether they are ignored; one with a `/` at its end is a folder's.
    fn ignored(&self, paths: &[String]) -> Vec<bool> {
        vec![false; paths.len()]
    }

    /// Why no file is read by a path or a pattern of the settings, in words that complete "is not read: …".
    fn refusal(&self, _pattern: &str) -> Option<String> {
        None
    }
}

/// [`Sources`] with changes layered over other ones.
pub struct Overlay<'s> {
    texts: FxHashMap<String, Option<String>>,
    below: &'s dyn Sources,
}

impl<'s> Overlay<'s> {
    /// Layers `changes` over `below`.
    pub fn new(changes: Vec<Change>, below: &'s dyn Sources) -> Self {
        let mut overlay = Self { texts: FxHashMap::default(), below };
        changes.into_iter().for_each(|change| overlay.set(change));
        overlay
    }

    /// Adds a change, which replaces an earlier one of the same path.
    pub fn set(&mut self, change: Change) {
        match change {
            Change::Set { path, text } => self.texts.insert(path, Some(text)),
            Change::Remove { path } => self.texts.insert(path, None),
            // What is below says the same.
            Change::Salvage { path, .. } | Change::Unread { path } => self.texts.remove(&path),
        };
    }

    /// Whether there is a change of a path.
    pub(super) fn has(&self, path: &str) -> bool {
        self.texts.contains_key(path)
    }

    pub(super) fn changed(&self) -> impl Iterator<Item = (&String, bool)> {
        self.texts.iter().map(|(path, text)| (path, text.is_some()))
    }
}

impl Sources for Overlay<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        match self.texts.get(path) {
            Some(Some(text)) => Ok(text.clone()),
            Some(None) => Err("there is no such file".to_owned()),
            None => self.below.read(path),
        }
    }

    fn salvage(&self, path: &str) -> Option<Salvage> {
        if self.texts.contains_key(path) { None } else { self.below.salvage(path) }
    }

    fn exists(&self, path: &str) -> bool {
        self.texts.get(path).map_or_else(|| self.below.exists(path), Option::is_some)
    }

    fn target(&self, path: &str) -> Option<bool> {
        self.texts.get(path).map_or_else(|| self.below.target(path), |text| Some(text.is_some()))
    }

    fn inside(&self, folder: &str) -> Vec<String> {
        self.below.inside(folder)
    }

    fn above(&self) -> String {
        self.below.above()
    }

    fn ignored(&self, paths: &[String]) -> Vec<bool> {
        self.below.ignored(paths)
    }

    fn refusal(&self, pattern: &str) -> Option<String> {
        self.below.refusal(pattern)
    }
}
