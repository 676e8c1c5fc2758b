//! Section 6 of the content model: suppression comments.

use crate::world::{check, check_page, check_role};

#[test]
fn at_the_end_of_a_line() {
    check_role("tools: [Dokcer, Kafak] # sidestep: ignore[unknown-tool]\n");
    check_role("tools:\n  - Dokcer # sidestep: ignore[unknown-tool]\n  - ‹Kafak›unknown-tool;\n");
    check_role("tools: # sidestep: ignore[unknown-tool]\n#8-39 unused-ignore\n  - ‹Dokcer›unknown-tool;\n");
    check_page(&[(
        "  - role: Data Engineer\n    tag",
        "  - role: Dtaa Engineer # sidestep: ignore[unknown-role]\n    tag",
    )]);
}

/// A comment in the middle of a line is for all of it.
#[test]
fn in_the_middle_of_a_line_of_a_body() {
    crate::fixture::check(
        "#- sidestep.yaml\ncollections: { page: { files: [\"*.md\"], schema: \"sidestep:page\" } }\n#- a.md\n\
         See [a](none.md) <!-- sidestep: ignore[broken-link] --> and [b](no.md).\nSee [c](n.md).\n#9-12 broken-link\n",
    );
}

#[test]
fn above_a_key_or_an_item() {
    check_role("# sidestep: ignore[unknown-tool]\ntools:\n  - Dokcer\n  - Kafak\nskills: [‹Nope›unknown-skill;]\n");
    check_role("tools:\n  # sidestep: ignore[unknown-tool]\n  - Dokcer\n  - ‹Kafak›unknown-tool;\n");
    check_role("tools:\n  # sidestep: ignore[unknown-tool]\n  # another word\n\n  - Dokcer\n");
    check_page(&[(
        "  - role: Cloud Architect\n    tag",
        "  # sidestep: ignore[unknown-role]\n  - role: Nobody Else\n    tag",
    )]);
    check_page(&[(
        "    - role: Data Engineer\n    - role",
        "    # sidestep: ignore[cell-drift]\n    - role: Data Engineer\n      Focus: other\n    - role",
    )]);
}

#[test]
fn for_the_file() {
    check(
        "#- content/roles/tester.yaml\n# sidestep: ignore-file[unknown-tool, schema]\nname: Tester\ntools: [Dokcer]\n",
    );
    check(
        "#- content/roles/tester.yaml\n# sidestep: ignore-file[file-name]\n#1-34 unused-ignore\nname: Tester\nsummary: s\n",
    );
    check_role("# sidestep: ignore-file[unknown-tool]\n#1-37 unused-ignore\ntools: [‹Dokcer›unknown-tool;]\n");
}

#[test]
fn ignores_that_silence_nothing() {
    check_role("# sidestep: ignore[unknown-tool]\n#1-32 unused-ignore\ntools: [Docker]\n");
    check_role("tools: [Docker] # sidestep: ignore[unknown-tool]\n#17-48 unused-ignore\n");
    check_role("tools: [Dokcer] # sidestep: ignore[unknown-tool, schema]\n#50-55 unused-ignore\n");
    check_role("tools: [Dokcer] # sidestep: ignore[unknown-tol, unknown-tool]\n#36-46 unused-ignore\n");
    check_role("tools: [Docker] # sidestep: ignore[unknown-tool, schema]\n#17-56 unused-ignore\n");
    check_role("tools: [Docker] # sidestep: ignore[nonsense]\n#17-44 unused-ignore\n");
    check_role("tools: [Docker] # sidestep: ignore\n#17-34 unused-ignore\n");
    check_role("tools: [Docker] # sidestep: ignore[unused-ignore]\n#17-49 unused-ignore\n");
    check_role("why: 'x' # sidestep: ignore[schema] \u{e9}\n#10-37 unused-ignore\n");
    check(
        "#- content/skills.yaml\n- name: ETL # sidestep: ignore[schema]\n#13-38 unused-ignore\n- name: distributed systems\n- name: API design\n",
    );
}

#[test]
fn not_in_a_file_with_a_syntax_error() {
    check_role("# sidestep: ignore[unknown-tool]\ntools: [Docker]\nwhy: \"open\n#6-6 syntax\nx-a: 1\n");
}

#[test]
fn in_the_settings() {
    let settings = |lines: &str| check(&format!("#- sidestep.yaml\ncolumns:\n  - name: Focus\n{lines}"));
    let columns = "  - { name: Skills, kind: skill }\n  - { name: Tools, kind: tool }\n";
    settings(&format!("{columns}  - name: Focus # sidestep: ignore[config]\n"));
    settings(&format!("{columns}  - name: Focus\n#11-15 config\n"));
    settings(&format!("{columns}rules: {{}} # sidestep: ignore[config]\n#11-36 unused-ignore\n"));
}

/// A comment with a misspelled code: what its author wants to keep is kept, and the comment is corrected.
#[test]
fn what_a_misspelled_code_means() {
    let fixture = |code: &str| {
        format!(
            "#- content/tools.yaml\n- name: lathe\n  avoid: [turning bench]\n#- content/roles/turner.yaml\n\
             name: Turner\nsummary: s\ntools: [turning bench] # sidestep: ignore[{code}]\n"
        )
    };
    for code in ["discoraged-name", "schema, discoraged-name"] {
        // What silences nothing goes once the other code is right.
        let (files, _) = crate::fixture::parse(&fixture(code));
        let (new, titles) = crate::fix_all::fix(&files, false, &|_| true);
        assert_eq!(
            new.0["content/roles/turner.yaml"],
            "name: Turner\nsummary: s\ntools: [turning bench] # sidestep: ignore[discouraged-name]\n"
        );
        assert_eq!(titles[0], "unused-ignore: Replace with \"discouraged-name\"");
    }
    let (files, _) = crate::fixture::parse(&fixture("nonsense"));
    let (new, _) = crate::fix_all::fix(&files, false, &|_| true);
    assert_eq!(new.0["content/roles/turner.yaml"], "name: Turner\nsummary: s\ntools: [lathe]\n");
}
