//! Reviewdog's diagnostic format: comments on a pull request, with suggestions.
//! (<https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>)

use serde_json::{Value, json};

use super::Report;
use super::listed::{Listed, Region};
use crate::edit::Edit;
use crate::fix::Fix;
use crate::rules::{Applicability, find, url};
use crate::text::{Encoding, Span, visible, visible_json};
use crate::workspace::Severity;

/// So much text a suggestion replaces: more is nobody's to look through in a comment.
const LONGEST: u32 = 10_000;

/// Renders a report.
pub fn render(report: &Report) -> String {
    let mut diagnostics: Vec<Value> = report.listed(false).iter().map(diagnostic).collect();
    if let Some((message, help)) = &report.error {
        diagnostics.push(json!({
            "message": text_of(message, help.as_deref()),
            "location": { "path": "sidestep.yaml" },
            "severity": "ERROR",
        }));
    }
    let result = json!({
        "source": { "name": "sidestep", "url": env!("CARGO_PKG_REPOSITORY") },
        "diagnostics": diagnostics,
    });
    visible_json(format!("{}\n", serde_json::to_string_pretty(&result).unwrap_or_default()))
}

fn diagnostic(listed: &Listed<'_>) -> Value {
    let d = listed.finding;
    let severity = match d.severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Info | Severity::Hint => "INFO",
    };
    let mut code = json!({ "value": d.code });
    if let Some(rule) = find(&d.code) {
        code["url"] = url(rule).into();
    }
    let mut diagnostic = json!({
        "message": text_of(&d.message, d.help.as_deref()),
        "location": { "path": listed.seen_from_start(), "range": range(listed.region(Encoding::Utf8)) },
        "severity": severity,
        "code": code,
    });
    let offered = listed.fixes().into_iter().filter(|fix| fix.applicability != Applicability::Manual);
    let suggestions: Vec<Value> = offered.filter_map(|fix| suggestion(&fix, listed)).collect();
    if !suggestions.is_empty() {
        diagnostic["suggestions"] = suggestions.into();
    }
    diagnostic
}

/// A fix of the file with the finding as one replacement, from its first edit to its last.
fn suggestion(fix: &Fix, listed: &Listed<'_>) -> Option<Value> {
    let mut edits = Vec::new();
    for edit in &fix.edits {
        match edit {
            Edit::Text { path, edit } if **path == *listed.finding.path => edits.push(edit),
            _ => return None,
        }
    }
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let whole = Span::new(edits.first()?.span.start, edits.last()?.span.end);
    if whole.len() > LONGEST {
        return None;
    }
    let (mut text, mut at) = (String::new(), whole.start);
    for edit in edits {
        text.push_str(listed.text.text.get(at as usize..edit.span.start as usize)?);
        text.push_str(&edit.text);
        at = edit.span.end;
    }
    Some(json!({ "range": range(listed.text.region(whole, Encoding::Utf8)), "text": text }))
}

fn text_of(message: &str, help: Option<&str>) -> String {
    let lines: Vec<_> = message.lines().chain(help.into_iter().flat_map(str::lines)).map(visible).collect();
    lines.join("\n")
}

fn range(Region { start, end }: Region) -> Value {
    json!({
        "start": { "line": start.line, "column": start.column },
        "end": { "line": end.line, "column": end.column },
    })
}
