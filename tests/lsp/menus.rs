//! What the menu of code actions holds: each action once, what mends many findings, what is offered unasked.

use serde_json::{Value, json};

use crate::actions::{Editor, MISTAKES, abilities, find, titles};
use crate::client::{Client, push_abilities, uri};
use crate::files::Folder;

const PROSE: &str = "#- content/tools.yaml
- name: PostgreSQL
  avoid: [Postgres]
- name: Zig
#- content/roles/a.yaml
name: A
summary: Postgres and Postgres.
why: |
  On Postgres,
  or Postgres.
tools: [Postgres, Zg]
#- content/roles/b.yaml
name: B
summary: Knows Postgres.
";

#[test]
fn no_action_comes_twice() {
    let more = "#- content/roles/c.yaml
name: C
summary: s
why: w
alternatives: [{ role: A, tagline: t, about: a }, { role: B, tagline: t, about: a }]
comparison: { rows: [{ role: C, Focus: c }, { role: A }, { role: B }] }
how_to_pick: { options: [{ if: i, role: A, then: t }, { if: i, role: B, then: t }] }
#- content/roles/d.yaml
name: D
summary: s
why: w
alternatives:
  - { role: A, tagline: t, about: a }
  - { role: B, tagline: t, about: a }
comparison:
  rows:
    - { role: B }
how_to_pick:
  options: []
";
    let mut editor = Editor::open(&format!("{MISTAKES}{more}"), abilities());
    let mut seed = 7u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut most = 0;
    for path in ["content/roles/a.yaml", "content/roles/b.yaml", "content/roles/c.yaml", "content/roles/d.yaml"] {
        let lines = editor.text(path).lines().count() + 1;
        for turn in 0..40 {
            let (from, to) = if turn == 0 { (0, lines) } else { (next(lines), next(lines)) };
            let place = |line: usize, column| json!({ "line": line, "character": column });
            let range = json!({ "start": place(from.min(to), next(30)), "end": place(from.max(to) + 1, 0) });
            let actions = editor.actions(path, &range, None);
            most = most.max(actions.len());
            for (at, action) in actions.iter().enumerate() {
                let same =
                    |other: &&Value| ["title", "edit", "data"].iter().all(|key| other.get(key) == action.get(key));
                assert!(!actions[..at].iter().any(|other| same(&other)), "{path} {range}: {action}");
            }
        }
    }
    assert!(most > 10, "{most}");
    editor.finish();
}

#[test]
fn findings_in_prose_are_mended_together() {
    let mut editor = Editor::open(PROSE, abilities());
    let actions = editor.actions_at("content/roles/a.yaml", "Postgres and", Some(&["quickfix"]));
    let expected = [
        "Replace with \"PostgreSQL\"",
        "Fix all \"discouraged-name\" findings here (2)",
        "Fix all \"discouraged-name\" findings in this file (5)",
        "Fix all \"discouraged-name\" findings in the workspace (6)",
        "Ignore \"discouraged-name\" here",
        "Ignore \"discouraged-name\" in this file",
    ];
    assert_eq!(titles(&actions), expected);
    editor.carry_out(&actions[1], true);
    let text = editor.text("content/roles/a.yaml").to_owned();
    assert!(text.contains("summary: PostgreSQL and PostgreSQL.\nwhy: |\n  On Postgres,\n"), "{text}");
    let actions = editor.actions_at("content/roles/a.yaml", "Postgres,", Some(&["quickfix"]));
    editor.carry_out(find(&actions, "Fix all \"discouraged-name\" findings in this file (3)"), true);
    let text = editor.text("content/roles/a.yaml").to_owned();
    assert!(text.contains("  On PostgreSQL,\n  or PostgreSQL.\ntools: [PostgreSQL, Zg]\n"), "{text}");
    assert!(editor.text("content/roles/b.yaml").contains("Knows Postgres."));
    editor.finish();

    let mut editor = Editor::open(PROSE, abilities());
    let actions = editor.actions_at("content/roles/b.yaml", "Postgres", Some(&["quickfix"]));
    editor.carry_out(find(&actions, "Fix all \"discouraged-name\" findings in the workspace (6)"), true);
    assert!(
        !editor.text("content/roles/a.yaml").contains("Postgres,")
            && !editor.text("content/roles/b.yaml").contains("Postgres.")
    );
    // What an unknown name means is a guess.
    let unknown = editor.actions_at("content/roles/a.yaml", "Zg]", Some(&["quickfix"]));
    assert!(!titles(&unknown).iter().any(|title| title.starts_with("Fix all")), "{:?}", titles(&unknown));
    editor.finish();

    let mut editor = Editor::open(PROSE, abilities());
    let actions = editor.actions_at("content/roles/a.yaml", "Postgres and", Some(&["quickfix"]));
    editor.carry_out(find(&actions, "Ignore \"discouraged-name\" in this file"), true);
    assert!(editor.text("content/roles/a.yaml").starts_with("# sidestep: ignore-file[discouraged-name]\nname: A\n"));
    editor.finish();
}

