//! [`WordFilter`]: whether a text may hold a word, without the text.

use super::prose_scan::word_hashes;

/// The words of a text as a Bloom filter of half a kilobyte: it may say yes where the answer is no, never the other way
/// round. Tells which files a new spelling to avoid can concern.
#[derive(Clone, Debug)]
pub(super) struct WordFilter {
    bits: [u64; WordFilter::WORDS],
    /// Words may be written with escapes.
    escapes: bool,
}

impl WordFilter {
    const WORDS: usize = 64;

    pub fn of(text: &str) -> Self {
        let mut filter = Self { bits: [0; Self::WORDS], escapes: memchr::memchr(b'\\', text.as_bytes()).is_some() };
        for hash in word_hashes(text) {
            for bit in Self::places(hash) {
                filter.bits[bit / 64] |= 1 << (bit % 64);
            }
        }
        filter
    }

    /// Whether the text may hold all words of a spelling.
    pub fn may_hold(&self, spelling: &str) -> bool {
        let holds = |hash: u32| Self::places(hash).iter().all(|bit| self.bits[bit / 64] >> (bit % 64) & 1 == 1);
        self.escapes || word_hashes(spelling).all(holds)
    }

    const fn places(hash: u32) -> [usize; 2] {
        let mixed = hash.wrapping_mul(0x9e37_79b1);
        [(mixed >> 20) as usize, (mixed >> 4) as usize & 0xfff]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_the_text_holds() {
        let text = "Writes SQL for Postgres\n  and C++, in Zürich";
        let filter = WordFilter::of(text);
        for word in ["SQL", "Postgres", "for  Postgres", "C++", "Zürich"] {
            assert!(filter.may_hold(word), "{word}");
        }
        let others = (0..1000).filter(|n| filter.may_hold(&format!("word{n}"))).count();
        assert!(others < 10, "{others}");
        assert!(WordFilter::of("a \"b\\u0063\"").may_hold("anything"));
    }
}
