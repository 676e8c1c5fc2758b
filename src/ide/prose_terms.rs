//! Plain uses of a term's name in prose: `kept in Kafka for a week`, without brackets.
//!
//! They are looked for when somebody asks, for one term.

use super::prose::prose_in;
use super::prose_names::{LONGEST, bounds, is_long};
use super::uses::{NameUse, Place};
use super::{Analysis, Location};
use crate::content::{KindId, Name, markdown_gaps};
use crate::syntax::NodeRef;
use crate::workspace::{DefId, FileId, How, Resolved, Workspace, collapse_spaces, is_word, map_all};

/// The plain uses of a term's name in the prose of all files, sorted by path and span: in its letter case, outside code, link
/// targets and mentions, and not within a longer name. None of a name that is one word in small letters: that is too often
/// just a word.
#[must_use]
pub fn prose_uses_of_term(view: Analysis<'_>, def: DefId) -> Vec<(Location, NameUse)> {
    let workspace = view.workspace;
    let Some(definition) = workspace.definition(def) else { return Vec::new() };
    let (name, kind) = (definition.name().name.clone(), definition.kind);
    if kind.is_role() || !is_long(&name) && name.chars().all(char::is_lowercase) {
        return Vec::new();
    }
    let mut files = workspace.sorted();
    files.retain(|id| workspace.file(*id).may_hold(&name));
    let term = Term { workspace, def, kind, name };
    let one = |id: &FileId| {
        let path = &workspace.file(*id).path;
        let Ok(text) = view.sources.read(path) else { return Vec::new() };
        let mut found = Vec::new();
        for node in prose_in(&view.open_text(*id, text)) {
            term.uses_in(node, &mut found);
        }
        found.into_iter().map(|name| (Location { path: path.clone(), span: name.span }, name)).collect::<Vec<_>>()
    };
    map_all(&files, one).concat()
}

/// A term that is looked for.
struct Term<'w> {
    workspace: &'w Workspace,
    def: DefId,
    kind: KindId,
    name: Name,
}

impl Term<'_> {
    fn uses_in(&self, node: NodeRef<'_>, found: &mut Vec<NameUse>) {
        let value = node.scalar_text();
        let (text, places) = collapse_spaces(value);
        if !text.contains(&*self.name) {
            return;
        }
        let (bounds, gaps, map) = (bounds(&text), markdown_gaps(value), node.map());
        let mut from = 0;
        for (at, start) in bounds.iter().enumerate().filter(|(_, start)| **start < text.len()) {
            if *start < from {
                continue;
            }
            // The longest known name that starts here hides the names within it.
            let ends = bounds[at + 1..].iter().take(LONGEST).rev();
            let Some(end) =
                ends.copied().find(|end| self.is_known(&text[*start..*end]) && is_word(&text, *start..*end))
            else {
                continue;
            };
            from = end;
            let (first, stop) = (places[*start], places[end - 1] + 1);
            if text[*start..end] == *self.name && !gaps.iter().any(|gap| gap.start < stop && first < gap.end) {
                found.push(NameUse {
                    span: map.span(first, stop),
                    kind: self.kind,
                    name: self.name.clone(),
                    resolved: Some(Resolved { def: self.def, how: How::Exact }),
                    place: Place::Prose,
                });
            }
        }
    }

    fn is_known(&self, name: &str) -> bool {
        let index = self.workspace.index();
        self.workspace.config().kind_ids().any(|kind| !index.kind(kind).labels(name).is_empty())
    }
}
