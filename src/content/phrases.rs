//! [`Phrases`]: searches texts for many phrases at once.
//!
//! Candidates are found by a hash table of the phrases' first two words, behind a prefilter. (Thousands of roles bring
//! thousands of spellings to avoid: one automaton of all of them, tried first, had a fifth of this table's throughput.)

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::Name;
use super::words::{Word, WordFilter, pair, words};

/// Phrases to look for, in numbered slots. Case-sensitive; words may be separated by any white space.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    /// The phrases; free slots hold an empty text.
    texts: Vec<Name>,
    /// The prefilter, allocated with the first phrase.
    table: Option<Box<Table>>,
    /// Slots of phrases of one or two words, by the hash of these.
    by_hash: FxHashMap<u64, Slots>,
    /// For longer phrases: the hash of their first two words to the word counts of those that begin so, as a bit mask.
    /// Bits are never cleared: several phrases can share one.
    lengths: FxHashMap<u64, u64>,
    /// Slots of longer phrases by the hash of all their words: of many that begin alike, few are compared with a text.
    longer: FxHashMap<u64, Slots>,
}

/// Slots of phrases with one hash, each with the byte offset in the phrase of its first word (`.NET`: 1).
type Slots = SmallVec<[(u32, u32); 1]>;

/// A phrase of more words is not found: it is a paragraph and no name.
pub(super) const MOST_WORDS: u32 = 32;

/// A prefilter by the hashes of words: false positives, but no false negatives.
#[derive(Clone, Debug)]
struct Table {
    /// Roles that a word can have by the top bits of its hash ([`Self::FIRST`] and so on, combined); 0 for most words
    /// of running text.
    words: [u8; Table::WORDS],
    /// A Bloom filter of beginnings (the first two words, or the only one), two bits each.
    beginnings: [u64; Table::BITS / 64],
}

impl Table {
    const WORDS: usize = 1 << 14;
    const BITS: usize = 1 << 16;
    const EMPTY: Self = Self { words: [0; Self::WORDS], beginnings: [0; Self::BITS / 64] };
    /// The word is the first of a phrase with several.
    const FIRST: u8 = 1;
    /// The word is the second of a phrase.
    const SECOND: u8 = 2;
    /// The word is the only one of a phrase.
    const ONLY: u8 = 4;

    /// The roles that a word may have in phrases.
    #[inline]
    fn word(&self, hash: u64) -> u8 {
        self.words[(hash >> 50) as usize]
    }

    /// The positions of a beginning's two bits.
    #[inline]
    const fn places(hash: u64) -> [usize; 2] {
        [(hash >> 48) as usize, (hash >> 32) as usize & (Self::BITS - 1)]
    }

    /// Whether there may be phrases with a beginning.
    #[inline]
    fn may_have(&self, beginning: u64) -> bool {
        Self::places(beginning).into_iter().all(|bit| self.beginnings[bit / 64] >> (bit % 64) & 1 == 1)
    }

    fn add(&mut self, key: &Key) {
        self.words[(key.first >> 50) as usize] |= if key.second.is_some() { Self::FIRST } else { Self::ONLY };
        if let Some(second) = key.second {
            self.words[(second >> 50) as usize] |= Self::SECOND;
        }
        for bit in Self::places(key.beginning()) {
            self.beginnings[bit / 64] |= 1 << (bit % 64);
        }
    }
}

/// The keys of a phrase.
struct Key {
    /// The hash of its first word.
    first: u64,
    /// The hash of its second word, if it has one.
    second: Option<u64>,
    /// Byte offset of its first word.
    start: u32,
    /// The hash of all its words.
    all: u64,
    /// Number of its words.
    count: u32,
}

impl Key {
    fn of(phrase: &str) -> Option<Self> {
        let mut words = words(phrase);
        let Word { start, hash: first } = words.next()?;
        let second = words.next().map(|word| word.hash);
        let (mut all, mut count) = second.map_or((first, 1), |second| (pair(first, second), 2));
        for word in words {
            (all, count) = (pair(all, word.hash), count + 1);
        }
        Some(Self { first, second, start: u32::try_from(start).unwrap_or(0), all, count })
    }

    /// The hash of the first two words, or of the only one.
    fn beginning(&self) -> u64 {
        self.second.map_or(self.first, |second| pair(self.first, second))
    }
}

