//! Retiring a role.

use sidestep::edit::Edit;
use sidestep::ide::Analysis;
use sidestep::ide::change::retire;

use super::{Outcome, SETTINGS, compare, def, left_of, role};
use crate::fixture::{Files, parse};

fn retired(fixture: &str, role: &str, by: &str) -> (Files, Result<Outcome, String>) {
    let files = parse(fixture.trim_start_matches('\n')).0;
    let workspace = files.workspace();
    let view = Analysis { workspace: &workspace, sources: &files };
    let plan = retire(view, def(&workspace, "role", role), def(&workspace, "role", by));
    let outcome = plan.map_err(String::from).map(|plan| {
        let all: Vec<Edit> = [&plan.edits[..], &plan.removals].concat();
        Outcome { files: files.after(&all), left: left_of(&files, &plan.left) }
    });
    (files, outcome)
}

#[track_caller]
pub(super) fn check_retire(fixture: &str, expected: &str, left: &[&str]) {
    let (files, outcome) = retired(fixture, "Old Role", "New Role");
    compare(&files, &outcome.unwrap(), expected, left);
}

#[test]
fn a_page_names_the_successor() {
    check_retire(
        &format!(
            "{}{SETTINGS}",
            "
#- content/roles/a.yaml
name: A
summary: s
why: |
  😀 See [[Old Role|the old one]] and [[old-role]].
alternatives:
  - role: \"Oldie\" # an alias
    tagline: 't [[Old Role]]'
    about: x
comparison:
  rows:
    - { role: A, Focus: a }
    # restated
    - role: old role
      Focus: old focus
      Here: stays
how_to_pick:
  options:
    - if: >-
        you like
        [[Old
        Role]] much
      role: Old Role
      then: y
#- content/roles/new-role.yaml
name: New Role
summary: s
comparison: { rows: [{ role: New Role, Focus: new focus }] }
#- content/roles/old-role.yaml
name: Old Role
aliases: [Oldie]
summary: s   # kept

comparison: { rows: [{ role: Old Role, Focus: old focus }] }
"
        ),
        &format!(
            "{}{SETTINGS}",
            "
#- content/roles/a.yaml
name: A
summary: s
why: |
  😀 See [[New Role|the old one]] and [[New Role]].
alternatives:
  - role: \"New Role\" # an alias
    tagline: 't [[New Role]]'
    about: x
comparison:
  rows:
    - { role: A, Focus: a }
    # restated
    - role: New Role
      Here: stays
how_to_pick:
  options:
    - if: >-
        you like
        [[New Role]] much
      role: New Role
      then: y
#- content/roles/new-role.yaml
name: New Role
summary: s
comparison: { rows: [{ role: New Role, Focus: new focus }] }
#- content/roles/old-role.yaml
name: Old Role
aliases: [Oldie]
summary: s   # kept
status: retired
replaced_by: New Role

comparison: { rows: [{ role: Old Role, Focus: old focus }] }
"
        ),
        &[],
    );
}

#[test]
fn a_page_that_has_the_successor_loses_the_entry() {
    let page = |alternatives: &str, rows: &str, options: &str| {
        format!(
            "#- content/roles/a.yaml\nname: A\r\nsummary: s\r\nwhy: w\r\nalternatives:\r\n{alternatives}comparison:\r\n  rows:\r\n    - {{ role: A, Focus: a }}\r\n{rows}how_to_pick:\r\n  options:\r\n{options}"
        )
    };
    let entry = |name: &str| format!("  - role: {name}\r\n    tagline: t\r\n    about: |\r\n      x\r\n\r\n");
    let row = |name: &str| format!("    - role: {name}\r\n");
    let option = |name: &str| format!("    - if: i\r\n      role: {name}\r\n      then: t\r\n");
    let others = format!("{}{}", role("c", "C"), role("new-role", "New Role"));
    let old = role("old-role", "Old Role");
    let retired = old.replace("summary: s\n", "summary: s\nstatus: retired\nreplaced_by: New Role\n");
    let both = |f: &dyn Fn(&str) -> String, names: &[&str]| names.iter().map(|name| f(name)).collect::<String>();
    for names in [["New Role", "C", "Old Role"], ["New Role", "Old Role", "C"], ["Old Role", "New Role", "C"]] {
        let rest: Vec<&str> = names.into_iter().filter(|name| *name != "Old Role").collect();
        check_retire(
            &format!(
                "{}{others}{old}{SETTINGS}",
                page(&both(&entry, &names), &both(&row, &names), &both(&option, &names))
            ),
            &format!(
                "{}{others}{retired}{SETTINGS}",
                page(&both(&entry, &rest), &both(&row, &rest), &both(&option, &rest))
            ),
            &[],
        );
    }
}

#[test]
fn the_successors_own_page() {
    let tail = format!("{}{SETTINGS}", role("old-role", "Old Role"));
    let after = tail.replacen("summary: s\n", "summary: s\nstatus: retired\nreplaced_by: New Role\n", 1);
    check_retire(
        &format!(
            "{}#- content/roles/new-role.yaml
name: New Role
summary: \"Unlike [[Old Role]], or [[old-role|the \\\"old\\\" one]].\"
why: Not [[Old Role]]
alternatives:
  - {{ role: C, tagline: t, about: a }}
  - {{ role: Old Role, tagline: t, about: '[[Old Role]]' }}
comparison:
  rows: [{{ role: New Role, Focus: f }}, {{ role: C }}, {{ role: Old Role }}]
how_to_pick:
  options:
    - {{ if: i, role: C, then: t }}

    - {{ if: i, role: Old Role, then: t }}
{tail}",
            role("c", "C")
        ),
        &format!(
            "{}#- content/roles/new-role.yaml
name: New Role
summary: \"Unlike Old Role, or the \\\"old\\\" one.\"
why: Not Old Role
alternatives:
  - {{ role: C, tagline: t, about: a }}
comparison:
  rows: [{{ role: New Role, Focus: f }}, {{ role: C }}]
how_to_pick:
  options:
    - {{ if: i, role: C, then: t }}
{after}",
            role("c", "C")
        ),
        &[],
    );
}

