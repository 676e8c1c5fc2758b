//! [`words`]: the words of a text with hashes, fast; [`WordFilter`]: which words a text may hold, without the text.
//!
//! The loops here see every byte of the prose of a workspace, so ASCII is classified in blocks, and of a word the length and
//! the beginning are hashed.

/// How many bytes are classified before their words are looked at.
const BLOCK: usize = 64;

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its first byte.
    pub start: usize,
    /// Its hash.
    pub hash: u64,
}

/// Whether an ASCII byte belongs to a word: a letter or a digit.
#[inline]
const fn is_letter(byte: u8) -> bool {
    // Without a jump, so that the compiler looks at many bytes at once.
    ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10)
}

/// Whether an ASCII byte is no white space.
#[inline]
const fn is_printed(byte: u8) -> bool {
    (byte != b' ') & (byte.wrapping_sub(b'\t') >= 5)
}

const HIGH: u64 = 0x8080_8080_8080_8080;
const ONES: u64 = 0x0101_0101_0101_0101;

/// The high bit of each byte that is at least `first`; all bytes are ASCII.
#[inline]
const fn at_least(bytes: u64, first: u8) -> u64 {
    bytes + ONES * (0x80 - first as u64)
}

/// The high bit of each byte that is white space; all bytes are ASCII.
#[inline]
const fn white(bytes: u64) -> u64 {
    let control = at_least(bytes, b'\t') & !at_least(bytes, b'\r' + 1);
    let space = at_least(bytes, b' ') & !at_least(bytes, b' ' + 1);
    (control | space) & HIGH
}

/// The words of a text, in order.
#[derive(Clone, Debug)]
pub(crate) struct Words<'t> {
    text: &'t str,
    /// First byte of the block that is being read. A word that goes on behind a block starts the next one.
    block: usize,
    /// One bit for each byte of the block that belongs to a word.
    mask: u64,
    /// One bit for each byte of the block that starts a word that was not given yet.
    starts: u64,
}

/// The words of a text, in order: runs of letters and digits.
pub(crate) fn words(text: &str) -> Words<'_> {
    Words::new(text)
}

/// Whether a text is ASCII without control characters and without two spaces beside each other.
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

