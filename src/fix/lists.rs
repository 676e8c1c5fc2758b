//! Changing lists: insert, remove and reorder items, in block and in brackets.

use super::document::Document;
use crate::syntax::{NodeRef, Style};
use crate::text::{Span, TextEdit};

/// An item of a block list with the lines that belong to it: comments above it, and what follows on its last line.
fn block_of(document: &Document<'_>, list: NodeRef<'_>, position: usize) -> Option<Span> {
    let items: Vec<NodeRef<'_>> = list.written_items().collect();
    let dash_line = |item: &NodeRef<'_>| document.line_start(dash(document, *item));
    let first_line = |at: usize| {
        let mut start = dash_line(&items[at]);
        let floor = if at == 0 { list.span().start } else { items[at - 1].span().end };
        // Comments on lines of their own directly above belong to the item.
        for comment in document.tree.comments.iter().rev().filter(|c| c.own_line) {
            let line = document.line_start(comment.span.start);
            if line >= start {
                continue;
            }
            if document.next_line(comment.span.start) != start || line < floor {
                break;
            }
            start = line;
        }
        start
    };
    let start = if position == 0 { dash_line(&items[0]) } else { first_line(position) };
    let end = if position + 1 < items.len() {
        first_line(position + 1)
    } else {
        document.next_line(last_byte(items.get(position)?))
    };
    (items.get(position).is_some() && start < end).then_some(Span::new(start, end))
}

/// A place on an item's last line.
fn last_byte(item: &NodeRef<'_>) -> u32 {
    let span = item.full_span();
    // A block scalar ends after its line break.
    if span.end > span.start { span.end - 1 } else { span.end }
}

/// Where an item's dash stands.
fn dash(document: &Document<'_>, item: NodeRef<'_>) -> u32 {
    let before = &document.text[..item.full_span().start as usize];
    let at = before.trim_end_matches([' ', '\t', '\n', '\r']).rfind('-').unwrap_or(0);
    Span::of(at, at).start
}

/// Column of a list's dashes, in characters.
fn indent(document: &Document<'_>, item: NodeRef<'_>) -> Option<String> {
    let dash = dash(document, item);
    let before = &document.text[document.line_start(dash) as usize..dash as usize];
    before.chars().all(|c| c == ' ').then(|| before.to_owned())
}

/// Whether an item's dash is the first thing on its line.
fn starts_line(document: &Document<'_>, item: NodeRef<'_>) -> bool {
    indent(document, item).is_some()
}

/// Inserts an item after the item at `after`, or first. `lines` is the item without its dash, `flow` the same for
/// brackets.
pub(super) fn insert(
    document: &Document<'_>,
    list: NodeRef<'_>,
    after: Option<usize>,
    lines: &[String],
    flow: &str,
) -> Option<TextEdit> {
    let items: Vec<NodeRef<'_>> = list.written_items().collect();
    if list.style() == Style::Flow {
        return Some(match (after, items.first()) {
            (Some(at), _) => TextEdit::new(Span::empty(items.get(at)?.full_span().end), format!(", {flow}")),
            (None, Some(first)) => TextEdit::new(Span::empty(first.full_span().start), format!("{flow}, ")),
            (None, None) => TextEdit::new(Span::empty(list.span().start + 1), flow.to_owned()),
        });
    }
    let indent = indent(document, *items.first()?)?;
    let end = document.line_end();
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        text.push_str(&format!("{indent}{}{line}{end}", if at == 0 { "- " } else { "  " }));
    }
    let at = match after {
        Some(at) => {
            let block = block_of(document, list, at)?;
            let body = Span::new(block.start, document.next_line(last_byte(&items[at])));
            body.end.min(block.end)
        }
        None => document.line_start(dash(document, items[0])),
    };
    let unfinished = at as usize == document.text.len() && !document.text.ends_with(['\n', '\r']);
    if unfinished {
        text = format!("{end}{}", text.trim_end_matches(['\n', '\r']));
    }
    Some(TextEdit::new(Span::empty(at), text))
}

/// Removes an item with its lines.
pub(super) fn remove(document: &Document<'_>, list: NodeRef<'_>, position: usize) -> Option<TextEdit> {
    let items: Vec<NodeRef<'_>> = list.written_items().collect();
    if items.len() < 2 {
        return None;
    }
    if list.style() == Style::Flow {
        let span = match (items.get(position + 1), position.checked_sub(1).and_then(|p| items.get(p))) {
            (Some(next), _) => Span::new(items[position].full_span().start, next.full_span().start),
            (None, Some(before)) => Span::new(before.full_span().end, items[position].full_span().end),
            (None, None) => return None,
        };
        return (!document.has_comment(span)).then(|| TextEdit::new(span, ""));
    }
    let block = block_of(document, list, position)?;
    if document.has_comment(block) || !starts_line(document, items[position]) {
        return None;
    }
    // The last line of a file without a final line break takes the break before it along.
    let at_end = block.end as usize == document.text.len() && !document.text.ends_with(['\n', '\r']);
    let start = if at_end { items[position - 1].full_span().end.min(block.start) } else { block.start };
    Some(TextEdit::new(Span::new(start, block.end), ""))
}

/// Brings items into another order: `order` has the positions as they are to follow each other, all of them.
pub(super) fn reorder(document: &Document<'_>, list: NodeRef<'_>, order: &[usize]) -> Option<Vec<TextEdit>> {
    let items: Vec<NodeRef<'_>> = list.written_items().collect();
    if document.has_anchors() || order.len() != items.len() {
        return None;
    }
    let spans: Vec<Span> = if list.style() == Style::Flow {
        items.iter().map(|item| item.full_span()).collect()
    } else {
        if !items.iter().all(|item| starts_line(document, *item)) {
            return None;
        }
        (0..items.len()).map(|at| block_of(document, list, at)).collect::<Option<_>>()?
    };
    let mut edits = Vec::new();
    for (to, from) in order.iter().enumerate().filter(|(to, from)| to != *from) {
        let mut text = spans[*from].slice(document.text).to_owned();
        if list.style() != Style::Flow {
            // The last line of the file may lack its line break.
            let ends = text.ends_with(['\n', '\r']);
            let should_end = spans[to].slice(document.text).ends_with(['\n', '\r']);
            if should_end && !ends {
                text.push_str(document.line_end());
            } else if ends && !should_end {
                text.truncate(text.trim_end_matches(['\n', '\r']).len());
            }
        }
        edits.push(TextEdit::new(spans[to], text));
    }
    Some(edits)
}
