//! Completion: what is offered for half a path, and for half a mention.

use sidestep::ide::completion::{Asked, CompletionOptions, completions};

use crate::cursor::Cursor;
use crate::ide_completion::{AROUND, takes};
use crate::ide_completion_typing::{SETUPS, answer};
use crate::typist::Typist;

/// The settings that are typed hold at once: half a path leads to no files.
#[test]
fn paths_while_they_are_typed() {
    let more =
        "#- team/people/ann.md\n---\nname: Ann\n---\n#- team/shape.json\n{}\n#- team/notes.txt\nx\n#- known.json\n{}\n";
    let labels = |text: &str, asked| {
        let found = answer("sidestep.yaml", &format!("{text}\n{more}"), asked);
        found.items.into_iter().map(|i| i.label).collect::<Vec<_>>()
    };
    let roles = ["content/roles/**/*.yaml", "content/roles/**/*.yml"];
    for asked in [Asked::Letter, Asked::Character, Asked::ByHand] {
        for text in ["roles:\n  - content/roles/*$0", "roles:\n  - \"content/roles/*$0\"", "roles: [content/roles/*$0]"]
        {
            assert_eq!(labels(text, asked), roles, "{text}");
        }
        assert_eq!(
            labels("roles:\n  - content/r$0", asked),
            ["content/roles/", "content/roles/**/*.yaml", "content/roles/**/*.yml"]
        );
        assert_eq!(labels("vocabularies:\n  skill:\n    - content/sk$0", asked), ["content/skills.yaml"]);
        assert_eq!(labels("roles:\n  - te$0", asked)[0], "team/");
        assert_eq!(labels("roles:\n  - team/$0", asked), ["team/people/", "team/people/**/*.md"]);
        assert_eq!(labels("roles:\n  - team/people/$0", asked), ["team/people/ann.md"]);
        assert_eq!(
            labels("collections:\n  person:\n    files: [team/p$0]", asked),
            ["team/people/", "team/people/**/*.md"]
        );
        assert_eq!(labels("collections:\n  person:\n    schema: team/$0", asked), ["team/people/", "team/shape.json"]);
        assert_eq!(labels("schemas:\n  role: team/sh$0", asked), ["team/shape.json"]);
        assert_eq!(labels("baseline: kn$0", asked), ["known.json"]);
        // What is typed in full needs nothing.
        assert_eq!(labels("baseline: known.json$0", asked), [""; 0]);
        assert_eq!(labels("roles:\n  - content/roles/**/*.yml$0", asked), [""; 0]);
    }
    assert_eq!(labels("baseline: $0", Asked::Character), ["content/", "known.json", "team/"]);
    let typed = labels("roles:\n  - c$0", Asked::Letter);
    assert!(roles.iter().all(|pattern| typed.iter().any(|label| label == pattern)), "{typed:?}");
    // Other lists hold no paths.
    assert_eq!(labels("page:\n  and: [te$0]", Asked::ByHand), [""; 0]);
    assert!(labels("vocabularies:\n  tool: [c$0]", Asked::Letter).contains(&"content/tools.yaml".to_owned()));
}

#[test]
fn names_behind_the_kind_of_a_mention() {
    takes(
        "Docker",
        &[
            ("why: In [[tool:$0\n", "why: In [[tool:Docker]]\n"),
            ("why: In [[tool:$0]]\n", "why: In [[tool:Docker]]\n"),
            ("why: In [[tool:$0]] and\n", "why: In [[tool:Docker]] and\n"),
            ("summary: In [[tool:$0 and more\n", "summary: In [[tool:Docker]] and more\n"),
            ("summary: [[tool:$0\n", "summary: '[[tool:Docker]]'\n"),
            ("summary: [[tool:$0]]\n", "summary: '[[tool:Docker]]'\n"),
            ("why: In\n  two lines [[tool:$0]]\n", "why: In\n  two lines [[tool:Docker]]\n"),
            (
                "alternatives:\n  - role: A\n    tagline: In [[tool:$0]]\n",
                "alternatives:\n  - role: A\n    tagline: In [[tool:Docker]]\n",
            ),
            (
                "alternatives:\n  - role: A\n    best_for:\n      - In [[tool:$0]]\n",
                "alternatives:\n  - role: A\n    best_for:\n      - In [[tool:Docker]]\n",
            ),
            (
                "alternatives:\n  - role: A\n    best_for:\n      - In [[tool:$0\n",
                "alternatives:\n  - role: A\n    best_for:\n      - In [[tool:Docker]]\n",
            ),
            (
                "alternatives:\n  - { role: A, about: \"In [[tool:$0]]\" }\n",
                "alternatives:\n  - { role: A, about: \"In [[tool:Docker]]\" }\n",
            ),
            (
                "how_to_pick:\n  options:\n    - if: x\n      then: In [[tool:$0\n      role: A\n",
                "how_to_pick:\n  options:\n    - if: x\n      then: In [[tool:Docker]]\n      role: A\n",
            ),
        ],
    );
    takes("SQL", &[("summary: In [[skill:$0]]\n", "summary: In [[skill:SQL]]\n")]);
    takes(
        "Data Engineer",
        &[
            ("why: In [[$0]]\n", "why: In [[Data Engineer]]\n"),
            ("why: In [[Da$0\n", "why: In [[Data Engineer]]\n"),
            ("why: [[Da$0\n", "why: '[[Data Engineer]]'\n"),
            ("why: In [[role:$0]]\n", "why: In [[role:Data Engineer]]\n"),
        ],
    );
}

