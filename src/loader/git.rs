//! [`Git`]: what a repository holds, as git's own plumbing tells it.
//!
//! None of the commands that it is asked by reads the work tree. (`SECURITY.md`)

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use sha1::{Digest as _, Sha1};
use sha2::Sha256;

use super::Disk;
use super::disk::explain;
use super::git_home::{Home, Refused};
use super::git_run::{BROKEN, NO_COMMIT, Object, PARTIAL, Runner, Untold};
use super::places::is_repository;
use crate::text::visible;

/// A repository.
#[derive(Clone, Debug)]
pub struct Git {
    runner: Runner,
}

/// A file as a commit or the index has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Blob {
    /// The object's id, in hexadecimal digits.
    pub id: String,
    /// The object is the path that a link leads to.
    pub is_link: bool,
    /// The top of the repository that has the object: that of a submodule has its own.
    pub home: Arc<Path>,
}

/// Files by their paths, as seen from the top of the repository.
pub(super) type Listing = BTreeMap<String, Blob>;

/// A folder that is a repository of its own, and the commit of it that belongs here.
type Submodule = (String, String);

impl Git {
    /// The repository that a workspace lies in.
    ///
    /// # Errors
    /// There is none, or its `.git` leads to another one's texts, or has git wait.
    pub fn of(disk: &Disk) -> Result<Self, Untold> {
        if is_repository(disk.bound()) {
            Self::at(disk.bound().into())
        } else {
            let is_named = ["GIT_DIR", "GIT_WORK_TREE"].iter().any(|name| std::env::var_os(name).is_some());
            let help = if is_named { NOT_NAMED } else { NO_REPOSITORY };
            Err(Untold::new(format!("{} is in no git repository", disk.root().display()), help))
        }
    }

    /// The repository of a work tree.
    fn at(top: Arc<Path>) -> Result<Self, Untold> {
        let (git, runner) = (top.join(".git"), Runner::new(top));
        let home = Home::of(&runner.top).and_then(|home| home.look_through().map(|()| home));
        let folder = home.map_err(|refused| refusal(&git, refused))?.folder;
        // Git passes over a ".git" that is no repository, and looks further up.
        let found = runner.line(&["rev-parse", "--absolute-git-dir"])?.map(|found| Path::new(&found).canonicalize());
        match found {
            Some(Ok(found)) if found == folder => Ok(Self { runner }),
            _ => Err(Untold::new(format!("{} is no repository of git", git.display()), BROKEN)),
        }
    }

    /// The id of the commit that `revision` names; `None` for `HEAD` where there is no commit yet. `A...` is the newest commit
    /// that `A` and the current one have in common.
    ///
    /// # Errors
    /// Why there is none.
    pub fn commit(&self, revision: &str) -> Result<Option<String>, Untold> {
        let shown = visible(revision).into_owned();
        let named = |name: &str| {
            let name = format!("{name}^{{commit}}");
            self.runner.line(&["rev-parse", "--verify", "--quiet", &name])
        };
        // What begins with "^" is what a commit does not have.
        if revision.is_empty() || revision.starts_with(['-', '^']) {
            return Err(Untold::new(format!("\"{shown}\" is no commit and no branch"), NO_COMMIT));
        }
        let name = revision.strip_suffix("...").unwrap_or(revision);
        let found = match named(name)? {
            Some(other) if name != revision => self.runner.line(&["merge-base", &other, "HEAD"])?,
            found => found,
        };
        if found.is_some() || matches!(name, "HEAD" | "@") && named("HEAD")?.is_none() {
            return Ok(found);
        }
        let is_shallow = self.runner.line(&["rev-parse", "--is-shallow-repository"])?.as_deref() == Some("true");
        let why = if is_shallow { "this clone is shallow and has no" } else { "there is no commit or branch" };
        Err(Untold::new(format!("{why} \"{shown}\""), NO_COMMIT))
    }

    /// All files of a commit, those of repositories in it included, as far as they are here.
    pub(super) fn files_of(&self, commit: &str) -> Result<Listing, Untold> {
        let listed = self.runner.run(&["ls-tree", "-r", "-z", "--full-tree", commit])?;
        let entries = listed.split(|byte| *byte == 0).filter_map(|entry| {
            // 100644 blob ID<tab>PATH
            let (what, path) = std::str::from_utf8(entry).ok()?.split_once('\t')?;
            let mut what = what.split(' ');
            Some((what.next()?, what.nth(1)?, path))
        });
        Ok(self.listing(entries))
    }

