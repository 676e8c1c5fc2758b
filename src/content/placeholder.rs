//! [`is_placeholder`]: texts that hold the place of words which are still to be written.

use crate::syntax::{Kind, NodeRef};

/// What tools write where the author still has to.
pub const BLANK: &str = "…";

/// Whether a text only holds the place of words that are still to be written (content model, section 6, `placeholder`):
/// nothing but dots, question marks and low lines, a mark such as `TODO`, or filler.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    let is_blank = |c: char| matches!(c, '…' | '.' | '?' | '_') || c.is_whitespace();
    // By the first byte: this is asked of every text.
    match text.as_bytes().first() {
        Some(b'.' | b'?' | b'_' | 0xE2) => text.chars().all(is_blank),
        Some(b'T' | b't') => begins_with_word(text, "TODO") || text.eq_ignore_ascii_case("TBD"),
        Some(b'F') => begins_with_word(text, "FIXME"),
        Some(b'X') => text == "XXX",
        Some(b'L' | b'l') => text.get(..FILLER.len()).is_some_and(|start| start.eq_ignore_ascii_case(FILLER)),
        _ => false,
    }
}

const FILLER: &str = "Lorem ipsum";

fn begins_with_word(text: &str, word: &str) -> bool {
    let is_inside = |c: char| c.is_alphanumeric() || c == '_';
    text.strip_prefix(word).is_some_and(|rest| !rest.starts_with(is_inside))
}

/// [`is_placeholder`] of a string.
pub(super) fn waits(node: NodeRef<'_>) -> bool {
    node.kind() == Kind::String && is_placeholder(node.scalar_text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_for_words() {
        let yes = [
            "…",
            "...",
            " ?? ",
            "____",
            "… …",
            "TODO",
            "TODO: ask the crew",
            "TODO write",
            "FIXME",
            "FIXME!",
            "XXX",
            "TBD",
            "tbd",
            "Lorem ipsum dolor",
            "lorem Ipsum",
        ];
        let no = [
            "",
            " ",
            ".NET",
            "?!",
            "a…",
            "Todo",
            "TODOS",
            "TODO_X",
            "todo",
            "fixme",
            "XXXL",
            "xxx",
            "TBD soon",
            "tbds",
            "Lorem",
            "—",
            "“…”",
            "-",
            "n/a",
        ];
        yes.iter().for_each(|text| assert!(is_placeholder(text), "{text}"));
        no.iter().for_each(|text| assert!(!is_placeholder(text), "{text}"));
    }
}
