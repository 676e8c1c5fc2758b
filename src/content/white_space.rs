//! Trims and tests white space, with fast paths: nearly all texts have none at their ends and single spaces inside.

use std::ops::Range;

const HIGH: u64 = 0x8080_8080_8080_8080;
const ONES: u64 = 0x0101_0101_0101_0101;

/// Sets the high bit of each byte that is at least `first`, eight bytes at once; all must be ASCII. Other bits are
/// noise.
#[inline]
const fn at_least(bytes: u64, first: u8) -> u64 {
    bytes + ONES * (0x80 - first as u64)
}

/// `text.trim()` with a fast path.
#[inline]
pub(crate) fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        // Nearly all texts.
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// `range` of `text` (bytes), trimmed.
pub(crate) fn trim_range(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let inside = trimmed(part);
    let start = range.start + if inside.len() == part.len() { 0 } else { part.len() - part.trim_start().len() };
    start..start + inside.len()
}

/// Whether a text is printable ASCII without two spaces in a row. Eight bytes at once.
#[inline]
pub(crate) fn is_single_spaced(bytes: &[u8]) -> bool {
    let (chunks, rest) = bytes.as_chunks::<8>();
    let mut last = [b'x'; 8];
    last[..rest.len()].copy_from_slice(rest);
    let mut before = 0;
    chunks.iter().chain([&last]).all(|chunk| {
        let bytes = u64::from_le_bytes(*chunk);
        let ascii = bytes & !HIGH;
        let printed = at_least(ascii, b' ') & !at_least(ascii, 0x7f);
        let space = printed & !at_least(ascii, b' ' + 1) & HIGH;
        let double = space & (space << 8 | before);
        before = space >> 56;
        (bytes | !printed) & HIGH | double == 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_spaces() {
        for text in ["", "a", "Data Engineer", "C++ / C#, a b c d e f ~", "1234567 12345678 "] {
            assert!(is_single_spaced(text.as_bytes()), "{text}");
        }
        for text in ["a  b", "1234567  9", "12345678  1", "a\tb", "a\nb", "Zürich", "a\u{7f}", "1234567\u{a0}"] {
            assert!(!is_single_spaced(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn trimming() {
        for text in ["", "a", " a", "a b\n", "\u{a0}é ", "\u{2003}", "\ta \u{b}"] {
            assert_eq!(trimmed(text), text.trim(), "{text:?}");
            let whole = format!("x{text}x");
            let range = trim_range(&whole, 1..1 + text.len());
            assert_eq!(&whole[range], text.trim(), "{text:?}");
        }
    }
}
