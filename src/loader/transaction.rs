//! [`write_edits`]: changing several files as one, all or none.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use super::attributes::resemble;
use super::faults;
use super::journal::{Found, Journal, Plan, Step, interrupted};
use super::places::{relative, stands};
use super::snapshot::{CHANGED, is_meanwhile, print_at, print_of};
use super::trust::{Bounds, resolved};
use super::{Snapshot, explain};
use crate::fix::{Edit, Outcome, outcome};

/// What to do about a journal that is not obeyed.
pub const NOT_OBEYED: &str =
    "it may belong to a change that was interrupted elsewhere: when the files are right, delete it";

/// Why nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotWritten {
    /// What stands in the way, naming the file.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The files are not what they were, or in use: the change was refused. Else the disk does not allow it.
    pub refused: bool,
}

impl NotWritten {
    fn new(message: String) -> Self {
        Self { message, help: None, refused: false }
    }

    fn of(path: &str, why: &str) -> Self {
        Self::new(format!("{path} cannot be written: {why}; nothing was changed"))
    }

    fn io(path: &str, error: &io::Error) -> Self {
        Self::of(path, &explain(error))
    }

    fn help(mut self, help: &str) -> Self {
        self.help = Some(help.to_owned());
        self
    }

    fn refused(mut self) -> Self {
        self.refused = true;
        self
    }

    fn changed(path: &str) -> Self {
        Self::of(path, CHANGED).refused().help("run the command again")
    }

    fn busy() -> Self {
        let message = "another sidestep is changing these files right now; nothing was changed".to_owned();
        Self::new(message).refused().help("run the command again when it is done")
    }

    fn no_text(path: &str) -> Self {
        Self::of(path, "the name of its file is no text")
    }

    fn taken(path: &str) -> Self {
        Self::of(path, "it exists already").refused()
    }
}

/// Writes edits to the files of a workspace as one change: all or none. Files keep their permissions, owners and attributes, and of a link the
/// file is written that it leads to, if it lies in the repository. A file that has another text now than in the snapshot is not written, and so none
/// is. `what` names the change, in case that it is interrupted. Gives the number of files.
///
/// # Errors
/// When a file cannot be changed. Then none is.
pub fn write_edits(snapshot: &Snapshot, what: &str, edits: &[Edit]) -> Result<usize, NotWritten> {
    let root = snapshot.disk().root().canonicalize().map_err(|error| NotWritten::io("the workspace", &error))?;
    match interrupted(snapshot.disk()) {
        Ok(Found::Nothing) => {}
        Ok(Found::Busy) => return Err(NotWritten::busy()),
        Ok(Found::Interrupted(earlier)) => {
            let message =
                format!("an earlier change was interrupted half way: {}; nothing was changed", earlier.what());
            let help = "\"sidestep recover\" finishes it, \"sidestep recover --undo\" takes it back";
            return Err(NotWritten::new(message).refused().help(help));
        }
        Ok(Found::Refused(why)) => {
            let message = format!(".sidestep-journal is not obeyed: {why}; nothing was changed");
            return Err(NotWritten::new(message).refused().help(NOT_OBEYED));
        }
        Err(error) => return Err(NotWritten::io(".sidestep-journal", &error)),
    }
    let outcomes =
        outcome(snapshot, edits).map_err(|why| NotWritten::new(format!("{why}; nothing was changed")).refused())?;
    if outcomes.is_empty() {
        return Ok(0);
    }
    let (plan, texts) = plan(&root, what, &outcomes)?;
    let mut bounds = Bounds::new(snapshot.disk());
    let settings = outcomes.iter().filter_map(|o| o.after.as_ref()).filter(|(path, _)| path == "sidestep.yaml");
    settings.for_each(|(_, text)| bounds.also(text));
    // What would not be obeyed after an interruption is not begun.
    bounds.allow(&plan).map_err(|(path, why)| NotWritten::of(&path, why).refused())?;
    let mut journal = Journal::start(&root, plan).map_err(|error| match error.kind() {
        io::ErrorKind::WouldBlock => NotWritten::busy(),
        _ => NotWritten::io(".sidestep-journal", &error),
    })?;
    if let Err(not) = prepare(&journal, &texts) {
        // What lies beside the files is found and removed another time, if not now.
        let _ = journal.clear();
        return Err(not);
    }
    journal.sync();
    if let Err(error) = journal.ready() {
        let _ = journal.clear();
        return Err(NotWritten::io(".sidestep-journal", &error));
    }
    if let Err((path, error)) = journal.run().and_then(|()| journal.unsaved()) {
        return Err(match journal.roll_back() {
            Ok(()) => {
                let _ = journal.clear();
                if is_meanwhile(&error) { NotWritten::changed(&path) } else { NotWritten::io(&path, &error) }
            }
            Err((other, worse)) => {
                let why = explain(&error);
                let message =
                    format!("{path} cannot be written: {why}; {other} cannot be restored: {}", explain(&worse));
                NotWritten::new(message).help("\"sidestep recover --undo\" takes the change back")
            }
        });
    }
    // All is done; what cannot be cleared away now is another time.
    let _ = journal.clear();
    Ok(outcomes.len())
}

