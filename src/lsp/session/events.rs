//! What changes on disk mean for the workspaces.
//!
//! An event is only a hint: the disk is read again, and which files there are is asked of the walk, which runs beside the
//! message loop. What arrives meanwhile, or while a workspace is read anew, is kept as it came and judged afterwards, by the
//! settings that hold then.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::documents::Documents;
use super::shared::{Seen, Shared, Walked};
use super::state::{Root, State};
use super::watch;
use crate::loader::{Link, Walk, walk};
use crate::lsp::proto::uri::{is_within, join, normalise, relative};
use crate::workspace::Sources as _;

/// Files (or folders, by full path) may have changed on disk: brings a workspace up to date. Open documents stay as the
/// editor has them. Gives whether the workspace is to be read anew instead.
#[must_use]
pub fn changed(shared: &Arc<Shared>, state: &mut State, at: usize, paths: &[String]) -> bool {
    let State { roots, documents, .. } = &mut *state;
    let root = &mut roots[at];
    let is_anew = |full: &String| decides(root, full) || root.is_setting(full) && !documents.contains_key(full);
    if paths.iter().any(is_anew) {
        return true;
    }
    if let Some(later) = &mut root.look.later {
        later.extend(paths.iter().cloned());
        return false;
    }
    let hints = hints(root, documents, paths);
    if hints.unknown {
        look(shared, root, paths);
        return false;
    }
    bring_in(shared, state, at, hints, None)
}

