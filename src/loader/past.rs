//! [`Past`]: the files of a workspace as a commit or the index has them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use rayon::prelude::*;

use super::former_root::former_root;
use super::git::{Blob, Git, Listing, hash_of};
use super::ignored::Ignored;
use super::places::{normal, relative};
use super::reach::LONGEST_PATH;
use super::same::{AsLeft, is_same};
use super::{Disk, Untold};
use crate::content::FileKind;
use crate::text::Salvage;
use crate::workspace::{Change, Config, Sources, Workspace};

/// The files of a workspace as a commit or the index has them, beside those of now.
#[derive(Debug)]
pub struct Past {
    git: Git,
    now: Disk,
    /// The workspace's folder.
    root: PathBuf,
    /// The one that it had then, if that is another one.
    root_then: Option<PathBuf>,
    /// What git ignored then.
    ignored: Ignored,
    /// By their paths relative to the workspace.
    files: Listing,
    folders: BTreeSet<String>,
    /// The bytes of files that are other ones now, or gone. Of one that differs by what git writes otherwise alone, such as
    /// its line ends, those of now: by these it was read, and places in it are counted.
    differing: BTreeMap<String, Vec<u8>>,
}

impl Past {
    /// The files of a commit; `None` is the time before the first one.
    ///
    /// # Errors
    /// What git says.
    pub fn of_commit(git: &Git, commit: Option<&str>, now: &Disk) -> Result<Self, Untold> {
        let files = commit.map_or_else(|| Ok(Listing::new()), |commit| git.files_of(commit))?;
        let ignored = ignored_by(git, &files)?;
        Ok(Self::new(git, files, ignored, now))
    }

    /// The files as they are staged.
    ///
    /// # Errors
    /// What git says.
    pub fn of_index(git: &Git, now: &Disk) -> Result<Self, Untold> {
        let files = git.staged(false)?;
        let ignored = ignored_by(git, &files)?;
        Ok(Self::new(git, files, ignored, now))
    }

    /// The files that a sparse checkout leaves out of the work tree, as they are staged.
    ///
    /// # Errors
    /// What git says.
    pub fn left_out(git: &Git, now: &Disk) -> Result<Self, Untold> {
        Ok(Self::new(git, git.staged(true)?, Ignored::new(git.top()), now))
    }

    fn new(git: &Git, listing: Listing, ignored: Ignored, now: &Disk) -> Self {
        let root = normal(&git.top().join(now.above()));
        let seen = |(path, blob): (String, Blob)| (relative(&root, &git.top().join(path)), blob);
        let files: Listing = listing.into_iter().map(seen).collect();
        let (git, now, folders, differing) = (git.clone(), now.clone(), folders_of(&files), BTreeMap::new());
        Self { git, now, root, root_then: None, ignored, files, folders, differing }
    }

    /// Sees the files from the folder that the workspace had then.
    fn follow(&mut self, folder: &str) {
        let seen = |(path, blob): (String, Blob)| (path.strip_prefix(folder).map(str::to_owned).unwrap_or(path), blob);
        self.files = std::mem::take(&mut self.files).into_iter().map(seen).collect();
        self.folders = folders_of(&self.files);
        self.root_then = Some(normal(&self.root.join(folder)));
    }

