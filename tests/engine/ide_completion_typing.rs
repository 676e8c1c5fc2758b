//! Completion: typing never harms the text. Whole files are typed key by key, as an editor with stock settings sees it.

use std::path::Path;

use sidestep::ide::completion::{Asked, CompletionOptions, Completions, completions, needs_names};

use crate::cursor::Cursor;
use crate::fixture::Files;
use crate::ide_completion::{AROUND, ask, ask_in, takes};
use crate::typist::{Setup, Typist};

/// The answer to an editor that asks because of a character.
pub fn answer(path: &str, text: &str, asked: Asked) -> Completions {
    let cursor = Cursor::new(&format!("{AROUND}#- {path}\n{text}"));
    let options = CompletionOptions {
        asked,
        snippets: true,
        keeps: false,
        filters: false,
        today: Some(jiff::civil::date(2026, 11, 24)),
    };
    completions(&cursor.file(), cursor.at, &options)
}

#[track_caller]
fn nothing(asked: Asked, texts: &[&str]) {
    for text in texts {
        let found = answer("content/roles/x.yaml", text, asked);
        let labels: Vec<&str> = found.items.iter().map(|i| i.label.as_str()).collect();
        assert_eq!(labels, [""; 0], "{text:?}");
    }
}

#[test]
fn nothing_where_the_line_may_end() {
    nothing(
        Asked::Character,
        &[
            "skills:$0\n",
            "replaced_by:$0\n",
            "status:$0",
            "reviewed:$0\nname: X\n",
            "name: X\n$0\n",
            "name: X\n  $0\n",
            "alternatives:\n  $0\n",
            "alternatives:\n  - role: Data Engineer\n    $0\n",
            "alternatives:\n  -$0\n",
            "tools:\n  -$0\n",
            "tools: [$0]\n",
            "tools: [Redis,$0]\n",
            "comparison:\n  rows:\n    - role: X\n      Key Skills:$0\n",
            "comparison:\n  rows:\n    - role: X\n      Key Skills: SQL,$0\n",
        ],
    );
    // Behind a space, and for somebody who wants a list.
    for (text, label) in [
        ("skills: $0\n", "API design"),
        ("status: $0\n", "draft"),
        ("tools:\n  - $0\n", "Docker"),
        ("tools: [Redis, $0]\n", "Docker"),
        ("alternatives:\n  - $0\n", "Data Engineer"),
    ] {
        assert!(
            answer("content/roles/x.yaml", text, Asked::Character).items.iter().any(|i| i.label == label),
            "{text}"
        );
    }
    assert!(ask("status:$0\n").labels().contains(&"draft"));
    assert!(ask("tools: [$0]\n").labels().contains(&"Docker"));
}

#[test]
fn nothing_behind_what_is_complete() {
    let all = [Asked::ByHand, Asked::Letter, Asked::Character];
    let more = "replaced_by: Data Engineer$0\n#- content/roles/b.yaml\nname: Data Engineering Lead\nsummary: y\n";
    for asked in all {
        nothing(
            asked,
            &[
                more,
                "replaced_by: 'Data Engineer$0'\n",
                "replaced_by: Data Engineer$0 # note\n",
                "replaced_by: Server Developer$0\n",
                "status: draft$0\n",
                "status: \"draft$0\"\n",
                "reviewed: 2026-11-24$0\n",
                "reviewed: 2026-11-01$0\n",
                "skills: [SQL$0]\n",
                "skills:\n  - SQL$0\n",
                "skills:\n  - Distributed systems$0\n",
                "skills: [distributed computing$0]\n",
                "comparison:\n  rows:\n    - role: X\n      Key Skills: API design, SQL$0\n",
                "comparison:\n  rows:\n    - role: X\n      Key Skills: SQL/NoSQL$0\n",
                "comparison:\n  columns: [Key Skills$0]\n",
                "why: |\n  Like [[Data Engineer$0]] and\n",
                "why: |\n  Like [[tool:Docker$0]] and\n",
                "name: X # sidestep: ignore[stale$0]\n",
            ],
        );
    }
    for text in ["stale: off$0", "stale: 'off$0'"] {
        let found = answer("sidestep.yaml", &format!("rules:\n  {text}\n"), Asked::ByHand);
        assert_eq!(found.items, [], "{text}");
    }
    // What can become complete is asked for anew.
    let found = answer("content/roles/x.yaml", "skills: [SQ$0]\n", Asked::Letter);
    assert!(found.incomplete && found.items.iter().map(|i| &*i.label).eq(["SQL", "SQL/NoSQL"]), "{found:#?}");
}

