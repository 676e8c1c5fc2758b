//! Mending syntax errors whose repair is evident: tabs in indentation, and values that need quotes.
//!
//! Each repair is tried: it is only offered if the file has fewer errors with it.

use crate::edit::Document;
use crate::syntax::scalar;
use crate::text::{Span, TextEdit, apply};

/// Title and edits of the repair of a syntax error at a place.
pub(super) fn mend(document: &Document, at: Span) -> Option<(&'static str, Vec<TextEdit>)> {
    let line = document.line_start(at.start);
    let helps = |edits: &[TextEdit]| {
        let text = apply(&document.text, edits).ok()?;
        let mended = Document::parse(document.path.clone(), text);
        (mended.errors.len() < document.errors.len()).then_some(mended.tree)
    };
    for width in [2, 4, 8] {
        let edits = spaces(document, line, width);
        if !edits.is_empty() && helps(&edits).is_some() {
            return Some(("Indent with spaces", edits));
        }
    }
    let edit = quotes(document, line, at)?;
    let written = edit.span.slice(&document.text);
    let tree = helps(std::slice::from_ref(&edit))?;
    // The whole value is one scalar now.
    let node = tree.path_at(edit.span.start).last().map(|id| tree.node(*id))?;
    (node.scalar_text() == written).then(|| ("Put quotes around the value", vec![edit]))
}

/// Spaces for the tabs in front of a line and of those below it that begin with tabs too.
fn spaces(document: &Document, line: u32, width: usize) -> Vec<TextEdit> {
    let mut edits = Vec::new();
    let mut start = line;
    while (start as usize) < document.text.len() {
        let rest = &document.text[start as usize..];
        let white = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if !rest[..white].contains('\t') {
            break;
        }
        let span = Span::of(start as usize, start as usize + white);
        edits.push(TextEdit::new(span, rest[..white].replace('\t', &" ".repeat(width))));
        start = document.next_line(start);
    }
    edits
}

/// Quotes around the value on the line of `at`. `None` where it begins like a flow collection, a block scalar, a
/// comment or a nested entry.
fn quotes(document: &Document, line: u32, at: Span) -> Option<TextEdit> {
    let text = document.text[line as usize..].split(['\n', '\r']).next()?;
    let mut start = text.len() - text.trim_start().len();
    while let Some(rest) = text[start..].strip_prefix("- ") {
        start = text.len() - rest.trim_start().len();
    }
    if let Some(colon) = text[start..].find(": ").map(|colon| start + colon + 2)
        && line as usize + colon <= at.start as usize
    {
        start = text.len() - text[colon..].trim_start().len();
    }
    // A comment stays one.
    let end = text[start..].find(" #").map_or(text.len(), |comment| start + comment);
    let value = text[start..end].trim_end();
    if value.is_empty() || value.starts_with(['|', '>', '[', '{', '#', '-', '?']) {
        return None;
    }
    // It has its quotes: something in it is at fault.
    if value.len() > 1 && ['"', '\''].iter().any(|quote| value.starts_with(*quote) && value.ends_with(*quote)) {
        return None;
    }
    let span = Span::of(line as usize + start, line as usize + start + value.len());
    Some(TextEdit::new(span, scalar(value)))
}
