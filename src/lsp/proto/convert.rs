//! The engine's places as the protocol has them.

use tower_lsp::gen_lsp_types as lsp;

use crate::text::{Encoding, LineColumn, LineIndex, Span};

/// A place of the protocol as the engine has it.
#[must_use]
pub const fn line_column(position: lsp::Position) -> LineColumn {
    LineColumn { line: position.line, column: position.character }
}

/// A byte offset in a text as a place of the protocol.
#[must_use]
pub fn position(lines: &LineIndex, at: u32, encoding: Encoding) -> lsp::Position {
    let place = lines.line_column(at, encoding);
    lsp::Position { line: place.line, character: place.column }
}

/// A span as a range of the protocol.
#[must_use]
pub fn range(lines: &LineIndex, span: Span, encoding: Encoding) -> lsp::Range {
    lsp::Range { start: position(lines, span.start, encoding), end: position(lines, span.end, encoding) }
}
