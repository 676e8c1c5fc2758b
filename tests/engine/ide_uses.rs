//! Uses of names across files.

use sidestep::ide::uses::uses_of;

use crate::cursor::Cursor;

#[test]
fn every_spelling_in_every_place() {
    let cursor = Cursor::new(
        r#"
#- content/skills.yaml
- name: Rust
#       ^^^^ def
  aliases: [Rust language]
#           ^^^^^^^^^^^^^ def
#- content/roles/a.yaml
name: A
summary: Likes [[skill:Rust]] a lot.
#                      ^^^^ use
skills: ["Ru$0st", rust language]
#         ^^^^ use
#                ^^^^^^^^^^^^^ use
comparison:
  rows:
    - role: A
      Key Skills: Go, Rust (fast)
#                     ^^^^ use
"#
        .trim_start(),
    );
    let file = cursor.file();
    let name = file.use_at(cursor.at).unwrap();
    let mut got: Vec<_> = uses_of(cursor.view(), name.def().unwrap())
        .iter()
        .map(|(at, u)| cursor.mark(&at.path, at.span, if u.is_definition() { "def" } else { "use" }))
        .collect();
    got.sort();
    assert_eq!(got, cursor.marks);
}
