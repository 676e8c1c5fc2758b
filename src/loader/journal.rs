//! The journal of a change of several files, and what to do with one that a change left behind.
//!
//! While files are changed, `.sidestep-journal` in the workspace's folder says what is to be done. Its first line is the
//! plan; the second, `ready`, is written when all new texts lie beside their files. Until then nothing has changed, and
//! from then on the plan can be finished or undone, whatever happens to the program. A third line, `undo`, says that it is
//! being undone. The journal is locked by the one who works on it and removed in the end.
//!
//! Whatever lies there is read with distrust: see `trust.rs`.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::faults;
use super::places::stands;
use super::snapshot::{meanwhile, print_at};
use super::trust::{self, Bounds, LARGEST, shown};
use super::write::sync_folder;
use super::{Disk, explain};

/// The journal's name.
pub(crate) const NAME: &str = ".sidestep-journal";
const READY: &str = "ready\n";
const UNDO: &str = "undo\n";

/// The form of journals.
const VERSION: u32 = 1;

/// A change of one file. Paths are relative to the workspace's folder, with `/`, and have no link in them. Numbers are
/// fingerprints of texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub(super) enum Step {
    /// The text that lies at `new` takes the place of the file's; the old one is kept at `old` until the end.
    Replace { path: String, new: String, old: String, before: u64, after: u64 },
    /// The text that lies at `new` becomes a file.
    Create { path: String, new: String, after: u64 },
    /// The file gets another path. A link to one whose text changes too has the text `after` then.
    Move { path: String, to: String, before: u64, after: u64 },
    /// The file goes; it is kept at `old` until the end.
    Delete { path: String, old: String, before: u64 },
}

impl Step {
    /// What lies beside the file meanwhile.
    fn aside(&self) -> impl Iterator<Item = &String> {
        let aside = match self {
            Self::Replace { new, old, .. } => [Some(new), Some(old)],
            Self::Create { new, .. } => [Some(new), None],
            Self::Delete { old, .. } => [Some(old), None],
            Self::Move { .. } => [None, None],
        };
        aside.into_iter().flatten()
    }
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    version: u32,
    /// What it is, such as `rename role A B`.
    pub what: String,
    pub steps: Vec<Step>,
    /// Folders that are made for new files.
    pub folders: Vec<String>,
    /// Paths of steps that the workspace knows by other ones, which lead there by links, and those.
    pub links: Vec<(String, String)>,
}

