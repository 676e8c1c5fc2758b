//! Open documents: their text as the editor has it.

use ropey::Rope;
use rustc_hash::FxHashMap;

use crate::text::{Encoding, LineColumn};

/// A document that is open in the editor.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its address as the client writes it.
    pub uri: String,
    /// The client's version.
    pub version: i32,
    text: String,
    rope: Rope,
}

/// An edit: a range, or the whole text.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What is replaced; `None` for the whole text.
    pub range: Option<(LineColumn, LineColumn)>,
    /// What stands there afterwards.
    pub text: String,
}

impl Document {
    /// A document as it was opened.
    #[must_use]
    pub fn new(uri: String, version: i32, text: String) -> Self {
        Self { uri, version, rope: Rope::from_str(&text), text }
    }

    /// All of its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Applies edits one after the other, each to the text that the one before left.
    pub fn edit(&mut self, edits: Vec<Edit>, version: i32, encoding: Encoding) {
        for edit in edits {
            let Some((start, end)) = edit.range else {
                self.rope = Rope::from_str(&edit.text);
                continue;
            };
            let from = self.offset(start, encoding);
            let to = self.offset(end, encoding).max(from);
            let (from, to) = (self.rope.byte_to_char(from), self.rope.byte_to_char(to));
            self.rope.remove(from..to);
            self.rope.insert(from, &edit.text);
        }
        self.version = version;
        self.text = self.rope.to_string();
    }

    /// The byte offset of a place: past the end of a line its end, inside a character the character's start.
    fn offset(&self, place: LineColumn, encoding: Encoding) -> usize {
        let line = place.line as usize;
        if line >= self.rope.len_lines() {
            return self.rope.len_bytes();
        }
        let mut at = self.rope.line_to_byte(line);
        let mut left = place.column as usize;
        for (position, c) in self.rope.line(line).chars().enumerate() {
            if matches!(c, '\n' | '\r') {
                break;
            }
            // A byte order mark is not a column.
            if line == 0 && position == 0 && c == '\u{feff}' {
                at += c.len_utf8();
                continue;
            }
            let width = match encoding {
                Encoding::Utf8 => c.len_utf8(),
                Encoding::Utf16 => c.len_utf16(),
                Encoding::Utf32 => 1,
            };
            if left < width {
                break;
            }
            left -= width;
            at += c.len_utf8();
        }
        at
    }
}

/// The open documents by normalised path.
pub type Documents = FxHashMap<String, Document>;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::LineIndex;

    fn place(line: u32, column: u32) -> LineColumn {
        LineColumn { line, column }
    }

    #[test]
    fn edits_in_each_encoding() {
        for (encoding, column) in [(Encoding::Utf8, 5), (Encoding::Utf16, 3), (Encoding::Utf32, 2)] {
            let mut document = Document::new(String::new(), 1, "\u{feff}ab\r\n😀éx\u{2028}y\r\n".to_owned());
            let edits = vec![
                Edit { range: Some((place(1, column - 1), place(1, column))), text: "E".to_owned() },
                Edit { range: Some((place(0, 0), place(0, 1))), text: "A".to_owned() },
            ];
            document.edit(edits, 2, encoding);
            let expected = match encoding {
                // Inside a character: the edit starts at the character and ends where its end lies.
                Encoding::Utf8 => "\u{feff}Ab\r\n😀Eéx\u{2028}y\r\n",
                _ => "\u{feff}Ab\r\n😀Ex\u{2028}y\r\n",
            };
            assert_eq!(document.text(), expected, "{encoding:?}");
        }
    }

    #[test]
    fn places_outside_are_clamped() {
        let mut document = Document::new(String::new(), 1, "ab\ncd".to_owned());
        let edits = vec![
            Edit { range: Some((place(0, 99), place(0, 99))), text: "!".to_owned() },
            Edit { range: Some((place(9, 9), place(9, 9))), text: "?".to_owned() },
            Edit { range: Some((place(1, 1), place(0, 1))), text: "-".to_owned() },
        ];
        document.edit(edits, 2, Encoding::Utf16);
        assert_eq!(document.text(), "ab!\nc-d?");
        document.edit(vec![Edit { range: None, text: "new".to_owned() }], 3, Encoding::Utf16);
        assert_eq!(document.text(), "new");
    }

    #[test]
    fn places_agree_with_the_line_index() {
        let text = "\u{feff}a😀\r\n\u{85}é\rb\u{2028}\n\n😀";
        let document = Document::new(String::new(), 1, text.to_owned());
        let lines = LineIndex::new(text);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            for line in 0..7 {
                for column in 0..8 {
                    let place = place(line, column);
                    assert_eq!(
                        document.offset(place, encoding),
                        lines.offset(place, text, encoding) as usize,
                        "{place:?} {encoding:?}"
                    );
                }
            }
        }
    }
}