/// How many words a text has, here whatever stands between white space, and a hash of them: texts that differ in white
/// space only have the same. A text without words has none of either.
pub(crate) fn count_and_hash(text: &str) -> (usize, u64) {
    let text = text.trim();
    if let Some(known) = single_spaced(text.as_bytes()) {
        return known;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    (words.len(), hash_spaced(words.join(" ").as_bytes()))
}

/// The same of a trimmed ASCII text, if one space or line break stands between all of its words.
fn single_spaced(bytes: &[u8]) -> Option<(usize, u64)> {
    if bytes.is_empty() {
        return Some((0, 0));
    }
    let (mut words, mut after_white) = (1, false);
    let (chunks, rest) = bytes.as_chunks::<BLOCK>();
    let mut last = [b'x'; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    for chunk in chunks.iter().chain([&last]) {
        let (printed, wide) = ascii_mask(is_printed, chunk);
        let white = !printed;
        if wide || white & (white << 1 | u64::from(after_white)) != 0 {
            return None;
        }
        words += white.count_ones() as usize;
        after_white = white >> (BLOCK - 1) == 1;
    }
    Some((words, hash_spaced(bytes)))
}

/// The hash of a text; any white space of one byte counts as a space.
fn hash_spaced(bytes: &[u8]) -> u64 {
    let spaced = |bytes: u64| {
        let white = white(bytes & !HIGH) & !bytes;
        let mask = (white >> 7) * 0xff;
        bytes & !mask | (ONES * u64::from(b' ')) & mask
    };
    let (chunks, rest) = bytes.as_chunks::<8>();
    let hash = chunks.iter().fold(0, |hash, chunk| mix(hash, spaced(u64::from_le_bytes(*chunk))));
    let last = rest.iter().rev().fold(0, |all, b| all << 8 | u64::from(*b));
    // Beyond the end nothing is white space.
    let filled = if rest.is_empty() { 0 } else { spaced(last | u64::MAX << (rest.len() * 8) & (ONES * 0x7f)) };
    mix(mix(hash, filled), bytes.len() as u64)
}

impl Iterator for Words<'_> {
    type Item = Word;

    // The loops around it are short, and what they hold in registers would go to memory for each word.
    #[inline(always)]
    fn next(&mut self) -> Option<Word> {
        loop {
            while self.starts != 0 {
                let at = self.starts.trailing_zeros() as usize;
                let length = (!(self.mask >> at)).trailing_zeros() as usize;
                let start = self.block + at;
                if at + length == BLOCK && start + length < self.text.len() {
                    if at == 0 {
                        return Some(self.long_word());
                    }
                    self.classify(start);
                    continue;
                }
                self.starts &= self.starts - 1;
                return Some(Word { start, hash: hash(self.text.as_bytes(), start, length) });
            }
            let next = self.block + BLOCK;
            if next >= self.text.len() {
                return None;
            }
            self.classify(next);
        }
    }
}

impl<'t> Words<'t> {
    fn new(text: &'t str) -> Self {
        let mut words = Words { text, block: 0, mask: 0, starts: 0 };
        words.classify(0);
        words
    }

    /// A word that starts the block and goes on behind it.
    #[cold]
    fn long_word(&mut self) -> Word {
        let start = self.block;
        // The byte may stand inside a letter.
        let from = char_start(self.text, start + BLOCK);
        let rest = &self.text[from..];
        let end = from + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        self.classify(end);
        Word { start, hash: hash(self.text.as_bytes(), start, end - start) }
    }

    /// Reads the block at a byte, before which no word is left open.
    fn classify(&mut self, block: usize) {
        let rest = &self.text.as_bytes()[block..];
        let (mask, wide) = if let Some(chunk) = rest.first_chunk() {
            ascii_mask(is_letter, chunk)
        } else {
            let mut last = [0; BLOCK];
            last[..rest.len()].copy_from_slice(rest);
            let (mask, wide) = ascii_mask(is_letter, &last);
            (mask & ((1 << rest.len()) - 1), wide)
        };
        self.block = block;
        self.mask = if wide { self.wide_mask(mask) } else { mask };
        self.starts = self.mask & !(self.mask << 1);
    }

    /// Adds what belongs to words beyond ASCII to the mask of the block.
    #[cold]
    fn wide_mask(&self, ascii: u64) -> u64 {
        let end = (self.block + BLOCK).min(self.text.len());
        let mut mask = ascii;
        let mut at = char_start(self.text, self.block);
        while let Some(c) = self.text[at..].chars().next().filter(|_| at < end) {
            let next = at + c.len_utf8();
            if !c.is_ascii() && c.is_alphanumeric() {
                for byte in at.max(self.block)..next.min(end) {
                    mask |= 1 << (byte - self.block);
                }
            }
            at = next;
        }
        mask
    }
}

/// Where the character starts that holds a byte.
fn char_start(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// One bit for each ASCII byte that belongs to something, and whether there is a byte beyond ASCII.
#[inline]
fn ascii_mask(belongs: impl Fn(u8) -> bool, chunk: &[u8; BLOCK]) -> (u64, bool) {
    // A loop that the compiler turns into one over many bytes at once.
    let mut found = [0; BLOCK];
    for (one, byte) in found.iter_mut().zip(chunk) {
        *one = u8::from(belongs(*byte));
    }
    let wide = chunk.iter().fold(0, |all, b| all | b) >= 0x80;
    let mut mask = 0;
    for (group, ones) in found.as_chunks::<8>().0.iter().enumerate() {
        // Gathers the eight in one byte.
        let bits = u64::from_le_bytes(*ones).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask |= bits << (group * 8);
    }
    (mask, wide)
}

/// The hash of a word from its length, which is not 0, and its first eight bytes. Words that are alike in both have the
/// same.
#[inline]
fn hash(text: &[u8], start: usize, length: usize) -> u64 {
    let rest = &text[start..];
    let bytes = match rest.first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => rest.iter().rev().fold(0, |all, b| all << 8 | u64::from(*b)),
    };
    // No jump depends on the length: what a processor cannot foresee takes longer than the rest.
    mix(length as u64, bytes & u64::MAX >> (64 - length.min(8) * 8))
}

/// Adds to a hash.
#[inline]
pub(crate) const fn mix(hash: u64, more: u64) -> u64 {
    let mixed = (hash ^ more).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 32
}

/// The words of texts as a Bloom filter of half a kilobyte: it may say yes where the answer is no, never the other way
/// round. Tells which files a new spelling to avoid can concern.
#[derive(Clone, Debug)]
pub struct WordFilter([u64; WordFilter::WORDS]);

impl Default for WordFilter {
    fn default() -> Self {
        Self([0; Self::WORDS])
    }
}

impl WordFilter {
    const WORDS: usize = 64;

    /// Adds a word by its hash.
    #[inline]
    pub(crate) fn add(&mut self, hash: u64) {
        for bit in Self::places(hash) {
            self.0[bit / 64] |= 1 << (bit % 64);
        }
    }

    /// Whether the texts may hold all words of a phrase.
    #[must_use]
    pub fn may_hold(&self, phrase: &str) -> bool {
        words(phrase).all(|word| self.may_have(word.hash))
    }

    /// Whether the texts may hold a word.
    #[inline]
    pub(crate) fn may_have(&self, hash: u64) -> bool {
        Self::places(hash).iter().all(|bit| self.0[bit / 64] >> (bit % 64) & 1 == 1)
    }

    #[inline]
    const fn places(hash: u64) -> [usize; 2] {
        [(hash >> 52) as usize, (hash >> 40) as usize & 0xfff]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<usize> {
        words(text).map(|word| word.start).collect()
    }

    #[test]
    fn words_end_at_punctuation_of_any_script() {
        assert_eq!(found("a “b” c—d、é"), [0, 5, 10, 14, 18]);
        let hashes = |text: &str| words(text).map(|word| word.hash).collect::<Vec<_>>();
        assert_eq!(hashes("“SQL”"), hashes("SQL"));
        assert_eq!(hashes("a considerably-longer word"), hashes("a  considerably. longer word"));
        assert_eq!(hashes("considerably"), hashes("considerabli"), "the end of a long word does not count");
        for other in ["considerabl", "Considerably", "considetably", "con"] {
            assert_ne!(hashes("considerably"), hashes(other), "{other}");
        }
        assert!(found("").is_empty());
    }

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
    fn white_space_does_not_matter_for_what_is_said() {
        let text =
            "Reads https://example.org/one/more/page.html and\nwrites – now and then – what it says, over and over";
        let (count, hash) = count_and_hash(text);
        assert_eq!(count, 15);
        for other in [text.replace(' ', "  "), text.replace(' ', "\n"), text.replace('\n', " \t\u{a0}\r\n")] {
            assert_eq!(count_and_hash(&other), (count, hash), "{other}");
        }
        assert_ne!(count_and_hash(&text.replace("one", "two")).1, hash);
        assert_ne!(count_and_hash(&text.replace("over and over", "over  andover")).1, hash);
        assert_eq!(count_and_hash(" \n"), (0, 0));
    }

    proptest! {
        #[test]
        fn words_are_what_stands_between_white_space(text in "[a-d –é\\n\\t\u{a0}]{0,150}") {
            let words: Vec<&str> = text.split_whitespace().collect();
            let (count, hash) = count_and_hash(&text);
            prop_assert_eq!(count, words.len());
            prop_assert_eq!(count_and_hash(&words.join("\n")), (count, hash));
            prop_assert_eq!(count_and_hash(&words.join("  ")), (count, hash));
        }

        #[test]
        fn words_are_runs_of_letters_and_digits(text in "[a-zA-Z0-9 .,é“”数\u{301}😀ß@\\[`{/:]{0,200}") {
            let mut expected = Vec::new();
            let mut inside = false;
            for (at, c) in text.char_indices() {
                if c.is_alphanumeric() && !inside {
                    expected.push(at);
                }
                inside = c.is_alphanumeric();
            }
            prop_assert_eq!(found(&text), expected.clone());
            for (word, start) in words(&text).zip(expected) {
                let rest = &text[start..];
                let alone = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
                prop_assert_eq!(words(alone).next().map(|w| w.hash), Some(word.hash));
            }
        }
    }

    #[test]
    fn holds_what_the_text_holds() {
        let mut filter = WordFilter::default();
        words("Writes SQL for Postgres\n  and C++, in Zürich").for_each(|word| filter.add(word.hash));
        for word in ["SQL", "Postgres", "for  Postgres", "C++", "Zürich"] {
            assert!(filter.may_hold(word), "{word}");
        }
        let others = (0..1000).filter(|n| filter.may_hold(&format!("word{n}"))).count();
        assert!(others < 10, "{others}");
    }
}
