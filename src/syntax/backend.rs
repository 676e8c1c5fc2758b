//! The one file that uses the YAML library: `oneyaml-syntax` events to a [`Tree`], its diagnostics to [`Fault`]s.
//!
//! The library passes all 402 cases of the YAML test suite, is safe on hostile input and gives exact byte spans.

use std::borrow::Cow;

use oneyaml_syntax::EventKind;
use oneyaml_syntax::event::{CollectionStyle, Indicator, Properties, ScalarStyle, Sourced, TriviaKind};
use rustc_hash::FxHashMap;

use super::fault::{Fault, FaultKind, FixKind};
use super::finish::{check_aliases, finish_comments, finish_mappings};
use super::inner_marks;
use super::tree::Node;
use super::{Comment, Kind, NodeId, Style, Tree, number};
use crate::text::{Span, TextEdit, nearest, span::offset};

/// How deep collections may nest. Role files need about six levels; recursive walks of later layers rely on this bound.
pub(super) const DEEPEST: usize = 100;

/// What [`scan`] finds.
#[derive(Debug)]
pub struct Scan {
    /// The first fault.
    pub fault: Option<Fault>,
    /// Empty plain scalars before it.
    pub empty: u32,
    /// Other scalars before it.
    pub filled: u32,
    /// The scalar that contains the byte offset asked for, if it is read before the fault.
    pub around: Option<Span>,
}

/// Parses `text` up to its first fault; notes the scalar that contains the byte offset `place`.
#[must_use]
pub fn scan(text: &str, place: u32) -> Scan {
    let (mut empty, mut filled, mut around) = (0, 0, None);
    for event in oneyaml_syntax::events(&inner_marks::readable(text)) {
        match event.kind() {
            EventKind::Error(_) => {
                if let Some(fault) = fault(&event) {
                    return Scan { fault: Some(fault), empty, filled, around };
                }
            }
            EventKind::Scalar { style: ScalarStyle::Plain, .. } if event.span().is_empty() => empty += 1,
            EventKind::Scalar { .. } => {
                filled += 1;
                let at = span(event.span());
                if at.start <= place && place < at.end {
                    around = Some(at);
                }
            }
            _ => {}
        }
    }
    Scan { fault: None, empty, filled, around }
}

/// The first fault of `text`; stops reading there.
#[must_use]
pub fn first_fault(text: &str) -> Option<Fault> {
    scan(text, u32::MAX).fault
}

/// Where the first fault of `text` lies: the byte offset of the outermost flow collection around it, and the column in
/// bytes of the block collection around that, if it is in such.
#[must_use]
pub fn enclosing(text: &str) -> (Option<u32>, Option<usize>) {
    let mut open: Vec<(bool, usize)> = Vec::new();
    for event in oneyaml_syntax::events(&inner_marks::readable(text)) {
        match event.kind() {
            EventKind::Error(_) => break,
            EventKind::SequenceStart { style, .. } | EventKind::MappingStart { style, .. } => {
                open.push((matches!(style, CollectionStyle::Flow), event.span().start));
            }
            EventKind::SequenceEnd | EventKind::MappingEnd => drop(open.pop()),
            _ => {}
        }
    }
    let flow = open.iter().position(|(flow, _)| *flow);
    let block = open[..flow.unwrap_or(open.len())].last().map(|(_, block)| *block);
    let column = block.map(|block| block - text[..block].rfind('\n').map_or(0, |found| found + 1));
    (flow.map(|at| offset(open[at].1)), column)
}

fn fault(event: &Sourced<'_>) -> Option<Fault> {
    let EventKind::Error(diagnostic) = event.kind() else { return None };
    Some(Fault {
        kind: fault_kind(diagnostic.code.get(), &diagnostic.message),
        span: span(diagnostic.primary.span),
        others: diagnostic.secondary.iter().map(|label| span(label.span)).collect(),
        fixes: diagnostic
            .suggestions
            .iter()
            .map(|fix| {
                let edits = fix.edits.iter().map(|e| TextEdit::new(span(e.span), e.text.clone())).collect();
                (fix_kind(&fix.message), edits)
            })
            .collect(),
    })
}

