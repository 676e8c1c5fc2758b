//! Writing another name in a list: where the list has that name already, the entry is removed instead.

use std::cell::RefCell;
use std::rc::Rc;

use crate::content::{COMMAS, CellPart, FileFacts, KindId, Origin, Reference, collapse, joints};
use crate::edit::{Document, scalar, sequence};
use crate::syntax::{Kind, NodeRef};
use crate::text::{Span, TextEdit};
use crate::workspace::{DefId, How, Resolved, TermPart, Workspace, term_parts};

/// An entry that would become a duplicate in its list.
pub(super) struct Repeat {
    /// The edits that remove it; `None` where words, a comment or an anchor would go with it.
    pub edits: Option<Vec<TextEdit>>,
    /// The entry as it is written, white space collapsed.
    pub written: String,
    /// Whether it resolves to the same thing already: then removing it loses nothing.
    pub same: bool,
}

/// A name in a list.
pub(super) struct Entry<'d> {
    /// The name alone (byte offsets in the file).
    span: Span,
    resolved: Option<Resolved>,
    /// Of a term: the scalar that lists it, and its byte range in the scalar's value.
    part: Option<(&'d CellPart, usize, usize)>,
    /// Of a term: where its scalar stands, and the byte offset in it of the parenthesis around the term.
    around: Option<(u32, usize)>,
}

/// The list of terms that was read last. Many fixes are in one, and each would read all of it.
#[derive(Default)]
pub(super) struct LastRead<'w>(RefCell<Option<Terms<'w>>>);

/// The terms of a list in one scalar or in the items of a sequence.
#[derive(Clone)]
struct Terms<'w> {
    facts: &'w FileFacts,
    /// Their region in the file.
    whole: Span,
    entries: Rc<[Entry<'w>]>,
}

/// The names among which none should stand twice.
struct List<'d> {
    kind: KindId,
    /// Those of a text, in whatever parentheses they stand.
    all: Rc<[Entry<'d>]>,
    /// The names in one pair of parentheses are a list of their own.
    around: Option<(u32, usize)>,
    /// The YAML sequence, if its items are the names.
    sequence: Option<NodeRef<'d>>,
    /// Byte offset of its start, which tells lists of a file from each other.
    start: u32,
}

impl<'d> List<'d> {
    fn entries(&self) -> impl Iterator<Item = &Entry<'d>> {
        self.all.iter().filter(|entry| entry.around == self.around)
    }
}

/// A list with more names, or a text that lists names and has more bytes: each fix in it would go through all of it, so that
/// names in it are not replaced.
const MOST_NAMES: usize = 1_000;
const LONGEST_TEXT: usize = 64 << 10;

/// The list is too long to tell what stands in it twice.
pub(super) struct TooLong;

/// The name at `span` as a duplicate, if its list names what `to` means already; else `None`.
pub(super) fn repeat<'w>(
    (workspace, last): (&'w Workspace, &LastRead<'w>),
    facts: &'w FileFacts,
    document: &Document,
    span: Span,
    to: &str,
) -> Result<Option<Repeat>, TooLong> {
    let Some(list) = list_at((workspace, last), facts, document, span)? else { return Ok(None) };
    let Some(def) = workspace.resolve(list.kind, to).map(|resolved| resolved.def) else { return Ok(None) };
    if !list.entries().any(|other| repeats(other, span, def)) {
        return Ok(None);
    }
    let Some(entry) = list.entries().find(|entry| entry.span == span) else { return Ok(None) };
    let same = entry.resolved.is_some_and(|resolved| resolved.def == def);
    let written = collapse(span.slice(&document.text)).into_owned();
    Ok(Some(Repeat { edits: remove(workspace, document, &list, entry, false), written, same }))
}

/// Byte offset of the start of the list that a name stands in; `None` where it stands in none.
pub(super) fn list_start<'w>(
    read: (&'w Workspace, &LastRead<'w>),
    facts: &'w FileFacts,
    document: &Document,
    span: Span,
) -> Option<u32> {
    list_at(read, facts, document, span).ok().flatten().map(|list| list.start)
}

/// Whether `other` names `def` and will go on to: exactly, or misspelled but before `span`, so that of two misspelled
/// entries the first stays.
fn repeats(other: &Entry<'_>, span: Span, def: DefId) -> bool {
    let stays = |r: &Resolved| r.def == def && (r.how == How::Exact || other.span.start < span.start);
    other.span != span && other.resolved.as_ref().is_some_and(stays)
}

