//! [`Tree`]: one YAML document as an arena of spanned nodes.
//!
//! Nodes lie in document order; a collection's children follow it directly and [`Node::next`] jumps over a whole
//! subtree, so that a tree costs a few allocations however large it is. Aliases stay nodes of their own; a
//! [`NodeRef`] looks through them, so that a name behind an alias is found at its anchor.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::finish::touches_any;
use super::scalar_map::ScalarMapRef;
use super::{Comment, Number, number};
use crate::text::Span;

/// Index of a node in its [`Tree`].
pub type NodeId = u32;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An empty value, `null` or `~`.
    Null,
    /// `true`
    True,
    /// `false`
    False,
    /// A number; [`NodeRef::number`] reads it.
    Number,
    /// Text.
    String,
    /// A list.
    Sequence,
    /// Keys with values.
    Mapping,
    /// `*name`: stands for the node at its anchor.
    Alias,
}

/// How a node is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`
    Single,
    /// `"…"`
    Double,
    /// `|`
    Literal,
    /// `>`
    Folded,
    /// A collection laid out by indentation.
    Block,
    /// A collection in brackets.
    Flow,
}

/// One node. See [`NodeRef`] for how to read it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub span: Span,
    /// Scalars: offset and length of the value. Collections: the number of items or pairs. Aliases: the target.
    pub value: (u32, u32),
    /// The node after this one's subtree.
    pub next: NodeId,
    pub kind: Kind,
    pub style: Style,
    /// The value lies in `decoded`, not in `text`.
    pub decoded: bool,
    /// The entries to use stand in `effective`: keys repeat, or a merge key adds some.
    pub special: bool,
}

impl Node {
    /// A list or a mapping that begins; what it holds is not known yet.
    pub(super) const fn opened(kind: Kind, style: Style, span: Span) -> Self {
        Self { span, value: (0, 0), next: 0, kind, style, decoded: false, special: false }
    }

    /// An empty value, as the node before `next`.
    pub(super) const fn empty(at: u32, next: NodeId) -> Self {
        let (span, style) = (Span::empty(at), Style::Plain);
        Self { span, value: (at, 0), next, kind: Kind::Null, style, decoded: false, special: false }
    }
}

/// The parsed form of one file.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The text that was parsed: the file's own, or the repaired one.
    pub(super) text: String,
    /// Values that are not a slice of the text.
    pub(super) decoded: String,
    pub(super) nodes: Vec<Node>,
    pub(super) effective: FxHashMap<NodeId, Box<[(NodeId, NodeId)]>>,
    /// The entries of large mappings, by the hash of their key.
    pub(super) large: FxHashMap<NodeId, FxHashMap<u64, (NodeId, NodeId)>>,
    /// Start of the anchor or tag before a node (byte offset in the file).
    pub(super) properties: FxHashMap<NodeId, u32>,
    /// Block scalars in order, each with its header (`|-`) and the indentation of its lines in spaces.
    pub(super) headers: Vec<(NodeId, Span, u32)>,
    /// Spans in the parsed text of nodes that a repair moved, or changed inside.
    pub(super) parsed_spans: FxHashMap<NodeId, Span>,
    /// For each byte of the parsed text its offset in the file; empty where they are the same.
    pub(super) offsets: Vec<u32>,
    /// Comments in order.
    pub comments: Vec<Comment>,
    /// Keys that stand twice: the first and the later one.
    pub duplicate_keys: Vec<(NodeId, NodeId)>,
    /// Where a second document starts (its `---`).
    pub second_document: Option<Span>,
    /// Regions that a repair guessed at, in order.
    pub uncertain: Vec<Span>,
}

impl Tree {
    /// An empty tree with room for what a usual page of some bytes holds.
    pub(super) fn with_room(bytes: usize) -> Self {
        let nodes = Vec::with_capacity(bytes / 32 + 8);
        Self { nodes, decoded: String::with_capacity(bytes / 2), headers: Vec::with_capacity(16), ..Self::default() }
    }

