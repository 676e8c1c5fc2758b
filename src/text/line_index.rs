//! [`LineIndex`]: byte offsets to lines and columns and back, also after the text was dropped.
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

/// The line starts of one text and the widths of its characters: byte offsets become lines and columns without the text.
/// Costs four bytes per line, and eight for each run of non-ASCII characters of one width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    /// Byte offset at which each line starts. The first is 0.
    starts: Box<[u32]>,
    /// Runs of non-ASCII characters, in order.
    wide: Box<[Run]>,
    /// By how many columns the runs before every [`SUM`]th shorten the text, counted in characters and in UTF-16 units;
    /// nothing where they are fewer.
    sums: Box<[(u32, u32)]>,
    /// Length of the text in bytes.
    length: u32,
    /// Length of a byte order mark at the start of the text, in bytes.
    bom: u8,
}

/// Adjacent characters that have the same length in bytes, two to four.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    /// Byte offset of the first.
    start: u32,
    /// Packed as `count << 2 | (width - 1)`.
    count_and_width: u32,
}

impl Run {
    const fn width(self) -> u32 {
        (self.count_and_width & 3) + 1
    }

    const fn count(self) -> u32 {
        self.count_and_width >> 2
    }

    const fn end(self) -> u32 {
        self.start + self.count() * self.width()
    }

    /// How many columns fewer than bytes some of the characters have.
    const fn saves(self, characters: u32, encoding: Encoding) -> u32 {
        let units = match encoding {
            Encoding::Utf8 => self.width(),
            Encoding::Utf16 if self.width() == 4 => 2,
            _ => 1,
        };
        characters * (self.width() - units)
    }
}

/// So many runs are looked at for a column, however long its line is.
const SUM: usize = 128;

impl LineIndex {
    /// Reads the line starts and character widths of `text`.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut wide: Vec<Run> = Vec::new();
        if !text.is_ascii() {
            for (at, c) in text.char_indices().filter(|(_, c)| !c.is_ascii()) {
                let (at, width) = (offset(at), offset(c.len_utf8()));
                match wide.last_mut().filter(|run| run.width() == width && run.end() == at) {
                    Some(run) => run.count_and_width += 4,
                    None => wide.push(Run { start: at, count_and_width: 4 + width - 1 }),
                }
            }
        }
        let mut sums = Vec::new();
        let mut sum = (0, 0);
        for runs in wide.chunks(SUM).filter(|_| wide.len() > SUM) {
            sums.push(sum);
            for run in runs {
                sum.0 += run.saves(run.count(), Encoding::Utf32);
                sum.1 += run.saves(run.count(), Encoding::Utf16);
            }
        }
        Self {
            starts: line_starts(text).into(),
            wide: wide.into(),
            sums: sums.into(),
            length: offset(text.len()),
            bom: bom_length(text),
        }
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
        let start = if line == 0 { u32::from(self.bom) } else { self.starts[line] };
        let end = self.starts.get(line + 1).map_or(text.len(), |e| *e as usize);
        let body = text.get(start as usize..end).unwrap_or_default().trim_end_matches(['\n', '\r']);
        Span::of(start as usize, start as usize + body.len())
    }

    /// The place of a byte offset, line and column from 1. An offset inside a character counts as the character's
    /// start, one past the end of the text as its end.
    #[must_use]
    pub fn char_position(&self, at: u32) -> CharPosition {
        let place = self.line_column(at, Encoding::Utf32);
        CharPosition { line: place.line + 1, column: place.column + 1 }
    }

    /// The place of a byte offset, line and column from 0. An offset inside a character counts as the character's
    /// start, one past the end of the text as its end.
    #[must_use]
    pub fn line_column(&self, at: u32, encoding: Encoding) -> LineColumn {
        let at = self.character_start(at.min(self.length));
        let line = self.line_of(at);
        let start = if line == 0 { u32::from(self.bom).min(at) } else { self.starts[line as usize] };
        let mut column = at - start;
        if encoding != Encoding::Utf8 {
            // A run never spans a line break (ASCII); only one that begins with the byte order mark can begin before
            // `start`.
            let first = self.wide.partition_point(|run| run.end() <= start);
            let last = self.wide.partition_point(|run| run.start < at);
            let saved = |run: &Run| run.saves((run.end().min(at) - run.start.max(start)) / run.width(), encoding);
            column -= if last - first <= SUM {
                self.wide[first..last].iter().map(saved).sum::<u32>()
            } else {
                // The runs at both ends may reach over them.
                let inner = self.saved_before(last - 1, encoding) - self.saved_before(first + 1, encoding);
                inner + saved(&self.wide[first]) + saved(&self.wide[last - 1])
            };
        }
        LineColumn { line, column }
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

    /// How many columns the first runs save.
    fn saved_before(&self, runs: usize, encoding: Encoding) -> u32 {
        let (from, sum) = match self.sums.get(runs / SUM) {
            Some((characters, units)) => {
                (runs / SUM * SUM, if encoding == Encoding::Utf16 { *units } else { *characters })
            }
            None => (0, 0),
        };
        sum + self.wide[from..runs].iter().map(|run| run.saves(run.count(), encoding)).sum::<u32>()
    }

    fn character_start(&self, at: u32) -> u32 {
        let before = self.wide.partition_point(|run| run.start <= at);
        match before.checked_sub(1).map(|last| self.wide[last]) {
            Some(run) if at < run.end() => at - (at - run.start) % run.width(),
            _ => at,
        }
    }
}

