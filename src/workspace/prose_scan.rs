//! Spellings to avoid in prose.
//!
//! One pass over a file's raw bytes finds the few files that may use such a spelling; those are parsed once more and
//! their prose is searched exactly: whole words, outside code, link targets and mentions, and not inside a longer known
//! name. (Thousands of roles bring thousands of spellings: an automaton of all of them, tried first, read a fifth of the
//! bytes a second that a table of word pairs does.)

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{DefId, Workspace};
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

/// A spelling to avoid with the things that it may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spelling {
    text: Name,
    defs: Vec<(KindId, DefId)>,
    /// Known names that contain the spelling: each with the byte at which the spelling stands in it.
    inside: Vec<(Name, usize)>,
}

/// The spellings to avoid of all names.
#[derive(Clone, Debug, Default)]
pub struct Spellings {
    list: Vec<Spelling>,
    starts: Starts,
}

impl PartialEq for Spellings {
    fn eq(&self, other: &Self) -> bool {
        self.list == other.list
    }
}

impl Spellings {
    /// Collects the spellings of a workspace.
    pub(super) fn of(workspace: &Workspace) -> Self {
        let kinds = 0..KindId::try_from(workspace.config().kinds.len()).unwrap_or(KindId::MAX);
        let mut avoid: Vec<(Name, KindId, DefId)> = Vec::new();
        for kind in kinds.clone() {
            let labels = workspace.index().kind(kind).all().filter(|l| l.label == Label::Avoid);
            avoid.extend(labels.map(|l| (l.name.clone(), kind, l.def)));
        }
        if avoid.is_empty() {
            return Self::default();
        }
        avoid.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)).then_with(|| workspace.order(a.2, b.2)));
        let mut list: Vec<Spelling> = Vec::new();
        for (text, kind, def) in avoid {
            match list.last_mut().filter(|s| s.text == text) {
                Some(spelling) => spelling.defs.push((kind, def)),
                None => list.push(Spelling { text, defs: vec![(kind, def)], inside: Vec::new() }),
            }
        }
        // A spelling that is also a name or an alias of something is fine as it stands.
        list.retain(|spelling| {
            !kinds
                .clone()
                .any(|kind| workspace.index().kind(kind).labels(&spelling.text).iter().any(|l| l.label != Label::Avoid))
        });
        let starts = Starts::of(&list);
        for label in kinds.flat_map(|kind| workspace.index().kind(kind).all()) {
            let found: Vec<(usize, usize)> = starts.find(&label.name, &list).collect();
            for (start, at) in found {
                let spelling = &mut list[at];
                if label.name.len() > spelling.text.len() {
                    spelling.inside.push((label.name.clone(), start));
                }
            }
        }
        for spelling in &mut list {
            spelling.inside.sort();
            spelling.inside.dedup();
        }
        Self { list, starts }
    }

    /// Whether there is any spelling to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The uses of spellings in the prose of a file.
    pub(super) fn scan(&self, text: &str, kind: FileKind, schema: &Schema) -> Arc<[ProseHit]> {
        let maybe = || self.starts.find(text, &self.list).next().is_some() || text.contains('\\');
        if kind == FileKind::Config || self.is_empty() || !maybe() {
            return Arc::default();
        }
        let (tree, _) = parse(text);
        let mut hits = Vec::new();
        let Some(root) = tree.root() else { return Arc::default() };
        each_prose(root, schema, schema.shapes.root(), &mut |node| self.scan_prose(node, &mut hits));
        hits.sort_by_key(|hit| hit.span);
        hits.dedup_by_key(|hit| hit.span);
        hits.into()
    }

    fn scan_prose(&self, node: NodeRef<'_>, hits: &mut Vec<ProseHit>) {
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
            let spelling = &self.list[at];
            let (kind, def) = spelling.defs[0];
            let ambiguous = spelling.defs.len() > 1;
            hits.push(ProseHit { span: map.span(start, stop), spelling: spelling.text.clone(), kind, def, ambiguous });
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

/// How many bits the table has.
const TABLE: usize = 1 << 16;

const fn is_word_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b >= 0x80
}

/// Start and hash of each word of a text.
fn words(text: &str) -> impl Iterator<Item = (usize, u32)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() && !is_word_byte(bytes[at]) {
            at += 1;
        }
        let start = at;
        let mut hash = 0x811c_9dc5_u32;
        while at < bytes.len() && is_word_byte(bytes[at]) {
            hash = (hash ^ u32::from(bytes[at])).wrapping_mul(0x0100_0193);
            at += 1;
        }
        (start < at).then_some((start, hash))
    })
}

/// The hash of two words that follow each other.
const fn pair(first: u32, second: u32) -> u32 {
    (first.rotate_left(13) ^ second).wrapping_mul(0x9e37_79b1)
}

impl Starts {
    fn of(list: &[Spelling]) -> Self {
        let mut starts = Self { table: vec![0; TABLE / 64], ..Self::default() };
        for (at, spelling) in (0..).zip(list) {
            let mut words = words(&spelling.text);
            let Some((start, first)) = words.next() else { continue };
            let hash = words.next().map_or(first, |(_, second)| pair(first, second));
            let slot = hash as usize >> 16;
            starts.table[slot / 64] |= 1 << (slot % 64);
            starts.by_hash.entry(hash).or_default().push((at, u32::try_from(start).unwrap_or(0)));
        }
        starts
    }

    /// The spellings with a hash.
    fn with(&self, hash: u32) -> &[(u32, u32)] {
        let slot = hash as usize >> 16;
        let maybe = self.table.get(slot / 64).is_some_and(|bits| bits >> (slot % 64) & 1 == 1);
        if maybe { self.by_hash.get(&hash).map_or(&[], |list| list) } else { &[] }
    }

    /// Places of spellings in a text and which ones; words may be separated by any white space.
    fn find<'a>(&'a self, text: &'a str, list: &'a [Spelling]) -> impl Iterator<Item = (usize, usize)> + 'a {
        let mut words = words(text).peekable();
        let candidates = std::iter::from_fn(move || {
            let (start, first) = words.next()?;
            let second = words.peek().map_or(&[][..], |(_, second)| self.with(pair(first, *second)));
            Some((start, self.with(first), second))
        });
        candidates.flat_map(move |(start, single, double)| {
            single.iter().chain(double).filter_map(move |(which, offset)| {
                let at = start.checked_sub(*offset as usize)?;
                let fits = starts_with_words(text.get(at..)?, &list[*which as usize].text);
                fits.then_some((at, *which as usize))
            })
        })
    }
}

/// Whether a text begins with the words of a spelling, whatever the white space between them.
fn starts_with_words(text: &str, spelling: &str) -> bool {
    let mut rest = text;
    spelling.split(' ').enumerate().all(|(at, word)| {
        let from = if at == 0 { rest } else { rest.trim_start() };
        let gap = at == 0 || from.len() < rest.len();
        from.strip_prefix(word).is_some_and(|after| {
            rest = after;
            gap
        })
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
