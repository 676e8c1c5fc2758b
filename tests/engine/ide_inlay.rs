//! Inlay hints: ranks and inherited cells.

use sidestep::ide::inlay::inlay_hints;
use sidestep::text::Span;

use crate::cursor::Cursor;

/// The text of the first file with its hints in it, in `‹›`.
fn drawn(cursor: &Cursor, range: Option<Span>) -> String {
    let file = cursor.file();
    let range = range.unwrap_or_else(|| Span::of(0, file.text.len()));
    let mut text = file.text.clone();
    for hint in inlay_hints(&file, range).into_iter().rev() {
        text.insert_str(hint.at as usize, &format!("‹{}›", hint.label));
    }
    text
}

#[track_caller]
fn check(fixture: &str, expected: &str) {
    let cursor = Cursor::new(fixture.trim_start());
    assert_eq!(drawn(&cursor, None), expected.trim_start());
}

const OTHERS: &str = "
#- content/roles/data-engineer.yaml
name: Data Engineer
summary: s
comparison:
  rows:
    - role: Data Engineer
      Primary Focus: data pipelines, storage, quality and 😀
      Key Skills: [SQL, Python]
      Common Tools/Technologies: Spark
#- content/roles/plain.yaml
name: Plain
summary: s
";

#[test]
fn ranks_and_cells() {
    check(
        &format!(
            "
#- content/roles/a.yaml
name: A
summary: s
alternatives:
  - role: \"Data Engineer\"
  - tagline: none yet
  -
    role:   Plain # a note
  - {{ role: Nobody }}
comparison:
  rows:
    - role: A
    - role: 'data engineer' # a note
      Key Skills: Go
    - {{ role: Data Engineer, Key Skills: Go, Common Tools/Technologies: x }}
    - role: Plain
    - role: Nobody
{OTHERS}"
        ),
        "
name: A
summary: s
alternatives:
  - role: ‹1›\"Data Engineer\"
  - tagline: none yet
  -
    role:   ‹3›Plain # a note
  - { role: ‹4›Nobody }
comparison:
  rows:
    - role: A
    - role: 'data engineer'‹Primary Focus: data pipelines, storage, q…› # a note
      Key Skills: Go
    - { role: Data Engineer, Key Skills: Go, Common Tools/Technologies: x }‹Primary Focus: data pipelines, storage, q…›
    - role: Plain
    - role: Nobody

",
    );
}

#[test]
fn all_of_it_in_the_tooltip() {
    let cursor = Cursor::new(&format!(
        "#- content/roles/a.yaml\nname: A\nsummary: s\ncomparison:\n  rows:\n    - role: Data Engineer\n{OTHERS}"
    ));
    let file = cursor.file();
    let hints = inlay_hints(&file, Span::of(0, file.text.len()));
    assert_eq!(hints.len(), 1);
    let expected = "Primary Focus: data pipelines, storage, quality and 😀\nKey Skills: SQL, Python\n\
                    Common Tools/Technologies: Spark\nfrom content/roles/data-engineer.yaml";
    assert_eq!(hints[0].tooltip.as_deref(), Some(expected));
    let source = hints[0].source.clone().unwrap();
    assert!(source.span.slice(&cursor.files.0[&*source.path]).starts_with("data pipelines"));
}

#[test]
fn the_columns_of_this_table_only() {
    let settings = "
#- sidestep.yaml
columns:
  - { name: Primary Focus }
  - { name: Key Skills, kind: skill, optional: true }
  - { name: Common Tools/Technologies, per_page: true }
#- content/roles/b.yaml
name: B
summary: s
comparison:
  rows:
    - { role: B, Primary Focus: f, Key Skills: k, Common Tools/Technologies: t }
";
    let page = |columns: &str, cell: &str| {
        format!(
            "#- content/roles/a.yaml\nname: A\nsummary: s\ncomparison:\n{columns}  rows:\n    - role: B\n{cell}    - role: A\n{settings}"
        )
    };
    let hint = |columns: &str, cell: &str| {
        let mut cursor = Cursor::new(&page(columns, cell));
        cursor.path = "content/roles/a.yaml".to_owned();
        let text = drawn(&cursor, None);
        text.split_once('‹').map(|(_, rest)| rest.split_once('›').unwrap().0.to_owned())
    };
    let label = |text: &str| Some(text.to_owned());
    assert_eq!(hint("", ""), label("Primary Focus: f"));
    assert_eq!(hint("  columns: [Key Skills, Primary Focus]\n", ""), label("Key Skills: k; Primary Focus: f"));
    assert_eq!(hint("", "      Primary Focus:\n"), label("Primary Focus: f"));
    assert_eq!(hint("", "      Primary Focus: mine\n"), None);
}

#[test]
fn a_range_and_long_names() {
    let name = "a".repeat(70);
    let cursor = Cursor::new(&format!(
        "#- content/roles/0.yaml\nname: Z\nsummary: s\nalternatives:\n  - role: B\ncomparison:\n  rows:\n    - role: B\n\
         #- content/roles/{name}.yaml\nname: B\nsummary: s\ncomparison:\n  rows:\n    - {{ role: B, Primary Focus: focus }}\n"
    ));
    let text = "name: Z\nsummary: s\nalternatives:\n  - role: B\ncomparison:\n  rows:\n    - role: B";
    assert_eq!(drawn(&cursor, None), format!("{text}‹Primary Focus: focus›\n").replacen(": B", ": ‹1›B", 1));
    let start = text.find("comparison").unwrap();
    assert_eq!(drawn(&cursor, Some(Span::of(start, text.len()))), format!("{text}‹Primary Focus: focus›\n"));
    assert_eq!(drawn(&cursor, Some(Span::of(0, 7))), format!("{text}\n"));
}

#[test]
fn anchors_line_ends_and_broken_files() {
    check(
        &format!(
            "
#- content/roles/a.yaml
name: A
x-d: &d Data Engineer
alternatives:
  - role: *d
  - role: &p Plain
summary: [
comparison:
  rows:
    - role: *d
{OTHERS}"
        ),
        "
name: A
x-d: &d Data Engineer
alternatives:
  - role: ‹1›*d
  - role: ‹2›&p Plain
summary: [
comparison:
  rows:
    - role: *d‹Primary Focus: data pipelines, storage, q…›

",
    );
    let mut cursor = Cursor::new(&format!("#- content/roles/a.yaml\nname: A\n{OTHERS}"));
    let text = "\u{feff}name: A\r\nalternatives:\r\n  - role: Plain\r\ncomparison:\r\n  rows:\r\n    - role: Data Engineer\r\n";
    cursor.files.0.insert("content/roles/a.yaml".to_owned(), text.to_owned());
    cursor.workspace = cursor.files.workspace();
    let got = drawn(&cursor, None);
    assert!(got.contains("  - role: ‹1›Plain\r\n") && got.contains("Data Engineer‹Primary Focus"), "{got}");
}
