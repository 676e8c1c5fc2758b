//! Lenses: titles and the places they count.

use sidestep::ide::lenses::{LensKey, LensKind, lens_locations, lens_title, lenses};

use crate::cursor::Cursor;

/// Lenses of a file: name, title, and how many places.
fn drawn(cursor: &Cursor, path: &str) -> Vec<String> {
    let view = cursor.view();
    let file = view.file(path).unwrap();
    let draw = |lens: &sidestep::ide::lenses::Lens| {
        assert_eq!(lens.span.slice(&file.text), lens.key.name);
        let places = lens_locations(view, &lens.key);
        assert!(places.is_sorted() || lens.key.kind == LensKind::Lists, "{places:?}");
        format!("{}: {} @{}", lens.key.name, lens_title(view, &lens.key).unwrap(), places.len())
    };
    lenses(&file).iter().map(draw).collect()
}

const FIXTURE: &str = "
#- content/roles/a.yaml
name: Alpha
aliases: [Al]
summary: s
skills: [rust]
alternatives:
  - role: Beta
  - role: gamma
  - role: Nobody
  - role: Alpha
  - role: Gamma
#- content/roles/b.yaml
name: Beta
summary: Knows [[skill:Rust]].
skills: [Rust, rust]
alternatives:
  - role: Al
  - role: ALPHA
  - role: Gamma
comparison:
  rows:
    - role: Beta
      Key Skills: Go, CI / CD (daily)
#- content/roles/c.yaml
name: Gamma
summary: s
comparison:
  rows:
    - role: Gamma
      Key Skills: go/Rust lang
#- content/roles/d.yaml
name: Delta
summary: rustish things.
alternatives: []
#- content/skills.yaml
- name: Rust
  aliases: [Rust lang]
  avoid: [rustish]
- name: Go
- name: CI/CD
- name: COBOL
  summary: Unlike [[skill:Go]] and [[skill:COBOL]].
- name:
";

#[test]
fn roles() {
    let cursor = Cursor::new(FIXTURE.trim_start());
    assert_eq!(drawn(&cursor, "content/roles/a.yaml"), ["Alpha: listed on 1 page @1", "Alpha: lists 2 roles @2"]);
    assert_eq!(drawn(&cursor, "content/roles/b.yaml"), ["Beta: listed on 1 page @1", "Beta: lists 2 roles @2"]);
    assert_eq!(drawn(&cursor, "content/roles/c.yaml"), ["Gamma: listed on 2 pages @2"]);
    assert_eq!(drawn(&cursor, "content/roles/d.yaml"), ["Delta: listed on no page @0"]);
}

#[test]
fn terms() {
    let cursor = Cursor::new(FIXTURE.trim_start());
    let expected = [
        "Rust: 4 roles use this skill @6",
        "Go: 2 roles use this skill @2",
        "CI/CD: 1 role uses this skill @1",
        "COBOL: no role uses this skill @0",
    ];
    assert_eq!(drawn(&cursor, "content/skills.yaml"), expected);
}

#[test]
fn the_same_once_the_workspace_knows_who_uses_what() {
    let mut cursor = Cursor::new(FIXTURE.trim_start());
    let before: Vec<_> = cursor.files.0.keys().flat_map(|path| drawn(&cursor, path)).collect();
    let text = cursor.files.0["content/roles/d.yaml"].clone();
    let change = sidestep::workspace::Change::Set { path: "content/roles/d.yaml".to_owned(), text };
    let mut workspace = cursor.workspace.live();
    workspace.apply(vec![change], &cursor.files);
    cursor.workspace = workspace.into_workspace();
    let after: Vec<_> = cursor.files.0.keys().flat_map(|path| drawn(&cursor, path)).collect();
    assert_eq!(before, after);
}

#[test]
fn what_is_gone_has_no_title() {
    let cursor = Cursor::new(FIXTURE.trim_start());
    let key = |path: &str, name: &str| LensKey { kind: LensKind::UsedBy, path: path.to_owned(), name: name.to_owned() };
    for key in [key("content/skills.yaml", "Ada"), key("content/none.yaml", "Rust")] {
        assert_eq!(lens_title(cursor.view(), &key), None);
        assert_eq!(lens_locations(cursor.view(), &key), []);
    }
}

#[test]
fn a_key_can_be_sent_away_and_come_back() {
    let key = LensKey { kind: LensKind::ListedOn, path: "a.yaml".to_owned(), name: "É".to_owned() };
    let sent = serde_json::to_value(&key).unwrap();
    assert_eq!(sent, serde_json::json!({ "kind": "listed-on", "path": "a.yaml", "name": "É" }));
    assert_eq!(serde_json::from_value::<LensKey>(sent).unwrap(), key);
}
