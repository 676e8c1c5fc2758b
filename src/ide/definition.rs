//! Where the thing at a place is defined.

use std::sync::Arc;

use super::columns::{ColumnAt, column_at};
use super::groups::{group_at, places_of_group};
use super::uses::NameUse;
use super::{Analysis, FileView};
use crate::content::{FileKind, KindId, keys, swap_first_case};
use crate::schema::Label;
use crate::syntax::{Kind, NodeRef, Tree};
use crate::text::Span;
use crate::workspace::{DefId, How, Workspace};

/// Where a thing is defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// What was asked about (bytes of the file).
    pub origin: Span,
    /// The definitions, the one that a name resolves to first.
    pub targets: Vec<Target>,
}

/// A place that defines something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The file, relative to the workspace.
    pub path: Arc<str>,
    /// The name.
    pub name: Span,
    /// All that belongs to it: an entry, or the head of a role file.
    pub full: Span,
}

/// Where what stands at a byte offset is defined. For a name: the thing, all that claim it if there are several. For a
/// cell's key: the cell in the role's own row. For a column: its entry in `sidestep.yaml`. For a group, which is defined
/// nowhere: the first place of the file that names it. For a path in `sidestep.yaml`: the file.
#[must_use]
pub fn definition(file: &FileView<'_>, at: u32) -> Option<Definition> {
    let found = match file.name_at(at) {
        Some(name) => {
            let targets = claimants(file.workspace(), &name).into_iter().map(|def| target(file, def)).collect();
            Definition { origin: name.span, targets }
        }
        None => match column_at(file, at) {
            Some(column) => {
                let targets = own_cell(file, &column).or_else(|| column_entry(file.view, &column.at.name));
                Definition { origin: column.at.span, targets: targets.into_iter().collect() }
            }
            None => path_in_settings(file, at).or_else(|| group(file, at))?,
        },
    };
    (!found.targets.is_empty()).then_some(found)
}

/// The thing whose file or entry holds a byte offset.
#[must_use]
pub fn defined_around(file: &FileView<'_>, at: u32) -> Option<DefId> {
    let items = || file.tree.root().into_iter().flat_map(NodeRef::written_items).map(NodeRef::full_span);
    let around = match file.entry.kind {
        FileKind::Vocabulary(_) => items().find(|item| item.start <= at && at <= item.end)?,
        _ => Span::of(0, file.text.len()),
    };
    let position = file.facts().definitions.iter().position(|definition| around.contains(definition.name().span))?;
    Some(DefId { file: file.id, position: u32::try_from(position).ok()? })
}

/// The definitions that a name could resolve to in the same way ([`How`]), the one that it does resolve to first.
pub(super) fn claimants(workspace: &Workspace, name: &NameUse) -> Vec<DefId> {
    let Some(resolved) = name.resolved else { return Vec::new() };
    let swapped = if name.kind.is_role() { None } else { swap_first_case(&name.name) };
    let is_written = |other: &str| *other == *name.name || swapped.as_deref() == Some(other);
    let mut claims: Vec<DefId> = workspace.index().claimants(name.kind, &name.name).collect();
    claims.retain(|def| {
        let labels = workspace.definition(*def).map_or(&[][..], |d| &d.labels);
        match resolved.how {
            How::Exact => labels.iter().any(|l| l.label != Label::Avoid && is_written(&l.at.name)),
            How::Avoid => labels.iter().any(|l| l.label == Label::Avoid && is_written(&l.at.name)),
            How::Case | How::Slug | How::Named => true,
            How::PathEnd => false,
        }
    });
    claims.push(resolved.def);
    claims.sort_by(|a, b| (*a != resolved.def).cmp(&(*b != resolved.def)).then_with(|| workspace.order(*a, *b)));
    claims.dedup();
    claims
}

/// A definition as a target.
fn target(file: &FileView<'_>, def: DefId) -> Target {
    let place = file.view.place_of(def);
    let full = if def.file == file.id {
        extent(&file.tree, place.span, file.entry.kind)
    } else {
        file.view.open(def.file).and_then(|other| extent(&other.tree, place.span, other.entry.kind))
    };
    Target { path: place.path, name: place.span, full: full.unwrap_or(place.span) }
}

/// All that belongs to a definition whose name stands at `name`.
fn extent(tree: &Tree, name: Span, kind: FileKind) -> Option<Span> {
    let root = tree.root()?;
    let span = match kind {
        FileKind::Role => head(root, name),
        _ => root.written_items().map(NodeRef::span).find(|item| item.contains(name)),
    };
    span.filter(|span| span.contains(name))
}

