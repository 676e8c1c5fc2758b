//! What changes do to the site: pages that read otherwise and why, roles that come and go, addresses that change.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::Analysis;
use super::page::{Alternative, Page, TableRow, markdown, page};
use crate::content::{FileKind, KindId, Status, bare_address};
use crate::workspace::{FileEntry, FileId, Workspace, map_all, role_slug};

/// What changes do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Impact {
    /// The pages whose words change, by path.
    pub pages: Vec<PageChange>,
    /// Roles that were not there before, by name.
    pub added: Vec<String>,
    /// Roles that are gone and were not renamed.
    pub removed: Vec<String>,
    /// Roles that have another name: before, and now.
    pub renamed: Vec<(String, String)>,
    /// Roles that are retired now, and what took their place.
    pub retired: Vec<Retired>,
    /// Roles that are drafts again.
    pub drafted: Vec<String>,
    /// Pages with another address.
    pub addresses: Vec<AddressChange>,
    /// Files of collections that are other ones.
    pub files: Vec<FileChange>,
}

/// A file of a collection that came, went, moved or says something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileChange {
    /// Its path before; `None` for a new one.
    pub before: Option<String>,
    /// Its path now; `None` for one that is gone.
    pub now: Option<String>,
}

/// A page whose words change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageChange {
    /// The role, as it is called now.
    pub role: String,
    /// Its file.
    pub path: String,
    /// Why, a clause each.
    pub why: Vec<String>,
}

/// A role that is retired now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Retired {
    /// The role.
    pub role: String,
    /// What took its place, if anything did.
    pub replaced_by: Option<String>,
}

/// A page with another address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddressChange {
    /// The role, as it is called now.
    pub role: String,
    /// The address before.
    pub from: String,
    /// The address now; `None` where the page is gone.
    pub to: Option<String>,
    /// Whether a redirect leads from the one before.
    pub redirected: bool,
}

/// A role at one time.
struct Role {
    name: String,
    address: String,
    status: Status,
    replaced_by: Option<String>,
}

/// Roles by the paths of their files.
fn roles(view: Analysis<'_>) -> BTreeMap<Arc<str>, Role> {
    let files = view.workspace.files().filter(|(_, entry)| entry.kind == FileKind::Role);
    let role = |(_, entry): (FileId, &FileEntry)| {
        let (facts, config) = (&entry.facts, view.workspace.config());
        let name = facts.role_definition()?.name().name.to_string();
        let said = facts.role.as_ref()?;
        let slug = role_slug(facts, &name, config.slugs).unwrap_or_default();
        let address =
            said.toolkit.as_deref().map_or_else(|| config.toolkit_url.replace("{slug}", &slug), str::to_owned);
        let replaced_by = said.replaced_by.as_ref().map(|at| at.name.to_string());
        Some((entry.path.clone(), Role { name, address, status: said.status, replaced_by }))
    };
    files.filter_map(role).collect()
}

/// The page of the role in a file, if it has one.
fn page_of(view: Analysis<'_>, path: &str) -> Option<Page> {
    page(view.workspace, view.sources, path).ok()
}

/// What lies between two times. `may_differ`: the files whose pages can read otherwise, a superset.
#[must_use]
pub fn impact(before: Analysis<'_>, now: Analysis<'_>, may_differ: &FxHashSet<Arc<str>>) -> Impact {
    let (was, is) = (roles(before), roles(now));
    let heirs = heirs(&was, &is, now.workspace);
    let mut impact = Impact::default();
    let known: BTreeSet<&str> = heirs.values().map(|path| &**path).collect();
    impact.added = is.iter().filter(|(path, _)| !known.contains(&***path)).map(|(_, role)| role.name.clone()).collect();
    for (path, role) in &was {
        let Some(heir) = heirs.get(path).and_then(|path| is.get(path)) else {
            impact.removed.push(role.name.clone());
            let redirected = is_redirected(now, &role.address);
            let (from, name) = (role.address.clone(), role.name.clone());
            impact.addresses.push(AddressChange { role: name, from, to: None, redirected });
            continue;
        };
        if heir.name != role.name {
            impact.renamed.push((role.name.clone(), heir.name.clone()));
        }
        if heir.status == Status::Retired && role.status != Status::Retired {
            impact.retired.push(Retired { role: heir.name.clone(), replaced_by: heir.replaced_by.clone() });
        }
        if heir.status == Status::Draft && role.status != Status::Draft {
            impact.drafted.push(heir.name.clone());
        }
        if bare_address(&heir.address) != bare_address(&role.address) {
            let redirected = is_redirected(now, &role.address);
            let (from, to, name) = (role.address.clone(), Some(heir.address.clone()), heir.name.clone());
            impact.addresses.push(AddressChange { role: name, from, to, redirected });
        }
    }
    let before_of: BTreeMap<&str, &str> = heirs.iter().map(|(was, is)| (&**is, &**was)).collect();
    let differs = |path: &str| may_differ.contains(path);
    let was_other = |path: &str| before_of.get(path).is_some_and(|was| differs(was));
    let wanted: Vec<(&Arc<str>, &Role)> = is.iter().filter(|(path, _)| differs(path) || was_other(path)).collect();
    let changes = map_all(&wanted, |(path, role)| {
        let why = Why { before, now, path, before_of: &before_of, renamed: &impact.renamed }.reasons();
        (!why.is_empty()).then(|| PageChange { role: role.name.clone(), path: path.to_string(), why })
    });
    impact.pages = changes.into_iter().flatten().collect();
    impact.files = files(before, now, may_differ);
    impact
}

