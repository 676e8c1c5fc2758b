//! Edits of sequences, block and flow: insert, remove and reorder items.
//!
//! An item of a block sequence owns whole lines: the comments directly above it, its own lines, and comments below it
//! that are indented like its content. Blank lines between items, and comments that stand alone among them, are gaps:
//! they stay where they are when items move.

use super::document::Document;
use crate::syntax::{Kind, NodeRef, Style};
use crate::text::{Span, TextEdit};

/// A block sequence with the lines that each item owns.
struct Lines<'d> {
    items: Vec<NodeRef<'d>>,
    /// The lines of each item, comments that belong to it included.
    bodies: Vec<Span>,
}

impl<'d> Lines<'d> {
    /// `None` where an item shares a line with something else.
    fn of(document: &Document, list: NodeRef<'d>) -> Option<Self> {
        let items: Vec<NodeRef<'d>> = list.written_items().collect();
        let at_start = list.full_span().start <= first_byte(document);
        let mut bodies: Vec<Span> = Vec::with_capacity(items.len());
        for (position, item) in items.iter().enumerate() {
            let column = indent(document, *item)?.len();
            // Comments above the first item of a file speak of the file.
            let floor = match bodies.last() {
                Some(before) => before.end,
                None if at_start => u32::MAX,
                None => 0,
            };
            let start = comments_above(document, document.line_start(dash(document, *item)), column, floor);
            let mut end = document.next_line(last_byte(document, *item));
            let stop = items.get(position + 1).map(|next| document.line_start(dash(document, *next)));
            if stop.is_some_and(|stop| stop < end) {
                return None;
            }
            end = comments_below(document, end, column, stop);
            bodies.push(Span::new(start, end));
        }
        Some(Self { items, bodies })
    }

    /// The lines between an item and the next.
    fn gap(&self, position: usize) -> Span {
        Span::new(self.bodies[position].end, self.bodies[position + 1].start)
    }

    /// Whether there are two or more items, with blank lines and nothing else between them.
    fn spaced(&self, document: &Document) -> bool {
        let last = self.bodies.len() - 1;
        last > 0 && (0..last).all(|at| !self.gap(at).is_empty() && self.gap(at).slice(&document.text).trim().is_empty())
    }
}

/// Byte offset of the first content of a file: where the root starts, at least behind a byte order mark and white
/// space.
fn first_byte(document: &Document) -> u32 {
    let before = document.text.len() - document.text.trim_start_matches(['\u{feff}', ' ', '\t', '\n', '\r']).len();
    let start = document.tree.root().map_or(0, |root| root.full_span().start);
    start.max(Span::of(before, before).start)
}

/// Start of the comments directly above the line at `start` that are indented by at most `column` and do not lie before
/// `floor`. Byte offsets; `column` in bytes from 0.
fn comments_above(document: &Document, mut start: u32, column: usize, floor: u32) -> u32 {
    let all = &document.tree.comments;
    for comment in all[..all.partition_point(|c| c.span.start < start)].iter().rev() {
        let line = document.line_start(comment.span.start);
        let deeper = (comment.span.start - line) as usize > column;
        if !comment.own_line || document.next_line(comment.span.start) != start || line < floor || deeper {
            break;
        }
        start = line;
    }
    start
}

/// End of the comments directly below the line that ends at `end` that are indented by more than `column`, as is what
/// belongs to the item above. They end before `stop`.
fn comments_below(document: &Document, mut end: u32, column: usize, stop: Option<u32>) -> u32 {
    let all = &document.tree.comments;
    for comment in &all[all.partition_point(|c| c.span.start < end)..] {
        let line = document.line_start(comment.span.start);
        let deeper = (comment.span.start - line) as usize > column;
        if !comment.own_line || line != end || !deeper || stop.is_some_and(|stop| stop <= line) {
            break;
        }
        end = document.next_line(comment.span.start);
    }
    end
}

/// The last leaf of an item.
fn last_part<'d>(item: NodeRef<'d>) -> NodeRef<'d> {
    let mut last = item;
    loop {
        let below = match last.kind() {
            Kind::Sequence => last.written_items().last(),
            Kind::Mapping => last.written_entries().last().map(|(_, value)| value),
            _ => None,
        };
        match below {
            Some(node) => last = node,
            None => return last,
        }
    }
}

