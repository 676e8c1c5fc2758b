//! The call hierarchy of roles: who lists a role as an alternative, and whom it lists.

use std::sync::Arc;

use super::listings::listings;
use super::{FileView, View};
use crate::content::{KindId, Name, NameAt};
use crate::text::Span;
use crate::workspace::DefId;

/// A role in the hierarchy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleItem {
    /// The role; good until the workspace changes. [`role_in`] finds it again by its path.
    pub def: DefId,
    /// Its name.
    pub name: Name,
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
    /// Rank of the first entry, from 1.
    pub rank: usize,
}

/// The role to start from: the one that is named at a byte offset, else the file's own. `None` in other files than
/// roles and where a term is named.
#[must_use]
pub fn prepare(file: &FileView<'_>, at: u32) -> Option<RoleItem> {
    let def = match file.name_at(at) {
        Some(name) => name.def().filter(|_| name.kind.is_role())?,
        None => file.role().map(|_| DefId::role(file.id))?,
    };
    Some(item(file.view, def))
}

/// The role that a file defines.
#[must_use]
pub fn role_in(view: View<'_>, path: &str) -> Option<DefId> {
    let file = view.workspace.find(path)?;
    let (position, _) = view.workspace.file(file).facts.all_definitions().find(|(_, d)| d.kind.is_role())?;
    Some(DefId { file, position })
}

/// The roles whose pages list a role, sorted by path.
#[must_use]
pub fn incoming(view: View<'_>, def: DefId) -> Vec<Step> {
    let workspace = view.workspace;
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
pub fn outgoing(view: View<'_>, def: DefId) -> Vec<Step> {
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
fn alternatives<'w>(view: View<'w>, def: DefId) -> impl Iterator<Item = (usize, &'w NameAt, DefId)> {
    let workspace = view.workspace;
    let role = workspace.file(def.file).facts.role.as_ref();
    let ranked = (1..).zip(role.map_or(&[][..], |r| &r.alternatives));
    ranked.filter_map(move |(rank, at)| {
        let at = at.as_ref()?;
        Some((rank, at, workspace.resolve(KindId::ROLE, &at.name)?.def))
    })
}

fn item(view: View<'_>, def: DefId) -> RoleItem {
    let place = view.place_of(def);
    RoleItem { def, name: view.workspace.name_of(def), path: place.path, span: place.span }
}
