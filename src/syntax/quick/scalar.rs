//! Plain and quoted scalars: where they end, and what their values are.

use super::super::Style;
use super::Reader;

/// A scalar that was read but is not in the tree yet. Offsets are in bytes.
#[derive(Clone, Copy)]
pub(super) struct Scalar {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) style: Style,
    /// Offset and length of its value, in `Tree::decoded` if `decoded`, else in the text.
    pub(super) value: (usize, usize),
    pub(super) decoded: bool,
}

impl Scalar {
    /// A plain scalar on one line.
    pub(super) const fn plain(start: usize, end: usize) -> Self {
        Self { start, end, style: Style::Plain, value: (start, end - start), decoded: false }
    }
}

/// Whether a text has only characters without special rules: printable ones, spaces and line breaks. Tabs, carriage
/// returns without line feed, byte order marks and control characters are left to the library.
pub(super) fn is_usual(bytes: &[u8]) -> bool {
    let is_rare = |b: &u8| *b < b' ' && *b != b'\n' && *b != b'\r' || *b == 0x7f;
    // Without an early exit inside a block the loop is vectorized.
    let is_plain = |block: &[u8]| !block.iter().fold(false, |rare, b| rare | is_rare(b));
    bytes.chunks(1024).all(is_plain)
        && memchr::memchr_iter(b'\r', bytes).all(|at| bytes.get(at + 1) == Some(&b'\n'))
        && memchr::memchr2_iter(0xC2, 0xEF, bytes).all(|at| match bytes[at..] {
            // U+0080 to U+009F
            [0xC2, second, ..] => second >= 0xA0,
            // The byte order mark, U+FFFE and U+FFFF
            [0xEF, 0xBB, third, ..] => third != 0xBF,
            [0xEF, 0xBF, third, ..] => third < 0xBE,
            _ => true,
        })
}

/// Whether a colon or dash before `next` is an indicator: a space, a line break or the end follows.
pub(super) const fn is_blank(next: Option<u8>) -> bool {
    matches!(next, None | Some(b' ' | b'\r' | b'\n'))
}

/// The end of a plain scalar on its line (production 132): before `: ` or ` #`, trimmed.
fn plain_end(bytes: &[u8], start: usize) -> usize {
    let mut end = start;
    loop {
        let Some(found) = memchr::memchr3(b':', b'#', b'\n', &bytes[end..]) else {
            end = bytes.len();
            break;
        };
        end += found;
        let ends = match bytes[end] {
            b':' => is_blank(bytes.get(end + 1).copied()),
            b'#' => end > start && bytes[end - 1] == b' ',
            _ => true,
        };
        if ends {
            break;
        }
        end += 1;
    }
    trimmed(bytes, start, end)
}

/// `end` moved back over spaces and carriage returns, to `start` at most.
pub(super) fn trimmed(bytes: &[u8], start: usize, mut end: usize) -> usize {
    while end > start && matches!(bytes[end - 1], b' ' | b'\r') {
        end -= 1;
    }
    end
}

/// Whether a plain scalar may begin with these bytes (production 126).
pub(super) fn begins_plain(first: u8, second: Option<u8>) -> bool {
    match first {
        b'-' | b'?' | b':' => !is_blank(second),
        b',' | b'[' | b']' | b'{' | b'}' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\'' | b'"' | b'%' | b'@'
        | b'`' => false,
        _ => true,
    }
}

impl Reader<'_> {
    /// The part of a scalar that is on this line.
    pub(super) fn scalar(&mut self) -> Option<Scalar> {
        let start = self.at;
        let first = self.byte()?;
        if matches!(first, b'"' | b'\'') {
            return self.quoted(first);
        }
        if !begins_plain(first, self.bytes.get(start + 1).copied()) {
            return None;
        }
        self.at = plain_end(self.bytes, start);
        // Merge keys are left to the library.
        (&self.bytes[start..self.at] != b"<<").then_some(Scalar::plain(start, self.at))
    }

    /// A quoted scalar on one line whose only escape is `''`.
    pub(super) fn quoted(&mut self, quote: u8) -> Option<Scalar> {
        let start = self.at;
        let inside = start + 1;
        let mut end = inside;
        let mut doubled = false;
        loop {
            end += memchr::memchr3(quote, b'\\', b'\n', &self.bytes[end..])?;
            match self.bytes[end] {
                b'\n' => return None,
                b'\\' if quote == b'"' => return None,
                b'\\' => end += 1,
                _ if quote == b'\'' && self.bytes.get(end + 1) == Some(&quote) => {
                    doubled = true;
                    end += 2;
                }
                _ => break,
            }
        }
        self.at = end + 1;
        let style = if quote == b'"' { Style::Double } else { Style::Single };
        let mut value = (inside, end - inside);
        if doubled {
            let from = self.tree.decoded.len();
            let mut pieces = self.text.get(inside..end)?.split("''");
            self.tree.decoded.push_str(pieces.next()?);
            for piece in pieces {
                self.tree.decoded.push('\'');
                self.tree.decoded.push_str(piece);
            }
            value = (from, self.tree.decoded.len() - from);
        }
        Some(Scalar { start, end: self.at, style, value, decoded: doubled })
    }

    /// Extends a plain scalar by its continuation lines (production 135): those indented further than `parent`.
    pub(super) fn continue_plain(&mut self, scalar: &mut Scalar, parent: usize) {
        let from = self.tree.decoded.len();
        loop {
            self.at = scalar.end;
            self.skip_spaces();
            if !self.line_break() {
                break;
            }
            let mut blank_lines = 0;
            let spaces = loop {
                let line = self.at;
                self.skip_spaces();
                let spaces = self.at - line;
                if !self.line_break() {
                    break spaces;
                }
                blank_lines += 1;
            };
            let content = self.at;
            if spaces <= parent || matches!(self.byte(), None | Some(b'#')) {
                break;
            }
            let end = plain_end(self.bytes, content);
            let (Some(first), Some(more)) =
                (self.text.get(scalar.start..scalar.end), self.text.get(content..end).filter(|more| !more.is_empty()))
            else {
                break;
            };
            if !scalar.decoded {
                self.tree.decoded.push_str(first);
                scalar.decoded = true;
            }
            // Line folding (production 73): a single break is a space, blank lines are line feeds.
            if blank_lines == 0 {
                self.tree.decoded.push(' ');
            }
            self.tree.decoded.extend(std::iter::repeat_n('\n', blank_lines));
            self.tree.decoded.push_str(more);
            scalar.end = end;
        }
        if scalar.decoded {
            scalar.value = (from, self.tree.decoded.len() - from);
        }
        self.at = scalar.end;
    }
}
