//! Merging terms.

use sidestep::ide::Analysis;
use sidestep::ide::change::merge;

use super::{Outcome, compare, def, left_of};
use crate::fixture::parse;

#[track_caller]
fn check_merge(fixture: &str, expected: &str, lost: &[&str], left: &[&str]) {
    let files = parse(fixture.trim_start_matches('\n')).0;
    let workspace = files.workspace();
    let view = Analysis { workspace: &workspace, sources: &files };
    let plan = merge(view, def(&workspace, "tool", "Postgres"), def(&workspace, "tool", "PostgreSQL")).unwrap();
    let gone: Vec<String> = plan.lost.iter().map(|l| format!("{}: {}", l.key, l.value)).collect();
    assert_eq!(gone, lost);
    let outcome = Outcome { files: files.after(&plan.edits), left: left_of(&files, &plan.left) };
    compare(&files, &outcome, expected, left);
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
        let view = Analysis { workspace: &workspace, sources: &files };
        merge(view, def(&workspace, old.0, old.1), def(&workspace, into.0, into.1)).unwrap_err().to_string()
    };
    let (old, new) = (("tool", "Postgres"), ("tool", "PostgreSQL"));
    assert_eq!(refused(TOOLS, old, ("tool", "PG")), "\"Postgres\" cannot be merged with itself");
    let skills = format!("{TOOLS}#- content/skills.yaml\n- name: SQL\n");
    assert_eq!(refused(&skills, old, ("skill", "SQL")), "only two terms of one kind can be merged");
    assert_eq!(
        refused(&TOOLS.replace("Old words.", "Old words. # note"), old, new),
        "content/tools.yaml:2: a comment or an anchor would go with the entry of \"Postgres\": move it first"
    );
    assert_eq!(
        refused(&TOOLS.replace("  url: h", "  # note\n  url: h"), old, new),
        "content/tools.yaml:2: a comment or an anchor would go with the entry of \"Postgres\": move it first"
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
    let listed = "#- content/tools.yaml\n- name: Postgres\n- name: Post (gres)\n#- content/roles/a.yaml\nname: A\ncomparison: {rows: [{role: A, Common Tools/Technologies: Postgres}]}\n";
    assert_eq!(
        refused(listed, old, ("tool", "Post (gres)")),
        "\"Post (gres)\" cannot stand in a list of terms, as it has to in content/roles/a.yaml"
    );
}
