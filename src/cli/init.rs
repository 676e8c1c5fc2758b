//! `sidestep init`: a first workspace, never over existing files.

use std::io::ErrorKind;
use std::path::Path;

use serde_json::json;

use super::arguments::{InitOptions, RefsFormat};
use super::output::answer::answer;
use super::{Exit, Failure, print};
use crate::loader::{Disk, create_new, explain};

mod alike;
mod collections;
mod field;
mod gathered;
mod guess;
mod kinds;
mod proposal;
mod settle;
mod survey;
mod words;

type File = (&'static str, &'static str);

/// What a first workspace holds besides its settings and its role.
const VOCABULARIES: [File; 2] = [
    ("content/skills.yaml", include_str!("init/skills.yaml")),
    ("content/tools.yaml", include_str!("init/tools.yaml")),
];

/// Its settings, and its role.
const YAML: [File; 2] = [
    ("sidestep.yaml", include_str!("init/sidestep.yaml")),
    ("content/roles/support-engineer.yaml", include_str!("init/support-engineer.yaml")),
];

/// The same with roles as Markdown.
const MARKDOWN: [File; 2] = [
    ("sidestep.yaml", include_str!("init/markdown.yaml")),
    ("content/roles/support-engineer.md", include_str!("init/support-engineer.md")),
];

/// What Visual Studio Code reads, for those who ask for it.
const VSCODE: [(&str, &str); 2] = [
    (".vscode/settings.json", include_str!("init/vscode-settings.json")),
    (".vscode/extensions.json", include_str!("init/vscode-extensions.json")),
];

pub(super) fn run(options: &InitOptions) -> Result<Exit, Failure> {
    if options.collections {
        return collections::run(options);
    }
    let [settings, role] = if options.markdown { MARKDOWN } else { YAML };
    let files: Vec<File> = [settings].into_iter().chain(VOCABULARIES).chain([role]).collect();
    let existing: Vec<&str> =
        files.iter().map(|(path, _)| *path).filter(|path| options.dir.join(path).symlink_metadata().is_ok()).collect();
    if let Some(first) = existing.first() {
        let message = format!("{} exists already; nothing was written", options.dir.join(first).display());
        return Err(Failure::new(message).help("choose another folder: sidestep init DIR"));
    }
    // What links of the folder lead to may be somebody else's.
    let disk = Disk::given(&options.dir, &options.dir);
    let asked = || VSCODE.into_iter().filter(|_| options.vscode);
    let mut paths = files.iter().copied().chain(asked()).map(|(path, _)| path);
    if let Some(path) = paths.find(|path| options.dir.exists() && !disk.reaches(path)) {
        let message = format!(
            "{} cannot be written: a link on its way leads out of {}; nothing was written",
            options.dir.join(path).display(),
            disk.bound().display()
        );
        return Err(Failure::new(message).help("choose another folder: sidestep init DIR"));
    }
    // An editor's settings that are there already are somebody's, and no reason to stop.
    let (kept, new): (Vec<_>, Vec<_>) =
        asked().partition(|(path, _)| options.dir.join(path).symlink_metadata().is_ok());
    let written = write(&options.dir, files.iter().copied().chain(new))?;
    if options.format == RefsFormat::Json {
        let shown = |path: &str| options.dir.join(path).display().to_string();
        let written: Vec<String> = written.iter().map(|path| options.dir.join(path).display().to_string()).collect();
        let kept: Vec<String> = kept.into_iter().map(|(path, _)| shown(path)).collect();
        answer(json!({ "written": written, "kept": kept }))?;
        return Ok(Exit::Clean);
    }
    let mut text = print::Lines::default();
    text.push("Wrote a first workspace:");
    for path in &written {
        text.push(&format!("  {}", options.dir.join(path).display()));
    }
    for (path, _) in kept {
        text.push(&format!("Left as it is: {}", options.dir.join(path).display()));
    }
    let folder = if options.dir == Path::new(".") { String::new() } else { format!(" {}", options.dir.display()) };
    text.push(&format!("Next: sidestep check{folder}"));
    print::say(&text)?;
    Ok(Exit::Clean)
}

/// Writes files that are not there yet, all or none.
fn write(dir: &Path, files: impl Iterator<Item = File>) -> Result<Vec<&'static Path>, Failure> {
    let mut written: Vec<&Path> = Vec::new();
    for (path, text) in files {
        let full = dir.join(path);
        if let Err(error) = create_new(&full, text) {
            // All or nothing: take back what this run wrote.
            for path in &written {
                let _ = std::fs::remove_file(dir.join(path));
            }
            let why = match error.kind() {
                ErrorKind::AlreadyExists if full.is_file() => "it exists already".to_owned(),
                ErrorKind::AlreadyExists => "part of its path is a file, not a folder".to_owned(),
                _ => explain(&error),
            };
            return Err(Failure::new(format!("{} cannot be written: {why}; nothing was kept", full.display())));
        }
        written.push(Path::new(path));
    }
    Ok(written)
}
