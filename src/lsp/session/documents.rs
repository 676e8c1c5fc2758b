//! Open documents: their text as the editor has it.

use std::time::Instant;

use ropey::Rope;
use rustc_hash::FxHashMap;

use crate::lsp::io::halves::{self, Halves};
use crate::text::{Encoding, LineColumn};

/// A document that is open in the editor.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its address as the client writes it.
    pub uri: String,
    /// The client's version.
    pub version: i32,
    /// When it was last edited.
    pub edited: Option<Instant>,
    /// The text, with U+FFFD for what is half a character.
    rope: Rope,
    halves: Halves,
}

/// What an edit did to the places of a document, in the client's columns: the text from `start` to `end` went, and what
/// stood at `end` stands at `new_end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// Where the edit begins; the same before and after it.
    pub start: LineColumn,
    /// Where it ended before.
    pub end: LineColumn,
    /// Where it ends now.
    pub new_end: LineColumn,
    /// What was inserted holds more than a line break with white space around it.
    pub has_text: bool,
}

impl Move {
    /// Where a place of the text before stands now; one within the edit moves to its start.
    #[must_use]
    pub fn place(&self, place: LineColumn) -> LineColumn {
        if place < self.end {
            return place.min(self.start);
        }
        let column = if place.line == self.end.line {
            place.column - self.end.column + self.new_end.column
        } else {
            place.column
        };
        LineColumn { line: place.line - self.end.line + self.new_end.line, column }
    }
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
        let (text, halves) = whole(text);
        Self { uri, version, edited: None, rope: Rope::from_str(&text), halves }
    }

    /// All of its text. Clones share what no edit changes.
    #[must_use]
    pub const fn text(&self) -> &Rope {
        &self.rope
    }

    /// Applies edits one after the other, each to the text that the one before left; gives what each did to places.
    pub fn edit(&mut self, edits: Vec<Edit>, version: i32, encoding: Encoding) -> Vec<Move> {
        let moves = edits.into_iter().map(|edit| match edit.range {
            Some((start, end)) => {
                let from = self.offset(start, encoding);
                let to = self.offset(end, encoding).max(from);
                let cut = (self.is_cut(start, from, encoding), self.is_cut(end.max(start), to, encoding));
                if cut == (false, false) && self.halves.is_empty() && !halves::are_in(&edit.text) {
                    return self.replace(from, to, &edit.text, encoding);
                }
                self.replace_units((from, cut.0), (to, cut.1), &edit.text, encoding)
            }
            None => {
                let (text, halves) = whole(edit.text);
                let (from, to, new_end) = difference(&self.rope.to_string(), &text);
                self.halves = halves;
                self.replace(from, to, &text[from..new_end], encoding)
            }
        });
        let moves = moves.collect();
        self.version = version;
        self.edited = Some(Instant::now());
        moves
    }

    /// The line above a line (both from 0) that is not blank, with its number.
    #[must_use]
    pub fn line_above(&self, line: u32) -> Option<(u32, String)> {
        let lines = (line as usize).min(self.rope.len_lines());
        let above = (0..lines).rev().map(|n| (n, self.rope.line(n)));
        let (number, text) = above.take(100).find(|(_, text)| !text.chars().all(char::is_whitespace))?;
        Some((u32::try_from(number).ok()?, text.to_string()))
    }

    /// Replaces bytes of the text.
    fn replace(&mut self, from: usize, to: usize, text: &str, encoding: Encoding) -> Move {
        let (start, end) = (self.place(from, encoding), self.place(to, encoding));
        let (first, last) = (self.rope.byte_to_char(from), self.rope.byte_to_char(to));
        self.rope.remove(first..last);
        self.rope.insert(first, text);
        let has_text = !text.trim().is_empty() || text.matches('\n').count() > 1;
        Move { start, end, new_end: self.place(from + text.len(), encoding), has_text }
    }

    /// Whether a place lies within the character at a byte offset, between its halves.
    fn is_cut(&self, place: LineColumn, at: usize, encoding: Encoding) -> bool {
        encoding == Encoding::Utf16
            && self.rope.get_byte(at).is_some_and(|byte| byte >= 0xf0)
            && self.place(at, encoding) < place
    }

    /// Replaces bytes of the text that may begin or end within a character, by a text that may hold halves. Halves that
    /// come to stand beside each other are one character again.
    fn replace_units(&mut self, from: (usize, bool), to: (usize, bool), text: &str, encoding: Encoding) -> Move {
        let (mut first, mut last) = (self.rope.byte_to_char(from.0), self.rope.byte_to_char(to.0));
        let pair = |character: usize| {
            let mut units = [0; 2];
            self.rope.char(character).encode_utf16(&mut units);
            units
        };
        let mut units = Vec::new();
        if let Some((before, half)) = first.checked_sub(1).and_then(|at| Some((at, self.halves.at(at)?))) {
            first = before;
            units.push(half);
        }
        units.extend(from.1.then(|| pair(self.rope.byte_to_char(from.0))[0]));
        units.extend(halves::units(text));
        if to.1 {
            units.push(pair(last)[1]);
            last += 1;
        }
        if let Some(half) = self.halves.at(last) {
            units.push(half);
            last += 1;
        }
        let text = self.halves.take_in(first, last, units);
        self.replace(self.rope.char_to_byte(first), self.rope.char_to_byte(last), &text, encoding)
    }

    /// The place of a byte offset.
    fn place(&self, at: usize, encoding: Encoding) -> LineColumn {
        let line = self.rope.byte_to_line(at);
        let start = self.rope.line_to_byte(line);
        let before = self.rope.byte_slice(start..at);
        // A byte order mark is not a column; further on the character is one.
        let chars = before.chars().enumerate().filter(|(at, c)| (line, *at, *c) != (0, 0, '\u{feff}')).map(|(_, c)| c);
        let column: usize = match encoding {
            Encoding::Utf8 => chars.map(char::len_utf8).sum(),
            Encoding::Utf16 => chars.map(char::len_utf16).sum(),
            Encoding::Utf32 => chars.count(),
        };
        LineColumn { line: u32::try_from(line).unwrap_or(u32::MAX), column: u32::try_from(column).unwrap_or(u32::MAX) }
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

/// A text as the client sent it, and the halves of characters in it.
fn whole(text: String) -> (String, Halves) {
    let mut halves = Halves::default();
    let text = if halves::are_in(&text) { halves.take_in(0, 0, halves::units(&text)) } else { text };
    (text, halves)
}

/// What differs between two texts: from a byte offset of both to an offset of the old one and one of the new one.
fn difference(old: &str, new: &str) -> (usize, usize, usize) {
    let same = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
    let from = (0..=same).rev().find(|at| old.is_char_boundary(*at) && new.is_char_boundary(*at)).unwrap_or(0);
    let most = old.len().min(new.len()) - from;
    let same = old.bytes().rev().zip(new.bytes().rev()).take(most).take_while(|(a, b)| a == b).count();
    let is_boundary = |n: &usize| old.is_char_boundary(old.len() - n) && new.is_char_boundary(new.len() - n);
    let tail = (0..=same).rev().find(is_boundary).unwrap_or(0);
    (from, old.len() - tail, new.len() - tail)
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
            assert_eq!(*document.text(), expected, "{encoding:?}");
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
        assert_eq!(*document.text(), "ab!\nc-d?");
        document.edit(vec![Edit { range: None, text: "new".to_owned() }], 3, Encoding::Utf16);
        assert_eq!(*document.text(), "new");
    }

    #[test]
    fn edits_tell_where_places_went() {
        let mut document = Document::new(String::new(), 1, "ab😀c\ndef\nghi".to_owned());
        let edit = |range, text: &str| vec![Edit { range, text: text.to_owned() }];
        let moves = document.edit(edit(Some((place(0, 2), place(1, 1))), "x\n  y"), 2, Encoding::Utf16);
        assert_eq!(*document.text(), "abx\n  yef\nghi");
        let expected = Move { start: place(0, 2), end: place(1, 1), new_end: place(1, 3), has_text: true };
        assert_eq!(moves, [expected]);
        let moved =
            [(0, 1), (0, 4), (1, 0), (1, 1), (1, 3), (2, 2)].map(|(line, column)| moves[0].place(place(line, column)));
        let expected = [(0, 1), (0, 2), (0, 2), (1, 3), (1, 5), (2, 2)].map(|(line, column)| place(line, column));
        assert_eq!(moved, expected);
        // The whole text anew: what differs counts.
        let moves = document.edit(edit(None, "abx\n\n  yef\nghi"), 3, Encoding::Utf16);
        assert_eq!(moves, [Move { start: place(1, 0), end: place(1, 0), new_end: place(2, 0), has_text: false }]);
        let moves = document.edit(edit(None, "abx\n\n  yéf\nghi"), 4, Encoding::Utf8);
        assert_eq!(moves[0].place(place(2, 4)), place(2, 5));
        let same = document.text().to_string();
        assert!(!document.edit(edit(None, &same), 5, Encoding::Utf8)[0].has_text);
    }

    /// A text as a client sends it whose strings are UTF-16, as the server reads it.
    fn sent(units: &[u16]) -> String {
        let escaped: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
        let body = format!("\"{escaped}\"");
        let mended = halves::mend(body.as_bytes(), true).unwrap_or_else(|| body.into_bytes());
        serde_json::from_slice(&mended).unwrap()
    }

    /// Whatever a client does to its UTF-16, the document holds the same, with U+FFFD for what is no character.
    #[test]
    fn edits_that_cut_characters() {
        let mut seed = 1u64;
        let mut random = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below.max(1)
        };
        let pieces: [&[u16]; 8] =
            [&[0xd83d], &[0xde00], &[0xde01, 0xd83d], &[0x61], &[0xd83d, 0xde00], &[], &[0x10], &[0xfffd]];
        for _ in 0..300 {
            let mut units: Vec<u16> = "a😀b".encode_utf16().collect();
            let mut document = Document::new(String::new(), 0, sent(&units));
            for version in 1..12 {
                let start = random(units.len() + 1);
                let end = start + random((units.len() - start + 1).min(4));
                let text = pieces[random(pieces.len())];
                units.splice(start..end, text.iter().copied());
                let mut edit = Edit { range: Some((place(0, start as u32), place(0, end as u32))), text: sent(text) };
                if random(9) == 0 {
                    edit = Edit { range: None, text: sent(&units) };
                }
                document.edit(vec![edit], version, Encoding::Utf16);
                assert_eq!(*document.text(), String::from_utf16_lossy(&units), "{units:x?}");
            }
        }
    }

    #[test]
    fn places_agree_with_the_line_index() {
        // Only the first of two byte order marks is one.
        let text = "\u{feff}a\u{feff}😀\r\n\u{85}é\rb\u{2028}\n\n😀";
        let document = Document::new(String::new(), 1, text.to_owned());
        let lines = LineIndex::new(text);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            for at in text.char_indices().map(|(at, _)| at).filter(|at| *at > 0) {
                let place = document.place(at, encoding);
                assert_eq!(place, lines.line_column(u32::try_from(at).unwrap(), encoding), "{at} {encoding:?}");
            }
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
