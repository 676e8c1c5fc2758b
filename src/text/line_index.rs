//! [`LineIndex`]: byte offsets to lines and columns and back.
//!
//! A line ends at `\n`, `\r\n` or `\r`, as in the Language Server Protocol (3.17, "Text Documents") and in YAML 1.2
//! (production 28); U+0085, U+2028 and U+2029 do not end a line. A byte order mark at the start of the text is not a
//! column.

use super::{Span, span::offset};

/// The unit of an editor's columns (`PositionEncodingKind` in the Language Server Protocol).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units.
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

/// A place as editors count it: line and column from 0, the column in units of an [`Encoding`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// Line, from 0.
    pub line: u32,
    /// Column, from 0, in units of the encoding.
    pub column: u32,
}

/// A place as people count it: line and column from 1, the column in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct CharPosition {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1, in Unicode scalar values.
    pub column: u32,
}

/// The line starts of one text.
#[derive(Clone, Debug)]
pub struct LineIndex {
    /// Byte offset at which each line starts. The first is 0.
    starts: Vec<u32>,
    /// Length of a byte order mark at the start of the text, in bytes.
    bom: u32,
    /// What stands before every block of [`MARK`] bytes; nothing in a text whose lines are short.
    marks: Vec<Mark>,
}

/// Every so many bytes the columns of a text with long lines are counted once, so that none is counted from the start of
/// its line.
const MARK: usize = 1024;

/// What stands before the first character that starts in a block: its byte, characters, and UTF-16 units.
#[derive(Clone, Copy, Debug)]
struct Mark {
    at: u32,
    characters: u32,
    units: u32,
}

fn marks(text: &str, starts: &[u32]) -> Vec<Mark> {
    let lines = starts.windows(2).map(|pair| pair[1] - pair[0]);
    let last = offset(text.len()) - starts.last().copied().unwrap_or(0);
    if lines.chain([last]).all(|length| (length as usize) < 4 * MARK) {
        return Vec::new();
    }
    let mut marks = Vec::with_capacity(text.len() / MARK + 1);
    let (mut at, mut characters, mut units) = (0, 0, 0);
    while at < text.len() {
        marks.push(Mark { at: offset(at), characters, units });
        let mut next = (at + MARK).min(text.len());
        while !text.is_char_boundary(next) {
            next += 1;
        }
        characters += self::units(&text[at..next], Encoding::Utf32);
        units += self::units(&text[at..next], Encoding::Utf16);
        at = next;
    }
    marks
}

impl LineIndex {
    /// Reads the line starts of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let starts = line_starts(text);
        Self { bom: u32::from(bom_length(text)), marks: marks(text, &starts), starts }
    }

    /// Number of lines; a text that ends with a line break has an empty last line.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.starts.len()
    }

    /// The line (from 0) that contains a byte offset; the last line for offsets past the end.
    #[must_use]
    pub fn line_of(&self, at: u32) -> u32 {
        offset(self.starts.partition_point(|s| *s <= at).saturating_sub(1))
    }

    /// The bytes of a line (from 0; clamped to the last one), without its line break and without a byte order mark.
    #[must_use]
    pub fn line_span(&self, line: u32, text: &str) -> Span {
        let line = (line as usize).min(self.starts.len() - 1);
        let start = if line == 0 { self.bom } else { self.starts[line] };
        let end = self.starts.get(line + 1).map_or(text.len(), |e| *e as usize);
        let body = text.get(start as usize..end).unwrap_or_default().trim_end_matches(['\n', '\r']);
        Span::of(start as usize, start as usize + body.len())
    }

    /// The place of a byte offset, line and column from 1. An offset inside a character counts as the character's
    /// start, one past the end of the text as its end.
    #[must_use]
    pub fn char_position(&self, at: u32, text: &str) -> CharPosition {
        let place = self.line_column(at, text, Encoding::Utf32);
        CharPosition { line: place.line + 1, column: place.column + 1 }
    }

    /// The place of a byte offset, line and column from 0. An offset inside a character counts as the character's
    /// start, one past the end of the text as its end.
    #[must_use]
    pub fn line_column(&self, at: u32, text: &str, encoding: Encoding) -> LineColumn {
        let mut at = at.min(offset(text.len()));
        while !text.is_char_boundary(at as usize) {
            at -= 1;
        }
        let line = self.line_of(at);
        let start = if line == 0 { self.bom.min(at) } else { self.starts[line as usize] };
        let column = match encoding {
            Encoding::Utf8 => at - start,
            _ if self.marks.is_empty() => units(Span::new(start, at).slice(text), encoding),
            _ => self.before(at, text, encoding) - self.before(start, text, encoding),
        };
        LineColumn { line, column }
    }

    /// How many units stand before a place in the whole text. Looks at the text behind the last mark only.
    fn before(&self, at: u32, text: &str, encoding: Encoding) -> u32 {
        let mark = self.marks.partition_point(|mark| mark.at <= at).checked_sub(1).map(|last| self.marks[last]);
        let Some(mark) = mark else { return 0 };
        let known = if encoding == Encoding::Utf16 { mark.units } else { mark.characters };
        known + units(Span::new(mark.at, at).slice(text), encoding)
    }

    /// The byte offset of a place; the inverse of [`Self::line_column`]. A column past the end of the line means its
    /// end, a column inside a character its start, a line past the end of the text the text's end.
    #[must_use]
    pub fn offset(&self, place: LineColumn, text: &str, encoding: Encoding) -> u32 {
        if place.line as usize >= self.starts.len() {
            return offset(text.len());
        }
        let line = self.line_span(place.line, text);
        let mut left = place.column;
        let mut at = line.start;
        for c in line.slice(text).chars() {
            let width = match encoding {
                Encoding::Utf8 => c.len_utf8(),
                Encoding::Utf16 => c.len_utf16(),
                Encoding::Utf32 => 1,
            };
            let width = offset(width);
            if left < width {
                break;
            }
            left -= width;
            at += offset(c.len_utf8());
        }
        at
    }
}

