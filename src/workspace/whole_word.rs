//! Where words of prose end.

use std::ops::Range;

/// Whether a range is a whole word: not adjacent to a letter or digit, nor to one of `.+#-` that joins it to a letter
/// (`Node.js`).
pub(crate) fn is_word(text: &str, range: Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let mut after = text[range.end..].chars();
    let joins = match after.next() {
        Some(c) if c.is_alphanumeric() => true,
        Some('.' | '+' | '#' | '-') => after.next().is_some_and(char::is_alphabetic),
        _ => false,
    };
    let letter_first = text[range.clone()].starts_with(char::is_alphabetic);
    let joined = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '+' | '#' | '-') && letter_first);
    !joins && !joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words() {
        let check = |text: &str, word: &str| {
            let at = text.find(word).unwrap();
            is_word(text, at..at + word.len())
        };
        assert!(check("use Postgres, please", "Postgres"));
        assert!(check("(Postgres).", "Postgres"));
        assert!(!check("PostgresQL", "Postgres"));
        assert!(!check("Node.js", "Node"));
        assert!(!check("x-Node", "Node"));
        assert!(check("a Node- and", "Node"));
        assert!(!check("2Node", "Node"));
    }
}
