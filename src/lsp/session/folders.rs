//! Which workspaces are open: those of the folders that the client has, of files that lie in none, and of the settings
//! file that the editor names.

use std::path::Path;
use std::sync::Arc;

use super::read::reload;
use super::shared::Shared;
use super::state::{Root, State};
use super::typing::Typing;
use super::watch;
use crate::loader::{looks_right, workspaces_below};
use crate::lsp::proto::settings::EditorSettings;
use crate::lsp::proto::uri::{is_within, join, normalise};

/// The workspace that a file or folder lies in: the nearest folder upward with settings. `None` if there is none.
fn upward(path: &str) -> Option<String> {
    let folder = Path::new(path).ancestors().find(|dir| dir.join("sidestep.yaml").is_file())?;
    Some(slashed_absolute(folder))
}

fn slashed_absolute(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    normalise(&path)
}

/// The settings file that the editor's settings name, as seen from a folder; and the workspace that it makes.
fn configured(state: &State, folder: &str) -> Option<(String, String)> {
    let file = join(folder, state.settings.configuration.as_ref()?);
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
    // One further down is open beside that of the folder for its open files alone.
    let has_others = |folder: &str, root: &str| {
        let mut others = state.roots.iter().filter(|other| other.folder != root && is_within(folder, &other.folder));
        others.any(|other| !state.documents.keys().any(|full| is_within(&other.folder, full)))
    };
    let changes = |folder: &String, dir: &str| {
        if configured_now(state, folder).is_some() || !is_within(folder, dir) && !is_within(dir, folder) {
            return false;
        }
        let is_open = |at: &str| state.roots.iter().any(|root| root.folder == at);
        match upward(folder) {
            Some(root) => !is_open(&root) || has_others(folder, &root),
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
    let guess = || Path::new(folder).ancestors().find(|dir| looks_right(dir)).map(slashed_absolute);
    let within_folder = state.folders.iter().any(|f| is_within(f, full));
    // An opened folder may have got its first role since.
    let opened = || guess().filter(|guess| state.folders.contains(guess));
    let mut above = Path::new(folder).ancestors().map(slashed_absolute);
    let named = above.find_map(|folder| configured_now(state, &folder));
    let root = named.or_else(|| upward(folder)).or_else(|| if within_folder { opened() } else { guess() });
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
        let text = state.documents.get(&root.full(path))?.text().to_string();
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
