//! Watching files: what changes on disk while the server runs.
//!
//! The client is asked to watch. Where it cannot (Neovim on Linux, ALE, Kate), the server watches the folders itself. What
//! an event means is decided in `events.rs`.

use std::path::Path;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Weak};
use std::time::Duration;

use rustc_hash::FxHashSet;
use serde_json::{Value, json};
use tower_lsp::gen_lsp_types as lsp;

use super::shared::{ANSWER, Seen, Shared};
use super::state::{Root, State};
use super::watcher::Watcher;
use crate::lsp::proto::uri::{is_within, join, normalise, of_path};

/// How long the server waits for more events before it reads: a checkout changes thousands of files at once.
const SETTLE: Duration = Duration::from_millis(60);

/// Starts watching for a client that does not.
fn start(shared: &Arc<Shared>) -> Option<Watcher> {
    let (watcher, events) = Watcher::new()?;
    let weak = Arc::downgrade(shared);
    std::thread::spawn(move || listen(&weak, &events));
    Some(watcher)
}

/// Passes on what the watcher sees, for as long as there is somebody to tell.
fn listen(shared: &Weak<Shared>, events: &Receiver<notify::Result<notify::Event>>) {
    while let Ok(first) = events.recv() {
        std::thread::sleep(SETTLE);
        let mut paths: FxHashSet<String> = FxHashSet::default();
        let mut lost = false;
        for event in std::iter::once(first).chain(events.try_iter()) {
            match event {
                Ok(event) if event.kind.is_access() => {}
                Ok(event) => {
                    lost |= event.need_rescan();
                    paths.extend(event.paths.iter().map(|p| normalise(&p.to_string_lossy().replace('\\', "/"))));
                }
                Err(_) => lost = true,
            }
        }
        let Some(shared) = shared.upgrade() else { return };
        if let Some(watcher) = &mut *shared.watcher.lock() {
            watcher.follow(&paths);
            if lost {
                watcher.walk_again();
            }
        }
        let seen = if lost { Seen::Anywhere } else { Seen::At(paths) };
        (shared.on_disk)(&shared, &mut shared.state.write(), seen);
    }
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
            *watcher = start(shared);
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

/// Folders outside a workspace that hold vocabularies of it, those that its links lead to, and git's own.
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
    // Git's own list of what is ignored: no walk comes to it.
    let git = root.disk.bound().join(".git").join("info");
    let git = git.is_dir().then(|| normalise(&git.to_string_lossy().replace('\\', "/")));
    patterns.chain(links).chain(git)
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
    let patterns = [
        ("**/*.{yaml,yml,json,md,mdx,markdown}", 7),
        ("**/{.gitignore,.git/info/exclude,.sidestep-journal}", 7),
        ("**/*", 5),
    ];
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
