//! [`SyntaxError`]: what is wrong with the YAML, in the author's words.

use crate::text::{Applicability, Span, TextEdit};

/// One syntax error. Columns and lines are left to the caller: a place is a [`Span`] of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What to underline.
    pub span: Span,
    /// What is wrong: one clause, lower case, no full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Another place that explains the error, with its label.
    pub related: Option<(Span, String)>,
    /// Edits that mend the error.
    pub fixes: Vec<SyntaxFix>,
}

/// Edits that mend a syntax error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxFix {
    /// What the edits do, in the author's words.
    pub title: String,
    /// Who may apply the edits.
    pub applicability: Applicability,
    /// The edits, in order.
    pub edits: Vec<TextEdit>,
}
