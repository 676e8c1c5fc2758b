//! Files that are about to be renamed or deleted in the editor.

use rustc_hash::FxHashSet;
use tower_lsp::gen_lsp_types as lsp;

use super::edits::{Part, edit_of_workspaces, labelled_edit_of_workspaces};
use super::rename::{everywhere, still_said};
use crate::content::{FileKind, Name, unfit_for_file};
use crate::ide::change::moves::Moved;
use crate::loader::is_never_content;
use crate::lsp::proto::uri::{is_within, relative, to_path};
use crate::lsp::session::converter::Converter;
use crate::lsp::session::state::{Root, State};
use crate::text::visible;

/// What follows from files being renamed.
#[derive(Default)]
pub struct Consequences {
    /// The rename of the role that its file's new name suggests, else what leads to the files or is written by their names.
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
    if let Some(message) = renames.iter().find_map(|rename| unfit(state, rename)) {
        return Consequences { warning: Some(Notice { message, first: None }), ..Consequences::default() };
    }
    let mut leaving: FxHashSet<String> = FxHashSet::default();
    for (from, to) in renames {
        let roles = state.roots.iter().flat_map(|root| files_below(root, from, |kind| kind == FileKind::Role));
        leaving.extend(roles.filter(|full| {
            let after = format!("{to}{}", &full[from.len()..]);
            !state.roots.iter().any(|root| kind(root, &after) == Some(FileKind::Role))
        }));
    }
    let warning = leave(state, &leaving);
    // Edits for several roles at once might touch each other.
    let renamed = match renames {
        [one] => renamed_role(state, one),
        _ => None,
    };
    let (edit, left) = match renamed {
        Some((edit, left)) => (Some(edit), left),
        None => (moved(state, renames), None),
    };
    Consequences { edit, warning, left }
}

/// Why no file of a workspace should have the new name, or none can. Nothing follows from such a rename.
fn unfit(state: &State, (from, to): &(String, String)) -> Option<String> {
    let is_ours = |root: &Root| files_below(root, from, |_| true).next().is_some();
    let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let name = last(to);
    if name == last(from) || !state.roots.iter().any(is_ours) {
        return None;
    }
    // Windows reserves a name whatever its extensions.
    let (first, stem) = (name.split('.').next()?, name.rsplit_once('.').map_or(&*name, |(stem, _)| stem));
    let why = if stem.trim().is_empty() {
        "a name has letters before its extension".to_owned()
    } else {
        unfit_for_file(stem).or_else(|| unfit_for_file(first))?
    };
    let short: String = name.chars().take(MOST_SHOWN).collect();
    let cut = if short.len() < name.len() { "…" } else { "" };
    Some(format!("no file should be named “{}{cut}”: {why}; no name and no link is changed", visible(&short)))
}

/// So much of a file's name is shown, in characters.
const MOST_SHOWN: usize = 60;

/// The rename of a role that its file's new name suggests, and what it leaves.
fn renamed_role(state: &State, (from, to): &(String, String)) -> Option<(lsp::WorkspaceEdit, Option<String>)> {
    let place = state.places(from).next()?;
    kind(place.root, to)?;
    let to = relative(&place.root.folder, to);
    let (def, name) = state.with_view(place.root, |view, _| view.renamed_with_file(&place.path, &to))?;
    let old = place.root.workspace.name_of(def);
    let mut parts = everywhere(state, place.root, def, None, &name).ok()?;
    let left = still_said(state, &parts, &old);
    // The file is renamed by the client itself.
    parts.iter_mut().for_each(Part::keep_texts);
    Some((labelled_edit_of_workspaces(state, &parts, format!("Rename “{old}” to “{name}”"))?, left))
}

/// The edits of links that lead to files and folders (full paths before and after), of their own relative links, and of what
/// is called by their names.
fn moved(state: &State, renames: &[(String, String)]) -> Option<lsp::WorkspaceEdit> {
    let mut parts = Vec::new();
    for root in state.roots.iter().filter(|root| root.loaded) {
        let within = |full: &String| is_within(&root.folder, full);
        let moves = renames.iter().filter(|(from, to)| within(from) && within(to));
        let moves =
            moves.map(|(from, to)| Moved { from: relative(&root.folder, from), to: relative(&root.folder, to) });
        let moves: Vec<Moved> = moves.collect();
        let edits = state.with_view(root, |view, _| view.moved_files(&moves));
        if !edits.is_empty() {
            parts.push(Part {
                converter: Converter::new(state, root),
                edits,
                confirm: Vec::new(),
                rewritten: Vec::new(),
            });
        }
    }
    if parts.is_empty() { None } else { edit_of_workspaces(state, &parts) }
}

