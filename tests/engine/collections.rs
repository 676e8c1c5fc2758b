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

/// Whoever gives the second thing its own id again wants the reference as it is.
#[test]
fn nothing_is_led_to_an_id_that_two_things_claim() {
    shop(
        r"#- crew/baker.yaml
title: Baker
levels:
  - name: junior
    skills:
      - skill: oven
      - skill: Oven
#- skills/heat.yaml
skills:
  - { id: sourdough, name: Oven }
#         ^^^^^^^^^ duplicate-name
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
    let (def, label) = rename::rename_target(&cursor.file(), cursor.at).unwrap();
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

/// What is foreseen twice by one id is one thing.
#[test]
fn entries_that_foresee_one_thing_are_renamed_together() {
    renamed(
        "#- catalogue.yaml
crafts:
  - roles: [{ id: baker, title: Baker }, { id: baker, title: Baker }]
#- crew/cook.yaml
follows: bak$0er
",
        "bread-baker",
        &[
            (
                "catalogue.yaml",
                "crafts:\n  - roles: [{ id: bread-baker, title: Baker }, { id: bread-baker, title: Baker }]\n",
            ),
            ("crew/cook.yaml", "follows: bread-baker\n"),
        ],
    );
}

#[test]
fn a_file_gets_no_name_that_says_something_else() {
    let cursor = Cursor::new(&with(
        "#- crew/baker.yaml\ntitle: Baker\n#- crew/cook.yaml\nfollows: ba$0ker\n#- crew/taken.yaml\ntitle: x\n",
    ));
    let (def, label) = rename::rename_target(&cursor.file(), cursor.at).unwrap();
    for new in [
        "README",
        "index",
        "_index",
        "x/",
        "/x",
        "a//b",
        "./x",
        "../x",
        ".hidden",
        "node_modules",
        "con",
        "NUL",
        "aux.x",
        "x.",
        "a:b",
        "taken",
        &"x".repeat(300),
    ] {
        let options = RenameOptions { label: Some(label.clone()), ..RenameOptions::default() };
        assert!(rename::rename(cursor.view(), def, new, options).is_err(), "{new}");
    }
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
    let (def, label) = rename::rename_target(&cursor.file(), cursor.at).unwrap();
    let options = RenameOptions { label: Some(label), ..RenameOptions::default() };
    let plan = rename::rename(cursor.view(), def, "guide/first steps", options).unwrap();
    let after = cursor.files.after(&plan.edits);
    assert_eq!(after.0["people.yaml"], "reads: guide/first steps\n");
    assert_eq!(after.0["README.md"], "[book](guide/first%20steps.md \"title\")\n");
    assert_eq!(
        after.0["book/more.md"],
        "[a](../guide/first%20steps.md#part), [b](../guide/first%20steps), [c](./../guide/first%20steps.md), [d](../guide/first%20steps.html), [e](../guide/first%20steps.md) and [f](more.md)\n"
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
        let mut workspace = files.workspace().live();
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
    let mut workspace = files.workspace().live();
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

/// A collection whose files hold nothing of a kind that its schema defines is told at its pattern, and nothing is unknown.
#[test]
fn a_collection_that_yields_nothing() {
    let schemas = r#"
#- s/teams.json
{ "properties": { "teams": { "items": { "properties": { "id": { "x-sidestep-defines": "team", "x-sidestep-label": "id" } } } } } }
#- s/people.json
{ "properties": { "team": { "x-sidestep-refers": "team" } } }
#- people.yaml
team: ovens
"#;
    let settings = |mark: &str| {
        format!(
            "#- sidestep.yaml\ncollections:\n  people: {{ files: [people.yaml], schema: s/people.json }}\n  teams: {{ files: [\"teams/*.yaml\"], schema: s/teams.json }}\n{mark}{schemas}"
        )
    };
    let told = "#                   ^^^^^^^^^^^^ config\n";
    // The list stands under another key than the schema says.
    check(&format!("{}#- teams/a.yaml\ncrews:\n  - id: ovens\n#- teams/b.yaml\nnote: none\n", settings(told)));
    // One file that yields something is enough, and so is a list that is empty.
    let known = "#- people.yaml\nteam: ovens\n#     ^^^^^ unknown-team\n";
    let without = |text: String| text.replace("#- people.yaml\nteam: ovens\n", known);
    check(&format!(
        "{}#- teams/a.yaml\ncrews: []\n#- teams/b.yaml\nteams: [{{ id: counter }}]\n",
        without(settings(""))
    ));
    check(&format!("{}#- teams/a.yaml\nteams: []\n", without(settings(""))));
    check(&format!("{}#- teams/a.yaml\nteams:\n", without(settings(""))));
}

/// What comes and goes in files of a collection tells whether it yields something, as a fresh start does.
#[test]
fn what_a_collection_yields_is_settled_anew() {
    let (mut files, _) = crate::fixture::parse(
        r#"#- sidestep.yaml
collections: { teams: { files: [teams.yaml], schema: s.json } }
#- s.json
{ "propertyNames": {}, "properties": { "teams": { "additionalProperties": { "properties": { "name": { "x-sidestep-defines": "team" } } } } } }
#- teams.yaml
crews: { a: { name: Ovens } }
"#,
    );
    let today = jiff::civil::date(2026, 11, 24);
    let mut workspace = files.workspace().live();
    for (text, count) in
        [("crews: { a: { name: Ovens } }\n", 1), ("teams: { a: { name: Ovens } }\n", 0), ("x: 1\n", 1), ("", 0)]
    {
        files.0.insert("teams.yaml".to_owned(), text.to_owned());
        workspace.apply(vec![Change::Set { path: "teams.yaml".to_owned(), text: text.to_owned() }], &files);
        let found = check_workspace(&workspace, today);
        assert_eq!(found, check_workspace(&files.workspace(), today));
        assert_eq!(found.iter().filter(|finding| finding.code == "config").count(), count, "{text}: {found:?}");
    }
}

#[test]
fn each_role_is_judged_by_the_schema_of_its_collection() {
    check(
        r#"
#- sidestep.yaml
collections:
  bakers: { files: ["bakers/*.yaml"], schema: s/baker.json }
  cooks: { files: ["cooks/*.yaml"], schema: s/cook.json }
  role: { files: ["others/*.yaml"], schema: "sidestep:role" }
#- s/baker.json
{ "$ref": "sidestep:role", "properties": { "oven": { "type": "string" } } }
#- s/cook.json
{ "$ref": "sidestep:role", "properties": { "stove": { "x-sidestep-refers": "role" } }, "required": ["stove"] }
#- bakers/a.yaml
name: A
summary: Bakes.
oven: deck
stove: A
#1-5 schema
#- cooks/b.yaml
name: B
summary: Cooks.
oven: deck
#1-4 schema
stove: Nobody
#      ^^^^^^ unknown-role
#- cooks/c.yaml
name: C
#1-4 schema
summary: Cooks.
#- others/d.yaml
name: D
summary: Else.
oven: deck
#1-4 schema
"#,
    );
}

#[test]
fn annotations_that_do_nothing_are_told() {
    check(
        r#"
#- sidestep.yaml
collections:
  a: { files: [a.yaml], schema: s.json }
  b: { files: [b.yaml], schema: s.json }
#- s.json
{
  "x-sidestep-file": { "defines": "thing", "from": "name" },
#                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ config
  "x-sidestep-heading": { "label": "id" },
#                       ^^^^^^^^^^^^^^^^^ config
  "x-sidestep-body": true,
#                    ^^^^ config
  "properties": {
    "name": { "x-sidestep-defines": "thing" },
    "a": { "x-sidestep-label": "id" },
#                               ^^ config
    "b": { "x-sidestep-separator": ";" },
#                                   ^ config
    "c": { "x-sidestep-written": "path" },
#                                 ^^^^ config
    "d": { "x-sidestep-file": { "defines": "thing" } },
#                             ^^^^^^^^^^^^^^^^^^^^^^ config
    "e": { "items": { "x-sidestep-refers": "thing", "x-sidestep-separator": ";", "x-sidestep-written": "path" } }
  }
}
#- a.yaml
name: A
#- b.yaml
name: B
"#,
    );
    check(
        r#"
#- sidestep.yaml
collections: { a: { files: [a.yaml], schema: s.json } }
#- s.json
{ "x-sidestep-file": { "refers": "thng" }, "properties": { "name": { "x-sidestep-defines": "thing" } } }
#                    ^^^^^^^^^^^^^^^^^^^^ config
#- a.yaml
name: A
"#,
    );
}

/// Files of two kinds that refer to each other, for features that show what stands elsewhere.
const CREWS: &str = r#"
#- sidestep.yaml
collections:
  crew: { files: ["crew/*.yaml"], schema: s/crew.json }
  tools: { files: [tools.yaml], schema: s/tools.json }
  page: { files: ["book/*.md"], schema: "sidestep:page" }
#- s/crew.json
{ "x-sidestep-file": { "defines": "crew", "label": "id", "from": "stem" },
  "properties": {
    "title": { "x-sidestep-defines": "crew" },
    "also": { "items": { "x-sidestep-defines": "crew", "x-sidestep-label": "alias" } },
    "text": { "x-sidestep-prose": true },
    "uses": { "items": { "x-sidestep-refers": "tool" } },
    "next": { "x-sidestep-refers": "crew" } } }
#- s/tools.json
{ "properties": { "tools": {
    "propertyNames": { "x-sidestep-defines": "tool", "x-sidestep-label": "id" },
    "additionalProperties": { "properties": {
      "label": { "x-sidestep-defines": "tool" },
      "note": { "x-sidestep-prose": true },
      "of": { "x-sidestep-refers": "crew" } } } } } }
#- crew/ovens.yaml
title: Oven crew
also: [Bakers]
text: Bakes the bread.
uses: [peel, mixer]
next: counter
#- crew/counter.yaml
title: Counter crew
uses: [peel]
#- book/start.md
---
title: The book
---
# How we begin

By reading on, as [[crew:ovens]] did.
#- tools.yaml
tools:
  peel:
    label: Peel
    note: A board on a stick.
    of: ovens
  mixer:
    label: Mixer
"#;

/// A cursor in a file of [`CREWS`], before the first `text` of it.
fn crews(path: &str, text: &str) -> Cursor {
    let start = CREWS.find(&format!("#- {path}\n")).unwrap();
    let at = start + CREWS[start..].find(text).unwrap();
    Cursor::new(&format!("{}$0{}", &CREWS[..at], &CREWS[at..]))
}

#[test]
fn hovers_show_name_id_kind_and_first_prose() {
    let shown = |path: &str, text: &str| {
        let cursor = crews(path, text);
        sidestep::ide::hover::hover(&cursor.file(), cursor.at, &|_| None).unwrap().markdown
    };
    let peel =
        "**Peel** · tool\n\nA board on a stick.\n\nId: `peel`  \nUsed by 2 files: crew/counter.yaml, crew/ovens.yaml";
    assert_eq!(shown("crew/ovens.yaml", "peel"), peel);
    assert_eq!(shown("tools.yaml", "Peel"), peel);
    let ovens = "**Oven crew** · crew\n\nBakes the bread.\n\nId: `ovens`  \nAlso: Bakers  \nUsed by 2 files: book/start.md, tools.yaml";
    assert_eq!(shown("tools.yaml", "ovens"), ovens);
    assert_eq!(shown("book/start.md", "ovens"), ovens);
}

#[test]
fn completion_finds_aliases_and_documents_by_annotations() {
    use sidestep::ide::completion::docs;
    let cursor = Cursor::new(&CREWS.replace("    of: ovens\n", "    of: bak$0\n"));
    let asked = asked(cursor, true);
    let item = asked.answer.items.first().unwrap();
    assert_eq!((item.label.as_str(), item.text.as_str()), ("Bakers", "ovens"));
    let text = docs(asked.cursor.view(), item.docs.as_ref().unwrap()).unwrap();
    assert_eq!(text, "**Oven crew**\n\n`ovens`\n\nBakes the bread.");
}

#[test]
fn outlines_name_things() {
    use sidestep::ide::symbols::{Symbol, SymbolKind, document_symbols};
    fn told(symbols: &[Symbol], depth: usize, out: &mut Vec<String>) {
        for symbol in symbols {
            let is_thing = matches!(symbol.kind, SymbolKind::Role | SymbolKind::Term(_));
            let detail = symbol.detail.as_deref().filter(|_| is_thing).map_or(String::new(), |id| format!(" ({id})"));
            out.push(format!("{}{}{detail}", "  ".repeat(depth), symbol.name));
            told(&symbol.children, depth + 1, out);
        }
    }
    let outline = |path: &str, text: &str| {
        let mut out = Vec::new();
        told(&document_symbols(&crews(path, text).file()), 0, &mut out);
        out
    };
    assert_eq!(
        outline("tools.yaml", "Peel"),
        ["tools", "  Peel (peel)", "    label", "    note", "    of", "  Mixer (mixer)", "    label"]
    );
    assert_eq!(outline("crew/counter.yaml", "peel"), ["Counter crew (counter)", "  title", "  uses", "    peel"]);
    assert_eq!(outline("book/start.md", "The book"), ["The book (book/start)", "  title"]);
}

#[test]
fn calls_lead_from_thing_to_thing() {
    use sidestep::ide::calls::{incoming, outgoing, prepare, thing_in};
    let cursor = crews("tools.yaml", "board on");
    let peel = prepare(&cursor.file(), cursor.at).unwrap();
    assert_eq!((&*peel.name, &*peel.label, &*peel.path), ("Peel", "peel", "tools.yaml"));
    assert_eq!(thing_in(cursor.view(), &peel.path, &peel.label), Some(peel.def));
    let names = |steps: Vec<sidestep::ide::calls::Step>| -> Vec<(String, usize)> {
        steps.iter().map(|step| (step.item.name.to_string(), step.entries.len())).collect()
    };
    assert_eq!(names(incoming(cursor.view(), peel.def)), [("Counter crew".to_owned(), 1), ("Oven crew".to_owned(), 1)]);
    assert_eq!(names(outgoing(cursor.view(), peel.def)), [("Oven crew".to_owned(), 1)]);
    let cursor = crews("crew/ovens.yaml", "Bakes the");
    let ovens = prepare(&cursor.file(), cursor.at).unwrap();
    assert_eq!(names(incoming(cursor.view(), ovens.def)), [("The book".to_owned(), 1), ("Peel".to_owned(), 1)]);
    assert_eq!(
        names(outgoing(cursor.view(), ovens.def)),
        [("Peel".to_owned(), 1), ("Mixer".to_owned(), 1), ("Counter crew".to_owned(), 1)]
    );
}

#[test]
fn lenses_and_workspace_symbols_know_things() {
    use sidestep::ide::lenses::{lens_locations, lens_title, lenses};
    use sidestep::ide::workspace_symbols::workspace_symbols;
    let cursor = crews("tools.yaml", "Peel");
    let found = lenses(&cursor.file());
    let titles: Vec<String> = found.iter().filter_map(|lens| lens_title(cursor.view(), &lens.key)).collect();
    assert_eq!(titles, ["2 files use this tool", "1 file uses this tool"]);
    assert_eq!(lens_locations(cursor.view(), &found[0].key).len(), 2);
    let symbols = workspace_symbols(cursor.view(), "ovens", 9);
    assert_eq!(
        symbols.iter().map(|s| (&*s.name, &*s.location.path)).collect::<Vec<_>>(),
        [("ovens", "crew/ovens.yaml")]
    );
    // What is foreseen and defined by now is one thing.
    let cursor = Cursor::new(&with(
        "#- catalogue.yaml\ncrafts: [{ roles: [{ id: baker, title: Master Baker }] }]\n#- crew/baker.yaml\ntitle: Ba$0ker\n",
    ));
    let symbols = workspace_symbols(cursor.view(), "baker", 9);
    assert_eq!(symbols.iter().map(|s| &*s.location.path).collect::<Vec<_>>(), ["crew/baker.yaml"]);
}
