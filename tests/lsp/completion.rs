//! Completion over the protocol: why a client asks, what it can do with indentation, what it is told to do next.

use std::path::Path;

use serde_json::{Value, json};

use crate::client::{Client, push_abilities, uri};
use crate::files::{Folder, two_roles};

/// A client with a role file open.
fn with(abilities: Value, options: Value, text: &str) -> (Folder, Client, String) {
    let folder = two_roles();
    let mut client = Client::connect();
    client.options = options;
    client.initialize(&[&folder.path()], abilities);
    client.notify("initialized", json!({}));
    let path = folder.of("content/roles/new.yaml");
    client.open(&path, text);
    client.settle();
    let uri = uri(&path);
    (folder, client, uri)
}

fn list(client: &mut Client, uri: &str, place: (u32, u32), context: Value) -> Value {
    let mut ask = json!({ "textDocument": { "uri": uri }, "position": { "line": place.0, "character": place.1 } });
    if !context.is_null() {
        ask["context"] = context;
    }
    client.request("textDocument/completion", ask)
}

fn labels(list: &Value) -> Vec<&str> {
    list["items"].as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap()).collect()
}

#[test]
fn a_colon_asks_for_nothing() {
    let (_folder, mut client, uri) = with(push_abilities(), Value::Null, "name: X\nstatus:\n");
    let triggers = client.capabilities["completionProvider"]["triggerCharacters"].clone();
    assert!(!triggers.as_array().unwrap().contains(&json!(":")), "{triggers}");
    let mut at = |context: Value| labels(&list(&mut client, &uri, (1, 7), context)).len();
    assert_eq!(at(json!({ "triggerKind": 2, "triggerCharacter": ":" })), 0);
    assert_eq!(at(json!({ "triggerKind": 3 })), 0);
    assert_eq!(at(json!({ "triggerKind": 1 })), 3);
    assert_eq!(at(Value::Null), 3);
    client.settle();
    client.finish();
}

#[test]
fn lists_are_asked_for_anew() {
    let (_folder, mut client, uri) = with(push_abilities(), Value::Null, "name: X\nreplaced_by: Dat\n");
    let found = list(&mut client, &uri, (1, 16), json!({ "triggerKind": 1 }));
    assert_eq!((labels(&found), &found["isIncomplete"]), (vec!["Data Engineer"], &json!(true)));
    client.settle();
    client.finish();
}

#[test]
fn one_range_for_all_clients() {
    let mut abilities = push_abilities();
    abilities["textDocument"]["completion"]["completionItem"]["insertReplaceSupport"] = json!(true);
    let (_folder, mut client, uri) = with(abilities, Value::Null, "name: X\nreplaced_by: daWeb Engineer\n");
    let found = list(&mut client, &uri, (1, 15), json!({ "triggerKind": 1 }));
    let range = json!({ "start": { "line": 1, "character": 13 }, "end": { "line": 1, "character": 27 } });
    assert_eq!(found["items"][0]["textEdit"], json!({ "range": range, "newText": "Data Engineer" }));
    client.settle();
    client.finish();
}

#[test]
fn further_lines_are_indented_once_in_every_editor() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lsp/editors");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let capabilities: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let completion = |at: &str| capabilities.pointer(&format!("/textDocument/completion/{at}")).cloned();
        let modes = completion("completionItem/insertTextModeSupport/valueSet").unwrap_or_default();
        let declares = |mode: i64| modes.as_array().is_some_and(|list| list.contains(&json!(mode)));
        let (_folder, mut client, uri) = with(capabilities.clone(), Value::Null, "name: X\nalternatives:\n      - \n");
        let found = list(&mut client, &uri, (2, 8), Value::Null);
        let item = found["items"].as_array().unwrap().iter().find(|i| i["label"] == "Data Engineer").unwrap();
        let text = item["textEdit"]["newText"].as_str().or_else(|| item["textEditText"].as_str()).unwrap();
        if completion("completionItem/snippetSupport") == Some(json!(true)) {
            // The editor adds the six columns of the line.
            assert_eq!(item["insertTextFormat"], 2, "{name}");
            assert_eq!(text, "role: Data Engineer\n  tagline: $1\n  about: |\n    $2", "{name}");
            assert_ne!(item["insertTextMode"], 1, "{name}");
        } else {
            assert_eq!(text, "role: Data Engineer\n        tagline: …\n        about: |\n          …", "{name}");
            assert_eq!(item["insertTextMode"] == 1, declares(1), "{name}");
        }
        assert!(item["insertTextMode"].as_i64().is_none_or(declares), "{name}");
        client.settle();
        client.finish();
        seen += 1;
    }
    assert!(seen >= 9, "{seen}");
}

