//! Flow sequences of plain and quoted scalars, each scalar on one line.

use super::super::outdent::Lines;
use super::super::tree::Node;
use super::super::{Kind, Style};
use super::Reader;
use super::scalar::{Scalar, begins_plain, trimmed};
use crate::text::{Span, span::offset};

/// The end of a plain scalar in flow context: also before `,` and `]`. `None` for what is left to the library.
fn bracket_plain_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut end = start;
    loop {
        match bytes.get(end)? {
            b',' | b']' | b'\n' => break,
            // Flow mappings, and sequences in sequences.
            b'[' | b'{' | b'}' => return None,
            b':' if matches!(bytes.get(end + 1)?, b' ' | b'\r' | b'\n' | b',' | b'[' | b']' | b'{' | b'}') => {
                return None;
            }
            b'#' if end > start && bytes[end - 1] == b' ' => return None,
            _ => end += 1,
        }
    }
    Some(trimmed(bytes, start, end))
}

impl Reader<'_> {
    /// A flow sequence of plain and quoted scalars, each on one line.
    pub(super) fn bracket_list(&mut self) -> Option<()> {
        let parent = self.open.last()?.indent;
        let id = self.push(Node::opened(Kind::Sequence, Style::Flow, Span::of(self.at, self.at)));
        self.at += 1;
        let mut children = 0;
        let mut lines = Lines::new(parent);
        loop {
            self.skip_to_item(&mut lines)?;
            if self.byte()? == b']' {
                break;
            }
            let item = self.bracket_item()?;
            let node = self.scalar_node(&item)?;
            self.tree.nodes.push(node);
            children += 1;
            self.skip_to_item(&mut lines)?;
            match self.byte()? {
                b',' => self.at += 1,
                b']' => break,
                _ => return None,
            }
        }
        self.at += 1;
        let next = offset(self.tree.nodes.len());
        let list = &mut self.tree.nodes[id as usize];
        list.next = next;
        list.span.end = offset(self.at);
        list.value.0 = children;
        self.end = offset(self.at);
        self.tree.outdented.extend(lines.outdented(self.text, false));
        self.end_of_line(None)
    }

    /// Skips spaces and line breaks between the parts of a flow sequence; notes lines that stand too far left.
    fn skip_to_item(&mut self, lines: &mut Lines) -> Option<()> {
        self.skip_spaces();
        while self.line_break() {
            self.line = self.at;
            self.skip_spaces();
            let first = self.byte()?;
            if lines.is_left(self.line, self.at) && !matches!(first, b'\r' | b'\n') {
                let usual =
                    first.is_ascii_alphanumeric() || !first.is_ascii() || matches!(first, b'"' | b'\'' | b',' | b']');
                usual.then(|| lines.note(self.line, self.at))?;
            }
        }
        Some(())
    }

    /// An item of a flow sequence.
    fn bracket_item(&mut self) -> Option<Scalar> {
        let start = self.at;
        let first = self.byte()?;
        if matches!(first, b'"' | b'\'') {
            return self.quoted(first);
        }
        let second = self.bytes.get(start + 1).copied();
        let is_mark = matches!(second, Some(b',' | b'[' | b']' | b'{' | b'}'));
        if !begins_plain(first, second) || is_mark && matches!(first, b'-' | b'?' | b':') {
            return None;
        }
        self.at = bracket_plain_end(self.bytes, start)?;
        Some(Scalar::plain(start, self.at))
    }
}
