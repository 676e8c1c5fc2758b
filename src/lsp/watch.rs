//! Watching files: what changes on disk while the server runs.
//!
//! The client is asked to watch. Where it cannot (Neovim on Linux, ALE, Kate), the server watches the folders itself. In
//! both cases an event is only a hint: the disk is read again.

use std::path::Path;
use std::sync::{Arc, Weak};
use std::time::Duration;

use ignore::WalkBuilder;
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use rustc_hash::FxHashSet;
use serde_json::{Value, json};
use tower_lsp::gen_lsp_types as lsp;

use super::load::{configuration_changed, reload, walked};
use super::shared::{ANSWER, SMALL, Shared};
use super::state::{Root, State};
use super::uri::{is_within, join, normalise, of_path, relative};

/// How long the server waits for more events before it reads: a checkout changes thousands of files at once.
const SETTLE: Duration = Duration::from_millis(60);

/// The server's own watcher.
pub struct Watcher {
    inner: RecommendedWatcher,
    /// Each folder is watched by itself, so that some can be left out; else a folder with all that is in it.
    one_by_one: bool,
    watched: FxHashSet<String>,
    /// The folders that were walked: what comes in them later is followed by events.
    walked: FxHashSet<String>,
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
                if let Some(watcher) = &mut *shared.watcher.lock() {
                    watcher.follow(&paths);
                    if lost {
                        watcher.walk_again();
                    }
                }
                let mut state = shared.state.write();
                if lost {
                    (0..state.roots.len()).for_each(|at| reload(&shared, &mut state, at));
                } else {
                    files_changed(&shared, &mut state, paths);
                }
            }
        });
        let one_by_one = RecommendedWatcher::kind() == notify::WatcherKind::Inotify;
        Some(Self::over(inner, one_by_one))
    }

    fn over(inner: RecommendedWatcher, one_by_one: bool) -> Self {
        Self { inner, one_by_one, watched: FxHashSet::default(), walked: FxHashSet::default() }
    }

    /// Watches a folder and those in it, unless it does so already.
    fn add(&mut self, folder: &str) {
        if self.walked.contains(folder) {
            return;
        }
        self.watch(folder);
        if self.watched.contains(folder) {
            self.walked.insert(folder.to_owned());
        }
    }

    /// Watches what may have come unseen.
    fn walk_again(&mut self) {
        for folder in self.walked.clone() {
            self.watch(&folder);
        }
    }

    /// Watches a folder and those in it.
    fn watch(&mut self, folder: &str) {
        let folders = if self.one_by_one { folders_below(folder) } else { vec![folder.to_owned()] };
        let mode = if self.one_by_one { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive };
        for folder in folders {
            if !self.watched.contains(&folder) && self.inner.watch(Path::new(&folder), mode).is_ok() {
                self.watched.insert(folder);
            }
        }
    }

    /// Watches folders that have come, and forgets those that have gone.
    fn follow(&mut self, paths: &FxHashSet<String>) {
        if !self.one_by_one {
            return;
        }
        for path in paths.iter().filter(|path| !is_hidden(path)) {
            if Path::new(path).is_dir() {
                self.watch(path);
            } else if self.watched.contains(path) {
                self.watched.retain(|folder| !is_within(path, folder));
                self.walked.retain(|folder| !is_within(path, folder));
            } else if let Some((folder, _)) = path.rsplit_once('/').filter(|_| is_ignore_file(path)) {
                // Folders may not be ignored any more.
                self.watch(folder);
            }
        }
    }
}

/// A folder and those in it, without what never holds pages: hidden folders, `node_modules`, and what `.gitignore` names.
fn folders_below(folder: &str) -> Vec<String> {
    let walk = WalkBuilder::new(folder)
        .require_git(false)
        .filter_entry(|entry| entry.file_type().is_some_and(|t| t.is_dir()) && entry.file_name() != "node_modules")
        .build();
    walk.filter_map(|entry| Some(normalise(&entry.ok()?.path().to_string_lossy().replace('\\', "/")))).collect()
}

