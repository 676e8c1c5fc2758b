//! Columns and groups as names: uses, marks, cards, renaming.

use sidestep::ide::change::rename_plain::{plain_to_rename, rename_plain};
use sidestep::ide::definition::definition;
use sidestep::ide::highlight::highlights;
use sidestep::ide::hover::hover;
use sidestep::ide::references::references;

use crate::cursor::Cursor;
use crate::ide_rename::after;

fn cursor(fixture: &str) -> Cursor {
    Cursor::new(fixture.trim_start_matches('\n'))
}

/// Checks the uses (`setup` where the settings list the column), with and without those; and the marks in the file.
#[track_caller]
fn check_uses(fixture: &str) {
    let cursor = cursor(fixture);
    for declaration in [true, false] {
        let found = references(&cursor.file(), cursor.at, declaration).unwrap();
        let got: Vec<_> = found.iter().map(|at| cursor.mark(&at.path, at.span, "use")).collect();
        let wanted = cursor.marks.iter().filter(|m| declaration || m.4 == "use").cloned();
        let wanted: Vec<_> = wanted.map(|(path, line, from, to, _)| (path, line, from, to, "use".to_owned())).collect();
        assert_eq!(got, wanted);
    }
    let marked = highlights(&cursor.file(), cursor.at);
    let got: Vec<_> = marked.iter().map(|h| cursor.mark(&cursor.path, h.span, "use")).collect();
    let here = cursor.marks.iter().filter(|m| m.0 == cursor.path);
    assert_eq!(got.len(), here.count());
}

/// Checks the files after a rename.
#[track_caller]
fn check_rename(fixture: &str, to: &str, expected: &str) {
    let cursor = cursor(fixture);
    let (_, what) = plain_to_rename(&cursor.file(), cursor.at).unwrap().unwrap();
    let plan = rename_plain(cursor.view(), &what, to).unwrap();
    let files = after(&cursor.files, &plan.edits);
    let got: String = files.0.iter().map(|(path, text)| format!("#- {path}\n{text}")).collect();
    assert_eq!(got, expected.trim_start_matches('\n'), "\n{got}");
}

#[track_caller]
fn refused(fixture: &str, to: &str, why: &str) {
    let cursor = cursor(fixture);
    let plan = plain_to_rename(&cursor.file(), cursor.at).unwrap();
    let plan = plan.and_then(|(_, what)| rename_plain(cursor.view(), &what, to));
    assert_eq!(plan.unwrap_err().to_string(), why);
}

const USES: &str = r#"
#- content/roles/a.yaml
name: A
comparison:
  columns: [Tools, 'Main Focus']
#                   ^^^^^^^^^^ use
  rows:
    - &own
      role: A
      Main Focus: x
#     ^^^^^^^^^^ use
      "Main  Focus ": y
#      ^^^^^^^^^^^ use
    - {role: B, Main Focus: z, x-Main Focus: no}
#               ^^^^^^^^^^ use
    - *own
#- content/roles/b.yaml
name: B
summary: The Main Focus.
comparison: {rows: [{role: B, ? Main Focus : y, main focus: no}]}
#                               ^^^^^^^^^^ use
#- sidestep.yaml
columns:
  - {name: "Main Focus", optional: true}
#           ^^^^^^^^^^ setup
  - name: Tools
"#;

#[test]
fn a_column_is_found_from_wherever_it_stands() {
    for (before, after) in [
        ("'Main Focus'", "'Main $0Focus'"),
        ("      Main Focus: x", "      Main Foc$0us: x"),
        ("Main Focus: z", "Main Focus$0: z"),
        ("? Main", "? $0Main"),
        ("{name: \"Main", "{name: \"Ma$0in"),
    ] {
        let fixture = USES.replacen(before, after, 1);
        assert_ne!(fixture, USES, "{before}");
        check_uses(&fixture);
    }
    let settings = cursor(&USES.replace("{name: \"Main", "{name: \"Ma$0in"));
    let found = definition(&settings.file(), settings.at).unwrap();
    assert_eq!(&*found.targets[0].path, "sidestep.yaml");
    let card = hover(&settings.file(), settings.at, &|_| None).unwrap().markdown;
    assert_eq!(card, "**Main Focus** · column, may be left out\n\nIt has cells in 2 role files.");
}

#[test]
fn a_column_is_renamed_in_settings_lists_and_rows() {
    check_rename(
        r#"
#- content/roles/a.yaml
name: A
comparison:
  columns: &list [Tools, 'Focus'] # both
  rows:
    - &own
      role: A
      Focus: the Focus # its Focus
      Tools: x
    - {role: B, "Focus": z, Tools: [Focus]}
    - *own
    - <<: *own
      role: C
#- content/roles/b.yaml
name: B
comparison:
  columns:
    - &f Focus
    - Tools
  rows:
    - {? Foc$0us : y, role: B}
    - role: C
      *f : z
#- content/roles/c.yaml
name: C
summary: In Focus.
#- sidestep.yaml
columns: [{name: Tools}, {name: Focus, optional: true}] # Focus
"#,
        "Aim: now",
        r#"
#- content/roles/a.yaml
name: A
comparison:
  columns: &list [Tools, 'Aim: now'] # both
  rows:
    - &own
      role: A
      'Aim: now': the Focus # its Focus
      Tools: x
    - {role: B, "Aim: now": z, Tools: [Focus]}
    - *own
    - <<: *own
      role: C
#- content/roles/b.yaml
name: B
comparison:
  columns:
    - &f 'Aim: now'
    - Tools
  rows:
    - {? 'Aim: now' : y, role: B}
    - role: C
      *f : z
#- content/roles/c.yaml
name: C
summary: In Focus.
#- sidestep.yaml
columns: [{name: Tools}, {name: 'Aim: now', optional: true}] # Focus
"#,
    );
    // Windows line ends, an unfinished file, a name that YAML takes for a number.
    check_rename(
        "#- content/roles/a.yaml\nname: A\r\ncomparison:\r\n  rows:\r\n    - Fo$0cus: x\r\n      role: A\r\nwhy: [\r\n#- sidestep.yaml\ncolumns: [{name: Focus}]\n",
        "2026",
        "#- content/roles/a.yaml\nname: A\r\ncomparison:\r\n  rows:\r\n    - '2026': x\r\n      role: A\r\nwhy: [\r\n#- sidestep.yaml\ncolumns: [{name: '2026'}]\n",
    );
}

