//! [`Watcher`]: the server's own watch on folders, for a client that has none; [`Registered`]: what a client watches for us.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use rustc_hash::FxHashSet;
use serde_json::Value;

use crate::lsp::proto::uri::{is_within, normalise};

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
    /// A watcher over no folder, and what it tells.
    #[must_use]
    pub fn new() -> Option<(Self, Receiver<notify::Result<notify::Event>>)> {
        let (send, events) = channel();
        let inner = notify::recommended_watcher(send).ok()?;
        let one_by_one = RecommendedWatcher::kind() == notify::WatcherKind::Inotify;
        Some((Self::over(inner, one_by_one), events))
    }

    fn over(inner: RecommendedWatcher, one_by_one: bool) -> Self {
        Self { inner, one_by_one, watched: FxHashSet::default(), walked: FxHashSet::default() }
    }

    /// Watches a folder and those in it, unless it does so already.
    pub fn add(&mut self, folder: &str) {
        if self.walked.contains(folder) {
            return;
        }
        self.watch(folder);
        if self.watched.contains(folder) {
            self.walked.insert(folder.to_owned());
        }
    }

    /// Watches what may have come unseen.
    pub fn walk_again(&mut self) {
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
    pub fn follow(&mut self, paths: &FxHashSet<String>) {
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

/// Whether a file says what is ignored.
pub fn is_ignore_file(full: &str) -> bool {
    full.ends_with("/.gitignore")
}

/// What the client was last asked to watch.
#[derive(Debug, Default)]
pub struct Registered {
    pub watchers: Vec<Value>,
    /// How many times it was asked.
    pub count: u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lsp::proto::uri::relative;

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
