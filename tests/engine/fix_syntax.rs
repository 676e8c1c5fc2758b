//! Fixes of syntax errors.

use sidestep::fix::Fixer;
use sidestep::rules::Applicability;

use crate::fix_all::after;
use crate::fixture::Files;

const PATH: &str = "content/roles/x.yaml";

/// The title of the first fix of the first syntax error, and the text with it.
fn mended(text: &str) -> Option<(String, String)> {
    let files = Files([(PATH.to_owned(), text.to_owned())].into());
    let found = files.check();
    let error = found.iter().find(|d| d.code == "syntax").unwrap_or_else(|| panic!("no error in\n{text}"));
    let fix = Fixer::new(&files.workspace(), &files).fixes(error).into_iter().next()?;
    assert_eq!(fix.applicability, Applicability::Unsafe, "{}", fix.title);
    let new = after(&files, &fix.edits);
    assert!(!new.check().iter().any(|d| d.code == "syntax"), "still broken:\n{}", new.0[PATH]);
    Some((fix.title, new.0[PATH].clone()))
}

#[track_caller]
fn becomes(before: &str, after: &str) {
    for end in ["\n", "\r\n"] {
        let (before, after) = (before.replace('\n', end), after.replace('\n', end));
        assert_eq!(mended(&before).map(|(_, text)| text), Some(after), "{before}");
    }
}

#[test]
fn tabs_become_spaces() {
    becomes(
        "name: X\nsummary: s\naliases: # two\n\t- A\t# one\n\t- B\n",
        "name: X\nsummary: s\naliases: # two\n  - A\t# one\n  - B\n",
    );
    becomes(
        "name: X\nsummary: s\ncomparison:\n\trows:\n\t\t- role: X\n",
        "name: X\nsummary: s\ncomparison:\n  rows:\n    - role: X\n",
    );
}

#[test]
fn values_that_need_quotes_get_them() {
    let cases = [
        ("%s of it", "'%s of it'"),
        ("*great* role # so", "'*great* role' # so"),
        ("\"Great\" 😀 role", "'\"Great\" 😀 role'"),
        ("'Great' role", "'''Great'' role'"),
        ("& more", "'& more'"),
    ];
    for (value, quoted) in cases {
        let title = mended(&format!("name: X\nsummary: {value}\n")).map(|(title, _)| title);
        assert_eq!(title.as_deref(), Some("Put quotes around the value"), "{value}");
        becomes(&format!("name: X\nsummary: {value}\n"), &format!("name: X\nsummary: {quoted}\n"));
        becomes(
            &format!("name: X\nsummary: s\naliases:\n  - {value}"),
            &format!("name: X\nsummary: s\naliases:\n  - {quoted}"),
        );
    }
}

#[test]
fn cut_texts_are_quoted_whole() {
    for (text, whole) in [
        ("why: the #1 choice", "why: 'the #1 choice'"),
        ("why: &On the road", "why: '&On the road'"),
        ("why: !On the baker's road\n  and back", "why: '!On the baker''s road\n  and back'"),
        ("why: &On # road", "why: '&On' # road"),
        ("aliases: [!best Docker, Kafka]", "aliases: ['!best Docker', Kafka]"),
    ] {
        let files = Files([(PATH.to_owned(), format!("name: X\nsummary: s\n{text}\n"))].into());
        let found = files.check();
        let cut = found.iter().find(|d| d.code == "cut-text").unwrap_or_else(|| panic!("{text}"));
        let fix = Fixer::new(&files.workspace(), &files).fixes(cut).remove(0);
        assert_eq!(fix.applicability, Applicability::Unsafe);
        let new = after(&files, &fix.edits);
        assert_eq!(new.0[PATH], format!("name: X\nsummary: s\n{whole}\n"));
        assert!(!new.check().iter().any(|d| d.code == "cut-text" || d.code == "syntax"));
    }
}

#[test]
fn what_is_not_evident_has_no_fix() {
    for text in ["summary: [a, \"b\" c]", "summary: \"a \\ud83d b\""] {
        assert_eq!(mended(&format!("name: X\n{text}\n")), None, "{text}");
    }
}
