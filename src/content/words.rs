//! [`words`]: the words of a text with their hashes; [`count_and_hash`]: one hash of all of them; [`WordFilter`]: a
//! Bloom filter of the words of texts.
//!
//! The loops here see every byte of the prose of a workspace: ASCII is classified in blocks, as bit masks, and of a
//! word only the length and the first eight bytes are hashed.

use super::white_space::trimmed;

/// How many bytes are classified before their words are looked at.
const BLOCK: usize = 64;

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Byte offset of its first byte.
    pub start: usize,
    /// Its hash.
    pub hash: u64,
}

/// Whether an ASCII byte belongs to a word: a letter or a digit.
#[inline]
const fn is_letter(byte: u8) -> bool {
    // Without a branch, so that loops over this are vectorized.
    ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10)
}

/// The words of a text, in order.
#[derive(Clone, Debug)]
pub(crate) struct Words<'t> {
    text: &'t str,
    /// First byte of the block that is being read.
    block: usize,
    /// First byte of the next block: behind this one, at the start of a word that its end cuts, or behind a word that
    /// fills all of it.
    next: usize,
    /// One bit for each byte of the block that belongs to a word.
    mask: u64,
    /// One bit for each byte of the block that starts a word not returned yet.
    starts: u64,
}

/// The words of a text, in order: runs of letters and digits.
pub(crate) fn words(text: &str) -> Words<'_> {
    Words::new(text)
}