/// Whether a path lies where nobody writes pages.
fn is_hidden(full: &str) -> bool {
    full.contains("/.git/")
        || full.ends_with("/.git")
        || full.contains("/node_modules/")
        || full.ends_with("/node_modules")
}

/// Whether a file says what is ignored.
fn is_ignore_file(full: &str) -> bool {
    full.ends_with("/.gitignore") || full.ends_with("/.ignore")
}

/// Has everything watched that the workspaces depend on: by the client, as far as it can, else by the server. To be called
/// when workspaces or their settings have changed.
pub fn update(shared: &Arc<Shared>, state: &State) {
    let client = if state.abilities.watch { watchers(state) } else { Vec::new() };
    let own: Vec<String> = match (state.abilities.watch, state.abilities.relative_watch) {
        (true, true) => Vec::new(),
        (true, false) => beside(state),
        (false, _) => {
            state.roots.iter().flat_map(|root| std::iter::once(root.folder.clone()).chain(outside(root))).collect()
        }
    };
    if !own.is_empty() {
        let mut watcher = shared.watcher.lock();
        if watcher.is_none() {
            *watcher = Watcher::start(shared);
        }
        if let Some(watcher) = &mut *watcher {
            own.iter().for_each(|folder| watcher.add(folder));
        }
    }
    let mut registered = shared.registered.lock();
    if registered.watchers == client || client.is_empty() {
        return;
    }
    let old = (registered.count > 0).then(|| id(registered.count));
    registered.count += 1;
    registered.watchers.clone_from(&client);
    let registration = lsp::Registration {
        id: id(registered.count),
        method: METHOD.to_owned(),
        register_options: Some(json!({ "watchers": client })),
    };
    let client = shared.client.clone();
    shared.spawn(async move {
        // The new ones first: nothing is missed between.
        drop(tokio::time::timeout(ANSWER, client.register_capability(vec![registration])).await);
        if let Some(id) = old {
            let old = lsp::Unregistration { id, method: METHOD.to_owned() };
            drop(tokio::time::timeout(ANSWER, client.unregister_capability(vec![old])).await);
        }
    });
}

const METHOD: &str = "workspace/didChangeWatchedFiles";

fn id(count: u32) -> String {
    format!("sidestep/watch/{count}")
}

