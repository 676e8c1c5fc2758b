//! Completion: keys, values, cells, term lists, mentions, settings, comments.

use sidestep::ide::completion::{CompletionKind, DocsKey, docs};

use crate::cursor::Cursor;
use crate::ide_completion::{ask, ask_in, asked, takes};

#[track_caller]
fn starts(text: &str, expected: &[&str]) {
    let asked = ask(text);
    let labels = asked.labels();
    assert_eq!(labels[..expected.len().min(labels.len())], *expected, "{labels:?}\n{text}");
}

#[track_caller]
fn lacks(text: &str, label: &str) {
    assert!(!ask(text).labels().contains(&label), "{text}");
}

#[test]
fn keys_with_the_start_of_their_values() {
    takes(
        "skills",
        &[
            ("name: X\nsk$0\n", "name: X\nskills:\n  - \n"),
            ("name: X\n$0\n", "name: X\nskills:\n  - \n"),
            ("name: X\n$0", "name: X\nskills:\n  - "),
            ("name: X\r\nsk$0\r\n", "name: X\r\nskills:\r\n  - \r\n"),
            ("name: X\nsk$0: [a]\n", "name: X\nskills: [a]\n"),
            ("name: X\nsk$0ils: [a]\n", "name: X\nskills: [a]\n"),
            ("sk$0\nname: X\n", "skills:\n  - \nname: X\n"),
            ("name: X\nsk$0\nalternatives:\n  - role: A\n", "name: X\nskills:\n  - \nalternatives:\n  - role: A\n"),
            ("{ name: X, sk$0 }\n", "{ name: X, skills:  }\n"),
            ("{ name: X, $0 }\n", "{ name: X, skills:  }\n"),
            ("name: X\nwhy: |\n  Text\nsk$0\n", "name: X\nwhy: |\n  Text\nskills:\n  - \n"),
            ("name: X\nsummary: \"open\nsk$0\n", "name: X\nsummary: \"open\nskills:\n  - \n"),
        ],
    );
    takes(
        "tagline",
        &[
            ("alternatives:\n  - role: A\n    $0\n", "alternatives:\n  - role: A\n    tagline: \n"),
            (
                "alternatives:\n  - role: A\n    ta$0\n    about: x\n",
                "alternatives:\n  - role: A\n    tagline: \n    about: x\n",
            ),
            ("alternatives:\n  - ta$0\n", "alternatives:\n  - tagline: \n"),
            ("alternatives:\n- role: A\n  ta$0\n", "alternatives:\n- role: A\n  tagline: \n"),
            ("alternatives:\n  - { role: A, ta$0 }\n", "alternatives:\n  - { role: A, tagline:  }\n"),
            ("alternatives:\n  - { role: A, ta$0\nname: x\n", "alternatives:\n  - { role: A, tagline: \nname: x\n"),
            (
                "alternatives:\n  - role: A\n    tagline: y\n  - role: B\n    ta$0\n",
                "alternatives:\n  - role: A\n    tagline: y\n  - role: B\n    tagline: \n",
            ),
            (
                "summary: [oops\nalternatives:\n  - role: A\n    ta$0\n",
                "summary: [oops\nalternatives:\n  - role: A\n    tagline: \n",
            ),
            ("bad\nalternatives:\n  - role: A\n    ta$0\n", "bad\nalternatives:\n  - role: A\n    tagline: \n"),
        ],
    );
    takes(
        "role",
        &[
            ("alternatives:\n  - $0\n", "alternatives:\n  - role: \n"),
            ("alternatives:\n  $0\n", "alternatives:\n  - role: \n"),
            ("alternatives:\n  - role: A\n  $0\n", "alternatives:\n  - role: A\n  - role: \n"),
            (
                "comparison:\n  rows:\n    - role: A\n    - ro$0\n",
                "comparison:\n  rows:\n    - role: A\n    - role: \n",
            ),
        ],
    );
    takes("alternatives", &[("name: X\nalt$0\n", "name: X\nalternatives:\n  - role: \n")]);
    takes("comparison", &[("name: X\ncomp$0\n", "name: X\ncomparison:\n  \n")]);
    takes("rows", &[("comparison:\n  $0\n", "comparison:\n  rows:\n    - role: \n")]);
}

