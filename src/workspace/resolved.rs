//! [`Resolved`]: what a name means, and by which of its labels; the numbers of files and definitions.

use crate::schema::Label;

/// Index of a file in its workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A definition: a file and a position in [`FileFacts::all_definitions`](crate::content::FileFacts::all_definitions). Positions past the file's definitions are
/// those of its last version that parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DefId {
    /// The file.
    pub file: FileId,
    /// Position among the file's definitions, from 0.
    pub position: u32,
}

impl DefId {
    /// The role that a role file defines.
    #[must_use]
    pub fn role(file: FileId) -> Self {
        Self { file, position: 0 }
    }
}

/// A label of a definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelUse {
    /// The definition.
    pub def: DefId,
    /// Which label.
    pub label: Label,
    /// The thing has an id, by which references are written.
    pub has_id: bool,
    /// The thing is only foreseen there: what defines it is elsewhere, or not there yet.
    pub planned: bool,
}

impl LabelUse {
    /// Whether the label is a name that no other thing can have too: things with ids may share theirs.
    pub(super) fn names_it(&self) -> bool {
        self.label == Label::Name && !self.has_id && !self.planned
    }
}

/// How a name resolved to its definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By its name or an alias; for a term with its first letter in either case.
    Exact,
    /// By a spelling to avoid; for a term with its first letter in either case.
    Avoid,
    /// By a label in another letter case.
    Case,
    /// By the slug of a role.
    Slug,
    /// A page by the end of its path, in a mention.
    PathEnd,
    /// By a name or an alias, though references are written by the thing's id.
    Named,
}

/// A name's definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The definition.
    pub def: DefId,
    /// How the name resolves to it.
    pub how: How,
}
