//! `check --changed-since` and `--staged`: what changes brought about, in the files that changed and in others.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::Failure;
use super::arguments::KnownOptions;
use super::output::Checked;
use crate::content::FileKind;
use crate::loader::{Git, Loaded, Past, Untold};
use crate::rules::{Diagnostic, Known, check_file, check_settings, concerned, fingerprints_of};
use crate::workspace::{Baseline, Change, FileId, Fingerprint, Reads, Sources, Workspace};

/// A workspace before some changes.
pub(super) struct Before {
    /// The workspace as it was then.
    pub workspace: Workspace,
    /// Its texts.
    pub past: Past,
    /// What was found then in the files that are concerned.
    pub found: Vec<Diagnostic>,
    /// The files, relative to the workspace, whose findings can be other ones now: the changed ones among them.
    pub concerned: FxHashSet<Arc<str>>,
    /// The files whose pages can be other ones now.
    pub pages: FxHashSet<Arc<str>>,
}

/// The workspace before the changes that a check is about, if it is about changes alone. With `--staged` what was loaded
/// becomes what is staged.
pub(super) fn before(options: &KnownOptions, loaded: Loaded) -> Result<(Loaded, Option<Before>), Failure> {
    if !options.is_about_changes() {
        return Ok((loaded, None));
    }
    let git = git(&loaded)?;
    let loaded = if options.staged {
        let mut index = Past::of_index(&git, &loaded.disk).map_err(untold)?;
        let changes = index.changes(&loaded.workspace).map_err(untold)?;
        lay_over(loaded, &index, changes)
    } else {
        fill_in(&git, loaded)?
    };
    let revision = options.changed_since.as_deref().unwrap_or("HEAD");
    let before = compare(&git, revision, &loaded).map_err(untold)?;
    Ok((loaded, Some(before)))
}

/// A workspace as it was at a commit that somebody names.
pub(super) fn at_commit(revision: &str, loaded: Loaded) -> Result<(Loaded, Before), Failure> {
    let git = git(&loaded)?;
    let loaded = fill_in(&git, loaded)?;
    let before = compare(&git, revision, &loaded).map_err(untold)?;
    Ok((loaded, before))
}

fn git(loaded: &Loaded) -> Result<Git, Failure> {
    Git::of(&loaded.disk).map_err(untold)
}

fn untold(Untold { why, help }: Untold) -> Failure {
    Failure::new(why).help(help)
}

/// What was loaded with what a sparse checkout leaves out of the work tree: nobody deleted it.
fn fill_in(git: &Git, loaded: Loaded) -> Result<Loaded, Failure> {
    let mut left_out = Past::left_out(git, &loaded.disk).map_err(untold)?;
    let changes = left_out.additions(&loaded.workspace).map_err(untold)?;
    Ok(if changes.is_empty() { loaded } else { lay_over(loaded, &left_out, changes) })
}

/// What was loaded with changes over it.
fn lay_over(loaded: Loaded, past: &Past, changes: Vec<Change>) -> Loaded {
    let texts = past.over_disk(&changes);
    let Loaded { disk, mut workspace, mut problems, links } = loaded.live();
    problems.retain(|problem| !changes.iter().any(|change| change.path() == problem.path));
    let disk = disk.with_all(texts);
    workspace.apply(anew(changes), &disk);
    Loaded { disk, workspace: workspace.into_workspace(), problems, links }
}

/// A workspace as it was at a commit, and what of it differs.
fn compare(git: &Git, revision: &str, loaded: &Loaded) -> Result<Before, Untold> {
    let commit = git.commit(revision)?;
    let mut past = Past::of_commit(git, commit.as_deref(), &loaded.disk)?;
    let changes = past.changes(&loaded.workspace)?;
    let mut paths: FxHashSet<Arc<str>> = changes.iter().map(|change| change.path().into()).collect();
    if changes.is_empty() {
        let workspace = loaded.workspace.clone();
        return Ok(Before { workspace, past, found: Vec::new(), pages: paths.clone(), concerned: paths });
    }
    let mut workspace = loaded.workspace.clone().live();
    let all = || loaded.workspace.files().map(|(_, entry)| entry.path.clone());
    let is_setting = |change: &Change| loaded.workspace.is_setting_file(change.path());
    let is_role = |change: &Change| workspace.config().file_kind(change.path()) == Some(FileKind::Role);
    let (settings, roles_alone) = (changes.iter().any(is_setting), changes.iter().all(is_role));
    if settings {
        paths.extend(all());
    }
    let mut pages = paths.clone();
    let touched = workspace.apply(anew(changes), &past);
    let ids: Vec<FileId> = concerned(&workspace, &touched).into_iter().collect();
    let path = |id: &FileId| workspace.file(*id).path.clone();
    paths.extend(ids.iter().map(path));
    pages.extend(touched.concerning(&workspace, Reads::ALL).iter().map(path));
    if !roles_alone {
        // Pages show the addresses of terms.
        pages.extend(all().chain(workspace.files().map(|(_, entry)| entry.path.clone())));
    }
    let today = jiff::ZonedDateTime::now().date();
    let mut found: Vec<Diagnostic> =
        ids.par_iter().with_max_len(16).flat_map_iter(|id| check_file(&workspace, *id, today)).collect();
    found.extend(check_settings(&workspace));
    let workspace = workspace.into_workspace();
    Ok(Before { workspace, past, found, concerned: paths, pages })
}

/// The changes with the files taken out before they are set: a file that does not parse is judged by itself, not by what it
/// said at another time.
fn anew(changes: Vec<Change>) -> Vec<Change> {
    let removed = changes.iter().map(|change| Change::Remove { path: change.path().to_owned() });
    let removed: Vec<Change> = removed.collect();
    removed.into_iter().chain(changes.into_iter().filter(|change| !matches!(change, Change::Remove { .. }))).collect()
}

fn prints(workspace: &Workspace, sources: &dyn Sources, found: &[Diagnostic]) -> Vec<Fingerprint> {
    fingerprints_of(workspace, sources, &found.iter().collect::<Vec<_>>())
}

impl Before {
    /// Of the findings of a check, in their order, which were there before.
    pub fn has(&self, one: &Checked) -> Vec<bool> {
        let then = Baseline::of(prints(&self.workspace, &self.past, &self.found));
        Known::new(&then, &one.workspace).take(&prints(&one.workspace, &one.disk, &one.diagnostics))
    }

    /// What was found then and is found no more; `found` is what is found in the files that are concerned.
    pub fn mended(&self, one: &Checked, found: &[Diagnostic]) -> Vec<&Diagnostic> {
        let now = Baseline::of(prints(&one.workspace, &one.disk, found));
        let is_there = Known::new(&now, &self.workspace).take(&prints(&self.workspace, &self.past, &self.found));
        self.found.iter().zip(is_there).filter(|(_, there)| !there).map(|(d, _)| d).collect()
    }

    /// Whether a finding can be new.
    pub fn concerns(&self, path: &str) -> bool {
        self.concerned.contains(path)
    }
}
