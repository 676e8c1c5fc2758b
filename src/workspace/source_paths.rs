//! The paths of `sidestep.yaml` that cannot do what they are for (content model, section 1).

use super::collections::CollectionSchema;
use super::path_patterns::{SourcePath, path_pattern};
use super::refusals::Refusal;
use super::{Config, ConfigFinding, FileEntry, Workspace};
use crate::content::{FileKind, KindId, NoList};

/// Kinds of things that files define.
type Kinds = smallvec::SmallVec<[KindId; 4]>;

/// What to do about a path that is not read.
const REFUSED: &str = "name files of the repository, such as content/roles/**/*.yaml; without a repository, check or open the folder that holds all of them";

/// Whether a list of files is that of a kind without a word in the settings.
fn is_default(path: &SourcePath, config: &Config) -> bool {
    let default = Config::default();
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
        let faults = self.path_faults().into_iter();
        faults.map(|(_, finding)| finding).collect()
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

    /// The path of the settings by which a file belongs to the workspace, if it is written.
    fn path_of(&self, entry: &FileEntry) -> Option<&SourcePath> {
        let mut of_list = self.config.paths.iter().filter(|path| path.list == entry.kind);
        let matches = |path: &&SourcePath| {
            *path.path == *entry.path || !path.is_plain() && path_pattern(&path.path).is_some_and(|is| is(&entry.path))
        };
        of_list.find(matches).filter(|path| path.span.is_some())
    }

    /// The findings, each with the kinds of which nothing is known for it.
    fn path_faults(&self) -> Vec<(Kinds, ConfigFinding)> {
        let mut faults = Vec::new();
        let paths = &self.config.paths;
        for (at, path) in paths.iter().enumerate() {
            let Some(span) = path.span else { continue };
            let fault = self.path_fault(at, path).map(|fault| (self.config.defined_by(path.list), fault));
            if let Some((kinds, (message, help))) = fault.or_else(|| self.lacking(at, path)) {
                let finding = ConfigFinding { path: "sidestep.yaml".to_owned(), span, message, help: Some(help) };
                faults.push((kinds, finding));
            }
        }
        faults.sort_by_key(|(_, finding)| finding.span);
        faults
    }

    /// What is wrong with a path, and what to do.
    fn path_fault(&self, at: usize, path: &SourcePath) -> Option<(String, String)> {
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
        let of_list = || paths.iter().filter(|other| other.list == path.list);
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
                let help = "correct the path, or remove it; what .gitignore names is not read".to_owned();
                return (!is_default(path, &self.config)).then(|| (format!("there is no file \"{written}\""), help));
            };
            return self.lost_list(path, self.file(id));
        }
        let mine = self.matching(path).find(|entry| entry.kind == path.list);
        if mine.is_none() && !is_default(path, &self.config) {
            if self.matching(path).next().is_none() {
                // Beside another path that finds files it may wait for its first.
                if of_list().any(|other| self.matching(other).any(|entry| entry.kind == path.list)) {
                    return None;
                }
                let help = "correct the path, or remove it; what .gitignore names is not read".to_owned();
                return Some((format!("no file matches \"{written}\""), help));
            }
            let is_first =
                !paths[..at].iter().any(|other| other.list == path.list && self.matching(other).next().is_some());
            let has_file = of_list().any(|other| self.matching(other).any(|entry| entry.kind == path.list));
            if is_first && !has_file {
                let message = format!("every file of \"{written}\" is named by another list already");
                return Some((message, "a file is of one kind: name other files, or remove this path".to_owned()));
            }
            return None;
        }
        let lost = |entry: &&FileEntry| entry.facts.no_list.is_some() && entry.kind == path.list;
        let mut lost = self.files().map(|(_, entry)| entry).filter(lost).peekable();
        lost.peek()?;
        let mut lost: Vec<&FileEntry> = lost.filter(|entry| self.path_of(entry) == Some(path)).collect();
        lost.sort_by(|a, b| a.path.cmp(&b.path));
        lost.first().and_then(|entry| self.lost_list(path, entry))
    }

    /// The kinds that the schema of a collection defines and none of its files has; told at its first path that has a file.
    fn lacking(&self, at: usize, path: &SourcePath) -> Option<(Kinds, (String, String))> {
        let collection = self.config.collection(path.list).filter(|one| !one.defines.is_empty())?;
        let mine = |path: &SourcePath| self.matching(path).any(|entry| entry.kind == path.list);
        let mut before = self.config.paths[..at].iter().filter(|other| other.list == path.list);
        if before.any(mine) || !mine(path) {
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

    /// The files that a path or pattern matches, in no order.
    fn matching(&self, path: &SourcePath) -> impl Iterator<Item = &FileEntry> {
        let plain = path.is_plain().then(|| self.find(&path.path)).flatten().map(|id| self.file(id));
        let is_match = if path.is_plain() { None } else { path_pattern(&path.path) };
        let all = self.files().map(|(_, entry)| entry).filter(|entry| entry.kind != FileKind::Config);
        plain.into_iter().chain(all.filter(move |entry| is_match.as_ref().is_some_and(|is| is(&entry.path))))
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
