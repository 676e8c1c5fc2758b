//! `sidestep check --fix`: mends what is reported, as far as it can be.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::arguments::CheckOptions;
use super::change::{counted, print_diff, refused};
use super::known::NewOnes;
use super::output::marks::class;
use super::output::{Checked, Mendable};
use super::print::Lines;
use super::{Failure, print};
use crate::content::FileKind;
use crate::edit::{Edit, outcome};
use crate::fix::{FixAll, FixedAll, Harm, LeftOut, fix_all};
use crate::loader::{Snapshot, write_edits};
use crate::rules::{Applicability, Diagnostic, check_settings};
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

/// So many findings with fixes are tried for a report; more are counted, and marked as untried.
const MOST_TRIED: usize = 300;

/// Tries the fixes of what a check found, in memory, and marks what they mend; says how many findings that are.
pub(super) fn try_out(checked: &mut Checked, options: &CheckOptions, scope: &Scope<'_>) -> Mendable {
    let wanted = |d: &Diagnostic| scope.mends(d, options);
    // What was tried before is left over from that.
    let all: Vec<Applicability> = checked.diagnostics.iter().filter(|d| wanted(d)).filter_map(class).collect();
    let of =
        |class| if Some(class) > checked.marks.tried { all.iter().filter(|other| **other == class).count() } else { 0 };
    let (safe, more) = (of(Applicability::Safe), of(Applicability::Unsafe));
    if safe + more > MOST_TRIED {
        return Mendable { safe, more, untried: true };
    }
    let mut mendable = Mendable::default();
    if safe > 0 {
        mendable.safe = try_class(checked, &wanted, Applicability::Safe);
    }
    if more > 0 {
        mendable.more = try_class(checked, &wanted, Applicability::Unsafe).saturating_sub(mendable.safe);
    }
    checked.marks.tried = Some(Applicability::Unsafe);
    mendable
}

/// Tries the fixes up to a class, and marks the findings with such fixes that are gone then. Where several say the same, all
/// of them have to be.
fn try_class(checked: &mut Checked, wanted: &(dyn Fn(&Diagnostic) -> bool + Sync), most: Applicability) -> usize {
    let suggestions = most == Applicability::Unsafe;
    let request = FixAll { wanted, suggestions, today: jiff::ZonedDateTime::now().date() };
    let Checked { workspace, disk, diagnostics, marks, .. } = checked;
    let FixedAll { edits, fixed, after, .. } = fix_all(workspace, disk, diagnostics, &request);
    let Some(after) = after else { return 0 };
    let moved: FxHashMap<&str, &str> = edits
        .iter()
        .filter_map(|edit| match edit {
            Edit::Rename { path, to } => Some((&**path, &**to)),
            _ => None,
        })
        .collect();
    for finding in diagnostics.iter().filter(|d| wanted(d) && class(d).is_some_and(|class| class <= most)) {
        let path = moved.get(&*finding.path).copied().unwrap_or(&finding.path);
        let same = |d: &Diagnostic| d.code == finding.code && d.message == finding.message;
        if after.findings.get(path).is_some_and(|now| !now.iter().any(same)) {
            marks.note(finding, most);
        }
    }
    fixed.len()
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
    checked.marks.tried = Some(if options.suggestions { Applicability::Unsafe } else { Applicability::Safe });
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
