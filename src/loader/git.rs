//! [`Git`]: what a repository holds, as git's own plumbing tells it.
//!
//! Git is asked by commands that run nothing of the repository's: no hook, no filter, no monitor, no fetch. None of them
//! reads the work tree. (`SECURITY.md`)

use std::collections::BTreeMap;
use std::io::{BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;

use super::Disk;
use super::git_index::folder;
use super::places::{is_repository, normal};
use crate::syntax::LARGEST_FILE;
use crate::text::visible;

/// A repository.
#[derive(Clone, Debug)]
pub struct Git {
    top: Arc<Path>,
}

/// A file as a commit or the index has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Blob {
    /// The object's id, in hexadecimal digits.
    pub id: String,
    /// The object is the path that a link leads to.
    pub is_link: bool,
    /// The top of the repository that has the object: that of a submodule has its own.
    home: Arc<Path>,
}

/// Files by their paths, as seen from the top of the repository.
pub(super) type Listing = BTreeMap<String, Blob>;

/// A folder that is a repository of its own, and the commit of it that belongs here.
type Submodule = (String, String);

impl Git {
    /// The repository that a workspace lies in.
    ///
    /// # Errors
    /// There is none; in words that stand alone.
    pub fn of(disk: &Disk) -> Result<Self, String> {
        let top: Arc<Path> = disk.bound().into();
        if is_repository(&top) {
            Ok(Self { top })
        } else {
            Err(format!("{} is in no git repository", disk.root().display()))
        }
    }

    /// The id of the commit that `revision` names; `None` where there is no commit yet. `A...` is the newest commit that `A`
    /// and the current one have in common.
    ///
    /// # Errors
    /// Why there is none, in words that stand alone.
    pub fn commit(&self, revision: &str) -> Result<Option<String>, String> {
        let shown = visible(revision).into_owned();
        let named = |name: &str| {
            let name = format!("{name}^{{commit}}");
            self.line(&["rev-parse", "--verify", "--quiet", &name])
        };
        if revision.is_empty() || revision.starts_with('-') {
            return Err(format!("\"{shown}\" is no commit and no branch"));
        }
        let found = match revision.strip_suffix("...") {
            None => named(revision)?,
            Some(other) => match named(other)? {
                Some(other) => self.line(&["merge-base", &other, "HEAD"])?,
                None => None,
            },
        };
        if found.is_some() || named("HEAD")?.is_none() {
            return Ok(found);
        }
        let is_shallow = self.line(&["rev-parse", "--is-shallow-repository"])?.as_deref() == Some("true");
        let why = if is_shallow { "this clone is shallow and has no" } else { "there is no commit or branch" };
        Err(format!("{why} \"{shown}\""))
    }

    /// All files of a commit, those of repositories in it included, as far as they are here.
    pub(super) fn files_of(&self, commit: &str) -> Result<Listing, String> {
        let listed = self.run(&["ls-tree", "-r", "-z", "--full-tree", commit])?;
        let entries = listed.split(|byte| *byte == 0).filter_map(|entry| {
            // 100644 blob ID<tab>PATH
            let (what, path) = std::str::from_utf8(entry).ok()?.split_once('\t')?;
            let mut what = what.split(' ');
            Some((what.next()?, what.nth(1)?, path))
        });
        Ok(self.listing(entries))
    }

    /// All files as they are staged. Of a path that a merge left in conflict, the own side counts.
    pub(super) fn staged(&self) -> Result<Listing, String> {
        let listed = self.run(&["ls-files", "--stage", "-z", "--full-name"])?;
        let mut entries: Vec<(&str, &str, &str, &str)> = listed
            .split(|byte| *byte == 0)
            .filter_map(|entry| {
                // 100644 ID STAGE<tab>PATH
                let (what, path) = std::str::from_utf8(entry).ok()?.split_once('\t')?;
                let mut what = what.split(' ');
                Some((what.next()?, what.next()?, what.next()?, path))
            })
            .filter(|(_, _, stage, _)| *stage != "1")
            .collect();
        // The last one of a path stays.
        entries.sort_by_key(|(_, _, stage, _)| std::cmp::Reverse(*stage));
        Ok(self.listing(entries.into_iter().map(|(mode, id, _, path)| (mode, id, path))))
    }

