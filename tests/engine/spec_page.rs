//! Section 6 of the content model: alternatives, rows and options beside each other, and one finding for one cause.

use crate::world::{check_page, check_page_and};

#[test]
fn a_typo_in_one_place_is_one_finding() {
    // In the alternatives: row and option of the role meant are neither extra nor out of order.
    check_page(&[(
        "  - role: Data Engineer\n    tag",
        "  - role: Dtaa Engineer\n#         ^^^^^^^^^^^^^ unknown-role\n    tag",
    )]);
    // In a row, in an option: nothing is missing.
    check_page(&[(
        "    - role: Cloud Architect\nhow",
        "    - role: Clod Architect\n#           ^^^^^^^^^^^^^^ unknown-role\nhow",
    )]);
    check_page(&[("      role: Data Engineer\n", "      role: Date Enginer\n#           ^^^^^^^^^^^^ unknown-role\n")]);
}

#[test]
fn a_typo_in_the_own_row_turns_no_other_page_red() {
    let other = "\
#- content/roles/ml-engineer.yaml
name: ML Engineer
summary: Ships models.
comparison:
  rows:
    - { role: ML Engineer, Focus: models, Skills: ETL, Tools: Kafka }
    - { role: Backend Engineer }
#             ^^^^^^^^^^^^^^^^ extra-row
";
    check_page_and(
        &[(
            "    - role: Backend Engineer\n",
            "    - role: Backend Enginer\n#           ^^^^^^^^^^^^^^^ unknown-role\n",
        )],
        other,
    );
    check_page_and(
        &[("    - role: Backend Engineer\n      Focus: services\n", "    - Focus: services\n#     ^^^^^ schema\n")],
        other,
    );
}

#[test]
fn entries_without_a_role() {
    check_page(&[(
        "  - role: Data Engineer\n    tagline: Moves",
        "  - tagline: Moves\n#   ^^^^^^^ schema\n    x-a: Moves",
    )]);
    check_page(&[("    - role: Cloud Architect\nhow", "    - Focus: infrastructure\n#     ^^^^^ schema\nhow")]);
    check_page(&[
        ("      role: Data Engineer\n", ""),
        ("    - if: you like data\n", "    - if: you like data\n#     ^^ schema\n"),
    ]);
    check_page(&[(
        "    - role: Data Engineer\n    - role",
        "    - Data Engineer\n#     ^^^^^^^^^^^^^ schema\n    - role",
    )]);
    check_page(&[(
        "  - role: Data Engineer\n    tagline: Moves data.\n    about: Works with data.\n",
        "  - Data Engineer\n#   ^^^^^^^^^^^^^ schema\n",
    )]);
    // The key is there, but empty, or its value is not a name.
    check_page(&[("    - role: Data Engineer\n    - role", "    - role: 42\n#           ^^ schema\n    - role")]);
    check_page(&[("    - role: Data Engineer\n    - role", "    - role: ''\n#14-13 schema\n    - role")]);
    check_page(&[("    - role: Data Engineer\n    - role", "    - role:\n#12-11 schema\n    - role")]);
}

#[test]
fn misspelled_keys_hide_nothing() {
    check_page(&[("alternatives:", "alternatves:\n#1-11 schema")]);
    check_page(&[("comparison:", "comparision:\n#1-11 schema")]);
    check_page(&[("how_to_pick:", "how_to_pik:\n#1-10 schema")]);
    check_page(&[("  rows:", "  row:\n# ^^^ schema")]);
    check_page(&[("  options:", "  option:\n# ^^^^^^ schema")]);
    check_page(&[("  - role: Data Engineer\n    tag", "  - rol: Data Engineer\n#   ^^^ schema\n    tag")]);
    check_page(&[("    - role: Data Engineer\n    -", "    - roles: Data Engineer\n#     ^^^^^ schema\n    -")]);
    check_page(&[("    - role: Backend Engineer\n", "    - Role: Backend Engineer\n#     ^^^^ schema\n")]);
    check_page(&[("      role: Data Engineer\n", "      roel: Data Engineer\n#     ^^^^ schema\n")]);
    check_page(&[("why: |", "whi: |\n#1-3 schema")]);
    check_page(&[("summary:", "sumary: x\n#1-6 schema\nx-s:")]);
    check_page(&[("name: Backend", "nmae: Backend Engineer\n#1-4 schema\nx-s: Backend")]);
}

#[test]
fn self_alternatives_need_nothing_else() {
    check_page(&[(
        "  - role: Data Engineer\n    tag",
        "  - { role: Backend Engineer, tagline: t, about: a }\n#           ^^^^^^^^^^^^^^^^ self-alternative\n  - role: Data Engineer\n    tag",
    )]);
}

