//! [`Disk`]: the files of a workspace's folder.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::ignored::Ignored;
use super::journal::NAME;
use super::places::normal;
use super::reach::{Denied, LONGEST_PATH, Reach};
use crate::syntax::LARGEST_FILE;
use crate::text::Salvage;
use crate::workspace::Sources;

/// What is said of a link that leads out of the repository.
pub(super) const LEADS_OUT: &str = "it is a link that leads out of the repository of this workspace";

/// Reads files below a workspace's folder, and what its settings name beside it in the same repository.
#[derive(Clone, Debug)]
pub struct Disk {
    root: PathBuf,
    reach: Arc<Reach>,
    given: Option<Arc<Given>>,
}

/// What stands for files on disk, by path; `None` where no file is.
type Given = BTreeMap<String, Option<Vec<u8>>>;

impl Disk {
    /// The files below `root`, or in its repository.
    #[must_use]
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        let reach = Arc::new(Reach::new(&root, None));
        Self { root, reach, given: None }
    }

    /// The files below `root`, or in its repository; if it has none, those below the folder that the command or the editor
    /// was given.
    #[must_use]
    pub fn given(root: impl Into<PathBuf>, given: &Path) -> Self {
        let root = root.into();
        let reach = Arc::new(Reach::new(&root, Some(given)));
        Self { root, reach, given: None }
    }

    /// The same files, one of them with other bytes than those on disk. `path`: relative to the workspace.
    #[must_use]
    pub fn with(self, path: &str, bytes: Vec<u8>) -> Self {
        self.with_all(BTreeMap::from([(path.to_owned(), Some(bytes))]))
    }

    /// The same files, some of them with other bytes, or gone. Paths are relative to the workspace.
    #[must_use]
    pub fn with_all(self, given: BTreeMap<String, Option<Vec<u8>>>) -> Self {
        let mut all = self.given.as_deref().cloned().unwrap_or_default();
        all.extend(given);
        Self { given: Some(Arc::new(all)), ..self }
    }

    /// The paths of the files that [`Disk::with_all`] gave a text, those left out that git ignores.
    pub(super) fn given_paths(&self) -> Vec<String> {
        let given = self.given.iter().flat_map(|given| given.iter());
        let paths: Vec<String> = given.filter(|(_, bytes)| bytes.is_some()).map(|(path, _)| path.clone()).collect();
        if paths.is_empty() {
            return paths;
        }
        let ignored = self.ignored(&paths);
        paths.into_iter().zip(ignored).filter(|(_, ignored)| !ignored).map(|(path, _)| path).collect()
    }

    /// What stands for a file, if anything was given for it.
    fn stand_in(&self, path: &str) -> Option<Option<&Vec<u8>>> {
        self.given.as_ref()?.get(path).map(Option::as_ref)
    }

    /// Whether something stands for a file.
    pub(super) fn is_given(&self, path: &str) -> bool {
        self.stand_in(path).is_some()
    }

    /// Whether there is a file or folder on disk; `None` where that is not for the workspace to know.
    pub(super) fn holds(&self, path: &str) -> Option<bool> {
        self.reach.exists(Path::new(path))
    }

    /// How far the workspace reaches.
    pub(super) fn reach(&self) -> &Reach {
        &self.reach
    }

    /// Whether the workspace lies in the repository that it lay in when this was made.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.reach.is_current(&self.root)
    }

    /// The folder in which all lies that the workspace may read and change, without links: its repository, if it has one.
    #[must_use]
    pub fn bound(&self) -> &Path {
        self.reach.bound()
    }

    /// The workspace's folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether a path relative to the workspace lies in the repository by its name, wherever links lead.
    #[must_use]
    pub fn names(&self, path: &str) -> bool {
        self.reach.names(Path::new(path))
    }

    /// Whether a path relative to the workspace lies in the repository, wherever links lead; it need not be there yet.
    #[must_use]
    pub fn reaches(&self, path: &str) -> bool {
        self.reach.holds(Path::new(path))
    }

    /// The path on disk of a path relative to the workspace.
    #[must_use]
    pub fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }
}

impl Disk {
    /// The bytes of a file; why not, in words that complete "cannot be read: …".
    pub(super) fn bytes(&self, path: &str) -> Result<Vec<u8>, String> {
        // What it says is nobody's content, and is shown to nobody.
        if path.rsplit('/').next() == Some(NAME) {
            return Err("it is a journal of sidestep, not a file of the workspace".to_owned());
        }
        let too_large = |bytes: u64| {
            let why = || format!("it has {} MB, and up to {} MB are read", bytes >> 20, LARGEST_FILE >> 20);
            (bytes > LARGEST_FILE as u64).then(why)
        };
        if let Some(given) = self.stand_in(path) {
            let bytes = given.ok_or_else(|| "there is no such file".to_owned())?;
            return too_large(bytes.len() as u64).map_or_else(|| Ok(bytes.clone()), Err);
        }
        let full = self.path(path);
        let special = || "it is a pipe or a device, not a file".to_owned();
        let mut file = self.reach.open(path).map_err(|denied| match denied {
            Denied::Beyond(beyond) => beyond.why(&self.reach),
            Denied::Io(error) => match fs::metadata(&full) {
                Ok(metadata) if !metadata.is_file() && !metadata.is_dir() => special(),
                _ => explain_at(&full, &error),
            },
        })?;
        let metadata = file.metadata().map_err(|e| explain(&e))?;
        if metadata.is_dir() {
            return Err("it is a folder, not a file".to_owned());
        }
        if !metadata.is_file() {
            return Err(special());
        }
        if let Some(why) = too_large(metadata.len()) {
            return Err(why);
        }
        contents(&mut file, &metadata).map_err(|e| explain(&e))
    }
}

