//! Spellings to avoid in prose.
//!
//! Most spellings come from vocabularies. So vocabularies are read first, and while a role is read its prose is
//! searched for their spellings; for the spellings that roles bring, the Bloom filter of each file's words is the
//! prefilter. The few files that are left are read once more and their prose is searched exactly: whole words, outside
//! code, link targets and mentions, and not where a longer known name covers the spelling.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::index::KindIndex;
use super::longer::{Longer, Places};
use super::overlaps::Overlaps;
use super::whole_word::is_word;
use super::{DefId, Index};
use crate::content::{FileFacts, KindId, Name, Phrases, composed, each_prose, markdown_gaps, swap_first_case, words};
use crate::schema::{Label, Schema};
use crate::syntax::{Format, NodeRef, parse_as};
use crate::text::Span;

/// A spelling to avoid, used in prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProseHit {
    /// Its bytes in the file.
    pub span: Span,
    /// The spelling, as its label writes it.
    pub spelling: Name,
    /// The kind of the thing meant.
    pub kind: KindId,
    /// The thing meant.
    pub def: DefId,
    /// Several things claim the spelling.
    pub ambiguous: bool,
}

/// The spellings to avoid of all kinds.
#[derive(Clone, Debug, Default)]
pub struct Spellings {
    /// The spellings, by slots.
    phrases: Phrases,
    /// Their partial overlaps with names.
    overlaps: Overlaps,
    /// Known names that can stand over one of them, or over a part of it.
    longer: Longer,
    slots: FxHashMap<Name, usize>,
    free: Vec<usize>,
}

/// So many spellings and names that stand over each other are followed in a change; with more, all spellings may have
/// other uses.
const MOST_PAIRS: usize = 20_000;
/// So many labels that change at once are not followed one by one.
const MANY_CHANGED: usize = 2_000;

/// What is searched while a workspace's roles are read: the spellings to avoid of its vocabularies.
#[derive(Clone, Debug, Default)]
pub(super) struct EarlySpellings {
    /// The spellings.
    pub phrases: Phrases,
    known: FxHashSet<Name>,
    /// There are none, and no file brings any: no prose need be looked at.
    pub none_come: bool,
}

impl EarlySpellings {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Collects the spellings of vocabularies.
    pub fn of<'f>(facts: impl Iterator<Item = &'f FileFacts>) -> Self {
        let mut early = Self::default();
        let labels = facts.flat_map(|facts| &facts.definitions).flat_map(|definition| &definition.labels);
        for label in labels.filter(|label| label.label == Label::Avoid) {
            if early.known.insert(label.at.name.clone()) {
                early.phrases.set(early.known.len() - 1, &label.at.name);
            }
        }
        early
    }
}

/// What a change of labels does to spellings.
#[derive(Debug, Default)]
pub(super) struct SpellingChange {
    /// Spellings that may have fewer uses in prose than before.
    pub fewer: FxHashSet<Name>,
    /// Spellings that may have more.
    pub more: FxHashSet<Name>,
}

impl Spellings {
    /// Collects the spellings of an index.
    pub(super) fn of(index: &Index) -> Self {
        let avoid: FxHashSet<Name> = index.kinds().flat_map(KindIndex::avoided).cloned().collect();
        let mut spellings = Self::default();
        spellings.update(index, &avoid);
        spellings
    }

    /// Updates the spellings after labels with these texts were added to, removed from or changed in the index.
    pub(super) fn update(&mut self, index: &Index, texts: &FxHashSet<Name>) -> SpellingChange {
        if texts.len() > MANY_CHANGED && !self.is_empty() {
            // For so many it takes less to begin anew than to follow each.
            let before: Vec<Name> = self.slots.drain().map(|(text, _)| text).collect();
            *self = Self::of(index);
            let all: FxHashSet<Name> = before.into_iter().chain(self.slots.keys().cloned()).collect();
            return SpellingChange { fewer: all.clone(), more: all };
        }
        let mut change = SpellingChange::default();
        let mut new: FxHashSet<usize> = FxHashSet::default();
        for text in texts {
            let labels = || index.kinds().flat_map(|kind| kind.labels(text));
            // A spelling that is also a name or an alias of something is not reported.
            let active = labels().next().is_some() && labels().all(|l| l.label == Label::Avoid);
            match self.slots.get(text) {
                None if active => {
                    new.insert(self.insert(text));
                    change.more.insert(text.clone());
                }
                Some(slot) if !active => {
                    self.remove(*slot);
                    change.fewer.insert(text.clone());
                }
                _ => {}
            }
        }
        if self.is_empty() {
            self.longer = Longer::default();
            return change;
        }
        // Where all spellings are new, all names are looked at below.
        if new.len() < self.slots.len() {
            self.follow_names(index, texts, &new, &mut change);
        } else {
            self.longer = Longer::default();
        }
        self.find_longer(&new, index);
        change
    }

