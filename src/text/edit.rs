//! [`TextEdit`]: replace a span by text.

use super::Span;

/// Replaces the bytes of `span` by `text`; an empty span inserts, an empty text deletes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TextEdit {
    /// The bytes to replace.
    pub span: Span,
    /// The replacement.
    pub text: String,
}

impl TextEdit {
    /// Replaces `span` by `text`.
    #[must_use]
    pub fn new(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }
}

/// Who may apply a fix (content model, section 6), the most freely applied first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// Keeps the evident intent: applied in bulk without a look, by `check --fix` and on saving.
    Safe,
    /// A suggestion: applied in bulk on request, by `check --fix --unsafe`.
    Unsafe,
    /// Never applied in bulk, since it adds to a vocabulary, creates a file, writes blanks for the author to fill in, or
    /// takes away what an author wrote: offered in an editor, one at a time.
    Manual,
}

/// Why a set of edits cannot be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EditError {
    /// A span ends past the text or splits a character.
    OutOfBounds(Span),
    /// Two edits overlap, or one inserts inside the span of the other.
    Overlap(Span, Span),
}

/// Applies `edits` (in any order) to `text`; everything outside their spans stays as it is. Insertions at one place
/// keep the order in which they are given.
///
/// # Errors
/// [`EditError`] if a span ends past the text or splits a character, or if two edits overlap; nothing is applied then.
pub fn apply(text: &str, edits: &[TextEdit]) -> Result<String, EditError> {
    let mut sorted: Vec<&TextEdit> = edits.iter().collect();
    sorted.sort_by_key(|e| (e.span.start, e.span.end));
    let mut out = String::with_capacity(text.len());
    let mut last = Span::empty(0);
    for edit in sorted {
        if edit.span.start < last.end {
            return Err(EditError::Overlap(last, edit.span));
        }
        let kept = text.get(last.end as usize..edit.span.start as usize);
        if text.get(edit.span.range()).is_none() {
            return Err(EditError::OutOfBounds(edit.span));
        }
        out.push_str(kept.ok_or(EditError::OutOfBounds(edit.span))?);
        out.push_str(&edit.text);
        last = edit.span;
    }
    out.push_str(text.get(last.end as usize..).ok_or(EditError::OutOfBounds(last))?);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn applies_in_any_order_and_refuses_overlaps() {
        let edits = [TextEdit::new(Span::new(4, 5), "Z"), TextEdit::new(Span::empty(0), "<")];
        assert_eq!(apply("abcdef", &edits), Ok("<abcdZf".to_owned()));
        let twice = [TextEdit::new(Span::new(0, 3), ""), TextEdit::new(Span::new(2, 4), "")];
        assert_eq!(apply("abcdef", &twice), Err(EditError::Overlap(Span::new(0, 3), Span::new(2, 4))));
        let cut = [TextEdit::new(Span::new(1, 2), "")];
        assert_eq!(apply("é", &cut), Err(EditError::OutOfBounds(Span::new(1, 2))));
    }
}
