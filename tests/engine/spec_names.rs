//! Sections 2 and 6 of the content model: how names are resolved, defined and spelled.

use crate::fixture::{check as check_files, parse};
use crate::world::{check, check_page, check_page_and, check_role, marked};

#[test]
fn aliases_resolve_silently_and_avoided_spellings_do_not() {
    check_role("why: '[[Data Developer]] and [[‹Data Plumber›discouraged-name;]]'\n");
    check_role("why: '[[‹data engineer›discouraged-name;]] and [[‹data-engineer›discouraged-name;]]'\n");
    check_role("why: '[[‹data developer›discouraged-name;]] and [[‹Data-Engineer›unknown-role;]]'\n");
    check_role("tools: [Apache Kafka, ‹Postgres›discouraged-name;, ‹DOCKER›discouraged-name;, ‹Kafak›unknown-tool;]\n");
    check_page(&[("    - role: Data Engineer\n", "    - role: Data Developer\n")]);
    check_page(&[("    - role: Cloud Architect\nhow", "    - role: ‹cloud-architect›discouraged-name;\nhow")]);
    check_page(&[("    - role: Backend Engineer\n", "    - role: ‹backend engineer›discouraged-name;\n")]);
    check_page(&[("    - role: Backend Engineer\n", "    - role: ‹backend-engineer›discouraged-name;\n")]);
}

#[test]
fn the_first_letter_of_a_term_may_have_any_case() {
    check_role("skills: [Distributed systems, aPI design, eTL]\n");
    check_role("skills: [‹Distributed Systems›discouraged-name;, ‹API Design›discouraged-name;]\n");
    check_role("tools: [docker, postgreSQL]\nskills: [Designing APIs]\n");
    check_role("tools: [‹postgres›discouraged-name;, ‹DOCKER›discouraged-name;]\n");
    check_role("why: '[[‹Data engineer›discouraged-name;]] uses [[tool:docker]]'\n");
}

#[test]
fn white_space_in_names_does_not_matter() {
    check_role("why: '[[ Data  Engineer ]], [[  tool :  Docker | shown ]], [[skill:API\n  design]]'\n");
    check_role("tools: ['  Docker ', \"PostgreSQL\\t\"]\n");
    check_role("why: 'x [[  ‹Nobody Here›unknown-role; ]]'\n");
}

#[test]
fn kinds_without_a_vocabulary_are_free() {
    let text = "\
#- content/roles/tester.yaml
name: Tester
summary: s
tools: [Anything, goes]
why: '[[tool:Whatever]] and [[skill:‹Juggling›unknown-skill;]]'
comparison:
  rows:
    - { role: Tester, Primary Focus: f, Key Skills: ‹juggling›unknown-skill;, Common Tools/Technologies: a/b (c), Typical Deliverables: d }
#- content/skills.yaml
- name: API design
";
    check_files(&marked(text));
}

#[test]
fn an_empty_vocabulary_closes_its_kind() {
    check_files(&marked(
        "#- content/roles/t.yaml\nname: T\nsummary: s\ntools: [‹X›unknown-tool;]\n#- content/tools.yaml\n# nothing yet\n",
    ));
}

#[test]
fn a_word_before_a_colon_is_a_kind_only_if_the_workspace_has_it() {
    check_role("why: '[[‹certification:CKA›unknown-role;]] [[role:Data Engineer]] [[tool:‹Nothing›unknown-tool;]]'\n");
}

#[test]
fn slugs_and_file_names() {
    let file = |path: &str, text: &str| check(&format!("#- content/roles/{path}\n{}", marked(text)));
    file("c-engineer.yaml", "name: ‹C++ Engineer›file-name;\nsummary: s\n");
    file("cplusplus-engineer.yml", "name: C++ Engineer\nsummary: s\n");
    file("csharp-net-developer.yaml", "name: \"C# / .NET Developer\"\nsummary: s\n");
    file("r-and-d-lead.yaml", "name: R&D Lead\nsummary: s\n");
    file("ingenieur-systeme.yaml", "name: Ingénieur Système\nsummary: s\n");
    file("any-name.yaml", "name: 数据工程师\nsummary: s\n");
    file("any-name.yaml", "name: AWS エンジニア\nsummary: s\n");
    file("nurse-1.yaml", "name: \"Nurse #1\"\nsummary: s\n");
    file("tester/index.yaml", "name: Tester\nsummary: s\n");
    file("tester/_index.yaml", "name: Tester\nsummary: s\n");
    file("tester/README.yml", "name: Tester\nsummary: s\n");
    file("other/index.yaml", "name: ‹Tester›file-name;\nsummary: s\n");
    file("index.yaml", "name: Index\nsummary: s\n");
    file("con.yaml", "name: ‹数据工程师›file-name;\nsummary: s\n");
    file("con.yaml", "name: ‹Con›file-name;\nsummary: s\n");
    file("chief.yaml", "name: Head of Things\nslug: chief\nsummary: s\n");
    file("head-of-things.yaml", "name: \"‹Head of Things›file-name;\"\nslug: chief\nsummary: s\n");
    file("deep/er/tester.yaml", "name: Tester\nsummary: s\n");
    file("Tester.yaml", "name: ‹Tester›file-name;\nsummary: s\n");
    // A slug that is none is the schema's business.
    file("tester.yaml", "name: Tester\nslug: ‹The Tester›schema;\nsummary: s\n");
}

