//! Who uses a definition: by the reverse index of a [`LiveWorkspace`](super::LiveWorkspace), else by looking at all files.

use rustc_hash::{FxHashMap, FxHashSet};

use super::term_parts::{TermPart, term_parts};
use super::uses::role_names;
use super::{DefId, FileId, Workspace};
use crate::content::{AnyCase, FileKind, Folded, KindId, same_folded};

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
            files.extend(uses.of_text(definition.kind, &label.at.name));
            files.extend(uses.of_spelling(&label.at.name));
        }
        if definition.at_root {
            let entry = self.file(def.file);
            files.extend(self.linking(uses, &entry.path));
            for end in self.path_names(entry) {
                files.extend(uses.of_name(definition.kind, &end));
            }
        }
        if definition.kind.is_role()
            && let Some(slug) = super::role_slug(&self.file(def.file).facts, &definition.name().name, self.config.slugs)
        {
            files.extend(uses.of_name(KindId::ROLE, &slug));
        }
        files.into_iter().collect()
    }

    /// Whether a file other than `own` refers to a role by a label, in whatever letter case. Where the settings describe no
    /// collections, only pages do, by their alternatives.
    pub(crate) fn refers_to_role(&self, label: &str, own: FileId) -> bool {
        if self.index.listed_by(label).iter().any(|file| *file != own) {
            return true;
        }
        if self.config.links.is_none() {
            return false;
        }
        match &self.uses {
            Some(uses) => uses
                .of_name(KindId::ROLE, label)
                .iter()
                .any(|file| *file != own && role_names(&self.file(*file).facts).any(|name| same_folded(name, label))),
            None => {
                let referred = self.referred.get_or_init(|| {
                    let mut referred: FxHashMap<Folded, (FileId, bool)> = FxHashMap::default();
                    for (id, entry) in self.files() {
                        for name in role_names(&entry.facts) {
                            let by = referred.entry(Folded(name.clone())).or_insert((id, false));
                            by.1 |= by.0 != id;
                        }
                    }
                    referred
                });
                referred.get(&label as &dyn AnyCase).is_some_and(|(first, several)| *several || *first != own)
            }
        }
    }

    /// The terms of a vocabulary file that role files use.
    #[must_use]
    pub fn used_terms(&self, vocabulary: FileId) -> FxHashSet<DefId> {
        let (mut used, mut seen) = (FxHashSet::default(), FxHashSet::default());
        for (position, _) in self.file(vocabulary).facts.all_definitions() {
            let def = DefId { file: vocabulary, position };
            for file in self.files_that_may_use(def) {
                if used.contains(&def) {
                    break;
                }
                if self.file(file).kind == FileKind::Role && seen.insert(file) {
                    used.extend(self.terms_used_by(file));
                }
            }
        }
        used
    }

    /// The terms that a file uses.
    fn terms_used_by(&self, file: FileId) -> FxHashSet<DefId> {
        let facts = &self.file(file).facts;
        let names = facts.references.iter().filter(|r| !r.kind.is_role());
        let mut used: FxHashSet<DefId> = names.filter_map(|r| Some(self.resolve(r.kind, &r.at.name)?.def)).collect();
        for TermPart { kind, part, .. } in term_parts(&self.config, facts) {
            for term in self.terms_in(kind, part).into_iter().filter(|t| t.meaning.is_some()) {
                used.extend(self.term(kind, &part.text[term.start..term.end]).1.map(|r| r.def));
            }
        }
        used
    }
}