/// Byte offset at which each line starts. The first is 0.
fn line_starts(text: &str) -> Vec<u32> {
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
fn bom_length(text: &str) -> u8 {
    if text.starts_with('\u{feff}') { 3 } else { 0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ENCODINGS: [Encoding; 3] = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32];

    /// The place of a byte offset, counted from the start of the text.
    fn counted(text: &str, at: u32, encoding: Encoding) -> LineColumn {
        let at = (0..=text.len().min(at as usize)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let mut place = LineColumn { line: 0, column: 0 };
        let mut before = '\0';
        for (start, c) in text[..at].char_indices() {
            match c {
                '\n' if before == '\r' => {}
                // The rest of a line break is in its line.
                '\r' if at == start + 1 && text[at..].starts_with('\n') => place.column += 1,
                '\r' | '\n' => place = LineColumn { line: place.line + 1, column: 0 },
                '\u{feff}' if start == 0 => {}
                c => {
                    place.column += offset(match encoding {
                        Encoding::Utf8 => c.len_utf8(),
                        Encoding::Utf16 => c.len_utf16(),
                        Encoding::Utf32 => 1,
                    });
                }
            }
            before = c;
        }
        place
    }

    fn places_are_those_that_are_counted(text: &str) {
        let lines = LineIndex::new(text);
        for at in 0..=offset(text.len()) + 2 {
            for encoding in ENCODINGS {
                assert_eq!(
                    lines.line_column(at, encoding),
                    counted(text, at, encoding),
                    "{at} {encoding:?} in {text:?}"
                );
            }
        }
    }

    #[test]
    fn places() {
        for text in
            ["", "\u{feff}", "\u{feff}é", "a\r\nb\rc\n", "日本語の、文。\n😀😀é😀\u{2028}x\n\n", "\u{feff}\u{feff}x"]
        {
            places_are_those_that_are_counted(text);
        }
    }

    #[test]
    fn places_in_long_lines() {
        let text = format!("\u{feff}é{}\n{}日", "aé😀日".repeat(SUM), "a😀é".repeat(3 * SUM));
        assert!(LineIndex::new(&text).sums.len() > 5);
        places_are_those_that_are_counted(&text);
    }

    proptest! {
        #[test]
        fn places_in_random_texts(text in "(\u{feff})?[a-c éß日本、😀🧑‍💻\u{301}\r\n\u{85}\u{2028}]{0,60}") {
            places_are_those_that_are_counted(&text);
        }

        #[test]
        fn places_in_any_text(text in ".{0,30}") {
            places_are_those_that_are_counted(&text);
        }
    }

    #[test]
    fn columns_of_each_encoding() {
        let text = "\u{feff}a😀é\r\nb\u{2028}c\rd";
        let lines = LineIndex::new(text);
        assert_eq!(lines.lines(), 3);
        let at = offset(text.find('é').unwrap());
        assert_eq!(lines.char_position(at), CharPosition { line: 1, column: 3 });
        assert_eq!(lines.line_column(at, Encoding::Utf16).column, 3);
        assert_eq!(lines.line_column(at, Encoding::Utf8).column, 5);
        let c = offset(text.find('c').unwrap());
        assert_eq!(lines.char_position(c), CharPosition { line: 2, column: 3 });
    }

    #[test]
    fn offsets_come_back() {
        let text = "ab\n😀x\r\n\nlast";
        let lines = LineIndex::new(text);
        for (at, _) in text.char_indices().filter(|(_, c)| *c != '\n') {
            for encoding in ENCODINGS {
                let place = lines.line_column(offset(at), encoding);
                assert_eq!(lines.offset(place, text, encoding), offset(at), "{at} {encoding:?}");
            }
        }
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
