//! Files that are about to be renamed or deleted in the editor.

use rustc_hash::FxHashSet;
use tower_lsp::gen_lsp_types as lsp;

use super::edits::labelled_edit_of_workspaces;
use super::rename::{everywhere, still_said};
use crate::content::{FileKind, Name};
use crate::ide::change::rename_file::{renamed_with_file, still_named};
use crate::ide::uses::uses_of;
use crate::lsp::proto::uri::{is_within, relative, to_path};
use crate::lsp::session::state::{Root, State};

/// What follows from files being renamed.
#[derive(Default)]
pub struct Consequences {
    /// The rename of the role that its file's new name suggests.
    pub edit: Option<lsp::WorkspaceEdit>,
    /// What the author should know.
    pub warning: Option<Notice>,
    /// What the edit leaves to the author.
    pub left: Option<String>,
}

/// What the author should know, with a place to show.
#[derive(Debug, PartialEq, Eq)]
pub struct Notice {
    /// The message.
    pub message: String,
    /// The first place that it speaks of.
    pub first: Option<lsp::Location>,
}

/// The files that an edit renames, by full path.
#[must_use]
pub fn renames_in(edit: &lsp::WorkspaceEdit) -> Vec<(String, String)> {
    let changes = edit.document_changes.iter().flatten();
    let renames = changes.filter_map(|change| match change {
        lsp::DocumentChange::RenameFile(rename) => {
            Some((to_path(rename.old_uri.as_ref())?, to_path(rename.new_uri.as_ref())?))
        }
        _ => None,
    });
    renames.collect()
}

/// What renaming files or folders entails: full paths before and after.
#[must_use]
pub fn will_rename(state: &State, renames: &[(String, String)]) -> Consequences {
    let mut leaving: FxHashSet<String> = FxHashSet::default();
    for (from, to) in renames {
        let roles = state.roots.iter().flat_map(|root| roles_below(root, from));
        leaving.extend(roles.filter(|full| {
            let after = format!("{to}{}", &full[from.len()..]);
            !state.roots.iter().any(|root| kind(root, &after) == Some(FileKind::Role))
        }));
    }
    let warning = leave(state, &leaving);
    // Edits for several roles at once might touch each other.
    let edit = match renames {
        [(from, to)] => state.places(from).next().and_then(|place| {
            let to = relative(&place.root.folder, to);
            let (def, name) = state.with_view(place.root, |view, _| renamed_with_file(view, &place.path, &to))?;
            let old = place.root.workspace.name_of(def);
            let mut parts = everywhere(state, place.root, def, None, &name).ok()?;
            let left = still_said(state, &parts, &old);
            // The file is renamed by the client itself.
            parts.iter_mut().for_each(super::edits::Part::keep_texts);
            Some((labelled_edit_of_workspaces(state, &parts, format!("Rename “{old}” to “{name}”"))?, left))
        }),
        _ => None,
    };
    let (edit, left) = edit.map_or((None, None), |(edit, left)| (Some(edit), left));
    Consequences { edit, warning, left }
}

/// What the author should know before files or folders (full paths) are deleted.
#[must_use]
pub fn will_delete(state: &State, paths: &[String]) -> Option<Notice> {
    let roots = |path| state.roots.iter().map(move |root| (root, path));
    let gone = paths.iter().flat_map(roots).flat_map(|(root, path)| roles_below(root, path));
    let gone: FxHashSet<String> = gone.collect();
    let Missed { names, pages, first } = still_named_roles(state, &gone);
    let what = match &names[..] {
        [] => return None,
        [name] => format!("“{name}”, which is deleted"),
        names => format!("{} roles that are deleted", names.len()),
    };
    let pages = if pages == 1 { "1 page still names".to_owned() } else { format!("{pages} pages still name") };
    Some(Notice { message: format!("{pages} {what}: the problems list shows where"), first })
}

fn kind(root: &Root, full: &str) -> Option<FileKind> {
    root.workspace.config().file_kind(&relative(&root.folder, full))
}

/// The full paths of the role files that are a path or lie below it.
fn roles_below(root: &Root, path: &str) -> impl Iterator<Item = String> {
    let roles = root.workspace.files().filter(|(_, entry)| entry.kind == FileKind::Role);
    roles.map(|(_, entry)| root.full(&entry.path)).filter(move |full| is_within(path, full))
}

/// What to say of role files that are none any more by their new paths.
fn leave(state: &State, files: &FxHashSet<String>) -> Option<Notice> {
    let name = |full: &String| {
        let place = state.places(full).next()?;
        let facts = &place.root.workspace.file(place.root.workspace.find(&place.path)?).facts;
        Some(facts.role_definition()?.name().name.clone())
    };
    let one = files.iter().next().filter(|_| files.len() == 1).and_then(name);
    let (what, it) = match (files.len(), one) {
        (0, _) => return None,
        (_, Some(name)) => (format!("“{name}” leaves"), "it"),
        (1, None) => ("1 role leaves".to_owned(), "it"),
        (count, _) => (format!("{count} roles leave"), "them"),
    };
    let missed = still_named_roles(state, files);
    let named = match missed.pages {
        0 => String::new(),
        1 => format!("; 1 page still names {it}"),
        pages => format!("; {pages} pages still name {it}"),
    };
    let message = format!("{what} the workspace: \"roles\" in sidestep.yaml does not cover the new path{named}");
    Some(Notice { message, first: missed.first })
}

/// Roles that go and that other pages name.
struct Missed {
    names: Vec<Name>,
    /// How many pages name them.
    pages: usize,
    /// The first place that does.
    first: Option<lsp::Location>,
}

/// Which roles of some files other pages name.
fn still_named_roles(state: &State, files: &FxHashSet<String>) -> Missed {
    let (mut names, mut pages, mut first) = (Vec::new(), FxHashSet::default(), None);
    for root in state.roots.iter().filter(|root| root.loaded) {
        let ids = files.iter().filter_map(|full| root.workspace.find(&relative(&root.folder, full))).collect();
        let (roles, others) = state.with_view(root, |view, converter| {
            let (roles, others) = still_named(view, &ids);
            if let (None, Some(role)) = (&first, roles.first()) {
                let mut uses = uses_of(view, *role).into_iter().map(|(at, _)| at);
                let elsewhere = uses.find(|at| view.workspace.find(&at.path).is_some_and(|id| others.contains(&id)));
                first = elsewhere.map(|at| converter.location(&at.path, at.span));
            }
            (roles, others)
        });
        names.extend(roles.into_iter().map(|def| root.workspace.name_of(def)));
        pages.extend(others.into_iter().map(|file| root.full(&root.workspace.file(file).path)));
    }
    names.sort();
    names.dedup();
    Missed { names, pages: pages.len(), first }
}
