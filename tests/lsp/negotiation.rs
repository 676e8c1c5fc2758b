//! What the server offers depends on what the client can do: driven by the `initialize` messages of real editors.

use std::path::Path;

use serde_json::{Value, json};

use crate::client::{Client, frame, push_abilities, uri};
use crate::files::two_roles;

fn recorded() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lsp/editors");
    let mut list: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap())
        })
        .collect();
    list.sort_by(|a: &(String, Value), b| a.0.cmp(&b.0));
    list
}

#[test]
fn every_editor_gets_what_it_can_take() {
    let folder = two_roles();
    let web = folder.of("content/roles/web-engineer.yaml");
    // The text has an emoji before the mistake, so that columns differ by encoding.
    let text = folder.read("content/roles/web-engineer.yaml").replace("Builds pages.", "😀é [[Dta Engineer]]");
    let editors = recorded();
    assert!(editors.len() >= 7, "{}", editors.len());
    for (name, capabilities) in editors {
        let mut client = Client::connect();
        let params = json!({
            "processId": null,
            "rootUri": uri(&folder.path()),
            "workspaceFolders": [{ "uri": uri(&folder.path()), "name": "test" }],
            "capabilities": capabilities,
        });
        let answer = client.request("initialize", params);
        let offered = &answer["capabilities"];
        let encodings = capabilities.pointer("/general/positionEncodings").and_then(Value::as_array);
        let utf8 = encodings.is_some_and(|list| list.contains(&json!("utf-8")));
        assert_eq!(offered["positionEncoding"], if utf8 { "utf-8" } else { "utf-16" }, "{name}");
        let refresh = capabilities.pointer("/workspace/diagnostics/refreshSupport") == Some(&Value::Bool(true));
        let pulls = capabilities.pointer("/textDocument/diagnostic").is_some() && refresh;
        assert_eq!(offered.get("diagnosticProvider").is_some(), pulls, "{name}");
        client.notify("initialized", json!({}));
        client.open(&web, &text);
        client.settle();
        let watches =
            capabilities.pointer("/workspace/didChangeWatchedFiles/dynamicRegistration") == Some(&Value::Bool(true));
        assert_eq!(client.asked.iter().any(|r| r["method"] == "client/registerCapability"), watches, "{name}");
        let found = if pulls {
            client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri(&web) } }))["items"].clone()
        } else {
            json!(client.published[&uri(&web)])
        };
        let mistake = found.as_array().unwrap().iter().find(|d| d["code"] == "unknown-role").unwrap();
        let start = if utf8 { 9 + 4 + 2 + 1 + 2 } else { 9 + 2 + 1 + 1 + 2 };
        assert_eq!(mistake["range"]["start"], json!({ "line": 1, "character": start }), "{name}");
        let place = json!({ "textDocument": { "uri": uri(&web) }, "position": { "line": 4, "character": 14 } });
        let hover = client.request("textDocument/hover", place.clone());
        let formats = capabilities.pointer("/textDocument/hover/contentFormat").and_then(Value::as_array);
        let markdown = formats.is_some_and(|list| list.contains(&json!("markdown")));
        assert_eq!(hover["contents"]["kind"], if markdown { "markdown" } else { "plaintext" }, "{name}");
        let completion = client.request("textDocument/completion", place);
        let snippets =
            capabilities.pointer("/textDocument/completion/completionItem/snippetSupport") == Some(&Value::Bool(true));
        let any_snippet = completion["items"].as_array().unwrap().iter().any(|i| i["insertTextFormat"] == 2);
        assert!(snippets || !any_snippet, "{name}");
        client.finish();
    }
}

#[test]
fn a_client_that_says_nothing_about_itself() {
    let folder = two_roles();
    let mut client = Client::connect();
    client.write(&frame(&json!({ "jsonrpc": "2.0", "id": "x", "method": "initialize", "params": { "processId": null, "rootUri": null, "capabilities": {} } })));
    client.notify("initialized", json!({}));
    // A single file, in no folder that the client has open: its workspace is found upward.
    client.open(&folder.of("content/roles/web-engineer.yaml"), "name: Web Engineer\n");
    client.settle();
    assert!(client.codes().contains_key("roles/web-engineer.yaml"));
    client.finish();
}

#[test]
fn whole_text_changes_are_taken_though_parts_were_offered() {
    let folder = two_roles();
    let web = folder.of("content/roles/web-engineer.yaml");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    client.open(&web, "");
    client.change(&web, 2, &folder.read("content/roles/web-engineer.yaml").replace("why:", "whi:"));
    client.settle();
    assert!(client.codes()["roles/web-engineer.yaml"].contains(&"schema".to_owned()));
    client.finish();
}

#[test]
fn the_settings_file_may_lie_elsewhere() {
    let folder = two_roles();
    folder.write("site/sidestep.yaml", "columns: [{ name: Other }]\n");
    folder.write("site/content/roles/a.yaml", "name: A\n");
    let mut client = Client::connect();
    client.settings = json!({ "configuration": "site/sidestep.yaml" });
    client.initialize(&[&folder.path()], push_abilities());
    client.notify("initialized", json!({}));
    client.until("the findings of the other workspace", |c| c.codes().contains_key("roles/a.yaml"));
    let status = client.request("sidestep/status", Value::Null);
    assert_eq!(status["workspaces"].as_array().unwrap().len(), 1);
    assert_eq!(status["workspaces"][0]["folder"], uri(&folder.of("site")));
    client.finish();
}

#[test]
fn the_settings_file_that_lies_elsewhere_may_come_and_go() {
    let folder = two_roles();
    folder.write("site/content/roles/a.yaml", "name: A\n");
    let mut client = Client::connect();
    client.settings = json!({ "configuration": "site/sidestep.yaml" });
    client.initialize(&[&folder.path()], push_abilities());
    client.notify("initialized", json!({}));
    client.settle();
    let mut settings = |kind: u8| {
        let change = json!({ "uri": uri(&folder.of("site/sidestep.yaml")), "type": kind });
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
        client.settle();
        let status = client.request("sidestep/status", Value::Null);
        let roots = status["workspaces"].as_array().unwrap();
        assert_eq!(roots.len(), 1);
        roots[0]["folder"].clone()
    };
    assert_eq!(settings(3), uri(&folder.path()));
    folder.write("site/sidestep.yaml", "columns: [{ name: Other }]\n");
    assert_eq!(settings(1), uri(&folder.of("site")));
    assert_eq!(settings(2), uri(&folder.of("site")));
    folder.remove("site/sidestep.yaml");
    assert_eq!(settings(3), uri(&folder.path()));
    client.finish();
    // A file that is opened alone.
    folder.write("site/sidestep.yaml", "columns: [{ name: Other }]\nroles: [../docs/*.yaml]\n");
    folder.write("docs/a.yaml", "nme: A\n");
    let mut client = Client::connect();
    let options = json!({ "processId": null, "rootUri": null, "capabilities": {},
        "initializationOptions": { "configuration": "site/sidestep.yaml" } });
    client.request("initialize", options);
    client.notify("initialized", json!({}));
    client.open(&folder.of("docs/a.yaml"), "nme: A\n");
    client.until("its findings", |c| c.codes().contains_key("docs/a.yaml"));
    client.finish();
}
