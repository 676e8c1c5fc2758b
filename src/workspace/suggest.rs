//! "Did you mean": the known name nearest to an unknown one.
//!
//! The search is expensive (every known name is a candidate), so it runs once for each distinct unknown name, over the
//! candidates that prefilters by length and letters leave, by increasing distance.

use std::sync::{Mutex, OnceLock, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use super::DefId;
use super::index::KindIndex;
use crate::content::{KindId, Name, fold, in_other_quotes};
use crate::text::{Distance, distance};

/// The known name that is nearest to an unknown one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What to write.
    pub name: Name,
    /// What it means.
    pub def: DefId,
}

/// A name in lower case, with its letter mask.
#[derive(Debug)]
struct Spelled {
    folded: Box<[char]>,
    letters: u64,
}

impl Spelled {
    fn of(name: &str) -> Self {
        let folded: Box<[char]> = fold(name).chars().collect();
        let letters = letters(&folded);
        Self { folded, letters }
    }

    /// The edit distance to another name, if it is within [`Distance::largest`].
    fn slips(&self, other: &Self) -> Option<usize> {
        let limit = Distance::largest(self.folded.len().max(other.folded.len()));
        if are_near(self.letters, other.letters, limit) { distance(&self.folded, &other.folded, limit) } else { None }
    }
}

/// A letter mask: one bit for each of `a` to `z` and the digits; all other characters share the remaining 28.
fn letters(folded: &[char]) -> u64 {
    folded.iter().fold(0, |set, c| {
        let bit = match c {
            'a'..='z' => *c as u32 - 'a' as u32,
            '0'..='9' => 26 + (*c as u32 - '0' as u32),
            c => 36 + *c as u32 % 28,
        };
        set | 1 << bit
    })
}

/// Prefilter by letter masks: whether an edit distance of `changes` is possible. Each edit adds and removes at most one
/// letter.
fn are_near(a: u64, b: u64, changes: usize) -> bool {
    let (mut gone, mut new) = (a & !b, b & !a);
    // Clearing the lowest set bits costs less than counting all.
    for _ in 0..changes {
        gone &= gone.wrapping_sub(1);
        new &= new.wrapping_sub(1);
    }
    (gone | new) == 0
}

/// Labels of one length, in parallel lists.
#[derive(Clone, Debug, Default)]
struct Bucket {
    letters: Vec<u64>,
    labels: Vec<(Name, Box<[char]>)>,
}

/// The labels of one kind by their number of characters.
#[derive(Clone, Debug, Default)]
struct Candidates(Vec<Bucket>);

/// A longer name gets no suggestion, and is none; in bytes.
const LONGEST: usize = 400;
/// So many labels of about the same length are looked at for one name; where there are more, nobody can say which was
/// meant.
const MOST_SEEN: usize = 100_000;
/// With so many labels that come and go in a change, all answers may be others.
const MANY_CHANGED: usize = 1_000;
/// So many of those with about the same letters are compared letter by letter.
const MOST_COMPARED: usize = 1_000;

impl Candidates {
    fn of(names: &KindIndex) -> Self {
        let mut candidates = Self::default();
        for label in names.texts() {
            candidates.add(label);
        }
        candidates
    }

    fn add(&mut self, label: &Name) {
        let Spelled { folded, letters } = Spelled::of(label);
        if folded.len() > LONGEST {
            return;
        }
        if self.0.len() <= folded.len() {
            self.0.resize_with(folded.len() + 1, Bucket::default);
        }
        let bucket = &mut self.0[folded.len()];
        bucket.letters.push(letters);
        bucket.labels.push((label.clone(), folded));
    }

    fn remove(&mut self, label: &Name) {
        let Some(bucket) = self.0.get_mut(fold(label).chars().count()) else { return };
        if let Some(at) = bucket.labels.iter().position(|(known, _)| known == label) {
            bucket.letters.swap_remove(at);
            bucket.labels.swap_remove(at);
        }
    }

