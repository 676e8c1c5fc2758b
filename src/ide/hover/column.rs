//! The card of a column: the column across the page's rows; in the settings, where it is used.

use super::text::{Card, count, escape, linked, title};
use super::{Hover, Links};
use crate::content::{FileKind, KindId, Row};
use crate::ide::FileView;
use crate::ide::columns::{column_at, uses_of_column};
use crate::ide::shorten::shorten;
use crate::workspace::Column;

/// How many rows a card shows.
const ROWS: usize = 10;
/// How many characters of a cell a card shows.
const CELL: usize = 100;

pub(super) fn hover(file: &FileView<'_>, at: u32, links: Links<'_>) -> Option<Hover> {
    let named = column_at(file, at)?;
    let workspace = file.workspace();
    let name = &*named.at.name;
    let mut card = Card::default();
    let Some(column) = workspace.config().column(name) else {
        card.block(&format!("This workspace has no column \"{}\".", escape(name)));
        let columns: Vec<String> = workspace.config().columns.iter().map(|c| escape(&c.name)).collect();
        card.block(&format!("Its columns are {}.", columns.join(", ")));
        return Some(Hover { span: named.at.span, markdown: card.finish() });
    };
    card.block(&title(&escape(name), &kind(file, column)));
    if file.entry.kind == FileKind::Config {
        let tables = uses_of_column(file.view, name).into_iter();
        let pages = tables.filter(|(id, _)| workspace.file(*id).kind == FileKind::Role).count();
        card.block(&match pages {
            0 => "No role file has a cell in it.".to_owned(),
            n => format!("It has cells in {}.", count(n, "role file")),
        });
        return Some(Hover { span: named.at.span, markdown: card.finish() });
    }
    let rows = &file.facts().role.as_ref()?.comparison.as_ref()?.rows;
    let mut lines: Vec<String> = rows.iter().filter_map(|row| line(file, row, column, links)).collect();
    let more = lines.len().saturating_sub(ROWS);
    lines.truncate(ROWS);
    if more > 0 {
        lines.push(format!("- and {more} more"));
    }
    card.block(&lines.join("\n"));
    Some(Hover { span: named.at.span, markdown: card.finish() })
}

fn kind(file: &FileView<'_>, column: &Column) -> String {
    let kinds = &file.workspace().config().kinds;
    let mut what = match column.kind.and_then(|kind| kinds.get(kind.index())) {
        Some(kind) => format!("column of {}s", escape(kind)),
        None => "column".to_owned(),
    };
    if column.optional {
        what.push_str(", may be left out");
    }
    if column.per_page {
        what.push_str(", written on each page");
    }
    what
}

/// A row's cell, inherited ones included.
fn line(file: &FileView<'_>, row: &Row, column: &Column, links: Links<'_>) -> Option<String> {
    let workspace = file.workspace();
    let role = row.role.as_ref()?;
    let def = workspace.resolve(KindId::ROLE, &role.name).map(|r| r.def);
    let name = def.map_or_else(|| escape(&role.name), |def| linked(file.view, def, links));
    let filled = |row: &Row| row.cells.iter().find(|c| *c.column.name == column.name && !c.text().is_empty()).cloned();
    let inherited = || {
        let def = def.filter(|_| !row.own && !column.per_page)?;
        filled(workspace.own_row(def.file)?)
    };
    let text = filled(row).or_else(inherited).map_or_else(|| "–".to_owned(), |c| escape(&shorten(c.text(), CELL)));
    Some(format!("- {name}: {text}"))
}
