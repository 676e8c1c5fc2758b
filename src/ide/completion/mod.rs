//! Completion: what can be written at a place.
//!
//! `context` finds out what is being written, by putting a word of its own at the cursor and parsing the result; one
//! file for each source then says what fits there, and `rank` matches and orders it.

mod body;
mod columns;
mod comment_place;
mod comments;
mod context;
mod docs;
mod kept;
mod keys;
mod links;
mod mentions;
mod names;
mod offer;
mod pages;
mod paths;
mod place;
mod prose_place;
mod rank;
mod settings;
mod snippets;
mod terms;
mod token;
mod values;
mod what;

use self::what::What;
use super::FileView;
use crate::text::{Span, TextEdit};

pub use docs::{DocsFile, DocsKey, docs};

/// The most items of one answer.
const MOST_ITEMS: usize = 100;
/// The most items of an answer that is not asked for again at each letter. One to somebody who wants a list of more has
/// the best, and is incomplete, so that no name is out of reach: it is asked for anew at the next letter, and once as
/// many fit as an answer holds, no more.
const MOST_KEPT: usize = 1000;

/// The characters after which an editor asks by itself; after letters it does anyway. They begin a name or a mention, or
/// end a name: a list that is open then closes, so that Enter is a line break. Behind a colon, a dash and a comma a line may
/// end.
const TRIGGERS: [char; 6] = ['[', ' ', '/', '+', '#', ')'];

/// The characters after which an editor asks by itself. For one that keeps lists those are left out that stand within names:
/// a question leaves the list before it open until the answer is there, and Enter takes from that. It asks by its own means
/// behind a space that begins a value.
#[must_use]
pub fn triggers(keeps: bool) -> &'static [char] {
    if keeps { &TRIGGERS[..1] } else { &TRIGGERS }
}

/// What the editor can do with an answer, and why it asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CompletionOptions {
    /// It understands snippets (`$1`, `${1:text}`). Without them blocks come as plain text with `…` to fill in.
    pub snippets: bool,
    /// Why it asks.
    pub asked: Asked,
    /// It keeps a list while letters are typed on, filters it by [`Completion::filter`], asks anew with the next letter when no
    /// item is left, and breaks the line at Enter where an item would change nothing. Such lists need no answer in time: see
    /// [`Completions::incomplete`].
    pub keeps: bool,
    /// It filters a list by [`Completion::filter`], letters in their order, also while it waits for the next answer. Others want
    /// what is typed at the start of that text.
    pub filters: bool,
    /// The day, offered where a date belongs.
    pub today: Option<jiff::civil::Date>,
}

impl CompletionOptions {
    /// How many items an answer has at most.
    const fn most(&self) -> usize {
        if self.keeps { MOST_KEPT } else { MOST_ITEMS }
    }
}

/// Why an editor asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asked {
    /// Somebody wants a list.
    #[default]
    ByHand,
    /// A letter was typed, as far as can be told. Where any text is right, what is typed is left alone: Enter behind it
    /// must give a line break.
    Letter,
    /// Another character was typed, or the list before was incomplete. Besides, nothing is offered where nothing is
    /// typed yet and Enter may well come next: behind a colon, a dash, a bracket, in an indentation.
    Character,
}

/// What can be written at a place, the best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// The items.
    pub items: Vec<Completion>,
    /// More typing can bring other items, or end the list: behind a text that is complete nothing is offered. An editor
    /// that went on filtering this list by itself would put a longer name in the place of a shorter one.
    ///
    /// Until the next answer is there, Enter may take an item that was offered for fewer letters, and the line break is lost.
    /// In an editor that filters no item is found therefore by a text that is complete, and one that keeps lists gets complete
    /// ones: of too many items the best, and others when none of these is left.
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

/// One item. Further lines of a plain `text` have their indentation and line endings; those of a snippet begin as far
/// right of the line's own indentation as they should, which editors add.
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
    /// What is compared with the text between the start of `replace` and the cursor. Letters that must not be found are hidden.
    pub filter: String,
    /// Its place in the list; of fixed width.
    pub sort: String,
    /// What is replaced: the whole word at the cursor, wherever in it that stands (bytes of the file; on one line).
    pub replace: Span,
    /// What is inserted.
    pub text: String,
    /// `text` is a snippet.
    pub snippet: bool,
    /// It writes a value, or a part of one, as it is found: whoever has typed all of it needs it no more.
    pub whole: bool,
    /// Other changes of the file that go with it.
    pub extra: Vec<TextEdit>,
    /// It should no longer be used.
    pub deprecated: bool,
    /// Values can be offered where it ends: an editor may ask for them at once.
    pub goes_on: bool,
    /// Where [`docs`] finds its documentation.
    pub docs: Option<DocsKey>,
}

/// What can be written at a byte offset of a file.
#[must_use]
pub fn completions(file: &FileView<'_>, at: u32, options: &CompletionOptions) -> Completions {
    let Some(context) = context::find(file, at) else { return Completions::default() };
    if options.asked == Asked::Character && context.may_end_here(&file.text) {
        return Completions::default();
    }
    let mut offers = offer::Offers::new(file, *options, &context);
    match &context.what {
        What::Comment(comment) => comments::offer(&mut offers, comment),
        What::Mention(mention) => mentions::offer(&mut offers, mention),
        What::Link(link) => links::offer(&mut offers, link),
        What::Key(place) => keys::offer(&mut offers, place),
        What::Value(place) => values::offer(&mut offers, place),
    }
    offers.finish(at)
}

/// Whether what can be written at a byte offset of a file depends on what other files define.
#[must_use]
pub fn needs_names(file: &FileView<'_>, at: u32) -> bool {
    let context = context::find(file, at);
    let names = |what| matches!(what, What::Mention(_) | What::Link(_) | What::Value(_));
    context.is_some_and(|context| names(context.what))
}
