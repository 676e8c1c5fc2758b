//! Heuristics over the lines of a text that does not parse: their bounds, their indentation, which of them look like
//! keys.

use crate::text::{Span, TextEdit};

/// A line as `(start, end)` in bytes, without its line break.
pub(super) type Line = (usize, usize);

/// How many lines are looked at above and below a fault, at most.
pub(super) const NEAR: usize = 400;

/// The nearest non-blank line above the one that starts at `start`.
pub(super) fn previous(text: &str, start: usize) -> Option<Line> {
    above(text, start).find(|&(from, to)| !text[from..to].trim().is_empty())
}

/// The nearest non-blank line below the one that ends at `end`.
pub(super) fn following(text: &str, end: usize) -> Option<Line> {
    below(text, end).find(|&(from, to)| !text[from..to].trim().is_empty())
}

/// The lines above a line, upwards.
pub(super) fn above(text: &str, start: usize) -> impl Iterator<Item = Line> {
    let mut start = start;
    std::iter::from_fn(move || {
        let line = line_at(text, start.checked_sub(1)?);
        start = line.0;
        Some(line)
    })
    .take(NEAR)
}

/// The lines below a line, downwards.
pub(super) fn below(text: &str, end: usize) -> impl Iterator<Item = Line> {
    let mut end = end;
    std::iter::from_fn(move || {
        let next = end + text[end..].find('\n')? + 1;
        let line = line_at(text, next);
        end = line.1;
        Some(line)
    })
    .take(NEAR)
}

/// The indentation of a line in bytes.
pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The byte column at which a line's content starts, behind its indentation and list markers (`- `).
pub(super) fn column(line: &str) -> usize {
    let mut rest = line.trim_start();
    while let Some(item) = rest.strip_prefix("- ") {
        rest = item.trim_start();
    }
    line.len() - rest.len()
}

/// The number of line feeds between two byte offsets.
pub(super) fn breaks(text: &str, start: usize, end: usize) -> usize {
    memchr::memchr_iter(b'\n', &text.as_bytes()[start..end]).count()
}

/// A key has at most so many words: the names of columns are the longest.
const KEY_WORDS: usize = 5;

/// Whether a line that reads as a key rather is a sentence with a colon.
pub(super) fn is_sentence_key(line: &str) -> bool {
    let key = line.split(": ").next().unwrap_or_default();
    key.split_whitespace().nth(KEY_WORDS).is_some()
}

/// Whether a line reads `key:` or `key: value` with a key of one word, at any indentation and behind any list markers.
pub(super) fn is_key(line: &str) -> bool {
    is_top_key(&line[column(line)..])
}

/// Whether a line reads `key:` or `key: value` with a key of one word, from its first column.
pub(super) fn is_top_key(line: &str) -> bool {
    let key = line.len() - line.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-')).len();
    let rest = &line[key..];
    key > 0
        && !line.starts_with('-')
        && rest.starts_with(':')
        && rest[1..].chars().next().is_none_or(char::is_whitespace)
}

/// The parent of a line by indentation, if it reads neither as a key nor as a list item: it lacks its colon, or the
/// space behind its dash.
pub(super) fn keyless_owner(text: &str, (start, end): Line) -> Option<Line> {
    let own = indent(&text[start..end]);
    let holds = |(from, to): &Line| {
        let line = &text[*from..*to];
        !line.trim().is_empty() && indent(line) < own
    };
    let owner = above(text, start).find(holds)?;
    let line = &text[owner.0..owner.1];
    let body = line[column(line)..].trim_end();
    let glued = body.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace() && c != '-'));
    let keyless = glued || body.starts_with(char::is_alphabetic) && !body.contains(':');
    // A continuation line of a multi-line scalar is no key either, and lacks nothing.
    let before = previous(text, owner.0).map_or("", |(from, to)| &text[from..to]);
    let goes_on = indent(before) < indent(line) && !before.trim_end().ends_with(':');
    (keyless && !goes_on).then_some(owner)
}

/// The byte offsets of the key and of the colon of `key:value` on a line, if the text has `key:` elsewhere.
pub(super) fn glued_colon(text: &str, (start, end): Line) -> Option<(usize, usize)> {
    let line = &text[start..end];
    let from = column(line);
    let (key, rest) = line[from..].split_once(':')?;
    let glued = !rest.starts_with("//") && rest.chars().next().is_some_and(|c| !c.is_whitespace());
    (glued && is_used_as_key(text, key)).then(|| (start + from, start + from + key.len()))
}

/// Whether some line of the text begins with `key:`, behind indentation and list markers.
pub(super) fn is_used_as_key(text: &str, key: &str) -> bool {
    if key.is_empty() {
        return false;
    }
    memchr::memmem::find_iter(text.as_bytes(), key.as_bytes()).take(NEAR).any(|at| {
        let line = line_at(text, at).0;
        let rest = text[at + key.len()..].strip_prefix(':');
        rest.is_some_and(|rest| rest.chars().next().is_none_or(char::is_whitespace))
            && text[line..at].bytes().all(|b| matches!(b, b' ' | b'-'))
    })
}

/// Whether a line is the first key of a list item whose dash is missing: the item's other keys stand below it, two
/// columns further in, and other items in its column.
pub(super) fn lacks_dash(text: &str, (start, end): Line) -> bool {
    let line = &text[start..end];
    let own = indent(line);
    let below_it = following(text, end).map_or("", |(from, to)| &text[from..to]);
    let is_item = |(from, to): Line| {
        let line = &text[from..to];
        indent(line) == own && line[own..].starts_with("- ")
    };
    is_top_key(&line[own..])
        && indent(below_it) == own + 2
        && reads_like_key(below_it)
        && (above(text, start).any(is_item) || below(text, end).any(is_item))
}

