//! Whether git tracks a file, and as what it read it last, as the repository's index says.
//!
//! Git itself is not asked: what it runs before it answers is up to the settings of the repository, and this is asked
//! of repositories that nobody has looked at. The format is told in <https://git-scm.com/docs/index-format>.

use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use memchr::memchr;

use super::git_home::{folder, read};

/// An index of some million files.
const LARGEST: u64 = 1 << 30;

/// Whether git tracks a file of the work tree `repository`; `None` where that cannot be told. `path` is relative to it,
/// with `/`. Letter case makes no difference: on some disks it does not.
pub(super) fn tracks(repository: &Path, path: &str) -> Option<bool> {
    let folder = match folder(repository) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Some(false),
        folder => folder.ok()?,
    };
    let index = match read(&folder.join("index"), LARGEST) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Some(false),
        bytes => bytes.ok()?,
    };
    let path = path.as_bytes();
    // A folder whose files are not checked out may hold it.
    let is_it = |name: &[u8]| {
        name.eq_ignore_ascii_case(path)
            || name.ends_with(b"/") && path.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
    };
    let index = Index::parse(&index)?;
    let tracks = |index: &Index| index.entries.iter().any(|(name, _)| is_it(name));
    let Some(shared) = &index.shared else { return Some(tracks(&index)) };
    let shared = read(&folder.join(format!("sharedindex.{shared}")), LARGEST).ok()?;
    Some(tracks(&index) || tracks(&Index::parse(&shared)?))
}

/// Seconds and nanoseconds since 1970.
type Moment = (u32, u32);

/// An entry of an index.
#[derive(Clone, Debug)]
struct Entry {
    id: Vec<u8>,
    /// When the file was changed last, and its size, when git last compared the two.
    changed: Moment,
    size: u32,
}

/// The files that git read, as it left them.
#[derive(Debug)]
pub(super) struct Recorded {
    entries: HashMap<Vec<u8>, Entry>,
    written: Moment,
}

impl Recorded {
    /// What an index says; `None` where it cannot be read, or is one that adds to another.
    pub fn of(index: &Path) -> Option<Self> {
        let written = moment(index.metadata().ok()?.modified().ok()?)?;
        let read = Index::parse(&read(index, LARGEST).ok()?).filter(|index| index.shared.is_none())?;
        Some(Self { entries: read.entries.into_iter().collect(), written })
    }

    /// Whether a file of the work tree is as git left it when the index had the object `id` (hexadecimal digits) for it. Not
    /// known of one that is as young as the index: it may have been changed in the same moment.
    pub fn is_as_left(&self, path: &str, id: &str, file: &Path) -> bool {
        let is_so = || {
            let entry = self.entries.get(path.as_bytes())?;
            let now = file.symlink_metadata().ok().filter(std::fs::Metadata::is_file)?;
            let changed = moment(now.modified().ok()?)?;
            // Some programs keep seconds alone.
            let is_fine = entry.changed.1 != 0;
            let same = changed.0 == entry.changed.0 && (changed.1 == entry.changed.1 || !is_fine);
            let is_older = if is_fine { changed < self.written } else { changed.0 < self.written.0 };
            let is_same_size = now.len() & u64::from(u32::MAX) == u64::from(entry.size);
            Some(same && is_older && is_same_size && hex(&entry.id) == id)
        };
        is_so() == Some(true)
    }
}

fn moment(time: SystemTime) -> Option<Moment> {
    let since = time.duration_since(UNIX_EPOCH).ok()?;
    Some((u32::try_from(since.as_secs()).ok()?, since.subsec_nanos()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What an index says.
#[derive(Debug)]
struct Index {
    /// By path; of one in conflict there are several.
    entries: Vec<(Vec<u8>, Entry)>,
    /// The name of the index that this one adds to.
    shared: Option<String>,
}

impl Index {
    /// Reads an index, whose checksums have 20 bytes or 32. Which, only shows in that all fits.
    fn parse(bytes: &[u8]) -> Option<Self> {
        [20, 32].into_iter().find_map(|hash| Self::parse_as(bytes, hash))
    }

    fn parse_as(bytes: &[u8], hash: usize) -> Option<Self> {
        let mut rest = Rest { bytes: bytes.get(..bytes.len().checked_sub(hash)?)?, at: 0 };
        let (signature, version, count) = (rest.take(4)?, rest.number()?, rest.number()?);
        if signature != b"DIRC" || !(2..=4).contains(&version) {
            return None;
        }
        let mut index = Self { entries: Vec::new(), shared: None };
        let mut name: Vec<u8> = Vec::new();
        for _ in 0..count {
            let start = rest.at;
            let entry = rest.entry(hash)?;
            let flags = rest.short()?;
            if flags & 0x4000 != 0 {
                rest.take(2)?;
            }
            // In version 4 a name begins as the one before it.
            let kept = if version == 4 { name.len().checked_sub(rest.varying()?)? } else { 0 };
            name.truncate(kept);
            let more = memchr(0, rest.left())?;
            name.extend_from_slice(rest.take(more)?);
            if usize::from(flags & 0xfff) != name.len().min(0xfff) {
                return None;
            }
            let padding = if version == 4 { 1 } else { 8 - (rest.at - start) % 8 };
            if rest.take(padding)?.iter().any(|byte| *byte != 0) {
                return None;
            }
            index.entries.push((name.clone(), entry));
        }
        index.shared = rest.shared(hash)?;
        Some(index)
    }
}

/// What is left to read of an index.
struct Rest<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Rest<'b> {
    fn left(&self) -> &'b [u8] {
        &self.bytes[self.at..]
    }

    /// The next entry, without its path.
    fn entry(&mut self, hash: usize) -> Option<Entry> {
        self.take(8)?;
        let changed = (self.number()?, self.number()?);
        self.take(20)?;
        let size = self.number()?;
        Some(Entry { id: self.take(hash)?.to_vec(), changed, size })
    }

    /// What stands behind the entries: the name of the index that this one adds to, if it does.
    fn shared(&mut self, hash: usize) -> Option<Option<String>> {
        let mut name = None;
        while !self.left().is_empty() {
            let signature = self.take(4)?;
            let length = usize::try_from(self.number()?).ok()?;
            let data = self.take(length)?;
            match signature {
                b"link" => {
                    let shared = data.get(..hash)?;
                    name = shared.iter().any(|byte| *byte != 0).then(|| hex(shared));
                }
                b"sdir" => {}
                // What begins with a capital may be passed over.
                [b'A'..=b'Z', ..] => {}
                _ => return None,
            }
        }
        Some(name)
    }

    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let taken = self.left().get(..length)?;
        self.at += length;
        Some(taken)
    }

    fn number(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(self.take(4)?.try_into().ok()?))
    }

    fn short(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes(self.take(2)?.try_into().ok()?))
    }

    /// A number of as many bytes as it takes.
    fn varying(&mut self) -> Option<usize> {
        let mut byte = *self.take(1)?.first()?;
        let mut number = usize::from(byte & 127);
        while byte & 128 != 0 {
            byte = *self.take(1)?.first()?;
            number = number.checked_add(1)?.checked_mul(128)?.checked_add(usize::from(byte & 127))?;
        }
        Some(number)
    }
}