    /// The labels nearest to a name, and the effort of finding them; several if they are equally near, none if no label is
    /// near enough or that would take too much.
    fn nearest(&self, name: &str) -> (Vec<&Name>, Effort) {
        let mut effort = Effort::default();
        if name.len() > LONGEST {
            return (Vec::new(), effort);
        }
        let wanted = Spelled::of(name);
        let length = wanted.folded.len();
        for changes in 0..=Distance::largest(length + 3) {
            let mut found = Vec::new();
            for other in length.saturating_sub(changes)..=length + changes {
                let Some(bucket) = self.0.get(other) else { break };
                effort.seen += bucket.labels.len();
                if effort.seen > MOST_SEEN {
                    return (Vec::new(), effort);
                }
                if Distance::largest(length.max(other)) < changes {
                    continue;
                }
                for (letters, (label, folded)) in bucket.letters.iter().zip(&bucket.labels) {
                    if !are_near(wanted.letters, *letters, changes) {
                        continue;
                    }
                    effort.compared += 1;
                    if distance(&wanted.folded, folded, changes).is_some() {
                        found.push(label);
                    }
                }
                if effort.compared > MOST_COMPARED {
                    return (Vec::new(), effort);
                }
            }
            if !found.is_empty() {
                return (found, effort);
            }
        }
        (Vec::new(), effort)
    }
}

/// What it took to answer.
#[derive(Clone, Copy, Debug, Default)]
struct Effort {
    /// Labels that were looked at, for each distance anew.
    seen: usize,
    /// Those of them that were compared letter by letter.
    compared: usize,
}

impl Effort {
    /// Whether the answer may be another one when so many labels change, be they near or not: they may take the effort over
    /// its bound, or below it.
    const fn is_at_the_bound(self, changed: usize) -> bool {
        let more = changed * DISTANCES;
        self.seen + more > MOST_SEEN || self.compared + more > MOST_COMPARED
    }
}

/// How often one label is looked at for one name at most: once for each distance.
const DISTANCES: usize = 4;

/// What was found for a name.
#[derive(Clone, Debug)]
struct Answer {
    /// The nearest label, if any.
    label: Option<Name>,
    effort: Effort,
}

/// Finds suggestions. Caches candidates and answers, both for each kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Suggester {
    kinds: Vec<Cache>,
}

#[derive(Debug, Default)]
struct Cache {
    candidates: OnceLock<Candidates>,
    /// The answer for each name that was asked for.
    answers: Mutex<FxHashMap<Name, Answer>>,
}

impl Clone for Cache {
    fn clone(&self) -> Self {
        let answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Self { candidates: self.candidates.clone(), answers: Mutex::new(answers) }
    }
}

impl Suggester {
    pub fn new(kinds: usize) -> Self {
        Self { kinds: (0..kinds).map(|_| Cache::default()).collect() }
    }

