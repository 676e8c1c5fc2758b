//! What is known of the thing at a place: a short card.

mod column;
mod key;
mod name;
mod role;
mod rule;
mod term;
mod text;

use super::FileView;
use crate::text::Span;

pub use text::plain;

/// A card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about (bytes of the file).
    pub span: Span,
    /// Its text, short.
    pub markdown: String,
}

/// The card of what stands at a byte offset: a name, a column, a rule's code, or a key.
#[must_use]
pub fn hover(file: &FileView<'_>, at: u32) -> Option<Hover> {
    name::hover(file, at)
        .or_else(|| column::hover(file, at))
        .or_else(|| rule::hover(file, at))
        .or_else(|| key::hover(file, at))
}
