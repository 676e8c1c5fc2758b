//! One renderer for each format; all take the same [`Report`].

pub mod answer;
pub mod concise;
pub mod deliver;
pub mod diff;
pub mod fence;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod json;
pub mod junit;
pub mod listed;
pub mod markdown;
pub mod marks;
pub mod rdjson;
pub mod sarif;
pub mod statistics;
pub mod step_summary;

use crate::cli::Failure;
use crate::cli::arguments::{CheckOptions, Format};
use crate::cli::print::is_quiet;
use crate::loader::{Disk, normal, slashed};
use crate::rules::Diagnostic;
use crate::workspace::{Severity, Workspace};

use marks::Marks;
use statistics::Statistics;

/// A workspace that was checked.
#[derive(Debug)]
pub struct Checked {
    /// Where its files are.
    pub disk: Disk,
    /// The workspace.
    pub workspace: Workspace,
    /// Its findings, in no order.
    pub diagnostics: Vec<Diagnostic>,
    /// How many role and vocabulary files were checked.
    pub files: usize,
    /// The prefix of its paths in JSON: its folder, if several workspaces were checked.
    pub prefix: String,
    /// The prefix of its paths in all other formats, with which a terminal and GitHub find them from the current
    /// folder.
    pub shown: String,
    /// What was tried of the fixes of its findings.
    pub marks: Marks,
}

impl Checked {
    /// A path of a finding as a format shows it behind its `prefix`: of a file outside the workspace's folder, which
    /// several may share, seen from the repository's.
    pub fn path(&self, prefix: &str, path: &str) -> String {
        let full = path.starts_with("..").then(|| normal(&self.disk.path(path)));
        match full.as_ref().and_then(|full| full.strip_prefix(self.disk.bound()).ok()) {
            Some(shared) => slashed(shared),
            None => format!("{prefix}{path}"),
        }
    }
}

/// So many findings are printed; JSON has all.
pub const MOST_PRINTED: usize = 10_000;

/// The findings to print.
pub struct Printed<'r> {
    /// By workspace.
    pub workspaces: Vec<(&'r Checked, Vec<&'r Diagnostic>)>,
    /// How many are not among them.
    left: usize,
}

impl Printed<'_> {
    /// Says how many are left out: a line, or nothing.
    pub fn rest(&self) -> String {
        match self.left {
            0 => String::new(),
            left => format!("{left} more findings are not printed; --format json has them all\n"),
        }
    }
}

/// What a check found.
#[derive(Debug)]
pub struct Report {
    /// The workspaces.
    pub workspaces: Vec<Checked>,
    /// Print hints too.
    pub show_hints: bool,
    /// The lowest severity that fails the check.
    pub bar: Severity,
    /// Count by code and by file.
    pub statistics: bool,
    /// How many of the findings fixes would mend.
    pub mendable: Mendable,
    /// How many findings the baseline has, which are not reported.
    pub old: usize,
    /// Why the check could not run: what, and what to do.
    pub error: Option<(String, Option<String>)>,
}

/// How many findings fixes would mend.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mendable {
    /// With `--fix`.
    pub safe: usize,
    /// So many more with `--unsafe`.
    pub more: usize,
    /// They are counted by what is offered, not tried: some may be left out.
    pub untried: bool,
}

impl Mendable {
    /// Adds those of another workspace.
    pub const fn add(&mut self, other: Self) {
        self.safe += other.safe;
        self.more += other.more;
        self.untried |= other.untried;
    }
}

/// What a program is told that asked for a report of a check that could not run; nothing for people, who read the error.
pub fn failed(format: Format, failure: &Failure) -> String {
    render(format, &Report::default().failed(failure), false)
}

/// A report in a format. `ran`: the check could run; if not, people read why on standard error.
pub fn render(format: Format, report: &Report, ran: bool) -> String {
    match format {
        Format::Human if ran => human::render(report),
        Format::Concise if ran => concise::render(report),
        Format::Human | Format::Concise => String::new(),
        Format::Json => json::render(report),
        Format::Github => github::render(report),
        Format::Gitlab => gitlab::render(report),
        Format::Sarif => sarif::render(report),
        Format::Junit => junit::render(report),
        Format::Rdjson => rdjson::render(report),
        Format::Markdown => markdown::render(report),
    }
}

