//! Which role has which address: its page, and the ones that it redirects from.

use rustc_hash::FxHashMap;

use super::spelling::role_slug;
use super::{FileId, Workspace};
use crate::content::{FileFacts, KindId, Status, bare_address};
use crate::text::Span;

/// Roles by the addresses that they write.
#[derive(Clone, Debug, Default)]
pub(super) struct Addresses {
    toolkits: FxHashMap<Box<str>, Vec<FileId>>,
    redirects: FxHashMap<Box<str>, Vec<FileId>>,
}

impl Addresses {
    /// Adds those of a file.
    pub fn add(&mut self, file: FileId, facts: &FileFacts) {
        let Some(role) = &facts.role else { return };
        if let Some(toolkit) = &role.toolkit {
            self.toolkits.entry(bare_address(toolkit).into()).or_default().push(file);
        }
        for entry in &role.redirects {
            self.redirects.entry(bare_address(&entry.name).into()).or_default().push(file);
        }
    }

    /// Removes those of a file.
    pub fn remove(&mut self, file: FileId, facts: &FileFacts) {
        let Some(role) = &facts.role else { return };
        let gone = |map: &mut FxHashMap<Box<str>, Vec<FileId>>, address: &str| {
            if let Some(files) = map.get_mut(address) {
                files.retain(|other| *other != file);
                if files.is_empty() {
                    map.remove(address);
                }
            }
        };
        if let Some(toolkit) = &role.toolkit {
            gone(&mut self.toolkits, bare_address(toolkit));
        }
        role.redirects.iter().for_each(|entry| gone(&mut self.redirects, bare_address(&entry.name)));
    }

    /// The files that redirect from an address, some of them more than once.
    pub fn redirecting(&self) -> impl Iterator<Item = FileId> {
        self.redirects.values().flatten().copied()
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
        let written = self.addresses.toolkits.get(address).map_or(&[][..], |files| files);
        let (before, behind) = self.config.toolkit_url.split_once("{slug}").unwrap_or((&self.config.toolkit_url, ""));
        // The address is without the slash at its end, and so is the part behind the slug.
        let slug = address.strip_prefix(before).and_then(|rest| rest.strip_suffix(bare_address(behind)));
        let by_slug = slug.map_or(&[][..], |slug| self.index.kind(KindId::ROLE).slug(slug));
        let by_slug = by_slug.iter().map(|def| def.file).filter(|file| {
            let facts = &self.file(*file).facts;
            facts.role.as_ref().is_some_and(|role| role.toolkit.is_none())
        });
        let all = written.iter().copied().chain(by_slug).filter(|file| *file != except);
        all.filter(|file| is_published(&self.file(*file).facts)).min_by_key(|file| self.file(*file).path.clone())
    }

    /// The redirect from an address of the first published role before that of `file`, by path.
    #[must_use]
    pub fn earlier_redirect(&self, address: &str, file: FileId) -> Option<(FileId, Span)> {
        let path = &self.file(file).path;
        let earlier =
            self.addresses.redirects.get(address).map_or(&[][..], |files| files).iter().copied().filter(|other| {
                let entry = self.file(*other);
                entry.path < *path && is_published(&entry.facts)
            });
        let first = earlier.min_by_key(|other| self.file(*other).path.clone())?;
        let role = self.file(first).facts.role.as_ref()?;
        let entry = role.redirects.iter().find(|entry| bare_address(&entry.name) == address)?;
        Some((first, entry.span))
    }

    /// Whether another published role redirects from an address ([`bare_address`]).
    #[must_use]
    pub fn is_redirected(&self, address: &str, except: FileId) -> bool {
        let files = self.addresses.redirects.get(address).map_or(&[][..], |files| files);
        files.iter().any(|other| *other != except && is_published(&self.file(*other).facts))
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