    /// Compares the spellings known before with the names that were added or removed.
    fn follow_names(
        &mut self,
        index: &Index,
        texts: &FxHashSet<Name>,
        new: &FxHashSet<usize>,
        change: &mut SpellingChange,
    ) {
        let mut pairs = 0;
        for text in texts.iter().cloned().chain(texts.iter().filter_map(other_case)) {
            let known = is_known(index, &text);
            if known == self.longer.has(&text) || known && !stands_over(&text, &self.phrases, &self.overlaps) {
                continue;
            }
            if known {
                self.longer.insert(&text);
            } else {
                self.longer.remove(&text);
            }
            let touched = if known { &mut change.fewer } else { &mut change.more };
            if pairs >= MOST_PAIRS {
                touched.extend(self.slots.keys().cloned());
                continue;
            }
            for (_, slot) in under(&text, &self.phrases, &self.overlaps) {
                pairs += 1;
                if !new.contains(&slot) {
                    touched.insert(self.phrases.text(slot).clone());
                }
                if pairs == MOST_PAIRS {
                    touched.extend(self.slots.keys().cloned());
                    break;
                }
            }
        }
    }

    /// Finds the names that can stand over new spellings.
    fn find_longer(&mut self, new: &FxHashSet<usize>, index: &Index) {
        if new.is_empty() {
            return;
        }
        let (mut phrases, mut overlaps) = (Phrases::default(), Overlaps::default());
        let all = new.len() == self.slots.len();
        for (at, slot) in new.iter().enumerate().filter(|_| !all) {
            phrases.set(at, self.phrases.text(*slot));
            overlaps.add(at, self.phrases.text(*slot));
        }
        let (phrases, overlaps) = if all { (&self.phrases, &self.overlaps) } else { (&phrases, &overlaps) };
        let longer = &mut self.longer;
        let mut add = |label: &Name| {
            if stands_over(label, phrases, overlaps) {
                longer.insert(label);
            }
        };
        index.kinds().flat_map(KindIndex::texts).for_each(&mut add);
        index.terms().flat_map(KindIndex::texts).filter_map(other_case).for_each(|label| add(&label));
    }

    fn insert(&mut self, text: &Name) -> usize {
        let slot = self.free.pop().unwrap_or(self.slots.len());
        self.slots.insert(text.clone(), slot);
        self.phrases.set(slot, text);
        self.overlaps.add(slot, text);
        slot
    }

    fn remove(&mut self, slot: usize) {
        let text = self.phrases.remove(slot);
        self.overlaps.remove(slot, &text);
        self.slots.remove(&text);
        self.free.push(slot);
    }

    /// Whether there is any spelling to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The spellings that `early` lacks, each as the hashes of its words.
    pub(super) fn later_than(&self, early: &EarlySpellings) -> Vec<SmallVec<[u64; 4]>> {
        let later = self.slots.keys().filter(|text| !early.known.contains(*text));
        later.map(|text| words(text).map(|word| word.hash).collect()).collect()
    }

    /// The uses of spellings in the prose of a file.
    pub(super) fn scan(&self, format: Format, text: &str, schema: &Schema) -> Vec<(Span, Name)> {
        // An escape in a quoted scalar may hide a spelling from a search of the source.
        let escapes = || text.contains('\\') || text.contains("''");
        let maybe = || self.phrases.find(text).next().is_some() || escapes() || composed(text).is_some();
        if self.is_empty() || !maybe() {
            return Vec::new();
        }
        let (tree, _) = parse_as(format, text);
        let mut found = Vec::new();
        each_prose(&tree, schema, |node| self.scan_prose(node, &mut found));
        found.sort();
        found.dedup_by_key(|(span, _)| *span);
        found
    }

