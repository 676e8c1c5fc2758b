//! [`PathIndex`]: a workspace's files by their names and folders.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::content::fold;

/// Files by the parts of their paths; built for the first broken link that is told.
#[derive(Debug, Default)]
pub struct PathIndex {
    by_stem: FxHashMap<Box<str>, Vec<Arc<str>>>,
    by_folder: FxHashMap<Box<str>, Vec<Arc<str>>>,
    /// The names of the folders right in each folder that holds one.
    folders: FxHashMap<Box<str>, BTreeSet<Box<str>>>,
    /// Files with the paths that pages have by them, by the last part of these without letter case; built for the first
    /// mention that ends a path.
    by_end: OnceLock<FxHashMap<Box<str>, Vec<Page>>>,
}

/// A file, and the path that its page has by it.
type Page = (Arc<str>, Box<str>);

impl PathIndex {
    /// The index of some paths, relative to the workspace.
    pub(super) fn of<'p>(paths: impl Iterator<Item = &'p Arc<str>>) -> Self {
        let mut index = Self::default();
        let mut paths: Vec<&Arc<str>> = paths.filter(|path| &***path != "sidestep.yaml").collect();
        paths.sort_unstable();
        for path in paths {
            let (folder, _) = split(path);
            index.by_stem.entry(stem(path).into()).or_default().push(path.clone());
            if !index.by_folder.contains_key(folder) {
                index.note_folder(folder);
            }
            index.by_folder.entry(folder.into()).or_default().push(path.clone());
        }
        index
    }

    /// Notes a folder in the one around it, and that in the next one.
    fn note_folder(&mut self, folder: &str) {
        let mut inner = folder;
        while !inner.is_empty() {
            let (outer, name) = split(inner);
            if !self.folders.entry(outer.into()).or_default().insert(name.into()) {
                break;
            }
            inner = outer;
        }
    }

    /// The files with a name, whatever their extension and folder, by path.
    #[must_use]
    pub fn named(&self, stem: &str) -> &[Arc<str>] {
        self.by_stem.get(stem).map_or(&[], |paths| paths)
    }

    /// The files whose pages have paths with a last part, which is in lower case; by path. `page` gives the path of a file's
    /// page.
    pub(super) fn ending(&self, last: &str, page: impl Fn(&str) -> Option<String>) -> &[Page] {
        let by_end = self.by_end.get_or_init(|| {
            let mut by_end: FxHashMap<Box<str>, Vec<Page>> = FxHashMap::default();
            for file in self.by_folder.values().flatten() {
                let Some(path) = page(file) else { continue };
                let last = fold(path.rsplit('/').next().unwrap_or(&path)).into();
                by_end.entry(last).or_default().push((file.clone(), path.into()));
            }
            by_end.values_mut().for_each(|pages| pages.sort_unstable());
            by_end
        });
        by_end.get(last).map_or(&[], |pages| pages)
    }

    /// The names of the folders right in a folder, sorted.
    pub fn folders_in(&self, folder: &str) -> impl ExactSizeIterator<Item = &str> {
        static NONE: BTreeSet<Box<str>> = BTreeSet::new();
        self.folders.get(folder).unwrap_or(&NONE).iter().map(|name| &**name)
    }

    /// The files right in a folder, by path.
    #[must_use]
    pub fn inside(&self, folder: &str) -> &[Arc<str>] {
        self.by_folder.get(folder).map_or(&[], |paths| paths)
    }
}

/// A path's folder, `""` at the top, and the file's name.
#[must_use]
pub fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// The name of a file without its extension.
#[must_use]
pub fn stem(path: &str) -> &str {
    let (_, name) = split(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The path to a file from the folder of another one.
#[must_use]
pub fn relative(from: &str, to: &str) -> String {
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    let parts: Vec<&str> = to.split('/').collect();
    let shared = folders.iter().zip(&parts[..parts.len() - 1]).take_while(|(a, b)| a == b).count();
    format!("{}{}", "../".repeat(folders.len() - shared), parts[shared..].join("/"))
}

/// The folders right below some link roots that hold files.
pub(super) fn folders_below<'p>(roots: &[String], paths: impl Iterator<Item = &'p str>) -> FxHashSet<Box<str>> {
    let mut folders = FxHashSet::default();
    for path in paths {
        let inside = roots.iter().filter_map(|root| match root.as_str() {
            "" | "." => Some(path),
            root => path.strip_prefix(root)?.strip_prefix('/'),
        });
        folders.extend(inside.filter_map(|rest| Some(rest.split_once('/')?.0.into())));
    }
    folders
}