#[test]
fn duplicate_names() {
    check_page_and(
        &[],
        "\
#- content/roles/zz/data-engineer.yaml
name: ‹Data Engineer›duplicate-name;
summary: s
",
    );
    // By path: the first keeps the name, the alias of the second is reported, and nobody else turns red.
    check_page_and(
        &[],
        "\
#- content/roles/aa.yaml
name: AA
aliases: [Data Engineer]
summary: s
#- content/roles/data-engineer.yaml
name: ‹Data Engineer›duplicate-name;
summary: Builds data pipelines.
comparison:
  rows:
    - { role: Data Engineer, Focus: data pipelines, Skills: ETL, Tools: Kafka }
",
    );
    check_page_and(
        &[],
        "#- content/roles/tester.yaml\nname: Tester\naliases: ['‹Data Developer›duplicate-name;', QA]\nsummary: s\n",
    );
    // What only the file's own name hides is another's: the row for the other role is no second own row.
    for (alias, mark) in [("Data Engineer", "duplicate-name;"), ("data engineer", "")] {
        let alias = if mark.is_empty() { alias.to_owned() } else { format!("‹{alias}›{mark}") };
        check_page_and(
            &[],
            &format!(
                "#- content/roles/tester.yaml\nname: Tester\naliases: [{alias}]\nsummary: s\nwhy: w\nalternatives:\n  - {{ role: Data Engineer, tagline: t, about: a }}\ncomparison:\n  rows:\n    - {{ role: Tester, Focus: f, Skills: ETL, Tools: Kafka }}\n    - role: Data Engineer\nhow_to_pick:\n  options:\n    - {{ if: i, role: Data Engineer, then: t }}\n"
            ),
        );
    }
    // One slug for two roles.
    check_page_and(
        &[],
        "#- content/roles/x/back-end.yaml\nname: Back End\nsummary: s\n#- content/roles/y/back-end.yaml\nname: ‹Back-End›duplicate-name;\nsummary: s\n",
    );
    check_page_and(
        &[],
        "#- content/roles/x/back-end.yaml\nname: Back End\nsummary: s\n#- content/roles/y/back-end.yaml\nname: Rear\nslug: ‹back-end›duplicate-name;\nsummary: s\n",
    );
    // Terms: in one file, over files, and with the first letter in another case.
    check(
        "#- content/tools.yaml\n- name: PostgreSQL\n- name: Docker\n- name: Kafka\n- name: PostgreSQL\n#9-18 duplicate-name\n- { name: X, aliases: [docker] }\n#24-29 duplicate-name\n",
    );
    // A term may have the name of a skill.
    check("#- content/tools.yaml\n- name: PostgreSQL\n- name: Docker\n- name: Kafka\n- name: ETL\n");
}

#[test]
fn unknown_names_in_every_place() {
    check_role("status: retired\nreplaced_by: ‹Nobody›unknown-role;\n");
    check_role(
        "tools: [Docker, \"‹Dokcer›unknown-tool;\", '‹it''s›unknown-tool;']\nskills:\n  - ‹plumbing›unknown-skill;\n",
    );
    check_role("tools:\n  - &d ‹Dokcer›unknown-tool;\n  - *d\n");
    check_role("why: |\n  See [[‹Nobody›unknown-role;|them]]\n  and [[Data Engineer|him]].\n");
    check_role(
        "why: ‹>›lost-paragraph;-\n  See [[‹Nobody›unknown-role;]]\n\n  and [[‹Data Plumber›discouraged-name;]].\n",
    );
    check_role("why: \"See [[‹Nob\\x6fdy›unknown-role;]] \\u263a [[‹None›unknown-role;]]\"\n");
    check_role("why: 'it''s [[‹Nobody›unknown-role;]]'\n");
    check_role("why: see 😀 [[‹Nobody›unknown-role;]]\n");
    check_role("why: '`[[Nobody]]` and ``[[None]]``'\n");
    check_role("why: |\n  ```\n  [[Nobody]]\n  ```\n\n      [[None]]\n");
    check_role("why: |\n  see\n\n      [[None]] text\n");
    check_role("why: |\n  ~~~\n  [[Nobody]]\n  ~~~\n");
    check_role("why: \"see\\n\\n\\t[[None]]\"\n");
    check(
        "#- content/skills.yaml\n- { name: ETL, summary: 'see [[Nobody]]' }\n#32-37 unknown-role\n- name: distributed systems\n- name: API design\n",
    );
}

