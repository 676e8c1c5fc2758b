//! Refactorings of a page at a place: what is offered, and texts before and after.

use sidestep::edit::Edit;
use sidestep::ide::change::{Change, Refactor, refactors};
use sidestep::text::Span;

use crate::cursor::Cursor;

fn offered(cursor: &Cursor) -> Vec<Refactor> {
    refactors(&cursor.file(), Span::empty(cursor.at))
}

fn edits(cursor: &Cursor, refactor: &Refactor) -> Vec<Edit> {
    let (Change::Edits(edits) | Change::Insert(edits)) = &refactor.change else { panic!("{refactor:?}") };
    edits.iter().map(|edit| Edit::Text { path: cursor.path.clone(), edit: edit.clone() }).collect()
}

#[track_caller]
fn titles(fixture: &str, expected: &[&str]) {
    let cursor = Cursor::new(fixture);
    let able = offered(&cursor).into_iter().filter(|r| !matches!(r.change, Change::Blocked(_)));
    let titles: Vec<String> = able.map(|r| r.title).collect();
    assert_eq!(titles, expected);
}

/// Checks the file with the cursor after the refactoring with a title.
#[track_caller]
fn check(fixture: &str, title: &str, expected: &str) {
    let cursor = Cursor::new(fixture);
    let all = offered(&cursor);
    let Some(refactor) = all.iter().find(|r| r.title == title) else { panic!("{title:?} is not among {all:#?}") };
    let after = cursor.files.after(&edits(&cursor, refactor));
    let got = &after.0[&cursor.path];
    assert_eq!(got, expected, "\n{got}");
}

const OTHERS: &str = "\
#- sidestep.yaml
columns: [{ name: Focus }, { name: Tools, kind: tool }, { name: Here, per_page: true, optional: true }]
#- content/roles/b.yaml
name: B
summary: s
comparison: { rows: [{ role: B, Focus: b, Tools: [x, y] }] }
#- content/roles/c.yaml
name: C
summary: s
comparison: { rows: [{ role: C, Focus: 'c: c', Tools: z }] }
#- content/roles/d.yaml
name: D
summary: s
why: w
alternatives: [{ role: A, tagline: t, about: a }]
comparison: { rows: [{ role: D, Focus: d, Tools: z }, { role: A }] }
how_to_pick: { options: [{ if: i, role: A, then: t }] }
";

const PAGE: &str = "#- content/roles/a.yaml
name: A
summary: s
why: w
alternatives:
  # B comes first.
  - role: B
    tagline: t 😀
    about: |
      text
    # about B

  - role: &c \"C\" # the other
    tagline: t

    about: >-
      text

# the table
comparison:
  rows:
    - role: A
      Focus: a
      Tools: y

    # beside B
    - role: B # b
    - { role: 'C', Focus: other, Here: h }
how_to_pick:
  options:
    - { if: i, role: B, then: t }
    - if: i
      role: C
      then: t";

fn page(cursor: &str) -> String {
    let plain = PAGE.replace("&c ", "");
    format!("{}\n{OTHERS}", plain.replacen(&cursor.replace("$0", ""), cursor, 1))
}

fn after(edits: &[(&str, &str)]) -> String {
    let mut text = PAGE.replace("&c ", "").split_once('\n').unwrap().1.to_owned() + "\n";
    for (from, to) in edits {
        assert!(text.contains(from), "{from:?}");
        text = text.replacen(from, to, 1);
    }
    text
}

const B: &str = "  # B comes first.\n  - role: B\n    tagline: t 😀\n    about: |\n      text\n    # about B\n";
const C: &str = "  - role: \"C\" # the other\n    tagline: t\n\n    about: >-\n      text\n";

