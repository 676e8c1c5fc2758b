//! [`Offers`]: the list while it is made.

use super::context::Context;
use super::docs::DocsKey;
use super::kept::{self, Complete};
use super::rank::Fit;
use super::token::{Quoting, Token};
use super::{Asked, Completion, CompletionKind, CompletionOptions, Completions};
use crate::content::{FileKind, fold};
use crate::edit::plain_fits;
use crate::ide::FileView;
use crate::schema::Shape;
use crate::syntax::scalar;
use crate::text::{Span, TextEdit};
use crate::workspace::Workspace;

/// Sort key of an item: demoted or not, rank of the match, group, position within the group.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    pub late: u8,
    pub fit: Fit,
    pub group: u8,
    pub place: u32,
}

/// The list while it is made.
pub(super) struct Offers<'a> {
    pub file: &'a FileView<'a>,
    pub options: CompletionOptions,
    pub context: &'a Context,
    list: Vec<(Rank, Completion)>,
    /// Complete texts that no item of the list writes.
    complete: Vec<Complete>,
    /// There are more items than a list holds.
    more: bool,
    /// Any text is right at the place.
    pub any_text: bool,
}

impl<'a> Offers<'a> {
    pub fn new(file: &'a FileView<'a>, options: CompletionOptions, context: &'a Context) -> Self {
        Self { file, options, context, list: Vec::new(), complete: Vec::new(), more: false, any_text: false }
    }

    pub fn workspace(&self) -> &'a Workspace {
        self.file.workspace()
    }

    pub fn is_role_file(&self) -> bool {
        self.file.entry.kind == FileKind::Role
    }

    /// What the file's schema says about a place.
    pub fn shape(&self, steps: &[Option<String>]) -> Option<&'a Shape> {
        let schema = self.workspace().schema_of(self.file.entry);
        schema.shapes.at(steps.iter().map(Option::as_deref))
    }

    /// Whether nothing is offered for a text where any text is valid.
    pub fn is_typed(&self, text: &str) -> bool {
        self.options.asked != Asked::ByHand && !text.trim().is_empty()
    }

    pub fn add(&mut self, rank: Rank, item: Completion) {
        self.list.push((rank, item));
    }

    /// Whether a text is a word in full, unless somebody wants a list: then one in another letter case is none.
    pub fn is_word(&self, typed: &str, word: &str) -> bool {
        typed == word || self.options.asked != Asked::ByHand && fold(typed) == fold(word)
    }

    /// Notes what an item would write that is not to be offered.
    pub fn note(&mut self, item: Completion) {
        if item.whole {
            self.complete.push(Complete { start: item.replace.start, text: item.filter });
        }
    }

    /// Notes that there are more items than a list holds.
    pub const fn note_more(&mut self) {
        self.more = true;
    }

    /// How many items there are so far.
    pub fn count(&self) -> usize {
        self.list.len()
    }

    /// The items from a number on, to be changed.
    pub fn since(&mut self, count: usize) -> impl Iterator<Item = &mut (Rank, Completion)> {
        self.list.iter_mut().skip(count)
    }

    /// The items in order. `at`: the cursor (byte).
    pub fn finish(mut self, at: u32) -> Completions {
        let (most, keeps) = (self.options.most(), self.options.keeps);
        self.list.sort_by(|(a, x), (b, y)| (a, &x.label, &x.text).cmp(&(b, &y.label, &y.text)));
        self.list.dedup_by(|(_, a), (_, b)| a.label == b.label && a.text == b.text && a.kind == b.kind);
        if keeps && self.list.len() > most {
            match kept::worst_fit(self.list.iter().map(|(rank, _)| rank.fit), most) {
                Some(worst) => self.list.retain(|(rank, _)| rank.fit <= worst),
                None if self.options.asked == Asked::ByHand => self.more = true,
                None => self.list.clear(),
            }
        }
        self.list.truncate(most);
        shorter_first(&mut self.list);
        let numbered = self.list.into_iter().enumerate();
        let mut items: Vec<_> =
            numbered.map(|(at, (_, item))| Completion { sort: format!("{at:04}"), ..item }).collect();
        if !keeps && !self.options.filters {
            return Completions { incomplete: !items.is_empty(), items };
        }
        let whole = items.iter().filter(|item| item.whole);
        let whole = whole.map(|item| Complete { start: item.replace.start, text: item.filter.clone() });
        self.complete.extend(whole);
        if self.any_text && self.options.asked != Asked::ByHand {
            kept::close_at_once(&mut items);
        }
        kept::close_when_typed(&mut items, &self.complete, &self.file.text, at);
        Completions { incomplete: !items.is_empty() && (self.more || !keeps), items }
    }
}