#[test]
fn names_are_compared_as_they_are_seen() {
    // Composed and decomposed letters, spaces of every kind, letter case by full folding.
    let refers = |reference: &str| {
        check_files(&marked(&format!(
            "#- content/roles/ubersetzerin.yaml\nname: U\u{308}bersetzerin\nsummary: s\n#- content/roles/grossen-planer.yaml\nname: Größen-Planer\nsummary: s\n#- content/roles/tester.yaml\nname: Tester\nsummary: s\nstatus: retired\nreplaced_by: {reference}\n"
        )));
    };
    refers("Übersetzerin");
    refers("U\u{308}bersetzerin");
    refers("‹U\u{308}BERSETZERIN›discouraged-name;");
    refers("Größen-Planer");
    refers("‹GRÖSSEN-PLANER›discouraged-name;");
    refers("‹GRO\u{308}ẞEN-PLANER›discouraged-name;");
    check_role("why: '[[Data\u{a0}Engineer]], [[Data\u{2009}\u{3000}Engineer]]'\n");
    check_role("tools: [\"Docker\\u00a0\"]\n");
    check_page(&[("    - role: Data Engineer\n", "    - role: Data\u{202f}Engineer\n")]);
}

#[test]
fn columns_are_compared_as_they_are_seen() {
    check_files(&marked(
        "#- sidestep.yaml\ncolumns: [{ name: Übliche Schicht }, { name: Ort }]\n#- content/roles/koch.yaml\nname: Koch\nsummary: s\ncomparison:\n  columns: [U\u{308}bliche\u{a0}Schicht, Ort]\n  rows:\n    - { role: Koch, U\u{308}bliche Schicht: nachts, O‹\u{ad}›invisible-character;rt: Küche }\n",
    ));
}

#[test]
fn an_exact_spelling_to_avoid_comes_before_the_case_of_the_first_letter() {
    check(&marked(
        "#- content/tools.yaml\n- name: PostgreSQL\n- name: Kafka\n- name: Docker\n- name: docker compose\n  avoid: [Compose]\n- name: compose\n#- content/roles/tester.yaml\nname: Tester\nsummary: s\ntools: [‹Compose›discouraged-name;, compose]\n",
    ));
}

#[test]
fn what_cannot_be_seen_in_a_name_is_told_and_the_name_resolves() {
    check_role("why: '[[Data‹\u{200b}›invisible-character; Engineer]]'\n");
    check_role("why: '[[Data ‹\u{ad}\u{200b}›invisible-character;Engineer]] has a soft\u{ad}hyphen'\n");
    check_role("why: text‹\u{2060}›invisible-character; in prose, D\u{43e}cker too\n");
    check_role("tools: [\"Ka‹\\u200b›invisible-character;fka\", D‹\u{43e}›invisible-character;cker]\n");
    check_page(&[("PostgreSQL/Docker", "PostgreSQL‹\u{2060}›invisible-character;/D‹\u{43e}›invisible-character;cker")]);
    check_page(&[("    - role: Data Engineer\n", "    - role: Data‹\u{200e}›invisible-character; Engineer\n")]);
    check_page(&[("Focus: services", "Focus: ser\u{200b}vices")]);
    // Unknown all the same: both are said.
    check_role("tools: [D\u{43e}ckre]\n#9-14 unknown-tool\n#10-10 invisible-character\n");
}