#[test]
fn any_text_where_any_text_is_right() {
    let path = "sidestep.yaml";
    for text in ["stale_after_days: 3$0\n", "toolkit_url: /$0\n", "page:\n  role_column: R$0\n"] {
        assert_eq!(answer(path, text, Asked::Letter).items, [], "{text}");
        assert_eq!(answer(path, text, Asked::Character).items, [], "{text}");
        assert_eq!(answer(path, text, Asked::ByHand).items.len(), 1, "{text}");
    }
}

#[test]
fn all_of_a_word_is_replaced() {
    takes(
        "Data Engineer",
        &[
            ("replaced_by: de$0Backend Engineer\n", "replaced_by: Data Engineer\n"),
            ("replaced_by: 'Da$0Backend Engineer'\n", "replaced_by: 'Data Engineer'\n"),
            ("why: |\n  Like [[Da$0Backend Engineer]] and\n", "why: |\n  Like [[Data Engineer]] and\n"),
        ],
    );
    takes("retired", &[("status: re$0published\n", "status: retired\n")]);
    takes("2026-11-24", &[("reviewed: 2$0025-01-01\n", "reviewed: 2026-11-24\n")]);
    takes(
        "Docker",
        &[
            ("why: |\n  Like [[tool:Do$0rraform]] and\n", "why: |\n  Like [[tool:Docker]] and\n"),
            ("tools: [Do$0Redis, PostgreSQL]\n", "tools: [Docker, PostgreSQL]\n"),
        ],
    );
    takes(
        "Primary Focus",
        &[
            ("comparison:\n  columns: [Pri$0Key Skills]\n", "comparison:\n  columns: [Primary Focus]\n"),
            (
                "comparison:\n  rows:\n    - role: X\n      Pri$0Key Skills: x\n",
                "comparison:\n  rows:\n    - role: X\n      Primary Focus: x\n",
            ),
        ],
    );
    takes("stale", &[("name: X # sidestep: ignore[st$0schema]\n", "name: X # sidestep: ignore[stale]\n")]);
    takes("tool:", &[("why: |\n  [[to$0skill:SQL]]\n", "why: |\n  [[tool:SQL]]\n")]);
    // A word that is about to get a key keeps what stands behind the cursor.
    takes("role", &[("alternatives:\n  - ro$0Data Engineer\n", "alternatives:\n  - role: Data Engineer\n")]);
    takes("status", &[("sta$0tus\n", "status: \n")]);
}

#[test]
fn lists_begin_as_the_file_writes_them() {
    takes(
        "API design",
        &[
            ("skills: $0\n", "skills:\n  - API design\n"),
            ("skills: ap$0\n", "skills:\n  - API design\n"),
            ("tools: [Docker]\nskills: $0\n", "tools: [Docker]\nskills: [API design]\n"),
            ("skills:$0\r\nname: X\r\n", "skills:\r\n  - API design\r\nname: X\r\n"),
        ],
    );
    takes("[API design]", &[("skills: $0\n", "skills: [API design]\n")]);
    takes("- API design", &[("tools: [Docker]\nskills: $0\n", "tools: [Docker]\nskills:\n  - API design\n")]);
    let asked = ask_in("content/roles/x.yaml", "skills: $0\n", true);
    let item = asked.item("API design");
    assert_eq!((item.text.as_str(), item.snippet), ("\n  - API design", true));
}

