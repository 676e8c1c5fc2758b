//! [`Moved`]: files and folders that get other paths.

use rustc_hash::FxHashMap;

use crate::workspace::Workspace;

/// A file or folder that gets another path; both are relative to the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Its path as it is now.
    pub from: String,
    /// Its path afterwards.
    pub to: String,
}

/// Moves by their paths.
pub(super) struct Moves<'m> {
    by_path: FxHashMap<&'m str, &'m Moved>,
}

impl<'m> Moves<'m> {
    pub fn new(all: &'m [Moved]) -> Self {
        Self { by_path: all.iter().map(|moved| (&*moved.from, moved)).collect() }
    }

    /// The move that a path takes part in: its own, or that of the innermost folder that holds it.
    pub fn of(&self, path: &str) -> Option<&'m Moved> {
        let ends = path.rmatch_indices('/').map(|(at, _)| at);
        std::iter::once(path.len()).chain(ends).find_map(|end| self.by_path.get(&path[..end])).copied()
    }

    /// The path of a file or folder afterwards.
    pub fn after(&self, path: &str) -> String {
        self.of(path).map_or_else(|| path.to_owned(), |moved| format!("{}{}", moved.to, &path[moved.from.len()..]))
    }

    /// The path by which a file is called afterwards: that of now, where the link root that it lies in moves as a whole.
    pub fn called(&self, workspace: &Workspace, path: &str) -> String {
        let after = self.after(path);
        let stays = |root: &str| {
            let rest = path.strip_prefix(root).filter(|rest| rest.starts_with('/'));
            rest.is_some_and(|rest| self.of(root).is_some() && after == format!("{}{rest}", self.after(root)))
        };
        let roots = &workspace.config().link_roots;
        if roots.iter().any(|(root, _)| stays(root)) { path.to_owned() } else { after }
    }
}
