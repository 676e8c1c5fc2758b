//! A workspace that is watched: its files as they were last read, and their findings.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use same_file::Handle;

use super::seen::Seen;
use crate::cli::Failure;
use crate::cli::asked::Reported;
use crate::cli::change::note_interruption;
use crate::cli::check::beside_files;
use crate::cli::output::Checked;
use crate::cli::output::marks::Marks;
use crate::cli::roots::{no_role, unusable_settings};
use crate::content::FileKind;
use crate::loader::{Disk, Known, Loaded, Problem, load_known};
use crate::rules::{Diagnostic, check_file, concerned};
use crate::workspace::{Change, FileId, Sources as _, Workspace, map_all};

/// What a look at the files has brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum News {
    /// All is as it was.
    Nothing,
    /// Other findings, perhaps.
    Some,
    /// The workspaces are to be read from scratch.
    Anew,
}

/// With more changed files everything is read from scratch, which takes no longer then.
const AT_ONCE: usize = 500;

/// A workspace.
pub struct One {
    disk: Disk,
    /// Its folder: one that was made anew is another one.
    root: Option<Handle>,
    reported: Reported,
    /// Gone while a report has it.
    workspace: Option<Workspace>,
    prefix: String,
    shown: String,
    /// By path, of the files that are reported.
    findings: FxHashMap<Arc<str>, Vec<Diagnostic>>,
    /// What files could not be read.
    unread: Vec<Problem>,
    seen: Seen,
    journal: Option<Diagnostic>,
    today: jiff::civil::Date,
}

impl One {
    /// Reads a workspace and checks it.
    pub fn open(disk: Disk, reported: Reported, (several, shown): (bool, String)) -> Result<Self, Failure> {
        let journal = note_interruption(&disk);
        let before = Seen::of(&disk, &Workspace::open(&disk));
        let root = Handle::from_path(disk.root()).ok();
        let known = Known { for_changes: true, ..Known::texts(&disk) };
        let loaded = load_known(disk.clone(), &known, &|_, _| {});
        if let Some(failure) = unusable_settings(&loaded.workspace, &loaded.disk, &shown)
            .or_else(|| no_role(&loaded.workspace, loaded.disk.root()))
        {
            return Err(failure);
        }
        let Loaded { disk, workspace, problems, .. } = loaded;
        let seen = Seen::of(&disk, &workspace).but_files_of(before);
        let unread = problems.into_iter().filter(|problem| !seen.problems().contains(problem)).collect();
        let prefix = if several { shown.clone() } else { String::new() };
        let mut one = Self {
            disk,
            root,
            reported,
            prefix,
            shown,
            findings: FxHashMap::default(),
            unread,
            seen,
            journal,
            today: jiff::ZonedDateTime::now().date(),
            workspace: None,
        };
        let all: Vec<FileId> = workspace.files().map(|(id, _)| id).collect();
        let workspace = workspace.live();
        one.check(&workspace, &all);
        one.workspace = Some(workspace.into_workspace());
        Ok(one)
    }

    /// Where its files are.
    pub const fn disk(&self) -> &Disk {
        &self.disk
    }

    fn check(&mut self, workspace: &Workspace, ids: &[FileId]) {
        let wanted: Vec<FileId> =
            ids.iter().copied().filter(|id| self.reported.holds(&workspace.file(*id).path)).collect();
        let today = self.today;
        let found = map_all(&wanted, |id| (workspace.file(*id).path.clone(), check_file(workspace, *id, today)));
        self.findings.extend(found);
    }

    /// The findings of now, for a report, which gives the workspace back.
    pub fn taken(&mut self) -> Checked {
        let workspace = self.workspace.take().unwrap_or_else(|| Workspace::open(&self.disk));
        let mut diagnostics: Vec<Diagnostic> = self.findings.values().flatten().cloned().collect();
        let problems: Vec<Problem> = self.seen.problems().iter().chain(&self.unread).cloned().collect();
        diagnostics.extend(beside_files(&workspace, &problems, |path| self.reported.holds(path)));
        diagnostics.extend(self.journal.clone());
        let is_content =
            |path: &str| workspace.find(path).is_some_and(|id| workspace.file(id).kind != FileKind::Config);
        let files = self.findings.keys().filter(|path| is_content(path)).count();
        let (prefix, shown) = (self.prefix.clone(), self.shown.clone());
        Checked { disk: self.disk.clone(), workspace, diagnostics, files, prefix, shown, marks: Marks::default() }
    }

    /// Takes the workspace back from a report.
    pub fn give_back(&mut self, checked: Checked) {
        self.workspace = Some(checked.workspace);
    }

    /// Looks whether files have changed; those that have are read, and what that touches is checked again.
    pub fn look(&mut self) -> News {
        let Some(workspace) = self.workspace.take() else { return News::Anew };
        if self.root != Handle::from_path(self.disk.root()).ok() {
            return News::Anew;
        }
        let seen = Seen::of(&self.disk, &workspace);
        let difference = seen.since(&self.seen);
        let day = jiff::ZonedDateTime::now().date() != self.today;
        if difference.settings || day || difference.changed.len() + difference.others.len() > AT_ONCE {
            return News::Anew;
        }
        if !difference.problems && difference.changed.is_empty() && difference.others.is_empty() {
            self.seen = seen;
            self.workspace = Some(workspace);
            return News::Nothing;
        }
        let others = difference.others.into_iter().map(|path| Change::Remove { path });
        let mut changes: Vec<Change> = others.collect();
        for path in difference.changed {
            let change = self.read(path);
            changes.push(change);
        }
        for change in &changes {
            self.findings.remove(change.path());
            if matches!(change, Change::Remove { .. }) && !self.is_there(change.path()) {
                self.unread.retain(|problem| problem.path != change.path());
            }
        }
        let mut workspace = workspace.live();
        let touched = workspace.apply(changes, &self.disk);
        let ids: Vec<FileId> = concerned(&workspace, &touched).into_iter().collect();
        self.check(&workspace, &ids);
        // New files may have links.
        self.seen = Seen::of(&self.disk, &workspace).but_files_of(seen);
        self.workspace = Some(workspace.into_workspace());
        News::Some
    }

    /// Whether something stands at a path, be it a link to nowhere.
    fn is_there(&self, path: &str) -> bool {
        self.disk.path(path).symlink_metadata().is_ok()
    }

    fn read(&mut self, path: String) -> Change {
        self.unread.retain(|problem| problem.path != path);
        let why = match self.disk.read(&path) {
            Ok(text) => return Change::Set { path, text },
            Err(why) => why,
        };
        if let Some(salvage) = self.disk.salvage(&path) {
            self.unread.push(Problem { path: path.clone(), why });
            return Change::Salvage { path, salvage };
        }
        if self.is_there(&path) {
            self.unread.push(Problem { path: path.clone(), why });
        }
        if self.disk.path(&path).exists() { Change::Unread { path } } else { Change::Remove { path } }
    }
}
