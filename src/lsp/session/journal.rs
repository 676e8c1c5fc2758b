//! A journal in a workspace's folder that is not obeyed: the finding that a check has too.

use std::sync::Arc;

use super::shared::Shared;
use super::state::{Root, State};
use crate::loader::{JOURNAL, half_done};

/// Looks at a workspace's journal anew, beside the message loop: whoever left it may have made it large.
pub fn look(shared: &Arc<Shared>, state: &mut State, at: usize) {
    let root = &mut state.roots[at];
    root.journal.looks += 1;
    root.journal.looking = true;
    let (number, folder, disk, shared) = (root.journal.looks, root.folder.clone(), root.disk.clone(), shared.clone());
    std::thread::spawn(move || {
        let finding = half_done(&disk).finding();
        let mut state = shared.state.write();
        let is_it = |root: &Root| root.folder == folder && root.journal.looks == number;
        let Some(root) = state.roots.iter_mut().find(|root| is_it(root)) else { return };
        root.journal.looking = false;
        root.journal.finding = finding;
        let full = root.full(JOURNAL);
        let is_news = state.say(&full, &shared.outgoing);
        shared.announce(&state, is_news);
    });
}
