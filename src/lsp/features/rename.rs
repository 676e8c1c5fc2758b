//! Renaming.

use tower_lsp::gen_lsp_types as lsp;
use tower_lsp::jsonrpc::{Error, Result};

use rustc_hash::FxHashSet;

use super::edits::{Part, can_ask, edit_of_workspaces};
use super::left::places;
use super::unread::{may_still_say, unread};
use crate::content::Name;
use crate::edit::Edit;
use crate::ide::change::rename::RenameOptions;
use crate::ide::change::same_in;
use crate::ide::plain_names::PlainName;
use crate::lsp::session::converter::{Converter, Open};
use crate::lsp::session::state::{Root, State};
use crate::text::into_visible;
use crate::workspace::DefId;

/// What is renamed at a place, and the name to start from.
///
/// # Errors
/// Why nothing can be renamed there, for the client to show.
pub fn prepare(open: &Open<'_>, position: lsp::Position) -> Result<lsp::PrepareRenameResult> {
    let at = open.offset(position);
    let (span, placeholder) = match open.file.plain_to_rename(at) {
        Some(plain) => plain.map(|(span, what)| (span, what.name().to_string())),
        None => open.file.prepare_rename(at),
    }
    .map_err(refusal)?;
    let range = open.range(span);
    Ok(lsp::PrepareRenameResult::PrepareRenamePlaceholder(lsp::PrepareRenamePlaceholder { range, placeholder }))
}

/// A rename.
pub struct Renamed {
    /// Its edits.
    pub edit: lsp::WorkspaceEdit,
    /// What they leave to the author, who should know.
    pub left: Option<String>,
}

/// The edits of a rename. Where several workspaces share the file that defines the thing, in all of them.
///
/// # Errors
/// Why it cannot be done, for the client to show.
pub fn edits(state: &State, open: &Open<'_>, position: lsp::Position, new_name: &str) -> Result<Renamed> {
    let at = open.offset(position);
    if let Some(plain) = open.file.plain_to_rename(at) {
        let (_, what) = plain.map_err(refusal)?;
        return plain_edits(state, open, &what, new_name);
    }
    let (def, label) = open.file.rename_target(at).map_err(refusal)?;
    let mut parts = everywhere(state, open.converter.root(), def, Some(&label), new_name).map_err(refusal)?;
    let old = open.file.workspace().name_of(def);
    let unread = parts.iter().map(|part| places_unread(state, part, &old)).sum();
    let left: Vec<String> = still_said(state, &parts, &old).into_iter().chain(may_still_say(unread, &old)).collect();
    let left = (!left.is_empty()).then(|| left.join("; "));
    let edit = edit_of_workspaces(state, &parts).or_else(|| {
        // A client that renames no files gets the edits alone; the finding about the file's name says the rest.
        parts.iter_mut().for_each(Part::keep_texts);
        edit_of_workspaces(state, &parts)
    });
    Ok(Renamed { edit: edit.ok_or_else(Error::internal_error)?, left })
}