/// Whether blank lines below an item belong to the block scalar at its end (`|+`, `>+`).
fn keeps_blank_lines(document: &Document, item: NodeRef<'_>) -> bool {
    let last = last_part(item);
    let header = Span::new(last.full_span().start, last.span().end).slice(&document.text);
    matches!(last.style(), Style::Literal | Style::Folded)
        && header.lines().next().is_some_and(|line| line.contains('+'))
}

/// A byte offset on an item's last line. Blank lines at its end count only where a block scalar keeps them (`|+`).
pub(crate) fn last_byte(document: &Document, item: NodeRef<'_>) -> u32 {
    let span = item.full_span();
    let keeps = keeps_blank_lines(document, item);
    let end = if keeps { span.end } else { span.start + Span::of(0, span.slice(&document.text).trim_end().len()).end };
    // A block scalar ends after its line break.
    let end = if end > span.start { end - 1 } else { end };
    let mut end = end as usize;
    while !document.text.is_char_boundary(end) {
        end -= 1;
    }
    Span::of(end, end).start
}

/// Byte offset of an item's dash.
fn dash(document: &Document, item: NodeRef<'_>) -> u32 {
    let before = &document.text[..item.full_span().start as usize];
    let at = before.trim_end_matches([' ', '\t', '\n', '\r']).rfind('-').unwrap_or(0);
    Span::of(at, at).start
}

/// The spaces before an item's dash; `None` where anything else stands there.
pub(crate) fn indent(document: &Document, item: NodeRef<'_>) -> Option<String> {
    let dash = dash(document, item);
    let before = &document.text[document.line_start(dash) as usize..dash as usize];
    before.chars().all(|c| c == ' ').then(|| before.to_owned())
}

/// Whether a file lacks its final line break.
pub(crate) fn is_unfinished(document: &Document) -> bool {
    !document.text.is_empty() && !document.text.ends_with(['\n', '\r'])
}

/// Inserts an item behind the one at position `after`, or first. `lines` is the item for a block sequence, without dash
/// and indentation; `flow` is the item for a flow sequence.
pub(crate) fn insert(
    document: &Document,
    list: NodeRef<'_>,
    after: Option<usize>,
    lines: &[String],
    flow: &str,
) -> Option<TextEdit> {
    if list.style() == Style::Flow {
        let items: Vec<NodeRef<'_>> = list.written_items().collect();
        return Some(match (after, items.first()) {
            (Some(at), _) => {
                let before = items.get(at)?.full_span();
                TextEdit::new(Span::empty(before.end), format!("{}{flow}", document.comma(before)))
            }
            (None, Some(first)) => {
                let first = first.full_span();
                TextEdit::new(Span::empty(first.start), format!("{flow}{}", document.comma(first)))
            }
            (None, None) => TextEdit::new(Span::empty(list.span().start + 1), flow.to_owned()),
        });
    }
    let list = Lines::of(document, list)?;
    let indent = indent(document, *list.items.first()?)?;
    let end = document.line_end();
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        // An empty line has no indentation.
        let lead = if at == 0 { format!("{indent}- ") } else { format!("{indent}  ") };
        text.push_str(format!("{lead}{line}").trim_end_matches(' '));
        text.push_str(end);
    }
    let gap = if list.spaced(document) { end } else { "" };
    let Some(after) = after else {
        return Some(TextEdit::new(Span::empty(list.bodies[0].start), format!("{text}{gap}")));
    };
    let at = list.bodies.get(after)?.end;
    let unfinished = at as usize == document.text.len() && is_unfinished(document);
    let text =
        if unfinished { format!("{end}{gap}{}", text.trim_end_matches(['\n', '\r'])) } else { format!("{gap}{text}") };
    Some(TextEdit::new(Span::empty(at), text))
}

/// Removes an item with its lines. `None` where it is the only one, or where a comment or an anchor would go with it.
pub(crate) fn remove(document: &Document, list: NodeRef<'_>, position: usize) -> Option<TextEdit> {
    if list.written_items().count() < 2 {
        return None;
    }
    remove_many(document, list, &[position])?.pop()
}

