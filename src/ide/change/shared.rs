//! [`same_in`]: a definition in another workspace, which has the same file.

use crate::workspace::{DefId, Workspace};

/// A definition as another workspace has it, where its file is `path`; `None` where that one reads something else there.
#[must_use]
pub fn same_in(other: &Workspace, path: &str, workspace: &Workspace, def: DefId) -> Option<DefId> {
    let same = DefId { file: other.find(path)?, position: def.position };
    let kind = |workspace: &Workspace, def: DefId| {
        let kind = workspace.definition(def)?.kind;
        workspace.config().kinds.get(kind.index()).cloned()
    };
    let is_same = other.name_of(same) == workspace.name_of(def) && kind(other, same) == kind(workspace, def);
    is_same.then_some(same)
}
