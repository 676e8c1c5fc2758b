//! `check --add-ignores`: a suppression comment for each finding, with a reason.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::change::{counted, refused};
use super::output::Checked;
use super::{Failure, print};
use crate::edit::Edit;
use crate::fix::ignore_here;
use crate::loader::{Snapshot, write_edits};
use crate::rules::Diagnostic;
use crate::text::{Draft, Span, TextEdit, visible};
use crate::workspace::{Severity, Sources as _};

/// Writes a comment for each finding of a check that is to be silenced (`wanted`). A finding that no comment can silence
/// stays and is reported.
pub(super) fn add(
    checked: &Checked,
    snapshot: &Snapshot,
    reason: Option<&str>,
    wanted: &(dyn Fn(&Diagnostic) -> bool + Sync),
) -> Result<(), Failure> {
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
        print::note_line("no comment was added");
        return Ok(());
    }
    let files = write_edits(snapshot, "check --add-ignores", &edits).map_err(|not| refused(&checked.shown, not))?;
    print::note_line(&format!("silenced {} in {}", counted(silenced, "finding"), counted(files, "file")));
    Ok(())
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
            TextEdit::new(edit.span, format!("{comment} {reason}{rest}"))
        }
        None => edit,
    }
}
