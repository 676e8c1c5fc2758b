//! What is said of a fault: in the author's words, at the place that is to be mended.

use super::backend::{Fault, code};
use super::lines::{
    above, below, column, glued_colon, indent, is_top_key, keyless_owner, lacks_dash, line_at, previous,
};
use super::{SyntaxError, SyntaxFix};
use crate::text::{LineIndex, Span, span::offset};

/// Says a fault in the author's words.
pub(super) fn word(fault: &Fault, text: &str, lines: &LineIndex) -> SyntaxError {
    let opener = fault.others.first().copied().filter(|o| o.start < fault.span.start || fault.span.is_empty());
    let opening = opener.map_or("", |o| Span::new(o.start, o.start + 1).slice(text));
    let line = |at: u32| lines.line_of(at) + 1;
    let mut span = without_blanks(fault.span, text);
    let underlined = span.slice(text);
    let (message, help) = match fault.code {
        9 | 11 => {
            // A repair above may have moved what is known of where it opens.
            let opener = opener.filter(|_| matches!(opening, "\"" | "'"));
            let opener = opener.map(|opener| Span::new(opener.start, opener.start + 1));
            if let Some(found) = opener.or_else(|| unclosed_quote(fault.span, text)) {
                span = found;
            }
            let quote = if opener.is_some() { opening } else { "quote" };
            let at = line(span.start);
            (
                "this quote is never closed".to_owned(),
                format!("close the quote that opens on line {at}: add a {quote} where the text ends"),
            )
        }
        5 | 22 | 23 | 24 if matches!(opening, "[" | "{") => {
            let closer = if opening == "[" { "]" } else { "}" };
            let at = opener.map_or(fault.span.start, |o| o.start);
            span = Span::new(at, at + 1);
            (
                format!("this \"{opening}\" is never closed"),
                format!("close the list that opens on line {} with \"{closer}\"", line(at)),
            )
        }
        22..=24 if unclosed_bracket(fault.span.start, text).is_some() => {
            span = unclosed_bracket(fault.span.start, text).unwrap_or(fault.span);
            never_closed(span.slice(text))
        }
        22..=24 => (
            "this list in brackets does not read as a list".to_owned(),
            "separate its items with commas and close every bracket".to_owned(),
        ),
        5 | 6 => {
            span = trimmed_line(fault.span.start, text);
            let item = span.slice(text);
            let before = word_before(fault.span.start, text).slice(text).trim_end();
            if underlined.starts_with("- ") && before.ends_with(':') {
                span = fault.span;
                ("a list cannot start on the line of its key".to_owned(), "start it on the next line".to_owned())
            } else if lacks_space(item) {
                no_space_after_dash()
            } else {
                (
                    "this line is indented differently from the lines around it".to_owned(),
                    "line it up with the entries it belongs to".to_owned(),
                )
            }
        }
        7 => {
            let (place, said) = misplaced_key(fault.span.start, text);
            span = place;
            said
        }
        8 if underlined.starts_with([']', '}']) => {
            span = Span::new(span.start, span.start + 1);
            let closer = span.slice(text);
            (
                format!("this \"{closer}\" closes nothing"),
                "remove it, or put quotes around the text if it is part of it".to_owned(),
            )
        }
        8 if underlined.starts_with("- ") && bracket_above(fault.span.start, text).is_some() => {
            span = bracket_above(fault.span.start, text).unwrap_or(fault.span);
            never_closed(span.slice(text))
        }
        8 if underlined.starts_with(char::is_control) => {
            let c = underlined.chars().next().unwrap_or_default();
            span = Span::new(span.start, span.start + offset(c.len_utf8()));
            (
                format!("a character stands here that cannot be seen (U+{:04X})", u32::from(c)),
                "delete it, and write the line anew".to_owned(),
            )
        }
        8 => (
            format!("a value cannot start with \"{}\"", underlined.chars().next().unwrap_or('@')),
            "put quotes around the value".to_owned(),
        ),
        10 => {
            span = fault.span;
            let underlined = span.slice(text);
            let slash = text[..span.start as usize].ends_with('\\');
            let letter = underlined.chars().next().map_or(0, char::len_utf8);
            if slash {
                span = Span::new(span.start - 1, span.start + offset(letter));
            }
            (
                format!("\"{}\" means nothing between double quotes", span.slice(text)),
                "write \"\\\\\" for a backslash, or use single quotes".to_owned(),
            )
        }
        1 => {
            span = directive_above(fault.span.start, text).unwrap_or(fault.span);
            ("a line cannot start with \"%\"".to_owned(), "put \"# \" before it if it is a comment".to_owned())
        }
        4 => match first_line(text).filter(|first| first.start < fault.span.start && is_indented(*first, text)) {
            Some(first) => {
                span = first;
                (
                    "this line is indented further than the entries beside it".to_owned(),
                    "line it up with them".to_owned(),
                )
            }
            None => {
                span = trimmed_line(fault.span.start, text);
                (
                    format!("\"{}\" does not belong to what stands above it", shorten(span.slice(text))),
                    "a file holds either keys or one list, all in one column".to_owned(),
                )
            }
        },
        12 => {
            if !span.slice(text).starts_with(['&', '*']) {
                let before = word_before(span.start, text);
                let mark = before.slice(text).rfind(['&', '*']).unwrap_or_default();
                span = without_blanks(Span::new(before.start + offset(mark), span.end), text);
            }
            let mark = if span.slice(text).starts_with('&') { "&" } else { "*" };
            (
                format!("a \"{mark}\" at the start of a value needs a name right after it"),
                "put quotes around the value if it is text".to_owned(),
            )
        }
        13 | 35 => {
            span = word_before(fault.span.end, text);
            let mark = span.slice(text).find('!').unwrap_or_default();
            span.start += offset(mark);
            ("a \"!\" at the start of a value has a meaning of its own".to_owned(), QUOTE.to_owned())
        }
        14 => ("two marks cannot stand before one value".to_owned(), QUOTE.to_owned()),
        16 => {
            let (start, end) = line_at(text, fault.span.start as usize);
            let indent = text[start..end].len() - text[start..end].trim_start().len();
            let tabs = Span::of(start, start + indent);
            span = if tabs.is_empty() { fault.span } else { tabs };
            ("this line is indented with a tab".to_owned(), "use spaces instead of the tab".to_owned())
        }
        17 => (
            format!("\"{underlined}\" stands after the end of the value"),
            "put quotes around all of it, or move the rest to a line of its own".to_owned(),
        ),
        18 => {
            // Blanks behind a word without its colon are met where the colon should be.
            if underlined.trim().is_empty() {
                span = without_blanks(word_before(span.start, text), text);
            }
            neither_key_nor_value(span.slice(text))
        }
        20 => (
            "this does not read as the start of a text block".to_owned(),
            "after \"|\" or \">\" the text starts on the next line".to_owned(),
        ),
        21 => (
            "a blank line above this text has more spaces than the text".to_owned(),
            "take the spaces out of the blank lines".to_owned(),
        ),
        27 => (
            "a \": \" inside a text without quotes starts a new key, which cannot stand here".to_owned(),
            "put quotes around the whole value".to_owned(),
        ),
        code::TOO_DEEP => (
            format!("lists and keys nest deeper than {} levels here", fault.message),
            "nothing below this level is read".to_owned(),
        ),
        code::TOO_MANY_ALIASES => (
            "the references to other values (\"*name\") multiply to more than can be read".to_owned(),
            "write the values out, or use fewer references".to_owned(),
        ),
        code::UNKNOWN_ALIAS => (
            format!("\"*{}\" refers to a value marked \"&{}\", and there is none above", fault.message, fault.message),
            "put quotes around it if it is text".to_owned(),
        ),
        code::ALIAS_IN_ITSELF => (
            format!("\"*{}\" stands inside the value that it refers to", fault.message),
            "write the value out".to_owned(),
        ),
        _ => {
            if span.is_empty() {
                span = trimmed_line(span.start, text);
            }
            (fault.message.replace('`', "\""), QUOTE.to_owned())
        }
    };
    let fixes = fault
        .fixes
        .iter()
        .map(|(title, edits)| SyntaxFix { title: fix_title(title, opening), safe: false, edits: edits.clone() })
        .collect();
    let related = opener.filter(|o| fault.code == 5 && !o.touches(span)).map(|o| (o, "it opens here".to_owned()));
    SyntaxError { span, message, help: Some(help), related, fixes }
}

