//! Code lenses: how much the rest of the workspace uses what a file defines.
//!
//! In three steps, so that a vocabulary of thousands of entries opens at once: [`lenses`] only says where lenses stand;
//! [`lens_title`] counts for one that is on the screen; [`lens_locations`] collects the places when it is clicked.
//! A title costs what the files cost that may use the name: pages that list a role come from the index, and for a term
//! only files with its rarest word are looked at (see [`files_using`]; before the first change of a workspace, all files).

use serde::{Deserialize, Serialize};

use super::listings::{Listing, listings};
use super::uses::{files_using, is_user, users, uses_of};
use super::{Analysis, FileView, Location};
use crate::content::{Definition, FileKind, KindId};
use crate::text::Span;
use crate::workspace::{DefId, Workspace};

/// What a lens tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LensKind {
    /// On how many pages a role is listed.
    ListedOn,
    /// How many roles a page lists.
    Lists,
    /// How many roles use a term.
    UsedBy,
}

/// Identifies a lens while files change, as long as its thing keeps its name.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LensKey {
    /// What it tells.
    pub kind: LensKind,
    /// The file that defines the thing, relative to the workspace.
    pub path: String,
    /// The thing's id, else its name.
    pub name: String,
}

/// A lens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// The name that it stands above (bytes of the file).
    pub span: Span,
    /// Which lens.
    pub key: LensKey,
}

/// The lenses of a file, in its order.
#[must_use]
pub fn lenses(file: &FileView<'_>) -> Vec<Lens> {
    let facts = file.facts();
    let mut found = Vec::new();
    for definition in &facts.definitions {
        let at = definition.name();
        let mut push = |kind| {
            // Names of things with ids may repeat.
            let name = definition.id().unwrap_or(at).name.to_string();
            let key = LensKey { kind, path: file.entry.path.to_string(), name };
            found.push(Lens { span: at.span, key });
        };
        match file.entry.kind {
            FileKind::Role => {
                push(LensKind::ListedOn);
                if facts.role.as_ref().is_some_and(|role| !role.alternatives.is_empty()) {
                    push(LensKind::Lists);
                }
            }
            FileKind::Vocabulary(_) | FileKind::Collection(_) => push(LensKind::UsedBy),
            FileKind::Config => {}
        }
    }
    found
}

/// What a lens says; `None` where its thing is gone.
#[must_use]
pub fn lens_title(view: Analysis<'_>, key: &LensKey) -> Option<String> {
    let workspace = view.workspace;
    let (def, definition) = find(workspace, key)?;
    Some(match key.kind {
        LensKind::ListedOn => match listings(workspace, def).len() {
            0 => "listed on no page".to_owned(),
            1 => "listed on 1 page".to_owned(),
            n => format!("listed on {n} pages"),
        },
        LensKind::Lists => match listed(workspace, def).len() {
            0 => "lists no role".to_owned(),
            1 => "lists 1 role".to_owned(),
            n => format!("lists {n} roles"),
        },
        LensKind::UsedBy => {
            let noun = workspace.config().word(definition.kind);
            let files = files_using(view, def);
            let users = users(workspace, def, &files);
            match files.len() {
                0 => format!("no {users} uses this {noun}"),
                1 => format!("1 {users} uses this {noun}"),
                n => format!("{n} {users}s use this {noun}"),
            }
        }
    })
}

/// The places that a lens counts, sorted by path and span; for [`LensKind::Lists`] by rank.
#[must_use]
pub fn lens_locations(view: Analysis<'_>, key: &LensKey) -> Vec<Location> {
    let workspace = view.workspace;
    let Some((def, _)) = find(workspace, key) else { return Vec::new() };
    match key.kind {
        LensKind::ListedOn => {
            let place =
                |page: &Listing<'_>| Location { path: workspace.file(page.file).path.clone(), span: page.at.span };
            let mut places: Vec<Location> = listings(workspace, def).iter().map(place).collect();
            places.sort();
            places
        }
        LensKind::Lists => listed(workspace, def).into_iter().map(|role| view.place_of(role)).collect(),
        LensKind::UsedBy => {
            let is_counted = |path: &str| workspace.find(path).is_some_and(|id| is_user(workspace.file(id).kind));
            let uses =
                uses_of(view, def).into_iter().filter(|(at, name)| !name.is_definition() && is_counted(&at.path));
            uses.map(|(at, _)| at).collect()
        }
    }
}

fn find<'w>(workspace: &'w Workspace, key: &LensKey) -> Option<(DefId, &'w Definition)> {
    let file = workspace.find(&key.path)?;
    let definitions = &workspace.file(file).facts.definitions;
    let (position, definition) =
        (0..).zip(definitions.iter()).find(|(_, d)| *d.id().unwrap_or(d.name()).name == *key.name)?;
    Some((DefId { file, position }, definition))
}

/// The roles that a page lists, by rank, each once; without its own.
fn listed(workspace: &Workspace, page: DefId) -> Vec<DefId> {
    let mut roles = Vec::new();
    let names = workspace.file(page.file).facts.role.iter().flat_map(|role| role.alternatives.iter().flatten());
    for role in names.filter_map(|at| workspace.resolve(KindId::ROLE, &at.name)) {
        if role.def.file != page.file && !roles.contains(&role.def) {
            roles.push(role.def);
        }
    }
    roles
}