impl Plan {
    pub const fn new(what: String) -> Self {
        Self { version: VERSION, what, steps: Vec::new(), folders: Vec::new(), links: Vec::new() }
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
    /// What lies there is not obeyed, and nothing was touched: why, in words fit for a terminal.
    Refused(String),
}

/// Looks for a change in a workspace that was interrupted, to go on with it or before another one. What one
/// left behind that had changed nothing yet, or all there was to change, is cleared away.
///
/// # Errors
/// When the journal cannot be read.
pub fn interrupted(disk: &Disk) -> io::Result<Found> {
    let root = disk.root().canonicalize()?;
    let mut file = match trust::open(&root, true) {
        Ok(Ok(file)) => file,
        Ok(Err(why)) => return Ok(Found::Refused(why.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(error),
    };
    if !locked(file.try_lock())? {
        return Ok(Found::Busy);
    }
    if !lies_at(&file, &root.join(NAME))? {
        // The one who worked on it has just finished; there may be the next one.
        return Ok(if root.join(NAME).exists() { Found::Busy } else { Found::Nothing });
    }
    let (plan, state) = match believed(disk, &mut file)? {
        Ok(read) => read,
        Err(why) => return Ok(Found::Refused(why)),
    };
    let undoing = state == Some(State::Undo);
    let journal = Journal { root, file, plan, undoing };
    if state.is_none() || !undoing && journal.is_done() {
        journal.clear()?;
        return Ok(Found::Nothing);
    }
    Ok(Found::Interrupted(Interrupted { journal }))
}

/// What [`half_done`] sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// No change was interrupted half way.
    Nothing,
    /// One was: what was to be done, such as `rename role A B`, in words fit for a terminal.
    HalfDone(String),
    /// What lies there is not obeyed: why, in words fit for a terminal.
    Refused(String),
}

/// Whether a change of a workspace was interrupted half way. Only looks: nothing is cleared away, and nobody
/// who starts a change is in the way.
#[must_use]
pub fn half_done(disk: &Disk) -> Left {
    match look(disk) {
        Ok(left) => left,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Left::Nothing,
        Err(error) => Left::Refused(format!("it cannot be read: {}", explain(&error))),
    }
}

fn look(disk: &Disk) -> io::Result<Left> {
    let root = disk.root().canonicalize()?;
    let mut file = match trust::open(&root, false)? {
        Ok(file) => file,
        Err(why) => return Ok(Left::Refused(why.to_owned())),
    };
    let (plan, state) = match believed(disk, &mut file)? {
        Ok(read) => read,
        Err(why) => return Ok(Left::Refused(why)),
    };
    // One that is not ready may be about to be locked. One that is, and is not locked, nobody works on.
    let Some(state) = state else { return Ok(Left::Nothing) };
    if !locked(file.try_lock_shared())? || !lies_at(&file, &root.join(NAME))? {
        return Ok(Left::Nothing);
    }
    let undoing = state == State::Undo;
    let journal = Journal { root, file, plan, undoing };
    Ok(if undoing || !journal.is_done() { Left::HalfDone(shown(&journal.plan.what)) } else { Left::Nothing })
}

/// How far a change has come whose new texts lie ready.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Ready,
    Undo,
}

/// What a journal says; or why that is not obeyed.
fn believed(disk: &Disk, file: &mut File) -> io::Result<Result<(Plan, Option<State>), String>> {
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(String::from_utf8(bytes).map_err(|_| FOREIGN).and_then(|text| parse(&text)).map_err(str::to_owned).and_then(
        |(plan, state)| match Bounds::of(disk, &plan).allow(&plan) {
            Ok(()) => Ok((plan, state)),
            Err((path, why)) => Err(format!("of {} it says what cannot be: {why}", shown(&path))),
        },
    ))
}

const FOREIGN: &str = "this version of sidestep did not write it";

/// What a journal says. One that was being written says less.
fn parse(text: &str) -> Result<(Plan, Option<State>), &'static str> {
    let begin = format!("{{\"version\":{VERSION},");
    let Some((first, rest)) = text.split_once('\n') else {
        // Without a whole plan nothing was written but the journal.
        let ours = text.starts_with(&begin) || begin.starts_with(text);
        return if ours { Ok((Plan::new(String::new()), None)) } else { Err(FOREIGN) };
    };
    let plan: Plan = serde_json::from_str(first).map_err(|_| FOREIGN)?;
    let whole = [READY, UNDO].concat();
    if plan.version != VERSION || !whole.starts_with(rest) {
        return Err(FOREIGN);
    }
    let state = rest.strip_prefix(READY).map(|rest| if rest == UNDO { State::Undo } else { State::Ready });
    Ok((plan, state))
}

