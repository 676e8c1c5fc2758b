//! [`Ignored`]: what git ignores, by the patterns that it reads.
//!
//! These are the `.gitignore` files from the repository's folder down, `.git/info/exclude` and the file that the user's own
//! settings of git name. Nothing above the repository counts, and no other tool's patterns. Without a repository the folder
//! counts in which the workspace's files have to lie.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ignore::gitignore::gitconfig_excludes_path;
use rustc_hash::FxHashMap;

use super::git_home::Home;
use super::ignore_patterns::Patterns;
use super::opened::small;

/// The largest file of patterns, in bytes.
const LARGEST: u64 = 1 << 20;
/// So many patterns with wildcards may count in a folder, with those of the folders above: each is tried for each path.
const MOST_WILD: usize = 2_000;
/// What is said of a file of patterns that is a link, a pipe, or too large.
const NO_PATTERNS: &str = "it is no file of patterns";
/// What is said of one with too many patterns.
const TOO_MANY: &str =
    "with those of the folders above it has more than 2000 patterns with wildcards, and those behind are left out";

/// What is ignored below a folder.
#[derive(Debug)]
pub(super) struct Ignored {
    top: PathBuf,
    /// `.git/info/exclude`, then what the user's settings name. Both count less than any `.gitignore`.
    last: [Patterns; 2],
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    /// What stands for the `.gitignore` files on disk.
    given: Option<FxHashMap<PathBuf, Vec<u8>>>,
    folders: FxHashMap<PathBuf, Option<Arc<Level>>>,
    /// What stands in the place of a file of patterns and is none, or has too many; why.
    wrong: BTreeMap<PathBuf, &'static str>,
}

/// The patterns of a folder, and those that count less.
#[derive(Debug)]
struct Level {
    patterns: Patterns,
    above: Option<Arc<Level>>,
    /// How many have wildcards, with those that count less.
    wild: usize,
}

impl Ignored {
    /// What is ignored in a repository, or another folder in which all has to lie: a path without links.
    pub fn new(top: &Path) -> Self {
        Self::with(top, Seen::default())
    }

    /// What is ignored where these, by their paths, are all the `.gitignore` files.
    pub fn of(top: &Path, given: FxHashMap<PathBuf, Vec<u8>>) -> Self {
        Self::with(top, Seen { given: Some(given), ..Seen::default() })
    }

    fn with(top: &Path, mut seen: Seen) -> Self {
        let exclude = Home::of(top).ok().map(|git| git.common.join("info").join("exclude"));
        let exclude = exclude.and_then(|path| {
            let bytes = seen.bytes(&path)?;
            Some(seen.patterns(top, &path, &bytes, MOST_WILD))
        });
        let exclude = exclude.unwrap_or_default();
        let users = gitconfig_excludes_path().filter(|path| path.is_file()).and_then(|path| std::fs::read(path).ok());
        let users = users.map(|bytes| Patterns::read(top, &bytes, MOST_WILD).0).unwrap_or_default();
        Self { top: top.to_owned(), last: [exclude, users], seen: Mutex::new(seen) }
    }

    /// Whether a file or folder is ignored, seen from the folder that it lies in: one in an ignored folder is not asked
    /// for. `path` has no `..` in it.
    pub fn covers(&self, path: &Path, is_folder: bool) -> bool {
        let level = path.parent().and_then(|folder| self.seen().level(&self.top, folder));
        self.matches(level.as_ref(), path, is_folder)
    }

    /// Whether a file or folder is ignored, or a folder that it lies in. `path` has no `..` in it; what it names need not be
    /// there.
    pub fn hides(&self, path: &Path, last_is_folder: bool) -> bool {
        // The outermost folder last.
        let mut way: Vec<&Path> = path.ancestors().take_while(|part| part.starts_with(&self.top)).collect();
        let (mut level, mut is_there) = (None, true);
        while let Some(part) = way.pop() {
            let is_folder = last_is_folder || !way.is_empty();
            if *part != *self.top && self.matches(level.as_ref(), part, is_folder) {
                return true;
            }
            // No patterns are in folders that are not there, and a path may name thousands of these. What is given is of
            // another time, with other folders.
            is_there = is_there && is_folder && (self.seen().given.is_some() || part.is_dir());
            if is_there {
                level = self.seen().enter(part, level);
            }
        }
        false
    }

    /// Whether patterns that count in a folder match something in it.
    fn matches(&self, mut level: Option<&Arc<Level>>, path: &Path, is_folder: bool) -> bool {
        while let Some(here) = level {
            match here.patterns.matched(path, is_folder) {
                None => level = here.above.as_ref(),
                Some(is_ignored) => return is_ignored,
            }
        }
        self.last.iter().find_map(|patterns| patterns.matched(path, is_folder)).unwrap_or(false)
    }

