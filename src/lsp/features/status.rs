//! `sidestep/status`: what the server knows, for a status bar; and `sidestep/statusChanged`, the same unasked.

use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

use crate::content::FileKind;
use crate::lsp::proto::uri::{is_within, relative};
use crate::lsp::session::shared::Shared;
use crate::lsp::session::state::{Root, State};
use crate::lsp::session::typing::Pause;

/// The answer to `sidestep/status`.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// The server's version.
    pub version: &'static str,
    /// Folders are still being searched for workspaces.
    pub searching: bool,
    /// The workspaces.
    pub workspaces: Vec<WorkspaceStatus>,
}

/// One workspace.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkspaceStatus {
    /// Its folder: an address.
    pub folder: String,
    /// All of its files have been read.
    pub loaded: bool,
    /// They are being read: for the first time, or anew.
    pub reading: bool,
    /// How many role and vocabulary files it has.
    pub files: usize,
    /// How many files are still to be checked.
    pub waiting: usize,
    /// How many files have findings.
    pub with_findings: usize,
}

/// Reads the status.
#[must_use]
pub fn status(state: &State) -> Status {
    let said = state.said.lock();
    let workspaces = state.roots.iter().map(|root| WorkspaceStatus {
        folder: crate::lsp::proto::uri::of_path(&root.folder),
        loaded: root.loaded,
        reading: root.loading || root.look.later.is_some() || root.journal.looking,
        files: root.workspace.files().filter(|(_, entry)| entry.kind != FileKind::Config).count(),
        waiting: root.waiting.lock().len(),
        with_findings: said.iter().filter(|(full, said)| said.hash != 0 && is_file_of(root, full)).count(),
    });
    Status { version: env!("CARGO_PKG_VERSION"), searching: state.searching > 0, workspaces: workspaces.collect() }
}

fn is_file_of(root: &Root, full: &str) -> bool {
    is_within(&root.folder, full) && root.workspace.find(&relative(&root.folder, full)).is_some()
}

/// How long changes are collected before the client is told.
const TOGETHER: Duration = Duration::from_millis(50);

/// Tells a client that asked for it (`notifications.status` among its options) what the server knows, whenever that changes.
pub fn tell(shared: &Arc<Shared>) {
    let shared = shared.clone();
    shared.clone().spawn(async move {
        let mut told = None;
        loop {
            let now = status(&shared.state.read());
            if told.as_ref() != Some(&now) {
                shared.outgoing.notify("sidestep/statusChanged", &now);
                told = Some(now);
            }
            shared.status.notified().await;
            tokio::time::sleep(TOGETHER).await;
            while can_wait(&shared.state.read()) {
                tokio::time::sleep(TOGETHER).await;
            }
        }
    });
}

/// Whether somebody types and nothing is being read: then little changes with each key, and to count all files would hold
/// up the next one.
fn can_wait(state: &State) -> bool {
    let is_calm = |root: &Root| root.loaded && !root.loading && root.waiting.lock().is_empty();
    let types = state.typing.as_ref().is_some_and(|typing| typing.pause == Pause::None);
    types && state.searching == 0 && state.roots.iter().all(is_calm)
}
