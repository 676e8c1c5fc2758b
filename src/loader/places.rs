//! Where paths lead: the repository of a workspace, and one path as seen from another.

use std::path::{Component, Path, PathBuf};

use super::slashed;

/// The repository of a workspace: the nearest folder upward that holds a `.git`; without one the workspace's own folder.
#[must_use]
pub fn repository(root: &Path) -> &Path {
    root.ancestors().find(|dir| dir.join(".git").exists()).unwrap_or(root)
}

/// A path without `..` in it.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                normal.pop();
            }
            Component::CurDir => {}
            part => normal.push(part),
        }
    }
    normal
}

/// A path as seen from a folder, with `/`.
pub(crate) fn relative(from: &Path, path: &Path) -> String {
    let common = from.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().count() - common;
    let rest: PathBuf = path.components().skip(common).collect();
    format!("{}{}", "../".repeat(up), slashed(&rest))
}
