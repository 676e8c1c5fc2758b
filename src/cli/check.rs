//! `sidestep check`

use std::path::PathBuf;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::arguments::{CheckOptions, Format};
use super::asked::{Asked, Reported, workspaces};
use super::change::note_interruption;
use super::fix::{Scope, mend, try_out};
use super::ignores;
use super::known::{Baselines, NewOnes};
use super::output::deliver::deliver;
use super::output::marks::Marks;
use super::output::{self, Mendable, Report};
use super::progress::Progress;
use super::roots::{is_closed_folder, no_role, prefix, unusable_settings};
use super::selected::Selected;
use super::since::{self, Before};
use super::{Exit, Failure, print, stdin, watch};
use crate::content::FileKind;
use crate::loader::{Disk, Known, Loaded, Problem, Snapshot, load, load_known, normal};
use crate::rules::{Diagnostic, check_file, check_settings, unreadable};
use crate::workspace::{FileId, Severity, Sources, Workspace};

pub(super) fn run(options: &CheckOptions) -> Result<Exit, Failure> {
    if options.watch {
        destinations(options)?;
        return watch::run(options);
    }
    let mut stopped = Stopped::default();
    let result = checked(options, &mut stopped);
    if let Err(failure) = &result
        && !stopped.delivered
    {
        // A program that asked for a report gets one: with the reason where it stands, if it stands anywhere.
        let Stopped { unusable, empty, .. } = stopped;
        let report = Report::asked(options);
        let (report, ran) = match (unusable.is_empty(), empty.is_empty()) {
            (true, ran) => (Report { workspaces: empty, ..report }.failed(failure), !ran),
            (false, _) => (Report { workspaces: unusable, ..report }, false),
        };
        deliver(options, &report, ran)?;
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
    /// The report was printed; it is a file that could not be written.
    delivered: bool,
}

/// Checks and reports.
fn checked(options: &CheckOptions, stopped: &mut Stopped) -> Result<Exit, Failure> {
    if options.suggestions && !options.fix && !options.diff {
        return Err(Failure::new("--unsafe says what --fix may do, and --fix is not there; nothing was changed")
            .help("sidestep check --fix --unsafe applies suggestions too; with --diff it shows them instead"));
    }
    destinations(options)?;
    if options.diff && options.formats.iter().any(|report| report.file.is_some() || report.format.is_for_programs()) {
        return Err(Failure::new("--diff prints a diff, which has no other format; nothing was changed")
            .help("leave out --format, or --diff: without --fix the report has all fixes with their edits"));
    }
    let asked = if stdin::is_asked(options) { stdin::asked(options)? } else { workspaces(&options.paths)? };
    let Asked { workspaces, notes } = asked;
    let selected = Selected::new(options, workspaces.iter().map(|(disk, _)| disk))?;
    let mut run = Run::new(options, selected, workspaces.len() > 1, notes)?;
    for (disk, reported) in workspaces {
        run.workspace(disk, reported, stopped)?;
    }
    run.finish(stopped)
}

/// A check under way.
struct Run<'o> {
    options: &'o CheckOptions,
    selected: Selected<'o>,
    baselines: Baselines<'o>,
    /// Several workspaces are checked.
    several: bool,
    bar: Progress,
    checked: Vec<output::Checked>,
    /// The files of the workspaces that were checked, of several.
    seen: FxHashSet<PathBuf>,
    /// Of workspaces without roles, what is said of that.
    empty: Vec<Failure>,
    /// A folder could not be looked into.
    closed: bool,
    mendable: Mendable,
    notes: Vec<String>,
    /// Something of what the paths name belongs to a workspace.
    meant: bool,
}

impl<'o> Run<'o> {
    fn new(
        options: &'o CheckOptions,
        selected: Selected<'o>,
        several: bool,
        notes: Vec<String>,
    ) -> Result<Self, Failure> {
        let is_whole = options.paths.is_empty() && options.only.is_empty() && options.skip.is_empty();
        let baselines = Baselines::new(&options.known, is_whole && !options.known.is_about_changes())?;
        Ok(Self {
            options,
            selected,
            baselines,
            several,
            bar: Progress::new(),
            checked: Vec::new(),
            seen: FxHashSet::default(),
            empty: Vec::new(),
            closed: false,
            mendable: Mendable::default(),
            notes,
            meant: options.paths.is_empty(),
        })
    }

