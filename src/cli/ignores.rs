//! `check --add-ignores`: a suppression comment for each finding, with a reason.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::arguments::CheckOptions;
use super::change::{counted, print_diff, refused};
use super::output::Checked;
use super::{Failure, print};
use crate::edit::{Edit, outcome};
use crate::fix::ignore_here;
use crate::loader::{Snapshot, write_edits};
use crate::rules::Diagnostic;
use crate::text::{Draft, Span, TextEdit, visible};
use crate::workspace::{Severity, Sources as _};

/// What silenced findings leave on disk: the files that were changed, or with a diff alone would be.
pub(super) type Silenced = BTreeMap<String, Option<Vec<u8>>>;

/// Writes a comment for each finding of a check that is to be silenced (`wanted`), or shows them as a diff. A finding that no
/// comment can silence stays and is reported.
pub(super) fn add(
    checked: &Checked,
    snapshot: &Snapshot,
    options: &CheckOptions,
    wanted: &(dyn Fn(&Diagnostic) -> bool + Sync),
) -> Result<Silenced, Failure> {
    let reason = options.known.reason.as_deref();
    let today = jiff::ZonedDateTime::now().date();
    let reason = reason.map_or_else(|| format!("found on {today}"), |reason| visible(reason.trim()).into_owned());
    let mut files: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in checked.diagnostics.iter().filter(|d| d.severity > Severity::Hint && wanted(d)) {
        files.entry(&finding.path).or_default().push(finding);
    }
    let files: Vec<(&str, Vec<&Diagnostic>)> = files.into_iter().collect();
    let done: Vec<(usize, Vec<Edit>)> = files
        .par_iter()
        .filter_map(|(path, found)| {
            let (draft, silenced) = silence(snapshot.read(path).ok()?, found, &reason);
            let edits = draft.edits().into_iter().map(|edit| Edit::Text { path: (*path).into(), edit });
            Some((silenced, edits.collect()))
        })
        .collect();
    let silenced: usize = done.iter().map(|(silenced, _)| silenced).sum();
    let edits: Vec<Edit> = done.into_iter().flat_map(|(_, edits)| edits).collect();
    if edits.is_empty() {
        print::note_line(if options.diff { "no comment would be added" } else { "no comment was added" });
        return Ok(Silenced::new());
    }
    let outcomes = outcome(snapshot, &edits).map_err(Failure::refusal)?;
    let (verb, files) = if options.diff {
        print_diff(snapshot.disk().root(), &outcomes)?;
        ("would silence", outcomes.len())
    } else {
        let written = write_edits(snapshot, "check --add-ignores", &edits);
        ("silenced", written.map_err(|not| refused(&checked.shown, not))?)
    };
    print::note_line(&format!("{verb} {} in {}", counted(silenced, "finding"), counted(files, "file")));
    let after = outcomes.into_iter().filter_map(|outcome| outcome.after);
    Ok(after.map(|(path, text)| (path, Some(text.into_bytes()))).collect())
}

/// A text with comments for findings in it, and how many of them these silence.
fn silence(text: String, found: &[&Diagnostic], reason: &str) -> (Draft, usize) {
    let mut draft = Draft::new(text);
    let mut left: Vec<Diagnostic> = found.iter().map(|finding| (*finding).clone()).collect();
    left.sort_by_key(|finding| finding.span);
    let mut silenced = 0;
    // The last one first: what is written above it is for it, or a key around it.
    while let Some(finding) = left.pop() {
        let Some(edit) = ignore_here(draft.text(), &finding) else { continue };
        let edit = with_reason(edit, reason);
        let (at, by) = (edit.span.start, Span::of(0, edit.text.len()).end);
        if draft.change(&[edit]).is_err() {
            continue;
        }
        silenced += 1;
        for other in left.iter_mut().filter(|other| other.span.start >= at) {
            other.span = Span::new(other.span.start + by, other.span.end + by);
        }
    }
    (draft, silenced)
}

/// A new comment with the reason behind its code; one that had a code already keeps its own.
fn with_reason(edit: TextEdit, reason: &str) -> TextEdit {
    match edit.text.rfind(']').filter(|_| !reason.is_empty()) {
        Some(at) => {
            let (comment, rest) = edit.text.split_at(at + 1);
            TextEdit::new(edit.span, format!("{comment} {}{rest}", inside(reason, rest)))
        }
        None => edit,
    }
}

/// A reason inside a comment, which `rest` ends: where it says what would end that already, a space keeps the two apart.
fn inside(reason: &str, rest: &str) -> String {
    let ends: &[(&str, &str)] = match rest.trim() {
        "-->" => &[("-->", "-- >"), ("--!>", "--! >")],
        "*/}" => &[("*/", "* /")],
        _ => &[],
    };
    ends.iter().fold(reason.to_owned(), |reason, (end, apart)| reason.replace(end, apart))
}
