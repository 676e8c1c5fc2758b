//! Reading workspaces: the first time, and again after a change of settings or of many files.
//!
//! A workspace is read on threads of its own while the old one stays in force; what changed meanwhile is applied to the
//! new one before it takes its place.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;
use serde_json::json;
use tower_lsp::gen_lsp_types::ProgressToken;

use super::events;
use super::settings::EditorSettings;
use super::shared::{ANSWER, PATIENCE, SMALL, Shared};
use super::state::{Root, State};
use super::texts::OwnedTexts;
use super::typing::Typing;
use super::uri::{is_within, relative};
use super::watch;
use crate::content::FileFacts;
use crate::loader::{Known, Loaded, load_for_changes, workspaces_below};
use crate::workspace::{Settings, Workspace};

/// How long reading may take without being shown.
const SILENT: Duration = Duration::from_millis(300);

/// The workspace that a file or folder lies in: the nearest folder upward with settings. `None` if there is none.
fn upward(path: &str) -> Option<String> {
    let folder = Path::new(path).ancestors().find(|dir| dir.join("sidestep.yaml").is_file())?;
    Some(slashed_absolute(folder))
}

fn slashed_absolute(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    super::uri::normalise(&path)
}

/// The settings file that the editor's settings name, as seen from a folder; and the workspace that it makes.
fn configured(state: &State, folder: &str) -> Option<(String, String)> {
    let file = super::uri::join(folder, state.settings.configuration.as_ref()?);
    let root = file.rsplit_once('/').map(|(root, _)| root.to_owned())?;
    Some((file, root))
}

/// The same where the file exists.
fn configured_now(state: &State, folder: &str) -> Option<String> {
    configured(state, folder).filter(|(file, _)| Path::new(file).is_file()).map(|(_, root)| root)
}

/// The settings file that the editor's settings name came or went: the folders are opened anew. Tells whether that was so.
pub fn configuration_changed(shared: &Arc<Shared>, state: &mut State, paths: &[String]) -> bool {
    let changed = state.folders.iter().any(|folder| {
        let Some((file, root)) = configured(state, folder).filter(|(file, _)| paths.contains(file)) else {
            return false;
        };
        let mut open = state.roots.iter().filter(|r| is_within(folder, &r.folder) || is_within(&r.folder, folder));
        if Path::new(&file).is_file() { open.any(|r| r.folder != root) } else { open.any(|r| r.folder == root) }
    });
    if changed {
        reopen(shared, state, |_| ());
    }
    changed
}

/// Settings came or went, so that the folders hold other workspaces: they are opened anew. Tells whether that was so.
pub fn workspaces_changed(shared: &Arc<Shared>, state: &mut State, paths: &[String]) -> bool {
    let changes = |folder: &String, dir: &str| {
        if configured_now(state, folder).is_some() || !is_within(folder, dir) && !is_within(dir, folder) {
            return false;
        }
        let is_open = |at: &str| state.roots.iter().any(|root| root.folder == at);
        match upward(folder) {
            Some(root) => !is_open(&root),
            None => Path::new(dir).join("sidestep.yaml").is_file() != is_open(dir),
        }
    };
    let dirs = paths.iter().filter_map(|full| full.strip_suffix("/sidestep.yaml"));
    let changed = dirs.into_iter().any(|dir| state.folders.iter().any(|folder| changes(folder, dir)));
    if changed {
        reopen(shared, state, |_| ());
    }
    changed
}

/// Closes and opens all folders, with a change between.
fn reopen(shared: &Arc<Shared>, state: &mut State, change: impl FnOnce(&mut State)) {
    for folder in state.folders.clone() {
        close_folder(shared, state, &folder);
        state.folders.push(folder);
    }
    change(state);
    for folder in state.folders.clone() {
        open_folder(shared, state, &folder);
    }
}

/// Adds the workspaces of a folder that the client has opened, and reads them.
pub fn open_folder(shared: &Arc<Shared>, state: &mut State, folder: &str) {
    if let Some(root) = configured_now(state, folder) {
        add(shared, state, &root);
        return;
    }
    if let Some(root) = upward(folder) {
        add(shared, state, &root);
        return;
    }
    // Looking for workspaces below may take a while in a large folder.
    state.searching += 1;
    let (shared, folder) = (shared.clone(), folder.to_owned());
    std::thread::spawn(move || {
        let below: Vec<String> = workspaces_below(Path::new(&folder)).iter().map(|p| slashed_absolute(p)).collect();
        let mut state = shared.state.write();
        state.searching -= 1;
        shared.announce(&state, false);
        if !state.folders.contains(&folder) {
            return;
        }
        let roots = if below.is_empty() { vec![folder] } else { below };
        for root in roots {
            add(&shared, &mut state, &root);
        }
    });
}

/// Reads workspaces again that reach further now, or less far: the client has opened or closed a folder around them.
pub fn reach_anew(shared: &Arc<Shared>, state: &mut State) {
    for at in 0..state.roots.len() {
        let disk = state.disk(&state.roots[at].folder);
        if disk.bound() != state.roots[at].disk.bound() {
            reload(shared, state, at);
        }
    }
}

