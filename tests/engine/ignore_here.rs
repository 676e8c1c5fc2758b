//! Silencing a finding where it stands.

use sidestep::fix::{ignore_here, ignore_in_file};
use sidestep::text::apply;

use crate::fixture::parse;

/// Checks the file after the first finding of a code is silenced; `None` where that cannot be done.
#[track_caller]
fn check(before: &str, code: &str, after: Option<&str>) {
    const PATH: &str = "content/roles/a.yaml";
    let mut files = parse("#- content/tools.yaml\n- name: Docker\n  avoid: [docker io]\n").0;
    files.0.insert(PATH.to_owned(), before.to_owned());
    let found = files.check();
    let finding = found.iter().find(|d| d.code == code).unwrap_or_else(|| panic!("{code}: {found:#?}"));
    let edit = ignore_here(before, finding);
    let got = edit.map(|edit| apply(before, &[edit]).unwrap());
    assert_eq!(got.as_deref(), after);
    let Some(got) = got else { return };
    files.0.insert(PATH.to_owned(), got);
    let now = files.check();
    assert!(!now.iter().any(|d| d.code == code && d.message == finding.message), "{now:#?}");
    assert!(!now.iter().any(|d| d.code == "unused-ignore"), "{now:#?}");
}

#[test]
fn at_the_end_of_the_line() {
    let ignore = "# sidestep: ignore[unknown-tool]";
    check(
        "name: A\nsummary: s\ntools: [Dcker]\n",
        "unknown-tool",
        Some(&format!("name: A\nsummary: s\ntools: [Dcker] {ignore}\n")),
    );
    // A flow list over several lines, white space at the end of a line, and CRLF.
    check(
        "name: A\r\nsummary: s\r\ntools: [Docker,\r\n  Dcker,  \r\n  Docker]\r\n",
        "unknown-tool",
        Some(&format!("name: A\r\nsummary: s\r\ntools: [Docker,\r\n  Dcker, {ignore}  \r\n  Docker]\r\n")),
    );
    // The last line without a line break; emoji before.
    check(
        "name: A\nsummary: s\ntools: ['😀 Dcker']",
        "unknown-tool",
        Some(&format!("name: A\nsummary: s\ntools: ['😀 Dcker'] {ignore}")),
    );
    // The first line of a file, after a byte order mark.
    check(
        "\u{feff}name: B\nsummary: s\n",
        "file-name",
        Some("\u{feff}name: B # sidestep: ignore[file-name]\nsummary: s\n"),
    );
}

#[test]
fn at_the_end_of_the_last_line_of_a_text() {
    check(
        "name: A\nsummary: s\nwhy: 'one\n\n  [[Bob]]'\n",
        "unknown-role",
        Some("name: A\nsummary: s\nwhy: 'one\n\n  [[Bob]]' # sidestep: ignore[unknown-role]\n"),
    );
}

#[test]
fn above_what_holds_it() {
    let ignore = "# sidestep: ignore[unknown-role]";
    // In prose of every kind no comment can stand.
    for text in [
        "why: |\n  One\n  [[Bob]] two\n",
        "why: >-\n\n  One\n  [[Bob]]\n",
        "why: one\n  [[Bob]]\n  two\n",
        "why: \"one\n  [[Bob]] \\\n  two\"\n",
        "why: 'one\n\n  [[Bob]]\n  '\n",
    ] {
        check(
            &format!("name: A\nsummary: s\n{text}"),
            "unknown-role",
            Some(&format!("name: A\nsummary: s\n{ignore}\n{text}")),
        );
    }
    // The line has a comment already.
    check(
        "name: A\nsummary: s\ntools:\n  - Docker\n  - Dcker # note\n",
        "unknown-tool",
        Some("name: A\nsummary: s\ntools:\n  - Docker\n  # sidestep: ignore[unknown-tool]\n  - Dcker # note\n"),
    );
    // In an item whose text goes over several lines.
    check(
        "name: A\nsummary: s\nalternatives:\n  - role: A\n    about: |\n      one\n      docker io\n",
        "discouraged-name",
        Some(
            "name: A\nsummary: s\nalternatives:\n  - role: A\n    # sidestep: ignore[discouraged-name]\n    about: |\n      one\n      docker io\n",
        ),
    );
}

