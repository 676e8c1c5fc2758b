//! [`Reach`]: how far a workspace reaches on the disk.
//!
//! A repository may come from a stranger, and its links and settings may name any path. What lies outside the repository is
//! never read: `SECURITY.md`.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::OnceLock;

use super::disk::{LEADS_OUT, is_none_of_ours};
use super::opened::open;
use super::places::{bound, is_repository, names_git, normal};

/// What may be read for a workspace: see [`bound`].
#[derive(Debug)]
pub struct Reach {
    /// The workspace's folder, without links.
    root: PathBuf,
    /// The folder in which a path has to stay, wherever links lead; without links.
    bound: PathBuf,
    /// The folder that the command or the editor was given.
    given: Option<PathBuf>,
    /// What paths are resolved below, open.
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
    /// It is beyond reach.
    Beyond(Beyond),
    /// The system does not open it.
    Io(io::Error),
}

/// Why a path is beyond reach.
pub enum Beyond {
    /// By its name it lies outside.
    Outside,
    /// A link on the way leads outside.
    Link,
    /// It lies in, or a link leads into, what is never content: the name of that, `.git` for one.
    NeverContent(String),
}

impl Beyond {
    /// In words that complete "cannot be read: …".
    pub fn why(&self, reach: &Reach) -> String {
        match self {
            Self::Outside => reach.outside().to_owned(),
            Self::Link => LEADS_OUT.to_owned(),
            Self::NeverContent(name) => format!("it leads to {name}, where nothing is content"),
        }
    }
}

impl From<Beyond> for Denied {
    fn from(beyond: Beyond) -> Self {
        Self::Beyond(beyond)
    }
}

/// How a path was looked up below an open folder.
enum Below {
    /// It is there.
    Opened(File),
    /// It is not.
    Failed(io::Error),
    /// A link is on the way.
    Linked,
    /// This system cannot.
    Unknown,
}

impl Reach {
    /// That of the workspace in a folder. `given`: the folder that the command or the editor was given.
    pub fn new(root: &Path, given: Option<&Path>) -> Self {
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let bound = bound(&root, given);
        Self { root, bound, given: given.map(Path::to_owned), open: OnceLock::new(), inside: OnceLock::new() }
    }

    /// Whether a workspace's folder has the same reach now.
    pub fn is_current(&self, root: &Path) -> bool {
        let now = Self::new(root, self.given.as_deref());
        (now.root, now.bound) == (self.root.clone(), self.bound.clone())
    }

    /// The workspace's folder, without links.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder in which a path has to stay, without links.
    pub fn bound(&self) -> &Path {
        &self.bound
    }

