//! [`write_edits`]: changing several files as one, all or none.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use rayon::prelude::*;

use super::attributes::resemble;
use super::faults;
use super::journal::{Found, Journal, Step, interrupted};
use super::not_written::NotWritten;
use super::places::stands;
use super::plan::{NewText, plan};
use super::snapshot::{is_meanwhile, print_at};
use super::trust::Bounds;
use super::{Snapshot, explain};
use crate::edit::{Edit, outcome};

/// What to do about a journal that is not obeyed.
pub const NOT_OBEYED: &str =
    "it may belong to a change that was interrupted elsewhere: when the files are right, delete it";

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
