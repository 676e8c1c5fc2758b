//! [`Paragraphs`]: where long paragraphs of role files occur, by their hash.

use std::cmp::Ordering;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::FileId;
use crate::content::FileFacts;
use crate::text::Span;

/// By the paths of the files, then by place: the first is where the words stand first.
type Places = SmallVec<[(FileId, Span); 1]>;

/// How the paths of two files stand to each other.
type Order<'o> = dyn Fn(FileId, FileId) -> Ordering + 'o;

/// A reverse index: hash of a long paragraph to all its places.
///
/// A check asks for repeated paragraphs only, and nearly all occur once: so at first only those are in it that may be
/// repeated. It is completed before the first change.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraphs {
    places: FxHashMap<u64, Places>,
    complete: bool,
}

impl Paragraphs {
    /// An index of the paragraphs that occur more than once: a superset, by two bit sets.
    pub fn repeated<'f>(files: impl Iterator<Item = (FileId, &'f FileFacts)> + Clone) -> Self {
        let hashes = || files.clone().flat_map(|(_, facts)| facts.paragraphs.iter().map(|paragraph| paragraph.hash));
        let size = hashes().count() * 16;
        let (mut seen, mut again) = (Bits::of(size), Bits::of(size));
        for hash in hashes() {
            if !seen.set(hash) {
                again.set(hash);
            }
        }
        let mut paragraphs = Self::default();
        for (file, facts) in files {
            for paragraph in facts.paragraphs.iter().filter(|paragraph| again.holds(paragraph.hash)) {
                paragraphs.places.entry(paragraph.hash).or_default().push((file, paragraph.span));
            }
        }
        paragraphs
    }

    /// Adds the paragraphs that occur once, which changes need.
    pub fn complete<'f>(&mut self, files: impl Iterator<Item = (FileId, &'f FileFacts)>) {
        if self.complete {
            return;
        }
        *self = Self { complete: true, ..Self::default() };
        // Before the first change files are numbered in the order of their paths.
        for (file, facts) in files {
            for paragraph in &facts.paragraphs {
                self.places.entry(paragraph.hash).or_default().push((file, paragraph.span));
            }
        }
    }

    /// Adds the paragraphs of a file; what stands once must have come in before.
    pub fn add(&mut self, file: FileId, facts: &FileFacts, order: &Order<'_>) {
        debug_assert!(self.complete, "a file is added to paragraphs of which only the repeated ones are known");
        let mut crowded: FxHashSet<u64> = FxHashSet::default();
        for paragraph in &facts.paragraphs {
            let places = self.places.entry(paragraph.hash).or_default();
            places.push((file, paragraph.span));
            if places.len() > 1 {
                crowded.insert(paragraph.hash);
            }
        }
        for hash in crowded {
            if let Some(places) = self.places.get_mut(&hash) {
                places.sort_by(|a, b| order(a.0, b.0).then_with(|| a.1.cmp(&b.1)));
            }
        }
    }

    /// Removes the paragraphs of a file. The index must be complete.
    pub fn remove(&mut self, file: FileId, facts: &FileFacts) {
        debug_assert!(self.complete, "a file is taken from paragraphs of which only the repeated ones are known");
        let mut gone: FxHashSet<u64> = FxHashSet::default();
        for paragraph in facts.paragraphs.iter().filter(|paragraph| gone.insert(paragraph.hash)) {
            super::maps::take(&mut self.places, &paragraph.hash, |places| places.retain(|(f, _)| *f != file));
        }
    }

    /// The places of a paragraph; unless the index is complete perhaps none if there is only one.
    pub fn at(&self, hash: u64) -> &[(FileId, Span)] {
        self.places.get(&hash).map_or(&[], |places| places)
    }
}

/// A lossy set of hashes, one bit each: a Bloom filter with one hash function.
struct Bits(Vec<u64>);

impl Bits {
    /// An empty set of `size` bits or more.
    fn of(size: usize) -> Self {
        Self(vec![0; size.div_ceil(64).max(1)])
    }

    fn place(&self, hash: u64) -> (usize, u64) {
        // Maps the hash to a bit by multiply-shift (fast range reduction).
        let at = (u128::from(hash) * self.0.len() as u128 * 64) >> 64;
        ((at / 64) as usize, 1 << (at % 64))
    }

    /// Adds a hash; whether its bit was clear before.
    fn set(&mut self, hash: u64) -> bool {
        let (at, bit) = self.place(hash);
        let new = self.0[at] & bit == 0;
        self.0[at] |= bit;
        new
    }

    fn holds(&self, hash: u64) -> bool {
        let (at, bit) = self.place(hash);
        self.0[at] & bit != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Paragraph;

    fn facts(hashes: impl Iterator<Item = u64>) -> FileFacts {
        let spread = |hash: u64| hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let paragraphs = hashes.map(|hash| Paragraph { hash: spread(hash), span: Span::empty(0) }).collect();
        FileFacts { paragraphs, ..FileFacts::default() }
    }

    #[test]
    fn what_stands_twice_is_kept_and_little_else() {
        let (one, other) = (facts(0..1000), facts(990..2000));
        let files = [(FileId(1), &one), (FileId(2), &other)];
        let mut paragraphs = Paragraphs::repeated(files.into_iter());
        for at in 990..1000 {
            let files: Vec<_> = paragraphs.at(one.paragraphs[at].hash).iter().map(|(file, _)| file.0).collect();
            assert_eq!(files, [1, 2], "{at}");
        }
        let single = paragraphs.places.len();
        assert!(single < 300, "{single}");
        paragraphs.complete(files.into_iter());
        assert_eq!(paragraphs.places.len(), 2000);
        paragraphs.remove(FileId(1), &one);
        assert_eq!(paragraphs.places.len(), 1010);
        assert_eq!(paragraphs.at(one.paragraphs[995].hash).len(), 1);
        assert!(Paragraphs::repeated([].into_iter()).places.is_empty());
    }
}
