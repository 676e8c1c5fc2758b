//! The workspaces in `examples/`: without a finding, and what is broken in them is found, renamed and rendered.

use std::path::Path;

use crate::support::{Folder, repository};

/// A copy of an example in a repository of its own.
fn copy(name: &str) -> Folder {
    let folder = Folder::new(&[]);
    copy_into(&repository().join("examples").join(name), "", &folder);
    folder
}

fn copy_into(from: &Path, to: &str, folder: &Folder) {
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{to}{}", entry.file_name().into_string().unwrap());
        if entry.file_type().unwrap().is_dir() {
            copy_into(&entry.path(), &format!("{path}/"), folder);
        } else {
            folder.write(&path, std::fs::read(entry.path()).unwrap());
        }
    }
}

/// Replaces a text in a file of an example, and tells what is found then.
#[track_caller]
fn planted(example: &str, path: &str, old: &str, new: &str) -> Vec<String> {
    let folder = copy(example);
    let text = folder.read(path);
    assert!(text.contains(old), "no {old:?} in {path}");
    folder.write(path, text.replacen(old, new, 1));
    folder.found(&[])
}

#[test]
fn each_is_without_a_finding() {
    let folders = std::fs::read_dir(repository().join("examples")).unwrap();
    let mut names: Vec<String> = folders
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().unwrap().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["apiary", "harbour", "orchard", "press", "stage"]);
    let docs = std::fs::read_to_string(repository().join("docs/own-content.md")).unwrap();
    for name in &names {
        let folder = copy(name);
        let report = folder.run(&["check", "--format", "json"]).is(0).json();
        assert_eq!(report["diagnostics"], serde_json::json!([]), "{name}");
        assert!(folder.path("README.md").is_file(), "{name}");
        assert!(docs.contains(&format!("](../examples/{name})")), "docs/own-content.md does not link to {name}");
    }
}

#[test]
fn a_mistake_is_found_in_each() {
    let cases = [
        ("stage", "roles/rigger.yaml", "skill: load-reading", "skill: load-readng", "roles/rigger.yaml:unknown-skill"),
        (
            "stage",
            "roles/rigger.yaml",
            "skill: load-reading",
            "skill: Load reading",
            "roles/rigger.yaml:discouraged-name",
        ),
        ("stage", "roles/rigger.yaml", "lighting-hand", "fly-operator", "roles/rigger.yaml:draft-role"),
        ("stage", "skills/light.yaml", "id: gel-cutting", "id: flat-building", "skills/light.yaml:duplicate-name"),
        ("harbour", "data/teams.yaml", "moorings; lock", "moorings; lok", "data/teams.yaml:unknown-team"),
        ("harbour", "data/teams.yaml", "Boat hook: 8", "Boat hok: 8", "data/teams.yaml:unknown-tool"),
        ("harbour", "data/teams.yaml", "lead: Linesman", "lead: Linesmen", "data/teams.yaml:unknown-role"),
        ("apiary", "seasons/spring.md", "keeping/hive.md", "keeping/hives.md", "seasons/spring.md:broken-link"),
        ("apiary", "keeping/hive.md", "[[page:Spring]]", "[[page:Springs]]", "keeping/hive.md:unknown-page"),
        ("press", "_projects/cards.md", "[Photopolymer]", "[Photopolimer]", "_projects/cards.md:unknown-technology"),
        ("press", "_projects/cards.md", "title:", "titel:", "_projects/cards.md:schema"),
        (
            "orchard",
            "roles/fruit-grower.md",
            "role: Nursery Hand",
            "role: Nursery Hnd",
            "roles/fruit-grower.md:unknown-role",
        ),
        (
            "orchard",
            "roles/fruit-grower.md",
            "[[tool:Pole pruner]]",
            "[[tool:Pole prunr]]",
            "roles/fruit-grower.md:unknown-tool",
        ),
        (
            "orchard",
            "roles/nursery-hand.md",
            "That suits some",
            "Not with a Long pruner",
            "roles/nursery-hand.md:discouraged-name",
        ),
    ];
    for (example, path, old, new, expected) in cases {
        let found = planted(example, path, old, new);
        assert!(found.contains(&expected.to_owned()), "{example}: {old} → {new}: {found:?}");
    }
}

