//! [`Unit`]: a fix with the findings that it mends, and which fixes can be applied together.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{FixAll, Harm};
use crate::content::{fold, keys};
use crate::edit::Edit;
use crate::fix::{Fix, Fixer};
use crate::rules::{Diagnostic, FixPlan};
use crate::text::TextEdit;
use crate::workspace::{Sources, Workspace, map_all};

/// How many findings share a [`Fixer`] at least, and with it a cache of parsed files; all of a file do, so that it is parsed
/// once for them.
const CHUNK: usize = 32;

/// A fix that is to be applied.
#[derive(Clone, Debug)]
pub struct Unit {
    /// What it mends, at least one finding.
    pub findings: Vec<Diagnostic>,
    pub fix: Fix,
    adds: Option<Addition>,
    /// Why it was refused: files with what it would do there, in no order.
    pub harm: Vec<(Arc<str>, Harm)>,
}

/// What a fix inserts into a list. Several things can be inserted at one place, each once.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Addition {
    list: &'static str,
    /// A key for the thing: its file, and its name or what else is the same in all spellings.
    thing: String,
    /// Its place in the order of what is inserted at the same offset.
    rank: usize,
}

impl Unit {
    /// A fix of several findings.
    pub const fn of(findings: Vec<Diagnostic>, fix: Fix) -> Self {
        Self { findings, fix, adds: None, harm: Vec::new() }
    }

    /// What identifies it from round to round, for each of its findings: path, code, message and title. Spans move.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &str, &str, &str)> {
        self.findings.iter().map(|d| (&*d.path, &*d.code, d.message.as_str(), self.fix.title.as_str()))
    }

    /// The fix as one that is not applied.
    pub fn refused(self, harm: Vec<(Arc<str>, Harm)>) -> Self {
        Self { harm, ..self }
    }

    /// The files that its edits change, by the paths that those have before.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.fix.edits.iter().map(|edit| match edit {
            Edit::Text { path, .. } | Edit::Create { path, .. } | Edit::Rename { path, .. } | Edit::Delete { path } => {
                path.as_str()
            }
        })
    }

    /// Its place in the order of what is inserted at the same offset; 0 for all other edits.
    pub fn rank(&self) -> usize {
        self.adds.as_ref().map_or(0, |added| added.rank)
    }
}

/// Whether a finding is to be mended and may have a fix for that.
pub fn applies(finding: &Diagnostic, request: &FixAll<'_>) -> bool {
    finding.fixes.iter().any(|plan| plan.applicability() <= request.most()) && (request.wanted)(finding)
}

/// The fix of each finding, and those of several (`circles`), without those that were refused before. Files are read on all cores.
pub fn make(
    workspace: &Workspace,
    sources: &dyn Sources,
    findings: &[&Diagnostic],
    request: &FixAll<'_>,
    (circles, refused): (Vec<Unit>, &[Unit]),
) -> Vec<Unit> {
    let refused: FxHashSet<_> = refused.iter().flat_map(Unit::keys).collect();
    let mut sorted = findings.to_vec();
    sorted.sort_by_key(|d| (d.path.clone(), d.span));
    let chunks = chunks(&sorted);
    let made = map_all(&chunks, |chunk| {
        let fixer = Fixer::new(workspace, sources);
        let units = chunk.iter().filter_map(|finding| unit(&fixer, finding, request));
        units.filter(|unit| !unit.keys().any(|key| refused.contains(&key))).collect::<Vec<_>>()
    });
    let circles = circles.into_iter().filter(|unit| !unit.keys().any(|key| refused.contains(&key)));
    made.into_iter().flatten().chain(circles).collect()
}

/// Findings sorted by file in parts of at least [`CHUNK`], as long as there are so many; none parts those of a file.
fn chunks<'f, 'd>(mut sorted: &'f [&'d Diagnostic]) -> Vec<&'f [&'d Diagnostic]> {
    let mut chunks = Vec::new();
    while let Some(last) = sorted.chunks(CHUNK).next().and_then(<[_]>::last) {
        let (chunk, rest) = sorted.split_at(sorted.partition_point(|d| d.path <= last.path));
        chunks.push(chunk);
        sorted = rest;
    }
    chunks
}

