//! A fast path to a [`Tree`], for the YAML that nearly all content is written in.
//!
//! [`read`] knows block mappings and sequences, plain scalars, quoted scalars on one line, block scalars, flow
//! sequences of scalars, and comments. At anything else (an anchor, a tab, an escape, a mistake) it gives up, and
//! [`super::backend`] reads the text from its start with the YAML library. It never reports a fault and never guesses:
//! it returns the tree that the library's events give, span for span, in a fourth of the time. `tests/engine/quick.rs`
//! compares the two.
//!
//! Rules are quoted from YAML 1.2.2 by the numbers of their productions.

use smallvec::SmallVec;

mod bracket_list;
mod scalar;
mod text_block;

use scalar::{Scalar, is_blank, is_usual};

use super::finish::{finish_comments, finish_mappings};
use super::tree::Node;
use super::{Comment, Kind, NodeId, Style, Tree, number};
use super::{conflict, dash};
use crate::text::{Span, span::offset};

/// How deep collections may nest here; what nests deeper is left to the library and to its limit.
const DEEPEST: usize = 32;
/// How long a key may be in bytes; the limit of 1,024 characters (production 154) is left to the library.
const LONGEST_KEY: usize = 1024;

/// The tree of `text`; `None` if the text has no content or uses anything that is left to the library.
#[must_use]
pub fn read(text: &str) -> Option<Tree> {
    if !is_usual(text.as_bytes()) || conflict::may_hide(text) {
        return None;
    }
    let mut reader = Reader::new(text);
    reader.document()?;
    let mut tree = reader.tree;
    tree.text = text.to_owned();
    finish_mappings(&mut tree, &[]);
    finish_comments(&mut tree);
    dash::repeated_keys(&tree).is_empty().then_some(tree)
}

/// A block collection that is still open.
struct Block {
    id: NodeId,
    kind: Kind,
    /// The column of its keys or dashes.
    indent: usize,
    /// Children so far.
    children: u32,
}

/// A value as far as it was read.
enum Value {
    /// The part of a scalar that is on this line: it may turn out to be a key, or have continuation lines.
    Scalar(Scalar),
    /// A complete value, read and added to the tree with the end of its line.
    Whole,
}

/// A recursive descent parser that adds to the tree as it goes. Each method leaves `at` behind what it read; `None`
/// gives up.
struct Reader<'s> {
    bytes: &'s [u8],
    text: &'s str,
    at: usize,
    /// Byte offset of the start of the current line.
    line: usize,
    tree: Tree,
    open: SmallVec<[Block; 8]>,
    /// Set while the last key or dash of the innermost block has no value: the byte offset for an empty scalar, in case
    /// no value follows on a later line.
    waiting: Option<usize>,
    /// Byte offset at which the last value ends.
    end: u32,
    /// Content, or the `---` before it, was read.
    begun: bool,
}

impl<'s> Reader<'s> {
    fn new(text: &'s str) -> Self {
        Self {
            bytes: text.as_bytes(),
            text,
            at: 0,
            line: 0,
            tree: Tree::with_room(text.len()),
            open: SmallVec::new(),
            waiting: None,
            end: 0,
            begun: false,
        }
    }

    /// Reads the text line by line to its end.
    fn document(&mut self) -> Option<()> {
        while self.at < self.bytes.len() {
            self.line = self.at;
            self.skip_spaces();
            if self.byte() == Some(b'#') {
                self.comment(None);
            } else if !self.line_break() {
                self.content()?;
            }
        }
        self.fill_waiting();
        while !self.open.is_empty() {
            self.close();
        }
        // A text without content has no root.
        (!self.tree.nodes.is_empty()).then_some(())
    }

