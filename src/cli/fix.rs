//! `sidestep check --fix`: mends what is reported, as far as it can be.

use std::collections::BTreeMap;

use super::arguments::CheckOptions;
use super::change::{counted, print_diff, refused};
use super::output::Checked;
use super::{Failure, print};
use crate::content::FileKind;
use crate::fix::{FixAll, FixedAll, fix_all, outcome};
use crate::loader::{Snapshot, write_edits};
use crate::rules::check_settings;
use crate::workspace::Severity;

/// Applies fixes of what a check found and brings the check up to date; with `--diff` shows them instead, and the check
/// tells what would be left.
pub(super) fn mend(
    checked: &mut Checked,
    snapshot: &Snapshot,
    options: &CheckOptions,
    reported: &(dyn Fn(&str) -> bool + Sync),
) -> Result<(), Failure> {
    let hints = options.show.is_some();
    let wanted = |d: &crate::rules::Diagnostic| reported(&d.path) && (hints || d.severity > Severity::Hint);
    let request =
        FixAll { wanted: &wanted, suggestions: options.suggestions, today: jiff::ZonedDateTime::now().date() };
    let done = fix_all(&checked.workspace, snapshot, &checked.diagnostics, &request);
    let FixedAll { edits, fixed, refused: left_out, after } = done;
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
    if left_out > 0 {
        let fixes = if left_out == 1 { "1 fix".to_owned() } else { format!("{left_out} fixes") };
        print::note_line(&format!("{place}{fixes} left out: other findings would come up, or the same stay"));
    }
    let Some(after) = after else { return Ok(()) };
    let others = |d: &crate::rules::Diagnostic| {
        !after.findings.contains_key(&d.path) && (d.code != "config" || after.workspace.find(&d.path).is_some())
    };
    checked.diagnostics.retain(others);
    let settings = check_settings(&after.workspace).into_iter();
    checked.diagnostics.extend(after.findings.into_values().flatten().filter(|d| reported(&d.path)));
    checked.diagnostics.extend(settings.filter(|d| reported(&d.path) || after.workspace.find(&d.path).is_none()));
    let counts = |path: &str, kind: FileKind| kind != FileKind::Config && reported(path);
    checked.files = after.workspace.files().filter(|(_, e)| counts(&e.path, e.kind)).count();
    checked.workspace = after.workspace;
    Ok(())
}
