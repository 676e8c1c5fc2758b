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
use super::state::{Root, State};
use crate::loader::Walk;
use crate::lsp::io::log::Log;
use crate::lsp::io::outgoing::Outgoing;
use crate::lsp::proto::uri::relative;

/// How many files are checked under the lock at a time, so that an edit never waits long.
const CHUNK: usize = 64;
/// How long the client may take to answer a request.
pub const ANSWER: Duration = Duration::from_secs(5);
/// How long a client that asks for findings has to ask for those of the whole workspace, before the ones of closed files
/// are pushed.
pub const PATIENCE: Duration = Duration::from_millis(1500);

/// How long changes are collected before lenses, hints and tokens are asked for again.
const TOGETHER: Duration = Duration::from_millis(300);

/// What the server's own watcher saw on disk.
pub enum Seen {
    /// Something may have changed at these paths (full).
    At(FxHashSet<String>),
    /// Something may have changed anywhere: events were lost.
    Anywhere,
    /// A walk has ended that events asked for.
    Walked(Walked),
}

/// What a walk found.
pub struct Walked {
    /// The workspace's folder.
    pub folder: String,
    /// The walk's number: see [`super::state::Look`].
    pub number: u64,
    /// The paths (full) of the events.
    pub paths: Vec<String>,
    pub walk: Walk,
}

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
    /// The files (full paths) whose findings a client that asks for the workspace is to be told whatever it knows of them.
    pub again: Mutex<FxHashSet<String>>,
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
    pub watcher: Mutex<Option<super::watcher::Watcher>>,
    /// What is done about changes on disk.
    pub on_disk: fn(&Arc<Self>, &mut State, Seen),
    /// What the client was asked to watch.
    pub registered: Mutex<super::watcher::Registered>,
    /// Walks wait: a test looks at what is done meanwhile.
    #[cfg(debug_assertions)]
    pub held: AtomicBool,
    /// The files that the last rename renames.
    pub promised: Mutex<super::promised::Promised>,
}

impl Shared {
    /// Takes the state; must be called inside the runtime.
    #[must_use]
    pub fn new(
        state: State,
        outgoing: Outgoing,
        client: Client,
        log: Log,
        on_disk: fn(&Arc<Self>, &mut State, Seen),
    ) -> Arc<Self> {
        let shared = Arc::new(Self {
            state: Arc::new(RwLock::new(state)),
            outgoing,
            client,
            log,
            news: tokio::sync::watch::Sender::new(0),
            status: tokio::sync::Notify::new(),
            answered: Mutex::default(),
            again: Mutex::default(),
            refreshing: AtomicBool::new(false),
            pausing: AtomicBool::new(false),
            typed: tokio::sync::Notify::new(),
            wake: Mutex::new(None),
            runtime: tokio::runtime::Handle::current(),
            watcher: Mutex::new(None),
            on_disk,
            registered: Mutex::default(),
            #[cfg(debug_assertions)]
            held: AtomicBool::new(false),
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
}

/// The files of a workspace to check next: the open ones that wait, else a few others.
fn next_chunk(state: &State, root: &Root) -> Vec<Arc<str>> {
    let waiting = root.waiting.lock();
    let paths = state.documents.keys().map(|full| relative(&root.folder, full));
    let open: Vec<_> = paths.filter_map(|path| waiting.get(path.as_str()).cloned()).collect();
    if open.is_empty() { waiting.iter().take(CHUNK).cloned().collect() } else { open }
}
