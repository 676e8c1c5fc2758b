//! Finding the files of a workspace.

use std::path::{Component, Path, PathBuf};
use std::sync::mpsc;

use ignore::{WalkBuilder, WalkState};

use crate::content::FileKind;
use crate::workspace::Config;

/// A path that should be a file of the workspace and cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The path, relative to the workspace.
    pub path: String,
    /// Why, in words that complete "cannot be read: …".
    pub why: String,
}

/// The files of a workspace.
#[derive(Clone, Debug, Default)]
pub struct Walk {
    /// Paths relative to the workspace, with `/`, sorted, and what each file is.
    pub files: Vec<(String, FileKind)>,
    /// What cannot be read.
    pub problems: Vec<Problem>,
}

/// Walks the folders that the settings' patterns name. `.gitignore`d files, hidden files, and nested workspaces are left
/// out; links are followed.
#[must_use]
pub fn walk(root: &Path, config: &Config) -> Walk {
    let mut walked = Walk::default();
    let mut starts = Vec::new();
    for base in bases(config) {
        if base.starts_with("..") && !same_repository(root, &base) {
            let path = slashed(&base);
            let why = "it lies outside the repository of this workspace".to_owned();
            walked.problems.push(Problem { path, why });
        } else if root.join(&base).exists() && !lies_in_nested(root, &base) {
            starts.push(root.join(&base));
        }
    }
    for found in walk_all(root, &starts, config) {
        match found {
            Ok(file) => walked.files.push(file),
            Err(problem) => walked.problems.push(problem),
        }
    }
    // Several threads walk, in no order.
    walked.files.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    walked.files.dedup_by(|a, b| a.0 == b.0);
    walked.problems.sort_by(|a, b| (&a.path, &a.why).cmp(&(&b.path, &b.why)));
    walked.problems.dedup();
    walked
}

/// What stands in some folders, all of which are reached from `root`.
fn walk_all(root: &Path, starts: &[PathBuf], config: &Config) -> mpsc::IntoIter<Result<(String, FileKind), Problem>> {
    let (sender, found) = mpsc::channel();
    let [first, others @ ..] = starts else { return found.into_iter() };
    // One walk for all: a thread of it that has nothing to do at its end sleeps.
    let mut walk = WalkBuilder::new(first);
    for start in others {
        walk.add(start);
    }
    let walk = walk.require_git(false).follow_links(true).filter_entry({
        let root = root.to_owned();
        move |entry| !(entry.file_type().is_some_and(|t| t.is_dir()) && is_nested(&root, entry.path()))
    });
    walk.build_parallel().run(|| {
        let sender = sender.clone();
        Box::new(move |entry| {
            let found = match entry {
                Ok(entry) => {
                    let Ok(inside) = entry.path().strip_prefix(root) else { return WalkState::Continue };
                    let path = slashed(inside);
                    let Some(kind) = config.file_kind(&path) else { return WalkState::Continue };
                    if entry.file_type().is_some_and(|t| t.is_dir()) {
                        Err(Problem { path, why: "it is a folder, not a file".to_owned() })
                    } else {
                        Ok((path, kind))
                    }
                }
                Err(error) => Err(problem(&error, root)),
            };
            // The other end outlives the walk.
            let _ = sender.send(found);
            WalkState::Continue
        })
    });
    found.into_iter()
}

/// Whether a folder is the top of another workspace, inside this one.
fn is_nested(root: &Path, dir: &Path) -> bool {
    is_below(root, dir) && dir.join("sidestep.yaml").is_file()
}

/// Whether a folder of a pattern lies in another workspace.
fn lies_in_nested(root: &Path, base: &Path) -> bool {
    base.ancestors().any(|a| !a.as_os_str().is_empty() && is_nested(root, &root.join(a)))
}

/// Whether a folder lies below another, by its path: `a/..` does not lie in `a`.
fn is_below(root: &Path, dir: &Path) -> bool {
    dir != root && dir.strip_prefix(root).is_ok_and(|rest| !rest.starts_with(".."))
}

fn problem(error: &ignore::Error, root: &Path) -> Problem {
    match error {
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => problem(err, root),
        ignore::Error::WithPath { path, err } => {
            let why = err.io_error().map_or_else(|| problem(err, root).why, |e| super::disk::explain_at(path, e));
            Problem { path: slashed(path.strip_prefix(root).unwrap_or(path)), why }
        }
        ignore::Error::Loop { ancestor, child } => Problem {
            path: slashed(child.strip_prefix(root).unwrap_or(child)),
            why: format!(
                "it is a link back to {}, which contains it",
                slashed(ancestor.strip_prefix(root).unwrap_or(ancestor))
            ),
        },
        ignore::Error::Io(error) => Problem { path: String::new(), why: super::disk::explain(error) },
        other => Problem { path: String::new(), why: other.to_string() },
    }
}

/// The folders to walk: what stands in the patterns before their first wildcard, without those inside others.
fn bases(config: &Config) -> Vec<PathBuf> {
    let mut bases: Vec<PathBuf> = config.patterns().map(base).collect();
    bases.sort();
    bases.dedup();
    let all = bases.clone();
    // `..` lies in no folder below it.
    let holds = |other: &Path, base: &Path| base.strip_prefix(other).is_ok_and(|rest| !rest.starts_with(".."));
    bases.retain(|base| !all.iter().any(|other| other != base && holds(other, base)));
    bases
}

fn base(pattern: &str) -> PathBuf {
    let folders: Vec<&str> = pattern.split('/').collect();
    let plain = folders[..folders.len() - 1].iter().take_while(|f| !f.contains(['*', '?', '[', '{']));
    plain.collect()
}

/// Whether a path outside the workspace lies in the same repository.
fn same_repository(root: &Path, base: &Path) -> bool {
    let Some(repository) = root.ancestors().find(|dir| dir.join(".git").exists()) else { return true };
    let mut resolved = root.to_owned();
    for part in base.components() {
        match part {
            Component::ParentDir => {
                resolved.pop();
            }
            Component::Normal(name) => resolved.push(name),
            _ => {}
        }
    }
    resolved.starts_with(repository)
}

/// A path with `/`.
pub(crate) fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|c| c.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}