impl Sources for Disk {
    fn read(&self, path: &str) -> Result<String, String> {
        String::from_utf8(self.bytes(path)?).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let line = error.as_bytes()[..valid].iter().filter(|b| **b == b'\n').count() + 1;
            format!("it is not UTF-8 text (see line {line}); save it as UTF-8")
        })
    }

    fn salvage(&self, path: &str) -> Option<Salvage> {
        Salvage::of(&self.bytes(path).ok()?)
    }

    fn exists(&self, path: &str) -> bool {
        self.target(path) == Some(true)
    }

    fn target(&self, path: &str) -> Option<bool> {
        self.stand_in(path).map_or_else(|| self.holds(path), |given| Some(given.is_some()))
    }

    fn inside(&self, folder: &str) -> Vec<String> {
        let at = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
        let mut names = self.reach.names_in(if folder.is_empty() { "." } else { folder });
        names.retain(|name| name.strip_suffix('/').is_none_or(|name| !is_none_of_ours(OsStr::new(name))));
        names.sort_unstable();
        let ignored = self.ignored(&names.iter().map(|name| at(name)).collect::<Vec<_>>());
        names.into_iter().zip(ignored).filter(|(_, ignored)| !ignored).map(|(name, _)| name).collect()
    }

    fn above(&self) -> String {
        let inside = self.reach.root().strip_prefix(self.bound()).unwrap_or(Path::new(""));
        inside.to_string_lossy().replace('\\', "/")
    }

    fn ignored(&self, paths: &[String]) -> Vec<bool> {
        let ignored = Ignored::new(self.bound());
        let hides = |path: &String| {
            path.len() <= LONGEST_PATH && ignored.hides(&normal(&self.reach.root().join(path)), path.ends_with('/'))
        };
        paths.iter().map(hides).collect()
    }

    fn refusal(&self, pattern: &str) -> Option<String> {
        let folder = base(pattern);
        if !self.reach.names(&folder) || Path::new(pattern).is_absolute() {
            return Some(self.reach.outside().to_owned());
        }
        let whole = if is_plain(pattern) { Path::new(pattern) } else { &*folder };
        if let Some(part) = folder.iter().find(|part| is_none_of_ours(part)) {
            return Some(format!("what lies in {} is never content", part.to_string_lossy()));
        }
        self.reach.refusal(whole)
    }
}

/// The folder that stands in a path pattern before its first wildcard.
pub(super) fn base(pattern: &str) -> PathBuf {
    let folders: Vec<&str> = pattern.split('/').collect();
    folders[..folders.len() - 1].iter().take_while(|part| is_plain(part)).collect()
}

/// Whether a pattern is the path of one file.
fn is_plain(pattern: &str) -> bool {
    !pattern.contains(['*', '?', '[', '{'])
}

/// What others wrote, whatever it holds.
pub(super) const NODE_MODULES: &str = "node_modules";

/// Whether a path leads through a folder that never holds content.
pub(crate) fn is_never_content(path: &str) -> bool {
    path.rsplit('/').skip(1).any(|folder| is_none_of_ours(OsStr::new(folder)))
}

/// Whether a folder of this name never holds content.
pub(super) fn is_none_of_ours(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name == NODE_MODULES || name.starts_with('.') && name != ".." && name != "."
}

/// What a file holds. With as few calls of the system as it takes: thousands of files are read.
fn contents(file: &mut fs::File, metadata: &fs::Metadata) -> io::Result<Vec<u8>> {
    let length = usize::try_from(metadata.len()).unwrap_or(0);
    // One byte more than there are: less than asked for is all of it.
    let mut bytes = vec![0; length + 1];
    let mut filled = 0;
    while filled < length {
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    bytes.truncate(filled);
    if filled != length || length == 0 {
        // It changes while it is read, or its length is not known.
        file.read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Why a path cannot be read, in plain words; of a link, what is wrong with it.
pub(crate) fn explain_at(path: &Path, error: &io::Error) -> String {
    if !path.is_symlink() || path.exists() {
        return explain(error);
    }
    match fs::metadata(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => "it is a link to a file that does not exist".to_owned(),
        Err(e) if e.kind() != io::ErrorKind::PermissionDenied => "it is a link that leads back to itself".to_owned(),
        _ => explain(error),
    }
}

/// An error of the operating system in plain words.
pub(crate) fn explain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder, not a file".to_owned(),
        io::ErrorKind::NotADirectory => "part of its path is a file, not a folder".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        _ => error.to_string(),
    }
}
