//! Items of a list that stand in the column of the list around it, below a key that is left blank: they are meant for it.

use super::fault::{Fault, FaultKind, FixKind};
use super::lines::{below, indent, line_at};
use super::{Kind, NodeRef, Style, Tree};
use crate::text::{Applicability, Span, TextEdit};

/// An item above has at least so many keys: of one with a single key that is blank, items may well stand beside it.
const FEWEST_KEYS: usize = 2;

/// Faults for the items that are meant for the blank key above them, each with the edits with which they are read so. Places
/// are those of the parsed text.
pub(super) fn adrift(tree: &Tree) -> Vec<(Fault, Vec<TextEdit>)> {
    let lists = tree.nodes().filter(|node| node.kind() == Kind::Sequence && node.style() == Style::Block);
    lists.flat_map(|list| in_list(tree, list)).collect()
}

fn in_list(tree: &Tree, list: NodeRef<'_>) -> Vec<(Fault, Vec<TextEdit>)> {
    let mut found = Vec::new();
    let mut blank: Option<NodeRef<'_>> = None;
    let mut texts: Vec<NodeRef<'_>> = Vec::new();
    for item in list.written_items() {
        let is_text = !matches!(item.kind(), Kind::Mapping | Kind::Sequence | Kind::Alias | Kind::Null);
        if is_text {
            texts.push(item);
            continue;
        }
        found.extend(blank.take().and_then(|key| meant(tree, key, &texts)));
        texts.clear();
        blank = blank_key(item);
    }
    found.extend(blank.and_then(|key| meant(tree, key, &texts)));
    found
}

/// The last key of an item, if it is blank.
fn blank_key(item: NodeRef<'_>) -> Option<NodeRef<'_>> {
    let entries = (item.kind() == Kind::Mapping && item.style() == Style::Block).then(|| item.written_entries())?;
    let (keys, last) = entries.fold((0, None), |(keys, _), entry| (keys + 1, Some(entry)));
    let (key, value) = last?;
    (keys >= FEWEST_KEYS && value.kind() == Kind::Null && value.span().is_empty()).then_some(key)
}

/// The texts as items of the key.
fn meant(tree: &Tree, key: NodeRef<'_>, texts: &[NodeRef<'_>]) -> Option<(Fault, Vec<TextEdit>)> {
    let (first, last) = (texts.first()?, texts.last()?);
    let (start, end) =
        (line_at(&tree.text, first.span().start as usize), line_at(&tree.text, last.span().end as usize));
    let of_key = line_at(&tree.text, key.span().start as usize);
    let (dash, place) = (indent(&tree.text[start.0..start.1]), key.span().start as usize - of_key.0);
    // Each text begins behind the dash of its own line.
    let begins = |text: &&NodeRef<'_>| {
        let line = line_at(&tree.text, text.full_span().start as usize);
        tree.text[line.0..].get(dash..).is_some_and(|rest| rest.starts_with("- "))
    };
    if place <= dash || !texts.iter().all(|text| begins(&text)) {
        return None;
    }
    let lines = std::iter::once(start).chain(below(&tree.text, start.1).take_while(|line| line.0 <= end.0));
    let written = lines.filter(|(from, to)| !tree.text[*from..*to].trim().is_empty());
    let edits: Vec<TextEdit> =
        written.map(|(from, _)| TextEdit::new(Span::of(from, from), " ".repeat(place + 2 - dash))).collect();
    let kind = FaultKind::Told {
        message: format!("this item stands left of \"{}:\", which has none", key.scalar_text()),
        help: "indent the items further than the key that they belong to".to_owned(),
    };
    let fixes = vec![(FixKind::Told("Indent the items", Applicability::Unsafe), edits.clone())];
    Some((Fault { kind, span: first.inner_span(), others: Vec::new(), fixes }, edits))
}
