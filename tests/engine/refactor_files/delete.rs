//! Deleting a role.

use sidestep::ide::Analysis;
use sidestep::ide::change::{delete_role, referrers};

use super::{Outcome, SETTINGS, compare, def, left_of, role};
use crate::fixture::{Files, parse};

fn deleted(fixture: &str) -> (Files, Result<Outcome, String>) {
    let files = parse(fixture.trim_start_matches('\n')).0;
    let workspace = files.workspace();
    let view = Analysis { workspace: &workspace, sources: &files };
    let plan = delete_role(view, def(&workspace, "role", "Old Role"));
    let outcome = plan
        .map_err(String::from)
        .map(|plan| Outcome { files: files.after(&plan.edits), left: left_of(&files, &plan.left) });
    (files, outcome)
}

#[track_caller]
pub(super) fn check_delete(fixture: &str, expected: &str, left: &[&str]) {
    let (files, outcome) = deleted(fixture);
    compare(&files, &outcome.unwrap(), expected, left);
}

#[test]
fn a_role_goes_with_all_that_refers_to_it() {
    let page = "
#- content/roles/a.yaml
name: A
summary: \"See [[Old Role]] and [[old-role|\\\"it\\\"]].\"
why: 'Not [[Old Role]]: no'
alternatives:
  - role: B
    tagline: t
    about: a

  - role: Old Role
    tagline: t
    about: |
      [[Old Role]] again

comparison:
  rows: [{ role: A, Focus: f }, { role: Old Role }, { role: B }] # rows
how_to_pick:
  options:
    - { if: i, role: Old Role, then: t }
    - { if: i, role: B, then: t }
";
    let others = format!(
        "{}#- content/roles/c.yaml\nname: C\nsummary: Read [the page](old-role.yaml).\nstatus: retired\nreplaced_by: Old Role\n",
        role("b", "B")
    );
    let fixture = format!("{page}{others}{}{SETTINGS}", role("old-role", "Old Role"));
    check_delete(
        &fixture.replace("Read [the page](old-role.yaml).", "s"),
        &format!(
            "
#- content/roles/a.yaml
name: A
summary: \"See Old Role and \\\"it\\\".\"
why: 'Not Old Role: no'
alternatives:
  - role: B
    tagline: t
    about: a

comparison:
  rows: [{{ role: A, Focus: f }}, {{ role: B }}] # rows
how_to_pick:
  options:
    - {{ if: i, role: B, then: t }}
{}{SETTINGS}",
            others.replace("\nreplaced_by: Old Role", "").replace("Read [the page](old-role.yaml).", "s")
        ),
        &[],
    );
    let (files, outcome) = deleted(&fixture);
    assert_eq!(outcome.unwrap().left, ["old-role.yaml: the link leads to the role's file"]);
    let workspace = files.workspace();
    let view = Analysis { workspace: &workspace, sources: &files };
    let found = referrers(view, def(&workspace, "role", "Old Role"));
    assert_eq!(found.len(), 9, "{found:?}");
    assert!(found.iter().all(|(at, _)| &*at.path != "content/roles/old-role.yaml"));
}

#[test]
fn refusals_to_delete() {
    let refused = |text: &str| {
        let fixture = format!("{text}{}{}{SETTINGS}", role("b", "B"), role("old-role", "Old Role"));
        deleted(&fixture).1.err().unwrap()
    };
    let page = "#- content/roles/a.yaml
name: A
summary: s
why: w
alternatives:
  - { role: B, tagline: t, about: a }
  # why
  - { role: Old Role, tagline: t, about: a }
comparison:
  rows: [{ role: A, Focus: f }, { role: B }, { role: &old Old Role }]
how_to_pick:
  options: [{ if: i, role: B, then: t }, { if: i, role: *old, then: t }]
";
    assert_eq!(
        refused(page),
        "content/roles/a.yaml:9 cannot do without \"Old Role\": a comment or an anchor would go with it"
    );
    let only = page
        .replace("  - { role: B, tagline: t, about: a }\n  # why\n", "")
        .replace("&old ", "")
        .replace("*old", "Old Role");
    assert_eq!(
        refused(&only),
        "content/roles/a.yaml:5 cannot do without \"Old Role\": it is the only alternative of that page"
    );
    let broken = page.replace("  # why\n", "").replace("why: w", "why: \"w");
    assert!(refused(&broken).contains("mend the file's syntax error first"));
}
