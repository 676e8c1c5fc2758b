//! Section 3 of the content model: term lists, sentence by sentence.

use crate::world::{check_page, check_page_and};

/// The Tools cell of the page's own row.
#[track_caller]
fn tools(cell: &str) {
    check_page(&[("      Tools: PostgreSQL/Docker\n", &format!("      Tools: {cell}\n"))]);
}

#[test]
fn items_and_names() {
    tools("PostgreSQL, Docker");
    tools("PostgreSQL/Docker, CI/CD");
    tools("CI / CD /Docker");
    tools("CI/CD/‹Nope›unknown-tool;");
    tools("‹TCP/IP›unknown-tool;, Docker");
    tools("‹TCP / IP›unknown-tool;");
    tools("‹Nope›unknown-tool;/Docker/‹Never›unknown-tool;");
    tools("Docker,PostgreSQL,,  ‹Nope›unknown-tool;,");
}

#[test]
fn parentheses() {
    tools("Cloud data services (BigQuery, Kafka)");
    tools("Cloud data services (BigQuery/Kafka)");
    tools("Cloud data services (BigQuery, ‹Kafak›unknown-tool;)");
    tools("Cloud data services (BigQuery, and so on for ever)");
    tools("Docker/PostgreSQL (for collaboration, mostly)");
    tools("‹Docker Swarm›unknown-tool; (a, note)");
    tools("‹Docker (unclosed›unknown-tool;, PostgreSQL");
    tools("Docker (a (nested) note), Kafka");
    tools("Cloud data services(BigQuery)");
}

#[test]
fn what_is_no_name() {
    tools("Docker, etc.");
    tools("Docker, …, and more, --, •");
    tools("Docker, And more");
}

#[test]
fn other_commas() {
    tools("Docker、Kafka，CI/CD،‹Nope›unknown-tool;");
}

#[test]
fn the_case_of_the_first_letter_and_spellings() {
    tools("docker, apache Kafka");
    tools("‹Postgres›discouraged-name;/docker");
    tools("‹POSTGRESQL›discouraged-name;");
}

#[test]
fn every_scalar_style() {
    tools("'Docker, ‹Nope›unknown-tool;'");
    tools("\"Docker, ‹Nope›unknown-tool;\"");
    tools("\"D\\x6fcker, ‹N\\x6fpe›unknown-tool;\"");
    tools("[Docker, ‹Nope›unknown-tool;, 'PostgreSQL/Kafka']");
    tools("\n        - Docker\n        - ‹Nope›unknown-tool;/Kafka");
    // Each item of a list is one item: a comma in it is part of the name.
    tools("\n        - ‹Docker, Kafka›unknown-tool;\n        - Cloud data services (BigQuery, Kafka)");
    tools("|\n        Docker,\n        ‹Nope›unknown-tool;");
    tools(">-\n        Docker, ‹Nope›unknown-tool;,\n        Kafka");
    tools("!!str Docker, ‹Nope›unknown-tool;");
    tools("Docker,\n        ‹Nope›unknown-tool;, ‹X 😀›unknown-tool;");
    tools("Docker, ‹No pe›unknown-tool; # a comment");
}

#[test]
fn a_name_over_a_line_break() {
    tools(">-\n        Cloud\n        data services, Docker");
    tools("Cloud\n        data services, Docker");
    tools("\"Cloud\n        data services, Docker\"");
}

#[test]
fn a_name_with_parentheses_is_looked_up_whole() {
    check_page_and(
        &[("Tools: PostgreSQL/Docker", "Tools: Docker, Kafka (streams), Kafka (‹Dockr›unknown-tool;, Docker)")],
        "\
#- content/tools.yaml
- name: PostgreSQL
- name: Docker
- name: Kafka
- name: Kafka (streams)
",
    );
}

#[test]
fn cells_without_a_kind_are_text() {
    check_page(&[("Focus: services", "Focus: Nope/Never (any, thing)")]);
    check_page(&[("Focus: services", "Focus: [a, 2, 3.5]")]);
    check_page(&[("Focus: services", "Focus: 12")]);
}

#[test]
fn names_joined_by_words_and_signs() {
    tools("Docker, Kafka and PostgreSQL");
    tools("Docker; Kafka;BigQuery");
    tools("Docker & Kafka + BigQuery or ‹Nope›unknown-tool;");
    tools("Docker and/or Kafka");
    tools("Docker/Kafka and CI/CD");
    tools("Docker (the usual one) and Cloud data services (BigQuery and Kafka)");
    tools("[Docker and Kafka, BigQuery; PostgreSQL]");
    tools("Docker\n        and Kafka");
    // Without a known part it stays one name; so it does where it is nearly known as a whole.
    tools("‹Nope and Never›unknown-tool;, Docker");
    tools("‹Nope; Never›unknown-tool;");
    tools("‹Docker und Kafka›unknown-tool;");
    check_page_and(
        &[(
            "Tools: PostgreSQL/Docker",
            "Tools: Docker und Kafka sowie auch PostgreSQL, CI/CD oder ‹Nope›unknown-tool;",
        )],
        "#- sidestep.yaml\ncolumns: [{ name: Focus }, { name: Skills, kind: skill }, { name: Tools, kind: tool }]\npage: { and: [und, oder, sowie auch] }\n",
    );
    check_page_and(
        &[("Tools: PostgreSQL/Docker", "Tools: Cut & Paste and Docker, ‹Cut & Past›unknown-tool;, Kafka")],
        "#- content/tools.yaml\n- name: Docker\n- name: Cut & Paste\n- name: Kafka\n",
    );
}

#[test]
fn what_stands_around_a_name() {
    tools("Kafka, **Docker**, _BigQuery_, *‹Nope›unknown-tool;*");
    tools("Docker, Kafka, and BigQuery.");
    tools("Docker, or ‹Nope›unknown-tool;.");
    tools("Docker etc., Kafka and more, BigQuery…, e.g. PostgreSQL");
    tools("n/a");
    tools("None, N/A");
    tools("Cloud data services (e.g. BigQuery, Kafka, etc.)");
}

#[test]
fn a_known_name_may_hold_a_comma_or_be_a_filler() {
    check_page_and(
        &[(
            "Tools: PostgreSQL/Docker",
            "Tools: Docker, Nuts, Bolts and Screws, None, ‹Nuts›unknown-tool;, ‹Bolts›unknown-tool;",
        )],
        "#- content/tools.yaml\n- name: Docker\n- name: Nuts, Bolts and Screws\n- name: None\n- name: Kafka\n",
    );
}
