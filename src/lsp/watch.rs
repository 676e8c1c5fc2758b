//! Watching files: what changes on disk while the server runs.
//!
//! The client is asked to watch. Where it cannot (Neovim on Linux, ALE, Kate), the server watches the folders itself. In
//! both cases an event is only a hint: the disk is read again.

use std::path::Path;
use std::sync::{Arc, Weak};
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use rustc_hash::FxHashSet;
use serde_json::{Value, json};

use super::load::{reload, walked};
use super::shared::{SMALL, Shared};
use super::state::{Root, State};
use super::uri::{is_within, join, normalise, of_path, relative};

/// How long the server waits for more events before it reads: a checkout changes thousands of files at once.
const SETTLE: Duration = Duration::from_millis(60);

/// The server's own watcher.
pub struct Watcher {
    inner: RecommendedWatcher,
    watched: FxHashSet<String>,
}

impl Watcher {
    /// Starts watching for a client that does not.
    #[must_use]
    pub fn start(shared: &Arc<Shared>) -> Option<Self> {
        let (send, events) = std::sync::mpsc::channel::<notify::Result<notify::Event>>();
        let inner = notify::recommended_watcher(send).ok()?;
        let weak: Weak<Shared> = Arc::downgrade(shared);
        std::thread::spawn(move || {
            while let Ok(first) = events.recv() {
                std::thread::sleep(SETTLE);
                let mut paths: FxHashSet<String> = FxHashSet::default();
                let mut lost = false;
                for event in std::iter::once(first).chain(events.try_iter()) {
                    match event {
                        Ok(event) if event.kind.is_access() => {}
                        Ok(event) => {
                            lost |= event.need_rescan();
                            paths
                                .extend(event.paths.iter().map(|p| normalise(&p.to_string_lossy().replace('\\', "/"))));
                        }
                        Err(_) => lost = true,
                    }
                }
                let Some(shared) = weak.upgrade() else { return };
                let mut state = shared.state.write();
                if lost {
                    (0..state.roots.len()).for_each(|at| reload(&shared, &mut state, at));
                } else {
                    files_changed(&shared, &mut state, paths);
                }
            }
        });
        Some(Self { inner, watched: FxHashSet::default() })
    }

    /// Watches the folders of a workspace.
    pub fn watch(&mut self, root: &Root) {
        let folders = std::iter::once(root.folder.clone()).chain(outside(root));
        for folder in folders {
            if self.watched.insert(folder.clone()) {
                let _ = self.inner.watch(Path::new(&folder), RecursiveMode::Recursive);
            }
        }
    }
}

/// Folders outside a workspace that hold vocabularies of it.
fn outside(root: &Root) -> impl Iterator<Item = String> + '_ {
    let patterns = root.workspace.config().patterns().filter(|p| p.starts_with("../"));
    patterns.map(|pattern| {
        let plain: Vec<&str> = pattern.split('/').take_while(|part| !part.contains(['*', '?', '[', '{'])).collect();
        let folder = plain.len().saturating_sub(usize::from(plain.len() == pattern.split('/').count()));
        join(&root.folder, &plain[..folder].join("/"))
    })
}

/// What the client is asked to watch.
#[must_use]
pub fn watchers(state: &State) -> Vec<Value> {
    let patterns = ["**/*.{yaml,yml,json}", "**/.gitignore"];
    let mut list: Vec<Value> = patterns.iter().map(|p| json!({ "globPattern": p })).collect();
    if state.abilities.relative_watch {
        let folders: FxHashSet<String> = state.roots.iter().flat_map(outside).collect();
        list.extend(
            folders.iter().map(|f| json!({ "globPattern": { "baseUri": of_path(f), "pattern": patterns[0] } })),
        );
    }
    list
}

/// Files (or folders) that may have changed on disk, by full path. Open documents stay as the editor has them.
pub fn files_changed(shared: &Arc<Shared>, state: &mut State, paths: impl IntoIterator<Item = String>) {
    let hidden = |full: &str| full.contains("/.git/") || full.ends_with("/.git") || full.contains("/node_modules/");
    let paths: Vec<String> =
        paths.into_iter().filter(|full| !hidden(full) && !state.documents.contains_key(full)).collect();
    let is_ignore_file = |full: &String| full.ends_with("/.gitignore") || full.ends_with("/.ignore");
    for at in 0..state.roots.len() {
        let root = &mut state.roots[at];
        if paths.iter().any(|full| root.is_setting(full) || is_ignore_file(full) && is_within(&root.folder, full)) {
            reload(shared, state, at);
            continue;
        }
        let mut changed: FxHashSet<String> = FxHashSet::default();
        let mut unknown = false;
        for full in &paths {
            let path = relative(&root.folder, full);
            let known = root.workspace.find(&path).is_some();
            if known || root.workspace.config().file_kind(&path).is_some() && !Path::new(full).is_dir() {
                unknown |= !known && Path::new(full).exists();
                changed.insert(path);
            } else if !full.rsplit('/').next().is_some_and(|name| name.contains('.')) || Path::new(full).is_dir() {
                // Perhaps a folder that came or went, with all its files.
                let inside = format!("{path}/");
                changed
                    .extend(root.workspace.files().map(|(_, e)| e.path.to_string()).filter(|p| p.starts_with(&inside)));
                unknown |= Path::new(full).is_dir() && (is_within(&root.folder, full) || path.starts_with(".."));
            }
        }
        if unknown {
            // New files belong to the workspace unless they are ignored: the walk knows.
            let found: FxHashSet<String> = walked(root).into_iter().collect();
            changed.retain(|path| found.contains(path) || root.workspace.find(path).is_some());
            changed.extend(found.into_iter().filter(|path| root.workspace.find(path).is_none()));
        }
        changed.retain(|path| !state.documents.contains_key(&join(&state.roots[at].folder, path)));
        if changed.len() > SMALL {
            reload(shared, state, at);
        } else if !changed.is_empty() {
            shared.files_changed(state, at, changed.into_iter().collect(), "");
        }
    }
}