/// The files of collections that are other ones. One with the text of another that is gone is that one, moved.
fn files(before: Analysis<'_>, now: Analysis<'_>, may_differ: &FxHashSet<Arc<str>>) -> Vec<FileChange> {
    let paths = |view: Analysis<'_>| -> BTreeSet<Arc<str>> {
        let files = view.workspace.files().map(|(_, entry)| entry);
        let files = files.filter(|entry| matches!(entry.kind, FileKind::Collection(_)));
        files.map(|entry| entry.path.clone()).filter(|path| may_differ.contains(path)).collect()
    };
    let (was, is) = (paths(before), paths(now));
    let text = |view: Analysis<'_>, path: &str| view.sources.read(path).ok();
    let mut gone: BTreeMap<Option<String>, Vec<&Arc<str>>> = BTreeMap::new();
    for path in was.difference(&is) {
        gone.entry(text(before, path)).or_default().push(path);
    }
    let one = |before: Option<&Arc<str>>, now: Option<&Arc<str>>| FileChange {
        before: before.map(ToString::to_string),
        now: now.map(ToString::to_string),
    };
    let mut changes = Vec::new();
    for path in &is {
        let text_now = text(now, path);
        match was.contains(path) {
            true if text(before, path) == text_now => {}
            true => changes.push(one(Some(path), Some(path))),
            false => changes.push(one(gone.get_mut(&text_now).and_then(Vec::pop), Some(path))),
        }
    }
    changes.extend(gone.into_values().flatten().map(|path| one(Some(path), None)));
    changes.sort_by(|a, b| (a.now.as_ref().or(a.before.as_ref())).cmp(&(b.now.as_ref().or(b.before.as_ref()))));
    changes
}

/// The file now of a role that had a file before.
type FindHeir<'i, 'f> = dyn Fn(&Arc<str>, &Role) -> Option<&'i Arc<str>> + 'f;

/// For each file of a role before, the file of the same role now: the same file, one with its name, or with the name that it
/// has now as an alias or a redirect tells.
fn heirs<'i>(
    was: &BTreeMap<Arc<str>, Role>,
    is: &'i BTreeMap<Arc<str>, Role>,
    now: &Workspace,
) -> BTreeMap<Arc<str>, Arc<str>> {
    let by_name: BTreeMap<&str, &'i Arc<str>> = is.iter().rev().map(|(path, role)| (&*role.name, path)).collect();
    let mut heirs: BTreeMap<Arc<str>, Arc<str>> = BTreeMap::new();
    let mut taken: BTreeSet<&Arc<str>> = BTreeSet::new();
    let rounds: [&FindHeir<'i, '_>; 3] = [
        &|path, _| is.get_key_value(path).map(|(path, _)| path),
        &|_, role| by_name.get(&*role.name).copied(),
        &|_, role| {
            let resolved = now.resolve(KindId::ROLE, &role.name).map(|found| now.name_of(found.def));
            let name = resolved.or_else(|| now.redirected_name(&role.name).cloned())?;
            by_name.get(&*name).copied()
        },
    ];
    for find in rounds {
        for (path, role) in was {
            if !heirs.contains_key(path)
                && let Some(heir) = find(path, role)
                && taken.insert(heir)
            {
                heirs.insert(path.clone(), heir.clone());
            }
        }
    }
    heirs
}

/// Whether a page or a redirect is at an address.
fn is_redirected(now: Analysis<'_>, address: &str) -> bool {
    let nobody = FileId(u32::MAX);
    let address = bare_address(address);
    now.workspace.is_redirected(address, nobody) || now.workspace.page_at(address, nobody).is_some()
}

/// What makes a page read otherwise.
struct Why<'w> {
    before: Analysis<'w>,
    now: Analysis<'w>,
    /// The page's file, as it is called now.
    path: &'w str,
    /// The files of roles before, by those of now.
    before_of: &'w BTreeMap<&'w str, &'w str>,
    renamed: &'w [(String, String)],
}

