//! [`NameUse`]: a name in a file, where it stands and what it means.

use crate::content::{KindId, Name, Origin};
use crate::schema::Label;
use crate::text::Span;
use crate::workspace::{DefId, Resolved};

/// Where a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It is a label of the thing that is defined here.
    Definition(Label),
    /// A reference in a field of its own, or a mention in prose.
    Reference(Origin),
    /// A name in a term list, such as a cell.
    Term,
    /// A spelling to avoid in prose.
    Discouraged,
    /// A plain use of a role's name in prose; [`uses_in`](super::uses::uses_in) and [`uses_of`](super::uses::uses_of) leave these out.
    Prose,
}

/// A name in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameUse {
    /// Its characters, without quotes (bytes of the file).
    pub span: Span,
    /// The kind of the thing that is named.
    pub kind: KindId,
    /// The name as written, white space collapsed.
    pub name: Name,
    /// What it means; `None` for an unknown name.
    pub resolved: Option<Resolved>,
    /// Where it stands.
    pub place: Place,
}

impl NameUse {
    /// The thing that is named.
    #[must_use]
    pub fn def(&self) -> Option<DefId> {
        self.resolved.map(|r| r.def)
    }

    /// Whether it is written as a path to the thing's file: no change of a name touches it.
    #[must_use]
    pub const fn is_link(&self) -> bool {
        matches!(self.place, Place::Reference(Origin::Link))
    }

    /// Whether it is the name of its file, which stands nowhere in the text.
    #[must_use]
    pub const fn is_file(&self) -> bool {
        matches!(self.place, Place::Reference(Origin::File))
    }

    /// Whether the thing is defined here.
    #[must_use]
    pub const fn is_definition(&self) -> bool {
        matches!(self.place, Place::Definition(_))
    }
}
