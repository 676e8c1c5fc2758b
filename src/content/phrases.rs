//! [`Phrases`]: finds phrases in texts, however many there are.
//!
//! Phrases are found by a table of their first two words. (Thousands of roles bring thousands of spellings to avoid: an
//! automaton of all of them, tried first, read a fifth of the bytes a second that this table does.)

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::Name;
use super::words::{Word, WordFilter, mix, words};

/// Phrases to look for, by slots. Letter case counts; words may be separated by any white space.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    /// The phrases; free slots hold an empty text.
    texts: Vec<Name>,
    /// Nothing as long as there are no phrases.
    table: Option<Box<Table>>,
    /// Slots by that hash, each with the bytes before the phrase's first word.
    by_hash: FxHashMap<u64, SmallVec<[(u32, u32); 1]>>,
}

/// Two bits for each hash of the first words of a phrase.
#[derive(Clone, Debug)]
struct Table([u64; Table::BITS / 64]);

impl Table {
    const BITS: usize = 1 << 16;

    /// The bits of a hash.
    #[inline]
    const fn places(hash: u64) -> [usize; 2] {
        [(hash >> 48) as usize, (hash >> 32) as usize & (Self::BITS - 1)]
    }

    /// Whether there may be phrases with a hash.
    #[inline]
    fn may_have(&self, hash: u64) -> bool {
        Self::places(hash).into_iter().all(|bit| self.0[bit / 64] >> (bit % 64) & 1 == 1)
    }
}

/// The hash of two words that follow each other.
#[inline]
const fn pair(first: u64, second: u64) -> u64 {
    mix(first, second)
}

impl Phrases {
    /// The phrase in a slot.
    #[must_use]
    pub fn text(&self, slot: usize) -> &Name {
        &self.texts[slot]
    }

    /// Puts a phrase into a slot: a free one, or the first behind the last.
    pub fn set(&mut self, slot: usize, text: &Name) {
        if slot == self.texts.len() {
            self.texts.push(text.clone());
        } else {
            self.texts[slot] = text.clone();
        }
        let Some((hash, start)) = Self::key(text) else { return };
        let table = self.table.get_or_insert_with(|| Box::new(Table([0; Table::BITS / 64])));
        for bit in Table::places(hash) {
            table.0[bit / 64] |= 1 << (bit % 64);
        }
        self.by_hash.entry(hash).or_default().push((u32::try_from(slot).unwrap_or(u32::MAX), start));
    }

    /// Takes a phrase out and gives it back. Its bits in the table stay, as others may need them.
    pub fn remove(&mut self, slot: usize) -> Name {
        let text = std::mem::replace(&mut self.texts[slot], "".into());
        if let Some((hash, _)) = Self::key(&text)
            && let Some(list) = self.by_hash.get_mut(&hash)
        {
            list.retain(|(known, _)| *known as usize != slot);
        }
        text
    }

    /// The hash of the first words of a phrase, and the bytes before them.
    fn key(text: &str) -> Option<(u64, u32)> {
        let mut words = words(text);
        let first = words.next()?;
        let hash = words.next().map_or(first.hash, |second| pair(first.hash, second.hash));
        Some((hash, u32::try_from(first.start).unwrap_or(0)))
    }

    /// The phrases with a hash that stand in a text with their first word at a byte: where they start, and their slots.
    fn at<'a>(&'a self, text: &'a str, first: usize, hash: u64) -> impl Iterator<Item = (usize, usize)> + 'a {
        self.by_hash.get(&hash).into_iter().flatten().filter_map(move |(slot, offset)| {
            let at = first.checked_sub(*offset as usize)?;
            let fits = starts_with_words(text.get(at..)?, &self.texts[*slot as usize]);
            fits.then_some((at, *slot as usize))
        })
    }

    /// Where phrases stand in a text, and their slots; by the places of their first words.
    pub fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
        let table = self.table.as_deref();
        let mut words = table.map(|_| words(text));
        let mut next = words.as_mut().and_then(Iterator::next);
        // Nearly all words begin no phrase: they are passed over here.
        let candidates = std::iter::from_fn(move || {
            let (table, words) = (table?, words.as_mut()?);
            while let Some(Word { start, hash: first }) = next {
                next = words.next();
                let single = Some(first).filter(|hash| table.may_have(*hash));
                let double = next.map(|second| pair(first, second.hash)).filter(|hash| table.may_have(*hash));
                if single.is_some() || double.is_some() {
                    return Some((start, single, double));
                }
            }
            None
        });
        candidates
            .flat_map(move |(start, single, double)| single.into_iter().chain(double).map(move |hash| (start, hash)))
            .flat_map(move |(start, hash)| self.at(text, start, hash))
    }

    /// Adds the words of a text to a filter; tells whether a phrase stands in the text. Both in one pass, because this
    /// is done with all prose of a workspace.
    pub fn note(&self, text: &str, filter: &mut WordFilter) -> bool {
        let Some(table) = &self.table else {
            words(text).for_each(|word| filter.add(word.hash));
            return false;
        };
        let mut found = false;
        // Before the first word stands nothing: a pair with it has a hash that no phrase has.
        let mut before = Word { start: 0, hash: 0 };
        for word in words(text) {
            filter.add(word.hash);
            let double = pair(before.hash, word.hash);
            if table.may_have(word.hash) || table.may_have(double) {
                found = found
                    || self.at(text, word.start, word.hash).next().is_some()
                    || self.at(text, before.start, double).next().is_some();
            }
            before = word;
        }
        found
    }
}

/// Whether a text begins with the words of a phrase, whatever the white space between them.
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

    #[test]
    fn nothing_is_found_where_nothing_is_looked_for() {
        let mut filter = WordFilter::default();
        assert!(!Phrases::default().note("some words", &mut filter));
        assert!(filter.may_hold("words some"));
        assert_eq!(Phrases::default().find("some words").count(), 0);
    }
}