impl Phrases {
    /// The phrase in a slot.
    #[must_use]
    pub fn text(&self, slot: usize) -> &Name {
        &self.texts[slot]
    }

    /// Puts a phrase into a free slot; `slot` may also be the one behind the last.
    pub fn set(&mut self, slot: usize, text: &Name) {
        if slot == self.texts.len() {
            self.texts.push(text.clone());
        } else {
            self.texts[slot] = text.clone();
        }
        let Some(key) = Key::of(text).filter(|key| key.count <= MOST_WORDS) else { return };
        self.table.get_or_insert_with(|| Box::new(Table::EMPTY)).add(&key);
        if key.count > 2 {
            *self.lengths.entry(key.beginning()).or_default() |= 1 << key.count;
        }
        self.slots(&key).entry(key.all).or_default().push((u32::try_from(slot).unwrap_or(u32::MAX), key.start));
    }

    /// The map that has the slot of a phrase.
    fn slots(&mut self, key: &Key) -> &mut FxHashMap<u64, Slots> {
        if key.count > 2 { &mut self.longer } else { &mut self.by_hash }
    }

    /// Frees a slot and returns its phrase. Its bits in the prefilter stay, as other phrases may need them.
    pub fn remove(&mut self, slot: usize) -> Name {
        let text = std::mem::replace(&mut self.texts[slot], "".into());
        if let Some(key) = Key::of(&text)
            && let Some(list) = self.slots(&key).get_mut(&key.all)
        {
            list.retain(|(known, _)| *known as usize != slot);
        }
        text
    }

    /// Phrases whose beginning has a hash and that occur with their first word at the byte `first`: where they start,
    /// and their slots.
    fn at<'a>(&'a self, text: &'a str, first: usize, hash: u64) -> impl Iterator<Item = (usize, usize)> + 'a {
        let longer = self.lengths.get(&hash).map(|lengths| self.longer_at(text, first, hash, *lengths));
        let longer = longer.into_iter().flatten();
        self.by_hash.get(&hash).into_iter().flatten().chain(longer).filter_map(move |(slot, offset)| {
            let at = first.checked_sub(*offset as usize)?;
            let fits = starts_with_words(text.get(at..)?, &self.texts[*slot as usize]);
            fits.then_some((at, *slot as usize))
        })
    }

    /// Slots of longer phrases that may occur with their first word at the byte `first`: those of the word counts
    /// `lengths` (a bit mask) whose hash of all words agrees.
    fn longer_at(&self, text: &str, first: usize, beginning: u64, lengths: u64) -> SmallVec<[&(u32, u32); 4]> {
        let mut found = SmallVec::new();
        let mut all = beginning;
        let most = (u64::BITS - lengths.leading_zeros()) as usize;
        for (count, word) in words(text.get(first..).unwrap_or_default()).enumerate().take(most).skip(2) {
            all = pair(all, word.hash);
            if lengths >> (count + 1) & 1 == 1 {
                found.extend(self.longer.get(&all).into_iter().flatten());
            }
        }
        found
    }

