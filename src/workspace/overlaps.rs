//! Partial overlaps of names and spellings to avoid in a text: the end of one is the beginning of the other. ("Senior
//! Data" and "Data Platform Engineer" in "a Senior Data Platform Engineer".) They share a word at least.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::content::words;

/// Hash of a word to the slots of spellings that have it, each with the word's byte offset in the spelling.
type Places = FxHashMap<u64, SmallVec<[(usize, usize); 1]>>;

/// How many words a name and a spelling may share in a partial overlap; longer ones are not found.
const MOST_SHARED: usize = 8;

/// The words of spellings at which another name can begin or end within them.
#[derive(Clone, Debug, Default)]
pub(super) struct Overlaps {
    /// All words but the first: a name that begins with one can go on behind the spelling.
    later: Places,
    /// All words but the last: a name that ends with one can begin before the spelling.
    earlier: Places,
}

impl Overlaps {
    /// Adds a spelling under a slot number.
    pub fn add(&mut self, slot: usize, spelling: &str) {
        let found: SmallVec<[_; 8]> = words(spelling).collect();
        let (start, end) = (found.len().min(MOST_SHARED + 1), found.len().saturating_sub(MOST_SHARED + 1));
        for pair in found[..start].windows(2) {
            self.earlier.entry(pair[0].hash).or_default().push((slot, pair[0].start));
        }
        for pair in found[end..].windows(2) {
            self.later.entry(pair[1].hash).or_default().push((slot, pair[1].start));
        }
    }

    /// Removes the spelling of a slot.
    pub fn remove(&mut self, slot: usize, spelling: &str) {
        for word in words(spelling) {
            for places in [&mut self.later, &mut self.earlier] {
                if let Some(list) = places.get_mut(&word.hash) {
                    list.retain(|(known, _)| *known != slot);
                }
            }
        }
    }

    /// Whether spellings may stand across a name: one goes on with the word that it begins or ends with.
    pub fn may_be_across(&self, name: &str) -> bool {
        let holds = |places: &Places, word: Option<u64>| {
            word.and_then(|hash| places.get(&hash)).is_some_and(|list| !list.is_empty())
        };
        let mut found = words(name).map(|word| word.hash);
        let first = found.next();
        holds(&self.later, first) || !self.earlier.is_empty() && holds(&self.earlier, found.last().or(first))
    }

    /// The spellings that can overlap a name partially: the byte offset of each relative to the name's start (negative
    /// if the spelling begins first), and its slot. `text` returns the spelling of a slot.
    pub fn across<'a>(
        &'a self,
        name: &'a str,
        text: impl Fn(usize) -> &'a str + Copy + 'a,
    ) -> impl Iterator<Item = (isize, usize)> + 'a {
        let mut found = words(name);
        let first = found.next();
        let last = found.last().or(first);
        let begins = first.and_then(|word| Some((word, self.later.get(&word.hash)?)));
        let begins = begins.into_iter().flat_map(move |(word, list)| {
            list.iter().filter_map(move |(slot, at)| {
                let start = at.checked_sub(word.start).filter(|start| *start > 0)?;
                let shared = text(*slot).get(start..)?;
                (name.len() > shared.len() && name.starts_with(shared)).then_some((-start.cast_signed(), *slot))
            })
        });
        let ends = last.and_then(|word| Some((word, self.earlier.get(&word.hash)?)));
        let ends = ends.into_iter().flat_map(move |(word, list)| {
            list.iter().filter_map(move |(slot, at)| {
                let start = word.start.checked_sub(*at).filter(|start| *start > 0)?;
                let shared = name.get(start..)?;
                let spelling = text(*slot);
                (spelling.len() > shared.len() && spelling.starts_with(shared)).then_some((start.cast_signed(), *slot))
            })
        });
        begins.chain(ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPELLINGS: [&str; 4] = ["Senior Data", "Engineer of Data", "Data", "C++ Engineer"];

    fn found(overlaps: &Overlaps, name: &str) -> Vec<(isize, usize)> {
        overlaps.across(name, |slot| SPELLINGS[slot]).collect()
    }

    /// However many words a spelling has, few places of it are looked at.
    #[test]
    fn long_spellings() {
        let mut overlaps = Overlaps::default();
        let long = |count: usize| format!("{}b", "a ".repeat(count));
        let spellings: Vec<String> = (1..200).map(long).collect();
        for (slot, spelling) in spellings.iter().enumerate() {
            overlaps.add(slot, spelling);
        }
        for places in [&overlaps.later, &overlaps.earlier] {
            let most = places.values().map(SmallVec::len).max();
            assert!(most.is_some_and(|most| most <= spellings.len() * MOST_SHARED), "{most:?}");
        }
        let text = |slot: usize| spellings[slot].as_str();
        let found: Vec<_> = overlaps.across("x a a", text).collect();
        assert!(found.contains(&(2, 50)) && found.contains(&(4, 198)), "{found:?}");
    }

    #[test]
    fn names_that_begin_or_end_within_a_spelling() {
        let mut overlaps = Overlaps::default();
        for (slot, spelling) in SPELLINGS.iter().enumerate() {
            overlaps.add(slot, spelling);
        }
        assert_eq!(found(&overlaps, "Data Platform Engineer"), [(-7, 0), (-12, 1), (14, 1)]);
        assert_eq!(found(&overlaps, "Engineer of Roads"), [(-4, 3)]);
        assert_eq!(found(&overlaps, "Lead C++"), [(5, 3)]);
        assert_eq!(found(&overlaps, "Database Engineers"), []);
        assert_eq!(found(&overlaps, "Big Senior Data"), []);
        assert_eq!(found(&overlaps, ""), []);
        overlaps.remove(1, SPELLINGS[1]);
        assert_eq!(found(&overlaps, "Data Platform Engineer"), [(-7, 0)]);
    }
}
