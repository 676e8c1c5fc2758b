//! [`Shared`]: the server's state behind its lock, with what works on it beside the message loop: loading, checking in
//! the background, watching files.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::time::Duration;

use parking_lot::{Mutex, RwLock};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use tower_lsp::Client;

use super::findings::Rechecked;
use super::load;
use super::log::Log;
use super::outgoing::Outgoing;
use super::state::{Root, State};
use super::uri::relative;
use crate::loader::Problem;
use crate::workspace::{Change, Sources};

/// How many files are checked under the lock at a time, so that an edit never waits long.
const CHUNK: usize = 64;
/// How many files of a workspace are read anew while the client waits; more are read in the background.
pub const SMALL: usize = 300;
/// How long the client may take to answer a request.
pub const ANSWER: Duration = Duration::from_secs(5);
/// How long a client that asks for findings has to ask for those of the whole workspace, before the ones of closed files
/// are pushed.
pub const PATIENCE: Duration = Duration::from_millis(1500);

/// How long changes are collected before lenses, hints and tokens are asked for again.
const TOGETHER: Duration = Duration::from_millis(300);

/// What the server's threads share.
pub struct Shared {
    /// Documents and workspaces.
    pub state: Arc<RwLock<State>>,
    /// Messages to the client.
    pub outgoing: Outgoing,
    /// Requests to the client; only ever from a task of their own.
    pub client: Client,
    /// What the server says about itself.
    pub log: Log,
    /// Counts changes of findings, for clients that wait for news.
    pub news: tokio::sync::watch::Sender<u64>,
    /// Tells of news for a client that shows the server's status.
    pub status: tokio::sync::Notify,
    /// The files (full paths) whose findings the client has asked for and got. Some clients forget that they have them, for
    /// example when a renamed file's tab closes; they are told when the findings are gone.
    pub answered: Mutex<FxHashSet<String>>,
    /// Lenses, hints and tokens are about to be asked for again.
    refreshing: AtomicBool,
    /// A task looks for a pause in what is being typed. Changes only while the state is locked for writing.
    pub pausing: AtomicBool,
    /// Tells that task of the first edit after a pause.
    pub typed: tokio::sync::Notify,
    /// Wakes the background check.
    wake: Mutex<Option<Sender<()>>>,
    /// Runs tasks that wait for the client.
    runtime: tokio::runtime::Handle,
    /// Watches files for a client that does not.
    pub watcher: Mutex<Option<super::watch::Watcher>>,
    /// What the client was asked to watch.
    pub registered: Mutex<super::watch::Registered>,
    /// The files that the last rename renames.
    pub promised: Mutex<super::features::files::Promised>,
}

impl Shared {
    /// Takes the state; must be called inside the runtime.
    #[must_use]
    pub fn new(state: State, outgoing: Outgoing, client: Client, log: Log) -> Arc<Self> {
        let shared = Arc::new(Self {
            state: Arc::new(RwLock::new(state)),
            outgoing,
            client,
            log,
            news: tokio::sync::watch::Sender::new(0),
            status: tokio::sync::Notify::new(),
            answered: Mutex::default(),
            refreshing: AtomicBool::new(false),
            pausing: AtomicBool::new(false),
            typed: tokio::sync::Notify::new(),
            wake: Mutex::new(None),
            runtime: tokio::runtime::Handle::current(),
            watcher: Mutex::new(None),
            registered: Mutex::default(),
            promised: Mutex::default(),
        });
        let (wake, woken) = std::sync::mpsc::channel::<()>();
        *shared.wake.lock() = Some(wake);
        let weak = Arc::downgrade(&shared);
        std::thread::spawn(move || {
            while woken.recv().is_ok() {
                while woken.try_recv().is_ok() {}
                let Some(shared) = weak.upgrade() else { return };
                if catch_unwind(AssertUnwindSafe(|| shared.check_waiting())).is_err() {
                    shared.log.error("an internal error while files were checked in the background");
                }
            }
        });
        shared
    }

