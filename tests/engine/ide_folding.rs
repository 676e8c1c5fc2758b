//! Folding: keys, items and comments over several lines.

use sidestep::ide::folding::{FoldKind, folding_ranges};

use crate::cursor::Cursor;

/// The folds as their first and last lines, without the white space around.
fn folds(path: &str, text: &str) -> Vec<String> {
    let mut cursor = Cursor::new(&format!("#- {path}\n"));
    cursor.files.0.insert(path.to_owned(), text.to_owned());
    cursor.workspace = cursor.files.workspace();
    let file = cursor.file();
    let lines: Vec<&str> = text.split('\n').collect();
    let line = |at: u32| lines[at as usize].trim();
    let draw = |fold: &sidestep::ide::folding::Fold| {
        let word = if fold.kind == FoldKind::Comment { "comment: " } else { "" };
        format!("{word}{} … {}", line(fold.start_line), line(fold.end_line))
    };
    folding_ranges(&file).iter().map(draw).collect()
}

const PAGE: &str = "\
# A note
# over two lines
name: A
summary: long
  plain text
why: |
  One.

  Two.

# A single comment
alternatives:
  - role: B
    about: >-
      folded
    # more
    # comments
    best_for:
      - x
      - y
  - role: C

skills: [
  a,
  b
]
tools: [a,
  b]
comparison: { rows: [
  { role: A }
] }
how_to_pick:
";

const FOLDS: [&str; 10] = [
    "comment: # A note … # over two lines",
    "summary: long … plain text",
    "why: | … Two.",
    "alternatives: … - role: C",
    "- role: B … - y",
    "about: >- … folded",
    "comment: # more … # comments",
    "best_for: … - y",
    "skills: [ … b",
    "tools: [a, … b]",
];

#[test]
fn a_page() {
    let mut expected = FOLDS.to_vec();
    expected.push("comparison: { rows: [ … { role: A }");
    assert_eq!(folds("content/roles/a.yaml", PAGE), expected);
    let other = format!("\u{feff}{}", PAGE.replace('\n', "\r\n"));
    assert_eq!(folds("content/roles/a.yaml", &other)[1..], expected[1..]);
}

#[test]
fn a_vocabulary_and_nothing() {
    let text = "- name: A\n  url: x\n- name: B\n-\n  name: C\n  url: y\n";
    assert_eq!(folds("content/tools.yaml", text), ["- name: A … url: x", "name: C … url: y"]);
    assert_eq!(folds("content/tools.yaml", ""), [""; 0]);
    assert_eq!(folds("content/tools.yaml", "# a\n# b"), ["comment: # a … # b"]);
}

#[test]
fn the_rest_of_a_broken_file() {
    let text = "name: [A\nsummary: \"open\nwhy: |\n  One.\n  Two.\nalternatives:\n  - role: B\n    about: x\n";
    let got = folds("content/roles/a.yaml", text);
    assert_eq!(got, ["why: | … Two.", "alternatives: … about: x", "- role: B … about: x"]);
}
