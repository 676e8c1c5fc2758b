//! `missing-cell`: a cell that is empty even after inheritance.

use super::missing_column::stand_in;
use super::missing_own_row::table_columns;
use super::page_view::Entry;
use super::{FileCx, Key, Related, Sink};
use crate::content::{Comparison, KindId, Row};
use crate::workspace::{Column, Severity};

declare_rule!("missing-cell": Error, reads NAMES | OWN_ROWS | PLACES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    if cx.workspace.config().columns_at_fault {
        return;
    }
    let (Some(page), Some(role)) = (cx.page(), cx.role()) else { return };
    let Some(comparison) = &role.comparison else { return };
    let all_inherited = cx.workspace.config().columns.iter().all(|column| column.optional || !column.per_page);
    for entry in page.rows.iter().filter(|e| e.repeats.is_none()) {
        let Key::Role(file) = entry.key else { continue };
        if sink.is_full() {
            return;
        }
        let row = &comparison.rows[entry.position];
        let has_key = |name: &str| row.cells.iter().any(|cell| *cell.column.name == *name);
        if cx.facts.may_hold_more(row.span) {
            continue;
        }
        let own = entry.key == page.own;
        let other = cx.workspace.file(file);
        // Fast path: the other role's own row fills every column that a table can inherit.
        if !own && all_inherited && other.glance.own_row_fills {
            continue;
        }
        let source = if own { None } else { cx.workspace.own_row(file) };
        let mut here = lacking(cx, comparison, row, false);
        if !own {
            let Some(source) = source else {
                // Only `per_page` columns are missing here: `missing-own-row` reports the others.
                here.retain(|c| c.per_page);
                report(cx, sink, entry, &here, None, &has_key);
                continue;
            };
            if other.facts.own_row_may_hold_more() {
                here.retain(|c| c.per_page);
            }
            let there = lacking(cx, comparison, source, true);
            here.retain(|c| c.per_page || there.contains(c));
        }
        let place = source.map(|row| (other.path.clone(), row.role.as_ref().map_or(row.span, |r| r.span)));
        let file = cx.file_name_of(file);
        report(
            cx,
            sink,
            entry,
            &here,
            place.map(|(path, span)| Related { path, span, message: format!("its own row is here, in {file}") }),
            &has_key,
        );
    }
}

/// Reports the columns that a row lacks. `has_key` tells whether the row has the key of a column, with nothing behind it.
fn report(
    cx: &FileCx<'_>,
    sink: &mut Sink<'_>,
    entry: &Entry<'_>,
    columns: &[&Column],
    place: Option<Related>,
    has_key: &dyn Fn(&str) -> bool,
) {
    for column in columns {
        let name = cx
            .workspace
            .resolve(KindId::ROLE, &entry.at.name)
            .map_or_else(|| entry.at.name.clone(), |r| cx.workspace.name_of(r.def));
        let report = sink.report(entry.at.span, format!("\"{name}\" has no \"{}\" to show in this table", column.name));
        let report = match &place {
            Some(place) if !column.per_page => {
                report.help("write the cell in the role's own row").related(place.clone())
            }
            _ if has_key(&column.name) => report.help(format!("fill in \"{}:\" in this row", column.name)),
            _ => report.help(format!("add \"{}:\" to this row", column.name)),
        };
        if cx.is_draft() { report.at_most(Severity::Info).done() } else { report.done() }
    }
}

/// The required columns that a row has no value in; with `source`, for a row that others inherit from, without
/// `per_page` columns. A cell of an unknown column counts as the nearest of those missing.
fn lacking<'c>(cx: &'c FileCx<'_>, comparison: &'c Comparison, row: &Row, source: bool) -> Vec<&'c Column> {
    let mut lacking: Vec<&Column> = table_columns(cx, comparison)
        .filter(|c| !(c.optional || source && c.per_page))
        .filter(|c| !row.cells.iter().any(|cell| *cell.column.name == c.name && !cell.empty))
        .collect();
    if lacking.is_empty() {
        return lacking;
    }
    let mut names: Vec<&str> = lacking.iter().map(|c| c.name.as_str()).collect();
    for cell in row.cells.iter().filter(|cell| cx.workspace.config().column(&cell.column.name).is_none()) {
        if names.is_empty() {
            break;
        }
        stand_in(&cell.column.name, &mut names);
    }
    lacking.retain(|c| names.contains(&c.name.as_str()));
    lacking
}
