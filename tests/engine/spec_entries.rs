//! Sections 3 and 6 of the content model: blank keys, own rows, pasted roles, plain names, files that are no roles.

use sidestep::fix::Fixer;
use sidestep::workspace::Severity;

use crate::fixture::{check, parse};
use crate::world::marked;

/// Paths, codes and messages of the findings of a fixture above hints.
fn told(fixture: &str) -> Vec<String> {
    let (files, _) = parse(fixture);
    let found = files.check().into_iter().filter(|d| d.severity > Severity::Hint);
    found.map(|d| format!("{} {} {}", d.path.rsplit('/').next().unwrap_or_default(), d.code, d.message)).collect()
}

/// The file at a path after the first fix of each finding there with a code.
fn mended(fixture: &str, path: &str, code: &str) -> String {
    let (files, _) = parse(fixture);
    let workspace = files.workspace();
    let fixer = Fixer::new(&workspace, &files);
    let found = files.check();
    let mut edits = Vec::new();
    for finding in found.iter().filter(|d| *d.path == *path && d.code == code) {
        edits.extend(fixer.fixes(finding).into_iter().next().expect("a fix").edits);
    }
    files.after(&edits).0[path].clone()
}

#[test]
fn blank_keys_count_as_absent() {
    check(
        "#- sidestep.yaml\nroles:\nvocabularies:\n  skill:\ncolumns:\nschemas:\n  role:\npage:\n  best_for:\nrules: ~\nstale_after_days: null\n\
         #- content/roles/tailor.yaml\nname: Tailor\nsummary: s\nslug:\naliases: ~\navoid:\ntoolkit:\nstatus:\nreplaced_by:\nredirect_from: null\n\
         reviewed:\nskills:\ntools:\nwhy:\nalternatives:\ncomparison:\nhow_to_pick:\n\
         #- content/skills.yaml\n- name: hemming\n  aliases:\n  avoid:\n  summary:\n  url:\n  category:\n",
    );
    // Required ones are missing, at the value; a text without words is no blank key.
    check(&marked("#- content/roles/tailor.yaml\nname: Tailor\nsummary: ‹~›schema;\nskills: ''\n#10-9 schema\n"));
    check("#- content/roles/tailor.yaml\nname: Tailor\nsummary: \n#9-8 schema\n");
    // Unknown ones are not known, blank or not.
    check(&marked("#- content/roles/tailor.yaml\nname: Tailor\nsummary: s\n‹skils›schema;:\n"));
    check(&marked(
        "#- content/roles/tailor.yaml\nname: Tailor\nsummary: s\nwhy: ‹~›schema;\nalternatives:\n  - role: Cutter\n    tagline: t\n    about: ‹null›schema;\n\
         comparison:\n  columns:\n  rows:\n    - role: Tailor\n    - role: Cutter\nhow_to_pick:\n  intro:\n  options:\n    - if: x\n      role: Cutter\n      then: y\n  outro: ~\n\
         #- sidestep.yaml\ncolumns: [{ name: Cloth, optional: true }]\n#- content/roles/cutter.yaml\nname: Cutter\nsummary: s\n",
    ));
    let draft = told("#- content/roles/tailor.yaml\nname: Tailor\nsummary:\nstatus: draft\n");
    assert_eq!(draft, ["tailor.yaml schema \"summary\" is empty: a role must have it"]);
}

const COLUMNS: &str = "#- sidestep.yaml\ncolumns: [{ name: Cloth }]\n";
const CUTTER: &str = "#- content/roles/cutter.yaml\nname: Cutter\nsummary: s\ncomparison:\n  rows:\n    - role: Cutter\n      Cloth: linen\n";