/// Whether a lock was got. Where the disk knows no locks, always.
fn locked(tried: Result<(), TryLockError>) -> io::Result<bool> {
    match tried {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(true),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Whether a path still leads to a file that was opened there.
fn lies_at(file: &File, path: &Path) -> io::Result<bool> {
    let open = same_file::Handle::from_file(file.try_clone()?)?;
    match same_file::Handle::from_path(path) {
        Ok(there) => Ok(open == there),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

impl Interrupted {
    /// What was to be done, such as `rename role A B`, in words fit for a terminal.
    #[must_use]
    pub fn what(&self) -> String {
        shown(&self.journal.plan.what)
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
        self.journal.run().map_err(|(path, e)| format!("{} cannot be written: {}", shown(&path), explain(&e)))?;
        self.journal.clear().map_err(|e| format!("what was set aside cannot be removed: {}", explain(&e)))
    }

    /// Takes back what was done.
    ///
    /// # Errors
    /// As [`Interrupted::finish`].
    pub fn undo(mut self) -> Result<(), String> {
        self.journal.untouched()?;
        self.journal
            .roll_back()
            .map_err(|(path, e)| format!("{} cannot be restored: {}", shown(&path), explain(&e)))?;
        self.journal.clear().map_err(|e| format!("what was set aside cannot be removed: {}", explain(&e)))
    }
}

impl Journal {
    /// Starts a change: nobody else may while this is held.
    ///
    /// # Errors
    /// When the journal cannot be written; [`io::ErrorKind::WouldBlock`] when somebody else has come before.
    pub fn start(root: &Path, plan: Plan) -> io::Result<Self> {
        let line = serde_json::to_string(&plan).map_err(io::Error::other)?;
        faults::point()?;
        let path = root.join(NAME);
        let mut file = match OpenOptions::new().read(true).append(true).create_new(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(io::ErrorKind::WouldBlock.into()),
            file => file?,
        };
        own(&file, &path)?;
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

    /// Makes what lies beside the files last, and the journal itself, before it says that all is ready: else a power cut
    /// could leave a file replaced and nothing that tells of it.
    pub fn sync(&self) {
        let mut folders: BTreeSet<PathBuf> = BTreeSet::from([self.root.clone()]);
        let aside = self.plan.steps.iter().flat_map(Step::aside);
        let parent = |path: &String| self.full(path).parent().map(Path::to_owned);
        folders.extend(aside.chain(&self.plan.folders).filter_map(parent));
        folders.iter().for_each(|folder| sync_folder(folder));
    }

    /// All new texts lie ready: from here on the change can be finished.
    pub fn ready(&mut self) -> io::Result<()> {
        faults::point()?;
        faults::tell("ready", &self.root);
        self.add(READY)
    }

    fn add(&mut self, line: &str) -> io::Result<()> {
        let before = self.file.metadata()?.len();
        self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_all()).inspect_err(|_| {
            // Half a line would be in the way of the next one.
            let _ = self.file.set_len(before);
        })
    }

    pub fn full(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    fn step_is_done(&self, step: &Step) -> bool {
        match step {
            Step::Replace { new, .. } | Step::Create { new, .. } => !self.full(new).exists(),
            Step::Move { path, to, .. } => !stands(&self.full(path)) && stands(&self.full(to)),
            Step::Delete { path, .. } => !stands(&self.full(path)),
        }
    }

    fn is_done(&self) -> bool {
        self.plan.steps.iter().all(|step| self.step_is_done(step))
    }

    /// Whether somebody changed a file after the interruption.
    fn untouched(&self) -> Result<(), String> {
        let is = |path: &String, known: &[Option<u64>]| {
            let full = self.full(path);
            let now = print_at(&full);
            // One that cannot be read is there all the same.
            let there = now.is_some() || full.symlink_metadata().is_err();
            if there && known.contains(&now) {
                Ok(())
            } else {
                Err(format!("{} was changed after the interruption", shown(path)))
            }
        };
        for step in &self.plan.steps {
            match step {
                Step::Replace { path, new, old, before, after } => {
                    is(self.now_at(path), &[Some(*before), Some(*after)])?;
                    is(new, &[None, Some(*after)])?;
                    is(old, &[None, Some(*before)])?;
                }
                Step::Create { path, new, after } => {
                    is(path, &[None, Some(*after)])?;
                    is(new, &[None, Some(*after)])?;
                }
                Step::Delete { path, old, before } => {
                    is(path, &[None, Some(*before)])?;
                    is(old, &[None, Some(*before)])?;
                }
                Step::Move { path, to, before, after } => {
                    if stands(&self.full(path)) && stands(&self.full(to)) {
                        return Err(format!("{} came after the interruption", shown(to)));
                    }
                    is(self.now_at(path), &[Some(*before), Some(*after)])?;
                }
            }
        }
        Ok(())
    }

    /// Where a file stands that may have been moved.
    fn now_at<'p>(&'p self, path: &'p String) -> &'p String {
        let moved = self.plan.steps.iter().find_map(|step| match step {
            Step::Move { path: from, to, .. } if from == path && stands(&self.full(to)) => Some(to),
            _ => None,
        });
        moved.unwrap_or(path)
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
                Step::Move { path, to, .. } => (path, to, path),
                Step::Delete { path, old, .. } => (path, old, path),
            };
            let (from, to) = (self.full(from), self.full(to));
            let done = faults::point().and_then(|()| self.unchanged(step)).and_then(|()| {
                faults::tell("rename", &to);
                fs::rename(&from, &to)
            });
            done.map_err(|error| (path.clone(), error))?;
            folders.extend(to.parent().map(Path::to_owned));
        }
        folders.iter().for_each(|folder| sync_folder(folder));
        Ok(())
    }

    /// Whether a file that is to be replaced is the one that was set aside: an editor may have put another in its place.
    fn unchanged(&self, step: &Step) -> io::Result<()> {
        let Step::Replace { path, old, before, .. } = step else { return Ok(()) };
        let (path, old) = (self.full(path), self.full(old));
        let same = same_file::is_same_file(&path, old).unwrap_or(false) || print_at(&path) == Some(*before);
        if same { Ok(()) } else { Err(meanwhile()) }
    }

    /// Whether nobody wrote to a file just before another took its place. What was set aside shows that: it is the same
    /// file. Gives the path where somebody did.
    pub fn unsaved(&self) -> Result<(), (String, io::Error)> {
        for step in &self.plan.steps {
            if let Step::Replace { path, old, before, .. } | Step::Delete { path, old, before } = step
                && print_at(&self.full(old)) != Some(*before)
            {
                return Err((path.clone(), meanwhile()));
            }
        }
        Ok(())
    }

    /// Takes back the steps that were done, the last one first; a file that somebody wrote to since then stays. Gives the path where that fails.
    pub fn roll_back(&mut self) -> Result<(), (String, io::Error)> {
        if !self.undoing {
            self.undoing = true;
            // On a full disk the line cannot be written, and is only needed if this is interrupted too.
            let _ = self.add(UNDO);
        }
        for step in self.plan.steps.iter().rev().filter(|step| self.step_is_done(step)) {
            let written = |path: &String, after: u64| print_at(&self.full(path)).is_some_and(|now| now != after);
            let (path, from) = match step {
                Step::Replace { path, after, .. } | Step::Create { path, after, .. } if written(path, *after) => {
                    continue;
                }
                Step::Replace { path, old, .. } | Step::Delete { path, old, .. } => (path, Some(self.full(old))),
                Step::Move { path, to, .. } => (path, Some(self.full(to))),
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
            for path in step.aside() {
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

/// Locks a journal that was just made. Before that another one may have found it empty, and clear it away.
fn own(file: &File, path: &Path) -> io::Result<()> {
    if locked(file.try_lock())? && lies_at(file, path)? { Ok(()) } else { Err(io::ErrorKind::WouldBlock.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(root: &Path) -> File {
        OpenOptions::new().read(true).append(true).create_new(true).open(root.join(NAME)).unwrap()
    }

    #[test]
    fn looking_clears_nothing_away() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for text in
            ["", "{\"version\":1", "{\"version\":1,\"what\":\"x\",\"steps\":[],\"folders\":[],\"links\":[]}\nready\n"]
        {
            let mut file = made(root);
            file.write_all(text.as_bytes()).unwrap();
            assert_eq!(half_done(&Disk::new(root)), Left::Nothing);
            own(&file, &root.join(NAME)).unwrap();
            drop(file);
            assert!(matches!(interrupted(&Disk::new(root)), Ok(Found::Nothing)));
            assert!(!root.join(NAME).exists());
        }
    }

    #[test]
    fn one_who_comes_between_making_and_locking_stops_a_change() {
        let folder = tempfile::tempdir().unwrap();
        let (root, path) = (folder.path(), folder.path().join(NAME));
        let refused = |file: &File| own(file, &path).unwrap_err().kind() == io::ErrorKind::WouldBlock;
        // Another one has locked it, and clears it away.
        let (file, other) = (made(root), File::open(&path).unwrap());
        other.try_lock().unwrap();
        assert!(refused(&file));
        // Another one has cleared it away, and perhaps made the next one.
        drop(other);
        assert!(matches!(interrupted(&Disk::new(root)), Ok(Found::Nothing)));
        assert!(refused(&file));
        let next = made(root);
        assert!(refused(&file));
        own(&next, &path).unwrap();
        let start = Journal::start(root, Plan::new(String::new()));
        assert_eq!(start.unwrap_err().kind(), io::ErrorKind::WouldBlock);
        assert!(path.exists());
    }
}
