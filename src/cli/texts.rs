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
    /// The text without a byte order mark, which is no column.
    pub fn visible(&self) -> &str {
        self.text.strip_prefix('\u{feff}').unwrap_or(&self.text)
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
