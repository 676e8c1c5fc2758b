//! Replacing names in scalars of any style.

use std::cell::OnceCell;

use super::document::Document;
use crate::content::{as_markdown, markdown_heading};
use crate::syntax::{NodeRef, Style, plain_is_safe, scalar};
use crate::text::{Span, TextEdit, apply};

/// Replaces `span`, a scalar's value or a part of it, by a name.
pub(crate) fn replace(document: &Document, span: Span, to: &str) -> Option<Vec<TextEdit>> {
    replace_all(document, &[TextEdit::new(span, to)])
}

/// Replaces scalars' values or parts of them: the edits hold names as plain text, which is escaped and quoted as each
/// scalar needs. `None` where one of them cannot be replaced.
pub(crate) fn replace_all(document: &Document, names: &[TextEdit]) -> Option<Vec<TextEdit>> {
    let mut edits = Vec::new();
    // By plain scalar, what changes in it: only the result as a whole tells whether it needs quotes.
    let mut plain: Vec<(Span, Vec<TextEdit>)> = Vec::new();
    let heading = OnceCell::new();
    for name in names {
        let node = document.scalar_at(name.span).filter(|node| node.span().contains(name.span))?;
        let raw = match node.style() {
            // Below the front matter nothing needs quotes.
            _ if document.tree.body().is_some_and(|body| body.id() == node.id()) => {
                match *heading.get_or_init(|| heading_in(node)) == Some(name.span) {
                    true => as_markdown(&name.text).into_owned(),
                    false => name.text.clone(),
                }
            }
            Style::Single => name.text.replace('\'', "''"),
            Style::Double => {
                let json = serde_json::to_string(&name.text).ok()?;
                json[1..json.len() - 1].to_owned()
            }
            Style::Literal | Style::Folded => name.text.clone(),
            _ => {
                match plain.iter_mut().find(|(whole, _)| *whole == node.span()) {
                    Some((_, inside)) => inside.push(name.clone()),
                    None => plain.push((node.span(), vec![name.clone()])),
                }
                continue;
            }
        };
        edits.push(TextEdit::new(name.span, raw));
    }
    for (whole, names) in plain {
        edits.extend(in_plain(document, whole, names)?);
    }
    edits.sort_by_key(|edit| edit.span);
    Some(edits)
}

/// Where the text of the first heading in a body stands.
fn heading_in(body: NodeRef<'_>) -> Option<Span> {
    let range = markdown_heading(body.scalar_text())?;
    Some(body.map().span(range.start, range.end))
}

/// The edits of one plain scalar: the names alone, or all of it in quotes if it needs them afterwards.
fn in_plain(document: &Document, whole: Span, names: Vec<TextEdit>) -> Option<Vec<TextEdit>> {
    let inside = |span: Span| Span::new(span.start - whole.start, span.end - whole.start);
    let moved: Vec<TextEdit> = names.iter().map(|n| TextEdit::new(inside(n.span), n.text.as_str())).collect();
    let after = apply(whole.slice(&document.text), &moved).ok()?;
    let flow = document.in_brackets(whole.start);
    if after.contains(['\n', '\r']) {
        // A scalar of several lines stays plain if each new name could stand plain by itself. Else it gets single
        // quotes, which fold lines as a plain scalar does. Where a name is removed, what follows it may come to the
        // start.
        let starts = after.starts_with(char::is_alphanumeric);
        let fits = |name: &TextEdit| if name.text.is_empty() { starts } else { plain_fits(&name.text, flow) };
        if names.iter().all(fits) {
            return Some(names);
        }
        return Some(vec![TextEdit::new(whole, format!("'{}'", after.replace('\'', "''")))]);
    }
    if super::json::is_json_file(&document.path) {
        return Some(vec![TextEdit::new(whole, serde_json::to_string(&after).ok()?)]);
    }
    if plain_fits(&after, flow) { Some(names) } else { Some(vec![TextEdit::new(whole, scalar(&after))]) }
}

/// Whether a text can be a plain scalar; `in_brackets` says whether in a flow collection.
pub(crate) fn plain_fits(text: &str, in_brackets: bool) -> bool {
    if in_brackets {
        return plain_is_safe(text);
    }
    // In a block collection flow indicators mean something only at the start of a scalar.
    let middle = text.replace([',', '[', ']', '{', '}'], "_");
    !text.starts_with([',', '[', ']', '{', '}']) && plain_is_safe(&middle)
}

/// A text as a YAML scalar: plain where that is possible, else quoted.
pub(crate) fn written(text: &str, in_brackets: bool) -> String {
    if plain_fits(text, in_brackets) { text.to_owned() } else { scalar(text) }
}

/// Quotes a plain scalar together with what YAML takes for a comment behind it.
pub(crate) fn quote_line(document: &Document, whole: Span) -> Option<TextEdit> {
    let text = whole.slice(&document.text).trim_end();
    // In brackets what follows a `#` is more than the text.
    if document.in_brackets(whole.start) && !text.starts_with(['&', '!']) {
        return None;
    }
    let span = Span::of(whole.start as usize, whole.start as usize + text.len());
    if text.contains(['\n', '\r']) {
        let quoted = format!("'{}'", text.replace('\'', "''"));
        return (!document.has_comment(span)).then(|| TextEdit::new(span, quoted));
    }
    Some(TextEdit::new(span, scalar(text)))
}