#[test]
fn what_stays_when_a_role_is_retired() {
    let tail = format!("{}{SETTINGS}", role("old-role", "Old Role"));
    let after = tail.replacen("summary: s\n", "summary: s\nstatus: retired\nreplaced_by: New Role\n", 1);
    // The only alternative of the successor's page.
    let page = "#- content/roles/new-role.yaml
name: New Role
summary: s
why: w
alternatives:
  - { role: Old Role, tagline: t, about: a }
comparison:
  rows: [{ role: New Role, Focus: f }, { role: Old Role }]
how_to_pick:
  options: [{ if: i, role: Old Role, then: t }]
";
    let reason = "Old Role: the page has no other alternative";
    check_retire(&format!("{page}{tail}"), &format!("{page}{after}"), &[reason; 3]);
    // An anchor in what would go; a comment stays.
    let page = page.replace("alternatives:\n", "alternatives:\n  - { role: C, tagline: t, about: a } # c\n  # why\n");
    let page = page.replace("rows: [{ role: New Role, Focus: f }", "rows: [{ role: New Role, Focus: f }, { role: C }");
    let page = page.replace("options: [", "options: [{ if: i, role: C, then: t }, ");
    let page = format!("{}{page}", role("c", "C"));
    let reason = "Old Role: a comment or an anchor would go with it";
    let anchor = page.replace("tagline: t, about: a }\ncomparison", "tagline: &t t, about: a }\ncomparison");
    check_retire(&format!("{anchor}{tail}"), &format!("{anchor}{after}"), &[reason; 3]);
    let without = page
        .replace("  - { role: Old Role, tagline: t, about: a }\n", "")
        .replace(", { role: Old Role }", "")
        .replace(", { if: i, role: Old Role, then: t }", "");
    check_retire(&format!("{page}{tail}"), &format!("{without}{after}"), &[]);
    // The successor has nothing to show.
    let page = "#- content/roles/b.yaml
name: B
summary: s
why: w
alternatives: [{ role: Old Role, tagline: t, about: a }]
comparison:
  rows: [{ role: B, Focus: f }, { role: Old Role }]
how_to_pick:
  options: [{ if: i, role: Old Role, then: t }]
#- content/roles/new-role.yaml
name: New Role
summary: s
";
    let reason = "Old Role: \"New Role\" has no \"Focus\" of its own to show in this table";
    check_retire(&format!("{page}{tail}"), &format!("{page}{after}"), &[reason; 3]);
}

#[test]
fn status_and_successor_are_set_in_the_style_of_the_file() {
    let with = |text: &str| format!("{}#- content/roles/old-role.yaml\n{text}", role("new-role", "New Role"));
    for (before, after) in [
        ("name: Old Role\nsummary: s", "name: Old Role\nsummary: s\nstatus: retired\nreplaced_by: New Role"),
        (
            "{ name: Old Role, summary: s }\n",
            "{ name: Old Role, summary: s, status: retired, replaced_by: New Role }\n",
        ),
        (
            "name: Old Role\nstatus: 'draft' # soon\nsummary: s\r\n",
            "name: Old Role\nstatus: 'retired' # soon\nreplaced_by: New Role\nsummary: s\r\n",
        ),
        (
            "name: Old Role\nsummary: s\nstatus: retired\nreplaced_by: \"Old Thing\"\n",
            "name: Old Role\nsummary: s\nstatus: retired\nreplaced_by: \"New Role\"\n",
        ),
        (
            "status:\nname: Old Role\nsummary: >\n  s\n\n\nskills: [x]\n",
            "status: retired\nreplaced_by: New Role\nname: Old Role\nsummary: >\n  s\n\n\nskills: [x]\n",
        ),
        (
            "\u{feff}name: Old Role\nsummary: |\n  s\n\n# c\nskills: [x]\n",
            "\u{feff}name: Old Role\nsummary: |\n  s\nstatus: retired\nreplaced_by: New Role\n\n# c\nskills: [x]\n",
        ),
    ] {
        let (files, outcome) = retired(&with(before), "Old Role", "New Role");
        let outcome = outcome.unwrap();
        assert_eq!(outcome.files.text(), with(after), "{before}");
        let _ = files;
    }
}

#[test]
fn refusals_to_retire() {
    let files = format!("{}{}", role("old-role", "Old Role"), role("new-role", "New Role"));
    let refused = |files: &str, role: &str, by: &str| retired(files, role, by).1.err().unwrap();
    assert_eq!(refused(&files, "Old Role", "old-role"), "\"Old Role\" cannot take over from itself");
    let gone = files.replace("name: New Role\n", "name: New Role\nstatus: retired\n");
    assert_eq!(refused(&gone, "Old Role", "New Role"), "\"New Role\" is retired itself");
    let done = files.replace("name: Old Role\n", "name: Old Role\nstatus: retired\nreplaced_by: New Role\n");
    assert_eq!(refused(&done, "Old Role", "New Role"), "\"Old Role\" is retired in favour of \"New Role\" already");
    let broken = files.replace("name: Old Role\n", "name: Old Role\nwhy: \"open\n");
    assert_eq!(
        refused(&broken, "Old Role", "New Role"),
        "content/roles/old-role.yaml cannot be changed where it says what becomes of \"Old Role\": mend it first"
    );
}
