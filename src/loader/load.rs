//! Loading a workspace from disk on all cores.

use std::sync::Arc;

use rayon::prelude::*;

use super::walk::{Link, Problem, walk};
use super::{Disk, Snapshot, Walk};
use crate::content::{FileFacts, FileKind};
use crate::workspace::{FileEntry, Input, Settings, Sources, Workspace};

/// A workspace from disk.
#[derive(Debug)]
pub struct Loaded {
    /// Where it was read from.
    pub disk: Disk,
    /// The workspace.
    pub workspace: Workspace,
    /// What cannot be read.
    pub problems: Vec<Problem>,
    /// The links on the way to its files.
    pub links: Vec<Link>,
}

/// Loads a workspace. `step` is called for each file read.
#[must_use]
pub fn load(disk: Disk, step: &(dyn Fn(usize, usize) + Sync)) -> Loaded {
    let workspace = Workspace::open(&disk);
    let given = disk.given_paths();
    let known = Known { sources: &disk.clone(), files: &given, settings: None, last_good: &|_| None };
    load_into(workspace, disk, &known, step)
}

/// Like [`load`], for a change of the files: see [`Snapshot`].
#[must_use]
pub fn load_snapshot(snapshot: &Snapshot, step: &(dyn Fn(usize, usize) + Sync)) -> Loaded {
    let known = Known { sources: snapshot, files: &[], settings: None, last_good: &|_| None };
    load_into(Workspace::open(snapshot), snapshot.disk().clone(), &known, step)
}

/// What a server knows that the disk does not.
pub struct Known<'k> {
    /// The texts: open documents in front of the disk.
    pub sources: &'k dyn Sources,
    /// Files that need not be on disk yet, by their path relative to the workspace.
    pub files: &'k [String],
    /// The settings that were in force before, for as long as new ones cannot be used.
    pub settings: Option<&'k Settings>,
    /// What a file said when it last parsed.
    pub last_good: &'k (dyn Fn(&str) -> Option<Arc<FileFacts>> + Sync),
}

/// Like [`load`], with what the server knows in front of the disk, a line table for each file
/// ([`Workspace::with_lines`]), and everything ready for changes.
#[must_use]
pub fn load_for_changes(disk: Disk, known: &Known<'_>, step: &(dyn Fn(usize, usize) + Sync)) -> Loaded {
    let mut loaded = load_into(Workspace::open_after(known.sources, known.settings).with_lines(), disk, known, step);
    loaded.workspace.prepare();
    loaded
}

fn load_into(mut workspace: Workspace, disk: Disk, known: &Known<'_>, step: &(dyn Fn(usize, usize) + Sync)) -> Loaded {
    let sources = known.sources;
    let (walked, ()) = rayon::join(|| walk(&disk, workspace.config()), || workspace.compile_schemas());
    let Walk { mut files, beside, mut problems, links } = walked;
    workspace.set_beside(beside.iter().map(String::as_str));
    if sources.target("sidestep.yaml") != Some(false) {
        files.push(("sidestep.yaml".to_owned(), FileKind::Config));
    }
    for path in known.files {
        if let Some(kind) = workspace.config().file_kind(path)
            // Of what is on disk the walk decides: it may be ignored.
            && disk.holds(path) == Some(false)
        {
            files.push((path.clone(), kind));
        }
    }
    let total = files.len();
    let mut unread = Vec::new();
    let mut read = |workspace: &Workspace, files: &[(String, FileKind)], entries: &mut Vec<FileEntry>| {
        let read: Vec<_> = files
            .par_iter()
            .with_max_len(16)
            .map(|(path, kind)| {
                let read = match sources.read(path) {
                    Ok(text) => {
                        let input = Input { path: path.clone(), text, last_good: (known.last_good)(path) };
                        (Some(workspace.read(&input, *kind)), None)
                    }
                    Err(why) => {
                        let salvage = sources.salvage(path);
                        let entry = salvage.map(|salvage| workspace.read_salvage(path, &salvage, *kind));
                        (entry, Some(Problem { path: path.clone(), why }))
                    }
                };
                step(1, total);
                read
            })
            .collect();
        for (entry, problem) in read {
            if entry.is_none() {
                unread.extend(problem.iter().map(|problem| problem.path.clone()));
            }
            entries.extend(entry);
            problems.extend(problem);
        }
    };
    let (vocabularies, others): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|(_, kind)| matches!(kind, FileKind::Vocabulary(_)));
    let mut entries = Vec::with_capacity(total);
    read(&workspace, &vocabularies, &mut entries);
    workspace.look_for(&entries, others.iter().map(|(_, kind)| *kind));
    read(&workspace, &others, &mut entries);
    workspace.fill(entries, sources);
    workspace.set_unread(unread.iter().map(String::as_str));
    scan_prose(&mut workspace, sources);
    problems.sort_by(|a, b| a.path.cmp(&b.path));
    Loaded { disk, workspace, problems, links }
}

/// Looks for spellings to avoid in the prose of the files that may use some. The texts were dropped when their facts
/// were read; reading a few again costs less than keeping all.
fn scan_prose(workspace: &mut Workspace, sources: &dyn Sources) {
    let shared = &*workspace;
    let hits: Vec<_> = workspace
        .to_scan()
        .par_iter()
        .with_max_len(16)
        .filter_map(|id| {
            let hits = shared.scan(*id, &sources.read(&shared.file(*id).path).ok()?);
            (!hits.is_empty()).then_some((*id, hits))
        })
        .collect();
    for (id, hits) in hits {
        workspace.set_prose_hits(id, hits);
    }
}
