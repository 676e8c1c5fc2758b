//! A role's name and its repetitions.

use sidestep::ide::linked::linked;

use crate::cursor::Cursor;

#[track_caller]
fn check(fixture: &str) {
    let cursor = Cursor::new(fixture.trim_start_matches('\n'));
    let found = linked(&cursor.file(), cursor.at).unwrap_or_default();
    let got: Vec<_> = found.iter().map(|span| cursor.mark(&cursor.path, *span, "same")).collect();
    assert_eq!(got, cursor.marks);
}

const FILE: &str = r#"
#- content/roles/a.yaml
name: "Data $0Engineer"
#      ^^^^^^^^^^^^^ same
aliases: [Datist]
why: >
  😀 [[Data Engineer]], [[data-engineer]], [[Datist]], [[Data
#     ^^^^^^^^^^^^^ same
  Engineer]], Data Engineer
comparison:
  rows:
    - role: &me Data Engineer
#               ^^^^^^^^^^^^^ same
    - role: *me
    - role: "Data\x20Engineer"
    - role: Other Role
#- content/roles/b.yaml
name: Other Role
replaced_by: Data Engineer
"#;

#[test]
fn the_name_and_the_same_letters_elsewhere() {
    check(FILE);
    check(&FILE.replace('\n', "\r\n"));
    let moved = FILE.replace("$0", "");
    check(&moved.replace("[[Data Eng", "[[Data $0Eng"));
    check(&moved.replace("name: \"", "bad: [\nname: \"$0"));
}

#[test]
fn nothing_elsewhere() {
    for (from, to) in [("Other Role\n#-", "Other$0 Role\n#-"), ("Datist]\n", "Dat$0ist]\n"), ("why", "wh$0y")] {
        let fixture: String = FILE.replace("$0", "").replacen(from, to, 1);
        let lines = fixture.lines().filter(|line| !line.trim_end().ends_with("same"));
        check(&lines.collect::<Vec<_>>().join("\n"));
    }
    check("#- content/roles/a.yaml\nname: A$0\nsummary: x\n");
    check("#- content/skills.yaml\n- name: A$0\n");
}