/// Byte offset at which each line starts. The first is 0.
pub(super) fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        let crlf = bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) == Some(&b'\n');
        if !crlf {
            starts.push(offset(at + 1));
        }
    }
    starts
}

/// Length of a byte order mark at the start of a text, in bytes.
pub(super) fn bom_length(text: &str) -> u8 {
    if text.starts_with('\u{feff}') { 3 } else { 0 }
}

fn units(text: &str, encoding: Encoding) -> u32 {
    offset(match encoding {
        Encoding::Utf8 => text.len(),
        Encoding::Utf16 => text.encode_utf16().count(),
        Encoding::Utf32 => text.chars().count(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_each_encoding() {
        let text = "\u{feff}a😀é\r\nb\u{2028}c\rd";
        let lines = LineIndex::new(text);
        assert_eq!(lines.lines(), 3);
        let at = offset(text.find('é').unwrap());
        assert_eq!(lines.char_position(at, text), CharPosition { line: 1, column: 3 });
        assert_eq!(lines.line_column(at, text, Encoding::Utf16).column, 3);
        assert_eq!(lines.line_column(at, text, Encoding::Utf8).column, 5);
        let c = offset(text.find('c').unwrap());
        assert_eq!(lines.char_position(c, text), CharPosition { line: 2, column: 3 });
    }

    #[test]
    fn offsets_come_back() {
        let text = "ab\n😀x\r\n\nlast";
        let lines = LineIndex::new(text);
        for (at, _) in text.char_indices().filter(|(_, c)| *c != '\n') {
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                let place = lines.line_column(offset(at), text, encoding);
                assert_eq!(lines.offset(place, text, encoding), offset(at), "{at} {encoding:?}");
            }
        }
    }

    /// However long a line is, a column is counted from a place near it.
    #[test]
    fn columns_of_long_lines() {
        let text = format!("{}\n{}\r\nlast", "aé😀 ".repeat(3_000), "日本 x".repeat(5_000));
        let lines = LineIndex::new(&text);
        let plain = LineIndex { marks: Vec::new(), ..lines.clone() };
        assert!(lines.marks.windows(2).all(|pair| pair[1].at - pair[0].at < 2 * MARK as u32));
        for (at, _) in text.char_indices().step_by(7) {
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                let at = offset(at);
                assert_eq!(lines.line_column(at, &text, encoding), plain.line_column(at, &text, encoding), "{at}");
            }
        }
        assert!(LineIndex::new("short\nlines\n").marks.is_empty());
    }

    #[test]
    fn places_outside_are_clamped() {
        let text = "ab\n😀x";
        let lines = LineIndex::new(text);
        let clamp = |line, column| lines.offset(LineColumn { line, column }, text, Encoding::Utf16);
        assert_eq!(clamp(0, 99), 2);
        assert_eq!(clamp(1, 1), 3, "inside a surrogate pair");
        assert_eq!(clamp(9, 0), offset(text.len()));
    }
}