    /// All occurrences of phrases: byte offset and slot, in the order of their first words.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
        let table = self.table.as_deref();
        let mut words = table.map(|_| words(text));
        let mut next = words.as_mut().and_then(Iterator::next);
        // Nearly all words begin no phrase: the prefilter skips them here.
        let candidates = std::iter::from_fn(move || {
            let (table, words) = (table?, words.as_mut()?);
            while let Some(Word { start, hash: first }) = next {
                next = words.next();
                if table.word(first) & (Table::FIRST | Table::ONLY) != 0 {
                    let double = next.map(|second| pair(first, second.hash)).filter(|hash| table.may_have(*hash));
                    return Some((start, Some(first).filter(|hash| table.may_have(*hash)), double));
                }
            }
            None
        });
        candidates
            .flat_map(move |(start, single, double)| single.into_iter().chain(double).map(move |hash| (start, hash)))
            .flat_map(move |(start, hash)| self.at(text, start, hash))
    }

    /// Adds the words of a text to a filter; returns whether any phrase occurs in the text. Both in one pass, because
    /// this is done with all prose of a workspace.
    pub fn note(&self, text: &str, filter: &mut WordFilter) -> bool {
        let Some(table) = &self.table else {
            words(text).for_each(|word| filter.add(word.hash));
            return false;
        };
        let mut found = false;
        let (mut before, mut expected) = (Word { start: 0, hash: 0 }, 0);
        words(text).for_each(|word| {
            filter.add(word.hash);
            let may_be = table.word(word.hash);
            // `expected` is `SECOND` behind a word that may be a first one, else 0.
            if may_be & (Table::ONLY | expected) != 0 && !found {
                found = self.is_at(table, text, before, word);
            }
            expected = (may_be & Table::FIRST) * Table::SECOND;
            before = word;
        });
        found
    }

    /// Whether a phrase of one word occurs at `word`, or a longer one at `before`, the word before it.
    #[cold]
    fn is_at(&self, table: &Table, text: &str, before: Word, word: Word) -> bool {
        let beginnings = [(word.start, word.hash), (before.start, pair(before.hash, word.hash))];
        let mut beginnings = beginnings.into_iter().filter(|(_, hash)| table.may_have(*hash));
        beginnings.any(|(start, hash)| self.at(text, start, hash).next().is_some())
    }
}

/// Whether a text begins with a phrase, with any white space for each space.
fn starts_with_words(text: &str, phrase: &str) -> bool {
    let mut at = 0;
    phrase.bytes().all(|b| {
        if b == b' ' {
            let rest = text.get(at..).unwrap_or_default();
            let gap = rest.len() - rest.trim_start().len();
            at += gap;
            return gap > 0;
        }
        at += 1;
        text.as_bytes().get(at - 1) == Some(&b)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(texts: &[&str]) -> Phrases {
        let mut phrases = Phrases::default();
        for (slot, text) in texts.iter().enumerate() {
            phrases.set(slot, &Name::from(*text));
        }
        phrases
    }

    #[test]
    fn phrases_are_found_across_white_space_and_removed() {
        let mut phrases = phrases(&["Postgres", "Back End", ".NET core", "back"]);
        let text = "Back\n End and Postgres on .NET core";
        let found = |phrases: &Phrases| phrases.find(text).collect::<Vec<_>>();
        assert_eq!(found(&phrases), [(0, 1), (14, 0), (26, 2)]);
        let mut filter = WordFilter::default();
        assert!(phrases.note(text, &mut filter));
        assert!(filter.may_hold("End Postgres"));
        assert!(!phrases.note("Back Office", &mut WordFilter::default()));
        assert_eq!(&*phrases.remove(1), "Back End");
        assert_eq!(found(&phrases), [(14, 0), (26, 2)]);
        phrases.set(1, &Name::from("and Postgres"));
        assert_eq!(found(&phrases), [(10, 1), (14, 0), (26, 2)]);
    }

    /// However many phrases begin alike, at a place of a text few of them are looked at.
    #[test]
    fn phrases_that_begin_alike() {
        let phrase = |count: usize| format!("{}b", "a ".repeat(count));
        let texts: Vec<String> = (1..40).map(phrase).collect();
        let mut phrases = phrases(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let text = format!("{}, a {}", phrase(5), phrase(31));
        let mut found: Vec<_> = phrases.find(&text).map(|(at, slot)| (at, slot + 1)).collect();
        found.sort_unstable();
        let first = (0..5).map(|at| (at * 2, 5 - at));
        let second = (1..32).map(|at| (13 + at * 2, 32 - at));
        assert_eq!(found, first.chain(second).collect::<Vec<_>>());
        let most = words(&text).filter_map(|word| {
            let second = words(&text[word.start..]).nth(1)?;
            let hash = pair(word.hash, second.hash);
            Some(phrases.longer_at(&text, word.start, hash, *phrases.lengths.get(&hash)?).len())
        });
        assert_eq!(most.max(), Some(1));
        phrases.remove(4);
        assert!(phrases.find("a a a a a b").all(|(at, _)| at > 0));
    }

    #[test]
    fn nothing_is_found_where_nothing_is_looked_for() {
        let mut filter = WordFilter::default();
        assert!(!Phrases::default().note("some words", &mut filter));
        assert!(filter.may_hold("words some"));
        assert_eq!(Phrases::default().find("some words").count(), 0);
    }
}