#[test]
fn keys_in_order_with_docs() {
    starts("alternatives:\n  - role: A\n    $0\n", &["tagline", "about", "best_for"]);
    lacks("name: X\n$0\n", "name");
    starts("tools: []\n$0\n", &["page", "name", "summary"]);
    starts("name: X\nsummary: y\nalternatives:\n  - role: A\n$0\n", &["why", "comparison", "how_to_pick", "slug"]);
    assert_eq!(ask("name: X\n$0\n").labels().last(), Some(&"replaced_by"));
    assert!(ask("name: X\nstatus: retired\n$0\n").labels().last() != Some(&"replaced_by"));
    let asked = ask("name: X\nsu$0\n");
    let item = asked.item("summary");
    assert_eq!((item.kind, item.detail.as_deref()), (CompletionKind::Key, Some("Summary (required)")));
    let text = docs(asked.cursor.view(), item.docs.as_ref().unwrap()).unwrap();
    assert!(text.starts_with("One line that says"), "{text}");
    let docs_of = |key| docs(asked.cursor.view(), &key).unwrap();
    assert_eq!(
        docs_of(DocsKey::Name { kind: "role".into(), name: "Data Engineer".into() }),
        "**Data Engineer**\n\nMoves data."
    );
    assert_eq!(docs_of(DocsKey::Name { kind: "tool".into(), name: "Docker".into() }), "**Docker**");
    assert!(docs_of(DocsKey::Rule("missing-cell".into())).starts_with("A cell that is empty"));
    let json = serde_json::to_string(item.docs.as_ref().unwrap()).unwrap();
    assert_eq!(serde_json::from_str::<DocsKey>(&json).unwrap(), *item.docs.as_ref().unwrap());
}

#[test]
fn fixed_values() {
    takes(
        "retired",
        &[
            ("status: $0\n", "status: retired\n"),
            ("status: re$0\n", "status: retired\n"),
            ("status: 're$0'\n", "status: 'retired'\n"),
            ("status:$0\n", "status: retired\n"),
            ("{ status: $0 }\n", "{ status: retired }\n"),
            ("status: re$0 # note\n", "status: retired # note\n"),
        ],
    );
    assert_eq!(ask("status: $0\n").labels(), ["draft", "published", "retired"]);
    assert_eq!(ask("status: $0\n").item("published").detail.as_deref(), Some("default"));
}

#[test]
fn cells_and_columns() {
    let row = "name: X\ncomparison:\n  rows:\n    - role: X\n";
    let check = |before: &str, after: &str| (format!("{row}{before}"), format!("{row}{after}"));
    let cases = [
        check("      Key$0\n", "      Key Skills: \n"),
        check("      $0\n", "      Key Skills: \n"),
        check("      Primary Focus: x\n      Key S$0\n", "      Primary Focus: x\n      Key Skills: \n"),
        check("      Key S$0: x\n", "      Key Skills: x\n"),
        check("    - { role: Y, Key S$0 }\n", "    - { role: Y, Key Skills:  }\n"),
    ];
    let cases: Vec<(&str, &str)> = cases.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    takes("Key Skills", &cases);
    starts(
        &format!("{row}      Key Skills: x\n      $0\n"),
        &["Primary Focus", "Common Tools/Technologies", "Typical Deliverables"],
    );
    takes(
        "Primary Focus",
        &[
            ("comparison:\n  columns: [$0]\n", "comparison:\n  columns: [Primary Focus]\n"),
            ("comparison:\n  columns:\n    - $0\n", "comparison:\n  columns:\n    - Primary Focus\n"),
            ("comparison:\n  columns: [Key Skills, pri$0]\n", "comparison:\n  columns: [Key Skills, Primary Focus]\n"),
        ],
    );
    lacks("comparison:\n  columns: [Key Skills, $0]\n", "Key Skills");
}

