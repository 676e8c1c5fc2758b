//! Folders of workspaces as commands see them: how their paths are shown, and whether they can be used.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::{Excerpt, Failure};
use crate::content::FileKind;
use crate::loader::Disk;
use crate::workspace::{Sources as _, Workspace};

/// Whether a path is a folder that cannot be looked into: files of the workspace may stand there.
pub(super) fn is_closed_folder(path: &Path) -> bool {
    path.is_dir() && std::fs::read_dir(path).is_err()
}

static START: OnceLock<PathBuf> = OnceLock::new();

/// Keeps the current folder as the one that the program was started in: `-C` leaves it.
pub(super) fn note_start() {
    START.get_or_init(|| std::env::current_dir().and_then(|dir| dir.canonicalize()).unwrap_or_default());
}

/// The folder that the program was started in, without links.
pub(super) fn start() -> &'static Path {
    note_start();
    START.get().map_or(Path::new(""), PathBuf::as_path)
}

/// A workspace's folder as seen from here.
pub(super) fn prefix(root: &Path) -> String {
    let here = std::env::current_dir().and_then(|dir| dir.canonicalize()).unwrap_or_default();
    if let Ok(below) = root.strip_prefix(&here) {
        let below = crate::loader::slashed(below);
        return if below.is_empty() { below } else { format!("{below}/") };
    }
    match here.strip_prefix(root) {
        Ok(inside) => "../".repeat(inside.components().count()),
        Err(_) => format!("{}/", root.display()),
    }
}

/// A workspace without a file of any collection is most likely the wrong folder.
pub(super) fn no_role(workspace: &Workspace, root: &Path) -> Option<Failure> {
    if workspace.files().any(|(_, entry)| entry.kind != FileKind::Config) {
        return None;
    }
    let config = workspace.config();
    if !config.collections.is_empty() {
        let failure = Failure::new(format!("no collection has a file in {}", root.display()));
        return Some(failure.help("correct the paths under \"files\" in sidestep.yaml".to_owned()));
    }
    let patterns = config.roles.join(", ");
    let failure = Failure::new(format!("there is no role file in {}", root.display()));
    Some(failure.help(format!("role files are {patterns}; \"sidestep init\" writes a first one")))
}

/// Settings that do not parse stop the check: nothing could be trusted.
pub(super) fn unusable_settings(workspace: &Workspace, disk: &Disk, shown: &str) -> Option<Failure> {
    let id = workspace.find("sidestep.yaml");
    let Some(id) = id else {
        let why = disk.read("sidestep.yaml").err().filter(|_| disk.target("sidestep.yaml") != Some(false))?;
        return Some(Failure::new(format!("{shown}sidestep.yaml cannot be read: {why}")));
    };
    let error = workspace.file(id).facts.syntax.first()?;
    let text =
        disk.read("sidestep.yaml").ok().or_else(|| Some(disk.salvage("sidestep.yaml")?.text)).unwrap_or_default();
    let place = crate::text::LineIndex::new(&text).char_position(error.span.start);
    let message =
        format!("{shown}sidestep.yaml cannot be read, line {}, column {}: {}", place.line, place.column, error.message);
    let failure = Failure::new(message);
    let excerpt = Excerpt { path: format!("{shown}sidestep.yaml"), text, span: error.span };
    let failure = Failure { excerpt: Some(Box::new(excerpt)), ..failure };
    Some(match &error.help {
        Some(help) => failure.help(help.clone()),
        None => failure,
    })
}
