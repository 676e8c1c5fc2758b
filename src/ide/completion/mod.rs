//! Completion: what can be written at a place.
//!
//! `context` finds out what is being written, by putting a word of its own at the cursor and parsing the result; one
//! file for each source then says what fits there, and `rank` matches and orders it.

mod columns;
mod comments;
mod context;
mod docs;
mod keys;
mod mentions;
mod names;
mod offer;
mod rank;
mod settings;
mod snippets;
mod terms;
mod token;
mod values;

use super::FileView;
use crate::text::{Span, TextEdit};

pub use docs::{DocsFile, DocsKey, docs};

/// The most items of one answer.
const MOST_ITEMS: usize = 100;

/// What the editor can do with an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CompletionOptions {
    /// It understands snippets (`$1`, `${1:text}`). Without them blocks come as plain text with `…` to fill in.
    pub snippets: bool,
    /// The day, offered where a date belongs.
    pub today: Option<jiff::civil::Date>,
}

/// What can be written at a place, the best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// The items.
    pub items: Vec<Completion>,
    /// The list is cut: more typing can bring other items.
    pub incomplete: bool,
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    /// The name of a role.
    Role,
    /// A name of another kind, or a kind itself.
    Term,
    /// A key.
    Key,
    /// One of a few fixed values.
    Value,
    /// A column of the comparison.
    Column,
    /// The code of a rule, or a suppression.
    Code,
    /// A block of text.
    Snippet,
}

/// One item. `text` is to be inserted as it is: its further lines have their indentation and line endings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What the list shows.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// What it is, in a few words.
    pub detail: Option<String>,
    /// What it leads to, if the label does not say so itself: `alias of …`.
    pub description: Option<String>,
    /// What is compared with the text between the start of `insert` and the cursor.
    pub filter: String,
    /// Its place in the list; of fixed width.
    pub sort: String,
    /// What is replaced when the rest behind the cursor stays (bytes of the file; on the cursor's line).
    pub insert: Span,
    /// What is replaced when the whole word at the cursor goes; begins where `insert` begins.
    pub replace: Span,
    /// What is inserted.
    pub text: String,
    /// `text` is a snippet.
    pub snippet: bool,
    /// Other changes of the file that go with it.
    pub extra: Vec<TextEdit>,
    /// It should no longer be used.
    pub deprecated: bool,
    /// Where [`docs`] finds its documentation.
    pub docs: Option<DocsKey>,
}

/// What can be written at a byte offset of a file.
#[must_use]
pub fn completions(file: &FileView<'_>, at: u32, options: &CompletionOptions) -> Completions {
    let Some(context) = context::find(file, at) else { return Completions::default() };
    let mut offers = offer::Offers::new(file, *options, &context);
    match &context.what {
        context::What::Comment(comment) => comments::offer(&mut offers, comment),
        context::What::Mention(mention) => mentions::offer(&mut offers, mention),
        context::What::Key(place) => keys::offer(&mut offers, place),
        context::What::Value(place) => values::offer(&mut offers, place),
    }
    offers.finish(MOST_ITEMS)
}
