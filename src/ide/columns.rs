//! Columns of the comparison where an author meets them: entries of `columns`, and the keys of cells.

use super::FileView;
use crate::content::{Cell, FileFacts, NameAt, Row};
use crate::text::Span;

/// A column's name in a role file.
#[derive(Clone, Copy)]
pub(super) struct ColumnAt<'w> {
    /// The name and its place.
    pub at: &'w NameAt,
    /// The cell whose key it is, with its row; `None` for an entry of `columns`.
    pub cell: Option<(&'w Row, &'w Cell)>,
}

/// The column that is named at a byte offset.
pub(super) fn column_at<'w>(file: &FileView<'w>, at: u32) -> Option<ColumnAt<'w>> {
    let touches = |name: &NameAt| name.span.start <= at && at <= name.span.end;
    let comparison = file.facts().role.as_ref()?.comparison.as_ref()?;
    let listed = comparison.columns.iter().flat_map(|(_, entries)| entries).find(|name| touches(name));
    let cells = comparison.rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row, cell)));
    let cell = || cells.into_iter().find(|(_, cell)| touches(&cell.column));
    match listed {
        Some(at) => Some(ColumnAt { at, cell: None }),
        None => cell().map(|(row, cell)| ColumnAt { at: &cell.column, cell: Some((row, cell)) }),
    }
}

/// Every place in a role file that names a column.
pub(super) fn places_of_column(facts: &FileFacts, name: &str) -> Vec<Span> {
    let Some(comparison) = facts.role.as_ref().and_then(|r| r.comparison.as_ref()) else { return Vec::new() };
    let listed = comparison.columns.iter().flat_map(|(_, entries)| entries);
    let keys = comparison.rows.iter().flat_map(|row| &row.cells).map(|cell| &cell.column);
    listed.chain(keys).filter(|at| *at.name == *name).map(|at| at.span).collect()
}
