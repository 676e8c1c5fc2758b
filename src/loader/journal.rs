//! The journal of a change of several files, and what to do with one that a change left behind.
//!
//! While files are changed, `.sidestep-journal` in the workspace's folder says what is to be done. Its first line is the
//! plan; the second, `ready`, is written when all new texts lie beside their files. Until then nothing has changed, and
//! from then on the plan can be finished or undone, whatever happens to the program. A third line, `undo`, says that it is
//! being undone. The journal is locked by the one who works on it and removed in the end.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::explain;
use super::faults;
use super::snapshot::print_at;

/// The journal's name.
const NAME: &str = ".sidestep-journal";
const READY: &str = "ready\n";
const UNDO: &str = "undo\n";

/// A change of one file. Paths are relative to the workspace's folder, or absolute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Step {
    /// The text that lies at `new` takes the place of the file's; the old one is kept at `old` until the end.
    Replace { path: String, new: String, old: String, before: u64, after: u64 },
    /// The text that lies at `new` becomes a file.
    Create { path: String, new: String, after: u64 },
    /// The file gets another path.
    Move { path: String, to: String },
    /// The file goes; it is kept at `old` until the end.
    Delete { path: String, old: String, before: u64 },
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Plan {
    version: u32,
    /// What it is, such as `rename role A B`.
    pub what: String,
    pub steps: Vec<Step>,
    /// Folders that are made for new files.
    pub folders: Vec<String>,
}

impl Plan {
    pub const fn new(what: String) -> Self {
        Self { version: 1, what, steps: Vec::new(), folders: Vec::new() }
    }
}

/// A journal that is worked on.
#[derive(Debug)]
pub(super) struct Journal {
    root: PathBuf,
    file: File,
    pub plan: Plan,
    undoing: bool,
}

/// A change that was interrupted.
#[derive(Debug)]
pub struct Interrupted {
    journal: Journal,
}

/// What was found where a journal would be.
#[derive(Debug)]
pub enum Found {
    /// No change was interrupted, or it was before it changed anything, or after it had changed everything.
    Nothing,
    /// Another program changes files right now.
    Busy,
    /// A change was interrupted half way.
    Interrupted(Interrupted),
}

/// Looks for a change in the workspace at `root` that was interrupted. What one left behind that had changed nothing
/// yet, or all there was to change, is cleared away.
///
/// # Errors
/// When the journal cannot be read.
pub fn interrupted(root: &Path) -> io::Result<Found> {
    let file = match OpenOptions::new().read(true).append(true).open(root.join(NAME)) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(error),
    };
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(Found::Busy),
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
        Err(TryLockError::Error(error)) => return Err(error),
    }
    let text = match fs::read_to_string(root.join(NAME)) {
        // The one who worked on it has just finished.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        text => text?,
    };
    let (first, rest) = text.split_once('\n').unwrap_or(("", ""));
    // Without a whole plan nothing was written but the journal.
    let plan = serde_json::from_str(first).unwrap_or_else(|_| Plan::new(String::new()));
    let undoing = rest.strip_prefix(READY) == Some(UNDO);
    let journal = Journal { root: root.to_owned(), file, plan, undoing };
    if !rest.starts_with(READY) || !undoing && journal.is_done() {
        journal.clear()?;
        return Ok(Found::Nothing);
    }
    Ok(Found::Interrupted(Interrupted { journal }))
}

impl Interrupted {
    /// What was to be done, such as `rename role A B`.
    #[must_use]
    pub fn what(&self) -> &str {
        &self.journal.plan.what
    }

    /// How many files have their new state, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let steps = &self.journal.plan.steps;
        (steps.iter().filter(|step| self.journal.step_is_done(step)).count(), steps.len())
    }

    /// Whether it was being undone. It cannot be finished any more then.
    #[must_use]
    pub const fn is_being_undone(&self) -> bool {
        self.journal.undoing
    }

    /// Does what is left to do.
    ///
    /// # Errors
    /// Why it cannot be done, in the author's words. What was done so far stays, and the journal too.
    pub fn finish(self) -> Result<(), String> {
        self.journal.untouched()?;
        self.journal.run().map_err(|(path, e)| format!("{path} cannot be written: {}", explain(&e)))?;
        self.journal.clear().map_err(|e| format!("what was set aside cannot be removed: {}", explain(&e)))
    }

    /// Takes back what was done.
    ///
    /// # Errors
    /// As [`Interrupted::finish`].
    pub fn undo(mut self) -> Result<(), String> {
        self.journal.untouched()?;
        self.journal.roll_back().map_err(|(path, e)| format!("{path} cannot be restored: {}", explain(&e)))?;
        self.journal.clear().map_err(|e| format!("what was set aside cannot be removed: {}", explain(&e)))
    }
}

impl Journal {
    /// Starts a change: nobody else may while this is held.
    pub fn start(root: &Path, plan: Plan) -> io::Result<Self> {
        let line = serde_json::to_string(&plan).map_err(io::Error::other)?;
        faults::point()?;
        let mut file = OpenOptions::new().read(true).append(true).create_new(true).open(root.join(NAME))?;
        match file.try_lock() {
            Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Unsupported => return Err(error),
            _ => {}
        }
        let written = file.write_all(format!("{line}\n").as_bytes()).and_then(|()| file.sync_all());
        let journal = Self { root: root.to_owned(), file, plan, undoing: false };
        match written {
            Ok(()) => Ok(journal),
            Err(error) => {
                journal.clear()?;
                Err(error)
            }
        }
    }

