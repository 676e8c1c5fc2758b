//! Inlay hints: what a file leaves unsaid, ranks and inherited cells.

use super::shorten::shorten;
use super::{FileView, Location};
use crate::content::{Cell, KindId, PageList, Row, keys};
use crate::syntax::{Kind, NodeRef, Style};
use crate::text::Span;
use crate::workspace::{Column, FileEntry};

/// What a hint tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InlayKind {
    /// The rank of an alternative; stands before its role.
    Rank,
    /// The cells that a row takes from another file; stands behind its role.
    Inherited,
}

/// A hint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlayHint {
    /// Where it stands (byte of the file).
    pub at: u32,
    /// What it shows, at most 42 characters.
    pub label: String,
    /// What it tells.
    pub kind: InlayKind,
    /// All of it, one line for each cell.
    pub tooltip: Option<String>,
    /// The first of the inherited cells, in the other file; the start of that file where its place is not known.
    pub source: Option<Location>,
}

/// The longest label, in characters. Editors cut longer ones once more (Visual Studio Code those over 43).
const LONGEST: usize = 42;

/// The hints in a range of a file, sorted by offset.
#[must_use]
pub fn inlay_hints(file: &FileView<'_>, range: Span) -> Vec<InlayHint> {
    let Some(root) = file.tree.root() else { return Vec::new() };
    let mut hints = Vec::new();
    ranks(root, &mut hints);
    inherited(file, root, &mut hints);
    hints.retain(|hint| range.start <= hint.at && hint.at <= range.end && file.text.is_char_boundary(hint.at as usize));
    hints.sort_by_key(|hint| hint.at);
    // Through YAML aliases the role at one anchor can stand in several lists.
    hints.dedup_by(|a, b| a.at == b.at && a.kind == b.kind);
    hints
}

fn ranks(root: NodeRef<'_>, hints: &mut Vec<InlayHint>) {
    let Some(list) = PageList::Alternatives.of(root) else { return };
    for (rank, item) in (1..).zip(list.items()) {
        let role = written_role(item).filter(|role| !role.full_span().is_empty());
        if let Some(role) = role {
            let (at, label) = (role.full_span().start, format!("{rank}"));
            hints.push(InlayHint { at, label, kind: InlayKind::Rank, tooltip: None, source: None });
        }
    }
}

/// The role of an entry as it stands: an alias stays one.
fn written_role(item: NodeRef<'_>) -> Option<NodeRef<'_>> {
    item.written_entries().find(|(key, _)| key.scalar_text() == keys::ROLE).map(|(_, value)| value)
}

fn inherited(file: &FileView<'_>, root: NodeRef<'_>, hints: &mut Vec<InlayHint>) {
    let Some(list) = PageList::Rows.of(root) else { return };
    let rows = file.facts().role.as_ref().and_then(|r| r.comparison.as_ref()).map_or(&[][..], |c| &c.rows);
    let columns = columns(file);
    for (item, row) in list.items().filter(|item| item.kind() == Kind::Mapping).zip(rows) {
        let Some(role) = written_role(item) else { continue };
        let Some((entry, source)) = source_row(file, row) else { continue };
        let cells: Vec<&Cell> = columns
            .iter()
            .filter(|column| !column.per_page && cell(row, column).is_none())
            .filter_map(|column| cell(source, column))
            .collect();
        let Some(first) = cells.first() else { continue };
        // An own row that is only remembered from the last good parse has no place in the file.
        let stands = entry.facts.role.as_ref().is_some_and(|role| role.presumed_own_row().is_some());
        let place = if stands { first.span } else { Span::default() };
        let path = &entry.path;
        let at = if item.style() == Style::Flow { item.span().end } else { role.full_span().end };
        hints.push(InlayHint {
            at,
            label: label(&cells),
            kind: InlayKind::Inherited,
            tooltip: Some(tooltip(&cells, path)),
            source: Some(Location { path: path.clone(), span: place }),
        });
    }
}

/// The own row of the role that a row stands for, if that is in another file.
fn source_row<'w>(file: &FileView<'w>, row: &Row) -> Option<(&'w FileEntry, &'w Row)> {
    if row.own {
        return None;
    }
    let workspace = file.workspace();
    let resolved = workspace.resolve(KindId::ROLE, &row.role.as_ref()?.name)?;
    let entry = workspace.file(resolved.def.file);
    (resolved.def.file != file.id).then(|| workspace.own_row(resolved.def.file)).flatten().map(|row| (entry, row))
}

/// The columns of the table, in its order.
fn columns<'w>(file: &FileView<'w>) -> Vec<&'w Column> {
    let config = file.workspace().config();
    let comparison = file.facts().role.as_ref().and_then(|r| r.comparison.as_ref());
    match comparison.and_then(|c| c.columns.as_ref()) {
        Some((_, listed)) => listed.iter().filter_map(|at| config.column(&at.name)).collect(),
        None => {
            let shown =
                |c: &Column| comparison.is_some_and(|table| table.rows.iter().any(|row| cell(row, c).is_some()));
            config.columns.iter().filter(|c| !c.optional || shown(c)).collect()
        }
    }
}

fn cell<'r>(row: &'r Row, column: &Column) -> Option<&'r Cell> {
    row.cells.iter().find(|cell| *cell.column.name == column.name && !cell.text().is_empty())
}

fn label(cells: &[&Cell]) -> String {
    let all: Vec<String> = cells.iter().map(|cell| format!("{}: {}", cell.column.name, cell.text())).collect();
    shorten(&all.join("; "), LONGEST)
}

fn tooltip(cells: &[&Cell], path: &str) -> String {
    let mut text: String = cells.iter().map(|cell| format!("{}: {}\n", cell.column.name, cell.text())).collect();
    text.push_str("from ");
    text.push_str(path);
    text
}
