//! Renames of things, and of the files that define them.

use serde_json::{Value, json};

use crate::client::{Client, push_abilities, uri};
use crate::files::{Folder, two_roles};

fn abilities() -> Value {
    let mut abilities = push_abilities();
    abilities["workspace"]["fileOperations"] =
        json!({ "willRename": true, "didRename": true, "willDelete": true, "didDelete": true });
    abilities["workspace"]["workspaceEdit"]["changeAnnotationSupport"] = json!({});
    abilities
}

fn renaming(folder: &Folder, from: &str, to: &str) -> Value {
    json!({ "files": [{ "oldUri": uri(&folder.of(from)), "newUri": uri(&folder.of(to)) }] })
}

fn deleting(folder: &Folder, path: &str) -> Value {
    json!({ "files": [{ "uri": uri(&folder.of(path)) }] })
}

/// The edits of an answer: by file its changes.
fn texts(edit: &Value) -> Vec<(String, Vec<String>)> {
    let changes = edit["documentChanges"].as_array().unwrap();
    let text = |edit: &Value| edit["newText"].as_str().unwrap().to_owned();
    changes
        .iter()
        .filter(|change| change["edits"].is_array())
        .map(|change| {
            let path = change["textDocument"]["uri"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
            (path, change["edits"].as_array().unwrap().iter().map(text).collect())
        })
        .collect()
}

/// What the author was told.
fn warning(client: &mut Client) -> Vec<String> {
    let shown = client.take_all("window/showMessage");
    shown.iter().map(|m| m["message"].as_str().unwrap().to_owned()).collect()
}

const DATA: &str = "content/roles/data-engineer.yaml";
const WEB: &str = "content/roles/web-engineer.yaml";

/// The titles of the actions at a place of a file.
fn titles(client: &mut Client, path: &str, line: u32, character: u32) -> Vec<String> {
    let place = json!({ "line": line, "character": character });
    let range = json!({ "start": place, "end": place });
    let ask = json!({ "textDocument": { "uri": uri(path) }, "range": range, "context": { "diagnostics": [] } });
    let actions = client.request("textDocument/codeAction", ask);
    actions.as_array().unwrap().iter().map(|a| a["title"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_renamed_file_offers_to_rename_its_role() {
    let folder = two_roles();
    let mut client = Client::start(&[&folder.path()], abilities());
    let filters = &client.capabilities["workspace"]["fileOperations"]["willRename"]["filters"];
    assert_eq!(filters[1]["pattern"], json!({ "glob": "**/*", "matches": "folder" }));
    let edit = client.request("workspace/willRenameFiles", renaming(&folder, DATA, "content/roles/data-builder.yaml"));
    assert!(edit["documentChanges"].as_array().unwrap().iter().all(|change| change.get("kind").is_none()), "{edit}");
    let (name, redirect) = ("Data Builder".to_owned(), "\nredirect_from: [/data-engineer/]".to_owned());
    assert_eq!(
        texts(&edit),
        [
            ("data-engineer.yaml".to_owned(), vec![name.clone(), redirect, name.clone()]),
            ("web-engineer.yaml".to_owned(), vec![name.clone(); 3])
        ]
    );
    let annotation = &edit["documentChanges"][0]["edits"][0]["annotationId"];
    let annotation = &edit["changeAnnotations"][annotation.as_str().unwrap()];
    assert_eq!(annotation["label"], "Rename “Data Engineer” to “Data Builder”");
    // Rows that need confirmation come unticked, and applying them would do nothing.
    assert_eq!(annotation["needsConfirmation"], false);
    // A folder, another folder, a name that is taken.
    for (from, to) in [
        ("content/roles", "content/roles/more"),
        (DATA, "content/roles/sub/data-engineer.yaml"),
        (DATA, "content/roles/web-engineer.yaml"),
    ] {
        assert_eq!(client.request("workspace/willRenameFiles", renaming(&folder, from, to)), Value::Null, "{to}");
    }
    client.finish();
}

#[test]
fn nothing_follows_from_a_name_that_no_file_should_have() {
    let folder = two_roles();
    folder.write("content/roles/notes.md", "See [it](data-engineer.yaml).\n");
    folder.write(WEB, &folder.read(WEB).replace("why: Why", "why: See [it](data-engineer.yaml)"));
    let mut client = Client::start(&[&folder.path()], abilities());
    let long = "x".repeat(201);
    for (name, why) in [
        ("con.yaml", "“con.yaml”: Windows reserves that name"),
        ("NUL.old.yaml", "“NUL.old.yaml”: Windows reserves that name"),
        (&format!("{long}.yaml"), "…”: it has 201 characters"),
        (".yaml", "“.yaml”: a name has letters before its extension"),
        ("  .yaml", "a name has letters before its extension"),
        ("x/", "“”: a name has letters before its extension"),
    ] {
        let to = format!("content/roles/{name}");
        let edit = client.request("workspace/willRenameFiles", renaming(&folder, DATA, &to));
        assert_eq!(edit, Value::Null, "{name:?}");
        let told = warning(&mut client);
        assert!(told.len() == 1 && told[0].contains(why), "{name:?}: {told:?}");
    }
    // What is never content, and what lies elsewhere.
    for to in ["content/roles/node_modules/x.yaml", "content/roles/.git/x.yaml", "../x.yaml"] {
        let edit = client.request("workspace/willRenameFiles", renaming(&folder, DATA, to));
        assert!(!edit.to_string().contains("\"newText\":\"X\""), "{to}: {edit}");
        assert!(warning(&mut client)[0].contains("leaves the workspace"), "{to}");
    }
    assert_ne!(
        client.request("workspace/willRenameFiles", renaming(&folder, DATA, "content/roles/data-builder.yaml")),
        Value::Null
    );
    client.finish();
}

#[test]
fn only_prose_needs_the_authors_tick() {
    let folder = two_roles();
    folder.write(WEB, &folder.read(WEB).replace("why: Why", "why: A Data Engineer knows why"));
    let mut client = Client::start(&[&folder.path()], abilities());
    let edit = client.request("workspace/willRenameFiles", renaming(&folder, DATA, "content/roles/data-builder.yaml"));
    let row = |row: &Value| {
        let annotation = &edit["changeAnnotations"][row["annotationId"].as_str().unwrap()];
        (row["range"]["start"]["line"].clone(), row["newText"].clone(), annotation["needsConfirmation"].clone())
    };
    let web = edit["documentChanges"]
        .as_array()
        .unwrap()
        .iter()
        .find(|change| change["textDocument"]["uri"].as_str().unwrap().ends_with("web-engineer.yaml"));
    let mut found: Vec<_> = web.unwrap()["edits"].as_array().unwrap().iter().map(row).collect();
    found.sort_by_key(|(line, ..)| line.as_u64());
    let rows = [(2, true), (4, false), (11, false), (15, false)];
    assert_eq!(found, rows.map(|(line, needs)| (json!(line), json!("Data Builder"), json!(needs))));
    client.finish();
}

/// Beside the quotes that a text gets no edit can be offered, whatever the client asks its user.
#[test]
fn sentences_that_no_edit_can_be_offered_for_are_told() {
    let folder = two_roles();
    folder.write(WEB, &folder.read(WEB).replace("why: Why", "why: A Data Engineer, no [[Data Engineer]], knows"));
    let mut client = Client::start(&[&folder.path()], abilities());
    let data = folder.of(DATA);
    client.open(&data, &folder.read(DATA));
    let mut ask = json!({ "textDocument": { "uri": uri(&data) }, "position": { "line": 0, "character": 7 } });
    ask["newName"] = json!("Data: Builder");
    client.request("textDocument/rename", ask);
    let shown = client.take_all("window/showMessage");
    let said = "1 sentence still says \"Data Engineer\": search for it, and change it if the role is meant";
    assert!(shown.iter().any(|shown| shown["message"] == said), "{shown:?}");
    client.finish();
}

/// Neovim as it declares itself: operations on files, but no word of the list that holds them.
#[test]
fn files_are_renamed_for_clients_that_name_the_operations_only() {
    let folder = two_roles();
    folder.write(WEB, &folder.read(WEB).replace("why: Why", "why: A Data Engineer, yes, a Data Engineer, knows"));
    let abilities = include_str!("editors/neovim-0.11.4.json");
    let mut client = Client::start(&[&folder.path()], serde_json::from_str(abilities).unwrap());
    let data = folder.of(DATA);
    client.open(&data, &folder.read(DATA));
    let mut ask = json!({ "textDocument": { "uri": uri(&data) }, "position": { "line": 0, "character": 7 } });
    ask["newName"] = json!("Data Builder");
    let edit = client.request("textDocument/rename", ask);
    assert_eq!(edit.get("changeAnnotations"), None, "{edit}");
    let last = edit["documentChanges"].as_array().unwrap().last().unwrap();
    assert_eq!(last["newUri"], uri(&folder.of("content/roles/data-builder.yaml")), "{edit}");
    let shown = client.take_all("window/showMessage");
    let said = "2 sentences still say \"Data Engineer\": search for it, and change those that mean the role";
    assert_eq!(shown, [json!({ "type": 3, "message": said })]);
    // A fix that creates a file, and one that renames it.
    client.open(&folder.of(WEB), &folder.read(WEB).replace("role: Data Engineer\n    tag", "role: Nobody\n    tag"));
    let create = titles(&mut client, &folder.of(WEB), 4, 12);
    assert!(create.iter().any(|title| title.contains("nobody.yaml")), "{create:?}");
    let odd = "content/roles/odd.yaml";
    folder.write(odd, "name: Even\nsummary: Not [[Web Engineer]].\n");
    client.open(&folder.of(odd), &folder.read(odd));
    let rename = titles(&mut client, &folder.of(odd), 0, 7);
    assert!(rename.iter().any(|title| title.contains("even.yaml")), "{rename:?}");
    client.finish();
}

#[test]
fn a_notice_about_a_deleted_role_has_a_button() {
    let folder = two_roles();
    let mut abilities = abilities();
    abilities["window"] = json!({ "showDocument": { "support": true } });
    let mut client = Client::start(&[&folder.path()], abilities);
    client.answers.insert("window/showMessageRequest", json!({ "title": "Show" }));
    client.answers.insert("window/showDocument", json!({ "success": true }));
    client.request("workspace/willDeleteFiles", deleting(&folder, DATA));
    client.until("shown", |c| c.asked.iter().any(|r| r["method"] == "window/showDocument"));
    let asked = |method: &str| client.asked.iter().find(|r| r["method"] == method).unwrap()["params"].clone();
    let notice = asked("window/showMessageRequest");
    let expected = "1 page still names “Data Engineer”, which is deleted: the problems list shows where";
    assert_eq!(notice["message"], expected);
    assert_eq!(notice["actions"], json!([{ "title": "Show" }]));
    let shown = asked("window/showDocument");
    assert_eq!(shown["uri"], uri(&folder.of(WEB)));
    assert_eq!(shown["selection"]["start"], json!({ "line": 4, "character": 10 }));
    // Who closes the notice is shown nothing.
    client.answers.remove("window/showMessageRequest");
    let before = client.asked.len();
    client.request("workspace/willDeleteFiles", deleting(&folder, DATA));
    client.until("asked", |c| c.asked.len() > before);
    client.settle();
    assert_eq!(client.asked.iter().filter(|r| r["method"] == "window/showDocument").count(), 1);
    client.finish();
}

#[test]
fn what_a_rename_renames_itself_is_not_asked_about() {
    let folder = two_roles();
    let mut client = Client::start(&[&folder.path()], abilities());
    let data = folder.of(DATA);
    client.open(&data, &folder.read(DATA));
    let ask = json!({ "textDocument": { "uri": uri(&data) }, "position": { "line": 0, "character": 7 }, "newName": "Data Builder" });
    let edit = client.request("textDocument/rename", ask);
    assert_eq!(edit["documentChanges"].as_array().unwrap().last().unwrap()["kind"], "rename");
    let renamed = renaming(&folder, DATA, "content/roles/data-builder.yaml");
    assert_eq!(client.request("workspace/willRenameFiles", renamed.clone()), Value::Null);
    assert_ne!(client.request("workspace/willRenameFiles", renamed), Value::Null, "by hand");
    client.finish();
}

#[test]
fn roles_that_leave_the_workspace_are_missed() {
    let folder = two_roles();
    let mut client = Client::start(&[&folder.path()], abilities());
    client.request("workspace/willDeleteFiles", deleting(&folder, DATA));
    let expected = "1 page still names “Data Engineer”, which is deleted: the problems list shows where";
    assert_eq!(warning(&mut client), [expected]);
    folder.write("content/roles/third.yaml", "name: Third\nsummary: Knows [[Data Engineer]], [[Web Engineer]].\n");
    folder.write("content/more/a.yaml", "x: y\n");
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": uri(&folder.of("content/roles/third.yaml")), "type": 1 }] }),
    );
    let renamed =
        client.request("workspace/willRenameFiles", renaming(&folder, DATA, "content/old/data-engineer.yaml"));
    assert_eq!(renamed, Value::Null);
    let expected = "“Data Engineer” leaves the workspace: \"roles\" in sidestep.yaml does not cover the new path; 2 pages \
                    still name it";
    assert_eq!(warning(&mut client), [expected]);
    client.request("workspace/willRenameFiles", renaming(&folder, "content/roles", "content/jobs"));
    let expected = "3 roles leave the workspace: \"roles\" in sidestep.yaml does not cover the new path";
    assert_eq!(warning(&mut client), [expected]);
    // All of them go: nobody is left to name them.
    client.request("workspace/willDeleteFiles", deleting(&folder, "content"));
    client.request("workspace/willDeleteFiles", deleting(&folder, "content/more"));
    assert_eq!(warning(&mut client), [""; 0]);
    let both = json!({ "files": [
        { "uri": uri(&folder.of(DATA)) },
        { "uri": uri(&folder.of("content/roles/web-engineer.yaml")) },
    ] });
    client.request("workspace/willDeleteFiles", both);
    let expected = "1 page still names 2 roles that are deleted: the problems list shows where";
    assert_eq!(warning(&mut client), [expected]);
    // Afterwards the findings are there, whoever watches the files.
    folder.remove(DATA);
    client.notify("workspace/didDeleteFiles", deleting(&folder, DATA));
    client.until("findings", |c| c.codes().contains_key("roles/third.yaml"));
    client.finish();
}

#[test]
fn a_renamed_folder_is_read_again() {
    let folder = two_roles();
    folder.write("sidestep.yaml", "columns: [{ name: Focus }]\nroles: [content/*/*.yaml]\n");
    let mut client = Client::start(&[&folder.path()], abilities());
    assert!(client.codes().is_empty());
    folder.write("content/roles/odd.yaml", "nme: Odd\n");
    std::fs::rename(folder.of("content/roles"), folder.of("content/jobs")).unwrap();
    client.notify("workspace/didRenameFiles", renaming(&folder, "content/roles", "content/jobs"));
    client.until("moved", |c| c.codes().contains_key("jobs/odd.yaml"));
    assert_eq!(client.codes().len(), 1);
    client.finish();
}

#[test]
fn the_old_name_is_kept_as_the_settings_say() {
    let folder = two_roles();
    let mut client = Client::connect();
    client.settings = json!({ "rename": { "keepOldName": "alias" } });
    client.initialize(&[&folder.path()], abilities());
    client.notify("initialized", json!({}));
    client.settle();
    let data = folder.of(DATA);
    client.open(&data, &folder.read(DATA));
    let ask =
        json!({ "textDocument": { "uri": uri(&data) }, "position": { "line": 0, "character": 7 }, "newName": "D" });
    // The settings come with an answer of the client's.
    let deadline = std::time::Instant::now() + crate::client::LONG;
    loop {
        let edit = client.request("textDocument/rename", ask.clone());
        if texts(&edit)[0].1.iter().any(|text| text.trim() == "aliases: [Data Engineer]") {
            break;
        }
        assert!(std::time::Instant::now() < deadline, "{edit}");
    }
    client.finish();
}

#[test]
fn a_column_is_renamed_from_the_settings_and_from_a_row() {
    let folder = two_roles();
    let mut client = Client::start(&[&folder.path()], abilities());
    for (path, line, character) in [("sidestep.yaml", 0, 20), (DATA, 5, 7)] {
        client.open(&folder.of(path), &folder.read(path));
        let place = json!({ "line": line, "character": character });
        let mut ask = json!({ "textDocument": { "uri": uri(&folder.of(path)) }, "position": place });
        let prepared = client.request("textDocument/prepareRename", ask.clone());
        assert_eq!(prepared["placeholder"], "Focus", "{path}");
        ask["newName"] = json!("Aim");
        let edit = client.request("textDocument/rename", ask.clone());
        let aim = || vec!["Aim".to_owned()];
        let expected = [("data-engineer.yaml", aim()), ("web-engineer.yaml", aim()), ("sidestep.yaml", aim())];
        assert_eq!(texts(&edit), expected.map(|(path, texts)| (path.to_owned(), texts)));
        ask["newName"] = json!("role");
        let refused = client.response("textDocument/rename", ask);
        let why = "a column cannot be named \"role\": a row has another use for that key";
        assert_eq!(refused["error"]["message"], why);
    }
    client.finish();
}