/// Adds the workspace of a file that belongs to none yet.
pub fn open_lone_file(shared: &Arc<Shared>, state: &mut State, full: &str) {
    let folder = full.rsplit_once('/').map_or("/", |(folder, _)| folder);
    let looks_right = |dir: &&Path| dir.join("content").join("roles").is_dir();
    let guess = || Path::new(folder).ancestors().find(looks_right).map(slashed_absolute);
    let within_folder = state.folders.iter().any(|f| is_within(f, full));
    let mut above = Path::new(folder).ancestors().map(slashed_absolute);
    let named = above.find_map(|folder| configured_now(state, &folder));
    let root = named.or_else(|| upward(folder)).or_else(|| if within_folder { None } else { guess() });
    if let Some(root) = root {
        add(shared, state, &root);
    }
}

fn add(shared: &Arc<Shared>, state: &mut State, folder: &str) {
    if state.roots.iter().any(|root| root.folder == folder) {
        return;
    }
    let mut root = Root::new(folder, state.disk(folder), &state.documents);
    // Open documents get their own findings at once, before anything else has been read.
    let open: Vec<String> = state.documents.keys().filter_map(|full| root.path_of(full)).collect();
    let changes = open.iter().filter_map(|path| {
        let text = state.documents.get(&root.full(path))?.text().to_owned();
        Some(crate::workspace::Change::Set { path: path.clone(), text })
    });
    let changes = changes.collect();
    let (affected, _) = root.apply(changes, &state.documents);
    state.roots.push(root);
    let at = state.roots.len() - 1;
    let result = state.recheck(at, &affected, "", &shared.outgoing);
    shared.after(state, result);
    watch::update(shared, state);
    reload(shared, state, at);
}

/// Takes away the workspaces of a folder that the client has closed.
pub fn close_folder(shared: &Arc<Shared>, state: &mut State, folder: &str) {
    state.folders.retain(|f| f != folder);
    let still_open = |root: &str, state: &State| {
        state.folders.iter().any(|f| is_within(f, root) || is_within(root, f))
            || state.documents.keys().any(|full| !is_within(folder, full) && is_within(root, full))
    };
    while let Some(at) = state.roots.iter().position(|root| {
        (is_within(folder, &root.folder) || is_within(&root.folder, folder)) && !still_open(&root.folder, state)
    }) {
        state.roots.remove(at);
    }
    state.typing.iter_mut().for_each(Typing::forget_touched);
    watch::update(shared, state);
    // What the workspaces said is taken back, but for what others say too.
    let said: Vec<String> =
        state.said.lock().iter().filter(|(_, said)| said.hash != 0).map(|(full, _)| full.clone()).collect();
    for full in said.iter().filter(|full| !state.roots.iter().any(|root| is_within(&root.folder, full))) {
        state.say(full, &shared.outgoing);
    }
    shared.announce(state, true);
}

/// Reads a workspace again: at once if it is small and all schemas are the built-in ones, else in the background.
pub fn reload(shared: &Arc<Shared>, state: &mut State, at: usize) {
    // The folder may be another one by now, and have become a repository.
    let disk = state.disk(&state.roots[at].folder);
    let root = &mut state.roots[at];
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
    if root.loaded && !compiles && root.workspace.files().count() <= SMALL {
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

fn read(texts: &OwnedTexts, open: &[String], before: &Before, step: &(dyn Fn(usize, usize) + Sync)) -> Loaded {
    let known = Known {
        sources: texts,
        files: open,
        settings: before.settings.as_ref(),
        last_good: &|path| before.good.get(path).cloned(),
    };
    load_for_changes(texts.disk().clone(), &known, step)
}

/// Puts a workspace that was read in its place, with what changed since `texts` were taken.
fn install(shared: &Arc<Shared>, state: &mut State, at: usize, loaded: Loaded, texts: &OwnedTexts) {
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
    events::changed(shared, state, at, &missed);
    if state.roots[at].loading {
        // They take a reading of their own.
        return;
    }
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

/// Shows in the editor how far reading has come, if it takes long enough to be worth it.
struct Progress {
    done: Arc<AtomicUsize>,
    total: Arc<AtomicUsize>,
    finished: Arc<AtomicBool>,
}

impl Progress {
    fn start(shared: &Arc<Shared>) -> Self {
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

    fn step(&self, one: usize, total: usize) {
        self.done.fetch_add(one, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
    }

    fn finish(&self) {
        self.finished.store(true, Ordering::Relaxed);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.finish();
    }
}

/// Takes the settings of the client.
pub fn configure(shared: &Arc<Shared>, state: &mut State, settings: EditorSettings) {
    if state.settings.delay != settings.delay {
        shared.end_typing(state);
    }
    if state.settings.configuration == settings.configuration {
        let shown = |settings: &EditorSettings| (settings.lenses, settings.hints);
        let other = shown(&state.settings) != shown(&settings);
        state.settings = settings;
        if other {
            shared.refresh_views(state);
        }
        return;
    }
    reopen(shared, state, |state| state.settings = settings);
}
