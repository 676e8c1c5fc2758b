//! Folders to run the command in, and expected texts in files.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// What a run of the command left behind.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn new(output: Output) -> Self {
        Self {
            code: output.status.code().expect("the command ends by itself"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// The report of `--format json`.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}\n{self:#?}"))
    }

    #[track_caller]
    pub fn is(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    #[track_caller]
    pub fn out_has(&self, text: &str) -> &Self {
        assert!(self.out.contains(text), "no {text:?} in {}", self.out);
        self
    }

    #[track_caller]
    pub fn err_has(&self, text: &str) -> &Self {
        assert!(self.err.contains(text), "no {text:?} in {}", self.err);
        self
    }
}

/// The command, run in a folder, with no settings from outside.
pub fn command(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sidestep"));
    command.current_dir(dir).args(arguments).stdin(Stdio::null());
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE"] {
        command.env_remove(name);
    }
    command
}

/// Runs the command in a folder.
#[track_caller]
pub fn run(dir: &Path, arguments: &[&str]) -> Ran {
    Ran::new(command(dir, arguments).output().unwrap())
}

/// A folder of its own, removed in the end. It is a repository, so that nothing above it matters.
#[derive(Debug)]
pub struct Folder {
    dir: TempDir,
}

impl Folder {
    /// With these files.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self { dir: TempDir::with_prefix("sidestep-test-").unwrap() };
        std::fs::create_dir(folder.path(".git")).unwrap();
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    /// Two roles without a finding, and settings.
    pub fn clean() -> Self {
        Self::new(&[("sidestep.yaml", "{}\n"), (ROLE.0, ROLE.1), (OTHER.0, OTHER.1)])
    }

    pub fn root(&self) -> PathBuf {
        self.dir.path().canonicalize().unwrap()
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let full = self.path(path);
        std::fs::create_dir_all(full.parent().unwrap()).unwrap();
        std::fs::write(full, text).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap()
    }

    #[track_caller]
    pub fn run(&self, arguments: &[&str]) -> Ran {
        run(self.dir.path(), arguments)
    }

    #[track_caller]
    pub fn run_in(&self, dir: &str, arguments: &[&str]) -> Ran {
        run(&self.path(dir), arguments)
    }

    /// `path:code` of each finding of a run of `check --format json`.
    #[track_caller]
    pub fn found_in(&self, dir: &str, arguments: &[&str]) -> Vec<String> {
        let arguments = [&["check", "--format", "json"], arguments].concat();
        let report = self.run_in(dir, &arguments).json();
        let list = report["diagnostics"].as_array().unwrap();
        let shown = |d: &serde_json::Value| d["severity"] != "hint";
        list.iter()
            .filter(|d| shown(d))
            .map(|d| format!("{}:{}", d["path"].as_str().unwrap(), d["code"].as_str().unwrap()))
            .collect()
    }

    #[track_caller]
    pub fn found(&self, arguments: &[&str]) -> Vec<String> {
        self.found_in(".", arguments)
    }
}

/// A role file without a finding.
pub const ROLE: (&str, &str) =
    ("content/roles/backend-engineer.yaml", "name: Backend Engineer\nsummary: Builds services.\n");

/// Another.
pub const OTHER: (&str, &str) =
    ("content/roles/data-engineer.yaml", "name: Data Engineer\nsummary: Builds pipelines; see [[Backend Engineer]].\n");

/// A role file with one error, an unknown role.
pub const BAD: &str = "name: Data Engineer\nsummary: Builds pipelines; see [[Bakend Engineer]].\n";

/// The folder of the expected texts.
pub fn golden(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/golden").join(path)
}

/// The repository's folder.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Compares with the text in a file of `golden/`; with `UPDATE=1` writes it there instead.
#[track_caller]
pub fn expect_file(path: &str, got: &str) {
    expect_text(&format!("tests/cli/golden/{path}"), got);
}

/// Compares with the text in a file of the repository; with `UPDATE=1` writes it there instead.
#[track_caller]
pub fn expect_text(path: &str, got: &str) {
    let full = repository().join(path);
    if std::env::var_os("UPDATE").is_some_and(|v| v == "1") {
        std::fs::create_dir_all(full.parent().unwrap()).unwrap();
        std::fs::write(&full, got).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(&full).unwrap_or_default().replace("\r\n", "\n");
    if expected != got {
        let line = expected.lines().zip(got.lines()).take_while(|(a, b)| a == b).count();
        panic!(
            "{path} differs from line {}:\n  expected: {:?}\n  got:      {:?}\nUPDATE=1 cargo test --test cli writes it anew",
            line + 1,
            expected.lines().nth(line),
            got.lines().nth(line)
        );
    }
}
