//! Section 6 of the content model: labels and names that stand twice, names that differ in little, chains of retired roles,
//! and what is suggested for an unknown name.

use sidestep::fix::{Fix, Fixer};

use crate::fix_all::{after, fix};
use crate::fixture::{Files, check as check_files, parse};
use crate::world::{check_page, check_role, marked};

#[track_caller]
fn files(text: &str) -> Files {
    parse(text).0
}

fn titled(fix: &Fix) -> String {
    format!("{} ({})", fix.title, format!("{:?}", fix.applicability).to_lowercase())
}

/// Message, help and titles of the fixes of the only finding of a code.
#[track_caller]
fn told(files: &Files, code: &str) -> (String, String, Vec<String>) {
    let workspace = files.workspace();
    let found: Vec<_> = files.check().into_iter().filter(|d| d.code == code).collect();
    assert_eq!(found.len(), 1, "{found:#?}");
    let fixes = Fixer::new(&workspace, files).fixes(&found[0]);
    let titles = fixes.iter().map(titled).collect();
    (found[0].message.clone(), found[0].help.clone().unwrap_or_default(), titles)
}

/// What all fixes, suggestions too, make of a file; a second run changes nothing.
#[track_caller]
fn mended(files: &Files, path: &str) -> String {
    let (new, _) = fix(files, true, &|_| true);
    let (again, _) = fix(&new, true, &|_| true);
    assert_eq!(again.0, new.0);
    new.0[path].clone()
}

#[test]
fn labels_that_stand_twice() {
    check_files(&marked(
        "#- content/tools.yaml\n- name: Mixer\n  avoid: [‹Mixer›repeated-label;, mixer, ‹Blender›repeated-label;, '‹Blender›repeated-label;']\n  aliases: [Blender, ‹Mixer›repeated-label;, Whisk, ‹Whisk›repeated-label;, whisk]\n- name: Übersicht\n  aliases: [‹U\u{308}bersicht›repeated-label;]\n",
    ));
}

#[test]
fn removing_labels_that_stand_twice() {
    let files = files(
        "#- content/tools.yaml\n- name: Mixer\n  aliases: [Blender, Mixer]\n  avoid:\n    - Blender\n    - Quirl # old\n    - Quirl\n",
    );
    assert_eq!(
        mended(&files, "content/tools.yaml"),
        "- name: Mixer\n  aliases: [Blender]\n  avoid:\n    - Quirl # old\n"
    );
}

#[test]
fn names_that_differ_in_little() {
    check_files(&marked(
        "#- content/tools.yaml\n- name: Bread.js\n- name: ‹BreadJS›similar-name;\n- name: Oven 3.5\n- name: Oven 35\n- name: scale\n- name: ‹Scales›similar-name;\n- name: Gas\n- name: Ga\n#- content/roles/a.yaml\nname: Front Oven Baker\nslug: a\nsummary: s\n#- content/roles/b.yaml\nname: ‹Frontoven bakers›similar-name;\nslug: b\nsummary: s\n#- content/roles/c.yaml\nname: Front-Oven-Baker-s\nslug: c\nsummary: s\nstatus: retired\n",
    ));
    // Already a `duplicate-name`.
    check_files(&marked(
        "#- content/tools.yaml\n- name: scale\n- name: ‹Scale›duplicate-name;\n- name: Oven\n- name: ovens\n  aliases: [‹Oven›duplicate-name;]\n#- content/roles/a/bread-baker.yaml\nname: Bread Baker\nsummary: s\n#- content/roles/b/bread-baker.yaml\nname: ‹Bread-Baker›duplicate-name;\nsummary: s\n",
    ));
}

#[test]
fn a_thing_that_a_list_names_twice() {
    check_role("tools: [Docker, Kafka, ‹docker›repeated-term;, ‹Apache Kafka›repeated-term;]\n");
    check_role("tools:\n  - Docker\n  - ‹Docker›repeated-term;\nskills: [ETL]\n");
    check_page(&[("PostgreSQL/Docker", "Docker/‹Docker›repeated-term;, PostgreSQL and ‹docker›repeated-term;")]);
    check_page(&[("PostgreSQL/Docker", "[Docker, PostgreSQL, ‹Docker›repeated-term; (fast)]")]);
    // What stands in parentheses counts among itself.
    check_page(&[(
        "PostgreSQL/Docker",
        "Kafka, Cloud data services (Kafka, BigQuery, ‹Kafka›repeated-term;), Docker (Kafka)",
    )]);
    // Unknown names are told once.
    check_role("tools: [‹Nope›unknown-tool;, ‹Nope›unknown-tool;]\n");
    check_files(&marked("#- content/roles/t.yaml\nname: T\nsummary: s\ntools: [a, b, ‹A›repeated-term;]\n"));
    check_files(&marked(
        "#- content/tools.yaml\n- name: Saw\n  avoid: [Zaw]\n#- content/roles/t.yaml\nname: T\nsummary: s\ntools: [‹Zaw›discouraged-name;, ‹Saw›repeated-term;]\n",
    ));
}

