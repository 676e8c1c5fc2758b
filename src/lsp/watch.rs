//! Watching files: what changes on disk while the server runs.
//!
//! The client is asked to watch. Where it cannot (Neovim on Linux, ALE, Kate), the server watches the folders itself. What
//! an event means is decided in `events.rs`.

use std::path::Path;
use std::sync::{Arc, Weak};
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use rustc_hash::FxHashSet;
use serde_json::{Value, json};
use tower_lsp::gen_lsp_types as lsp;

use super::events::{files_changed, is_ignore_file};
use super::load::reload;
use super::shared::{ANSWER, Shared};
use super::state::{Root, State};
use super::uri::{is_within, join, normalise, of_path};

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

/// A folder and those in it that may hold pages.
fn folders_below(folder: &str) -> Vec<String> {
    let below = crate::loader::folders_below(Path::new(folder));
    below.map(|path| normalise(&path.to_string_lossy().replace('\\', "/"))).collect()
}

/// Whether a path lies where nobody writes pages.
fn is_hidden(full: &str) -> bool {
    full.contains("/.git/")
        || full.ends_with("/.git")
        || full.contains("/node_modules/")
        || full.ends_with("/node_modules")
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

/// Folders outside a workspace that hold vocabularies of it, and those that its links lead to.
fn outside(root: &Root) -> impl Iterator<Item = String> + '_ {
    let links = root.links.iter().filter(|(_, target)| Path::new(target).starts_with(root.disk.bound()));
    let links = links.map(|(_, target)| {
        let folder = target.rsplit_once('/').map_or("/", |(folder, _)| folder);
        if Path::new(target).is_dir() { target.clone() } else { folder.to_owned() }
    });
    let patterns = root.workspace.config().patterns();
    let patterns = patterns.filter(|pattern| pattern.starts_with("../") && root.disk.names(pattern));
    let patterns = patterns.map(|pattern| {
        let plain: Vec<&str> = pattern.split('/').take_while(|part| !part.contains(['*', '?', '[', '{'])).collect();
        let folder = plain.len().saturating_sub(usize::from(plain.len() == pattern.split('/').count()));
        join(&root.folder, &plain[..folder].join("/"))
    });
    patterns.chain(links)
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

#[cfg(test)]
mod tests {
    use super::super::uri::relative;
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
