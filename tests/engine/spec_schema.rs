//! Sections 3 and 6 of the content model: where a file that does not fit its schema is underlined.

use crate::fixture::{Files, parse};
use crate::world::{check, check_page, check_page_and, check_role};
use sidestep::workspace::Severity;

#[track_caller]
fn check_file(text: &str) {
    check(&format!("#- content/roles/tester.yaml\n{text}"));
}

#[test]
fn missing_keys() {
    check_file("x-team: qa\n#1-6 schema\nname: Tester\n");
    check_file("# a comment\n\nslug: tester\n#1-4 schema\n#1-4 schema\n");
    check_page(&[
        ("    tagline: Moves data.\n", ""),
        ("  - role: Data Engineer\n", "  - role: Data Engineer\n#   ^^^^ schema\n"),
    ]);
    check_page(&[
        ("    about: Works with data.\n", ""),
        ("  - role: Data Engineer\n", "  - role: Data Engineer\n#   ^^^^ schema\n"),
    ]);
    check_page(&[
        ("      then: Read its page.\n", ""),
        ("    - if: you like data\n", "    - if: you like data\n#     ^^ schema\n"),
    ]);
    check_page(&[("why: |\n  A reason to look further.\n", ""), ("alternatives:", "alternatives:\n#1-12 schema")]);
    check_file("name: Tester\nsummary: s\ncomparison: {}\n#1-10 schema\n");
    check_file("name: Tester\nsummary: s\nhow_to_pick: { intro: a }\n#1-11 schema\n");
    check(
        "#- content/skills.yaml\n- name: distributed systems\n- summary: no name\n# ^^^^^^^ schema\n- name: API design\n- name: ETL\n",
    );
}

#[test]
fn alternatives_bring_the_rest_of_the_page() {
    check_file(
        "name: Tester\nsummary: s\nalternatives:\n#1-12 schema\n#1-12 schema\n#1-12 schema\n  - { role: Data Engineer, tagline: t, about: a }\n",
    );
    // The page's parts without alternatives are fine.
    check_file("name: Tester\nsummary: s\nwhy: because\nhow_to_pick: { options: [] }\n");
}

#[test]
fn unknown_keys() {
    check_file("name: Tester\nsummary: s\nsalary: 10\n#1-6 schema\n");
    check_file("name: Tester\nsummary: s\n\"tols\": [Docker]\n#2-5 schema\n");
    check_file("name: Tester\nsummary: s\nx-salary: { any: [thing] }\n");
    check_file("{ name: Tester, summary: s, sallary: 1 }\n#29-35 schema\n");
    check_page(&[("    tagline: Moves data.\n", "    tagline: Moves data.\n    note: n\n#   ^^^^ schema\n")]);
    check_page(&[("comparison:\n", "comparison:\n  title: t\n# ^^^^^ schema\n")]);
    check_page(&[("how_to_pick:\n", "how_to_pick:\n  title: t\n# ^^^^^ schema\n")]);
    check_page(&[(
        "      then: Read its page.\n",
        "      then: Read its page.\n      because: b\n#     ^^^^^^^ schema\n",
    )]);
    // The team's own keys may stand everywhere, whatever is in them.
    check_page(&[
        ("    tagline: Moves data.\n", "    tagline: Moves data.\n    x-a: 1\n"),
        ("  rows:\n", "  x-b: { c: d }\n  rows:\n"),
        ("      Focus: services\n", "      Focus: services\n      x-c: { d: e }\n"),
        ("  options:\n", "  x-d:\n  options:\n"),
        ("      then: Read its page.\n", "      then: Read its page.\n      x-e: [1]\n"),
    ]);
    check(
        "#- content/skills.yaml\n- name: distributed systems\n  sumary: s\n# ^^^^^^ schema\n- name: API design\n- { name: ETL, x-own: 1 }\n",
    );
    // A misspelled name key in a vocabulary is one finding; uses of the name are fine.
    check("#- content/skills.yaml\n- name: distributed systems\n- name: API design\n- nmae: ETL\n# ^^^^ schema\n");
    check("#- content/skills.yaml\n- name: distributed systems\n- name: API design\n- ETL\n# ^^^ schema\n");
}