#[test]
fn what_is_offered_where() {
    titles(
        &page("- role: B$0\n    tag"),
        // Comments would go with it: it cannot be removed.
        &["Move \"B\" down", "Insert \"D\" below \"B\""],
    );
    titles(&page("role: \"C\"$0"), &["Move \"C\" up", "Insert \"D\" below \"C\""]);
    titles(
        &page("- ro$0le: B # b"),
        &["Write \"Focus\" out in this row", "Write \"Tools\" out in this row", "Move \"B\" down"],
    );
    titles(&page("{ ro$0le: 'C'"), &["Write \"Tools\" out in this row", "Move \"C\" up"]);
    titles(&page("Focus: oth$0er"), &["Inherit \"Focus\" from \"C\""]);
    titles(&page("Here: $0h"), &[]);
    titles(&page("Focus: a$0"), &[]);
    titles(&page("- role: A$0"), &[]);
    titles(&page("tagline: $0t"), &[]);
    titles(&page("ro$0ws:"), &[]);
    titles(&page("name: A$0"), &["Retire \"A\" in favour of \"B\"", "Retire \"A\" in favour of \"C\""]);
    // Not in a broken file, and not where anchors may break.
    titles(&page("- role: B$0\n    tag").replace("why: w", "why: \"w"), &[]);
    titles(&page("- role: B$0\n    tag").replace("\"C\" #", "&c \"C\" #"), &["Insert \"D\" below \"B\""]);
}

#[test]
fn what_cannot_be_done_says_why() {
    let blocked = |fixture: &str| -> Vec<String> {
        let why = |r: Refactor| match r.change {
            Change::Blocked(why) => Some(format!("{}: {why}", r.title)),
            _ => None,
        };
        offered(&Cursor::new(fixture)).into_iter().filter_map(why).collect()
    };
    let here = page("- role: B$0\n    tag");
    assert_eq!(blocked(&here), ["Remove \"B\" with its row and option: a comment or an anchor would go with it"]);
    assert_eq!(
        blocked(&here.replace("\"C\" #", "&c \"C\" #"))[0],
        "Move \"B\" down: an anchor, a comment between brackets, or blank lines that a text keeps (+) could lose their place"
    );
    assert_eq!(
        blocked(&here.replace("    - { role: 'C',", "    - role: B\n    - { role: 'C',"))[0],
        "Move \"B\" down: a role stands twice in a list of this page"
    );
    let only = OTHERS.replace("{ role: A, tag", "{ role: A$0, tag") + "#- content/roles/a.yaml\nname: A\nsummary: s\n";
    assert_eq!(blocked(&only), ["Remove \"A\" with its row and option: it is the only alternative of this page"]);
}

#[test]
fn move_with_row_and_option() {
    let moved = after(&[
        (&format!("{B}\n{C}"), &format!("{C}\n{B}")),
        (
            "    # beside B\n    - role: B # b\n    - { role: 'C', Focus: other, Here: h }\n",
            "    - { role: 'C', Focus: other, Here: h }\n    # beside B\n    - role: B # b\n",
        ),
        (
            "    - { if: i, role: B, then: t }\n    - if: i\n      role: C\n      then: t\n",
            "    - if: i\n      role: C\n      then: t\n    - { if: i, role: B, then: t }\n",
        ),
    ]);
    check(&page("- role: B$0\n    tag"), "Move \"B\" down", &moved);
    check(&page("role: C$0\n      then"), "Move \"C\" up", &moved);
    let crlf = page("- role: B$0\n    tag").replace('\n', "\r\n").replace("yaml\r\n", "yaml\n");
    check(&crlf, "Move \"B\" down", &moved.replace('\n', "\r\n"));
}

#[test]
fn remove_with_row_and_option() {
    let title = "Remove \"C\" with its row and option";
    let clean = |text: &str| text.replace(" # the other", "");
    check(
        &clean(&page("role: \"C\"$0")),
        title,
        &clean(&after(&[
            (&format!("\n{C}"), ""),
            ("    - { role: 'C', Focus: other, Here: h }\n", ""),
            ("    - if: i\n      role: C\n      then: t\n", ""),
        ])),
    );
    // Without a final line break.
    let cut = |text: &str| text.strip_suffix('\n').unwrap().to_owned();
    let (page, others) =
        clean(&page("role: \"C\"$0")).split_once("#- sidestep").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let (from, to) = (
        format!("#- sidestep{others}{}", cut(&page)),
        clean(&after(&[
            (&format!("\n{C}"), ""),
            ("    - { role: 'C', Focus: other, Here: h }\n", ""),
            ("    - if: i\n      role: C\n      then: t\n", ""),
        ])),
    );
    check(&from, title, &cut(&to));
}