/// The edits of a rename of a column or a group: in the workspace, and in those that share a file with it that names it.
fn plain_edits(state: &State, open: &Open<'_>, what: &PlainName, new_name: &str) -> Result<Renamed> {
    let asked = open.converter.root();
    let others = state.roots.iter().filter(|other| other.folder != asked.folder);
    let (mut parts, mut touched): (Vec<Part<'_>>, Vec<String>) = (Vec::new(), Vec::new());
    for root in std::iter::once(asked).chain(others) {
        if !parts.is_empty() && !touched.iter().any(|full| root.path_of(full).is_some()) {
            continue;
        }
        if !root.loaded {
            return Err(refusal(STILL_READING.to_owned()));
        }
        let plan = state.with_view(root, |view, _| view.rename_plain(what, new_name));
        let edits = plan.map_err(|why| refusal(naming(root, asked, why)))?.edits;
        if parts.is_empty() {
            let paths = edits.iter().filter_map(|edit| match edit {
                Edit::Text { path, .. } => Some(root.full(path)),
                _ => None,
            });
            touched = paths.collect();
            touched.dedup();
        }
        parts.push(Part { converter: Converter::new(state, root), edits, confirm: Vec::new(), rewritten: Vec::new() });
    }
    let edit = edit_of_workspaces(state, &parts);
    let old = what.name();
    let unread = parts.iter().map(|part| places_unread(state, part, old)).sum();
    Ok(Renamed { edit: edit.ok_or_else(Error::internal_error)?, left: may_still_say(unread, old) })
}

/// How many places that cannot be read may have an old name in a workspace.
fn places_unread(state: &State, part: &Part<'_>, old: &str) -> usize {
    let edits: Vec<Edit> = part.edits.iter().chain(&part.confirm).cloned().collect();
    state.with_view(part.converter.root(), |view, converter| unread(view, converter, &[old], &edits).len())
}

/// What to say of plain uses of an old name in prose that the client cannot ask about; `None` where there are none.
#[must_use]
pub fn still_said(state: &State, parts: &[Part<'_>], old: &str) -> Option<String> {
    let untold = |part: &Part<'_>| {
        let asked = places(&part.confirm).filter(|_| !can_ask(state));
        let all = asked.chain(part.rewritten.iter().cloned());
        all.map(|at| (part.converter.full(&at.path), at.span)).collect::<Vec<_>>()
    };
    let places = parts.iter().flat_map(untold);
    // A file that workspaces share is counted once.
    match places.collect::<FxHashSet<_>>().len() {
        0 => None,
        1 => Some(format!("1 sentence still says \"{old}\": search for it, and change it if the role is meant")),
        n => Some(format!("{n} sentences still say \"{old}\": search for it, and change those that mean the role")),
    }
}

/// What renaming a thing of a workspace takes, in each workspace. `label`: which of its labels, if it has several.
///
/// # Errors
/// In the author's words.
pub fn everywhere<'s>(
    state: &'s State,
    asked: &'s Root,
    def: DefId,
    label: Option<&Name>,
    new_name: &str,
) -> std::result::Result<Vec<Part<'s>>, String> {
    let keep_old = state.settings.keep_old_name;
    let options = RenameOptions { label: label.cloned(), keep_old, no_redirect: false };
    let mut parts = Vec::new();
    for (root, def) in sharing(state, asked, def) {
        if !root.loaded {
            return Err(STILL_READING.to_owned());
        }
        let plan = state.with_view(root, |view, _| view.rename(def, new_name, options.clone()));
        let plan = plan.map_err(|why| naming(root, asked, why))?;
        parts.push(Part {
            converter: Converter::new(state, root),
            edits: plan.edits,
            confirm: plan.confirm,
            rewritten: plan.rewritten,
        });
    }
    Ok(parts)
}

/// Why nothing can be changed in a workspace yet.
pub(super) const STILL_READING: &str = "the workspace is still being read: try again in a moment";

/// A reason, with the name of the workspace where it is not the one that was asked.
pub(super) fn naming(root: &Root, asked: &Root, why: impl Into<String>) -> String {
    let why = why.into();
    if root.folder == asked.folder { why } else { format!("in the workspace {}, {why}", root.folder) }
}

/// The workspaces that hold a definition: the one that was asked, and others with the same file.
pub(super) fn sharing<'s>(state: &'s State, root: &'s Root, def: DefId) -> Vec<(&'s Root, DefId)> {
    let full = root.full(&root.workspace.file(def.file).path);
    let others = state.roots.iter().filter(|other| other.folder != root.folder).filter_map(|other| {
        let same = same_in(&other.workspace, &other.path_of(&full)?, &root.workspace, def)?;
        Some((other, same))
    });
    std::iter::once((root, def)).chain(others).collect()
}

fn refusal(why: impl Into<String>) -> Error {
    Error::invalid_params(into_visible(why.into()))
}