#[test]
fn what_no_column_can_be_named() {
    let fixture = "#- content/roles/a.yaml\nname: A\ncomparison:\n  rows: [{role: A, Focus: x}, {role: B, Old: y, Focus: z}]\n#- sidestep.yaml\ncolumns: [{name: Fo$0cus}, {name: Tools}]\n";
    refused(fixture, "Tools", "\"Tools\" is a column already: two columns cannot have one name");
    refused(fixture, " ", "the new name is empty");
    refused(fixture, "Focus ", "the name is \"Focus\" already");
    refused(fixture, "role", "a column cannot be named \"role\": a row has another use for that key");
    refused(fixture, "x-y", "a column cannot be named \"x-y\": a row has another use for that key");
    refused(fixture, "a\u{7}", "a name cannot hold the character \\u{7}");
    let both = "content/roles/a.yaml has \"Old\" beside \"Focus\" already: take one of them out first";
    refused(fixture, "Old", both);
    let unknown = "#- content/roles/a.yaml\nname: A\ncomparison: {rows: [{role: A, Foc$0us: x, Key Skills: y}]}\n";
    refused(unknown, "Aim", "this workspace has no column \"Focus\"");
    refused(
        &unknown.replace("$0", "").replace("Key S", "Key $0S"),
        "Aim",
        "\"Key Skills\" is a column that sidestep.yaml does not list: write \"columns:\" there first",
    );
}

const CATEGORIES: &str = r#"
#- content/skills.yaml
- name: data modelling
  category: 'data'
#            ^^^^ use
- {name: data}
#- content/tools.yaml
- name: PostgreSQL
  category: &c data
#              ^^^^ use
- name: Kafka
  category: *c
- {name: dbt, category: "data", summary: data}
#                        ^^^^ use
- name: Figma
  category: design
#- content/roles/a.yaml
name: A
skills: [data]
category: data
"#;

#[test]
fn a_category_is_every_entry_of_it() {
    for (before, after) in [("'data'", "'da$0ta'"), ("&c data", "&c data$0"), ("\"data\"", "\"$0data\"")] {
        check_uses(&CATEGORIES.replace(before, after));
    }
    let alias = cursor(&CATEGORIES.replace(": *c", ": *$0c"));
    assert_eq!(references(&alias.file(), alias.at, false).map(|found| found.len()), Some(3));
    let card = hover(&alias.file(), alias.at, &|_| None).unwrap();
    assert_eq!(card.span.slice(&alias.files.0["content/tools.yaml"]), "*c");
    assert_eq!(card.markdown, "**data** · category\n\n3 entries: data modelling, PostgreSQL, dbt");
}

#[test]
fn a_category_is_renamed_in_every_vocabulary() {
    let expected = CATEGORIES.replace("'data'", "'data work'").replace("&c data", "&c data work");
    let expected = expected.replace("\"data\"", "\"data work\"");
    let unmarked = |text: &str| {
        let lines = text.split_inclusive('\n').filter(|line| !(line.starts_with("# ") && line.contains('^')));
        lines.collect::<String>()
    };
    let sorted = |text: &str| {
        let (vocabularies, role) = text.split_once("#- content/roles").unwrap();
        format!("#- content/roles{role}{}", vocabularies.trim_start_matches('\n'))
    };
    check_rename(&CATEGORIES.replace("&c data", "&c da$0ta"), "data work", &sorted(&unmarked(&expected)));
    // Two of them become one.
    let merged = "#- content/tools.yaml\n- {name: a, category: x}\n- {name: b, category: y}\n";
    check_rename(&merged.replace(": y", ": $0y"), "x", &merged.replace(": y", ": x"));
}

#[test]
fn a_team_names_groups_of_its_own() {
    let fixture = r##"
#- content/roles/a.yaml
name: A
family: da$0ta
#       ^^^^ use
#- content/roles/b.yaml
name: B
family: "dat\u0061"
#        ^^^^^^^^^ use
#- role.json
{"$ref": "sidestep:role", "properties": {"family": {"type": "string", "x-sidestep-group": "family"}}}
#- sidestep.yaml
schemas: {role: role.json}
"##;
    check_uses(fixture);
    let cursor = cursor(fixture);
    let card = hover(&cursor.file(), cursor.at, &|_| None).unwrap().markdown;
    assert_eq!(card, "**data** · family\n\n2 entries: A, B");
    // Not all files of a large workspace are read for a card.
    let others: String = (0..500).map(|n| format!("#- content/roles/r{n}.yaml\nname: R{n}\nfamily: data\n")).collect();
    let large = Cursor::new(&format!("{}{others}", fixture.trim_start_matches('\n')));
    let card = hover(&large.file(), large.at, &|_| None).unwrap().markdown;
    assert_eq!(card, "**data** · family");
}

#[test]
fn a_group_under_a_misspelled_key_is_one() {
    check_uses(
        r##"
#- content/tools.yaml
- name: Oven
  category: he$0at
#           ^^^^ use
- name: Stove
  categry: heat
#          ^^^^ use
"##,
    );
}
