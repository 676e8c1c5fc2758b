//! Links as references: the things that links mean, and who links to a file (collections.md, section 4).

use rustc_hash::FxHashSet;

use super::files::Glance;
use super::uses::Uses;
use super::{DefId, FileId, Workspace};
use crate::content::{FileFacts, LinkFact, LinkFault, LinkForm, Status};

impl Workspace {
    /// The thing that a link means: the first that the file at its end is about.
    #[must_use]
    pub fn linked_thing(&self, link: &LinkFact) -> Option<DefId> {
        let file = self.linked_file(link)?;
        let kind = match link.form {
            LinkForm::Field(kind) => Some(kind),
            _ => None,
        };
        let position = self.files[file.0 as usize].as_ref()?.facts.root_thing(kind)?;
        let def = DefId { file, position };
        let kind = self.definition(def)?.kind;
        Some(self.index.kind(kind).definition_of(def).unwrap_or(def))
    }

    /// The file of the workspace at the end of a link.
    fn linked_file(&self, link: &LinkFact) -> Option<FileId> {
        match &link.fault {
            LinkFault::File(path) => self.find(path),
            LinkFault::Path(path) => self.find(self.link_end(path)?),
            _ => None,
        }
    }

    /// The links of a file that mean things, in no order, each with the thing.
    pub fn linked_things<'f>(&self, facts: &'f FileFacts) -> impl Iterator<Item = (&'f LinkFact, DefId)> {
        facts.links.iter().filter_map(|link| Some((link, self.linked_thing(link)?)))
    }

    /// The files that may link to a file: too many, never too few; each perhaps several times.
    pub(super) fn linking(&self, uses: &Uses, path: &str) -> Vec<FileId> {
        let targets = self.targets.leading_to(path).iter();
        targets.flat_map(|target| uses.of_link(target)).copied().collect()
    }

    /// Whether there is a draft, a retired role or something that is only foreseen: whoever links to one is told.
    #[must_use]
    pub fn has_unpublished(&self) -> bool {
        let is_one = |glance: &Glance| glance.plans || glance.status.is_some_and(|status| status != Status::Published);
        *self.unpublished.get_or_init(|| self.files().any(|(_, entry)| is_one(&entry.glance)))
    }

    /// Whether another file than its own links to a thing.
    #[must_use]
    pub fn is_linked(&self, def: DefId) -> bool {
        let Some(uses) = &self.uses else {
            let linked = self.linked.get_or_init(|| {
                let mut linked = FxHashSet::default();
                for (id, entry) in self.files() {
                    linked.extend(self.linked_things(&entry.facts).map(|(_, def)| def).filter(|def| def.file != id));
                }
                linked
            });
            return linked.contains(&def);
        };
        let linking: FxHashSet<FileId> =
            self.linking(uses, &self.file(def.file).path).into_iter().filter(|file| *file != def.file).collect();
        let links = |file: FileId| self.linked_things(&self.file(file).facts).any(|(_, meant)| meant == def);
        linking.into_iter().any(links)
    }
}
