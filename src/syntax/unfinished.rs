//! Brackets over several lines of which one is never closed: the indentation of the lines says which.

use super::cause::Evident;
use super::fault::{Fault, FaultKind, FixKind};
use super::lines::{Line, below, indent, line_at};
use crate::text::{Span, TextEdit};

/// How many lines of brackets are looked at.
const MOST_LINES: usize = 2_000;

/// A bracket that is open.
struct Open {
    at: usize,
    closer: char,
    /// The indentation of its line.
    depth: usize,
    /// Nothing stands behind it on its line.
    is_last: bool,
}

/// What may be meant where a bracket over several lines is never closed, as in JSON: the one whose lines end before those
/// of the bracket around it do, or else the outermost one.
pub(super) fn unfinished(text: &str, fault: &Fault) -> Option<Evident> {
    let is_flow = matches!(fault.kind, FaultKind::OpenBracket | FaultKind::FlowSyntax | FaultKind::ValueStart);
    let opener = fault.others.first().filter(|opener| is_flow && opener.slice(text).starts_with(['{', '[']))?;
    let first = line_at(text, opener.start as usize);
    let mut open: Vec<Open> = Vec::new();
    let mut before = first;
    scan(text, (opener.start as usize, first.1), indent(&text[first.0..first.1]), &mut open)?;
    for line in below(text, first.1).take(MOST_LINES) {
        let body = &text[line.0..line.1];
        if body.trim().is_empty() {
            continue;
        }
        let innermost = open.last()?;
        let closes = body.trim_start().starts_with(['}', ']']);
        let ends = indent(body) < innermost.depth || indent(body) == innermost.depth && !closes;
        if ends && open.len() > 1 && (innermost.is_last || before.0 == line_at(text, innermost.at).0) {
            return Some(closed(text, innermost, before));
        }
        scan(text, (line.0 + indent(body), line.1), indent(body), &mut open)?;
        before = line;
    }
    let one = open.first().filter(|one| open.len() == 1 && one.is_last && before != first)?;
    Some(closed(text, one, before))
}

/// Notes the brackets of a line that stay open; `None` where they do not match, or a text goes on in the next line.
fn scan(text: &str, (from, to): Line, depth: usize, open: &mut Vec<Open>) -> Option<()> {
    let mut quoted = false;
    let mut skip = false;
    for (at, c) in text[from..to].char_indices() {
        match c {
            _ if skip => skip = false,
            '\\' if quoted => skip = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '{' | '[' => {
                let is_last = text[from + at + 1..to].trim().is_empty();
                open.push(Open { at: from + at, closer: if c == '{' { '}' } else { ']' }, depth, is_last });
            }
            '}' | ']' => {
                open.pop().filter(|one| one.closer == c)?;
            }
            _ => {}
        }
    }
    (!quoted).then_some(())
}

/// The bracket closed behind a line: on a line of its own if what it holds stands on lines of its own.
fn closed(text: &str, one: &Open, (from, to): Line) -> Evident {
    let written = text[from..to].trim_end();
    let bare = written.trim_end_matches(',').trim_end();
    let comma = written.ends_with(',');
    let edits = if one.is_last {
        let lf = if text[to..].starts_with('\r') { "\r\n" } else { "\n" };
        let behind = if comma { "," } else { "" };
        let closer = format!("{lf}{}{}{behind}", " ".repeat(one.depth), one.closer);
        vec![TextEdit::new(Span::of(from + bare.len(), from + written.len()), closer)]
    } else {
        let space = if one.closer == '}' { " " } else { "" };
        vec![TextEdit::new(Span::of(from + bare.len(), from + bare.len()), format!("{space}{}", one.closer))]
    };
    let place = Span::of(one.at, one.at + 1);
    let fixes = vec![(FixKind::CloseCollection, edits.clone())];
    let meant = Evident::new(FaultKind::OpenBracket, Span::of(one.at + 1, one.at + 1), edits, fixes);
    Evident { fault: Fault { others: vec![place], ..meant.fault }, ..meant }
}
