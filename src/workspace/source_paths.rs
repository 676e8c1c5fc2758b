//! The paths of `sidestep.yaml` that cannot do what they are for (content model, section 1).

use std::cell::OnceCell;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::collections::CollectionSchema;
use super::path_patterns::SourcePath;
use super::refusals::Refusal;
use super::{Config, ConfigFinding, FileEntry, LinkEnd, Workspace};
use crate::content::{FileKind, KindId, NoList};

/// Kinds of things that files define.
type Kinds = smallvec::SmallVec<[KindId; 4]>;

/// What to do about a path that is not read.
const REFUSED: &str = "name files of the repository, such as content/roles/**/*.yaml; without a repository, check or open the folder that holds all of them";

/// Whether a list of files is that of a kind without a word in the settings.
fn is_default(path: &SourcePath, config: &Config) -> bool {
    static DEFAULT: OnceLock<Config> = OnceLock::new();
    let default = DEFAULT.get_or_init(Config::default);
    let list = match path.list {
        FileKind::Role => Some(&default.roles),
        FileKind::Vocabulary(kind) => {
            let word = config.word(kind);
            default.vocabularies.iter().find(|(kind, _)| kind == word).map(|(_, paths)| paths)
        }
        FileKind::Config | FileKind::Collection(_) => None,
    };
    list.is_some_and(|list| list.contains(&path.path))
}

/// What to do about a vocabulary whose list does not stand where it should.
fn list_help(list: &NoList) -> (String, String) {
    match list {
        NoList::Under(key) => (
            format!("its list seems to stand under \"{key}\""),
            "begin the file with the list itself, each name after \"- name: \"".to_owned(),
        ),
        NoList::Keys => (
            "its names seem to be the keys".to_owned(),
            "write each as an entry of a list: \"- name: \" and the name".to_owned(),
        ),
        NoList::Other => {
            ("it holds no list".to_owned(), "write a list of entries: \"- name: \" and the name".to_owned())
        }
    }
}

impl Workspace {
    /// What is wrong with paths of the settings, as the files are now: one finding a path, by place.
    #[must_use]
    pub fn path_findings(&self) -> Vec<ConfigFinding> {
        let faults = self.path_faults().into_iter().map(|(_, finding)| finding);
        let mut found: Vec<ConfigFinding> = faults.chain(self.lost_roots()).collect();
        found.sort_by_key(|finding| finding.span);
        found
    }

    /// The folders of `links.root` that are not there.
    fn lost_roots(&self) -> impl Iterator<Item = ConfigFinding> {
        let holds = move |root: &str| {
            let inside = |path: &str| path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'));
            self.files().any(|(_, entry)| inside(&entry.path))
        };
        let is_lost = move |root: &str| {
            !matches!(root, "" | ".") && matches!(self.link_end_of(root), Some(LinkEnd::Nothing)) && !holds(root)
        };
        self.config.link_roots.iter().filter(move |(root, _)| is_lost(root)).map(|(root, span)| ConfigFinding {
            path: "sidestep.yaml".to_owned(),
            span: *span,
            message: format!("there is no folder \"{root}\""),
            help: Some("correct the path, or remove it: no link that begins with \"/\" is looked for there".to_owned()),
        })
    }

    /// Whether a path among the sources of a kind cannot do what it is for: nothing is known of the kind's names.
    #[must_use]
    pub fn is_unreadable(&self, kind: KindId) -> bool {
        self.unreadable.contains(&kind)
    }

    /// Whether `path_findings` tells what is wrong with a file at a path.
    #[must_use]
    pub fn tells_of(&self, path: &str) -> bool {
        match self.find(path).map(|id| self.file(id)) {
            Some(entry) => entry.facts.no_list.is_some() && self.path_of(entry).is_some(),
            None => self.config.paths.iter().any(|p| p.span.is_some() && p.path == path),
        }
    }

