//! [`Texts`]: what the engine reads: open documents first, the disk behind them.

use ropey::Rope;
use rustc_hash::FxHashMap;

use super::documents::Documents;
use crate::loader::Disk;
use crate::lsp::proto::uri::join;
use crate::text::Salvage;
use crate::workspace::Sources;

/// The texts of a workspace while the server's state is borrowed.
pub struct Texts<'s> {
    documents: &'s Documents,
    folder: &'s str,
    disk: &'s Disk,
}

impl<'s> Texts<'s> {
    /// The texts below `folder` (normalised).
    #[must_use]
    pub const fn new(documents: &'s Documents, folder: &'s str, disk: &'s Disk) -> Self {
        Self { documents, folder, disk }
    }
}

impl Sources for Texts<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        match self.documents.get(&join(self.folder, path)) {
            Some(document) => Ok(document.text().to_string()),
            None => self.disk.read(path),
        }
    }

    fn salvage(&self, path: &str) -> Option<Salvage> {
        if self.documents.contains_key(&join(self.folder, path)) { None } else { self.disk.salvage(path) }
    }

    fn exists(&self, path: &str) -> bool {
        self.documents.contains_key(&join(self.folder, path)) || self.disk.exists(path)
    }

    fn target(&self, path: &str) -> Option<bool> {
        if self.documents.contains_key(&join(self.folder, path)) { Some(true) } else { self.disk.target(path) }
    }

    fn inside(&self, folder: &str) -> Vec<String> {
        self.disk.inside(folder)
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

/// The texts of a workspace for a thread of its own: open documents as they were when it started.
pub struct OwnedTexts {
    documents: FxHashMap<String, Rope>,
    folder: String,
    disk: Disk,
}

impl OwnedTexts {
    /// The texts of the open documents, shared until an edit comes.
    #[must_use]
    pub fn new(documents: &Documents, folder: &str, disk: Disk) -> Self {
        let documents = documents.iter().map(|(path, d)| (path.clone(), d.text().clone())).collect();
        Self { documents, folder: folder.to_owned(), disk }
    }

    /// The disk behind them.
    #[must_use]
    pub const fn disk(&self) -> &Disk {
        &self.disk
    }

    /// The text that an open document had, by its normalised path.
    #[must_use]
    pub fn document(&self, path: &str) -> Option<&Rope> {
        self.documents.get(path)
    }
}

impl Sources for OwnedTexts {
    fn read(&self, path: &str) -> Result<String, String> {
        match self.documents.get(&join(&self.folder, path)) {
            Some(text) => Ok(text.to_string()),
            None => self.disk.read(path),
        }
    }

    fn salvage(&self, path: &str) -> Option<Salvage> {
        if self.documents.contains_key(&join(&self.folder, path)) { None } else { self.disk.salvage(path) }
    }

    fn exists(&self, path: &str) -> bool {
        self.documents.contains_key(&join(&self.folder, path)) || self.disk.exists(path)
    }

    fn target(&self, path: &str) -> Option<bool> {
        if self.documents.contains_key(&join(&self.folder, path)) { Some(true) } else { self.disk.target(path) }
    }

    fn inside(&self, folder: &str) -> Vec<String> {
        self.disk.inside(folder)
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
