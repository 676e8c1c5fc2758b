//! The page of a file that is being edited.

use sidestep::ide::page::{Page, PageError, html, html_preview, markdown, page, page_with_source};
use sidestep::workspace::{Change, LiveWorkspace};

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
fn edited(mut files: Files, edit: impl Fn(&str) -> String) -> (LiveWorkspace, Files) {
    let mut workspace = files.workspace().live();
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

/// A page without what only a preview has.
fn without_marks(html: &str) -> String {
    let mut out = html.to_owned();
    for mark in [" data-line=\"", " data-role=\""] {
        while let Some(start) = out.find(mark) {
            let end = start + mark.len() + out[start + mark.len()..].find('"').unwrap() + 1;
            out.replace_range(start..end, "");
        }
    }
    out
}

#[test]
fn a_preview_is_the_page_with_its_lines() {
    let (workspace, files) = edited(shipped(), str::to_owned);
    let (page, source) = page_with_source(&workspace, &files, PATH).unwrap();
    let words = &workspace.config().page;
    let preview = html_preview(&page, words, &source, &|path| format!("file:///{path}"));
    assert_eq!(without_marks(&preview), html(&page, words));
    // What an element shows stands on the line that it says: its words are looked for there.
    let text: Vec<&str> = files.0[PATH].lines().collect();
    let mut compared = 0;
    for element in preview.split('<').filter(|e| e.contains(" data-line=\"")) {
        let (_, rest) = element.split_once(" data-line=\"").unwrap();
        let (line, rest) = rest.split_once('"').unwrap();
        let line = text[line.parse::<usize>().unwrap()];
        let Some(shown) = rest.split_once('>').map(|(_, shown)| shown.trim()).filter(|shown| !shown.is_empty()) else {
            continue;
        };
        if element.starts_with('p') {
            let first: Vec<&str> = shown.split_whitespace().take(3).collect();
            assert!(first.iter().all(|word| line.contains(&word.replace("&#39;", "'"))), "{first:?} in {line}");
            compared += 1;
        }
    }
    assert!(compared >= 10, "{compared}");
    for alternative in &page.alternatives {
        let file = alternative.role.to_lowercase().replace(' ', "-");
        assert!(preview.contains(&format!("data-role=\"file:///content/roles/{file}.yaml\"")), "{file}");
    }
}

#[test]
fn lines_of_every_way_to_write_a_text() {
    let text = r#"name: Backend Engineer
summary: s
why: >

  One [[Data Engineer|of
  them]] two
  three.

  - item

  Last.
alternatives:
  - role: Data Engineer
    tagline: t
    about: "First

      second \
      still.\n\nThird."
  - role: DevOps Engineer
    tagline: t
    about: |

      # Head
      words
      ```
      code
      ```

      after
    best_for:
      - a
      -
        b
"#;
    let (workspace, files) = edited(whole(), |_| text.to_owned());
    let (page, source) = page_with_source(&workspace, &files, PATH).unwrap();
    let preview = html_preview(&page, &workspace.config().page, &source, &str::to_owned);
    for expected in [
        "<p data-line=\"4\">One <a href=\"/data-engineer/\" data-role=\"content/roles/data-engineer.yaml\">of them</a> two three.</p>",
        "<li data-line=\"8\">item\nLast.</li>",
        "<p data-line=\"14\">First\nsecond still.</p>",
        "<p data-line=\"17\">Third.</p>",
        "<h4 data-line=\"22\">Head</h4>\n<p data-line=\"23\">words</p>",
        "<p data-line=\"28\">after</p>",
        "<li data-line=\"30\">a</li>\n<li data-line=\"32\">b</li>",
        "<h2 id=\"alternatives\" data-line=\"11\">",
    ] {
        assert!(preview.contains(expected), "{expected} in {preview}");
    }
}

#[test]
fn a_preview_requests_nothing() {
    let (workspace, files) =
        edited(whole(), |text| text.replace("Pipelines.", "![A pipe](https://e.org/p.png) ![b](b.png)"));
    let (page, source) = page_with_source(&workspace, &files, PATH).unwrap();
    let words = &workspace.config().page;
    let preview = html_preview(&page, words, &source, &str::to_owned);
    assert!(preview.contains("<img alt=\"A pipe\"> <img alt=\"b\">") && !preview.contains("src="), "{preview}");
    assert!(html(&page, words).contains("<img src=\"https://e.org/p.png\" alt=\"A pipe\">"));
}

/// A role page in one Markdown file has the page, and the preview with its lines, that its YAML has.
#[test]
fn a_markdown_role_has_the_same_preview() {
    let yaml = whole();
    let text = &yaml.0[PATH];
    let why = "why: |\n  Because of [[Data Engineer]].\n";
    assert_eq!(text.matches(why).count(), 1);
    let mut files = yaml.clone();
    files.0.remove(PATH);
    let path = PATH.replace(".yaml", ".md");
    let page_text = format!("---\n{}---\nBecause of [[Data Engineer]].\n", text.replace(why, ""));
    files.0.insert(path.clone(), page_text.clone());
    files.0.insert("sidestep.yaml".to_owned(), "roles: ['content/roles/*']\n".to_owned());
    let (workspace, before) = (files.workspace(), yaml.workspace());
    let (page, source) = page_with_source(&workspace, &files, &path).unwrap();
    let (as_yaml, _) = page_with_source(&before, &yaml, PATH).unwrap();
    let words = &workspace.config().page;
    assert_eq!(html(&page, words), html(&as_yaml, words));
    let preview = html_preview(&page, words, &source, &str::to_owned);
    assert_eq!(without_marks(&preview), html(&page, words));
    // The body stands on the last line, from 0.
    let last = page_text.lines().count() - 1;
    let body = format!(
        "<p data-line=\"{last}\">Because of <a href=\"/data-engineer/\" data-role=\"content/roles/data-engineer.yaml\">"
    );
    assert!(preview.contains(&body), "{preview}");
}
