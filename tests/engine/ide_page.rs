//! The page of a file that is being edited.

use sidestep::ide::page::{Page, PageError, html, markdown, page};
use sidestep::workspace::{Change, Workspace};

use crate::corpus::Random;
use crate::fixture::Files;
use crate::ide_structure::{broken, shipped};

const PATH: &str = "content/roles/backend-engineer.yaml";

const FILES: &str = r#"
#- content/roles/backend-engineer.yaml
name: Backend Engineer
avoid: [Back End Engineer, Back-end Engineer]
summary: Builds and runs services.
why: |
  Because of [[Data Engineer]].
alternatives:
  - role: Data Engineer
    tagline: Moves data.
    about: |
      Pipelines.
    best_for: [People, "Pets"]
  - role: DevOps Engineer
    tagline: Ships.
    about: Releases.
comparison:
  rows:
    - role: Backend Engineer
      Primary Focus: servers
    - role: Data Engineer
    - role: DevOps Engineer
      Primary Focus: releases
how_to_pick:
  intro: Think.
  options:
    - if: you like data
      role: Data Engineer
      then: Take it.
    - if: you like calm
      role: DevOps Engineer
      then: Well.
  outro: Done.
#- content/roles/data-engineer.yaml
name: Data Engineer
summary: s
comparison:
  rows:
    - role: Data Engineer
      Primary Focus: pipelines
#- content/roles/devops-engineer.yaml
name: DevOps Engineer
summary: s
"#;

fn whole() -> Files {
    crate::fixture::parse(FILES.trim_start()).0
}

/// The files, with one edited after they were read.
fn edited(mut files: Files, edit: impl Fn(&str) -> String) -> (Workspace, Files) {
    let mut workspace = files.workspace();
    let text = edit(&files.0[PATH]);
    files.0.insert(PATH.to_owned(), text.clone());
    workspace.apply(vec![Change::Set { path: PATH.to_owned(), text }], &files);
    (workspace, files)
}

#[track_caller]
fn page_of(from: &str, to: &str) -> Page {
    let (workspace, files) = edited(whole(), |text| {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text.replace(from, to)
    });
    page(&workspace, &files, PATH).unwrap()
}

fn good() -> Page {
    let files = whole();
    page(&files.workspace(), &files, PATH).unwrap()
}

#[test]
fn what_is_typed_shows_at_once() {
    let after = page_of("tagline: Moves data.", "tagline: New \u{1f600} words.");
    assert_eq!(after.alternatives[0].tagline, "New 😀 words.");
    assert_eq!(after.rows, good().rows);
}

#[test]
fn an_open_quote_costs_its_own_list_at_most() {
    let before = good();
    let after = page_of("tagline: Moves", "tagline: \"Moves");
    assert_eq!((after.name, after.summary, after.why), (before.name, before.summary, before.why));
    assert_eq!(after.rows, before.rows);
    assert_eq!((after.intro, after.picks, after.outro), (before.intro, before.picks, before.outro));
}

#[test]
fn an_open_bracket_costs_its_own_value() {
    let before = good();
    let after = page_of("avoid: [Back End Engineer, Back-end Engineer]", "avoid: [Back End Engineer,");
    assert_eq!(after, before);
    let after = page_of("summary: Builds and runs", "summary: [Builds and runs");
    assert_eq!(after.why, before.why);
    assert_eq!(after.alternatives, before.alternatives);
}

#[test]
fn a_name_that_is_being_typed() {
    let before = good();
    let after = page_of("name: Backend Engineer\n", "name: \"Backend Engineer\n");
    assert_eq!(after.alternatives, before.alternatives);
    let after = page_of("name: Backend Engineer\n", "name Backend Engineer\n");
    assert_eq!(after.name, "Backend Engineer", "the name that it had");
    assert_eq!(after.alternatives, before.alternatives);
    assert_eq!(after.picks, before.picks);
}

#[test]
fn an_entry_that_is_being_typed() {
    let before = good();
    let after = page_of("  - role: DevOps Engineer\n    tagline", "  - role\n  - role: DevOps Engineer\n    tagline");
    let roles = |page: &Page| page.alternatives.iter().map(|a| a.role.clone()).collect::<Vec<_>>();
    let (old, new) = (roles(&before), roles(&after));
    assert_eq!(old, new.into_iter().filter(|role| !role.is_empty()).collect::<Vec<_>>());
    assert_eq!(after.rows, before.rows);
    let after = page_of("  - role: DevOps Engineer\n    tagline", "  - role: Dev\n    tagline");
    assert_eq!(after.alternatives[1].role, "Dev", "an unknown name shows as it is written");
}

#[test]
fn rows_of_another_file_that_is_broken() {
    let before = good();
    let (mut workspace, mut files) = edited(whole(), str::to_owned);
    let other = "content/roles/data-engineer.yaml";
    let text = files.0[other].replace("comparison:", "comparison: [");
    files.0.insert(other.to_owned(), text.clone());
    workspace.apply(vec![Change::Set { path: other.to_owned(), text }], &files);
    assert_eq!(page(&workspace, &files, PATH).unwrap(), before);
}

#[test]
fn nothing_to_show_is_said() {
    let (workspace, files) = edited(whole(), |text| text[..text.find("alternatives:").unwrap()].to_owned());
    let error = page(&workspace, &files, PATH).unwrap_err();
    assert_eq!(error, PageError::NoAlternatives("Backend Engineer".to_owned()));
    let (workspace, files) = edited(whole(), |_| String::new());
    assert!(matches!(page(&workspace, &files, PATH), Err(PageError::NoAlternatives(_))));
}

#[test]
fn however_broken_it_renders() {
    let mut random = Random(7);
    let mut shown = 0;
    for _ in 0..150 {
        let seed = random.next();
        let (workspace, files) = edited(shipped(), |text| broken(text, &mut Random(seed)));
        if let Ok(page) = page(&workspace, &files, PATH) {
            shown += 1;
            assert!(markdown(&page, &workspace.config().page).contains(&*page.alternatives[0].tagline));
            assert!(html(&page, &workspace.config().page).ends_with("</html>\n"));
        }
    }
    assert!(shown > 100, "{shown}");
}
