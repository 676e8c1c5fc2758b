//! Findings of the whole workspace for a client that asks for them.
//!
//! The client asks again some time after it has an answer, so a request waits until there is news: what the client says it
//! has (its result ids) is compared with what was last found. One that takes the answer in parts gets news as parts for as
//! long as it listens.

use std::sync::Arc;
use std::time::Duration;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::json;
use tower_lsp::gen_lsp_types as lsp;
use tower_lsp::jsonrpc::Result;

use super::shared::Shared;
use super::state::State;
use crate::lsp::proto::uri::to_path;

/// How many files one part of an answer has.
const PART: usize = 200;

/// The name of a state of a file's findings. Those of an open document are new with each version: an editor may have
/// moved their marks with the text.
#[must_use]
pub fn result_id(hash: u64, version: Option<i32>) -> String {
    version.map_or_else(|| format!("{hash:x}"), |version| format!("{hash:x}/{version}"))
}

/// Whether what a client has are these findings. Clients take those of an open document when they ask for it alone, so any
/// version will do while it is open, and none once it is closed: they may have forgotten what they had. Thousands of files
/// are compared after each edit, so nothing is allocated.
fn is_current(id: &str, hash: u64, is_open: impl FnOnce() -> bool) -> bool {
    let (of, version) = id.split_once('/').map_or((id, false), |(of, _)| (of, true));
    u64::from_str_radix(of, 16) == Ok(hash) && (!version || is_open())
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

/// How long an answer may take to be read before what else is known of its file follows.
const READ: Duration = Duration::from_millis(100);

/// A client has asked once more for a document that it closed. As long as it waits for that answer it passes over what the
/// workspace's answer has of the file, and then it has no eye for the answer itself: it is told once more, later.
pub fn closed(shared: &Arc<Shared>, full: String) {
    if shared.state.read().asks_for_workspace == Some(true) {
        let shared = shared.clone();
        tokio::spawn(async move {
            tokio::time::sleep(READ).await;
            shared.again.lock().insert(full);
            shared.news.send_modify(|count| *count += 1);
        });
    }
}

/// The files with other findings than the client knows, and what it knows then.
fn collect(
    shared: &Shared,
    state: &State,
    mut known: FxHashMap<String, String>,
) -> (Vec<lsp::WorkspaceDocumentDiagnosticReport>, FxHashMap<String, String>) {
    let mut items = Vec::new();
    // As long as something is still read, findings are not all that there are.
    if !state.roots.iter().all(|root| root.loaded) {
        return (items, known);
    }
    std::mem::take(&mut *shared.again.lock()).iter().for_each(|full| {
        // What nobody's findings are called, so that it differs from them.
        known.insert(full.clone(), String::new());
    });
    let mut answered = shared.answered.lock();
    let news = news(state, &mut known, &answered);
    for full in news {
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

/// The files (full paths) of which a client knows something else than what was said. What it knows of open documents is
/// noted as that of their version.
fn news(state: &State, known: &mut FxHashMap<String, String>, answered: &FxHashSet<String>) -> Vec<String> {
    let said = state.said.lock();
    let is_known = |full: &str, hash: u64| {
        let is_stale = hash == 0 && answered.contains(full);
        let is_open = || state.documents.contains_key(full);
        !is_stale && known.get(full).map_or(hash == 0, |id| is_current(id, hash, is_open))
    };
    let now = said.iter().map(|(full, said)| (full, said.hash));
    // What the client has, or has had, and nobody has any more.
    let had = known.keys().chain(answered.iter().filter(|full| !known.contains_key(*full)));
    let gone = had.filter(|full| !said.contains_key(*full)).map(|full| (full, 0));
    let news: Vec<String> =
        now.chain(gone).filter(|(full, hash)| !is_known(full, *hash)).map(|(full, _)| full.clone()).collect();
    for (full, document) in state.documents.iter().filter(|(full, _)| !news.contains(full)) {
        let hash = said.get(full).map(|said| said.hash);
        if hash.is_some() || known.contains_key(full) {
            known.insert(full.clone(), result_id(hash.unwrap_or_default(), Some(document.version)));
        }
    }
    news
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_client_knows() {
        for (id, hash, is_open, expected) in [
            (result_id(7, None), 7, false, true),
            (result_id(7, None), 7, true, true),
            (result_id(7, None), 8, true, false),
            (result_id(7, Some(3)), 7, true, true),
            (result_id(7, Some(3)), 7, false, false),
            (result_id(0, None), 0, false, true),
            (result_id(u64::MAX, Some(-1)), u64::MAX, true, true),
            ("forgotten".to_owned(), 0, true, false),
        ] {
            assert_eq!(is_current(&id, hash, || is_open), expected, "{id}");
        }
    }
}