/// The kind for one of the library's diagnostic codes, which are stable.
fn fault_kind(code: u16, message: &str) -> FaultKind {
    match code {
        1 => FaultKind::Directive,
        4 => FaultKind::AfterDocument,
        5 => FaultKind::Indentation,
        6 => FaultKind::BlockNotAllowed,
        7 => FaultKind::KeyOverLines,
        8 => FaultKind::ValueStart,
        9 | 11 => FaultKind::OpenQuote,
        10 => FaultKind::Escape,
        12 => FaultKind::AnchorName,
        13 | 35 => FaultKind::Tag,
        14 => FaultKind::AliasWithProperties,
        16 => FaultKind::Tab,
        17 => FaultKind::AfterValue,
        18 => FaultKind::MissingColon,
        20 => FaultKind::BlockHeader,
        21 => FaultKind::BlankLineTooDeep,
        22 => FaultKind::OpenBracket,
        23 | 24 => FaultKind::FlowSyntax,
        27 => FaultKind::ColonInValue,
        // The library's own depth limit, far beyond ours: it reads nothing below.
        2000 => FaultKind::TooDeep,
        _ => FaultKind::Other(message.to_owned()),
    }
}

/// The kind of a suggestion of the library, by its English title: it has no code.
fn fix_kind(title: &str) -> FixKind {
    match title {
        "close the collection" => FixKind::CloseCollection,
        "quote the value" => FixKind::QuoteValue,
        "make the backslashes literal" => FixKind::DoubleBackslashes,
        title if title.starts_with("use single quotes") => FixKind::SingleQuotes,
        title => FixKind::Other(title.to_owned()),
    }
}

fn alias_in_itself(name: &str, span: Span) -> Fault {
    Fault { kind: FaultKind::AliasInItself(name.to_owned()), span, others: Vec::new(), fixes: Vec::new() }
}

fn too_deep(span: Span) -> Fault {
    Fault { kind: FaultKind::TooDeep, span, others: Vec::new(), fixes: Vec::new() }
}

fn span(span: oneyaml_syntax::Span) -> Span {
    Span::of(span.start, span.end)
}

/// Builds the tree of `text` and lists its faults. With faults, the tree has what the library reads in spite of them.
#[must_use]
pub fn build(text: String) -> (Tree, Vec<Fault>) {
    let readable = inner_marks::readable(&text);
    let mut builder = Builder::new(&readable);
    let mut faults = Vec::new();
    for event in oneyaml_syntax::events(&readable) {
        builder.event(&event, &mut faults);
    }
    builder.close_all(offset(text.len()));
    let Builder { mut tree, anchors: _, merges, aliases, .. } = builder;
    if matches!(readable, Cow::Owned(_)) {
        inner_marks::restore(&mut tree.decoded, &text);
    }
    drop(readable);
    tree.text = text;
    check_aliases(&mut tree, &aliases, &mut faults);
    finish_mappings(&mut tree, &merges);
    finish_comments(&mut tree);
    (tree, faults)
}

/// A collection that is still open.
struct Open {
    id: NodeId,
    /// Children so far.
    children: u32,
    anchor: Option<String>,
}

struct Builder<'s> {
    text: &'s str,
    tree: Tree,
    open: Vec<Open>,
    /// Number of open collections beyond [`DEEPEST`]; they are left out.
    skipped: usize,
    anchors: FxHashMap<String, NodeId>,
    aliases: Vec<NodeId>,
    merges: Vec<NodeId>,
    documents: u32,
    /// Nesting beyond [`DEEPEST`] was reported, which is done once.
    too_deep: bool,
    /// The plain scalar directly before the current event, but for white space: a comment here would follow it. Behind
    /// `:` and `-` an empty one.
    last_plain: Option<Span>,
}

impl<'s> Builder<'s> {
    fn new(text: &'s str) -> Self {
        Self {
            text,
            tree: Tree::with_room(text.len()),
            open: Vec::with_capacity(8),
            skipped: 0,
            anchors: FxHashMap::default(),
            aliases: Vec::new(),
            merges: Vec::new(),
            documents: 0,
            too_deep: false,
            last_plain: None,
        }
    }

