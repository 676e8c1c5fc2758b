//! Where paths lead: the repository of a workspace, and one path as seen from another.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::slashed;

/// Whether a folder is the top of a repository.
pub(crate) fn is_repository(folder: &Path) -> bool {
    folder.join(".git").exists()
}

/// The repository of a workspace: the nearest folder upward that holds a `.git`; without one the workspace's own folder.
pub(super) fn repository(root: &Path) -> &Path {
    root.ancestors().find(|dir| is_repository(dir)).unwrap_or(root)
}

/// The folder in which all lies that a workspace may read and change: its repository. Where there is none, the folder that
/// the command or the editor was given (`given`), or the workspace's own, whichever is further up. Without links, as `root`.
pub(super) fn bound(root: &Path, given: Option<&Path>) -> PathBuf {
    let top = repository(root);
    let given = given.filter(|_| !is_repository(top)).and_then(|given| given.canonicalize().ok());
    given.filter(|given| root.starts_with(given)).unwrap_or_else(|| top.to_owned())
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

/// Whether a name is that of git's folder, or another spelling of it for some disk.
pub(crate) fn names_git(name: &str) -> bool {
    let is_it = |name: &str| {
        let name = name.trim_end_matches(['.', ' ']);
        name.eq_ignore_ascii_case(".git") || name.eq_ignore_ascii_case("git~1")
    };
    if name.is_ascii() { is_it(name) } else { is_it(&name.chars().filter(char::is_ascii).collect::<String>()) }
}

/// Whether a folder has an entry of exactly this name. (Where letter case makes no difference to the disk, a file answers
/// to other names too.)
pub(super) fn stands(path: &Path) -> bool {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return false };
    path.symlink_metadata().is_ok()
        && fs::read_dir(folder).is_ok_and(|mut entries| entries.any(|e| e.is_ok_and(|e| e.file_name() == name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_gits_folder_are_known_in_all_spellings() {
        for name in [".git", ".GIT", ".git.", ".git ", "git~1", ".g\u{200c}it"] {
            assert!(names_git(name), "{name:?}");
        }
        assert!(!names_git(".github") && !names_git("git"));
    }
}