#[test]
fn term_lists() {
    let cell = |text: &str| format!("name: X\ncomparison:\n  rows:\n    - role: X\n      {text}\n");
    let tools = |text: &str| cell(&format!("Common Tools/Technologies: {text}"));
    let check = |label: &str, cases: &[(String, String)]| {
        let cases: Vec<(&str, &str)> = cases.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        takes(label, &cases);
    };
    check(
        "Docker",
        &[
            (tools("$0"), tools("Docker")),
            (tools("do$0"), tools("Docker")),
            (tools("Redis, $0"), tools("Redis, Docker")),
            (tools("Redis, do$0, PostgreSQL"), tools("Redis, Docker, PostgreSQL")),
            (tools("Redis/$0"), tools("Redis/Docker")),
            (tools("Redis/do$0/PostgreSQL"), tools("Redis/Docker/PostgreSQL")),
            (tools("Redis ($0)"), tools("Redis (Docker)")),
            (tools("Redis (PostgreSQL, do$0)"), tools("Redis (PostgreSQL, Docker)")),
            (tools("Redis (do$0"), tools("Redis (Docker")),
            (tools("'Redis, do$0'"), tools("'Redis, Docker'")),
            (tools("\"Redis, do$0\""), tools("\"Redis, Docker\"")),
            (tools("\"Redis, do$0"), tools("\"Redis, Docker\"")),
            (tools("[Redis, do$0]"), tools("[Redis, Docker]")),
            (tools("\n        - Redis\n        - do$0"), tools("\n        - Redis\n        - Docker")),
            (tools("|\n        Redis, do$0"), tools("|\n        Redis, Docker")),
            (tools(">\n        Redis,\n        do$0"), tools(">\n        Redis,\n        Docker")),
            (tools("Redis、do$0"), tools("Redis、Docker")),
            (tools("😀, do$0"), tools("😀, Docker")),
        ],
    );
    let skills = |text: &str| cell(&format!("Key Skills: {text}"));
    check(
        "SQL/NoSQL",
        &[
            (skills("SQL/$0"), skills("SQL/NoSQL")),
            (skills("UI/UX, sql/n$0"), skills("UI/UX, SQL/NoSQL")),
            (skills("sq$0"), skills("SQL/NoSQL")),
        ],
    );
    check(
        "a: b",
        &[
            (skills("$0"), skills("'a: b'")),
            (skills("SQL, a$0"), skills("'SQL, a: b'")),
            (skills("a$0, SQL"), skills("'a: b, SQL'")),
            (skills("SQL, a$0, UI/UX"), skills("'SQL, a: b, UI/UX'")),
            (skills("'SQL, a$0'"), skills("'SQL, a: b'")),
        ],
    );
    check("it's", &[(skills("'SQL, it$0'"), skills("'SQL, it''s'")), (skills("SQL, it$0"), skills("SQL, it's"))]);
    assert_eq!(ask(&tools("Redis, Docker, $0, PostgreSQL")).labels().first(), Some(&"Kubernetes"));
}

