//! Git's own folder of a work tree, and whether it is that of this one.
//!
//! What somebody unpacks may bring a `.git` that leads to a repository of its reader's, whose texts nobody asked to see. The
//! folder of a linked work tree says which one it belongs to, and so does that of a submodule; git believes any.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::opened::{bounded, open};

/// What a `.git` file, a `commondir` or a `gitdir` says, in bytes.
const LARGEST_LINK: u64 = 1 << 14;
/// The settings of a repository, in bytes: usual are some hundred.
const LARGEST_SETTINGS: u64 = 1 << 20;

/// Git's own folder of a work tree. Paths have no links in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Home {
    /// That of the work tree: its index, its `HEAD`.
    pub folder: PathBuf,
    /// That of the repository, which several work trees may share. Mostly the same.
    pub common: PathBuf,
}

/// Why a work tree's repository is not read.
#[derive(Debug)]
pub(super) enum Refused {
    /// There is none, or its `.git` says nothing that could be followed.
    Io(io::Error),
    /// It is that of another folder.
    Elsewhere,
    /// A path in git's folder that leads out of it by a link.
    Link(PathBuf),
    /// A path in git's folder that is a pipe or a device.
    Special(PathBuf),
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Home {
    /// That of the work tree `top`, unless it is another one's.
    ///
    /// # Errors
    /// There is none, or it belongs to another folder.
    pub fn of(top: &Path) -> Result<Self, Refused> {
        let git = top.join(".git");
        let folder = if fs::metadata(&git)?.is_dir() {
            git
        } else {
            linked(top, &read(&git, LARGEST_LINK)?).ok_or_else(nothing_said)?
        };
        let (top, folder) = (top.canonicalize()?, folder.canonicalize()?);
        let shared = folder.join("commondir");
        let common = match read(&shared, LARGEST_LINK) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => folder.clone(),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Err(Refused::Special(shared)),
            text => folder.join(path_in(&text?).ok_or_else(nothing_said)?).canonicalize()?,
        };
        let is_ours = folder.starts_with(&top) || belongs(&folder, &common, &top) || is_named(&folder);
        let is_shared = common == folder || folder.parent() == Some(&*common.join("worktrees"));
        if is_ours && is_shared { Ok(Self { folder, common }) } else { Err(Refused::Elsewhere) }
    }

    /// Whether what git asks for names of commits lies here, and is files: no link of it leads to those of another
    /// repository, and no pipe has git wait. Where objects lie is not looked at: `git clone --shared` has them elsewhere.
    ///
    /// # Errors
    /// What is not so.
    pub fn look_through(&self) -> Result<(), Refused> {
        let mut folders = vec![self.folder.clone()];
        if self.common != self.folder {
            folders.push(self.common.clone());
        }
        let tops = folders.clone();
        while let Some(folder) = folders.pop() {
            let is_top = tops.contains(&folder);
            for entry in fs::read_dir(&folder)? {
                let entry = entry?;
                let (path, name, kind) = (entry.path(), entry.file_name(), entry.file_type()?);
                if is_top && name.to_str().is_some_and(|name| PASSED_OVER.contains(&name)) {
                    continue;
                }
                if kind.is_dir() {
                    if !is_top || name.to_str().is_some_and(|name| NAMING.contains(&name)) {
                        folders.push(path);
                    }
                } else if kind.is_symlink() {
                    self.follow(path, is_top && name.to_str().is_some_and(|name| NAMELESS.contains(&name)))?;
                } else if !kind.is_file() {
                    return Err(Refused::Special(path));
                }
            }
        }
        Ok(())
    }

    /// Whether a link leads to a file of the repository's, or nowhere; with `anywhere`, to any file.
    fn follow(&self, path: PathBuf, anywhere: bool) -> Result<(), Refused> {
        let Ok(target) = path.canonicalize() else { return Ok(()) };
        let is_inside = || [&self.folder, &self.common].iter().any(|top| target.starts_with(top));
        match target.metadata() {
            Ok(found) if !found.is_file() && !found.is_dir() => Err(Refused::Special(path)),
            // What lies in a folder behind a link is not looked at.
            Ok(found) if found.is_file() && (anywhere || is_inside()) => Ok(()),
            _ => Err(Refused::Link(path)),
        }
    }
}

