//! The commands that show what there is: `list`, `stats`, `schema`.

use serde_json::{Value, json};

use crate::support::{Folder, OTHER, ROLE};

/// A workspace of crafts: two that list each other, one that only mentions, one that nothing joins, one that is retired.
fn crafts() -> Folder {
    Folder::new(&[
        (
            "sidestep.yaml",
            "stale_after_days: 30\nvocabularies: { skill: [content/skills.yaml], tool: [content/tools.yaml], wood: [content/woods.yaml] }\n",
        ),
        (
            "content/tools.yaml",
            "- name: Plane\n  summary: Smooths.\n  aliases: [Hand Plane]\n  avoid: [Plain]\n- name: Chisel\n- name: Adze\n",
        ),
        ("content/woods.yaml", "- name: Oak\n  summary: Hard.\n"),
        (
            "content/roles/joiner.yaml",
            "name: Joiner\nsummary: Joins.\ntools: [Plane, Chisel]\nreviewed: 2020-01-01\n\
             alternatives:\n  - { role: Carpenter, tagline: t, about: a }\n",
        ),
        (
            "content/roles/carpenter.yaml",
            "name: Carpenter\nsummary: Frames.\ntools: [Hand Plane]\n\
             alternatives:\n  - { role: Joiner, tagline: t, about: a }\n",
        ),
        ("content/roles/cooper.yaml", "name: Cooper\nsummary: Makes barrels, unlike a [[Joiner]].\n"),
        ("content/roles/weaver.yaml", "name: Weaver\n"),
        ("content/roles/turner.yaml", "name: Turner\nsummary: Turns.\nstatus: retired\nreplaced_by: Joiner\n"),
        ("content/roles/gilder.yaml", "name: Gilder\nsummary: Gilds.\nstatus: draft\n"),
    ])
}

#[test]
fn things_of_a_kind() {
    let folder = crafts();
    let ran = folder.run(&["list", "roles"]);
    let out = &ran.is(0).out;
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines.len(), 6);
    assert_eq!(lines[0], "Carpenter  content/roles/carpenter.yaml:1:7");
    assert_eq!(lines[2], "Gilder     content/roles/gilder.yaml:1:7  draft");
    assert_eq!(folder.run(&["list", "role"]).out, *out);
    folder.run(&["list", "tools"]).is(0).out_has("Adze    content/tools.yaml:6:9\nChisel  content/tools.yaml:5:9\n");
    folder.run(&["list", "wood"]).is(0).out_has("Oak  content/woods.yaml:1:9");
    folder.run_in("content", &["list", "woods"]).is(0).out_has("Oak  ../content/woods.yaml:1:9");
    folder.run(&["list", "skills"]).is(0).err_has("nothing is of kind \"skill\"");
    folder.run(&["list", "tol"]).is(2).err_has("there is no kind \"tol\"").err_has("did you mean \"tool\"?");
    assert_eq!(folder.run(&["list"]).is(0).out, "role   6\nskill  0\ntool   3\nwood   1\n");
    Folder::new(&[]).run(&["list", "roles"]).is(2).err_has("there is no workspace here");
}

#[test]
fn things_for_programs() {
    let folder = crafts();
    let list = folder.run(&["list", "tools", "--format", "json"]).is(0).json();
    assert_eq!(
        list["things"][2],
        json!({ "kind": "tool", "name": "Plane", "aliases": ["Hand Plane"], "avoid": ["Plain"],
            "path": "content/tools.yaml", "start": { "line": 1, "column": 9 } })
    );
    let roles = folder.run(&["list", "roles", "--format", "json"]).json();
    assert_eq!(roles["things"][2]["status"], "draft");
    let kinds = folder.run(&["list", "--format", "json"]).json();
    assert_eq!(kinds["kinds"][0], json!({ "kind": "role", "count": 6 }));
}

