//! Markdown files: front matter read as YAML, the body as prose (collections.md, section 3).

use sidestep::edit::Edit;
use sidestep::fix::Fixer;
use sidestep::ide::Analysis;
use sidestep::ide::new_role::{first_draft, new_role};
use sidestep::rules::FixPlan;

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

#[test]
fn a_new_role_has_the_form_of_those_at_hand() {
    let (files, _) = crate::fixture::parse(
        "#- sidestep.yaml\nroles: [\"crew/*.md\"]\ncolumns: [{ name: Focus }]\n#- crew/cook.md\n---\nname: Cook\nsummary: Cooks.\n---\nFor the [[Baker]].\n",
    );
    let workspace = files.workspace();
    let view = Analysis { workspace: &workspace, sources: &files };
    let new = new_role(view, "Baker", None).map_err(|refusal| refusal.message).unwrap();
    assert_eq!(new.path, "crew/baker.md");
    assert_eq!(
        new.text,
        "---\nname: Baker\nstatus: draft\nsummary: …\ncomparison:\n  rows:\n    - role: Baker\n      Focus: …\n---\n"
    );
    assert_eq!(new.first.slice(&new.text), "…");
    let finding = files.check().into_iter().find(|finding| finding.code == "unknown-role").unwrap();
    let create = finding.fixes.iter().find(|plan| matches!(plan, FixPlan::CreateRole { .. })).unwrap();
    let fix = Fixer::new(&workspace, &files).fix(&finding, create).unwrap();
    assert_eq!(fix.edits, [Edit::Create { path: new.path, text: new.text }]);
    let draft = first_draft(view, "crew/porter.md", "\n").unwrap();
    assert!(draft.text.starts_with("---\nname: Porter\n") && draft.text.ends_with("\n---\n"), "{}", draft.text);
}
