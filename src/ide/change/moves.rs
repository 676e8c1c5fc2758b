//! [`moved_files`]: what changes when files and folders move: links that lead to them, their own relative ones, and
//! references that are written by the names of files.

use std::collections::BTreeMap;
use std::sync::Arc;

pub use super::moved::Moved;
use super::moved::Moves;
use super::moved_mentions::moved_mentions;
use super::moved_target::{Target, written_for};
use super::plan::{FileChange, Refusal, Written, planned, read};
use crate::content::{KindId, LinkForm, Name, name_of_file, path_in_root};
use crate::edit::Edit;
use crate::ide::Analysis;
use crate::ide::uses::names_by_file;
use crate::text::TextEdit;
use crate::workspace::{DefId, FileEntry, FileId, Workspace};

/// What changes in files, by their paths as they are now.
#[derive(Default)]
pub(super) struct Changed(BTreeMap<Arc<str>, FileChange>);

impl Changed {
    /// Adds the edits of links.
    pub fn follow(&mut self, view: Analysis<'_>, moves: &[Moved]) {
        if moves.is_empty() {
            return;
        }
        let moves = Moves::new(moves);
        // A folder that "/" means is named by the settings, and links that begin with "/" stay as they are.
        let settings = view.workspace.config().link_roots.iter();
        for (root, span) in settings.filter(|(root, _)| !root.is_empty() && moves.after(root) != *root) {
            let change = self.0.entry("sidestep.yaml".into()).or_default();
            change.names.push(TextEdit::new(*span, moves.after(root)));
        }
        for (file, edit) in moved_mentions(view, &moves) {
            self.name(view.workspace, file, edit);
        }
        for (_, entry) in view.workspace.files() {
            let own = moves.after(&entry.path);
            for link in &entry.facts.links {
                let Some(target) = Target::of(view, entry, link) else { continue };
                let text = written_for(&target, &moves, &own).filter(|text| **text != *link.target);
                let Some(edit) = text.map(|text| TextEdit::new(link.span, text)) else { continue };
                let change = self.0.entry(entry.path.clone()).or_default();
                if matches!(link.form, LinkForm::Field(_)) { change.names.push(edit) } else { change.edits.push(edit) }
            }
        }
    }

    /// Adds the edits of what is written by a label of a thing: its other labels with that text, and references.
    pub fn rename(&mut self, workspace: &Workspace, parts: &[DefId], old: &Name, new: &str) {
        for part in parts {
            let labels = workspace.definition(*part).map_or(&[][..], |definition| &definition.labels);
            for label in labels.iter().filter(|label| label.at.name == *old && !label.of_file) {
                self.name(workspace, part.file, TextEdit::new(label.at.span, new));
            }
        }
        let Some(def) = parts.first() else { return };
        for (file, uses) in names_by_file(workspace, *def) {
            let written = uses.iter().filter(|name| !name.is_definition() && !name.is_file() && name.name == *old);
            written.for_each(|name| self.name(workspace, file, TextEdit::new(name.span, new)));
        }
    }

    fn name(&mut self, workspace: &Workspace, file: FileId, edit: TextEdit) {
        let names = &mut self.0.entry(workspace.file(file).path.clone()).or_default().names;
        if !names.contains(&edit) {
            names.push(edit);
        }
    }

    /// The change of a file, if it has one.
    pub fn of(&self, path: &str) -> Option<&FileChange> {
        self.0.get(path)
    }

    /// Whether no file changes.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The changes of each file, by path.
    ///
    /// # Errors
    /// In the author's words, where a file cannot be changed; `what` is the name that it names.
    pub fn finish(self, view: Analysis<'_>, what: &str) -> Result<Vec<Written>, Refusal> {
        let write = |(path, change): (Arc<str>, FileChange)| {
            let refusal = |_| format!("{path} cannot be changed where it names \"{what}\": mend it first");
            let written = change.write(&path, &read(view, &path)?).map_err(refusal)?;
            Ok(written)
        };
        self.0.into_iter().map(write).collect()
    }
}

/// The edits that follow from moves of files and folders, by the paths as they are now: links keep the spelling that they
/// had, and labels stay. What is called by the name of its file is called by the new one. A file that cannot be changed is
/// left as it is.
#[must_use]
pub fn moved_files(view: Analysis<'_>, moves: &[Moved]) -> Vec<Edit> {
    let workspace = view.workspace;
    let mut changed = Changed::default();
    changed.follow(view, moves);
    let by_path = Moves::new(moves);
    for id in workspace.sorted() {
        let entry = workspace.file(id);
        let after = by_path.called(workspace, &entry.path);
        if after == *entry.path {
            continue;
        }
        for (position, old) in file_labels(entry) {
            let Some((kind, new)) = label_at(workspace, entry, &after).filter(|(_, new)| **new != *old) else {
                continue;
            };
            let def = DefId { file: id, position };
            // Who moves at the same time leaves its name.
            let stays = |path: &str| by_path.after(path) == path;
            let mut others = workspace.index().kind(kind).labels(&new).iter().filter(|label| !label.planned);
            if !others.any(|label| label.def != def && stays(&workspace.file(label.def.file).path)) {
                changed.rename(workspace, &workspace.parts_of(def), &old, &new);
            }
        }
    }
    let write = |(path, change): (Arc<str>, FileChange)| {
        let file = read(view, &path).ok()?;
        let links = FileChange { edits: change.edits.clone(), ..FileChange::default() };
        change.write(&path, &file).or_else(|_| links.write(&path, &file)).ok()
    };
    planned(changed.0.into_iter().filter_map(write).collect()).edits
}

/// The labels that a file's name gives to things, with these things' positions.
fn file_labels(entry: &FileEntry) -> Vec<(u32, Name)> {
    let things = (0..).zip(&entry.facts.definitions);
    let labels = things.flat_map(|(position, thing)| thing.labels.iter().map(move |label| (position, label)));
    labels.filter(|(_, label)| label.of_file).map(|(position, label)| (position, label.at.name.clone())).collect()
}

/// What a file's name calls its thing at another path.
fn label_at(workspace: &Workspace, entry: &FileEntry, path: &str) -> Option<(KindId, String)> {
    let note = workspace.schema(workspace.config().file_kind(path)?).shapes.file.name.as_ref()?;
    note.label?;
    Some((workspace.config().kind(&note.kind)?, name_at(workspace, entry, path)?))
}

/// What a file's name says at another path, of a thing of the same kind.
pub(super) fn name_at(workspace: &Workspace, entry: &FileEntry, path: &str) -> Option<String> {
    let note = |kind| workspace.schema(kind).shapes.file.name.as_ref();
    let (before, now) = (note(entry.kind)?, note(workspace.config().file_kind(path)?)?);
    if before.kind != now.kind {
        return None;
    }
    let for_folder = !workspace.stands_aside(path, &entry.path);
    name_of_file(path_in_root(path, now.from, workspace.config().links.as_ref()), now.from, for_folder)
}