#[test]
fn a_workspace_in_numbers() {
    let stats = crafts().run(&["stats", "--format", "json"]).is(0).json();
    let of = |key: &str| stats["workspaces"][0]["statistics"][key].clone();
    assert_eq!(of("roles"), json!({ "published": 4, "draft": 1, "retired": 1 }));
    assert_eq!(of("summaries")[0], json!({ "name": "role", "have": 5, "of": 6 }));
    assert_eq!(of("summaries")[1], json!({ "name": "tool", "have": 1, "of": 3 }));
    let tools = of("terms").as_array().unwrap().iter().find(|kind| kind["kind"] == "tool").unwrap().clone();
    let uses = |i: usize| (tools["terms"][i]["name"].as_str().unwrap().to_owned(), tools["terms"][i]["uses"].as_u64());
    assert_eq!(
        (uses(0), uses(1), uses(2)),
        (("Plane".into(), Some(2)), ("Chisel".into(), Some(1)), ("Adze".into(), Some(0)))
    );
    assert_eq!(of("orphans"), json!(["Cooper", "Weaver"]));
    // A mention joins too; a retired role is nobody's island.
    assert_eq!(of("islands"), json!([["Gilder"], ["Weaver"]]));
    assert_eq!(of("reviews")["never"], 3);
    assert_eq!(of("reviews")["limit"], 30);
    assert_eq!(of("reviews")["stale"][0]["name"], "Joiner");
    assert!(of("reviews")["stale"][0]["days"].as_u64().unwrap() > 2000);
}

#[test]
fn numbers_for_people() {
    let ran = crafts().run(&["stats"]);
    ran.is(0)
        .out_has("6 roles\n  published  #############.......  4 of 6\n  draft      ###.................  1 of 6\n");
    ran.out_has("  Plane   ####################  2\n").out_has("  unused: Adze\n");
    ran.out_has("no other role lists: Cooper, Weaver\n").out_has("no link joins to the others: Weaver\n");
    ran.out_has("longest ago: Joiner (");
    // Nothing, and little.
    Folder::new(&[]).run(&["stats"]).is(2).err_has("there is no workspace here");
    Folder::clean().run(&["stats"]).is(0).out_has("2 roles\n");
    let apart = Folder::new(&[ROLE, ("content/roles/potter.yaml", "name: Potter\nsummary: Turns clay.\n")]);
    let out = apart.run(&["stats"]).out;
    assert_eq!(out.matches("\nno link joins to the others: ").count(), 2, "{out}");
}

/// Columns are counted in the rows that other pages take them from.
#[test]
fn columns_that_are_filled() {
    let folder = Folder::clean();
    folder.write("sidestep.yaml", "columns: [Reach, { name: Pay, optional: true }]\n");
    let page = |row: &str| {
        format!(
            "name: Data Engineer\nsummary: Builds.\nalternatives:\n  - {{ role: Backend Engineer, tagline: t, about: a }}\n\
         comparison:\n  rows:\n    - {{ role: Data Engineer, {row} }}\n    - {{ role: Backend Engineer }}\n\
         how_to_pick:\n  options:\n    - {{ if: a, role: Backend Engineer, then: b }}\n"
        )
    };
    folder.write(OTHER.0, page("Reach: far"));
    let stats = |folder: &Folder| {
        folder.run(&["stats", "--format", "json"]).json()["workspaces"][0]["statistics"]["columns"].clone()
    };
    let expected: Value = json!([{ "name": "Reach", "have": 1, "of": 1 }, { "name": "Pay", "have": 0, "of": 1 }]);
    assert_eq!(stats(&folder), expected);
    folder.write(OTHER.0, page("Reach: \"\", Pay: good"));
    assert_eq!(stats(&folder)[0]["have"], 0);
    assert_eq!(stats(&folder)[1]["have"], 1);
    assert!(folder.path(ROLE.0).exists());
}

#[test]
fn schemas_that_come_with_the_program() {
    let folder = Folder::new(&[]);
    for name in ["role", "vocabulary", "config", "page"] {
        let schema = folder.run(&["schema", name]).is(0).json();
        assert!(schema["$schema"].as_str().unwrap().contains("2020-12"), "{name}");
        assert!(schema.get("properties").or(schema.get("items")).is_some(), "{name}");
    }
    folder.run(&["schema", "rolle"]).is(2).err_has("similar value exists: 'role'");
}