/// The standard refuses them outside of quotes; they stand where somebody pasted the start of a file.
#[test]
fn a_byte_order_mark_inside_of_a_text_is_read() {
    check_role("why: '[[Data‹\u{feff}›invisible-character; Engineer]]'\n");
    check_role("tools: [Ka‹\u{feff}›invisible-character;fka, Docker‹\u{feff}›invisible-character;]\n");
    check_page(&[("    - role: Data Engineer\n", "    - role: Data‹\u{feff}›invisible-character; Engineer\n")]);
    for text in ["|\n  a ‹\u{200b}\u{feff}›invisible-character;b\n", "|\n  ‹\u{feff}›invisible-character;a b\n"]
    {
        check_role(&format!("why: {text}tools: [‹Kafak›unknown-tool;]\n"));
    }
    check_role("why: >\n  a\n  b‹\u{feff}›invisible-character; c\n");
    check_role("‹why\u{feff}›schema;: text\n");
    // A line that begins with one stands where it is not seen to stand.
    check_role("‹\u{feff}›syntax;why: text\n");
    let (files, _) = parse("#- content/roles/t.yaml\nname: T\nsummary: >-\n  folds\n  a\u{feff} text\n");
    let found = files.check();
    let told = found.iter().find(|d| d.code == "invisible-character");
    assert_eq!(told.map(|d| &*d.message), Some("a byte order mark shows nothing here"));
}

#[test]
fn what_a_script_needs_is_part_of_a_name() {
    check_files(&marked(
        "#- content/tools.yaml\n- name: می\u{200c}خواهم\n- name: 👩\u{200d}⚕\u{fe0f} kit\n- name: ‹\u{200e}›invisible-character;kit\n#- content/roles/t.yaml\nname: T\nsummary: s\ntools: [می\u{200c}خواهم, ‹میخواهم›unknown-tool;, 👩\u{200d}⚕\u{fe0f} kit, kit]\n",
    ));
}

#[test]
fn a_difference_that_cannot_be_seen_is_named() {
    let help = |tool: &str| {
        let (files, _) = parse(&format!(
            "#- content/tools.yaml\n- name: Plan A\n- name: de-escalation\n- name: ขนม\u{200b}ปัง\n#- content/roles/t.yaml\nname: T\nsummary: s\ntools: [{tool}]\n"
        ));
        let found = files.check();
        let unknown: Vec<_> = found.iter().filter(|d| d.code == "unknown-tool").collect();
        assert_eq!(unknown.len(), 1, "{found:?}");
        unknown[0].help.clone().unwrap()
    };
    assert_eq!(
        help("Plan \u{410}"),
        "write \"Plan A\": here the Cyrillic letter \"\u{410}\" stands for the Latin letter \"A\""
    );
    assert_eq!(help("ขนมปัง"), "write \"ขนม\u{200b}ปัง\": here the zero-width space is missing");
    assert_eq!(help("de\u{2011}escalation"), "write \"de-escalation\": here a non-breaking hyphen stands for \"-\"");
}

#[test]
fn german_slugs() {
    let file = |lang: &str, path: &str, name: &str| {
        check_files(&marked(&format!(
            "#- sidestep.yaml\npage: {{ lang: {lang} }}\n#- content/roles/{path}\nname: {name}\nsummary: s\n"
        )));
    };
    file("de", "aerztliche-leitung.yaml", "Ärztliche Leitung");
    file("de-AT", "grosskueche.yaml", "Großku\u{308}che");
    file("de", "grosskuche.yaml", "‹Großküche›file-name;");
    file("en", "grosskuche.yaml", "Großküche");
    file("en", "grosskueche.yaml", "‹Großküche›file-name;");
    // A reference by slug, and an address.
    check_files(&marked(
        "#- sidestep.yaml\npage: { lang: de }\n#- content/roles/kueche.yaml\nname: Küche\nsummary: s\n#- content/roles/x.yaml\nname: X\nsummary: s\nwhy: '[[‹kueche›discouraged-name;]] [[‹kuche›unknown-role;]]'\nalternatives:\n  - { role: Küche, tagline: t, about: a }\ncomparison: { rows: [{ role: X, Primary Focus: f, Key Skills: s, Common Tools/Technologies: t, Typical Deliverables: d }, { role: Küche, Primary Focus: f, Key Skills: s, Common Tools/Technologies: t, Typical Deliverables: d }] }\nhow_to_pick: { options: [{ if: i, role: Küche, then: t }] }\n",
    ));
}

/// The help of each finding, with its code.
fn helps(fixture: &str) -> Vec<String> {
    let (files, _) = crate::fixture::parse(fixture);
    files.check().iter().map(|d| format!("{}: {}", d.code, d.help.as_deref().unwrap_or_default())).collect()
}

