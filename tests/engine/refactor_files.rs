//! Retiring a role, merging terms, deleting a role: texts before and after.

use sidestep::fix::Edit;
use sidestep::ide::View;
use sidestep::ide::refactor::{delete_role, duplicate, merge, referrers, retire};
use sidestep::workspace::{DefId, Severity, Workspace};

use crate::fixture::{Files, parse};

fn def(workspace: &Workspace, kind: &str, name: &str) -> DefId {
    let kind = workspace.config().kind(kind).unwrap();
    workspace.resolve(kind, name).unwrap_or_else(|| panic!("{name}")).def
}

/// What a change leaves: the files, and for each place that was left `path: text: reason`.
struct Outcome {
    files: Files,
    left: Vec<String>,
}

fn left_of(files: &Files, left: &[sidestep::ide::refactor::Left]) -> Vec<String> {
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

fn retired(fixture: &str, role: &str, by: &str) -> (Files, Result<Outcome, String>) {
    let files = parse(fixture.trim_start_matches('\n')).0;
    let workspace = files.workspace();
    let view = View { workspace: &workspace, sources: &files };
    let plan = retire(view, def(&workspace, "role", role), def(&workspace, "role", by));
    let outcome = plan.map(|plan| {
        let all: Vec<Edit> = [&plan.edits[..], &plan.removals].concat();
        Outcome { files: files.after(&all), left: left_of(&files, &plan.left) }
    });
    (files, outcome)
}

#[track_caller]
fn check_retire(fixture: &str, expected: &str, left: &[&str]) {
    let (files, outcome) = retired(fixture, "Old Role", "New Role");
    compare(&files, &outcome.unwrap(), expected, left);
}

#[track_caller]
fn check_merge(fixture: &str, expected: &str, lost: &[&str], left: &[&str]) {
    let files = parse(fixture.trim_start_matches('\n')).0;
    let workspace = files.workspace();
    let view = View { workspace: &workspace, sources: &files };
    let plan = merge(view, def(&workspace, "tool", "Postgres"), def(&workspace, "tool", "PostgreSQL")).unwrap();
    let gone: Vec<String> = plan.lost.iter().map(|l| format!("{}: {}", l.key, l.value)).collect();
    assert_eq!(gone, lost);
    let outcome = Outcome { files: files.after(&plan.edits), left: left_of(&files, &plan.left) };
    compare(&files, &outcome, expected, left);
}

fn deleted(fixture: &str) -> (Files, Result<Outcome, String>) {
    let files = parse(fixture.trim_start_matches('\n')).0;
    let workspace = files.workspace();
    let view = View { workspace: &workspace, sources: &files };
    let plan = delete_role(view, def(&workspace, "role", "Old Role"));
    let outcome = plan.map(|plan| Outcome { files: files.after(&plan.edits), left: left_of(&files, &plan.left) });
    (files, outcome)
}

#[track_caller]
fn check_delete(fixture: &str, expected: &str, left: &[&str]) {
    let (files, outcome) = deleted(fixture);
    compare(&files, &outcome.unwrap(), expected, left);
}

const SETTINGS: &str = "#- sidestep.yaml\ncolumns: [{ name: Focus }, { name: Here, per_page: true, optional: true }]\n";

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

/// A role with its own row.
fn role(path: &str, name: &str) -> String {
    format!(
        "#- content/roles/{path}.yaml\nname: {name}\nsummary: s\ncomparison: {{ rows: [{{ role: {name}, Focus: f }}] }}\n"
    )
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
    // A comment in what would go.
    let page = page.replace("alternatives:\n", "alternatives:\n  - { role: C, tagline: t, about: a } # c\n  # why\n");
    let page = page.replace("rows: [{ role: New Role, Focus: f }", "rows: [{ role: New Role, Focus: f }, { role: C }");
    let page = page.replace("options: [", "options: [{ if: i, role: C, then: t }, ");
    let page = format!("{}{page}", role("c", "C"));
    let reason = "Old Role: a comment or an anchor would go with it";
    check_retire(&format!("{page}{tail}"), &format!("{page}{after}"), &[reason; 3]);
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

const TOOLS: &str = "#- content/tools.yaml
- name: Docker # first
- name: Postgres
  aliases: [PG]
  avoid: [postgress]
  summary: Old words.
  url: https://example.org/
  x-note: |
    two

    lines
- name: PostgreSQL
  avoid:
    - Postgre SQL
  summary: New words.
";

#[test]
fn terms_become_one() {
    check_merge(
        &format!(
            "#- content/roles/a.yaml
name: A
summary: Knows [[tool:Postgres|it]].
tools: [Docker, PG, 'Postgres']
comparison:
  rows:
    - role: A
      Primary Focus: x
      Key Skills: y
      Common Tools/Technologies: postgres/Docker, PostgreSQL, PG (often), PG/Docker
      Typical Deliverables: z
#- content/roles/b.yaml
name: B
summary: s
tools:
  - Postgres
  - PostgreSQL
  - Docker
{TOOLS}"
        ),
        "
#- content/roles/a.yaml
name: A
summary: Knows [[tool:PostgreSQL|it]].
tools: [Docker, PG]
comparison:
  rows:
    - role: A
      Primary Focus: x
      Key Skills: y
      Common Tools/Technologies: Docker, PostgreSQL, PG (often), Docker
      Typical Deliverables: z
#- content/roles/b.yaml
name: B
summary: s
tools:
  - PostgreSQL
  - Docker
#- content/tools.yaml
- name: Docker # first
- name: PostgreSQL
  aliases: [Postgres, PG]
  avoid:
    - Postgre SQL
    - postgress
  summary: New words.
  url: https://example.org/
  x-note: |
    two

    lines
",
        &["summary: Old words."],
        &["PG: \"PostgreSQL\" stands twice in this list now"],
    );
}

#[test]
fn entries_in_every_style() {
    for (before, after) in [
        (
            "[{ name: PostgreSQL }, { name: Postgres, url: 'https://x.org/', category: db, avoid: [p] }]",
            "[{ name: PostgreSQL, aliases: [Postgres], avoid: [p], url: 'https://x.org/', category: db }]",
        ),
        // The last entry of a file without a final line break, beside one that is written otherwise.
        (
            "# top\r\n- { name: PostgreSQL, aliases: [] }\r\n- name: Postgres\r\n  summary: >-\r\n    one line\r\n  avoid:\r\n    - pg 😀",
            "# top\r\n- { name: PostgreSQL, avoid: [pg 😀], aliases: [Postgres], summary: one line }",
        ),
        (
            "- name: Postgres\n  category: \"d # b\"\n\n# kept\n- name: PostgreSQL\n  category:\n",
            "# kept\n- name: PostgreSQL\n  aliases: [Postgres]\n  category: \"d # b\"\n",
        ),
        // What was to be avoided is a good name now.
        (
            "- name: Postgres\n  aliases: [PG]\n  url: https://x.org/\n- name: PostgreSQL\n  avoid: [Postgres]\n  url: https://x.org/",
            "- name: PostgreSQL\n  aliases: [Postgres, PG]\n  url: https://x.org/",
        ),
        (
            "- name: Postgres\n  avoid: [p]\n- name: PostgreSQL\n  avoid:\n    - q # note\n    - Postgres",
            "- name: PostgreSQL\n  aliases: [Postgres]\n  avoid:\n    - q # note\n    - p",
        ),
        (
            "- name: Postgres\n  aliases: [P]\n  url: https://x.org/\n- name: PostgreSQL\n  avoid:\n  - P\n  - Postgres\n- name: Z\n",
            "- name: PostgreSQL\n  aliases: [Postgres, P]\n  url: https://x.org/\n- name: Z\n",
        ),
        // Lists of names at the end of the entry grow before what it takes over.
        (
            "- name: PostgreSQL\n  aliases:\n    - nn\n- name: Postgres\n  summary: s\n- name: Z\n",
            "- name: PostgreSQL\n  summary: s\n  aliases:\n    - nn\n    - Postgres\n- name: Z\n",
        ),
        (
            "- name: PostgreSQL\n  avoid:\n    - nn\n- name: Postgres\n  summary: >\n    s\n    t\n  avoid: [b]\n- name: Z\n",
            "- name: PostgreSQL\n  aliases: [Postgres]\n  summary: >\n    s\n    t\n  avoid:\n    - nn\n    - b\n- name: Z\n",
        ),
        (
            "- name: Postgres\r\n  category: >\r\n    s\r\n- name: PostgreSQL\r\n  aliases:\r\n  - nn",
            "- name: PostgreSQL\r\n  category: >\r\n    s\r\n  aliases:\r\n  - nn\r\n  - Postgres",
        ),
        // Keys without a value are filled; blank ones have nothing to say.
        (
            "- name: Postgres\n  url: \"\"\n  avoid: [p]\n  x-note: |\n    a\n    b\n- name: PostgreSQL\n  aliases:\n  x-note: ''\n  avoid: # none\n",
            "- name: PostgreSQL\n  aliases: [Postgres]\n  x-note: |\n    a\n    b\n  avoid: [p] # none\n",
        ),
        (
            "- name: Postgres\n  url: x\n- { name: PostgreSQL, aliases: , url: \"\" }\n",
            "- { name: PostgreSQL, aliases: [Postgres] , url: x }\n",
        ),
    ] {
        let file = |text: &str| format!("#- content/tools.yaml\n{text}");
        check_merge(&file(before), &file(after), &[], &[]);
    }
}

#[test]
fn a_page_may_use_what_was_to_be_avoided() {
    let page = "#- content/roles/a.yaml\nname: A\nsummary: s\ntools: [P]\n";
    check_merge(
        &format!(
            "{page}#- content/tools.yaml\n- name: PostgreSQL\n  avoid: [P, Q]\n- name: Postgres\n  aliases: [P]\n"
        ),
        &format!("{page}#- content/tools.yaml\n- name: PostgreSQL\n  aliases: [Postgres, P]\n  avoid: [Q]\n"),
        &[],
        &[],
    );
}

#[test]
fn cells_of_several_lines() {
    let tools = "#- content/tools.yaml\n- name: PostgreSQL\n";
    for (before, after) in [
        ("Postgres, PostgreSQL,\n        Zed", "PostgreSQL,\n        Zed"),
        ("Zed,\n        Postgres, PostgreSQL", "Zed, PostgreSQL"),
        ("Zed, PostgreSQL,\n        Postgres", "Zed, PostgreSQL"),
    ] {
        let page = |cell: &str| {
            format!(
                "#- content/roles/a.yaml\nname: A\ncomparison:\n  rows:\n    - role: A\n      Common Tools/Technologies: {cell}\n"
            )
        };
        check_merge(
            &format!("{}{tools}- name: Postgres\n", page(before)),
            &format!("{}{tools}  aliases: [Postgres]\n", page(after)),
            &[],
            &[],
        );
    }
}

#[test]
fn vocabularies_in_two_files() {
    let settings = "#- sidestep.yaml\nvocabularies: { tool: [content/*.yaml] }\n";
    check_merge(
        &format!(
            "#- content/a.yaml\n- name: Postgres\n  summary: s\n#- content/b.yaml\n- name: PostgreSQL\n{settings}"
        ),
        &format!(
            "#- content/a.yaml\n[]\n#- content/b.yaml\n- name: PostgreSQL\n  aliases: [Postgres]\n  summary: s\n{settings}"
        ),
        &[],
        &[],
    );
}

#[test]
fn refusals_to_merge() {
    let refused = |fixture: &str, old: (&str, &str), into: (&str, &str)| {
        let files = parse(fixture).0;
        let workspace = files.workspace();
        let view = View { workspace: &workspace, sources: &files };
        merge(view, def(&workspace, old.0, old.1), def(&workspace, into.0, into.1)).unwrap_err()
    };
    let (old, new) = (("tool", "Postgres"), ("tool", "PostgreSQL"));
    assert_eq!(refused(TOOLS, old, ("tool", "PG")), "\"Postgres\" cannot be merged with itself");
    let skills = format!("{TOOLS}#- content/skills.yaml\n- name: SQL\n");
    assert_eq!(refused(&skills, old, ("skill", "SQL")), "only two terms of one kind can be merged");
    assert_eq!(
        refused(&TOOLS.replace("Old words.", "Old words. # note"), old, new),
        "a comment or an anchor would go with the entry of \"Postgres\" in content/tools.yaml: move it first"
    );
    assert_eq!(
        refused(&TOOLS.replace("  url: h", "  # note\n  url: h"), old, new),
        "a comment or an anchor would go with the entry of \"Postgres\" in content/tools.yaml: move it first"
    );
    let flow = "#- content/tools.yaml\n- name: Postgres\n  summary: |\n    a\n    b\n- { name: PostgreSQL }\n";
    assert_eq!(
        refused(flow, old, new),
        "the summary of \"Postgres\" in content/tools.yaml cannot be carried over to \"PostgreSQL\": move it by hand first"
    );
    let avoided = "#- content/tools.yaml\n- name: Postgres\n- name: PostgreSQL\n  avoid:\n    - Postgres # note\n";
    assert_eq!(
        refused(avoided, old, new),
        "\"PostgreSQL\" in content/tools.yaml avoids Postgres, which stays in use: take it out by hand first"
    );
    for (cell, tools) in [
        ("CI/Postgres", "CI/PostgreSQL"),
        ("CI (Postgres)", "CI (PostgreSQL)"),
        ("PostgreSQL, CI/Postgres/CD", "CI/CD"),
    ] {
        let joined = format!(
            "#- content/tools.yaml\n[{{ name: Postgres }}, {{ name: PostgreSQL }}, {{ name: CI }}, {{ name: CD }}, {{ name: '{tools}' }}]\n#- content/roles/a.yaml\nname: A\ncomparison: {{rows: [{{role: A, Common Tools/Technologies: '{cell}'}}]}}\n"
        );
        assert_eq!(
            refused(&joined, old, new),
            "\"PostgreSQL\" would change what the names beside it mean in a list of terms in content/roles/a.yaml"
        );
    }
    let listed = "#- content/tools.yaml\n- name: Postgres\n- name: Post, gres\n#- content/roles/a.yaml\nname: A\ncomparison: {rows: [{role: A, Common Tools/Technologies: Postgres}]}\n";
    assert_eq!(
        refused(listed, old, ("tool", "Post, gres")),
        "\"Post, gres\" cannot stand in a list of terms, as it has to in content/roles/a.yaml"
    );
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
    let view = View { workspace: &workspace, sources: &files };
    let found = referrers(view, def(&workspace, "role", "Old Role"));
    assert_eq!(found.len(), 8, "{found:?}");
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
        "content/roles/a.yaml:7 cannot do without \"Old Role\": a comment or an anchor would go with it\n\
         content/roles/a.yaml:9 cannot do without \"Old Role\": a comment or an anchor would go with it"
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

/// Plans the copy of a role: its path and text, and what the author looks at first; else why there is none.
fn duplicated(fixture: &str, role: &str, name: &str) -> Result<(String, String, String), String> {
    let files = parse(fixture.trim_start_matches('\n')).0;
    let workspace = files.workspace();
    let view = View { workspace: &workspace, sources: &files };
    let new = duplicate(view, def(&workspace, "role", role), name).map_err(|refusal| refusal.why)?;
    let first = new.first.slice(&new.text).to_owned();
    Ok((new.path, new.text, first))
}

#[test]
fn a_copy_has_a_name_and_addresses_of_its_own() {
    let fixture = r#"
#- content/roles/a.yaml
# About A.
name: &a "A"
slug: a
aliases: [Aa]
avoid:
  - Ah
summary: What A is. # short
redirect_from: [/old/]
reviewed: 2026-01-02
skills: [x]
why: "[[A]] and [[B]]"
alternatives: [{role: B, tagline: t, about: a}]
comparison:
  rows:
    - role: *a
      Primary Focus: it
    - role: Aa
    - role: B
"#;
    let expected = r#"# About A.
name: &a "C: new"
summary: What A is. # short
skills: [x]
why: "[[A]] and [[B]]"
alternatives: [{role: B, tagline: t, about: a}]
comparison:
  rows:
    - role: *a
      Primary Focus: it
    - role: 'C: new'
    - role: B
"#;
    let (path, text, first) = duplicated(fixture, "A", " C:  new").unwrap();
    assert_eq!((path.as_str(), first.as_str()), ("content/roles/c-new.yaml", "What A is."));
    assert_eq!(text, expected);
    for (name, why) in [
        ("Aa", "\"Aa\" means \"A\" already, in content/roles/a.yaml"),
        ("A", "there is a role named \"A\" already, in content/roles/a.yaml"),
        (" ", "a role needs a name"),
    ] {
        assert_eq!(duplicated(fixture, "A", name), Err(why.to_owned()));
    }
    let broken = fixture.replace("skills: [x]", "skills: [x");
    assert_eq!(duplicated(&broken, "A", "C"), Err("content/roles/a.yaml has a syntax error: mend it first".to_owned()));
}
