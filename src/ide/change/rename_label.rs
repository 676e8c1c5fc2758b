//! Renaming one label of a thing that has several ways to be written: its id, a name, the name of its file.

use super::moves::{Changed, Moved, name_at};
use super::new_name::new_name;
use super::plan::{ChangePlan, Refusal, planned, refuse};
use crate::content::{Name, collapse, unfit_for_file};
use crate::edit::Edit;
use crate::ide::Analysis;
use crate::ide::uses::names_by_file;
use crate::schema::Label;
use crate::workspace::{DefId, FileId, Workspace};

/// Whether the labels of a thing are renamed one by one: it has an id, it is foreseen somewhere, or it has several names.
pub(super) fn is_by_label(workspace: &Workspace, def: DefId) -> bool {
    let Some(definition) = workspace.definition(def) else { return false };
    let names = definition.labels.iter().filter(|label| label.label == Label::Name).count();
    names > 1 || definition.id().is_some() || definition.is_planned() || workspace.parts_of(def).len() > 1
}

/// Renames a label: everywhere the thing has it with that text, the name of its file included, and in every reference that
/// is written so. Other labels stay, and so does plain prose.
///
/// # Errors
/// In the author's words: the new text is empty, the old one, taken, or cannot stand where the old one stands.
pub(super) fn rename_label(view: Analysis<'_>, def: DefId, old: &str, new: &str) -> Result<ChangePlan, Refusal> {
    let workspace = view.workspace;
    let old: Name = collapse(old).as_ref().into();
    let new = new_name(&old, new)?;
    let parts = workspace.parts_of(def);
    is_free(workspace, &parts, &old, &new)?;
    let mut moves = Vec::new();
    for part in &parts {
        let path = &workspace.file(part.file).path;
        let labels = workspace.definition(*part).map_or(&[][..], |definition| &definition.labels);
        if labels.iter().any(|label| label.of_file && label.at.name == old) {
            moves.push(Moved { from: path.to_string(), to: file_named(view, part.file, &old, &new)? });
        }
    }
    // Files that refer by their own names, such as translations, follow.
    for (file, uses) in names_by_file(workspace, def) {
        if uses.iter().any(|name| name.is_file() && name.name == old) {
            let path = &workspace.file(file).path;
            moves.push(Moved { from: path.to_string(), to: file_named(view, file, &old, &new)? });
        }
    }
    let mut changed = Changed::default();
    changed.rename(workspace, &parts, &old, &new);
    changed.follow(view, &moves);
    let written = changed.finish(view, &old)?;
    let is_written = |moved: &&Moved| written.iter().any(|file| *file.path == *moved.from);
    let unchanged = moves.iter().filter(|moved| !is_written(moved)).count();
    let mut plan = planned(written);
    plan.files += unchanged;
    plan.edits.extend(moves.into_iter().map(|Moved { from, to }| Edit::Rename { path: from, to }));
    Ok(ChangePlan { old, new, ..plan })
}

/// An error where a label cannot have the new text: it is the id of another thing.
fn is_free(workspace: &Workspace, parts: &[DefId], old: &Name, new: &Name) -> Result<(), Refusal> {
    let Some(definition) = parts.first().and_then(|part| workspace.definition(*part)) else { return Ok(()) };
    let is_id = definition.labels.iter().any(|label| label.at.name == *old && label.label == Label::Id);
    let others = workspace.index().kind(definition.kind).labels(new);
    let taken = others.iter().find(|other| !parts.contains(&other.def) && (is_id || !other.has_id));
    let Some(other) = taken else { return Ok(()) };
    let word = workspace.config().word(definition.kind);
    refuse(format!("\"{new}\" is taken by a {word}, in {}", workspace.file(other.def.file).path))
}

/// The path of a file whose name, or whose folder's name, or whose path is a label of a thing, so that the label is another.
fn file_named(view: Analysis<'_>, file: FileId, old: &str, new: &str) -> Result<String, Refusal> {
    let entry = view.workspace.file(file);
    let path = &*entry.path;
    let refusal = |why: &str| Refusal::from(format!("\"{new}\" cannot be the name of {path}: {why}"));
    let is_whole = |(start, rest): &(&str, &str)| {
        (start.is_empty() || start.ends_with('/')) && (rest.starts_with('.') || rest.starts_with('/'))
    };
    let around = path.rfind(old).map(|at| (&path[..at], &path[at + old.len()..])).filter(is_whole);
    let Some((start, rest)) = around.filter(|_| old.contains('/') || !new.contains('/')) else {
        return Err(refusal("the file is not called so by its name alone"));
    };
    if let Some(why) = new.split('/').find_map(unfit_part) {
        return Err(refusal(&why));
    }
    let to = format!("{start}{new}{rest}");
    // An index file is called by its folder, and what no path of the settings finds by nothing.
    if name_at(view.workspace, entry, &to).as_deref() != Some(new) {
        return Err(refusal(&format!("{to} would not be called so")));
    }
    if view.sources.exists(&to) {
        return Err(refusal(&format!("there is a file {to} already")));
    }
    Ok(to)
}

/// Why a part of a path cannot be that of a file of a workspace.
fn unfit_part(part: &str) -> Option<String> {
    const NEVER: [char; 8] = ['\\', ':', '*', '?', '"', '<', '>', '|'];
    if part.is_empty()
        || part == "node_modules"
        || part.starts_with('.')
        || part.ends_with(['.', ' '])
        || part.contains(NEVER)
    {
        return Some("no file should be called so".to_owned());
    }
    unfit_for_file(part.split('.').next().unwrap_or(part)).or_else(|| unfit_for_file(part))
}
