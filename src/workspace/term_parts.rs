//! [`term_parts`]: the texts of a file that list terms.

use super::Config;
use crate::content::{CellPart, FileFacts, KindId};
use crate::text::Span;

/// A text that lists terms: a cell of the comparison whose column has a kind, or an item of one; or a value that the schema
/// marks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TermPart<'f> {
    /// The kind of the terms.
    pub kind: KindId,
    /// The text.
    pub part: &'f CellPart,
    /// The list that it is an item of: byte offset of the first byte, plus one; that of the text itself where there is none.
    pub list: u32,
    /// The cell, with all of its items; elsewhere the text.
    pub whole: Span,
    /// It stands in the role's own row.
    pub in_own_row: bool,
}

/// The texts in which a file lists terms, cells of the comparison first.
pub(crate) fn term_parts<'f>(config: &Config, facts: &'f FileFacts) -> impl Iterator<Item = TermPart<'f>> {
    let comparison = facts.role.as_ref().and_then(|role| role.comparison.as_ref());
    let own = comparison.and_then(|comparison| comparison.own_row);
    let rows = (0..).zip(comparison.map_or(&[][..], |comparison| &comparison.rows));
    let cells = rows.flat_map(move |(position, row)| {
        let in_own_row = row.own && own == Some(position);
        row.cells.iter().map(move |cell| (cell, in_own_row))
    });
    let listed = cells.filter_map(move |(cell, in_own_row)| {
        let kind = config.column(&cell.column.name)?.kind?;
        let (list, whole) = (cell.span.start + 1, cell.span);
        Some(cell.parts.iter().map(move |part| TermPart { kind, part, list, whole, in_own_row }))
    });
    let noted = facts.term_texts.iter().map(|text| {
        let (part, whole) = (&text.part, text.part.span);
        let list = if text.list > 0 { text.list } else { whole.start + 1 };
        TermPart { kind: text.kind, part, list, whole, in_own_row: false }
    });
    listed.flatten().chain(noted)
}
