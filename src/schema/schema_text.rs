//! A schema file of a team, and what is wrong with it.

use crate::text::Span;

/// A schema file of a team: its path relative to the workspace and its text (JSON or YAML).
#[derive(Clone, Debug)]
pub struct SchemaText {
    /// Path with `/`.
    pub path: String,
    /// The file's text.
    pub text: String,
}

/// Why a schema cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaError {
    /// The schema file.
    pub path: String,
    /// The place in it (bytes); empty at 0 if the schema as a whole is meant.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}
