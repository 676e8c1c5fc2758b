//! Section 1 of the content model: paths of the settings that cannot do what they are for, and what follows from faults.

use sidestep::workspace::Severity;

use crate::fixture::{Files, check, parse};
use crate::world::marked;

/// The messages and helps of the findings of a fixture, `config` and `schema` first.
fn texts(fixture: &str) -> Vec<String> {
    let (files, _) = parse(fixture);
    files.check().iter().map(|d| format!("{}: {} = {}", d.code, d.message, d.help.as_deref().unwrap_or("-"))).collect()
}

const TAILOR: &str = "#- content/roles/tailor.yaml\nname: Tailor\nsummary: s\nskills: [hemming]\ntools: [needle]\n";

#[test]
fn a_path_without_a_file_is_told_and_its_kind_is_not_known() {
    check(&marked(&format!(
        "{TAILOR}#- sidestep.yaml\nvocabularies: {{ skill: [‹content/skils.yaml›config;], tool: [content/tools.yaml] }}\n"
    )));
    // A file of two is missing: what it would define is not known.
    check(&marked(&format!(
        "{TAILOR}#- content/skills.yaml\n- name: pressing\n#- sidestep.yaml\n\
         vocabularies: {{ skill: [content/skills.yaml, ‹./more.yaml›config;] }}\n"
    )));
    check(&marked(
        "#- content/roles/tailor.yaml\nname: Tailor\nsummary: Works with a [[Cutter]].\n#- sidestep.yaml\n\
         roles: [\"content/roles/**/*.yaml\", ‹other/cutter.yaml›config;]\n",
    ));
}

#[test]
fn defaults_and_patterns_beside_others_may_match_nothing() {
    check(
        "#- sidestep.yaml\nroles: [\"content/roles/**/*.yaml\", \"content/roles/**/*.yml\", \"more/*.yaml\"]\n\
         vocabularies: { skill: [content/skills.yaml], tool: [content/tools.yaml] }\n\
         #- content/roles/tailor.yaml\nname: Tailor\nsummary: s\n",
    );
    check(&marked(
        "#- sidestep.yaml\nvocabularies: { cloth: [\"‹cloth/*.yaml›config;\", \"‹cloths/**/*.yml›config;\"] }\n",
    ));
}

#[test]
fn a_file_is_of_one_kind() {
    // The first path keeps it, whatever pattern is above.
    check(&marked(
        "#- sidestep.yaml\nroles: [\"content/**/*.yaml\"]\n\
         vocabularies: { skill: [content/terms.yaml], tool: [‹content/terms.yaml›config;] }\n\
         #- content/terms.yaml\n- name: hemming\n\
         #- content/tailor.yaml\nname: Tailor\nsummary: s\nskills: [‹hemmin›unknown-skill;]\n",
    ));
    // The default of a kind that is not written comes first.
    check(&marked(
        "#- sidestep.yaml\nvocabularies: { tool: [‹content/skills.yaml›config;] }\n#- content/skills.yaml\n- name: hemming\n",
    ));
    check(&marked(
        "#- sidestep.yaml\nvocabularies: { skill: [a.yaml, ‹a.yaml›config;] }\n#- a.yaml\n- name: hemming\n",
    ));
    check(&marked(
        "#- sidestep.yaml\nvocabularies: { skill: [a.yaml], tool: [\"‹*.yaml›config;\", \"*a.yaml\"] }\n#- a.yaml\n- name: hemming\n",
    ));
    // Patterns may overlap.
    check(
        "#- sidestep.yaml\nvocabularies: { skill: [\"v/*.yaml\"], tool: [\"v/t*.yaml\", \"w/*.yaml\"] }\n\
         #- v/ta.yaml\n- name: hemming\n#- w/a.yaml\n- name: needle\n",
    );
}

#[test]
fn a_file_that_defines_nothing() {
    check(&marked(&format!(
        "{TAILOR}#- sidestep.yaml\nvocabularies: {{ skill: [‹content/skills.yaml›config;], tool: [‹content/tools.yaml›config;] }}\n\
         #- content/skills.yaml\nskills:\n  - name: hemming\n#- content/tools.yaml\nneedle:\n  summary: x\nthread:\n"
    )));
    let told = texts(
        "#- sidestep.yaml\nvocabularies: { skill: [content/skills.yaml], tool: [content/tools.yaml] }\n\
         #- content/skills.yaml\ncraft: cloth\nskills:\n  - name: hemming\n#- content/tools.yaml\nneedle:\nthread:\n",
    );
    assert_eq!(told.len(), 2);
    assert!(told[0].contains("defines no name: its list seems to stand under \"skills\""), "{}", told[0]);
    assert!(told[1].contains("its names seem to be the keys"), "{}", told[1]);
    // By a pattern; an empty file is fine.
    check(&marked(
        "#- sidestep.yaml\nvocabularies: { skill: [\"‹v/*.yaml›config;\"] }\n#- v/a.yaml\n- name: hemming\n\
         #- v/b.yaml\nhemming\n#- v/c.yaml\n# nothing yet\n",
    ));
    // Without a path there is no place for it: the file itself tells.
    check(&marked("#- content/skills.yaml\n‹skills:›schema;\n"));
}

