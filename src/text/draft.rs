//! [`Draft`]: successive edits of a text, composed into one set of edits of the original.

use std::sync::Arc;

use super::{EditError, Span, TextEdit, apply};

/// A text after any number of rounds of edits, kept as a piece list: [`Draft::edits`] gives the composition, edits of
/// the original. Bytes that no round touched lie in none of them.
#[derive(Clone, Debug)]
pub struct Draft {
    first: Arc<str>,
    text: String,
    pieces: Vec<Piece>,
}

/// A piece of the current text.
#[derive(Clone, Debug)]
enum Piece {
    /// Bytes of the original. Pieces of this kind are in the original's order.
    Kept(Span),
    /// Text that a round of edits inserted.
    New(String),
}

impl Piece {
    fn len(&self) -> usize {
        match self {
            Self::Kept(span) => span.len() as usize,
            Self::New(text) => text.len(),
        }
    }

    fn part(&self, from: usize, to: usize) -> Self {
        match self {
            Self::Kept(span) => Self::Kept(Span::of(span.start as usize + from, span.start as usize + to)),
            Self::New(text) => Self::New(text[from..to].to_owned()),
        }
    }
}

impl Draft {
    /// A draft of `text` without changes.
    #[must_use]
    pub fn new(text: String) -> Self {
        let pieces = vec![Piece::Kept(Span::of(0, text.len()))];
        Self { first: text.as_str().into(), text, pieces }
    }

    /// The original text.
    #[must_use]
    pub fn first(&self) -> &str {
        &self.first
    }

    /// The current text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Applies one round of edits, whose spans are byte offsets in the current text.
    ///
    /// # Errors
    /// As [`apply`]; nothing changes then.
    pub fn change(&mut self, edits: &[TextEdit]) -> Result<(), EditError> {
        self.text = apply(&self.text, edits)?;
        let mut sorted: Vec<&TextEdit> = edits.iter().collect();
        sorted.sort_by_key(|e| (e.span.start, e.span.end));
        let mut old = Cursor { pieces: std::mem::take(&mut self.pieces), piece: 0, within: 0 };
        let mut at = 0;
        for edit in sorted {
            old.take(edit.span.start as usize - at, |piece| self.pieces.push(piece));
            old.take(edit.span.len() as usize, |_| {});
            if !edit.text.is_empty() {
                self.pieces.push(Piece::New(edit.text.clone()));
            }
            at = edit.span.end as usize;
        }
        old.take(usize::MAX, |piece| self.pieces.push(piece));
        Ok(())
    }

    /// The edits that turn the original text into the current one, sorted by position, without those that change
    /// nothing.
    #[must_use]
    pub fn edits(&self) -> Vec<TextEdit> {
        let mut edits = Vec::new();
        let (mut at, mut new) = (0, String::new());
        let mut add = |span: Span, new: &mut String| {
            let text = std::mem::take(new);
            if span.slice(&self.first) != text {
                edits.push(TextEdit::new(span, text));
            }
        };
        for piece in &self.pieces {
            match piece {
                Piece::Kept(span) => {
                    add(Span::new(at, span.start), &mut new);
                    at = span.end;
                }
                Piece::New(text) => new.push_str(text),
            }
        }
        add(Span::new(at, Span::of(0, self.first.len()).end), &mut new);
        edits
    }
}

/// Reads pieces from left to right.
struct Cursor {
    pieces: Vec<Piece>,
    piece: usize,
    within: usize,
}

impl Cursor {
    /// Advances by `len` bytes, or to the end; `see` gets the pieces on the way, cut at both ends.
    fn take(&mut self, mut len: usize, mut see: impl FnMut(Piece)) {
        while len > 0
            && let Some(piece) = self.pieces.get(self.piece)
        {
            let end = piece.len().min(self.within.saturating_add(len));
            if end > self.within {
                see(piece.part(self.within, end));
            }
            len -= end - self.within;
            self.within = end;
            if end == piece.len() {
                self.piece += 1;
                self.within = 0;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: u32, end: u32, text: &str) -> TextEdit {
        TextEdit::new(Span::new(start, end), text)
    }

    #[test]
    fn steps_become_one() {
        let mut draft = Draft::new("name: A\nsummary: b\n".to_owned());
        draft.change(&[edit(6, 7, "Long"), edit(17, 18, "é")]).unwrap();
        assert_eq!(draft.text(), "name: Long\nsummary: é\n");
        // Inside the text that the first round inserted, and across its end.
        draft.change(&[edit(8, 10, "ve"), edit(20, 22, "c")]).unwrap();
        assert_eq!(draft.text(), "name: Love\nsummary: c\n");
        assert_eq!(draft.edits(), [edit(6, 7, "Love"), edit(17, 18, "c")]);
        assert_eq!(apply(draft.first(), &draft.edits()).as_deref(), Ok(draft.text()));
    }

    #[test]
    fn what_is_taken_back_is_no_edit() {
        let mut draft = Draft::new("abc".to_owned());
        draft.change(&[edit(1, 2, "x")]).unwrap();
        draft.change(&[edit(1, 2, "b")]).unwrap();
        assert_eq!(draft.edits(), []);
        draft.change(&[edit(3, 3, "d"), edit(3, 3, "e")]).unwrap();
        assert_eq!((draft.text(), draft.edits()), ("abcde", vec![edit(3, 3, "de")]));
    }

    #[test]
    fn a_step_that_cannot_be_applied_changes_nothing() {
        let mut draft = Draft::new("abc".to_owned());
        assert!(draft.change(&[edit(2, 9, "")]).is_err());
        assert_eq!((draft.text(), draft.edits()), ("abc", vec![]));
    }
}
