//! [`Tree`]: one YAML document as an arena of spanned nodes.
//!
//! Nodes lie in document order; a collection's children follow it directly and [`Node::next`] jumps over a whole
//! subtree, so that a tree costs a few allocations however large it is. Aliases stay nodes of their own; a
//! [`NodeRef`] looks through them, so that a name behind an alias is found at its anchor.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::kinds::{Kind, Style};
use super::{Comment, Number, Outdented, number};
use crate::text::Span;

/// Index of a node in its [`Tree`].
pub type NodeId = u32;

/// One node. See [`NodeRef`] for how to read it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub span: Span,
    /// Scalars: start and length of the value in bytes. Collections: number of items or pairs, 0. Aliases: target's id,
    /// 0.
    pub value: (u32, u32),
    /// The node after this one's subtree.
    pub next: NodeId,
    pub kind: Kind,
    pub style: Style,
    /// The value is in `Tree::decoded`, not in `Tree::text`.
    pub decoded: bool,
    /// A mapping with repeated or merge keys: its effective pairs are in `Tree::effective`.
    pub special: bool,
}

impl Node {
    /// A collection at its start; `value`, `next` and the end of `span` are set when it closes.
    pub(super) const fn opened(kind: Kind, style: Style, span: Span) -> Self {
        Self { span, value: (0, 0), next: 0, kind, style, decoded: false, special: false }
    }

    /// An empty scalar at a byte offset; `next` is its own id plus one.
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
    /// The values that are not a slice of `text`, concatenated.
    pub(super) decoded: String,
    pub(super) nodes: Vec<Node>,
    pub(super) effective: FxHashMap<NodeId, Box<[(NodeId, NodeId)]>>,
    /// Index of large mappings: hash of a key to key and value. On a collision the first key is in it.
    pub(super) large: FxHashMap<NodeId, FxHashMap<u64, (NodeId, NodeId)>>,
    /// Start of the anchor or tag before a node (byte offset in the file).
    pub(super) properties: FxHashMap<NodeId, u32>,
    /// Block scalars in order, each with its header (`|-`) and the indentation of its lines in spaces.
    pub(super) headers: Vec<(NodeId, Span, u32)>,
    /// The spans in `text` of nodes that a repair moved or changed inside; `Node::span` is in the file.
    pub(super) parsed_spans: FxHashMap<NodeId, Span>,
    /// For each byte of `text` its offset in the file; empty if nothing was repaired.
    pub(super) offsets: Vec<u32>,
    /// Comments in order.
    pub comments: Vec<Comment>,
    /// Repeated keys: the first and a later one.
    pub duplicate_keys: Vec<(NodeId, NodeId)>,
    /// Where a second document starts (its `---`).
    pub second_document: Option<Span>,
    /// Values whose lines stand too far left, in order.
    pub outdented: Vec<Outdented>,
    /// Regions that a repair guessed at or that were not read; sorted and disjoint.
    pub uncertain: Vec<Span>,
    /// The body of a Markdown file.
    pub(super) body: Option<NodeId>,
    /// The key that the body stands for, if its schema says so.
    pub body_key: Option<Box<str>>,
}

impl Tree {
    /// An empty tree with capacity for a usual page of `bytes` bytes.
    pub(super) fn with_room(bytes: usize) -> Self {
        let nodes = Vec::with_capacity(bytes / 32 + 8);
        Self { nodes, decoded: String::with_capacity(bytes / 2), headers: Vec::with_capacity(16), ..Self::default() }
    }

    /// A tree whose root is one string, from no file.
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

    /// The body of a Markdown file: text as it stands, without what templates make of it.
    #[must_use]
    pub fn body(&self) -> Option<NodeRef<'_>> {
        self.body.map(|id| self.written(id))
    }

    /// A node by index, looking through an alias.
    #[must_use]
    pub fn node(&self, id: NodeId) -> NodeRef<'_> {
        let node = &self.nodes[id as usize];
        let target = if node.kind == Kind::Alias { node.value.0 } else { id };
        NodeRef { tree: self, id: target }
    }

    /// A node by index, without looking through an alias.
    #[must_use]
    pub fn written(&self, id: NodeId) -> NodeRef<'_> {
        NodeRef { tree: self, id }
    }

    /// All nodes in document order; aliases stay aliases.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = NodeRef<'_>> {
        (0..self.nodes.len() as NodeId).map(|id| self.written(id))
    }

    /// Whether `span` touches a region that a repair guessed at.
    #[must_use]
    pub fn is_uncertain(&self, span: Span) -> bool {
        span.touches_any(&self.uncertain)
    }

    /// Whether any node has an anchor or a tag.
    #[must_use]
    pub fn has_properties(&self) -> bool {
        !self.properties.is_empty()
    }

    /// Whether an anchor or a tag starts within `span`.
    #[must_use]
    pub fn properties_within(&self, span: Span) -> bool {
        self.properties.values().any(|at| span.start <= *at && *at < span.end)
    }

    /// Offset in the file of an offset in the parsed text.
    pub(super) fn to_file(&self, at: u32) -> u32 {
        self.offsets.get(at as usize).copied().unwrap_or(at)
    }

    /// The innermost node whose span contains a byte offset (ends inclusive), with all its ancestors, outermost first.
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

