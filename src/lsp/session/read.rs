//! Reading workspaces: the first time, and again after a change of settings or of many files.
//!
//! A workspace is read on threads of its own while the old one stays in force; what changed meanwhile is applied to the
//! new one before it takes its place.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use rustc_hash::FxHashMap;

use super::events;
use super::journal;
use super::progress::Progress;
use super::shared::{PATIENCE, Shared};
use super::state::{Root, SMALL, State};
use super::texts::OwnedTexts;
use super::typing::Typing;
use super::watch;
use crate::content::FileFacts;
use crate::loader::{Known, Loaded, load_known};
use crate::lsp::proto::uri::relative;
use crate::workspace::{LiveWorkspace, Settings, Workspace};

/// Reads a workspace again: at once if it and its files are small and all schemas are the built-in ones, else in the
/// background.
pub fn reload(shared: &Arc<Shared>, state: &mut State, at: usize) {
    read_again(shared, state, at, true);
}

/// The same in the background, whatever its size.
pub fn reload_beside(shared: &Arc<Shared>, state: &mut State, at: usize) {
    read_again(shared, state, at, false);
}

fn read_again(shared: &Arc<Shared>, state: &mut State, at: usize, may_wait: bool) {
    // The folder may be another one by now, and have become a repository.
    let disk = state.disk(&state.roots[at].folder);
    let root = &mut state.roots[at];
    root.look.overtake();
    if root.loading {
        root.again = true;
        return;
    }
    root.load += 1;
    let texts = OwnedTexts::new(&state.documents, &root.folder, disk);
    let open: Vec<String> = state.documents.keys().map(|full| relative(&root.folder, full)).collect();
    let before = Before { settings: root.loaded.then(|| root.workspace.settings()), good: last_good(root) };
    let number = root.load;
    let compiles = root.workspace.config().names_schemas() || Workspace::names_schemas(&texts);
    let files = || root.workspace.files().map(|(_, entry)| &*entry.path);
    let is_small = || files().count() <= SMALL && root.are_small(files());
    if may_wait && root.loaded && !compiles && is_small() {
        let loaded = read(&texts, &open, &before, &|_, _| {});
        install(shared, state, at, loaded, &texts);
        return;
    }
    root.loading = true;
    shared.status.notify_one();
    let (shared, folder) = (shared.clone(), root.folder.clone());
    std::thread::spawn(move || {
        let started = Instant::now();
        let progress = Progress::start(&shared);
        let work = || read(&texts, &open, &before, &|one, total| progress.step(one, total));
        let loaded = catch_unwind(AssertUnwindSafe(|| pool().map_or_else(work, |pool| pool.install(work))));
        let mut state = shared.state.write();
        progress.finish();
        let at = state.roots.iter().position(|root| root.folder == folder && root.load == number);
        let Some(at) = at else { return };
        let Ok(loaded) = loaded else {
            state.roots[at].loading = false;
            state.roots[at].look.ended += 1;
            shared.announce(&state, false);
            shared.log.error(&format!("an internal error while {folder} was read"));
            return;
        };
        shared.log.info(&format!(
            "read {folder}: {} files in {:.0?}",
            loaded.workspace.files().count(),
            started.elapsed()
        ));
        install(&shared, &mut state, at, loaded, &texts);
        drop(state);
        watch_for_workspace_pull(&shared);
    });
}

/// The threads that read workspaces in the background. They have a pool of their own: what is checked while an edit waits
/// must not queue behind ten thousand files.
fn pool() -> Option<&'static rayon::ThreadPool> {
    static POOL: OnceLock<Option<rayon::ThreadPool>> = OnceLock::new();
    POOL.get_or_init(|| rayon::ThreadPoolBuilder::new().thread_name(|n| format!("read-{n}")).build().ok()).as_ref()
}

/// What stays in force of a workspace that is read again.
struct Before {
    settings: Option<Settings>,
    /// What each file said when it last parsed.
    good: FxHashMap<String, Arc<FileFacts>>,
}

fn last_good(root: &Root) -> FxHashMap<String, Arc<FileFacts>> {
    root.workspace.files().filter_map(|(_, entry)| Some((entry.path.to_string(), entry.good()?))).collect()
}

fn read(
    texts: &OwnedTexts,
    open: &[String],
    before: &Before,
    step: &(dyn Fn(usize, usize) + Sync),
) -> Loaded<LiveWorkspace> {
    let known = Known {
        sources: texts,
        files: open,
        settings: before.settings.as_ref(),
        last_good: &|path| before.good.get(path).cloned(),
        for_changes: true,
    };
    load_known(texts.disk().clone(), &known, step).live()
}

/// Puts a workspace that was read in its place, with what changed since `texts` were taken.
fn install(shared: &Arc<Shared>, state: &mut State, at: usize, loaded: Loaded<LiveWorkspace>, texts: &OwnedTexts) {
    let State { roots, documents, typing, .. } = &mut *state;
    typing.iter_mut().for_each(Typing::forget_touched);
    let root = &mut roots[at];
    let Loaded { disk, workspace, problems, links } = loaded;
    root.disk = disk;
    root.workspace = workspace;
    root.problems = problems;
    root.links = events::links(&root.folder, links);
    root.loaded = true;
    root.loading = false;
    // A walk by the settings before tells nothing now.
    root.look.overtake();
    root.look.ended += 1;
    root.ignored.clear();
    root.unsaved.clear();
    let missed: Vec<String> = std::mem::take(&mut root.missed).into_iter().collect();
    let new = events::note_open(root, documents.keys().map(String::as_str));
    let now = documents.iter().filter(|(full, d)| texts.document(full) != Some(d.text()));
    let differing: Vec<String> = now.map(|(full, _)| full.clone()).collect();
    let again = std::mem::take(&mut root.again);
    if again || differing.iter().any(|full| root.is_setting(full)) {
        reload(shared, state, at);
        return;
    }
    let mut paths: Vec<String> = differing.iter().filter_map(|full| root.path_of(full)).collect();
    paths.extend(new.into_iter().filter(|path| !differing.contains(&root.full(path))));
    if !paths.is_empty() {
        shared.files_changed(state, at, paths, "");
    }
    if events::changed(shared, state, at, &missed) {
        reload_beside(shared, state, at);
    }
    if state.roots[at].loading {
        // They take a reading of their own.
        return;
    }
    journal::look(shared, state, at);
    let root = &state.roots[at];
    state.recheck_all(root);
    // Open documents at once.
    for full in state.documents.keys() {
        if let Some(path) = root.path_of(full) {
            let path: Arc<str> = path.into();
            root.waiting.lock().remove(&path);
            state.say(full, &shared.outgoing);
        }
    }
    watch::update(shared, state);
    shared.announce(state, true);
    shared.refresh_views(state);
    shared.wake();
}

/// A client that asks for findings but not for those of the whole workspace gets those of closed files pushed.
fn watch_for_workspace_pull(shared: &Arc<Shared>) {
    let state = shared.state.read();
    if !state.abilities.pull || state.asks_for_workspace.is_some() {
        return;
    }
    drop(state);
    std::thread::sleep(PATIENCE);
    let mut state = shared.state.write();
    if state.asks_for_workspace.is_none() {
        state.asks_for_workspace = Some(false);
        state.roots.iter().for_each(|root| state.recheck_all(root));
        shared.wake();
    }
}
