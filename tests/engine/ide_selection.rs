//! Selections: outward, a step at a time.

use sidestep::ide::selection::selection_ranges;

use crate::cursor::Cursor;

/// What is selected, step by step; the last, all of the file, is left out.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let cursor = Cursor::new(&format!("#- content/roles/a.yaml\n{text}"));
    let file = cursor.file();
    let steps = selection_ranges(&file, cursor.at);
    assert_eq!(*steps.last().unwrap(), sidestep::text::Span::of(0, file.text.len()));
    let steps: Vec<&str> = steps.iter().map(|s| s.slice(&file.text)).collect();
    assert_eq!(steps[..steps.len() - 1], *expected, "{text}");
}

#[test]
fn words_names_and_quotes() {
    check(
        "name: A\nskills: [\"machine le$0arning\", x]\n",
        &[
            "learning",
            "machine learning",
            "\"machine learning\"",
            "[\"machine learning\", x]",
            "skills: [\"machine learning\", x]",
            "name: A\nskills: [\"machine learning\", x]",
        ],
    );
    check("na$0me: A B\n", &["name", "name: A B"]);
    check("name:$0 A\nslug: b\n", &["name: A", "name: A\nslug: b"]);
    check("name: C+$0+, Node.js\n", &["C++", "C++, Node.js", "name: C++, Node.js"]);
    check("summary: use Node.$0js.\n", &["Node.js", "use Node.js.", "summary: use Node.js."]);
}

#[test]
fn mentions_and_paragraphs() {
    check(
        "why: |\n  😀 one.\n\n  See [[tool:Spring Bo$0ot | the boot]] and\n  more.\n\n  Three.\nx-y: 1\n",
        &[
            "Boot",
            "Spring Boot",
            "tool:Spring Boot | the boot",
            "[[tool:Spring Boot | the boot]]",
            "See [[tool:Spring Boot | the boot]] and\n  more.",
            "😀 one.\n\n  See [[tool:Spring Boot | the boot]] and\n  more.\n\n  Three.",
            "|\n  😀 one.\n\n  See [[tool:Spring Boot | the boot]] and\n  more.\n\n  Three.",
            "why: |\n  😀 one.\n\n  See [[tool:Spring Boot | the boot]] and\n  more.\n\n  Three.",
            "why: |\n  😀 one.\n\n  See [[tool:Spring Boot | the boot]] and\n  more.\n\n  Three.\nx-y: 1",
        ],
    );
}

#[test]
fn items_lists_and_sections() {
    check(
        "alternatives:\n  - role: B\n    tagline: &t Do$0es b.\n  - role: C\n",
        &[
            "Does",
            "Does b.",
            "&t Does b.",
            "tagline: &t Does b.",
            "role: B\n    tagline: &t Does b.",
            "- role: B\n    tagline: &t Does b.",
            "- role: B\n    tagline: &t Does b.\n  - role: C",
            "alternatives:\n  - role: B\n    tagline: &t Does b.\n  - role: C",
        ],
    );
    check("a: 1\n\n$0\nb: 2\n", &["a: 1\n\n\nb: 2"]);
}

#[test]
fn names_of_terms_in_a_cell() {
    check(
        "name: A\ncomparison:\n  rows:\n    - { role: A, Key Skills: 'CI/C$0D, x' }\n",
        &[
            "CD",
            "CI/CD",
            "CI/CD, x",
            "'CI/CD, x'",
            "Key Skills: 'CI/CD, x'",
            "{ role: A, Key Skills: 'CI/CD, x' }",
            "- { role: A, Key Skills: 'CI/CD, x' }",
            "rows:\n    - { role: A, Key Skills: 'CI/CD, x' }",
            "comparison:\n  rows:\n    - { role: A, Key Skills: 'CI/CD, x' }",
            "name: A\ncomparison:\n  rows:\n    - { role: A, Key Skills: 'CI/CD, x' }",
        ],
    );
}

#[test]
fn nothing_and_broken() {
    check("$0", &[]);
    check("# on$0ly a note\n", &[]);
    check("name: [A\nsummary: b$0b\n", &["bb", "summary: bb", "name: [A\nsummary: bb"]);
}