const SHOP: &str = "#- sidestep.yaml\ncolumns: [{ name: Tools, kind: tool }]\n#- content/tools.yaml\n- name: Saw\n  aliases: [Handsaw]\n  avoid: [Zaw]\n- name: Plane\n- name: nail gun\n- name: Lathe\n";

#[track_caller]
fn fixed(tools: &str, cell: &str, expected_tools: &str, expected_cell: &str) {
    let text = |tools: &str, cell: &str| {
        format!(
            "name: Joiner\nsummary: s\ntools: {tools}\ncomparison:\n  rows:\n    - role: Joiner\n      Tools: {cell}\n"
        )
    };
    let files = files(&format!("{SHOP}#- content/roles/joiner.yaml\n{}", text(tools, cell)));
    assert_eq!(mended(&files, "content/roles/joiner.yaml"), text(expected_tools, expected_cell));
}

/// However far behind a name stands again.
#[test]
fn a_long_list_names_one_thing_twice() {
    for count in [3, 60, 64, 70, 200, 300] {
        let names: Vec<String> = (0..count).map(|at| format!("part {at}")).collect();
        check_files(&marked(&format!(
            "#- content/roles/t.yaml\nname: T\nsummary: s\ntools: [{}, ‹part 0›repeated-term;]\n",
            names.join(", ")
        )));
    }
}

#[test]
fn removing_what_a_list_names_twice() {
    fixed("[Saw, Plane, Saw]", "Saw, Plane", "[Saw, Plane]", "Saw, Plane");
    fixed("\n  - Saw\n  - Plane\n  - Handsaw", "Saw, Plane and Saw", "\n  - Saw\n  - Plane", "Saw, Plane");
    fixed("[Zaw, Saw]", "Saw", "[Saw]", "Saw");
    fixed("\n  - Zaw\n  - Plane\n  - Saw", "Saw, Plane", "\n  - Plane\n  - Saw", "Saw, Plane");
    fixed("[Saw, Plane]", "Saw, Plane, Saw (rough).", "[Saw, Plane]", "Saw, Plane.");
    fixed("[Saw, Plane]", "Saw, Plane, and Saw", "[Saw, Plane]", "Saw, Plane");
    fixed("[Saw, Plane]", "Saw/Saw, Plane", "[Saw, Plane]", "Saw, Plane");
    fixed("[Saw, Plane]", "[Saw, Plane, Saw]", "[Saw, Plane]", "[Saw, Plane]");
    // A typo in the list is one finding, and its fix adds nothing twice.
    fixed("[Plene, Saw]", "Saw, Plane", "[Plane, Saw]", "Saw, Plane");
}

#[test]
fn several_items_where_one_stands() {
    fixed("[Saw Plane, Lathe]", "Saw, Plane, Lathe", "[Saw, Plane, Lathe]", "Saw, Plane, Lathe");
    fixed("[Saw; nail gun]", "Saw, nail gun", "[Saw, nail gun]", "Saw, nail gun");
    fixed("\n  - Saw, Plane\n  - Lathe", "Saw, Plane, Lathe", "\n  - Saw\n  - Plane\n  - Lathe", "Saw, Plane, Lathe");
    fixed("[Saw, Plane, nail gun]", "Saw, Plane nail gun", "[Saw, Plane, nail gun]", "Saw, Plane, nail gun");
    let help = |tools: &str| {
        let found = files(&format!("{SHOP}#- content/roles/joiner.yaml\nname: Joiner\nsummary: s\ntools: {tools}\n"));
        let (_, help, titles) = told(&found, "unknown-tool");
        (help, titles)
    };
    let add = |name: &str| format!("Add \"{name}\" to content/tools.yaml (manual)");
    assert_eq!(
        help("[Saw and Plane]"),
        (
            "is a comma missing? write \"Saw\", \"Plane\"".to_owned(),
            vec!["Split into \"Saw\", \"Plane\" (unsafe)".to_owned(), add("Saw and Plane")]
        )
    );
    // In a list of plain names a slash separates nothing.
    assert_eq!(help("[Saw / Plane]").1, ["Split into \"Saw\", \"Plane\" (unsafe)".to_owned(), add("Saw / Plane")]);
    assert_eq!(help("[Saw/Adze]").1, [add("Saw/Adze")]);
    // Nothing is written that the list has.
    assert_eq!(help("[Saw, 'Saw; Plane']").1, [add("Saw; Plane")]);
    assert_eq!(help("[Awl & Adze]").0, "is a comma missing? if it is one name, add it to content/tools.yaml");
    assert_eq!(help("[Adze]").0, "correct the name, or add it to content/tools.yaml");
}

