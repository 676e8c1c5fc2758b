//! Uses of names: every name in a file with its place and its meaning, and every use of a thing in the workspace.
//!
//! Definition, references, highlights, hover, rename, semantic tokens and code lenses all read from here.

use super::{FileView, Location, View};
use crate::content::{KindId, Name, Origin};
use crate::rules::term_uses;
use crate::schema::Label;
use crate::text::Span;
use crate::workspace::{DefId, FileId, How, Resolved, Workspace};

/// Where a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// It is a label of the thing that is defined here.
    Definition(Label),
    /// A reference in a field of its own, or a mention in prose.
    Reference(Origin),
    /// A name in a term list, such as a cell.
    Term {
        /// The list stands in the role's own row.
        own_row: bool,
    },
    /// A spelling to avoid in prose.
    Discouraged,
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

    /// Whether the thing is defined here.
    #[must_use]
    pub const fn is_definition(&self) -> bool {
        matches!(self.place, Place::Definition(_))
    }
}

/// All names in a file by place.
#[must_use]
pub fn uses_in(workspace: &Workspace, id: FileId) -> Vec<NameUse> {
    let entry = workspace.file(id);
    let facts = &entry.facts;
    let mut uses = Vec::new();
    for (position, definition) in (0..).zip(&facts.definitions) {
        let def = DefId { file: id, position };
        for label in &definition.labels {
            let how = if label.label == Label::Avoid { How::Avoid } else { How::Exact };
            uses.push(NameUse {
                span: label.at.span,
                kind: definition.kind,
                name: label.at.name.clone(),
                resolved: Some(Resolved { def, how }),
                place: Place::Definition(label.label),
            });
        }
    }
    for reference in &facts.references {
        uses.push(NameUse {
            span: reference.at.span,
            kind: reference.kind,
            name: reference.at.name.clone(),
            resolved: workspace.resolve(reference.kind, &reference.at.name),
            place: Place::Reference(reference.origin),
        });
    }
    for term in term_uses(workspace, facts) {
        let place = Place::Term { own_row: term.in_own_row };
        uses.push(NameUse { span: term.at.span, kind: term.kind, name: term.at.name, resolved: term.resolved, place });
    }
    for hit in entry.prose_hits.iter() {
        uses.push(NameUse {
            span: hit.span,
            kind: hit.kind,
            name: hit.spelling.clone(),
            resolved: Some(Resolved { def: hit.def, how: How::Avoid }),
            place: Place::Discouraged,
        });
    }
    uses.sort_by_key(|u| (u.span, u.kind));
    uses.dedup_by(|a, b| a.span == b.span && a.kind == b.kind);
    uses
}

impl FileView<'_> {
    /// The name at a byte offset; at its end counts too. Of nested ones the shortest.
    #[must_use]
    pub fn use_at(&self, at: u32) -> Option<NameUse> {
        let touching =
            uses_in(self.workspace(), self.id).into_iter().filter(|u| u.span.start <= at && at <= u.span.end);
        touching.min_by_key(|u| (u.span.end == at, u.span.len()))
    }
}

/// All uses of a thing by path and place: its labels where it is defined, references, names in term lists, and
/// spellings to avoid in prose.
#[must_use]
pub fn uses_of(view: View<'_>, def: DefId) -> Vec<(Location, NameUse)> {
    let workspace = view.workspace;
    let mut files = workspace.files_that_may_use(def);
    files.sort_by(|a, b| workspace.file(*a).path.cmp(&workspace.file(*b).path));
    let mut found = Vec::new();
    for file in files {
        let path = &workspace.file(file).path;
        for name in uses_in(workspace, file).into_iter().filter(|u| u.def() == Some(def)) {
            found.push((Location { path: path.clone(), span: name.span }, name));
        }
    }
    found
}