#[test]
fn values_of_the_wrong_form() {
    check("#- content/roles/tester.yaml\nname: Tester\nsummary: 12\n#        ^^ schema\n");
    check("#- content/roles/tester.yaml\nname: Tester\nsummary: |\n  one\n# ^^^ schema\n  two\n");
    check("#- content/roles/tester.yaml\nname: Tester\nsummary: >\n  one\n  line\n");
    check("#- content/roles/tester.yaml\nname: Tester\nsummary: \"one\\ntwo\"\n#11-18 schema\n");
    check("#- content/roles/tester.yaml\nname: 911\n#     ^^^ schema\nsummary: s\nslug: tester\n");
    check("#- content/roles/tester.yaml\n- name: Tester\n#1-14 schema\n");
    check("#- content/roles/tester.yaml\njust text\n#1-9 schema\n");
    check_role("status: ‹publishd›schema;\n");
    check_role("reviewed: ‹2026-02-30›schema;\n");
    check_role("reviewed: '‹2026-2-3›schema;'\n");
    check_role("reviewed: 2026-02-03\n");
    check_role("tools: ‹Docker›schema;\n");
    check_role("tools: [Docker, ‹[Kafka]›schema;]\n");
    check_role("aliases: [QA, ‹7›schema;]\n");
    check_role("slug: ‹Tester_1›schema;\n");
    check_role("why: ‹[[Data Engineer]]›schema;\n");
    check_role("x-own: { a: [b, { c: 1 }] }\n");
    check_page(&[("    about: Works with data.\n", "    about: Works with data.\n    best_for: [a, ‹2›schema;]\n")]);
    check_page(&[("    about: Works with data.\n", "    about: ‹[[Cloud Architect]]›schema;\n")]);
    check_page(&[("alternatives:", "alternatives: ‹none›schema;\nx-a:")]);
    check(
        "#- content/tools.yaml\n- { name: PostgreSQL, url: 'postgresql.org' }\n#29-42 schema\n- name: Docker\n- name: Kafka\n",
    );
}

#[test]
fn what_cannot_be_seen_is_named() {
    let files = parse(
        "#- content/roles/tester.yaml\nname: Tester\nsummary: s\nstatus: draft\u{a0}\nreviewed: \"2026-01-01\u{200b}\"\n\u{2003}skills: []\n\u{ab}: x\n",
    );
    let messages: Vec<String> = files.0.check().into_iter().map(|d| d.message).collect();
    assert_eq!(
        messages,
        [
            "\"status\" cannot be \"draft\" with a no-break space after it; did you mean \"draft\"?",
            "\"2026-01-01\" with a character that cannot be seen (U+200B) after it is not a day of the calendar",
            "\"skills\" with a character that cannot be seen (U+2003) before it is not a key of a role; did you mean \"skills\"?",
            "\"\u{ab}\" is not a key of a role",
        ]
    );
}

#[test]
fn a_list_of_the_wrong_form_is_one_finding() {
    check_page(&[("alternatives:", "alternatives: ‹[]›schema;\nx-a:")]);
    check_page(&[("  rows:", "  rows: ‹none›schema;\n  x-a:")]);
    check_page(&[("  options:", "  options: ‹none›schema;\n  x-a:")]);
    check_page(&[("comparison:", "comparison: ‹none›schema;\nx-a:")]);
    check_page(&[("how_to_pick:", "how_to_pick: ‹none›schema;\nx-a:")]);
}

#[test]
fn replaced_by_needs_retired() {
    check_file("name: Tester\nsummary: s\nreplaced_by: Data Engineer\n#1-11 schema\n");
    check_file("name: Tester\nsummary: s\nstatus: draft\nreplaced_by: Data Engineer\n#1-11 schema\n");
    check_file("name: Tester\nsummary: s\nstatus: retired\nreplaced_by: Data Engineer\n");
    // A slip in the status is one finding.
    check_file("name: Tester\nsummary: s\nstatus: retird\n#       ^^^^^^ schema\nreplaced_by: Data Engineer\n");
}

