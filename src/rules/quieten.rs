//! Findings that the team lives with, as editors show them: as hints.

use super::{Diagnostic, Known, fingerprints};
use crate::workspace::{Severity, Workspace};

/// Makes hints of the findings of a file that the workspace's baseline has. `text` gives the file's text and is called only
/// where the baseline may have one of them.
pub fn quieten(workspace: &Workspace, path: &str, text: impl FnOnce() -> String, found: &mut [Diagnostic]) {
    let Some(baseline) = workspace.baseline() else { return };
    let mut found: Vec<&mut Diagnostic> = found.iter_mut().filter(|d| d.severity > Severity::Hint).collect();
    if found.is_empty() {
        return;
    }
    let known = Known::of_codes(baseline, workspace, |code| found.iter().any(|d| d.code == code));
    if known.is_empty() {
        return;
    }
    let prints = fingerprints(workspace, path, &text(), &found.iter().map(|d| &**d).collect::<Vec<_>>());
    for (finding, is_known) in found.iter_mut().zip(known.take(&prints)) {
        if is_known {
            finding.severity = Severity::Hint;
        }
    }
}
