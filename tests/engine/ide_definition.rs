//! Where things are defined.

use sidestep::ide::definition::definition;

use crate::cursor::Cursor;

/// Checks that the definition of what stands at the cursor is what the fixture draws: `origin`, `name` and `full`
/// (first line only) of each target.
#[track_caller]
fn check(fixture: &str) {
    assert_eq!(files(fixture), [""; 0]);
}

/// The same; gives the targets that are whole files.
#[track_caller]
fn files(fixture: &str) -> Vec<String> {
    let cursor = Cursor::new(fixture.trim_start_matches('\n'));
    let (mut got, mut files) = (Vec::new(), Vec::new());
    if let Some(found) = definition(&cursor.file(), cursor.at) {
        got.push(cursor.mark(&cursor.path, found.origin, "origin"));
        for target in found.targets {
            assert!(target.full.contains(target.name));
            if target.full.is_empty() {
                files.push(target.path.to_string());
            } else {
                got.push(cursor.mark(&target.path, target.name, "name"));
            }
        }
    }
    got.sort();
    assert_eq!(got, cursor.marks);
    files
}

const B: &str = r"
#- content/roles/b.yaml
name: Data Engineer
#     ^^^^^^^^^^^^^ name
avoid: [Data Enginer]
slug: data
summary: Moves data.
";

#[track_caller]
fn finds_b(a: &str) {
    check(&format!("#- content/roles/a.yaml\nname: A\n{}{B}", a.trim_start_matches('\n')));
}

#[test]
fn every_kind_of_reference_to_a_role() {
    finds_b("alternatives:\n  - role: Data $0Engineer\n#         ^^^^^^^^^^^^^ origin\n");
    finds_b("alternatives:\n  - {role: 'Data Engineer$0', x: 1}\n#           ^^^^^^^^^^^^^ origin\n");
    finds_b("replaced_by: $0\"Data Engineer\"\n#             ^^^^^^^^^^^^^ origin\n".replace("$0\"", "\"$0").as_str());
    finds_b("comparison:\n  rows:\n    - role: DATA$0 engineer\n#           ^^^^^^^^^^^^^ origin\n");
    finds_b("how_to_pick:\n  options:\n    - role: d$0ata\n#           ^^^^ origin\n");
    finds_b("why: |\n  😀 See [[Data $0Engineer|this]].\n#         ^^^^^^^^^^^^^ origin\n");
    finds_b("why: Our Data Enginer$0 does.\n#        ^^^^^^^^^^^^ origin\n");
}

#[test]
fn a_plain_name_in_prose() {
    finds_b("why: >\n  A 😀 (Data Engin$0eer) does.\n#      ^^^^^^^^^^^^^ origin\n");
    let nothing = B.replace("#     ^^^^^^^^^^^^^ name\n", "");
    for prose in ["`Data $0Engineer`", "Data $0Engineers", "[x](Data $0Engineer.md)", "data $0engineer"] {
        check(&format!("#- content/roles/a.yaml\nname: A\nwhy: a {prose}\n{nothing}"));
    }
}

#[test]
fn terms() {
    check(
        r"
#- content/tools.yaml
- name: Docker
- name: PostgreSQL
#       ^^^^^^^^^^ name
  avoid: [Postgres]
  url: https://x.org
#- content/roles/a.yaml
name: A
comparison:
  rows:
    - role: A
      Common Tools/Technologies: Docker (Post$0gres)
#                                        ^^^^^^^^ origin
",
    );
}

#[test]
fn all_who_claim_a_name() {
    check(
        r"
#- content/roles/a.yaml
name: A
alternatives: [{role: B B$0}]
#                     ^^^ origin
#- content/roles/b.yaml
name: B B
#     ^^^ name
#- content/roles/c.yaml
name: C
#     ^ name
aliases: [B B]
#- content/roles/d.yaml
name: D
avoid: [B B]
",
    );
}

