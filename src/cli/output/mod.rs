//! One renderer for each format; all take the same [`Report`].

pub mod concise;
pub mod diff;
pub mod fence;
pub mod github;
pub mod human;
pub mod json;

use crate::loader::Disk;
use crate::rules::Diagnostic;
use crate::workspace::{Severity, Workspace};

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
}

/// What a check found.
#[derive(Debug)]
pub struct Report {
    /// The workspaces.
    pub workspaces: Vec<Checked>,
    /// Print hints too.
    pub show_hints: bool,
}

impl Report {
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

    /// The findings to print, sorted by path, place, code and message.
    pub fn printed<'r>(&self, checked: &'r Checked) -> Vec<&'r Diagnostic> {
        let mut list: Vec<&Diagnostic> =
            checked.diagnostics.iter().filter(|d| self.show_hints || d.severity > Severity::Hint).collect();
        list.sort_by(|a, b| {
            (&a.path, a.span.start, &a.code, &a.message).cmp(&(&b.path, b.span.start, &b.code, &b.message))
        });
        list
    }

    /// `2 errors, 1 warning in 9 files`
    pub fn summary(&self) -> String {
        let counted = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
        let files = counted(self.files(), "file");
        let levels = [Severity::Error, Severity::Warning, Severity::Info, Severity::Hint];
        let found: Vec<String> = levels
            .into_iter()
            .map(|severity| (severity, self.count(severity)))
            .filter(|(severity, n)| *n > 0 && (self.show_hints || *severity > Severity::Hint))
            .map(|(severity, n)| counted(n, severity.as_str()))
            .collect();
        let hidden = if self.show_hints { 0 } else { self.count(Severity::Hint) };
        let more = if hidden > 0 { format!(" ({} with --show hint)", counted(hidden, "hint")) } else { String::new() };
        if found.is_empty() {
            format!("no findings in {files}{more}")
        } else {
            format!("{} in {files}{more}", found.join(", "))
        }
    }
}