/// The number of words of a text, here runs of anything but white space, and a hash of them that does not depend on the
/// white space between. Both are 0 for a blank text.
pub(crate) fn count_and_hash(text: &str) -> (usize, u64) {
    let text = trimmed(text);
    if let Some(known) = single_spaced(text.as_bytes()) {
        return known;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let spaced = words.join(" ");
    let (chunks, rest) = spaced.as_bytes().as_chunks::<BLOCK>();
    let hash = chunks.iter().fold(0, hash_block);
    (words.len(), hash_end(hash, rest, spaced.len()))
}

/// [`count_and_hash`] of a trimmed text; `None` unless it is ASCII with single spaces or line breaks between its words.
fn single_spaced(bytes: &[u8]) -> Option<(usize, u64)> {
    if bytes.is_empty() {
        return Some((0, 0));
    }
    let (mut words, mut hash, mut after_space) = (1, 0, 0);
    let (chunks, rest) = bytes.as_chunks::<BLOCK>();
    let mut count = |block: &[u8; BLOCK]| {
        let (spaces, wide) = ascii_mask(|byte| byte == b' ', block);
        let double = wide || spaces & (spaces << 1 | after_space) != 0;
        words += spaces.count_ones() as usize;
        after_space = spaces >> (BLOCK - 1);
        !double
    };
    for chunk in chunks {
        let block = chunk.map(spaced);
        if !count(&block) {
            return None;
        }
        hash = hash_block(hash, &block);
    }
    let mut last = [b'x'; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    let block = last.map(spaced);
    count(&block).then(|| (words, hash_end(hash, &block[..rest.len()], bytes.len())))
}

/// `byte`, or a space for ASCII white space.
#[inline]
const fn spaced(byte: u8) -> u8 {
    if byte.wrapping_sub(b'\t') < 5 { b' ' } else { byte }
}

/// Adds a block to a hash.
#[inline]
fn hash_block(hash: u64, block: &[u8; BLOCK]) -> u64 {
    block.as_chunks::<8>().0.iter().fold(hash, |hash, bytes| mix(hash, u64::from_le_bytes(*bytes)))
}

/// Finishes a hash with the bytes behind the last block and the length of the text.
fn hash_end(hash: u64, rest: &[u8], length: usize) -> u64 {
    let mut last = [0; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    mix(hash_block(hash, &last), length as u64)
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        while self.starts == 0 {
            if self.next >= self.text.len() {
                return None;
            }
            self.classify(self.next);
        }
        let word = self.word_at(self.starts);
        self.starts &= self.starts - 1;
        Some(word)
    }

    // Internal iteration keeps the state in registers: all words of a workspace go through here.
    #[inline]
    fn fold<B, F: FnMut(B, Word) -> B>(mut self, init: B, mut f: F) -> B {
        let mut folded = init;
        loop {
            let mut starts = self.starts;
            while starts != 0 {
                folded = f(folded, self.word_at(starts));
                starts &= starts - 1;
            }
            if self.next >= self.text.len() {
                return folded;
            }
            self.classify(self.next);
        }
    }
}

impl<'t> Words<'t> {
    fn new(text: &'t str) -> Self {
        let mut words = Words { text, block: 0, next: 0, mask: 0, starts: 0 };
        words.classify(0);
        words
    }

    /// The word at the lowest bit of `starts`.
    #[inline]
    fn word_at(&self, starts: u64) -> Word {
        let at = starts.trailing_zeros();
        let length = (!(self.mask >> at)).trailing_zeros();
        let start = self.block + at as usize;
        Word { start, hash: hash(self.text.as_bytes(), start, length) }
    }

    /// Classifies the block at a byte offset that no word spans.
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
        self.next = block + BLOCK;
        self.mask = if wide { self.wide_mask(mask) } else { mask };
        self.starts = self.mask & !(self.mask << 1);
        let open = self.mask.leading_ones();
        if open > 0 && self.next < self.text.len() {
            if open == u64::BITS {
                self.next = self.end_of_word(self.next);
            } else {
                // The last word may continue behind the block.
                self.next -= open as usize;
                self.starts &= !(1 << (u64::BITS - open));
            }
        }
    }

    /// The end of a word that may continue at a byte offset.
    #[cold]
    fn end_of_word(&self, at: usize) -> usize {
        // The byte may be inside a character.
        let from = char_start(self.text, at);
        let rest = &self.text[from..];
        from + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
    }

    /// Adds non-ASCII letters and digits to the mask of the block.
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

/// The start of the character that a byte offset is in.
fn char_start(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// One bit for each byte for which `belongs` holds, and whether any byte is not ASCII.
#[inline]
fn ascii_mask(belongs: impl Fn(u8) -> bool, chunk: &[u8; BLOCK]) -> (u64, bool) {
    // This loop is vectorized.
    let mut found = [0; BLOCK];
    for (one, byte) in found.iter_mut().zip(chunk) {
        *one = u8::from(belongs(*byte));
    }
    let wide = chunk.iter().fold(0, |all, b| all | b) >= 0x80;
    let mut mask = 0;
    for (group, ones) in found.as_chunks::<8>().0.iter().enumerate() {
        // Gathers eight bytes of 0 or 1 in the bits of one byte.
        let bits = u64::from_le_bytes(*ones).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        mask |= bits << (group * 8);
    }
    (mask, wide)
}

/// The hash of a word: of its length in bytes, up to a block, and its first eight bytes. Words that agree in these
/// collide. Only the upper half of the hash depends on all of them.
#[inline]
fn hash(text: &[u8], start: usize, length: u32) -> u64 {
    let rest = &text[start..];
    let bytes = match rest.first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => rest.iter().rev().fold(0, |all, b| all << 8 | u64::from(*b)),
    };
    // No branch depends on the length: a mispredicted one takes longer than the rest.
    (u64::from(length) ^ bytes & u64::MAX >> (64 - length.min(8) * 8)).wrapping_mul(SPREAD)
}

/// The hash of two words that follow each other.
#[inline]
pub(crate) const fn pair(first: u64, second: u64) -> u64 {
    (first.rotate_left(32) ^ second).wrapping_mul(SPREAD)
}

/// Fibonacci hashing: multiplying by this (2^64 over the golden ratio) carries each bit into many above it.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Mixes eight more bytes into a hash.
#[inline]
const fn mix(hash: u64, more: u64) -> u64 {
    let mixed = (hash ^ more).wrapping_mul(SPREAD);
    mixed ^ mixed >> 32
}

/// A Bloom filter of the words of texts, 256 bytes: false positives, but no false negatives. Tells which files a new
/// spelling to avoid can concern.
#[derive(Clone, Debug)]
pub struct WordFilter([u64; WordFilter::WORDS]);

impl Default for WordFilter {
    fn default() -> Self {
        Self([0; Self::WORDS])
    }
}

impl WordFilter {
    const WORDS: usize = 32;
    /// That of texts that were not looked at: they may hold any word.
    pub(crate) const ALL: Self = Self([u64::MAX; Self::WORDS]);

    /// Adds a word by its hash.
    #[inline]
    pub(crate) fn add(&mut self, hash: u64) {
        let (at, bits) = Self::place(hash);
        self.0[at] |= bits;
    }

    /// Whether the texts may hold all words of a phrase.
    #[must_use]
    pub fn may_hold(&self, phrase: &str) -> bool {
        words(phrase).all(|word| self.may_have(word.hash))
    }

    /// Whether the texts may hold a word.
    #[inline]
    pub(crate) fn may_have(&self, hash: u64) -> bool {
        let (at, bits) = Self::place(hash);
        self.0[at] & bits == bits
    }

    /// Index of a `u64` of the filter, and the two bits in it that stand for a hash.
    #[inline]
    const fn place(hash: u64) -> (usize, u64) {
        ((hash >> 59) as usize, 1 << (hash >> 53 & 63) | 1 << (hash >> 47 & 63))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<usize> {
        let mut words = words(text);
        std::iter::from_fn(|| words.next().map(|word| word.start)).collect()
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
        fn words_are_runs_of_letters_and_digits(
            text in prop_oneof![
                "[a-zA-Z0-9 .,é“”数\u{301}😀ß@\\[`{/:]{0,200}",
                // Words of about a block.
                "([a-z]{0,4}|[a-z]{58,70}|[ .é数]){0,8}",
            ],
        ) {
            let mut expected = Vec::new();
            let mut inside = false;
            for (at, c) in text.char_indices() {
                if c.is_alphanumeric() && !inside {
                    expected.push(at);
                }
                inside = c.is_alphanumeric();
            }
            prop_assert_eq!(found(&text), expected.clone());
            let mut rest = words(&text);
            let mut all: Vec<Word> = rest.next().into_iter().collect();
            rest.for_each(|word| all.push(word));
            prop_assert_eq!(&all, &words(&text).collect::<Vec<_>>());
            for (word, start) in all.into_iter().zip(expected) {
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