#[test]
fn snippets_are_relative_to_their_line() {
    let alternatives = "name: X\nalternatives:\n      - $0\n";
    let text = |text: &str, label: &str| ask_in("content/roles/x.yaml", text, true).item(label).text.clone();
    assert_eq!(text(alternatives, "Data Engineer"), "role: Data Engineer\n  tagline: $1\n  about: |\n    $2");
    assert_eq!(
        text(&alternatives.replace("- $0", "$0"), "Data Engineer"),
        "- role: Data Engineer\n  tagline: $1\n  about: |\n    $2"
    );
    assert_eq!(text("comparison:\n    $0\n", "rows"), "rows:\n  - role: $0");
    assert_eq!(text(&"name: X\nsk$0\n".replace('\n', "\r\n"), "skills"), "skills:\n  - $0");
    // Without snippets as it is to stand there.
    assert_eq!(ask("comparison:\n    $0\n").item("rows").text, "rows:\n      - role: ");
}

#[test]
fn where_values_follow() {
    let goes_on = |path: &str, text: &str, label: &str| ask_in(path, text, true).item(label).goes_on;
    let role = "content/roles/x.yaml";
    for (text, label, expected) in [
        ("sta$0\n", "status", true),
        ("sk$0\n", "skills", true),
        ("alt$0\n", "alternatives", true),
        ("revi$0\n", "reviewed", true),
        ("summ$0\n", "summary", false),
        ("sta$0: draft\n", "status", false),
        ("alternatives:\n  - ro$0\n", "role", true),
        ("alternatives:\n  - tag$0\n", "tagline", false),
        ("comparison:\n  rows:\n    - role: X\n      Key$0\n", "Key Skills", true),
        ("comparison:\n  rows:\n    - role: X\n      Pri$0\n", "Primary Focus", false),
        ("why: |\n  [[to$0\n", "tool:", true),
        ("name: X # sidestep: ig$0\n", "ignore", true),
        ("name: X # sidestep: ig$0[stale]\n", "ignore", false),
        ("replaced_by: Da$0\n", "Data Engineer", false),
    ] {
        assert_eq!(goes_on(role, text, label), expected, "{text}");
    }
    assert!(goes_on("sidestep.yaml", "rules:\n  sta$0\n", "stale"));
}

#[test]
fn terms_in_mentions_by_their_own_name() {
    takes(
        "PostgreSQL",
        &[
            ("why: |\n  Like [[postg$0\n", "why: |\n  Like [[tool:PostgreSQL]]\n"),
            ("why: |\n  Like [[postg$0]] and\n", "why: |\n  Like [[tool:PostgreSQL]] and\n"),
            ("summary: [[postg$0]]\n", "summary: '[[tool:PostgreSQL]]'\n"),
            ("summary: [[tool:postg$0]]\n", "summary: '[[tool:PostgreSQL]]'\n"),
        ],
    );
    // Of names that fit as well, roles come first; terms only when something is typed.
    assert_eq!(ask("why: |\n  [[d$0\n").labels()[..2], ["Data Engineer", "Docker"]);
    assert!(!ask("why: |\n  [[$0\n").labels().contains(&"Docker"));
}

#[test]
fn spellings_to_avoid_only_when_typed() {
    assert!(!ask("tools: [$0]\n").labels().contains(&"K8s"));
    assert!(!ask("tools: [s$0]\n").labels().contains(&"K8s"));
    assert_eq!(ask("tools: [k8$0]\n").labels(), ["K8s"]);
    // Nor where the name fits as well.
    let more = "#- content/roles/b.yaml\nname: Quarry Guide\nsummary: y\navoid: [Quarry-Guide, Pit Guide]\n";
    let labels = |typed: &str| -> Vec<String> {
        let asked = ask(&format!("replaced_by: {typed}$0\n{more}"));
        asked.labels().into_iter().map(str::to_owned).collect()
    };
    for (typed, expected) in
        [("quar", "Quarry Guide"), ("guide", "Quarry Guide"), ("quarry-", "Quarry-Guide"), ("pit", "Pit Guide")]
    {
        assert_eq!(labels(typed), [expected], "{typed}");
    }
}

