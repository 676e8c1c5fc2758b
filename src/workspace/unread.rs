//! [`Unread`]: role files that say nothing, because they cannot be read or are empty. Each stands for the role whose slug
//! is its name: that finding is the cause, and references to the role are none besides.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::content::{FileFacts, FileKind};

/// The role files that say nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Unread {
    /// The paths by file name without extension.
    stems: FxHashMap<Box<str>, FxHashSet<Box<str>>>,
}

impl Unread {
    /// Notes whether the role file at `path` says nothing; tells whether it is news.
    pub fn set(&mut self, path: &str, says_nothing: bool) -> bool {
        let stem = stem(path);
        if says_nothing {
            return self.stems.entry(stem.into()).or_default().insert(path.into());
        }
        let Some(paths) = self.stems.get_mut(stem) else { return false };
        let was_there = paths.remove(path);
        if paths.is_empty() {
            self.stems.remove(stem);
        }
        was_there
    }

    /// Whether a role file of this name, without its extension, says nothing.
    pub fn has(&self, stem: &str) -> bool {
        self.stems.contains_key(stem)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.stems.is_empty()
    }

    /// The paths, in any order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.stems.values().flatten().map(|path| &**path)
    }
}

/// The name of a file without folder and extension.
fn stem(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// Whether a file is a role file that is empty, or gives its role no name.
pub(super) fn is_empty_role(kind: FileKind, facts: &FileFacts) -> bool {
    kind == FileKind::Role && (facts.is_empty || facts.is_nameless)
}
