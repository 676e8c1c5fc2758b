//! `sidestep check`

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::arguments::{CheckOptions, Deny, Format, Show};
use super::change::note_interruption;
use super::explain::no_code;
use super::fix::{Scope, mend, try_out};
use super::output::{self, Mendable, Report};
use super::progress::Progress;
use super::roots::{is_closed_folder, no_role, prefix, unusable_settings};
use super::{Exit, Failure, print};
use crate::content::{FileKind, codes_of_kinds, kind_in_code};
use crate::loader::{Disk, Loaded, Snapshot, explain, find, load, load_snapshot, normal};
use crate::rules::{Diagnostic, RULES, check_file, check_settings, unreadable};
use crate::schema::nearest;
use crate::workspace::{Config, FileId, Severity, Sources as _};

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

    /// Whether anything is reported.
    fn is_any(&self) -> bool {
        !matches!(self, Self::Below(list) if list.is_empty())
    }

    /// Takes out the paths with no file of the workspace; gives what is said of them.
    fn leave_foreign(&mut self, loaded: &Loaded, root: &Path) -> Vec<String> {
        let Self::Below(list) = self else { return Vec::new() };
        let belongs = |path: &String| {
            let below = |file: &str| file == path || file.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
            loaded.workspace.files().any(|(_, e)| below(&e.path)) || loaded.problems.iter().any(|p| below(&p.path))
        };
        let (own, foreign): (Vec<String>, Vec<String>) = std::mem::take(list).into_iter().partition(belongs);
        *list = own;
        let say = |path: &String| {
            let what = if loaded.disk.path(path).is_dir() { "holds" } else { "is" };
            format!("{path} {what} no file of the workspace {}", root.display())
        };
        foreign.iter().map(say).collect()
    }
}

pub(super) fn run(options: &CheckOptions) -> Result<Exit, Failure> {
    let mut stopped = Stopped::default();
    let result = checked(options, &mut stopped);
    if let Err(failure) = &result {
        // A program that asked for a report gets one: with the reason where it stands, if it stands anywhere.
        let Stopped { unusable, empty } = stopped;
        let show_hints = options.show == Some(Show::Hint);
        let text = match (unusable.is_empty(), empty.is_empty()) {
            (true, true) => output::failed(options.format, failure),
            (true, false) => {
                let error = Some((failure.message.clone(), failure.help.clone()));
                output::render(
                    options.format,
                    &Report { workspaces: empty, show_hints, error, ..Report::default() },
                    true,
                )
            }
            _ => output::render(options.format, &Report { workspaces: unusable, ..Report::default() }, false),
        };
        print::out(&text)?;
    }
    result
}

/// What a check has found that could not go on.
#[derive(Default)]
struct Stopped {
    /// The workspaces whose settings stopped it, with the findings that say why.
    unusable: Vec<output::Checked>,
    /// Those without roles, with what is found in them all the same: it may say why there are none.
    empty: Vec<output::Checked>,
}

