//! Spellings to avoid in prose.
//!
//! One pass of an Aho–Corasick automaton over a file's raw bytes finds the few files that may use such a spelling; those
//! are parsed once more and their prose is searched exactly: whole words, outside code, link targets and mentions, and
//! not inside a longer known name.

use std::ops::Range;
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};

use super::{DefId, Workspace};
use crate::content::{FileKind, KindId, Name, markdown_gaps};
use crate::schema::{Label, Schema, Shape};
use crate::syntax::{Kind, NodeRef, Tree, parse};
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
    /// Finds raw bytes that may be a spelling: the spelling itself, or its beginning before a line break.
    raw: Option<AhoCorasick>,
    /// Finds spellings in prose whose white space is collapsed.
    exact: Option<AhoCorasick>,
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
            !kinds.clone().any(|kind| {
                workspace.index().kind(kind).labels(&spelling.text).iter().any(|l| l.label != Label::Avoid)
            })
        });
        let exact = AhoCorasick::builder().match_kind(MatchKind::Standard).build(list.iter().map(|s| s.text.as_bytes())).ok();
        if let Some(exact) = &exact {
            for kind in kinds {
                for label in workspace.index().kind(kind).all() {
                    for hit in exact.find_overlapping_iter(label.name.as_bytes()) {
                        let spelling = &mut list[hit.pattern().as_usize()];
                        if label.name.len() > spelling.text.len() {
                            spelling.inside.push((label.name.clone(), hit.start()));
                        }
                    }
                }
            }
            for spelling in &mut list {
                spelling.inside.sort();
                spelling.inside.dedup();
            }
        }
        let raw = AhoCorasick::new(list.iter().flat_map(|s| raw_patterns(&s.text))).ok();
        Self { list, raw, exact }
    }

    /// Whether there is any spelling to look for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The uses of spellings in the prose of a file.
    pub(super) fn scan(&self, text: &str, kind: FileKind, schema: &Schema) -> Arc<[ProseHit]> {
        let maybe = |raw: &AhoCorasick| raw.is_match(text) || text.contains('\\');
        if kind == FileKind::Config || !self.raw.as_ref().is_some_and(maybe) {
            return Arc::default();
        }
        let (tree, _) = parse(text);
        let mut hits = Vec::new();
        let (Some(root), Some(exact)) = (tree.root(), &self.exact) else { return Arc::default() };
        each_prose(&tree, root, schema, schema.shapes.root(), &mut |node| self.scan_prose(node, exact, &mut hits));
        hits.sort_by_key(|hit| hit.span);
        hits.dedup_by_key(|hit| hit.span);
        hits.into()
    }

    fn scan_prose(&self, node: NodeRef<'_>, exact: &AhoCorasick, hits: &mut Vec<ProseHit>) {
        let value = node.scalar_text();
        let (collapsed, places) = collapse_spaces(value);
        let mut found: Vec<(Range<usize>, usize)> = exact
            .find_overlapping_iter(collapsed.as_bytes())
            .map(|m| (m.range(), m.pattern().as_usize()))
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
            text.get(start..).is_some_and(|rest| rest.starts_with(name.as_ref())) && is_word(text, start..start + name.len())
        })
    }
}

/// What a spelling may look like in a file: as it is, or broken over two lines at any of its spaces.
fn raw_patterns(spelling: &str) -> Vec<String> {
    let mut patterns = vec![spelling.to_owned()];
    for (at, _) in spelling.match_indices(' ') {
        patterns.extend(["\n", "\r", " \n", " \r", "  ", " \t", "\t"].map(|end| format!("{}{end}", &spelling[..at])));
    }
    patterns
}

/// Text with each run of white space as one space, and for each of its bytes the byte of the original.
fn collapse_spaces(text: &str) -> (String, Vec<usize>) {
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
fn is_word(text: &str, range: Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let mut after = text[range.end..].chars();
    let joins = match after.next() {
        Some(c) if c.is_alphanumeric() => true,
        Some('.' | '+' | '#' | '-') => after.next().is_some_and(char::is_alphabetic),
        _ => false,
    };
    let letter_first = text[range.clone()].starts_with(char::is_alphabetic);
    let joined =
        before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '+' | '#' | '-') && letter_first);
    !joins && !joined
}

/// Calls `visit` for each prose scalar.
fn each_prose<'t>(
    tree: &'t Tree,
    node: NodeRef<'t>,
    schema: &Schema,
    shape: &Shape,
    visit: &mut impl FnMut(NodeRef<'t>),
) {
    if !shape.noted_below {
        return;
    }
    match node.kind() {
        Kind::String if shape.notes.prose => visit(node),
        Kind::Sequence => {
            if let Some(items) = shape.items {
                node.items().for_each(|item| each_prose(tree, item, schema, schema.shapes.get(items), visit));
            }
        }
        Kind::Mapping => {
            for (key, value) in node.entries() {
                if let Some(id) = schema.shapes.property(shape, key.scalar_text()) {
                    each_prose(tree, value, schema, schema.shapes.get(id), visit);
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
