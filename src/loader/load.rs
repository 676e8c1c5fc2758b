//! Loading a workspace from disk on all cores.

use std::path::Path;

use rayon::prelude::*;

use super::walk::{Problem, walk};
use super::{Disk, Walk};
use crate::content::FileKind;
use crate::workspace::{FileId, Input, Sources, Workspace};

/// A workspace from disk.
#[derive(Debug)]
pub struct Loaded {
    /// Where it was read from.
    pub disk: Disk,
    /// The workspace.
    pub workspace: Workspace,
    /// What cannot be read.
    pub problems: Vec<Problem>,
}

/// Loads the workspace in the folder `root`. `step` is called for each file read.
#[must_use]
pub fn load(root: &Path, step: &(dyn Fn(usize, usize) + Sync)) -> Loaded {
    let disk = Disk::new(root);
    let workspace = Workspace::open(&disk);
    load_into(workspace, disk, step)
}

/// Like [`load`], with a line table for each file: see [`Workspace::with_lines`].
#[must_use]
pub fn load_with_lines(root: &Path, step: &(dyn Fn(usize, usize) + Sync)) -> Loaded {
    let disk = Disk::new(root);
    let workspace = Workspace::open(&disk).with_lines();
    load_into(workspace, disk, step)
}

fn load_into(mut workspace: Workspace, disk: Disk, step: &(dyn Fn(usize, usize) + Sync)) -> Loaded {
    let root = disk.root();
    let Walk { mut files, mut problems } = walk(root, workspace.config());
    if disk.exists("sidestep.yaml") {
        files.push(("sidestep.yaml".to_owned(), FileKind::Config));
    }
    let total = files.len();
    let read: Vec<_> = files
        .par_iter()
        .with_min_len(16)
        .map(|(path, kind)| {
            let text = disk.read(path).map_err(|why| Problem { path: path.clone(), why })?;
            let entry = workspace.read(&Input { path: path.clone(), text, last_good: None }, *kind);
            step(1, total);
            Ok(entry)
        })
        .collect();
    let mut entries = Vec::with_capacity(read.len());
    for result in read {
        match result {
            Ok(entry) => entries.push(entry),
            Err(problem) => problems.push(problem),
        }
    }
    workspace.fill(entries, &disk);
    scan_prose(&mut workspace, &disk);
    problems.sort_by(|a, b| a.path.cmp(&b.path));
    Loaded { disk, workspace, problems }
}

/// Looks for spellings to avoid in all prose. The texts were dropped when their facts were read; reading them again
/// costs less than keeping them.
fn scan_prose(workspace: &mut Workspace, disk: &Disk) {
    if workspace.spellings().is_empty() {
        return;
    }
    let files: Vec<(FileId, String)> = workspace.files().map(|(id, entry)| (id, entry.path.to_string())).collect();
    let shared = &*workspace;
    let hits: Vec<_> = files
        .par_iter()
        .with_min_len(16)
        .filter_map(|(id, path)| {
            let hits = shared.scan(*id, &disk.read(path).ok()?);
            (!hits.is_empty()).then_some((*id, hits))
        })
        .collect();
    for (id, hits) in hits {
        workspace.set_prose_hits(id, hits);
    }
}
