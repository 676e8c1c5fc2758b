//! Merging two terms in all workspaces that share the file of the one that goes.

use super::edits::Part;
use super::rename::{STILL_READING, naming, sharing};
use crate::ide::change::ChangePlan;
use crate::lsp::session::converter::Converter;
use crate::lsp::session::state::{Root, State};
use crate::workspace::DefId;

/// A merge in one workspace.
pub(super) struct Merging<'s> {
    /// The workspace.
    pub root: &'s Root,
    /// The term that goes.
    pub old: DefId,
    /// What it takes.
    pub plan: ChangePlan,
}

/// The edits of a merge by which nothing is lost or left to be looked at.
///
/// # Errors
/// In the author's words: what would be, or why it cannot be done.
pub(super) fn harmless<'s>(
    state: &'s State,
    asked: &'s Root,
    old: DefId,
    into: DefId,
) -> Result<Vec<Part<'s>>, String> {
    let all = in_all(state, asked, old, into)?;
    let harm = |one: &Merging<'_>| Some(naming(one.root, asked, one.loss().or_else(|| one.twice())?));
    match all.iter().find_map(harm) {
        Some(harm) => Err(harm),
        None => Ok(all.into_iter().map(|one| one.part(state)).collect()),
    }
}

/// The merge in each workspace that shares the file which defines the term.
pub(super) fn in_all<'s>(
    state: &'s State,
    asked: &'s Root,
    old: DefId,
    into: DefId,
) -> Result<Vec<Merging<'s>>, String> {
    let targets = sharing(state, asked, into);
    let one = |(root, old): (&'s Root, DefId)| {
        if !root.loaded {
            return Err(STILL_READING.to_owned());
        }
        let target = targets.iter().find(|(other, _)| other.folder == root.folder);
        let (_, into) = target.ok_or_else(|| format!("nothing is named \"{}\"", asked.workspace.name_of(into)))?;
        Ok(Merging { root, old, plan: state.with_view(root, |view, _| view.merge(old, *into))? })
    };
    let shared = sharing(state, asked, old).into_iter();
    shared.map(|(root, old)| one((root, old)).map_err(|why| naming(root, asked, why))).collect()
}

impl<'s> Merging<'s> {
    /// That words would be lost.
    pub fn loss(&self) -> Option<String> {
        let lost = self.plan.lost.first()?;
        Some(format!("\"{}\" and \"{}\" say different things as \"{}\"", self.plan.old, self.plan.new, lost.key))
    }

    /// That a list would name the term twice.
    fn twice(&self) -> Option<String> {
        let left = self.plan.left.first()?;
        Some(format!("\"{}\" would stand twice in a list in {}", self.plan.new, left.place.path))
    }

    /// Its edits.
    pub fn part(self, state: &'s State) -> Part<'s> {
        Part {
            converter: Converter::new(state, self.root),
            edits: self.plan.edits,
            confirm: self.plan.confirm,
            rewritten: self.plan.rewritten,
        }
    }
}
