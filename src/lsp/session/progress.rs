//! [`Progress`]: how far the reading of a workspace has come, shown in the editor.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use tower_lsp::gen_lsp_types::ProgressToken;

use super::shared::{ANSWER, Shared};

/// How long reading may take without being shown.
const SILENT: Duration = Duration::from_millis(300);

/// Shows in the editor how far reading has come, if it takes long enough to be worth it.
pub struct Progress {
    done: Arc<AtomicUsize>,
    total: Arc<AtomicUsize>,
    finished: Arc<AtomicBool>,
}

impl Progress {
    pub fn start(shared: &Arc<Shared>) -> Self {
        let progress = Self { done: Arc::default(), total: Arc::default(), finished: Arc::default() };
        if !shared.state.read().abilities.progress {
            return progress;
        }
        let (done, total, finished) = (progress.done.clone(), progress.total.clone(), progress.finished.clone());
        let (client, outgoing) = (shared.client.clone(), shared.outgoing.clone());
        shared.spawn(async move {
            static COUNT: AtomicUsize = AtomicUsize::new(1);
            tokio::time::sleep(SILENT).await;
            if finished.load(Ordering::Relaxed) {
                return;
            }
            let token = format!("sidestep/read/{}", COUNT.fetch_add(1, Ordering::Relaxed));
            let created = tokio::time::timeout(ANSWER, client.create_work_done_progress(ProgressToken::String(token.clone()))).await;
            if !matches!(created, Ok(Ok(()))) {
                return;
            }
            let say = |value| outgoing.notify("$/progress", &json!({ "token": token, "value": value }));
            say(json!({ "kind": "begin", "title": "Reading the workspace", "percentage": 0 }));
            while !finished.load(Ordering::Relaxed) {
                let (done, total) = (done.load(Ordering::Relaxed), total.load(Ordering::Relaxed).max(1));
                say(json!({ "kind": "report", "message": format!("{done} of {total} files"), "percentage": (done * 100 / total).min(100) }));
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            say(json!({ "kind": "end" }));
        });
        progress
    }

    pub fn step(&self, one: usize, total: usize) {
        self.done.fetch_add(one, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    pub fn finish(&self) {
        self.finished.store(true, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}
