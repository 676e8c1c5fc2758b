//! A small clean workspace for fixtures: two roles to refer to, two vocabularies, three columns.

use crate::fixture;

const FILES: &[&str] = &[
    "\
#- sidestep.yaml
columns: [{ name: Focus }, { name: Skills, kind: skill }, { name: Tools, kind: tool }]
",
    "\
#- content/skills.yaml
- name: distributed systems
- name: API design
  aliases: [designing APIs]
- name: ETL
",
    "\
#- content/tools.yaml
- name: PostgreSQL
  avoid: [Postgres, Postgre SQL]
- name: Docker
- name: CI/CD
- name: Cloud data services
- name: BigQuery
- name: Kafka
  aliases: [Apache Kafka]
",
    "\
#- content/roles/data-engineer.yaml
name: Data Engineer
aliases: [Data Developer]
avoid: [Data Plumber]
summary: Builds data pipelines.
comparison:
  rows:
    - { role: Data Engineer, Focus: data pipelines, Skills: ETL, Tools: Kafka }
",
    "\
#- content/roles/cloud-architect.yaml
name: Cloud Architect
summary: Designs cloud systems.
comparison:
  rows:
    - { role: Cloud Architect, Focus: infrastructure, Skills: distributed systems, Tools: Docker }
",
];

/// Checks a fixture in the small workspace; a file of the fixture takes the place of the one with its path.
#[track_caller]
pub fn check(text: &str) {
    let mut all = text.to_owned();
    for file in FILES {
        let heading = file.lines().next().unwrap();
        if !text.lines().any(|line| line == heading) {
            all.push_str(file);
        }
    }
    fixture::check(&all);
}

/// A role named Tester beside the small workspace: what follows its name and summary. Findings are marked in place:
/// `‹text›code;`.
#[track_caller]
pub fn check_role(lines: &str) {
    check(&format!("#- content/roles/tester.yaml\nname: Tester\nsummary: s\n{}", marked(lines)));
}

/// Turns marks in place into marker lines.
pub fn marked(text: &str) -> String {
    let mut all = String::new();
    for line in text.split_inclusive('\n') {
        let (mut clean, mut markers, mut rest) = (String::new(), String::new(), line);
        while let Some((before, mark)) = rest.split_once('‹') {
            let (inside, after) = mark.split_once('›').unwrap();
            let (code, after) = after.split_once(';').unwrap();
            clean.push_str(before);
            let from = clean.chars().count() + 1;
            clean.push_str(inside);
            markers.push_str(&format!("#{from}-{} {code}\n", clean.chars().count()));
            rest = after;
        }
        all.push_str(&clean);
        all.push_str(rest);
        all.push_str(&markers);
    }
    all
}

/// A page of Backend Engineer with two alternatives; `edit` says what to replace in it. The new text may
/// hold marks.
#[track_caller]
pub fn check_page(edits: &[(&str, &str)]) {
    check_page_and(edits, "");
}

/// The same with further files.
#[track_caller]
pub fn check_page_and(edits: &[(&str, &str)], more: &str) {
    let mut page = PAGE.to_owned();
    for (from, to) in edits {
        assert!(page.contains(from), "the page has no {from:?}");
        page = page.replacen(from, to, 1);
    }
    check(&format!("{}{}", marked(&page), marked(more)));
}

const PAGE: &str = "\
#- content/roles/backend-engineer.yaml
name: Backend Engineer
summary: Builds the server side.
why: |
  A reason to look further.
alternatives:
  - role: Data Engineer
    tagline: Moves data.
    about: Works with data.
  - role: Cloud Architect
    tagline: Plans clouds.
    about: Works with plans.
comparison:
  columns: [Focus, Skills, Tools]
  rows:
    - role: Backend Engineer
      Focus: services
      Skills: API design
      Tools: PostgreSQL/Docker
    - role: Data Engineer
    - role: Cloud Architect
how_to_pick:
  options:
    - if: you like data
      role: Data Engineer
      then: Read its page.
    - if: you like plans
      role: Cloud Architect
      then: Read its page.
";

#[test]
fn the_world_is_clean() {
    check_page(&[]);
}