/// What is to be said of a key that was met inside a text, and where: mostly a line above it lacks something.
fn misplaced_key(at: u32, text: &str) -> (Span, (String, String)) {
    let unlike_a_key = |line: Span| {
        let written = line.slice(text);
        (line, if lacks_space(written) { no_space_after_dash() } else { neither_key_nor_value(written) })
    };
    if let Some(line) = stray_above(at, text) {
        return unlike_a_key(line);
    }
    if let Some(key) = glued_above(at, text) {
        let help = "write a space behind the \":\"".to_owned();
        return (key, ("a key needs a space after its \":\"".to_owned(), help));
    }
    if let Some(line) = dashless_above(at, text) {
        let help = "write \"- \" before its first key".to_owned();
        return (line, ("this list item has no dash".to_owned(), help));
    }
    if let Some(line) = owner_above(at, text) {
        return unlike_a_key(line);
    }
    let line = line_of_key(at, text).or_else(|| next_key(at, text)).unwrap_or_else(|| trimmed_line(at, text));
    let said = "this line is indented further than the entries beside it".to_owned();
    let help = "line it up with them, or put the text above it in quotes if the \":\" is part of it".to_owned();
    (line, (said, help))
}

fn no_space_after_dash() -> (String, String) {
    ("a list item needs a space after its dash".to_owned(), "write \"- \" before the text".to_owned())
}

