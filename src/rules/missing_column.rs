//! `missing-column`: a table that lacks a column of the workspace.

use super::page_view::distance;
use super::{FileCx, FixPlan, Sink};
use crate::content::Comparison;
use crate::workspace::Severity;

declare_rule!("missing-column": Error, fixable);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    if cx.workspace.config().columns_at_fault {
        return;
    }
    let Some(comparison) = cx.role().and_then(|role| role.comparison.as_ref()) else { return };
    let Some((key, entries)) = &comparison.columns else { return };
    let columns = &cx.workspace.config().columns;
    let has = |name: &str| entries.iter().any(|e| &*e.name == name);
    let missing = missing_columns(cx, comparison);
    if missing.is_empty() {
        return;
    }
    let present = columns.iter().filter(|c| !c.optional || has(&c.name)).map(|c| c.name.clone()).collect();
    let message = format!("the table lacks {}", list(&missing));
    let fix = FixPlan::Columns { names: present, title: format!("Add {}", list(&missing)) };
    let all: Vec<&str> = columns.iter().filter(|c| !c.optional || has(&c.name)).map(|c| c.name.as_str()).collect();
    let report = sink.report(*key, message).help(format!("add them to \"columns\": {}", all.join(", ")));
    let unknown = entries.iter().any(|e| cx.workspace.config().column(&e.name).is_none());
    let report = if unknown { report } else { report.fix(fix) };
    if cx.is_draft() { report.at_most(Severity::Info).done() } else { report.done() }
}

/// The required columns that a table's `columns` lacks. An unknown entry counts as the nearest of those missing.
pub(super) fn missing_columns<'a>(cx: &'a FileCx<'_>, comparison: &Comparison) -> Vec<&'a str> {
    let Some((_, entries)) = &comparison.columns else { return Vec::new() };
    let config = cx.workspace.config();
    let has = |name: &str| entries.iter().any(|e| &*e.name == name);
    let mut missing: Vec<&str> =
        config.columns.iter().filter(|c| !c.optional && !has(&c.name)).map(|c| c.name.as_str()).collect();
    for unknown in entries.iter().filter(|e| config.column(&e.name).is_none()) {
        if missing.is_empty() {
            break;
        }
        stand_in(&unknown.name, &mut missing);
    }
    missing
}

/// Takes the name nearest to `unknown` out of `missing`.
pub(super) fn stand_in(unknown: &str, missing: &mut Vec<&str>) {
    let nearest = (0..missing.len()).min_by_key(|at| distance(missing[*at], unknown));
    if let Some(at) = nearest {
        missing.remove(at);
    }
}

fn list(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|n| format!("\"{n}\"")).collect();
    match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}