    /// All files as they are staged. Of a path that a merge left in conflict, the own side counts. With `left_out`, those
    /// alone that a sparse checkout leaves out of the work tree.
    pub(super) fn staged(&self, left_out: bool) -> Result<Listing, Untold> {
        let listed = self.runner.run(&["ls-files", "--stage", "-t", "-z", "--full-name"])?;
        let mut entries: Vec<Staged<'_>> =
            listed.split(|byte| *byte == 0).filter_map(Staged::of).filter(|entry| entry.stage != "1").collect();
        if left_out {
            entries.retain(|entry| entry.tag == "S");
        }
        self.leave_intended(&mut entries)?;
        // The last one of a path stays.
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.stage));
        Ok(self.listing(entries.into_iter().map(|entry| (entry.mode, entry.id, entry.path))))
    }

    /// Takes out what is only intended to be added (`git add --intent-to-add`): a commit does not have it. It stands in the
    /// index as an empty file, which an empty file does too; a comparison with nothing has the latter alone.
    fn leave_intended(&self, entries: &mut Vec<Staged<'_>>) -> Result<(), Untold> {
        let nothing = |of: &str| hash_of(of, b"", entries.first().map_or(0, |entry| entry.id.len()));
        let (empty, no_files) = (nothing("blob"), nothing("tree"));
        if !entries.iter().any(|entry| entry.id == empty) {
            return Ok(());
        }
        let added = self.runner.run(&[
            "diff-index",
            "--cached",
            "--ita-invisible-in-index",
            "--name-only",
            "--no-renames",
            "-z",
            &no_files,
        ])?;
        let added: BTreeSet<&[u8]> = added.split(|byte| *byte == 0).collect();
        entries.retain(|entry| entry.id != empty || added.contains(entry.path.as_bytes()));
        Ok(())
    }

    fn listing<'e>(&self, entries: impl Iterator<Item = (&'e str, &'e str, &'e str)>) -> Listing {
        let (mut files, mut submodules): (Listing, Vec<Submodule>) = (Listing::new(), Vec::new());
        for (mode, id, path) in entries {
            match mode {
                "160000" => submodules.push((path.to_owned(), id.to_owned())),
                mode => {
                    files.insert(
                        path.to_owned(),
                        Blob { id: id.to_owned(), is_link: mode == "120000", home: self.runner.top.clone() },
                    );
                }
            }
        }
        for (folder, commit) in submodules {
            let Some(inside) = self.submodule(&folder) else { continue };
            if let Ok(listed) = inside.files_of(&commit) {
                files.extend(listed.into_iter().map(|(path, blob)| (format!("{folder}/{path}"), blob)));
            }
        }
        files
    }

    /// The repository in a folder of the work tree, where one is checked out. A tree may name any folder.
    fn submodule(&self, folder: &str) -> Option<Self> {
        let full = self.top().join(folder);
        let is_below = full.canonicalize().is_ok_and(|real| real == full && real != self.top());
        if is_below && is_repository(&full) { Self::at(full.into()).ok() } else { None }
    }

    /// The bytes of objects, in their order; `None` for one that is larger than what is read.
    pub(super) fn read(&self, blobs: &[&Blob]) -> Result<Vec<Option<Vec<u8>>>, Untold> {
        let mut homes: BTreeMap<&Arc<Path>, Vec<usize>> = BTreeMap::new();
        for (at, blob) in blobs.iter().enumerate() {
            homes.entry(&blob.home).or_default().push(at);
        }
        let mut objects = vec![None; blobs.len()];
        for (home, places) in homes {
            let ids: Vec<&str> = places.iter().map(|at| &*blobs[*at].id).collect();
            for (at, object) in places.into_iter().zip(Runner::new(home.clone()).objects(&ids)?) {
                objects[at] = match object {
                    Object::Bytes(bytes) => Some(bytes),
                    Object::TooLarge => None,
                    Object::Missing => {
                        return Err(Untold::new("this clone is partial and lacks texts of earlier versions", PARTIAL));
                    }
                };
            }
        }
        Ok(objects)
    }

    /// The top of the work tree.
    pub(super) fn top(&self) -> &Path {
        &self.runner.top
    }
}

/// Why a work tree's repository is not asked.
fn refusal(git: &Path, refused: Refused) -> Untold {
    match refused {
        Refused::Io(error) => Untold::new(format!("{} cannot be followed: {}", git.display(), explain(&error)), BROKEN),
        Refused::Elsewhere => Untold::new(
            format!("{} leads to the repository of another folder, which is not read", git.display()),
            APART,
        ),
        Refused::Link(path) => {
            let why = "is a link that leads out of git's own folder, which is not followed";
            Untold::new(format!("{} {why}", path.display()), FOREIGN)
        }
        Refused::Special(path) => Untold::new(format!("{} is a pipe or a device, not a file", path.display()), FOREIGN),
    }
}

const NO_REPOSITORY: &str = "what is new is told from what git has; --baseline needs no repository";

const NOT_NAMED: &str =
    "GIT_DIR and GIT_WORK_TREE are not followed: a file .git with \"gitdir: PATH\" says where the repository is";

const APART: &str = "if it is yours, have it say so: git worktree repair for a work tree that was moved, else git config \
                     core.worktree with this folder's full path; --baseline needs no repository";

const FOREIGN: &str = "remove it, or clone the repository anew; --baseline needs no repository";

/// An entry of the index.
struct Staged<'e> {
    /// What `git ls-files -t` says of it: `S` for one that a sparse checkout leaves out.
    tag: &'e str,
    mode: &'e str,
    id: &'e str,
    stage: &'e str,
    path: &'e str,
}

impl<'e> Staged<'e> {
    /// Reads `H 100644 ID STAGE<tab>PATH`.
    fn of(entry: &'e [u8]) -> Option<Self> {
        let (what, path) = std::str::from_utf8(entry).ok()?.split_once('\t')?;
        let mut what = what.split(' ');
        Some(Self { tag: what.next()?, mode: what.next()?, id: what.next()?, stage: what.next()?, path })
    }
}

/// The id of an object (<https://git-scm.com/book/en/v2/Git-Internals-Git-Objects>). The number of its digits tells which hash
/// the repository uses.
pub(super) fn hash_of(kind: &str, bytes: &[u8], digits: usize) -> String {
    let head = format!("{kind} {}\0", bytes.len());
    match digits {
        64 => format!("{:x}", Sha256::new().chain_update(head).chain_update(bytes).finalize()),
        _ => format!("{:x}", Sha1::new().chain_update(head).chain_update(bytes).finalize()),
    }
}