    /// A line with content, from its first non-space character on.
    fn content(&mut self) -> Option<()> {
        let indent = self.at - self.line;
        if indent == 0 {
            match self.bytes.get(self.at..self.at + 3) {
                Some(b"---") if !self.begun => {
                    self.begun = true;
                    self.at += 3;
                    return self.end_of_line(None);
                }
                // A second document or the end of the first, or a plain scalar that begins alike.
                Some(b"---" | b"...") => return None,
                _ => {}
            }
        }
        self.begun = true;
        if self.waiting.is_some() {
            let block = self.open.last()?;
            // A list may stand at the indentation of its key (production 201).
            if indent > block.indent || indent == block.indent && block.kind == Kind::Mapping && self.is_dash() {
                self.waiting = None;
                return self.node();
            }
            if self.may_be_adrift() {
                return None;
            }
            self.fill_waiting();
        }
        if self.tree.nodes.is_empty() {
            return self.node();
        }
        loop {
            let block = self.open.last()?;
            if block.indent < indent {
                return None;
            }
            if block.indent == indent && block.kind == Kind::Mapping {
                return self.key();
            }
            if block.indent == indent && self.is_dash() {
                return self.item();
            }
            self.close();
        }
    }

    /// A key and what follows it on its line.
    fn key(&mut self) -> Option<()> {
        let key = self.scalar()?;
        if !self.colon() {
            return None;
        }
        self.entry(key)
    }

    /// Adds a key whose colon has just been read, and reads what follows.
    fn entry(&mut self, key: Scalar) -> Option<()> {
        let colon = self.at;
        if colon - key.start > LONGEST_KEY {
            return None;
        }
        self.push_scalar(key)?;
        self.skip_spaces();
        match self.byte() {
            None | Some(b'\r' | b'\n' | b'#') => {
                self.waiting = Some(colon);
                self.end_of_line(Some(Span::of(colon, colon)))
            }
            Some(_) => match self.value()? {
                Value::Whole => Some(()),
                // A second key on the line of the first is a mistake.
                Value::Scalar(_) if self.colon() => None,
                Value::Scalar(scalar) => self.finish(scalar),
            },
        }
    }

    /// A dash and what follows it on its line.
    fn item(&mut self) -> Option<()> {
        self.at += 1;
        let dash = self.at;
        self.skip_spaces();
        match self.byte() {
            None | Some(b'\r' | b'\n' | b'#') => {
                self.waiting = Some(dash);
                self.end_of_line(Some(Span::of(dash, dash)))
            }
            Some(_) => self.node(),
        }
    }

    /// A value that may be a block collection: at the start of a line, or behind a dash.
    fn node(&mut self) -> Option<()> {
        let column = self.at - self.line;
        if self.is_dash() {
            self.start(Kind::Sequence, column)?;
            return self.item();
        }
        match self.value()? {
            Value::Whole => Some(()),
            Value::Scalar(key) if self.colon() => {
                self.start(Kind::Mapping, column)?;
                self.entry(key)
            }
            Value::Scalar(scalar) => self.finish(scalar),
        }
    }

    /// A value that begins here.
    fn value(&mut self) -> Option<Value> {
        match self.byte()? {
            b'|' | b'>' => self.text_block().map(|()| Value::Whole),
            b'[' => self.bracket_list().map(|()| Value::Whole),
            _ => self.scalar().map(Value::Scalar),
        }
    }

    /// Adds a scalar that is a value, with its continuation lines if it is plain.
    fn finish(&mut self, mut scalar: Scalar) -> Option<()> {
        let parent = self.open.last()?.indent;
        if scalar.style == Style::Plain {
            self.continue_plain(&mut scalar, parent);
            if self.colon() {
                return None;
            }
        }
        self.push_scalar(scalar)?;
        let plain = Span::of(scalar.start, scalar.end);
        self.end_of_line((scalar.style == Style::Plain).then_some(plain))
    }

    /// The rest of a line: nothing, or a comment, which gets `before` as its [`Comment::after_plain`].
    fn end_of_line(&mut self, before: Option<Span>) -> Option<()> {
        self.skip_spaces();
        if self.byte() == Some(b'#') && self.bytes[self.at - 1] == b' ' {
            self.comment(before);
            return Some(());
        }
        (self.line_break() || self.byte().is_none()).then_some(())
    }

    /// Skips a line break; whether there was one.
    fn line_break(&mut self) -> bool {
        let width = match self.byte() {
            Some(b'\n') => 1,
            // `is_usual` has ruled out a carriage return without a line feed.
            Some(b'\r') => 2,
            _ => 0,
        };
        self.at += width;
        width > 0
    }

