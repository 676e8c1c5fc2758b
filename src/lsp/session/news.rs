//! News: a document was typed in, something happened on disk.

use std::sync::Arc;

use super::events::{changed, walked};
use super::folders::{configuration_changed, workspaces_changed};
use super::journal;
use super::read::{reload, reload_beside};
use super::shared::{Seen, Shared};
use super::state::State;
use crate::loader::JOURNAL;

/// Files (or folders) that may have changed on disk, by full path. Open documents stay as the editor has them.
pub fn files_changed(shared: &Arc<Shared>, state: &mut State, paths: impl IntoIterator<Item = String>) {
    let paths: Vec<String> = paths.into_iter().collect();
    if configuration_changed(shared, state, &paths) || workspaces_changed(shared, state, &paths) {
        return;
    }
    for at in 0..state.roots.len() {
        let root = &mut state.roots[at];
        if root.loading {
            root.missed.extend(paths.iter().cloned());
        }
        if changed(shared, state, at, &paths) {
            reload_beside(shared, state, at);
        }
        if paths.contains(&state.roots[at].full(JOURNAL)) {
            journal::look(shared, state, at);
        }
    }
}

/// What was seen on disk, beside the message loop.
pub fn seen(shared: &Arc<Shared>, state: &mut State, seen: Seen) {
    match seen {
        Seen::At(paths) => files_changed(shared, state, paths),
        Seen::Anywhere => (0..state.roots.len()).for_each(|at| reload_beside(shared, state, at)),
        Seen::Walked(found) => {
            if let Some(at) = walked(shared, state, found) {
                reload_beside(shared, state, at);
            }
        }
    }
}

/// The text of an open document has changed, or a file is to be read anew: applies it to every workspace that the file
/// belongs to.
pub fn document_changed(shared: &Arc<Shared>, state: &mut State, full: &str) {
    for at in 0..state.roots.len() {
        if state.roots[at].loading {
            state.roots[at].missed.insert(full.to_owned());
        }
        if state.roots[at].is_setting(full) {
            reload(shared, state, at);
            continue;
        }
        let Some(path) = state.roots[at].path_of(full) else { continue };
        shared.files_changed(state, at, vec![path], full);
    }
}
