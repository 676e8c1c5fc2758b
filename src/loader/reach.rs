//! [`Reach`]: how far a workspace reaches on the disk.
//!
//! A repository may come from a stranger, and its links and settings may name any path. What lies outside the repository is
//! never read: `SECURITY.md`.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::disk::open;
use super::places::{normal, repository};

/// What may be read for a workspace: its repository. Without a `.git` upward: the workspace's folder, and for a path that
/// leads out of that by `..` the nearest folder that holds both.
#[derive(Debug)]
pub struct Reach {
    /// The workspace's folder, without links.
    root: PathBuf,
    /// The repository, without links.
    repository: Option<PathBuf>,
    /// The folder that most paths stay in, open.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux resolves paths below an open folder"))]
    open: OnceLock<Option<File>>,
    /// The workspace's folder, open.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux resolves paths below an open folder"))]
    inside: OnceLock<Option<File>>,
}

/// How files are opened: a pipe without waiting for somebody who writes to it.
#[cfg(target_os = "linux")]
const READ: rustix::fs::OFlags = {
    use rustix::fs::OFlags;
    OFlags::RDONLY.union(OFlags::NONBLOCK).union(OFlags::CLOEXEC).union(OFlags::NOCTTY)
};

/// Why a path is not opened.
pub enum Denied {
    /// By its name it lies outside.
    Outside,
    /// A link on the way leads outside.
    Link,
    /// It cannot be opened.
    Io(io::Error),
}

impl Reach {
    /// That of the workspace in a folder.
    pub fn new(root: &Path) -> Self {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let top = repository(&root);
        let repository = top.join(".git").exists().then(|| top.to_owned());
        Self { root, repository, open: OnceLock::new(), inside: OnceLock::new() }
    }

    /// Whether a workspace's folder has the same reach now.
    pub fn is_current(&self, root: &Path) -> bool {
        let now = Self::new(root);
        (now.root, now.repository) == (self.root.clone(), self.repository.clone())
    }

    /// The folder in which a path has to stay, wherever links lead; none where it lies outside by its name. `full`: the
    /// path from the root of the disk, without `..`.
    fn bound(&self, full: &Path) -> Option<PathBuf> {
        match &self.repository {
            Some(repository) => full.starts_with(repository).then(|| repository.clone()),
            None => {
                let both = self.root.ancestors().find(|dir| full.starts_with(dir))?;
                // What has nothing in common with the workspace but the disk is none of its.
                both.parent().map(|_| both.to_owned())
            }
        }
    }

    /// Opens a file for reading, if it lies within reach. `path`: relative to the workspace, with `/`.
    pub fn open(&self, path: &str) -> Result<File, Denied> {
        if Path::new(path).is_absolute() {
            return Err(Denied::Outside);
        }
        // Nearly all files lie below the workspace's folder, and no link leads out of that.
        if let Some(file) = self.open_inside(path) {
            return Ok(file);
        }
        let full = normal(&self.root.join(path));
        let bound = self.bound(&full).ok_or(Denied::Outside)?;
        match self.open_below(&bound, &full) {
            Some(opened) => opened.map_err(Denied::Io),
            // Resolved first and opened then. What it is resolved to has no link in it.
            None => {
                let real = full.canonicalize().map_err(Denied::Io)?;
                if !real.starts_with(&bound) {
                    return Err(Denied::Link);
                }
                open(&real).map_err(Denied::Io)
            }
        }
    }

    /// Opens a path that stays below the workspace's folder, wherever links lead; none where it cannot be said so quickly.
    #[cfg(target_os = "linux")]
    fn open_inside(&self, path: &str) -> Option<File> {
        use rustix::fs::{ResolveFlags, openat2};
        if path.split('/').any(|part| part == "..") {
            return None;
        }
        let folder = self.inside.get_or_init(|| File::open(&self.root).ok()).as_ref()?;
        openat2(folder, path, READ, rustix::fs::Mode::empty(), ResolveFlags::BENEATH).ok().map(File::from)
    }

    #[cfg(not(target_os = "linux"))]
    #[expect(clippy::unused_self, reason = "as on Linux")]
    const fn open_inside(&self, _: &str) -> Option<File> {
        None
    }

    /// Opens a path in one go, so that nothing can change on its way meanwhile. None where this system cannot, and where a
    /// link is on the way that does not stay below the folder by its own words.
    #[cfg(target_os = "linux")]
    fn open_below(&self, bound: &Path, full: &Path) -> Option<io::Result<File>> {
        use rustix::fs::{Mode, ResolveFlags, openat2};
        let most = self.repository.as_deref().unwrap_or(&self.root);
        if bound != most {
            return None;
        }
        let folder = self.open.get_or_init(|| File::open(most).ok()).as_ref()?;
        let within = full.strip_prefix(bound).ok()?;
        match openat2(folder, within, READ, Mode::empty(), ResolveFlags::BENEATH) {
            Ok(file) => Some(Ok(File::from(file))),
            Err(rustix::io::Errno::NOENT | rustix::io::Errno::ACCESS | rustix::io::Errno::NOTDIR) => {
                // As any file that is not there, unless a link hides why.
                full.symlink_metadata().err().map(Err)
            }
            Err(_) => None,
        }
    }

    #[cfg(not(target_os = "linux"))]
    #[expect(clippy::unused_self, reason = "as on Linux")]
    const fn open_below(&self, _: &Path, _: &Path) -> Option<io::Result<File>> {
        None
    }

    /// Whether a path lies within reach, wherever links lead; it need not be there yet. `path`: relative to the workspace.
    pub fn holds(&self, path: &Path) -> bool {
        if path.is_absolute() {
            return false;
        }
        let full = normal(&self.root.join(path));
        let there = full.ancestors().find(|part| part.symlink_metadata().is_ok());
        let real = there.and_then(|part| part.canonicalize().ok());
        self.bound(&full).is_some_and(|bound| real.is_some_and(|real| real.starts_with(bound)))
    }
}
