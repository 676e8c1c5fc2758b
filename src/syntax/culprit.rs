//! Locates the cause of a fault, which the parser often notices only further on. Places are byte offsets.

use super::lines::{
    above, below, column, glued_colon, indent, is_top_key, keyless_owner, lacks_dash, line_at, previous,
};
use crate::text::{Span, span::offset};

/// Whether a line is a list item without the space after its dash.
pub(super) fn lacks_space(line: &str) -> bool {
    line.strip_prefix('-').is_some_and(|rest| !rest.is_empty() && !rest.starts_with([' ', '-']))
}

/// The line above the one at a place, if it has the same indentation and is neither a key nor a list item: the line
/// below was read as its continuation.
pub(super) fn stray_above(at: u32, text: &str) -> Option<Span> {
    let (start, end) = line_at(text, at as usize);
    let (from, to) = line_at(text, start.checked_sub(1)?);
    let (line, above) = (&text[start..end], &text[from..to]);
    let same = indent(line) == indent(above) && !above.trim().is_empty();
    let stray = !above.contains([':', '"', '\'', '[', '{', '#']) && !above.trim_start().starts_with("- ");
    (same && stray).then(|| trimmed_line(offset(from), text))
}

/// The line at a place, trimmed of white space.
pub(super) fn trimmed_line(at: u32, text: &str) -> Span {
    let (start, end) = line_at(text, at as usize);
    let line = &text[start..end];
    let from = start + line.len() - line.trim_start().len();
    Span::of(from.min(end), start + line.trim_end().len().max(from - start))
}

/// `span` trimmed of blanks, unless it is all blanks.
pub(super) fn without_blanks(span: Span, text: &str) -> Span {
    let blanks = [' ', '\t', '\u{a0}', '\r', '\n'];
    let (written, rest) = (span.slice(text), span.slice(text).trim_start_matches(blanks));
    let start = span.start + offset(written.len() - rest.len());
    let inner = Span::new(start, start + offset(rest.trim_end_matches(blanks).len()));
    if inner.is_empty() { span } else { inner }
}

/// The part of a line before a place, without indentation.
pub(super) fn word_before(at: u32, text: &str) -> Span {
    let line = trimmed_line(at, text);
    Span::new(line.start, at.clamp(line.start, line.end.max(line.start)))
}

/// The key on the line after the one at a place.
pub(super) fn next_key(at: u32, text: &str) -> Option<Span> {
    let end = line_at(text, at as usize).1;
    let line = trimmed_line(offset(end + 2), text);
    let body = line.slice(text);
    let colon = body.find(':')?;
    is_top_key(body).then(|| Span::of(line.start as usize, line.start as usize + colon))
}

/// The line of a key that ends right before a place.
pub(super) fn line_of_key(at: u32, text: &str) -> Option<Span> {
    let line = trimmed_line(at, text);
    let before = text.get(line.start as usize..at as usize)?;
    is_top_key(&before[column(before)..]).then_some(line)
}

/// `key:value` on the nearest non-blank line above, if the text has `key:` elsewhere.
pub(super) fn glued_above(at: u32, text: &str) -> Option<Span> {
    let (from, to) = previous(text, line_at(text, at as usize).0)?;
    let (start, _) = glued_colon(text, (from, to))?;
    Some(Span::of(start, from + text[from..to].trim_end().len()))
}

/// The nearest non-blank line above, if it begins a list item without its dash.
pub(super) fn dashless_above(at: u32, text: &str) -> Option<Span> {
    let line = previous(text, line_at(text, at as usize).0)?;
    lacks_dash(text, line).then(|| trimmed_line(offset(line.0), text))
}

/// The [`keyless_owner`] of the line at a place, without its well-formed list markers.
pub(super) fn owner_above(at: u32, text: &str) -> Option<Span> {
    let line = keyless_owner(text, line_at(text, at as usize))?;
    let from = column(&text[line.0..line.1]);
    Some(Span::of(line.0 + from, line.0 + text[line.0..line.1].trim_end().len()))
}

/// The first bracket on the line of a place that opens before it and is not closed on the line.
pub(super) fn unclosed_bracket(at: u32, text: &str) -> Option<Span> {
    let (start, end) = line_at(text, at as usize);
    let mut open = Vec::new();
    let (mut quote, mut before) = (None, ' ');
    for (place, c) in text[start..end].char_indices() {
        match c {
            _ if quote.is_some() => quote = quote.filter(|quote| *quote != c),
            // An apostrophe inside a word opens nothing.
            '"' | '\'' if matches!(before, ' ' | ',' | '[' | '{' | ':') => quote = Some(c),
            '[' | '{' => open.push(start + place),
            ']' | '}' => drop(open.pop()),
            _ => {}
        }
        before = c;
    }
    let first = open.into_iter().find(|place| *place < at as usize)?;
    Some(Span::of(first, first + 1))
}

/// The first bracket on the nearest non-blank line above that is not closed on it.
pub(super) fn bracket_above(at: u32, text: &str) -> Option<Span> {
    let (_, end) = previous(text, line_at(text, at as usize).0)?;
    unclosed_bracket(offset(end), text)
}

/// The nearest line above that starts with `%`.
pub(super) fn directive_above(at: u32, text: &str) -> Option<Span> {
    let (from, _) = above(text, line_at(text, at as usize).0).find(|(from, to)| text[*from..*to].starts_with('%'))?;
    Some(trimmed_line(offset(from), text))
}

/// The first line that is neither blank nor a comment, trimmed.
pub(super) fn first_line(text: &str) -> Option<Span> {
    let lines = std::iter::once(line_at(text, 0)).chain(below(text, line_at(text, 0).1));
    let mut written =
        lines.filter(|(from, to)| !matches!(text[*from..*to].trim_start().chars().next(), None | Some('#')));
    written.next().map(|(from, _)| trimmed_line(offset(from), text))
}

/// Whether a trimmed line is indented.
pub(super) fn is_indented(line: Span, text: &str) -> bool {
    line_at(text, line.start as usize).0 < line.start as usize
}

/// The last quotation mark before the end of `at`: presumably the one that is not closed.
pub(super) fn unclosed_quote(at: Span, text: &str) -> Option<Span> {
    let before = &text[..(at.end as usize).min(text.len())];
    let found = before.rfind(['"', '\''])?;
    Some(Span::of(found, found + 1))
}
