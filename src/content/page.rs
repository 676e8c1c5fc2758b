//! The parts of a role file that make its page: alternatives, comparison rows, options.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use super::layout::{keys, role_of_entry};
use super::lowering::{Lowering, name_at, written_name};
use super::names::same_folded;
use super::{Cell, CellPart, Comparison, Folded, Name, NameAt, Pick, RoleFacts, Row, Status, spaced};
use crate::schema::{Shaped, ShapedEntry};
use crate::syntax::{Kind, NodeRef};
use crate::text::{Span, nearest};

/// Reads what only role files say. `labels` are the role's own names in every spelling.
pub(super) fn role_facts(
    root: NodeRef<'_>,
    lowering: &Lowering<'_>,
    labels: &[Name],
    own_slug: Option<&str>,
) -> RoleFacts {
    let mut facts = RoleFacts::default();
    let own = Own::of(labels, own_slug);
    for entry in lowering.shaped(root).entries() {
        match entry.name() {
            keys::ALTERNATIVES if entry.value.kind() == Kind::Null => {
                facts.blank_alternatives = facts.blank_alternatives.or(Some(entry.key.inner_span()));
            }
            // A key without a value counts as absent.
            _ if entry.value.kind() == Kind::Null => {}
            keys::ALTERNATIVES => alternatives(&mut facts, entry, lowering),
            keys::COMPARISON => facts.comparison = Some(comparison(entry.below(), lowering, &own)),
            keys::GUIDE => facts.pick = Some(pick(entry.below(), lowering)),
            name => field(&mut facts, name, entry.value, lowering),
        }
    }
    let long: OnceCell<FxHashSet<Folded>> = OnceCell::new();
    let listed = |name: &Name| {
        if facts.alternatives.len() <= LONG {
            return facts.alternatives.iter().flatten().any(|at| same_folded(&at.name, name));
        }
        let all = || facts.alternatives.iter().flatten().map(|at| Folded(at.name.clone())).collect();
        long.get_or_init(all).contains(&Folded(name.clone()))
    };
    if let Some(comparison) = &mut facts.comparison {
        comparison.own_row = own_row(&comparison.rows, labels, &listed);
    }
    let filled = |row: &Row, column: &String| row.cells.iter().any(|cell| *cell.column.name == **column && !cell.empty);
    facts.own_row_fills = facts.own_row().is_some_and(|row| lowering.needed().iter().all(|column| filled(row, column)));
    facts
}

/// Takes the value of a key at the top that is no part of the page.
fn field(facts: &mut RoleFacts, name: &str, value: NodeRef<'_>, lowering: &Lowering<'_>) {
    match name {
        "slug" => facts.slug = written_name(value, |text| lowering.intern(text)),
        "status" => {
            facts.status = match nearest(value.scalar_text(), ["draft", "published", "retired"]) {
                Some("draft") => Status::Draft,
                Some("retired") => Status::Retired,
                _ => Status::Published,
            };
            facts.status_slips = !["draft", "published", "retired"].contains(&value.scalar_text());
            facts.status_span = Some(value.inner_span());
        }
        keys::REPLACED_BY => facts.replaced_by = name_at(value, lowering),
        "toolkit" => facts.toolkit = value.text().map(|text| text.trim().into()),
        "redirect_from" => {
            facts.redirects = value.items().filter_map(|item| name_at(item, lowering)).collect();
        }
        "reviewed" => facts.reviewed = written_name(value, |text| lowering.intern(text)),
        keys::SUMMARY => {
            facts.summary = value.text().map(|text| {
                let characters = text.trim().chars().count();
                (value.inner_span(), u32::try_from(characters).unwrap_or(u32::MAX))
            });
        }
        _ => {}
    }
}

fn alternatives(facts: &mut RoleFacts, entry: ShapedEntry<'_, '_>, lowering: &Lowering<'_>) {
    let (key, value) = (entry.key.inner_span(), entry.value);
    facts.alternatives_key = Some(key);
    facts.alternatives_refused = value.kind() != Kind::Sequence || value.is_empty();
    facts.alternatives_span = key.cover(value.span());
    facts.alternatives = entry.below().items().map(|item| role_of(item, lowering)).collect();
}

/// A list of a page with more entries is long: a look at each of them for each of another list would take too long.
const LONG: usize = 64;

/// Index of the role's own row: one with a label of the role, else one without a role, else one with nearly such a name,
/// which counts where no role has it. A typo in this file must not cause findings in others.
fn own_row(rows: &[Row], labels: &[Name], listed: &dyn Fn(&Name) -> bool) -> Option<u32> {
    let near = |row: &Row| {
        let labels = labels.iter().take(LONG).map(AsRef::as_ref);
        row.role.as_ref().is_some_and(|at| !listed(&at.name) && nearest(&at.name, labels).is_some())
    };
    let at = rows.iter().position(|row| row.own).or_else(|| rows.iter().position(|row| row.role.is_none()));
    at.or_else(|| rows.iter().take(LONG).position(near)).and_then(|at| u32::try_from(at).ok())
}

