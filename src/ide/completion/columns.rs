//! Columns of the comparison: as keys of a row's cells, and as entries of `columns`.

use super::offer::{Offers, Rank, escaped, item, key_docs, scalar_item, unescaped};
use super::place::{Place, is_at_cursor};
use super::rank::Query;
use super::token::Quoting;
use super::{Completion, CompletionKind, keys};
use crate::content::{KindId, PageList, collapse, is_column_entry, keys as page_keys, role_of_entry};
use crate::edit::written;
use crate::syntax::NodeRef;
use crate::workspace::Column;

/// Whether a path leads to a row of the comparison.
pub(super) fn is_row(offers: &Offers<'_>, steps: &[Option<String>]) -> bool {
    let steps: Vec<Option<&str>> = steps.iter().map(Option::as_deref).collect();
    offers.is_role_file() && PageList::of_entry(&steps) == Some(PageList::Rows)
}

/// Whether a path leads to an entry of `columns`.
pub(super) fn is_entry(offers: &Offers<'_>, steps: &[Option<String>]) -> bool {
    let steps: Vec<Option<&str>> = steps.iter().map(Option::as_deref).collect();
    offers.is_role_file() && is_column_entry(&steps)
}

/// The kind of the terms in the cell that a path leads to.
pub(super) fn cell_kind(offers: &Offers<'_>, steps: &[Option<String>]) -> Option<KindId> {
    let (row, cell) = steps.split_at_checked(3)?;
    let ([Some(column)] | [Some(column), None]) = cell else { return None };
    if !is_row(offers, row) || column == page_keys::ROLE {
        return None;
    }
    offers.workspace().config().column(column.trim())?.kind
}

/// Offers the cells that a row does not have yet.
pub(super) fn offer_cells(offers: &mut Offers<'_>, place: &Place) {
    let typed = unescaped(place.token.typed(&offers.file.text), place.token.quoting);
    let query = Query::new(&typed);
    let shown = table_columns(offers);
    for (column, at) in offers.workspace().config().columns.iter().zip(0..) {
        if place.present.iter().any(|key| key.trim() == column.name) {
            continue;
        }
        let Some(fit) = query.fit(&column.name) else { continue };
        let Some(made) = cell_item(offers, place, column) else { continue };
        let elsewhere = shown.as_ref().is_some_and(|shown| !shown.contains(&column.name));
        offers.add(Rank { late: u8::from(elsewhere), fit, group: 2, place: at }, made);
    }
}

fn cell_item(offers: &Offers<'_>, place: &Place, column: &Column) -> Option<Completion> {
    let token = &place.token;
    let colon = if place.has_colon { "" } else { ": " };
    let key = match token.quoting {
        Quoting::Plain => format!("{}{}", token.lead, written(&column.name, token.flow)),
        quoting => format!("{}{}", escaped(&column.name, quoting)?, token.close),
    };
    let mut made = item(token, CompletionKind::Column, &*column.name, format!("{key}{colon}"));
    made.replace = keys::span(offers, place, &column.name)?;
    made.detail = own_cell(offers, column).or_else(|| Some(detail(offers, column)));
    made.goes_on = !place.has_colon && column.kind.is_some();
    made.docs = Some(key_docs(offers.file, &place.steps, Some(&column.name)));
    if token.quoting != Quoting::Plain {
        made.text = if place.has_colon { key } else { return None };
    }
    Some(made)
}

/// The role's own cells, from its own file: what each cell shows while it is left out here.
fn own_cell(offers: &Offers<'_>, column: &Column) -> Option<String> {
    let rows = PageList::Rows.of(offers.context.root(offers.file)?)?;
    let row = rows.items().find(|row| row.entries().any(|(key, _)| is_at_cursor(key)))?;
    let workspace = offers.workspace();
    let found = workspace.resolve(KindId::ROLE, &collapse(role_of_entry(row)?.scalar_text()))?;
    if found.def.file == offers.file.id {
        return None;
    }
    let own = workspace.file(found.def.file).facts.own_row()?;
    let cell = own.cells.iter().find(|cell| *cell.column.name == *column.name && !cell.empty)?;
    Some(cell.text().to_owned())
}

fn detail(offers: &Offers<'_>, column: &Column) -> String {
    let kind = column.kind.and_then(|kind| offers.workspace().config().kinds.get(kind.index()));
    let mut detail = kind.map_or_else(|| "column".to_owned(), |kind| format!("column of {kind} names"));
    if column.optional {
        detail.push_str(", optional");
    }
    detail
}

/// The entries of the page's `columns`; `None` where the page has no such key and shows the workspace's.
fn table_columns(offers: &Offers<'_>) -> Option<Vec<String>> {
    let list = offers.context.root(offers.file)?.get(page_keys::COMPARISON)?.get(page_keys::COLUMNS)?;
    Some(list.items().map(NodeRef::scalar_text).map(|text| text.trim().to_owned()).collect())
}

/// Offers columns as entries of `columns`: those that are missing first.
pub(super) fn offer_entries(offers: &mut Offers<'_>, place: &Place) {
    let typed = unescaped(place.token.typed(&offers.file.text), place.token.quoting);
    let is_complete =
        offers.workspace().config().columns.iter().any(|column| offers.is_word(typed.trim(), &column.name));
    if is_complete && place.token.is_behind(&offers.file.text) {
        return;
    }
    let query = Query::new(&typed);
    for (column, at) in offers.workspace().config().columns.iter().zip(0..) {
        // A column that stands twice is a mistake.
        if place.present.iter().any(|entry| entry.trim() == column.name) {
            continue;
        }
        let Some(fit) = query.fit(&column.name) else { continue };
        let made = scalar_item(&place.token, CompletionKind::Column, &column.name, &column.name);
        let Some(mut made) = made else { continue };
        made.detail = Some(detail(offers, column));
        offers.add(Rank { late: 0, fit, group: 0, place: at }, made);
    }
}
