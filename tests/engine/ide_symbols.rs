//! Outlines of files, and roles and terms by a few letters.

use sidestep::ide::FileView;
use sidestep::ide::symbols::{Symbol, document_symbols};
use sidestep::ide::workspace_symbols::workspace_symbols;

use crate::corpus;
use crate::cursor::Cursor;
use crate::fixture::Files;

fn draw(file: &FileView<'_>, symbols: &[Symbol], depth: usize, out: &mut String) {
    for s in symbols {
        let detail = s.detail.as_ref().map_or(String::new(), |d| format!(" ({d})"));
        let named = s.name_span.slice(&file.text);
        out.push_str(&format!("{}{:?} {}{detail} <{named}>\n", "  ".repeat(depth), s.kind, s.name));
        draw(file, &s.children, depth + 1, out);
    }
}

#[track_caller]
fn check(fixture: &str, expected: &str) {
    let cursor = Cursor::new(fixture.trim_start());
    let file = cursor.file();
    let mut got = String::new();
    draw(&file, &document_symbols(&file), 0, &mut got);
    assert_eq!(got.trim(), expected.trim(), "\n{got}");
}

const PAGE: &str = "
#- content/roles/a.yaml
name: A
aliases: [Ah, 'Aah']
summary: Does a.
skills: [Rust, \"Go\"]
why: |
  Because 😀.
alternatives:
  - role: \"B\"
    tagline: Does b.
    about: >-
      It
      folds.
    best_for: [People, Pets]
  - role: C
comparison:
  columns: [Primary Focus, Key Skills]
  rows:
    - role: A
      Primary Focus: one
      Key Skills: [Rust, Go]
    - { role: B, Primary Focus: two }
how_to_pick:
  intro: Hm.
  options:
    - if: you like b
      role: B
      then: Take it.
x-owner: { team: web, people: [{ name: Ann, since: 2020 }] }
";

const OUTLINE: &str = "
Role A (Does a.) <A>
  Field aliases (Ah, Aah) <aliases>
  Section skills (Rust, Go) <skills>
    Term(KindId(1)) Rust <Rust>
    Term(KindId(1)) Go <Go>
  Prose why (Because 😀.) <why>
  Section alternatives <alternatives>
    Alternative 1. B (Does b.) <B>
      Prose about (It folds.) <about>
      Field best_for (People, Pets) <best_for>
    Alternative 2. C <C>
  Section comparison <comparison>
    Field columns (Primary Focus, Key Skills) <columns>
    Row A (own row) <A>
      Cell Primary Focus (one) <Primary Focus>
      Cell Key Skills (Rust, Go) <Key Skills>
    Row B <B>
      Cell Primary Focus (two) <Primary Focus>
  Section how_to_pick <how_to_pick>
    Prose intro (Hm.) <intro>
    Pick B (if you like b) <B>
      Prose then (Take it.) <then>
  Section x-owner <x-owner>
    Field team (web) <team>
    Section people <people>
      Section Ann <Ann>
        Field since (2020) <since>
";

#[test]
fn a_page() {
    check(PAGE, OUTLINE);
}

#[test]
fn other_line_ends_and_a_byte_order_mark() {
    let mut cursor = Cursor::new(PAGE.trim_start());
    let text = cursor.files.0.get_mut("content/roles/a.yaml").unwrap();
    *text = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    cursor.workspace = cursor.files.workspace();
    let file = cursor.file();
    let mut got = String::new();
    draw(&file, &document_symbols(&file), 0, &mut got);
    assert_eq!(got.trim(), OUTLINE.trim(), "\n{got}");
}

#[test]
fn a_vocabulary() {
    check(
        "
#- content/tools.yaml
- name: PostgreSQL
  aliases: [PG]
  category: database
- { name: 'C#', summary: A language. }
- summary: What is this?
- Docker
-
",
        "
Term(KindId(2)) PostgreSQL (database) <PostgreSQL>
Term(KindId(2)) C# <C#>
Term(KindId(2)) tool without a name <summary: What is this?>
Term(KindId(2)) Docker <Docker>
",
    );
    check(
        r##"
#- content/tools.yaml
- { name: Docker, category: cloud, level: expert }
- { name: Git, colour: blue, level: [a, ' b  c '] }
#- own.json
{"$ref": "sidestep:vocabulary", "items": {"properties": {"colour": {"type": "string"},
  "level": {"type": ["string", "array"], "x-sidestep-group": "level", "items": {"x-sidestep-group": "level"}}}}}
#- sidestep.yaml
schemas: {vocabulary: own.json}
"##,
        "
Term(KindId(2)) Docker (cloud, expert) <Docker>
Term(KindId(2)) Git (a, b c) <Git>
",
    );
    check("#- content/tools.yaml\n", "");
    check("#- content/tools.yaml\nname: Docker\n", "");
}

#[test]
fn the_settings() {
    check(
        "
#- sidestep.yaml
roles: [a/*.yaml]
columns:
  - { name: Focus }
  - name: Key Skills
    kind: skill
rules:
  stale: warning
",
        "
Field roles (a/*.yaml) <roles>
Section columns <columns>
  Section Focus <Focus>
  Section Key Skills <Key Skills>
    Field kind (skill) <kind>
Section rules <rules>
  Field stale (warning) <stale>
",
    );
}

#[test]
fn half_written_files() {
    check(
        r#"
#- content/roles/a-b.yaml
summary: "No name, and the quote is open
skills:
alternatives:
  -
  - role:
  - Data Engineer
  - role: B
    tagline: [
comparison:
  rows:
    - role
    - role: B
      Key Skills:
how_to_pick:
"#,
        "
Role a-b (No name, and the quote is open) <summary>
  Field skills <skills>
  Section alternatives <alternatives>
    Alternative 2. no role <role:>
    Alternative 3. Data Engineer <Data Engineer>
    Alternative 4. B <B>
  Section comparison <comparison>
    Row role <role>
    Row B <B>
      Cell Key Skills <Key Skills>
  Section how_to_pick <how_to_pick>
",
    );
    check("#- content/roles/a.yaml\njust text\n", "");
    check("#- content/roles/a.yaml\n", "");
}

#[test]
fn through_anchors() {
    check(
        "
#- content/roles/a.yaml
name: &me A
summary: S
x-b: &b { role: B, tagline: Does b. }
alternatives:
  - *b
  - role: &c C
    about: x
comparison:
  rows:
    - role: *me
      Primary Focus: one
    - <<: *b
      Key Skills: two
how_to_pick: *b
",
        "
Role A (S) <A>
  Section x-b <x-b>
    Field role (B) <role>
    Prose tagline (Does b.) <tagline>
  Section alternatives <alternatives>
    Alternative 1. B (Does b.) <*b>
    Alternative 2. C <C>
      Prose about (x) <about>
  Section comparison <comparison>
    Row A (own row) <role: *me>
      Cell Primary Focus (one) <Primary Focus>
    Row B <<<: *b>
      Cell Key Skills (two) <Key Skills>
  Section how_to_pick <how_to_pick>
",
    );
}

/// Names found, with container and the text at the place.
fn found(files: &Files, query: &str, limit: usize) -> Vec<String> {
    let workspace = files.workspace();
    let view = sidestep::ide::Analysis { workspace: &workspace, sources: files };
    let symbols = workspace_symbols(view, query, limit);
    let text = |s: &sidestep::ide::workspace_symbols::WorkspaceSymbol| {
        s.location.span.slice(&files.0[&*s.location.path]).to_owned()
    };
    symbols.iter().map(|s| format!("{}|{}|{}", s.name, s.container, text(s))).collect()
}

#[test]
fn roles_and_terms_by_letters() {
    let (files, _) = crate::fixture::parse(
        "
#- content/tools.yaml
- name: Go
  aliases: ['Golang', Go language]
  avoid: [Goo]
- name: MongoDB
#- content/roles/gopher.yaml
name: \"Gopher\"
summary: s
#- content/roles/ingo.yaml
name: Ingénieur Go
summary: s
"
        .trim_start(),
    );
    let gopher = "Gopher|role|Gopher";
    let ingo = "Ingénieur Go|role|Ingénieur Go";
    assert_eq!(found(&files, "go", 9), ["Go|tool|Go", gopher, ingo, "MongoDB|tool|MongoDB"]);
    assert_eq!(found(&files, "go", 2), ["Go|tool|Go", gopher]);
    assert_eq!(found(&files, "golan", 9), ["Golang|Go|Golang"]);
    assert_eq!(found(&files, "INGEN", 9), [ingo]);
    assert_eq!(found(&files, "goo", 9), ["Go language|Go|Go language"; 0]);
    assert_eq!(found(&files, "", 9), ["Go|tool|Go", gopher, "MongoDB|tool|MongoDB", ingo]);
    assert_eq!(found(&files, "go", 0), [""; 0]);
}

#[test]
fn what_a_broken_file_defined_is_still_found() {
    let mut files = Files::default();
    files.0.insert("content/roles/a.yaml".to_owned(), "name: Alpha\nsummary: s\n".to_owned());
    let mut workspace = files.workspace().live();
    let text = "na: [\n".to_owned();
    files.0.insert("content/roles/a.yaml".to_owned(), text.clone());
    let change = sidestep::workspace::Change::Set { path: "content/roles/a.yaml".to_owned(), text };
    workspace.apply(vec![change], &files);
    let view = sidestep::ide::Analysis { workspace: &workspace, sources: &files };
    let found = workspace_symbols(view, "alph", 9);
    assert_eq!(found.len(), 1);
    assert_eq!((&*found[0].name, found[0].location.span.start), ("Alpha", 0));
}

#[test]
fn the_same_in_any_order_of_files() {
    let files: Vec<_> = corpus::workspace(300);
    let load = |files: Vec<(String, String)>| {
        let paths: Vec<String> = files.iter().map(|(path, _)| path.clone()).collect();
        sidestep::workspace::Workspace::load(&paths, &Files(files.into_iter().collect()))
    };
    let one = load(files.clone());
    let other = load(files.into_iter().rev().collect());
    for query in ["eng", "sen pay", "", "kit", "plan"] {
        let symbols =
            |workspace| workspace_symbols(sidestep::ide::Analysis { workspace, sources: &Files::default() }, query, 25);
        assert_eq!(symbols(&one), symbols(&other), "{query}");
    }
}
