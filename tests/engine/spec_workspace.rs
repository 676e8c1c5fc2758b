//! Sections 1 and 5 of the content model: settings, kinds, severities; and how files are written.

use crate::fixture::{check as check_files, parse};
use crate::world::{check, check_page, check_page_and, check_role, marked};
use sidestep::workspace::Severity;

#[test]
fn everything_has_a_default() {
    check_files(&marked(
        "\
#- content/roles/a/b/tester.yml
name: Tester
summary: s
tools: [Docker, ‹Dokcer›unknown-tool;]
#- content/roles/not-yaml.txt
nonsense: [
#- content/other.yaml
nonsense: [
#- content/tools.yaml
- name: Docker
",
    ));
}

#[test]
fn settings_that_cannot_be_used() {
    check_files(
        "#- sidestep.yaml\nrolls: [\"content/roles/**/*.yaml\"]\n#1-5 schema\nstale_after_days: many\n#19-22 schema\n",
    );
    check_files("#- sidestep.yaml\nrules: { unknwn-role: off, stale: loud }\n#10-20 schema\n#35-38 schema\n");
    check_files("#- sidestep.yaml\nrules: { unknown-certification: off, x-own: 1 }\n#10-30 schema\n");
    check_files("#- sidestep.yaml\nrules: { unknown-skil: off, x-own: 1 }\n#10-21 schema\n");
    check_files("#- sidestep.yaml\nrules: { stale: warn }\n#17-20 schema\n");
    check_files(
        "#- sidestep.yaml\ncolumns: [{ name: A, kind: nope }, { name: A }, { nmae: B }]\n#28-31 config\n#44-44 config\n#51-54 schema\n",
    );
    check_files("#- sidestep.yaml\nroles: ['a/[']\n#10-12 config\n");
    check_files("#- sidestep.yaml\nschemas: { role: gone.json }\n#18-26 config\n");
    check_files(
        "#- sidestep.yaml\nschemas: { role: own.json }\n#- own.json\n{ \"$ref\": \"sidestep:rol\" }\n#12-23 config\n",
    );
    check_files("#- sidestep.yaml\n# nothing but a comment\n");
    check_files("#- sidestep.yaml\n");
}

#[test]
fn severities_are_the_teams() {
    let text = "\
#- sidestep.yaml
rules: { unknown-role: off, unknown-skill: error, orphan-role: warning, schema: hint }
#- content/roles/tester.yaml
name: Tester
skills: [Nope]
why: '[[Nobody]]'
salary: 1
#- content/skills.yaml
- name: ETL
";
    let (files, _) = parse(text);
    let found: Vec<_> = files.check().iter().map(|d| (d.code.to_string(), d.severity)).collect();
    let expected = [
        ("schema", Severity::Hint),
        ("orphan-role", Severity::Warning),
        ("unknown-skill", Severity::Error),
        ("schema", Severity::Hint),
    ];
    assert_eq!(found, expected.map(|(code, severity)| (code.to_owned(), severity)));
}

#[test]
fn kinds_of_a_teams_own() {
    check_files(&marked(
        "\
#- sidestep.yaml
vocabularies: { certification: [../shared/certs.yaml] }
columns: [{ name: Focus }, { name: Certificates, kind: certification }]
#- ../shared/certs.yaml
- { name: CKA, avoid: [Kube Admin] }
- { name: CKAD }
#- content/roles/tester.yaml
name: Tester
summary: A ‹Kube Admin›discouraged-name;.
why: '[[certification:CKA]] [[certification:‹CKB›unknown-certification;]] [[certification: ‹Kube Admin›discouraged-name; ]]'
comparison:
  rows: [{ role: Tester, Focus: f, Certificates: CKA/‹CKX›unknown-certification; (CKAD) }]
",
    ));
}

#[test]
fn line_ends_tabs_and_byte_order_marks() {
    for (from, to) in [("\n", "\r\n"), ("name:", "\u{feff}name:"), (": ", ":\t"), (": ", ":  \t ")] {
        let text =
            "name: Tester\nsummary: s\ntools: [Docker, Dokcer]\nwhy: >\n  see 😀 [[Nobody]],\n  [[Data Engineer]]\n"
                .replacen(from, to, if from == "name:" { 1 } else { 99 });
        let (mut files, _) = parse(
            "#- content/tools.yaml\n- name: Docker\n#- content/roles/data-engineer.yaml\nname: Data Engineer\nsummary: s\n",
        );
        files.0.insert("content/roles/tester.yaml".to_owned(), text.clone());
        let found: Vec<_> =
            files.marks().into_iter().filter(|m| m.4 != "orphan-role").map(|m| (m.1, m.3 - m.2, m.4)).collect();
        let expected = [(3, 6, "unknown-tool"), (5, 6, "unknown-role")];
        assert_eq!(found, expected.map(|(line, width, code)| (line, width, code.to_owned())), "{text:?}");
    }
}

#[test]
fn anchors_aliases_tags_and_merge_keys() {
    check_role("tools: &t [Docker, ‹Dokcer›unknown-tool;]\nx-again: *t\n");
    check_role("x-base: &t [Docker, ‹Dokcer›unknown-tool;]\ntools: *t\n");
    check_role("tools: !!seq [!!str Docker, !!str ‹Dokcer›unknown-tool;, &x !!str \"‹Kafak›unknown-tool;\", *x]\n");
    check_role("? tools\n: - Docker\n  - ‹Dokcer›unknown-tool;\n? \"skills\"\n: [ETL]\n");
    check_role("x-own: &base { skills: [ETL, ‹Elt›unknown-skill;], summary: other }\n<<: *base\n");
    check_page(&[
        ("  - role: Data Engineer\n    tag", "  - &de\n    role: &name Data Engineer\n    tag"),
        ("    - role: Data Engineer\n    - role", "    - role: *name\n    - role"),
        ("      role: Data Engineer\n", "      role: *name\n"),
    ]);
    check_page(&[
        ("  - role: Data Engineer\n    tag", "  - role: &name ‹Dtaa Engineer›unknown-role;\n    tag"),
        ("    - role: Data Engineer\n    - role", "    - role: *name\n    - role"),
        ("      role: Data Engineer\n", "      role: *name\n"),
    ]);
    check_page(&[
        (
            "  - role: Data Engineer\n    tagline: Moves data.\n",
            "  - <<: { tagline: Moves data. }\n    role: Data Engineer\n",
        ),
        (
            "    - role: Data Engineer\n    - role",
            "    - { <<: { Focus: ‹drift›cell-drift; }, role: Data Engineer }\n    - role",
        ),
    ]);
    // Listed twice through an alias: told once, at the anchor.
    check_page(&[
        (
            "  - role: Data Engineer\n    tag",
            "  - &twice\n    role: Data Engineer\n#11-23 duplicate-alternative\n    tag",
        ),
        ("comparison:", "  - *twice\ncomparison:"),
    ]);
}

#[test]
fn a_broken_file_turns_no_other_red() {
    check_page_and(
        &[],
        "\
#- content/roles/data-engineer.yaml
name: Data Engineer
summary: ‹\"›syntax;never closed
comparison:
  rows:
    - { role: Data Engineer, Focus: data pipelines, Skills: ETL, Tools: Kafka }
",
    );
}

#[test]
fn links_lead_out_of_the_folder() {
    check(
        "#- content/roles/tester.yaml\nname: Tester\nsummary: '[a](../../README.md) [b](../skills.yaml) [c](x%20y.md)'\n#- content/roles/x y.md\nhello\n#- README.md\nhello\n",
    );
}
