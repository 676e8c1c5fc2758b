//! Section 6 of the content model: what is found in prose.

use crate::fixture::parse;
use crate::world::{check, check_page, check_page_and, check_role, marked};

/// The `why` of a role, as a literal block.
#[track_caller]
fn why(text: &str) {
    let lines: Vec<String> =
        text.lines().map(|line| if line.is_empty() { String::new() } else { format!("  {line}") }).collect();
    check_role(&format!("why: |\n{}\n", lines.join("\n")));
}

#[test]
fn spellings_to_avoid() {
    why("Uses ‹Postgres›discouraged-name; and ‹Postgre SQL›discouraged-name;, (‹Postgres›discouraged-name;).");
    why("**‹Postgres›discouraged-name;**, \"‹Postgres›discouraged-name;\" and ‹Postgres›discouraged-name;'s.");
    why("postgres POSTGRES PostgreSQL Postgresql");
    why("Postgres2 xPostgres éPostgres Postgresé 2Postgres");
    why("Postgres.js Postgres+x Postgres#x Postgres-based pre-Postgres @x.Postgres");
    why(
        "‹Postgres›discouraged-name;. ‹Postgres›discouraged-name;- ‹Postgres›discouraged-name;+ ‹Postgres›discouraged-name;#1 ‹Postgres›discouraged-name;-9",
    );
    why("`Postgres` [‹Postgres›discouraged-name;](/Postgres/) <https://Postgres.org>");
    why("[[tool:‹Postgres›discouraged-name;]] [[Data Engineer|Postgres]]");
    why("```\nPostgres\n```\n\nend ‹Postgres›discouraged-name;");
    why("~~~\nPostgres, http://example.org\n~~~\n\n‹Postgres›discouraged-name;");
    why("a ‹Data Plumber›discouraged-name; 😀 ‹Data Plumber›discouraged-name;");
    check_role("why: >-\n  A Data\n#5-8 discouraged-name\n  Plumber.\n");
}

#[test]
fn spellings_in_every_scalar_style_and_field() {
    check_role("why: Uses ‹Postgres›discouraged-name; daily\n");
    check_role("why: 'it''s ‹Postgres›discouraged-name;'\n");
    check_role("why: \"\\u263a ‹Postgres›discouraged-name; \\\"‹Postgr\\x65s›discouraged-name;\\\"\"\n");
    check_role("why: ‹>›lost-paragraph;\n  ‹Postgres›discouraged-name;\n  and\n\n  ‹Postgres›discouraged-name;\n");
    check_role(
        "how_to_pick:\n  intro: ‹Postgres›discouraged-name;\n  options: []\n  outro: '‹Postgres›discouraged-name;'\n",
    );
    check_page(&[("tagline: Moves data.", "tagline: Moves ‹Postgres›discouraged-name;.")]);
    check_page(&[("about: Works with data.", "about: Works.\n    best_for: [a, '‹Postgres›discouraged-name; fans']")]);
    check_page(&[("if: you like data", "if: you like ‹Postgres›discouraged-name;")]);
    check_page(&[("then: Read its page.", "then: Read ‹Postgres›discouraged-name;.")]);
    check_page(&[("summary: Builds the server side.", "summary: Builds ‹Postgres›discouraged-name;.")]);
    // Not in what is no prose.
    check_page(&[("Focus: services", "Focus: Postgres services")]);
    check(
        "#- content/skills.yaml\n- { name: ETL, summary: 'with Postgres' }\n#31-38 discouraged-name\n- name: distributed systems\n- name: API design\n",
    );
}

#[test]
fn spellings_with_characters_that_are_escaped_between_quotes() {
    for (why, to) in [("'A Bachelor''s degree.'", 26), ("\"A Bachelor's degree.\"", 25), ("A Bachelor's degree.", 24)] {
        let from = if why.starts_with(['\'', '"']) { 9 } else { 8 };
        check(&format!(
            "#- content/skills.yaml\n- name: distributed systems\n- name: ETL\n- name: BSc\n  avoid: [\"Bachelor's degree\"]\n\
             #- content/roles/tester.yaml\nname: Tester\nsummary: s\nwhy: {why}\n#{from}-{to} discouraged-name\n"
        ));
    }
}