/// What the author should know before files or folders (full paths) are deleted.
#[must_use]
pub fn will_delete(state: &State, paths: &[String]) -> Option<Notice> {
    let roots = |path| state.roots.iter().map(move |root| (root, path));
    let gone = paths.iter().flat_map(roots).flat_map(|(root, path)| files_below(root, path, |_| true));
    let gone: FxHashSet<String> = gone.collect();
    let missed = still_named_things(state, &gone);
    let what = match &missed.names[..] {
        [] => return None,
        [name] => format!("“{name}”, which is deleted"),
        names if missed.only_roles => format!("{} roles that are deleted", names.len()),
        names => format!("{} pages that are deleted", names.len()),
    };
    let (one, several) = if missed.only_links { ("links to", "link to") } else { ("names", "name") };
    let pages = if missed.pages == 1 {
        format!("1 page still {one}")
    } else {
        format!("{} pages still {several}", missed.pages)
    };
    Some(Notice { message: format!("{pages} {what}: the problems list shows where"), first: missed.first })
}

fn kind(root: &Root, full: &str) -> Option<FileKind> {
    let path = relative(&root.folder, full);
    root.workspace.config().file_kind(&path).filter(|_| !is_never_content(&path))
}

/// The full paths of a workspace's files of some kinds that are a path or lie below it.
fn files_below<'r>(
    root: &'r Root,
    path: &'r str,
    counts: impl Fn(FileKind) -> bool + 'r,
) -> impl Iterator<Item = String> + 'r {
    let files = root.workspace.files().filter(move |(_, entry)| counts(entry.kind));
    files.map(|(_, entry)| root.full(&entry.path)).filter(move |full| is_within(path, full))
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
    let missed = still_named_things(state, files);
    let named = match missed.pages {
        0 => String::new(),
        1 => format!("; 1 page still names {it}"),
        pages => format!("; {pages} pages still name {it}"),
    };
    let message = format!("{what} the workspace: \"roles\" in sidestep.yaml does not cover the new path{named}");
    Some(Notice { message, first: missed.first })
}

/// Things that go and that other pages refer to.
struct Missed {
    names: Vec<Name>,
    /// How many pages refer to them.
    pages: usize,
    /// The first place that does.
    first: Option<lsp::Location>,
    /// They are roles.
    only_roles: bool,
    /// The pages link to their files and do not name them.
    only_links: bool,
}

/// What of some files other pages refer to.
fn still_named_things(state: &State, files: &FxHashSet<String>) -> Missed {
    let (mut names, mut pages, mut first) = (Vec::new(), FxHashSet::default(), None);
    let (mut only_roles, mut only_links) = (true, true);
    for root in state.roots.iter().filter(|root| root.loaded) {
        let ids = files.iter().filter_map(|full| root.workspace.find(&relative(&root.folder, full))).collect();
        let (things, others) = state.with_view(root, |view, converter| {
            let (things, others) = view.still_named(&ids);
            let is_other = |path: &str| view.workspace.find(path).is_some_and(|id| others.contains(&id));
            for thing in &things {
                let uses = view.uses_of(*thing).into_iter().filter(|(at, _)| is_other(&at.path));
                for (at, name) in uses {
                    only_links &= name.is_link();
                    only_roles &= name.kind.is_role();
                    if first.is_none() {
                        first = Some(converter.location(&at.path, at.span));
                    }
                }
            }
            (things, others)
        });
        names.extend(things.into_iter().map(|def| root.workspace.name_of(def)));
        pages.extend(others.into_iter().map(|file| root.full(&root.workspace.file(file).path)));
    }
    names.sort();
    names.dedup();
    Missed { names, pages: pages.len(), first, only_roles, only_links }
}