/// Starts a walk, beside the message loop.
fn look(shared: &Arc<Shared>, root: &mut Root, paths: &[String]) {
    root.look.number += 1;
    root.look.later = Some(FxHashSet::default());
    shared.status.notify_one();
    let (number, folder, paths) = (root.look.number, root.folder.clone(), paths.to_vec());
    let (shared, disk, config) = (shared.clone(), root.disk.clone(), root.workspace.config().clone());
    std::thread::spawn(move || {
        let work = || {
            #[cfg(debug_assertions)]
            while shared.held.load(std::sync::atomic::Ordering::SeqCst) {
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
            let walk = walk(&disk, &config);
            let mut state = shared.state.write();
            (shared.on_disk)(&shared, &mut state, Seen::Walked(Walked { folder, number, paths, walk }));
            shared.announce(&state, false);
        };
        if catch_unwind(AssertUnwindSafe(work)).is_err() {
            shared.log.error("an internal error after changes on disk; the workspaces are read again");
            (shared.on_disk)(&shared, &mut shared.state.write(), Seen::Anywhere);
        }
    });
}

/// What a walk found goes into its workspace, and what happened since it began is judged. Gives the workspace if it is to be
/// read anew instead.
#[must_use]
pub fn walked(shared: &Arc<Shared>, state: &mut State, found: Walked) -> Option<usize> {
    let is_it = |root: &Root| root.folder == found.folder && root.look.number == found.number;
    let at = state.roots.iter().position(|root| is_it(root) && root.look.later.is_some())?;
    let hints = hints(&mut state.roots[at], &state.documents, &found.paths);
    if bring_in(shared, state, at, hints, Some(found.walk)) {
        return Some(at);
    }
    let look = &mut state.roots[at].look;
    look.ended += 1;
    let later: Vec<String> = look.later.take().into_iter().flatten().collect();
    if later.is_empty() {
        return None;
    }
    let is_anew = changed(shared, state, at, &later);
    let look = &mut state.roots[at].look;
    look.ended += u64::from(look.later.is_none());
    is_anew.then_some(at)
}

/// What events tell, by what stands there now.
fn hints(root: &mut Root, documents: &Documents, paths: &[String]) -> Hints {
    let mut hints = Hints::default();
    let linked = paths.iter().flat_map(|full| by_links(root, full)).collect::<Vec<_>>();
    for full in paths.iter().chain(&linked) {
        let path = relative(&root.folder, full);
        if is_hidden(&path) {
            continue;
        }
        if documents.contains_key(full) { hints.open(root, path) } else { hints.on_disk(root, full, path) }
    }
    hints.in_folders(root);
    hints
}

/// Brings a workspace up to date with what events told, and with what a walk found where that was to be asked. Gives whether
/// it is to be read anew instead.
fn bring_in(shared: &Arc<Shared>, state: &mut State, at: usize, hints: Hints, walked: Option<Walk>) -> bool {
    let State { roots, documents, .. } = &mut *state;
    let root = &mut roots[at];
    let Hints { mut read, mut targets, mut shown, .. } = hints;
    let mut gone: FxHashSet<String> = FxHashSet::default();
    let mut other_links = false;
    if let Some(Walk { files, beside, problems, links }) = walked {
        let was: FxHashSet<String> = root.workspace.beside().map(str::to_owned).collect();
        targets.extend(was.symmetric_difference(&beside.into_iter().collect()).cloned());
        let links = self::links(&root.folder, links);
        other_links = links != root.links;
        root.links = links;
        let found: FxHashSet<String> = files.into_iter().map(|(path, _)| path).collect();
        // What the walk does not come to is none of ours, whatever may stand there: a link may have taken its place.
        let (is, was): (FxHashSet<_>, FxHashSet<_>) = read.into_iter().partition(|path| found.contains(path));
        (read, gone) = (is, was);
        read.extend(found.iter().filter(|path| root.workspace.find(path).is_none()).cloned());
        // What an earlier walk did not come to may have been written since.
        shown.extend(root.ignored.extract_if(|path| found.contains(path)));
        // What it said of paths is told anew.
        let is_file = |path: &String| found.contains(path) || root.unsaved.contains(path);
        gone.extend(root.problems.iter().chain(&problems).map(|p| p.path.clone()).filter(|path| !is_file(path)));
        root.problems.retain(|p| found.contains(&p.path));
        root.problems.extend(problems);
        let open: Vec<String> = root.unsaved.iter().filter(|path| root.disk.exists(path)).cloned().collect();
        for path in open {
            root.unsaved.remove(&path);
            if !found.contains(&path) {
                gone.insert(path.clone());
                root.ignored.insert(path);
            }
        }
    }
    let is_open = |path: &String| documents.contains_key(&join(&root.folder, path));
    read.retain(|path| !is_open(path));
    read.extend(shown);
    gone.retain(|path| !is_open(path) || root.ignored.contains(path));
    let root = &state.roots[at];
    if read.len() + gone.len() > root.at_once() || !root.are_small(read.iter().map(String::as_str)) {
        return true;
    }
    if !(read.is_empty() && gone.is_empty()) {
        shared.files_come_and_go(state, at, (read.into_iter().collect(), gone.into_iter().collect()), "");
    }
    if other_links {
        watch::update(shared, state);
    }
    let root = &state.roots[at];
    let targets: Vec<String> = targets.into_iter().filter(|path| root.workspace.find(path).is_none()).collect();
    if !targets.is_empty() {
        shared.targets_changed(state, at, targets);
    }
    false
}

/// What events tell of a workspace. Paths are relative to it.
#[derive(Default)]
struct Hints {
    /// Files to read.
    read: FxHashSet<String>,
    /// Open documents that are not ignored any more: their files are gone.
    shown: Vec<String>,
    /// What links lead to.
    targets: FxHashSet<String>,
    /// What is, or may have been, a folder.
    folders: FxHashSet<String>,
    /// Only the walk knows which files there are now.
    unknown: bool,
}

impl Hints {
    /// Something happened at a path that no open document has.
    fn on_disk(&mut self, root: &Root, full: &str, path: String) {
        let is_file = root.workspace.find(&path).is_some();
        let metadata = Path::new(full).symlink_metadata();
        let is_there = metadata.is_ok();
        // Where links lead to is for the walk to say.
        let is_link = metadata.is_ok_and(|found| found.is_symlink());
        self.unknown |= is_link || root.links.iter().any(|(link, _)| link == full);
        let is_folder = Path::new(full).is_dir();
        if is_file || !is_folder && root.workspace.config().file_kind(&path).is_some() {
            // A new file belongs to the workspace unless it is ignored.
            self.unknown |= !is_file && is_there;
            self.read.insert(path.clone());
        } else if root.workspace.is_link_target(&path) {
            self.targets.insert(path.clone());
        }
        // It may be ignored.
        self.unknown |= root.workspace.config().beside(&path).is_some();
        // A file that nobody knew may have taken a folder's place.
        if is_folder || !is_file {
            self.unknown |= is_folder && may_hold_files(root, &format!("{path}/"));
            self.folders.insert(path);
        }
    }

    /// Something happened to the file of an open document, which counts as it is in the editor, but not where its file is
    /// ignored.
    fn open(&mut self, root: &mut Root, path: String) {
        let is_there = root.disk.target(&path) != Some(false);
        if is_there {
            let is_missing =
                || root.workspace.config().file_kind(&path).is_some() && root.workspace.find(&path).is_none();
            self.unknown |= root.unsaved.contains(&path) || root.ignored.contains(&path) || is_missing();
        } else if root.ignored.remove(&path) {
            self.shown.push(path.clone());
        }
        if !is_there && root.workspace.config().file_kind(&path).is_some() {
            root.unsaved.insert(path);
        }
    }

    /// Folders came or went, with all that is in them; and what could not be read may be there, or not, for another reason.
    fn in_folders(&mut self, root: &Root) {
        let Self { read, targets, folders, unknown, .. } = self;
        let is_inside = |path: &str| path.match_indices('/').any(|(at, _)| folders.contains(&path[..at]));
        if !folders.is_empty() {
            let files = root.workspace.files().map(|(_, entry)| &*entry.path);
            read.extend(files.filter(|path| is_inside(path)).map(str::to_owned));
            targets.extend(root.workspace.link_targets().filter(|path| is_inside(path)).map(str::to_owned));
        }
        *unknown |=
            root.problems.iter().any(|p| read.contains(&p.path) || folders.contains(&p.path) || is_inside(&p.path));
    }
}

/// Links as full paths, as the client writes them.
pub fn links(folder: &str, links: Vec<Link>) -> Vec<(String, String)> {
    if links.is_empty() {
        return Vec::new();
    }
    let slashed = |path: &Path| normalise(&path.to_string_lossy().replace('\\', "/"));
    let top = Path::new(folder).canonicalize().map_or_else(|_| folder.to_owned(), |top| slashed(&top));
    let target = |link: &Link| join(folder, &relative(&top, &slashed(&link.target)));
    links.iter().map(|link| (join(folder, &link.path), target(link))).collect()
}

/// The paths by which a workspace's links lead to what is at a path, or in a folder there.
fn by_links(root: &Root, full: &str) -> impl Iterator<Item = String> {
    root.links.iter().filter_map(move |(link, target)| {
        if is_within(target, full) {
            return Some(format!("{link}{}", &full[target.len()..]));
        }
        is_within(full, target).then(|| link.clone())
    })
}

/// Whether a path lies where nobody writes pages, as seen from a workspace.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part == ".git" || part == "node_modules")
}

