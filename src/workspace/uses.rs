//! [`Uses`]: which files use which names, the other way round than the facts say it.
//!
//! Made when the first change comes, so that a single check does not pay for it. What it answers may be too many files,
//! never too few.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{DefId, FileEntry, FileId, Workspace};
use crate::content::{FileFacts, KindId, Name, collapse, fold};

/// Names and words with the files that use them.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses {
    /// Files by a name that they refer to, in lower case.
    names: FxHashMap<(KindId, Name), FxHashSet<FileId>>,
    /// Files by a word of the texts in which they list terms, in lower case.
    words: FxHashMap<Name, FxHashSet<FileId>>,
}

impl Uses {
    /// Reads all files of a workspace.
    pub fn of(workspace: &Workspace) -> Self {
        let mut uses = Self::default();
        for (id, entry) in workspace.files() {
            uses.add(id, entry);
        }
        uses
    }

    pub fn add(&mut self, id: FileId, entry: &FileEntry) {
        for (kind, name) in names(&entry.facts) {
            self.names.entry((kind, name)).or_default().insert(id);
        }
        for word in words(&entry.facts) {
            self.words.entry(word).or_default().insert(id);
        }
    }

    pub fn remove(&mut self, id: FileId, entry: &FileEntry) {
        for key in names(&entry.facts) {
            if let Some(files) = self.names.get_mut(&key) {
                files.remove(&id);
                if files.is_empty() {
                    self.names.remove(&key);
                }
            }
        }
        for word in words(&entry.facts) {
            if let Some(files) = self.words.get_mut(&word) {
                files.remove(&id);
                if files.is_empty() {
                    self.words.remove(&word);
                }
            }
        }
    }

    /// The files that may refer to a name of a kind.
    pub fn of_name(&self, kind: KindId, name: &str) -> impl Iterator<Item = FileId> {
        let folded: Name = fold(name).as_ref().into();
        self.names.get(&(kind, folded)).into_iter().flatten().copied()
    }

    /// The files that may use a name in a text that lists terms.
    pub fn of_text(&self, name: &str) -> impl Iterator<Item = FileId> {
        // All words of the name must be there; those of the rarest word are few enough.
        let rarest = words_of(name)
            .map(|word| self.words.get(&Name::from(word)))
            .min_by_key(|files| files.map_or(0, FxHashSet::len));
        rarest.flatten().into_iter().flatten().copied()
    }
}

fn names(facts: &FileFacts) -> FxHashSet<(KindId, Name)> {
    facts.references.iter().map(|r| (r.kind, fold(&r.at.name).as_ref().into())).collect()
}

fn words(facts: &FileFacts) -> FxHashSet<Name> {
    let cells = facts.role.iter().filter_map(|r| r.comparison.as_ref()).flat_map(|c| &c.rows).flat_map(|r| &r.cells);
    let parts = cells.flat_map(|c| &c.parts).chain(facts.term_texts.iter().map(|t| &t.part));
    parts.flat_map(|part| words_of(&part.text).map(Name::from).collect::<Vec<_>>()).collect()
}

/// The words of a text in lower case: runs of letters and digits, or else the whole.
fn words_of(text: &str) -> impl Iterator<Item = String> {
    let mut words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(|w| fold(w).into_owned()).collect();
    if words.is_empty() {
        words.push(collapse(text).into_owned());
    }
    words.into_iter()
}

impl Workspace {
    /// The files that may use a definition in any of its spellings, the one that defines it included: too many, never
    /// too few.
    #[must_use]
    pub fn files_that_may_use(&self, def: DefId) -> Vec<FileId> {
        let (Some(uses), Some(definition)) = (&self.uses, self.definition(def)) else {
            return self.files().map(|(id, _)| id).collect();
        };
        let mut files: FxHashSet<FileId> = FxHashSet::default();
        files.insert(def.file);
        for label in &definition.labels {
            files.extend(uses.of_name(definition.kind, &label.at.name));
            if definition.kind != 0 {
                files.extend(uses.of_text(&label.at.name));
            }
        }
        if definition.kind == 0
            && let Some(slug) = super::role_slug(&self.file(def.file).facts, &definition.name().name)
        {
            files.extend(uses.of_name(0, &slug));
        }
        files.extend(self.files().filter(|(_, e)| e.prose_hits.iter().any(|hit| hit.def == def)).map(|(id, _)| id));
        files.into_iter().collect()
    }
}
