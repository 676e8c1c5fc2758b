//! `missing-row`: a table without a row for the role itself or for an alternative.

use super::{FileCx, Reads, Rule, Sink};
use super::{FixPlan, Key, PageView};
use crate::content::Name;
use crate::workspace::Severity;

pub static RULE: Rule = Rule {
    code: "missing-row",
    severity: Some(Severity::Error),
    fixable: true,
    reads: Reads::NAMES,
    docs: include_str!("docs/missing-row.md"),
    check,
};

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let Some(page) = cx.page() else { return };
    let Some(key) = cx.role().and_then(|r| r.comparison.as_ref()).and_then(|c| c.rows_key) else { return };
    for missing in &page.missing_rows {
        let Some(name) = name_in_page(cx, page, missing) else { continue };
        let before = names_before(cx, page, missing);
        let report = sink
            .report(key, format!("the table has no row for \"{name}\""))
            .help(format!("add a row \"role: {name}\""))
            .fix(FixPlan::InsertRow { role: name, before });
        if cx.is_draft() { report.at_most(Severity::Info).done() } else { report.done() }
    }
}

/// The name of the page's own role or of another one; `None` for an unknown one.
pub(super) fn name_in_page(cx: &FileCx<'_>, page: &PageView<'_>, key: &Key) -> Option<Name> {
    if *key == page.own {
        return cx.name().map(|at| at.name.clone());
    }
    let Key::Role(file) = key else { return None };
    cx.workspace.file(*file).facts.role_definition().map(|d| d.name().name.clone())
}

/// The roles that rank before a role, as this page's rows and options write them, its own role included.
pub(super) fn names_before(cx: &FileCx<'_>, page: &PageView<'_>, key: &Key) -> Vec<Name> {
    let rank = page.rank(key);
    let entries = page.rows.iter().chain(&page.picks).filter(|e| page.rank(&e.key) < rank && page.belongs(&e.key));
    let mut names: Vec<Name> = entries.map(|e| e.at.name.clone()).collect();
    if rank > Some(0) {
        names.extend(cx.name().map(|at| at.name.clone()));
    }
    names.sort();
    names.dedup();
    names
}