/// Removes items with their lines; a list that loses all of them becomes `[]`. `None` where a comment or an anchor would
/// go with them, see [`Document::removal`].
pub(crate) fn remove_many(document: &Document, list: NodeRef<'_>, positions: &[usize]) -> Option<Vec<TextEdit>> {
    let items: Vec<NodeRef<'_>> = list.written_items().collect();
    let mut positions = positions.to_vec();
    positions.sort_unstable();
    positions.dedup();
    let (first, last) = (*positions.first()?, *positions.last()?);
    if last >= items.len() {
        return None;
    }
    let free = |span: Span| !document.has_comment(span) && !document.tree.properties_within(span);
    if positions.len() == items.len() {
        return empty(document, list).filter(|edit| free(edit.span)).map(|edit| vec![edit]);
    }
    let mut runs: Vec<(usize, usize)> = vec![(first, first)];
    for position in positions.into_iter().skip(1) {
        match runs.last_mut() {
            Some((_, to)) if *to + 1 == position => *to = position,
            _ => runs.push((position, position)),
        }
    }
    if list.style() == Style::Flow {
        let spans = runs.into_iter().map(|(from, to)| match from.checked_sub(1) {
            Some(before) => Span::new(items[before].full_span().end, items[to].full_span().end),
            None => Span::new(items[from].full_span().start, items[to + 1].full_span().start),
        });
        return spans.map(|span| document.removal(span)).collect();
    }
    let lines = Lines::of(document, list)?;
    let mut edits = Vec::new();
    for (from, to) in runs {
        let body = Span::new(lines.bodies[from].start, lines.bodies[to].end);
        // One of the two gaps beside it goes too, unless a comment or an anchor stands in it.
        let mut span = body;
        if from > 0 && free(lines.gap(from - 1)) {
            span.start = lines.gap(from - 1).start;
        } else if from == 0 && free(lines.gap(to)) {
            span.end = lines.gap(to).end;
        }
        // The last line of a file that lacks its final line break goes with the line break before it.
        if span.end as usize == document.text.len() && is_unfinished(document) {
            let before = &document.text[..span.start as usize];
            let break_ = before.strip_suffix("\r\n").or_else(|| before.strip_suffix(['\n', '\r']));
            span.start = Span::of(break_.map_or(before.len(), str::len), before.len()).start;
        }
        edits.push(document.removal(span)?);
    }
    Some(edits)
}

/// Removes all items: `[]` remains.
fn empty(document: &Document, list: NodeRef<'_>) -> Option<TextEdit> {
    let span = list.full_span();
    if list.style() == Style::Flow {
        return Some(TextEdit::new(Span::new(list.span().start + 1, list.span().end - 1), ""));
    }
    let last = document.next_line(last_byte(document, list.written_items().last()?));
    let end = span.start + Span::of(0, Span::new(span.start, last).slice(&document.text).trim_end().len()).end;
    let before = document.text[..span.start as usize].trim_end_matches([' ', '\n', '\r']);
    let start = Span::of(before.len(), before.len()).start;
    if before.ends_with(':') {
        return Some(TextEdit::new(Span::new(start, end), " []"));
    }
    let is_root = document.tree.root().is_some_and(|root| root.id() == list.id());
    is_root.then(|| TextEdit::new(Span::new(span.start, end), "[]"))
}

/// Reorders items: `order[i]` is the present position of the item that is to come to position `i`, for all of them.
/// Gaps stay where they are. `None` where an anchor or a comment might lose its place, or a text would change.
pub(crate) fn reorder(document: &Document, list: NodeRef<'_>, order: &[usize]) -> Option<Vec<TextEdit>> {
    let items: Vec<NodeRef<'_>> = list.written_items().collect();
    if document.tree.properties_within(list.full_span()) || order.len() != items.len() {
        return None;
    }
    let flow = list.style() == Style::Flow;
    // A `|+` scalar would take the blank lines of its new gap for its own.
    let moves = |at: usize| order.get(at) != Some(&at);
    if !flow && items.iter().enumerate().any(|(at, item)| moves(at) && keeps_blank_lines(document, *item)) {
        return None;
    }
    let spans: Vec<Span> = if flow {
        // Nobody can tell which item of a flow sequence a comment belongs to.
        if document.has_comment(list.span()) {
            return None;
        }
        items.iter().map(|item| item.full_span()).collect()
    } else {
        Lines::of(document, list)?.bodies
    };
    let mut edits = Vec::new();
    for (to, from) in order.iter().enumerate().filter(|(to, from)| to != *from) {
        let mut text = spans[*from].slice(&document.text).to_owned();
        if !flow {
            // The last line of the file may lack its line break.
            let ends = text.ends_with(['\n', '\r']);
            let should_end = spans[to].slice(&document.text).ends_with(['\n', '\r']);
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