/// A text that is to lie beside its file, and a file that it is to be like.
struct NewText<'o> {
    at: String,
    text: &'o str,
    like: Option<PathBuf>,
}

/// The files that make room for others of their path, with their texts.
fn replaced(outcomes: &[Outcome]) -> FxHashMap<&str, &str> {
    let moves = |outcome: &Outcome| match (&outcome.before, &outcome.after) {
        (Some((before, _)), Some((after, _))) => before != after,
        _ => true,
    };
    let moving = outcomes.iter().filter(|outcome| moves(outcome));
    let taken: FxHashSet<&str> = moving.clone().filter_map(|o| Some(o.after.as_ref()?.0.as_str())).collect();
    let leaving = moving.filter_map(|o| o.before.as_ref()).map(|(path, text)| (path.as_str(), text.as_str()));
    leaving.filter(|(path, _)| taken.contains(path)).collect()
}

const READ_ONLY: &str = "it is read-only";

fn is_read_only(path: &Path) -> bool {
    path.metadata().is_ok_and(|metadata| metadata.permissions().readonly())
}

/// What is to be done, and the new texts.
fn plan<'o>(root: &Path, what: &str, outcomes: &'o [Outcome]) -> Result<(Plan, Vec<NewText<'o>>), NotWritten> {
    let mut plan = Plan::new(what.to_owned());
    let mut texts = Vec::new();
    let mut real: FxHashMap<PathBuf, (&str, Option<&str>)> = FxHashMap::default();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |d| d.as_nanos());
    let id = format!("{:x}{:x}", std::process::id(), now);
    let (mut moves, mut deletes) = (Vec::new(), Vec::new());
    let replaced = replaced(outcomes);
    for (at, outcome) in outcomes.iter().enumerate() {
        let numbered = |path: &str, at: usize, end: &str| {
            let folder = path.rfind('/').map_or("", |slash| &path[..=slash]);
            format!("{folder}.sidestep-{id}-{at}.{end}")
        };
        let beside = |path: &str, end: &str| numbered(path, at, end);
        let new_text = outcome.after.as_ref().map(|(_, text)| text.as_str());
        let makes_room = outcome.before.as_ref().is_some_and(|(path, _)| replaced.contains_key(path.as_str()));
        if let Some((to, text)) = &outcome.after
            && let Some(before) = replaced.get(to.as_str())
        {
            // What stood there moves or goes, or this does: the new text takes its place.
            let full = root.join(to);
            let is_plain = |full: &Path| full.symlink_metadata().is_ok_and(|found| found.is_file());
            let from = outcome.before.as_ref().map(|(known, _)| root.join(known));
            if !is_plain(&full) || from.as_ref().is_some_and(|from| !is_plain(from)) {
                return Err(NotWritten::taken(to));
            }
            if let Some(known) = [Some(&full), from.as_ref()].into_iter().flatten().find(|full| is_read_only(full)) {
                return Err(NotWritten::of(&relative(root, known), READ_ONLY));
            }
            let path = real_path(root, to, &mut plan.links)?;
            let (new, old) = (beside(&path, "new"), beside(&path, "old"));
            let (before, after) = (print_of(before.as_bytes()), print_of(text.as_bytes()));
            texts.push(NewText { at: new.clone(), text, like: Some(from.unwrap_or(full)) });
            plan.steps.push(Step::Replace { path, new, old, before, after });
            if let Some((known, text)) = outcome.before.as_ref().filter(|_| !makes_room) {
                let path = real_path(root, known, &mut plan.links)?;
                let old = numbered(&path, outcomes.len() + at, "old");
                deletes.push(Step::Delete { path, old, before: print_of(text.as_bytes()) });
            }
            continue;
        }
        let Some((known, before)) = &outcome.before else {
            let (Some((known, text)), Some(_)) = (&outcome.after, new_text) else { continue };
            if root.join(known).symlink_metadata().is_ok() {
                return Err(NotWritten::taken(known));
            }
            let path = real_path(root, known, &mut plan.links)?;
            new_folders(root, &path, &mut plan.folders);
            let new = beside(&path, "new");
            texts.push(NewText { at: new.clone(), text, like: None });
            plan.steps.push(Step::Create { path, new, after: print_of(text.as_bytes()) });
            continue;
        };
        let full = root.join(known);
        let target = full.canonicalize().map_err(|error| NotWritten::io(known, &error))?;
        if is_read_only(&target) {
            return Err(NotWritten::of(known, READ_ONLY));
        }
        match real.get(&target) {
            Some((other, text)) if *text != new_text => {
                return Err(NotWritten::of(
                    known,
                    &format!("it is the same file as {other}, which changes in another way"),
                ));
            }
            Some(_) => continue,
            None => real.insert(target.clone(), (known, new_text)),
        };
        let path = real_path(root, known, &mut plan.links)?;
        // Of a link the file is written that it leads to.
        let written = if full.is_symlink() {
            let written = textual(root, &target).ok_or_else(|| NotWritten::no_text(known))?;
            let to = outcome.after.iter().map(|(to, _)| to);
            plan.links.extend(to.chain([known]).map(|known| (written.clone(), known.clone())));
            written
        } else {
            path.clone()
        };
        let print = print_of(before.as_bytes());
        match &outcome.after {
            // Another file takes its place.
            None if makes_room => {}
            None => {
                let old = beside(&path, "old");
                deletes.push(Step::Delete { path, old, before: print });
            }
            Some((to, text)) => {
                let after = print_of(text.as_bytes());
                if to != known {
                    let other = root.join(to);
                    // Another letter case of its own name is no other file.
                    let taken = other.canonicalize().ok();
                    if stands(&other) || taken.as_ref().is_some_and(|other| *other != target) {
                        return Err(NotWritten::taken(to));
                    }
                    let to = real_path(root, to, &mut plan.links)?;
                    new_folders(root, &to, &mut plan.folders);
                    if makes_room && full.is_symlink() {
                        return Err(NotWritten::taken(known));
                    }
                    if makes_room || text != before && taken.is_none() && !full.is_symlink() {
                        // Under its new path it has its new text from the start.
                        let (new, old) = (beside(&to, "new"), beside(&path, "old"));
                        texts.push(NewText { at: new.clone(), text, like: Some(target) });
                        plan.steps.push(Step::Create { path: to, new, after });
                        if !makes_room {
                            deletes.push(Step::Delete { path, old, before: print });
                        }
                        continue;
                    }
                    moves.push(Step::Move { path, to, before: print, after });
                }
                if text != before {
                    let (new, old) = (beside(&written, "new"), beside(&written, "old"));
                    texts.push(NewText { at: new.clone(), text, like: Some(target) });
                    plan.steps.push(Step::Replace { path: written, new, old, before: print, after });
                }
            }
        }
    }
    plan.steps.extend(moves.into_iter().chain(deletes));
    Ok((plan, texts))
}