#[test]
fn what_concerns_a_whole_role_is_offered_when_it_is_asked_for() {
    let page = MISTAKES.replace("role: b", "role: B").replace("[[b]]", "[[B]]").replace("[[a]]", "[[A]]");
    let mut editor = Editor::open(&page, abilities());
    let ask = |kind: u8, only: Option<&str>| {
        let place = json!({ "line": 0, "character": 7 });
        let mut context = json!({ "diagnostics": [], "triggerKind": kind });
        if let Some(only) = only {
            context["only"] = json!([only]);
        }
        json!({ "textDocument": { "uri": editor.uri("content/roles/a.yaml") }, "range": { "start": place, "end": place }, "context": context })
    };
    let asks = [ask(2, None), ask(2, Some("refactor")), ask(1, None), ask(1, Some("refactor"))];
    let mut found = asks.map(|ask| editor.client.request("textDocument/codeAction", ask));
    let titles = found.each_mut().map(|list| titles(list.as_array().unwrap()).join("; "));
    let retire = "Retire \"A\" in favour of \"B\"";
    assert_eq!(titles[0], "", "nothing calls the author where a name stands for good");
    assert!(titles[1..].iter().all(|titles| titles.contains(retire)), "{titles:?}");
    assert!(titles[2].contains("Ignore \"orphan-role\" here"), "{titles:?}");
    editor.finish();
}

#[test]
fn a_client_that_asks_who_takes_over_gets_one_action_for_it() {
    let role = |name: &str, others: &str| {
        let file = name.to_lowercase();
        let listed = |other: char| format!("  - {{ role: {other}, tagline: t, about: a }}\n");
        let alternatives: String = others.chars().map(listed).collect();
        format!("#- content/roles/{file}.yaml\nname: {name}\nsummary: s\nwhy: w\nalternatives:\n{alternatives}")
    };
    let folder = Folder::new(&format!("{}{}{}", role("A", "BC"), role("B", "A"), role("C", "A")));
    let mut told = Vec::new();
    for options in [json!({ "commands": { "retire": "editor.retire" } }), json!({})] {
        let mut client = Client::connect();
        client.options = options;
        client.initialize(&[&folder.path()], abilities());
        client.notify("initialized", json!({}));
        client.open(&folder.of("content/roles/a.yaml"), &folder.read("content/roles/a.yaml"));
        client.settle();
        let uri = uri(&folder.of("content/roles/a.yaml"));
        let place = json!({ "line": 0, "character": 6 });
        for trigger in [1, 2] {
            let context = json!({ "diagnostics": [], "triggerKind": trigger });
            let ask = json!({ "textDocument": { "uri": uri }, "range": { "start": place, "end": place }, "context": context });
            let actions = client.request("textDocument/codeAction", ask);
            let actions = actions.as_array().cloned().unwrap_or_default();
            told.push(
                actions.into_iter().filter(|a| a["title"].as_str().unwrap().starts_with("Retire")).collect::<Vec<_>>(),
            );
        }
        if told.len() == 2 {
            let title = "Retire \"A\"…";
            let command =
                json!({ "title": title, "command": "editor.retire", "arguments": [{ "uri": uri, "position": place }] });
            assert_eq!(told[0], [json!({ "title": title, "kind": "refactor.rewrite", "command": command })]);
        }
        client.finish();
    }
    assert!(told[1].is_empty() && told[3].is_empty(), "none unasked");
    assert_eq!(titles(&told[2]), ["Retire \"A\" in favour of \"B\"", "Retire \"A\" in favour of \"C\""]);
}

