//! Edits of a page's lists, and of lists of names, while roles are refactored.

use super::document::Document;
use super::scalar::written;
use super::{mapping, page, sequence};
use crate::content::{PageList, keys};
use crate::syntax::{Kind, NodeRef, Style};
use crate::text::{Span, TextEdit};

/// Removes entries of a list by their positions. `None` where a comment or an anchor would go with them.
#[must_use]
pub fn remove_entries(document: &Document, list: PageList, positions: &[usize]) -> Option<Vec<TextEdit>> {
    sequence::remove_many(document, page::list(document, list)?, positions)
}

/// Reorders a list: `order[i]` is the present position of the entry that is to come to position `i`. `None` where an
/// anchor, or a comment in a flow sequence, may lose its place.
#[must_use]
pub fn reorder_entries(document: &Document, list: PageList, order: &[usize]) -> Option<Vec<TextEdit>> {
    sequence::reorder(document, page::list(document, list)?, order)
}

/// Inserts an alternative behind the one at position `after`, or first, with blanks (`…`) for what the author has to
/// write. Adds neither its row nor its option.
#[must_use]
pub fn insert_alternative(document: &Document, role: &str, after: Option<usize>) -> Option<TextEdit> {
    page::insert_alternative(document, role, after)
}

/// Adds a cell to the row at position `row`: behind its last cell of a column in `after`, or else behind its role.
#[must_use]
pub fn add_cell(document: &Document, row: usize, column: &str, text: &str, after: &[&str]) -> Option<TextEdit> {
    let row =
        page::list(document, PageList::Rows)?.written_items().nth(row).filter(|row| row.kind() == Kind::Mapping)?;
    let pairs: Vec<_> = row.written_entries().collect();
    let place = |wanted: &dyn Fn(&str) -> bool| pairs.iter().rposition(|(key, _)| wanted(key.scalar_text().trim()));
    let at = place(&|key| after.contains(&key)).or_else(|| place(&|key| key == keys::ROLE))?;
    let flow = row.style() == Style::Flow;
    mapping::add(document, row, pairs[at], &format!("{}: {}", written(column, flow), written(text, flow)))
}

/// Removes cells of one row, given the spans of their keys. `None` where a comment or an anchor would go with them.
#[must_use]
pub fn remove_cells(document: &Document, keys: &[Span]) -> Option<Vec<TextEdit>> {
    let found: Vec<(NodeRef<'_>, usize)> =
        keys.iter().map(|key| page::pair_at(document, *key)).collect::<Option<_>>()?;
    let row = found.first()?.0;
    let positions: Vec<usize> = found.iter().map(|(_, position)| *position).collect();
    if found.iter().any(|(other, _)| other.id() != row.id()) {
        return None;
    }
    mapping::remove(document, row, &positions)
}

/// The sequence that has the scalar at `name` as an item, and the item's position.
fn item<'d>(document: &'d Document, name: Span) -> Option<(NodeRef<'d>, usize)> {
    let path = document.path_at(name.start);
    let list = path.iter().rev().map(|id| document.tree.written(*id)).find(|n| n.kind() == Kind::Sequence)?;
    let is_it =
        |item: NodeRef<'_>| !matches!(item.kind(), Kind::Mapping | Kind::Sequence) && item.span().contains(name);
    let position = list.written_items().position(is_it)?;
    Some((list, position))
}

/// The span of the sequence that has the name as an item (byte offsets in the file); `None` for a name that is no item.
#[must_use]
pub fn list_of(document: &Document, name: Span) -> Option<Span> {
    item(document, name).map(|(list, _)| list.span())
}

/// Removes names from the sequence that has them as items; all must be of one. `None` where a comment or an anchor
/// would go with them.
#[must_use]
pub fn remove_items(document: &Document, names: &[Span]) -> Option<Vec<TextEdit>> {
    if !document.is_sound() {
        return None;
    }
    let found: Vec<(NodeRef<'_>, usize)> = names.iter().map(|name| item(document, *name)).collect::<Option<_>>()?;
    let list = found.first()?.0;
    let positions: Vec<usize> = found.iter().map(|(_, position)| *position).collect();
    if found.iter().any(|(other, _)| other.id() != list.id()) {
        return None;
    }
    sequence::remove_many(document, list, &positions)
}

/// Removes keys of the root mapping with their values; keys that are not there are skipped. `None` where a comment or
/// an anchor would go with them, or where nothing would be left.
#[must_use]
pub fn remove_keys(document: &Document, keys: &[&str]) -> Option<Vec<TextEdit>> {
    let mapping = document.tree.root().filter(|root| document.is_sound() && root.kind() == Kind::Mapping)?;
    let entries = mapping.written_entries().enumerate();
    let gone: Vec<usize> = entries.filter(|(_, (k, _))| keys.contains(&k.scalar_text())).map(|(at, _)| at).collect();
    if gone.is_empty() { Some(Vec::new()) } else { mapping::remove(document, mapping, &gone) }
}

/// Removes the pair whose value contains a span. `None` where a comment or an anchor would go with it.
#[must_use]
pub fn remove_pair(document: &Document, value: Span) -> Option<Vec<TextEdit>> {
    let path = document.path_at(value.start);
    let mapping = path.iter().rev().map(|id| document.tree.written(*id)).find(|n| n.kind() == Kind::Mapping)?;
    let position = mapping.written_entries().position(|(_, v)| v.full_span().contains(value))?;
    if !document.is_sound() { None } else { mapping::remove(document, mapping, &[position]) }
}
