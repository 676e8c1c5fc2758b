//! [`gathered`]: folders whose files look alike all the way down are one.

use std::collections::{BTreeMap, BTreeSet};

use super::survey::Folder;

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