#[test]
fn a_new_term_is_shown_where_its_summary_is_written() {
    let mut able = abilities();
    able["window"] = json!({ "showDocument": { "support": true } });
    able["workspace"]["executeCommand"] = json!({});
    let files = PROSE.replace("- name: Zig\n", "- name: Zig\n- name: Zsh\n");
    let mut editor = Editor::open(&files, able);
    assert_eq!(editor.client.capabilities["executeCommandProvider"], json!({ "commands": ["sidestep.reveal"] }));
    let actions = editor.actions_at("content/roles/a.yaml", "Zg]", Some(&["quickfix"]));
    let add = find(&actions, "Add \"Zg\" to content/tools.yaml").clone();
    editor.carry_out(&add, true);
    let text = "- name: PostgreSQL\n  avoid: [Postgres]\n- name: Zg\n  summary: …\n- name: Zig\n- name: Zsh\n";
    assert_eq!(editor.text("content/tools.yaml"), text);
    let command = &add["command"];
    let ask = json!({ "command": command["command"], "arguments": command["arguments"] });
    editor.client.request("workspace/executeCommand", ask);
    let shown = |client: &crate::client::Client| client.asked.iter().any(|m| m["method"] == "window/showDocument");
    editor.client.until("the place is shown", shown);
    let asked = editor.client.asked.iter().find(|m| m["method"] == "window/showDocument").unwrap()["params"].clone();
    let place = |column: u32| json!({ "line": 3, "character": column });
    let selection = json!({ "start": place(11), "end": place(14) });
    assert_eq!(asked, json!({ "uri": editor.uri("content/tools.yaml"), "takeFocus": true, "selection": selection }));
    editor.finish();

    // Others get the name alone.
    let mut editor = Editor::open(&files, push_abilities());
    let actions = editor.actions_at("content/roles/a.yaml", "Zg]", Some(&["quickfix"]));
    let add = find(&actions, "Add \"Zg\" to content/tools.yaml").clone();
    assert_eq!((add.get("command"), editor.client.capabilities.get("executeCommandProvider")), (None, None));
    editor.carry_out(&add, true);
    assert_eq!(editor.text("content/tools.yaml"), text.replace("  summary: …\n", ""));
    editor.finish();
}

#[test]
fn a_blank_file_gets_a_first_draft() {
    let mut editor = Editor::open(&format!("{PROSE}#- content/roles/data-engineer.yaml\n\n"), abilities());
    let actions = editor.actions_at("content/roles/data-engineer.yaml", "", None);
    let draft = find(&actions, "Write a first draft").clone();
    // First of all, as a mend of what is said about the file: editors show others later.
    assert_eq!((titles(&actions)[0], &draft["diagnostics"][0]["code"]), ("Write a first draft", &json!("schema")));
    let edit = &draft["edit"]["documentChanges"][0]["edits"][0];
    assert!(edit["snippet"]["value"].as_str().unwrap().contains("summary: ${1:…}\n"), "{edit}");
    editor.carry_out(&draft, true);
    let text = editor.text("content/roles/data-engineer.yaml");
    assert!(text.starts_with("name: Data Engineer\nstatus: draft\nsummary: …\n"), "{text}");
    let none = editor.actions_at("content/roles/data-engineer.yaml", "name", None);
    assert!(!titles(&none).contains(&"Write a first draft"));
    editor.finish();
}