#[test]
fn values_pop_up_where_a_client_names_its_command() {
    let text = "name: X\nstat\nsumm\n";
    let options = json!({ "commands": { "suggest": "editor.action.triggerSuggest" } });
    let command = |options: Value, line: u32| {
        let (_folder, mut client, uri) = with(push_abilities(), options, text);
        let found = list(&mut client, &uri, (line, 4), Value::Null);
        let command = found["items"][0]["command"].clone();
        client.settle();
        client.finish();
        command
    };
    let suggest = json!({ "title": "Suggest", "command": "editor.action.triggerSuggest" });
    assert_eq!(command(options.clone(), 1), suggest);
    assert_eq!(command(options, 2), Value::Null);
    assert_eq!(command(Value::Null, 1), Value::Null);
}

/// What is typed in full is not found, where a client filters letter by letter while it waits. Neovim's own completion wants
/// what is typed at the start of the text.
#[test]
fn nothing_is_found_by_a_complete_text() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lsp/editors");
    for (editor, filter) in [
        ("neovim-0.11.4-nvim-cmp", json!("publishe")),
        ("neovim-0.11.4-blink.cmp", json!("publishe")),
        ("vscode-1.139.1", json!("publishe")),
        ("neovim-0.11.4", Value::Null),
        ("emacs-28.2-eglot-1.9", Value::Null),
    ] {
        let text = std::fs::read_to_string(folder.join(format!("{editor}.json"))).unwrap();
        let mut abilities: Value = serde_json::from_str(&text).unwrap();
        // Progress is told on slow machines only.
        abilities["window"] = Value::Null;
        let (_folder, mut client, uri) = with(abilities, Value::Null, "name: X\nstatus: p\n");
        let found = list(&mut client, &uri, (1, 9), Value::Null);
        let item = found["items"].as_array().unwrap().iter().find(|item| item["label"] == "published").unwrap();
        assert_eq!(item["filterText"], filter, "{editor}");
        assert_eq!(found["isIncomplete"], true, "{editor}");
        client.settle();
        client.finish();
    }
}

/// An editor that keeps its lists gets complete ones, which it closes by itself when a name is typed in full.
#[test]
fn lists_are_complete_for_a_client_that_keeps_them() {
    let text = "name: X\nstatus: p\nreplaced_by: D\n";
    let ask = |options: Value, line: u32, character: u32| {
        let (_folder, mut client, uri) = with(push_abilities(), options, text);
        let found = list(&mut client, &uri, (line, character), Value::Null);
        client.settle();
        client.finish();
        found
    };
    let keeps = json!({ "completion": { "keepsLists": true } });
    for (line, character, last) in [(1, 9, "published"), (2, 14, "Data Engineer")] {
        let found = ask(keeps.clone(), line, character);
        assert_eq!(found["isIncomplete"], false, "{found}");
        let items = found["items"].as_array().unwrap();
        let item = items.iter().find(|item| item["label"] == last).unwrap();
        assert_eq!(item["filterText"], last[..last.len() - 1], "{item}");
        assert_eq!(ask(Value::Null, line, character)["isIncomplete"], true);
    }
}

/// What lies on disk in the folder that is typed, as far as it is the workspace's.
#[test]
fn paths_in_the_settings() {
    let fixture = "#- sidestep.yaml\nschemas:\n  role: team/\n#- team/role.json\n{}\n#- team/draft.json\n{}\n#- team/words.txt\nx\n#- team/parts/a.json\n{}\n#- team/node_modules/b.json\n{}\n#- team/.old/c.json\n{}\n#- .gitignore\ndraft.json\n#- .git/HEAD\nref: refs/heads/main\n";
    let folder = Folder::new(fixture);
    let mut client = Client::start(&[&folder.path()], push_abilities());
    let path = folder.of("sidestep.yaml");
    let mut at = |text: &str, version| {
        if version == 1 {
            client.open(&path, text);
        } else {
            client.change(&path, version, text);
        }
        client.settle();
        let end = text.lines().last().unwrap();
        let line = u32::try_from(text.lines().count() - 1).unwrap();
        let found =
            list(&mut client, &uri(&path), (line, u32::try_from(end.len()).unwrap()), json!({ "triggerKind": 1 }));
        labels(&found).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(at("schemas:\n  role: team/", 1), ["team/parts/", "team/role.json"]);
    assert_eq!(at("schemas:\n  role: team/r", 2), ["team/role.json"]);
    for (outside, version) in [("/", 3), ("../", 4), ("../../../../../../etc/", 5), ("team/../../", 6)] {
        assert_eq!(at(&format!("schemas:\n  role: {outside}"), version), [""; 0], "{outside}");
    }
    client.finish();
}