#[test]
fn the_row_of_another_role_is_no_own_row() {
    let shows = "#- content/roles/draper.yaml\nname: Draper\nsummary: s\ncomparison:\n  rows:\n    - role: Draper\n      Cloth: silk\n    - role: Tailor\n";
    let tailor = |row: &str| {
        format!(
            "#- content/roles/tailor.yaml\nname: Tailor\nsummary: s\ncomparison:\n  rows:\n    {row}\n      Cloth: wool\n"
        )
    };
    let codes = |row: &str| {
        let found = told(&format!("{COLUMNS}{CUTTER}{shows}{}", tailor(row)));
        let mut found: Vec<_> = found.iter().map(|t| t.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect();
        found.sort();
        found
    };
    assert_eq!(codes("- role: Tailor"), ["draper.yaml extra-row"]);
    assert_eq!(
        codes("- role: Cutter"),
        [
            "draper.yaml extra-row",
            "draper.yaml missing-own-row",
            "tailor.yaml cell-drift",
            "tailor.yaml extra-row",
            "tailor.yaml missing-row"
        ]
    );
    // Nearly the name, or none: it is meant.
    assert_eq!(codes("- role: Tialor"), ["draper.yaml extra-row", "tailor.yaml unknown-role"]);
    assert_eq!(codes("- x-role: none"), ["draper.yaml extra-row", "tailor.yaml schema"]);
    // Nearly the name, but another role has it.
    let twin = "#- content/roles/sailor.yaml\nname: Sailor\nsummary: s\n";
    let found = told(&format!("{COLUMNS}{CUTTER}{shows}{twin}{}", tailor("- role: Sailor")));
    assert!(found.iter().any(|t| t.starts_with("draper.yaml missing-own-row")), "{found:#?}");
}

/// A page with three alternatives, each with a row and an option.
fn page(alternatives: [&str; 3]) -> String {
    let roles = ["Cutter", "Draper", "Weaver"];
    let mut text = COLUMNS.to_owned();
    for role in roles {
        text.push_str(&format!("#- content/roles/{}.yaml\nname: {role}\nsummary: s\ncomparison:\n  rows:\n    - role: {role}\n      Cloth: any\n", role.to_lowercase()));
    }
    text.push_str("#- content/roles/tailor.yaml\nname: Tailor\nsummary: s\nwhy: w\nalternatives:\n");
    for role in alternatives {
        text.push_str(&format!("  - role: {role}\n    tagline: t\n    about: a\n"));
    }
    text.push_str("comparison:\n  rows:\n    - role: Tailor\n      Cloth: wool\n");
    roles.iter().for_each(|role| text.push_str(&format!("    - role: {role}\n")));
    text.push_str("how_to_pick:\n  options:\n");
    roles.iter().for_each(|role| text.push_str(&format!("    - if: i\n      role: {role}\n      then: t\n")));
    text
}

#[test]
fn a_pasted_role_is_one_finding() {
    check(&page(["Cutter", "Draper", "Weaver"]));
    for (alternatives, code, mended_line) in [
        (["Cutter", "Draper", "‹Draper›duplicate-alternative;"], "duplicate-alternative", "  - role: Weaver"),
        (["‹Draper›duplicate-alternative;", "Draper", "Weaver"], "duplicate-alternative", "  - role: Cutter"),
        (["Cutter", "‹Tailor›self-alternative;", "Weaver"], "self-alternative", "  - role: Draper"),
    ] {
        let fixture = marked(&page(alternatives));
        check(&fixture);
        let after = mended(&fixture, "content/roles/tailor.yaml", code);
        assert!(after.contains(mended_line), "{after}");
        assert!(
            ["Cutter", "Draper", "Weaver"].iter().all(|role| after.contains(&format!("  - role: {role}\n    tagline"))),
            "{after}"
        );
    }
}

#[test]
fn plain_names_are_one_finding_a_list() {
    let fixture = marked(
        "#- sidestep.yaml\ncolumns: [‹Cloth›schema;, Hands]\n#- content/tools.yaml\n- ‹needle›schema;\n- thread\n#- content/skills.yaml\n- name: hemming\n- ‹\"pressing\"›x;\n",
    )
    .replace("#3-12 x", "#4-11 schema");
    check(&fixture);
    assert_eq!(mended(&fixture, "content/tools.yaml", "schema"), "- name: needle\n- name: thread\n");
    assert_eq!(mended(&fixture, "content/skills.yaml", "schema"), "- name: hemming\n- name: \"pressing\"\n");
    assert_eq!(mended(&fixture, "sidestep.yaml", "schema"), "columns: [name: Cloth, name: Hands]\n");
    // They count as what it makes of them.
    check(&marked(&format!(
        "{COLUMNS}{CUTTER}#- content/roles/tailor.yaml\nname: Tailor\nsummary: s\nwhy: w\nalternatives:\n  - ‹Cutter›schema;\ncomparison:\n  rows:\n    - role: Tailor\n      Cloth: wool\n    - ‹Cutter›schema;\n    - ‹Cuter›unknown-role;\nhow_to_pick:\n  options:\n    - ‹Cutter›schema;\n"
    )));
}

#[test]
fn what_is_no_role() {
    check(&marked("#- content/roles/post.yaml\n‹layout›schema;: post\ndate: today\nx-a: 1\n"));
    check(&marked("#- content/roles/post.yaml\n‹x-a›schema;: 1\n"));
    check(&marked("#- content/roles/post.yaml\n‹title›schema;: Nurse\ndescription: d\n"));
    // Nearly a key of a role.
    check(
        &marked("#- content/roles/post.yaml\n‹nmae›schema;: Post\n‹layout›schema;: post\n")
            .replace("#1-4 schema\n", "#1-4 schema\n#1-4 schema\n"),
    );
    let text = told("#- content/roles/post.yaml\ntitle: Post\nsummary: s\nid: 1\n");
    assert!(
        text[0].contains("\"title\" is not a key of a role; did you mean \"name\"? (which is missing)"),
        "{text:#?}"
    );
    assert!(text[1].contains("\"id\" is not a key of a role; did you mean \"slug\"?"), "{text:#?}");
}

#[test]
fn a_branch_is_chosen_by_its_constant() {
    let own = "#- sidestep.yaml\nschemas: { role: own.json }\n#- own.json\n{ \"$ref\": \"sidestep:role\", \"properties\": { \"links\": { \"items\": { \"oneOf\": [\
        { \"properties\": { \"kind\": { \"const\": \"film\" }, \"minutes\": { \"type\": \"integer\" } }, \"required\": [\"kind\", \"minutes\"] },\
        { \"properties\": { \"kind\": { \"const\": \"doc\" }, \"url\": {} }, \"required\": [\"kind\", \"url\"] } ] } } } }\n";
    let text = told(&format!(
        "{own}#- content/roles/tailor.yaml\nname: Tailor\nsummary: s\nlinks:\n  - {{ kind: doc, title: a }}\n"
    ));
    assert_eq!(text.len(), 1, "{text:#?}");
    assert!(text[0].contains("\"url\" is missing"), "{text:#?}");
}

#[test]
fn one_value_one_finding() {
    check(&marked(&format!(
        "{COLUMNS}#- content/roles/tailor.yaml\nname: Tailor\nsummary: s\ncomparison:\n  columns: [Cloth, ‹12›schema;]\n  rows:\n    - role: Tailor\n      Cloth: wool\n"
    )));
}

#[test]
fn messages_are_short() {
    let name = "a very long name ".repeat(20);
    let found =
        told(&format!("#- content/roles/tailor.yaml\nname: Tailor\nsummary: s\nwhy: \"[[{}]]\"\n", name.trim()));
    let message = found[0].split_once("unknown-role ").unwrap().1;
    assert!(message.chars().count() <= 160 && message.contains("…\""), "{message}");
}
