//! Headings that name things, and numbers that do (collections.md, sections 2 and 3).

use sidestep::ide::change::rename::{self, RenameOptions};
use sidestep::rules::check_workspace;

use crate::cursor::Cursor;
use crate::fixture::check;

const NOTES: &str = r#"
#- sidestep.yaml
collections:
  note: { files: ["n/*.md"], schema: s/note.json }
  list: { files: ["l/*.yaml"], schema: s/list.json }
#- s/note.json
{ "x-sidestep-heading": { "defines": "note" } }
#- s/list.json
{ "items": { "x-sidestep-refers": "note" } }
"#;

/// What a page and a list that names it become by a rename of the page's heading.
#[track_caller]
fn renamed(page: &str, named: &str, new: &str, expected: (&str, &str)) {
    let cursor = Cursor::new(&format!("{NOTES}#- n/a.md\n{page}#- l/b.yaml\n- $0{named}\n"));
    assert_eq!(cursor.files.marks(), []);
    let (def, label) = rename::rename_target(&cursor.file(), cursor.at).unwrap();
    let options = RenameOptions { label: Some(label), ..RenameOptions::default() };
    let plan = rename::rename(cursor.view(), def, new, options).unwrap();
    let after = cursor.files.after(&plan.edits);
    assert_eq!((after.0["n/a.md"].as_str(), after.0["l/b.yaml"].as_str()), expected);
    assert_eq!(check_workspace(&after.workspace(), jiff::civil::date(2026, 11, 24)), []);
}

#[test]
fn headings_with_marks_are_renamed_as_a_whole() {
    let to = "- New title\n";
    renamed("Setext *title*\n====\nText\n", "Setext title", "New title", ("New title\n====\nText\n", to));
    renamed("# A **bold** title #\n", "A bold title", "New title", ("# New title #\n", to));
    renamed("# *All*\n", "All", "New title", ("# *New title*\n", to));
}

#[test]
fn a_new_name_is_no_markdown_in_a_heading() {
    renamed(
        "# Real &amp; \\*head\\*\n",
        "Real & *head*",
        "New *t* & [x]",
        ("# New \\*t\\* & [x]\n", "- New *t* & [x]\n"),
    );
    renamed("# C\n", "C", "C #", ("# C \\#\n", "- 'C #'\n"));
}

#[test]
fn the_end_of_a_line_in_a_heading_is_a_blank() {
    renamed("Two *line*\ntitle\n===\n", "Two line title", "One", ("One\n===\n", "- One\n"));
}

#[test]
fn numbers_and_words_beside_texts_are_names() {
    check(
        r#"
#- sidestep.yaml
collections: { code: { files: [codes.yaml], schema: s.json } }
#- s.json
{ "items": { "properties": {
    "id": { "type": ["string", "integer"], "x-sidestep-defines": "code", "x-sidestep-label": "id" },
    "see": { "type": ["string", "number"], "x-sidestep-refers": "code" },
    "any": { "anyOf": [{ "type": "string" }, { "type": "integer" }], "x-sidestep-refers": "code" },
    "is": { "type": ["string", "boolean"], "x-sidestep-refers": "code" },
    "text": { "type": ["string"], "x-sidestep-refers": "code" } } } }
#- codes.yaml
- id: 1010
- id: 1010
#     ^^^^ duplicate-name
- { id: 7, see: 8, any: 9, is: true, text: 5 }
#               ^ unknown-code
#                       ^ unknown-code
#                              ^^^^ unknown-code
#                                          ^ schema
"#,
    );
}
