//! Whatever a journal says, nothing outside the workspace's files is touched, and one that is refused touches nothing.
//!
//! The bytes are the journal; `#- PATH` begins a file that lies there too. `@PATH@` stands for the fingerprint of the file's
//! text, so that journals can be written that are obeyed.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use sidestep::loader::{FoundJournal, Left, half_done, interrupted};
use tempfile::TempDir;

use super::Effort;

/// A repository with its workspace, and a file beside it.
const WORLD: [(&str, &str); 8] = [
    ("precious", "precious\n"),
    ("repository/.git/config", "[core]\n"),
    ("repository/.git/hooks/pre-commit.sample", "#!/bin/sh\n"),
    ("repository/payload", "#!/bin/sh\necho payload\n"),
    ("repository/sidestep.yaml", "{}\n"),
    ("repository/content/tools.yaml", "- name: Kafka\n"),
    ("repository/content/roles/a.yaml", "name: A\nsummary: a\n"),
    ("repository/content/roles/b.yaml", "name: B\nsummary: b\n"),
];

/// All that lies in a folder; of folders the names.
type Disk = BTreeMap<PathBuf, Option<Vec<u8>>>;

fn disk(folder: &Path) -> Disk {
    let (mut found, mut open) = (Disk::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path.clone());
            }
            found.insert(path.clone(), fs::read(path).ok());
        }
    }
    found
}

fn write(path: &Path, text: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// In memory where that is to be had: a journal is synced often.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

/// Whether a file may be put where bytes say: in the workspace, beside its settings and git's files.
fn may_lie(path: &str) -> bool {
    let plain = |part: &str| !matches!(part, "" | "." | "..") && part.len() < 60 && !part.contains(['\0', '\\']);
    let is_free = !path.starts_with(".git") && !["sidestep.yaml", ".sidestep-journal"].contains(&path);
    is_free && path.split('/').count() < 6 && path.split('/').all(plain)
}

/// Looks at a journal, and recovers by it what it says.
pub fn stay_within(data: &[u8], _: Effort) {
    if data.len() > super::LARGEST {
        return;
    }
    let folder = folder();
    let folder = folder.path().canonicalize().unwrap();
    let root = folder.join("repository");
    for (path, text) in WORLD {
        write(&folder.join(path), text.as_bytes());
    }
    let (journal, files) = sections(data);
    for (path, text) in files.iter().filter(|(path, _)| may_lie(path)) {
        let full = root.join(path);
        // What is a folder for one is no file for another.
        if full.parent().is_some_and(|parent| fs::create_dir_all(parent).is_ok()) && !full.is_dir() {
            let _ = fs::write(full, text);
        }
    }
    let journal = with_prints(&journal, &root);
    write(&root.join(".sidestep-journal"), &journal);
    let before = disk(&folder);
    let reached = sidestep::loader::Disk::new(&root);
    let left = half_done(&reached);
    assert_eq!(disk(&folder), before, "looking touches nothing");
    let what = || format!("{}\n{before:#?}", String::from_utf8_lossy(&journal));
    match interrupted(&reached) {
        Ok(FoundJournal::Refused(why)) => {
            assert!(matches!(left, Left::Refused(_)), "{left:?}, but refused: {why}; {}", what());
            assert_eq!(disk(&folder), before, "{}", what());
        }
        Ok(FoundJournal::Nothing) => {
            assert_eq!(left, Left::Nothing, "{}", what());
            let is_own = |path: &Path| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with(".sidestep-"));
            let kept = |disk: Disk| disk.into_iter().filter(|(path, _)| !is_own(path)).collect::<Disk>();
            let files = |disk: Disk| disk.into_iter().filter(|(_, text)| text.is_some()).collect::<Disk>();
            assert_eq!(files(kept(disk(&folder))), files(kept(before.clone())), "{}", what());
        }
        Ok(FoundJournal::Interrupted(change)) => {
            assert!(matches!(left, Left::HalfDone(_)), "{left:?}; {}", what());
            let undo = data.len().is_multiple_of(2) || change.is_being_undone();
            let done = if undo { change.undo() } else { change.finish() };
            match done {
                Ok(()) => assert_eq!(half_done(&reached), Left::Nothing, "{}", what()),
                Err(why) => assert!(!why.contains(char::is_control), "{why:?}; {}", what()),
            }
            let spared = |disk: &Disk| -> Disk {
                let is_spared = |path: &Path| !may_change(path.strip_prefix(&root).ok(), &files);
                disk.iter().filter(|(path, _)| is_spared(path)).map(|(p, t)| (p.clone(), t.clone())).collect()
            };
            assert_eq!(spared(&disk(&folder)), spared(&before), "{}", what());
        }
        Ok(FoundJournal::Busy) | Err(_) => assert_eq!(disk(&folder), before, "{}", what()),
    }
}

/// Whether a change may touch a path of the repository: what the settings cover, what lies aside, and folders for these.
/// Settings that lie aside may cover more, though never git's files.
fn may_change(path: Option<&Path>, files: &[(String, Vec<u8>)]) -> bool {
    let Some(path) = path.and_then(Path::to_str) else { return false };
    let new_settings = files.iter().any(|(path, _)| path.starts_with(".sidestep-"));
    let covered = path.starts_with("content") || path == "sidestep.yaml" || path.contains(".sidestep-");
    !path.is_empty() && !path.starts_with(".git") && (covered || new_settings)
}

/// The journal, and the files that lie there.
fn sections(data: &[u8]) -> (Vec<u8>, Vec<(String, Vec<u8>)>) {
    let (mut journal, mut files): (Vec<u8>, Vec<(String, Vec<u8>)>) = (Vec::new(), Vec::new());
    for line in data.split_inclusive(|byte| *byte == b'\n') {
        match (line.strip_prefix(b"#- "), files.last_mut()) {
            (Some(path), _) => files.push((String::from_utf8_lossy(path).trim_end().to_owned(), Vec::new())),
            (None, Some((_, text))) => text.extend_from_slice(line),
            (None, None) => journal.extend_from_slice(line),
        }
    }
    (journal, files)
}

/// The journal with fingerprints for `@PATH@`.
fn with_prints(journal: &[u8], root: &Path) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(journal) else { return journal.to_vec() };
    let mut parts = text.split('@');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    while let Some(path) = parts.next() {
        match fs::read(root.join(path)).ok().filter(|_| may_lie(path)) {
            Some(text) => {
                let mut hasher = DefaultHasher::new();
                text.hash(&mut hasher);
                whole.push_str(&hasher.finish().to_string());
            }
            None => whole.push_str(path),
        }
        whole.push_str(parts.next().unwrap_or_default());
    }
    whole.into_bytes()
}
