//! Renaming one label of a thing that has several ways to be written: its id, a name, the name of its file.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::moves::{Moved, moved_links};
use super::rename_plan::RenamePlan;
use crate::content::{Name, collapse};
use crate::edit::{Edit, TextFile, is_json_file, keep_json, rename_names};
use crate::ide::View;
use crate::ide::uses::uses_by_file;
use crate::schema::Label;
use crate::text::TextEdit;
use crate::workspace::{DefId, Workspace};

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
pub(super) fn rename_label(view: View<'_>, def: DefId, old: &str, new: &str) -> Result<RenamePlan, String> {
    let workspace = view.workspace;
    let old: Name = collapse(old).as_ref().into();
    let new: Name = collapse(new).as_ref().into();
    let parts = workspace.parts_of(def);
    allowed(workspace, &parts, &old, &new)?;
    let mut changed: BTreeMap<Arc<str>, Vec<TextEdit>> = BTreeMap::new();
    let mut moves = Vec::new();
    for part in &parts {
        let entry = workspace.file(part.file);
        let labels = workspace.definition(*part).map_or(&[][..], |definition| &definition.labels);
        for label in labels.iter().filter(|label| label.at.name == old) {
            if label.of_file {
                moves.push(Moved { from: entry.path.to_string(), to: file_named(&entry.path, &old, &new)? });
            } else {
                changed.entry(entry.path.clone()).or_default().push(TextEdit::new(label.at.span, new.as_ref()));
            }
        }
    }
    for (file, uses) in uses_by_file(workspace, def) {
        let written = uses.iter().filter(|name| !name.is_definition() && name.name == old);
        let edits: Vec<TextEdit> = written.map(|name| TextEdit::new(name.span, new.as_ref())).collect();
        if !edits.is_empty() {
            changed.entry(workspace.file(file).path.clone()).or_default().extend(edits);
        }
    }
    let links = moved_links(view, &moves);
    let mut edits = Vec::new();
    let mut files = 0;
    let mut paths: Vec<&Arc<str>> = changed.keys().chain(links.keys()).collect();
    paths.sort();
    paths.dedup();
    for path in paths {
        let text = view.sources.read(path).map_err(|error| format!("{path} cannot be read: {error}"))?;
        let file = TextFile::new(path, text);
        let mut own = changed.get(path).cloned().unwrap_or_default();
        own.sort_by_key(|edit| edit.span);
        own.dedup();
        let mut own = rename_names(&file, &own)
            .ok_or_else(|| format!("{path} cannot be changed where it names \"{old}\": mend it first"))?;
        own.extend(links.get(path).into_iter().flatten().cloned());
        own.sort_by_key(|edit| edit.span);
        if is_json_file(path) {
            own = keep_json(path, file.text(), own);
        }
        files += usize::from(!own.is_empty());
        edits.extend(own.into_iter().map(|edit| Edit::Text { path: path.to_string(), edit }));
    }
    files += moves.iter().filter(|moved| !changed.contains_key(moved.from.as_str())).count();
    edits.extend(moves.into_iter().map(|Moved { from, to }| Edit::Rename { path: from, to }));
    Ok(RenamePlan { old, new, edits, confirm: Vec::new(), redirect: None, files })
}

/// An error where a label cannot have the new text: it is empty, the old one, or the id of another thing.
fn allowed(workspace: &Workspace, parts: &[DefId], old: &Name, new: &Name) -> Result<(), String> {
    if new.is_empty() {
        return Err("the new name is empty".to_owned());
    }
    if new == old {
        return Err(format!("the name is \"{old}\" already"));
    }
    if let Some(c) = new.chars().find(|c| c.is_control()) {
        return Err(format!("a name cannot hold the character {}", c.escape_unicode()));
    }
    let Some(definition) = parts.first().and_then(|part| workspace.definition(*part)) else { return Ok(()) };
    let is_id = definition.labels.iter().any(|label| label.at.name == *old && label.label == Label::Id);
    let others = workspace.index().kind(definition.kind).labels(new);
    let taken = others.iter().find(|other| !parts.contains(&other.def) && (is_id || !other.has_id));
    let Some(other) = taken else { return Ok(()) };
    let word = workspace.config().word(definition.kind);
    Err(format!("\"{new}\" is taken by a {word}, in {}", workspace.file(other.def.file).path))
}

/// The path of a file whose name, or whose folder's name, or whose path is a label of a thing.
fn file_named(path: &str, old: &str, new: &str) -> Result<String, String> {
    let refusal = || format!("\"{new}\" cannot be the name of {path}");
    if new.starts_with(['.', '/']) || new.contains(['\\', ':', '*', '?', '"', '<', '>', '|']) || new.contains("..") {
        return Err(refusal());
    }
    let (start, rest) = match path.rfind(old) {
        Some(at) => (&path[..at], &path[at + old.len()..]),
        None => return Err(refusal()),
    };
    let is_whole = (start.is_empty() || start.ends_with('/')) && (rest.starts_with('.') || rest.starts_with('/'));
    if !is_whole || !old.contains('/') && new.contains('/') {
        return Err(refusal());
    }
    Ok(format!("{start}{new}{rest}"))
}
