//! Folding ranges.

use tower_lsp::gen_lsp_types::{FoldingRange, FoldingRangeKind};

use crate::ide::folding::FoldKind;
use crate::lsp::session::converter::Open;

/// The parts of a file that can be folded away, in whole lines.
#[must_use]
pub fn ranges(open: &Open<'_>) -> Vec<FoldingRange> {
    let folds = open.file.folding_ranges().into_iter().map(|fold| FoldingRange {
        start_line: fold.start_line,
        end_line: fold.end_line,
        kind: match fold.kind {
            FoldKind::Entry => None,
            FoldKind::Comment => Some(FoldingRangeKind::Comment),
        },
        ..Default::default()
    });
    folds.collect()
}