/// The list that the name at `span` belongs to: for a role of a page, all roles of that list of the page; for another
/// reference, its YAML sequence; for a term, its text, with the other items if the text is an item of a sequence.
fn list_at<'w: 'd, 'd>(
    (workspace, last): (&'w Workspace, &LastRead<'w>),
    facts: &'w FileFacts,
    document: &'d Document,
    span: Span,
) -> Result<Option<List<'d>>, TooLong> {
    let reference = facts
        .references
        .iter()
        .find(|r| r.at.span == span && !matches!(r.origin, Origin::Mention | Origin::DoubtfulMention));
    if let Some(reference) = reference {
        let in_page = matches!(reference.origin, Origin::Alternative | Origin::Row | Origin::Pick);
        let sequence = if in_page { None } else { sequence_of(document, span) };
        if !in_page && sequence.is_none() {
            return Ok(None);
        }
        let is_item = |at: Span| match sequence {
            // Between the items nothing is a name.
            Some(list) => list.span().contains(at),
            None => true,
        };
        let alike = facts
            .references
            .iter()
            .filter(|r| r.kind == reference.kind && r.origin == reference.origin && is_item(r.at.span));
        let entry = |r: &Reference| {
            let resolved = workspace.resolve(r.kind, &r.at.name);
            Entry { span: r.at.span, resolved, part: None, around: None }
        };
        let start = sequence.map_or(span.start, |list| list.span().start);
        if alike.clone().nth(MOST_NAMES).is_some() {
            return Err(TooLong);
        }
        return Ok(Some(List { kind: reference.kind, all: alike.map(entry).collect(), around: None, sequence, start }));
    }
    let part = term_parts(workspace.config(), facts).find(|text| text.part.span.contains(span));
    let Some(TermPart { kind, part, .. }) = part else { return Ok(None) };
    let sequence = sequence_of(document, span).filter(|_| part.item);
    let whole = sequence.map_or(part.span, NodeRef::full_span);
    let all = last.terms(workspace, facts, whole)?;
    let around = all.iter().find(|entry| entry.span == span).map(|entry| entry.around);
    Ok(around.map(|around| List { kind, all, around, sequence, start: whole.start }))
}

impl<'w> LastRead<'w> {
    /// The terms in a region of a file.
    fn terms(&self, workspace: &Workspace, facts: &'w FileFacts, whole: Span) -> Result<Rc<[Entry<'w>]>, TooLong> {
        let mut last = self.0.borrow_mut();
        if let Some(last) = last.as_ref().filter(|last| std::ptr::eq(last.facts, facts) && last.whole == whole) {
            return Ok(last.entries.clone());
        }
        let within = || term_parts(workspace.config(), facts).filter(|text| whole.contains(text.part.span));
        if within().map(|text| text.part.text.len()).sum::<usize>() > LONGEST_TEXT {
            return Err(TooLong);
        }
        let mut entries = Vec::new();
        for TermPart { kind, part, .. } in within() {
            let mut open = Parentheses::of(&part.text);
            for term in workspace.terms_in(kind, part) {
                entries.push(Entry {
                    span: part.place(term.start, term.end),
                    resolved: term.meaning,
                    part: Some((part, term.start, term.end)),
                    around: open.at(term.start).map(|open| (part.span.start, open)),
                });
            }
        }
        let entries: Rc<[Entry<'w>]> = entries.into();
        *last = Some(Terms { facts, whole, entries: entries.clone() });
        Ok(entries)
    }
}

/// The list whose item is the scalar at a place.
pub(super) fn sequence_of<'d>(document: &'d Document, span: Span) -> Option<NodeRef<'d>> {
    let path = document.path_at(span.start);
    let (_, above) = path.split_last()?;
    let list = document.tree.written(*above.last()?);
    (list.kind() == Kind::Sequence).then_some(list)
}

/// The parentheses that are open at places of a text, which are asked for in order.
struct Parentheses<'t> {
    rest: std::str::CharIndices<'t>,
    open: Vec<usize>,
}

impl<'t> Parentheses<'t> {
    fn of(text: &'t str) -> Self {
        Self { rest: text.char_indices(), open: Vec::new() }
    }

    /// Byte offset of the innermost one that is open at `at`.
    fn at(&mut self, at: usize) -> Option<usize> {
        while self.rest.offset() < at
            && let Some((place, letter)) = self.rest.next()
        {
            match letter {
                '(' => self.open.push(place),
                ')' => drop(self.open.pop()),
                _ => {}
            }
        }
        self.open.last().copied()
    }
}

