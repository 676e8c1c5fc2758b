//! Running `git`, by commands that run nothing of the repository's: no hook, no filter, no monitor, no fetch.

use std::io::{BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, OnceLock};

use super::git_index::folder;
use super::places::normal;
use crate::syntax::LARGEST_FILE;
use crate::text::visible;

/// Why git does not tell what it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Untold {
    /// What is wrong, in words that stand alone.
    pub why: String,
    /// What to do.
    pub help: &'static str,
}

/// What to do about a commit that is not here.
pub(super) const NO_COMMIT: &str = "name a commit, branch or tag that is here; in CI fetch it first (git fetch origin main), or \
                                    check out with the whole history (fetch-depth: 0)";

/// What to do about texts that are not here.
pub(super) const PARTIAL: &str = "clone without --filter (in CI, check out without \"filter:\"), or fetch the rest: \
                                  git fetch --refetch --no-filter";

const NO_GIT: &str = "install git, or have its folder on the path; --baseline needs no git";

const STRANGE: &str =
    "if you trust whoever it belongs to, name its folder under safe.directory in your settings of git";

const BROKEN: &str = "see what git fsck says of the repository";

impl Untold {
    pub(super) fn new(why: impl Into<String>, help: &'static str) -> Self {
        Self { why: why.into(), help }
    }
}

/// An object as `git cat-file` has it.
pub(super) enum Object {
    Bytes(Vec<u8>),
    /// More than what is read.
    TooLarge,
    /// It is not here.
    Missing,
}

/// Runs git at the top of a work tree.
#[derive(Clone, Debug)]
pub(super) struct Runner {
    pub top: Arc<Path>,
}

impl Runner {
    /// Objects, in the order of their ids.
    pub(super) fn objects(&self, ids: &[&str]) -> Result<Vec<Object>, Untold> {
        let mut child = self
            .command(&["cat-file", "--batch"])?
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
            objects.push(object(&mut answers).ok_or_else(|| Untold::new("git ended before all was read", BROKEN))?);
        }
        let _ = asking.join();
        let _ = child.wait();
        Ok(objects)
    }

    /// The first line that a command prints; `None` where it fails.
    pub(super) fn line(&self, arguments: &[&str]) -> Result<Option<String>, Untold> {
        let output = self.output(arguments)?;
        let line = String::from_utf8_lossy(&output.stdout).lines().next().map(str::to_owned);
        match (output.status.success(), refusal(&output)) {
            (true, _) => Ok(line),
            (false, Some(why)) => Err(why),
            (false, None) => Ok(None),
        }
    }

    /// What a command prints.
    pub(super) fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, Untold> {
        let output = self.output(arguments)?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().to_owned();
        Err(refusal(&output).unwrap_or_else(|| Untold::new(format!("git says: {}", visible(&said)), BROKEN)))
    }

    fn output(&self, arguments: &[&str]) -> Result<Output, Untold> {
        self.command(arguments)?.stdin(Stdio::null()).output().map_err(|error| not_run(&error))
    }

    /// A command that runs nothing of the repository's, whatever its settings say.
    fn command(&self, arguments: &[&str]) -> Result<Command, Untold> {
        let mut git = Command::new(program().ok_or_else(no_git)?);
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
        Ok(git)
    }

    /// The index that a commit under way is made of (`git commit --all`, `git commit PATH`), where a hook is told of one of
    /// this repository.
    fn index(&self) -> Option<PathBuf> {
        let named = PathBuf::from(std::env::var_os("GIT_INDEX_FILE")?);
        let full = normal(&std::env::current_dir().ok()?.join(named));
        let own = folder(&self.top).ok()?.canonicalize().ok()?;
        full.parent()?.canonicalize().ok().filter(|folder| *folder == own).map(|_| full)
    }
}

/// The program, in a folder of the path that is absolute. Any other one, such as `.` or nothing, is seen from the folder that
/// is looked at, and what lies there is not run.
fn program() -> Option<&'static Path> {
    static PROGRAM: OnceLock<Option<PathBuf>> = OnceLock::new();
    let find = || {
        let path = std::env::var_os("PATH")?;
        let name = format!("git{}", std::env::consts::EXE_SUFFIX);
        let folders = std::env::split_paths(&path).filter(|folder| folder.is_absolute());
        folders.map(|folder| folder.join(&name)).find(|file| is_program(file))
    };
    PROGRAM.get_or_init(find).as_deref()
}

#[cfg(unix)]
fn is_program(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    file.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(file: &Path) -> bool {
    file.is_file()
}

/// Why git does not answer at all: the repository is somebody else's.
fn refusal(output: &Output) -> Option<Untold> {
    let said = String::from_utf8_lossy(&output.stderr);
    let is_strange = said.contains("dubious ownership");
    is_strange.then(|| Untold::new("git does not read this repository: it belongs to another user", STRANGE))
}

fn no_git() -> Untold {
    Untold::new("there is no program \"git\" here", NO_GIT)
}

fn not_run(error: &std::io::Error) -> Untold {
    Untold::new(format!("git cannot be run: {}", super::explain(error)), NO_GIT)
}

/// The next object that `git cat-file --batch` prints: `ID TYPE SIZE`, a line break, the bytes, a line break.
fn object(answers: &mut impl std::io::BufRead) -> Option<Object> {
    let mut head = String::new();
    answers.read_line(&mut head).ok().filter(|read| *read > 0)?;
    let Some(size) = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok()) else {
        // ID missing
        return Some(Object::Missing);
    };
    let mut bytes = Vec::new();
    let kept = answers.by_ref().take(size.min(LARGEST_FILE as u64 + 1)).read_to_end(&mut bytes).ok()? as u64;
    std::io::copy(&mut answers.by_ref().take(size - kept + 1), &mut std::io::sink()).ok()?;
    Some(if size <= LARGEST_FILE as u64 { Object::Bytes(bytes) } else { Object::TooLarge })
}
