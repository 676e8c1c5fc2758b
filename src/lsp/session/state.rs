//! [`State`]: the open documents and the workspaces, at one moment.
//!
//! All of it stands behind one lock. Whatever changes it does so synchronously, in the order of the client's messages;
//! whatever reads it does so for a few milliseconds at most.

use std::path::Path;
use std::sync::Arc;

use parking_lot::Mutex;
use rustc_hash::{FxHashMap, FxHashSet};

use super::documents::Documents;
use super::texts::Texts;
use super::typing::Typing;
use crate::loader::{Disk, Problem};
use crate::lsp::proto::client::Abilities;
use crate::lsp::proto::settings::EditorSettings;
use crate::lsp::proto::uri::{is_within, join, relative};
use crate::rules::Diagnostic;
use crate::workspace::{Change, FileId, LiveWorkspace, Workspace};

/// How many files of a workspace are read anew while the client waits; more are read in the background.
pub const SMALL: usize = 300;
/// So many bytes of files are read while the client waits; they take some tens of milliseconds.
const BYTES_AT_ONCE: u64 = 4 << 20;

/// A workspace of the session.
pub struct Root {
    /// Its folder: normalised path.
    pub folder: String,
    /// Its files on disk.
    pub disk: Disk,
    /// Its files and index. Until the first load is done it holds the open documents only.
    pub workspace: LiveWorkspace,
    /// What cannot be read.
    pub problems: Vec<Problem>,
    /// The links on the way to its files: full paths, and those of what they lead to.
    pub links: Vec<(String, String)>,
    /// The disk has been read.
    pub loaded: bool,
    /// Files that fit the settings' patterns and are none of the workspace's all the same, as far as they are open: those
    /// that `.gitignore` names, and links that lead out of the repository.
    pub ignored: FxHashSet<String>,
    /// Files that are open and were not on disk when that was last looked at.
    pub unsaved: FxHashSet<String>,
    /// Counts loads, so that an overtaken one is thrown away.
    pub load: u64,
    /// A load is running.
    pub loading: bool,
    /// The workspace is to be read once more when it has ended.
    pub again: bool,
    /// Files (full paths) that may have changed meanwhile, on disk or because a document was closed.
    pub missed: FxHashSet<String>,
    /// Files that are to be checked again in the background, by path.
    pub waiting: Mutex<FxHashSet<Arc<str>>>,
    /// The walk that events on disk asked for.
    pub look: Look,
    /// The journal in its folder, as it was last looked at.
    pub journal: Journal,
}

/// The walk beside the message loop that tells which files a workspace has after events on disk.
#[derive(Debug, Default)]
pub struct Look {
    /// Counts walks, so that an overtaken one is thrown away.
    pub number: u64,
    /// One runs; and files (full paths) that may have changed since it began.
    pub later: Option<FxHashSet<String>>,
    /// How many walks, and readings of the workspace, have ended or are not needed any more.
    pub ended: u64,
}

impl Look {
    /// How many walks are still to end before all that was told so far is known.
    fn due(&self) -> u64 {
        self.later.as_ref().map_or(0, |later| 1 + u64::from(!later.is_empty()))
    }

    /// The workspace is read anew: what a walk finds is not needed any more.
    pub fn overtake(&mut self) {
        self.ended += self.due();
        self.number += 1;
        self.later = None;
    }
}

/// What is known of a workspace's journal.
#[derive(Debug, Default)]
pub struct Journal {
    /// The finding where one lies there and is not obeyed.
    pub finding: Option<Diagnostic>,
    /// Counts looks at it, so that an overtaken one is thrown away.
    pub looks: u64,
    /// The last look has not ended.
    pub looking: bool,
}

/// Everything that the server knows.
pub struct State {
    /// What the client can do.
    pub abilities: Abilities,
    /// The open documents.
    pub documents: Documents,
    /// The workspaces, none twice.
    pub roots: Vec<Root>,
    /// The folders that the client has open: normalised paths.
    pub folders: Vec<String>,
    /// How many of them are being searched for workspaces.
    pub searching: usize,
    /// The day that findings count from.
    pub today: jiff::civil::Date,
    /// What the editor's settings say.
    pub settings: EditorSettings,
    /// What the client said when it started the server: counts where its settings say nothing.
    pub initial_options: serde_json::Value,
    /// What is being typed; `None` after an edit that nobody types, and where findings never wait.
    pub typing: Option<Typing>,
    /// What was last said about each file, by full path: see `said.rs`. A file may belong to several workspaces.
    pub said: Mutex<FxHashMap<String, super::said::Said>>,
    /// The client asks for the findings of the whole workspace; `None` while that is not known.
    pub asks_for_workspace: Option<bool>,
}

/// A file of one of the workspaces.
pub struct Place<'s> {
    /// The workspace.
    pub root: &'s Root,
    /// Path relative to the workspace.
    pub path: String,
}

impl Root {
    /// A workspace that has not been read yet.
    #[must_use]
    pub fn new(folder: &str, disk: Disk, documents: &Documents) -> Self {
        let workspace = Workspace::open_at_once(&Texts::new(documents, folder, &disk)).with_lines().live();
        Self {
            folder: folder.to_owned(),
            disk,
            workspace,
            problems: Vec::new(),
            links: Vec::new(),
            loaded: false,
            ignored: FxHashSet::default(),
            unsaved: FxHashSet::default(),
            load: 0,
            loading: false,
            again: false,
            missed: FxHashSet::default(),
            waiting: Mutex::default(),
            look: Look::default(),
            journal: Journal::default(),
        }
    }

