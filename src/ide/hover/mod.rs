//! Hover: a short card of what is known of the thing at a place.

mod column;
mod group;
mod key;
mod name;
mod role;
mod rule;
mod term;
mod text;
mod thing;

use super::{FileView, Location};
use crate::text::Span;

pub use text::plain;
pub(super) use text::prose;

/// A card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about (bytes of the file).
    pub span: Span,
    /// Its text, short.
    pub markdown: String,
}

/// The address of a place, for a link to it; `None` where there are to be no links.
pub type Links<'l> = &'l dyn Fn(&Location) -> Option<String>;

/// The card of what stands at a byte offset: a name, a column, a group, a rule's code, or a key. Names of things are links
/// to where they are defined, if there are addresses.
#[must_use]
pub fn hover(file: &FileView<'_>, at: u32, links: Links<'_>) -> Option<Hover> {
    name::hover(file, at, links)
        .or_else(|| column::hover(file, at, links))
        .or_else(|| group::hover(file, at))
        .or_else(|| rule::hover(file, at))
        .or_else(|| key::hover(file, at))
}

/// The card of a key or of a rule's code: the same whatever other files say. `None` at a name, a column or a group.
#[must_use]
pub fn hover_of_file(file: &FileView<'_>, at: u32) -> Option<Hover> {
    let links: Links<'_> = &|_| None;
    let others =
        name::hover(file, at, links).or_else(|| column::hover(file, at, links)).or_else(|| group::hover(file, at));
    if others.is_some() {
        return None;
    }
    rule::hover(file, at).or_else(|| key::hover(file, at))
}
