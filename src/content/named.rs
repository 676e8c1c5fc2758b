//! Names in files: [`Definition`]s with their labels, and [`Reference`]s.

use super::{KindId, Name};
use crate::schema::Label;
use crate::text::Span;

/// A name and where it stands (bytes, without quotes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameAt {
    /// The name, white space collapsed.
    pub name: Name,
    /// Its bytes in the file, without quotes.
    pub span: Span,
}

/// One label of a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelFact {
    /// Which label.
    pub label: Label,
    /// The label and its place.
    pub at: NameAt,
    /// It is the file's own name, which stands nowhere in its text: its place is the first line.
    pub of_file: bool,
}

/// Something a file defines: a role, or a term of a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// What kind of thing.
    pub kind: KindId,
    /// It is what the whole file is about: the file's root mapping is the thing, and links to the file mean it.
    pub at_root: bool,
    /// Its labels: the name, then aliases, then spellings to avoid, each in the file's order. Never empty.
    pub labels: Box<[LabelFact]>,
}

impl Definition {
    /// How references to the thing are written, if it has an id.
    #[must_use]
    pub fn id(&self) -> Option<&NameAt> {
        self.labels.iter().find(|label| label.label == Label::Id).map(|label| &label.at)
    }

    /// Whether the thing is only foreseen here.
    #[must_use]
    pub fn is_planned(&self) -> bool {
        self.id().is_none() && self.labels.iter().any(|label| label.label == Label::Planned)
    }

    /// The first label, which is the name; of a [`Kept`](super::Kept) definition it may be another label.
    #[must_use]
    pub fn name(&self) -> &NameAt {
        &self.labels[0].at
    }
}

/// Where in a role file a reference stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// `role` of an alternative.
    Alternative,
    /// `role` of a comparison row.
    Row,
    /// `role` of an option.
    Pick,
    /// `replaced_by`
    ReplacedBy,
    /// An item of a list at the top of the file, such as `skills`.
    List,
    /// `[[…]]` in prose.
    Mention,
    /// The same where it is text unless the name is known: `[[_TOC_]]`, `[[x]](y)`.
    DoubtfulMention,
    /// Any other field that a schema marks.
    Field,
    /// The file's own name.
    File,
    /// The target of a link, or a path in a field: see [`LinkFact`](super::LinkFact).
    Link,
}

/// A name that refers to a thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What kind of thing is meant.
    pub kind: KindId,
    /// The name and its place.
    pub at: NameAt,
    /// Where it stands.
    pub origin: Origin,
    /// The list that it is an item of: byte offset of the list's first byte, plus one; 0 for none.
    pub list: u32,
}
