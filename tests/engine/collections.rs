//! Content of a team's own shape: collections, ids, names of files (collections.md).

use sidestep::ide::change::rename::{self, RenameOptions};
use sidestep::rules::check_workspace;
use sidestep::workspace::{Change, Workspace};

use crate::corpus::Random;
use crate::cursor::Cursor;
use crate::fixture::check;
use crate::ide_completion::asked;

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

/// The shop with some files; with a catalogue of nothing where they have none.
fn with(files: &str) -> String {
    let empty = if files.contains("#- catalogue.yaml") { "" } else { "#- catalogue.yaml\ncrafts: []\n" };
    format!("{SHOP}{empty}{files}")
}

fn shop(files: &str) {
    check(&with(files));
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

/// A small shop: what is renamed at `$0` in one of the files changes these, and others stay as they are.
fn renamed(files: &str, new: &str, expected: &[(&str, &str)]) {
    let cursor = Cursor::new(&with(files));
    let (def, label) = rename::renamed(&cursor.file(), cursor.at).unwrap();
    let options = RenameOptions { label: Some(label), ..RenameOptions::default() };
    let plan = rename::rename(cursor.view(), def, new, options).unwrap();
    let after = cursor.files.after(&plan.edits);
    let changed: Vec<(&str, &str)> = after
        .0
        .iter()
        .filter(|(path, text)| cursor.files.0.get(*path) != Some(text))
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    assert_eq!(changed, expected);
    assert_eq!(after.marks().len(), cursor.files.marks().len(), "{:?}", after.marks());
}

#[test]
fn an_id_is_renamed_with_the_references_that_are_written_so() {
    renamed(
        "#- crew/baker.yaml
title: Baker
levels:
  - skills:
      - skill: sour$0dough
      - skill: Sourdough
#- crew/cook.yaml
summary: Likes [[skill:Sourdough]] and [[skill:sourdough]].
",
        "sour-dough",
        &[
            (
                "crew/baker.yaml",
                "title: Baker\nlevels:\n  - skills:\n      - skill: sour-dough\n      - skill: Sourdough\n",
            ),
            ("crew/cook.yaml", "summary: Likes [[skill:Sourdough]] and [[skill:sour-dough]].\n"),
            (
                "skills/doughs.yaml",
                "title: Doughs\nskills:\n  - id: sour-dough\n    name: Sourdough\n  - id: lamination\n    name: Lamination\n",
            ),
        ],
    );
}

#[test]
fn a_name_is_renamed_and_the_id_stays() {
    renamed(
        "#- crew/baker.yaml
title: Bak$0er
#- crew/cook.yaml
summary: Knows the [[Baker]] and the [[baker]].
follows: baker
",
        "Bread Baker",
        &[
            ("crew/baker.yaml", "title: Bread Baker\n"),
            ("crew/cook.yaml", "summary: Knows the [[Bread Baker]] and the [[baker]].\nfollows: baker\n"),
        ],
    );
}

#[test]
fn an_id_that_is_the_name_of_a_file_renames_it() {
    renamed(
        "#- catalogue.yaml
crafts:
  - roles:
      - { id: baker, title: Master Baker }
#- crew/baker.yaml
title: Baker
#- crew/cook.yaml
follows: ba$0ker
",
        "bread-baker",
        &[
            ("catalogue.yaml", "crafts:\n  - roles:\n      - { id: bread-baker, title: Master Baker }\n"),
            ("crew/bread-baker.yaml", "title: Baker\n"),
            ("crew/cook.yaml", "follows: bread-baker\n"),
        ],
    );
}

#[test]
fn links_follow_a_page_that_gets_another_name() {
    let fixture = r#"
#- sidestep.yaml
collections:
  page: { files: ["**/*.md"], schema: "sidestep:page" }
  person: { files: [people.yaml], schema: s.json }
#- s.json
{ "properties": { "reads": { "x-sidestep-refers": "page" } } }
#- people.yaml
reads: book/sta$0rt
#- book/start.md
# Start

[more](more.md) and [up](../README.md)
#- book/more.md
[a](start.md#part), [b](start), [c](./start.md), [d](start.html), [e](../book/start.md) and [f](more.md)
#- README.md
[book](book/start.md "title")
"#;
    let cursor = Cursor::new(fixture);
    let (def, label) = rename::renamed(&cursor.file(), cursor.at).unwrap();
    let options = RenameOptions { label: Some(label), ..RenameOptions::default() };
    let plan = rename::rename(cursor.view(), def, "guide/first steps", options).unwrap();
    let after = cursor.files.after(&plan.edits);
    assert_eq!(after.0["people.yaml"], "reads: guide/first steps\n");
    assert_eq!(after.0["README.md"], "[book](guide/first%20steps.md \"title\")\n");
    assert_eq!(
        after.0["book/more.md"],
        "[a](../guide/first%20steps.md#part), [b](../guide/first%20steps), [c](../guide/first%20steps.md), [d](../guide/first%20steps.html), [e](../guide/first%20steps.md) and [f](more.md)\n"
    );
    assert_eq!(after.0["guide/first steps.md"], "# Start\n\n[more](../book/more.md) and [up](../README.md)\n");
    assert_eq!(after.marks(), []);
}

/// What is offered at `$0`: each label with what it inserts.
fn offered(files: &str) -> Vec<(String, String)> {
    let asked = asked(Cursor::new(&with(files)), true);
    asked.answer.items.iter().map(|item| (item.label.clone(), item.text.clone())).collect()
}

#[test]
fn completion_finds_by_name_and_inserts_the_id() {
    let crew = "#- crew/pastry-chef.yaml
title: Pastry Chef
#- crew/seller.yaml
summary: Sells.
#- catalogue.yaml
crafts: [{ roles: [{ id: oven-keeper, title: Oven Keeper }, { id: pastry-chef, title: Master of Pastry }] }]
";
    let pair = |label: &str, inserts: &str| (label.to_owned(), inserts.to_owned());
    assert_eq!(
        offered(&format!("{crew}#- crew/x.yaml\nfollows: pas$0\n")),
        [pair("Pastry Chef", "pastry-chef"), pair("Master of Pastry", "pastry-chef"),]
    );
    assert_eq!(offered(&format!("{crew}#- crew/x.yaml\nfollows: oven$0\n")), [pair("Oven Keeper", "oven-keeper")]);
    assert_eq!(offered(&format!("{crew}#- crew/x.yaml\nfollows: sel$0\n")), [pair("seller", "seller")]);
    let skills = "#- crew/x.yaml\nlevels: [{ skills: [{ skill: $0 }] }]\n";
    assert_eq!(offered(skills), [pair("Lamination", "lamination"), pair("Sourdough", "sourdough")]);
}

#[test]
fn what_is_wrong_with_the_settings_is_told_there() {
    check(
        r#"
#- sidestep.yaml
roles: ["crew/*.yaml"]
#1-5 config
collections:
  role: { files: ["crew/*.yaml"], schema: s.json }
  team: { files: ["teams/*.yaml", none.yaml], schema: none.json }
#                  ^^^^^^^^^^^^ config
#                                 ^^^^^^^^^ config
#                                                     ^^^^^^^^^ config
  Shop: { files: [shop.yaml] }
# ^^^^ schema
  page: { files: [], schema: "sidestep:page", kind: page }
#                ^^ schema
#                                             ^^^^ schema
#- s.json
{ "properties": { "name": { "x-sidestep-defines": "role", "x-sidestep-label": "nick" } } }
#                                                                              ^^^^ config
#- crew/a.yaml
name: A
"#,
    );
}

/// Whatever is done to files of a team's own shape, the findings are those of a workspace that is read anew.
#[test]
fn edits_of_all_sorts_equal_a_fresh_start() {
    let fixture = with(
        "#- catalogue.yaml
crafts: [{ roles: [{ id: baker, title: Master Baker }, { id: oven-keeper, title: Oven Keeper }] }]
#- crew/baker.yaml
title: Baker
summary: Bakes what [[Pastry Chef]] sells, with the [[Oven Keeper]].
levels: [{ skills: [{ skill: sourdough }, { skill: Lamination }] }]
#- crew/pastry-chef.yaml
title: Pastry Chef
follows: baker
#- crew/cook.yaml
follows: Master Baker
",
    );
    let (files, _) = crate::fixture::parse(&fixture);
    let today = jiff::civil::date(2026, 11, 24);
    let words =
        ["baker", "oven-keeper", "Pastry Chef", "id: ", "title: ", "sourdough", "\n", "- ", "x", ": ", "[", "Baker"];
    for seed in 1..40 {
        let mut random = Random(seed);
        let mut now = files.clone();
        let mut workspace = files.workspace();
        for _ in 0..12 {
            let paths: Vec<String> =
                now.0.keys().filter(|path| path.ends_with(".yaml") && *path != "sidestep.yaml").cloned().collect();
            let path = paths[random.below(paths.len())].clone();
            let mut text = now.0[&path].clone();
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let from = places[random.below(places.len())];
            let to = places.iter().copied().find(|at| *at >= from + random.below(9)).unwrap_or(text.len());
            text.replace_range(from..to, words[random.below(words.len())]);
            let change = match random.below(10) {
                0 => Change::Remove { path: path.clone() },
                1 => Change::Set { path: "crew/oven-keeper.yaml".to_owned(), text },
                _ => Change::Set { path, text },
            };
            match &change {
                Change::Set { path, text } => now.0.insert(path.clone(), text.clone()),
                change => now.0.remove(change.path()),
            };
            workspace.apply(vec![change], &now);
            // Broken files keep what they said when they last parsed: that is no part of a fresh start.
            if workspace.files().all(|(_, entry)| entry.facts.syntax.is_empty()) {
                let (found, fresh) = (check_workspace(&workspace, today), check_workspace(&now.workspace(), today));
                assert_eq!(found, fresh, "seed {seed}\n{}", now.text());
            }
        }
    }
}

/// Schemas of collections may take as long to compile as any: an editor's server compiles them beside its messages.
#[test]
fn schemas_of_collections_are_named() {
    let (files, _) = crate::fixture::parse(&with(""));
    assert!(Workspace::names_schemas(&files));
    assert!(Workspace::open_at_once(&files).lacks_schemas());
    let (files, _) = crate::fixture::parse(
        "#- sidestep.yaml\ncollections: { page: { files: [a.md], schema: \"sidestep:page\" } }\n",
    );
    assert!(!Workspace::names_schemas(&files));
}

/// A role is no orphan where any other file refers to it, in whatever letter case: so it is told at once and after changes.
#[test]
fn a_role_that_another_file_refers_to_is_no_orphan() {
    let (mut files, _) = crate::fixture::parse(
        r#"
#- sidestep.yaml
roles: ["crew/*.yaml"]
collections: { shift: { files: [shifts.yaml], schema: s.json } }
#- s.json
{ "properties": { "early": { "x-sidestep-refers": "role" } } }
#- crew/baker.yaml
name: Baker
summary: Bakes, as every [[Baker]] does.
#- crew/cook.yaml
name: Cook
summary: Cooks before the [[Seller]] comes.
#- crew/seller.yaml
name: Seller
summary: Sells.
#- shifts.yaml
early: baker
"#,
    );
    let orphans = |workspace: &Workspace| -> Vec<String> {
        let found = check_workspace(workspace, jiff::civil::date(2026, 11, 24)).into_iter();
        found.filter(|finding| finding.code == "orphan-role").map(|finding| finding.path.to_string()).collect()
    };
    let mut workspace = files.workspace();
    assert_eq!(orphans(&workspace), ["crew/cook.yaml"]);
    for (path, text, expected) in [
        ("shifts.yaml", "early: Cook\n", &["crew/baker.yaml"][..]),
        ("crew/cook.yaml", "name: Cook\nsummary: Cooks.\n", &["crew/baker.yaml", "crew/seller.yaml"]),
    ] {
        files.0.insert(path.to_owned(), text.to_owned());
        workspace.apply(vec![Change::Set { path: path.to_owned(), text: text.to_owned() }], &files);
        assert_eq!(orphans(&workspace), expected);
        assert_eq!(orphans(&files.workspace()), expected);
    }
}
