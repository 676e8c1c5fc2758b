//! `placeholder`: a text, name or cell that still waits for its words.

use super::{FileCx, Sink};
use crate::content::{COMMAS, Cell, CellPart, NameAt, is_placeholder};
use crate::text::Span;
use crate::workspace::Severity;

declare_rule!("placeholder": Error);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for NameAt { name, span } in &cx.facts.placeholders {
        report(cx, sink, name, *span);
    }
    let comparison = cx.role().and_then(|role| role.comparison.as_ref());
    let cells = comparison.iter().flat_map(|comparison| comparison.rows.iter().flat_map(|row| &row.cells));
    let has_kind = |cell: &Cell| cx.workspace.config().column(&cell.column.name).is_some_and(|c| c.kind.is_some());
    let lists = cells.filter(|cell| cell.parts.iter().any(|part| part.item) || has_kind(cell));
    let parts = lists.flat_map(|cell| &cell.parts).chain(cx.facts.term_texts.iter().map(|text| &text.part));
    for part in parts {
        items(cx, sink, part);
    }
}

/// Reports the items of a list that wait, one by one.
fn items(cx: &FileCx<'_>, sink: &mut Sink<'_>, part: &CellPart) {
    let mut start = 0;
    for item in part.text.split(|c| !part.item && COMMAS.contains(&c)) {
        let name = item.trim();
        // `…` among other names means that there are more.
        if is_placeholder(name) && name.contains(char::is_alphanumeric) {
            let at = start + (item.len() - item.trim_start().len());
            let span = part.place(at, at + name.len());
            if !cx.facts.waits(span) {
                report(cx, sink, name, span);
            }
        }
        let rest = &part.text[start + item.len()..];
        start += item.len() + rest.chars().next().map_or(0, char::len_utf8);
    }
}

/// Characters of the text that a message quotes.
const MOST_SHOWN: usize = 40;

fn report(cx: &FileCx<'_>, sink: &mut Sink<'_>, text: &str, span: Span) {
    let mut shown: String = text.chars().take(MOST_SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    let report = sink
        .report(span, format!("\"{shown}\" holds the place of words that are still to be written"))
        .help("write what belongs here");
    if cx.is_draft() { report.at_most(Severity::Info).done() } else { report.done() }
}