#[test]
fn categories_in_use() {
    let file = "- name: A\n  category: data\n- name: B\n  category: cloud\n- name: C\n  category: cloud\n- name: D\n  category: ";
    let asked = |typed: &str, asked| answer("content/skills.yaml", &format!("{file}{typed}$0\n"), asked);
    let labels = |found: Completions| found.items.into_iter().map(|i| i.label).collect::<Vec<_>>();
    assert_eq!(labels(asked("", Asked::Character)), ["cloud", "data"]);
    assert_eq!(labels(asked("da", Asked::ByHand)), ["data"]);
    // While it is typed none: a new one may begin as another does, and Enter behind it is a line break.
    assert_eq!(labels(asked("c", Asked::Character)), [""; 0]);
    for word in ["da", "ta", "lo", "dc", "data", "datas"] {
        assert_eq!(labels(asked(word, Asked::Letter)), [""; 0], "{word}");
    }
}

#[test]
fn groups_of_a_teams_own_schema() {
    let cursor = Cursor::new(
        r#"#- sidestep.yaml
schemas: { role: role.json }
#- role.json
{"$ref": "sidestep:role", "properties": {"labels": {"type": "array", "items": {"type": "object", "properties": {
  "team": {"type": "string", "x-sidestep-group": "team"}, "note": {"type": "string"}}}}}}
#- content/roles/x.yaml
name: X
labels:
  - team: web
  - note: words
  - team: data
  - team: data
  - team: $0
"#,
    );
    let found = completions(&cursor.file(), cursor.at, &CompletionOptions::default());
    let labels: Vec<&str> = found.items.iter().map(|i| i.label.as_str()).collect();
    assert_eq!(labels, ["data", "web"]);
}

#[test]
fn what_needs_the_names_of_other_files() {
    for (text, expected) in [
        ("name: X\n$0\n", false),
        ("skills: [$0]\n", true),
        ("why: |\n  With [[$0\n", true),
        ("why: |\n  See [that page]($0\n", true),
        ("# sidestep: ignore[$0]\n", false),
    ] {
        let cursor = Cursor::new(&format!("{AROUND}#- content/roles/x.yaml\n{text}"));
        assert_eq!(needs_names(&cursor.file(), cursor.at), expected, "{text}");
    }
}

#[test]
fn what_a_cell_would_inherit() {
    let own = "#- content/roles/o.yaml\nname: Other\nsummary: y\ncomparison:\n  rows:\n    - role: Other\n      Primary Focus: the  screen\n";
    let text = "name: X\ncomparison:\n  rows:\n    - role: X\n    - role: Other\n      $0\n";
    let asked = ask(&format!("{text}{own}"));
    assert_eq!(asked.item("Primary Focus").detail.as_deref(), Some("the screen"));
    assert_eq!(asked.item("Key Skills").detail.as_deref(), Some("column of skill names"));
}

#[test]
fn targets_of_links() {
    let found = |text: &str| answer("content/roles/x.yaml", text, Asked::Letter);
    let labels = |text: &str| found(text).items.into_iter().map(|i| i.label).collect::<Vec<_>>();
    assert_eq!(labels("why: |\n  See [this](da$0) and\n"), ["/data-engineer/", "data-engineer.yaml"]);
    assert_eq!(labels("why: |\n  See [this](/data-e$0\n")[0], "/data-engineer/");
    assert_eq!(labels("why: |\n  See [this](https://da$0\n"), [""; 0]);
    assert_eq!(labels("why: |\n  See [this](too$0\n"), ["../tools.yaml"]);
    assert_eq!(labels("why: |\n  See [this](../sk$0\n"), ["../skills.yaml"]);
    assert_eq!(labels("why: |\n  See [this](x) da$0\n"), [""; 0]);
    takes(
        "/data-engineer/",
        &[
            ("why: |\n  See [this](da$0ta) and\n", "why: |\n  See [this](/data-engineer/) and\n"),
            ("summary: See [this](da$0\n", "summary: See [this](/data-engineer/\n"),
        ],
    );
}

