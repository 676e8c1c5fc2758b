//! Who lists a role among its alternatives, and at which rank.

use rustc_hash::FxHashSet;

use crate::content::{NameAt, same_folded};
use crate::workspace::{DefId, FileId, Workspace, role_slug};

/// A role file that lists another role.
#[derive(Clone, Debug)]
pub struct Listing<'w> {
    /// The file.
    pub file: FileId,
    /// The rank at which it lists the role, from 1.
    pub rank: usize,
    /// The name as written there, and its place.
    pub at: &'w NameAt,
}

/// The files that list a role, each once, in no order. The role's own file does not count.
#[must_use]
pub fn listings(workspace: &Workspace, def: DefId) -> Vec<Listing<'_>> {
    let entry = workspace.file(def.file);
    let Some(definition) = workspace.definition(def).filter(|d| d.kind == 0) else { return Vec::new() };
    let slug = role_slug(&entry.facts, &definition.name().name);
    let spellings: Vec<&str> = definition.labels.iter().map(|l| &*l.at.name).chain(slug.as_deref()).collect();
    let files: FxHashSet<FileId> = spellings
        .iter()
        .flat_map(|name| workspace.index().listed_by(name))
        .copied()
        .filter(|file| *file != def.file)
        .collect();
    // Most names are not spelled like it at all.
    let means = |name: &str| {
        spellings.iter().any(|known| same_folded(known, name))
            && workspace.resolve(0, name).is_some_and(|r| r.def == def)
    };
    let mut found = Vec::new();
    for file in files {
        let Some(role) = &workspace.file(file).facts.role else { continue };
        let mut ranked = (1..).zip(&role.alternatives);
        let hit = ranked.find_map(|(rank, at)| at.as_ref().filter(|at| means(&at.name)).map(|at| (rank, at)));
        found.extend(hit.map(|(rank, at)| Listing { file, rank, at }));
    }
    found
}
