//! Which role has which address: its page, and the ones that it redirects from.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{DefId, FileId};
use crate::content::{FileFacts, bare_address, site_path};
use crate::schema::Label;
use crate::text::Span;

/// The files that redirect from an address, by their paths, each with the first entry that says so.
type Redirecting = BTreeMap<Arc<str>, (FileId, Span)>;

/// Files by their paths, each with the first of its things that has an address, and where it says so.
type Labelled = BTreeMap<Arc<str>, (DefId, Span)>;

/// Roles by the addresses that they write; of those with one address the first one by path is found at once.
#[derive(Clone, Debug, Default)]
pub(super) struct Addresses {
    pub toolkits: FxHashMap<Box<str>, BTreeMap<Arc<str>, FileId>>,
    /// Each file once, with the first place where it has the address.
    pub redirects: FxHashMap<Box<str>, Redirecting>,
    /// By addresses that labels say, as [`site_path`] gives them; each file with the first thing that says so.
    pub labels: FxHashMap<Box<str>, Labelled>,
}

/// The addresses that labels of things say, each with its thing's position and its place.
pub(super) fn labelled(facts: &FileFacts) -> impl Iterator<Item = (String, u32, Span)> {
    let things = (0..).zip(&facts.definitions);
    let labels = things.flat_map(|(position, thing)| thing.labels.iter().map(move |label| (position, label)));
    let labels = labels.filter(|(_, label)| label.label == Label::Address);
    labels.map(|(position, label)| (site_path(&label.at.name), position, label.at.span))
}

impl Addresses {
    /// Adds those of a file.
    pub fn add(&mut self, file: FileId, path: &Arc<str>, facts: &FileFacts) {
        for (address, position, span) in labelled(facts) {
            let files = self.labels.entry(address.into()).or_default();
            files.entry(path.clone()).or_insert((DefId { file, position }, span));
        }
        let Some(role) = &facts.role else { return };
        if let Some(toolkit) = &role.toolkit {
            self.toolkits.entry(bare_address(toolkit).into()).or_default().insert(path.clone(), file);
        }
        for entry in &role.redirects {
            let files = self.redirects.entry(bare_address(&entry.name).into()).or_default();
            files.entry(path.clone()).or_insert((file, entry.span));
        }
    }

    /// Removes those of a file.
    pub fn remove(&mut self, path: &str, facts: &FileFacts) {
        labelled(facts).for_each(|(address, ..)| gone(&mut self.labels, &address, path));
        let Some(role) = &facts.role else { return };
        if let Some(toolkit) = &role.toolkit {
            gone(&mut self.toolkits, bare_address(toolkit), path);
        }
        role.redirects.iter().for_each(|entry| gone(&mut self.redirects, bare_address(&entry.name), path));
    }

    /// The first file, by path, that says it has an address.
    pub fn page_of(&self, address: &str) -> Option<&Arc<str>> {
        if self.labels.is_empty() {
            return None;
        }
        self.labels.get(&*site_path(address))?.keys().next()
    }

    /// The files that say they have an address.
    pub fn labelled_by(&self, address: &str) -> impl Iterator<Item = FileId> {
        self.labels.get(address).into_iter().flat_map(BTreeMap::values).map(|(def, _)| def.file)
    }

    /// The files that redirect from an address, some of them more than once.
    pub fn redirecting(&self) -> impl Iterator<Item = FileId> {
        self.redirects.values().flat_map(BTreeMap::values).map(|(file, _)| *file)
    }
}

/// Takes a file from those with an address.
fn gone<T>(map: &mut FxHashMap<Box<str>, BTreeMap<Arc<str>, T>>, address: &str, path: &str) {
    if let Some(files) = map.get_mut(address) {
        files.remove(path);
        if files.is_empty() {
            map.remove(address);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Name, NameAt, RoleFacts};

    #[test]
    fn a_file_stands_once_for_an_address() {
        let entry = |start| NameAt { name: Name::from("/old"), span: Span::new(start, start + 4) };
        let role = RoleFacts { redirects: (0..3).map(|at| entry(at * 10)).collect(), ..RoleFacts::default() };
        let facts = FileFacts { role: Some(Box::new(role)), ..FileFacts::default() };
        let mut addresses = Addresses::default();
        let paths = ["b.yaml", "a.yaml"].map(Arc::<str>::from);
        (0..).zip(&paths).for_each(|(file, path)| addresses.add(FileId(file), path, &facts));
        let all: Vec<_> = addresses.redirects["/old"].values().copied().collect();
        assert_eq!(all, [(FileId(1), Span::new(0, 4)), (FileId(0), Span::new(0, 4))]);
        addresses.remove("a.yaml", &facts);
        assert_eq!(addresses.redirecting().collect::<Vec<_>>(), [FileId(0)]);
        addresses.remove("b.yaml", &facts);
        assert!(addresses.redirects.is_empty());
    }
}
