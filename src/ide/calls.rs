//! The call hierarchy: who lists a role as an alternative, and whom it lists; of other things who refers to them, and to
//! whom they refer.

use std::sync::Arc;

use super::about::holder;
use super::listings::listings;
use super::uses::{uses_by_file, uses_in};
use super::{Analysis, FileView};
use crate::content::{FileKind, KindId, Name, NameAt};
use crate::text::Span;
use crate::workspace::DefId;

/// A role in the hierarchy, or another thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleItem {
    /// The role; good until the workspace changes. [`thing_in`] finds it again.
    pub def: DefId,
    /// Its name.
    pub name: Name,
    /// The label that it is found again by, with its path: its id, else its name.
    pub label: Name,
    /// Its file, relative to the workspace.
    pub path: Arc<str>,
    /// Where its name stands there.
    pub span: Span,
}

/// One step in the hierarchy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The role at the other end.
    pub item: RoleItem,
    /// The alternatives that make the step: the spans of their role names, in the file of the role that lists.
    pub entries: Vec<Span>,
    /// Rank of the first entry, from 1; 0 where there are no ranks.
    pub rank: usize,
}

/// The thing to start from: the one that is named at a byte offset, else the one that holds it, which is a role in the file of
/// a role. `None` where a term of a vocabulary is named.
#[must_use]
pub fn prepare(file: &FileView<'_>, at: u32) -> Option<RoleItem> {
    let is_own = |def: &DefId| matches!(file.workspace().file(def.file).kind, FileKind::Collection(_));
    let def = match file.name_at(at) {
        Some(name) => name.def().filter(|def| name.kind.is_role() || is_own(def))?,
        None if is_own(&DefId::role(file.id)) => Things::of(file).around(Span::empty(at))?,
        None => file.role().map(|_| DefId::role(file.id))?,
    };
    Some(item(file.view, def))
}

/// The things of a file with the bytes that they take, the innermost last.
struct Things(Vec<(Span, DefId)>);

impl Things {
    fn of(file: &FileView<'_>) -> Self {
        let root = file.tree.root().map(|root| root.id());
        let whole = Span::of(0, file.text.len());
        let things = (0..).zip(&file.facts().definitions).filter_map(|(position, _)| {
            let def = DefId { file: file.id, position };
            let holder = holder(file, def)?;
            Some((if Some(holder.id()) == root { whole } else { holder.full_span() }, def))
        });
        let mut things: Vec<(Span, DefId)> = things.collect();
        things.sort_by_key(|(span, def)| (std::cmp::Reverse(span.len()), def.position));
        Self(things)
    }

    /// The innermost thing that holds a place.
    fn around(&self, place: Span) -> Option<DefId> {
        let holding: Vec<&(Span, DefId)> = self.0.iter().filter(|(span, _)| span.contains(place)).collect();
        let shortest = holding.last()?.0.len();
        holding.into_iter().find(|(span, _)| span.len() == shortest).map(|(_, def)| *def)
    }
}

/// The thing that a file defines with a label, which is a role where it has none.
#[must_use]
pub fn thing_in(view: Analysis<'_>, path: &str, label: &str) -> Option<DefId> {
    let file = view.workspace.find(path)?;
    let mut all = view.workspace.file(file).facts.all_definitions();
    let found = all.find(|(_, one)| *one.id().unwrap_or(one.name()).name == *label);
    found.map(|(position, _)| DefId { file, position }).or_else(|| role_in(view, path))
}

/// The role that a file defines.
#[must_use]
pub fn role_in(view: Analysis<'_>, path: &str) -> Option<DefId> {
    let file = view.workspace.find(path)?;
    let (position, _) = view.workspace.file(file).facts.all_definitions().find(|(_, d)| d.kind.is_role())?;
    Some(DefId { file, position })
}

/// The things that refer to one of a team's own shape, by path and place.
fn users(view: Analysis<'_>, def: DefId) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for (file, uses) in uses_by_file(view.workspace, def) {
        let Some(open) = view.open(file) else { continue };
        let things = Things::of(&open);
        for name in uses.iter().filter(|name| !name.is_definition()) {
            let Some(user) = things.around(name.span).filter(|user| *user != def) else { continue };
            push(&mut steps, view, user, name.span);
        }
    }
    steps
}

/// The things that one of a team's own shape refers to, by place.
fn used(view: Analysis<'_>, def: DefId) -> Vec<Step> {
    let mut steps = Vec::new();
    let Some(file) = view.open(def.file) else { return steps };
    let things = Things::of(&file);
    for name in uses_in(view.workspace, def.file).iter().filter(|name| !name.is_definition()) {
        if let Some(target) = name.def().filter(|target| *target != def && things.around(name.span) == Some(def)) {
            push(&mut steps, view, target, name.span);
        }
    }
    steps
}

fn push(steps: &mut Vec<Step>, view: Analysis<'_>, def: DefId, place: Span) {
    match steps.iter_mut().find(|step| step.item.def == def) {
        Some(step) => step.entries.push(place),
        None => steps.push(Step { item: item(view, def), entries: vec![place], rank: 0 }),
    }
}

/// The roles whose pages list a role, sorted by path.
#[must_use]
pub fn incoming(view: Analysis<'_>, def: DefId) -> Vec<Step> {
    let workspace = view.workspace;
    if matches!(workspace.file(def.file).kind, FileKind::Collection(_)) {
        return users(view, def);
    }
    let mut found = listings(workspace, def);
    found.sort_by(|a, b| workspace.file(a.file).path.cmp(&workspace.file(b.file).path));
    let steps = found.into_iter().filter_map(|listing| {
        let lister = role_in(view, &workspace.file(listing.file).path)?;
        let entries = alternatives(view, lister).filter(|(_, _, listed)| *listed == def);
        let entries = entries.map(|(_, at, _)| at.span).collect();
        Some(Step { item: item(view, lister), entries, rank: listing.rank })
    });
    steps.collect()
}

/// The roles that a role's page lists, by rank.
#[must_use]
pub fn outgoing(view: Analysis<'_>, def: DefId) -> Vec<Step> {
    if matches!(view.workspace.file(def.file).kind, FileKind::Collection(_)) {
        return used(view, def);
    }
    let mut steps: Vec<Step> = Vec::new();
    for (rank, at, listed) in alternatives(view, def) {
        match steps.iter_mut().find(|step| step.item.def == listed) {
            Some(step) => step.entries.push(at.span),
            None => steps.push(Step { item: item(view, listed), entries: vec![at.span], rank }),
        }
    }
    steps
}

/// The known alternatives on a role's page: rank, name and role.
fn alternatives<'w>(view: Analysis<'w>, def: DefId) -> impl Iterator<Item = (usize, &'w NameAt, DefId)> {
    let workspace = view.workspace;
    let role = workspace.file(def.file).facts.role.as_ref();
    let ranked = (1..).zip(role.map_or(&[][..], |r| &r.alternatives));
    ranked.filter_map(move |(rank, at)| {
        let at = at.as_ref()?;
        Some((rank, at, workspace.resolve(KindId::ROLE, &at.name)?.def))
    })
}

fn item(view: Analysis<'_>, def: DefId) -> RoleItem {
    let place = view.place_of(def);
    let name = view.workspace.name_of(def);
    let id = view.workspace.definition(def).and_then(|one| one.id()).map(|id| id.name.clone());
    RoleItem { def, label: id.unwrap_or_else(|| name.clone()), name, path: place.path, span: place.span }
}
