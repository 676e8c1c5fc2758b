//! What is offered where a thing is named: retiring a role, merging terms that look alike.

use super::merge::entries_fit;
use super::{Change, Refactor, RefactorKind};
use crate::content::{KindId, Status, fold};
use crate::ide::FileView;
use crate::ide::uses::{Place, uses_in};
use crate::schema::Label;
use crate::text::Span;
use crate::workspace::DefId;

/// Most roles or terms that are offered.
const MOST: usize = 3;

/// What can be done to the thing that is named at a place.
pub(super) fn offers(file: &FileView<'_>, at: Span) -> Vec<Refactor> {
    if !file.facts().syntax.is_empty() {
        return Vec::new();
    }
    let here = uses_in(file.workspace(), file.id);
    let name = here.into_iter().find(|n| n.place == Place::Definition(Label::Name) && n.span.touches(at));
    match name.and_then(|name| Some((name.kind, name.def()?))) {
        Some((KindId::ROLE, role)) => successors(file, role),
        Some((kind, term)) => alike(file, kind, term),
        None => Vec::new(),
    }
}

/// Offers to retire a role in favour of one of its first published alternatives.
fn successors(file: &FileView<'_>, role: DefId) -> Vec<Refactor> {
    let workspace = file.workspace();
    let status = |def: DefId| workspace.file(def.file).facts.role.as_ref().map(|r| r.status);
    if status(role) != Some(Status::Published) {
        return Vec::new();
    }
    let listed = file.facts().role.iter().flat_map(|r| &r.alternatives).flatten();
    let mut others: Vec<DefId> = Vec::new();
    for def in listed.filter_map(|at| Some(workspace.resolve(KindId::ROLE, &at.name)?.def)) {
        if def != role && status(def) == Some(Status::Published) && !others.contains(&def) {
            others.push(def);
        }
    }
    let offer = |by: DefId| Refactor {
        title: format!("Retire \"{}\" in favour of \"{}\"", workspace.name_of(role), workspace.name_of(by)),
        kind: RefactorKind::Rewrite,
        change: Change::Retire { role, by },
    };
    others.into_iter().take(MOST).map(offer).collect()
}

/// Offers to merge a term into one whose name differs in letter case, spaces and marks only, if nothing is lost.
fn alike(file: &FileView<'_>, kind: KindId, term: DefId) -> Vec<Refactor> {
    let workspace = file.workspace();
    let name = workspace.name_of(term);
    let mut others: Vec<DefId> = workspace
        .index()
        .kind(kind)
        .all()
        .filter(|(label, l)| l.def != term && look_alike(label, &name))
        .map(|(_, l)| l.def)
        .collect();
    others.sort_by(|a, b| workspace.order(*a, *b));
    others.dedup();
    let offer = |into: DefId| Refactor {
        title: format!("Merge \"{name}\" into \"{}\"", workspace.name_of(into)),
        kind: RefactorKind::Rewrite,
        change: Change::Merge { old: term, into },
    };
    // Offers are made at every move of the cursor: whether the pages can be changed is looked at when one is chosen.
    others.into_iter().filter(|into| entries_fit(file.view, term, *into)).take(MOST).map(offer).collect()
}

/// Whether two names differ in letter case, spaces and marks only.
#[must_use]
pub fn look_alike(one: &str, other: &str) -> bool {
    let key = letters(one);
    !key.is_empty() && key == letters(other)
}

/// A name's letters and digits, and the marks that tell names apart (`C`, `C#`, `C++`).
fn letters(name: &str) -> String {
    fold(name).chars().filter(|c| c.is_alphanumeric() || matches!(c, '+' | '#')).collect()
}
