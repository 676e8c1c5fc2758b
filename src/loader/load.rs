//! Loading a workspace from disk: the one way, for a check, a change and the server.

use std::sync::Arc;

use super::walk::{Link, Problem, walk};
use super::{Disk, Walk};
use crate::content::{FileFacts, FileKind};
use crate::workspace::{LiveWorkspace, Reading, Settings, Sources, Workspace};

/// A workspace from disk, perhaps one for changes.
#[derive(Debug)]
pub struct Loaded<W = Workspace> {
    /// Where it was read from.
    pub disk: Disk,
    /// The workspace.
    pub workspace: W,
    /// What cannot be read.
    pub problems: Vec<Problem>,
    /// The links on the way to its files.
    pub links: Vec<Link>,
}

impl Loaded {
    /// The same, ready for changes.
    #[must_use]
    pub fn live(self) -> Loaded<LiveWorkspace> {
        let Self { disk, workspace, problems, links } = self;
        Loaded { disk, workspace: workspace.live(), problems, links }
    }
}

/// What is known beside the disk.
pub struct Known<'k> {
    /// The texts: a snapshot, or open documents, in front of the disk.
    pub sources: &'k dyn Sources,
    /// Files that need not be on disk yet, by their path relative to the workspace.
    pub files: &'k [String],
    /// The settings that were in force before, for as long as new ones cannot be used.
    pub settings: Option<&'k Settings>,
    /// What a file said when it last parsed.
    pub last_good: &'k (dyn Fn(&str) -> Option<Arc<FileFacts>> + Sync),
    /// Whether files change afterwards, in an editor or while somebody watches: see [`Workspace::with_lines`].
    pub for_changes: bool,
}

impl<'k> Known<'k> {
    /// Texts, and nothing else.
    pub fn texts(sources: &'k dyn Sources) -> Self {
        Self { sources, files: &[], settings: None, last_good: &|_| None, for_changes: false }
    }
}

/// Loads a workspace. `step` is called for each file read.
#[must_use]
pub fn load(disk: Disk, step: &(dyn Fn(usize, usize) + Sync)) -> Loaded {
    load_known(disk.clone(), &Known::texts(&disk), step)
}

/// Like [`load`], with what is known beside the disk.
#[must_use]
pub fn load_known(disk: Disk, known: &Known<'_>, step: &(dyn Fn(usize, usize) + Sync)) -> Loaded {
    let sources = known.sources;
    let mut workspace = Workspace::open_after(sources, known.settings);
    if known.for_changes {
        workspace = workspace.with_lines();
    }
    let (walked, ()) = rayon::join(|| walk(&disk, workspace.config()), || workspace.compile_schemas());
    let Walk { mut files, beside, mut problems, links } = walked;
    if sources.target("sidestep.yaml") != Some(false) {
        files.push(("sidestep.yaml".to_owned(), FileKind::Config));
    }
    for path in disk.given_paths().iter().chain(known.files) {
        if let Some(kind) = workspace.config().file_kind(path)
            // Of what is on disk the walk decides: it may be ignored.
            && disk.holds(path) == Some(false)
        {
            files.push((path.clone(), kind));
        }
    }
    let reading = Reading { sources, last_good: known.last_good, step };
    let faults = workspace.read_all(files, beside.iter().map(String::as_str), &reading);
    problems.extend(faults.into_iter().map(|(path, why)| Problem { path, why }));
    problems.sort_by(|a, b| a.path.cmp(&b.path));
    Loaded { disk, workspace, problems, links }
}
