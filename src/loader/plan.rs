//! [`plan`]: the steps that a change of several files takes, and the texts that it lays beside them.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rustc_hash::{FxHashMap, FxHashSet};

use super::journal::{Plan, Step};
use super::not_written::NotWritten;
use super::places::{relative, stands};
use super::snapshot::print_of;
use super::trust::resolved;
use crate::edit::Outcome;

/// A text that is to lie beside its file, and a file that it is to be like.
pub(super) struct NewText<'o> {
    pub at: String,
    pub text: &'o str,
    pub like: Option<PathBuf>,
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

/// The steps of a change, and its new texts. Files that move or go do so when the others have their new texts. `what` names
/// the change.
///
/// # Errors
/// When a file cannot be changed in this way.
pub(super) fn plan<'o>(
    root: &'o Path,
    what: &str,
    outcomes: &'o [Outcome],
) -> Result<(Plan, Vec<NewText<'o>>), NotWritten> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |d| d.as_nanos());
    let mut planner = Planner {
        root,
        id: format!("{:x}{:x}", std::process::id(), now),
        count: outcomes.len(),
        replaced: replaced(outcomes),
        real: FxHashMap::default(),
        plan: Plan::new(what.to_owned()),
        texts: Vec::new(),
        moves: Vec::new(),
        deletes: Vec::new(),
    };
    for (at, outcome) in outcomes.iter().enumerate() {
        planner.add(at, outcome)?;
    }
    let Planner { mut plan, texts, moves, deletes, .. } = planner;
    plan.steps.extend(moves.into_iter().chain(deletes));
    Ok((plan, texts))
}

struct Planner<'o> {
    /// The workspace's folder.
    root: &'o Path,
    /// Stands in the name of every file that this change lays beside others.
    id: String,
    /// How many files change.
    count: usize,
    /// The files that make room for others of their path, with their texts.
    replaced: FxHashMap<&'o str, &'o str>,
    /// The files that are changed, by where they really are, with their paths and new texts.
    real: FxHashMap<PathBuf, (&'o str, Option<&'o str>)>,
    plan: Plan,
    texts: Vec<NewText<'o>>,
    moves: Vec<Step>,
    deletes: Vec<Step>,
}

impl<'o> Planner<'o> {
    /// The name of a file that lies beside another while the change is made.
    fn beside(&self, path: &str, number: usize, end: &str) -> String {
        let folder = path.rfind('/').map_or("", |slash| &path[..=slash]);
        format!("{folder}.sidestep-{}-{number}.{end}", self.id)
    }

    fn makes_room(&self, path: &str) -> bool {
        self.replaced.contains_key(path)
    }

    fn real_path(&mut self, known: &str) -> Result<String, NotWritten> {
        real_path(self.root, known, &mut self.plan.links)
    }

    fn add(&mut self, at: usize, outcome: &'o Outcome) -> Result<(), NotWritten> {
        if let Some((to, text)) = &outcome.after
            && let Some(there) = self.replaced.get(to.as_str()).copied()
        {
            return self.take_place(at, outcome.before.as_ref(), (to, text), there);
        }
        match (&outcome.before, &outcome.after) {
            (Some((known, before)), after) => self.change(at, (known, before), after.as_ref()),
            (None, Some((to, text))) => self.create(at, to, text),
            (None, None) => Ok(()),
        }
    }

    /// What stood at `to` moves or goes, or this file does: the new text takes its place.
    fn take_place(
        &mut self,
        at: usize,
        before: Option<&'o (String, String)>,
        (to, text): (&'o str, &'o str),
        there: &str,
    ) -> Result<(), NotWritten> {
        let full = self.root.join(to);
        let is_plain = |full: &Path| full.symlink_metadata().is_ok_and(|found| found.is_file());
        let from = before.map(|(known, _)| self.root.join(known));
        if !is_plain(&full) || from.as_ref().is_some_and(|from| !is_plain(from)) {
            return Err(NotWritten::taken(to));
        }
        if let Some(known) = [Some(&full), from.as_ref()].into_iter().flatten().find(|full| is_read_only(full)) {
            return Err(NotWritten::of(&relative(self.root, known), READ_ONLY));
        }
        let path = self.real_path(to)?;
        let (new, old) = (self.beside(&path, at, "new"), self.beside(&path, at, "old"));
        let (before_print, after) = (print_of(there.as_bytes()), print_of(text.as_bytes()));
        self.texts.push(NewText { at: new.clone(), text, like: Some(from.unwrap_or(full)) });
        self.plan.steps.push(Step::Replace { path, new, old, before: before_print, after });
        if let Some((known, text)) = before.filter(|(known, _)| !self.makes_room(known)) {
            let path = self.real_path(known)?;
            let old = self.beside(&path, self.count + at, "old");
            self.deletes.push(Step::Delete { path, old, before: print_of(text.as_bytes()) });
        }
        Ok(())
    }

