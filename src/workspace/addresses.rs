//! Which role has which address: its page, and the ones that it redirects from.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::spelling::role_slug;
use super::{DefId, FileId, Workspace};
use crate::content::{FileFacts, KindId, Name, Status, bare_address, site_path};
use crate::schema::Label;
use crate::text::Span;

/// The files that redirect from an address, by their paths, each with the first entry that says so.
type Redirecting = BTreeMap<Arc<str>, (FileId, Span)>;

/// Files by their paths, each with the first of its things that has an address, and where it says so.
type Labelled = BTreeMap<Arc<str>, (DefId, Span)>;

/// Roles by the addresses that they write; of those with one address the first one by path is found at once.
#[derive(Clone, Debug, Default)]
pub(super) struct Addresses {
    toolkits: FxHashMap<Box<str>, BTreeMap<Arc<str>, FileId>>,
    /// Each file once, with the first place where it has the address.
    redirects: FxHashMap<Box<str>, Redirecting>,
    /// By addresses that labels say, as [`site_path`] gives them; each file with the first thing that says so.
    labels: FxHashMap<Box<str>, Labelled>,
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

/// Whether a role is published.
fn is_published(facts: &FileFacts) -> bool {
    facts.role.as_ref().is_some_and(|role| role.status == Status::Published)
}

impl Workspace {
    /// The first published role, by path, whose page has an address ([`bare_address`]); the role of `except` left out.
    #[must_use]
    pub fn page_at(&self, address: &str, except: FileId) -> Option<FileId> {
        let written = self.addresses.toolkits.get(address).into_iter().flat_map(BTreeMap::values).copied();
        let (before, behind) = self.config.toolkit_url.split_once("{slug}").unwrap_or((&self.config.toolkit_url, ""));
        // The address is without the slash at its end, and so is the part behind the slug.
        let slug = address.strip_prefix(before).and_then(|rest| rest.strip_suffix(bare_address(behind)));
        let by_slug = slug.map_or(&[][..], |slug| self.index.kind(KindId::ROLE).slug(slug));
        let by_slug = by_slug.iter().map(|def| def.file).filter(|file| {
            let facts = &self.file(*file).facts;
            facts.role.as_ref().is_some_and(|role| role.toolkit.is_none())
        });
        // Both are in the order of paths.
        let is_it = |file: &FileId| *file != except && is_published(&self.file(*file).facts);
        let first = [{ written }.find(is_it), { by_slug }.find(is_it)];
        first.into_iter().flatten().min_by_key(|file| self.file(*file).path.clone())
    }

    /// The first place, by path and place, where another thing says that it has an address.
    #[must_use]
    pub fn earlier_address(&self, address: &str, def: DefId) -> Option<(FileId, Span)> {
        let (_, (first, span)) = self.addresses.labels.get(&*site_path(address))?.iter().next()?;
        let path = |def: &DefId| &self.file(def.file).path;
        let is_earlier = (path(first), first.position) < (path(&def), def.position);
        is_earlier.then_some((first.file, *span))
    }

    /// The redirect from an address of the first published role before that of `file`, by path.
    #[must_use]
    pub fn earlier_redirect(&self, address: &str, file: FileId) -> Option<(FileId, Span)> {
        let path = &self.file(file).path;
        let earlier = self.addresses.redirects.get(address)?.iter().take_while(|(other, _)| *other < path);
        let mut earlier = earlier.map(|(_, found)| *found);
        earlier.find(|(other, _)| is_published(&self.file(*other).facts))
    }

    /// Whether another published role redirects from an address ([`bare_address`]).
    #[must_use]
    pub fn is_redirected(&self, address: &str, except: FileId) -> bool {
        let files = self.addresses.redirects.get(address).into_iter().flat_map(BTreeMap::values);
        files.map(|(file, _)| file).any(|other| *other != except && is_published(&self.file(*other).facts))
    }

    /// The name of the first role, by path, that redirects from the page that a role named `name` would have.
    #[must_use]
    pub fn redirected_name(&self, name: &str) -> Option<&Name> {
        let slug = self.config.slugs.slug(name)?;
        let page = self.config.toolkit_url.replace("{slug}", &slug);
        let (file, _) = self.addresses.redirects.get(bare_address(&page))?.values().next()?;
        self.file(*file).facts.role_definition().map(|role| &role.name().name)
    }

    /// What an address of a file's role depends on, as far as redirects of others tell of it.
    pub(super) fn address_face<'f>(
        &self,
        facts: &'f FileFacts,
    ) -> Option<(Status, String, Option<Span>, &'f [crate::content::NameAt])> {
        let role = facts.role.as_ref()?;
        let name = facts.role_definition().map(|d| d.name());
        let page = match (&role.toolkit, name) {
            (Some(toolkit), _) => toolkit.to_string(),
            (None, Some(name)) => role_slug(facts, &name.name, self.config.slugs).unwrap_or_default().into_owned(),
            (None, None) => String::new(),
        };
        Some((role.status, page, name.map(|name| name.span), &role.redirects))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{NameAt, RoleFacts};

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
