//! Finding the files of a workspace.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};

use ignore::{DirEntry, WalkBuilder, WalkState};
use rustc_hash::FxHashSet;

use super::disk::{Disk, NODE_MODULES, base};
use super::ignored::Ignored;
use super::places::{normal, relative};
use crate::content::FileKind;
use crate::workspace::{Config, Sources as _};

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
    /// Files that the settings leave out for want of one thing, sorted: see [`Config::beside`].
    pub beside: Vec<String>,
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
    Beside(String),
    Problem(Problem),
    Link(Link),
}

/// How many links to folders are followed: each can hold all that its folder holds.
const MOST_LINKS: usize = 100;

/// Walks the folders that the settings' patterns name. What git ignores (`Ignored`), hidden files, `node_modules`, and nested
/// workspaces are left out. A link to a folder is followed within the repository, but none that is reached by a link: a few
/// of those would lead to more paths than anybody can walk.
#[must_use]
pub fn walk(disk: &Disk, config: &Config) -> Walk {
    let mut walked = Walk::default();
    let mut refused: FxHashSet<&str> = FxHashSet::default();
    for pattern in config.patterns() {
        let Some(why) = disk.refusal(pattern) else { continue };
        refused.insert(pattern);
        // What the settings say is reported there.
        if !config.is_written(pattern) {
            walked.problems.push(Problem { path: slashed(&base(pattern)), why });
        }
    }
    for base in bases(config.patterns()) {
        let parts = base.ancestors().filter(|part| !part.as_os_str().is_empty() && !part.ends_with(".."));
        let links = parts.map(|part| disk.reach().root().join(part)).filter(|full| full.is_symlink());
        walked.links.extend(links.map(|full| link(disk.reach().root(), &full)));
    }
    let bases = bases(config.patterns().filter(|pattern| !refused.contains(pattern)));
    let ignored = Arc::new(Ignored::new(disk.bound()));
    for found in walk_all(disk, &bases, config, &ignored) {
        match found {
            Found::File(path, _) if refused.contains(&*path) => {}
            Found::File(path, kind) => walked.files.push((path, kind)),
            Found::Beside(path) => walked.beside.push(path),
            Found::Problem(problem) if refused.contains(&*problem.path) => {}
            Found::Problem(problem) => walked.problems.push(problem),
            Found::Link(link) => walked.links.push(link),
        }
    }
    let root = disk.reach().root();
    let wrong = ignored.wrong().into_iter();
    walked.problems.extend(wrong.map(|(path, why)| Problem { path: relative(root, &path), why: why.to_owned() }));
    // Several threads walk, in no order.
    walked.files.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    walked.files.dedup_by(|a, b| a.0 == b.0);
    walked.beside.sort_unstable();
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

/// What stands in some folders, by their paths from the workspace's folder.
fn walk_all(disk: &Disk, bases: &[PathBuf], config: &Config, ignored: &Arc<Ignored>) -> mpsc::IntoIter<Found> {
    let root = disk.reach().root();
    let (sender, found) = mpsc::channel();
    // Those in the workspace are walked from its folder, since each folder on the way says what is ignored further down.
    let (beside, inside): (Vec<&PathBuf>, Vec<&PathBuf>) = bases.iter().partition(|base| base.starts_with(".."));
    let beside = beside.into_iter().map(|base| root.join(base)).filter(|start| start.exists());
    let own = (!inside.is_empty()).then(|| root.to_owned());
    let mut starts = own.into_iter().chain(beside);
    let Some(first) = starts.next() else { return found.into_iter() };
    // One walk for all: a thread of it that has nothing to do at its end sleeps.
    let mut walk = WalkBuilder::new(first);
    for start in starts {
        walk.add(start);
    }
    let area = Arc::new(Area {
        disk: disk.clone(),
        inside: inside.into_iter().cloned().collect(),
        ignored: ignored.clone(),
        links: AtomicUsize::new(0),
    });
    let walk = walk.standard_filters(false).hidden(true).follow_links(true).filter_entry({
        let (area, sender) = (area.clone(), Mutex::new(sender.clone()));
        move |entry| {
            let (is_walked, found) = area.enters(entry);
            if let (Some(found), Ok(sender)) = (found, sender.lock()) {
                let _ = sender.send(found);
            }
            is_walked
        }
    });
    walk.build_parallel().run(|| {
        let (sender, area) = (sender.clone(), &area);
        Box::new(move |entry| {
            let found = match entry {
                Ok(entry) => area.finds(&entry, config),
                Err(error) => area.fails(&error),
            };
            for found in found.into_iter().flatten() {
                // The other end outlives the walk.
                let _ = sender.send(found);
            }
            WalkState::Continue
        })
    });
    found.into_iter()
}

/// Where content may lie.
struct Area {
    disk: Disk,
    /// The folders in the workspace that the settings name, by their paths from its own.
    inside: Vec<PathBuf>,
    ignored: Arc<Ignored>,
    /// How many links to folders have been followed.
    links: AtomicUsize,
}

/// A file or a problem, and the link that it is.
type FoundTwo = [Option<Found>; 2];

impl Area {
    /// Whether a path lies where content may lie.
    fn holds(&self, path: &Path) -> bool {
        path.starts_with("..") || self.inside.iter().any(|base| path.starts_with(base))
    }

    /// Whether content may lie in a folder, or further down.
    fn leads_on(&self, path: &Path) -> bool {
        path.starts_with("..") || self.inside.iter().any(|base| path.starts_with(base) || base.starts_with(path))
    }

    /// Why a link is not followed, such as one that leads out of the repository. Whether there is anything then makes no
    /// difference.
    fn refusal(&self, full: &Path, path: &Path) -> Option<String> {
        if full.is_symlink() { self.disk.reach().refusal(path) } else { None }
    }

    /// Whether an entry is walked, and what is to be said of it.
    fn enters(&self, entry: &DirEntry) -> (bool, Option<Found>) {
        if !entry.file_type().is_some_and(|t| t.is_dir()) {
            return (true, None);
        }
        let root = self.disk.reach().root();
        let path = entry.path().strip_prefix(root).unwrap_or(entry.path());
        if !self.leads_on(path) || entry.file_name() == NODE_MODULES || is_nested(root, entry.path()) {
            return (false, None);
        }
        if is_ignored(&self.ignored, path, entry) {
            return (false, None);
        }
        match may_enter(&self.disk, entry, &self.links) {
            Ok(()) => (true, entry.path_is_symlink().then(|| Found::Link(link(root, entry.path())))),
            Err(why) => (false, Some(Found::Problem(Problem { path: slashed(path), why }))),
        }
    }

    /// What an entry is to the workspace.
    fn finds(&self, entry: &DirEntry, config: &Config) -> FoundTwo {
        let root = self.disk.reach().root();
        let Ok(inside) = entry.path().strip_prefix(root) else { return [None, None] };
        let path = slashed(inside);
        let kind = config.file_kind(&path);
        let as_link = || entry.path_is_symlink().then(|| Found::Link(link(root, entry.path())));
        let is_here = entry.path_is_symlink() && self.holds(inside);
        let refusal = if is_here { self.refusal(entry.path(), inside) } else { None };
        let is_ignored = || is_ignored(&self.ignored, inside, entry);
        match (kind, refusal) {
            (None, None) if is_file(entry) && config.beside(&path).is_some() && !is_ignored() => {
                [Some(Found::Beside(path)), None]
            }
            (None, None) => [None, None],
            (_, Some(_)) if is_ignored() => [None, None],
            (_, Some(why)) => [Some(Found::Problem(Problem { path, why })), as_link()],
            (Some(_), None) if entry.file_type().is_some_and(|t| t.is_dir()) => {
                [Some(Found::Problem(Problem { path, why: "it is a folder, not a file".to_owned() })), None]
            }
            (Some(_), None) if is_ignored() => [None, None],
            (Some(kind), None) => [Some(Found::File(path, kind)), as_link()],
        }
    }

    /// What an error on the way is to the workspace.
    fn fails(&self, error: &ignore::Error) -> FoundTwo {
        let root = self.disk.reach().root();
        let mut problem = problem(error, root);
        let (path, full) = (Path::new(&problem.path), root.join(&problem.path));
        if !self.leads_on(path) {
            return [None, None];
        }
        let refusal = if self.holds(path) { self.refusal(&full, path) } else { None };
        let as_link = full.is_symlink().then(|| Found::Link(link(root, &full)));
        if let Some(why) = refusal {
            problem.why = why;
        }
        [Some(Found::Problem(problem)), as_link]
    }
}

/// Whether an entry is a file, or a link to one.
fn is_file(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|t| t.is_file())
}