/// A node of a tree; its items and entries look through aliases, except the `written_…` ones.
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

    /// How the node is written in the file: quotes that a repair added do not count.
    #[must_use]
    pub fn style(self) -> Style {
        self.node().style
    }

    /// The node with its quotes or brackets, without anchor, tag and block scalar header (bytes of the file).
    #[must_use]
    pub fn span(self) -> Span {
        self.node().span
    }

    /// What to underline (bytes of the file): scalars without quotes, block scalars without surrounding white space.
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
                let empty = self.header().map_or(node.span, |(header, _)| header);
                if inside.is_empty() { empty } else { self.map().span(start, start + inside.len()) }
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

    /// The header of a block scalar, and its content indentation in spaces.
    pub(super) fn header(self) -> Option<(Span, u32)> {
        let headers = &self.tree.headers;
        let found = headers.binary_search_by_key(&self.id, |(id, ..)| *id).ok()?;
        let (_, header, indent) = headers[found];
        Some((header, indent))
    }

    /// The value of a string; `None` for other kinds.
    #[must_use]
    pub fn text(self) -> Option<&'t str> {
        (self.kind() == Kind::String).then(|| self.scalar_text())
    }

    /// The text of any scalar, decoded but not converted: `"1.50"` for the number `1.50`. Empty for collections.
    #[must_use]
    pub fn scalar_text(self) -> &'t str {
        let node = self.node();
        if matches!(node.kind, Kind::Sequence | Kind::Mapping | Kind::Alias) {
            return "";
        }
        let store = if node.decoded { &self.tree.decoded } else { &self.tree.text };
        Span::new(node.value.0, node.value.0 + node.value.1).slice(store)
    }

    /// The value of a number; `None` for other kinds.
    #[must_use]
    pub fn number(self) -> Option<Number> {
        if self.kind() == Kind::Number { number::number(self.scalar_text()) } else { None }
    }

    /// Whether the node counts as absent: null, or a string that is empty or all white space.
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

    /// Number of items or of effective pairs; 0 for scalars.
    #[must_use]
    pub fn len(self) -> usize {
        match (self.kind(), self.tree.effective.get(&self.id)) {
            (Kind::Mapping, Some(entries)) if self.node().special => entries.len(),
            (Kind::Mapping | Kind::Sequence, _) => self.node().value.0 as usize,
            _ => 0,
        }
    }

    /// Whether there are no items or pairs; true for scalars.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The items of a sequence, aliases looked through; none for other nodes.
    #[must_use]
    pub fn items(self) -> Items<'t> {
        let end = if self.kind() == Kind::Sequence { self.node().next } else { self.id + 1 };
        Items { tree: self.tree, at: self.id + 1, end }
    }

    /// The items of a sequence; aliases stay aliases.
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

    /// The effective pairs of a mapping: of repeated keys the first, merge keys (`<<`) expanded. None for other nodes.
    #[must_use]
    pub fn entries(self) -> Entries<'t> {
        let node = self.node();
        let special = if node.special { self.tree.effective.get(&self.id) } else { None };
        if let Some(pairs) = special {
            return Entries::Listed { tree: self.tree, pairs: pairs.iter() };
        }
        let end = if node.kind == Kind::Mapping { node.next } else { self.id + 1 };
        Entries::Arena { tree: self.tree, at: self.id + 1, end }
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

    /// The value of a key among the effective pairs.
    #[must_use]
    pub fn get(self, key: &str) -> Option<NodeRef<'t>> {
        self.entry(key).map(|(_, value)| value)
    }

    /// A key and its value among the effective pairs.
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

    /// Whether a repair moved or changed the scalar, so that its bytes need not be contiguous in the file.
    #[must_use]
    pub fn has_moved(self) -> bool {
        self.tree.parsed_spans.contains_key(&self.id)
    }

    /// The scalar as written in the parsed text, its byte offset there, and its content indentation (else 0).
    pub(super) fn source(self) -> (&'t str, u32, u32) {
        let span = self.tree.parsed_spans.get(&self.id).copied().unwrap_or(self.span());
        let indent = self.header().map_or(0, |(_, indent)| indent);
        (span.slice(&self.tree.text), span.start, indent)
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
    /// Read from the arena.
    #[doc(hidden)]
    Arena { tree: &'t Tree, at: NodeId, end: NodeId },
    /// Read from `Tree::effective`.
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
