//! Code lenses: how much the rest of the workspace uses what a file defines.
//!
//! In three steps, so that a vocabulary of thousands of entries opens at once: [`lenses`] only says where lenses stand;
//! [`lens_title`] counts for one that is on the screen; [`lens_locations`] collects the places when it is clicked.
//! A title costs what the files cost that may use the name: pages that list a role come from the index, and for a term
//! only files with its rarest word are looked at, in which only texts that hold one of its spellings are read.

use serde::{Deserialize, Serialize};

use super::uses::{Place, uses_of};
use super::{FileView, Location, View};
use crate::content::{Definition, FileFacts, FileKind, fold};
use crate::text::Span;
use crate::workspace::{DefId, FileId, Workspace, role_slug};

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

/// Which lens: holds while files change, until its name does.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LensKey {
    /// What it tells.
    pub kind: LensKind,
    /// The file that defines the thing, relative to the workspace.
    pub path: String,
    /// The thing's name.
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

/// The lenses of a file by place.
#[must_use]
pub fn lenses(file: &FileView<'_>) -> Vec<Lens> {
    let facts = file.facts();
    let mut found = Vec::new();
    for definition in &facts.definitions {
        let at = definition.name();
        let mut push = |kind| {
            let key = LensKey { kind, path: file.entry.path.to_string(), name: at.name.to_string() };
            found.push(Lens { span: at.span, key });
        };
        match file.entry.kind {
            FileKind::Role => {
                push(LensKind::ListedOn);
                if facts.role.as_ref().is_some_and(|role| !role.alternatives.is_empty()) {
                    push(LensKind::Lists);
                }
            }
            FileKind::Vocabulary(_) => push(LensKind::UsedBy),
            FileKind::Config => {}
        }
    }
    found
}

/// What a lens says; `None` where its thing is gone.
#[must_use]
pub fn lens_title(view: View<'_>, key: &LensKey) -> Option<String> {
    let workspace = view.workspace;
    let (def, definition) = find(workspace, key)?;
    Some(match key.kind {
        LensKind::ListedOn => match pages_that_list(workspace, def, definition).len() {
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
            let noun = workspace.config().kinds.get(usize::from(definition.kind)).map_or("term", String::as_str);
            match roles_that_use(workspace, def, definition) {
                0 => format!("no role uses this {noun}"),
                1 => format!("1 role uses this {noun}"),
                n => format!("{n} roles use this {noun}"),
            }
        }
    })
}

/// The places that a lens counts, by path and place.
#[must_use]
pub fn lens_locations(view: View<'_>, key: &LensKey) -> Vec<Location> {
    let workspace = view.workspace;
    let Some((def, definition)) = find(workspace, key) else { return Vec::new() };
    match key.kind {
        LensKind::ListedOn => {
            let mut places = Vec::new();
            for page in pages_that_list(workspace, def, definition) {
                let entry = workspace.file(page);
                let names = entry.facts.role.iter().flat_map(|role| role.alternatives.iter().flatten());
                let here = names.filter(|at| workspace.resolve(0, &at.name).is_some_and(|r| r.def == def));
                places.extend(here.map(|at| Location { path: entry.path.clone(), span: at.span }));
            }
            places.sort();
            places.dedup();
            places
        }
        LensKind::Lists => listed(workspace, def).into_iter().map(|role| view.place_of(role)).collect(),
        LensKind::UsedBy => {
            let is_role = |path: &str| workspace.find(path).is_some_and(|id| workspace.file(id).kind == FileKind::Role);
            let uses = uses_of(view, def).into_iter().filter(|(at, name)| {
                matches!(name.place, Place::Reference(_) | Place::Term { .. }) && is_role(&at.path)
            });
            uses.map(|(at, _)| at).collect()
        }
    }
}

fn find<'w>(workspace: &'w Workspace, key: &LensKey) -> Option<(DefId, &'w Definition)> {
    let file = workspace.find(&key.path)?;
    let definitions = &workspace.file(file).facts.definitions;
    let (position, definition) = (0..).zip(definitions.iter()).find(|(_, d)| *d.name().name == *key.name)?;
    Some((DefId { file, position }, definition))
}

/// The other files whose alternatives name a role.
fn pages_that_list(workspace: &Workspace, def: DefId, definition: &Definition) -> Vec<FileId> {
    let slug = role_slug(&workspace.file(def.file).facts, &definition.name().name);
    let labels = definition.labels.iter().map(|l| l.at.name.as_ref()).chain(slug.as_deref());
    let mut pages: Vec<FileId> = labels.flat_map(|label| workspace.index().listed_by(label)).copied().collect();
    pages.sort();
    pages.dedup();
    pages.retain(|page| *page != def.file && listed(workspace, DefId { file: *page, position: 0 }).contains(&def));
    pages
}

/// The roles that a page lists, by rank, each once; without its own.
fn listed(workspace: &Workspace, page: DefId) -> Vec<DefId> {
    let mut roles = Vec::new();
    let names = workspace.file(page.file).facts.role.iter().flat_map(|role| role.alternatives.iter().flatten());
    for role in names.filter_map(|at| workspace.resolve(0, &at.name)) {
        if role.def.file != page.file && !roles.contains(&role.def) {
            roles.push(role.def);
        }
    }
    roles
}

fn roles_that_use(workspace: &Workspace, def: DefId, definition: &Definition) -> usize {
    let labels: Vec<String> = definition.labels.iter().map(|label| squeezed(&label.at.name)).collect();
    let files = workspace.files_that_may_use(def).into_iter().map(|id| workspace.file(id));
    files
        .filter(|file| file.kind == FileKind::Role && uses_term(workspace, &file.facts, def, definition, &labels))
        .count()
}

/// Whether a file refers to a term or lists it in a text.
fn uses_term(workspace: &Workspace, facts: &FileFacts, def: DefId, definition: &Definition, labels: &[String]) -> bool {
    let kind = definition.kind;
    let means = |name: &str| workspace.resolve(kind, name).is_some_and(|r| r.def == def);
    let meant = |text: &str| workspace.resolve_term(kind, text).1.is_some_and(|r| r.def == def);
    // A spelling stands in a text only where the text without white space holds it.
    let may = |text: &str| {
        let text = squeezed(text);
        labels.iter().any(|label| text.contains(label.as_str()))
    };
    if facts.references.iter().any(|r| r.kind == kind && may(&r.at.name) && means(&r.at.name)) {
        return true;
    }
    let rows = facts.role.iter().filter_map(|r| r.comparison.as_ref()).flat_map(|c| &c.rows);
    let cells = rows.flat_map(|row| &row.cells).filter(|cell| !cell.parts.is_empty());
    let of_kind = cells.filter(|c| workspace.config().column(&c.column.name).is_some_and(|c| c.kind == Some(kind)));
    let texts = facts.term_texts.iter().filter(|t| t.kind == kind).map(|t| &t.part);
    of_kind.flat_map(|cell| &cell.parts).chain(texts).any(|part| {
        may(&part.text)
            && workspace
                .terms(kind, &part.text)
                .iter()
                .any(|term| term.known && meant(&part.text[term.start..term.end]))
    })
}

/// A text in lower case without white space.
fn squeezed(text: &str) -> String {
    fold(text).chars().filter(|c| !c.is_whitespace()).collect()
}