const QUOTE: &str = "put quotes around the text if it is meant as text";

/// What is said of a bracket without its other one.
fn never_closed(bracket: &str) -> (String, String) {
    let closer = if bracket == "[" { "]" } else { "}" };
    (
        format!("this \"{bracket}\" is never closed"),
        format!("remove it, or close it with \"{closer}\" where what it holds ends"),
    )
}

/// What a fix of the library does, in the author's words.
fn fix_title(title: &str, opening: &str) -> String {
    match title {
        "close the collection" => {
            let closer = if opening == "{" { "}" } else { "]" };
            format!("Close the list with \"{closer}\"")
        }
        "quote the value" => "Put quotes around the value".to_owned(),
        "make the backslashes literal" => "Write each backslash twice".to_owned(),
        title if title.starts_with("use single quotes") => "Use single quotes".to_owned(),
        title => {
            let mut letters = title.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
        }
    }
}

fn neither_key_nor_value(written: &str) -> (String, String) {
    (
        format!("\"{}\" is neither a key nor part of the value above", shorten(written)),
        "a key needs a \":\" after it; a text of several lines must be indented further than its key".to_owned(),
    )
}

/// Whether a line is a list item without the space after its dash.
fn lacks_space(line: &str) -> bool {
    line.strip_prefix('-').is_some_and(|rest| !rest.is_empty() && !rest.starts_with([' ', '-']))
}

/// The line above the one at a place, if it stands in the same column and is neither a key nor a list item: the line
/// below was read as its continuation.
fn stray_above(at: u32, text: &str) -> Option<Span> {
    let (start, end) = line_at(text, at as usize);
    let (from, to) = line_at(text, start.checked_sub(1)?);
    let (line, above) = (&text[start..end], &text[from..to]);
    let same = indent(line) == indent(above) && !above.trim().is_empty();
    let stray = !above.contains([':', '"', '\'', '[', '{', '#']) && !above.trim_start().starts_with("- ");
    (same && stray).then(|| trimmed_line(offset(from), text))
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= 40 {
        return text.to_owned();
    }
    text.chars().take(39).chain(['…']).collect()
}

/// The text of the line at a place, without the white space around it.
fn trimmed_line(at: u32, text: &str) -> Span {
    let (start, end) = line_at(text, at as usize);
    let line = &text[start..end];
    let from = start + line.len() - line.trim_start().len();
    Span::of(from.min(end), start + line.trim_end().len().max(from - start))
}

