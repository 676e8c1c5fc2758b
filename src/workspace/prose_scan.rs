//! Spellings to avoid in prose.
//!
//! One pass over a file's raw bytes finds the few files that may use such a spelling; those are parsed once more and
//! their prose is searched exactly: whole words, outside code, link targets and mentions, and not inside a longer known
//! name. (Thousands of roles bring thousands of spellings: an automaton of all of them, tried first, read a fifth of the
//! bytes a second that a table of word pairs does.)

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::index::KindIndex;
use super::{DefId, Index, Workspace};
use crate::content::{FileKind, KindId, Name, markdown_gaps};
use crate::schema::{Label, Schema, Shape};
use crate::syntax::{Kind, NodeRef, parse};
use crate::text::Span;

/// A spelling to avoid, used in prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProseHit {
    /// The spelling.
    pub span: Span,
    /// As written.
    pub spelling: Name,
    /// The kind of the thing meant.
    pub kind: KindId,
    /// The thing meant.
    pub def: DefId,
    /// Two things claim the spelling.
    pub ambiguous: bool,
}

/// A spelling to avoid.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spelling {
    text: Name,
    /// Known names that contain the spelling: each with the byte at which the spelling stands in it.
    inside: Vec<(Name, usize)>,
}

/// The spellings to avoid of all names.
#[derive(Clone, Debug, Default)]
pub struct Spellings {
    /// Slots; those of spellings that are gone have no text.
    list: Vec<Spelling>,
    slots: FxHashMap<Name, usize>,
    free: Vec<usize>,
    starts: Starts,
}