#[test]
fn a_role_that_was_renamed_in_its_file_alone() {
    let files = files(
        "#- content/roles/home-baker.yaml\nname: Village Baker\nsummary: s\n#- content/roles/joiner.yaml\nname: Joiner\nsummary: s\nwhy: 'See [[Home Baker]].'\n#- content/roles/old.yaml\nname: Old\nsummary: s\nstatus: retired\nreplaced_by: Home Baker\n",
    );
    let found: Vec<_> = files.check().into_iter().filter(|d| d.code == "unknown-role").collect();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].message, "\"Home Baker\" is named \"Village Baker\" now");
    let fixes = Fixer::new(&files.workspace(), &files).fixes(&found[0]);
    let titles: Vec<_> = fixes.iter().map(titled).collect();
    assert_eq!(
        titles,
        [
            "Replace with \"Village Baker\" (unsafe)",
            "Replace \"Home Baker\" with \"Village Baker\" everywhere (manual)"
        ]
    );
    let new = after(&files, &fixes[1].edits);
    assert!(new.0["content/roles/joiner.yaml"].contains("[[Village Baker]]"));
    assert!(new.0["content/roles/old.yaml"].contains("replaced_by: Village Baker"));
}

#[test]
fn what_an_unknown_role_was_meant_to_be() {
    let told = |mention: &str| {
        let files = files(&format!(
            "{SHOP}#- content/roles/bread-baker.yaml\nname: Bread Baker\nsummary: s\n#- content/roles/joiner.yaml\nname: Joiner\nsummary: s\nwhy: 'See [[{mention}]].'\n"
        ));
        let (message, help, titles) = told(&files, "unknown-role");
        let new = mended(&files, "content/roles/joiner.yaml");
        (message, help, titles, new.lines().last().unwrap().to_owned())
    };
    let (message, help, titles, new) = told("nail gun");
    assert_eq!(message, "no role is named \"nail gun\"");
    assert_eq!(help, "did you mean \"[[tool:nail gun]]\"?");
    assert_eq!(titles, ["Replace with \"tool:nail gun\" (unsafe)"]);
    assert_eq!(new, "why: 'See [[tool:nail gun]].'");
    let (_, help, titles, new) = told("tol: Saw");
    assert_eq!(help, "did you mean \"[[tool:Saw]]\"?");
    assert_eq!(titles.len(), 1);
    assert_eq!(new, "why: 'See [[tool:Saw]].'");
    let (_, help, titles, new) = told("bread-baker.yaml");
    assert_eq!(help, "write \"Bread Baker\": roles are referred to by name, not by file");
    assert_eq!(titles, ["Replace with \"Bread Baker\" (unsafe)"]);
    assert_eq!(new, "why: 'See [[Bread Baker]].'");
}

#[test]
fn chains_and_circles_of_retired_roles() {
    let role = |name: &str, by: &str| {
        format!(
            "#- content/roles/{}.yaml\nname: {name}\nsummary: s\nstatus: retired\nreplaced_by: {by}\n",
            name.to_lowercase()
        )
    };
    check_files(&marked(&role("A", "‹A›replaced-by-cycle;")));
    let circle =
        [role("A", "‹B›replaced-by-cycle;"), role("B", "‹C›replaced-by-cycle;"), role("C", "‹A›replaced-by-cycle;")];
    let user = "#- content/roles/user.yaml\nname: User\nsummary: s\nwhy: 'See [[‹A›retired-role;]].'\n";
    check_files(&marked(&format!("{}{user}", circle.concat())));
    let chain = format!(
        "{}{}{user}#- content/roles/c.yaml\nname: C\nsummary: s\n",
        role("A", "‹B›retired-role;"),
        role("B", "C")
    );
    check_files(&marked(&chain));
    let found = files(&marked(&chain));
    assert!(mended(&found, "content/roles/user.yaml").ends_with("why: 'See [[C]].'\n"));
    // In prose the heir may be named again; on the page it would be listed twice.
    let heir = "#- content/roles/c.yaml\nname: C\nsummary: s\nwhy: 'Not [[A]].'\n";
    let page = |alternatives: &str| {
        let text = format!("why: 'See [[A]] or [[C]].'\nalternatives:\n{alternatives}");
        let user = format!("#- content/roles/user.yaml\nname: User\nsummary: s\n{text}");
        mended(&files(&format!("{}{heir}{user}", role("A", "C"))), "content/roles/user.yaml")
    };
    assert!(page("  - role: C\n").contains("why: 'See [[C]] or [[C]].'"));
    assert!(page("  - role: C\n  - role: A\n").contains("why: 'See [[A]] or [[C]].'"));
    // Leading into a circle is not being in one.
    check_files(&marked(&format!("{}{}", circle.concat(), role("D", "‹A›retired-role;"))));
}

#[test]
fn spellings_in_addresses_are_no_prose() {
    check_role(
        "why: see https://example.org/Postgres/x, ‹Postgres›discouraged-name; at www.Postgres.example or me@Postgres.example\n",
    );
    check_role("why: see (https://Postgres.example) <https://example.org/?Postgres>\n");
    // What stands under a misspelled key is read.
    check_role("‹whyy›schema;: Everything runs on ‹Postgres›discouraged-name;.\n");
}

#[test]
fn a_second_own_row_lists_nothing() {
    check_page(&[(
        "    - role: Data Engineer\n",
        "    - role: ‹Backend Engineer›duplicate-row;\n      Focus: x\n      Skills: ETL\n      Tools: Kafka\n    - role: Data Engineer\n",
    )]);
}
