//! `sidestep init`: a first workspace, never over existing files.

use std::io::ErrorKind;
use std::path::Path;

use super::arguments::InitOptions;
use super::{Exit, Failure, print};
use crate::loader::{Disk, create_new, explain};

/// What a first workspace holds.
const FILES: [(&str, &str); 4] = [
    ("sidestep.yaml", include_str!("init/sidestep.yaml")),
    ("content/skills.yaml", include_str!("init/skills.yaml")),
    ("content/tools.yaml", include_str!("init/tools.yaml")),
    ("content/roles/support-engineer.yaml", include_str!("init/support-engineer.yaml")),
];

/// What Visual Studio Code reads, for those who ask for it.
const VSCODE: [(&str, &str); 2] = [
    (".vscode/settings.json", include_str!("init/vscode-settings.json")),
    (".vscode/extensions.json", include_str!("init/vscode-extensions.json")),
];

pub(super) fn run(options: &InitOptions) -> Result<Exit, Failure> {
    let existing: Vec<&str> =
        FILES.iter().map(|(path, _)| *path).filter(|path| options.dir.join(path).symlink_metadata().is_ok()).collect();
    if let Some(first) = existing.first() {
        let message = format!("{} exists already; nothing was written", options.dir.join(first).display());
        return Err(Failure::new(message).help("choose another folder: sidestep init DIR"));
    }
    // What links of the folder lead to may be somebody else's.
    let disk = Disk::given(&options.dir, &options.dir);
    let asked = || VSCODE.into_iter().filter(|_| options.vscode);
    let mut paths = FILES.into_iter().chain(asked()).map(|(path, _)| path);
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
    let mut written: Vec<&Path> = Vec::new();
    for (path, text) in FILES.into_iter().chain(new) {
        let full = options.dir.join(path);
        if let Err(error) = create_new(&full, text) {
            // All or nothing: take back what this run wrote.
            for path in &written {
                let _ = std::fs::remove_file(options.dir.join(path));
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