#[test]
fn longer_known_names_hide_spellings() {
    let tools = "\
#- content/tools.yaml
- name: PostgreSQL
  avoid: [Postgres, Postgre SQL]
- name: Postgres Pro
- name: Amazon RDS
  aliases: [Amazon Postgres]
- name: Docker
  avoid: [Box Ship Station]
- name: Kafka
  avoid: [Stream Box]
- name: SQL Server
- name: SQL Server Express
- name: Azure Cloud Postgre
- name: Postgres Operator
  avoid: [Postgres Op]
";
    check_page_and(
        &[("A reason", "Postgres Pro, Amazon Postgres, Amazon\n  Postgres; ‹Postgres›discouraged-name; Products")],
        tools,
    );
    check_page_and(&[("A reason", "the ‹Postgres Op›discouraged-name;, the Postgres Operator")], tools);
    // The case of a term's first letter does not matter.
    check_page_and(&[("A reason", "postgres Pro, Postgres pro")], &tools.replace("Postgres Pro", "postgres pro"));
    // Across each other, the longer one counts as well.
    check_page_and(&[("A reason", "‹Postgre SQL›discouraged-name; Server")], tools);
    check_page_and(
        &[("A reason", "Postgre SQL Server Express; ‹Postgre SQL›discouraged-name; Server Expressly")],
        tools,
    );
    check_page_and(&[("A reason", "Azure Cloud\n  Postgre SQL, ‹Postgre SQL›discouraged-name;")], tools);
    check_page_and(
        &[("A reason", "a Stream ‹Box Ship Station›discouraged-name;, a ‹Stream Box›discouraged-name;")],
        tools,
    );
}

/// Neither in prose nor in a list, where a safe fix would take one of the two.
#[test]
fn a_spelling_that_two_names_claim_has_no_fix() {
    for rest in ["summary: Uses PG.", "summary: s\ntools: [PG]"] {
        let text = format!(
            "#- content/roles/t.yaml\nname: T\n{rest}\n#- content/tools.yaml\n- {{ name: PostgreSQL, avoid: [PG] }}\n- {{ name: Page, avoid: [PG] }}\n"
        );
        let (files, _) = parse(&text);
        let found = files.check();
        let hit = found.iter().find(|d| d.code == "discouraged-name").unwrap();
        assert!(hit.fixes.is_empty(), "{hit:#?}");
    }
}

#[test]
fn broken_links() {
    why("[a](‹htps://x.org›broken-link;) [b](‹https:/x.org›broken-link;) [c](‹www.x.org›broken-link;)");
    why("[a]‹()›broken-link; [b]‹(  )›broken-link; ![c]‹()›broken-link;");
    why("[a](‹https://x.org/a b›broken-link;) [b](<‹x y.md›broken-link;>)");
    why("[a](‹nope.md›broken-link;) [b](‹../nope.md#x›broken-link;) [c](‹a/b.html?q›broken-link;)");
    why("[a](/nope.md) [b](#top) [c](nope) [d](mailto:a@b.org) [e](../data-engineer) [f](tel:1)");
    why("[a](data-engineer.yaml) [b](./data-engineer.yaml#x) [c](../tools.yaml)");
    why("[a][r] [b]\n\n[r]: ‹htps://x.org›broken-link;\n[b]: https://x.org 'title'");
    why("<‹htps://x.org›broken-link;> <https://x.org>");
    why("![i](‹shot.png›broken-link; \"t\")");
    why("`[a]()` is code, array[i](x) is not [a link] (x)");
    why("[a](‹http://x.org›insecure-link;) <‹http://x.org›insecure-link;>");
    check_role("why: \"[a](‹http://x.org›insecure-link;) \\u263a [b](‹htps://x\\u002eorg›broken-link;)\"\n");
    check_role("why: '[a]‹()›broken-link; it''s [b](‹htps://x.org›broken-link;)'\n");
    check_role("why: 😀 [a](‹www.x.org›broken-link;)\n");
}

#[test]
fn repeated_copy() {
    let words = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
    let text = format!(
        "#- content/roles/a.yaml\nname: A\nsummary: s\nwhy: |\n  Short.\n\n  {words} twenty\n\n  {words}\n#- content/roles/b.yaml\nname: B\nsummary: s\nwhy: |\n  {words}\n#3-{} repeated-copy\n  twenty\n\n  {words}\n",
        words.len() + 2
    );
    crate::fixture::check(&text);
}

