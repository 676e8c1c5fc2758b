//! What a check is asked to look at: workspaces, and what of each is reported.

use std::path::{Path, PathBuf};

use super::Failure;
use super::roots::prefix;
use crate::loader::{Disk, Loaded, explain, find};
use crate::text::nearest;

/// What is reported of a workspace.
#[derive(Debug)]
pub(super) enum Reported {
    /// Everything.
    All,
    /// Paths, and what lies below them, relative to the workspace.
    Below(Vec<String>),
}

impl Reported {
    pub fn holds(&self, path: &str) -> bool {
        let below = |p: &String| path == p || path.strip_prefix(p.as_str()).is_some_and(|r| r.starts_with('/'));
        match self {
            Self::All => true,
            Self::Below(list) => list.iter().any(below),
        }
    }

    /// Whether anything is reported.
    pub fn is_any(&self) -> bool {
        !matches!(self, Self::Below(list) if list.is_empty())
    }

    /// Takes out the paths with no file of the workspace; gives what is said of them. `is_empty`: it has no file at all.
    pub fn leave_foreign(&mut self, loaded: &Loaded, root: &Path, is_empty: bool) -> Vec<String> {
        let Self::Below(list) = self else { return Vec::new() };
        let belongs = |path: &String| {
            let below = |file: &str| file == path || file.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
            loaded.workspace.files().any(|(_, e)| below(&e.path)) || loaded.problems.iter().any(|p| below(&p.path))
        };
        let (own, foreign): (Vec<String>, Vec<String>) = std::mem::take(list).into_iter().partition(belongs);
        *list = own;
        let say = |path: &String| {
            if is_empty {
                return format!("{}{path} belongs to no workspace", prefix(root));
            }
            let what = if loaded.disk.path(path).is_dir() { "holds" } else { "is" };
            format!("{path} {what} no file of the workspace {}", root.display())
        };
        foreign.iter().map(say).collect()
    }
}

/// What a check is asked to look at.
pub(super) struct Asked {
    /// The workspaces, and what of each is reported.
    pub workspaces: Vec<(Disk, Reported)>,
    /// What is said of paths that cannot be looked at.
    pub notes: Vec<String>,
}

/// The workspaces of the given paths. A path that is gone is no reason to say nothing of the others.
pub(super) fn workspaces(paths: &[PathBuf]) -> Result<Asked, Failure> {
    let here = std::env::current_dir().map_err(|e| Failure::new(format!("the current folder cannot be read: {e}")))?;
    let why = |path: &Path, e: &std::io::Error| format!("{} cannot be read: {}", path.display(), explain(e));
    let mut asked = Asked { workspaces: Vec::new(), notes: Vec::new() };
    for path in paths {
        match path.canonicalize() {
            Ok(full) => asked.add(path, Some(&full), &here).map_err(|e| Failure::new(why(path, &e)))?,
            Err(error) => asked.notes.push(format!("{}{}", why(path, &error), near(path))),
        }
    }
    if asked.workspaces.is_empty() {
        // Without paths all of the workspace is reported, wherever in it one is; if none is left, nothing of it.
        let path = Path::new(".");
        asked.add(path, None, &here).map_err(|e| Failure::new(why(path, &e)))?;
        if !paths.is_empty() {
            asked.workspaces.iter_mut().for_each(|(_, reported)| *reported = Reported::Below(Vec::new()));
        }
    }
    Ok(asked)
}

/// The file of nearly the same name beside a path that is not there, as a question; empty if there is none.
fn near(path: &Path) -> String {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return String::new() };
    let listed = std::fs::read_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let names = listed.into_iter().flatten().flatten().take(MOST_NAMES).map(|entry| entry.file_name());
    let names: Vec<String> = names.filter_map(|name| name.into_string().ok()).collect();
    let near = nearest(&name.to_string_lossy(), names.iter().map(String::as_str));
    near.map_or_else(String::new, |near| format!("; did you mean {}?", folder.join(near).display()))
}

/// So many names of a folder are compared with one that is not there.
const MOST_NAMES: usize = 10_000;

impl Asked {
    /// Adds the workspaces of a path; of one that holds it, `full` is what is reported.
    fn add(&mut self, path: &Path, full: Option<&Path>, here: &Path) -> std::io::Result<()> {
        for disk in find(path, here)?.disks() {
            let root = disk.root();
            let inside = full.and_then(|full| full.strip_prefix(root).ok());
            let inside = inside.map(crate::loader::slashed).filter(|path| !path.is_empty());
            let Some((known, reported)) = self.workspaces.iter_mut().find(|(known, _)| known.root() == root) else {
                self.workspaces.push((disk, inside.map_or(Reported::All, |inside| Reported::Below(vec![inside]))));
                continue;
            };
            if known.bound().starts_with(disk.bound()) {
                *known = disk;
            }
            match (reported, inside) {
                (reported, None) => *reported = Reported::All,
                (Reported::Below(list), Some(inside)) => list.push(inside),
                (Reported::All, Some(_)) => {}
            }
        }
        Ok(())
    }
}