    /// Does something that waits for the client, beside the message loop.
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.runtime.spawn(task);
    }

    /// Starts checking what is left to the background.
    pub fn wake(&self) {
        if let Some(wake) = &*self.wake.lock() {
            let _ = wake.send(());
        }
    }

    /// Deals with what a recheck left and changed.
    pub fn after(&self, state: &State, result: Rechecked) {
        if result.left {
            self.wake();
        }
        if result.checked > 0 {
            self.announce(state, result.others_changed);
        }
    }

    /// Tells the client that what it shows beside the text may be old: lenses, hints and tokens of other open files hang on
    /// what has changed. Changes that follow each other closely are told once.
    pub fn refresh_views(self: &Arc<Self>, state: &State) {
        let abilities = state.abilities;
        let any = abilities.lens_refresh || abilities.inlay_refresh || abilities.token_refresh;
        if !any || self.refreshing.swap(true, Ordering::SeqCst) {
            return;
        }
        let shared = self.clone();
        self.spawn(async move {
            tokio::time::sleep(TOGETHER).await;
            shared.refreshing.store(false, Ordering::SeqCst);
            let client = &shared.client;
            if abilities.lens_refresh {
                drop(tokio::time::timeout(ANSWER, client.code_lens_refresh()).await);
            }
            if abilities.inlay_refresh {
                drop(tokio::time::timeout(ANSWER, client.inlay_hint_refresh()).await);
            }
            if abilities.token_refresh {
                drop(tokio::time::timeout(ANSWER, client.semantic_tokens_refresh()).await);
            }
        });
    }

    /// Says that findings have changed; `others` when files beside the edited one are among them.
    pub fn announce(&self, state: &State, others: bool) {
        self.news.send_modify(|n| *n += 1);
        self.status.notify_one();
        if others && state.abilities.pull {
            let client = self.client.clone();
            self.spawn(async move {
                drop(tokio::time::timeout(ANSWER, client.workspace_diagnostic_refresh()).await);
            });
        }
    }

    /// Checks everything that is waiting, open files first, a few at a time.
    fn check_waiting(self: &Arc<Self>) {
        let mut changed = false;
        loop {
            let state = self.state.read();
            let mut any = false;
            for root in &state.roots {
                let chunk = next_chunk(&state, root);
                any |= !chunk.is_empty();
                changed |= chunk
                    .par_iter()
                    .map(|path| state.say(&root.full(path), &self.outgoing))
                    .reduce(|| false, |a, b| a | b);
                // Only now: nobody is to take a file for checked before its findings are on their way.
                let mut waiting = root.waiting.lock();
                chunk.iter().for_each(|path| {
                    waiting.remove(path);
                });
            }
            drop(state);
            if !any {
                break;
            }
        }
        self.announce(&self.state.read(), changed);
    }

    /// The text of an open document has changed, or a file is to be read anew: applies it to every workspace that the file
    /// belongs to.
    pub fn changed(self: &Arc<Self>, state: &mut State, full: &str) {
        for at in 0..state.roots.len() {
            if state.roots[at].loading {
                state.roots[at].missed.insert(full.to_owned());
            }
            if state.roots[at].is_setting(full) {
                load::reload(self, state, at);
                continue;
            }
            let Some(path) = state.roots[at].path_of(full) else { continue };
            self.files_changed(state, at, vec![path], full);
        }
    }

    /// Reads files of a workspace anew and checks what they touch. `edited` is the file in the editor that caused it.
    pub fn files_changed(self: &Arc<Self>, state: &mut State, at: usize, paths: Vec<String>, edited: &str) {
        self.files_come_and_go(state, at, (paths, Vec::new()), edited);
    }

    /// The same with paths (relative to the workspace) that are no files of it, or none any more.
    pub fn files_come_and_go(
        self: &Arc<Self>,
        state: &mut State,
        at: usize,
        (paths, mut gone): (Vec<String>, Vec<String>),
        edited: &str,
    ) {
        let State { roots, documents, .. } = &mut *state;
        let root = &mut roots[at];
        let mut changes = Vec::with_capacity(paths.len() + gone.len());
        changes.extend(gone.iter().map(|path| Change::Remove { path: path.clone() }));
        for path in paths {
            root.problems.retain(|p| p.path != path);
            match root.texts(documents).read(&path) {
                Ok(text) => changes.push(Change::Set { path, text }),
                Err(why) => {
                    // A link to nowhere is there, and cannot be read.
                    if root.disk.path(&path).symlink_metadata().is_ok() {
                        root.problems.push(Problem { path: path.clone(), why });
                    }
                    gone.push(path.clone());
                    changes.push(Change::Remove { path });
                }
            }
        }
        let (affected, touched) = root.apply(changes, documents);
        if let Some(typing) = state.typing.as_mut().filter(|typing| typing.file == edited) {
            typing.touch(at, &affected);
        }
        let mut result = state.recheck(at, &affected, edited, &self.outgoing);
        // What others show of a file can only have changed when one of them was touched, or none is being edited.
        if touched > 1 || edited.is_empty() {
            self.refresh_views(state);
        }
        for path in gone {
            // Not among the files any more; what was said about it is taken back.
            result.checked += 1;
            result.others_changed |= state.say(&state.roots[at].full(&path), &self.outgoing);
        }
        self.after(state, result);
    }

    /// Looks anew whether there is anything at paths that links lead to, and checks the files with those links. The paths
    /// are relative to the workspace and none of its files.
    pub fn targets_changed(self: &Arc<Self>, state: &mut State, at: usize, paths: impl IntoIterator<Item = String>) {
        let State { roots, documents, .. } = &mut *state;
        // Only whether they exist is asked.
        let changes = paths.into_iter().map(|path| Change::Remove { path });
        let (affected, _) = roots[at].apply(changes.collect(), documents);
        let result = state.recheck(at, &affected, "", &self.outgoing);
        self.after(state, result);
    }

    /// Checks a file again whose text is the same, but which was opened or closed: hints are for open files.
    pub fn say_again(self: &Arc<Self>, state: &State, full: &str) {
        if state.places(full).next().is_some() {
            state.say(full, &self.outgoing);
        }
    }
}

/// The files of a workspace to check next: the open ones that wait, else a few others.
fn next_chunk(state: &State, root: &Root) -> Vec<Arc<str>> {
    let waiting = root.waiting.lock();
    let paths = state.documents.keys().map(|full| relative(&root.folder, full));
    let open: Vec<_> = paths.filter_map(|path| waiting.get(path.as_str()).cloned()).collect();
    if open.is_empty() { waiting.iter().take(CHUNK).cloned().collect() } else { open }
}
