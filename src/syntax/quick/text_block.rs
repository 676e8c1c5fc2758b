//! Block scalars: `|` and `>`, with the lines below.

use super::super::Style;
use super::Reader;
use super::scalar::{Scalar, is_blank};
use crate::text::{Span, span::offset};

/// What becomes of the final line breaks of a block scalar (production 165).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomping {
    /// `|-`: none stays.
    Strip,
    /// `|`: one stays.
    Clip,
    /// `|+`: all stay.
    Keep,
}

/// The content of a block scalar, byte offsets of the text.
struct Body {
    start: usize,
    end: usize,
    /// Offset and length of its value in `Tree::decoded`.
    value: (usize, usize),
    /// Content indentation in spaces.
    indent: usize,
}

impl Body {
    const fn scalar(&self, style: Style) -> Scalar {
        Scalar { start: self.start, end: self.end, style, value: self.value, decoded: true }
    }
}

impl Reader<'_> {
    /// A block scalar: its header, its content.
    pub(super) fn text_block(&mut self) -> Option<()> {
        let parent = self.open.last()?.indent;
        let start = self.at;
        let style = if self.byte()? == b'|' { Style::Literal } else { Style::Folded };
        self.at += 1;
        let chomping = match self.byte()? {
            b'-' => Chomping::Strip,
            b'+' => Chomping::Keep,
            _ => Chomping::Clip,
        };
        self.at += usize::from(chomping != Chomping::Clip);
        let header = Span::of(start, self.at);
        if !is_blank(self.byte()) {
            return None;
        }
        self.end_of_line(None)?;
        if self.at == self.bytes.len() {
            return None;
        }
        let body = self.block_body(parent + 1, style == Style::Folded, chomping)?;
        let id = offset(self.tree.nodes.len());
        self.push_scalar(body.scalar(style))?;
        self.tree.headers.push((id, header, offset(body.indent)));
        Some(())
    }

    /// The content of a block scalar, from `at`, the start of a line, indented by `least` spaces or more (productions
    /// 170 to 182).
    fn block_body(&mut self, least: usize, folded: bool, chomping: Chomping) -> Option<Body> {
        let start = self.at;
        let from = self.tree.decoded.len();
        let mut indent = None;
        let mut deepest_blank = 0;
        let mut blank_lines = 0;
        // Whether the last line with content folds with the next one; `None` before the first.
        let mut last: Option<bool> = None;
        let (mut end_of_content, mut end_of_blanks) = (start, start);
        while self.at < self.bytes.len() {
            let line = self.at;
            self.skip_spaces();
            let spaces = self.at - line;
            let is_empty = matches!(self.byte(), None | Some(b'\r' | b'\n'));
            if is_empty && indent.is_none_or(|indent| spaces <= indent) {
                if indent.is_none() {
                    deepest_blank = deepest_blank.max(spaces);
                }
                blank_lines += 1;
                // At the end of the text the line ends, too, but its spaces are no part of the block.
                if self.line_break() {
                    end_of_blanks = self.at;
                }
                continue;
            }
            if spaces < indent.unwrap_or(least) {
                break;
            }
            let indent = *indent.get_or_insert(spaces);
            // Blank lines above must not be indented further than the first line with content.
            if last.is_none() && deepest_blank > indent {
                return None;
            }
            let end = self.end_of(self.at);
            let text = self.text.get(line + indent..end)?;
            let folds = folded && !text.starts_with(' ');
            match last {
                Some(true) if folds && blank_lines == 0 => self.tree.decoded.push(' '),
                Some(true) if folds => self.push_breaks(blank_lines),
                Some(_) => self.push_breaks(blank_lines + 1),
                None => self.push_breaks(blank_lines),
            }
            self.tree.decoded.push_str(text);
            last = Some(folds);
            blank_lines = 0;
            self.at = end;
            self.line_break();
            end_of_content = self.at;
            end_of_blanks = self.at;
        }
        let content = usize::from(last.is_some());
        let end = if chomping == Chomping::Keep { end_of_blanks } else { end_of_content };
        match chomping {
            Chomping::Strip => {}
            Chomping::Clip => self.push_breaks(content),
            Chomping::Keep => self.push_breaks(blank_lines + content),
        }
        self.at = end;
        let value = (from, self.tree.decoded.len() - from);
        Some(Body { start, end, value, indent: indent.unwrap_or(least.max(deepest_blank)) })
    }

    fn push_breaks(&mut self, count: usize) {
        self.tree.decoded.extend(std::iter::repeat_n('\n', count));
    }
}
