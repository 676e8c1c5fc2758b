//! [`SchemaFinding`]: what a schema refuses, in the author's words.

use crate::text::{Applicability, Span, TextEdit};

/// One error of the validator, in the author's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaFinding {
    /// What to underline.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// A key is missing (such findings count less in a draft).
    pub missing_key: bool,
    /// A key is not known.
    pub unknown_key: bool,
    /// The key or value that was meant.
    pub fix: Option<SchemaFix>,
}

impl SchemaFinding {
    /// A finding about what stands at `span`, without a fix.
    #[must_use]
    pub fn new(span: Span, message: impl Into<String>, help: Option<String>) -> Self {
        Self { span, message: message.into(), help, missing_key: false, unknown_key: false, fix: None }
    }
}

/// What mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaFix {
    /// What it does.
    pub title: String,
    /// How.
    pub edits: Vec<TextEdit>,
    /// Who may apply it.
    pub applicability: Applicability,
}

impl SchemaFix {
    /// A suggestion.
    pub fn new(title: impl Into<String>, edits: Vec<TextEdit>) -> Self {
        Self { title: title.into(), edits, applicability: Applicability::Unsafe }
    }

    /// The same as a safe fix.
    #[must_use]
    pub fn safe(self) -> Self {
        Self { applicability: Applicability::Safe, ..self }
    }

    /// Replaces a key or a value by the one that was meant.
    #[must_use]
    pub fn replace(span: Span, text: &str) -> Self {
        Self::new(format!("Replace with \"{text}\""), vec![TextEdit::new(span, text)])
    }
}

/// What is said of a refused value: message and help, and the fix if one is evident.
pub(super) type Said = (String, String, Option<SchemaFix>);
