//! Which file stands for its folder where several could: of `index`, `_index` and `README` the first that the folder has
//! (collections.md, section 2).

use std::sync::Arc;

use super::affected::Affected;
use super::path_index::{PathIndex, split, stem};
use super::uses::Uses;
use super::{FileEntry, Sources, Workspace};
use crate::content::{FileFacts, FileKind, Origin, index_rank, name_of_file, path_in_root};

/// How early a file comes among those that may stand for their folder.
fn rank(path: &str) -> Option<usize> {
    index_rank(stem(path))
}

impl Workspace {
    /// Whether another file stands for the folder of an index file; `except` is a file that is as good as gone.
    #[must_use]
    pub fn stands_aside(&self, path: &str, except: &str) -> bool {
        let Some(own) = rank(path).filter(|rank| *rank > 0) else { return false };
        let beside = self.paths().inside(split(path).0).iter().filter(|other| &***other != except);
        beside.filter_map(|other| rank(other)).any(|other| other < own)
    }

    /// Gives things and references the name that their file has among the files of its folder. Tells whether it is another.
    pub(super) fn name_by_folder(&self, path: &str, kind: FileKind, facts: &mut FileFacts) -> bool {
        if rank(path).is_none_or(|rank| rank == 0) {
            return false;
        }
        let Some(note) = self.schema_at(path, kind).shapes.file.name.as_ref() else { return false };
        let inside = path_in_root(path, note.from, self.config.links.as_ref());
        let Some(name) = name_of_file(inside, note.from, !self.stands_aside(path, path)) else { return false };
        let name = self.intern(&name);
        let labels = facts.definitions.iter_mut().flat_map(|thing| &mut thing.labels).filter(|label| label.of_file);
        let references = facts.references.iter_mut().filter(|reference| reference.origin == Origin::File);
        let names = labels.map(|label| &mut label.at.name).chain(references.map(|reference| &mut reference.at.name));
        let mut differs = false;
        for known in names.filter(|known| **known != name) {
            known.clone_from(&name);
            differs = true;
        }
        differs
    }

    /// The same for all files that were read, before there are any.
    pub(super) fn name_all_by_folder(&mut self, entries: &mut [FileEntry]) {
        let may = |entry: &FileEntry| rank(&entry.path).is_some_and(|rank| rank > 0);
        if self.config.links.is_none() || !entries.iter().any(may) {
            return;
        }
        self.paths = std::sync::OnceLock::from(Arc::new(PathIndex::of(entries.iter().map(|entry| &entry.path))));
        for entry in entries.iter_mut().filter(|entry| may(entry)) {
            self.name_by_folder(&entry.path, entry.kind, Arc::make_mut(&mut entry.facts));
        }
    }

    /// An index file came or went: others of its folder may have other names now.
    pub(super) fn name_beside(&mut self, path: &str, sources: &dyn Sources, uses: &mut Uses, affected: &mut Affected) {
        if rank(path).is_none() {
            return;
        }
        // It may have been read before others that came with it.
        let all: Vec<Arc<str>> = self.paths().inside(split(path).0).to_vec();
        for other in all {
            let Some(mut entry) = self.find(&other).map(|id| self.file(id).clone()) else { continue };
            if self.name_by_folder(&other, entry.kind, Arc::make_mut(&mut entry.facts)) {
                self.put(entry, sources, uses, affected);
            }
        }
    }
}