/// Checks and reports.
fn checked(options: &CheckOptions, stopped: &mut Stopped) -> Result<Exit, Failure> {
    if options.suggestions && !options.fix && !options.diff {
        return Err(Failure::new("--unsafe says what --fix may do, and --fix is not there; nothing was changed")
            .help("sidestep check --fix --unsafe applies suggestions too; with --diff it shows them instead"));
    }
    if options.diff && matches!(options.format, Format::Json | Format::Github) {
        return Err(Failure::new("--diff prints a diff, which has no other format; nothing was changed")
            .help("leave out --format, or --diff: without --fix the report has all fixes with their edits"));
    }
    let Asked { workspaces, mut notes } = workspaces(&options.paths)?;
    let selected = Selected::new(options, workspaces.iter().map(|(disk, _)| disk))?;
    let several = workspaces.len() > 1;
    let bar = Progress::new();
    let mut checked = Vec::new();
    let mut seen = FxHashSet::default();
    let mut empty = Vec::new();
    let mut closed = false;
    let fix = options.fix || options.diff;
    let mut mendable = Mendable::default();
    let mut meant = options.paths.is_empty();
    for (disk, mut reported) in workspaces {
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
        let prefixes = Prefixes { prefix, shown };
        if let Some(failure) = unusable_settings(&loaded.workspace, &loaded.disk, &prefixes.shown) {
            bar.finish();
            stopped.unusable.extend(settings_alone(loaded, prefixes));
            return Err(failure);
        }
        notes.extend(reported.leave_foreign(&loaded, &root));
        meant |= reported.is_any();
        let mut one = check(loaded, &reported, prefixes);
        one.diagnostics.retain(|d| selected.has(&d.code));
        let scope = Scope { reported: &|path| reported.holds(path), selected: &|code| selected.has(code) };
        if fix {
            bar.finish();
            mend(&mut one, &snapshot, options, &scope)?;
            one.diagnostics.retain(|d| selected.has(&d.code));
        }
        if options.format == Format::Human && !options.diff && !options.suggestions {
            try_out(&one, options, &scope, &mut mendable);
        }
        one.diagnostics.extend(journal.filter(|d| selected.has(&d.code)));
        if several {
            drop_shared(&mut one, &mut seen);
        }
        checked.push(one);
    }
    bar.finish();
    if !meant && options.strict_paths {
        return Err(Failure::new("none of the paths belongs to a workspace").places(notes).help(FOREIGN));
    }
    notes.iter().for_each(|note| print::note_line(&format!("note: {note}")));
    // Of several workspaces one may be without roles, such as one that others take vocabularies from.
    if empty.len() == checked.len()
        && let Some(first) = empty.into_iter().next()
    {
        checked.retain(|one| !one.diagnostics.is_empty());
        stopped.empty = checked;
        return Err(first);
    }
    let show_hints = options.show == Some(Show::Hint);
    let report = Report { workspaces: checked, show_hints, mendable, error: None };
    if !options.diff {
        print::out(&output::render(options.format, &report, true))?;
    }
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

const FOREIGN: &str = "\"roles:\" and \"vocabularies:\" in sidestep.yaml say which files belong to it; what .gitignore names \
                       never does";

/// The codes that a check is about.
struct Selected<'o> {
    only: &'o [String],
    skip: &'o [String],
}

impl<'o> Selected<'o> {
    /// An error where a code is none of these workspaces: what is misspelled would change more than was asked for.
    fn new<'d>(options: &'o CheckOptions, disks: impl Iterator<Item = &'d Disk>) -> Result<Self, Failure> {
        let named = || options.only.iter().chain(&options.skip);
        let own = |code: &String| RULES.iter().any(|rule| rule.code == code);
        if !named().all(own) {
            let settings = disks.map(|disk| disk.read("sidestep.yaml").unwrap_or_default());
            let settings: Vec<Config> = settings.map(|text| Config::read("sidestep.yaml", &text).0).collect();
            let kinds: Vec<String> = settings.iter().flat_map(|config| config.kinds.iter().cloned()).collect();
            // Schemas, which are not read here, may define more kinds.
            let may_define = settings.iter().any(|config| !config.collections.is_empty());
            let own = |code: &String| own(code) || may_define && kind_in_code(code).is_some();
            let terms: Vec<String> = codes_of_kinds(&kinds).collect();
            if let Some(code) = named().find(|code| !own(code) && !terms.contains(code)) {
                return Err(no_code(code, terms.iter().map(String::as_str)));
            }
        }
        Ok(Self { only: &options.only, skip: &options.skip })
    }

    fn has(&self, code: &str) -> bool {
        let names = |list: &[String]| list.iter().any(|named| named == code);
        (self.only.is_empty() || names(self.only)) && !names(self.skip)
    }
}

