//! The card of a role.

use std::collections::BTreeMap;

use super::Links;
use super::text::{Card, code, count, escape, few, linked, linked_as, ordinal, prose, some, title};
use crate::content::{KindId, Name, Row, Status};
use crate::ide::listings::listings;
use crate::ide::shorten::shorten;
use crate::ide::uses::NameUse;
use crate::ide::{Analysis, FileView};
use crate::text::{Span, capitalised};
use crate::workspace::{DefId, FileId, Workspace};

/// How many names of a list a card shows.
const FEW: usize = 6;
/// How many characters of a cell a card shows.
const CELL: usize = 120;

/// The card. `spelling` and `row` are sentences on the place that is hovered; either may be empty.
pub(super) fn card(file: &FileView<'_>, def: DefId, links: Links<'_>, (spelling, row): (&str, &str)) -> String {
    let workspace = file.workspace();
    let entry = workspace.file(def.file);
    let mut card = Card::default();
    let what = match entry.facts.role.as_ref().map(|r| (r.status, &r.replaced_by)) {
        Some((Status::Draft, _)) => "draft role".to_owned(),
        Some((Status::Retired, Some(next))) => {
            format!("retired role, replaced by {}", name_of(file.view, &next.name, KindId::ROLE, links))
        }
        Some((Status::Retired, None)) => "retired role".to_owned(),
        _ => "role".to_owned(),
    };
    card.block(&title(&linked(file.view, def, links), &what));
    card.block(spelling);
    card.block(&summary(file, def.file));
    if let Some(own) = entry.facts.own_row() {
        card.block(&cells(workspace, own, |_| true).join("\n"));
    }
    card.block(row);
    card.block(&lists(file.view, def.file, links));
    card.block(&[alternatives(file.view, def.file, links), listed(workspace, def)].concat().join("  \n"));
    card.finish()
}

fn summary(file: &FileView<'_>, id: FileId) -> String {
    let read = |view: &FileView<'_>| {
        let text = view.tree.root()?.get("summary")?.text()?;
        Some(prose(view.workspace(), text))
    };
    let summary = if id == file.id { read(file) } else { file.view.open(id).and_then(|other| read(&other)) };
    summary.unwrap_or_default()
}

/// The filled cells of a row as a list, those of wanted columns.
fn cells(workspace: &Workspace, row: &Row, wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let cells = row.cells.iter().filter(|c| !c.text().is_empty() && wanted(&c.column.name));
    let known = cells.filter(|c| workspace.config().column(&c.column.name).is_some());
    known.map(|c| format!("- {}: {}", escape(&c.column.name), escape(&shorten(c.text(), CELL)))).collect()
}

/// The first names of each list at the top of the file.
fn lists(view: Analysis<'_>, id: FileId, links: Links<'_>) -> String {
    let workspace = view.workspace;
    let facts = &workspace.file(id).facts;
    let mut lines = Vec::new();
    for kind in facts.role.iter().flat_map(|r| &r.listed_kinds) {
        let names: Vec<Name> = facts
            .references
            .iter()
            .filter(|r| r.kind == *kind && r.origin == crate::content::Origin::List)
            .map(|r| r.at.name.clone())
            .collect();
        if let (false, Some(word)) = (names.is_empty(), workspace.config().kinds.get(kind.index())) {
            let word = escape(&capitalised(word));
            let shown: Vec<String> = names.iter().take(FEW).map(|name| name_of(view, name, *kind, links)).collect();
            lines.push(format!("{word}s: {}", some(&shown, names.len())));
        }
    }
    lines.join("  \n")
}

fn alternatives(view: Analysis<'_>, id: FileId, links: Links<'_>) -> Vec<String> {
    let Some(role) = &view.workspace.file(id).facts.role else { return Vec::new() };
    let ranked: Vec<(usize, &Name)> =
        (1..).zip(&role.alternatives).filter_map(|(rank, at)| Some((rank, &at.as_ref()?.name))).collect();
    let name = |(rank, name): &(usize, &Name)| match view.workspace.resolve(KindId::ROLE, name) {
        Some(resolved) => format!("{rank}. {}", linked(view, resolved.def, links)),
        None => format!("{rank}. {}", escape(name)),
    };
    let shown: Vec<String> = ranked.iter().take(FEW).map(name).collect();
    if shown.is_empty() { Vec::new() } else { vec![format!("Alternatives: {}", some(&shown, ranked.len()))] }
}

