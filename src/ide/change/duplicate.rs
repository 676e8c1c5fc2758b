//! Duplicating a role: a file that says the same under another name.

use super::plan::{FileChange, Refusal, read, refuse, written_name};
use crate::content::{Origin, collapse};
use crate::edit::{Document, remove_keys};
use crate::ide::Analysis;
use crate::ide::new_role::{NewRole, new_role};
use crate::ide::uses::{Place, uses_in};
use crate::schema::{Label, Schema};
use crate::text::{Span, TextEdit, apply};
use crate::workspace::DefId;

/// Keys that belong to one role alone, besides its labels: its addresses and the day of its review.
const OWN: [&str; 4] = ["slug", "toolkit", "redirect_from", "reviewed"];

/// Plans the file of a role that is a copy of another one under a name of its own: its own row has the new name, and
/// the labels, addresses and day of review of the old one are left out.
///
/// # Errors
/// The name is empty or taken, no file can be named so, or the role's file cannot be read for certain.
pub fn duplicate(view: Analysis<'_>, role: DefId, name: &str) -> Result<NewRole, Refusal> {
    let workspace = view.workspace;
    let entry = workspace.file(role.file);
    let path = &entry.path;
    let new = new_role(view, name, Some(path))?;
    if workspace.definition(role).is_none_or(|d| !d.kind.is_role()) {
        return refuse("only a role can be duplicated");
    }
    written_name(workspace, role)?;
    let file = read(view, path)?;
    if !file.is_sound() {
        return refuse(format!("{path} has a syntax error: mend it first"));
    }
    let name = collapse(name);
    let is_own = |place: Place| matches!(place, Place::Definition(Label::Name) | Place::Reference(Origin::Row));
    let uses = uses_in(workspace, role.file).into_iter().filter(|name| name.def() == Some(role) && is_own(name.place));
    let names = uses.map(|at| TextEdit::new(at.span, name.as_ref())).collect();
    let keys = own_keys(&file, workspace.schema_of(entry));
    let edits = remove_keys(&file, &keys)
        .ok_or_else(|| format!("{path} has a comment or an anchor beside {}: copy it by hand", keys.join(", ")))?;
    let written = FileChange { names, edits, ..FileChange::default() }.write(path, &file)?;
    let text = apply(&file.text, &written.edits).map_err(|_| format!("{path} cannot be copied"))?;
    let first = first(path, &text);
    Ok(NewRole { text, first, ..new })
}

/// The keys at the top of a role that belong to it alone.
fn own_keys<'f>(file: &'f Document, schema: &Schema) -> Vec<&'f str> {
    let shapes = &schema.shapes;
    let is_label = |key: &str| {
        let shape = shapes.root().known(key).map(|id| shapes.get(id));
        let items = shape.and_then(|shape| shapes.items(shape));
        let labels = shape.into_iter().chain(items).filter_map(|shape| shape.notes.defines.as_ref());
        labels.into_iter().any(|(_, label)| *label != Label::Name)
    };
    let keys = file.tree.root().into_iter().flat_map(|root| root.written_entries().map(|(key, _)| key.scalar_text()));
    keys.filter(|key| OWN.contains(key) || is_label(key)).collect()
}

/// What the author looks at first: the summary, which is no longer the whole truth.
fn first(path: &str, text: &str) -> Span {
    let file = Document::parse(path, text.to_owned());
    let summary = file.tree.root().and_then(|root| root.get("summary")).map(|summary| summary.inner_span());
    summary.unwrap_or_default()
}