    /// All new texts lie ready: from here on the change can be finished.
    pub fn ready(&mut self) -> io::Result<()> {
        faults::point()?;
        self.add(READY)
    }

    fn add(&mut self, line: &str) -> io::Result<()> {
        self.file.write_all(line.as_bytes())?;
        self.file.sync_all()
    }

    pub fn full(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    fn step_is_done(&self, step: &Step) -> bool {
        match step {
            Step::Replace { new, .. } | Step::Create { new, .. } => !self.full(new).exists(),
            Step::Move { path, to } => !stands(&self.full(path)) && stands(&self.full(to)),
            Step::Delete { path, .. } => !stands(&self.full(path)),
        }
    }

    fn is_done(&self) -> bool {
        self.plan.steps.iter().all(|step| self.step_is_done(step))
    }

    /// Whether somebody changed a file after the interruption.
    fn untouched(&self) -> Result<(), String> {
        for step in &self.plan.steps {
            let (path, known) = match step {
                Step::Replace { path, before, after, .. } => (path, vec![Some(*before), Some(*after)]),
                Step::Create { path, after, .. } => (path, vec![None, Some(*after)]),
                Step::Delete { path, before, .. } => (path, vec![Some(*before), None]),
                Step::Move { .. } => continue,
            };
            let moved = self.plan.steps.iter().find_map(|other| match other {
                Step::Move { path: from, to } if from == path && stands(&self.full(to)) => Some(to),
                _ => None,
            });
            let now = print_at(&self.full(moved.unwrap_or(path)));
            if !known.contains(&now) {
                return Err(format!("{path} was changed after the interruption"));
            }
        }
        Ok(())
    }

    /// Does the steps that are left. Gives the path where that fails.
    pub fn run(&self) -> Result<(), (String, io::Error)> {
        let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
        for step in &self.plan.steps {
            if self.step_is_done(step) {
                continue;
            }
            let (from, to, path) = match step {
                Step::Replace { path, new, .. } | Step::Create { path, new, .. } => (new, path, path),
                Step::Move { path, to } => (path, to, path),
                Step::Delete { path, old, .. } => (path, old, path),
            };
            let (from, to) = (self.full(from), self.full(to));
            faults::point().and_then(|()| fs::rename(&from, &to)).map_err(|error| (path.clone(), error))?;
            folders.extend(to.parent().map(Path::to_owned));
        }
        folders.iter().for_each(|folder| sync_folder(folder));
        Ok(())
    }

    /// Takes back the steps that were done, the last one first. Gives the path where that fails.
    pub fn roll_back(&mut self) -> Result<(), (String, io::Error)> {
        if !self.undoing {
            self.undoing = true;
            // On a full disk the line cannot be written, and is only needed if this is interrupted too.
            let _ = self.add(UNDO);
        }
        for step in self.plan.steps.iter().rev().filter(|step| self.step_is_done(step)) {
            let (path, from) = match step {
                Step::Replace { path, old, .. } | Step::Delete { path, old, .. } => (path, Some(self.full(old))),
                Step::Move { path, to } => (path, Some(self.full(to))),
                Step::Create { path, .. } => (path, None),
            };
            let done = match from {
                Some(from) => fs::rename(from, self.full(path)),
                None => fs::remove_file(self.full(path)),
            };
            match done {
                // It was taken back before.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                done => done.and_then(|()| faults::point()).map_err(|error| (path.clone(), error))?,
            }
        }
        Ok(())
    }

    /// Removes what lies beside the files, folders that were made and stayed empty, and the journal itself.
    pub fn clear(self) -> io::Result<()> {
        for step in &self.plan.steps {
            let aside = match step {
                Step::Replace { new, old, .. } => [Some(new), Some(old)],
                Step::Create { new, .. } => [Some(new), None],
                Step::Delete { old, .. } => [Some(old), None],
                Step::Move { .. } => [None, None],
            };
            for path in aside.into_iter().flatten() {
                match fs::remove_file(self.full(path)) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                    _ => faults::point()?,
                }
            }
        }
        for folder in self.plan.folders.iter().rev() {
            // One with files in it stays.
            let _ = fs::remove_dir(self.full(folder));
        }
        fs::remove_file(self.root.join(NAME))
    }
}

/// Whether a folder has an entry of exactly this name. (Where letter case makes no difference to the disk, a file answers
/// to other names too.)
pub(super) fn stands(path: &Path) -> bool {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return false };
    path.symlink_metadata().is_ok()
        && fs::read_dir(folder).is_ok_and(|mut entries| entries.any(|e| e.is_ok_and(|e| e.file_name() == name)))
}

/// Makes renames in a folder last, where the system can do that.
#[cfg(unix)]
fn sync_folder(folder: &Path) {
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(not(unix))]
const fn sync_folder(_: &Path) {}