    fn scan_prose(&self, node: NodeRef<'_>, hits: &mut Vec<(Span, Name)>) {
        let value = node.scalar_text();
        let nfc = composed(value);
        let whole = nfc.as_ref().map_or(value, |(text, _)| text);
        if self.phrases.find(whole).next().is_none() {
            return;
        }
        let (collapsed, mut places) = collapse_spaces(whole);
        if let Some((_, of)) = &nfc {
            places.iter_mut().for_each(|place| *place = of[*place]);
        }
        let mut found: Vec<(Range<usize>, usize)> = self
            .phrases
            .find(&collapsed)
            .map(|(start, at)| (start..start + self.phrases.text(at).len(), at))
            .filter(|(range, _)| is_word(&collapsed, range.clone()))
            .collect();
        if found.is_empty() {
            return;
        }
        // A longer known name hides what it stands over, whole or in part; perhaps one over which a still longer one
        // stands: it hides the spelling all the same.
        let names = self.longer.places(&collapsed);
        found.retain(|(range, _)| !names.over(range.clone()).any(|name| name.len() > range.len()));
        // Of those that still overlap, nearly always equally long ones, the first wins.
        found.sort_by_key(|(range, _)| range.start);
        let gaps = Places::of(markdown_gaps(value));
        let map = node.map();
        let mut end = 0;
        for (range, at) in found {
            let (start, stop) = (places[range.start], places[range.end - 1] + 1);
            if range.start < end || gaps.over(start..stop).next().is_some() || in_address(value, start) {
                continue;
            }
            end = range.end;
            hits.push((map.span(start, stop), self.phrases.text(at).clone()));
        }
    }
}

/// A name with its first letter in the other case: for terms an equal spelling.
fn other_case(name: &Name) -> Option<Name> {
    swap_first_case(name).map(|swapped| swapped.as_str().into())
}

/// Whether anything has this label; for terms with the first letter in either case.
fn is_known(index: &Index, name: &Name) -> bool {
    index.kinds().any(|kind| !kind.labels(name).is_empty())
        || other_case(name).is_some_and(|other| index.terms().any(|kind| !kind.labels(&other).is_empty()))
}

/// The spellings that a longer name can cover, in whole or in part: the byte offset of each relative to the name's
/// start, and its slot.
fn under<'a>(
    name: &'a Name,
    phrases: &'a Phrases,
    overlaps: &'a Overlaps,
) -> impl Iterator<Item = (isize, usize)> + 'a {
    let within = phrases.find(name).map(|(start, slot)| (start.cast_signed(), slot));
    let across = overlaps.across(name, |slot| phrases.text(slot));
    within.chain(across).filter(|(_, slot)| name.len() > phrases.text(*slot).len())
}

/// Whether a name can stand over a spelling, or over a part of one: it holds one, or shares a word at its end with one.
fn stands_over(name: &Name, phrases: &Phrases, overlaps: &Overlaps) -> bool {
    overlaps.may_be_across(name) || phrases.find(name).any(|(_, slot)| name.len() > phrases.text(slot).len())
}

/// `text` with each run of white space as one space, and for each byte of that the byte offset in `text`.
pub(crate) fn collapse_spaces(text: &str) -> (String, Vec<usize>) {
    let mut collapsed = String::with_capacity(text.len());
    let mut places = Vec::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            if !collapsed.ends_with(' ') {
                collapsed.push(' ');
                places.push(at);
            }
            continue;
        }
        collapsed.push(c);
        places.extend(at..at + c.len_utf8());
    }
    (collapsed, places)
}

/// Whether a byte offset lies in a bare address: behind the `://` of its word, or in a word with `www.` or an `@`.
fn in_address(text: &str, at: usize) -> bool {
    let blank = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"');
    let start =
        text[..at].rfind(blank).map_or(0, |found| found + text[found..].chars().next().map_or(1, char::len_utf8));
    let end = text[at..].find(blank).map_or(text.len(), |found| at + found);
    let before = &text[start..at];
    before.contains("://") || before.contains("www.") || before.contains("mailto:") || {
        let whole = &text[start..end];
        let is_mail = |(user, host): (&str, &str)| {
            user.ends_with(char::is_alphanumeric) && host.starts_with(char::is_alphanumeric)
        };
        whole.split_once('@').is_some_and(is_mail)
    }
}
