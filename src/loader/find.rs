//! Which workspace a path belongs to (content model, section 1).

use std::io;
use std::path::{Path, PathBuf};

use ignore::{DirEntry, WalkBuilder};

use super::disk::{Disk, NODE_MODULES};
use super::ignored::Ignored;
use super::places::bound;

/// The name of the settings file; the folder that holds it is a workspace.
const SETTINGS: &str = "sidestep.yaml";

/// The workspaces of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The folders, at least one.
    pub roots: Vec<PathBuf>,
    /// The folder that was given; of a file, the one it lies in.
    pub given: PathBuf,
}

impl Found {
    /// The disks of the workspaces.
    pub fn disks(&self) -> impl Iterator<Item = Disk> {
        self.roots.iter().map(|root| Disk::given(root, &self.given))
    }
}

/// Finds the workspaces of a path: the nearest folder upward with a `sidestep.yaml`; else each one below, see
/// [`workspaces_below`]; else the folder itself (of a file: the nearest folder upward that looks like a workspace), with
/// default settings.
///
/// # Errors
/// When the path does not exist or cannot be read.
pub fn find(path: &Path, opened: &Path) -> io::Result<Found> {
    let path = path.canonicalize()?;
    let folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(&path) };
    if let Some(root) = folder.ancestors().find(|dir| dir.join(SETTINGS).is_file()) {
        return Ok(Found { roots: vec![root.to_owned()], given: folder.to_owned() });
    }
    if path.is_dir() {
        let below = workspaces_below(&path);
        if !below.is_empty() {
            return Ok(Found { roots: below, given: path });
        }
    }
    let opened = opened.canonicalize()?;
    let looks_right = |dir: &&Path| looks_right(dir);
    // Above the opened folder is somebody else's, unless the path itself lies elsewhere.
    let elsewhere = !folder.starts_with(&opened) && !opened.starts_with(folder);
    let within = folder.ancestors().take_while(|dir| elsewhere || dir.starts_with(&opened) || opened.starts_with(dir));
    let fallback = if path.is_dir() || !folder.starts_with(&opened) { folder } else { opened.as_path() };
    let root = within.into_iter().find(looks_right).unwrap_or(fallback);
    Ok(Found { roots: vec![root.to_owned()], given: folder.to_owned() })
}

/// Whether a folder without settings is a workspace: files of roles are where the defaults look for them.
#[must_use]
pub fn looks_right(folder: &Path) -> bool {
    folder.join("content").join("roles").is_dir()
}

/// The workspaces below a folder that lies in none: the outermost folders that hold settings, and those nested in them; and
/// the folder itself where it has roles of its own, so that settings further down do not hide these. Empty if there are no
/// settings.
#[must_use]
pub fn workspaces_below(folder: &Path) -> Vec<PathBuf> {
    let mut roots: Vec<PathBuf> = below(folder)
        .filter(|entry| entry.file_name() == SETTINGS && entry.path().is_file())
        .filter_map(|entry| entry.path().parent().map(Path::to_owned))
        .collect();
    if !roots.is_empty() && has_own_roles(folder) {
        roots.push(folder.to_owned());
    }
    roots.sort();
    roots
}

/// Whether a role file is where the defaults look for it, and in no workspace further down.
fn has_own_roles(folder: &Path) -> bool {
    let roles = folder.join("content").join("roles");
    let is_role = |path: &Path| path.extension().is_some_and(|end| end == "yaml" || end == "yml") && path.is_file();
    let is_nested = |path: &Path| {
        let inside = path.ancestors().skip(1).take_while(|dir| *dir != folder);
        { inside }.any(|dir| dir.join(SETTINGS).is_file())
    };
    looks_right(folder) && below(&roles).any(|entry| is_role(entry.path()) && !is_nested(entry.path()))
}

/// A folder and those in it, without what never holds content: hidden folders, `node_modules`, and what git ignores.
pub(crate) fn folders_below(folder: &Path) -> impl Iterator<Item = PathBuf> {
    below(folder).filter(|entry| entry.file_type().is_some_and(|t| t.is_dir())).map(DirEntry::into_path)
}

/// What stands in a folder and those in it, without what never is content. No link is followed.
fn below(folder: &Path) -> impl Iterator<Item = DirEntry> {
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let ignored = Ignored::new(&bound(&real, None));
    let given = folder.to_owned();
    let mut walk = WalkBuilder::new(folder);
    walk.standard_filters(false).hidden(true).filter_entry(move |entry| {
        let is_folder = entry.file_type().is_some_and(|t| t.is_dir());
        let path = entry.path().strip_prefix(&given).map_or_else(|_| entry.path().to_owned(), |path| real.join(path));
        entry.depth() == 0 || entry.file_name() != NODE_MODULES && !ignored.covers(&path, is_folder)
    });
    walk.build().flatten()
}
