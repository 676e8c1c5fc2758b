//! The JSON report (content model, section 7).

use serde::Serialize;

use super::statistics::Statistics;
use super::{Checked, Report};
use crate::cli::texts::Texts;
use crate::edit::Edit;
use crate::fix::Fixer;
use crate::rules::{Applicability, Diagnostic, find, url};
use crate::text::{CharPosition, Span, visible_json};
use crate::workspace::Severity;

#[derive(Serialize)]
struct Root<'r> {
    version: u32,
    files: usize,
    summary: Summary,
    /// How many findings the baseline has, which are not among them.
    #[serde(skip_serializing_if = "is_zero")]
    baselined: usize,
    diagnostics: Vec<Finding<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statistics: Option<Statistics>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Error<'r>>,
}

/// Why the check could not run.
#[derive(Serialize)]
struct Error<'r> {
    message: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'r str>,
}

#[derive(Serialize)]
struct Summary {
    error: usize,
    warning: usize,
    info: usize,
    hint: usize,
}

/// A place, its end exclusive.
#[derive(Serialize)]
pub struct Range {
    /// Where it begins.
    pub start: CharPosition,
    /// Where it ends.
    pub end: CharPosition,
}

#[derive(Serialize)]
struct Finding<'r> {
    path: String,
    range: Range,
    severity: Severity,
    code: &'r str,
    /// The documentation of its rule.
    url: String,
    message: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'r str>,
    related: Vec<Place<'r>>,
    fixes: Vec<JsonFix>,
}

#[derive(Serialize)]
struct Place<'r> {
    path: String,
    range: Range,
    message: &'r str,
}

#[derive(Serialize)]
struct JsonFix {
    title: String,
    applicability: Applicability,
    /// The short form of `applicability`.
    safe: bool,
    edits: Vec<JsonEdit>,
}

/// An edit.
#[derive(Serialize)]
#[serde(untagged)]
#[allow(missing_docs, reason = "the fields are those of the report")]
pub enum JsonEdit {
    Text { path: String, range: Range, text: String },
    Create { create: String, text: String },
    Rename { rename: String, to: String },
    Delete { delete: String },
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
const fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// Renders a report. Hints are always in it.
pub fn render(report: &Report) -> String {
    let mut diagnostics: Vec<((bool, String, CharPosition), Finding<'_>)> = Vec::new();
    for checked in &report.workspaces {
        let texts = Texts::new(&checked.disk);
        let fixer = Fixer::new(&checked.workspace, &checked.disk);
        for d in &checked.diagnostics {
            let finding = finding(d, checked, &texts, &fixer);
            let is_content = !checked.workspace.is_setting_file(&d.path);
            diagnostics.push(((is_content, finding.path.clone(), finding.range.start), finding));
        }
    }
    diagnostics.sort_by(|(a, x), (b, y)| (a, x.code, x.message).cmp(&(b, y.code, y.message)));
    let root = Root {
        version: 1,
        files: report.files(),
        summary: Summary {
            error: report.count(Severity::Error),
            warning: report.count(Severity::Warning),
            info: report.count(Severity::Info),
            hint: report.count(Severity::Hint),
        },
        baselined: report.old,
        diagnostics: diagnostics.into_iter().map(|(_, finding)| finding).collect(),
        statistics: report.statistics.then(|| Statistics::of(report, true, true)),
        error: report.error.as_ref().map(|(message, help)| Error { message, help: help.as_deref() }),
    };
    let mut text = serde_json::to_string_pretty(&root).unwrap_or_default();
    text.push('\n');
    visible_json(text)
}

impl JsonEdit {
    /// An edit, with its paths and places as a report has them.
    pub fn of(edit: Edit, full: &dyn Fn(&str) -> String, range: &dyn Fn(&str, Span) -> Range) -> Self {
        match edit {
            Edit::Text { path, edit } => {
                Self::Text { range: range(&path, edit.span), path: full(&path), text: edit.text }
            }
            Edit::Create { path, text } => Self::Create { create: full(&path), text },
            Edit::Rename { path, to } => Self::Rename { rename: full(&path), to: full(&to) },
            Edit::Delete { path } => Self::Delete { delete: full(&path) },
        }
    }
}

fn finding<'r>(d: &'r Diagnostic, checked: &Checked, texts: &Texts<'_>, fixer: &Fixer<'_>) -> Finding<'r> {
    let full = |path: &str| checked.path(&checked.prefix, path);
    let range = |path: &str, span: Span| {
        let (start, end) = texts.get(path).range(span);
        Range { start, end }
    };
    let related =
        d.related.iter().map(|r| Place { path: full(&r.path), range: range(&r.path, r.span), message: &r.message });
    let made = fixer.fixes(d);
    let made = made.into_iter().map(|fix| JsonFix {
        title: fix.title,
        applicability: fix.applicability,
        safe: fix.applicability == Applicability::Safe,
        edits: fix.edits.into_iter().map(|edit| JsonEdit::of(edit, &full, &range)).collect(),
    });
    Finding {
        path: full(&d.path),
        range: range(&d.path, d.span),
        severity: d.severity,
        code: &d.code,
        url: find(&d.code).map(url).unwrap_or_default(),
        message: &d.message,
        help: d.help.as_deref(),
        related: related.collect(),
        fixes: made.collect(),
    }
}
