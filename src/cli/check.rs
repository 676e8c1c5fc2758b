//! `sidestep check`

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::arguments::{CheckOptions, Deny, Format, Show};
use super::change::note_interruption;
use super::output::{self, Report};
use super::progress::Progress;
use super::{Exit, Failure, print};
use crate::content::FileKind;
use crate::loader::{Disk, Loaded, Snapshot, find, load, load_snapshot, normal};
use crate::rules::{Diagnostic, check_file, check_settings, unreadable};
use crate::workspace::{FileId, Severity, Sources, Workspace};

/// What is reported of a workspace.
#[derive(Debug)]
enum Reported {
    /// Everything.
    All,
    /// Paths, and what lies below them, relative to the workspace.
    Below(Vec<String>),
}

impl Reported {
    fn holds(&self, path: &str) -> bool {
        let below = |p: &String| path == p || path.strip_prefix(p.as_str()).is_some_and(|r| r.starts_with('/'));
        match self {
            Self::All => true,
            Self::Below(list) => list.iter().any(below),
        }
    }
}

pub(super) fn run(options: &CheckOptions) -> Result<Exit, Failure> {
    if options.suggestions && !options.fix && !options.diff {
        return Err(Failure::new("--unsafe says what --fix may do, and --fix is not there; nothing was changed")
            .help("sidestep check --fix --unsafe applies suggestions too; with --diff it shows them instead"));
    }
    let workspaces = workspaces(&options.paths)?;
    let several = workspaces.len() > 1;
    let bar = Progress::new();
    let mut checked = Vec::new();
    let mut seen = FxHashSet::default();
    let mut empty = Vec::new();
    let mut closed = false;
    let fix = options.fix || options.diff;
    for (disk, reported) in workspaces {
        let journal = note_interruption(&disk);
        let root = disk.root().to_owned();
        let snapshot = Snapshot::new(disk.clone());
        let step = |_, total| bar.step(total);
        let loaded = if fix { load_snapshot(&snapshot, &step) } else { load(disk, &step) };
        let shown = prefix(&root);
        let prefix = if several { shown.clone() } else { String::new() };
        let no_role = no_role(&loaded.workspace, &root);
        let fix = fix && no_role.is_none();
        closed |= loaded.problems.iter().any(|problem| is_closed_folder(&loaded.disk.path(&problem.path)));
        if loaded.problems.is_empty() {
            empty.extend(no_role);
        }
        let mut one = check(loaded, &reported, Prefixes { prefix, shown }, &root)?;
        if fix {
            bar.finish();
            super::fix::mend(&mut one, &snapshot, options, &|path| reported.holds(path))?;
        }
        one.diagnostics.extend(journal);
        if several {
            drop_shared(&mut one, &mut seen);
        }
        checked.push(one);
    }
    // Of several workspaces one may be without roles, such as one that others take vocabularies from.
    if empty.len() == checked.len()
        && let Some(first) = empty.into_iter().next()
    {
        bar.finish();
        return Err(first);
    }
    bar.finish();
    let report = Report { workspaces: checked, show_hints: options.show == Some(Show::Hint) };
    let text = match options.format {
        _ if options.diff => String::new(),
        Format::Human => output::human::render(&report),
        Format::Concise => output::concise::render(&report),
        Format::Json => output::json::render(&report),
        Format::Github => output::github::render(&report),
    };
    print::out(&text)?;
    let bar = match options.deny {
        None => Severity::Error,
        Some(Deny::Warning) => Severity::Warning,
        Some(Deny::Info) => Severity::Info,
    };
    let failed = report.diagnostics().any(|d| d.severity >= bar);
    // The process ends here: giving back the memory of ten thousand files piece by piece would take a third of the time.
    std::mem::forget(report);
    Ok(match (closed, failed) {
        (true, _) => Exit::Failed,
        (false, true) => Exit::Findings,
        (false, false) => Exit::Clean,
    })
}

/// Drops what was found in files that a workspace checked before has too: it was reported there. `seen` gets those of
/// this one.
fn drop_shared(one: &mut output::Checked, seen: &mut FxHashSet<PathBuf>) {
    let full = |path: &str| normal(&one.disk.path(path));
    let is_shared = |path: &str| seen.contains(&full(path));
    let mut new = Vec::new();
    for (_, entry) in one.workspace.files() {
        if is_shared(&entry.path) {
            one.files = one.files.saturating_sub(1);
        } else {
            new.push(full(&entry.path));
        }
    }
    one.diagnostics.retain(|d| !is_shared(&d.path));
    seen.extend(new);
}