    /// The files of patterns that were come upon and count for nothing, or in part; why, in words that complete "cannot be
    /// read: …".
    pub fn wrong(&self) -> Vec<(PathBuf, &'static str)> {
        self.seen().wrong.iter().map(|(path, why)| (path.clone(), *why)).collect()
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seen {
    /// The patterns that count in a folder.
    fn level(&mut self, top: &Path, folder: &Path) -> Option<Arc<Level>> {
        let (unknown, known) = self.unknown(top, folder);
        unknown.into_iter().rev().fold(known, |above, part| self.enter(part, above))
    }

    /// The folders from one upward whose patterns are not known, and those of the next one. Each is looked up once, however
    /// deep it lies.
    fn unknown<'p>(&self, top: &Path, folder: &'p Path) -> (Vec<&'p Path>, Option<Arc<Level>>) {
        let mut unknown = Vec::new();
        for part in folder.ancestors().take_while(|part| part.starts_with(top)) {
            if let Some(known) = self.folders.get(part) {
                return (unknown, known.clone());
            }
            unknown.push(part);
        }
        (unknown, None)
    }

    /// The patterns that count in a folder; `above`: those that count in the folder above it.
    fn enter(&mut self, folder: &Path, above: Option<Arc<Level>>) -> Option<Arc<Level>> {
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let file = folder.join(".gitignore");
        let bytes = match &self.given {
            Some(given) => given.get(&file).filter(|bytes| bytes.len() as u64 <= LARGEST).cloned(),
            None => self.bytes(&file),
        };
        let level = match bytes {
            Some(bytes) => {
                let known = above.as_ref().map_or(0, |above| above.wild);
                let patterns = self.patterns(folder, &file, &bytes, MOST_WILD - known);
                let wild = known + patterns.wild();
                Some(Arc::new(Level { patterns, above, wild }))
            }
            None => above,
        };
        self.folders.insert(folder.to_owned(), level.clone());
        level
    }

    /// What a file of patterns holds; none where there is no such file.
    fn bytes(&mut self, file: &Path) -> Option<Vec<u8>> {
        file.symlink_metadata().ok()?;
        let bytes = small(file, LARGEST).ok();
        if bytes.is_none() {
            self.wrong.insert(file.to_owned(), NO_PATTERNS);
        }
        bytes
    }

    /// The patterns of a file, which count from a folder, up to so many with wildcards.
    fn patterns(&mut self, folder: &Path, file: &Path, bytes: &[u8], most: usize) -> Patterns {
        let (patterns, more) = Patterns::read(folder, bytes, most);
        if more {
            self.wrong.insert(file.to_owned(), TOO_MANY);
        }
        patterns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(files: &[(&str, String)]) -> Ignored {
        let given = files.iter().map(|(path, text)| (PathBuf::from(path), text.clone().into_bytes())).collect();
        Ignored::of(Path::new("/top"), given)
    }

    #[test]
    fn a_deep_folder_is_looked_up_once() {
        let ignored = given(&[("/top/a/.gitignore", "x\n".to_owned())]);
        assert!(ignored.covers(Path::new("/top/a/b/c/x"), false));
        let seen = ignored.seen();
        assert!(seen.unknown(&ignored.top, Path::new("/top/a/b/c")).0.is_empty());
        let (unknown, known) = seen.unknown(&ignored.top, Path::new("/top/a/b/c/d"));
        assert_eq!(unknown, [Path::new("/top/a/b/c/d")]);
        assert!(known.is_some());
    }

    #[test]
    fn so_many_patterns_count() {
        let many = |count: usize| (0..count).map(|at| format!("*{at}.txt\n")).collect::<String>();
        let (top, below) = (many(MOST_WILD - 1), "*.one\n*.two\nplain\n".to_owned());
        let ignored = given(&[("/top/.gitignore", top), ("/top/a/.gitignore", below), ("/top/b/.gitignore", many(1))]);
        assert!(ignored.covers(Path::new("/top/b/0.txt"), false) && ignored.wrong().is_empty());
        assert!(ignored.covers(Path::new("/top/a/x.one"), false));
        assert!(!ignored.covers(Path::new("/top/a/x.two"), false));
        assert_eq!(ignored.wrong(), [(PathBuf::from("/top/a/.gitignore"), TOO_MANY)]);
        assert!(TOO_MANY.contains(&MOST_WILD.to_string()));
    }
}