    fn event(&mut self, event: &Sourced<'_>, faults: &mut Vec<Fault>) {
        // Nearly half of all events.
        if matches!(event.kind(), EventKind::Trivia(TriviaKind::Whitespace)) {
            return;
        }
        let at = span(event.span());
        // Ends of block collections and of the document have no width: a comment behind one still follows the scalar
        // before it.
        let is_end = at.is_empty() && !matches!(event.kind(), EventKind::Scalar { .. });
        let mut plain = self.last_plain.filter(|_| is_end);
        match event.kind() {
            EventKind::Trivia(trivia) => {
                match trivia {
                    TriviaKind::Comment => self.comment(at),
                    TriviaKind::Indicator(Indicator::MappingValue | Indicator::SequenceEntry) => {
                        plain = Some(Span::empty(at.end));
                    }
                    _ => {}
                }
                self.last_plain = plain;
                return;
            }
            EventKind::Error(_) => {
                let said = self.too_deep;
                faults.extend(fault(event).filter(|fault| fault.kind != FaultKind::TooDeep || !said));
            }
            EventKind::DocumentStart { .. } => {
                self.documents += 1;
                if self.documents == 2 {
                    self.tree.second_document = Some(at);
                }
            }
            _ if self.documents > 1 => {}
            EventKind::Scalar { style, .. } => {
                let style = match style {
                    ScalarStyle::SingleQuoted => Style::Single,
                    ScalarStyle::DoubleQuoted => Style::Double,
                    ScalarStyle::Literal => Style::Literal,
                    ScalarStyle::Folded => Style::Folded,
                    _ => Style::Plain,
                };
                if style == Style::Plain {
                    plain = Some(at);
                }
                self.scalar(event, at, style);
            }
            EventKind::Alias => self.alias(event, at, faults),
            EventKind::SequenceStart { style, .. } => self.start(event, at, Kind::Sequence, *style, faults),
            EventKind::MappingStart { style, .. } => self.start(event, at, Kind::Mapping, *style, faults),
            EventKind::SequenceEnd | EventKind::MappingEnd => self.end(at.end),
            EventKind::DocumentEnd { .. } => self.close_all(at.end),
            _ => {}
        }
        self.last_plain = plain;
    }

    fn comment(&mut self, at: Span) {
        let before = &self.text[..at.start as usize];
        let line = before.rfind(['\n', '\r']).map_or(0, |i| i + 1);
        let own_line = before[line..].trim_matches(['\u{feff}', ' ', '\t']).is_empty();
        let after_plain = self.last_plain.filter(|p| !own_line && p.end < at.start);
        self.tree.comments.push(Comment { span: at, own_line, after_plain });
    }

    fn push(&mut self, node: Node) -> NodeId {
        let id = offset(self.tree.nodes.len());
        self.tree.nodes.push(node);
        if let Some(parent) = self.open.last_mut() {
            parent.children += 1;
        }
        id
    }

    /// Records where the anchor or tag of a node starts; returns the anchor's name.
    fn properties(&mut self, id: NodeId, event: &Sourced<'_>, properties: Properties) -> Option<String> {
        let start = [properties.anchor, properties.tag].into_iter().flatten().min()?;
        self.tree.properties.insert(id, offset(start));
        event.anchor().map(|anchor| anchor.name.to_owned())
    }

    fn scalar(&mut self, event: &Sourced<'_>, at: Span, style: Style) {
        if self.skipped > 0 {
            return;
        }
        let value = event.value().unwrap_or_default();
        let (value_at, decoded) = self.store(&value);
        let kind = if style == Style::Plain { number::classify(&value) } else { Kind::String };
        let properties = event.properties();
        let kind = match properties.and_then(|p| p.tag).and_then(|_| event.tag()) {
            Some(tag) => tagged(kind, &tag.resolved, &value),
            None => kind,
        };
        let next = offset(self.tree.nodes.len()) + 1;
        let id = self.push(Node { span: at, value: value_at, next, kind, style, decoded, special: false });
        if matches!(style, Style::Literal | Style::Folded)
            && let Some(header) = event.block_header()
        {
            self.tree.headers.push((id, span(header.span), offset(header.content_indent)));
        }
        if let Some(properties) = properties
            && let Some(anchor) = self.properties(id, event, properties)
        {
            self.anchors.insert(anchor, id);
        }
        if style == Style::Plain && value == "<<" {
            let in_mapping = self
                .open
                .last()
                .filter(|o| self.tree.nodes[o.id as usize].kind == Kind::Mapping && o.children % 2 == 1);
            self.merges.extend(in_mapping.map(|o| o.id));
        }
    }

