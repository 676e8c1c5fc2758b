//! [`Beside`]: files that would be role files by another extension or in another folder. The settings leave them out
//! (`roles/*.yaml`, and a `roles/nurse.yml`), so that what they define is unknown, and nobody sees why.

use std::collections::{BTreeMap, BTreeSet};

use super::Config;
use super::path_index::{split, stem};
use crate::content::FileKind;

/// The extensions of files that can be roles.
const EXTENSIONS: [&str; 6] = ["yaml", "yml", "json", "md", "mdx", "markdown"];

/// What would make a role file of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lacks<'c> {
    /// Another extension.
    Extension,
    /// That it lies in this folder, which lies in its own.
    Folder(&'c str),
}

/// The files left out: by their names without extension, their paths relative to the workspace.
#[derive(Clone, Debug, Default)]
pub(super) struct Beside(BTreeMap<Box<str>, BTreeSet<Box<str>>>);

impl Beside {
    /// Those of some files that are left out.
    pub fn of<'p>(config: &Config, paths: impl IntoIterator<Item = &'p str>) -> Self {
        let mut beside = Self::default();
        for path in paths.into_iter().filter(|path| config.beside(path).is_some()) {
            beside.set(path, true);
        }
        beside
    }

    /// Notes whether a file is there; tells whether that is news.
    pub fn set(&mut self, path: &str, is_there: bool) -> bool {
        if is_there {
            return self.0.entry(stem(path).into()).or_default().insert(path.into());
        }
        let Some(paths) = self.0.get_mut(stem(path)) else { return false };
        let was_there = paths.remove(path);
        if paths.is_empty() {
            self.0.remove(stem(path));
        }
        was_there
    }

    /// The paths.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.values().flatten().map(|path| &**path)
    }

    /// The first file with a name, whatever its extension.
    pub fn called(&self, wanted: &str) -> Option<&str> {
        self.0.get(wanted)?.first().map(|path| &**path)
    }
}

impl Config {
    /// What would make a role file of a file that the settings leave out. `None` for files of the workspace, and for those
    /// that lack more than one thing.
    #[must_use]
    pub fn beside(&self, path: &str) -> Option<Lacks<'_>> {
        let (rest, extension) = path.rsplit_once('.')?;
        let is_text = EXTENSIONS.iter().any(|one| one.eq_ignore_ascii_case(extension));
        if !is_text || path.starts_with("../") || self.file_kind(path).is_some() {
            return None;
        }
        let is_role = |path: &str| self.file_kind(path) == Some(FileKind::Role);
        if EXTENSIONS.iter().any(|other| is_role(&format!("{rest}.{other}"))) {
            return Some(Lacks::Extension);
        }
        let (above, name) = split(path);
        let mut folders = self.roles.iter().map(|pattern| folder(pattern)).filter(|folder| !folder.is_empty());
        folders.find(|folder| split(folder).0 == above && is_role(&format!("{folder}/{name}"))).map(Lacks::Folder)
    }
}

/// The folder that all files of a pattern lie in, `""` at the top.
fn folder(pattern: &str) -> &str {
    let plain = &pattern[..pattern.find(['*', '?', '[', '{']).unwrap_or(pattern.len())];
    split(plain.strip_prefix("./").unwrap_or(plain)).0
}