/// Takes the name at `span`, which its list has already, out of the list; with `note` what stands in parentheses behind it
/// too. `None` where other words, a comment or an anchor would go with it.
pub(super) fn remove_repeated<'w>(
    (workspace, last): (&'w Workspace, &LastRead<'w>),
    facts: &'w FileFacts,
    document: &Document,
    span: Span,
    note: bool,
) -> Option<Vec<TextEdit>> {
    let list = list_at((workspace, last), facts, document, span).ok()??;
    let entry = list.entries().find(|entry| entry.span == span)?;
    remove(workspace, document, &list, entry, note)
}

/// Takes the item of a sequence at a place out of it; `None` where a comment or an anchor would go with it.
pub(super) fn remove_item(document: &Document, at: Span) -> Option<Vec<TextEdit>> {
    let list = sequence_of(document, at).filter(|_| document.is_sound())?;
    let position = list.written_items().position(|item| item.span().contains(at))?;
    sequence::remove_many(document, list, &[position])
}

/// Takes an entry out of its list; `None` where words, a comment or an anchor would go with it. With `note` a note behind
/// it may go.
fn remove(
    workspace: &Workspace,
    document: &Document,
    list: &List<'_>,
    entry: &Entry<'_>,
    note: bool,
) -> Option<Vec<TextEdit>> {
    let item = || {
        let list = list.sequence.filter(|_| document.is_sound())?;
        let position = list.written_items().position(|item| item.span().contains(entry.span))?;
        sequence::remove_many(document, list, &[position])
    };
    let Some((part, start, mut end)) = entry.part else { return item() };
    let text = &*part.text;
    if note {
        let close = text[end..].find(')').map(|at| end + at + 1)?;
        let stands_there = |other: &Entry<'_>| {
            other.part.is_some_and(|(other, start, _)| std::ptr::eq(other, part) && (end..close).contains(&start))
        };
        let holds_names = || list.all.iter().any(stands_there);
        if !text[end..].trim_start().starts_with('(') || text[end..close].matches('(').count() != 1 || holds_names() {
            return None;
        }
        end = close;
    }
    if text.trim() == &text[start..end] {
        return item();
    }
    let (start, end) = cut(text, start, end, &workspace.config().page.and)?;
    scalar::replace(document, part.place(start, end), "")
}

/// No joining word is longer, but those of the settings.
const BESIDE: usize = 64;

/// The byte range of a name together with one separator beside it: a `/` rather than a comma, the one in front rather
/// than the one behind. `None` where there is none, or where something else beside the name would lose it.
fn cut(text: &str, start: usize, end: usize, and: &[String]) -> Option<(usize, usize)> {
    let comma = |c: char| COMMAS.contains(&c);
    let before = text[..start].trim_end();
    let after = text[end..].trim_start();
    let behind = |length: usize| text.len() - after[length..].trim_start().len();
    let (left, right) = (before.chars().next_back(), after.chars().next());
    if left == Some('/') {
        return Some((before[..before.len() - 1].trim_end().len(), end));
    }
    if right == Some('/') {
        return Some((start, behind(1)));
    }
    // What stands beside it; the text may be long.
    let reach = BESIDE + and.iter().map(String::len).max().unwrap_or(0);
    let is_boundary = |at: &usize| text.is_char_boundary(*at);
    let from = (0..=before.len().saturating_sub(reach)).rev().find(is_boundary).unwrap_or(0);
    let to = (behind(0).saturating_add(reach)..text.len()).find(is_boundary).unwrap_or(text.len());
    let words = joints(text, from..to, and, |_| false);
    let word_left = words.iter().find(|word| word.end <= start && text[word.end..start].trim().is_empty());
    let word_right = words.iter().find(|word| word.start >= end && text[end..word.start].trim().is_empty());
    // A note in parentheses would lose its name.
    let is_free = |c: char| comma(c) || c == ')' || after == ".";
    if word_right.is_none() && right.is_some_and(|c| !is_free(c)) {
        return None;
    }
    if let Some(word) = word_left {
        // A comma may stand before the word too.
        let rest = text[..word.start].trim_end();
        return Some((rest.trim_end_matches(comma).len(), end));
    }
    if let Some(separator) = left.filter(|c| comma(*c)) {
        return Some((before[..before.len() - separator.len_utf8()].trim_end().len(), end));
    }
    if left.is_some_and(|c| c != '(') {
        return None;
    }
    match (word_right, right.filter(|c| comma(*c))) {
        (Some(word), _) => Some((start, text.len() - text[word.end..].trim_start().len())),
        (None, Some(separator)) => Some((start, behind(separator.len_utf8()))),
        (None, None) => None,
    }
}