    fn listing<'e>(&self, entries: impl Iterator<Item = (&'e str, &'e str, &'e str)>) -> Listing {
        let (mut files, mut submodules): (Listing, Vec<Submodule>) = (Listing::new(), Vec::new());
        for (mode, id, path) in entries {
            match mode {
                "160000" => submodules.push((path.to_owned(), id.to_owned())),
                mode => {
                    files.insert(
                        path.to_owned(),
                        Blob { id: id.to_owned(), is_link: mode == "120000", home: self.top.clone() },
                    );
                }
            }
        }
        for (folder, commit) in submodules {
            let inside = Self { top: self.top.join(&folder).into() };
            if is_repository(&inside.top)
                && let Ok(listed) = inside.files_of(&commit)
            {
                files.extend(listed.into_iter().map(|(path, blob)| (format!("{folder}/{path}"), blob)));
            }
        }
        files
    }

    /// The bytes of objects, in their order; `None` for one that is not here, or larger than what is read.
    pub(super) fn read(&self, blobs: &[&Blob]) -> Result<Vec<Option<Vec<u8>>>, String> {
        let mut homes: BTreeMap<&Arc<Path>, Vec<usize>> = BTreeMap::new();
        for (at, blob) in blobs.iter().enumerate() {
            homes.entry(&blob.home).or_default().push(at);
        }
        let mut objects = vec![None; blobs.len()];
        for (home, places) in homes {
            let ids: Vec<&str> = places.iter().map(|at| &*blobs[*at].id).collect();
            for (at, object) in places.into_iter().zip(Self { top: home.clone() }.objects(&ids)?) {
                objects[at] = object;
            }
        }
        Ok(objects)
    }

    fn objects(&self, ids: &[&str]) -> Result<Vec<Option<Vec<u8>>>, String> {
        let mut child = self
            .command(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| not_run(&error))?;
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else { return Ok(Vec::new()) };
        let asked: String = ids.iter().flat_map(|id| [id, "\n"]).collect();
        // Git answers while it is asked, and waits until the answer is read.
        let asking = std::thread::spawn(move || input.write_all(asked.as_bytes()));
        let mut answers = BufReader::new(output);
        let mut objects = Vec::with_capacity(ids.len());
        for _ in ids {
            objects.push(object(&mut answers).ok_or("git ended before all was read")?);
        }
        let _ = asking.join();
        let _ = child.wait();
        Ok(objects)
    }

    /// The first line that a command prints; `None` where it fails.
    fn line(&self, arguments: &[&str]) -> Result<Option<String>, String> {
        let output = self.output(arguments)?;
        let line = String::from_utf8_lossy(&output.stdout).lines().next().map(str::to_owned);
        match (output.status.success(), refusal(&output)) {
            (true, _) => Ok(line),
            (false, Some(why)) => Err(why),
            (false, None) => Ok(None),
        }
    }

    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, String> {
        let output = self.output(arguments)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().to_owned();
        Err(refusal(&output).unwrap_or_else(|| format!("git says: {}", visible(&said))))
    }

    fn output(&self, arguments: &[&str]) -> Result<Output, String> {
        self.command(arguments).stdin(Stdio::null()).output().map_err(|error| not_run(&error))
    }

    /// A command that runs nothing of the repository's, whatever its settings say.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut git = Command::new("git");
        // Which repository it is, is known: variables of a hook may be about the one around it.
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GIT_")) {
            git.env_remove(name);
        }
        if let Some(index) = self.index() {
            git.env("GIT_INDEX_FILE", index);
        }
        git.env("GIT_NO_LAZY_FETCH", "1").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
        git.env("GIT_NO_REPLACE_OBJECTS", "1").env("LC_ALL", "C");
        git.current_dir(&self.top).args(["--no-pager", "--literal-pathspecs"]);
        for setting in
            ["core.fsmonitor=false", "core.untrackedCache=false", "core.hooksPath=/dev/null", "protocol.allow=never"]
        {
            git.args(["-c", setting]);
        }
        git.args(arguments);
        git
    }

    /// The index that a commit under way is made of (`git commit --all`, `git commit PATH`), where a hook is told of one of
    /// this repository.
    fn index(&self) -> Option<PathBuf> {
        let named = PathBuf::from(std::env::var_os("GIT_INDEX_FILE")?);
        let full = normal(&std::env::current_dir().ok()?.join(named));
        let own = folder(&self.top).ok()?.canonicalize().ok()?;
        full.parent()?.canonicalize().ok().filter(|folder| *folder == own).map(|_| full)
    }

    /// The top of the work tree.
    pub(super) fn top(&self) -> &Path {
        &self.top
    }
}

/// Why git does not answer at all: the repository is somebody else's.
fn refusal(output: &Output) -> Option<String> {
    let said = String::from_utf8_lossy(&output.stderr);
    let is_strange = said.contains("dubious ownership");
    is_strange.then(|| {
        "git does not read this repository: it belongs to another user (see git help safe.directory)".to_owned()
    })
}

fn not_run(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no program \"git\" here".to_owned(),
        _ => format!("git cannot be run: {error}"),
    }
}

/// The next object that `git cat-file --batch` prints: `ID TYPE SIZE`, a line break, the bytes, a line break.
fn object(answers: &mut impl std::io::BufRead) -> Option<Option<Vec<u8>>> {
    let mut head = String::new();
    answers.read_line(&mut head).ok().filter(|read| *read > 0)?;
    let Some(size) = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok()) else {
        // ID missing
        return Some(None);
    };
    let mut bytes = Vec::new();
    let kept = answers.by_ref().take(size.min(LARGEST_FILE as u64 + 1)).read_to_end(&mut bytes).ok()? as u64;
    std::io::copy(&mut answers.by_ref().take(size - kept + 1), &mut std::io::sink()).ok()?;
    Some((size <= LARGEST_FILE as u64).then_some(bytes))
}
