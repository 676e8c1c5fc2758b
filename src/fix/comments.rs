//! Removing suppression comments, or one code in them.

use super::document::Document;
use crate::text::{Span, TextEdit};

pub(super) fn remove(document: &Document<'_>, comment: Span, code: Option<Span>) -> Option<TextEdit> {
    if let Some(code) = code {
        let after = &document.text[code.end as usize..];
        let before = &document.text[..code.start as usize];
        // The comma goes along: the one behind the code, or for the last code the one before it.
        let span = if let Some(rest) = after.trim_start().strip_prefix(',') {
            let end = document.text.len() - rest.trim_start().len();
            Span::of(code.start as usize, end)
        } else {
            let start = before.trim_end().strip_suffix(',')?.len();
            Span::of(start, code.end as usize)
        };
        return Some(TextEdit::new(span, ""));
    }
    let line = document.line_start(comment.start);
    let before = Span::new(line, comment.start).slice(document.text);
    if before.trim().is_empty() {
        return Some(TextEdit::new(Span::new(line, document.next_line(comment.start)), ""));
    }
    let start = line + Span::of(0, before.trim_end().len()).end;
    Some(TextEdit::new(Span::new(start, comment.end), ""))
}