#[test]
fn old_pages_of_a_role() {
    let asked = ask("name: X\naliases: [Old X]\navoid: [Ex]\nredirect_from: [/ex/, $0]\n");
    assert_eq!(asked.labels(), ["/old-x/"]);
    let typed = |text: &str| {
        let found = answer("content/roles/x.yaml", &format!("name: X\naliases: [Old X]\n{text}\n"), Asked::Letter);
        found.items.into_iter().map(|i| i.label).collect::<Vec<_>>()
    };
    assert_eq!(typed("redirect_from: [/o$0]"), ["/old-x/"]);
    assert_eq!(typed("redirect_from:\n  - /old$0"), ["/old-x/"]);
    assert_eq!(typed("redirect_from: [/x$0]"), [""; 0]);
}

#[test]
fn severities_need_no_quotes() {
    assert_eq!(ask_in("sidestep.yaml", "rules:\n  stale: $0\n", false).take("off"), "rules:\n  stale: off\n");
    assert_eq!(
        ask_in("sidestep.yaml", "rules:\n  unknown-tool: $0\n", false).take("off"),
        "rules:\n  unknown-tool: off\n"
    );
}

#[test]
fn a_page_asks_for_a_role_once() {
    let text = &ask_in("content/roles/site-planner.yaml", "$0", true).item("page").text.clone();
    assert!(
        text.starts_with("name: ${1:Site Planner}\nsummary: $2\nwhy: |\n  $3\nalternatives:\n  - role: $4\n"),
        "{text}"
    );
    assert_eq!(text.matches("role: $4\n").count(), 3, "{text}");
    assert!(text.contains("    - role: $1\n"), "{text}");
}

/// The content of this repository.
fn content() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Files::default();
    let mut add = |path: String| {
        let text = std::fs::read_to_string(root.join(&path)).unwrap();
        files.0.insert(path, text);
    };
    ["sidestep.yaml", "content/skills.yaml", "content/tools.yaml"].map(str::to_owned).into_iter().for_each(&mut add);
    for entry in std::fs::read_dir(root.join("content/roles")).unwrap() {
        add(format!("content/roles/{}", entry.unwrap().file_name().to_str().unwrap()));
    }
    files
}

/// Types a text and compares. Of long lines of prose the end is put in at once, which only saves time.
#[track_caller]
fn types(files: &Files, path: &str, text: &str, setup: Setup) {
    let mut typist = Typist::new(files.clone(), path, "", setup);
    for line in text.split_inclusive('\n') {
        match line.char_indices().nth(24) {
            Some((at, _)) if line.starts_with("  ") && !line.contains(": ") && !line.contains("](") => {
                let body = line.trim_end_matches(['\r', '\n']);
                typist.types(&line[..at.min(body.len())]);
                typist.pastes(&line[at.min(body.len())..body.len()]);
                typist.types(&line[body.len()..]);
            }
            _ => typist.types(line),
        }
    }
    let same = typist.text.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
    let from = text[..same].rfind('\n').map_or(0, |at| at + 1);
    let shown = |text: &str| text.get(from..).unwrap_or_default().chars().take(200).collect::<String>();
    assert!(
        typist.text == text,
        "{setup:?} in {path}, taken: {:?}\ntyped:\n{}\nstands there:\n{}",
        typist.taken,
        shown(text),
        shown(&typist.text)
    );
}

pub const SETUPS: [Setup; 6] = [
    Setup { smart: true, keeps: false, filters: false, late: 0 },
    Setup { smart: false, keeps: false, filters: false, late: 0 },
    Setup { smart: true, keeps: false, filters: false, late: 1 },
    Setup { smart: true, keeps: true, filters: false, late: 0 },
    // An answer may come as late as it likes.
    Setup { smart: true, keeps: true, filters: false, late: 7 },
    // Completion plugins for Neovim that take the first item.
    Setup { smart: false, keeps: false, filters: true, late: 3 },
];