    /// Byte offset and length of a value, and whether it is in `decoded`: a value that borrows from the text stays a
    /// slice of it, any other is appended to `decoded`.
    #[expect(clippy::ptr_arg, reason = "whether the value is borrowed is the question")]
    fn store(&mut self, value: &Cow<'_, str>) -> ((u32, u32), bool) {
        if let Cow::Borrowed(slice) = value {
            let start = (slice.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
            // A slice at an address within the text is a slice of the text.
            if start <= self.text.len() && slice.len() <= self.text.len() - start {
                return ((offset(start), offset(slice.len())), false);
            }
        }
        let start = self.tree.decoded.len();
        self.tree.decoded.push_str(value);
        ((offset(start), offset(value.len())), true)
    }

    /// The fault for `*name` where no such name is known; its fix is the nearest one that is.
    fn unknown_alias(&self, name: &str, at: Span) -> Fault {
        let mut known: Vec<&str> = self.anchors.keys().map(String::as_str).collect();
        known.sort_unstable();
        let near = nearest(name, known).map(str::to_owned);
        let fix = |near: &String| {
            let edit = TextEdit::new(at, format!("*{near}"));
            (FixKind::Other(format!("replace with \"*{near}\"")), vec![edit])
        };
        let fixes = near.iter().map(fix).collect();
        let kind = FaultKind::UnknownAlias { name: name.to_owned(), near };
        Fault { kind, span: at, others: Vec::new(), fixes }
    }

    fn alias(&mut self, event: &Sourced<'_>, at: Span, faults: &mut Vec<Fault>) {
        if self.skipped > 0 {
            return;
        }
        let name = event.alias_name().unwrap_or_default();
        let target = self.anchors.get(name).copied();
        if target.is_none() {
            let inside = self.open.iter().any(|o| o.anchor.as_deref() == Some(name));
            faults.push(if inside { alias_in_itself(name, at) } else { self.unknown_alias(name, at) });
        }
        let next = offset(self.tree.nodes.len()) + 1;
        let (kind, value) = target.map_or((Kind::Null, (0, 0)), |t| (Kind::Alias, (t, 0)));
        let id = self.push(Node { span: at, value, next, kind, style: Style::Plain, decoded: false, special: false });
        if target.is_some() {
            self.aliases.push(id);
        }
    }

    fn start(&mut self, event: &Sourced<'_>, at: Span, kind: Kind, style: CollectionStyle, faults: &mut Vec<Fault>) {
        if self.skipped > 0 {
            self.skipped += 1;
            return;
        }
        let flow = matches!(style, CollectionStyle::Flow);
        let style = if flow { Style::Flow } else { Style::Block };
        let deep = self.open.len() >= DEEPEST;
        let kind = if deep { Kind::Null } else { kind };
        let id = self.push(Node::opened(kind, style, at));
        if deep {
            self.tree.nodes[id as usize].next = id + 1;
            self.skipped = 1;
            if !std::mem::replace(&mut self.too_deep, true) {
                faults.push(too_deep(at));
            }
            return;
        }
        // The anchor is bound when the collection ends: an alias inside cannot make a cycle.
        let anchor = event.properties().and_then(|properties| self.properties(id, event, properties));
        self.open.push(Open { id, children: 0, anchor });
    }

    fn end(&mut self, end: u32) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let Some(open) = self.open.pop() else { return };
        if self.tree.nodes[open.id as usize].kind == Kind::Mapping && open.children % 2 == 1 {
            let next = offset(self.tree.nodes.len()) + 1;
            self.tree.nodes.push(Node::empty(end, next));
        }
        let next = offset(self.tree.nodes.len());
        let node = &mut self.tree.nodes[open.id as usize];
        node.next = next;
        node.span.end = end;
        node.value.0 = if node.kind == Kind::Mapping { open.children.div_ceil(2) } else { open.children };
        if let Some(anchor) = open.anchor {
            self.anchors.insert(anchor, open.id);
        }
    }

    fn close_all(&mut self, end: u32) {
        self.skipped = 0;
        while !self.open.is_empty() {
            self.end(end);
        }
    }
}

/// What a tag makes of a scalar (YAML 1.2.2, section 10.3).
fn tagged(kind: Kind, tag: &str, value: &str) -> Kind {
    match tag {
        "!" | "tag:yaml.org,2002:str" => Kind::String,
        "tag:yaml.org,2002:null" => Kind::Null,
        "tag:yaml.org,2002:int" | "tag:yaml.org,2002:float" | "tag:yaml.org,2002:bool" => number::classify(value),
        _ => kind,
    }
}
