//! Retiring a role, merging terms, deleting and copying a role: texts before and after.

use sidestep::workspace::{DefId, Severity, Workspace};

use self::delete::check_delete;
use self::retire::check_retire;
use crate::fixture::Files;

mod delete;
mod duplicate;
mod merge;
mod retire;

fn def(workspace: &Workspace, kind: &str, name: &str) -> DefId {
    let kind = workspace.config().kind(kind).unwrap();
    workspace.resolve(kind, name).unwrap_or_else(|| panic!("{name}")).def
}

/// What a change leaves: the files, and for each place that was left `path: text: reason`.
struct Outcome {
    files: Files,
    left: Vec<String>,
}

fn left_of(files: &Files, left: &[sidestep::ide::change::Left]) -> Vec<String> {
    left.iter().map(|l| format!("{}: {}", l.place.span.slice(&files.0[&*l.place.path]), l.reason)).collect()
}

/// Findings of warning level and above, without their places.
fn warnings(files: &Files) -> Vec<(String, String)> {
    let found = files.check().into_iter().filter(|d| d.severity >= Severity::Warning);
    found.map(|d| (d.path.to_string(), d.code.to_string())).collect()
}

/// Checks the files after a change; nothing of warning level may be new but what stands at places that were left.
#[track_caller]
fn compare(before: &Files, outcome: &Outcome, expected: &str, left: &[&str]) {
    let got = outcome.files.text();
    assert_eq!(got, expected.trim_start_matches('\n'), "\n{got}");
    assert_eq!(outcome.left, left);
    let mut known = warnings(before);
    for finding in warnings(&outcome.files) {
        match known.iter().position(|other| *other == finding) {
            Some(at) => drop(known.remove(at)),
            None => assert!(!left.is_empty() && finding.1 == "retired-role", "{finding:?}"),
        }
    }
}

const SETTINGS: &str = "#- sidestep.yaml\ncolumns: [{ name: Focus }, { name: Here, per_page: true, optional: true }]\n";

/// A role with its own row.
fn role(path: &str, name: &str) -> String {
    format!(
        "#- content/roles/{path}.yaml\nname: {name}\nsummary: s\ncomparison: {{ rows: [{{ role: {name}, Focus: f }}] }}\n"
    )
}

#[test]
fn a_team_s_own_fields() {
    let own = r#"#- own.json
{ "$ref": "sidestep:role", "properties": {
  "peers": { "type": "array", "items": { "type": "string", "x-sidestep-refers": "role" } },
  "head": { "type": "string", "x-sidestep-refers": "role" } } }
#- sidestep.yaml
schemas: { role: own.json }
"#;
    let page = |name: &str, fields: &str| {
        format!("#- content/roles/{}.yaml\nname: {name}\nsummary: s\n{fields}", name.to_lowercase().replace(' ', "-"))
    };
    let old = page("Old Role", "");
    let new = page("Old Role", "status: retired\nreplaced_by: New Role\n");
    check_retire(
        &format!(
            "{}{}{}{old}{own}",
            page("A", "peers: [Old Role, A]\nhead: Old Role\n"),
            page("B", "peers:\n  - New Role\n  - Old Role\n  - B\n"),
            page("New Role", "peers: [Old Role]\nhead: Old Role\n"),
        ),
        &format!(
            "{}{}{}{new}{own}",
            page("A", "peers: [New Role, A]\nhead: New Role\n"),
            page("B", "peers:\n  - New Role\n  - B\n"),
            page("New Role", "peers: []\nhead: Old Role\n"),
        ),
        &["Old Role: \"New Role\" would refer to itself"],
    );
    check_delete(
        &format!(
            "{}{}{old}{own}",
            page("A", "peers: [Old Role, A]\nhead: Old Role # h\n").replace(" # h", ""),
            page("B", "peers:\n  - Old Role\n"),
        ),
        &format!("{}{}{own}", page("A", "peers: [A]\n"), page("B", "peers: []\n")),
        &[],
    );
}
