//! Questions about addresses: whose page has one, and who redirects from it.

use std::collections::BTreeMap;

use super::spelling::role_slug;
use super::{DefId, FileId, Workspace};
use crate::content::{FileFacts, KindId, Name, NameAt, Status, bare_address, site_path};
use crate::text::Span;

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
    ) -> Option<(Status, String, Option<Span>, &'f [NameAt])> {
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
