//! The quick way to a [`Tree`]: for the YAML that nearly all content is written in.
//!
//! [`read`] knows keys and lists laid out by indentation, texts without quotes, texts in quotes on one line, text
//! blocks, lists in brackets, and comments. At anything else (an anchor, a tab, an escape, a mistake) it gives up, and
//! [`super::backend`] reads the text from its start with the YAML library. It never reports a fault and never guesses:
//! what it gives is the tree that the library's events give, span for span, in a fourth of the time.
//! `tests/engine/quick.rs` compares the two.
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
use crate::text::{Span, span::offset};

/// How deep collections may nest here; what nests deeper is left to the library and to its limit.
const DEEPEST: usize = 32;
/// How long a key may be in bytes; the limit of 1,024 characters (production 154) is left to the library.
const LONGEST_KEY: usize = 1024;

/// The tree of `text`; `None` where the text has something in it that is read only by the library.
#[must_use]
pub fn read(text: &str) -> Option<Tree> {
    if !is_usual(text.as_bytes()) {
        return None;
    }
    let mut reader = Reader::new(text);
    reader.document()?;
    let mut tree = reader.tree;
    tree.text = text.to_owned();
    finish_mappings(&mut tree, &[]);
    finish_comments(&mut tree);
    Some(tree)
}

/// A collection laid out by indentation that is still open.
struct Block {
    id: NodeId,
    kind: Kind,
    /// The column of its keys or dashes.
    indent: usize,
    /// Children so far.
    children: u32,
}

/// What was read of a value.
enum Value {
    /// A scalar, as far as it is on this line: it may still turn out to be a key, or go on on the next line.
    Scalar(Scalar),
    /// All of it, with the end of its line.
    Whole,
}

/// Reads one text from start to end. Each method leaves `at` after what it read; `None` gives up.
struct Reader<'s> {
    bytes: &'s [u8],
    text: &'s str,
    at: usize,
    /// Start of the line that is read.
    line: usize,
    tree: Tree,
    open: SmallVec<[Block; 8]>,
    /// The innermost block waits for a value, which is empty unless one follows on a later line; an empty one stands
    /// here.
    waiting: Option<usize>,
    /// Where the last value ends.
    end: u32,
    /// Content was read, or the `---` before it.
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

    /// Line by line to the end of the text.
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

    /// A line with content, from its first character on.
    fn content(&mut self) -> Option<()> {
        let indent = self.at - self.line;
        if indent == 0 {
            match self.bytes.get(self.at..self.at + 3) {
                Some(b"---") if !self.begun => {
                    self.begun = true;
                    self.at += 3;
                    return self.end_of_line(None);
                }
                // A second document, or a text that only begins as one.
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

    /// What follows a key, from behind its colon.
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

    /// A value that may be a block of its own: at the start of a line, or behind a dash.
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

    /// A scalar that is a value: with the lines on which it goes on.
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

    /// What is left of a line: nothing, or a comment. `before` is what a comment would stand behind, as
    /// [`Comment::after_plain`] has it.
    fn end_of_line(&mut self, before: Option<Span>) -> Option<()> {
        self.skip_spaces();
        if self.byte() == Some(b'#') && self.bytes[self.at - 1] == b' ' {
            self.comment(before);
            return Some(());
        }
        (self.line_break() || self.byte().is_none()).then_some(())
    }

    /// Goes over a line break, if one is here.
    fn line_break(&mut self) -> bool {
        let width = match self.byte() {
            Some(b'\n') => 1,
            // It never stands alone.
            Some(b'\r') => 2,
            _ => 0,
        };
        self.at += width;
        width > 0
    }

    /// A comment, with the end of its line.
    fn comment(&mut self, after_plain: Option<Span>) {
        let start = self.at;
        let own_line = self.bytes[self.line..start].iter().all(|b| *b == b' ');
        self.at = self.end_of(start);
        self.tree.comments.push(Comment { span: Span::of(start, self.at), own_line, after_plain });
        self.line_break();
    }

    /// A colon that makes what stands before it a key, possibly behind spaces. Goes behind it, or nowhere.
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

    /// The end of the line that a place is on, before its line break.
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

    /// Opens a block at a column.
    fn start(&mut self, kind: Kind, indent: usize) -> Option<()> {
        if self.open.len() >= DEEPEST {
            return None;
        }
        let at = self.line + indent;
        let id = self.push(Node::opened(kind, Style::Block, Span::of(at, at)));
        self.open.push(Block { id, kind, indent, children: 0 });
        Some(())
    }

    /// Closes the innermost block: it ends where its last child does.
    fn close(&mut self) {
        let Some(block) = self.open.pop() else { return };
        let next = offset(self.tree.nodes.len());
        let node = &mut self.tree.nodes[block.id as usize];
        node.next = next;
        node.span.end = self.end;
        node.value.0 = if block.kind == Kind::Mapping { block.children / 2 } else { block.children };
    }

    /// Nothing followed: the value that was waited for is empty.
    fn fill_waiting(&mut self) {
        let Some(at) = self.waiting.take() else { return };
        self.end = offset(at);
        let next = offset(self.tree.nodes.len()) + 1;
        self.push(Node::empty(self.end, next));
    }
}