/// What a change of names does to spellings.
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
        let avoid: FxHashSet<Name> = index
            .kinds()
            .flat_map(KindIndex::all)
            .filter(|l| l.label == Label::Avoid)
            .map(|l| l.name.clone())
            .collect();
        let mut spellings = Self::default();
        spellings.update(index, &avoid);
        spellings
    }

    /// Brings the spellings up to date with an index in which the labels with these texts came, went or changed.
    pub(super) fn update(&mut self, index: &Index, texts: &FxHashSet<Name>) -> SpellingChange {
        let mut change = SpellingChange::default();
        let mut new: Vec<usize> = Vec::new();
        for text in texts {
            let labels = || index.kinds().flat_map(|kind| kind.labels(text));
            // A spelling that is also a name or an alias of something is fine as it stands.
            let active = labels().next().is_some() && labels().all(|l| l.label == Label::Avoid);
            match self.slots.get(text) {
                None if active => {
                    new.push(self.insert(text));
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
            return change;
        }
        // Spellings that stood there before, inside names that came or went.
        for text in texts {
            let known = index.kinds().any(|kind| !kind.labels(text).is_empty());
            let found: Vec<(usize, usize)> = self.starts.find(text, &self.list).collect();
            for (start, slot) in found {
                let spelling = &mut self.list[slot];
                if text.len() <= spelling.text.len() || new.contains(&slot) {
                    continue;
                }
                let at = spelling.inside.iter().position(|(name, offset)| name == text && *offset == start);
                match at {
                    None if known => {
                        spelling.inside.push((text.clone(), start));
                        change.fewer.insert(spelling.text.clone());
                    }
                    Some(at) if !known => {
                        spelling.inside.swap_remove(at);
                        change.more.insert(spelling.text.clone());
                    }
                    _ => {}
                }
            }
        }
        self.find_around(&new, index);
        change
    }

    /// Finds the names that contain new spellings.
    fn find_around(&mut self, new: &[usize], index: &Index) {
        if new.is_empty() {
            return;
        }
        let starts = Starts::of(new.iter().map(|slot| (*slot, &self.list[*slot])));
        for label in index.kinds().flat_map(KindIndex::texts) {
            let found: Vec<(usize, usize)> = starts.find(label, &self.list).collect();
            for (start, slot) in found {
                let spelling = &mut self.list[slot];
                if label.len() > spelling.text.len() && !spelling.inside.iter().any(|i| i.0 == *label && i.1 == start) {
                    spelling.inside.push((label.clone(), start));
                }
            }
        }
    }

    fn insert(&mut self, text: &Name) -> usize {
        let spelling = Spelling { text: text.clone(), inside: Vec::new() };
        let slot = match self.free.pop() {
            Some(slot) => {
                self.list[slot] = spelling;
                slot
            }
            None => {
                self.list.push(spelling);
                self.list.len() - 1
            }
        };
        self.slots.insert(text.clone(), slot);
        self.starts.add(slot, text);
        slot
    }

    fn remove(&mut self, slot: usize) {
        let spelling = std::mem::replace(&mut self.list[slot], Spelling { text: "".into(), inside: Vec::new() });
        self.slots.remove(&spelling.text);
        self.starts.remove(slot, &spelling.text);
        self.free.push(slot);
    }

    /// Whether there is any spelling to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The uses of spellings in the prose of a file.
    pub(super) fn scan(&self, text: &str, kind: FileKind, workspace: &Workspace) -> Arc<[ProseHit]> {
        let maybe = || self.starts.find(text, &self.list).next().is_some() || text.contains('\\');
        if kind == FileKind::Config || self.is_empty() || !maybe() {
            return Arc::default();
        }
        let (tree, _) = parse(text);
        let mut found = Vec::new();
        let Some(root) = tree.root() else { return Arc::default() };
        let schema = workspace.schema(kind);
        each_prose(root, schema, schema.shapes.root(), &mut |node| self.scan_prose(node, &mut found));
        found.sort();
        found.dedup_by_key(|(span, _)| *span);
        found.into_iter().filter_map(|(span, spelling)| workspace.prose_hit(span, spelling)).collect()
    }

    fn scan_prose(&self, node: NodeRef<'_>, hits: &mut Vec<(Span, Name)>) {
        let value = node.scalar_text();
        if self.starts.find(value, &self.list).next().is_none() {
            return;
        }
        let (collapsed, places) = collapse_spaces(value);
        let mut found: Vec<(Range<usize>, usize)> = self
            .starts
            .find(&collapsed, &self.list)
            .map(|(start, at)| (start..start + self.list[at].text.len(), at))
            .filter(|(range, at)| is_word(&collapsed, range.clone()) && !self.inside_known(&collapsed, range, *at))
            .collect();
        if found.is_empty() {
            return;
        }
        // The longest at a place wins.
        found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
        let gaps = markdown_gaps(value);
        let map = node.map();
        let mut end = 0;
        for (range, at) in found {
            let (start, stop) = (places[range.start], places[range.end - 1] + 1);
            let hidden = gaps.iter().any(|gap| gap.start < stop && start < gap.end);
            if range.start < end || hidden {
                continue;
            }
            end = range.end;
            hits.push((map.span(start, stop), self.list[at].text.clone()));
        }
    }

    /// Whether a spelling stands inside a longer known name.
    fn inside_known(&self, text: &str, range: &Range<usize>, at: usize) -> bool {
        self.list[at].inside.iter().any(|(name, offset)| {
            let Some(start) = range.start.checked_sub(*offset) else { return false };
            text.get(start..).is_some_and(|rest| rest.starts_with(name.as_ref()))
                && is_word(text, start..start + name.len())
        })
    }
}

/// Finds spellings by their first two words, however many spellings there are. A word here is a run of letters and
/// digits; what stands between two words does not matter until a spelling is compared in full.
#[derive(Clone, Debug, Default)]
struct Starts {
    /// One bit for each hash of the first words of a spelling.
    table: Vec<u64>,
    /// Spellings by that hash, each with the bytes before its first word.
    by_hash: FxHashMap<u32, SmallVec<[(u32, u32); 1]>>,
}

impl Workspace {
    /// What a spelling to avoid means that stands in prose.
    pub(super) fn prose_hit(&self, span: Span, spelling: Name) -> Option<ProseHit> {
        let kinds = (0..).zip(self.index().kinds());
        let claims = kinds.flat_map(|(kind, names)| {
            names.labels(&spelling).iter().filter(|l| l.label == Label::Avoid).map(move |l| (kind, l.def))
        });
        let claims: SmallVec<[(KindId, DefId); 2]> = claims.collect();
        let first = claims.iter().copied().min_by(|a, b| a.0.cmp(&b.0).then_with(|| self.order(a.1, b.1)));
        let (kind, def) = first?;
        let ambiguous = claims.iter().any(|claim| *claim != (kind, def));
        Some(ProseHit { span, spelling, kind, def, ambiguous })
    }
}

/// How many bits the table has.
const TABLE: usize = 1 << 16;

/// What a byte says about the word that it may belong to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// No letter or digit.
    Gap,
    /// An ASCII letter or digit.
    Word,
    /// Part of a character beyond ASCII: the character has to be looked at.
    Wide,
}