/// Behind signs and words that join items, where known names stand before them.
#[test]
fn term_lists_joined_by_signs_and_words() {
    let tools =
        |text: &str| format!("name: X\ncomparison:\n  rows:\n    - role: X\n      Common Tools/Technologies: {text}\n");
    let cases = [
        ("Redis; do$0", "Redis; Docker"),
        ("Redis; $0", "Redis; Docker"),
        ("Redis;do$0", "Redis;Docker"),
        ("Redis & do$0", "Redis & Docker"),
        ("Redis & $0", "Redis & Docker"),
        ("Redis + do$0", "Redis + Docker"),
        ("Redis and do$0", "Redis and Docker"),
        ("Redis and $0", "Redis and Docker"),
        ("Redis or do$0", "Redis or Docker"),
        ("Redis and/or do$0", "Redis and/or Docker"),
        ("Redis, and do$0", "Redis, and Docker"),
        ("Redis; PostgreSQL & do$0", "Redis; PostgreSQL & Docker"),
        ("Kubernetes, Redis and do$0", "Kubernetes, Redis and Docker"),
        ("redis and do$0, PostgreSQL", "redis and Docker, PostgreSQL"),
        ("Elephant DB and do$0", "Elephant DB and Docker"),
        ("Redis (PostgreSQL and do$0)", "Redis (PostgreSQL and Docker)"),
        ("'Redis; do$0'", "'Redis; Docker'"),
        ("\"Redis & do$0\"", "\"Redis & Docker\""),
        ("[PostgreSQL, Redis and do$0]", "[PostgreSQL, Redis and Docker]"),
        ("|\n        Redis and do$0", "|\n        Redis and Docker"),
    ];
    let cases = cases.map(|(before, after)| (tools(before), tools(after)));
    takes("Docker", &cases.each_ref().map(|(before, after)| (before.as_str(), after.as_str())));
    // What is no known name makes one name of all, and a word within a name joins nothing.
    lacks(&tools("Abacus and do$0"), "Docker");
    lacks(&tools("Redis; Abacus and do$0"), "Docker");
    lacks(&tools("Redis sand do$0"), "Docker");
    // What the list has already comes last.
    for list in ["Redis; Docker; PostgreSQL and $0", "Redis & Docker, PostgreSQL, and $0"] {
        assert_eq!(ask(&tools(list)).labels().first(), Some(&"Kubernetes"), "{list}");
    }
    // Words of the team's own.
    let around = "#- sidestep.yaml\npage:\n  and: [und]\n#- content/tools.yaml\n- name: Redis\n- name: Docker\n";
    let files = format!("{around}#- content/roles/x.yaml\n{}", tools("Redis und do$0"));
    let asked = asked(Cursor::new(&files), false);
    assert_eq!(asked.take("Docker"), tools("Redis und Docker"));
}

#[test]
fn mentions() {
    takes(
        "Data Engineer",
        &[
            ("why: |\n  Like [[$0\n", "why: |\n  Like [[Data Engineer]]\n"),
            ("why: |\n  Like [[Da$0\n  more\n", "why: |\n  Like [[Data Engineer]]\n  more\n"),
            ("why: |\n  Like `code` [[Da$0 and `more`\n", "why: |\n  Like `code` [[Data Engineer]] and `more`\n"),
            ("why: |\n  Like ` [[Da$0\n", "why: |\n  Like ` [[Data Engineer]]\n"),
            ("why: |\n  Like [[Da$0]] and\n", "why: |\n  Like [[Data Engineer]] and\n"),
            ("why: |\n  Like [[Da$0ta E]] and\n", "why: |\n  Like [[Data Engineer]] and\n"),
            ("why: |\n  Like [[Da$0|them]] and\n", "why: |\n  Like [[Data Engineer|them]] and\n"),
            ("why: |\n  Like [[Da$0] and\n", "why: |\n  Like [[Data Engineer]] and\n"),
            ("why: |\n  Like [[Da$0 and more\n", "why: |\n  Like [[Data Engineer]] and more\n"),
            ("why: >-\n  [[Backend Engineer]], [[Da$0\n", "why: >-\n  [[Backend Engineer]], [[Data Engineer]]\n"),
            ("summary: Like [[Da$0\n", "summary: Like [[Data Engineer]]\n"),
            ("summary: 'Like [[Da$0'\n", "summary: 'Like [[Data Engineer]]'\n"),
            ("summary: \"Like [[Da$0\"\n", "summary: \"Like [[Data Engineer]]\"\n"),
            ("summary: \"Like [[role:Da$0\"\n", "summary: \"Like [[role:Data Engineer]]\"\n"),
            ("summary: [[Da$0\n", "summary: '[[Data Engineer]]'\n"),
            ("summary: [[$0]]\n", "summary: '[[Data Engineer]]'\n"),
            (
                "alternatives:\n  - role: A\n    best_for:\n      - Like [[da$0\n",
                "alternatives:\n  - role: A\n    best_for:\n      - Like [[Data Engineer]]\n",
            ),
            ("why: |\r\n  😀 [[Da$0\r\n", "why: |\r\n  😀 [[Data Engineer]]\r\n"),
        ],
    );
    takes(
        "Docker",
        &[
            ("why: |\n  Like [[tool:do$0\n", "why: |\n  Like [[tool:Docker]]\n"),
            ("why: |\n  Like [[tool: $0]]\n", "why: |\n  Like [[tool: Docker]]\n"),
            ("summary: [[tool:do$0\n", "summary: '[[tool:Docker]]'\n"),
        ],
    );
    takes(
        "skill:",
        &[
            ("why: |\n  Like [[$0\n", "why: |\n  Like [[skill:\n"),
            ("why: |\n  Like [[sk$0]]\n", "why: |\n  Like [[skill:]]\n"),
        ],
    );
    for nothing in ["why: |\n  [[A|sh$0]]\n", "why: |\n  [[A]] $0\n", "why: |\n  [A$0\n", "name: '[[$0'\n"] {
        assert_eq!(ask(nothing).labels(), [""; 0], "{nothing}");
    }
    // The page's own role is no use.
    assert!(!ask("name: X\nwhy: |\n  [[$0\n").labels().contains(&"X"));
}

