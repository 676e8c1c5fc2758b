//! Long texts on one short line.

use crate::content::spaced;

/// `text` on one line, at most `most` characters long; what is cut off shows as `…`.
pub(super) fn shorten(text: &str, most: usize) -> String {
    let line = spaced(text);
    if line.chars().count() <= most {
        return line.into_owned();
    }
    let mut short: String = line.chars().take(most.saturating_sub(1)).collect();
    short.truncate(short.trim_end_matches([' ', ',', ';', '.', '…']).len());
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_between_characters() {
        assert_eq!(shorten(" a\n b ", 3), "a b");
        assert_eq!(shorten("é😀漢字", 3), "é😀…");
        assert_eq!(shorten("one, two", 6), "one…");
        assert_eq!(shorten("one… two", 6), "one…");
    }
}
