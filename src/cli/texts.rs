//! The texts of files with findings, read once more to show them.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use annotate_snippets::Snippet;
use rustc_hash::FxHashMap;
use unicode_width::UnicodeWidthChar as _;

use crate::loader::Disk;
use crate::text::{CharPosition, Encoding, LineColumn, LineIndex, Span, VisibleLines};
use crate::workspace::Sources;

/// How many columns the terminal has; `None` where there is none.
pub(super) fn columns() -> Option<usize> {
    let (terminal_size::Width(width), _) = terminal_size::terminal_size()?;
    Some(usize::from(width)).filter(|width| *width > 0)
}

/// A text with its lines.
#[derive(Debug)]
pub(super) struct Text {
    /// All of it; empty if the file cannot be read.
    pub text: String,
    lines: LineIndex,
}

impl Text {
    /// A text.
    pub fn new(text: String) -> Self {
        Self { lines: LineIndex::new(&text), text }
    }

    /// The lines that hold some spans, with some more on either side, and the number of the first (from 1). A byte order
    /// mark is no part of a line.
    pub fn around(&self, spans: &[Span], more: u32) -> (Span, usize) {
        let starts = spans.iter().map(|s| self.lines.line_of(s.start)).min().unwrap_or(0);
        let ends = spans.iter().map(|s| self.lines.line_of(s.end)).max().unwrap_or(0);
        let first = starts.saturating_sub(more);
        let last = (ends + more).min(u32::try_from(self.lines.lines()).unwrap_or(u32::MAX).saturating_sub(1));
        let start = self.lines.line_span(first, &self.text).start;
        let end = self.lines.line_span(last, &self.text).end;
        (Span { start, end: end.max(start) }, first as usize + 1)
    }

    /// First and last place of a span, lines and columns from 0.
    pub fn places(&self, span: Span, encoding: Encoding) -> (LineColumn, LineColumn) {
        let place = |at| self.lines.line_column(at, encoding);
        (place(span.start), place(span.end))
    }

    /// First and last place of a span.
    pub fn range(&self, span: Span) -> (CharPosition, CharPosition) {
        (self.lines.char_position(span.start), self.lines.char_position(span.end))
    }
}

/// Reads texts when they are first asked for.
#[derive(Debug)]
pub(super) struct Texts<'d> {
    disk: &'d Disk,
    known: RefCell<FxHashMap<String, Rc<Text>>>,
}

impl<'d> Texts<'d> {
    pub fn new(disk: &'d Disk) -> Self {
        Self { disk, known: RefCell::default() }
    }

    /// The text of a file.
    pub fn get(&self, path: &str) -> Rc<Text> {
        if let Some(text) = self.known.borrow().get(path) {
            return text.clone();
        }
        let text = self.disk.read(path).ok().or_else(|| self.disk.salvage(path).map(|salvage| salvage.text));
        let text = Rc::new(Text::new(text.unwrap_or_default()));
        self.known.borrow_mut().insert(path.to_owned(), text.clone());
        text
    }
}

/// An excerpt with more bytes is none: nobody finds anything in it, and a file may be one line.
const LONGEST: usize = 8_000;

/// The part of a text that is shown. The renderer goes through all of it for each finding, so it is kept small.
pub(super) struct Excerpt<'a> {
    text: VisibleLines<'a>,
    /// Where it begins and ends in the file.
    whole: Span,
    line: usize,
    /// How many columns are underlined at most.
    room: usize,
}

impl<'a> Excerpt<'a> {
    /// The lines of some places, for a terminal with so many columns; `None` where that is too much to show.
    pub fn new(text: &'a Text, spans: &[Span], columns: Option<usize>) -> Option<Self> {
        let fits = |(whole, _): &(Span, usize)| whole.len() as usize <= LONGEST;
        // A long line beside them is no reason to show none.
        let (whole, line) = [1, 0].into_iter().map(|more| text.around(spans, more)).find(fits)?;
        let room = columns.map_or(usize::MAX, |all| all.saturating_sub(BESIDE).max(BESIDE / 2));
        Some(Self { text: VisibleLines::new(whole.slice(&text.text)), whole, line, room })
    }

    /// How many bytes it has.
    pub fn bytes(&self) -> usize {
        self.whole.len() as usize
    }

    /// The lines, under their path.
    pub fn snippet(&self, path: String) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
        Snippet::source(&*self.text.text).line_start(self.line).path(path).fold(true)
    }

    /// A span of the file as a range of the snippet, as much of it as has room beside what stands around it.
    pub fn within(&self, span: Span) -> Range<usize> {
        let inside =
            |at: u32| self.text.place(at.clamp(self.whole.start, self.whole.end) as usize - self.whole.start as usize);
        let range = inside(span.start)..inside(span.end);
        let fits = self.text.text.get(range.clone()).map_or(0, |text| fitting(text, self.room));
        range.start..range.start + fits
    }
}

/// So many columns of a line are for its number and for dots where it goes on.
const BESIDE: usize = 16;

/// How many bytes at the start of a text have room in so many columns; all of several lines.
fn fitting(text: &str, room: usize) -> usize {
    let mut taken = 0;
    let over = text.char_indices().find(|(_, c)| {
        taken += c.width().unwrap_or_default();
        taken > room
    });
    over.filter(|_| !text.contains('\n')).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::fitting;

    #[test]
    fn what_is_underlined_has_room() {
        for (text, room, fits) in [
            ("abc", 3, "abc"),
            ("abcd", 3, "abc"),
            ("äöü", 2, "äö"),
            ("日本語", 5, "日本"),
            ("e\u{301}e\u{301}", 1, "e\u{301}"),
            ("ab\ncd", 3, "ab\ncd"),
            ("", 0, ""),
        ] {
            assert_eq!(&text[..fitting(text, room)], fits);
        }
    }
}
