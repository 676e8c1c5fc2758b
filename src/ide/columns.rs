//! Columns of the comparison where an author meets them: their entries in `sidestep.yaml`, entries of `columns` in a role
//! file, and the keys of cells.

use super::{Analysis, FileView};
use crate::content::{Cell, FileFacts, FileKind, NameAt, Row, collapse};
use crate::syntax::{Kind, NodeRef, Tree};
use crate::text::Span;
use crate::workspace::{FileId, map_all};

/// A place that names a column.
#[derive(Clone)]
pub(super) struct ColumnAt<'w> {
    /// The name and its place; on a YAML alias (`*c`) that of the alias.
    pub at: NameAt,
    /// The cell whose key it is, with its row; `None` for an entry of `columns`.
    pub cell: Option<(&'w Row, &'w Cell)>,
}

/// The column that is named at a byte offset.
pub(super) fn column_at<'w>(file: &FileView<'w>, at: u32) -> Option<ColumnAt<'w>> {
    let alias = alias_at(&file.tree, at);
    let place = alias.map_or(at, |(_, anchored)| anchored);
    let mut found = written_at(file, place)?;
    if let Some((span, _)) = alias {
        found.at.span = span;
    }
    Some(found)
}

/// For a YAML alias of a scalar at a byte offset, the span of the alias and the byte offset of the scalar.
pub(super) fn alias_at(tree: &Tree, at: u32) -> Option<(Span, u32)> {
    let id = *tree.path_at(at).last()?;
    let (alias, anchored) = (tree.written(id), tree.node(id));
    let is_scalar = matches!(anchored.kind(), Kind::String | Kind::Number);
    (alias.kind() == Kind::Alias && is_scalar).then(|| (alias.span(), anchored.inner_span().start))
}

fn written_at<'w>(file: &FileView<'w>, at: u32) -> Option<ColumnAt<'w>> {
    let touches = |name: &NameAt| name.span.start <= at && at <= name.span.end;
    if file.entry.kind == FileKind::Config {
        let at = in_settings(&file.tree).into_iter().find(touches)?;
        return Some(ColumnAt { at, cell: None });
    }
    let comparison = file.facts().role.as_ref()?.comparison.as_ref()?;
    let listed = comparison.columns.iter().flat_map(|(_, entries)| entries).find(|name| touches(name));
    let cells = comparison.rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row, cell)));
    let cell = || cells.into_iter().find(|(_, cell)| touches(&cell.column));
    match listed {
        Some(at) => Some(ColumnAt { at: at.clone(), cell: None }),
        None => cell().map(|(row, cell)| ColumnAt { at: cell.column.clone(), cell: Some((row, cell)) }),
    }
}

/// The columns that `sidestep.yaml` lists.
pub(super) fn in_settings(tree: &Tree) -> Vec<NameAt> {
    let columns = tree.root().and_then(|root| root.get("columns"));
    let entries = columns.into_iter().flat_map(NodeRef::items).filter_map(|entry| entry.get("name"));
    entries.filter_map(trimmed).collect()
}

/// A scalar as a name, without white space around it.
pub(super) fn trimmed(node: NodeRef<'_>) -> Option<NameAt> {
    let text = match node.kind() {
        Kind::String | Kind::Number => node.scalar_text(),
        _ => return None,
    };
    let (start, end) = (text.len() - text.trim_start().len(), text.trim_end().len());
    (start < end)
        .then(|| NameAt { name: collapse(&text[start..end]).as_ref().into(), span: node.map().span(start, end) })
}

/// Every place in a file that names a column.
pub(super) fn places_of_column(file: &FileView<'_>, name: &str) -> Vec<Span> {
    match file.entry.kind {
        FileKind::Config => {
            in_settings(&file.tree).into_iter().filter(|at| *at.name == *name).map(|at| at.span).collect()
        }
        _ => in_role(file.facts(), name),
    }
}

/// Every place in the workspace that names a column, sorted by path and span.
pub(super) fn uses_of_column(view: Analysis<'_>, name: &str) -> Vec<(FileId, Vec<Span>)> {
    let one = |id: &FileId| {
        let entry = view.workspace.file(*id);
        let places = match entry.kind {
            FileKind::Config => view.open(*id).map_or_else(Vec::new, |file| places_of_column(&file, name)),
            _ => in_role(&entry.facts, name),
        };
        (*id, places)
    };
    let mut found = map_all(&view.workspace.sorted(), one);
    found.retain(|(_, places)| !places.is_empty());
    found
}

/// Each place once: what stands under an anchor is read again at each alias.
fn in_role(facts: &FileFacts, name: &str) -> Vec<Span> {
    let Some(comparison) = facts.role.as_ref().and_then(|r| r.comparison.as_ref()) else { return Vec::new() };
    let listed = comparison.columns.iter().flat_map(|(_, entries)| entries);
    let keys = comparison.rows.iter().flat_map(|row| &row.cells).map(|cell| &cell.column);
    let mut places: Vec<Span> = listed.chain(keys).filter(|at| *at.name == *name).map(|at| at.span).collect();
    places.sort();
    places.dedup();
    places
}
