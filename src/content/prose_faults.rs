//! Mentions and links in prose that do not read as ones: see the rule `broken-mention`.

use std::ops::Range;

use memchr::memmem;

/// Something in a text that was meant as a mention or a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProseFault {
    /// `[[]]`
    Empty(Range<usize>),
    /// `[[` that nothing closes, with the text behind it in which the name stands.
    Open {
        /// The brackets.
        start: usize,
        /// The text behind them, up to the next bracket or the end of the line.
        inner: Range<usize>,
        /// Whether one `]` stands behind that text.
        closed_once: bool,
    },
    /// A link in another form than Markdown's, with the form that was meant.
    Link(Range<usize>, String),
}

/// A name has so many bytes at most.
const LONGEST_NAME: usize = 200;
/// Words and address of a link have so many bytes at most.
const LONGEST: usize = 2_000;

/// The faults of a text outside the `code` and link `targets` in it (byte ranges).
pub(super) fn prose_faults(text: &str, code: &[Range<usize>], links: &[Range<usize>]) -> Vec<ProseFault> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut done = 0;
    let covered = |at: usize| {
        let before = code.partition_point(|range| range.start <= at);
        before.checked_sub(1).is_some_and(|last| at < code[last].end)
    };
    for at in candidates(bytes) {
        if at < done || covered(at) || is_escaped(bytes, at) {
            continue;
        }
        let before = at.checked_sub(1).map(|before| bytes[before]);
        let fault = match (bytes[at], bytes.get(at + 1)) {
            (b'[', Some(b'[')) => mention(text, at),
            (b'[', _) if !matches!(before, Some(b'[' | b']' | b'!')) => spaced(text, at).or_else(|| unclosed(text, at)),
            (b'(', _) if before != Some(b']') => reversed(text, at),
            _ => None,
        };
        let Some(fault) = fault else { continue };
        let end = match &fault {
            ProseFault::Empty(range) | ProseFault::Link(range, _) => range.end,
            ProseFault::Open { inner, .. } => inner.start,
        };
        if matches!(fault, ProseFault::Link(..)) && links.iter().any(|link| at <= link.start && link.start < end) {
            continue;
        }
        done = end;
        found.push(fault);
    }
    found
}

