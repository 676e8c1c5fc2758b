//! [`gathered`]: folders whose files look alike all the way down are one; [`of_one_name`]: so are the files of one name that
//! many folders have.

use std::collections::{BTreeMap, BTreeSet};

use super::alike::{Alike, Below, Folder};

/// So many keys files of several folders have in common that are of one sort: those of things of several sorts may share an
/// id, a name and a few more.
const FEWEST_SHARED: usize = 6;

/// The folders, those that hold files of one sort below another as one, with whether it is such a one; those of Markdown last.
/// `passed`: files that no pattern may take.
pub(super) fn gathered(folders: Vec<Folder>, passed: &BTreeSet<String>) -> Vec<(Folder, bool)> {
    let (markdown, data): (Vec<Folder>, Vec<Folder>) = folders.into_iter().partition(|folder| folder.is_markdown);
    let mut left: BTreeMap<String, Folder> =
        data.into_iter().map(|folder| (format!("{}/", folder.path), folder)).collect();
    let above = |path: &String| path.match_indices('/').map(|(at, _)| path[..=at].to_owned()).collect::<Vec<_>>();
    let mut tops: Vec<String> = left.keys().flat_map(above).filter(|top| top != "/").collect();
    tops.sort_by_key(|top| (top.matches('/').count(), top.clone()));
    tops.dedup();
    let mut found = Vec::new();
    for top in tops {
        let inside: Vec<&String> =
            left.range(top.clone()..).map(|(path, _)| path).take_while(|path| path.starts_with(&top)).collect();
        let is_free = !passed.range(top.clone()..).next().is_some_and(|path| path.starts_with(&top));
        if inside.len() < 2 || !is_free || !are_alike(inside.iter().map(|path| &left[*path])) {
            continue;
        }
        let inside: Vec<String> = inside.into_iter().cloned().collect();
        let inside = inside.iter().filter_map(|path| left.remove(path)).collect();
        found.push((Folder::of(top.trim_end_matches('/').to_owned(), inside), true));
    }
    found.extend(left.into_values().map(|folder| (folder, false)));
    found.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
    found.extend(markdown.into_iter().map(|folder| (folder, false)));
    found
}

/// Whether the files of all folders have most of their keys in common.
fn are_alike<'f>(mut folders: impl Iterator<Item = &'f Folder>) -> bool {
    let Some(first) = folders.next().and_then(Folder::common_keys) else { return false };
    let is_alike = |folder: &Folder| {
        folder.common_keys().is_some_and(|keys| {
            let shared = keys.intersection(&first).filter(|key| !key.starts_with(['*', '['])).count();
            shared >= FEWEST_SHARED && shared * 4 >= keys.len().min(first.len()) * 3
        })
    };
    folders.all(is_alike)
}

/// So many folders with a file of one name hold things of one sort.
const FEWEST_NAMED: usize = 3;

/// The groups, those of one file each as one where the files have one name and most keys in common. `broken`: files that no
/// pattern may take.
pub(super) fn of_one_name(groups: Vec<Alike>, broken: &BTreeSet<String>) -> Vec<Alike> {
    let mut named: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        for one in group.read.iter().filter(|_| !group.is_markdown) {
            named.entry(name(&one.path).to_owned()).or_default().push(at);
        }
    }
    broken.iter().for_each(|path| drop(named.remove(name(path))));
    let is_alone = |at: &usize| groups[*at].read.len() == 1 && groups[*at].below.is_none();
    let keys = |at: usize| &groups[at].read[0].signature;
    named.retain(|_, places| {
        places.len() >= FEWEST_NAMED
            && places.iter().all(is_alone)
            && places.iter().all(|at| {
                let (first, own) = (keys(places[0]), keys(*at));
                own.intersection(first).count() * 4 >= own.len().max(first.len()) * 3
            })
    });
    let mut groups: Vec<Option<Alike>> = groups.into_iter().map(Some).collect();
    for (name, places) in named {
        let mut together: Vec<Alike> = places.iter().filter_map(|at| groups[*at].take()).collect();
        let folders: Vec<&str> = together.iter().map(|group| &*group.folder).collect();
        let folder = common(&folders);
        let read = together.iter_mut().flat_map(|group| std::mem::take(&mut group.read)).collect();
        let below = Some(Below::Named(name));
        groups[places[0]] = Some(Alike { folder, read, is_markdown: false, is_whole: true, fills_folder: true, below });
    }
    groups.into_iter().flatten().collect()
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The folder around all of some folders.
fn common(folders: &[&str]) -> String {
    let mut parts: Vec<&str> = folders.first().map_or_else(Vec::new, |folder| folder.split('/').collect());
    for folder in folders {
        let same = parts.iter().zip(folder.split('/')).take_while(|(part, other)| **part == *other).count();
        parts.truncate(same);
    }
    parts.join("/")
}
