//! Semantic tokens: the names of a file and what they are.

use sidestep::ide::tokens::{Token, TokenKind, semantic_tokens};
use sidestep::text::Span;

use crate::cursor::Cursor;
use crate::fixture::Mark;

fn label(token: &Token) -> String {
    let kind = match token.kind {
        TokenKind::Role => "role",
        TokenKind::Skill => "skill",
        TokenKind::Tool => "tool",
        TokenKind::Term => "term",
        TokenKind::Column => "column",
        TokenKind::Bracket => "bracket",
        TokenKind::Shown => "shown",
    };
    let m = token.modifiers;
    let more = [(m.definition, ".def"), (m.deprecated, ".old"), (m.discouraged, ".bad")];
    more.iter().filter(|(on, _)| *on).fold(kind.to_owned(), |all, (_, word)| all + word)
}

/// The tokens of the files that have marks are exactly the marks.
#[track_caller]
fn check(fixture: &str) {
    let cursor = Cursor::new(fixture.trim_start());
    let mut got: Vec<Mark> = Vec::new();
    for path in cursor.files.0.keys().filter(|path| cursor.marks.iter().any(|m| m.0 == **path)) {
        let file = cursor.view().file(path).unwrap();
        got.extend(semantic_tokens(&file, None).iter().map(|t| cursor.mark(path, t.span, &label(t))));
    }
    got.sort();
    assert_eq!(got, cursor.marks);
}

#[test]
fn every_name_in_every_place() {
    check(
        r#"
#- sidestep.yaml
vocabularies: { certification: [content/certs.yaml] }
columns: [{ name: Focus }, { name: "Key Skills", kind: skill }]
#                 ^^^^^ column.def
#                                   ^^^^^^^^^^ column.def
#- content/skills.yaml
- name: Rust
#       ^^^^ skill.def
  avoid: [rustlang]
#         ^^^^^^^^ skill
#- content/certs.yaml
- name: CKA
#- content/roles/old.yaml
name: Old
summary: s
status: retired
#- content/roles/a.yaml
name: A
#     ^ role.def
aliases: ['Ah']
#          ^^ role.def
summary: "😀 Rust, rustlang, [[Old|the old one]], [[certification:CKA]] and [[Nobody]], `[[Old]]`"
#                 ^^^^^^^^ skill.bad
#                           ^^ bracket
#                             ^^^ role.old
#                                ^ bracket
#                                 ^^^^^^^^^^^ shown
#                                            ^^ bracket
#                                                ^^^^^^^^^^^^^^^^ bracket
#                                                                ^^^ term
#                                                                   ^^ bracket
#                                                                          ^^ bracket
#                                                                                  ^^ bracket
skills: [rust, "Rust", Cobol]
#        ^^^^ skill
#               ^^^^ skill
tools: [Free name]
#       ^^^^^^^^^ tool
replaced_by: OLD
#            ^^^ role.old.bad
comparison:
  columns: [Focus, Nope]
#           ^^^^^ column
  rows:
    - role: A
#           ^ role
      Focus: Rust
#     ^^^^^ column
      Nope: Rust
      Key Skills: Rust/Cobol (a note), rustlang
#     ^^^^^^^^^^ column
#                 ^^^^ skill
#                                      ^^^^^^^^ skill.bad
"#,
    );
}

#[test]
fn names_over_several_lines_are_cut_into_lines() {
    check(
        "
#- content/roles/a.yaml
name: Big Data Person
#     ^^^^^^^^^^^^^^^ role.def
summary: |
  See [[Big
#     ^^ bracket
#       ^^^ role
    Data Person | the
#   ^^^^^^^^^^^ role
#               ^ bracket
#                 ^^^ shown
  best]] and
# ^^^^ shown
#     ^^ bracket
replaced_by: Big
#            ^^^ role
  Data
# ^^^^ role
  Person
# ^^^^^^ role
",
    );
}

#[test]
fn a_range_and_other_line_ends() {
    let text = "\u{feff}name: A\r\nsummary: [[A]]\r\n\r\nreplaced_by: A\r\n";
    let mut cursor = Cursor::new("#- content/roles/a.yaml\n");
    cursor.files.0.insert("content/roles/a.yaml".to_owned(), text.to_owned());
    cursor.workspace = cursor.files.workspace();
    let file = cursor.file();
    let words = |range| -> Vec<&str> { semantic_tokens(&file, range).iter().map(|t| t.span.slice(text)).collect() };
    // A value that starts with brackets is a list of lists, so there is no mention.
    assert_eq!(words(None), ["A", "A"]);
    let last = text.rfind("rep").unwrap();
    assert_eq!(words(Some(Span::of(last, text.len()))), ["A"]);
    assert_eq!(words(Some(Span::of(last, last + 3))), [""; 0]);
}

#[test]
fn the_rest_of_a_broken_file() {
    check(
        "
#- content/roles/a.yaml
name: A
#     ^ role.def
summary: \"open [[A]]
#              ^^ bracket
#                ^ role
#                 ^^ bracket
alternatives:
  - role: B
#         ^ role
    tagline: [x
comparison:
  rows:
    - role: A
#           ^ role
#- content/roles/b.yaml
name: B
summary: s
",
    );
}