#[test]
fn the_shipped_content_is_typed() {
    let files = content();
    let roles = ["content/roles/ml-engineer.yaml"];
    for (at, path) in roles.into_iter().chain(["sidestep.yaml"]).enumerate() {
        types(&files, path, &files.0[path], SETUPS[at]);
        types(&files, path, &files.0[path], SETUPS[3 + at]);
    }
    for (path, setup) in ["content/skills.yaml", "content/tools.yaml"].into_iter().zip(SETUPS) {
        let start: String = files.0[path].split_inclusive('\n').take(30).collect();
        types(&files, path, &start, setup);
    }
}

const STYLES: &str = "\
# sidestep: ignore-file[stale]
name: Site Planner
aliases: [Planner]
summary: \"Likes [[Data Engineer]] and [[skill:SQL]], and [[tool:Docker|boxes]]\"
status: draft # sidestep: ignore[schema, stale]
reviewed: 2026-11-24
toolkit: /site-planner/
redirect_from: [/planner/, /site/]
skills: [API design, 'it''s',
  UI/UX,
  SQL/NoSQL, SQL]
tools:
- Docker
- \"Redis\"
-
  PostgreSQL
why: >-
  Some [[Backend Engineer|text]] and [more](/backend-engineer/)
  and more. Java

  Last - a dash, a [link](data-engineer.yaml) at the end
alternatives:
  - role: Data Engineer
    tagline: one
    about: |
      Text

    best_for: [a, b]
  - { role: Backend Engineer, tagline: x, about: y, best_for: [
      one, two ] }
  -
    role: \"Frontend Engineer\"
    tagline: 'it''s'
    about: data