/// A name that looks like another's is one finding, which says what cannot be seen.
#[test]
fn a_name_that_only_looks_new() {
    let roles = |first: &str, second: &str| {
        let role = |file: &str, name: &str| format!("#- content/roles/{file}.yaml\nname: {name}\nsummary: s\n");
        let helps = helps(&(role("cook", first) + &role("cook-two", second)));
        helps
            .into_iter()
            .filter(|help| !help.starts_with("file-name") && !help.starts_with("orphan"))
            .collect::<Vec<_>>()
    };
    let told = |what: &str| vec![format!("duplicate-name: give one of the two another name, or remove it; {what}")];
    assert_eq!(roles("\"Co\\u200bok\"", "Cook"), told("here a zero-width space stands in it, which shows nothing"));
    assert_eq!(roles("Cook", "\"Co\\u200bok\""), told("there a zero-width space stands in it, which shows nothing"));
    assert_eq!(roles("Cоok", "Cook"), told("here the Cyrillic letter \"о\" stands in it"));
    let repeated = helps("#- content/skills.yaml\n- name: Oven\n  aliases: [Оven]\n");
    assert_eq!(
        repeated,
        ["repeated-label: remove it: one of the two says it all; here the Cyrillic letter \"О\" stands in it"]
    );
}

#[test]
fn curly_quotes_are_part_of_a_name() {
    check_role("aliases: [Show Caller, ‹“Deputy Tester”›invisible-character;]\n");
    check_role("aliases: [The “Deputy” Tester]\n");
    let found = helps(
        "#- content/skills.yaml\n- name: Oven\n#- content/roles/cook.yaml\nname: Cook\nsummary: s\nskills: [“Oven”]\n",
    );
    assert!(
        found.contains(&"unknown-skill: write \"Oven\": here curly quotes stand around it".to_owned()),
        "{found:?}"
    );
}

/// A role file that the settings leave out by its extension is the reason why its role is unknown.
#[test]
fn a_role_file_by_another_extension() {
    use sidestep::rules::check_workspace;
    use sidestep::workspace::Change;
    let (mut files, _) = crate::fixture::parse(
        "#- sidestep.yaml\nroles: [roles/*.yaml]\n#- roles/cook.yaml\nname: Cook\nsummary: s\nwhy: A [[Head Baker]].\n",
    );
    let today = jiff::civil::date(2026, 11, 24);
    let mut workspace = files.workspace().live();
    let without = check_workspace(&workspace, today);
    let path = "roles/head-baker.yml".to_owned();
    files.0.insert(path.clone(), "name: Head Baker\nsummary: s\n".to_owned());
    workspace.apply(vec![Change::Remove { path: path.clone() }], &files);
    let found = check_workspace(&workspace, today);
    assert_eq!(found, check_workspace(&files.workspace(), today));
    let help =
        "roles/head-baker.yml is not among the files of roles: give it their extension, or name it under \"roles:\"";
    assert!(found.iter().any(|d| d.code == "unknown-role" && d.help.as_deref() == Some(help)), "{found:#?}");
    files.0.remove(&path);
    workspace.apply(vec![Change::Remove { path }], &files);
    assert_eq!(check_workspace(&workspace, today), without);
}

/// Neither letter case nor the folder above hides where the role is.
#[test]
fn a_role_file_that_is_left_out() {
    let told = |roles: &str, path: &str| {
        let settings = format!("#- sidestep.yaml\nroles: {roles}\n");
        let role = "#- roles/cook.yaml\nname: Cook\nsummary: s\nwhy: A [[Head Baker]].\n";
        let (files, _) = crate::fixture::parse(&format!("{settings}{role}#- {path}\nname: Head Baker\nsummary: s\n"));
        let found = files.check().into_iter().find(|d| d.code == "unknown-role").unwrap();
        (found.help.unwrap(), found.fixes.len())
    };
    let extension = |path: &str| {
        format!("{path} is not among the files of roles: give it their extension, or name it under \"roles:\"")
    };
    for path in ["roles/head-baker.MD", "roles/head-baker.markdown", "roles/head-baker.json"] {
        assert_eq!(told("[roles/*.yaml]", path), (extension(path), 0));
    }
    let above = "head-baker.yaml is not among the files of roles: move it into roles/, or name it under \"roles:\"";
    assert_eq!(told("[roles/*.yaml]", "head-baker.yaml"), (above.to_owned(), 0));
    // Of another name, of another kind, or two steps away.
    for path in ["roles/baker.yml", "roles/head-baker.txt", "head-baker.yml", "more/head-baker.yaml"] {
        let (help, fixes) = told("[roles/*.yaml]", path);
        assert!(!help.contains("among") && fixes == 1, "{path}: {help}");
    }
}