    /// Finds anew which kinds cannot be read. Tells those for which that changed.
    pub(super) fn settle_paths(&mut self) -> Vec<KindId> {
        let mut unreadable = self.config.lists_at_fault.clone();
        unreadable.extend(self.path_faults().into_iter().flat_map(|(kinds, _)| kinds));
        let lost = self.files().filter(|(_, entry)| entry.facts.no_list.is_some());
        unreadable.extend(lost.flat_map(|(_, entry)| self.config.defined_by(entry.kind)).collect::<Vec<_>>());
        unreadable.sort_unstable_by_key(|kind| kind.index());
        unreadable.dedup();
        let before = std::mem::replace(&mut self.unreadable, unreadable);
        let differs = |kind: &KindId| before.contains(kind) != self.unreadable.contains(kind);
        self.config.kind_ids().filter(differs).collect()
    }

    /// Which path of the settings (its position) is the one by which a file belongs to the workspace, if it is written.
    fn path_of(&self, entry: &FileEntry) -> Option<usize> {
        let paths = &self.config.paths;
        let found = paths.iter().position(|path| path.list == entry.kind && path.finds(&entry.path));
        found.filter(|at| paths[*at].span.is_some())
    }

    /// The findings, each with the kinds of which nothing is known for it.
    fn path_faults(&self) -> Vec<(Kinds, ConfigFinding)> {
        let mut faults = Vec::new();
        let finds = Finds::new(self);
        for (at, path) in self.config.paths.iter().enumerate() {
            let Some(span) = path.span else { continue };
            let fault = self.path_fault(at, path, &finds).map(|fault| (self.config.defined_by(path.list), fault));
            if let Some((kinds, (message, help))) = fault.or_else(|| self.lacking(at, path, &finds)) {
                let finding = ConfigFinding { path: "sidestep.yaml".to_owned(), span, message, help: Some(help) };
                faults.push((kinds, finding));
            }
        }
        faults.sort_by_key(|(_, finding)| finding.span);
        faults
    }

    /// What is wrong with a path, and what to do.
    fn path_fault(&self, at: usize, path: &SourcePath, finds: &Finds<'_>) -> Option<(String, String)> {
        let paths = &self.config.paths;
        let written = &path.path;
        match self.refusals.0.get(written) {
            Some(Refusal::Never(why)) => {
                return Some((format!("\"{written}\" is not read: {why}"), REFUSED.to_owned()));
            }
            Some(Refusal::Unreadable(why)) if self.find(written).is_none() => {
                return Some((format!("\"{written}\" cannot be read: {why}"), "name a file".to_owned()));
            }
            _ => {}
        }
        let of_list = || (0..paths.len()).filter(|other| paths[*other].list == path.list);
        if path.is_plain() {
            let claimed = paths[..at].iter().find(|other| other.path == *written);
            if let Some(first) = claimed {
                let message = match first.list == path.list {
                    true => format!("\"{written}\" stands here a second time"),
                    false => format!("\"{written}\" holds the {} already", self.things(first.list)),
                };
                return Some((
                    message,
                    "a file is of one kind: name another file, or remove one of the two".to_owned(),
                ));
            }
            let Some(id) = self.find(written) else {
                let help = no_file(written);
                return (!is_default(path, &self.config)).then(|| (format!("there is no file \"{written}\""), help));
            };
            return self.lost_list(path, self.file(id));
        }
        if !finds.own(at) && !is_default(path, &self.config) {
            let has_file = of_list().any(|other| finds.own(other));
            if !finds.any(at) {
                // Beside another path that finds files it may wait for its first.
                let help = no_file(written);
                return (!has_file).then(|| (format!("no file matches \"{written}\""), help));
            }
            let is_first = !of_list().take_while(|other| *other < at).any(|other| finds.any(other));
            if is_first && !has_file {
                let message = format!("every file of \"{written}\" is named by another list already");
                return Some((message, "a file is of one kind: name other files, or remove this path".to_owned()));
            }
            return None;
        }
        finds.lost(at).and_then(|entry| self.lost_list(path, entry))
    }

