//! Escape sequences between double quotes that YAML does not have: mostly the backslashes of a path.

use super::SyntaxFix;
use super::lines::line_at;
use crate::text::{Applicability, Span, TextEdit, span::offset};

/// The escape sequence that a fault is about: the backslash and its letter, and the digits of a whole one (`\ud83d`).
pub(super) fn refused(fault: Span, text: &str) -> Span {
    let at = fault.start as usize;
    let before = &text[line_at(text, at).0..at];
    let Some(start) = before.rfind('\\').map(|found| at - before.len() + found) else { return fault };
    let mut rest = text[start + 1..].chars();
    let Some(letter) = rest.next() else { return fault };
    let digits = digits(letter);
    let written = rest.take_while(char::is_ascii_hexdigit).take(digits).count();
    let len = 1 + letter.len_utf8() + if written == digits { digits } else { 0 };
    Span::of(start, start + len)
}

/// How many hexadecimal digits follow the letter of an escape sequence (YAML 1.2.2, section 5.7).
const fn digits(letter: char) -> usize {
    match letter {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => 0,
    }
}

/// What stands between the double quotes around a place, on its line.
fn quoted(fault: Span, text: &str) -> Option<Span> {
    let at = fault.start as usize;
    let line = line_at(text, at);
    let (mut open, mut skip) = (None, false);
    for (place, c) in text[line.0..line.1].char_indices().map(|(place, c)| (line.0 + place, c)) {
        match (open, c) {
            _ if skip => skip = false,
            (Some(_), '\\') => skip = true,
            (Some(start), '"') => {
                if place >= at {
                    return Some(Span::of(start, place));
                }
                open = None;
            }
            (None, '"') => open = Some(place + 1),
            _ => {}
        }
    }
    None
}

/// The escape sequences of a text: their byte offsets, and whether YAML has them.
fn sequences(inside: &str) -> Vec<(usize, bool)> {
    let mut found = Vec::new();
    let mut chars = inside.char_indices();
    while let Some((at, c)) = chars.next() {
        if c != '\\' {
            continue;
        }
        let Some((_, letter)) = chars.next() else { break };
        let digits = digits(letter);
        let is_known = match digits {
            0 => "0abt\tnvfre \"/\\N_LP".contains(letter),
            _ => chars.as_str().bytes().take(digits).filter(u8::is_ascii_hexdigit).count() == digits,
        };
        found.push((at, is_known));
    }
    found
}

/// Whether YAML has none of the escape sequences in the text around a fault: then each backslash is one.
pub(super) fn all_refused(fault: Span, text: &str) -> bool {
    quoted(fault, text).is_none_or(|inside| sequences(inside.slice(text)).iter().all(|(_, is_known)| !is_known))
}

/// The fix for a text that is evidently a path: all its backslashes doubled, also those that read as something else (the
/// `\n` of `C:\new`).
pub(super) fn of_path(fault: Span, text: &str) -> Option<SyntaxFix> {
    let inside = quoted(fault, text)?;
    let path = inside.slice(text);
    let drive = path.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && path[1..].starts_with(":\\");
    let server = path.starts_with("\\\\");
    // A part of it may be doubled already.
    let doubled = path.get(if server { 2 } else { 0 }..).is_none_or(|rest| rest.contains("\\\\"));
    if !(drive || server) || doubled {
        return None;
    }
    let edit = |at: usize| TextEdit::new(Span::empty(inside.start + offset(at)), "\\");
    Some(SyntaxFix {
        title: "Write each backslash twice".to_owned(),
        applicability: Applicability::Unsafe,
        edits: path.match_indices('\\').map(|(at, _)| edit(at)).collect(),
    })
}
