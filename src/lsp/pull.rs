//! Findings of the whole workspace for a client that asks for them.
//!
//! The client asks again some time after it has an answer, so a request waits until there is news: what the client says it
//! has (its result ids) is compared with what was last found. One that takes the answer in parts gets news as parts for as
//! long as it listens.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde_json::json;
use tower_lsp::gen_lsp_types as lsp;
use tower_lsp::jsonrpc::Result;

use super::shared::Shared;
use super::state::State;
use super::uri::to_path;

/// How many files one part of an answer has.
const PART: usize = 200;

/// The name of a state of a file's findings. Those of an open document are new with each version: an editor may have
/// moved their marks with the text.
#[must_use]
pub fn result_id(hash: u64, version: Option<i32>) -> String {
    version.map_or_else(|| format!("{hash:x}"), |version| format!("{hash:x}/{version}"))
}

/// Whether what a client has are these findings. Clients take those of an open document when they ask for it alone, so any
/// version will do while it is open, and none once it is closed: they may have forgotten what they had.
fn is_current(id: &str, hash: u64, version: Option<i32>) -> bool {
    match version {
        Some(_) => id.split('/').next() == Some(&result_id(hash, None)),
        None => id == result_id(hash, None),
    }
}

/// Answers `workspace/diagnostic`: at once if something is new, else when it is; in parts, until it is cancelled.
pub async fn workspace_diagnostic(
    shared: Arc<Shared>,
    params: lsp::WorkspaceDiagnosticParams,
) -> Result<lsp::WorkspaceDiagnosticReport> {
    let mut news = shared.news.subscribe();
    asked(&shared);
    // By path: clients spell addresses in their own way.
    let mut known: FxHashMap<String, String> =
        params.previous_result_ids.into_iter().filter_map(|p| Some((to_path(p.uri.as_ref())?, p.value))).collect();
    let token = params.partial_result_params.partial_result_token;
    loop {
        news.mark_unchanged();
        let items = {
            // The state is taken here: whoever waits for it among the threads for long work could keep all of them busy
            // while an edit waits for one that has it and gets no thread.
            let (state, shared) = (shared.state.read_arc(), shared.clone());
            let before = std::mem::take(&mut known);
            let found = tokio::task::spawn_blocking(move || collect(&shared, &state, before)).await;
            let Ok((items, after)) = found else { return Err(tower_lsp::jsonrpc::Error::internal_error()) };
            known = after;
            items
        };
        if !items.is_empty() {
            let Some(token) = &token else { return Ok(lsp::WorkspaceDiagnosticReport { items }) };
            for part in items.chunks(PART) {
                shared.outgoing.notify("$/progress", &json!({ "token": token, "value": { "items": part } }));
            }
        }
        if news.changed().await.is_err() {
            return Ok(lsp::WorkspaceDiagnosticReport { items: Vec::new() });
        }
    }
}

/// From now on nothing is pushed.
fn asked(shared: &Arc<Shared>) {
    if shared.state.read().asks_for_workspace == Some(true) {
        return;
    }
    let mut state = shared.state.write();
    let before = state.asks_for_workspace.replace(true);
    if before == Some(false) {
        state.roots.iter().for_each(|root| state.recheck_all(root));
        shared.wake();
    }
}

/// The files with other findings than the client knows, and what it knows then.
fn collect(
    shared: &Shared,
    state: &State,
    mut known: FxHashMap<String, String>,
) -> (Vec<lsp::WorkspaceDocumentDiagnosticReport>, FxHashMap<String, String>) {
    let mut items = Vec::new();
    let mut answered = shared.answered.lock();
    let mut current: FxHashMap<String, u64> = FxHashMap::default();
    // As long as something is still read, findings are not all that there are.
    let loaded = state.roots.iter().all(|root| root.loaded);
    if loaded {
        current.extend(state.said.lock().iter().map(|(full, said)| (full.clone(), said.hash)));
    }
    // What the client has, or has had, and nobody has any more.
    for full in known.keys().chain(answered.iter()).filter(|_| loaded) {
        current.entry(full.clone()).or_insert(0);
    }
    for (full, hash) in current {
        let stale = hash == 0 && answered.contains(&full);
        let version = state.documents.get(&full).map(|d| d.version);
        if !stale && known.get(&full).map_or(hash == 0, |id| is_current(id, hash, version)) {
            if version.is_some() {
                known.insert(full, result_id(hash, version));
            }
            continue;
        }
        let findings = state.file_findings(&full);
        let id = result_id(findings.hash, findings.version);
        if findings.hash == 0 {
            answered.remove(&full)
        } else {
            answered.insert(full.clone())
        };
        let full_report = lsp::FullDocumentDiagnosticReport { result_id: Some(id.clone()), items: findings.items };
        items.push(
            lsp::WorkspaceFullDocumentDiagnosticReport {
                uri: findings.uri.into(),
                version: findings.version,
                full_document_diagnostic_report: full_report,
            }
            .into(),
        );
        known.insert(full, id);
    }
    (items, known)
}