/// The run of keys around `name` that has no key of the alternatives page in it.
fn head(root: NodeRef<'_>, name: Span) -> Option<Span> {
    let mut head = name;
    for (key, value) in root.written_entries() {
        if keys::PAGE.contains(&key.scalar_text()) {
            if key.span().start > name.start {
                break;
            }
            head = name;
            continue;
        }
        head = head.cover(key.full_span()).cover(value.span());
    }
    Some(head)
}

/// For a cell's key the same cell in the own row of the row's role, else that own row; `None` on an own row and in a
/// `per_page` column.
fn own_cell(file: &FileView<'_>, column: &ColumnAt<'_>) -> Option<Target> {
    let (row, _) = column.cell?;
    let workspace = file.workspace();
    let def = workspace.resolve(KindId::ROLE, &row.role.as_ref()?.name)?.def;
    if row.own || def.file == file.id || workspace.config().column(&column.at.name).is_some_and(|c| c.per_page) {
        return None;
    }
    let entry = workspace.file(def.file);
    // An own row that is only remembered from the last good parse has no place in the file.
    let own = entry.facts.role.as_ref()?.own_row()?;
    let cell = own.cells.iter().find(|c| c.column.name == column.at.name);
    let (name, full) = match cell {
        Some(cell) => (cell.column.span, cell.column.span.cover(cell.span)),
        None => (own.role.as_ref()?.span, own.span),
    };
    Some(Target { path: entry.path.clone(), name, full })
}

/// A column's entry in `sidestep.yaml`.
fn column_entry(view: Analysis<'_>, name: &str) -> Option<Target> {
    let settings = view.file("sidestep.yaml")?;
    let columns = settings.tree.root()?.get("columns")?;
    let entry = columns.items().find(|item| item.get("name").is_some_and(|n| n.scalar_text().trim() == name))?;
    let at = entry.get("name")?.inner_span();
    Some(Target { path: settings.entry.path.clone(), name: at, full: entry.span().cover(at) })
}

/// The first place of the file that names the group at a byte offset.
fn group(file: &FileView<'_>, at: u32) -> Option<Definition> {
    let found = group_at(file, at)?;
    let name = places_of_group(file, found.of, &found.at.name).into_iter().next()?;
    let items = file.tree.root().into_iter().flat_map(NodeRef::written_items).map(NodeRef::span);
    let full = items.into_iter().find(|item| item.contains(name)).unwrap_or(name);
    let target = Target { path: file.entry.path.clone(), name, full };
    Some(Definition { origin: found.at.span, targets: vec![target] })
}

/// The files that a path or pattern in `sidestep.yaml` names: a schema, or vocabularies.
fn path_in_settings(file: &FileView<'_>, at: u32) -> Option<Definition> {
    if file.entry.kind != FileKind::Config {
        return None;
    }
    let root = file.tree.root()?;
    let touches = |node: &NodeRef<'_>| node.kind() == Kind::String && node.span().start <= at && at <= node.span().end;
    let top = |path: &str| Target { path: path.into(), name: Span::default(), full: Span::default() };
    let mut schemas = root.get("schemas").into_iter().flat_map(NodeRef::entries);
    if let Some((_, value)) = schemas.find(|(_, value)| touches(value)) {
        let path = value.scalar_text().trim().trim_start_matches("./");
        let targets = if file.view.sources.exists(path) { vec![top(path)] } else { Vec::new() };
        return Some(Definition { origin: value.inner_span(), targets });
    }
    let workspace = file.workspace();
    let lists = root.get("vocabularies").into_iter().flat_map(NodeRef::entries);
    let lists = lists.map(|(kind, list)| (workspace.config().kind(kind.scalar_text()), list));
    for (kind, list) in lists.chain(root.get("roles").map(|list| (Some(KindId::ROLE), list))) {
        let Some(item) = list.items().find(touches) else { continue };
        let targets = matching(workspace, kind?, item.scalar_text()).iter().map(|path| top(path)).collect();
        return Some(Definition { origin: item.inner_span(), targets });
    }
    None
}

/// The files of a kind that a pattern names; none for a pattern of roles, which names too many.
fn matching(workspace: &Workspace, kind: KindId, pattern: &str) -> Vec<Arc<str>> {
    let wanted = if kind.is_role() { FileKind::Role } else { FileKind::Vocabulary(kind) };
    let plain = pattern.trim_start_matches("./");
    if let Some(id) = workspace.find(plain) {
        return vec![workspace.file(id).path.clone()];
    }
    if kind.is_role() {
        return Vec::new();
    }
    let fits = crate::workspace::path_pattern(plain);
    let files = workspace.files().filter(|(_, e)| e.kind == wanted && fits.as_ref().is_some_and(|f| f(&e.path)));
    let mut paths: Vec<Arc<str>> = files.map(|(_, e)| e.path.clone()).collect();
    paths.sort();
    paths
}
