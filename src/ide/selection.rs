//! Selection: from the word at the cursor outward, a step at a time.

use super::FileView;
use crate::content::mentions;
use crate::syntax::{Kind, NodeId, NodeRef, Style};
use crate::text::Span;

/// What can be selected around a byte offset, the smallest first; each lies within the next and is smaller than it.
///
/// A word; the name it belongs to, its mention and its paragraph; the text without its quotes, then with them; the key
/// with its value; the list item; the list; and so on to the whole file.
#[must_use]
pub fn selection_ranges(file: &FileView<'_>, at: u32) -> Vec<Span> {
    let mut at = (at as usize).min(file.text.len());
    while !file.text.is_char_boundary(at) {
        at -= 1;
    }
    let at = crate::text::Span::of(at, at).start;
    let start = if file.text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut steps = Steps { at, found: Vec::new() };
    let path = file.tree.path_at(at);
    if let Some(leaf) = path.last().map(|id| file.tree.written(*id)) {
        scalar(file, leaf, &mut steps);
    }
    let mut inner: Option<NodeId> = None;
    for id in path.iter().rev() {
        let node = file.tree.written(*id);
        match node.kind() {
            Kind::Mapping => entry(file, node, inner, &mut steps),
            Kind::Sequence => {
                if let Some(item) = inner.map(|id| file.tree.written(id)) {
                    steps.add(&file.text, item.full_span());
                    if node.style() == Style::Block {
                        steps.add(&file.text, with_dash(&file.text, item.full_span()));
                    }
                }
            }
            _ => {}
        }
        if !matches!(node.style(), Style::Literal | Style::Folded) {
            steps.add(&file.text, node.span());
        }
        steps.add(&file.text, node.full_span());
        inner = Some(*id);
    }
    let mut found = steps.found;
    let all = Span::of(start.min(file.text.len()), file.text.len());
    if found.last().is_none_or(|last| all.contains(*last) && *last != all) {
        found.push(all);
    }
    found
}

/// Spans that grow around a place.
struct Steps {
    at: u32,
    found: Vec<Span>,
}

impl Steps {
    /// Adds a span, without the white space at its end, if it contains the place and the last span, and is larger than
    /// that.
    fn add(&mut self, text: &str, span: Span) {
        let Some(inside) = text.get(span.range()) else { return };
        let span = Span::of(span.start as usize, span.start as usize + inside.trim_end().len());
        let holds = span.start <= self.at && self.at <= span.end && !span.is_empty();
        if holds && self.found.last().is_none_or(|last| span.contains(*last) && span != *last) {
            self.found.push(span);
        }
    }
}

/// What can be selected within a scalar.
fn scalar(file: &FileView<'_>, node: NodeRef<'_>, steps: &mut Steps) {
    if matches!(node.kind(), Kind::Mapping | Kind::Sequence) {
        return;
    }
    let text = &file.text;
    steps.add(text, word(text, node.span(), steps.at));
    if let Some(name) = file.use_at(steps.at) {
        steps.add(text, name.span);
    }
    if node.kind() == Kind::String {
        let value = node.scalar_text();
        let map = node.map();
        if value.contains("[[") {
            let form = file.workspace().config().mention_form(&file.entry.path);
            for mention in mentions(value, &[], form, |kind| file.workspace().config().kind(kind).is_some()) {
                let whole = map.span(mention.whole.start, mention.whole.end);
                if whole.start <= steps.at && steps.at <= whole.end {
                    if let Some(shown) = &mention.shown {
                        steps.add(text, map.span(shown.start, shown.end));
                    }
                    steps.add(text, Span::new(whole.start + 2, whole.end.saturating_sub(2).max(whole.start + 2)));
                    steps.add(text, whole);
                }
            }
        }
        if matches!(node.style(), Style::Literal | Style::Folded) {
            steps.add(text, paragraph(text, node.span(), steps.at));
        }
    }
    steps.add(text, node.inner_span());
}

/// The run of letters, digits and what joins them (`Node.js`, `C++`) that a place touches.
fn word(text: &str, within: Span, at: u32) -> Span {
    let inside = within.slice(text);
    let Some((before, after)) = at.checked_sub(within.start).and_then(|i| inside.split_at_checked(i as usize)) else {
        return Span::empty(at);
    };
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '\'' | '’' | '+' | '#' | '.');
    let left = before.len() - before.trim_end_matches(joins).len();
    let right = after.len() - after.trim_start_matches(joins).len();
    let start = at as usize - left;
    let found = &text[start..at as usize + right];
    // Quotes and the full stop of a sentence are no part of a word.
    let kept = found.trim_start_matches(['\'', '’', '-', '.', '#', '+']);
    let start = start + found.len() - kept.len();
    Span::of(start, start + kept.trim_end_matches(['\'', '’', '-', '.']).len())
}

/// The lines around a place up to the next empty ones.
fn paragraph(text: &str, within: Span, at: u32) -> Span {
    let inside = within.slice(text);
    let mut start = within.start as usize;
    let mut end = start;
    let mut found = Span::empty(at);
    let mut close = |start: usize, end: usize| {
        let part = text.get(start..end).unwrap_or_default();
        let from = start + part.len() - part.trim_start().len();
        let span = Span::of(from, from + part.trim().len());
        if span.start <= at && at <= span.end {
            found = span;
        }
    };
    for line in inside.split_inclusive('\n') {
        if line.trim().is_empty() {
            close(start, end);
            start = end + line.len();
        }
        end += line.len();
    }
    close(start, end);
    found
}

/// A list item with the dash before it, where nothing stands between them.
fn with_dash(text: &str, item: Span) -> Span {
    let before = text.get(..item.start as usize).unwrap_or_default().trim_end();
    if before.ends_with('-') { Span::of(before.len() - 1, item.end as usize) } else { item }
}

/// Adds the pair of a mapping that contains the place, its value first.
fn entry(file: &FileView<'_>, node: NodeRef<'_>, inner: Option<NodeId>, steps: &mut Steps) {
    for (key, value) in node.written_entries() {
        let whole = key.full_span().cover(value.full_span());
        let here = match inner {
            Some(id) => id == key.id() || id == value.id(),
            None => whole.start <= steps.at && steps.at <= whole.end,
        };
        if here {
            if inner.is_none_or(|id| id == value.id()) {
                steps.add(&file.text, value.full_span());
            }
            steps.add(&file.text, whole);
            return;
        }
    }
}