fn role_of(item: Shaped<'_, '_>, lowering: &Lowering<'_>) -> Option<NameAt> {
    // A bare name in place of an entry: the schema reports that, and it is clear which role is meant.
    if item.node.kind() == Kind::String {
        return lowering.name_read(item.node);
    }
    let meant = || item.entries().find(|entry| entry.name() == keys::ROLE).map(|entry| entry.value);
    let role = role_of_entry(item.node).or_else(meant)?;
    if role.kind() == Kind::String { lowering.name_read(role) } else { None }
}

fn comparison(at: Shaped<'_, '_>, lowering: &Lowering<'_>, own: &Own<'_>) -> Comparison {
    let mut facts = Comparison { refused: true, ..Comparison::default() };
    for entry in at.entries() {
        let (key, value) = (entry.key.inner_span(), entry.value);
        match entry.name() {
            keys::COLUMNS => {
                // What is no text is reported by the schema, and is no column.
                let texts = value.items().filter(|item| item.kind() == Kind::String);
                let entries = texts.filter_map(|item| name_at(item, lowering)).collect();
                facts.columns = (value.kind() == Kind::Sequence).then_some((key, entries));
            }
            keys::ROWS => {
                facts.refused = value.kind() != Kind::Sequence;
                facts.rows_key = (value.kind() == Kind::Sequence).then_some(key);
                facts.rows_span = key.cover(value.span());
                facts.rows = entry.below().items().map(|item| row(item, lowering, own)).collect();
            }
            _ => {}
        }
    }
    facts
}

fn row(item: Shaped<'_, '_>, lowering: &Lowering<'_>, own: &Own<'_>) -> Row {
    let role = role_of(item, lowering);
    let own = role.as_ref().is_some_and(|role| own.means(&role.name));
    let is_cell = |name: &str| !matches!(name, keys::ROLE | "<<") && !name.starts_with("x-");
    let cells = item.entries().filter(|entry| is_cell(entry.name()));
    let cells = cells.filter_map(|entry| Some(cell(name_at(entry.key, lowering)?, entry.value))).collect();
    Row { role, span: item.node.span(), cells, own }
}

/// The spellings of the file's own role.
struct Own<'l> {
    labels: &'l [Name],
    slug: Option<&'l str>,
    /// The labels again, where they are many.
    many: Option<FxHashSet<Folded>>,
}

impl<'l> Own<'l> {
    fn of(labels: &'l [Name], slug: Option<&'l str>) -> Self {
        let many = (labels.len() > LONG).then(|| labels.iter().cloned().map(Folded).collect());
        Self { labels, slug, many }
    }

    /// Whether a name means the role, in whatever spelling.
    fn means(&self, name: &Name) -> bool {
        let is_label = match &self.many {
            Some(many) => many.contains(&Folded(name.clone())),
            None => self.labels.iter().any(|label| same_folded(label, name)),
        };
        is_label || self.slug == Some(name)
    }
}

fn cell(column: NameAt, value: NodeRef<'_>) -> Cell {
    let is_list = value.kind() == Kind::Sequence;
    let parts: Box<[CellPart]> = match value.kind() {
        Kind::Sequence => {
            let scalars = value.items().filter(|item| !matches!(item.kind(), Kind::Sequence | Kind::Mapping));
            scalars.filter(|item| !item.is_blank()).map(|item| CellPart { item: true, ..cell_part(item) }).collect()
        }
        Kind::Mapping => Box::default(),
        _ if value.is_blank() => Box::default(),
        _ => Box::new([cell_part(value)]),
    };
    let joined = match &*parts {
        [] => None,
        [one] => Some(spaced(&one.text)).filter(|text| **text != *one.text).map(Box::from),
        parts => Some(parts.iter().map(|p| spaced(&p.text)).collect::<Vec<_>>().join(", ").into_boxed_str()),
    };
    let empty = value.is_blank() || is_list && value.items().all(NodeRef::is_blank);
    Cell {
        column,
        span: value.inner_span(),
        parts,
        joined,
        empty: empty || value.kind() == Kind::Mapping && value.is_empty(),
    }
}

/// A scalar with a map to its bytes in the file, where one is needed.
pub(super) fn cell_part(node: NodeRef<'_>) -> CellPart {
    let text = node.scalar_text();
    let span = if text.is_empty() { node.inner_span() } else { node.map().span(0, text.len()) };
    let map = (span.len() as usize != text.len() || node.has_moved()).then(|| Box::new(node.scalar_map()));
    CellPart { text: text.into(), span, map, item: false }
}

fn pick(at: Shaped<'_, '_>, lowering: &Lowering<'_>) -> Pick {
    let Some(entry) = at.entries().find(|entry| entry.name() == keys::OPTIONS) else {
        return Pick::default();
    };
    let (key, value) = (entry.key.inner_span(), entry.value);
    let span: Span = key.cover(value.span());
    let roles = entry.below().items().map(|item| role_of(item, lowering)).collect();
    let options_key = (value.kind() == Kind::Sequence).then_some(key);
    Pick { options_key, options_span: span, roles }
}
