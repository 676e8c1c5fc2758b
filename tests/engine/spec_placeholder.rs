//! Section 6 of the content model: `placeholder`.

use crate::fixture::check;

const WORLD: &str = "\
#- sidestep.yaml
columns: [{ name: Focus }, { name: Tools, kind: tool }]
#- content/tools.yaml
- name: lathe
- name: kiln
#- content/roles/potter.yaml
name: Potter
summary: Throws pots.
comparison:
  rows:
    - { role: Potter, Focus: clay, Tools: kiln }
";

#[test]
fn required_texts_items_names_references_and_cells() {
    check(&format!(
        "{WORLD}{}",
        r#"#- content/roles/turner.yaml
name: Turner
aliases: [TBD]
#         ^^^ placeholder
summary: "TODO: one line"
#         ^^^^^^^^^^^^^^ placeholder
tools: [lathe, …, '???']
#              ^ placeholder
#20-22 placeholder
why: |
  Lorem ipsum dolor sit amet.
# ^^^^^^^^^^^^^^^^^^^^^^^^^^^ placeholder
alternatives:
  - role: Potter
    tagline: …
#            ^ placeholder
    about: FIXME, and see [[TODO]].
#          ^^^^^^^^^^^^^^^^^^^^^^^^ placeholder
    best_for: [those who like clay, ...]
#                                   ^^^ placeholder
  - role: …
#         ^ placeholder
    tagline: Some other work.
    about: It is about [[ … ]] and [[tool:XXX]].
#                         ^ placeholder
#43-45 placeholder
comparison:
  rows:
    - role: Turner
      Focus: "?"
#             ^ placeholder
      Tools: Lorem ipsum, dolor, lathe
#            ^^^^^^^^^^^^^^^^^^^^^^^^^ placeholder
    - role: Potter
      Focus: …
#            ^ placeholder
how_to_pick:
  intro: TODO say how.
  options:
    - if: ____
#         ^^^^ placeholder
      role: Potter
      then: Read about it.
"#
    ));
}

/// A name among others, and what only looks like a placeholder.
#[test]
fn one_item_of_a_list_and_what_says_something() {
    check(&format!(
        "{WORLD}{}",
        r#"#- content/roles/turner.yaml
name: Turner
summary: Todo lists are kept by others.
tools: [lathe, TODOS]
#              ^^^^^ unknown-tool
comparison:
  rows:
    - role: Turner
      Focus: what else?!
      Tools: lathe, TBD, sawmill
#21-23 placeholder
#26-32 unknown-tool
"#
    ));
    check(&format!(
        "{WORLD}{}",
        r#"#- content/roles/turner.yaml
name: Turner
summary: Turns wood.
comparison:
  rows:
    - role: Turner
      Focus: [bowls, TODO, …]
#                    ^^^^ placeholder
      Tools:
        - lathe
        - tbd
#         ^^^ placeholder
#- content/roles/sawyer.yaml
name: Sawyer
summary: Saws wood.
comparison:
  rows:
    - role: Sawyer
      Focus: ' … '
#16-16 placeholder
      Tools: lathe
"#
    ));
}

/// What a tool leaves blank is told where no text is required, too.
#[test]
fn blanks_of_tools() {
    check(
        r#"#- content/tools.yaml
- name: lathe
  summary: …
#          ^ placeholder
- name: kiln
  summary: TODO
#- content/roles/turner.yaml
name: Turner
summary: Turns wood.
how_to_pick:
  intro: …
#        ^ placeholder
  options:
    - { if: x, role: Turner, then: y }
#                    ^^^^^^ extra-pick
"#,
    );
}

/// No cell is taken from a row that says nothing yet, and no file is named by a name that is none.
#[test]
fn nothing_follows_from_a_placeholder() {
    check(&format!(
        "{WORLD}{}",
        r#"#- content/roles/turner.yaml
name: "…"
#      ^ placeholder
summary: Turns wood.
#- content/roles/carver.yaml
name: Carver
summary: Carves.
comparison:
  rows:
    - { role: Carver, Focus: TBD, Tools: lathe }
#                            ^^^ placeholder
#- content/roles/joiner.yaml
name: Joiner
summary: Joins.
why: For a change.
alternatives:
  - { role: Carver, tagline: a, about: b }
comparison:
  rows:
    - { role: Joiner, Focus: wood, Tools: lathe }
    - { role: Carver, Focus: ornaments }
how_to_pick:
  options:
    - { if: a, role: Carver, then: b }
"#
    ));
}

#[test]
fn in_a_draft_it_is_an_info() {
    let (files, _) = crate::fixture::parse("#- content/roles/turner.yaml\nname: Turner\nsummary: …\nstatus: draft\n");
    let found = files.check();
    let own: Vec<_> = found.iter().filter(|d| d.code == "placeholder").collect();
    assert_eq!(own.len(), 1);
    assert_eq!(own[0].severity, sidestep::workspace::Severity::Info);
    assert_eq!(own[0].message, "\"…\" holds the place of words that are still to be written");
}