#[test]
fn documents() {
    check_file("---\nname: Tester\nsummary: s\n");
    check_file("---\nname: Tester\nsummary: s\n---\n#1-3 schema\nname: Other\n");
    check_file("name: Tester\nsummary: s\n...\n--- # more\n#1-3 schema\nname: Other\n");
    check_file("name: Tester\nsummary: s\n...\n");
}

#[test]
fn empty_files_are_reported_at_their_start() {
    for text in
        ["", "\n", "# only a comment\n", "---\n", "\u{feff}", "   \n\t\n", "\r\n\r\n", "~\n", "null\n", "--- ~\n"]
    {
        let (mut files, _) = parse("");
        files.0.insert("content/roles/tester.yaml".to_owned(), text.to_owned());
        let found = files.check();
        let places: Vec<_> =
            found.iter().map(|d| (files.mark(d).1, files.mark(d).2, files.mark(d).3, &*d.code)).collect();
        assert_eq!(places, [(1, 1, 1, "schema")], "{text:?} {found:#?}");
    }
}

#[test]
fn drafts_are_told_gently() {
    let text = "#- content/roles/tester.yaml\nname: Tester\nstatus: draft\nalternatives:\n  - role: Data Engineer\n    tagline: t\nx: 1\n#- content/roles/data-engineer.yaml\nname: Data Engineer\nsummary: s\n";
    let (files, _) = parse(text);
    let found: Vec<_> = files.check().iter().map(|d| (d.severity, d.message.clone())).collect();
    let errors: Vec<_> = found.iter().filter(|(s, _)| *s >= Severity::Warning).collect();
    assert_eq!(errors.len(), 1, "{found:#?}");
    assert_eq!(found.iter().filter(|(s, _)| *s == Severity::Info).count(), 5, "{found:#?}");
}

#[test]
fn duplicate_keys() {
    check_file("name: Tester\nsummary: s\nsummary: t\n#1-7 duplicate-key\nsummary: u\n#1-7 duplicate-key\n");
    check_file("name: Tester\nsummary: s\ntools: [Docker]\n'tools': [Nothing]\n#2-6 duplicate-key\n");
    check_page(&[(
        "      Focus: services\n",
        "      Focus: services\n      Focus: other\n#     ^^^^^ duplicate-key\n",
    )]);
    let tagline = "    tagline: Moves data.\n    tagline: Nothing\n#   ^^^^^^^ duplicate-key\n";
    check_page(&[("    tagline: Moves data.\n", tagline)]);
    check_file("{ name: Tester, summary: s, name: Other }\n#29-32 duplicate-key\n");
}