/// A name as it is written, with a link to what it means.
fn name_of(view: Analysis<'_>, name: &Name, kind: KindId, links: Links<'_>) -> String {
    match view.workspace.resolve(kind, name) {
        Some(resolved) => linked_as(view, name, resolved.def, links),
        None => escape(name),
    }
}

fn listed(workspace: &Workspace, def: DefId) -> Vec<String> {
    let mut ranks: BTreeMap<usize, usize> = BTreeMap::new();
    for listing in listings(workspace, def) {
        *ranks.entry(listing.rank).or_default() += 1;
    }
    let pages: usize = ranks.values().sum();
    let each: Vec<String> = ranks.iter().map(|(rank, times)| format!("{} on {times}", ordinal(*rank))).collect();
    let line = match &*each {
        [] => "Listed on no page".to_owned(),
        [_] if pages == 1 => format!("Listed on 1 page: {}", ranks.keys().map(|r| ordinal(*r)).collect::<String>()),
        each => format!("Listed on {}: {}", count(pages, "page"), each.join(", ")),
    };
    vec![line]
}

/// For the role of a row that leaves cells out, a sentence that says which cells the row takes from which file. Their
/// values are in the role's card.
pub(super) fn in_row(file: &FileView<'_>, name: &NameUse) -> String {
    let found = row_of(file, name.span);
    let found = found.filter(|(row, _)| row.role.as_ref().is_some_and(|role| role.name == name.name));
    let Some((row, source)) = found else { return String::new() };
    let missing = missing(file.workspace(), row);
    let Some((path, own)) = source else {
        return if row.own || missing.is_empty() {
            String::new()
        } else {
            "It has no own row to take cells from.".into()
        };
    };
    let taken: Vec<Name> = missing.into_iter().filter(|c| has(own, c)).map(Name::from).collect();
    if taken.is_empty() {
        return String::new();
    }
    format!("This row takes {} from {}.", few(&taken, FEW), code(path))
}

/// What a row inherits, with the values: for its `role` key. `None` where it inherits nothing.
pub(super) fn inherited(file: &FileView<'_>, key: Span) -> Option<String> {
    let (row, source) = row_of(file, key)?;
    let (path, own) = source?;
    let missing = missing(file.workspace(), row);
    let values = cells(file.workspace(), own, |column| missing.contains(&column));
    (!values.is_empty()).then(|| format!("This row takes from {}:\n{}", code(path), values.join("\n")))
}

type Source<'w> = (&'w str, &'w Row);

/// The row that holds a place, and the own row that it takes cells from.
fn row_of<'w>(file: &FileView<'w>, place: Span) -> Option<(&'w Row, Option<Source<'w>>)> {
    let rows = &file.facts().role.as_ref()?.comparison.as_ref()?.rows;
    let row = rows.iter().find(|row| row.span.contains(place))?;
    let def = file.workspace().resolve(KindId::ROLE, &row.role.as_ref()?.name)?.def;
    if row.own || def.file == file.id {
        return Some((row, None));
    }
    let entry = file.workspace().file(def.file);
    Some((row, file.workspace().own_row(def.file).map(|own| (&*entry.path, own))))
}

fn has(row: &Row, column: &str) -> bool {
    row.cells.iter().any(|c| *c.column.name == *column && !c.text().is_empty())
}

/// The columns of the workspace that a row leaves out and may inherit.
fn missing<'w>(workspace: &'w Workspace, row: &Row) -> Vec<&'w str> {
    let columns = workspace.config().columns.iter().filter(|c| !c.per_page);
    columns.map(|c| c.name.as_str()).filter(|name| !has(row, name)).collect()
}
