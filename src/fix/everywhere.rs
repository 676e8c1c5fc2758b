//! Another name for a role that was renamed in its own file alone: in all files that refer to it.

use super::{Fixer, at};
use crate::content::Name;
use crate::edit::{Edit, scalar};
use crate::text::TextEdit;

/// The edits that write `to` for each reference to `name`, which no role has. Where a list names `to` already, the
/// reference stays: the author has to look at it.
pub(super) fn replace(fixer: &Fixer<'_>, name: &Name, to: &Name) -> Vec<Edit> {
    let mut edits = Vec::new();
    for id in fixer.workspace.sorted() {
        let entry = fixer.workspace.file(id);
        let references = entry.facts.references.iter().filter(|r| r.kind.is_role() && r.at.name == *name);
        let spans: Vec<_> = references.map(|r| r.at.span).collect();
        if spans.is_empty() {
            continue;
        }
        let Some(document) = fixer.documents.get(&entry.path) else { continue };
        let free = spans.into_iter().filter(|span| matches!(fixer.repeat(&document, *span, to), Ok(None)));
        let names: Vec<TextEdit> = free.map(|span| TextEdit::new(span, to.as_ref())).collect();
        edits.extend(at(&entry.path, scalar::replace_all(&document, &names).unwrap_or_default()));
    }
    edits
}