/// The first line of running text at the left edge, where there is so much of it and so few keys that the text is no YAML:
/// the line's place, and how many of them there are.
pub(super) fn foreign_line(text: &str) -> Option<(Line, usize)> {
    let (mut first, mut prose, mut keys) = (None, 0, 0);
    let mut at = 0;
    for line in text.split(['\n', '\r']) {
        if is_top_key(line) {
            keys += 1;
        } else if line.starts_with(char::is_alphabetic)
            && !reads_like_key(line)
            && line.split_whitespace().nth(FEW_WORDS).is_some()
        {
            prose += 1;
            first.get_or_insert((at, at + line.len()));
        }
        at += line.len() + 1;
    }
    first.filter(|_| prose >= FEWEST_LINES && prose > keys * 5).map(|line| (line, prose))
}

/// A line of running text has more words.
const FEW_WORDS: usize = 3;
/// A text that is no YAML has at least so many lines of running text at the left edge.
const FEWEST_LINES: usize = 20;

/// Whether a line reads `key:` or `key: value` with a key of any words.
pub(super) fn reads_like_key(line: &str) -> bool {
    let line = line.trim();
    line.starts_with(char::is_alphanumeric) && (line.ends_with(':') || line.contains(": "))
}

/// The block scalar that ends above a line: the indentation of its header line, and of its content if it has some.
pub(super) fn block_above(text: &str, start: usize) -> Option<(usize, Option<usize>)> {
    let before = previous(text, start).map(|(from, to)| &text[from..to])?;
    if opens_block(before) {
        return Some((indent(before), None));
    }
    // The first line above that is indented less than the text.
    let depth = indent(before);
    let less = |line: &&str| !line.trim().is_empty() && indent(line) < depth;
    let header = above(text, start).map(|(from, to)| &text[from..to]).find(less)?;
    opens_block(header).then(|| (indent(header), Some(depth)))
}

/// Whether a line ends with the header of a block scalar behind a colon or dash.
fn opens_block(line: &str) -> bool {
    let line = line.trim_end();
    let header = line.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+'));
    header
        .strip_suffix(['|', '>'])
        .is_some_and(|before| before.trim_end().ends_with([':', '-']) && before.ends_with(' '))
}

/// Byte offset of the next line that begins with `key:` in column 1.
pub(super) fn next_top_key(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(i) = memchr::memchr(b'\n', &text.as_bytes()[at..]) {
        at += i + 1;
        let line = &text[at..line_at(text, at).1];
        if is_top_key(line) {
            return Some(at);
        }
    }
    None
}

/// The line that holds a byte offset, without its break.
pub(super) fn line_at(text: &str, at: usize) -> (usize, usize) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |i| i + 1);
    let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |i| at + i);
    let end = if end > start && text[..end].ends_with('\r') { end - 1 } else { end };
    (start, end.max(start))
}

/// An edit that overwrites `start..end` by as many spaces as it has bytes; line breaks stay.
pub(super) fn blanks(text: &str, start: usize, end: usize) -> TextEdit {
    let blank = text[start..end]
        .bytes()
        .map(|b| if matches!(b, b'\n' | b'\r') { char::from(b) } else { ' ' })
        .collect::<String>();
    TextEdit::new(Span::of(start, end), blank)
}

/// Whether a line begins an entry in column 1: a key or a list item.
fn begins_entry(line: &str) -> bool {
    line.starts_with("- ") || is_top_key(line)
}

/// Byte offset of the last entry in column 1 at or above a place; 0 if there is none.
pub(super) fn entry_above(text: &str, at: usize) -> usize {
    let mut line = line_at(text, at);
    loop {
        if line.0 == 0 || begins_entry(&text[line.0..line.1]) {
            return line.0;
        }
        line = line_at(text, line.0 - 1);
    }
}

/// Byte offset of the first entry in column 1 below the line of a place; the end of the text if there is none.
pub(super) fn entry_below(text: &str, at: usize) -> usize {
    let mut end = line_at(text, at).1;
    while let Some(found) = text[end..].find('\n') {
        let line = line_at(text, end + found + 1);
        if begins_entry(&text[line.0..line.1]) {
            return line.0;
        }
        end = line.1;
    }
    text.len()
}

/// The entry of column 1 around a place, in bytes: from the last line at or above it that begins one, but not above `least`,
/// to the next that does. Entries are the items of a file that is a list, else keys.
pub(super) fn entry_around(text: &str, least: usize, at: usize) -> (usize, usize) {
    let starts = |(from, to): Line| {
        let line = &text[from..to];
        !line.trim().is_empty() && !line.starts_with(['#', '%']) && !line.starts_with("---")
    };
    let first = std::iter::once(line_at(text, 0)).chain(below(text, line_at(text, 0).1)).find(|line| starts(*line));
    let is_list = first.is_some_and(|(from, _)| text[from..].starts_with("- "));
    let begins = |line: &str| if is_list { line.starts_with("- ") } else { is_top_key(line) };
    let mut line = line_at(text, at);
    let mut end = line.1;
    while line.0 > least && !begins(&text[line.0..line.1]) {
        line = line_at(text, line.0 - 1);
    }
    while let Some(found) = text[end..].find('\n') {
        let next = line_at(text, end + found + 1);
        if begins(&text[next.0..next.1]) {
            return (line.0.max(least), next.0);
        }
        end = next.1;
    }
    (line.0.max(least), text.len())
}
