//! Another name for a role that was renamed in its own file alone: in all files that refer to it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::{Fixer, at};
use crate::content::Name;
use crate::edit::{Edit, scalar};
use crate::text::TextEdit;

/// So many edits the fixes of all findings together have: each finding of a name that all files use offers all of them, and
/// a report would grow with the square. A role that a thousand files name has one finding in each.
const MOST: usize = 50_000;

/// A name that no role has, and the one to write instead.
type Renamed = (Name, Name);

/// What was computed for a name serves all its findings.
#[derive(Default)]
pub(super) struct Everywhere {
    known: RefCell<FxHashMap<Renamed, Rc<[Edit]>>>,
    given: Cell<usize>,
}

impl Everywhere {
    /// The edits of [`replace`]; none once so many were given out that there is no end of them.
    pub fn edits(&self, fixer: &Fixer<'_>, name: &Name, to: &Name) -> Vec<Edit> {
        if self.given.get() > MOST {
            return Vec::new();
        }
        let mut known = self.known.borrow_mut();
        let edits = known.entry((name.clone(), to.clone())).or_insert_with(|| replace(fixer, name, to).into());
        self.given.set(self.given.get() + edits.len());
        edits.to_vec()
    }
}

/// The edits that write `to` for each reference to `name`, which no role has. Where a list names `to` already, the
/// reference stays: the author has to look at it.
fn replace(fixer: &Fixer<'_>, name: &Name, to: &Name) -> Vec<Edit> {
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
