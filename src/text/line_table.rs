//! [`LineTable`]: byte offsets to lines and columns, without the text.

use super::line_index::{bom_length, line_starts};
use super::span::offset;
use super::{CharPosition, Encoding, LineColumn};

/// The line starts of one text and the widths of its characters: converts byte offsets after the text was dropped.
/// Costs four bytes per line, and eight for each run of non-ASCII characters of one width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineTable {
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

impl LineTable {
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
        let line = self.starts.partition_point(|start| *start <= at).saturating_sub(1);
        let start = if line == 0 { u32::from(self.bom).min(at) } else { self.starts[line] };
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
        LineColumn { line: offset(line), column }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::LineIndex;
    use super::*;

    fn same_as_with_the_text(text: &str) {
        let (table, lines) = (LineTable::new(text), LineIndex::new(text));
        assert_eq!(table.lines(), lines.lines());
        for at in 0..=offset(text.len()) + 2 {
            assert_eq!(table.char_position(at), lines.char_position(at, text), "{at} in {text:?}");
            for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
                let expected = lines.line_column(at, text, encoding);
                assert_eq!(table.line_column(at, encoding), expected, "{at} {encoding:?} in {text:?}");
            }
        }
    }

    #[test]
    fn places_are_those_of_the_line_index() {
        for text in
            ["", "\u{feff}", "\u{feff}é", "a\r\nb\rc\n", "日本語の、文。\n😀😀é😀\u{2028}x\n\n", "\u{feff}\u{feff}x"]
        {
            same_as_with_the_text(text);
        }
    }

    #[test]
    fn places_in_long_lines() {
        let text = format!("\u{feff}é{}\n{}日", "aé😀日".repeat(SUM), "a😀é".repeat(3 * SUM));
        assert!(LineTable::new(&text).sums.len() > 5);
        same_as_with_the_text(&text);
    }

    proptest! {
        #[test]
        fn places_in_random_texts(text in "(\u{feff})?[a-c éß日本、😀🧑‍💻\u{301}\r\n\u{85}\u{2028}]{0,60}") {
            same_as_with_the_text(&text);
        }

        #[test]
        fn places_in_any_text(text in ".{0,30}") {
            same_as_with_the_text(&text);
        }
    }
}
