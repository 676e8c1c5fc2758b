//! [`Outdented`]: a value whose lines stand too far left.

use crate::text::{Span, TextEdit};

/// A flow collection or quoted scalar with lines at or left of the column of the block key or dash that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outdented {
    /// What stands too far left on the first of these lines: a bracket, or a word (bytes of the file).
    pub span: Span,
    /// Whether the value is a quoted scalar.
    pub quoted: bool,
    /// Edits that indent the lines.
    pub edits: Vec<TextEdit>,
}