/// `1 file`, `2 files`
fn counted(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

impl Default for Report {
    fn default() -> Self {
        Self {
            workspaces: Vec::new(),
            show_hints: false,
            bar: Severity::Error,
            statistics: false,
            mendable: Mendable::default(),
            old: 0,
            error: None,
        }
    }
}

impl Report {
    /// A report as it is asked for, of nothing yet.
    pub fn asked(options: &CheckOptions) -> Self {
        let (show_hints, statistics) = (options.show.is_some(), options.statistics);
        Self { show_hints, bar: options.bar(), statistics, ..Self::default() }
    }

    /// The report of a check that could not run.
    pub fn failed(self, failure: &Failure) -> Self {
        Self { error: Some((failure.message.clone(), failure.help.clone())), ..self }
    }

    /// All findings.
    pub fn diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.workspaces.iter().flat_map(|w| &w.diagnostics)
    }

    /// How many files were checked.
    pub fn files(&self) -> usize {
        self.workspaces.iter().map(|w| w.files).sum()
    }

    /// How many findings have a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics().filter(|d| d.severity == severity).count()
    }

    /// The findings that are shown, by workspace, sorted by path, place, code and message.
    fn sorted(&self) -> impl Iterator<Item = (&Checked, Vec<&Diagnostic>)> {
        self.workspaces.iter().map(|checked| {
            let shown = |d: &&Diagnostic| self.show_hints || d.severity > Severity::Hint;
            let mut list: Vec<&Diagnostic> = checked.diagnostics.iter().filter(shown).collect();
            let is_content = |d: &Diagnostic| !checked.workspace.is_setting_file(&d.path);
            list.sort_by(|a, b| {
                (is_content(a), &a.path, a.span.start, &a.code, &a.message).cmp(&(
                    is_content(b),
                    &b.path,
                    b.span.start,
                    &b.code,
                    &b.message,
                ))
            });
            (checked, list)
        })
    }

    /// The findings to print for people and for logs, sorted: all of them, or so many that somebody may still read them.
    pub fn printed(&self) -> Printed<'_> {
        let mut printed = Printed { workspaces: Vec::new(), left: 0 };
        let mut room = MOST_PRINTED;
        for (checked, mut list) in self.sorted() {
            printed.left += list.len().saturating_sub(room);
            list.truncate(room);
            room -= list.len();
            printed.workspaces.push((checked, list));
        }
        printed
    }

    /// The statistics for people: where they are asked for, or where there are `many` findings and nobody asked for quiet.
    pub fn statistics(&self, many: Option<usize>) -> String {
        let shown = || self.diagnostics().filter(|d| self.show_hints || d.severity > Severity::Hint).count();
        let asked = self.statistics || many.is_some_and(|many| !is_quiet() && shown() > many);
        if asked { Statistics::of(self, false, self.show_hints).lines() } else { String::new() }
    }

    /// `--fix would mend 3 of them, --unsafe 2 more`: a line, or nothing.
    pub fn mendable(&self) -> String {
        let Mendable { safe, more, untried } = self.mendable;
        let up_to = if untried { "up to " } else { "" };
        match (safe, more) {
            (0, 0) => String::new(),
            (safe, 0) => format!("--fix would mend {up_to}{safe} of them\n"),
            (0, more) => format!("--fix --unsafe would mend {up_to}{more} of them\n"),
            (safe, more) => format!("--fix would mend {up_to}{safe} of them, --fix --unsafe {up_to}{more} more\n"),
        }
    }

    /// `2 errors, 1 warning in 9 files; 3 in the baseline`
    pub fn counts(&self) -> String {
        self.counts_and("")
    }

    /// `2 errors, 1 warning in 9 files (1 hint with --show hint); 3 in the baseline`
    pub fn summary(&self) -> String {
        let hidden = if self.show_hints { 0 } else { self.count(Severity::Hint) };
        let more = if hidden > 0 { format!(" ({} with --show hint)", counted(hidden, "hint")) } else { String::new() };
        self.counts_and(&more)
    }

    fn counts_and(&self, more: &str) -> String {
        let files = counted(self.files(), "file");
        let levels = [Severity::Error, Severity::Warning, Severity::Info, Severity::Hint];
        let found: Vec<String> = levels
            .into_iter()
            .map(|severity| (severity, self.count(severity)))
            .filter(|(severity, n)| *n > 0 && (self.show_hints || *severity > Severity::Hint))
            .map(|(severity, n)| counted(n, severity.as_str()))
            .collect();
        let old = if self.old > 0 { format!("; {} in the baseline", self.old) } else { String::new() };
        if found.is_empty() {
            let new = if self.old > 0 { "new " } else { "" };
            format!("no {new}findings in {files}{more}{old}")
        } else {
            format!("{} in {files}{more}{old}", found.join(", "))
        }
    }
}