/// The finding of settings that stop a check, as all that is reported.
fn settings_alone(loaded: Loaded, Prefixes { prefix, shown }: Prefixes) -> Option<output::Checked> {
    let Loaded { disk, workspace, .. } = loaded;
    let id = workspace.find("sidestep.yaml")?;
    let mut diagnostics = check_file(&workspace, id, jiff::ZonedDateTime::now().date());
    diagnostics.retain(|d| d.severity == Severity::Error);
    Some(output::Checked { disk, workspace, diagnostics, files: 0, prefix, shown })
}

/// What stands before a workspace's paths.
struct Prefixes {
    prefix: String,
    shown: String,
}

/// What a check is asked to look at.
struct Asked {
    /// The workspaces, and what of each is reported.
    workspaces: Vec<(Disk, Reported)>,
    /// What is said of paths that cannot be looked at.
    notes: Vec<String>,
}

/// The workspaces of the given paths. A path that is gone is no reason to say nothing of the others.
fn workspaces(paths: &[PathBuf]) -> Result<Asked, Failure> {
    let here = std::env::current_dir().map_err(|e| Failure::new(format!("the current folder cannot be read: {e}")))?;
    let why = |path: &Path, e: &std::io::Error| format!("{} cannot be read: {}", path.display(), explain(e));
    let mut asked = Asked { workspaces: Vec::new(), notes: Vec::new() };
    for path in paths {
        match path.canonicalize() {
            Ok(full) => asked.add(path, Some(&full), &here).map_err(|e| Failure::new(why(path, &e)))?,
            Err(error) => asked.notes.push(format!("{}{}", why(path, &error), near(path))),
        }
    }
    if asked.workspaces.is_empty() {
        // Without paths all of the workspace is reported, wherever in it one is; if none is left, nothing of it.
        let path = Path::new(".");
        asked.add(path, None, &here).map_err(|e| Failure::new(why(path, &e)))?;
        if !paths.is_empty() {
            asked.workspaces.iter_mut().for_each(|(_, reported)| *reported = Reported::Below(Vec::new()));
        }
    }
    Ok(asked)
}

/// The file of nearly the same name beside a path that is not there, as a question; empty if there is none.
fn near(path: &Path) -> String {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return String::new() };
    let listed = std::fs::read_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    let names = listed.into_iter().flatten().flatten().take(MOST_NAMES).map(|entry| entry.file_name());
    let names: Vec<String> = names.filter_map(|name| name.into_string().ok()).collect();
    let near = nearest(&name.to_string_lossy(), names.iter().map(String::as_str));
    near.map_or_else(String::new, |near| format!("; did you mean {}?", folder.join(near).display()))
}

/// So many names of a folder are compared with one that is not there.
const MOST_NAMES: usize = 10_000;

impl Asked {
    /// Adds the workspaces of a path; of one that holds it, `full` is what is reported.
    fn add(&mut self, path: &Path, full: Option<&Path>, here: &Path) -> std::io::Result<()> {
        for disk in find(path, here)?.disks() {
            let root = disk.root();
            let inside = full.and_then(|full| full.strip_prefix(root).ok());
            let inside = inside.map(crate::loader::slashed).filter(|path| !path.is_empty());
            let Some((known, reported)) = self.workspaces.iter_mut().find(|(known, _)| known.root() == root) else {
                self.workspaces.push((disk, inside.map_or(Reported::All, |inside| Reported::Below(vec![inside]))));
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
        Ok(())
    }
}

fn check(loaded: Loaded, reported: &Reported, prefixes: Prefixes) -> output::Checked {
    let Loaded { disk, workspace, problems, .. } = loaded;
    let wanted = |path: &str| reported.holds(path);
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
            .filter(|p| wanted(&p.path) && !workspace.tells_of(&p.path) && workspace.find(&p.path).is_none())
            .map(|p| unreadable(&p.path, &p.why)),
    );
    let files = ids.iter().filter(|id| workspace.file(**id).kind != FileKind::Config).count();
    let Prefixes { prefix, shown } = prefixes;
    output::Checked { disk, workspace, diagnostics, files, prefix, shown }
}
