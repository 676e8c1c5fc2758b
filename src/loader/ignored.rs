//! [`Ignored`]: what git ignores, by the patterns that it reads.
//!
//! These are the `.gitignore` files from the repository's folder down, `.git/info/exclude` and the file that the user's own
//! settings of git name. Nothing above the repository counts, and no other tool's patterns. Without a repository the folder
//! counts in which the workspace's files have to lie.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder, gitconfig_excludes_path};
use rustc_hash::FxHashMap;

use super::git_home::Home;
use super::opened::small;

/// The largest file of patterns, in bytes.
const LARGEST: u64 = 1 << 20;

/// What is ignored below a folder.
#[derive(Debug)]
pub(super) struct Ignored {
    top: PathBuf,
    /// `.git/info/exclude`, then what the user's settings name. Both count less than any `.gitignore`.
    last: [Gitignore; 2],
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    /// What stands for the `.gitignore` files on disk.
    given: Option<FxHashMap<PathBuf, Vec<u8>>>,
    folders: FxHashMap<PathBuf, Option<Arc<Level>>>,
    /// What stands in the place of a file of patterns and is none.
    wrong: BTreeSet<PathBuf>,
}

/// The patterns of a folder, and those that count less.
#[derive(Debug)]
struct Level {
    patterns: Gitignore,
    above: Option<Arc<Level>>,
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
        let exclude = exclude.and_then(|path| seen.patterns(top, &path)).unwrap_or_else(Gitignore::empty);
        let users = gitconfig_excludes_path().filter(|path| path.is_file()).and_then(|path| std::fs::read(path).ok());
        let users = users.map_or_else(Gitignore::empty, |bytes| built(top, &bytes));
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
                Match::None => level = here.above.as_ref(),
                found => return found.is_ignore(),
            }
        }
        let found = self.last.iter().map(|patterns| patterns.matched(path, is_folder)).find(|found| !found.is_none());
        found.is_some_and(|found| found.is_ignore())
    }

    /// What stands in the place of a file of patterns and is none, as far as it was come upon: a link, a pipe, too large.
    pub fn wrong(&self) -> Vec<PathBuf> {
        self.seen().wrong.iter().cloned().collect()
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seen {
    /// The patterns that count in a folder.
    fn level(&mut self, top: &Path, folder: &Path) -> Option<Arc<Level>> {
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        // The outermost folder last.
        let way: Vec<&Path> = folder.ancestors().take_while(|part| part.starts_with(top)).collect();
        way.into_iter().rev().fold(None, |above, part| self.enter(part, above))
    }

    /// The patterns that count in a folder; `above`: those that count in the folder above it.
    fn enter(&mut self, folder: &Path, above: Option<Arc<Level>>) -> Option<Arc<Level>> {
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let file = folder.join(".gitignore");
        let patterns = match &self.given {
            Some(given) => {
                given.get(&file).filter(|bytes| bytes.len() as u64 <= LARGEST).map(|bytes| built(folder, bytes))
            }
            None => self.patterns(folder, &file),
        };
        let level = match patterns {
            Some(patterns) => Some(Arc::new(Level { patterns, above })),
            None => above,
        };
        self.folders.insert(folder.to_owned(), level.clone());
        level
    }

    /// The patterns of a file, which count from a folder; none where there is no such file.
    fn patterns(&mut self, folder: &Path, file: &Path) -> Option<Gitignore> {
        file.symlink_metadata().ok()?;
        match small(file, LARGEST) {
            Ok(bytes) => Some(built(folder, &bytes)),
            Err(_) => {
                self.wrong.insert(file.to_owned());
                None
            }
        }
    }
}

/// Patterns that count from a folder. A line that is none is passed over, as git does.
fn built(folder: &Path, bytes: &[u8]) -> Gitignore {
    let text = String::from_utf8_lossy(bytes);
    let mut builder = GitignoreBuilder::new(folder);
    for line in text.strip_prefix('\u{feff}').unwrap_or(&text).lines() {
        let _ = builder.add_line(None, line);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}
