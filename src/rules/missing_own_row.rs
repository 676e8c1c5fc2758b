//! `missing-own-row`: a row that takes its cells from a role without a row of its own.

use super::missing_column::missing_columns;
use super::{FileCx, Key, Related, Sink};
use crate::content::{Comparison, NameAt, Row};
use crate::workspace::{Column, Severity};

declare_rule!("missing-own-row": Error, reads NAMES | OWN_ROWS | PLACES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let (Some(page), Some(role)) = (cx.page(), cx.role()) else { return };
    let Some(comparison) = &role.comparison else { return };
    for entry in page.rows.iter().filter(|e| e.key != page.own && e.repeats.is_none()) {
        let Key::Role(file) = entry.key else { continue };
        if sink.is_full() {
            return;
        }
        let other = cx.workspace.file(file);
        if other.glance.own_row_fills {
            continue;
        }
        let refused = other.facts.role.as_ref().and_then(|r| r.comparison.as_ref()).is_some_and(|c| c.refused);
        let unreadable = refused || !other.facts.syntax.is_empty();
        if cx.workspace.own_row(file).is_some()
            || unreadable
            || !takes_cells(cx, comparison, &comparison.rows[entry.position])
        {
            continue;
        }
        let name = other.facts.role_definition().map(|d| d.name());
        let report = sink
            .report(entry.at.span, format!("\"{}\" has no row of its own to take cells from", entry.at.name))
            .help(match other.facts.role.as_ref().and_then(|role| role.comparison.as_ref()) {
                Some(_) => format!("add its own row to the comparison in {}", cx.file_name_of(file)),
                None => format!("add a comparison with its own row to {}", cx.file_name_of(file)),
            });
        let report = match name {
            Some(name) => {
                let message = "the role is defined here".to_owned();
                report.related(Related { path: other.path.clone(), span: name.span, message })
            }
            None => report,
        };
        if cx.is_draft() { report.at_most(Severity::Info).done() } else { report.done() }
    }
}

/// Whether a row leaves a required column to be inherited.
fn takes_cells(cx: &FileCx<'_>, comparison: &Comparison, row: &Row) -> bool {
    table_columns(cx, comparison)
        .filter(|c| !c.optional && !c.per_page)
        .any(|c| !row.cells.iter().any(|cell| *cell.column.name == c.name && !cell.empty))
}

/// The workspace's columns that a table shows: those in its `columns`, where an unknown entry counts as the nearest of
/// those missing; all of them without `columns`.
pub(super) fn table_columns<'a>(cx: &'a FileCx<'_>, comparison: &'a Comparison) -> impl Iterator<Item = &'a Column> {
    let missing = missing_columns(cx, comparison);
    let listed = comparison.columns.as_ref().map(|(_, entries)| entries);
    cx.workspace.config().columns.iter().filter(move |column| {
        let name = column.name.as_str();
        let shown = |entries: &[NameAt]| {
            if column.optional { entries.iter().any(|e| &*e.name == name) } else { !missing.contains(&name) }
        };
        listed.is_none_or(|entries| shown(entries))
    })
}
