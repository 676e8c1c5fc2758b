//! Hover cards.

use sidestep::ide::hover::{hover, plain};

use crate::cursor::Cursor;

/// Checks the card at the cursor, and that it is about what the fixture marks as `hover`.
#[track_caller]
fn check(fixture: &str, expected: &str) {
    let cursor = Cursor::new(fixture.trim_start_matches('\n'));
    let card = hover(&cursor.file(), cursor.at, &|_| None);
    let marks: Vec<_> = card.iter().map(|card| cursor.mark(&cursor.path, card.span, "hover")).collect();
    let text = card.map_or_else(String::new, |card| card.markdown);
    assert_eq!(text.replace("  \n", "\n"), expected.trim_matches('\n'), "\n{text}");
    if !cursor.marks.is_empty() {
        assert_eq!(marks, cursor.marks);
    }
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    assert!(lines < 15, "{lines} lines");
}

const ROLES: &str = r"
#- content/roles/data-engineer.yaml
name: Data Engineer
aliases: [Data Plumber]
avoid: [Data Enginer]
summary: Moves data for [[Backend Engineer|backends]].
skills: [ETL, SQL, a, b, c, d, e, f]
tools: [C#]
alternatives:
  - role: Backend Engineer
  - role: cloud architect
comparison:
  rows:
    - role: Data Engineer
      Primary Focus: data pipelines, *storage*
      Key Skills: ETL
#- content/roles/backend-engineer.yaml
name: Backend Engineer
alternatives:
  - role: Cloud Architect
  - role: Data Engineer
#- content/roles/cloud-architect.yaml
name: Cloud Architect
alternatives: [{role: data-engineer}]
#- content/roles/old.yaml
name: Old One
status: retired
replaced_by: Data Engineer
";

const CARD: &str = r"
**Data Engineer** · role

Moves data for backends.

- Primary Focus: data pipelines, \*storage\*
- Key Skills: ETL

Skills: ETL, SQL, a, b, c, d and 2 more
Tools: C\#

Alternatives: 1. Backend Engineer, 2. Cloud Architect
Listed on 2 pages: 1st on 1, 2nd on 1
";

#[test]
fn a_role_wherever_it_is_named() {
    let at = |line: &str| format!("#- content/roles/a.yaml\nname: A\n{line}\n{}", ROLES.trim_start());
    for line in [
        "replaced_by: Data$0 Engineer\n#            ^^^^^^^^^^^^^ hover",
        "why: |\n  😀 [[Data$0 Engineer]]\n#     ^^^^^^^^^^^^^ hover",
        "why: |\n  a \"Data$0 Engineer\", whole\n#    ^^^^^^^^^^^^^ hover",
        "how_to_pick: {options: [{role: 'Data $0Engineer'}]}\n#                               ^^^^^^^^^^^^^ hover",
        "why: \"open\nhow_to_pick: {options: [{role: Data $0Engineer\n#                              ^^^^^^^^^^^^^ hover",
    ] {
        check(&at(line), CARD);
    }
    check(&ROLES.replace("name: Data", "name: $0Data"), CARD);
    let noted = |note: &str| CARD.replacen("\n\nMoves", &format!("\n\n{note}\n\nMoves"), 1);
    check(&at("replaced_by: Data Plu$0mber"), &noted("\"Data Plumber\" is an alias."));
    check(&at("why: a Data Eng$0iner"), &noted("\"Data Enginer\" is a spelling to avoid: write \"Data Engineer\"."));
    check(&at("replaced_by: data-en$0gineer"), &noted("Write \"Data Engineer\"."));
}

#[test]
fn statuses() {
    check(
        &format!("#- content/roles/a.yaml\nname: A\nwhy: See [[Old$0 One]].\n{}", ROLES.trim_start()),
        "**Old One** · retired role, replaced by Data Engineer\n\nListed on no page",
    );
}

#[test]
fn a_row_says_what_it_inherits() {
    let row = |role: &str| {
        format!(
            "#- content/roles/a.yaml\nname: A\ncomparison:\n  rows:\n    - {role}\n      Key Skills: other\n{}",
            ROLES.trim_start()
        )
    };
    let card = CARD.replace(
        "\n\nSkills: ",
        "\n\nThis row takes Primary Focus from `content/roles/data-engineer.yaml`.\n\nSkills: ",
    );
    check(&row("role: Data Engi$0neer"), &card);
    check(
        &row("role: *d$0\n#           ^^ hover").replace("comparison", "replaced_by: &d Data Engineer\ncomparison"),
        &card,
    );
    check(
        &row("ro$0le: Data Engineer"),
        r"
**role** · required

The role that the row stands for, by its name.

This row takes from `content/roles/data-engineer.yaml`:
- Primary Focus: data pipelines, \*storage\*

Example: `Fullstack Engineer`
",
    );
    check(
        &row("role: Backend$0 Engineer"),
        r"
**Backend Engineer** · role

It has no own row to take cells from.

Alternatives: 1. Cloud Architect, 2. Data Engineer
Listed on 1 page: 1st
",
    );
}

#[test]
fn a_term() {
    let files = r"
#- content/tools.yaml
- name: C#
  aliases: [C Sharp]
  avoid: [Csharp]
  summary: A *language* of
    two lines.
  url: https://learn.microsoft.com/en-us/dotnet/csharp/
  category: language
#- content/roles/a.yaml
name: A
tools: [C#]
#- content/roles/b.yaml
name: B
comparison:
  rows:
    - role: B
      Common Tools/Technologies: x (Csh$0arp)
#                                   ^^^^^^ hover
";
    check(
        files,
        r#"
**C\#** · tool, language

"Csharp" is a spelling to avoid: write "C\#".

A *language* of two lines.

[https://learn.microsoft.com/en-us/dotnet/csharp/](<https://learn.microsoft.com/en-us/dotnet/csharp/>)

Also: C Sharp
Not: Csharp
Used by 2 roles: A, B
"#,
    );
    let cursor = Cursor::new(files.trim_start());
    let text = plain(&hover(&cursor.file(), cursor.at, &|_| None).unwrap().markdown);
    assert!(text.starts_with("C# · tool, language\n\n\"Csharp\" is a spelling to avoid: write \"C#\"."), "{text}");
    assert!(text.contains("\nhttps://learn.microsoft.com/en-us/dotnet/csharp/\n"), "{text}");
}

#[test]
fn unknown_names() {
    let near = format!("#- content/roles/a.yaml\nname: A\nreplaced_by: Data Engin$0ner\n{}", ROLES.trim_start());
    check(&near, "A role file `data-enginner.yaml` with this name would define it.");
    check(
        "#- content/roles/a.yaml\nname: A\nskills: [x$0]\n#- content/skills.yaml\n- name: y\n",
        "An entry in `content/skills.yaml` would define it.",
    );
    check(
        "#- content/roles/a.yaml\nname: A\nskills: [x$0]\n",
        "**x** · skill\n\nThere is no vocabulary of kind \"skill\", so that any name is fine.",
    );
}

#[test]
fn keys() {
    check(
        "#- content/roles/a.yaml\nname: A\nstat$0us: draft\n#^^^^^ hover\n".replace("#^^^^^", "#1-6").as_str(),
        r"
**status**

Where the page stands: `draft` (missing parts count little), `published` (the default) or `retired` (other pages should no longer point here).

Values: `draft`, `published`, `retired`
Default: `published`
",
    );
    check(
        "#- content/roles/a.yaml\nna$0me: \"\nsummary: x\n",
        r"
**name** · required

The name of the role, as pages show it. Other files refer to the role by this name.

Example: `Backend Engineer`
",
    );
    check("#- content/roles/a.yaml\nname: A\nx-own: b\ntool$0kit2: c\n", "");
    check("#- content/roles/a.yaml\nname: A\nsummary: some$0 text\n", "");
    check(
        "#- content/roles/a.yaml\nname: A\nalternatives: [{tag$0line: b}]\n#               ^^^^^^^ hover\n",
        r"
**tagline** · required

One line that says what sets the role apart. It stands beside the name.

Example: `Builds and maintains both sides of an application.`
",
    );
}

#[test]
fn a_column_across_rows() {
    check(
        &format!(
            "#- content/roles/a.yaml\nname: A\ncomparison:\n  columns: [Key Sk$0ills]\n#           ^^^^^^^^^^ hover\n  rows:\n    - role: A\n      Key Skills: [x, y_z]\n    - role: data-engineer\n    - role: Nobody\n{}",
            ROLES.trim_start()
        ),
        "**Key Skills** · column of skills\n\n- A: x, y\\_z\n- Data Engineer: ETL\n- Nobody: –",
    );
    check(
        "#- content/roles/a.yaml\nname: A\ncomparison:\n  rows:\n    - {role: A, Skil$0ls: x}\n#               ^^^^^^ hover\n#- sidestep.yaml\ncolumns: [{name: One}, {name: Two, optional: true}]\n",
        "This workspace has no column \"Skills\".\n\nIts columns are One, Two.",
    );
}

#[test]
fn settings_and_comments() {
    check(
        "#- sidestep.yaml\nrules:\n  stal$0e: hint\n# ^^^^^ hover\n",
        r"
**stale** · rule, off by default, here hint

A role that nobody has reviewed for long.

The last review lies further back than stale_after_days in sidestep.yaml, or the page has never been reviewed. Fields change, and a page that nobody reads again misleads slowly. Read it, mend it, and write the day. Retired roles are not reported. Off by default.
",
    );
    check(
        "#- sidestep.yaml\nstale_after_da$0ys: 3\n",
        r"
**stale\_after\_days** · Stale after

After how many days without a review a role counts as stale (rule `stale`).

Default: `365`
Example: `180`
",
    );
    check(
        "#- content/roles/a.yaml\nname: A\n# sidestep: ignore[orphan-role, cell-dr$0ift]\n#                               ^^^^^^^^^^ hover\nsummary: x\n",
        r"
**cell-drift** · rule, warning by default

A cell that says something else than the role's own page.

This table restates a cell of another role, and not in that role's words: two pages now tell two stories about it. Remove the cell to show the role's own text. If this page really needs other words, mark the column as per_page in sidestep.yaml.

It comes with a fix.
",
    );
}

#[test]
fn names_are_links_to_their_definitions() {
    let cursor = Cursor::new(
        "#- content/roles/a (1).yaml\nname: A\nsummary: x\ntools: [Go_*, Nix]\nalternatives: [{role: B}]\n#- content/roles/b.yaml\nsummary: y\nname: B\nstatus: retired\nreplaced_by: A\nalternatives: [{role: $0A}, {role: C}]\n#- content/tools.yaml\n- name: Go_*\n",
    );
    let link = |at: &sidestep::ide::Location| Some(format!("to:{}#{}", at.path, at.span.start));
    let card = hover(&cursor.file(), cursor.at, &link).unwrap().markdown;
    let expected = "**[A](<to:content/roles/a (1).yaml#6>)** · role\n\nx\n\nTools: [Go\\_\\*](<to:content/tools.yaml#8>), Nix\n\n\
                    Alternatives: 1. [B](<to:content/roles/b.yaml#17>)  \nListed on 1 page: 1st";
    assert_eq!(card, expected);
    let tools =
        Cursor::new("#- content/roles/a.yaml\nname: A\nsummary: x\ntools: [G$0o]\n#- content/tools.yaml\n- name: Go\n");
    let card = hover(&tools.file(), tools.at, &link).unwrap().markdown;
    let expected = "**[Go](<to:content/tools.yaml#8>)** · tool\n\nUsed by 1 role: [A](<to:content/roles/a.yaml#6>)";
    assert_eq!(card, expected);
}
