//! [`Moved`]: files and folders that get other paths.

use rustc_hash::FxHashMap;

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
}