    /// A tree that holds one string and has no place in any file.
    #[must_use]
    pub fn of_string(text: &str) -> Self {
        let node = Node {
            span: Span::empty(0),
            value: (0, crate::text::span::offset(text.len())),
            next: 1,
            kind: Kind::String,
            style: Style::Double,
            decoded: true,
            special: false,
        };
        Self { decoded: text.to_owned(), nodes: vec![node], ..Self::default() }
    }

    /// The document's root; `None` for a file without content.
    #[must_use]
    pub fn root(&self) -> Option<NodeRef<'_>> {
        (!self.nodes.is_empty()).then(|| self.node(0))
    }

    /// A node by index, looking through an alias.
    #[must_use]
    pub fn node(&self, id: NodeId) -> NodeRef<'_> {
        let node = &self.nodes[id as usize];
        let target = if node.kind == Kind::Alias { node.value.0 } else { id };
        NodeRef { tree: self, id: target }
    }

    /// A node by index as it stands, without looking through an alias.
    #[must_use]
    pub fn written(&self, id: NodeId) -> NodeRef<'_> {
        NodeRef { tree: self, id }
    }

    /// All nodes in document order, as they are written.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = NodeRef<'_>> {
        (0..self.nodes.len() as NodeId).map(|id| self.written(id))
    }

    /// Whether `span` touches a region that a repair guessed at.
    #[must_use]
    pub fn is_uncertain(&self, span: Span) -> bool {
        touches_any(&self.uncertain, span)
    }

    /// Whether any node has an anchor or a tag.
    #[must_use]
    pub fn has_properties(&self) -> bool {
        !self.properties.is_empty()
    }

    /// Whether a node in a span has an anchor or a tag.
    #[must_use]
    pub fn properties_within(&self, span: Span) -> bool {
        self.properties.values().any(|at| span.start <= *at && *at < span.end)
    }

    /// Offset in the file of an offset in the parsed text.
    pub(super) fn to_file(&self, at: u32) -> u32 {
        self.offsets.get(at as usize).copied().unwrap_or(at)
    }

    /// The node whose text holds a byte offset most closely, with all its ancestors, outermost first.
    #[must_use]
    pub fn path_at(&self, at: u32) -> Vec<NodeId> {
        let mut path = Vec::new();
        let (mut id, mut end) = (0, self.nodes.len() as NodeId);
        while id < end {
            let node = &self.nodes[id as usize];
            if node.span.start <= at && at <= node.span.end {
                path.push(id);
                end = node.next;
                id += 1;
            } else {
                id = node.next;
            }
        }
        path
    }
}

/// A node of a tree: cheap to copy, looks through aliases.
#[derive(Clone, Copy)]
pub struct NodeRef<'t> {
    tree: &'t Tree,
    id: NodeId,
}

