//! [`Past`]: the files of a workspace as a commit or the index has them.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use sha1::{Digest as _, Sha1};
use sha2::Sha256;

use super::Disk;
use super::git::{Blob, Git, Listing};
use super::places::{normal, relative};
use crate::text::Salvage;
use crate::workspace::{Change, Config, Sources, Workspace};

/// The files of a workspace as a commit or the index has them, beside those of now.
#[derive(Debug)]
pub struct Past {
    git: Git,
    now: Disk,
    /// By their paths relative to the workspace.
    files: Listing,
    folders: BTreeSet<String>,
    /// The bytes of then of files that are other ones now, or gone.
    differing: BTreeMap<String, Vec<u8>>,
}

impl Past {
    /// The files of a commit; `None` is the time before the first one.
    ///
    /// # Errors
    /// What git says.
    pub fn of_commit(git: &Git, commit: Option<&str>, now: &Disk) -> Result<Self, String> {
        let files = commit.map_or_else(|| Ok(Listing::new()), |commit| git.files_of(commit))?;
        Ok(Self::new(git, files, now))
    }

    /// The files as they are staged.
    ///
    /// # Errors
    /// What git says.
    pub fn of_index(git: &Git, now: &Disk) -> Result<Self, String> {
        Ok(Self::new(git, git.staged()?, now))
    }

    fn new(git: &Git, listing: Listing, now: &Disk) -> Self {
        let root = normal(&git.top().join(now.above()));
        let seen = |(path, blob): (String, Blob)| (relative(&root, &git.top().join(path)), blob);
        let files: Listing = listing.into_iter().map(seen).collect();
        let above = |path: &String| path.match_indices('/').map(|(at, _)| path[..at].to_owned()).collect::<Vec<_>>();
        let folders = files.keys().flat_map(above).collect();
        Self { git: git.clone(), now: now.clone(), files, folders, differing: BTreeMap::new() }
    }

    /// What makes the files of a workspace, as they are now, those of then. Reads what is another one.
    ///
    /// # Errors
    /// What git says.
    pub fn changes(&mut self, workspace: &Workspace) -> Result<Vec<Change>, String> {
        let settings = workspace.setting_files().map(str::to_owned);
        let of_now: BTreeSet<String> =
            workspace.files().map(|(_, entry)| entry.path.to_string()).chain(settings).collect();
        let of_both: Vec<(&String, &Blob)> = self.files.iter().filter(|(path, _)| of_now.contains(*path)).collect();
        let differs = |(path, blob): &&(&String, &Blob)| !self.now.bytes(path).is_ok_and(|bytes| is_blob(&bytes, blob));
        let differing: Vec<String> =
            of_both.par_iter().with_max_len(16).filter(differs).map(|(path, _)| (*path).clone()).collect();
        self.fetch(&differing)?;
        let then = self.read("sidestep.yaml").map(|text| Config::read("sidestep.yaml", &text).0).unwrap_or_default();
        let is_content = |path: &str| [workspace.config(), &then].iter().any(|config| config.file_kind(path).is_some());
        let gone: Vec<String> =
            self.files.keys().filter(|path| !of_now.contains(*path) && is_content(path)).cloned().collect();
        self.fetch(&gone)?;
        let same =
            |path: &String| self.read(path).is_ok_and(|then| is_same(self.now.read(path).ok().as_deref(), &then));
        let mut changes: Vec<Change> =
            differing.iter().chain(&gone).filter(|path| !same(path)).map(|path| self.change(path)).collect();
        let come = of_now.iter().filter(|path| !self.files.contains_key(*path) && self.now.exists(path));
        changes.extend(come.map(|path| Change::Remove { path: path.clone() }));
        changes.extend(self.targets(workspace));
        Ok(changes)
    }

    /// What links lead to and is no content: only whether it is there counts.
    fn targets(&self, workspace: &Workspace) -> Vec<Change> {
        let others = workspace.link_targets().filter(|path| workspace.find(path).is_none());
        let changes = others.filter_map(|path| {
            let path = path.to_owned();
            match (self.target(&path)?, self.now.target(&path)?) {
                (true, false) => Some(Change::Set { path, text: String::new() }),
                (false, true) => Some(Change::Remove { path }),
                _ => None,
            }
        });
        changes.collect()
    }

