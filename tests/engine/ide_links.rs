//! Links out of a file.

use sidestep::ide::links::{LinkTarget, document_links};

use crate::cursor::Cursor;
use crate::fixture::Mark;

/// The links of all files are exactly the marks; a mark's label is the target.
#[track_caller]
fn check(fixture: &str) {
    let cursor = Cursor::new(fixture.trim_start());
    let mut got: Vec<Mark> = Vec::new();
    for path in cursor.files.0.keys() {
        let Some(file) = cursor.view().file(path) else { continue };
        got.extend(document_links(&file).iter().map(|link| {
            let (LinkTarget::Url(target) | LinkTarget::File(target)) = &link.target;
            assert!(link.tooltip.contains(target.trim_start_matches("mailto:")), "{link:?}");
            cursor.mark(path, link.span, target)
        }));
    }
    got.sort();
    assert_eq!(got, cursor.marks);
}

#[test]
fn markdown_in_prose() {
    check(
        r#"
#- content/notes/a_b.md
#- content/roles/x.yaml
name: X
summary: "One \u00e9 [a](https://a.example/x?y=1#z) two"
#                        ^^^^^^^^^^^^^^^^^^^^^^^^^ https://a.example/x?y=1#z
why: |
  [m](mailto:me@a.example), <https://b.example>, [r], [site](/x/), [anchor](#x), [bad](htps://c.example)
#     ^^^^^^^^^^^^^^^^^^^ mailto:me@a.example
#                            ^^^^^^^^^^^^^^^^^ https://b.example
  [file](../notes/a%5Fb.md#top), [none](../notes/c.md), `[code](https://d.example)`, [http](HTTP://e.example)
#        ^^^^^^^^^^^^^^^^^^^^^ content/notes/a_b.md
#                                                                                           ^^^^^^^^^^^^^^^^ HTTP://e.example

  [r]: https://f.example "Title"
#      ^^^^^^^^^^^^^^^^^ https://f.example
outro: "[not prose](https://g.example)"
"#,
    );
}

#[test]
fn files_of_the_workspace() {
    check(
        r#"
#- content/roles/x.yaml
name: X
summary: See [y](y.yaml) and [tools](../tools.yaml#x), [none](none.yaml), [up](../../../x.md)
#                ^^^^^^ content/roles/y.yaml
#                                    ^^^^^^^^^^^^^^^ content/tools.yaml
#- content/roles/y.yaml
name: Y
summary: s
#- content/tools.yaml
- name: Docker
  url: https://www.docker.com/
#      ^^^^^^^^^^^^^^^^^^^^^^^ https://www.docker.com/
"#,
    );
}

#[test]
fn values_that_are_an_address() {
    check(
        r#"
#- content/roles/x.yaml
name: X
summary: s
toolkit: 'https://x.example/kit'
#         ^^^^^^^^^^^^^^^^^^^^^ https://x.example/kit
redirect_from: [/old/, "https://x.example/old"]
#                       ^^^^^^^^^^^^^^^^^^^^^ https://x.example/old
x-a: see https://x.example
x-b: >-
  https://x.example/long
# ^^^^^^^^^^^^^^^^^^^^^^ https://x.example/long
x-c: https://
x-d: 'https://x.example/a b'
#- content/roles/y.yaml
name: Y
summary: s
toolkit: /y/
"#,
    );
}

#[test]
fn settings() {
    check(
        r#"
#- sidestep.yaml
roles: ["content/roles/**/*.yaml", ./content/roles/x.yaml]
#                                  ^^^^^^^^^^^^^^^^^^^^^^ content/roles/x.yaml
vocabularies:
  skill: [content/skills.yaml, content/missing.yaml, "../up.yaml"]
#         ^^^^^^^^^^^^^^^^^^^ content/skills.yaml
#                                                     ^^^^^^^^^^ ../up.yaml
  tool: ["content/*.yaml"]
schemas: { role: "./schema/own.json", vocabulary: schema/none.json }
#                 ^^^^^^^^^^^^^^^^^ schema/own.json
toolkit_url: "https://x.example/{slug}/"
#- content/skills.yaml
[]
#- ../up.yaml
[]
#- schema/own.json
{ "$ref": "sidestep:role" }
#- content/roles/x.yaml
name: X
summary: s
"#,
    );
}

#[test]
fn the_rest_of_a_broken_file() {
    check(
        r#"
#- content/roles/x.yaml
name: [X
summary: "See [a](https://a.example)
#                 ^^^^^^^^^^^^^^^^^ https://a.example
toolkit: https://b.example
#        ^^^^^^^^^^^^^^^^^ https://b.example
"#,
    );
}
