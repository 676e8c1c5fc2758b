//! Which workspace a path belongs to (content model, section 1).

use std::io;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

/// The name of the settings file; the folder that holds it is a workspace.
const SETTINGS: &str = "sidestep.yaml";

/// The workspaces of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The folders, at least one.
    pub roots: Vec<PathBuf>,
}

/// Finds the workspaces of a path: the nearest folder upward with a `sidestep.yaml`; else each one below; else the
/// folder itself (of a file: the nearest folder upward that looks like a workspace), with default settings.
///
/// # Errors
/// When the path does not exist or cannot be read.
pub fn find(path: &Path, opened: &Path) -> io::Result<Found> {
    let path = path.canonicalize()?;
    let folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(&path) };
    if let Some(root) = folder.ancestors().find(|dir| dir.join(SETTINGS).is_file()) {
        return Ok(Found { roots: vec![root.to_owned()] });
    }
    if path.is_dir() {
        let below = workspaces_below(&path);
        if !below.is_empty() {
            return Ok(Found { roots: below });
        }
    }
    let opened = opened.canonicalize()?;
    let looks_right = |dir: &&Path| dir.join("content").join("roles").is_dir();
    // Above the opened folder is somebody else's, unless the path itself lies elsewhere.
    let elsewhere = !folder.starts_with(&opened) && !opened.starts_with(folder);
    let within = folder.ancestors().take_while(|dir| elsewhere || dir.starts_with(&opened) || opened.starts_with(dir));
    let fallback = if path.is_dir() || !folder.starts_with(&opened) { folder } else { opened.as_path() };
    let root = within.into_iter().find(looks_right).unwrap_or(fallback);
    Ok(Found { roots: vec![root.to_owned()] })
}

/// The outermost folders below `folder` that hold settings, and those nested in them.
#[must_use]
pub fn workspaces_below(folder: &Path) -> Vec<PathBuf> {
    let walk = WalkBuilder::new(folder).require_git(false).build();
    let mut roots: Vec<PathBuf> = walk
        .flatten()
        .filter(|entry| entry.file_name() == SETTINGS && entry.path().is_file())
        .filter_map(|entry| entry.path().parent().map(Path::to_owned))
        .collect();
    roots.sort();
    roots
}