impl<'t> NodeRef<'t> {
    pub(super) fn node(self) -> &'t Node {
        &self.tree.nodes[self.id as usize]
    }

    /// The node's index.
    #[must_use]
    pub const fn id(self) -> NodeId {
        self.id
    }

    /// The tree that holds the node.
    #[must_use]
    pub const fn tree(self) -> &'t Tree {
        self.tree
    }

    /// What the node is.
    #[must_use]
    pub fn kind(self) -> Kind {
        self.node().kind
    }

    /// How the node is written. Quotes that only a repair put around it are none.
    #[must_use]
    pub fn style(self) -> Style {
        self.node().style
    }

    /// All of the node, with its quotes or brackets, without anchor and tag (bytes of the file).
    #[must_use]
    pub fn span(self) -> Span {
        self.node().span
    }

    /// What to underline: a scalar without its quotes, a block scalar without its surrounding white space.
    #[must_use]
    pub fn inner_span(self) -> Span {
        let node = self.node();
        match node.style {
            Style::Single | Style::Double => {
                let parsed = self.tree.parsed_spans.get(&self.id).copied().unwrap_or(node.span);
                if parsed.len() < 2 {
                    return node.span;
                }
                let (start, end) = (self.tree.to_file(parsed.start + 1), self.tree.to_file(parsed.end - 1));
                Span::new(start, end.max(start))
            }
            Style::Literal | Style::Folded => {
                let value = self.text().unwrap_or_default();
                let inside = value.trim();
                let start = value.len() - value.trim_start().len();
                if inside.is_empty() { node.span } else { self.map().span(start, start + inside.len()) }
            }
            _ => node.span,
        }
    }

    /// The node with its anchor, tag and block scalar header (bytes of the file).
    #[must_use]
    pub fn full_span(self) -> Span {
        let mut span = self.span();
        if let Some((header, _)) = self.header() {
            span.start = span.start.min(header.start);
        }
        if let Some(start) = self.tree.properties.get(&self.id) {
            span.start = span.start.min(*start);
        }
        span
    }

    /// The header of a block scalar, and the indentation of its lines.
    fn header(self) -> Option<(Span, u32)> {
        let headers = &self.tree.headers;
        let found = headers.binary_search_by_key(&self.id, |(id, ..)| *id).ok()?;
        let (_, header, indent) = headers[found];
        Some((header, indent))
    }

    /// The value of a string.
    #[must_use]
    pub fn text(self) -> Option<&'t str> {
        (self.kind() == Kind::String).then(|| self.scalar_text())
    }

    /// The value of any scalar as it is written, decoded: `"1.50"` for the number `1.50`. Empty for collections.
    #[must_use]
    pub fn scalar_text(self) -> &'t str {
        let node = self.node();
        if matches!(node.kind, Kind::Sequence | Kind::Mapping | Kind::Alias) {
            return "";
        }
        let store = if node.decoded { &self.tree.decoded } else { &self.tree.text };
        Span::new(node.value.0, node.value.0 + node.value.1).slice(store)
    }

    /// The value of a number.
    #[must_use]
    pub fn number(self) -> Option<Number> {
        if self.kind() == Kind::Number { number::number(self.scalar_text()) } else { None }
    }

    /// Whether the node is absent in effect: null, or text without a visible character.
    #[must_use]
    pub fn is_blank(self) -> bool {
        match self.kind() {
            Kind::Null => true,
            Kind::String => {
                let text = self.scalar_text();
                !text.as_bytes().first().is_some_and(u8::is_ascii_graphic) && text.trim().is_empty()
            }
            _ => false,
        }
    }

    /// Number of items or pairs; 0 for scalars.
    #[must_use]
    pub fn len(self) -> usize {
        match (self.kind(), self.tree.effective.get(&self.id)) {
            (Kind::Mapping, Some(entries)) if self.node().special => entries.len(),
            (Kind::Mapping | Kind::Sequence, _) => self.node().value.0 as usize,
            _ => 0,
        }
    }

    /// Whether a collection has nothing in it; true for scalars.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The items of a list; none for other nodes.
    #[must_use]
    pub fn items(self) -> Items<'t> {
        let end = if self.kind() == Kind::Sequence { self.node().next } else { self.id + 1 };
        Items { tree: self.tree, at: self.id + 1, end }
    }

    /// The items of a list as they are written: aliases stay aliases.
    pub fn written_items(self) -> impl Iterator<Item = NodeRef<'t>> {
        let (mut at, end) = (self.id + 1, if self.kind() == Kind::Sequence { self.node().next } else { 0 });
        std::iter::from_fn(move || {
            (at < end).then(|| {
                let item = self.tree.written(at);
                at = item.node().next;
                item
            })
        })
    }

    /// The pairs of a mapping that count: of a repeated key the first, and what merge keys add. None for other nodes.
    #[must_use]
    pub fn entries(self) -> Entries<'t> {
        let node = self.node();
        let special = if node.special { self.tree.effective.get(&self.id) } else { None };
        match special {
            Some(pairs) => Entries::Listed { tree: self.tree, pairs: pairs.iter() },
            None => {
                let end = if node.kind == Kind::Mapping { node.next } else { self.id + 1 };
                Entries::Arena { tree: self.tree, at: self.id + 1, end }
            }
        }
    }

    /// The pairs of a mapping as they are written: repeated keys and merge keys (`<<`) included, aliases as aliases.
    pub fn written_entries(self) -> impl Iterator<Item = (NodeRef<'t>, NodeRef<'t>)> {
        let (mut at, end) = (self.id + 1, if self.kind() == Kind::Mapping { self.node().next } else { 0 });
        std::iter::from_fn(move || {
            if at >= end {
                return None;
            }
            let key = self.tree.written(at);
            let value = self.tree.written(key.node().next);
            at = value.node().next;
            Some((key, value))
        })
    }

    /// The value of a key.
    #[must_use]
    pub fn get(self, key: &str) -> Option<NodeRef<'t>> {
        self.entry(key).map(|(_, value)| value)
    }

    /// A key and its value.
    #[must_use]
    pub fn entry(self, key: &str) -> Option<(NodeRef<'t>, NodeRef<'t>)> {
        if let Some(index) = self.tree.large.get(&self.id) {
            let (key_id, value_id) = *index.get(&FxBuildHasher.hash_one(key))?;
            let found = (self.tree.node(key_id), self.tree.node(value_id));
            if found.0.scalar_text() == key {
                return Some(found);
            }
        }
        self.entries().find(|(k, _)| k.scalar_text() == key)
    }

    /// Where each character of a string's value stands in the file.
    #[must_use]
    pub fn map(self) -> ScalarMapRef<'t> {
        ScalarMapRef::new(self)
    }

    /// Whether a repair moved parts of the scalar, so that its bytes need not lie side by side in the file.
    #[must_use]
    pub fn has_moved(self) -> bool {
        self.tree.parsed_spans.contains_key(&self.id)
    }

    /// The span of the scalar in the parsed text, and its content indentation if it is a block scalar.
    pub(super) fn source(self) -> (&'t str, u32, u32) {
        let span = self.tree.parsed_spans.get(&self.id).copied().unwrap_or(self.span());
        let indent = self.header().map_or(0, |(_, indent)| indent);
        (span.slice(&self.tree.text), span.start, indent)
    }

    /// The full position map of a string's value.
    #[must_use]
    pub fn scalar_map(self) -> super::ScalarMap {
        let (source, start, indent) = self.source();
        let mut map = super::ScalarMap::new(source, self.style(), indent as usize, self.scalar_text());
        map.shift(start, |at| self.tree.to_file(at));
        map
    }
}