    fn change(&self, path: &str) -> Change {
        let path = path.to_owned();
        match (self.read(&path), self.salvage(&path)) {
            (Ok(text), _) => Change::Set { path, text },
            (Err(_), Some(salvage)) => Change::Salvage { path, salvage },
            (Err(_), None) => Change::Unread { path },
        }
    }

    /// Reads the objects of some files, of a link those of the file that it leads to.
    fn fetch(&mut self, paths: &[String]) -> Result<(), String> {
        let mut wanted: Vec<(String, &Blob)> =
            paths.iter().filter_map(|path| Some((path.clone(), self.files.get(path)?))).collect();
        for _ in 0..MOST_LINKS {
            let blobs: Vec<&Blob> = wanted.iter().map(|(_, blob)| *blob).collect();
            let objects = self.git.read(&blobs)?;
            let mut links = Vec::new();
            for ((path, blob), bytes) in wanted.into_iter().zip(objects) {
                let Some(bytes) = bytes else { continue };
                if blob.is_link {
                    let target = String::from_utf8_lossy(&bytes).into_owned();
                    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                    let target = crate::loader::slashed(&normal(&std::path::Path::new(folder).join(target)));
                    links.extend(self.files.get(&target).map(|blob| (path, blob)));
                } else {
                    self.differing.insert(path, bytes);
                }
            }
            if links.is_empty() {
                break;
            }
            wanted = links;
        }
        Ok(())
    }

    /// The bytes of the files of then that are other ones now; `None` for one that was not there. Over a [`Disk`], what
    /// [`Disk::with_all`] takes.
    #[must_use]
    pub fn over_disk(&self, changes: &[Change]) -> BTreeMap<String, Option<Vec<u8>>> {
        changes.iter().map(|change| (change.path().to_owned(), self.differing.get(change.path()).cloned())).collect()
    }

    fn bytes(&self, path: &str) -> Result<Vec<u8>, String> {
        match (self.differing.get(path), self.files.get(path)) {
            (Some(bytes), _) => Ok(bytes.clone()),
            (None, None) => Err("there is no such file".to_owned()),
            (None, Some(blob)) => match self.now.bytes(path) {
                Ok(bytes) if is_blob(&bytes, blob) => Ok(bytes),
                _ => self.git.read(&[blob])?.pop().flatten().ok_or_else(|| "git does not have it".to_owned()),
            },
        }
    }
}

/// How many links one after the other are followed.
const MOST_LINKS: usize = 8;

/// Whether a file says the same, whatever its line ends: git may change those.
fn is_same(now: Option<&str>, then: &str) -> bool {
    now.is_some_and(|now| now == then || now.contains('\r') && now.replace("\r\n", "\n") == then)
}

/// Whether a file's bytes are an object's (<https://git-scm.com/book/en/v2/Git-Internals-Git-Objects>).
fn is_blob(bytes: &[u8], blob: &Blob) -> bool {
    let head = format!("blob {}\0", bytes.len());
    // The id's length tells which hash the repository uses.
    let id = match blob.id.len() {
        64 => format!("{:x}", Sha256::new().chain_update(head).chain_update(bytes).finalize()),
        _ => format!("{:x}", Sha1::new().chain_update(head).chain_update(bytes).finalize()),
    };
    id == blob.id && !blob.is_link
}

impl Sources for Past {
    fn read(&self, path: &str) -> Result<String, String> {
        String::from_utf8(self.bytes(path)?).map_err(|_| "it is not UTF-8 text".to_owned())
    }

    fn salvage(&self, path: &str) -> Option<Salvage> {
        Salvage::of(&self.bytes(path).ok()?)
    }

    fn exists(&self, path: &str) -> bool {
        self.target(path) == Some(true)
    }

    fn target(&self, path: &str) -> Option<bool> {
        let was_there = self.files.contains_key(path) || self.folders.contains(path);
        // What git ignores is nobody's change.
        let ignored = || self.now.ignored(&[path.to_owned()]) == [true];
        let is_there = self.now.target(path)?;
        Some(was_there || is_there && ignored())
    }

    fn above(&self) -> String {
        self.now.above()
    }

    fn ignored(&self, paths: &[String]) -> Vec<bool> {
        self.now.ignored(paths)
    }

    fn refusal(&self, pattern: &str) -> Option<String> {
        self.now.refusal(pattern)
    }
}
