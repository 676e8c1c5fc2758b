//! [`link_ends`]: what is there where links of a workspace's files lead.

use std::cell::OnceCell;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::addresses::Addresses;
use super::link_end::LinkEnd;
use super::path_index::folders_below;
use super::{FileId, Sources, Workspace};
use crate::content::{LinkPath, LinkRules};

/// The files of a workspace by their paths.
type Ids = FxHashMap<Arc<str>, FileId>;

/// What is known of where links may lead.
#[derive(Clone, Copy)]
pub(super) struct Known<'w> {
    pub ids: &'w Ids,
    pub addresses: &'w Addresses,
    pub rules: Option<&'w LinkRules>,
}

/// Extensions that a link may leave away, in the order in which they are tried.
const EXTENSIONS: [&str; 5] = ["md", "mdx", "yaml", "yml", "json"];
/// What a folder's own page is called.
const INDEXES: [&str; 5] = ["index", "_index", "README", "readme", "Readme"];

/// What is at the ends of links, by their paths: see [`LinkPath`]. Without `rules` each is the path of one file.
pub(super) fn link_ends<'p>(
    paths: impl Iterator<Item = &'p str>,
    known: Known<'_>,
    sources: &dyn Sources,
) -> FxHashMap<Box<str>, LinkEnd> {
    let Known { ids, addresses, .. } = known;
    let Some(rules) = known.rules else {
        let end = |path: &str| match sources.target(path) {
            Some(true) => LinkEnd::There(path.into()),
            Some(false) => LinkEnd::Nothing,
            None => LinkEnd::Unknown,
        };
        return paths.map(|path| (path.into(), end(path))).collect();
    };
    let above = sources.above();
    let mut ends: FxHashMap<Box<str>, LinkEnd> =
        paths.map(|path| (path.into(), end(path, &above, (ids, addresses), rules, sources))).collect();
    // A path from a link root is judged only if its first folder is in one.
    let folders = OnceCell::new();
    for (path, end) in ends.iter_mut().filter(|(path, end)| is_rooted(path) && **end == LinkEnd::Nothing) {
        let all = || folders_below(&rules.roots, ids.keys().map(|path| &**path));
        let is_known = path[1..].split_once('/').is_none_or(|(first, _)| folders.get_or_init(all).contains(first));
        if rules.roots.is_empty() || !is_known {
            *end = LinkEnd::Unknown;
        }
    }
    let missing: Vec<String> =
        ends.iter().filter(|(_, end)| **end == LinkEnd::Nothing).map(|(to, _)| to.to_string()).collect();
    if missing.is_empty() {
        return ends;
    }
    let place = |path: &String| places(path, &above, rules).next().unwrap_or_default();
    let mut asked: Vec<String> = missing.iter().map(place).collect();
    // What is not there may have been meant as a folder.
    let folders: Vec<String> = asked.iter().map(|path| format!("{}/", path.trim_end_matches('/'))).collect();
    asked.extend(folders);
    let told = sources.ignored(&asked);
    let (files, folders) = told.split_at(missing.len());
    for (path, ignored) in missing.iter().zip(files.iter().zip(folders).map(|(file, folder)| *file || *folder)) {
        if ignored && let Some(end) = ends.get_mut(path.as_str()) {
            *end = LinkEnd::Unknown;
        }
    }
    ends
}

/// Whether a path is one from a link root.
fn is_rooted(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//")
}

/// The paths relative to the workspace that a link's path may mean.
fn places<'p>(path: &'p str, above: &'p str, rules: &'p LinkRules) -> Box<dyn Iterator<Item = String> + 'p> {
    if let Some(inside) = path.strip_prefix("//") {
        let up = above.split('/').filter(|part| !part.is_empty()).count();
        let below = inside.strip_prefix(above).and_then(|rest| rest.strip_prefix('/')).filter(|_| !above.is_empty());
        let place = below.map_or_else(|| format!("{}{inside}", "../".repeat(up)), str::to_owned);
        return Box::new(std::iter::once(place));
    }
    if let Some(rooted) = path.strip_prefix('/') {
        return Box::new(rules.roots.iter().map(move |root| match (root.as_str(), rooted) {
            ("" | ".", rooted) => rooted.to_owned(),
            (root, "") => root.to_owned(),
            (root, rooted) => format!("{root}/{rooted}"),
        }));
    }
    Box::new(std::iter::once(path.to_owned()))
}

