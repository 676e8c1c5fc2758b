//! `missing-row`: a table without a row for the role itself or for an alternative.

use std::sync::Arc;

use super::{Before, FileCx, FixPlan, Key, PageView, Sink};
use crate::content::Name;
use crate::workspace::Severity;

declare_rule!("missing-row": Error, fixable, reads NAMES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let Some(page) = cx.page() else { return };
    let Some(key) = cx.role().and_then(|r| r.comparison.as_ref()).and_then(|c| c.rows_key) else { return };
    let names = if page.missing_rows.is_empty() { Arc::default() } else { names_by_rank(cx, page) };
    // What no other page says about the role.
    let per_page = cx.workspace.config().columns.iter().any(|column| column.per_page && !column.optional);
    for missing in &page.missing_rows {
        if sink.is_full() {
            return;
        }
        let Some(name) = name_in_page(cx, page, missing) else { continue };
        let before = names_before(page, &names, missing);
        let report = sink
            .report(key, format!("the table has no row for \"{name}\""))
            .help(format!("add a row \"role: {name}\""))
            .fix(FixPlan::InsertRow { role: name, before, blanks: *missing == page.own || per_page });
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

/// The names, as the page's rows and options may write them, of the roles that rank before a role.
pub(super) fn names_before(page: &PageView<'_>, names: &Arc<[(usize, Name)]>, key: &Key) -> Before {
    let rank = page.rank(key).unwrap_or(0);
    Before { names: names.clone(), count: names.partition_point(|(other, _)| *other < rank), rank }
}

/// The names of the page's rows and options by the rank of their roles.
pub(super) fn names_by_rank(cx: &FileCx<'_>, page: &PageView<'_>) -> Arc<[(usize, Name)]> {
    let entries = page.rows.iter().chain(&page.picks);
    let entries = entries.filter_map(|e| Some((page.rank(&e.key)?, e.at.name.clone())));
    let own = cx.name().map(|at| (0, at.name.clone()));
    let mut names: Vec<(usize, Name)> = entries.chain(own).collect();
    names.sort();
    names.dedup();
    names.into()
}
