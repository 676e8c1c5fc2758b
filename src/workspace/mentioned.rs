//! What mentions name: where the settings describe pages and no roles, bare ones name pages, also by the end of a page's
//! path (collections.md, section 3).

use super::resolved::{DefId, How, Resolved};
use super::{Config, FileEntry, Workspace};
use crate::content::{
    FileKind, KindId, LinkRules, MentionForm, Origin, Reference, fold, name_of_file, path_in_root, swap_first_case,
};
use crate::schema::NamedBy;
use crate::syntax::Format;

/// The kind of things that are pages.
const PAGE: &str = "page";

/// What a page is called by its path; whether it may stand `for_folder` is for index files.
pub(super) fn page_path(path: &str, links: Option<&LinkRules>, for_folder: bool) -> Option<String> {
    name_of_file(path_in_root(path, NamedBy::Path, links), NamedBy::Path, for_folder)
}

/// A path, and its ends from each folder on: `a/b/c`, `b/c`, `c`.
pub(crate) fn path_ends(path: &str) -> impl Iterator<Item = &str> {
    std::iter::once(path).chain(path.match_indices('/').map(|(at, _)| &path[at + 1..]))
}

impl Config {
    /// The kind of pages, if the settings describe pages and no roles.
    pub(super) fn described_pages(&self) -> Option<KindId> {
        let defines = |kind: KindId| self.collections.iter().any(|one| one.defines.contains(&kind));
        let describes_roles = || {
            self.paths.iter().any(|path| path.list == FileKind::Role && path.span.is_some()) || defines(KindId::ROLE)
        };
        self.kind(PAGE).filter(|page| defines(*page) && !describes_roles())
    }

    /// The kind of what mentions without a kind name in a file.
    #[must_use]
    pub fn bare_kind(&self, file: FileKind) -> KindId {
        self.page_kind.filter(|_| file != FileKind::Role).unwrap_or(KindId::ROLE)
    }

    /// How mentions are written in a file.
    #[must_use]
    pub fn mention_form(&self, path: &str) -> MentionForm {
        let bare = self.file_kind(path).map_or(KindId::ROLE, |kind| self.bare_kind(kind));
        MentionForm { wiki: !bare.is_role() || Format::of(path) != Format::Yaml, bare }
    }
}

impl Workspace {
    /// What a reference means.
    #[must_use]
    pub fn meaning(&self, reference: &Reference) -> Option<Resolved> {
        match reference.origin {
            Origin::Mention | Origin::DoubtfulMention => self.mentioned(reference.kind, &reference.at.name),
            _ => self.resolve(reference.kind, &reference.at.name),
        }
    }

    /// What a mention of a kind means: for pages tried in the order id, end of a path, name, these with the first letter in
    /// the other case, in another letter case.
    #[must_use]
    pub fn mentioned(&self, kind: KindId, name: &str) -> Option<Resolved> {
        let resolved = self.resolve(kind, name);
        if resolved.is_some_and(|found| found.how == How::Exact) || self.config.page_kind != Some(kind) {
            return resolved;
        }
        let named = resolved.filter(|found| found.how != How::Case);
        let swapped = swap_first_case(name);
        for name in [Some(name), swapped.as_deref()].into_iter().flatten() {
            match self.pages_ending(kind, name, true).as_slice() {
                [one] => return Some(Resolved { def: *one, how: How::PathEnd }),
                // What several share means none of them.
                [_, ..] => return named,
                [] if named.is_some() => return named,
                [] => {}
            }
        }
        let swapped = swapped.and_then(|name| self.resolve(kind, &name)).filter(|found| found.how == How::Named);
        named.or(swapped).or_else(|| match self.pages_ending(kind, name, false).as_slice() {
            [one] => Some(Resolved { def: *one, how: How::Case }),
            [_, ..] => None,
            [] => resolved,
        })
    }

    /// The pages whose paths end so, by path.
    #[must_use]
    pub fn pages_ending(&self, kind: KindId, end: &str, exact: bool) -> Vec<DefId> {
        let folded = fold(end);
        let ends = |path: &str| path_ends(path).any(|one| if exact { one == end } else { fold(one) == folded });
        let last = folded.rsplit('/').next().unwrap_or(&folded);
        let paths = self.paths().ending(last, |path| self.path_at(path, path)).iter();
        let fitting = paths.filter(|(_, page)| ends(page)).filter_map(|(path, _)| {
            let file = self.find(path)?;
            let position = self.file(file).facts.page_thing(kind)?;
            Some(DefId { file, position })
        });
        fitting.collect()
    }

    /// What the page that a file is would be called at a path; `None` if the file is none.
    pub(crate) fn page_path(&self, file: &FileEntry, path: &str) -> Option<String> {
        let is_page = self.config.page_kind.is_some_and(|kind| file.facts.page_thing(kind).is_some());
        if is_page { self.path_at(path, &file.path) } else { None }
    }

    /// What a page is called at a path; `except` is where it stands now.
    fn path_at(&self, path: &str, except: &str) -> Option<String> {
        page_path(path, self.config.links.as_ref(), !self.stands_aside(path, except))
    }

    /// The ends of the path of the page that a file is, by which mentions may name it.
    pub(crate) fn path_names(&self, file: &FileEntry) -> Vec<String> {
        let path = self.page_path(file, &file.path);
        path.iter().flat_map(|path| path_ends(path)).map(str::to_owned).collect()
    }
}
