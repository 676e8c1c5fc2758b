//! Paths and patterns that no author writes are told like others, and take no longer.

use crate::support::Folder;

const PAGES: &str = "collections: { page: { files: [\"**/*.md\"], schema: \"sidestep:page\" } }\n";

#[test]
fn a_link_through_thousands_of_folders_leads_to_nothing() {
    let deep = |parts: usize| format!("[a]({}x.md)\n", "a/".repeat(parts));
    let folder = Folder::new(&[
        ("sidestep.yaml", PAGES),
        ("deep.md", &format!("# Deep\n\n{}", deep(100_000))),
        // As deep as the system lets a path be.
        ("many.md", &format!("# Many\n\n{}", (0..200).map(|at| deep(1_000 + at)).collect::<String>())),
        (".gitignore", "*.tmp\n"),
    ]);
    let found = folder.found_in("", &[]);
    assert_eq!(found.iter().filter(|one| *one == "deep.md:broken-link").count(), 1);
    assert_eq!(found.iter().filter(|one| *one == "many.md:broken-link").count(), 200);
    assert_eq!(found.len(), 201);
}

#[test]
fn each_of_many_patterns_is_told_once() {
    let patterns: Vec<String> = (0..400).map(|at| format!("\"c/{at}*a*b*c*.yaml\"")).collect();
    let settings = format!("collections: {{ x: {{ files: [{}] }} }}\n", patterns.join(", "));
    let folder = Folder::new(&[("sidestep.yaml", &settings), ("c/a.yaml", "title: x\n")]);
    let ran = folder.run(&["check", "--format", "json"]);
    let report = ran.is(2).json();
    assert_eq!(report["diagnostics"].as_array().unwrap().len(), 400);
}