#[test]
fn duplicates_are_reported_at_the_second() {
    check_page(&[(
        "comparison:",
        "  - { role: Data Developer, tagline: t, about: a }\n#           ^^^^^^^^^^^^^^ duplicate-alternative\ncomparison:",
    )]);
    check_page(&[("how_to_pick:", "    - role: Data Engineer\n#           ^^^^^^^^^^^^^ duplicate-row\nhow_to_pick:")]);
    check_page(&[(
        "    - if: you like plans",
        "    - { if: b, role: Data Engineer, then: c }\n#                    ^^^^^^^^^^^^^ duplicate-pick\n    - if: you like plans",
    )]);
}

#[test]
fn order_rules_look_past_others() {
    check_page(&[(
        "    - role: Data Engineer\n    - role: Cloud Architect\n",
        "    - role: Cloud Architect\n#           ^^^^^^^^^^^^^^^ row-order\n    - role: Data Engineer\n",
    )]);
    check_page(&[
        (
            "    - role: Backend Engineer\n      Focus",
            "    - role: Data Engineer\n#           ^^^^^^^^^^^^^ row-order\n    - role: Backend Engineer\n      Focus",
        ),
        ("PostgreSQL/Docker\n    - role: Data Engineer\n", "PostgreSQL/Docker\n"),
    ]);
    check_page(&[
        (
            "role: Data Engineer\n      then",
            "role: Cloud Architect\n#           ^^^^^^^^^^^^^^^ pick-order\n      then",
        ),
        ("role: Cloud Architect\n      then: Read its page.\n", "role: Cloud Architect\n      then: Read its page.\n"),
        ("you like plans\n      role: Cloud Architect", "you like plans\n      role: Data Engineer"),
    ]);
    // An option for the page's own role has no rank.
    check_page(&[(
        "role: Cloud Architect\n      then: Read its page.\n",
        "role: Cloud Architect\n      then: Read its page.\n    - if: you stay\n      role: Backend Engineer\n#           ^^^^^^^^^^^^^^^^ extra-pick\n      then: Stay.\n",
    )]);
    check_page(&[("[Focus, Skills, Tools]", "[Skills, Focus, Tools]\n# ^^^^^^^ column-order")]);
    check_page(&[(
        "[Focus, Skills, Tools]",
        "[Skills, Salary, Focus, Tools]\n# ^^^^^^^ column-order\n#                   ^^^^^^ unknown-column",
    )]);
}

#[test]
fn rows_and_options_missing_and_surplus() {
    check_page(&[("    - role: Data Engineer\n    - role", "    - role"), ("  rows:", "  rows:\n# ^^^^ missing-row")]);
    check_page(&[
        ("    - role: Data Engineer\n    - role: Cloud Architect\n", ""),
        ("  rows:", "  rows:\n# ^^^^ missing-row\n# ^^^^ missing-row"),
    ]);
    check_page(&[
        ("    - if: you like data\n      role: Data Engineer\n      then: Read its page.\n", ""),
        ("  options:", "  options:\n# ^^^^^^^ missing-pick"),
    ]);
    let other = "\
#- content/roles/ml-engineer.yaml
name: ML Engineer
summary: Ships models.
comparison:
  rows:
    - { role: ML Engineer, Focus: models, Skills: ETL, Tools: Kafka }
";
    check_page_and(
        &[("how_to_pick:", "    - role: ML Engineer\n#           ^^^^^^^^^^^ extra-row\nhow_to_pick:")],
        other,
    );
    check_page_and(
        &[(
            "  options:\n",
            "  options:\n    - { if: a, role: ML Engineer, then: b }\n#                    ^^^^^^^^^^^ extra-pick\n",
        )],
        other,
    );
    // An own row that is missing, in the page itself and in another page's table.
    check_page_and(
        &[
            (
                "    - role: Backend Engineer\n      Focus: services\n      Skills: API design\n      Tools: PostgreSQL/Docker\n",
                "",
            ),
            ("  rows:", "  rows:\n# ^^^^ missing-row"),
        ],
        "",
    );
}

