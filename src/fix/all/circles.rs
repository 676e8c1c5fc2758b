//! Files that stand in each other's place: each has the name that the role of another one asks for.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::FixAll;
use super::units::Unit;
use crate::edit::Edit;
use crate::fix::{Fix, renamed};
use crate::rules::{Applicability, Diagnostic, FixPlan};

/// One fix for each circle of files that exchange their names. None of them can be renamed alone: its new path is taken.
/// A file is in one circle at most.
pub fn circles(findings: &[&Diagnostic], request: &FixAll<'_>) -> Vec<Unit> {
    let mut wanted: BTreeMap<&str, (&Diagnostic, String)> = BTreeMap::new();
    for finding in findings {
        let plan = finding.fixes.iter().find(|plan| plan.applicability() <= request.most());
        if let Some(FixPlan::RenameFile { to }) = plan {
            wanted.insert(&finding.path, (finding, renamed(&finding.path, to)));
        }
    }
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut found = Vec::new();
    for start in wanted.keys() {
        let (mut at, mut way): (&str, Vec<&str>) = (start, Vec::new());
        while let Some((known, (_, to))) = wanted.get_key_value(at)
            && seen.insert(known)
        {
            way.push(known);
            at = to;
        }
        // What leads into a circle is none of it.
        let circle = way.iter().position(|path| *path == at).map(|begin| &way[begin..]);
        let Some(circle) = circle.filter(|circle| circle.len() > 1) else { continue };
        let members = || circle.iter().filter_map(|path| wanted.get(path));
        let edits =
            members().map(|(finding, to)| Edit::Rename { path: finding.path.to_string(), to: to.clone() }).collect();
        let fix = Fix { title: title(circle), applicability: Applicability::Unsafe, edits };
        found.push(Unit::of(members().map(|(finding, _)| (*finding).clone()).collect(), fix));
    }
    found
}

fn title(circle: &[&str]) -> String {
    let name = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    match circle {
        [one, other] => crate::text::into_visible(format!("Swap the names of {} and {}", name(one), name(other))),
        several => format!("Exchange the names of {} files", several.len()),
    }
}