    /// What makes the files of a workspace, as they are now, those of then. Reads what is another one.
    ///
    /// # Errors
    /// What git says.
    pub fn changes(&mut self, workspace: &Workspace) -> Result<Vec<Change>, Untold> {
        let content = workspace.files().filter(|(_, entry)| entry.kind != FileKind::Config);
        let content: Vec<&str> = content.map(|(_, entry)| &*entry.path).collect();
        if let Some(folder) = former_root(&self.files, &content, &self.now) {
            self.follow(&folder);
        }
        let ignored = |path: &&&str| self.files.contains_key(**path) && self.ignored_then(path);
        let ignored: Vec<&&str> = content.par_iter().with_max_len(16).filter(ignored).collect();
        ignored.into_iter().for_each(|path| drop(self.files.remove(*path)));
        let of_now = of_now(workspace);
        let of_both: Vec<(&String, &Blob)> = self.files.iter().filter(|(path, _)| of_now.contains(*path)).collect();
        let differs = |(path, blob): &&(&String, &Blob)| !self.now.bytes(path).is_ok_and(|bytes| is_blob(&bytes, blob));
        let differing: Vec<String> =
            of_both.par_iter().with_max_len(16).filter(differs).map(|(path, _)| (*path).clone()).collect();
        let differing = self.leave_unchanged(differing);
        self.fetch(&differing)?;
        let gone = self.gone(workspace, &of_now)?;
        let differing = self.leave_same(differing);
        let mut changes: Vec<Change> = differing.iter().chain(&gone).map(|path| self.change(path)).collect();
        let come = of_now.iter().filter(|path| !self.files.contains_key(*path) && self.now.exists(path));
        changes.extend(come.map(|path| Change::Remove { path: path.clone() }));
        let targets = self.targets(workspace, &changes);
        changes.extend(targets);
        Ok(changes)
    }

    /// What adds these files to a workspace, as far as they concern it and are not there.
    ///
    /// # Errors
    /// What git says.
    pub fn additions(&mut self, workspace: &Workspace) -> Result<Vec<Change>, Untold> {
        if self.files.is_empty() {
            return Ok(Vec::new());
        }
        let is_absent = |path: &String| self.now.target(path) == Some(false);
        let settings = workspace.setting_files().map(str::to_owned);
        let settings: Vec<String> = settings.filter(|path| self.files.contains_key(path)).filter(is_absent).collect();
        self.fetch(&settings)?;
        let mut absent = self.gone(workspace, &of_now(workspace))?;
        absent.retain(|path| self.now.target(path) == Some(false));
        let mut changes: Vec<Change> = settings.iter().chain(&absent).map(|path| self.change(path)).collect();
        let targets = self.targets(workspace, &changes).into_iter();
        changes.extend(targets.filter(|change| matches!(change, Change::Set { .. })));
        Ok(changes)
    }

    /// Reads the files that are content now or were then, and are not there now.
    fn gone(&mut self, workspace: &Workspace, of_now: &BTreeSet<String>) -> Result<Vec<String>, Untold> {
        let then = self.read("sidestep.yaml").map(|text| Config::read("sidestep.yaml", &text).0).unwrap_or_default();
        let is_content = |path: &str| [workspace.config(), &then].iter().any(|config| config.file_kind(path).is_some());
        let gone = self.files.keys().filter(|path| !of_now.contains(*path) && is_content(path));
        let gone: Vec<String> = gone.filter(|path| !self.ignored_then(path)).cloned().collect();
        self.fetch(&gone)?;
        Ok(gone)
    }

    /// Leaves out the files that are as git left them, by whatever filter of its own or of others.
    fn leave_unchanged(&mut self, differing: Vec<String>) -> Vec<String> {
        let mut as_left = AsLeft::default();
        let mut is_left = |path: &String| {
            let blob = self.files.get(path).filter(|blob| !blob.is_link && !self.now.is_given(path))?;
            as_left.has(blob, &normal(&self.root.join(path))).then(|| self.now.bytes(path).ok())?
        };
        let left: BTreeMap<String, Vec<u8>> =
            differing.iter().filter_map(|path| Some((path.clone(), is_left(path)?))).collect();
        let others = differing.into_iter().filter(|path| !left.contains_key(path)).collect();
        self.differing.extend(left);
        others
    }

