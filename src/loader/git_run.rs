//! Running `git`, by commands that run nothing of the repository's: no hook, no filter, no monitor, no fetch.

use std::io::{self, BufRead as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::git_home::folder;
use super::git_wait::{MOST, PATIENCE, Running};
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

pub(super) const BROKEN: &str = "see what git fsck says of the repository";

const SILENT: &str = "something that git reads may never end: see whether its config includes pipes or devices, and whether \
                      the disk answers; --baseline needs no git";

const TOO_MUCH: &str = "name a commit that is nearer; --baseline needs no git";

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
    /// For how long git may be silent.
    patience: Duration,
}

/// What a command printed.
struct Told {
    success: bool,
    out: Vec<u8>,
    said: Vec<u8>,
}

impl Runner {
    pub(super) const fn new(top: Arc<Path>) -> Self {
        Self { top, patience: PATIENCE }
    }

    /// Objects, in the order of their ids.
    pub(super) fn objects(&self, ids: &[&str]) -> Result<Vec<Object>, Untold> {
        let mut git = self.command(&["cat-file", "--batch"])?;
        let (mut running, input) = Running::start(git.stdin(Stdio::piped()), self.patience).map_err(|e| not_run(&e))?;
        let asked: String = ids.iter().flat_map(|id| [id, "\n"]).collect();
        // Git answers while it is asked, and waits until the answer is read.
        std::thread::spawn(move || input.map(|mut input| input.write_all(asked.as_bytes())));
        let mut objects = Vec::with_capacity(ids.len());
        for _ in ids {
            let object = object(&mut running).map_err(|error| self.stopped(&error))?;
            objects.push(object.ok_or_else(|| Untold::new("git ended before all was read", BROKEN))?);
        }
        Ok(objects)
    }

    /// The first line that a command prints; `None` where it fails.
    pub(super) fn line(&self, arguments: &[&str]) -> Result<Option<String>, Untold> {
        let told = self.told(arguments)?;
        let line = String::from_utf8_lossy(&told.out).lines().next().map(str::to_owned);
        match (told.success, refusal(&told)) {
            (true, _) => Ok(line),
            (false, Some(why)) => Err(why),
            (false, None) => Ok(None),
        }
    }

    /// What a command prints.
    pub(super) fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, Untold> {
        let told = self.told(arguments)?;
        if told.success {
            return Ok(told.out);
        }
        let said = String::from_utf8_lossy(&told.said).lines().next().unwrap_or_default().to_owned();
        Err(refusal(&told).unwrap_or_else(|| Untold::new(format!("git says: {}", visible(&said)), BROKEN)))
    }

    fn told(&self, arguments: &[&str]) -> Result<Told, Untold> {
        let mut git = self.command(arguments)?;
        let (mut running, _) = Running::start(git.stdin(Stdio::null()), self.patience).map_err(|e| not_run(&e))?;
        let mut out = Vec::new();
        let read = running.read_to_end(&mut out).and_then(|_| running.end());
        let (success, said) = read.map_err(|error| self.stopped(&error))?;
        Ok(Told { success, out, said })
    }

    /// Why git is waited for no longer.
    fn stopped(&self, error: &io::Error) -> Untold {
        match error.kind() {
            io::ErrorKind::TimedOut => {
                let seconds = self.patience.as_secs();
                Untold::new(format!("git has not answered for {seconds} seconds and is waited for no longer"), SILENT)
            }
            io::ErrorKind::FileTooLarge => {
                Untold::new(format!("git tells more than the {} MB that are read", MOST >> 20), TOO_MUCH)
            }
            _ => not_run(error),
        }
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

    /// The file that is the index, where git has one.
    pub(super) fn index_file(&self) -> Option<PathBuf> {
        self.index().or_else(|| Some(folder(&self.top).ok()?.join("index")))
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
fn refusal(told: &Told) -> Option<Untold> {
    let said = String::from_utf8_lossy(&told.said);
    let is_strange = said.contains("dubious ownership");
    is_strange.then(|| Untold::new("git does not read this repository: it belongs to another user", STRANGE))
}

fn no_git() -> Untold {
    Untold::new("there is no program \"git\" here", NO_GIT)
}

fn not_run(error: &std::io::Error) -> Untold {
    Untold::new(format!("git cannot be run: {}", super::explain(error)), NO_GIT)
}

/// The next object that `git cat-file --batch` prints: `ID TYPE SIZE`, a line break, the bytes, a line break. None where it
/// has ended.
fn object(answers: &mut Running) -> io::Result<Option<Object>> {
    let mut head = Vec::new();
    if answers.take(LONGEST_HEAD).read_until(b'\n', &mut head)? == 0 {
        return Ok(None);
    }
    let head = String::from_utf8_lossy(&head);
    let Some(size) = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok()) else {
        // ID missing
        return Ok(Some(Object::Missing));
    };
    let mut bytes = Vec::new();
    let kept = answers.take(size.min(LARGEST_FILE as u64 + 1)).read_to_end(&mut bytes)? as u64;
    io::copy(&mut answers.take((size - kept).saturating_add(1)), &mut io::sink())?;
    let is_whole = size <= LARGEST_FILE as u64;
    Ok(Some(if is_whole { Object::Bytes(bytes) } else { Object::TooLarge }))
}

/// What stands before an object, in bytes: an id of 64 digits at most.
const LONGEST_HEAD: u64 = 200;

#[cfg(unix)]
#[cfg(test)]
#[allow(clippy::print_stdout, reason = "what is skipped is said")]
mod tests {
    use super::*;

    fn repository() -> Option<tempfile::TempDir> {
        let folder = tempfile::tempdir().unwrap();
        let made = program().map(|git| Command::new(git).args(["init", "-q"]).current_dir(folder.path()).status());
        if !matches!(made, Some(Ok(status)) if status.success()) {
            println!("skipped: there is no git here");
            return None;
        }
        Some(folder)
    }

    #[test]
    fn a_git_that_never_answers_is_not_waited_for() {
        let Some(folder) = repository() else { return };
        let mut runner = Runner::new(folder.path().into());
        assert!(runner.line(&["rev-parse", "--git-dir"]).unwrap().is_some());
        let pipe = folder.path().join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let settings = format!("[core]\n\trepositoryformatversion = 0\n[include]\n\tpath = {}\n", pipe.display());
        std::fs::write(folder.path().join(".git/config"), settings).unwrap();
        runner.patience = Duration::from_millis(200);
        let why = "git has not answered for 0 seconds and is waited for no longer";
        assert_eq!(runner.line(&["rev-parse", "--git-dir"]).unwrap_err().why, why);
        assert_eq!(runner.run(&["ls-files", "--stage"]).unwrap_err().why, why);
        assert_eq!(runner.objects(&[&"0".repeat(40)]).err().map(|untold| untold.why).as_deref(), Some(why));
    }

    #[test]
    fn what_git_tells_is_bounded() {
        let mut command = Command::new("cat");
        let (mut running, _) = Running::start(command.arg("/dev/zero"), PATIENCE).unwrap();
        let read = io::copy(&mut running, &mut io::sink());
        assert_eq!(read.unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }
}
