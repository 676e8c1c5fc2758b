//! Fixtures with a cursor: `$0` marks a place in one of the files and is taken out.

use sidestep::ide::{Analysis, FileView};
use sidestep::text::Span;
use sidestep::workspace::Workspace;

use crate::fixture::{Files, Mark, parse};

/// A workspace with a cursor in it.
pub struct Cursor {
    /// The files, without the mark.
    pub files: Files,
    /// Their workspace.
    pub workspace: Workspace,
    /// The file with the cursor.
    pub path: String,
    /// The cursor (byte offset in the file).
    pub at: u32,
    /// The ranges drawn in the fixture.
    pub marks: Vec<Mark>,
}

impl Cursor {
    /// Reads a fixture. Without a `$0` the cursor stands at the start of the first file.
    pub fn new(fixture: &str) -> Self {
        let (mut files, marks) = parse(fixture);
        let mut place = None;
        for (path, text) in &mut files.0 {
            if let Some(at) = text.find("$0") {
                text.replace_range(at..at + 2, "");
                place = Some((path.clone(), at as u32));
            }
        }
        let (path, at) = place.unwrap_or_else(|| (files.0.keys().next().cloned().unwrap_or_default(), 0));
        Self { workspace: files.workspace(), files, path, at, marks }
    }

    /// The workspace as features see it.
    pub fn view(&self) -> Analysis<'_> {
        Analysis { workspace: &self.workspace, sources: &self.files }
    }

    /// The file with the cursor.
    pub fn file(&self) -> FileView<'_> {
        self.view().file(&self.path).expect("the file is part of the workspace")
    }

    /// A span as a mark with a label: to compare with the ranges drawn in the fixture.
    pub fn mark(&self, path: &str, span: Span, label: &str) -> Mark {
        let text = &self.files.0[path];
        let lines = sidestep::text::LineIndex::new(text);
        let (start, end) = (lines.char_position(span.start), lines.char_position(span.end));
        (path.to_owned(), start.line, start.column, end.column, label.to_owned())
    }
}
