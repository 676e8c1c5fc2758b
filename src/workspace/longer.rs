//! [`Longer`]: the known names that can hide a spelling to avoid, and where they stand in a text.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::whole_word::is_word;
use crate::content::{Name, Phrases};

/// Names to look for in texts with spellings to avoid.
#[derive(Clone, Debug, Default)]
pub(super) struct Longer {
    phrases: Phrases,
    slots: FxHashMap<Name, usize>,
    free: Vec<usize>,
}

impl Longer {
    /// Whether a name is looked for.
    pub fn has(&self, name: &Name) -> bool {
        self.slots.contains_key(name)
    }

    /// Looks for a name from now on.
    pub fn insert(&mut self, name: &Name) {
        if self.has(name) {
            return;
        }
        let slot = self.free.pop().unwrap_or(self.slots.len());
        self.slots.insert(name.clone(), slot);
        self.phrases.set(slot, name);
    }

    /// Looks for a name no longer.
    pub fn remove(&mut self, name: &Name) {
        if let Some(slot) = self.slots.remove(name) {
            self.phrases.remove(slot);
            self.free.push(slot);
        }
    }

    /// Where the names stand in a text with single spaces.
    pub fn places(&self, text: &str) -> Places {
        let found = self.phrases.find(text).map(|(start, slot)| start..start + self.phrases.text(slot).len());
        Places::of(found.filter(|range| is_word(text, range.clone())).collect())
    }
}

/// Ranges of a text, none within another, in order.
pub(super) struct Places(Vec<Range<usize>>);

impl Places {
    /// Leaves out what lies within a longer range: that one touches whatever it touches.
    pub fn of(mut ranges: Vec<Range<usize>>) -> Self {
        ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        let mut end = 0;
        ranges.retain(|range| {
            let new = range.end > end;
            end = end.max(range.end);
            new
        });
        Self(ranges)
    }

    /// The ranges that share a byte with one. A name has a few words, so these are few, however many there are.
    pub fn over(&self, range: Range<usize>) -> impl Iterator<Item = &Range<usize>> {
        let first = self.0.partition_point(|one| one.end <= range.start);
        self.0[first..].iter().take_while(move |one| one.start < range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_names() {
        let mut longer = Longer::default();
        for name in ["Data", "Data Platform", "Platform Engineer", "a b c"] {
            longer.insert(&name.into());
        }
        let found = |longer: &Longer, text: &str| longer.places(text).0;
        assert_eq!(found(&longer, "Data Platform Engineer, Data"), [0..13, 5..22, 24..28]);
        longer.remove(&"Data Platform".into());
        longer.remove(&"Data Platform".into());
        longer.insert(&"Data Lake".into());
        assert_eq!(found(&longer, "Data Platform Engineer, Data"), [0..4, 5..22, 24..28]);
        assert_eq!(found(&longer, "Database"), [] as [Range<usize>; 0]);
    }

    /// However many names stand in a text and over each other, few are looked at for one place.
    #[test]
    fn few_are_looked_at() {
        let mut longer = Longer::default();
        for count in 1..30 {
            longer.insert(&"a ".repeat(count).trim_end().into());
        }
        let places = longer.places(&"a ".repeat(5_000));
        let most = (0..5_000).map(|word| places.over(word * 2..word * 2 + 1).count()).max();
        assert!(most.is_some_and(|most| most <= 32), "{most:?}");
    }
}
