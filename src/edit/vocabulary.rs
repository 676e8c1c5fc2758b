//! Edits of vocabulary entries while terms are merged.

use super::document::Document;
use super::labels::mapping_of;
use super::scalar::replace_all;
use super::{mapping, sequence};
use crate::content::collapse;
use crate::syntax::{Kind, NodeRef, Style};
use crate::text::{Span, TextEdit};

/// A pair of an entry other than `name`, `aliases` and `avoid`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryKey {
    /// The key.
    pub key: String,
    /// Its value, white space collapsed; empty where there is none.
    pub value: String,
    /// Key and value (byte offsets in the file).
    pub span: Span,
}

/// The pairs of the entry whose `name` stands at `name`, without its labels. `None` where no entry can be read.
#[must_use]
pub fn entry_keys(document: &Document, name: Span) -> Option<Vec<EntryKey>> {
    let mapping = mapping_of(document, name).filter(|_| document.is_sound())?;
    let keys = mapping.written_entries().filter(|(key, _)| !matches!(key.scalar_text(), "name" | "aliases" | "avoid"));
    let keys = keys.map(|(key, value)| {
        let span = key.full_span().cover(value.full_span());
        let text = match value.kind() {
            Kind::Null => "",
            Kind::Mapping | Kind::Sequence | Kind::Alias => value.full_span().slice(&document.text),
            _ => value.scalar_text(),
        };
        EntryKey { key: key.scalar_text().to_owned(), value: collapse(text).into_owned(), span }
    });
    Some(keys.collect())
}

/// Copies pairs of one entry, as they are written, into another; each entry is given by its file and the span of its
/// `name`. `None` where that cannot be done.
#[must_use]
pub fn take_over(
    (into, into_name): (&Document, Span),
    (from, from_name): (&Document, Span),
    keys: &[&str],
) -> Option<Vec<TextEdit>> {
    let (target, source) = (mapping_of(into, into_name)?, mapping_of(from, from_name)?);
    // Not behind `aliases` and `avoid`: labels may join these at their ends, and a pair would come between.
    let is_label = |key: NodeRef<'_>| matches!(key.scalar_text(), "aliases" | "avoid");
    let places = target.written_entries();
    let last =
        if target.style() == Style::Flow { places.last() } else { places.filter(|(k, _)| !is_label(*k)).last() }?;
    let mut edits = Vec::new();
    for key in keys {
        let pair = source.written_entries().find(|(k, _)| k.scalar_text() == *key)?;
        let text = mapping::taken(from, source, pair, target.style() == Style::Flow)?;
        match target.written_entries().find(|(k, _)| k.scalar_text() == *key) {
            // The key exists but is empty: fill it in its place, do not add a second one.
            Some(blank) => {
                let text = text.get(pair.0.span().len() as usize..)?;
                edits.extend(mapping::fill(into, target, blank, text)?);
            }
            None => edits.push(mapping::add(into, target, last, &text)?),
        }
    }
    Some(edits)
}

/// The entry called `name`: the span of its name (with quotes), and its aliases and spellings to avoid. `None` where
/// there is no such entry.
#[must_use]
pub fn entry_labels(document: &Document, name: &str) -> Option<(Span, Vec<String>)> {
    let root = document.tree.root().filter(|root| root.kind() == Kind::Sequence)?;
    let is_it = |entry: &NodeRef<'_>| entry.get("name").is_some_and(|node| collapse(node.scalar_text()) == name);
    let entry = root.items().find(is_it)?;
    let lists = ["aliases", "avoid"].into_iter().filter_map(|key| entry.get(key));
    let labels = lists.flat_map(NodeRef::items).map(|item| collapse(item.scalar_text()).into_owned());
    Some((entry.get("name")?.span(), labels.collect()))
}

/// Removes labels from an entry's `avoid`, the key too where none is left; `instead` are written in their places as far
/// as they go. Returns the edits, and how many of `instead` were written. `None` where a comment or an anchor would go
/// with them.
#[must_use]
pub fn without_avoided(
    document: &Document,
    name: Span,
    avoided: &[Span],
    instead: &[&str],
) -> Option<(Vec<TextEdit>, usize)> {
    if avoided.is_empty() {
        return Some((Vec::new(), 0));
    }
    let mapping = mapping_of(document, name)?;
    let (at, (_, list)) = (0..).zip(mapping.written_entries()).find(|(_, (key, _))| key.scalar_text() == "avoid")?;
    let find = |label: &Span| list.written_items().position(|item| item.span().contains(*label));
    let positions: Vec<usize> = avoided.iter().map(find).collect::<Option<_>>()?;
    let removed = |positions: &[usize]| match positions.len() == list.len() {
        true => mapping::remove(document, mapping, &[at]).or_else(|| sequence::remove_many(document, list, positions)),
        false => sequence::remove_many(document, list, positions),
    };
    // Made even where all are replaced: a comment beside a label speaks of that label, and there is no edit then.
    let all = removed(&positions)?;
    if instead.is_empty() {
        return Some((all, 0));
    }
    let names: Vec<TextEdit> = avoided.iter().zip(instead).map(|(span, text)| TextEdit::new(*span, *text)).collect();
    let mut edits = replace_all(document, &names)?;
    if names.len() < positions.len() {
        edits.extend(sequence::remove_many(document, list, &positions[names.len()..])?);
    }
    Some((edits, names.len()))
}

/// Removes the entry whose `name` stands at `name`. `None` where a comment or an anchor would go with it.
#[must_use]
pub fn remove_entry(document: &Document, name: Span) -> Option<Vec<TextEdit>> {
    let (list, position) = entry(document, name)?;
    sequence::remove_many(document, list, &[position])
}

/// The root sequence, and the position in it of the entry whose `name` stands at `name`.
fn entry<'d>(document: &'d Document, name: Span) -> Option<(NodeRef<'d>, usize)> {
    let list = document.tree.root().filter(|root| document.is_sound() && root.kind() == Kind::Sequence)?;
    let position = list.written_items().position(|item| item.span().contains(name))?;
    Some((list, position))
}
