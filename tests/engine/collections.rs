//! Content of a team's own shape: collections, ids, names of files (collections.md).

use crate::fixture::check;

/// Files that describe roles, each with the file's name as its id, skills nested in files of categories, and a catalogue of
/// what is planned.
const SHOP: &str = r#"
#- sidestep.yaml
collections:
  role: { files: ["crew/*.yaml"], schema: s/role.json }
  skills: { files: ["skills/*.yaml"], schema: s/skills.json }
  catalogue: { files: [catalogue.yaml], schema: s/catalogue.json }
#- s/role.json
{ "x-sidestep-file": { "defines": "role", "label": "id", "from": "stem" },
  "properties": {
    "title": { "x-sidestep-defines": "role" },
    "summary": { "x-sidestep-prose": true },
    "follows": { "x-sidestep-refers": "role" },
    "levels": { "items": { "properties": { "skills": { "items": { "properties": { "skill": { "x-sidestep-refers": "skill" } } } } } } } } }
#- s/skills.json
{ "properties": { "skills": { "items": { "properties": {
    "id": { "x-sidestep-defines": "skill", "x-sidestep-label": "id" },
    "name": { "x-sidestep-defines": "skill" } } } } } }
#- s/catalogue.json
{ "properties": { "crafts": { "items": { "properties": { "roles": { "items": { "properties": {
    "id": { "x-sidestep-defines": "role", "x-sidestep-label": "planned" },
    "title": { "x-sidestep-defines": "role" } } } } } } } } }
#- skills/doughs.yaml
title: Doughs
skills:
  - id: sourdough
    name: Sourdough
  - id: lamination
    name: Lamination
"#;

fn shop(files: &str) {
    check(&format!("{SHOP}{files}"));
}

#[test]
fn references_are_written_by_ids() {
    shop(
        r"#- crew/baker.yaml
title: Baker
summary: Bakes what [[Pastry Chef]] and [[pastry-chef]] sell.
levels:
  - name: junior
    skills:
      - skill: sourdough
      - skill: Sourdough
#              ^^^^^^^^^ discouraged-name
      - skill: sourdoug
#              ^^^^^^^^ unknown-skill
#- crew/pastry-chef.yaml
title: Pastry Chef
follows: baker
",
    );
}

#[test]
fn what_is_planned_is_no_error() {
    shop(
        r"#- catalogue.yaml
crafts:
  - name: Oven
    roles:
      - id: baker
        title: Master Baker
      - id: oven-keeper
        title: Oven Keeper
#- crew/baker.yaml
summary: Bakes with [[Oven Keeper]].
#                     ^^^^^^^^^^^ draft-role
follows: oven-keeper
#- crew/seller.yaml
title: Seller
follows: Master Baker
#        ^^^^^^^^^^^^ discouraged-name
",
    );
}

#[test]
fn names_of_things_with_ids_may_repeat_and_ids_may_not() {
    shop(
        r"#- crew/baker.yaml
title: Baker
follows: Cook
#        ^^^^ unknown-role
#- crew/cook.yaml
title: Cook
#- crew/ships-cook.yaml
title: Cook
#- skills/heat.yaml
skills:
  - { id: sourdough, name: Old dough }
#         ^^^^^^^^^ duplicate-name
  - { id: oven, name: Lamination }
",
    );
}

#[test]
fn keys_are_labels_and_references() {
    check(
        r#"
#- sidestep.yaml
collections:
  teams: { files: [data/teams.yaml], schema: s/teams.json }
  people: { files: ["people/*.yaml"], schema: s/person.json }
vocabularies: { tool: [tools.yaml] }
#- s/teams.json
{ "propertyNames": { "x-sidestep-defines": "team", "x-sidestep-label": "id" },
  "additionalProperties": { "properties": {
    "title": { "x-sidestep-defines": "team" },
    "lead": { "x-sidestep-refers": "role" },
    "supports": { "propertyNames": { "x-sidestep-refers": "tool" } } } } }
#- s/person.json
{ "properties": { "team": { "x-sidestep-refers": "team" }, "also": { "x-sidestep-refers": "team", "x-sidestep-separator": ";" } } }
#- data/teams.yaml
ovens:
  title: Oven crew
  lead: Anybody
  supports:
    Deck oven: daily
    Mixr: weekly
#   ^^^^ unknown-tool
counter:
  title: Counter crew
#- people/ada.yaml
team: oven
#     ^^^^ unknown-team
also: counter; ovens ; shelf
#                      ^^^^^ unknown-team
#- tools.yaml
- name: Deck oven
- name: Mixer
"#,
    );
}