fn end(
    path: &str,
    above: &str,
    (ids, addresses): (&Ids, &Addresses),
    rules: &LinkRules,
    sources: &dyn Sources,
) -> LinkEnd {
    if is_rooted(path)
        && let Some(file) = addresses.page_of(path)
    {
        return LinkEnd::There((&**file).into());
    }
    let mut outside = false;
    for place in places(path, above, rules) {
        match at(&place, ids, sources) {
            LinkEnd::Nothing => {}
            LinkEnd::Unknown => outside = true,
            there @ LinkEnd::There(_) => return there,
        }
    }
    // A link that leads out of the repository leads nowhere for its readers.
    let leads_out = outside && !path.starts_with('/');
    if outside && !leads_out { LinkEnd::Unknown } else { LinkEnd::Nothing }
}

/// What is at a path: the file itself, one with an extension added, the source of a page, a folder's own page, the folder.
fn at(path: &str, ids: &Ids, sources: &dyn Sources) -> LinkEnd {
    let (path, is_folder) = path.strip_suffix('/').map_or((path, false), |path| (path, true));
    let known = |path: &str| ids.get_key_value(path).map(|(path, _)| LinkEnd::There((&**path).into()));
    let with_extension = |stem: &str| EXTENSIONS.iter().find_map(|extension| known(&format!("{stem}.{extension}")));
    let folder = if path.is_empty() { String::new() } else { format!("{path}/") };
    let index = || INDEXES.iter().find_map(|name| with_extension(&format!("{folder}{name}")));
    let source = || with_extension(path.strip_suffix(".html")?);
    let file = || known(path).or_else(|| with_extension(path)).or_else(source);
    let found = if is_folder { index().or_else(file) } else { file().or_else(index) };
    if let Some(found) = found {
        return found;
    }
    if path.is_empty() {
        return LinkEnd::There("".into());
    }
    // What is no file of the workspace only the disk knows.
    match sources.target(path) {
        Some(true) => LinkEnd::There(path.into()),
        None => LinkEnd::Unknown,
        Some(false) => {
            let stems = [Some(path), path.strip_suffix(".html")];
            let mut others = stems.into_iter().flatten().flat_map(|stem| EXTENSIONS.map(|one| format!("{stem}.{one}")));
            let other = others.find(|path| sources.target(path) == Some(true));
            other.map_or(LinkEnd::Nothing, |path| LinkEnd::There(path.into()))
        }
    }
}

impl Workspace {
    /// Where a link leads, its other path included: the path of the file or folder there, `None` where nothing is or that is
    /// not told.
    #[must_use]
    pub fn link_end(&self, link: &LinkPath) -> Option<&str> {
        link.paths().find_map(|path| match self.targets.get(path) {
            Some(LinkEnd::There(there)) => Some(&**there),
            _ => None,
        })
    }

    /// What is at a path that a link names.
    #[must_use]
    pub fn link_end_of(&self, path: &str) -> Option<&LinkEnd> {
        self.targets.get(path)
    }

    /// Whether a path that a link names is an address that a page says it has.
    #[must_use]
    pub fn is_address(&self, path: &str) -> bool {
        is_rooted(path) && self.addresses.page_of(path).is_some()
    }

    /// Whether a link is a fault: nothing is there, and its form says that something should be.
    #[must_use]
    pub fn leads_nowhere(&self, link: &LinkPath) -> bool {
        let end = |path: &str| self.targets.get(path);
        let is_nothing = |path: &str| matches!(end(path), Some(LinkEnd::Nothing));
        // From an address of its own page a relative link leads to a place on the site, whatever link roots there are.
        let is_free = |path: &str| is_nothing(path) || is_rooted(path) && !matches!(end(path), Some(LinkEnd::There(_)));
        link.judged && is_nothing(&link.to) && link.others.iter().all(|path| is_free(path))
    }

    /// The paths of links that a path may be meant by.
    pub(super) fn targets_at(&self, path: &str) -> Vec<Box<str>> {
        let rules = self.config.links.as_ref();
        let concerns = |to: &str| {
            let words = to.trim_matches('/');
            let words = words.strip_suffix(".html").unwrap_or(words);
            // What a folder of a link root holds decides whether paths into it are judged.
            let first = words.split('/').next().unwrap_or_default();
            rules.map_or(to == path, |_| {
                path.contains(words) || words.contains(path) || is_rooted(to) && path.contains(first)
            })
        };
        self.targets.iter().map(|(to, _)| to).filter(|to| concerns(to)).map(Into::into).collect()
    }

    /// Asks anew what is at the ends of links. Gives those for which that changed, each with what was there before.
    pub(super) fn ask_anew(&mut self, paths: &[Box<str>], sources: &dyn Sources) -> Vec<(Box<str>, Option<LinkEnd>)> {
        let known = Known { ids: &self.ids, addresses: &self.addresses, rules: self.config.links.as_ref() };
        let mut changed = Vec::new();
        for (to, end) in link_ends(paths.iter().map(|to| &**to), known, sources) {
            let before = self.targets.insert(to.clone(), end.clone());
            if before.as_ref() != Some(&end) {
                changed.push((to, before));
            }
        }
        changed
    }
}