/// Folders in git's own that say which name means which commit, now or in the past.
const NAMING: [&str; 3] = ["refs", "logs", "reftable"];
/// Files in it that name no commit. Some people have them elsewhere.
const NAMELESS: [&str; 3] = ["config", "config.worktree", "description"];
/// What git is not asked about, or may lie elsewhere; and the socket of its monitor.
const PASSED_OVER: [&str; 7] = ["objects", "hooks", "modules", "worktrees", "lfs", "annex", "fsmonitor--daemon.ipc"];

fn nothing_said() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "it names no folder")
}

/// Whether git's folder, which lies elsewhere, says that it belongs to the work tree `top`.
fn belongs(folder: &Path, common: &Path, top: &Path) -> bool {
    // A linked work tree: where its `.git` lies.
    let file = read(&folder.join("gitdir"), LARGEST_LINK).ok();
    let file = file.as_deref().and_then(path_in).map(|file| folder.join(file));
    let by_file = file.is_some_and(|file| {
        file.file_name().is_some_and(|name| name == ".git")
            && file.parent().and_then(|tree| tree.canonicalize().ok()).is_some_and(|tree| tree == top)
    });
    // A submodule, or a repository apart: where its work tree lies.
    let by_settings = || {
        [folder.join("config.worktree"), folder.join("config")].iter().any(|settings| {
            let text = read(settings, LARGEST_SETTINGS).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            let tree = text.as_deref().and_then(work_tree).map(|tree| folder.join(tree));
            tree.and_then(|tree| tree.canonicalize().ok()).is_some_and(|tree| tree == top)
        })
    };
    by_file || common == folder && by_settings()
}

/// Whether who runs the program says which repository it is, as git does where it runs a hook.
fn is_named(folder: &Path) -> bool {
    let named = std::env::var_os("GIT_DIR").map(PathBuf::from);
    named.and_then(|named| named.canonicalize().ok()).is_some_and(|named| named == folder)
}

/// `core.worktree` of the settings of a repository, as far as they say it themselves. The last one counts.
fn work_tree(settings: &str) -> Option<String> {
    let (mut in_core, mut tree) = (false, None);
    for line in settings.lines().map(str::trim) {
        if let Some(section) = line.strip_prefix('[') {
            in_core = section.trim_end().strip_suffix(']').is_some_and(|name| name.trim().eq_ignore_ascii_case("core"));
        } else if let Some((key, value)) = line.split_once('=')
            && in_core
            && key.trim().eq_ignore_ascii_case("worktree")
        {
            tree = Some(unquoted(value.trim()));
        }
    }
    tree
}

/// The value of a setting without its quotes.
fn unquoted(value: &str) -> String {
    let (mut text, mut letters) = (String::with_capacity(value.len()), value.chars());
    while let Some(letter) = letters.next() {
        match letter {
            '"' => {}
            '\\' => text.extend(letters.next()),
            letter => text.push(letter),
        }
    }
    text
}

/// Git's own folder of a work tree, unless it is that of another one.
pub(super) fn folder(top: &Path) -> io::Result<PathBuf> {
    match Home::of(top) {
        Ok(home) => Ok(home.folder),
        Err(Refused::Io(error)) => Err(error),
        Err(_) => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// The folder that a `.git` file names.
fn linked(top: &Path, text: &[u8]) -> Option<PathBuf> {
    Some(top.join(path_in(text.strip_prefix(b"gitdir:")?)?))
}

/// The path that a file of git's holds.
fn path_in(text: &[u8]) -> Option<&Path> {
    Some(Path::new(std::str::from_utf8(text).ok()?.trim()))
}

pub(super) fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    bounded(open(path)?, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_work_tree_is_said_to_lie() {
        for (settings, tree) in [
            ("[core]\n\tbare = false\n\tworktree = ../../../lib\n", Some("../../../lib")),
            ("[Core]\nWorkTree=\"/a \\\\ \\\"b\\\"\"\n", Some("/a \\ \"b\"")),
            ("[core]\nworktree = a\n[core]\nworktree = b\n", Some("b")),
            ("[core \"x\"]\nworktree = a\n[remote]\nworktree = b\n", None),
            ("worktree = a\n[core]\n# worktree = b\n", None),
        ] {
            assert_eq!(work_tree(settings).as_deref(), tree, "{settings}");
        }
    }
}
