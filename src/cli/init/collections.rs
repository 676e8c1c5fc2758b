//! `sidestep init --collections`: settings and schemas for content that is there, as a proposal.

use std::path::Path;

use serde_json::json;

use super::super::arguments::{InitOptions, RefsFormat};
use super::super::output::answer::answer;
use super::super::{Exit, Failure, print};
use super::guess::{Guess, guess};
use super::proposal::Proposal;
use super::proposal::{files, told};
use super::settle::settle;
use super::survey::survey;
use crate::loader::{Disk, create_new, explain};
use crate::workspace::Config;

/// Where schemas are written: the first of these folders in which nothing is in the way, and which no pattern matches.
const FOLDERS: [&str; 2] = ["schema", "sidestep-schema"];

pub(super) fn run(options: &InitOptions) -> Result<Exit, Failure> {
    let dir = &options.dir;
    let exists = |path: &str| dir.join(path).symlink_metadata().is_ok();
    if exists("sidestep.yaml") {
        let message = format!("{} exists already; nothing was written", dir.join("sidestep.yaml").display());
        return Err(
            Failure::new(message).help("the proposal is for folders without settings; move them away to see it")
        );
    }
    if !dir.is_dir() {
        return Err(Failure::new(format!("{} is no folder", dir.display())));
    }
    let disk = Disk::given(dir, dir);
    let survey = survey(&disk);
    let (guesses, left) = guess(survey.groups);
    let mut proposal = Proposal { guesses, left, broken: survey.broken, ..Proposal::default() };
    proposal.prune();
    let nothing = || {
        let message = match survey.count {
            0 => "there are no YAML, JSON or Markdown files here".to_owned(),
            _ => "nothing in the files here names or refers to anything".to_owned(),
        };
        Failure::new(message).help("begin with a workspace of its own: sidestep init DIR")
    };
    if proposal.guesses.is_empty() {
        return Err(nothing());
    }
    let is_free = |folder: &&str| {
        let files = files(&proposal, folder);
        let config = Config::read("sidestep.yaml", &files[0].1).0;
        // No collection takes the schemas for its own files.
        files.iter().all(|(path, _)| !exists(path))
            && files[1..].iter().all(|(path, _)| config.file_kind(path).is_none())
    };
    let Some(folder) = FOLDERS.into_iter().find(is_free) else {
        let message = format!("there are files in {} already; nothing was written", FOLDERS.join(" and "));
        return Err(Failure::new(message).help("move them away, and try again"));
    };
    let files = settle(&disk, &mut proposal, folder).ok_or_else(nothing)?;
    if let Some((path, _)) = files.iter().find(|(path, _)| !disk.reaches(path)) {
        let message = format!("{} cannot be written: a link on its way leads elsewhere", dir.join(path).display());
        return Err(Failure::new(message));
    }
    write(dir, &files)?;
    say(options, &proposal.guesses, &files)
}

/// Writes all files or none.
fn write(dir: &Path, files: &[(String, String)]) -> Result<(), Failure> {
    for (at, (path, text)) in files.iter().enumerate() {
        let full = dir.join(path);
        if let Err(error) = create_new(&full, text) {
            for (path, _) in &files[..at] {
                let _ = std::fs::remove_file(dir.join(path));
            }
            let why = explain(&error);
            return Err(Failure::new(format!("{} cannot be written: {why}; nothing was kept", full.display())));
        }
    }
    Ok(())
}

fn say(options: &InitOptions, guesses: &[Guess], files: &[(String, String)]) -> Result<Exit, Failure> {
    if options.format == RefsFormat::Json {
        let written: Vec<String> = files.iter().map(|(path, _)| options.dir.join(path).display().to_string()).collect();
        answer(json!({ "written": written, "kept": [] }))?;
        return Ok(Exit::Clean);
    }
    let mut text = print::Lines::default();
    text.push("Found:");
    for guess in guesses {
        text.push(&format!("  {}: {}", guess.label, told(guess).join("; ")));
    }
    text.push("Wrote a proposal:");
    for (path, _) in files {
        text.push(&format!("  {}", options.dir.join(path).display()));
    }
    let folder = if options.dir == Path::new(".") { String::new() } else { format!(" {}", options.dir.display()) };
    text.push(&format!("Next: read sidestep.yaml, correct what is guessed wrong, then sidestep check{folder}"));
    print::say(&text)?;
    Ok(Exit::Clean)
}
