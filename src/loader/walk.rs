//! Finding the files of a workspace.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::disk::{Disk, LEADS_OUT, OUTSIDE};
use super::places::normal;
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
    /// The links on the way to the files.
    pub links: Vec<Link>,
}

/// A link on the way to files of a workspace, be it to a file, to a folder or to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Its path, relative to the workspace, with `/`.
    pub path: String,
    /// The absolute path of what it leads to, without links in it where that exists.
    pub target: PathBuf,
}

/// What the threads of a walk come upon.
enum Found {
    File(String, FileKind),
    Problem(Problem),
    Link(Link),
}

/// What others wrote, whatever it holds.
const NODE_MODULES: &str = "node_modules";
/// The largest `.gitignore`, in bytes.
const LARGEST_PATTERNS: u64 = 1 << 20;
/// How many links to folders are followed: each can hold all that its folder holds.
const MOST_LINKS: usize = 100;

/// Walks the folders that the settings' patterns name. `.gitignore`d files, hidden files, `node_modules`, and nested
/// workspaces are left out. A link to a folder is followed within the repository, but none that is reached by a link: a few
/// of those would lead to more paths than anybody can walk.
#[must_use]
pub fn walk(disk: &Disk, config: &Config) -> Walk {
    let root = disk.root();
    let mut walked = Walk::default();
    let mut starts = Vec::new();
    let mut problem = |path: String, why: &str| walked.problems.push(Problem { path, why: why.to_owned() });
    for pattern in config.patterns().filter(|pattern| Path::new(pattern).is_absolute()) {
        problem(pattern.to_owned(), OUTSIDE);
    }
    for base in bases(config) {
        if !disk.reach().holds(&base) {
            problem(slashed(&base), if base.starts_with("..") { OUTSIDE } else { LEADS_OUT });
        } else if let Some(part) = base.iter().find(|part| is_none_of_ours(part)) {
            let part = part.to_string_lossy();
            problem(slashed(&base), &format!("what lies in {part} is never content"));
        } else if root.join(&base).exists() && !lies_in_nested(root, &base) {
            starts.push(root.join(&base));
        }
        let parts = base.ancestors().filter(|part| !part.as_os_str().is_empty() && !part.ends_with(".."));
        walked.links.extend(parts.map(|part| root.join(part)).filter(|full| full.is_symlink()).map(|l| link(root, &l)));
    }
    for found in walk_all(disk, &starts, config) {
        match found {
            Found::File(path, kind) => walked.files.push((path, kind)),
            Found::Problem(problem) => walked.problems.push(problem),
            Found::Link(link) => walked.links.push(link),
        }
    }
    // Several threads walk, in no order.
    walked.files.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    walked.files.dedup_by(|a, b| a.0 == b.0);
    walked.problems.sort_by(|a, b| (&a.path, &a.why).cmp(&(&b.path, &b.why)));
    walked.problems.dedup();
    walked.links.sort_by(|a, b| a.path.cmp(&b.path));
    walked.links.dedup();
    walked
}

/// The link at a path.
fn link(root: &Path, full: &Path) -> Link {
    let target = full.canonicalize().unwrap_or_else(|_| {
        // It leads to nothing, by a few more links perhaps.
        let mut target = full.to_owned();
        for _ in 0..10 {
            let Ok(next) = target.read_link() else { break };
            target = normal(&target.parent().unwrap_or(root).join(next));
        }
        target
    });
    Link { path: slashed(full.strip_prefix(root).unwrap_or(full)), target }
}

/// What stands in some folders, all of which are reached from `root`.
fn walk_all(disk: &Disk, starts: &[PathBuf], config: &Config) -> mpsc::IntoIter<Found> {
    let root = disk.root();
    let (sender, found) = mpsc::channel();
    let [first, others @ ..] = starts else { return found.into_iter() };
    // One walk for all: a thread of it that has nothing to do at its end sleeps.
    let mut walk = WalkBuilder::new(first);
    for start in others {
        walk.add(start);
    }
    let walk = walk.require_git(false).ignore(false).follow_links(true).filter_entry({
        let (disk, sender, links) = (disk.clone(), Mutex::new(sender.clone()), AtomicUsize::new(0));
        move |entry| {
            if !entry.file_type().is_some_and(|t| t.is_dir()) {
                return true;
            }
            if entry.file_name() == NODE_MODULES || is_nested(disk.root(), entry.path()) {
                return false;
            }
            let entered = may_enter(&disk, entry, &links);
            let is_entered = entered.is_ok();
            let found = match entered {
                Ok(()) if entry.path_is_symlink() => Found::Link(link(disk.root(), entry.path())),
                Ok(()) => return true,
                Err(why) => {
                    let path = slashed(entry.path().strip_prefix(disk.root()).unwrap_or(entry.path()));
                    Found::Problem(Problem { path, why })
                }
            };
            if let Ok(sender) = sender.lock() {
                let _ = sender.send(found);
            }
            is_entered
        }
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
                        Found::Problem(Problem { path, why: "it is a folder, not a file".to_owned() })
                    } else {
                        if entry.path_is_symlink() {
                            let _ = sender.send(Found::Link(link(root, entry.path())));
                        }
                        Found::File(path, kind)
                    }
                }
                Err(error) => {
                    let problem = problem(&error, root);
                    let full = root.join(&problem.path);
                    if full.is_symlink() {
                        let _ = sender.send(Found::Link(link(root, &full)));
                    }
                    Found::Problem(problem)
                }
            };
            // The other end outlives the walk.
            let _ = sender.send(found);
            WalkState::Continue
        })
    });
    found.into_iter()
}

/// Whether a folder may be walked; else why not, in words that complete "cannot be read: …".
fn may_enter(disk: &Disk, entry: &DirEntry, links: &AtomicUsize) -> Result<(), String> {
    // Patterns come from files only: the library would wait for a pipe, and read a device for ever.
    let patterns = entry.path().join(".gitignore");
    if patterns.symlink_metadata().is_ok_and(|found| !found.is_file() || found.len() > LARGEST_PATTERNS) {
        return Err("its .gitignore is no file of patterns".to_owned());
    }
    if !entry.path_is_symlink() {
        return Ok(());
    }
    let full = entry.path();
    if !disk.reach().holds(full.strip_prefix(disk.root()).unwrap_or(full)) {
        return Err(LEADS_OUT.to_owned());
    }
    let parent = full.parent().unwrap_or(full);
    let top = |dir: &Path| dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
    let inside = parent.strip_prefix(disk.root()).unwrap_or(Path::new(""));
    if top(parent) != normal(&top(disk.root()).join(inside)) {
        return Err("it is a link in a folder that is reached by a link, and only the first is followed".to_owned());
    }
    if links.fetch_add(1, Ordering::Relaxed) >= MOST_LINKS {
        return Err(format!("it is a link, and {MOST_LINKS} links to folders are followed"));
    }
    Ok(())
}

/// Whether a folder of this name never holds content.
fn is_none_of_ours(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name == NODE_MODULES || name.starts_with('.') && name != ".." && name != "."
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

/// A path with `/`.
pub(crate) fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|c| c.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}
