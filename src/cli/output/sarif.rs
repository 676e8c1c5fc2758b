//! SARIF 2.1.0, for code scanning.
//! (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>)

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::Report;
use super::listed::{Listed, Region, in_repository, numbers};
use crate::edit::Edit;
use crate::fix::Fix;
use crate::rules::{RULES, Rule, explanation, find, url, without_marks};
use crate::text::{Encoding, visible, visible_json};
use crate::workspace::Severity;

/// So many results a report has: those who show them refuse a longer one.
pub const MOST_RESULTS: usize = 25_000;

/// What all paths are relative to.
const BASE: &str = "%SRCROOT%";

/// Renders a report; errors come first.
pub fn render(report: &Report) -> String {
    let mut listed = report.listed(true);
    let left = listed.len().saturating_sub(MOST_RESULTS);
    listed.truncate(MOST_RESULTS);
    let kinds: BTreeSet<&str> = listed.iter().map(|l| &*l.finding.code).filter(|code| !is_own(code)).collect();
    let own = RULES.iter().map(|rule| rule.code).filter(|code| !code.contains('<'));
    let codes: Vec<&str> = own.chain(kinds).collect();
    let results: Vec<Value> =
        listed.iter().zip(numbers(&listed)).map(|(listed, number)| result(listed, &number, &codes)).collect();
    let mut notifications = Vec::new();
    if let Some((message, help)) = &report.error {
        let text = help.as_ref().map_or_else(|| message.clone(), |help| format!("{message}\n{help}"));
        notifications.push(json!({ "level": "error", "message": text_of(&text) }));
    }
    if left > 0 {
        let text = format!("{left} more findings are not told; --format json has them all");
        notifications.push(json!({ "level": "note", "message": text_of(&text) }));
    }
    let mut invocation = json!({ "executionSuccessful": report.error.is_none() });
    if !notifications.is_empty() {
        invocation["toolExecutionNotifications"] = notifications.into();
    }
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "Sidestep",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": codes.iter().filter_map(|code| Some(rule(code, find(code)?))).collect::<Vec<_>>(),
            } },
            "invocations": [invocation],
            "originalUriBaseIds": { BASE: { "description": { "text": "The folder of the repository." } } },
            "columnKind": "utf16CodeUnits",
            "results": results,
        }],
    });
    visible_json(format!("{}\n", serde_json::to_string_pretty(&log).unwrap_or_default()))
}

/// Whether a code is that of a rule, and not of a kind of things.
fn is_own(code: &str) -> bool {
    RULES.iter().any(|rule| rule.code == code)
}

fn rule(code: &str, rule: &Rule) -> Value {
    let text = without_marks(&explanation(rule));
    json!({
        "id": code,
        "shortDescription": { "text": format!("{}.", rule.summary()) },
        "fullDescription": { "text": format!("{}.", rule.summary()) },
        "help": { "text": text, "markdown": text },
        "helpUri": url(rule),
        "defaultConfiguration": {
            "enabled": rule.severity.is_some(),
            "level": rule.severity.map_or("warning", level),
        },
        "properties": { "tags": ["content"] },
    })
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Hint => "note",
    }
}

fn result(listed: &Listed<'_>, number: &str, codes: &[&str]) -> Value {
    let Listed { finding: d, checked, texts, .. } = listed;
    let text = d.help.as_ref().map_or_else(|| d.message.clone(), |help| format!("{}\n{help}", d.message));
    let place = |path: &str, region: Region| json!({ "artifactLocation": artifact(&in_repository(checked, path)), "region": region_of(region) });
    let mut result = json!({
        "ruleId": d.code,
        "level": level(d.severity),
        "message": text_of(&text),
        "locations": [{ "physicalLocation": place(&d.path, listed.region(Encoding::Utf16)) }],
        "partialFingerprints": { "sidestep/v1": number },
    });
    if let Some(index) = codes.iter().position(|code| *code == d.code) {
        result["ruleIndex"] = index.into();
    }
    let related = d.related.iter().map(|r| {
        let region = texts.get(&r.path).region(r.span, Encoding::Utf16);
        json!({ "physicalLocation": place(&r.path, region), "message": text_of(&r.message) })
    });
    let related: Vec<Value> = related.collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    let fixes: Vec<Value> = listed.fixes().iter().filter_map(|made| fix(made, listed)).collect();
    if !fixes.is_empty() {
        result["fixes"] = fixes.into();
    }
    result
}

/// A fix; files that come, go or change their names cannot be said.
fn fix(made: &Fix, listed: &Listed<'_>) -> Option<Value> {
    let mut files: Vec<(&str, Vec<Value>)> = Vec::new();
    for edit in &made.edits {
        let Edit::Text { path, edit } = edit else { return None };
        let region = listed.texts.get(path).region(edit.span, Encoding::Utf16);
        let mut replacement = json!({ "deletedRegion": region_of(region) });
        if !edit.text.is_empty() {
            replacement["insertedContent"] = json!({ "text": edit.text });
        }
        match files.iter_mut().find(|(known, _)| known == path) {
            Some((_, list)) => list.push(replacement),
            None => files.push((path, vec![replacement])),
        }
    }
    let change = |(path, replacements): (&str, Vec<Value>)| json!({ "artifactLocation": artifact(&in_repository(listed.checked, path)), "replacements": replacements });
    let changes: Vec<Value> = files.into_iter().map(change).collect();
    (!changes.is_empty()).then(|| {
        json!({
            "description": text_of(&made.title),
            "artifactChanges": changes,
            "properties": { "applicability": made.applicability },
        })
    })
}

/// A message. What looks like a link in it is none.
fn text_of(text: &str) -> Value {
    let shown: Vec<_> = text.lines().map(visible).collect();
    let mut shown = shown.join("\n");
    if shown.contains("](") {
        shown = shown.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    }
    json!({ "text": shown })
}

fn artifact(path: &str) -> Value {
    json!({ "uri": uri(path), "uriBaseId": BASE })
}

fn region_of(Region { start, end }: Region) -> Value {
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

/// A path as a relative address.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
