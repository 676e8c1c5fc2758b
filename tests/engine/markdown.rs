//! Markdown files: front matter read as YAML, the body as prose (collections.md, section 3).

use crate::fixture::check;

/// A role page of one file, beside one in YAML.
const PAGES: &str = r#"
#- sidestep.yaml
roles: ["crew/*.md", "crew/*.yaml"]
columns: [{ name: Focus }]
#- crew/cook.yaml
name: Cook
summary: Cooks.
why: See the [[Baker]].
alternatives: [{ role: Baker, tagline: Bakes., about: Bread. }]
comparison: { rows: [{ role: Cook, Focus: Meals }, { role: Baker }] }
how_to_pick: { options: [{ if: you like bread, role: Baker, then: Bake. }] }
"#;

fn pages(files: &str) {
    check(&format!("{PAGES}{files}"));
}

#[test]
fn a_role_is_one_markdown_file() {
    pages(
        r"#- crew/baker.md
---
name: Baker
summary: Bakes.
alternatives:
  - role: Cook
    tagline: Cooks.
    about: Meals.
comparison:
  rows:
    - { role: Baker, Focus: Bread }
    - { role: Cok }
#             ^^^ unknown-role
how_to_pick:
  options:
    - { if: you like meals, role: Cook, then: Cook. }
---

# Why look beyond

A [[Cook]] works by day, and a [[Cok]] never.
#                                ^^^ unknown-role
Code `[[Cok]]` is passed over, and {{ [[Cok]] }} too.
",
    );
}

#[test]
fn the_body_is_the_value_of_why() {
    pages(
        r"#- crew/baker.md
---
name: Baker
summary: Bakes.
why: It is here.
#    ^^^^^^^^^^^ schema
alternatives: [{ role: Cook, tagline: Cooks., about: Meals. }]
comparison: { rows: [{ role: Baker, Focus: Bread }, { role: Cook }] }
how_to_pick: { options: [{ if: you like meals, role: Cook, then: Cook. }] }
---
And here.
",
    );
}

#[test]
fn keys_that_are_missing_are_one_finding() {
    check(
        r"
#- sidestep.yaml
roles: [crew/*.md]
#- crew/baker.md
# Baker
#1-7 schema

Bakes bread.
#- crew/porter.md
---
name: Porter
summary: Carries.
status: draft
---
",
    );
}

#[test]
fn toml_is_passed_over() {
    check(
        r"
#- sidestep.yaml
collections: { page: { files: [docs/*.md], schema: p.json } }
#- p.json
{ required: [title] }
#- docs/a.md
+++
title = 1
+++
Text.
#- docs/b.md
---
title:
#7-6 schema
---
",
    );
}

#[test]
fn comments_in_the_body_silence() {
    pages(
        r"#- crew/baker.md
---
name: Baker
summary: Bakes.
status: draft
comparison: { rows: [{ role: Baker, Focus: Bread }] }
---
A [[Cok]]. <!-- sidestep: ignore[unknown-role] -->

<!-- sidestep: ignore[unknown-role] -->
Another [[Cok]]
and [[Cok]].

The last [[Cok]].
#          ^^^ unknown-role
",
    );
}

#[test]
fn pages_are_known_by_path_and_called_by_their_headings() {
    check(
        r#"
#- sidestep.yaml
collections:
  page: { files: ["**/*.md"], schema: "sidestep:page" }
  person: { files: [people.yaml], schema: s.json }
#- s.json
{ "properties": { "reads": { "items": { "x-sidestep-refers": "page" } } } }
#- people.yaml
reads:
  - handbook/start
  - The Book
#   ^^^^^^^^ discouraged-name
  - handbook/strat
#   ^^^^^^^^^^^^^^ unknown-page
#- handbook/README.md
---
title: The Book
---
#- handbook/start.md
Words.

# First *steps*

More, with [[page:The Book]] and [[page:Nowhere]].
#                                       ^^^^^^^ unknown-page
"#,
    );
}
