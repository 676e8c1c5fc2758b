//! The scalars that [`super::quick`] reads: where they end, and what they mean.

use super::Style;
use super::quick::{Reader, Scalar};

/// What becomes of the line breaks at the end of a text block (production 165).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Chomping {
    /// `|-`: none stays.
    Strip,
    /// `|`: one stays.
    Clip,
    /// `|+`: all stay.
    Keep,
}

/// The lines of a text block.
pub(super) struct Body {
    start: usize,
    end: usize,
    /// Offset and length of its value in what was decoded.
    value: (usize, usize),
    /// The indentation of its lines in spaces.
    pub(super) indent: usize,
}

impl Body {
    pub(super) const fn scalar(&self, style: Style) -> Scalar {
        Scalar { start: self.start, end: self.end, style, value: self.value, decoded: true }
    }
}

/// Whether a text has only characters that mean the same everywhere: printable ones, spaces and line feeds. Tabs, carriage
/// returns, byte order marks and control characters have rules of their own.
pub(super) fn is_usual(bytes: &[u8]) -> bool {
    let is_rare = |b: &u8| *b < b' ' && *b != b'\n' || *b == 0x7f;
    // Without a way out in the middle a block is looked through many bytes at a time.
    let is_plain = |block: &[u8]| !block.iter().fold(false, |rare, b| rare | is_rare(b));
    bytes.chunks(1024).all(is_plain)
        && memchr::memchr2_iter(0xC2, 0xEF, bytes).all(|at| match bytes[at..] {
            // U+0080 to U+009F
            [0xC2, second, ..] => second >= 0xA0,
            // The byte order mark, U+FFFE and U+FFFF
            [0xEF, 0xBB, third, ..] => third != 0xBF,
            [0xEF, 0xBF, third, ..] => third < 0xBE,
            _ => true,
        })
}

/// Whether a colon or a dash before this is a mark: white space, a line break or the end follows.
pub(super) const fn is_blank(next: Option<u8>) -> bool {
    matches!(next, None | Some(b' ' | b'\n'))
}

/// The end on its line of a text without quotes (production 132): before `: `, before ` #`, without the spaces at its
/// end.
pub(super) fn plain_end(bytes: &[u8], start: usize) -> usize {
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

/// The end of a text without quotes in brackets: before a mark of lists and mappings, too.
fn bracket_plain_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut end = start;
    loop {
        match bytes.get(end)? {
            b',' | b']' => break,
            // Mappings, lists in lists and texts that go on on the next line.
            b'[' | b'{' | b'}' | b'\n' => return None,
            b':' if matches!(bytes.get(end + 1)?, b' ' | b'\n' | b',' | b'[' | b']' | b'{' | b'}') => return None,
            b'#' if end > start && bytes[end - 1] == b' ' => return None,
            _ => end += 1,
        }
    }
    Some(trimmed(bytes, start, end))
}

fn trimmed(bytes: &[u8], start: usize, mut end: usize) -> usize {
    while end > start && bytes[end - 1] == b' ' {
        end -= 1;
    }
    end
}

/// Whether a text without quotes may begin with these bytes (production 126).
fn begins_plain(first: u8, second: Option<u8>) -> bool {
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
        let end = self.plain()?;
        self.at = end;
        Some(Scalar { start, end, style: Style::Plain, value: (start, end - start), decoded: false })
    }

    /// An item of a list in brackets.
    pub(super) fn bracket_item(&mut self) -> Option<Scalar> {
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
        let end = bracket_plain_end(self.bytes, start)?;
        self.at = end;
        Some(Scalar { start, end, style: Style::Plain, value: (start, end - start), decoded: false })
    }

    /// A text in quotes that ends on its line and has no escape but the doubled single quote.
    fn quoted(&mut self, quote: u8) -> Option<Scalar> {
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

    /// The lines on which a text without quotes goes on (production 135): those indented further than `parent`.
    pub(super) fn continue_plain(&mut self, scalar: &mut Scalar, parent: usize) {
        let from = self.tree.decoded.len();
        loop {
            let mut at = scalar.end;
            while self.bytes.get(at) == Some(&b' ') {
                at += 1;
            }
            if self.bytes.get(at) != Some(&b'\n') {
                break;
            }
            let (mut line, mut blank_lines) = (at + 1, 0);
            let content = loop {
                let mut content = line;
                while self.bytes.get(content) == Some(&b' ') {
                    content += 1;
                }
                if self.bytes.get(content) != Some(&b'\n') {
                    break content;
                }
                blank_lines += 1;
                line = content + 1;
            };
            if content - line <= parent || matches!(self.bytes.get(content), None | Some(b'#')) {
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
            // A line break is a space, blank lines are line breaks (production 73).
            if blank_lines == 0 {
                self.tree.decoded.push(' ');
            }
            self.tree.decoded.extend(std::iter::repeat_n('\n', blank_lines));
            self.tree.decoded.push_str(more);
            scalar.end = end;
        }
        if scalar.decoded {
            scalar.value = (from, self.tree.decoded.len() - from);
            self.at = scalar.end;
        }
    }

    /// The lines of a text block from `at` on, which is the start of a line, indented by `least` spaces or more
    /// (productions 170 to 182).
    pub(super) fn block_body(&mut self, least: usize, folded: bool, chomping: Chomping) -> Option<Body> {
        let start = self.at;
        let from = self.tree.decoded.len();
        let mut indent = None;
        let mut deepest_blank = 0;
        let mut blank_lines = 0;
        // Of the last line with content: whether it is folded with the next one.
        let mut last: Option<bool> = None;
        let (mut end_of_content, mut end_of_blanks) = (start, start);
        while self.at < self.bytes.len() {
            let line = self.at;
            self.skip_spaces();
            let spaces = self.at - line;
            let is_empty = matches!(self.byte(), None | Some(b'\n'));
            self.at = line;
            if is_empty && indent.is_none_or(|indent| spaces <= indent) {
                deepest_blank = deepest_blank.max(if indent.is_none() { spaces } else { 0 });
                blank_lines += 1;
                let end = line + spaces;
                if end == self.bytes.len() {
                    // The end of the text ends the line, but its spaces are no part of the block.
                    break;
                }
                end_of_blanks = end + 1;
                self.at = end_of_blanks;
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
            let end = self.end_of(line + spaces);
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
            end_of_content = (end + 1).min(self.bytes.len());
            end_of_blanks = end_of_content;
            self.at = end_of_content;
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
