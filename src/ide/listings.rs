//! Who lists a role among its alternatives, and at which rank.

use rustc_hash::FxHashSet;

use super::uses::{is_spelled, spellings};
use crate::content::{KindId, NameAt};
use crate::workspace::{DefId, FileId, Workspace};

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
    if workspace.definition(def).is_none_or(|definition| !definition.kind.is_role()) {
        return Vec::new();
    }
    let spellings = spellings(workspace, def);
    let files: FxHashSet<FileId> = spellings
        .iter()
        .flat_map(|name| workspace.index().listed_by(name))
        .copied()
        .filter(|file| *file != def.file)
        .collect();
    let means = |name: &str| {
        is_spelled(name, &spellings) && workspace.resolve(KindId::ROLE, name).is_some_and(|r| r.def == def)
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