fn unit(fixer: &Fixer<'_>, finding: &Diagnostic, request: &FixAll<'_>) -> Option<Unit> {
    // Suggestions are alternatives of each other: the next best is for the author to choose.
    let plan = finding.fixes.iter().find(|plan| plan.applicability() <= request.most())?;
    let fix = fixer.fix(finding, plan).filter(|fix| fix.applicability <= request.most())?;
    let addition = |list, thing: String, rank| Some(Addition { list, thing, rank });
    let here = |name: &str| format!("{} {name}", finding.path);
    let adds = match plan {
        FixPlan::AddToList { kind, name } => addition("list", here(&format!("{} {}", kind.index(), fold(name))), 0),
        // Two guesses may make the same name of two entries of a list: one of them waits.
        FixPlan::Name { span, to, .. } if request.suggestions => {
            let list = fixer.list_of(&finding.path, *span);
            list.and_then(|start| addition("name", here(&format!("{start} {to}")), 0))
        }
        FixPlan::InsertRow { role, before, .. } => addition(keys::ROWS, here(role), before.rank()),
        FixPlan::InsertPick { role, before } => addition(keys::OPTIONS, here(role), before.rank()),
        _ => None,
    };
    Some(Unit { findings: vec![finding.clone()], fix, adds, harm: Vec::new() })
}

/// The fixes that do not touch the same places, and the findings whose fixes have to wait.
pub fn choose(units: Vec<Unit>) -> (Vec<Unit>, Vec<Diagnostic>) {
    let mut taken = Taken::default();
    let (mut now, mut later): (Vec<Unit>, Vec<Diagnostic>) = (Vec::new(), Vec::new());
    for unit in units {
        let number = now.len();
        let same = unit.adds.as_ref().and_then(|added| taken.added.get(&(added.list, added.thing.clone())));
        match same.and_then(|at| now.get_mut(*at)) {
            // Another finding is mended by the same edits.
            Some(other) if other.fix.edits == unit.fix.edits => other.findings.extend(unit.findings),
            None if taken.take(&unit, number) => now.push(unit),
            _ => later.extend(unit.findings),
        }
    }
    (now, later)
}

/// What the fixes that were chosen touch.
#[derive(Default)]
struct Taken {
    /// By path and start offset of each text edit, its end offset and the list that it inserts into.
    places: FxHashMap<String, BTreeMap<u32, (u32, Option<&'static str>)>>,
    /// Files that are created, deleted or renamed, by old and new paths.
    files: FxHashSet<String>,
    /// What is inserted, with the number of the fix that does so.
    added: FxHashMap<(&'static str, String), usize>,
}

impl Taken {
    /// Claims the places of a fix under a number; claims nothing and returns `false` if one of them is taken.
    fn take(&mut self, unit: &Unit, number: usize) -> bool {
        if !unit.fix.edits.iter().all(|edit| self.is_free(unit, edit)) {
            return false;
        }
        let list = unit.adds.as_ref().map(|added| added.list);
        for edit in &unit.fix.edits {
            match edit {
                Edit::Text { path, edit } => {
                    let list = list.filter(|_| stacks(edit));
                    let places = self.places.entry(path.clone()).or_default();
                    places.insert(edit.span.start, (edit.span.end, list));
                }
                Edit::Create { path, .. } | Edit::Delete { path } => {
                    self.files.insert(path.clone());
                }
                Edit::Rename { path, to } => {
                    self.files.insert(path.clone());
                    self.files.insert(to.clone());
                }
            }
        }
        if let Some(added) = &unit.adds {
            self.added.insert((added.list, added.thing.clone()), number);
        }
        true
    }

    fn is_free(&self, unit: &Unit, edit: &Edit) -> bool {
        let unmoved = |path: &str| !self.files.contains(path);
        match edit {
            Edit::Text { path, edit } => unmoved(path) && self.is_free_place(unit, path, edit),
            Edit::Create { path, .. } => unmoved(path),
            // A file that moves is changed in another round.
            Edit::Rename { path, to } => unmoved(path) && unmoved(to) && !self.places.contains_key(path),
            Edit::Delete { path } => unmoved(path) && !self.places.contains_key(path),
        }
    }

    fn is_free_place(&self, unit: &Unit, path: &str, edit: &TextEdit) -> bool {
        let Some(places) = self.places.get(path) else { return true };
        let (start, end) = (edit.span.start, edit.span.end);
        let before = places.range((Bound::Unbounded, Bound::Excluded(start))).next_back();
        let after = places.range((Bound::Excluded(start), Bound::Unbounded)).next();
        if before.is_some_and(|(_, (other, _))| *other >= start) || after.is_some_and(|(other, _)| *other <= end) {
            return false;
        }
        match places.get(&start) {
            None => true,
            // Insertions into one list follow each other.
            Some((_, Some(list))) => stacks(edit) && unit.adds.as_ref().is_some_and(|added| added.list == *list),
            Some(_) => false,
        }
    }
}

/// Whether an insertion can be joined with another one at the same offset: it has a separator at exactly one end.
fn stacks(edit: &TextEdit) -> bool {
    let (text, line) = (edit.text.as_str(), ['\n', '\r']);
    let starts = text.starts_with(line) || text.starts_with(", ");
    let ends = text.ends_with(line) || text.ends_with(", ");
    edit.span.is_empty() && starts != ends
}