/// Renames in a copy of an example, which stays without a finding.
#[track_caller]
fn renamed(example: &str, arguments: &[&str]) -> Folder {
    let folder = copy(example);
    folder.run(&[&["rename"], arguments].concat()).is(0).out_has("Renamed ");
    let report = folder.run(&["check", "--format", "json"]).is(0).json();
    assert_eq!(report["diagnostics"], serde_json::json!([]), "{arguments:?}");
    folder
}

#[test]
fn ids_and_names_are_renamed_where_they_are_written() {
    let stage = renamed("stage", &["rigger", "head-rigger"]);
    assert!(stage.path("roles/head-rigger.yaml").is_file() && !stage.path("roles/rigger.yaml").exists());
    assert!(stage.read("catalogue.yaml").contains("id: head-rigger\n        title: Rigger\n"));
    let carpenter = stage.read("roles/stage-carpenter.yaml");
    assert!(carpenter.contains("works_with: [head-rigger]") && carpenter.contains("[[Rigger]]"), "{carpenter}");

    stage
        .run(&["rename", "head-rigger", "rigger", "--dry-run"])
        .is(0)
        .err_has("Would rename the id \"head-rigger\" to");
    let stage = renamed("stage", &["Rigger", "Flyer"]);
    assert!(stage.read("roles/rigger.yaml").starts_with("title: Flyer\n"));
    let carpenter = stage.read("roles/stage-carpenter.yaml");
    assert!(carpenter.contains("works_with: [rigger]") && carpenter.contains("[[Flyer]]"), "{carpenter}");

    let stage = renamed("stage", &["skill", "gel-cutting", "gels"]);
    assert!(stage.read("skills/light.yaml").contains("- id: gels\n    name: Gel cutting\n"));
    assert!(stage.read("roles/lighting-hand.yaml").contains("skill: gels\n"));

    let harbour = renamed("harbour", &["moorings", "berths"]);
    let teams = harbour.read("data/teams.yaml");
    assert!(teams.contains("\nberths:\n  title: Mooring gang\n") && teams.contains("hands_over_to: berths; lock\n"));
    let harbour = renamed("harbour", &["VHF radio", "Sea radio"]);
    assert!(harbour.read("data/teams.yaml").contains("    Sea radio: 6\n"));

    let press = renamed("press", &["Photopolymer", "Polymer plates"]);
    let cards = press.read("_projects/cards.md");
    assert!(cards.contains("technologies: [Polymer plates]") && cards.contains("[[technology:Polymer plates]]"));
    let press = renamed("press", &["technology", "Lead type", "Metal type"]);
    assert!(press.read("_data/technologies.yml").contains("Metal type"));
}

#[test]
fn a_page_that_moves_takes_its_links_along() {
    let apiary = renamed("apiary", &["keeping/hive", "boxes/the hive"]);
    assert!(apiary.read("boxes/the hive.md").ends_with("Back to [the first page](../README.md).\n"));
    assert!(apiary.read("README.md").contains("[the hive](boxes/the%20hive.md)"));
    assert!(apiary.read("keeping/first-aid.md").contains("[hive](../boxes/the%20hive.md)"));
}

#[test]
fn role_pages_in_markdown_are_renamed_and_rendered() {
    let orchard = renamed("orchard", &["Fruit Grower", "Orchardist"]);
    let hand = orchard.read("roles/nursery-hand.md");
    assert!(!hand.contains("Fruit Grower") && hand.matches("Orchardist").count() == 4, "{hand}");
    let page = orchard.run(&["render", "Orchardist"]);
    page.is(0).out_has("# Why look beyond Orchardist toolkit\n\nPicking is six weeks").out_has("### 1. Nursery Hand");
    let html = orchard.run(&["render", "Nursery Hand", "--format", "html"]);
    html.is(0).out_has("A nursery sells each tree").out_has("<table");
}