/// A place without the blanks at its ends, if it holds more than blanks.
fn without_blanks(span: Span, text: &str) -> Span {
    let blanks = [' ', '\t', '\u{a0}', '\r', '\n'];
    let (written, rest) = (span.slice(text), span.slice(text).trim_start_matches(blanks));
    let start = span.start + offset(written.len() - rest.len());
    let inner = Span::new(start, start + offset(rest.trim_end_matches(blanks).len()));
    if inner.is_empty() { span } else { inner }
}

/// What stands before a place on its line.
fn word_before(at: u32, text: &str) -> Span {
    let line = trimmed_line(at, text);
    Span::new(line.start, at.clamp(line.start, line.end.max(line.start)))
}

/// The key on the line after the one at a place.
fn next_key(at: u32, text: &str) -> Option<Span> {
    let end = line_at(text, at as usize).1;
    let line = trimmed_line(offset(end + 2), text);
    let body = line.slice(text);
    let colon = body.find(':')?;
    is_top_key(body).then(|| Span::of(line.start as usize, line.start as usize + colon))
}

/// The line of a key that ends right before a place.
fn line_of_key(at: u32, text: &str) -> Option<Span> {
    let line = trimmed_line(at, text);
    let before = text.get(line.start as usize..at as usize)?;
    is_top_key(&before[column(before)..]).then_some(line)
}

/// `key:value` on the line above the one at a place, where the keys of a file have a space behind their colon.
fn glued_above(at: u32, text: &str) -> Option<Span> {
    let (from, to) = previous(text, line_at(text, at as usize).0)?;
    let (start, _) = glued_colon(text, (from, to))?;
    Some(Span::of(start, from + text[from..to].trim_end().len()))
}

/// The line above the one at a place, where it begins a list item without its dash.
fn dashless_above(at: u32, text: &str) -> Option<Span> {
    let line = previous(text, line_at(text, at as usize).0)?;
    lacks_dash(text, line).then(|| trimmed_line(offset(line.0), text))
}

/// The line above that holds the one at a place and is no key; without its list markers, where they are right.
fn owner_above(at: u32, text: &str) -> Option<Span> {
    let line = keyless_owner(text, line_at(text, at as usize))?;
    let from = column(&text[line.0..line.1]);
    Some(Span::of(line.0 + from, line.0 + text[line.0..line.1].trim_end().len()))
}

/// The bracket on the line of a place that opens before it and closes nowhere on the line.
fn unclosed_bracket(at: u32, text: &str) -> Option<Span> {
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

/// The bracket that opens on the line above the one at a place and closes nowhere on it.
fn bracket_above(at: u32, text: &str) -> Option<Span> {
    let (_, end) = previous(text, line_at(text, at as usize).0)?;
    unclosed_bracket(offset(end), text)
}

/// The line that starts with `%` above the one at a place.
fn directive_above(at: u32, text: &str) -> Option<Span> {
    let (from, _) = above(text, line_at(text, at as usize).0).find(|(from, to)| text[*from..*to].starts_with('%'))?;
    Some(trimmed_line(offset(from), text))
}

/// The first line with something on it that is no comment.
fn first_line(text: &str) -> Option<Span> {
    let lines = std::iter::once(line_at(text, 0)).chain(below(text, line_at(text, 0).1));
    let mut written =
        lines.filter(|(from, to)| !matches!(text[*from..*to].trim_start().chars().next(), None | Some('#')));
    written.next().map(|(from, _)| trimmed_line(offset(from), text))
}

/// Whether white space stands before a line's text.
fn is_indented(line: Span, text: &str) -> bool {
    line_at(text, line.start as usize).0 < line.start as usize
}

/// The quote that opens last before a place and is not closed on its line.
fn unclosed_quote(at: Span, text: &str) -> Option<Span> {
    let before = &text[..(at.end as usize).min(text.len())];
    let found = before.rfind(['"', '\''])?;
    Some(Span::of(found, found + 1))
}