    /// Reads a comment and the line break behind it.
    fn comment(&mut self, after_plain: Option<Span>) {
        let start = self.at;
        let own_line = self.bytes[self.line..start].iter().all(|b| *b == b' ');
        self.at = self.end_of(start);
        self.tree.comments.push(Comment { span: Span::of(start, self.at), own_line, after_plain });
        self.line_break();
    }

    /// Skips a colon that makes the scalar before it a key, and spaces before that; whether there was one. Skips
    /// nothing if not.
    fn colon(&mut self) -> bool {
        let mut at = self.at;
        while self.bytes.get(at) == Some(&b' ') {
            at += 1;
        }
        let found = self.bytes.get(at) == Some(&b':') && is_blank(self.bytes.get(at + 1).copied());
        if found {
            self.at = at + 1;
        }
        found
    }

    /// Whether a text begins here as an item, while the last of several keys is blank: it may be meant for that.
    fn may_be_adrift(&self) -> bool {
        let has_keys = self.open.last().is_some_and(|block| block.kind == Kind::Mapping && block.children > 2);
        let item = &self.text[self.at..self.end_of(self.at)];
        let is_keyed = || item.contains(": ") && !item.contains(['"', '\'']) || item.ends_with(':');
        has_keys && self.is_dash() && !is_keyed()
    }

    /// Whether a list item begins here.
    fn is_dash(&self) -> bool {
        self.byte() == Some(b'-') && is_blank(self.bytes.get(self.at + 1).copied())
    }

    fn byte(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_spaces(&mut self) {
        while self.byte() == Some(b' ') {
            self.at += 1;
        }
    }

    /// The end of the line that contains a byte offset, before its line break.
    fn end_of(&self, at: usize) -> usize {
        let end = memchr::memchr(b'\n', &self.bytes[at..]).map_or(self.bytes.len(), |found| at + found);
        end - usize::from(end > at && self.bytes[end - 1] == b'\r')
    }

    fn push(&mut self, node: Node) -> NodeId {
        let id = offset(self.tree.nodes.len());
        self.tree.nodes.push(node);
        if let Some(parent) = self.open.last_mut() {
            parent.children += 1;
        }
        id
    }

    fn push_scalar(&mut self, scalar: Scalar) -> Option<()> {
        let node = self.scalar_node(&scalar)?;
        self.end = node.span.end;
        self.push(node);
        Some(())
    }

    fn scalar_node(&self, scalar: &Scalar) -> Option<Node> {
        let (start, len) = scalar.value;
        let kind = if scalar.style == Style::Plain {
            let store = if scalar.decoded { &self.tree.decoded } else { self.text };
            number::classify(store.get(start..start + len)?)
        } else {
            Kind::String
        };
        Some(Node {
            span: Span::of(scalar.start, scalar.end),
            value: (offset(start), offset(len)),
            next: offset(self.tree.nodes.len()) + 1,
            kind,
            style: scalar.style,
            decoded: scalar.decoded,
            special: false,
        })
    }

    /// Opens a block collection at a byte column of the current line.
    fn start(&mut self, kind: Kind, indent: usize) -> Option<()> {
        if self.open.len() >= DEEPEST {
            return None;
        }
        let at = self.line + indent;
        let id = self.push(Node::opened(kind, Style::Block, Span::of(at, at)));
        self.open.push(Block { id, kind, indent, children: 0 });
        Some(())
    }

    /// Closes the innermost block collection: it ends where the last value does.
    fn close(&mut self) {
        let Some(block) = self.open.pop() else { return };
        let next = offset(self.tree.nodes.len());
        let node = &mut self.tree.nodes[block.id as usize];
        node.next = next;
        node.span.end = self.end;
        node.value.0 = if block.kind == Kind::Mapping { block.children / 2 } else { block.children };
    }

    /// Adds an empty scalar if a key or dash has no value.
    fn fill_waiting(&mut self) {
        let Some(at) = self.waiting.take() else { return };
        self.end = offset(at);
        let next = offset(self.tree.nodes.len()) + 1;
        self.push(Node::empty(self.end, next));
    }
}