    /// The kinds that the schema of a collection defines and none of its files has; told at its first path that has a file.
    fn lacking(&self, at: usize, path: &SourcePath, finds: &Finds<'_>) -> Option<(Kinds, (String, String))> {
        let collection = self.config.collection(path.list).filter(|one| !one.defines.is_empty())?;
        let mut before = (0..at).filter(|other| self.config.paths[*other].list == path.list);
        if before.any(|other| finds.own(other)) || !finds.own(at) {
            return None;
        }
        let files = || self.files().map(|(_, entry)| entry).filter(|entry| entry.kind == path.list);
        let lacks = |kind: &&KindId| files().all(|entry| entry.facts.lacks.contains(kind));
        let kinds: Kinds = collection.defines.iter().filter(lacks).copied().collect();
        let word = self.config.word(*kinds.first()?);
        let message = match files().nth(1) {
            None => format!("\"{}\" defines no {word}", files().next()?.path),
            Some(_) => format!("no file of \"{}\" defines a {word}", collection.label),
        };
        let help = match &collection.schema {
            CollectionSchema::File(schema, _) => {
                format!("correct the path, or mark in {schema} what names one: \"x-sidestep-defines\": \"{word}\"")
            }
            _ => "correct the path, or use another schema".to_owned(),
        };
        Some((kinds, (message, help)))
    }

    /// What is wrong with a path whose file defines nothing.
    fn lost_list(&self, path: &SourcePath, entry: &FileEntry) -> Option<(String, String)> {
        let list = entry.facts.no_list.as_ref().filter(|_| entry.kind == path.list)?;
        let (seems, help) = list_help(list);
        Some((format!("\"{}\" defines no name: {seems}", entry.path), help))
    }

    /// What the files of a list hold, in the plural.
    fn things(&self, list: FileKind) -> String {
        match list {
            FileKind::Role => "roles".to_owned(),
            FileKind::Vocabulary(kind) => format!("{}s", self.config.word(kind)),
            FileKind::Collection(_) => {
                self.config.collection(list).map_or_else(String::new, |one| format!("files of \"{}\"", one.label))
            }
            FileKind::Config => "settings".to_owned(),
        }
    }
}

/// What to do about a path that finds no file.
fn no_file(written: &str) -> String {
    match written.contains('\\') {
        true => format!("write \"/\" in place of \"\\\": {}", written.replace('\\', "/")),
        false => "correct the path, or remove it; what .gitignore names is not read".to_owned(),
    }
}

/// Which paths of the settings find files. Each is asked once.
struct Finds<'w> {
    workspace: &'w Workspace,
    any: Vec<OnceCell<bool>>,
    own: Vec<OnceCell<bool>>,
    lost: OnceCell<FxHashMap<usize, &'w FileEntry>>,
}

impl<'w> Finds<'w> {
    fn new(workspace: &'w Workspace) -> Self {
        let unasked = || vec![OnceCell::new(); workspace.config.paths.len()];
        Self { workspace, any: unasked(), own: unasked(), lost: OnceCell::new() }
    }

    /// Whether a path finds files, whatever they are.
    fn any(&self, at: usize) -> bool {
        *self.any[at].get_or_init(|| self.has(at, |entry| entry.kind != FileKind::Config))
    }

    /// Whether a path finds files that are what it says.
    fn own(&self, at: usize) -> bool {
        let list = self.workspace.config.paths[at].list;
        *self.own[at].get_or_init(|| list != FileKind::Config && self.has(at, |entry| entry.kind == list))
    }

    fn has(&self, at: usize, fits: impl Fn(&FileEntry) -> bool) -> bool {
        let path = &self.workspace.config.paths[at];
        if path.is_plain() {
            return self.workspace.find(&path.path).is_some_and(|id| fits(self.workspace.file(id)));
        }
        self.workspace.files().any(|(_, entry)| fits(entry) && path.finds(&entry.path))
    }

    /// The first file, by its path, that belongs to the workspace by a path of the settings and has no list where one is
    /// wanted.
    fn lost(&self, at: usize) -> Option<&'w FileEntry> {
        let workspace = self.workspace;
        let lost = self.lost.get_or_init(|| {
            let mut entries: Vec<&FileEntry> =
                workspace.files().map(|(_, entry)| entry).filter(|entry| entry.facts.no_list.is_some()).collect();
            entries.sort_by(|a, b| b.path.cmp(&a.path));
            // The first one stays.
            entries.into_iter().filter_map(|entry| Some((workspace.path_of(entry)?, entry))).collect()
        });
        lost.get(&at).copied()
    }
}