    /// Leaves out the files that differ by what git may write otherwise alone.
    fn leave_same(&mut self, differing: Vec<String>) -> Vec<String> {
        let same = |path: &String| {
            let now = self.now.bytes(path).ok()?;
            is_same(&now, self.differing.get(path)?).then(|| (path.clone(), now))
        };
        let same: BTreeMap<String, Vec<u8>> = differing.iter().filter_map(same).collect();
        let left = differing.into_iter().filter(|path| !same.contains_key(path)).collect();
        self.differing.extend(same);
        left
    }

    /// Whether git ignored a file then, or a folder around it.
    fn ignored_then(&self, path: &str) -> bool {
        let root = self.root_then.as_ref().filter(|_| !path.starts_with("../")).unwrap_or(&self.root);
        path.len() <= LONGEST_PATH && self.ignored.hides(&normal(&root.join(path)), path.ends_with('/'))
    }

    /// What links lead to and is no content, be it then or now: only whether it is there counts.
    fn targets(&self, workspace: &Workspace, known: &[Change]) -> Vec<Change> {
        let known: BTreeSet<&str> = known.iter().map(Change::path).collect();
        let others = workspace.link_targets().filter(|path| workspace.find(path).is_none() && !known.contains(path));
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
    fn fetch(&mut self, paths: &[String]) -> Result<(), Untold> {
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
        let bytes = |change: &Change| match change {
            Change::Remove { .. } => None,
            // Of what links lead to only that it is there is known.
            Change::Set { path, text } => self.differing.get(path).cloned().or_else(|| Some(text.clone().into_bytes())),
            Change::Salvage { path, .. } | Change::Unread { path } => self.differing.get(path).cloned(),
        };
        changes.iter().map(|change| (change.path().to_owned(), bytes(change))).collect()
    }

    fn bytes(&self, path: &str) -> Result<Vec<u8>, String> {
        match (self.differing.get(path), self.files.get(path)) {
            (Some(bytes), _) => Ok(bytes.clone()),
            (None, None) => Err("there is no such file".to_owned()),
            (None, Some(blob)) => match self.now.bytes(path) {
                Ok(bytes) if is_blob(&bytes, blob) => Ok(bytes),
                _ => {
                    let read = self.git.read(&[blob]).map_err(|untold| untold.why)?;
                    read.into_iter().next().flatten().ok_or_else(|| "it is too large".to_owned())
                }
            },
        }
    }
}

/// How many links one after the other are followed.
const MOST_LINKS: usize = 8;

/// The folders above some files.
fn folders_of(files: &Listing) -> BTreeSet<String> {
    let above = |path: &String| path.match_indices('/').map(|(at, _)| path[..at].to_owned()).collect::<Vec<_>>();
    files.keys().flat_map(above).collect()
}

/// Whether a file's bytes are an object's.
fn is_blob(bytes: &[u8], blob: &Blob) -> bool {
    !blob.is_link && hash_of("blob", bytes, blob.id.len()) == blob.id
}

/// The paths of a workspace's files and of those that its settings name.
fn of_now(workspace: &Workspace) -> BTreeSet<String> {
    let settings = workspace.setting_files().map(str::to_owned);
    workspace.files().map(|(_, entry)| entry.path.to_string()).chain(settings).collect()
}

/// What is ignored by the patterns among some files, seen from the top of the repository.
fn ignored_by(git: &Git, files: &Listing) -> Result<Ignored, Untold> {
    let is_patterns = |path: &str| path.rsplit('/').next() == Some(".gitignore");
    let (paths, blobs): (Vec<_>, Vec<_>) =
        files.iter().filter(|(path, blob)| is_patterns(path) && !blob.is_link).unzip();
    let read = paths.into_iter().zip(git.read(&blobs)?);
    let given = read.filter_map(|(path, bytes)| Some((git.top().join(path), bytes?))).collect();
    Ok(Ignored::of(git.top(), given))
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
        paths.iter().map(|path| self.ignored_then(path)).collect()
    }

    fn refusal(&self, pattern: &str) -> Option<String> {
        self.now.refusal(pattern)
    }
}