/// The class of each byte.
static CLASSES: [Class; 256] = {
    let mut classes = [Class::Wide; 256];
    let mut b = 0;
    while b < 128 {
        classes[b] = if (b as u8).is_ascii_alphanumeric() { Class::Word } else { Class::Gap };
        b += 1;
    }
    classes
};

/// The length in bytes of the character beyond ASCII at a byte of a text, if it is a letter or digit; else 0.
#[cold]
fn wide_letter(text: &str, at: usize) -> usize {
    let c = text.get(at..).and_then(|rest| rest.chars().next());
    c.filter(|c| c.is_alphanumeric()).map_or(0, char::len_utf8)
}

const fn mix(hash: u64, bytes: u64) -> u64 {
    (hash.rotate_left(5) ^ bytes).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// The next word of a text from a byte on: its start, its end, and its hash. This loop sees every byte of a workspace.
#[inline]
fn next_word(text: &str, mut at: usize) -> Option<(usize, usize, u32)> {
    let bytes = text.as_bytes();
    loop {
        match CLASSES[usize::from(*bytes.get(at)?)] {
            Class::Gap => at += 1,
            Class::Word => break,
            Class::Wide if wide_letter(text, at) > 0 => break,
            Class::Wide => at += 1,
        }
    }
    let start = at;
    let (mut hash, mut group) = (0u64, 0u64);
    while let Some(b) = bytes.get(at) {
        let length = match CLASSES[usize::from(*b)] {
            Class::Gap => break,
            Class::Word => 1,
            Class::Wide => wide_letter(text, at),
        };
        if length == 0 {
            break;
        }
        for b in &bytes[at..at + length] {
            group = group << 8 | u64::from(*b);
            at += 1;
            if (at - start).is_multiple_of(8) {
                hash = mix(hash, group);
                group = 0;
            }
        }
    }
    let hash = mix(mix(hash, group), (at - start) as u64);
    Some((start, at, (hash >> 32) as u32))
}

/// Start and hash of each word of a text.
#[inline]
fn words(text: &str) -> impl Iterator<Item = (usize, u32)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (start, end, hash) = next_word(text, at)?;
        at = end;
        Some((start, hash))
    })
}

/// The hash of each word of a text.
pub(super) fn word_hashes(text: &str) -> impl Iterator<Item = u32> {
    words(text).map(|(_, hash)| hash)
}

/// The hash of two words that follow each other.
const fn pair(first: u32, second: u32) -> u32 {
    (first.rotate_left(13) ^ second).wrapping_mul(0x9e37_79b1)
}