    /// Checks a workspace.
    fn workspace(&mut self, disk: Disk, mut reported: Reported, stopped: &mut Stopped) -> Result<(), Failure> {
        let options = &self.options.known;
        let journal = note_interruption(&disk);
        let root = disk.root().to_owned();
        let snapshot = Snapshot::new(disk.clone());
        let step = |_, total| self.bar.step(total);
        let changes = self.options.fix || self.options.diff || options.add_ignores;
        let texts: &dyn Sources = if changes { &snapshot } else { &disk };
        let loaded = load_known(disk.clone(), &Known::texts(texts), &step);
        let (loaded, before) = since::before(options, loaded)?;
        let shown = prefix(&root);
        let prefixes = Prefixes { prefix: if self.several { shown.clone() } else { String::new() }, shown };
        let mut no_role = no_role(&loaded.workspace, &root);
        if options.staged
            && before.as_ref().is_some_and(|before| before.concerned.is_empty())
            && no_role.take().is_some()
        {
            // The files may be there and wait for another commit.
            self.notes.push(format!("nothing that is staged belongs to the workspace {}", root.display()));
        }
        let changes = changes && (options.add_ignores || no_role.is_none());
        self.closed |= loaded.problems.iter().any(|problem| is_closed_folder(&loaded.disk.path(&problem.path)));
        let is_empty = no_role.is_some() && loaded.problems.is_empty();
        if loaded.problems.is_empty() {
            self.empty.extend(no_role);
        }
        if let Some(failure) = unusable_settings(&loaded.workspace, &loaded.disk, &prefixes.shown) {
            self.bar.finish();
            stopped.unusable.extend(settings_alone(loaded, prefixes));
            return Err(failure);
        }
        self.notes.extend(reported.leave_foreign(&loaded, &root, is_empty));
        self.meant |= reported.is_any();
        let mut one = check(loaded, &reported, before.as_ref(), prefixes);
        one.diagnostics.retain(|d| self.selected.has(&d.code));
        if changes {
            self.bar.finish();
            self.change(&mut one, &reported, &snapshot, before.as_ref())?;
        }
        let old = before.as_ref().map(|before| before.has(&one)).unwrap_or_default();
        self.baselines.leave_out(&mut one, &old)?;
        if self.marks() {
            let knows_old = before.is_some() || self.baselines.is_used(&one);
            let new = knows_old.then(|| NewOnes::of(&one.diagnostics));
            let (holds, has) = (|path: &str| reported.holds(path), |code: &str| self.selected.has(code));
            let scope = Scope { reported: &holds, selected: &has, new: new.as_ref() };
            let mendable = try_out(&mut one, self.options, &scope);
            // A text from standard input has no file to be mended.
            if !stdin::is_asked(self.options) {
                self.mendable.add(mendable);
            }
        }
        one.diagnostics.extend(journal.filter(|d| self.selected.has(&d.code)));
        if self.several {
            drop_shared(&mut one, &mut self.seen);
        }
        self.checked.push(one);
        Ok(())
    }

    /// Writes comments or fixes, as far as asked for, and brings the check up to date.
    fn change(
        &self,
        one: &mut output::Checked,
        reported: &Reported,
        snapshot: &Snapshot,
        before: Option<&Before>,
    ) -> Result<(), Failure> {
        let new = self.baselines.new_ones(one, before.map(|before| before.has(one)));
        let (holds, has) = (|path: &str| reported.holds(path), |code: &str| self.selected.has(code));
        let scope = Scope { reported: &holds, selected: &has, new: new.as_ref() };
        let known = &self.options.known;
        if known.add_ignores {
            let after = ignores::add(one, snapshot, self.options, &|d| scope.mends(d, self.options))?;
            let prefixes = Prefixes { prefix: one.prefix.clone(), shown: one.shown.clone() };
            let disk = one.disk.clone().with_all(after);
            *one = check(load(disk, &|_, _| {}), reported, before, prefixes);
        } else {
            mend(one, snapshot, self.options, &scope)?;
        }
        one.diagnostics.retain(|d| self.selected.has(&d.code));
        Ok(())
    }

    /// Whether the report says what fixes would mend. With `--diff` the files are not as the workspace is.
    fn marks(&self) -> bool {
        let options = self.options;
        let mut formats = options.files().map(|(format, _)| format).chain([options.printed()]);
        !options.diff && formats.any(|format| matches!(format, Format::Human | Format::Concise))
    }