/// A path of the workspace without links before its last part. Where it differs, both are written down.
fn real_path(root: &Path, known: &str, links: &mut Vec<(String, String)>) -> Result<String, NotWritten> {
    let full = resolved(&root.join(known)).map_err(|error| NotWritten::io(known, &error))?;
    let path = textual(root, &full).ok_or_else(|| NotWritten::no_text(known))?;
    if path != known {
        links.push((path.clone(), known.to_owned()));
    }
    Ok(path)
}

/// A full path as seen from the workspace; `None` if it is no text.
fn textual(root: &Path, full: &Path) -> Option<String> {
    full.to_str().map(|_| relative(root, full))
}

/// The folders that a new file needs, outermost first.
fn new_folders(root: &Path, path: &str, folders: &mut Vec<String>) {
    let ends = path.match_indices('/').map(|(at, _)| &path[..at]);
    for folder in ends.filter(|folder| !root.join(folder).exists()) {
        if !folders.iter().any(|known| known == folder) {
            folders.push(folder.to_owned());
        }
    }
}

/// Lays the new texts beside their files and the old ones aside, and looks whether the files are still what they were.
fn prepare(journal: &Journal, texts: &[NewText<'_>]) -> Result<(), NotWritten> {
    for folder in &journal.plan.folders {
        faults::point().and_then(|()| fs::create_dir(journal.full(folder))).map_err(|e| NotWritten::io(folder, &e))?;
    }
    // In folders that may not be written to, this fails first.
    texts.par_iter().with_min_len(16).try_for_each(|new| {
        lay(&journal.full(&new.at), new).map_err(|error| {
            let folder = new.at.rsplit_once('/').map_or("the workspace's folder", |(folder, _)| folder);
            NotWritten::new(format!("{folder} cannot be written to: {}; nothing was changed", explain(&error)))
        })
    })?;
    journal.plan.steps.par_iter().with_min_len(16).try_for_each(|step| {
        let is = |path: &String, before: u64| match print_at(&journal.full(path)) == Some(before) {
            true => Ok(()),
            false => Err(NotWritten::changed(path)),
        };
        match step {
            Step::Replace { path, old, before, .. } => {
                set_aside(&journal.full(path), &journal.full(old)).map_err(|e| NotWritten::io(path, &e))?;
                is(path, *before)
            }
            Step::Delete { path, before, .. } => is(path, *before),
            Step::Create { path, .. } | Step::Move { to: path, .. } => {
                if stands(&journal.full(path)) {
                    Err(NotWritten::taken(path))
                } else {
                    Ok(())
                }
            }
        }
    })
}

fn lay(at: &Path, new: &NewText<'_>) -> io::Result<()> {
    faults::point()?;
    faults::tell("lay", at);
    let mut file = OpenOptions::new().write(true).create_new(true).open(at)?;
    file.write_all(new.text.as_bytes())?;
    if let Some(like) = &new.like {
        resemble(like, &file)?;
    }
    file.sync_all()
}

/// A second name for a file, or a copy where there are none.
fn set_aside(path: &Path, old: &Path) -> io::Result<()> {
    faults::point()?;
    faults::tell("lay", old);
    fs::hard_link(path, old).or_else(|_| {
        fs::copy(path, old)?;
        OpenOptions::new().read(true).open(old)?.sync_all()
    })
}