impl Why<'_> {
    /// The reasons; none where the page reads as before, or there is none.
    fn reasons(&self) -> Vec<String> {
        let was = self.before_of.get(self.path).and_then(|path| page_of(self.before, path));
        let (was, is) = match (was, page_of(self.now, self.path)) {
            (Some(was), Some(is)) => (was, is),
            (None, Some(_)) => return vec!["the page is new".to_owned()],
            (Some(_), None) => return vec!["there is no page any more".to_owned()],
            _ => return Vec::new(),
        };
        let mut why = Vec::new();
        if was != is {
            self.other_content(&was, &is, &mut why);
        }
        if self.has_other_words(&was) {
            why.push("the words that all pages share were changed".to_owned());
        }
        why
    }

    /// Whether a page reads otherwise by the words that all share.
    fn has_other_words(&self, page: &Page) -> bool {
        let (was, is) = (&self.before.workspace.config().page, &self.now.workspace.config().page);
        was != is && (was.lang != is.lang || markdown(page, was) != markdown(page, is))
    }

    fn other_content(&self, was: &Page, is: &Page, why: &mut Vec<String>) {
        if self.is_edited(self.path) && own_words(was) != own_words(is) {
            why.push("its own text was edited".to_owned());
        }
        self.names(was, is, why);
        self.alternatives(was, is, why);
        if was.columns != is.columns {
            why.push("the table has other columns".to_owned());
        }
        self.rows(was, is, why);
        if why.is_empty() {
            why.push("names and links in its text lead elsewhere".to_owned());
        }
    }

    /// Whether the file of a role says something else than before.
    fn is_edited(&self, path: &str) -> bool {
        let was = self.before_of.get(path).and_then(|path| self.before.sources.read(path).ok());
        was != self.now.sources.read(path).ok()
    }

    /// The name now of a role that had a name before.
    fn called<'n>(&'n self, name: &'n str) -> &'n str {
        self.renamed.iter().find(|(was, _)| was == name).map_or(name, |(_, is)| is)
    }

    fn names(&self, was: &Page, is: &Page, why: &mut Vec<String>) {
        let shows = |page: &Page, name: &str| {
            let alternatives = page.alternatives.iter().map(|alternative| &alternative.role);
            alternatives.chain(page.rows.iter().map(|row| &row.role)).any(|role| role == name)
        };
        let shown = self.renamed.iter().filter(|(old, new)| shows(was, old) && shows(is, new));
        why.extend(shown.map(|(old, new)| format!("\"{old}\" is called \"{new}\" now")));
    }

    fn alternatives(&self, was: &Page, is: &Page, why: &mut Vec<String>) {
        let before: Vec<&str> = was.alternatives.iter().map(|alternative| self.called(&alternative.role)).collect();
        let now: Vec<&str> = is.alternatives.iter().map(|alternative| &*alternative.role).collect();
        why.extend(
            now.iter().filter(|role| !before.contains(role)).map(|role| format!("\"{role}\" is an alternative now")),
        );
        why.extend(
            before
                .iter()
                .filter(|role| !now.contains(role))
                .map(|role| format!("\"{role}\" is no alternative any more")),
        );
        let kept = |list: &[&str], other: &[&str]| -> Vec<String> {
            list.iter().filter(|role| other.contains(role)).map(|role| (*role).to_owned()).collect()
        };
        if kept(&before, &now) != kept(&now, &before) {
            why.push("the alternatives stand in another order".to_owned());
        }
        for alternative in &is.alternatives {
            let same = |was: &&Alternative| self.called(&was.role) == alternative.role;
            if was.alternatives.iter().find(same).is_some_and(|was| was.toolkit != alternative.toolkit) {
                why.push(format!("\"{}\" has another address", alternative.role));
            }
        }
    }

    fn rows(&self, was: &Page, is: &Page, why: &mut Vec<String>) {
        for row in &is.rows {
            let same = |was: &&TableRow| self.called(&was.role) == row.role;
            let Some(before) = was.rows.iter().find(same) else { continue };
            if was.columns == is.columns && before.cells != row.cells {
                let role = self.now.workspace.resolve(KindId::ROLE, &row.role);
                let file = role.map(|role| self.now.workspace.file(role.def.file).path.clone());
                let follows = file.is_some_and(|file| *file != *self.path && self.is_edited(&file));
                let is_gone = role.is_none() && self.before.workspace.resolve(KindId::ROLE, &before.role).is_some();
                why.push(match follows {
                    _ if is_gone => format!("the role \"{}\" in the table is gone", row.role),
                    true => format!("the row of \"{}\" follows its own page", row.role),
                    false => format!("the row of \"{}\" was edited", row.role),
                });
            }
            match (&before.toolkit, &row.toolkit) {
                (Some(_), None) => why.push(format!("\"{}\" in the table is no link any more", row.role)),
                (None, Some(_)) => why.push(format!("\"{}\" in the table is a link now", row.role)),
                _ => {}
            }
        }
    }
}

/// What an author wrote on a page, names and cells left out.
fn own_words(page: &Page) -> impl PartialEq + use<'_> {
    let alternatives: Vec<_> = page.alternatives.iter().map(|one| (&one.tagline, &one.about, &one.best_for)).collect();
    let picks: Vec<_> = page.picks.iter().map(|pick| (&pick.condition, &pick.then)).collect();
    (&page.summary, &page.why, &page.intro, &page.outro, alternatives, picks)
}