#[test]
fn in_a_comment_that_is_there() {
    check(
        "name: A\nsummary: s\ntools: [Dcker, docker io] # sidestep: ignore[unknown-tool]\n",
        "discouraged-name",
        Some("name: A\nsummary: s\ntools: [Dcker, docker io] # sidestep: ignore[unknown-tool, discouraged-name]\n"),
    );
    check(
        "name: A\nsummary: s\n# sidestep: ignore[unknown-tool]: on purpose\ntools:\n  - Dcker\n  - docker io\n",
        "discouraged-name",
        Some(
            "name: A\nsummary: s\n# sidestep: ignore[unknown-tool, discouraged-name]: on purpose\ntools:\n  - Dcker\n  - docker io\n",
        ),
    );
}

#[test]
fn what_cannot_be_silenced() {
    check("name: A\nsummary: \"s\n", "syntax", None);
    check("name: A\nsummary: s # sidestep: ignore[unknown-role]\n", "unused-ignore", None);
}

#[test]
fn a_cut_text_is_silenced_from_above() {
    check(
        "name: A\nsummary: the #1 choice\n",
        "cut-text",
        Some("name: A\n# sidestep: ignore[cut-text]\nsummary: the #1 choice\n"),
    );
}

#[test]
fn in_all_of_a_file() {
    const PATH: &str = "content/roles/a.yaml";
    let check = |before: &str, after: &str| {
        let mut files = parse("#- content/tools.yaml\n- name: Docker\n").0;
        files.0.insert(PATH.to_owned(), before.to_owned());
        let found = files.check();
        let finding = found.iter().find(|d| d.code == "unknown-tool").unwrap();
        let got = apply(before, &[ignore_in_file(before, finding).unwrap()]).unwrap();
        assert_eq!(got, after);
        files.0.insert(PATH.to_owned(), got);
        let now = files.check();
        assert!(!now.iter().any(|d| d.code == "unknown-tool" || d.code == "unused-ignore"), "{now:#?}");
    };
    let tools = "name: A\nsummary: s\ntools: [Zig, Rust]\n";
    check(tools, &format!("# sidestep: ignore-file[unknown-tool]\n{tools}"));
    check(
        &format!("\u{feff}# about\r\n{tools}"),
        &format!("\u{feff}# sidestep: ignore-file[unknown-tool]\r\n# about\r\n{tools}"),
    );
    let one = "# sidestep: ignore-file[orphan-role";
    check(&format!("{one}]\n{tools}"), &format!("{one}, unknown-tool]\n{tools}"));
}

/// Checks a page after all findings of a code in its body are silenced, one after the other.
#[track_caller]
fn check_body(path: &str, before: &str, after: &str) {
    let mut files =
        parse("#- sidestep.yaml\ncollections: { page: { files: ['*.md', '*.mdx'], schema: 'sidestep:page' } }\n").0;
    files.0.insert(path.to_owned(), before.to_owned());
    let of_body = |files: &crate::fixture::Files| files.check().into_iter().find(|d| d.code == "broken-link");
    while let Some(finding) = of_body(&files) {
        let text = files.0[path].clone();
        let edit = ignore_here(&text, &finding).unwrap_or_else(|| panic!("{finding:#?}"));
        files.0.insert(path.to_owned(), apply(&text, &[edit]).unwrap());
    }
    assert_eq!(files.0[path], after);
    files.0.insert(path.to_owned(), before.to_owned());
    let finding = of_body(&files).unwrap();
    let whole = ignore_in_file(before, &finding).unwrap();
    files.0.insert(path.to_owned(), apply(before, &[whole]).unwrap());
    assert!(of_body(&files).is_none(), "{}", files.0[path]);
}

#[test]
fn in_the_body_of_a_page() {
    check_body(
        "a.md",
        "---\ntitle: A\n---\n# A\n\nSee [b](b.md) and\n[c](c.md).  \n\n| x | y |\n|---|---|\n| 1 | [d](d.md) |\n\n- [e](e.md)",
        "---\ntitle: A\n---\n# A\n\nSee [b](b.md) and <!-- sidestep: ignore[broken-link] -->\n[c](c.md). <!-- sidestep: ignore[broken-link] -->  \n\n<!-- sidestep: ignore[broken-link] -->\n| x | y |\n|---|---|\n| 1 | [d](d.md) |\n\n- [e](e.md) <!-- sidestep: ignore[broken-link] -->",
    );
    check_body(
        "a.mdx",
        "# A\r\n\r\nSee [b](b.md). {/* sidestep: ignore[unknown-role] */}\r\n",
        "# A\r\n\r\nSee [b](b.md). {/* sidestep: ignore[unknown-role, broken-link] */}\r\n",
    );
}
