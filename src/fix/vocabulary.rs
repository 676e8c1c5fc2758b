//! Edits of vocabulary entries while terms are merged.

use super::document::Document;
use super::rename::{TextFile, mapping_of};
use super::{lists, pairs};
use crate::content::collapse;
use crate::syntax::{Kind, NodeRef, Style};
use crate::text::{Span, TextEdit};

/// A key of an entry, apart from its names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryKey {
    /// The key.
    pub key: String,
    /// What it says, white space collapsed; empty where nothing stands there.
    pub value: String,
    /// The key and its value (bytes of the file).
    pub span: Span,
}

/// The keys of the entry whose `name` stands at `name`, its names left out. `None` where no entry can be read.
#[must_use]
pub fn entry_keys(file: &TextFile<'_>, name: Span) -> Option<Vec<EntryKey>> {
    let document = file.document();
    let mapping = mapping_of(&document, name).filter(|_| document.sound)?;
    let keys = mapping.written_entries().filter(|(key, _)| !matches!(key.scalar_text(), "name" | "aliases" | "avoid"));
    let keys = keys.map(|(key, value)| {
        let span = key.full_span().cover(value.full_span());
        let text = match value.kind() {
            Kind::Null => "",
            Kind::Mapping | Kind::Sequence | Kind::Alias => value.full_span().slice(document.text),
            _ => value.scalar_text(),
        };
        EntryKey { key: key.scalar_text().to_owned(), value: collapse(text).into_owned(), span }
    });
    Some(keys.collect())
}

/// Adds keys of one entry to another, with their values as they are written. `None` where that cannot be done.
#[must_use]
pub fn take_over(
    (into, into_name): (&TextFile<'_>, Span),
    (from, from_name): (&TextFile<'_>, Span),
    keys: &[&str],
) -> Option<Vec<TextEdit>> {
    let (into, from) = (into.document(), from.document());
    let (target, source) = (mapping_of(&into, into_name)?, mapping_of(&from, from_name)?);
    let last = target.written_entries().last()?;
    let mut edits = Vec::new();
    for key in keys {
        let pair = source.written_entries().find(|(k, _)| k.scalar_text() == *key)?;
        let text = pairs::taken(&from, source, pair, target.style() == Style::Flow)?;
        match target.written_entries().find(|(k, _)| k.scalar_text() == *key) {
            // A key without a value is as good as none, but stands where it stands.
            Some(blank) => {
                let text = text.get(pair.0.span().len() as usize..)?;
                edits.extend(pairs::fill(&into, blank, text)?);
            }
            None => edits.push(pairs::add(&into, target, last, &text)?),
        }
    }
    Some(edits)
}

/// Removes the entry whose `name` stands at `name`. `None` where a comment or an anchor would go with it.
#[must_use]
pub fn remove_entry(file: &TextFile<'_>, name: Span) -> Option<Vec<TextEdit>> {
    let document = file.document();
    let (list, position) = entry(&document, name)?;
    lists::remove_many(&document, list, &[position])
}

/// All of the entry whose `name` stands at `name` (bytes of the file).
fn entry<'d>(document: &'d Document<'_>, name: Span) -> Option<(NodeRef<'d>, usize)> {
    let list = document.tree.root().filter(|root| document.sound && root.kind() == Kind::Sequence)?;
    let position = list.written_items().position(|item| item.span().contains(name))?;
    Some((list, position))
}
