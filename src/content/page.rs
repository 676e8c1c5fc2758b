//! The parts of a role file that make its page: alternatives, comparison rows, options.

use super::lower::Lowering;
use super::names::fold;
use super::{Cell, CellPart, Comparison, Name, NameAt, Pick, RoleFacts, Row, Status, collapse, slug};
use crate::syntax::{Kind, NodeRef};
use crate::text::Span;

/// Reads what only role files say. `labels` are the role's own names in every spelling.
pub(super) fn role_facts(
    root: NodeRef<'_>,
    lowering: &Lowering<'_>,
    labels: &[Name],
    own_slug: Option<&str>,
) -> RoleFacts {
    let mut facts = RoleFacts::default();
    for (key, value) in root.entries() {
        let key_span = key.inner_span();
        match key.scalar_text() {
            "slug" => facts.slug = name_at(value, lowering),
            "status" => {
                facts.status = match value.scalar_text() {
                    "draft" => Status::Draft,
                    "retired" => Status::Retired,
                    _ => Status::Published,
                };
                facts.status_span = Some(value.inner_span());
            }
            "replaced_by" => facts.replaced_by = name_at(value, lowering),
            "toolkit" => facts.toolkit = value.text().map(|text| text.trim().into()),
            "reviewed" => facts.reviewed = name_at(value, lowering),
            "summary" => {
                facts.summary = value.text().map(|text| {
                    let characters = text.trim().chars().count();
                    (value.inner_span(), u32::try_from(characters).unwrap_or(u32::MAX))
                });
            }
            "alternatives" => {
                facts.alternatives_key = Some(key_span);
                facts.alternatives_span = key_span.cover(value.span());
                facts.alternatives = value.items().map(|item| role_of(item, lowering)).collect();
            }
            "comparison" => facts.comparison = Some(comparison(value, lowering, labels, own_slug)),
            "how_to_pick" => facts.pick = Some(pick(value, lowering)),
            _ => {}
        }
    }
    facts
}

/// A scalar as a name, without white space around it.
pub(super) fn name_at(node: NodeRef<'_>, lowering: &Lowering<'_>) -> Option<NameAt> {
    let text = match node.kind() {
        Kind::String | Kind::Number => node.scalar_text(),
        _ => return None,
    };
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return None;
    }
    let start = text.len() - text.trim_start().len();
    let span = node.map().span(start, start + trimmed.len());
    Some(NameAt { name: lowering.intern(&collapse(trimmed)), span })
}

fn role_of(item: NodeRef<'_>, lowering: &Lowering<'_>) -> Option<NameAt> {
    item.get("role").filter(|role| role.kind() == Kind::String).and_then(|role| name_at(role, lowering))
}

fn comparison(node: NodeRef<'_>, lowering: &Lowering<'_>, labels: &[Name], own_slug: Option<&str>) -> Comparison {
    let mut facts = Comparison::default();
    for (key, value) in node.entries() {
        match key.scalar_text() {
            "columns" => {
                let entries = value.items().filter_map(|item| name_at(item, lowering)).collect();
                facts.columns = (value.kind() == Kind::Sequence).then(|| (key.inner_span(), entries));
            }
            "rows" => {
                facts.rows_key = Some(key.inner_span());
                facts.rows_span = key.inner_span().cover(value.span());
                facts.rows = value
                    .items()
                    .filter(|item| item.kind() == Kind::Mapping)
                    .map(|item| row(item, lowering, labels, own_slug))
                    .collect();
            }
            _ => {}
        }
    }
    facts
}

fn row(item: NodeRef<'_>, lowering: &Lowering<'_>, labels: &[Name], own_slug: Option<&str>) -> Row {
    let role = role_of(item, lowering);
    let own = role.as_ref().is_some_and(|role| is_own(&role.name, labels, own_slug));
    let cells = item
        .entries()
        .filter(|(key, _)| !matches!(key.scalar_text(), "role" | "<<") && !key.scalar_text().starts_with("x-"))
        .filter_map(|(key, value)| Some(cell(name_at(key, lowering)?, value)))
        .collect();
    Row { role, span: item.span(), cells, own }
}

/// Whether a name means the file's own role, in whatever spelling.
fn is_own(name: &Name, labels: &[Name], own_slug: Option<&str>) -> bool {
    labels.iter().any(|label| label == name)
        || labels.iter().any(|label| fold(label) == fold(name))
        || (own_slug == Some(name) && slug(name).as_deref() == Some(name))
}

fn cell(column: NameAt, value: NodeRef<'_>) -> Cell {
    let scalars: Vec<NodeRef<'_>> = match value.kind() {
        Kind::Sequence => value.items().filter(|item| !matches!(item.kind(), Kind::Sequence | Kind::Mapping)).collect(),
        Kind::Mapping => Vec::new(),
        _ => vec![value],
    };
    let parts: Box<[CellPart]> = scalars.into_iter().filter(|s| !s.is_blank()).map(cell_part).collect();
    let text = match &*parts {
        [one] => collapse(&one.text).into(),
        parts => parts.iter().map(|p| collapse(&p.text)).collect::<Vec<_>>().join(", ").into_boxed_str(),
    };
    Cell { column, span: value.inner_span(), parts, text }
}

/// A scalar with the places of its characters.
pub(super) fn cell_part(node: NodeRef<'_>) -> CellPart {
    let text = node.scalar_text();
    let span = if text.is_empty() { node.inner_span() } else { node.map().span(0, text.len()) };
    let map = (span.len() as usize != text.len() || node.has_moved()).then(|| Box::new(node.scalar_map()));
    CellPart { text: text.into(), span, map }
}

fn pick(node: NodeRef<'_>, lowering: &Lowering<'_>) -> Pick {
    let Some((key, value)) = node.entry("options") else { return Pick::default() };
    let key = key.inner_span();
    let span: Span = key.cover(value.span());
    let roles = value.items().filter(|i| i.kind() == Kind::Mapping).map(|item| role_of(item, lowering)).collect();
    Pick { options_key: Some(key), options_span: span, roles }
}
