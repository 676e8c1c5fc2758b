//! Selection ranges.

use tower_lsp::gen_lsp_types::{Position, SelectionRange};

use crate::lsp::session::converter::Open;

/// For each place the ranges around it, from the inside out.
#[must_use]
pub fn ranges(open: &Open<'_>, positions: &[Position]) -> Vec<SelectionRange> {
    let one = |position: &Position| {
        let spans = open.file.selection_ranges(open.offset(*position));
        let outward = spans.iter().rev().fold(None, |parent: Option<Box<SelectionRange>>, span| {
            Some(Box::new(SelectionRange { range: open.range(*span), parent }))
        });
        outward.map_or_else(
            || SelectionRange { range: open.range(crate::text::Span::empty(open.offset(*position))), parent: None },
            |r| *r,
        )
    };
    positions.iter().map(one).collect()
}