    /// Reports.
    fn finish(self, stopped: &mut Stopped) -> Result<Exit, Failure> {
        let Self { options, mut checked, empty, notes, .. } = self;
        self.bar.finish();
        let old = self.baselines.finish()?;
        if !self.meant && options.strict_paths {
            return Err(Failure::new("none of the paths belongs to a workspace").places(notes).help(FOREIGN));
        }
        notes.iter().for_each(|note| print::note_line(&format!("note: {note}")));
        // Of several workspaces one may be without roles, such as one that others take vocabularies from. Files of elsewhere
        // say nothing of where roles should be: a hook passes on whatever has changed.
        let elsewhere = !self.meant && !options.paths.iter().any(|path| path.is_dir());
        if empty.len() == checked.len()
            && !elsewhere
            && let Some(first) = empty.into_iter().next()
        {
            checked.retain(|one| !one.diagnostics.is_empty());
            stopped.empty = checked;
            return Err(first);
        }
        let report = Report { workspaces: checked, mendable: self.mendable, old, ..Report::asked(options) };
        stopped.delivered = true;
        deliver(options, &report, true)?;
        let failed = !options.exit_zero && report.diagnostics().any(|d| d.severity >= report.bar);
        // The process ends here: giving back the memory of ten thousand files piece by piece would take a third of the time.
        std::mem::forget(report);
        Ok(match (self.closed, failed) {
            (true, _) => Exit::Failed,
            (false, true) => Exit::Findings,
            (false, false) => Exit::Clean,
        })
    }
}

/// Refuses reports that would end up in one place.
fn destinations(options: &CheckOptions) -> Result<(), Failure> {
    let has_room = |format: &Format| !matches!(format, Format::Gitlab | Format::Sarif | Format::Junit | Format::Rdjson);
    let formats = options.files().map(|(format, _)| format).chain([options.printed()]);
    if options.statistics && !formats.into_iter().any(|format| has_room(&format)) {
        print::note_line(
            "note: this format has no place for --statistics; human, concise, json, github and markdown have one",
        );
    }
    let mut seen = FxHashSet::default();
    match options.formats.iter().find(|report| !seen.insert(&report.file)).map(|report| &report.file) {
        None => Ok(()),
        Some(Some(file)) => {
            Err(Failure::new(format!("two reports would be written to {}", file.display()))
                .help("name a file for each"))
        }
        Some(None) => Err(Failure::new("two reports would be printed into one another")
            .help("name a file for one of them, as in --format sarif=report.sarif")),
    }
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

/// The finding of settings that stop a check, as all that is reported.
fn settings_alone(loaded: Loaded, Prefixes { prefix, shown }: Prefixes) -> Option<output::Checked> {
    let Loaded { disk, workspace, .. } = loaded;
    let id = workspace.find("sidestep.yaml")?;
    let mut diagnostics = check_file(&workspace, id, jiff::ZonedDateTime::now().date());
    diagnostics.retain(|d| d.severity == Severity::Error);
    Some(output::Checked { disk, workspace, diagnostics, files: 0, prefix, shown, marks: Marks::default() })
}

/// What stands before a workspace's paths.
struct Prefixes {
    prefix: String,
    shown: String,
}

fn check(loaded: Loaded, reported: &Reported, before: Option<&Before>, prefixes: Prefixes) -> output::Checked {
    let Loaded { disk, workspace, problems, .. } = loaded;
    let wanted = |path: &str| reported.holds(path);
    let today = jiff::ZonedDateTime::now().date();
    let ids: Vec<FileId> = workspace.files().filter(|(_, e)| wanted(&e.path)).map(|(id, _)| id).collect();
    let files = ids.iter().filter(|id| workspace.file(**id).kind != FileKind::Config).count();
    let wanted = |path: &str| wanted(path) && before.is_none_or(|before| before.concerns(path));
    let ids: Vec<FileId> = ids.into_iter().filter(|id| wanted(&workspace.file(*id).path)).collect();
    let mut diagnostics: Vec<Diagnostic> =
        ids.par_iter().with_max_len(16).flat_map_iter(|id| check_file(&workspace, *id, today)).collect();
    diagnostics.extend(beside_files(&workspace, &problems, wanted));
    let Prefixes { prefix, shown } = prefixes;
    output::Checked { disk, workspace, diagnostics, files, prefix, shown, marks: Marks::default() }
}

/// The findings of a workspace that are in none of its files: of settings, and of what cannot be read.
pub(super) fn beside_files(
    workspace: &Workspace,
    problems: &[Problem],
    wanted: impl Fn(&str) -> bool,
) -> Vec<Diagnostic> {
    let settings = check_settings(workspace).into_iter();
    let settings = settings.filter(|d| wanted(&d.path) || workspace.find(&d.path).is_none());
    let is_told = |p: &&Problem| workspace.tells_of(&p.path) || workspace.find(&p.path).is_some();
    let unread = problems.iter().filter(|p| wanted(&p.path) && !is_told(p)).map(|p| unreadable(&p.path, &p.why));
    settings.chain(unread).collect()
}
