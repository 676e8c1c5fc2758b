//! Items of block sequences that lack their dash: what shows them, and the edit that makes items of them.

use super::fault::{Fault, FaultKind, FixKind};
use super::lines::{Line, above, below, indent, is_key, lacks_dash, line_at, previous, reads_like_key};
use super::{Kind, Style, Tree};
use crate::text::{Span, TextEdit, span::offset};

/// An item without its dash.
#[derive(Clone, Debug)]
pub(super) struct Dashless {
    /// The edit that adds the dash.
    pub edit: TextEdit,
    /// The item's first key, or its text.
    pub span: Span,
}

impl Dashless {
    pub(super) fn fault(&self) -> Fault {
        let fixes = vec![(FixKind::Dash, vec![self.edit.clone()])];
        Fault { kind: FaultKind::NoDash, span: self.span, others: Vec::new(), fixes }
    }
}

/// Keys that repeat the first key of the item that they seem to belong to: each begins an item of its own. Places are
/// those of the parsed text.
pub(super) fn repeated_keys(tree: &Tree) -> Vec<Dashless> {
    let dashless = |&(first, second): &(u32, u32)| {
        let mapping = tree.nodes.get(first.checked_sub(1)? as usize)?;
        let (first, second) = (tree.nodes[first as usize].span, tree.nodes[second as usize].span);
        let is_first =
            mapping.kind == Kind::Mapping && mapping.style == Style::Block && mapping.span.start == first.start;
        let before = before(&tree.text, first.start);
        let dash = before.rfind('-').filter(|_| is_first && before.bytes().all(|b| matches!(b, b' ' | b'-')))?;
        let own = self::before(&tree.text, second.start);
        let at = second.start - offset(own.len()) + offset(dash);
        let beside = own.len() == before.len() && own.bytes().all(|b| b == b' ');
        beside.then(|| Dashless { edit: TextEdit::new(Span::new(at, at + 1), "-"), span: second })
    };
    tree.duplicate_keys.iter().filter_map(dashless).collect()
}

/// What stands before a place on its line.
fn before(text: &str, at: u32) -> &str {
    &text[line_at(text, at as usize).0..at as usize]
}

/// The item that begins on the line of a fault without its dash: it repeats the first key of the item above, or is a text
/// among items that are texts, and stands at their dashes or between these and their keys.
pub(super) fn missing(text: &str, fault: &Fault) -> Option<Dashless> {
    let line = line_at(text, fault.span.start as usize);
    if let Some(before) = previous(text, line.0).filter(|before| lacks_dash(text, *before)) {
        let at = before.0 + indent(&text[before.0..before.1]);
        let key = text[at..before.1].find(':')?;
        return Some(Dashless { edit: TextEdit::new(Span::of(at, at), "- "), span: Span::of(at, at + key) });
    }
    let (written, own) = (&text[line.0..line.1], indent(&text[line.0..line.1]));
    let body = written.trim();
    let spaces = written[..own].bytes().all(|b| b == b' ');
    let numbered = body.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ')']);
    if !spaces || numbered || !body.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '"' | '\'' | '“' | '„'))
    {
        return None;
    }
    let item = items_above(text, line, own).next()?;
    let dash = indent(item);
    let first = item[dash + 1..].trim_start();
    let key = |line: &str| line.split_once(':').map(|(key, _)| key.to_owned());
    let beside = if is_key(body) || reads_like_key(body) && reads_like_key(first) {
        key(first) == key(body)
    } else {
        own == dash && !reads_like_key(first) && !is_flush(text, line, dash)
    };
    let at = line.0 + dash;
    let edit = TextEdit::new(Span::of(at, line.0 + own), "- ");
    let span = match body.find(':').filter(|_| reads_like_key(body)) {
        Some(colon) => Span::of(line.0 + own, line.0 + own + colon),
        None => Span::of(line.0 + own, line.0 + own + body.len()),
    };
    beside.then_some(Dashless { edit, span })
}

/// The lines above that begin items around a line, nearest first: at its column, or left of it.
fn items_above(text: &str, line: Line, own: usize) -> impl Iterator<Item = &str> {
    let lines = above(text, line.0).map(|(from, to)| &text[from..to]);
    let mut lines = lines.filter(move |line| !line.trim().is_empty() && indent(line) <= own);
    let first = lines.next();
    std::iter::once(first).chain(lines.map(Some)).map_while(|line| line.filter(|line| is_item(line)))
}

fn is_item(line: &str) -> bool {
    line.trim_start().starts_with("- ")
}

/// Whether a list whose dashes stand in a column is in that of its key, so that a text there may be a key that is being
/// typed: unless an item follows.
fn is_flush(text: &str, line: Line, dash: usize) -> bool {
    let outer = |line: &&str| !line.trim().is_empty() && indent(line) <= dash;
    let follows = below(text, line.1).map(|(from, to)| &text[from..to]).find(outer);
    if follows.is_some_and(|line| indent(line) == dash && is_item(line)) {
        return false;
    }
    let owner = above(text, line.0).map(|(from, to)| &text[from..to]).find(|line| outer(line) && !is_item(line));
    owner.is_some_and(|line| indent(line) == dash)
}
