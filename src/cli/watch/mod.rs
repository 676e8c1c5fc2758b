//! `sidestep check --watch`: checks again whenever something changes.

mod one;
mod seen;
mod signals;

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use super::arguments::{CheckOptions, Format};
use super::asked::{Asked, workspaces};
use super::fix::{Scope, try_out};
use super::known::Baselines;
use super::output::Report;
use super::output::deliver::deliver;
use super::roots::prefix;
use super::selected::Selected;
use super::{Exit, Failure, print, stdin};
use one::{News, One};
use signals::Signals;

pub(super) fn run(options: &CheckOptions) -> Result<Exit, Failure> {
    let known = &options.known;
    if options.fix || options.diff || known.changes_baseline() || known.add_ignores || stdin::is_asked(options) {
        return Err(Failure::new("--watch looks at files and changes none; nothing was changed")
            .help("leave out --fix, --diff, --write-baseline, --prune-baseline, --add-ignores and \"-\""));
    }
    if known.is_about_changes() {
        return Err(Failure::new("--watch is about all that is there, not about changes since a commit")
            .help("leave out --changed-since and --staged; a baseline leaves out what was there before"));
    }
    let home = std::env::current_dir().map_err(|e| Failure::new(format!("the current folder cannot be read: {e}")))?;
    let mut watched = Watched::open(options)?;
    print::note_line("note: watching; Ctrl-C ends it");
    loop {
        watched.show(options)?;
        if print::is_closed() {
            return Ok(Exit::Clean);
        }
        if watched.wait() == News::Anew {
            watched = reopened(options, &home);
        }
    }
}

/// The workspaces read from scratch. As long as they cannot be, says why, once.
fn reopened(options: &CheckOptions, home: &Path) -> Watched {
    let mut said: Option<Failure> = None;
    loop {
        // A folder that was made anew is another one, though it has the same name.
        let _ = std::env::set_current_dir(home);
        match Watched::open(options) {
            Ok(watched) => return watched,
            Err(failure) => {
                if said.as_ref() != Some(&failure) {
                    print::clear();
                    print::failure(&failure);
                    said = Some(failure);
                }
            }
        }
        std::thread::sleep(signals::LONGEST_WAIT);
    }
}

/// The workspaces that are watched.
struct Watched {
    all: Vec<One>,
    signals: Signals,
    /// All files and all codes are looked at.
    is_whole: bool,
    /// What was printed last.
    shown: Option<u64>,
}

impl Watched {
    fn open(options: &CheckOptions) -> Result<Self, Failure> {
        let Asked { workspaces, notes } = workspaces(&options.paths)?;
        Selected::new(options, workspaces.iter().map(|(disk, _)| disk))?;
        let several = workspaces.len() > 1;
        // Before the files are read: what changes meanwhile is noticed.
        let roots: Vec<PathBuf> = workspaces.iter().map(|(disk, _)| disk.root().to_owned()).collect();
        let signals = Signals::new(&roots);
        let mut all = Vec::new();
        for (disk, reported) in workspaces {
            let shown = prefix(disk.root());
            all.push(One::open(disk, reported, (several, shown))?);
        }
        notes.iter().for_each(|note| print::note_line(&format!("note: {note}")));
        let is_whole = options.paths.is_empty() && options.only.is_empty() && options.skip.is_empty();
        Ok(Self { all, signals, is_whole, shown: None })
    }

    /// Prints the report, if it says something else than the last one.
    fn show(&mut self, options: &CheckOptions) -> Result<(), Failure> {
        let selected = Selected::new(options, self.all.iter().map(One::disk))?;
        let mut baselines = Baselines::new(&options.known, self.is_whole)?;
        let mut checked = Vec::new();
        for one in &mut self.all {
            let mut one = one.taken();
            one.diagnostics.retain(|d| selected.has(&d.code));
            baselines.leave_out(&mut one, &[])?;
            checked.push(one);
        }
        let old = baselines.finish()?;
        let mut report = Report { workspaces: checked, old, ..Report::asked(options) };
        let print = print_of(&report);
        let result = if self.shown == Some(print) {
            Ok(())
        } else {
            let has = |code: &str| selected.has(code);
            let scope = Scope { reported: &|_| true, selected: &has, new: None };
            if matches!(options.printed(), Format::Human | Format::Concise) {
                for one in &mut report.workspaces {
                    try_out(one, options, &scope);
                }
            }
            print::clear();
            deliver(options, &report, true)
        };
        print::note_line(&format!("note: checked at {}", jiff::ZonedDateTime::now().strftime("%H:%M:%S")));
        self.shown = Some(print);
        self.all.iter_mut().zip(report.workspaces).for_each(|(one, checked)| one.give_back(checked));
        result
    }

    /// Waits until something has changed.
    fn wait(&mut self) -> News {
        loop {
            self.signals.wait();
            let news = self.all.iter_mut().map(One::look).max().unwrap_or(News::Nothing);
            if news != News::Nothing {
                return news;
            }
        }
    }
}

/// A number for what a report says.
fn print_of(report: &Report) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut found: Vec<_> = report.diagnostics().map(|d| (&d.path, d.span, &d.code, &d.message, &d.help)).collect();
    found.sort();
    found.hash(&mut hasher);
    (report.files(), report.old).hash(&mut hasher);
    hasher.finish()
}