/// Whether what stands at a path decides which files a workspace has: patterns of what is ignored, in it or above, or in
/// `.git/info/exclude`; the settings of a workspace within it; its folder, or the one that makes a repository.
fn decides(root: &Root, full: &str) -> bool {
    let Some((folder, name)) = full.rsplit_once('/') else { return false };
    let (is_below, is_above) = (is_within(&root.folder, folder), is_within(folder, &root.folder));
    match name {
        _ if is_within(full, &root.folder) => true,
        ".gitignore" => is_below || is_above,
        "sidestep.yaml" if is_below && folder != root.folder => {
            let inside = format!("{}/", relative(&root.folder, folder));
            let has_files = || root.workspace.files().any(|(_, entry)| entry.path.starts_with(&inside));
            !Path::new(full).is_file() || has_files()
        }
        ".git" => (is_below || is_above) && !root.disk.is_current(),
        "exclude" => folder.strip_suffix("/.git/info").is_some_and(|top| is_within(top, &root.folder)),
        _ => false,
    }
}

/// Whether files of the workspace can lie in a folder (relative, with a slash at its end) by the settings' patterns.
fn may_hold_files(root: &Root, folder: &str) -> bool {
    root.workspace.config().patterns().any(|pattern| {
        let plain = pattern.find(['*', '?', '[', '{']).map_or(pattern, |at| &pattern[..at]);
        plain.starts_with(folder) || folder.starts_with(plain)
    })
}

/// An open file that fits the settings' patterns may be ignored all the same: the walk knows.
pub fn opened(state: &mut State, full: &str) {
    for root in state.roots.iter_mut().filter(|root| root.loaded) {
        // What it says comes with the document.
        note_open(root, [full]);
    }
}

/// A document was closed: its file counts as it is on disk.
pub fn closed(state: &mut State, full: &str) {
    for root in &mut state.roots {
        let path = relative(&root.folder, full);
        root.ignored.remove(&path);
        root.unsaved.remove(&path);
    }
}

/// Takes note of which open documents are ignored, and which have no file. Gives those (relative to the workspace) whose
/// files are on disk and were not when the workspace was read.
pub fn note_open<'p>(root: &mut Root, documents: impl IntoIterator<Item = &'p str>) -> Vec<String> {
    let mut strange: Vec<String> = Vec::new();
    for full in documents {
        let path = relative(&root.folder, full);
        if root.workspace.config().file_kind(&path).is_none() {
            continue;
        }
        if root.disk.target(&path) == Some(false) {
            root.ignored.remove(&path);
            root.unsaved.insert(path);
        } else if root.workspace.find(&path).is_none() {
            strange.push(path);
        }
    }
    if strange.is_empty() {
        return strange;
    }
    let files = walk(&root.disk, root.workspace.config()).files;
    let (new, ignored) = strange.into_iter().partition(|path| files.iter().any(|(file, _)| file == path));
    root.ignored.extend::<Vec<String>>(ignored);
    new
}
