//! [`Analysis`] and [`FileView`], which features take: a workspace with its texts, and a file of it with text and tree.

use std::ops::Deref;
use std::sync::Arc;

use crate::content::{Definition, FileFacts};
use crate::edit::Document;
use crate::text::Span;
use crate::workspace::{DefId, FileEntry, FileId, Sources, Workspace};

/// A workspace at one moment, with the texts behind it.
#[derive(Clone, Copy)]
pub struct Analysis<'w> {
    /// The workspace.
    pub workspace: &'w Workspace,
    /// The texts that its facts were read from.
    pub sources: &'w dyn Sources,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The file, relative to the workspace.
    pub path: Arc<str>,
    /// The place (bytes of the file).
    pub span: Span,
}

/// A file with its text and tree.
pub struct FileView<'w> {
    /// The workspace around it.
    pub view: Analysis<'w>,
    /// The file.
    pub id: FileId,
    /// Its entry.
    pub entry: &'w FileEntry,
    /// Its text and tree.
    pub document: Document,
}

impl<'w> Analysis<'w> {
    /// A file of the workspace, read and parsed; `None` where it is none, or cannot be read.
    #[must_use]
    pub fn file(self, path: &str) -> Option<FileView<'w>> {
        self.open(self.workspace.find(path)?)
    }

    /// A file by its id; `None` where it cannot be read.
    #[must_use]
    pub fn open(self, id: FileId) -> Option<FileView<'w>> {
        let text = self.sources.read(&self.workspace.file(id).path).ok()?;
        Some(self.open_text(id, text))
    }

    /// A file by its id, with its text.
    pub(super) fn open_text(self, id: FileId, text: String) -> FileView<'w> {
        let entry = self.workspace.file(id);
        FileView { view: self, id, entry, document: Document::parse(entry.path.clone(), text) }
    }

    /// Where a definition stands: the span of its name. A definition that is only remembered of a broken file stands at
    /// the file's start.
    #[must_use]
    pub fn place_of(self, def: DefId) -> Location {
        let entry = self.workspace.file(def.file);
        let written = entry.facts.definitions.get(def.position as usize);
        let span = written.map_or(Span::default(), |d| d.name().span);
        Location { path: entry.path.clone(), span }
    }
}

impl Deref for FileView<'_> {
    type Target = Document;

    fn deref(&self) -> &Document {
        &self.document
    }
}

impl<'w> FileView<'w> {
    /// The workspace.
    #[must_use]
    pub const fn workspace(&self) -> &'w Workspace {
        self.view.workspace
    }

    /// What the file says.
    #[must_use]
    pub fn facts(&self) -> &'w FileFacts {
        &self.entry.facts
    }

    /// The role that the file defines, if it is a role file with a name.
    #[must_use]
    pub fn role(&self) -> Option<&'w Definition> {
        self.facts().role_definition()
    }
}
