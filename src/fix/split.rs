//! Several items in the place of one: a comma was missing, or another separator stood there.

use super::listed;
use crate::content::Name;
use crate::edit::Document;
use crate::edit::scalar::{replace, written};
use crate::edit::sequence;
use crate::syntax::{NodeRef, Style};
use crate::text::{Span, TextEdit};

/// Writes `names` in the place of the name at `span`: as items of the list whose item it is, else as a list in its text.
/// `None` where it is a part of an item, or its lines cannot be told.
pub(super) fn item(document: &Document, span: Span, names: &[Name]) -> Option<Vec<TextEdit>> {
    let Some(list) = listed::sequence_of(document, span) else {
        let joined: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        return replace(document, span, &joined.join(", "));
    };
    let node = document.scalar_at(span).filter(|node| fills(*node, span))?;
    if document.has_anchors() {
        return None;
    }
    if list.style() == Style::Flow {
        let items: Vec<String> = names.iter().map(|name| written(name, true)).collect();
        return Some(vec![TextEdit::new(node.span(), items.join(", "))]);
    }
    let gap = format!("{}{}- ", document.line_end(), sequence::indent(document, node)?);
    let items: Vec<String> = names.iter().map(|name| written(name, false)).collect();
    Some(vec![TextEdit::new(node.span(), items.join(&gap))])
}

/// Whether a scalar is the name at a span and nothing else.
fn fills(node: NodeRef<'_>, span: Span) -> bool {
    let text = node.scalar_text();
    let start = text.len() - text.trim_start().len();
    node.map().span(start, text.trim_end().len()) == span
}
