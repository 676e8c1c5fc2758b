//! What changed in files goes into their workspaces, and what that touches is checked and said.

use std::sync::Arc;

use super::shared::Shared;
use super::state::State;
use crate::loader::Problem;
use crate::workspace::{Change, Sources as _};

impl Shared {
    /// Reads files of a workspace anew and checks what they touch. `edited` is the file in the editor that caused it.
    pub fn files_changed(self: &Arc<Self>, state: &mut State, at: usize, paths: Vec<String>, edited: &str) {
        self.files_come_and_go(state, at, (paths, Vec::new()), edited);
    }

    /// The same with paths (relative to the workspace) that are no files of it, or none any more.
    pub fn files_come_and_go(
        self: &Arc<Self>,
        state: &mut State,
        at: usize,
        (paths, mut gone): (Vec<String>, Vec<String>),
        edited: &str,
    ) {
        let State { roots, documents, .. } = &mut *state;
        let root = &mut roots[at];
        let mut changes = Vec::with_capacity(paths.len() + gone.len());
        changes.extend(gone.iter().map(|path| Change::Remove { path: path.clone() }));
        for path in paths {
            root.problems.retain(|p| p.path != path);
            let texts = root.texts(documents);
            match texts.read(&path) {
                Ok(text) => changes.push(Change::Set { path, text }),
                Err(why) => match texts.salvage(&path) {
                    Some(salvage) => {
                        root.problems.push(Problem { path: path.clone(), why });
                        changes.push(Change::Salvage { path, salvage });
                    }
                    None => {
                        gone.push(path.clone());
                        // A link to nowhere is there, and cannot be read.
                        if root.disk.path(&path).symlink_metadata().is_ok() {
                            root.problems.push(Problem { path: path.clone(), why });
                        }
                        changes.push(if root.disk.path(&path).exists() {
                            Change::Unread { path }
                        } else {
                            Change::Remove { path }
                        });
                    }
                },
            }
        }
        let (affected, touched) = root.apply(changes, documents);
        if let Some(typing) = state.typing.as_mut().filter(|typing| typing.file == edited) {
            typing.touch(at, &affected);
        }
        let mut result = state.recheck(at, &affected, edited, &self.outgoing);
        // What others show of a file can only have changed when one of them was touched, or none is being edited.
        if touched > 1 || edited.is_empty() {
            self.refresh_views(state);
        }
        for path in gone {
            // Not among the files any more; what was said about it is taken back.
            result.checked += 1;
            result.others_changed |= state.say(&state.roots[at].full(&path), &self.outgoing);
        }
        self.after(state, result);
    }

    /// Looks anew whether there is anything at paths that links lead to, and checks the files with those links. The paths
    /// are relative to the workspace and none of its files.
    pub fn targets_changed(self: &Arc<Self>, state: &mut State, at: usize, paths: impl IntoIterator<Item = String>) {
        let State { roots, documents, .. } = &mut *state;
        // Only whether they exist is asked.
        let changes = paths.into_iter().map(|path| Change::Remove { path });
        let (affected, _) = roots[at].apply(changes.collect(), documents);
        let result = state.recheck(at, &affected, "", &self.outgoing);
        self.after(state, result);
    }

    /// Checks a file again whose text is the same, but which was opened or closed: hints are for open files.
    pub fn say_again(self: &Arc<Self>, state: &State, full: &str) {
        if state.places(full).next().is_some() {
            state.say(full, &self.outgoing);
        }
    }
}