/// Behind `tool:` the list of kinds is closed, and what is typed next asks for names.
#[test]
fn a_kind_that_is_typed_closes_its_list() {
    let mut typist = Typist::new(Cursor::new(AROUND).files, "content/roles/x.yaml", "why: In ", SETUPS[3]);
    typist.types("[[to");
    assert!(typist.list().contains(&"tool:"), "{:?}", typist.list());
    typist.types("ol:");
    assert!(!typist.list().contains(&"tool:"), "{:?}", typist.list());
    typist.types("do");
    assert_eq!(typist.list(), ["Docker"]);
    typist.types("\n");
    assert_eq!(typist.text, "why: In [[tool:Docker]]");
}

/// Any text is a category, the start of another one too; and any name, where there is no vocabulary.
#[test]
fn a_word_that_begins_another_is_left_alone() {
    let files = Cursor::new(AROUND).files;
    for setup in SETUPS {
        let vocabulary = "- name: A\n  category: language\n- name: B\n";
        let typed = "  category: lang\n- name: C\n";
        let mut typist = Typist::new(files.clone(), "content/skills.yaml", vocabulary, setup);
        typist.types(typed);
        assert_eq!(typist.text, format!("{vocabulary}{typed}"), "{setup:?} {:?}", typist.taken);
    }
    let mut typist =
        Typist::new(files, "content/skills.yaml", "- name: A\n  category: language\n- name: B\n", SETUPS[3]);
    typist.types("  category: ");
    assert_eq!(typist.list(), ["language"]);
    typist.types("l");
    assert_eq!(typist.list(), [""; 0]);
    // Without a text to compare clients compare the label.
    let text = "- name: A\n  category: language\n- name: B\n  category: ";
    let cursor = Cursor::new(&format!("{AROUND}#- content/skills.yaml\n{text}$0\n"));
    let options = CompletionOptions { asked: Asked::Character, keeps: true, ..CompletionOptions::default() };
    let found = completions(&cursor.file(), cursor.at, &options);
    assert_eq!(found.items.iter().map(|item| item.filter.as_str()).collect::<Vec<_>>(), ["·"]);
}

#[test]
fn a_name_without_a_vocabulary_is_left_alone() {
    let files = Cursor::new("#- content/roles/a.yaml\nname: A\ntools: [PostgreSQL]\n").files;
    for setup in SETUPS {
        let mut typist = Typist::new(files.clone(), "content/roles/b.yaml", "name: B\ntools:\n", setup);
        typist.types("  - Post\n- Pos");
        assert_eq!(typist.text, "name: B\ntools:\n  - Post\n- Pos", "{setup:?} {:?}", typist.taken);
    }
}

/// The cursor comes to stand behind the mention, also where its end was there before.
#[test]
fn the_text_goes_on_behind_a_mention() {
    for text in [
        "why: |\n  In [[tool:do$0]] and",
        "why: |\n  In [[tool:$0]] and",
        "why: \"In [[tool:d$0] and\"",
        "why: In [[tool:d$0ck and",
    ] {
        let found = answer("content/roles/x.yaml", text, Asked::ByHand);
        let docker = found.items.iter().find(|item| item.label == "Docker").unwrap();
        assert!(docker.text.ends_with("Docker]]"), "{text}: {}", docker.text);
        let plain = format!("{AROUND}#- content/roles/x.yaml\n{}", text.replace("$0", ""));
        let plain = &Cursor::new(&format!("{plain}$0")).files.0["content/roles/x.yaml"];
        let behind = &plain[docker.replace.end as usize..];
        assert!([" and", " and\"", "ck and"].contains(&behind.trim_end_matches('\n')), "{text}: {behind}");
    }
    // The words that are shown instead of the name stay.
    let shown = answer("content/roles/x.yaml", "why: |\n  In [[tool:d$0|boxes]] and\n", Asked::ByHand);
    assert!(shown.items.iter().any(|item| item.text == "Docker"));
}