/// Where faults can begin, in order: at `[[`, and at the bracket of words before an address in brackets.
fn candidates(bytes: &[u8]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = memmem::find(&bytes[at..], b"[[").map(|start| at + start) {
        found.push(start);
        at = start + 1;
    }
    for bracket in memmem::find_iter(bytes, b"http").filter_map(|http| http.checked_sub(1)) {
        let behind = match bytes[bracket] {
            b'(' => bracket - bytes[..bracket].iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count(),
            b'[' => bracket,
            _ => continue,
        };
        let Some(close) = behind.checked_sub(1).filter(|close| matches!(bytes[*close], b']' | b')')) else { continue };
        let is_end = |byte: &u8| matches!(byte, b'[' | b']' | b'(' | b')' | b'\n');
        found.extend(bytes[..close].iter().rposition(is_end));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether a character stands behind a backslash that makes it text.
pub(super) fn is_escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// `[[]]`, or `[[` that no `]]` closes.
fn mention(text: &str, at: usize) -> Option<ProseFault> {
    let inner = at + 2;
    let stop = text[inner..].find(['[', ']', '\n', '|']).map_or(text.len(), |i| inner + i);
    let rest = &text[stop..];
    if rest.starts_with("]]") {
        let is_empty = text[inner..stop].trim().is_empty();
        return is_empty.then(|| ProseFault::Empty(at..stop + 2));
    }
    // A name may go on behind a line break or with the words to show.
    if rest.starts_with(['\n', '|']) {
        // Only as far as the next bracket, so that many open mentions in one paragraph cost what it is long.
        let end = text[stop..].find(['[', ']']).map(|i| stop + i);
        if end.is_some_and(|end| text[end..].starts_with("]]") && !text[stop..end].contains("\n\n")) {
            return None;
        }
    }
    let closed_once = rest.starts_with(']');
    // `[[text](address)` is a link.
    if closed_once && rest[1..].starts_with(['(', '[']) || stop == inner {
        return None;
    }
    let mut end = stop.min(inner + LONGEST_NAME);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    Some(ProseFault::Open { start: at, inner: inner..end, closed_once: closed_once && end == stop })
}

/// The bytes of the address at `from`, up to white space or one of `stops`; `None` where none stands.
fn address(text: &str, from: usize, stops: &[char]) -> Option<Range<usize>> {
    let rest = &text[from..];
    if !(rest.starts_with("https://") || rest.starts_with("http://")) {
        return None;
    }
    let end = rest.find(|c: char| c.is_whitespace() || stops.contains(&c)).unwrap_or(rest.len());
    (end <= LONGEST).then_some(from..from + end)
}

/// The words between a bracket at `at` and the next `close`, without brackets and line ends in them.
fn words(text: &str, at: usize, close: char) -> Option<Range<usize>> {
    let from = at + 1;
    let end = from + text[from..].find(['[', ']', '(', ')', '\n'])?;
    (text[end..].starts_with(close) && !text[from..end].trim().is_empty() && end - from <= LONGEST).then_some(from..end)
}

/// `[text] (https…)`
fn spaced(text: &str, at: usize) -> Option<ProseFault> {
    let words = words(text, at, ']')?;
    // A footnote.
    if text[words.clone()].starts_with('^') {
        return None;
    }
    let behind = &text[words.end + 1..];
    let blanks = behind.len() - behind.trim_start_matches([' ', '\t']).len();
    let open = words.end + 1 + blanks;
    if blanks == 0 || !text[open..].starts_with('(') {
        return None;
    }
    let address = address(text, open + 1, &['(', ')', '[', ']', '<', '>'])?;
    let end = address.end + 1;
    let closes = text[address.end..].starts_with(')') && !text[end..].starts_with(['(', '[']);
    closes.then(|| ProseFault::Link(at..end, format!("[{}]({})", &text[words], &text[address])))
}

/// `(text)[https…]`
fn reversed(text: &str, at: usize) -> Option<ProseFault> {
    let words = words(text, at, ')')?;
    let open = words.end + 1;
    if !text[open..].starts_with('[') {
        return None;
    }
    let address = address(text, open + 1, &['[', ']', '<', '>'])?;
    let end = address.end + 1;
    let closes = text[address.end..].starts_with(']') && !text[end..].starts_with(['(', '[']);
    closes.then(|| ProseFault::Link(at..end, format!("[{}]({})", &text[words], &text[address])))
}

/// `[text](https…` that nothing closes.
fn unclosed(text: &str, at: usize) -> Option<ProseFault> {
    let words = words(text, at, ']')?;
    let open = words.end + 1;
    if !text[open..].starts_with('(') {
        return None;
    }
    let address = address(text, open + 1, &['(', ')', '<', '>'])?;
    if text[address.end..].starts_with(['(', ')']) || closing(text, open).is_some() {
        return None;
    }
    let end = address.start + trimmed(&text[address.clone()]);
    Some(ProseFault::Link(at..end, format!("[{}]({})", &text[words], &text[address.start..end])))
}

/// Where the parenthesis that opens at `open` closes, in its paragraph.
pub(super) fn closing(text: &str, open: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut depth = 0_usize;
    let mut was_break = false;
    for (at, byte) in bytes.iter().enumerate().skip(open).take(LONGEST) {
        match byte {
            b'(' => depth += 1,
            b')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            b'\n' if was_break => return None,
            _ => {}
        }
        was_break = *byte == b'\n' || was_break && matches!(byte, b' ' | b'\t' | b'\r');
    }
    None
}

/// The length of an address without the punctuation behind it.
pub(super) fn trimmed(address: &str) -> usize {
    let mut end = address.len();
    while let Some(last) = address[..end].chars().next_back() {
        let is_mark =
            matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '"' | '*' | '_' | '…' | '”' | '’' | ']' | '}');
        let closes = last == ')' && address[..end].matches(')').count() > address[..end].matches('(').count();
        if !is_mark && !closes {
            break;
        }
        end -= last.len_utf8();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let found = prose_faults(text, &[], &[]).into_iter();
        found
            .map(|fault| match fault {
                ProseFault::Empty(range) => format!("empty {}", &text[range]),
                ProseFault::Open { inner, closed_once, .. } => format!("open {} {closed_once}", &text[inner]),
                ProseFault::Link(range, to) => format!("{} -> {to}", &text[range]),
            })
            .collect()
    }

    #[test]
    fn links_in_other_forms() {
        assert_eq!(
            told("See [the guild] (https://g.org/a) now."),
            ["[the guild] (https://g.org/a) -> [the guild](https://g.org/a)"]
        );
        assert_eq!(told("(guild)[https://g.org]"), ["(guild)[https://g.org] -> [guild](https://g.org)"]);
        assert_eq!(
            told("[guild](https://g.org/x has (some) rules."),
            ["[guild](https://g.org/x -> [guild](https://g.org/x)"]
        );
        let none: [&str; 0] = [];
        for fine in [
            "[a](https://g.org) [b][c] (https://g.org)",
            "(see)[https://g.org](https://g.org)",
            "[a](b)[https://g.org]",
            "[a](https://g.org/x\ny) and [^1] (https://g.org)",
            "[a](https://g.org/b c)",
            "\\[a] (https://g.org)",
            "[a] (see https://g.org)",
        ] {
            assert_eq!(told(fine), none, "{fine}");
        }
    }

    #[test]
    fn mentions_that_are_not_closed() {
        assert_eq!(told("[[]] and [[ ]]"), ["empty [[]]", "empty [[ ]]"]);
        assert_eq!(told("[[Tailor] and [[Cutter of\ncloth"), ["open Tailor true", "open Cutter of false"]);
        let none: [&str; 0] = [];
        assert_eq!(told("[[Tailor]] [[Master\nTailor]] [[A|b]] \\[[Tailor] [[a](https://g.org)"), none);
    }

    #[test]
    fn addresses_end_before_punctuation() {
        for (text, length) in [("http://a.b/c).", 12), ("http://a.b/(c)", 14), ("http://a.b,", 10)] {
            assert_eq!(trimmed(text), length, "{text}");
        }
    }
}