    /// Updates the caches after labels of a kind were added, removed or changed in meaning. Returns those of the names
    /// `asked` for whose answer may be another now.
    pub fn change<'n>(
        &mut self,
        kind: KindId,
        names: &KindIndex,
        labels: &FxHashSet<Name>,
        asked: impl Iterator<Item = &'n Name>,
    ) -> Vec<Name> {
        let cache = &mut self.kinds[kind.index()];
        // For many labels it takes less to begin anew than to compare each with each.
        let many = labels.len() > MANY_CHANGED;
        if many {
            cache.candidates.take();
        }
        if let Some(candidates) = cache.candidates.get_mut() {
            for label in labels {
                candidates.remove(label);
                if !names.labels(label).is_empty() {
                    candidates.add(label);
                }
            }
        }
        let changed: Vec<Spelled> =
            labels.iter().filter(|label| !many && label.len() <= LONGEST).map(|label| Spelled::of(label)).collect();
        let near = |name: &Name| {
            if many || name.len() > LONGEST {
                return many;
            }
            if variants(name).any(|variant| labels.contains(&*variant)) {
                return true;
            }
            let name = Spelled::of(name);
            changed.iter().any(|label| name.slips(label).is_some())
        };
        let answers = cache.answers.get_mut().unwrap_or_else(PoisonError::into_inner);
        let at_the_bound: FxHashSet<Name> = answers
            .iter()
            .filter(|(_, answer)| answer.effort.is_at_the_bound(labels.len()))
            .map(|(name, _)| name.clone())
            .collect();
        let other = |name: &Name| at_the_bound.contains(name) || near(name);
        answers.retain(|name, _| !other(name));
        asked.filter(|name| other(name)).cloned().collect()
    }

    /// The label of a kind that is nearest to a name. Of equally near ones the first counts by what would be written for
    /// them.
    pub fn nearest(
        &self,
        (kind, names): (KindId, &KindIndex),
        name: &Name,
        written: impl Fn(&Name) -> Option<Name>,
        intern: impl Fn(&str) -> Name,
    ) -> Option<Name> {
        // What has no letter is a number of some catalogue: none is nearer than another.
        if !name.chars().any(char::is_alphabetic) {
            return None;
        }
        let cache = &self.kinds[kind.index()];
        let answers = || cache.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let known = answers().get(name).map(|answer| answer.label.clone());
        known.unwrap_or_else(|| {
            let (nearest, effort) = cache.candidates.get_or_init(|| Candidates::of(names)).nearest(name);
            let named = nearest.into_iter().filter_map(|label| Some((written(label)?, label)));
            let label = named.min().map(|(_, label)| label.clone());
            let known = |variant: &String| !names.labels(variant).is_empty();
            let label = label.or_else(|| variants(name).find(known).map(|variant| intern(&variant)));
            answers().insert(name.clone(), Answer { label: label.clone(), effort });
            label
        })
    }
}

/// What a name may be in other quotes or another form of the word, as in `triaging` for `triage`.
fn variants(name: &str) -> impl Iterator<Item = String> {
    let bare = in_other_quotes(name).map(|(inside, _)| inside.trim().to_owned());
    let stem = ["ing", "ed"].into_iter().find_map(|ending| name.strip_suffix(ending));
    let stem = stem.filter(|stem| stem.chars().count() >= SHORTEST_STEM && stem.ends_with(char::is_alphabetic));
    let forms = stem.into_iter().flat_map(|stem| [stem.to_owned(), format!("{stem}e")]);
    bare.into_iter().chain(forms)
}

/// A shorter word is another word without its ending; in characters.
const SHORTEST_STEM: usize = 4;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_change_counts_one() {
        for (a, b, expected) in [
            ("", "", 0),
            ("", "ab", 2),
            ("data engineer", "data enginer", 1),
            ("data engineer", "daat engineer", 1),
            ("data engineer", "dat engineers", 2),
            ("kitten", "sitting", 3),
        ] {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            assert_eq!(distance(&chars(a), &chars(b), 3), Some(expected), "{a} {b}");
            assert_eq!(distance(&chars(b), &chars(a), 3), Some(expected), "{b} {a}");
        }
    }

    #[test]
    fn few_are_compared() {
        let mut candidates = Candidates::default();
        // All have the same letters, so that each is compared, once for each distance.
        let label = |at: usize| -> Name { format!("ab {at:012b}").replace('0', "a").replace('1', "b").into() };
        let wanted = format!("{} ", &label(0)[..14]);
        let most = MOST_COMPARED / 2;
        (0..most).for_each(|at| candidates.add(&label(at)));
        assert_eq!(candidates.nearest(&wanted).0.len(), 2);
        candidates.add(&label(most));
        assert!(candidates.nearest(&wanted).0.is_empty());
        candidates.remove(&label(7));
        assert_eq!(candidates.nearest(&wanted).0.len(), 2);
        assert!(candidates.nearest(&"a".repeat(LONGEST + 1)).0.is_empty());
    }

    proptest! {
        #[test]
        fn distances_are_those_of_the_full_table(a in "[abc]{0,7}", b in "[abc]{0,7}", limit in 0_usize..4) {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            let full = strsim::osa_distance(&a, &b);
            prop_assert_eq!(distance(&chars(&a), &chars(&b), limit), (full <= limit).then_some(full));
            prop_assert!(full > limit || are_near(letters(&chars(&a)), letters(&chars(&b)), limit));
        }
    }
}
