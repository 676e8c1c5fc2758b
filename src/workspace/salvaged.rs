//! Files that cannot be read as they are, or that the settings leave out: what is known of them all the same.

use std::sync::Arc;

use super::beside::{Beside, Lacks};
use super::{FileEntry, Workspace};
use crate::content::FileKind;
use crate::syntax::SyntaxError;
use crate::text::{Salvage, Span};

impl Workspace {
    /// Lowers a file that is not UTF-8: that is the one finding in it, and what it defines is known.
    pub(super) fn read_salvage(&self, path: &str, salvage: &Salvage, kind: FileKind) -> FileEntry {
        let mut entry = self.read_text(path, &salvage.text, None, kind);
        let facts = Arc::make_mut(&mut entry.facts);
        facts.syntax = vec![not_utf_8(salvage)];
        // Nothing in it can be changed.
        facts.references = Box::default();
        facts.term_texts = Vec::new();
        facts.uncertain = [Span::of(0, salvage.text.len())].into();
        entry
    }

    /// Whether a name is that of a role whose file says nothing.
    #[must_use]
    pub fn is_unread(&self, name: &str) -> bool {
        !self.unread.is_empty() && self.config.slugs.slug(name).is_some_and(|slug| self.unread.has(&slug))
    }

    /// Notes files that cannot be read.
    pub(super) fn set_unread<'p>(&mut self, paths: impl Iterator<Item = &'p str>) {
        for path in paths.filter(|path| self.config.file_kind(path) == Some(FileKind::Role)) {
            self.unread.set(path, true);
        }
    }

    /// Notes files that the settings leave out for want of one thing, see [`Config::beside`](super::Config::beside), in
    /// place of those that were known; of these paths the others do not count.
    pub(super) fn set_beside<'p>(&mut self, paths: impl IntoIterator<Item = &'p str>) {
        self.beside = Beside::of(&self.config, paths);
    }

    /// The files that the settings leave out for want of one thing, sorted.
    pub fn beside(&self) -> impl Iterator<Item = &str> {
        self.beside.paths()
    }

    /// The file that the role with an unknown name seems to stand in, which the settings leave out, and why they do.
    #[must_use]
    pub fn role_beside(&self, name: &str) -> Option<(&str, Lacks<'_>)> {
        let path = self.beside.called(&self.config.slugs.slug(name)?)?;
        Some((path, self.config.beside(path)?))
    }
}

/// The finding for a file that is not UTF-8.
fn not_utf_8(salvage: &Salvage) -> SyntaxError {
    SyntaxError {
        span: salvage.first,
        message: match salvage.encoding {
            Some(encoding) => format!("this file is saved as {encoding}, not as UTF-8"),
            None => "from this character on the file is not saved as UTF-8".to_owned(),
        },
        help: Some(
            "save the file with the encoding \"UTF-8\" (in an editor: \"Save with Encoding\" or \"Save As\")"
                .to_owned(),
        ),
        related: None,
        fixes: Vec::new(),
    }
}