#[test]
fn cells() {
    // Missing in an own row: one finding there and one in each table that shows it.
    check_page_and(
        &[(
            "    - role: Data Engineer\n    -",
            "    - role: Data Engineer\n#           ^^^^^^^^^^^^^ missing-cell\n    -",
        )],
        "\
#- content/roles/data-engineer.yaml
name: Data Engineer
summary: Builds data pipelines.
comparison:
  rows:
    - { role: Data Engineer, Focus: '', Skills: [ETL], Tools: Kafka }
#             ^^^^^^^^^^^^^ missing-cell
",
    );
    // Filled in on this page: missing only at home.
    check_page_and(
        &[("    - role: Data Engineer\n    -", "    - { role: Data Engineer, Focus: data }\n    -")],
        "\
#- content/roles/data-engineer.yaml
name: Data Engineer
summary: Builds data pipelines.
comparison:
  rows:
    - { role: Data Engineer, Focus: ~, Skills: [ETL], Tools: Kafka }
#             ^^^^^^^^^^^^^ missing-cell
",
    );
    check_page_and(
        &[(
            "    - role: Data Engineer\n    -",
            "    - role: Data Engineer\n#           ^^^^^^^^^^^^^ missing-own-row\n    -",
        )],
        "#- content/roles/data-engineer.yaml\nname: Data Engineer\nsummary: Builds data pipelines.\n",
    );
    // All cells written here: nothing is taken from anywhere.
    check_page_and(
        &[(
            "    - role: Data Engineer\n    -",
            "    - { role: Data Engineer, Focus: 1, Skills: ETL, Tools: [Kafka, Docker] }\n    -",
        )],
        "#- content/roles/data-engineer.yaml\nname: Data Engineer\nsummary: Builds data pipelines.\n",
    );
    check_page(&[(
        "    - role: Data Engineer\n    -",
        "    - role: Data Engineer\n      Focus: other things\n#            ^^^^^^^^^^^^ cell-drift\n    -",
    )]);
    check_page(&[(
        "    - role: Data Engineer\n    -",
        "    - role: Data Engineer\n      Focus: 'data pipelines'\n#     ^^^^^ redundant-cell\n    -",
    )]);
    check_page(&[("      Focus: services\n", "      Fcous: services\n#     ^^^^^ unknown-column\n")]);
    check_page(&[(
        "      Focus: services\n",
        "      Focus: services\n      Salary: high\n#     ^^^^^^ unknown-column\n",
    )]);
    // A value of the wrong form is not also missing.
    check_page(&[("      Focus: services\n", "      Focus: { a: b }\n#            ^^^^^^^^ schema\n")]);
    check_page(&[("      Focus: services\n", "      Focus: true\n#            ^^^^ schema\n")]);
}

#[test]
fn columns() {
    check_page(&[("[Focus, Skills, Tools]", "[Focus, Tools]\n# ^^^^^^^ missing-column")]);
    check_page(&[("[Focus, Skills, Tools]", "[Skills]\n# ^^^^^^^ missing-column")]);
    check_page(&[("[Focus, Skills, Tools]", "[Focus, Skils, Tools]\n#                  ^^^^^ unknown-column")]);
    check_page(&[("[Focus, Skills, Tools]", "[Focus, Skills, Tools, Focus, Tools]\n#35-39 schema\n#42-46 schema")]);
    // A column that the table does not show needs no cell.
    check_page(&[
        ("[Focus, Skills, Tools]", "[Focus, Tools]\n# ^^^^^^^ missing-column"),
        ("      Skills: API design\n", ""),
    ]);
}

#[test]
fn optional_and_per_page_columns() {
    let settings = "\
#- sidestep.yaml
columns:
  - { name: Focus }
  - { name: Skills, kind: skill }
  - { name: Tools, kind: tool }
  - { name: Pay, optional: true }
  - { name: Training, per_page: true }
";
    check_page_and(
        &[
            ("[Focus, Skills, Tools]", "[Focus, Skills, Tools, Training]"),
            ("      Focus: services\n", "      Focus: services\n      Training: none\n"),
            (
                "    - role: Data Engineer\n    - role: Cloud Architect\n",
                "    - role: Data Engineer\n#           ^^^^^^^^^^^^^ missing-cell\n    - { role: Cloud Architect, Training: a course }\n",
            ),
        ],
        &format!(
            "{settings}\
#- content/roles/cloud-architect.yaml
name: Cloud Architect
summary: Designs cloud systems.
comparison:
  rows:
    - {{ role: Cloud Architect, Focus: infrastructure, Skills: distributed systems, Tools: Docker, Training: other }}
#- content/roles/data-engineer.yaml
name: Data Engineer
summary: Builds data pipelines.
comparison:
  columns: [Focus, Skills, Tools, Pay, Training]
  rows:
    - {{ role: Data Engineer, Focus: data pipelines, Skills: ETL, Tools: Kafka, Training: other }}
"
        ),
    );
}

#[test]
fn drafts_are_told_gently() {
    let edits = [
        ("summary: Builds the server side.\n", "status: draft\n"),
        ("name: Backend Engineer", "name: Backend Engineer\n#1-4 schema"),
    ];
    check_page(&edits);
}

#[test]
fn drafts_and_retired_roles() {
    let others = "\
#- content/roles/data-engineer.yaml
name: Data Engineer
status: draft
summary: Builds data pipelines.
comparison:
  rows:
    - { role: Data Engineer, Focus: data pipelines, Skills: ETL, Tools: Kafka }
#- content/roles/cloud-architect.yaml
name: Cloud Architect
status: retired
replaced_by: Data Engineer
summary: Designs cloud systems.
comparison:
  rows:
    - { role: Cloud Architect, Focus: infrastructure, Skills: distributed systems, Tools: Docker }
";
    // Once for each file and role, at the first reference.
    check_page_and(
        &[
            (
                "  - role: Data Engineer\n    tag",
                "  - role: Data Engineer\n#         ^^^^^^^^^^^^^ draft-role\n    tag",
            ),
            (
                "  - role: Cloud Architect\n    tag",
                "  - role: Cloud Architect\n#         ^^^^^^^^^^^^^^^ retired-role\n    tag",
            ),
        ],
        others,
    );
}