#[test]
fn a_cell_leads_to_the_own_row() {
    check(
        r"
#- content/roles/a.yaml
name: A
comparison:
  rows:
    - role: B
      Primary$0 Focus: other
#     ^^^^^^^^^^^^^ origin
#- content/roles/b.yaml
name: B
comparison:
  rows:
    - role: B
      Primary Focus: this
#     ^^^^^^^^^^^^^ name
",
    );
}

#[test]
fn a_column_leads_to_the_settings() {
    let settings = r"
#- sidestep.yaml
columns:
  - name: Focus
#         ^^^^^ name
  - { name: Other, optional: true }
";
    check(&format!(
        "{settings}#- content/roles/a.yaml\nname: A\ncomparison:\n  rows:\n    - role: A\n      Fo$0cus: other\n#     ^^^^^ origin\n"
    ));
    check(&format!(
        "{settings}#- content/roles/a.yaml\nname: A\ncomparison:\n  columns: [Other, Focus$0]\n#                  ^^^^^ origin\n"
    ));
}

#[test]
fn paths_in_the_settings() {
    let found = files(
        r"
#- own.json
{}
#- sidestep.yaml
schemas:
  role: ./ow$0n.json
#       ^^^^^^^^^^ origin
",
    );
    assert_eq!(found, ["own.json"]);
    let found = files(
        r#"
#- sidestep.yaml
vocabularies:
  skill: ["voc/$0*.yaml"]
#          ^^^^^^^^^^ origin
#- voc/a.yaml
- name: X
#- voc/b.yaml
- name: Y
"#,
    );
    assert_eq!(found, ["voc/a.yaml", "voc/b.yaml"]);
}

#[test]
fn a_yaml_alias_leads_on() {
    finds_b("replaced_by: &d Data Engineer\nalternatives:\n  - role: *$0d\n#         ^^ origin\n");
}

#[test]
fn in_broken_files_and_other_line_ends() {
    finds_b("why: \"open\nalternatives:\n  - role: Data $0Engineer\n#         ^^^^^^^^^^^^^ origin\n    about: [\n");
    let cursor = Cursor::new(
        "#- content/roles/a.yaml\n\u{feff}name: A\r\nx: &r Data Engineer\r\nalternatives:\r\n  - role: >-\r\n      Data\r\n      Engi$0neer\r\n#- content/roles/b.yaml\nname: Data Engineer\n",
    );
    let found = definition(&cursor.file(), cursor.at).unwrap();
    assert_eq!(&cursor.files.0["content/roles/a.yaml"][found.origin.range()], "Data\r\n      Engineer");
}

#[test]
fn the_whole_entry() {
    let cursor = Cursor::new(
        "#- content/roles/a.yaml\nname: A\nsummary: One [[B$0]].\n#- content/roles/b.yaml\nname: B\nsummary: Two.\nwhy: |\n  x\n",
    );
    let found = definition(&cursor.file(), cursor.at).unwrap();
    assert_eq!(&cursor.files.0["content/roles/b.yaml"][found.targets[0].full.range()], "name: B\nsummary: Two.");
    let cursor = Cursor::new(
        "#- content/roles/a.yaml\nname: A\nskills: [X$0]\n#- content/skills.yaml\n- name: W\n- summary: y\n  name: X\n- name: Z\n",
    );
    let found = definition(&cursor.file(), cursor.at).unwrap();
    assert_eq!(&cursor.files.0["content/skills.yaml"][found.targets[0].full.range()], "summary: y\n  name: X");
}

#[test]
fn a_category_is_first_named_by_an_entry_of_its_file() {
    let fixture = r"
#- content/tools.yaml
- name: A
  category: design
- name: B
  category: data
#           ^^^^ name
- name: C
  category: da$0ta
#           ^^^^ origin
#- content/skills.yaml
- name: D
  category: data
";
    check(fixture);
    let first = "#- content/tools.yaml\n- name: A\n  category: $0data\n";
    let cursor = Cursor::new(first);
    let found = definition(&cursor.file(), cursor.at).unwrap();
    assert_eq!((found.targets.len(), found.targets[0].name), (1, found.origin));
}