    /// The path of a file as seen from the workspace, if it belongs to it by its settings.
    #[must_use]
    pub fn path_of(&self, full: &str) -> Option<String> {
        let path = relative(&self.folder, full);
        let kind = self.workspace.config().file_kind(&path).filter(|_| !self.ignored.contains(&path));
        // Links are looked at when a file is opened: see `ignored`.
        kind.filter(|_| !path.starts_with("..") || self.disk.names(&path)).map(|_| path)
    }

    /// Whether a file holds settings: `sidestep.yaml`, or a schema that it names.
    #[must_use]
    pub fn is_setting(&self, full: &str) -> bool {
        self.workspace.is_setting_file(&relative(&self.folder, full))
    }

    /// How many of its files are read anew while the client waits: few where each may take as many steps as a schema of
    /// the team is allowed.
    #[must_use]
    pub fn at_once(&self) -> usize {
        if self.workspace.config().names_schemas() { SMALL / 20 } else { SMALL }
    }

    /// Whether files, by their paths relative to the workspace, are together so small that they may be read anew while the
    /// client waits.
    #[must_use]
    pub fn are_small<'p>(&self, paths: impl IntoIterator<Item = &'p str>) -> bool {
        let mut left = BYTES_AT_ONCE;
        paths.into_iter().all(|path| {
            let length = self.disk.path(path).metadata().map_or(0, |found| found.len());
            left = left.saturating_sub(length);
            left > 0
        })
    }

    /// The workspace's texts.
    #[must_use]
    pub fn texts<'s>(&'s self, documents: &'s Documents) -> Texts<'s> {
        Texts::new(documents, &self.folder, &self.disk)
    }

    /// The full path of one of the workspace's files.
    #[must_use]
    pub fn full(&self, path: &str) -> String {
        join(&self.folder, path)
    }

    /// Applies changes; gives the files whose findings can have changed, and how many files the changes may matter to in
    /// whatever way.
    pub fn apply(&mut self, changes: Vec<Change>, documents: &Documents) -> (FxHashSet<FileId>, usize) {
        let texts = Texts::new(documents, &self.folder, &self.disk);
        let touched = self.workspace.apply(changes, &texts);
        (crate::rules::concerned(&self.workspace, &touched), touched.len())
    }
}

impl State {
    /// The disk of a workspace, as far as it reaches now: within its repository, else the folders that the client has open,
    /// and the one from which the editor's settings name the workspace's.
    #[must_use]
    pub fn disk(&self, folder: &str) -> Disk {
        let open = self.folders.iter().map(String::as_str).filter(|open| is_within(open, folder));
        let configured = self.settings.configuration.as_ref().and_then(|file| file.rsplit_once('/'));
        let named = configured.and_then(|(inside, _)| folder.strip_suffix(inside)?.strip_suffix('/'));
        let given = open.chain(named).min_by_key(|given| given.len());
        given.map_or_else(|| Disk::new(folder), |given| Disk::given(folder, Path::new(given)))
    }

    /// The client's own command for something, if `initializationOptions.commands` names one.
    #[must_use]
    pub fn client_command(&self, what: &str) -> Option<&str> {
        self.initial_options.get("commands")?.get(what)?.as_str()
    }

    /// The workspaces that a file belongs to; the one whose folder is nearest comes first.
    pub fn places(&self, full: &str) -> impl Iterator<Item = Place<'_>> {
        let mut roots: Vec<&Root> = self.roots.iter().collect();
        roots.sort_by_key(|root| (!is_within(&root.folder, full), std::cmp::Reverse(root.folder.len())));
        roots.into_iter().filter_map(|root| Some(Place { path: root.path_of(full)?, root }))
    }

    /// Whether all names that a file can use are known: its workspaces have been read, or cannot be. Without a file: all
    /// workspaces.
    #[must_use]
    pub fn knows_names(&self, full: Option<&str>) -> bool {
        let is_read = |root: &Root| root.loaded || !root.loading;
        self.searching == 0
            && match full {
                Some(full) => self.places(full).all(|place| is_read(place.root)),
                None => self.roots.iter().all(is_read),
            }
    }

    /// What has to end of each workspace (by its folder) before all is known that was told of the disk so far. A large one is
    /// not waited for while it is read anew: the old state is in force as long.
    #[must_use]
    pub fn due(&self) -> Vec<(String, u64)> {
        let of = |root: &Root| {
            let is_small = || root.loaded && root.workspace.files().count() <= SMALL;
            let readings = if root.loading && is_small() { 1 + u64::from(root.again) } else { 0 };
            let due = root.look.due() + readings;
            (due > 0).then(|| (root.folder.clone(), root.look.ended + due))
        };
        self.roots.iter().filter_map(of).collect()
    }

    /// Whether that has ended.
    #[must_use]
    pub fn has_ended(&self, due: &[(String, u64)]) -> bool {
        let has = |root: &Root| due.iter().all(|(folder, due)| *folder != root.folder || root.look.ended >= *due);
        due.is_empty() || self.roots.iter().all(has)
    }

    /// Whether what a file may hold is known, so that it can be said of the file alone: the team's schemas are compiled.
    #[must_use]
    pub fn knows_schemas(&self, full: &str) -> bool {
        self.places(full).all(|place| !place.root.workspace.lacks_schemas())
    }

    /// The address of a file: as the client writes it, if it is open.
    #[must_use]
    pub fn uri(&self, full: &str) -> String {
        self.documents.get(full).map_or_else(|| crate::lsp::proto::uri::of_path(full), |d| d.uri.clone())
    }
}