/// Whether git ignores an entry. `path`: as seen from the workspace's folder.
fn is_ignored(ignored: &Ignored, path: &Path, entry: &DirEntry) -> bool {
    let is_folder = entry.file_type().is_some_and(|t| t.is_dir());
    if path.starts_with("..") {
        ignored.covers(&normal(entry.path()), is_folder)
    } else {
        ignored.covers(entry.path(), is_folder)
    }
}

/// Whether a folder may be walked; else why not, in words that complete "cannot be read: …".
fn may_enter(disk: &Disk, entry: &DirEntry, links: &AtomicUsize) -> Result<(), String> {
    if !entry.path_is_symlink() {
        return Ok(());
    }
    let (full, root) = (entry.path(), disk.reach().root());
    if let Some(why) = disk.reach().refusal(full.strip_prefix(root).unwrap_or(full)) {
        return Err(why);
    }
    let parent = full.parent().unwrap_or(full);
    let real = parent.canonicalize().unwrap_or_else(|_| parent.to_owned());
    if real != normal(parent) {
        return Err("it is a link in a folder that is reached by a link, and only the first is followed".to_owned());
    }
    if links.fetch_add(1, Ordering::Relaxed) >= MOST_LINKS {
        return Err(format!("it is a link, and {MOST_LINKS} links to folders are followed"));
    }
    Ok(())
}

/// Whether a folder is the top of another workspace, inside this one.
fn is_nested(root: &Path, dir: &Path) -> bool {
    is_below(root, dir) && dir.join("sidestep.yaml").is_file()
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
fn bases<'c>(patterns: impl Iterator<Item = &'c str>) -> Vec<PathBuf> {
    let mut bases: Vec<PathBuf> = patterns.map(base).collect();
    bases.sort();
    bases.dedup();
    let all = bases.clone();
    // `..` lies in no folder below it.
    let holds = |other: &Path, base: &Path| base.strip_prefix(other).is_ok_and(|rest| !rest.starts_with(".."));
    bases.retain(|base| !all.iter().any(|other| other != base && holds(other, base)));
    bases
}

/// A path with `/`.
pub(crate) fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|c| c.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}
