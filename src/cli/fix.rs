//! `sidestep check --fix`: mends what is reported, as far as it can be.

use std::collections::BTreeMap;

use super::arguments::CheckOptions;
use super::change::{counted, print_diff, refused};
use super::known::NewOnes;
use super::output::{Checked, Mendable};
use super::print::Lines;
use super::{Failure, print};
use crate::content::FileKind;
use crate::edit::outcome;
use crate::fix::{FixAll, FixedAll, Harm, LeftOut, fix_all};
use crate::loader::{Snapshot, write_edits};
use crate::rules::{Applicability, Diagnostic, FixPlan, check_settings};
use crate::workspace::Severity;

/// What a check is about.
pub(super) struct Scope<'s> {
    /// Whether a path, relative to the workspace, is reported.
    pub reported: &'s (dyn Fn(&str) -> bool + Sync),
    /// Whether a code is.
    pub selected: &'s (dyn Fn(&str) -> bool + Sync),
    /// The findings that are new, where old ones are known.
    pub new: Option<&'s NewOnes>,
}

impl Scope<'_> {
    /// Whether a finding is one to be mended: it is reported, and no hint unless hints are shown.
    pub fn mends(&self, d: &Diagnostic, options: &CheckOptions) -> bool {
        (options.show.is_some() || d.severity > Severity::Hint)
            && (self.selected)(&d.code)
            && (self.reported)(&d.path)
            && self.new.is_none_or(|new| new.has(d))
    }
}

/// So many findings with fixes are tried for a report; more are counted.
const MOST_TRIED: usize = 300;

/// Adds how many findings of a check fixes would mend. They are tried, in memory.
pub(super) fn try_out(checked: &Checked, options: &CheckOptions, scope: &Scope<'_>, mendable: &mut Mendable) {
    let class = |d: &&Diagnostic| d.fixes.iter().map(FixPlan::applicability).min();
    let wanted = |d: &Diagnostic| scope.mends(d, options);
    let all: Vec<_> = checked.diagnostics.iter().filter(|d| wanted(d)).filter_map(|d| class(&d)).collect();
    let of = |class: Applicability| all.iter().filter(|other| **other == class).count();
    let (safe, more) = (of(Applicability::Safe), of(Applicability::Unsafe));
    if safe + more > MOST_TRIED {
        mendable.safe += safe;
        mendable.more += more;
        mendable.untried = true;
        return;
    }
    let mended = |suggestions: bool| {
        let request = FixAll { wanted: &wanted, suggestions, today: jiff::ZonedDateTime::now().date() };
        fix_all(&checked.workspace, &checked.disk, &checked.diagnostics, &request).fixed.len()
    };
    let safe = if safe > 0 { mended(false) } else { 0 };
    mendable.safe += safe;
    if more > 0 {
        mendable.more += mended(true).saturating_sub(safe);
    }
}

/// Applies fixes of what a check found and brings the check up to date; with `--diff` shows them instead, and the check
/// tells what would be left.
pub(super) fn mend(
    checked: &mut Checked,
    snapshot: &Snapshot,
    options: &CheckOptions,
    scope: &Scope<'_>,
) -> Result<(), Failure> {
    let wanted = |d: &Diagnostic| scope.mends(d, options);
    let request =
        FixAll { wanted: &wanted, suggestions: options.suggestions, today: jiff::ZonedDateTime::now().date() };
    let done = fix_all(&checked.workspace, snapshot, &checked.diagnostics, &request);
    let FixedAll { edits, fixed, refused: refused_fixes, after } = done;
    let files = if options.diff {
        let outcomes = outcome(snapshot, &edits).map_err(Failure::refusal)?;
        print_diff(snapshot.disk().root(), &outcomes)?;
        outcomes.len()
    } else {
        let what = if options.suggestions { "check --fix --unsafe" } else { "check --fix" };
        write_edits(snapshot, what, &edits).map_err(|not| refused(&checked.shown, not))?
    };
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    fixed.iter().for_each(|fixed| *codes.entry(&fixed.code).or_default() += 1);
    let codes: Vec<String> = codes.iter().map(|(code, n)| format!("{code} {n}")).collect();
    let verb = if options.diff { "would fix" } else { "fixed" };
    let place = if checked.shown.is_empty() { String::new() } else { format!("{}: ", checked.shown) };
    if fixed.is_empty() {
        print::note_line(&format!("{place}nothing to fix"));
    } else {
        let (findings, files) = (counted(fixed.len(), "finding"), counted(files, "file"));
        print::note_line(&format!("{place}{verb} {findings} in {files}: {}", codes.join(", ")));
    }
    print::note(&left_out(&refused_fixes, &place));
    let Some(after) = after else { return Ok(()) };
    let others = |d: &Diagnostic| {
        !after.findings.contains_key(&d.path) && (d.code != "config" || after.workspace.find(&d.path).is_some())
    };
    checked.diagnostics.retain(others);
    let settings = check_settings(&after.workspace).into_iter();
    checked.diagnostics.extend(after.findings.into_values().flatten().filter(|d| (scope.reported)(&d.path)));
    checked
        .diagnostics
        .extend(settings.filter(|d| (scope.reported)(&d.path) || after.workspace.find(&d.path).is_none()));
    let counts = |path: &str, kind: FileKind| kind != FileKind::Config && (scope.reported)(path);
    checked.files = after.workspace.files().filter(|(_, e)| counts(&e.path, e.kind)).count();
    checked.workspace = after.workspace;
    Ok(())
}

/// Most fixes that are named each.
const MOST_NAMED: usize = 20;

/// Says of each fix that was not applied where its finding is, and what it would bring up.
fn left_out(fixes: &[LeftOut], place: &str) -> Lines {
    let why = |fix: &LeftOut| match &fix.harm {
        Some((path, Harm::Brings(code))) if *code == fix.code => format!("{path} would get another {code}"),
        Some((path, Harm::Brings(code))) => format!("{path} would get {code}"),
        Some((path, Harm::Unfit)) => format!("{path} cannot be changed there"),
        Some((_, Harm::Stays)) | None => "the finding would stay".to_owned(),
    };
    let one = |fix: &LeftOut| format!("{}:{} {}", fix.path, fix.line, fix.code);
    let mut lines = Lines::default();
    match fixes {
        [] => {}
        [fix] => lines.push(&format!("{place}1 fix left out ({}): {}", one(fix), why(fix))),
        fixes => {
            lines.push(&format!("{place}{} fixes left out:", fixes.len()));
            fixes.iter().take(MOST_NAMED).for_each(|fix| lines.push(&format!("  {}: {}", one(fix), why(fix))));
            if let Some(more) = fixes.len().checked_sub(MOST_NAMED + 1) {
                lines.push(&format!("  and {} more", more + 1));
            }
        }
    }
    lines
}