#[test]
fn long_summaries_and_stale_pages() {
    let long = "x".repeat(201);
    crate::fixture::check(&format!("#- content/roles/t.yaml\nname: T\nsummary: '{long}'\n#11-211 long-summary\n"));
    crate::fixture::check(&format!("#- content/roles/t.yaml\nname: T\nsummary: {}\n", "é".repeat(200)));
    crate::fixture::check(&marked(
        "#- sidestep.yaml\nrules: { stale: warning }\n#- content/roles/t.yaml\nname: ‹T›stale;\nsummary: s\n#- content/roles/u.yaml\nname: U\nsummary: s\nreviewed: ‹2025-11-23›stale;\n#- content/roles/v.yaml\nname: V\nsummary: s\nreviewed: 2025-11-24\n",
    ));
}

#[test]
fn cut_text() {
    check_role("why: the ‹#1 choice›cut-text;\n");
    check_role("why: the # 1 choice\n");
    check_role("why: 'the #1 choice'\n");
    check_role("why: C# and F#\n");
    check_role("tools: [Docker] #1\n");
    check_role("why: |\n  the #1 choice\n");
    check_role("tools:\n  - Docker ‹#best›cut-text;\n  - Kafka #\n");
    // A key whose value stands on the lines below has lost nothing.
    check_role(
        "tools: #todo\n  - Docker\nwhy: ‹#1 choice›cut-text;\ncomparison: #table\n  rows: #rows\n  - #own\n    role: Tester\n    Focus: f\n    Skills: ETL\n    Tools: Kafka\n",
    );
    check_role("tools:\n  - ‹#1›cut-text;\n  - Docker\n");
    check_role("why: 😀 the ‹#1 é choice›cut-text;\r\nx-a: 1\r\n");
    check_page(&[("    tagline: Moves data.", "    tagline: Moves ‹#data›cut-text;")]);
    check_role("x-a: {}\nwhy: the choice #sidestep: ignore[long-summary]\n#17-47 unused-ignore\n");
    check_role("why: the ‹##1 choice›cut-text;\n");
    check_role("why: the ## 1 choice\n");
    check_role("why: the #! choice\n");
    check_role("why: ‹&On›cut-text; the road\n");
    check_role("why: ‹!On›cut-text; the road\n");
    check_role("why: ‹!!On›cut-text; the road\n");
    check_role("why: !!str On the road\n");
    check_role("why: !<tag:yaml.org,2002:str> On the road\n");
    check_role("why: &on On the road\nx-a: *on\n");
    check_role("why: &on 'On the road'\n");
    check_role("x-a: !On\n  b: c\n");
    check_role("x-a: &On\n  b: c\n");
    check_role("why: ‹&On›cut-text; ‹!the›cut-text; road\n");
    check_role("why: '&On the road'\n");
    check_role("why: ‹&On›cut-text;\n");
    check_role("tools:\n  - ‹&best›cut-text; Docker\n  - Kafka\n");
    check_role("tools: [‹!best›cut-text; Docker, Kafka]\n");
}

#[test]
fn cut_text_is_silenced_from_the_line_above() {
    check_role("# sidestep: ignore[cut-text]\nwhy: the #1 choice\n");
    check_role("# sidestep: ignore[cut-text]\nwhy: &On the road\n");
    check_role("why: &On the road # sidestep: ignore[cut-text]\n");
    check_role("tools:\n  # sidestep: ignore[cut-text]\n  - Docker #1\n  - Kafka ‹#2›cut-text;\n");
    check_role("x-a:\n  # sidestep: ignore[cut-text]\n  b: c #1\nwhy: the ‹#2›cut-text;\n");
}

#[test]
fn lost_paragraph() {
    check_role("why: ‹>›lost-paragraph;\n  One.\n\n  Two.\n");
    check_role("why: ‹>›lost-paragraph;-\r\n  One.\r\n\r\n  Two.\r\n");
    check_role("why: &a ‹>›lost-paragraph;\n  One.\n\n  Two.\nx-b: *a\n");
    check_role("why: |\n  One.\n\n  Two.\n");
    check_role("why: >\n  One.\n\n\n  Two.\n");
    check_role("why: >\n  One.\n\n    Two.\n");
    check_role("x-note: >\n  One.\n\n  Two.\n");
    check_page(&[("    about: Works with data.", "    about: ‹>›lost-paragraph;\n      One.\n\n      Two.")]);
    // Where one line is wanted, that is said.
    let found = crate::fixture::parse("#- content/roles/t.yaml\nname: T\nsummary: >\n  One.\n\n  Two.\n").0.check();
    let codes: Vec<&str> = found.iter().map(|d| &*d.code).filter(|code| *code != "orphan-role").collect();
    assert_eq!(codes, ["schema"]);
}