#[test]
fn insert_with_row_and_option() {
    check(
        &page("- role: B$0\n    tag"),
        "Insert \"D\" below \"B\"",
        &after(&[
            (B, &format!("{B}\n  - role: D\n    tagline: …\n    about: …\n")),
            ("    - role: B # b\n", "    - role: B # b\n    - role: D\n"),
            ("role: B, then: t }\n", "role: B, then: t }\n    - if: …\n      role: D\n      then: …\n"),
        ]),
    );
}

#[test]
fn cells() {
    check(&page("Focus: oth$0er"), "Inherit \"Focus\" from \"C\"", &after(&[(" Focus: other,", "")]));
    check(
        &page("- ro$0le: B # b"),
        "Write \"Tools\" out in this row",
        &after(&[("- role: B # b\n", "- role: B # b\n      Tools: x, y\n")]),
    );
    check(
        &page("{ role: 'C'$0, F"),
        "Write \"Tools\" out in this row",
        &after(&[("Focus: other,", "Focus: other, Tools: z,")]),
    );
}

#[test]
fn sort_rows_and_options() {
    let unsorted = |cursor: &str| {
        format!(
            "#- content/roles/a.yaml\n{}\n{OTHERS}",
            "name: A\nsummary: s\nwhy: w\nalternatives: [{ role: C, tagline: t, about: a }, { role: B, tagline: t, about: a }]\ncomparison:\n  rows: [{ role: B }, { role: D }, { role: A, Focus: a, Tools: y }, { role: C }]\nhow_to_pick:\n  options:\n  - { if: i, role: B, then: t }\n  - { if: i, role: C, then: t } # c"
                .replacen(&cursor.replace("$0", ""), cursor, 1)
        )
    };
    let cursor = unsorted("rows$0:");
    let text = cursor.split_once('\n').unwrap().1.split("#- ").next().unwrap().replace("$0", "");
    check(
        &cursor,
        "Sort the rows by rank",
        &text.replace(
            "{ role: B }, { role: D }, { role: A, Focus: a, Tools: y }, { role: C }",
            "{ role: A, Focus: a, Tools: y }, { role: D }, { role: C }, { role: B }",
        ),
    );
    check(
        &unsorted("options$0:"),
        "Sort the options by rank",
        &text.replace(
            "  - { if: i, role: B, then: t }\n  - { if: i, role: C, then: t } # c\n",
            "  - { if: i, role: C, then: t } # c\n  - { if: i, role: B, then: t }\n",
        ),
    );
}

#[test]
fn terms_that_look_alike() {
    let tools = "#- content/tools.yaml\n- name: Post$0gre SQL\n  url: https://x.org/\n- name: PostgreSQL\n- name: C\n- name: C++\n";
    titles(tools, &["Merge \"Postgre SQL\" into \"PostgreSQL\""]);
    titles(&tools.replace("- name: C\n", "  url: https://y.org/\n- name: C\n"), &[]);
    titles(&tools.replace("$0", "").replace("C++", "C+$0+"), &[]);
}

#[test]
fn a_text_that_keeps_its_blank_lines_stays() {
    let page = |kept: &str| {
        format!(
            "{OTHERS}#- content/roles/a.yaml\nname: A\nalternatives:\n  - role: B$0\n    about: x\n\n  - role: C\n    about: {kept}\n      y\n\n  - role: D\n"
        )
    };
    for (kept, is_blocked) in [("|+", true), (">2+", true), ("|", false), ("|-", false)] {
        let cursor = Cursor::new(&page(kept));
        let moved = offered(&cursor).into_iter().find(|r| r.title == "Move \"B\" down").unwrap();
        assert_eq!(matches!(moved.change, Change::Blocked(_)), is_blocked, "{kept}");
    }
}