impl Starts {
    fn of<'s>(spellings: impl Iterator<Item = (usize, &'s Spelling)>) -> Self {
        let mut starts = Self::default();
        spellings.for_each(|(at, spelling)| starts.add(at, &spelling.text));
        starts
    }

    /// The hash of the first words of a spelling, and the bytes before them.
    fn key(text: &str) -> Option<(u32, u32)> {
        let mut words = words(text);
        let (start, first) = words.next()?;
        let hash = words.next().map_or(first, |(_, second)| pair(first, second));
        Some((hash, u32::try_from(start).unwrap_or(0)))
    }

    fn add(&mut self, at: usize, text: &str) {
        let Some((hash, start)) = Self::key(text) else { return };
        if self.table.is_empty() {
            self.table = vec![0; TABLE / 64];
        }
        let slot = hash as usize >> 16;
        self.table[slot / 64] |= 1 << (slot % 64);
        self.by_hash.entry(hash).or_default().push((u32::try_from(at).unwrap_or(u32::MAX), start));
    }

    /// Takes a spelling out. Its bit in the table stays, as others may need it.
    fn remove(&mut self, at: usize, text: &str) {
        if let Some((hash, _)) = Self::key(text)
            && let Some(list) = self.by_hash.get_mut(&hash)
        {
            list.retain(|(known, _)| *known as usize != at);
        }
    }

    /// Whether there may be spellings with a hash.
    #[inline]
    fn may_have(&self, hash: u32) -> bool {
        let slot = hash as usize >> 16;
        self.table[slot / 64] >> (slot % 64) & 1 == 1
    }

    /// Places of spellings in a text and which ones; words may be separated by any white space.
    fn find<'a>(&'a self, text: &'a str, list: &'a [Spelling]) -> impl Iterator<Item = (usize, usize)> + 'a {
        let mut next = if self.table.is_empty() { None } else { next_word(text, 0) };
        // Nearly all words begin no spelling: they are passed over here.
        let candidates = std::iter::from_fn(move || {
            while let Some((start, end, first)) = next {
                next = next_word(text, end);
                let double = next.map(|(_, _, second)| pair(first, second)).filter(|hash| self.may_have(*hash));
                let single = Some(first).filter(|hash| self.may_have(*hash));
                if single.is_some() || double.is_some() {
                    return Some((start, single, double));
                }
            }
            None
        });
        candidates.flat_map(move |(start, single, double)| {
            let known = single.into_iter().chain(double).filter_map(|hash| self.by_hash.get(&hash)).flatten();
            known.filter_map(move |(which, offset)| {
                let at = start.checked_sub(*offset as usize)?;
                let fits = starts_with_words(text.get(at..)?, &list[*which as usize].text);
                fits.then_some((at, *which as usize))
            })
        })
    }
}

/// Whether a text begins with the words of a spelling, whatever the white space between them.
fn starts_with_words(text: &str, spelling: &str) -> bool {
    let mut at = 0;
    spelling.bytes().all(|b| {
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

/// Text with each run of white space as one space, and for each of its bytes the byte of the original.
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

/// Whether a range touches no letter, digit, or `.+#-` with a letter behind it.
pub(crate) fn is_word(text: &str, range: Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let mut after = text[range.end..].chars();
    let joins = match after.next() {
        Some(c) if c.is_alphanumeric() => true,
        Some('.' | '+' | '#' | '-') => after.next().is_some_and(char::is_alphabetic),
        _ => false,
    };
    let letter_first = text[range.clone()].starts_with(char::is_alphabetic);
    let joined = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '+' | '#' | '-') && letter_first);
    !joins && !joined
}

/// Calls `visit` for each prose scalar.
pub(crate) fn each_prose<'t>(node: NodeRef<'t>, schema: &Schema, shape: &Shape, visit: &mut impl FnMut(NodeRef<'t>)) {
    if !shape.noted_below {
        return;
    }
    match node.kind() {
        Kind::String if shape.notes.prose => visit(node),
        Kind::Sequence => {
            if let Some(items) = shape.items {
                node.items().for_each(|item| each_prose(item, schema, schema.shapes.get(items), visit));
            }
        }
        Kind::Mapping => {
            for (key, value) in node.entries() {
                if let Some(id) = schema.shapes.property(shape, key.scalar_text()) {
                    each_prose(value, schema, schema.shapes.get(id), visit);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_punctuation_of_any_script() {
        let found = |text: &str| words(text).map(|(start, _)| start).collect::<Vec<_>>();
        assert_eq!(found("a “b” c—d、é"), [0, 5, 10, 14, 18]);
        assert_eq!(word_hashes("“SQL”").collect::<Vec<_>>(), word_hashes("SQL").collect::<Vec<_>>());
    }

    #[test]
    fn whole_words() {
        let check = |text: &str, word: &str| {
            let at = text.find(word).unwrap();
            is_word(text, at..at + word.len())
        };
        assert!(check("use Postgres, please", "Postgres"));
        assert!(check("(Postgres).", "Postgres"));
        assert!(!check("PostgresQL", "Postgres"));
        assert!(!check("Node.js", "Node"));
        assert!(!check("x-Node", "Node"));
        assert!(check("a Node- and", "Node"));
        assert!(!check("2Node", "Node"));
    }
}