/// Whether a path is a folder that cannot be looked into: files of the workspace may stand there.
pub(super) fn is_closed_folder(path: &Path) -> bool {
    path.is_dir() && std::fs::read_dir(path).is_err()
}

/// What stands before a workspace's paths.
struct Prefixes {
    prefix: String,
    shown: String,
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

/// The workspaces of the given paths, and what of each is reported.
fn workspaces(paths: &[PathBuf]) -> Result<Vec<(Disk, Reported)>, Failure> {
    let here = std::env::current_dir().map_err(|e| Failure::new(format!("the current folder cannot be read: {e}")))?;
    let default = [PathBuf::from(".")];
    // Without paths all of the workspace is reported, wherever in it one is.
    let all = paths.is_empty();
    let paths = if all { &default[..] } else { paths };
    let mut found: Vec<(Disk, Reported)> = Vec::new();
    for path in paths {
        let failure = |e: std::io::Error| {
            Failure::new(format!("{} cannot be read: {}", path.display(), crate::loader::explain(&e)))
        };
        let full = path.canonicalize().map_err(failure)?;
        for disk in find(path, &here).map_err(failure)?.disks() {
            let root = disk.root();
            let inside = full.strip_prefix(root).ok().map(crate::loader::slashed).filter(|p| !p.is_empty() && !all);
            let Some((known, reported)) = found.iter_mut().find(|(known, _)| known.root() == root) else {
                found.push((disk, inside.map_or(Reported::All, |inside| Reported::Below(vec![inside]))));
                continue;
            };
            if known.bound().starts_with(disk.bound()) {
                *known = disk;
            }
            match (reported, inside) {
                (reported, None) => *reported = Reported::All,
                (Reported::Below(list), Some(inside)) => list.push(inside),
                (Reported::All, Some(_)) => {}
            }
        }
    }
    Ok(found)
}

fn check(loaded: Loaded, reported: &Reported, prefixes: Prefixes, root: &Path) -> Result<output::Checked, Failure> {
    let Loaded { disk, workspace, problems, .. } = loaded;
    if let Some(failure) = unusable_settings(&workspace, &disk, &prefixes.shown) {
        return Err(failure);
    }
    let wanted = |path: &str| reported.holds(path);
    if let Reported::Below(list) = reported {
        let known = |p: &String| {
            let below = |path: &str| path == p || path.strip_prefix(p.as_str()).is_some_and(|r| r.starts_with('/'));
            workspace.files().any(|(_, e)| below(&e.path)) || problems.iter().any(|x| below(&x.path))
        };
        if let Some(unknown) = list.iter().find(|p| !known(p)) {
            let folder = disk.path(unknown).is_dir();
            let what = if folder { "holds" } else { "is" };
            return Err(Failure::new(format!("{unknown} {what} no file of the workspace {}", root.display())).help(
                "\"roles:\" and \"vocabularies:\" in sidestep.yaml say which files belong to it; \
                 what .gitignore names never does",
            ));
        }
    }
    let today = jiff::ZonedDateTime::now().date();
    let ids: Vec<FileId> = workspace.files().filter(|(_, e)| wanted(&e.path)).map(|(id, _)| id).collect();
    let mut diagnostics: Vec<Diagnostic> =
        ids.par_iter().with_max_len(16).flat_map_iter(|id| check_file(&workspace, *id, today)).collect();
    diagnostics.extend(
        check_settings(&workspace).into_iter().filter(|d| wanted(&d.path) || workspace.find(&d.path).is_none()),
    );
    diagnostics.extend(
        problems
            .iter()
            .filter(|p| wanted(&p.path) && !workspace.tells_of(&p.path))
            .map(|p| unreadable(&p.path, &p.why)),
    );
    let files = ids.iter().filter(|id| workspace.file(**id).kind != FileKind::Config).count();
    let Prefixes { prefix, shown } = prefixes;
    Ok(output::Checked { disk, workspace, diagnostics, files, prefix, shown })
}

/// A workspace without a role file is most likely the wrong folder.
pub(super) fn no_role(workspace: &Workspace, root: &Path) -> Option<Failure> {
    if workspace.files().any(|(_, e)| e.kind == FileKind::Role) {
        return None;
    }
    let patterns = workspace.config().roles.join(", ");
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
    let text = disk.read("sidestep.yaml").unwrap_or_default();
    let place = crate::text::LineIndex::new(&text).char_position(error.span.start, &text);
    let message =
        format!("{shown}sidestep.yaml cannot be read, line {}, column {}: {}", place.line, place.column, error.message);
    let failure = Failure::new(message);
    Some(match &error.help {
        Some(help) => failure.help(help.clone()),
        None => failure,
    })
}