    /// What is said of a path that lies outside.
    pub fn outside(&self) -> &'static str {
        if is_repository(&self.bound) {
            "it lies outside the repository of this workspace"
        } else {
            "it lies outside this folder, and there is no repository around it"
        }
    }

    /// The path from the root of the disk, without `..`; none where it lies outside by its name.
    fn full(&self, path: &Path) -> Option<PathBuf> {
        let full = normal(&self.root.join(path));
        (!path.is_absolute() && full.starts_with(&self.bound)).then_some(full)
    }

    /// Whether a path lies within reach by its name. `path`: relative to the workspace.
    pub fn names(&self, path: &Path) -> bool {
        self.full(path).is_some()
    }

    /// Opens a file for reading, if it lies within reach. `path`: relative to the workspace, with `/`.
    pub fn open(&self, path: &str) -> Result<File, Denied> {
        // Nearly all files lie below the workspace's folder, and no link leads out of that.
        if let Some(file) = self.open_inside(path) {
            return Ok(file);
        }
        let full = self.full(Path::new(path)).ok_or(Beyond::Outside)?;
        if full.as_os_str().len() > LONGEST_PATH {
            return Err(Denied::Io(io::ErrorKind::NotFound.into()));
        }
        if let Some(name) = self.in_git(&full) {
            return Err(Beyond::NeverContent(name).into());
        }
        match self.below(&full, false) {
            Below::Opened(file) => return Ok(file),
            Below::Failed(error) => return Err(Denied::Io(error)),
            Below::Linked | Below::Unknown => {}
        }
        // Resolved first and opened then. What it is resolved to has no link in it.
        let real = self.real(&full)?;
        match self.below(&real, false) {
            Below::Opened(file) => Ok(file),
            Below::Failed(error) => Err(Denied::Io(error)),
            // It leads back to itself, or became a link meanwhile.
            Below::Linked => Err(Denied::Io(full.metadata().err().unwrap_or_else(|| io::ErrorKind::NotFound.into()))),
            Below::Unknown => open(&real).map_err(Denied::Io),
        }
    }

    /// A path without links, where they may lead there. A link leads neither out nor into what is never content, such as
    /// `.git`: git keeps names and passwords of servers in there.
    fn real(&self, full: &Path) -> Result<PathBuf, Beyond> {
        let real = self.resolved(full).ok_or(Beyond::Link)?;
        let name = self.in_git(&real).or_else(|| {
            // Settings may name a schema that lies in `node_modules`, which some installers make of links.
            self.part(&real, is_none_of_ours).filter(|_| self.part(full, is_none_of_ours).is_none())
        });
        name.map_or(Ok(real), |name| Err(Beyond::NeverContent(name)))
    }

    /// Why a link on the way of a path is not followed, in words that complete "cannot be read: …". `path`: relative to the
    /// workspace.
    pub fn refusal(&self, path: &Path) -> Option<String> {
        let beyond = self.full(path).ok_or(Beyond::Link).and_then(|full| self.real(&full)).err()?;
        Some(beyond.why(self))
    }

    /// The part of a path that is git's folder; the path is one from the root of the disk.
    fn in_git(&self, full: &Path) -> Option<String> {
        self.part(full, |name| names_git(&name.to_string_lossy()))
    }

    /// The first part of a path that a workspace or its repository has inside, of which something is true.
    fn part(&self, full: &Path, is_it: impl Fn(&OsStr) -> bool) -> Option<String> {
        let inside = full.strip_prefix(&self.root).or_else(|_| full.strip_prefix(&self.bound)).ok()?;
        let part = inside.iter().find(|part| is_it(part))?;
        Some(part.to_string_lossy().into_owned())
    }

    /// Opens a path that stays below the workspace's folder, wherever links lead; none where it cannot be said so quickly.
    #[cfg(target_os = "linux")]
    fn open_inside(&self, path: &str) -> Option<File> {
        use rustix::fs::{ResolveFlags, openat2};
        // These may lead further up, or be spellings of `.git`.
        let is_unusual = |part: &str| part.starts_with('.') || part.contains('~') || !part.is_ascii();
        if path.split('/').any(is_unusual) {
            return None;
        }
        let folder = self.inside.get_or_init(|| File::open(&self.root).ok()).as_ref()?;
        let how = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        openat2(folder, path, READ, rustix::fs::Mode::empty(), how).ok().map(File::from)
    }

    #[cfg(not(target_os = "linux"))]
    #[expect(clippy::unused_self, reason = "as on Linux")]
    const fn open_inside(&self, _: &str) -> Option<File> {
        None
    }

    /// Opens a path in one go, so that nothing can change on its way meanwhile. `only_looks`: what it holds is not asked for.
    #[cfg(target_os = "linux")]
    fn below(&self, full: &Path, only_looks: bool) -> Below {
        use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};
        use rustix::io::Errno;
        let Some(folder) = self.open.get_or_init(|| File::open(&self.bound).ok()) else { return Below::Unknown };
        let what = if only_looks { OFlags::PATH | OFlags::CLOEXEC } else { READ };
        let within = full.strip_prefix(&self.bound).ok().filter(|path| !path.as_os_str().is_empty());
        let within = within.unwrap_or(Path::new("."));
        match openat2(folder, within, what, Mode::empty(), ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS) {
            Ok(file) => Below::Opened(File::from(file)),
            Err(Errno::LOOP) => Below::Linked,
            Err(error @ (Errno::NOENT | Errno::ACCESS | Errno::NOTDIR)) => Below::Failed(error.into()),
            Err(_) => Below::Unknown,
        }
    }

    #[cfg(not(target_os = "linux"))]
    #[expect(clippy::unused_self, reason = "as on Linux")]
    const fn below(&self, _: &Path, _: bool) -> Below {
        Below::Unknown
    }

    /// Whether there is a file or folder; `None` where a path leads outside or into `.git`, by its name or by a link. `path`:
    /// relative to the workspace.
    pub fn exists(&self, path: &Path) -> Option<bool> {
        let full = self.full(path).filter(|full| self.in_git(full).is_none())?;
        if full.as_os_str().len() > LONGEST_PATH {
            return Some(false);
        }
        match self.below(&full, true) {
            Below::Opened(_) => Some(true),
            Below::Failed(_) => Some(false),
            Below::Linked | Below::Unknown => {
                let real = self.resolved(&full).filter(|real| self.in_git(real).is_none());
                real.map(|real| real.exists())
            }
        }
    }

    /// The names of the files in a folder that lies within reach, and of its folders, with a `/` behind them; of links, none.
    /// `path`: relative to the workspace.
    #[cfg(unix)]
    pub fn names_in(&self, path: &str) -> Vec<String> {
        use rustix::fs::{Dir, FileType};
        let Some(folder) = self.open(path).ok().and_then(|folder| Dir::read_from(folder).ok()) else {
            return Vec::new();
        };
        let name = |entry: rustix::io::Result<rustix::fs::DirEntry>| {
            let entry = entry.ok()?;
            let name = entry.file_name().to_str().ok().filter(|name| *name != "." && *name != "..")?.to_owned();
            match entry.file_type() {
                FileType::Directory => Some(format!("{name}/")),
                FileType::RegularFile => Some(name),
                _ => None,
            }
        };
        folder.take(MOST_NAMES).filter_map(name).collect()
    }

    #[cfg(not(unix))]
    #[expect(clippy::unused_self, reason = "as on Unix")]
    pub const fn names_in(&self, _: &str) -> Vec<String> {
        Vec::new()
    }

    /// A path without links, if it lies within reach; it need not be there. Whether there is anything outside is not told:
    /// a way that leads out and back by `..` is none.
    fn resolved(&self, full: &Path) -> Option<PathBuf> {
        let mut real = PathBuf::new();
        // The parts that are left, the next one last.
        let mut left: Vec<OsString> = parts(full);
        let mut links = 0;
        while let Some(part) = left.pop() {
            if part == ".." {
                if !real.starts_with(&self.bound) && !self.bound.starts_with(&real) {
                    return None;
                }
                real.pop();
                continue;
            }
            real.push(part);
            let Ok(target) = real.read_link() else { continue };
            links += 1;
            if links > MOST_LINKS {
                // It leads back to itself, which the system says too.
                return full.starts_with(&self.bound).then(|| full.to_owned());
            }
            real.pop();
            left.extend(parts(&target));
        }
        real.starts_with(&self.bound).then_some(real)
    }

    /// Whether a path lies within reach, wherever links lead; it need not be there yet. `path`: relative to the workspace.
    pub fn holds(&self, path: &Path) -> bool {
        self.exists(path).is_some()
    }
}

/// No file has a longer path, in bytes: Linux takes none (`PATH_MAX`), and others take shorter ones.
pub(super) const LONGEST_PATH: usize = 4096;

/// How many names of a folder are read.
#[cfg(unix)]
const MOST_NAMES: usize = 2_000;

/// How many links one after the other are followed: as many as the system does.
const MOST_LINKS: u8 = 40;

/// The parts of a path, the last one first. A root among them replaces what stands before it.
fn parts(path: &Path) -> Vec<OsString> {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    parts.rev().map(|part| part.as_os_str().to_owned()).collect()
}
