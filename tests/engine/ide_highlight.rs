//! The uses of a thing in one file.

use sidestep::ide::highlight::highlights;

use crate::cursor::Cursor;

#[track_caller]
fn check(fixture: &str) {
    let cursor = Cursor::new(fixture.trim_start_matches('\n'));
    let found = highlights(&cursor.file(), cursor.at);
    let label = |write: bool| if write { "write" } else { "read" };
    let got: Vec<_> = found.iter().map(|h| cursor.mark(&cursor.path, h.span, label(h.write))).collect();
    assert_eq!(got, cursor.marks);
}

#[test]
fn names() {
    check(
        r"
#- content/roles/a.yaml
name: Data Engineer
#     ^^^^^^^^^^^^^ write
aliases: [Datist]
#         ^^^^^^ write
why: A Data Engineer [[dat$0ist]] 😀 Data Engineer
#      ^^^^^^^^^^^^^ read
#                      ^^^^^^ read
#                                 ^^^^^^^^^^^^^ read
comparison: {rows: [{role: data-engineer, Key Skills: x}]}
#                          ^^^^^^^^^^^^^ read
",
    );
}

#[test]
fn unknown_names_and_columns() {
    check(
        r"
#- content/roles/a.yaml
name: A
alternatives:
  - role: Nob$0ody
#         ^^^^^^ read
comparison:
  rows:
    - role: Nobody
#           ^^^^^^ read
    - role: Nobody Else
",
    );
    check(
        r"
#- content/roles/a.yaml
name: A
comparison:
  columns: [Primary Focus, Key Skills]
#           ^^^^^^^^^^^^^ read
  rows:
    - role: A
      Primary Foc$0us: x
#     ^^^^^^^^^^^^^ read
    - role: B
      'Primary Focus': y
#      ^^^^^^^^^^^^^ read
",
    );
    check("#- content/roles/a.yaml\nname: A\nsumm$0ary: x\n");
}