impl std::fmt::Debug for NodeRef<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.kind() {
            Kind::Sequence => f.debug_list().entries(self.items()).finish(),
            Kind::Mapping => f.debug_map().entries(self.entries()).finish(),
            Kind::String => write!(f, "{:?}", self.scalar_text()),
            kind => write!(f, "{kind:?}({})", self.scalar_text()),
        }
    }
}

/// Iterates the items of a list.
#[derive(Clone)]
pub struct Items<'t> {
    tree: &'t Tree,
    at: NodeId,
    end: NodeId,
}

impl<'t> Iterator for Items<'t> {
    type Item = NodeRef<'t>;

    fn next(&mut self) -> Option<NodeRef<'t>> {
        (self.at < self.end).then(|| {
            let item = self.tree.node(self.at);
            self.at = self.tree.nodes[self.at as usize].next;
            item
        })
    }
}

/// Iterates the pairs of a mapping.
#[derive(Clone)]
pub enum Entries<'t> {
    /// Straight from the arena.
    #[doc(hidden)]
    Arena { tree: &'t Tree, at: NodeId, end: NodeId },
    /// From a list that was made for the mapping.
    #[doc(hidden)]
    Listed { tree: &'t Tree, pairs: std::slice::Iter<'t, (NodeId, NodeId)> },
}

impl<'t> Iterator for Entries<'t> {
    type Item = (NodeRef<'t>, NodeRef<'t>);

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            Entries::Arena { tree, at, end } => {
                if at >= end {
                    return None;
                }
                let key = *at;
                let value = tree.nodes[key as usize].next;
                *at = tree.nodes.get(value as usize)?.next;
                Some((tree.node(key), tree.node(value)))
            }
            Entries::Listed { tree, pairs } => pairs.next().map(|(key, value)| (tree.node(*key), tree.node(*value))),
        }
    }
}
