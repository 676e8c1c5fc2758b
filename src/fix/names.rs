//! Writing a name in the place of another, in whatever scalar it stands.

use super::document::Document;
use crate::syntax::{Style, plain_is_safe, scalar};
use crate::text::{Span, TextEdit, apply};

/// Replaces `span`, a scalar's value or a part of it, by a name.
pub(super) fn replace(document: &Document<'_>, span: Span, to: &str) -> Option<Vec<TextEdit>> {
    let node = document.scalar_at(span)?;
    let raw = match node.style() {
        Style::Single => to.replace('\'', "''"),
        Style::Double => {
            let json = serde_json::to_string(to).ok()?;
            json[1..json.len() - 1].to_owned()
        }
        Style::Literal | Style::Folded => to.to_owned(),
        _ => return plain(document, node.span(), span, to),
    };
    Some(vec![TextEdit::new(span, raw)])
}

/// In a plain scalar: quoted if the whole needs it afterwards.
fn plain(document: &Document<'_>, whole: Span, span: Span, to: &str) -> Option<Vec<TextEdit>> {
    let inside = Span::new(span.start - whole.start, span.end - whole.start);
    let text = whole.slice(document.text);
    let after = apply(text, &[TextEdit::new(inside, to)]).ok()?;
    let flow = document.in_brackets(whole.start);
    if after.contains(['\n', '\r']) {
        // A text over several lines cannot be quoted in passing: the name must be harmless.
        let harmless = plain_is_safe(to) && whole.start != span.start;
        return harmless.then(|| vec![TextEdit::new(span, to)]);
    }
    if plain_fits(&after, flow) {
        Some(vec![TextEdit::new(span, to)])
    } else {
        Some(vec![TextEdit::new(whole, scalar(&after))])
    }
}

/// Whether a text can stand without quotes at a place.
pub(crate) fn plain_fits(text: &str, in_brackets: bool) -> bool {
    if in_brackets {
        return plain_is_safe(text);
    }
    // Outside brackets these mean nothing special inside a text, only at its start.
    let middle = text.replace([',', '[', ']', '{', '}'], "_");
    !text.starts_with([',', '[', ']', '{', '}']) && plain_is_safe(&middle)
}

/// A text as a scalar for a place.
pub(crate) fn written(text: &str, in_brackets: bool) -> String {
    if plain_fits(text, in_brackets) { text.to_owned() } else { scalar(text) }
}

/// Quotes a plain scalar together with what YAML takes for a comment behind it.
pub(super) fn quote_line(document: &Document<'_>, kept: Span, comment: Span) -> Option<TextEdit> {
    let whole = if kept.is_empty() { comment } else { Span::new(kept.start, comment.end) };
    let text = whole.slice(document.text).trim_end();
    if text.contains(['\n', '\r']) || document.in_brackets(kept.start) {
        return None;
    }
    let span = Span::of(whole.start as usize, whole.start as usize + text.len());
    Some(TextEdit::new(span, scalar(text)))
}