/// Moves a label before the first one that begins with it, so that a fast typist's Enter does not take the longer name.
fn shorter_first(list: &mut [(Rank, Completion)]) {
    let begins = |long: &str, short: &str| {
        let start = long.as_bytes().get(..short.len());
        start.is_some_and(|start| long.len() > short.len() && start.eq_ignore_ascii_case(short.as_bytes()))
    };
    for at in 1..list.len() {
        let short = &list[at].1.label;
        if let Some(before) = list[..at].iter().position(|(_, item)| begins(&item.label, short)) {
            list[before..=at].rotate_right(1);
        }
    }
}

/// An item that replaces a token; the caller fills in the rest.
pub(super) fn item(token: &Token, kind: CompletionKind, label: impl Into<String>, text: String) -> Completion {
    let label = label.into();
    Completion {
        kind,
        detail: None,
        description: None,
        filter: label.clone(),
        label,
        sort: String::new(),
        replace: token.span,
        text,
        snippet: false,
        whole: false,
        extra: Vec::new(),
        deprecated: false,
        goes_on: false,
        docs: None,
    }
}

/// An item that writes `value` as the whole scalar at the cursor, in quotes where it needs them.
pub(super) fn scalar_item(token: &Token, kind: CompletionKind, label: &str, value: &str) -> Option<Completion> {
    if token.several_lines {
        return None;
    }
    let inside = escaped(value, token.quoting)?;
    let mut made = item(token, kind, label, String::new());
    let fits = token.quoting != Quoting::Plain || plain_fits(value, token.flow);
    made.text = match token.quoting {
        Quoting::Plain if fits => format!("{}{value}{}", token.lead, token.close),
        Quoting::Plain => format!("{}{}{}", token.lead, scalar(value), token.close),
        _ => format!("{inside}{}", token.close),
    };
    made.whole = true;
    Some(made)
}

/// An item that writes a word of the schema: as it is, since such a word means itself wherever it is allowed.
pub(super) fn literal_item(token: &Token, kind: CompletionKind, word: &str) -> Completion {
    Completion { whole: true, ..item(token, kind, word, format!("{}{word}{}", token.lead, token.close)) }
}

/// A text as it stands within quotes; `None` where it cannot.
pub(super) fn escaped(text: &str, quoting: Quoting) -> Option<String> {
    if quoting != Quoting::Double && text.chars().any(char::is_control) {
        return None;
    }
    Some(match quoting {
        Quoting::Single => text.replace('\'', "''"),
        Quoting::Double => {
            let json = serde_json::to_string(text).ok()?;
            json.get(1..json.len() - 1)?.to_owned()
        }
        Quoting::Plain | Quoting::Block => text.to_owned(),
    })
}

/// What is typed between quotes, read back.
pub(super) fn unescaped(text: &str, quoting: Quoting) -> String {
    match quoting {
        Quoting::Single => text.replace("''", "'"),
        Quoting::Double => serde_json::from_str(&format!("\"{text}\"")).unwrap_or_else(|_| text.to_owned()),
        Quoting::Plain | Quoting::Block => text.to_owned(),
    }
}

/// Makes an item for a part of a scalar: where the whole needs quotes afterwards, other edits put them around it.
/// `None` where that is not possible.
pub(super) fn part_item(
    text: &str,
    token: &Token,
    part: Span,
    kind: CompletionKind,
    label: &str,
    value: &str,
) -> Option<Completion> {
    let inside = escaped(value, token.quoting)?;
    let mut made = item(token, kind, label, format!("{inside}{}", token.close));
    made.replace = part;
    made.whole = true;
    if token.quoting != Quoting::Plain {
        return Some(made);
    }
    made.text = format!("{}{value}", token.lead);
    if token.several_lines {
        let harmless = !value.contains(": ") && !value.contains(" #") && !value.ends_with(':');
        return (harmless && part.start > token.span.start).then_some(made);
    }
    let before = Span::new(token.span.start, part.start).slice(text);
    let after = Span::new(part.end, token.span.end).slice(text);
    let whole = format!("{before}{value}{after}");
    if plain_fits(&whole, token.flow) {
        return Some(made);
    }
    if whole.contains('\'') || whole.chars().any(char::is_control) {
        return None;
    }
    let quote = |at: u32| TextEdit::new(Span::empty(at), "'");
    if part.start == token.span.start {
        made.text = format!("{}'{value}", token.lead);
    } else {
        made.extra.push(quote(token.span.start));
    }
    if part.end == token.span.end {
        made.text.push('\'');
    } else {
        made.extra.push(quote(token.span.end));
    }
    Some(made)
}

/// The documentation of a key of a file.
pub(super) fn key_docs(file: &FileView<'_>, steps: &[Option<String>], key: Option<&str>) -> DocsKey {
    let mut path = steps.to_vec();
    path.extend(key.map(|key| Some(key.to_owned())));
    DocsKey::Key { file: file.entry.kind.into(), path }
}
