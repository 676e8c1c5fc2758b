//! A code quality report of GitLab: findings appear in a merge request.
//! (<https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>)

use serde_json::{Value, json};

use super::Report;
use super::listed::{Listed, numbers};
use crate::text::{Encoding, visible, visible_json};
use crate::workspace::Severity;

/// Renders a report.
pub fn render(report: &Report) -> String {
    let listed = report.listed(false);
    let mut issues: Vec<Value> = listed.iter().zip(numbers(&listed)).map(|(listed, n)| issue(listed, &n)).collect();
    if let Some((message, help)) = &report.error {
        issues.push(json!({
            "description": with_help(message, help.as_deref()),
            "check_name": "sidestep",
            "fingerprint": "sidestep",
            "severity": "blocker",
            "location": { "path": "sidestep.yaml", "lines": { "begin": 1 } },
        }));
    }
    visible_json(format!("{}\n", serde_json::to_string_pretty(&issues).unwrap_or_default()))
}

fn issue(listed: &Listed<'_>, number: &str) -> Value {
    let d = listed.finding;
    let region = listed.region(Encoding::Utf32);
    let severity = match d.severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Info | Severity::Hint => "info",
    };
    json!({
        "description": with_help(&d.message, d.help.as_deref()),
        "check_name": d.code,
        "fingerprint": number,
        "severity": severity,
        "location": { "path": listed.in_repository(), "lines": { "begin": region.start.line, "end": region.end.line } },
    })
}

/// A message and what to do, on one line.
fn with_help(message: &str, help: Option<&str>) -> String {
    let text = help.map_or_else(|| message.to_owned(), |help| format!("{message} ({help})"));
    visible(&text).into_owned()
}