#[cfg(test)]
#[allow(clippy::print_stdout, reason = "what is skipped is said")]
mod tests {
    use std::fs;
    use std::process::Command;

    use super::*;

    fn git(dir: &Path, arguments: &str) -> bool {
        let mut git = Command::new("git");
        git.current_dir(dir).args(arguments.split(' ')).env_clear();
        git.envs(std::env::vars_os().filter(|(name, _)| name == "PATH"));
        git.env("HOME", dir).env("GIT_CONFIG_NOSYSTEM", "1");
        git.output().is_ok_and(|output| output.status.success())
    }

    /// A repository whose index git wrote after some commands.
    fn repository(init: &str, commands: &[&str]) -> Option<tempfile::TempDir> {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        if !git(root, init) {
            println!("no \"git {init}\" here: nothing to see");
            return None;
        }
        fs::create_dir_all(root.join("a/content")).unwrap();
        for at in 0..40 {
            fs::write(root.join(format!("a/content/{}.yaml", "x".repeat(at + 1))), "name: X\n").unwrap();
        }
        for path in ["a/.sidestep-journal", "a/.sidestep-j", "a/mine", "z"] {
            fs::write(root.join(path), "").unwrap();
        }
        for command in commands {
            assert!(git(root, command), "git {command}");
        }
        Some(folder)
    }

    #[test]
    fn what_git_wrote_is_read() {
        const ADD: &str = "add a/content a/.sidestep-journal a/.sidestep-j";
        for (init, commands) in [
            ("init -q", &[ADD][..]),
            ("init -q --object-format=sha256", &[ADD]),
            ("init -q", &[ADD, "add --intent-to-add z", "update-index --index-version 3"]),
            ("init -q", &[ADD, "update-index --index-version 4"]),
            ("init -q", &[ADD, "update-index --split-index", "add z"]),
            ("init -q", &[ADD, "update-index --untracked-cache"]),
        ] {
            let Some(folder) = repository(init, commands) else { continue };
            assert_eq!(tracks(folder.path(), "a/.sidestep-journal"), Some(true), "{init} {commands:?}");
            assert_eq!(tracks(folder.path(), "A/.Sidestep-journal"), Some(true), "{init} {commands:?}");
            assert_eq!(tracks(folder.path(), "a/mine"), Some(false), "{init} {commands:?}");
            assert_eq!(tracks(folder.path(), "a/.sidestep-"), Some(false), "{init} {commands:?}");
        }
    }

    #[test]
    fn a_work_tree_beside_the_repository_has_an_index_of_its_own() {
        const COMMIT: &str = "-c user.name=a -c user.email=a@b commit -qm x";
        let Some(folder) = repository("init -q", &["add a/.sidestep-journal", COMMIT, "worktree add -q tree"]) else {
            return;
        };
        assert_eq!(tracks(&folder.path().join("tree"), "a/.sidestep-journal"), Some(true));
        assert_eq!(tracks(&folder.path().join("tree"), "a/mine"), Some(false));
    }

    #[test]
    fn what_cannot_be_read_tells_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        assert_eq!(tracks(root, "x"), Some(false), "no repository");
        fs::create_dir(root.join(".git")).unwrap();
        assert_eq!(tracks(root, "x"), Some(false), "no index yet");
        for index in [&b""[..], b"DIRC", b"DIRC\0\0\0\x02\0\0\0\x01 and so on, which is no entry of an index at all"] {
            fs::write(root.join(".git/index"), index).unwrap();
            assert_eq!(tracks(root, "x"), None);
        }
        let Some(folder) = repository("init -q", &["add a"]) else { return };
        let index = fs::read(folder.path().join(".git/index")).unwrap();
        for end in 0..index.len() {
            fs::write(folder.path().join(".git/index"), &index[..end]).unwrap();
            // Cut short it is no index. (Where it ends with a list of what may be left out, it may be one.)
            if end < index.len() / 2 {
                assert_eq!(tracks(folder.path(), "a/mine"), None, "{end}");
            }
        }
    }
}