#[test]
fn one_typo_is_one_finding() {
    let role = "#- content/roles/tailor.yaml\nname: Tailor\nsummary: s\ncomparison:\n  columns: [Cloth, Hands]\n  rows:\n    - role: Tailor\n      Cloth: wool\n      Hands: steady\n      Other: x\n";
    check(&marked(&format!("#- sidestep.yaml\n‹colums›schema;: [{{ name: Cloth }}, {{ name: Hands }}]\n{role}")));
    check(&marked(&format!("#- sidestep.yaml\ncolumns: [{{ ‹nmae›schema;: Cloth }}, {{ name: Hands }}]\n{role}")));
    // What does not follow is told.
    check(&marked(&format!(
        "#- sidestep.yaml\n‹colums›schema;: [{{ name: Cloth }}, {{ name: Hands }}]\n{role}skills: [‹hemmin›unknown-skill;]\n#- content/skills.yaml\n- name: hemming\n"
    )));
    // Read as the one that was meant.
    check(&marked(
        &format!(
            "#- sidestep.yaml\nvocabularies: {{ skill: ‹craft.yaml›schema; }}\n#- craft.yaml\n- name: hemming\n{TAILOR}"
        )
        .replace("[hemming]", "[‹hemmin›unknown-skill;]"),
    ));
    check(&marked(&format!(
        "#- sidestep.yaml\nvocabularies: {{ skill: ‹{{ a: b }}›schema; }}\n#- content/skills.yaml\n- name: x\n{TAILOR}"
    )));
}

const OWN: &str = "#- sidestep.yaml\nschemas: { role: own.json }\n";
const WITH_LICENCE: &str = "#- content/roles/tailor.yaml\nname: Tailor\nsummary: 1\nlicence: x\n";

#[test]
fn unknown_keys_wait_for_a_schema_that_can_be_used() {
    let marks = |own: &str| {
        let (files, _) = parse(&format!("{OWN}{own}{WITH_LICENCE}"));
        files
            .check()
            .iter()
            .filter(|d| d.severity > Severity::Hint)
            .map(|d| format!("{} {}", d.path, d.code))
            .collect::<Vec<_>>()
    };
    let others = ["sidestep.yaml config", "content/roles/tailor.yaml schema"];
    assert_eq!(marks(""), others);
    let own = |text: &str| format!("#- own.json\n{text}\n");
    assert_eq!(
        marks(&own("{ \"$ref\": \"sidestep:role\", \"properties\": { \"licence\": { \"type\": \"strng\" } } }")),
        ["own.json config", others[1]]
    );
    assert_eq!(marks(&own("{ \"$ref\": \"sidestep:role\", \"properties\": { \"licence\": {} } }")), [others[1]]);
}

#[test]
fn findings_of_settings_come_first() {
    let (files, _) = parse(
        "#- a.yaml\nname: A\nsalary: 1\n#- sidestep.yaml\nroles: [\"*.yaml\"]\nschemas: { vocabulary: z.json }\nrules: { stal: off }\n#- z.json\n{ \"$ref\": \"x\" }\n",
    );
    let paths: Vec<String> =
        files.check().iter().filter(|d| d.severity > Severity::Hint).map(|d| d.path.to_string()).collect();
    assert_eq!(paths, ["sidestep.yaml", "z.json", "a.yaml", "a.yaml"]);
}

#[test]
fn annotations_that_do_nothing() {
    let own = |keys: &str| {
        let fixture = format!("{OWN}#- own.json\n{{ \"$ref\": \"sidestep:role\", \"properties\": {{ {keys} }} }}\n");
        let (files, _) = parse(&fixture);
        told(&files)
    };
    assert_eq!(own("\"a\": { \"type\": \"string\", \"x-sidestep-refers\": \"skil\" }"), ["skil"]);
    assert_eq!(own("\"a\": { \"type\": \"string\", \"x-sidestep-refer\": \"skill\" }"), ["skill"]);
    assert_eq!(own("\"a\": { \"type\": \"array\", \"x-sidestep-refers\": \"skill\" }"), ["skill"]);
    assert_eq!(own("\"a\": { \"type\": \"object\", \"x-sidestep-prose\": true }"), ["true"]);
    assert_eq!(own("\"a\": { \"not\": { \"x-sidestep-refers\": \"skill\" } }"), ["skill"]);
    assert_eq!(own("\"a\": {} }, \"$defs\": { \"b\": { \"x-sidestep-terms\": \"tool\" }"), ["tool"]);
    let none: [&str; 0] = [];
    assert_eq!(own("\"a\": { \"type\": \"array\", \"items\": { \"x-sidestep-refers\": \"skill\" } }"), none);
    assert_eq!(
        own("\"a\": { \"$ref\": \"#/$defs/b\" } }, \"$defs\": { \"b\": { \"x-sidestep-terms\": \"tool\" }"),
        none
    );
    assert_eq!(own("\"a\": { \"type\": \"array\", \"x-sidestep-terms\": \"tool\" }, \"x-sidestep-refers\": {}"), none);
    assert_eq!(own("\"a\": { \"x-sidestep-defines\": \"guild\" }, \"b\": { \"x-sidestep-refers\": \"guild\" }"), none);
}

/// What the findings of a fixture underline.
fn told(files: &Files) -> Vec<String> {
    files.check().iter().map(|d| d.span.slice(&files.0[&*d.path]).to_owned()).collect()
}

#[test]
fn words_of_the_page() {
    check(&marked(
        "#- sidestep.yaml\npage:\n  lang: ‹Deutsch›config;\n  why_heading: \"Why leave ‹{nmae}›config;\"\n  pick: ‹Maybe›config;\n  explore: The {toolkit}\n  best_for: For {{\n",
    ));
}