/// What the client was last asked to watch.
#[derive(Debug, Default)]
pub struct Registered {
    watchers: Vec<Value>,
    /// How many times it was asked.
    count: u32,
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

/// Folders that the workspaces depend on and that lie in none of the folders that the client has open.
fn beside(state: &State) -> Vec<String> {
    let all = state.roots.iter().flat_map(|root| std::iter::once(root.folder.clone()).chain(outside(root)));
    let mut folders: Vec<String> = all.filter(|f| !state.folders.iter().any(|open| is_within(open, f))).collect();
    folders.sort();
    folders.dedup_by(|inner, outer| is_within(outer, inner));
    folders
}

/// What the client is asked to watch: changes of files that are read, and whatever comes or goes. That tells of link
/// targets, and of folders, of which some clients tell instead of the files in them.
fn watchers(state: &State) -> Vec<Value> {
    let patterns = [("**/*.{yaml,yml,json}", 7), ("**/.gitignore", 7), ("**/*", 5)];
    let mut list: Vec<Value> = patterns.iter().map(|(p, kind)| json!({ "globPattern": p, "kind": kind })).collect();
    if state.abilities.relative_watch {
        let relative = |folder: &String| {
            let base = of_path(folder);
            patterns.map(|(p, kind)| json!({ "globPattern": { "baseUri": base, "pattern": p }, "kind": kind }))
        };
        list.extend(beside(state).iter().flat_map(relative));
    }
    list
}

/// Files (or folders) that may have changed on disk, by full path. Open documents stay as the editor has them.
pub fn files_changed(shared: &Arc<Shared>, state: &mut State, paths: impl IntoIterator<Item = String>) {
    let paths: Vec<String> =
        paths.into_iter().filter(|full| !is_hidden(full) && !state.documents.contains_key(full)).collect();
    if configuration_changed(shared, state, &paths) {
        return;
    }
    for at in 0..state.roots.len() {
        let root = &mut state.roots[at];
        if paths.iter().any(|full| root.is_setting(full) || is_ignore_file(full) && is_within(&root.folder, full)) {
            reload(shared, state, at);
            continue;
        }
        let mut changed: FxHashSet<String> = FxHashSet::default();
        let mut targets: FxHashSet<String> = FxHashSet::default();
        let mut folders: FxHashSet<String> = FxHashSet::default();
        let mut unknown = false;
        for full in &paths {
            let path = relative(&root.folder, full);
            let known = root.workspace.find(&path).is_some();
            if known || root.workspace.config().file_kind(&path).is_some() && !Path::new(full).is_dir() {
                unknown |= !known && Path::new(full).exists();
                changed.insert(path);
                continue;
            }
            if root.workspace.is_link_target(&path) {
                targets.insert(path.clone());
            }
            let is_folder = Path::new(full).is_dir();
            if is_folder || !full.rsplit('/').next().is_some_and(|name| name.contains('.')) {
                unknown |= is_folder && may_hold_files(root, &format!("{path}/"));
                folders.insert(path);
            }
        }
        if !folders.is_empty() {
            // Folders that came or went, with all that is in them.
            let inside = |path: &&str| path.match_indices('/').any(|(at, _)| folders.contains(&path[..at]));
            changed.extend(root.workspace.files().map(|(_, e)| &*e.path).filter(inside).map(str::to_owned));
            targets.extend(root.workspace.link_targets().filter(inside).map(str::to_owned));
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
            continue;
        }
        if !changed.is_empty() {
            shared.files_changed(state, at, changed.into_iter().collect(), "");
        }
        targets.retain(|path| state.roots[at].workspace.find(path).is_none());
        if !targets.is_empty() {
            shared.targets_changed(state, at, targets);
        }
    }
}

/// Whether files of the workspace can lie in a folder (relative, with a slash at its end) by the settings' patterns.
fn may_hold_files(root: &Root, folder: &str) -> bool {
    root.workspace.config().patterns().any(|pattern| {
        let plain = pattern.find(['*', '?', '[', '{']).map_or(pattern, |at| &pattern[..at]);
        plain.starts_with(folder) || folder.starts_with(plain)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_without_pages_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        for path in ["content/roles/sub", ".git/objects/00", "node_modules/x", "build/out", "site/node_modules/y"] {
            std::fs::create_dir_all(folder.path().join(path)).unwrap();
        }
        std::fs::write(folder.path().join(".gitignore"), "/build\n").unwrap();
        let root = folder.path().to_str().unwrap();
        let mut below: Vec<String> = folders_below(root).iter().map(|path| relative(root, path)).collect();
        below.sort();
        assert_eq!(below, ["", "content", "content/roles", "content/roles/sub", "site"]);
    }

    #[test]
    fn a_folder_is_walked_once() {
        let folder = tempfile::tempdir().unwrap();
        let root = normalise(folder.path().to_str().unwrap());
        let mut watcher = Watcher::over(notify::recommended_watcher(|_| {}).unwrap(), true);
        watcher.add(&root);
        let (one, two) = (format!("{root}/one"), format!("{root}/one/two"));
        std::fs::create_dir_all(&two).unwrap();
        watcher.add(&root);
        assert!(watcher.watched.contains(&root) && !watcher.watched.contains(&one));
        // An event tells of what has come.
        watcher.follow(&std::iter::once(one.clone()).collect());
        assert!(watcher.watched.contains(&one) && watcher.watched.contains(&two));
        std::fs::remove_dir_all(&root).unwrap();
        watcher.follow(&std::iter::once(root.clone()).collect());
        assert!(watcher.watched.is_empty());
        std::fs::create_dir_all(&two).unwrap();
        watcher.add(&root);
        assert!(watcher.watched.contains(&two));
    }
}