#[test]
fn a_teams_own_schema() {
    check_page_and(
        &[("summary:", "team: Core\ncertifications: [CKA, CKB, ckad]\n#23-25 unknown-certification\n#28-31 discouraged-name\nsizee: 1\n#1-5 schema\nnotes: Ask [[Nobody]].\n#            ^^^^^^ unknown-role\nuses: Docker/Kafka, Dcker\n#                   ^^^^^ unknown-tool\nsummary:")],
        "\
#- sidestep.yaml
vocabularies: { certification: [certs.yaml] }
columns: [{ name: Focus }, { name: Skills, kind: skill }, { name: Tools, kind: tool }]
schemas: { role: schema/role.json }
#- schema/role.json
{ \"$ref\": \"sidestep:role\", \"properties\": {
  \"team\": { \"type\": \"string\" }, \"size\": { \"type\": \"number\" },
  \"notes\": { \"type\": \"string\", \"x-sidestep-prose\": true },
  \"uses\": { \"type\": \"string\", \"x-sidestep-terms\": \"tool\" },
  \"certifications\": { \"type\": \"array\", \"items\": { \"type\": \"string\", \"x-sidestep-refers\": \"certification\" } } } }
#- certs.yaml
- name: CKA
- name: CKAD
",
    );
}

/// A few lines that stand for millions of parts: said once, at the schema or at the file, and everything else goes on.
#[test]
fn schemas_that_multiply() {
    let role = "#- content/roles/tester.yaml\nname: Tester\nsummary: s\nskills: [Nothing]\n#10-16 unknown-skill\n";
    let pairs: Vec<String> = (0..40)
        .map(|at| {
            format!(
                "\"a{at}\": {{ \"allOf\": [{{ \"$ref\": \"#/$defs/a{0}\" }}, {{ \"$ref\": \"#/$defs/a{0}\" }}] }}",
                at + 1
            )
        })
        .collect();
    let defs = format!("{}, \"a40\": {{ \"type\": \"object\" }}", pairs.join(", "));
    let settings = "#- sidestep.yaml\nschemas: { role: s.json }\ncolumns: [{ name: Focus }, { name: Skills, kind: skill }, { name: Tools, kind: tool }]\n";
    check(&format!(
        "{settings}{role}#- s.json\n{{ \"$ref\": \"#/$defs/a0\", \"$defs\": {{ {defs} }} }}\n#1-0 config\n"
    ));
    check(&format!(
        "{settings}{role}#- s.json\n{{ \"$ref\": \"#/$defs/a\", \"$defs\": {{ \"a\": {{ \"not\": {{ \"$ref\": \"#\" }} }} }} }}\n#1-0 config\n"
    ));
    let level = "{ \"type\": \"object\", \"properties\": { \"a\": { \"$ref\": \"#/$defs/t\" } }, \"anyOf\": [{ \"required\": [\"z\"] }, { \"properties\": { \"a\": { \"$ref\": \"#/$defs/t\" } } }, { \"required\": [\"y\"] }] }";
    let schema = format!(
        "{{ \"$ref\": \"sidestep:role\", \"properties\": {{ \"cert\": {{ \"$ref\": \"#/$defs/t\" }} }}, \"$defs\": {{ \"t\": {level} }} }}"
    );
    let deep = format!("cert: {}1{}\n", "{a: ".repeat(40), "}".repeat(40));
    let deep = format!("#- content/roles/deep.yaml\nname: Deep\n#1-0 schema\nsummary: s\n{deep}");
    check(&format!("{settings}{role}{deep}#- s.json\n{schema}\n"));
}

/// The schema findings of a role file: what is underlined, what is said, and the text after the fix.
#[track_caller]
fn meant(text: &str, underlined: &str, message: &str, mended: Option<&str>) {
    let path = "content/roles/baker.yaml";
    let whole = format!("name: Baker\nsummary: s\n{text}");
    let files = crate::fixture::Files([(path.to_owned(), whole.clone())].into());
    let found = files.check();
    let found: Vec<_> = found.iter().filter(|d| d.code == "schema" || d.code == "syntax").collect();
    let [one] = found.as_slice() else { panic!("{text}\n{found:#?}") };
    assert_eq!((one.span.slice(&whole), one.message.as_str()), (underlined, message));
    let fixer = sidestep::fix::Fixer::new(&files.workspace(), &files).fixes(one);
    let after = fixer.first().map(|fix| crate::fix_all::after(&files, &fix.edits));
    assert_eq!(
        after.as_ref().map(|after| after.0[path].as_str()),
        mended.map(|m| format!("name: Baker\nsummary: s\n{m}")).as_deref()
    );
    if let Some(after) = after {
        assert!(!after.check().iter().any(|d| d.code == "schema" || d.code == "syntax"), "{:?}", after.0);
    }
}

#[test]
fn what_was_evidently_meant_is_told_with_its_fix() {
    let list = "\"why\" must be text, but without quotes the brackets make a list of it";
    meant("why: [[Baker]]\n", "[[Baker]]", list, Some("why: '[[Baker]]'\n"));
    meant("why: [[Baker|it's]]\n", "[[Baker|it's]]", list, None);
    let keys = "\"why\" must be text, but without quotes the brackets make keys with values of it";
    meant("why: {{ site.why }} # why\n", "{{ site.why }}", keys, Some("why: '{{ site.why }}' # why\n"));
    let dash = "a list item begins with a dash (\"- \"), not with \"•\"";
    meant("tools:\n  • Oven\n  •  Mixer\n", "• Oven\n  •  Mixer", dash, Some("tools:\n  - Oven\n  - Mixer\n"));
    let number = "a list item begins with a dash (\"- \"), not with \"1.\"";
    meant("tools:\n  1. Oven\n  2. Mixer\n", "1. Oven\n  2. Mixer", number, Some("tools:\n  - Oven\n  - Mixer\n"));
    let space = "the space after the dash of a list item is a special one, so this reads as text";
    meant("tools:\n  -\u{a0}Oven\n", "-\u{a0}Oven", space, Some("tools:\n  - Oven\n"));
    let list = "\"tools\" must be a list, not text";
    meant("tools: Oven, Mixer\n", "Oven, Mixer", list, Some("tools: [Oven, Mixer]\n"));
    meant("tools: Oven, Mixer] # both\n", "Oven, Mixer]", list, Some("tools: [Oven, Mixer] # both\n"));
    meant("tools: \"Oven, Mixer\"\n", "Oven, Mixer", list, None);
    let comment = "a comment begins with \"# \", not with \"//\"";
    meant("// oven: hot\nwhy: x\n", "// oven", comment, Some("# oven: hot\nwhy: x\n"));
}

#[test]
fn days_that_are_written_otherwise() {
    let day = |written: &str, mended: Option<&str>| {
        let message = format!("\"{written}\" is not how a day is written here");
        let mended = mended.map(|mended| format!("reviewed: {mended}\n"));
        meant(&format!("reviewed: {written}\n"), written, &message, mended.as_deref());
    };
    day("01.03.2025", Some("2025-03-01"));
    day("1.3.2025", Some("2025-03-01"));
    day("2025-3-1", Some("2025-03-01"));
    day("2025/03/01", Some("2025-03-01"));
    day("25/12/2025", Some("2025-12-25"));
    day("12/25/2025", Some("2025-12-25"));
    day("1/11/2026", None);
    meant("reviewed: 2025-02-30\n", "2025-02-30", "\"2025-02-30\" is not a day of the calendar", None);
    meant("reviewed: 31.02.2025\n", "31.02.2025", "\"31.02.2025\" is not a day of the calendar", None);
}

/// A pattern that would take too many steps in a text is told where that stands, wherever it stands.
#[test]
fn patterns_that_take_too_many_steps() {
    let schema = r#"{ "$ref": "sidestep:role", "properties": {
        "a": { "type": "array", "items": { "type": "object", "properties": { "b": { "pattern": "^(a*)*\\1(a|a)*b$" } } } },
        "c": { "type": "object", "propertyNames": { "pattern": "^(a*)*\\1(a|a)*b$" } }
    } }"#;
    let long = format!("{}!", "a".repeat(200));
    let told = |rest: &str| {
        let mut files = Files::default();
        for (path, text) in [
            ("sidestep.yaml", "schemas: { role: s.json }\n".to_owned()),
            ("s.json", schema.to_owned()),
            ("content/roles/a.yaml", format!("name: A\nsummary: One.\n{rest}")),
        ] {
            files.0.insert(path.to_owned(), text);
        }
        let text = files.0["content/roles/a.yaml"].clone();
        let found = files.check().into_iter().filter(|d| d.code == "schema");
        found.map(|d| (d.span.slice(&text).to_owned(), d.message)).collect::<Vec<_>>()
    };
    let cannot = |name: &str| {
        format!("whether \"{name}\" has the right form cannot be told: the schema's pattern takes too many steps")
    };
    assert_eq!(told(&format!("a: [{{ b: 1 }}, {{ b: {long} }}]\n")), [(long.clone(), cannot("b"))]);
    assert_eq!(told(&format!("x: &x {{ b: {long} }}\na: [*x]\n"))[0].1, "\"x\" is not a key of a role");
    let keys = told(&format!("c: {{ {long}: 1 }}\n"));
    assert_eq!(keys.len(), 1, "{keys:?}");
    // What is wrong whatever came of it is told as usual.
    assert_eq!(told(&format!("a: [{{ b: {long} }}, 1]\n")).len(), 1);
    assert_eq!(told("a: [{ b: aab }]\n"), []);
}