    fn create(&mut self, at: usize, to: &'o str, text: &'o str) -> Result<(), NotWritten> {
        if self.root.join(to).symlink_metadata().is_ok() {
            return Err(NotWritten::taken(to));
        }
        let path = self.real_path(to)?;
        new_folders(self.root, &path, &mut self.plan.folders);
        let new = self.beside(&path, at, "new");
        self.texts.push(NewText { at: new.clone(), text, like: None });
        self.plan.steps.push(Step::Create { path, new, after: print_of(text.as_bytes()) });
        Ok(())
    }

    fn change(
        &mut self,
        at: usize,
        (known, before): (&'o str, &'o str),
        after: Option<&'o (String, String)>,
    ) -> Result<(), NotWritten> {
        let full = self.root.join(known);
        let target = full.canonicalize().map_err(|error| NotWritten::io(known, &error))?;
        if is_read_only(&target) {
            return Err(NotWritten::of(known, READ_ONLY));
        }
        let new_text = after.map(|(_, text)| text.as_str());
        match self.real.get(&target) {
            Some((other, text)) if *text != new_text => {
                let why = format!("it is the same file as {other}, which changes in another way");
                return Err(NotWritten::of(known, &why));
            }
            Some(_) => return Ok(()),
            None => self.real.insert(target.clone(), (known, new_text)),
        };
        let path = self.real_path(known)?;
        // Of a link the file is written that it leads to.
        let written = if full.is_symlink() {
            let written = textual(self.root, &target).ok_or_else(|| NotWritten::no_text(known))?;
            let to = after.map(|(to, _)| to.as_str());
            self.plan.links.extend(to.into_iter().chain([known]).map(|known| (written.clone(), known.to_owned())));
            written
        } else {
            path.clone()
        };
        let print = print_of(before.as_bytes());
        let Some((to, text)) = after else {
            // Where it makes room, another file takes its place.
            if !self.makes_room(known) {
                let old = self.beside(&path, at, "old");
                self.deletes.push(Step::Delete { path, old, before: print });
            }
            return Ok(());
        };
        if to != known && self.moved(at, (known, before), (to, text), &target, &path)? {
            return Ok(());
        }
        if text != before {
            let (new, old) = (self.beside(&written, at, "new"), self.beside(&written, at, "old"));
            let after = print_of(text.as_bytes());
            self.texts.push(NewText { at: new.clone(), text, like: Some(target) });
            self.plan.steps.push(Step::Replace { path: written, new, old, before: print, after });
        }
        Ok(())
    }

    /// A file moves. Gives whether it has its new text with that.
    fn moved(
        &mut self,
        at: usize,
        (known, before): (&str, &str),
        (to, text): (&'o str, &'o str),
        target: &Path,
        path: &str,
    ) -> Result<bool, NotWritten> {
        let (is_link, makes_room) = (self.root.join(known).is_symlink(), self.makes_room(known));
        let other = self.root.join(to);
        // Another letter case of its own name is no other file.
        let taken = other.canonicalize().ok();
        if stands(&other) || taken.as_ref().is_some_and(|other| other != target) {
            return Err(NotWritten::taken(to));
        }
        let to = self.real_path(to)?;
        new_folders(self.root, &to, &mut self.plan.folders);
        if makes_room && is_link {
            return Err(NotWritten::taken(known));
        }
        let (print, after) = (print_of(before.as_bytes()), print_of(text.as_bytes()));
        let path = path.to_owned();
        if makes_room || text != before && taken.is_none() && !is_link {
            // Under its new path it has its new text from the start.
            let (new, old) = (self.beside(&to, at, "new"), self.beside(&path, at, "old"));
            self.texts.push(NewText { at: new.clone(), text, like: Some(target.to_owned()) });
            self.plan.steps.push(Step::Create { path: to, new, after });
            if !makes_room {
                self.deletes.push(Step::Delete { path, old, before: print });
            }
            return Ok(true);
        }
        self.moves.push(Step::Move { path, to, before: print, after });
        Ok(false)
    }
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
