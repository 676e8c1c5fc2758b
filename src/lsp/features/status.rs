//! `sidestep/status`: what the server knows, for a status bar.

use serde::Serialize;

use crate::content::FileKind;
use crate::lsp::state::State;

/// The answer to `sidestep/status`.
#[derive(Debug, Serialize)]
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
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkspaceStatus {
    /// Its folder: an address.
    pub folder: String,
    /// All of its files have been read.
    pub loaded: bool,
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
        folder: crate::lsp::uri::of_path(&root.folder),
        loaded: root.loaded,
        files: root.workspace.files().filter(|(_, entry)| entry.kind != FileKind::Config).count(),
        waiting: root.waiting.lock().len(),
        with_findings: said.iter().filter(|(full, said)| said.hash != 0 && root.path_of(full).is_some()).count(),
    });
    Status { version: env!("CARGO_PKG_VERSION"), searching: state.searching > 0, workspaces: workspaces.collect() }
}
