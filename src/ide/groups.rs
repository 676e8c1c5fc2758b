//! Groups that entries are sorted into, such as the categories of a vocabulary: words of the author's own, defined nowhere.
//! The schema says where they stand (`x-sidestep-group`).

use super::columns::{alias_at, trimmed};
use super::{Analysis, FileView};
use crate::content::{FileKind, KindId, Name, NameAt, Visitor, walk};
use crate::schema::{Schema, Shaped};
use crate::syntax::NodeRef;
use crate::text::Span;
use crate::workspace::{FileId, map_all};

/// A group's name in a file.
pub(super) struct GroupAt<'s> {
    /// What the schema calls such groups: `category`.
    pub of: &'s str,
    /// The name and its place; on a YAML alias (`*c`) that of the alias.
    pub at: NameAt,
}

/// The group that is named at a byte offset.
pub(super) fn group_at<'w>(file: &FileView<'w>, at: u32) -> Option<GroupAt<'w>> {
    let alias = alias_at(&file.tree, at);
    let place = alias.map_or(at, |(_, anchored)| anchored);
    let touches = |group: &GroupAt<'_>| group.at.span.start <= place && place <= group.at.span.end;
    let mut found = groups_in(file.tree.root(), file.workspace().schema_of(file.entry)).into_iter().find(touches)?;
    if let Some((span, _)) = alias {
        found.at.span = span;
    }
    Some(found)
}

/// Every place in a file that names a group.
pub(super) fn places_of_group(file: &FileView<'_>, of: &str, name: &str) -> Vec<Span> {
    let all = groups_in(file.tree.root(), file.workspace().schema_of(file.entry)).into_iter();
    all.filter(|group| group.of == of && *group.at.name == *name).map(|group| group.at.span).collect()
}

/// Every place in the workspace that names a group, sorted by path and span.
pub(super) fn uses_of_group(view: Analysis<'_>, of: &str, name: &str) -> Vec<(FileId, Vec<Span>)> {
    let word = name.split(' ').next().unwrap_or(name);
    let one = |id: &FileId| {
        let text = view.sources.read(&view.workspace.file(*id).path).unwrap_or_default();
        // In quotes a word may be written with escapes.
        let may = text.contains(word) || text.contains('\\') || text.contains("''");
        let places = if may { places_of_group(&view.open_text(*id, text), of, name) } else { Vec::new() };
        (*id, places)
    };
    let mut found = map_all(&files(view, of), one);
    found.retain(|(_, places)| !places.is_empty());
    found
}

/// The names of all groups of a sort, each once.
pub(super) fn groups_of(view: Analysis<'_>, of: &str) -> Vec<Name> {
    let one = |id: &FileId| {
        let text = view.sources.read(&view.workspace.file(*id).path).unwrap_or_default();
        let file = view.open_text(*id, text);
        let all = groups_in(file.tree.root(), file.workspace().schema_of(file.entry)).into_iter();
        all.filter(|group| group.of == of).map(|group| group.at.name).collect::<Vec<_>>()
    };
    let mut names = map_all(&files(view, of), one).concat();
    names.sort_unstable();
    names.dedup();
    names
}

/// What groups are called in the workspace's schemas: `category`.
pub(super) fn kinds_of_groups(view: Analysis<'_>) -> Vec<String> {
    let schema = |kind| view.workspace.schema(kind).shapes.groups().map(str::to_owned);
    let own = (0..).zip(&view.workspace.config().collections).map(|(at, _)| FileKind::Collection(at));
    let kinds = [FileKind::Role, FileKind::Vocabulary(KindId::SKILL)].into_iter().chain(own);
    let mut words: Vec<String> = kinds.flat_map(schema).collect();
    words.sort();
    words.dedup();
    words
}

/// How many files may name such groups.
pub(super) fn count_files(view: Analysis<'_>, of: &str) -> usize {
    files(view, of).len()
}

/// The files whose schema has such groups, sorted by path.
fn files(view: Analysis<'_>, of: &str) -> Vec<FileId> {
    let has = |kind: FileKind| view.workspace.schema(kind).shapes.groups().any(|word| word == of);
    let (role, vocabulary) = (has(FileKind::Role), has(FileKind::Vocabulary(KindId::SKILL)));
    let mut files = view.workspace.sorted();
    files.retain(|id| match view.workspace.file(*id).kind {
        FileKind::Role => role,
        FileKind::Vocabulary(_) => vocabulary,
        kind @ FileKind::Collection(_) => has(kind),
        FileKind::Config => false,
    });
    files
}

/// The groups of an entry of a file's list, sorted by span.
pub(super) fn groups_of_entry(schema: &Schema, item: NodeRef<'_>) -> Vec<Name> {
    let shapes = &schema.shapes;
    let shaped = shapes.items(shapes.root()).map(|items| Shaped::new(item, items, shapes));
    groups_below(shaped).into_iter().map(|group| group.at.name).collect()
}

/// All groups in a file with a root, sorted by span.
pub(super) fn groups_in<'s>(root: Option<NodeRef<'_>>, schema: &'s Schema) -> Vec<GroupAt<'s>> {
    let shapes = &schema.shapes;
    groups_below(root.map(|root| Shaped::new(root, shapes.root(), shapes)))
}

fn groups_below<'s>(at: Option<Shaped<'_, 's>>) -> Vec<GroupAt<'s>> {
    struct Groups<'s>(Vec<GroupAt<'s>>);
    impl<'t, 's> Visitor<'t, 's> for Groups<'s> {
        fn group(&mut self, of: &'s str, node: NodeRef<'t>) {
            self.0.extend(trimmed(node).map(|at| GroupAt { of, at }));
        }
    }
    let mut groups = Groups(Vec::new());
    at.into_iter().for_each(|at| walk(at, &mut groups));
    let Groups(mut found) = groups;
    found.sort_by_key(|group| group.at.span);
    found.dedup_by_key(|group| group.at.span);
    found
}
