//! The texts of files with findings, read once more to show them.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::loader::Disk;
use crate::text::{CharPosition, LineIndex, Span};
use crate::workspace::Sources;

/// A text with its lines.
#[derive(Debug)]
pub(super) struct Text {
    /// All of it; empty if the file cannot be read.
    pub text: String,
    lines: LineIndex,
}

impl Text {
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

    /// First and last place of a span.
    pub fn range(&self, span: Span) -> (CharPosition, CharPosition) {
        (self.lines.char_position(span.start, &self.text), self.lines.char_position(span.end, &self.text))
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
        let text = self.disk.read(path).unwrap_or_default();
        let text = Rc::new(Text { lines: LineIndex::new(&text), text });
        self.known.borrow_mut().insert(path.to_owned(), text.clone());
        text
    }
}