#[test]
fn settings() {
    let labels = |text: &str| -> Vec<String> {
        ask_in("sidestep.yaml", text, false).labels().iter().map(|l| (*l).to_owned()).collect()
    };
    let take = |text: &str, label: &str| ask_in("sidestep.yaml", text, false).take(label);
    assert_eq!(labels("$0\n")[..2], ["roles", "vocabularies"]);
    assert!(labels("rules:\n  $0\n").contains(&"missing-cell".to_owned()));
    assert_eq!(take("rules:\n  miss$0\n", "missing-cell"), "rules:\n  missing-cell: \n");
    assert_eq!(take("rules: { miss$0 }\n", "missing-cell"), "rules: { missing-cell:  }\n");
    assert_eq!(labels("rules:\n  stale: $0\n"), ["off", "hint", "info", "warning", "error"]);
    assert_eq!(take("rules:\n  stale: w$0\n", "warning"), "rules:\n  stale: warning\n");
    assert_eq!(labels("columns:\n  - name: A\n    kind: $0\n"), ["skill", "tool"]);
    assert_eq!(labels("columns:\n  - name: A\n    optional: $0\n"), ["true", "false"]);
    assert_eq!(
        take("columns:\n  - { name: A, optional: t$0 }\n", "true"),
        "columns:\n  - { name: A, optional: true }\n"
    );
    assert_eq!(labels("columns:\n  - name: A\n    $0\n"), ["kind", "optional", "per_page"]);
    assert_eq!(labels("page:\n  role_column: $0\n"), ["Role"]);
    assert!(labels("page:\n  $0\n").contains(&"why_heading".to_owned()));
    assert_eq!(labels("stale_after_days: $0\n"), ["365"]);
    assert_eq!(take("stale_after_days: $0\n", "365"), "stale_after_days: 365\n");
    assert_eq!(labels("toolkit_url: $0\n"), ["/{slug}/"]);
    // Where files lie by default, and where they lie now.
    assert_eq!(labels("roles: [$0]\n"), ["content/roles/**/*.yaml", "content/roles/**/*.yml"]);
    assert_eq!(take("roles:\n  - con$0\n", "content/roles/**/*.yml"), "roles:\n  - content/roles/**/*.yml\n");
    assert_eq!(labels("vocabularies:\n  tool:\n    - $0\n"), ["content/tools.yaml"]);
    assert_eq!(labels("vocabularies: { licence: [$0] }\n"), [""; 0]);
    assert_eq!(take("toolkit_url: $0\n", "/{slug}/"), "toolkit_url: /{slug}/\n");
    assert_eq!(labels("vocabularies:\n  $0\n"), ["skill", "tool"]);
    assert_eq!(take("vocabularies:\n  $0\n", "tool"), "vocabularies:\n  tool:\n    - \n");
}

