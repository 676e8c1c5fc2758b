//! Edits of names, labels and redirects.

use super::document::Document;
use super::mapping;
use super::scalar::{replace_all, written};
use super::sequence;
use crate::schema::Label;
use crate::syntax::{Kind, NodeRef, Style};
use crate::text::{Span, TextEdit};

/// Replaces names: each edit has the span of a scalar's value, or of a part of it, and the new name as plain text,
/// which is quoted where YAML needs it. `None` where one of them cannot be written.
#[must_use]
pub fn rename_names(document: &Document, names: &[TextEdit]) -> Option<Vec<TextEdit>> {
    replace_all(document, names)
}

/// Adds a name to the `aliases` or `avoid` of the thing whose `name` stands at `name`. `None` where that cannot be
/// written.
#[must_use]
pub fn add_label(document: &Document, name: Span, label: Label, text: &str) -> Option<TextEdit> {
    add_labels(document, name, label, &[text])?.pop()
}

/// Adds names to the `aliases` or `avoid` of the thing whose `name` stands at `name`, in their order. `None` where that
/// cannot be written.
#[must_use]
pub fn add_labels(document: &Document, name: Span, label: Label, texts: &[&str]) -> Option<Vec<TextEdit>> {
    if texts.is_empty() {
        return Some(Vec::new());
    }
    let mapping = mapping_of(document, name)?;
    let word = if label == Label::Avoid { "avoid" } else { "aliases" };
    let flow = texts.iter().map(|text| written(text, true)).collect::<Vec<_>>().join(", ");
    if let Some(list) = mapping.get(word).filter(|list| !list.is_blank()) {
        let last = list.written_items().count().checked_sub(1).filter(|_| list.kind() == Kind::Sequence);
        if list.style() == Style::Flow {
            return Some(vec![sequence::insert(document, list, last, &[], &flow)?]);
        }
        return texts.iter().map(|text| sequence::insert(document, list, last, &[written(text, false)], "")).collect();
    }
    // The key exists but is empty: fill it in its place, do not add a second one.
    if let Some(blank) = mapping.written_entries().find(|(key, _)| key.scalar_text() == word) {
        return mapping::fill(document, mapping, blank, &format!(": [{flow}]"));
    }
    let (key, value) = mapping.written_entries().find(|(_, value)| value.span().contains(name))?;
    Some(vec![mapping::add(document, mapping, (key, value), &format!("{word}: [{flow}]"))?])
}

/// Removes a text from the list that has it as an item; of the last one the list's key goes too. `None` where a comment or
/// an anchor would go with it.
#[must_use]
pub fn drop_label(document: &Document, label: Span) -> Option<Vec<TextEdit>> {
    let path = document.path_at(label.start);
    let mut around = path.iter().rev().map(|id| document.tree.written(*id));
    let list = around.by_ref().find(|node| node.kind() == Kind::Sequence)?;
    let is_it = |item: NodeRef<'_>| item.kind() != Kind::Mapping && item.span().contains(label);
    let position = list.written_items().position(is_it)?;
    let Some(mapping) = around.next().filter(|node| node.kind() == Kind::Mapping && list.written_items().count() == 1)
    else {
        return sequence::remove_many(document, list, &[position]);
    };
    let pair = mapping.written_entries().position(|(_, value)| value.id() == list.id());
    mapping::remove(document, mapping, &[pair?]).or_else(|| blank(document, mapping, list))
}

/// Removes all of a list behind its key, which a comment keeps. `None` where a comment or an anchor would go with it, and
/// in brackets, where a key has a value.
fn blank(document: &Document, mapping: NodeRef<'_>, list: NodeRef<'_>) -> Option<Vec<TextEdit>> {
    let start = list.full_span().start;
    let flow = list.style() == Style::Flow;
    let end = if flow { list.span().end } else { document.next_line(sequence::last_byte(document, list)) };
    let line = document.line_start(start);
    let before = Span::new(line, start).slice(&document.text);
    let span = match before.trim().is_empty() {
        true => Span::new(line, if flow { document.next_line(end) } else { end }),
        false => Span::new(line + Span::of(0, before.trim_end().len()).end, end),
    };
    let is_free = !document.has_comment(span) && !document.tree.properties_within(span);
    (is_free && mapping.style() != Style::Flow).then(|| vec![TextEdit::new(span, "")])
}

/// Adds a path to the `redirect_from` of the role that a file defines. `None` where it cannot be written.
#[must_use]
pub fn add_redirect(document: &Document, path: &str) -> Option<Vec<TextEdit>> {
    const BEHIND: [&str; 8] = ["replaced_by", "status", "toolkit", "summary", "avoid", "aliases", "slug", "name"];
    let root = document.tree.root().filter(|root| document.is_sound() && root.kind() == Kind::Mapping)?;
    let flow = written(path, true);
    let Some((key, list)) = root.written_entries().find(|(key, _)| key.scalar_text() == "redirect_from") else {
        let entry = |key: &&str| root.written_entries().find(|(k, _)| k.scalar_text() == *key);
        let behind = BEHIND.iter().find_map(entry)?;
        return Some(vec![mapping::add(document, root, behind, &format!("redirect_from: [{flow}]"))?]);
    };
    if list.is_blank() {
        return mapping::fill(document, root, (key, list), &format!(": [{flow}]"));
    }
    let last = list.written_items().count().checked_sub(1).filter(|_| list.kind() == Kind::Sequence);
    let is_list = list.kind() == Kind::Sequence;
    is_list
        .then(|| sequence::insert(document, list, last, &[written(path, false)], &flow))
        .flatten()
        .map(|edit| vec![edit])
}

/// The mapping around the `name` at a span.
pub(crate) fn mapping_of<'d>(document: &'d Document, name: Span) -> Option<NodeRef<'d>> {
    let path = document.path_at(name.start);
    path.iter().rev().map(|id| document.tree.written(*id)).find(|node| node.kind() == Kind::Mapping)
}