comparison:
  columns:
    - Primary Focus
    - Key Skills
    - Common Tools/Technologies
  rows:
    - role: Site Planner
      Primary Focus: a
      Key Skills: API design/UI/UX (SQL, C#)
      Common Tools/Technologies: [Docker, Redis]
    - role: Data Engineer
    - Primary Focus: b
      role: Backend Engineer
      Key Skills:
        - C#
        - it's
how_to_pick:
  intro: role
  options:
    - if: data
      role: Data Engineer
      then: |
        name
  outro: >
    status
x-team: { a: [b] }
";

#[test]
fn every_way_of_writing_is_typed() {
    let files = Cursor::new(AROUND).files;
    for setup in SETUPS {
        types(&files, "content/roles/site-planner.yaml", STYLES, setup);
        types(&files, "content/roles/site-planner.yaml", &STYLES.replace('\n', "\r\n"), setup);
    }
}

#[test]
fn complete_names_stay_though_longer_ones_begin_with_them() {
    let mut files = Cursor::new(AROUND).files;
    let more = "- name: Java\n- name: JavaScript\n- name: C\n- name: C++\n- name: C++ Builder\n- name: Data\n- name: Database\n  aliases: [DB]\n- name: Git\n- name: GitHub\n- name: Google IT\n- name: MySQL\n- name: R\n- name: React\n- name: macOS\n- name: OS\n- name: Section 508\n- name: Section 5 tools\n- name: Section Builder\n";
    files.0.insert("content/tools.yaml".to_owned(), more.to_owned());
    files.0.insert("content/roles/d.yaml".to_owned(), "name: Data Engineering Lead\nsummary: y\n".to_owned());
    files.0.insert("content/roles/x.yaml".to_owned(), "name: Data\nsummary: y\n".to_owned());
    let text = "name: Data\nsummary: y\ntools:\n  - Java\n  - java\n  - C\n  - C++\n  - Data\n  - DB\n  - Git\n  - git\n  - GIT\n  - mysql\n  - MYSQL\n  - r\n  - R\n  - db\n  - os\n  - c\n  - c++\n  - react\n  - GitHub\n  - Section 508\n  - Section 6\nreviewed: 2026-11-20\nreplaced_by: Data\nstatus: Retired\ncomparison:\n  columns:\n    - primary focus\n";
    // Whoever neither keeps a list nor filters it while it waits takes what was offered for fewer letters.
    for setup in SETUPS.into_iter().filter(|setup| setup.keeps || setup.filters || setup.late == 0) {
        types(&files, "content/roles/x.yaml", text, setup);
    }
}

/// Names that are too many for a list: the letters decide, and no answer comes too late.
#[test]
fn among_thousands_of_names() {
    let mut files = Cursor::new(AROUND).files;
    let word = |n: usize| ["Build", "Cloud", "Data", "Deploy", "Test", "Trace", "Web"][n % 7];
    let more: String = (0..2_500).map(|n| format!("- name: {} Tool {n}\n", word(n))).collect();
    files.0.insert("content/tools.yaml".to_owned(), more + "- name: Data\n- name: Git\n- name: GitHub\n");
    let text = "name: X\nsummary: y\ntools:\n  - Data\n  - data\n  - git\n  - Web Tool 6\n  - Web Tool 62\n  - data tool 100\nskills: [SQL]\n";
    for setup in &SETUPS[3..5] {
        types(&files, "content/roles/x.yaml", text, *setup);
    }
    let mut typist = Typist::new(files, "content/roles/x.yaml", "tools:\n  -", SETUPS[3]);
    typist.types(" ");
    assert_eq!(typist.list(), [""; 0]);
    typist.types("t");
    assert!(typist.list().len() > 500, "{}", typist.list().len());
}

#[test]
fn a_longer_name_is_found_behind_a_shorter_one() {
    let mut files = Cursor::new(AROUND).files;
    files.0.insert("content/tools.yaml".to_owned(), "- name: Git\n- name: GitHub\n- name: GitLab\n".to_owned());
    for setup in [SETUPS[0], SETUPS[3]] {
        let mut typist = Typist::new(files.clone(), "content/roles/x.yaml", "tools:\n  -", setup);
        for (typed, list) in [
            (" ", &["Git", "GitHub", "GitLab"][..]),
            ("g", &["Git", "GitHub", "GitLab"]),
            ("i", &["Git", "GitHub", "GitLab"]),
            ("t", &[]),
            ("h", &["GitHub"]),
            ("\n", &[]),
        ] {
            typist.types(typed);
            assert_eq!(typist.list(), list, "{setup:?} {:?}", typist.text);
        }
        assert_eq!(typist.text, "tools:\n  - GitHub");
    }
}

/// A name that is not known is what the list is for: Enter takes the first that fits, as everywhere in editors.
#[test]
fn a_part_of_a_name_is_completed() {
    let files = Cursor::new(AROUND).files;
    let mut typist = Typist::new(files, "content/roles/x.yaml", "", SETUPS[0]);
    typist.types("tools:\n  - Doc");
    assert_eq!(typist.list(), ["Docker"]);
    typist.types("\n");
    assert_eq!(typist.text, "tools:\n  - Docker");
}

#[test]
fn prose_never_shows_a_list() {
    let files = content();
    let mut typist = Typist::new(files, "content/roles/x.yaml", "name: X\nwhy: |\n", SETUPS[1]);
    let mut prose = |text: &str| {
        for key in text.chars() {
            typist.types(&key.to_string());
            assert!(typist.list().is_empty(), "{}", typist.text);
        }
    };
    prose("  A role - data engineer, Docker/Java (status) [draft] \"x\" name: 1 # role + C++\n  data");
    let mut typist = Typist::new(content(), "content/roles/x.yaml", "name: X\nsummary:", SETUPS[1]);
    for key in " Data Engineer, Docker (status) and / or + role".chars() {
        typist.types(&key.to_string());
        assert!(typist.list().is_empty(), "{}", typist.text);
    }
}