#[test]
fn vocabularies() {
    let ask = |text: &str| asked(Cursor::new(&format!("#- content/skills.yaml\n{text}")), false);
    assert_eq!(ask("- name: A\n  $0\n").labels(), ["aliases", "avoid", "summary", "url", "category"]);
    assert_eq!(ask("- name: A\n  av$0\n").take("avoid"), "- name: A\n  avoid:\n    - \n");
    assert_eq!(ask("- name: A\n- $0\n").labels()[..2], ["entry", "name"]);
    assert_eq!(ask("- name: A\n- $0\n").take("entry"), "- name: A\n- name: …\n  summary: …\n");
    assert_eq!(ask("$0").take("entry"), "- name: …\n  summary: …");
}

#[test]
fn suppressions() {
    let labels = |text: &str| -> Vec<String> { ask(text).labels().iter().map(|l| (*l).to_owned()).collect() };
    assert_eq!(labels("# sidestep: $0\nname: X\n"), ["ignore", "ignore-file"]);
    assert_eq!(labels("# side$0\nname: X\n"), ["ignore", "ignore-file"]);
    assert_eq!(labels("name: X # sidestep: $0\n"), ["ignore"]);
    takes(
        "ignore",
        &[
            ("name: X # sidestep: $0\n", "name: X # sidestep: ignore[]\n"),
            ("name: X # sidestep:ig$0\n", "name: X # sidestep: ignore[]\n"),
            ("name: X # sid$0\n", "name: X # sidestep: ignore[]\n"),
            ("name: X # sidestep: ig$0[stale]\n", "name: X # sidestep: ignore[stale]\n"),
        ],
    );
    takes(
        "stale",
        &[
            ("name: X # sidestep: ignore[$0]\n", "name: X # sidestep: ignore[stale]\n"),
            ("name: X # sidestep: ignore[st$0\n", "name: X # sidestep: ignore[stale]\n"),
            ("name: X # sidestep: ignore[file-name, st$0]\n", "name: X # sidestep: ignore[file-name, stale]\n"),
            ("# sidestep: ignore-file[$0]\nname: X\n", "# sidestep: ignore-file[stale]\nname: X\n"),
        ],
    );
    // What is reported there comes first.
    let text = "name: X\nsummary: y\nreplaced_by: Nobody # sidestep: ignore[$0]\n";
    assert_eq!(labels(text)[..2], ["schema", "unknown-role"]);
    assert!(!labels("name: X # sidestep: ignore[schema, $0]\n").contains(&"schema".to_owned()));
    assert!(labels("name: X # sidestep: ignore[stale]$0\n").is_empty());
    assert!(labels("name: X # other: $0\n").is_empty());
}

#[test]
fn kinds_of_a_team() {
    let around = "\
#- sidestep.yaml
vocabularies: { certification: [content/certs.yaml], hobby: [content/none.yaml] }
schemas: { role: role.json }
#- role.json
{ \"$ref\": \"sidestep:role\", \"properties\": {
  \"certifications\": { \"type\": \"array\", \"items\": { \"type\": \"string\", \"x-sidestep-refers\": \"certification\" } },
  \"hobbies\": { \"type\": \"string\", \"x-sidestep-terms\": \"hobby\" } } }
#- content/certs.yaml
- name: CKA
#- content/roles/b.yaml
name: B
summary: y
hobbies: chess, judo
";
    let ask = |text: &str| {
        let cursor = Cursor::new(&format!("{around}#- content/roles/a.yaml\n{text}"));
        let options = sidestep::ide::completion::CompletionOptions::default();
        let answer = sidestep::ide::completion::completions(&cursor.file(), cursor.at, &options);
        answer.items.into_iter().map(|i| i.label).collect::<Vec<_>>()
    };
    assert_eq!(ask("certifications: [$0]\n"), ["CKA"]);
    assert_eq!(ask("hobbies: chess, $0\n"), ["judo", "chess"]);
    assert_eq!(ask("name: A\nce$0\n")[0], "certifications");
    assert_eq!(ask("summary: The [[certification:$0\n"), ["CKA"]);
}
