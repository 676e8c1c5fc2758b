//! Findings for clients that ask for them.

use serde_json::{Value, json};

use crate::client::{Client, pull_abilities, uri};
use crate::files::{Folder, two_roles};

fn with_mistake() -> Folder {
    let folder = two_roles();
    let text = folder.read("content/roles/web-engineer.yaml").replacen("role: Data Engineer", "role: Dta Engineer", 1);
    folder.write("content/roles/web-engineer.yaml", &text);
    folder
}

/// Asks for all that is new; gives path endings with codes, and what is known then.
fn workspace(client: &mut Client, known: &[Value]) -> (Vec<(String, Vec<String>)>, Vec<Value>) {
    let answer = client.request("workspace/diagnostic", json!({ "previousResultIds": known }));
    let mut next = known.to_vec();
    let mut found = Vec::new();
    for item in answer["items"].as_array().unwrap() {
        let uri = item["uri"].as_str().unwrap();
        let codes = item["items"].as_array().unwrap().iter().map(|d| d["code"].as_str().unwrap().to_owned()).collect();
        found.push((uri.rsplit('/').next().unwrap().to_owned(), codes));
        next.retain(|k| k["uri"] != uri);
        next.push(json!({ "uri": uri, "value": item["resultId"] }));
    }
    found.sort();
    (found, next)
}

#[test]
fn a_document_is_answered_at_once_and_unchanged_when_it_is() {
    let folder = with_mistake();
    let web = folder.of("content/roles/web-engineer.yaml");
    let mut client = Client::start(&[&folder.path()], pull_abilities());
    assert_eq!(client.capabilities["diagnosticProvider"]["workspaceDiagnostics"], true);
    client.open(&web, &folder.read("content/roles/web-engineer.yaml"));
    let ask = |client: &mut Client, id: Value| {
        client
            .request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri(&web) }, "previousResultId": id }))
    };
    let first = ask(&mut client, Value::Null);
    assert_eq!(first["kind"], "full");
    assert!(first["items"].as_array().unwrap().iter().any(|d| d["code"] == "unknown-role"));
    let again = ask(&mut client, first["resultId"].clone());
    assert_eq!(again, json!({ "kind": "unchanged", "resultId": first["resultId"] }));
    client.change(&web, 2, &folder.read("content/roles/web-engineer.yaml").replace("Dta", "Data"));
    let mended = ask(&mut client, first["resultId"].clone());
    assert!(mended["items"].as_array().unwrap().iter().all(|d| d["code"] != "unknown-role"));
    assert_eq!(client.publications, [], "nothing is pushed");
    client.finish();
}

#[test]
fn the_workspace_is_answered_when_there_is_news() {
    let folder = with_mistake();
    let web = folder.of("content/roles/web-engineer.yaml");
    let mut client = Client::start(&[&folder.path()], pull_abilities());
    let (found, known) = workspace(&mut client, &[]);
    assert_eq!(found, [("web-engineer.yaml".to_owned(), vec!["unknown-role".to_owned()])]);
    // Nothing new: the answer waits for the edit that mends the mistake.
    let waiting = client.send("workspace/diagnostic", json!({ "previousResultIds": known }));
    client.open(&web, &folder.read("content/roles/web-engineer.yaml").replace("Dta", "Data"));
    let answer = client.wait_for(waiting);
    let items = answer["result"]["items"].as_array().unwrap();
    assert_eq!(items.len(), 1);
    assert!(items[0]["items"].as_array().unwrap().iter().all(|d| d["code"] != "unknown-role"));
    assert_eq!(client.publications, []);
    client.finish();
}

#[test]
fn news_comes_in_parts_for_as_long_as_the_client_listens() {
    let folder = with_mistake();
    let web = folder.of("content/roles/web-engineer.yaml");
    let mut client = Client::start(&[&folder.path()], pull_abilities());
    let request = client.send("workspace/diagnostic", json!({ "previousResultIds": [], "partialResultToken": "part" }));
    let next = |client: &mut Client| -> Vec<Value> {
        client.until("a part", |c| c.has_unread("$/progress"));
        let parts = client.take_all("$/progress");
        assert!(parts.iter().all(|part| part["token"] == "part"));
        parts.iter().flat_map(|part| part["value"]["items"].as_array().unwrap().clone()).collect()
    };
    let items = next(&mut client);
    assert_eq!(items.len(), 1);
    assert_eq!(items[0]["items"].as_array().unwrap().len(), 1);
    folder.write(
        "content/roles/web-engineer.yaml",
        &folder.read("content/roles/web-engineer.yaml").replace("Dta", "Data"),
    );
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(&web), "type": 2 }] }));
    let items = next(&mut client);
    assert_eq!(items.len(), 1);
    assert_eq!(items[0]["items"], json!([]));
    client.notify("$/cancelRequest", json!({ "id": request }));
    assert_eq!(client.wait_for(request)["error"]["code"], -32800);
    client.finish();
}

#[test]
fn the_client_is_told_to_ask_again_when_other_files_change() {
    let folder = two_roles();
    let data = folder.of("content/roles/data-engineer.yaml");
    let text = folder.read("content/roles/data-engineer.yaml");
    let mut client = Client::start(&[&folder.path()], pull_abilities());
    client.open(&data, &text);
    client.settle();
    client.asked.clear();
    client.change(&data, 2, &format!("{text}# a note\n"));
    client.settle();
    assert!(client.asked.iter().all(|r| r["method"] != "workspace/diagnostic/refresh"));
    client.change(&data, 3, &text.replace("name: Data Engineer", "name: Gardener"));
    client.until("a refresh", |c| c.asked.iter().any(|r| r["method"] == "workspace/diagnostic/refresh"));
    client.finish();
}

#[test]
fn a_client_that_asks_for_open_documents_only_gets_the_others_pushed() {
    let folder = with_mistake();
    let web = folder.of("content/roles/web-engineer.yaml");
    let mut client = Client::start(&[&folder.path()], pull_abilities());
    client.until("the closed file's findings", |c| c.codes().contains_key("roles/web-engineer.yaml"));
    // Once it is open the client asks for it: what was pushed is taken back.
    client.open(&web, &folder.read("content/roles/web-engineer.yaml"));
    client.settle();
    assert!(client.codes().is_empty(), "{:?}", client.codes());
    client.close(&web);
    client.settle();
    assert!(client.codes().contains_key("roles/web-engineer.yaml"));
    client.finish();
}

#[test]
fn findings_of_a_file_that_is_gone_are_taken_back_though_the_client_forgot_them() {
    let folder = with_mistake();
    let path = "content/roles/web-engineer.yaml";
    let mut client = Client::start(&[&folder.path()], pull_abilities());
    let (found, _) = workspace(&mut client, &[]);
    assert_eq!(found.len(), 1);
    folder.remove(path);
    client
        .notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(&folder.of(path)), "type": 3 }] }));
    // The client names nothing that it has.
    let (found, _) = workspace(&mut client, &[]);
    let unknown = vec!["unknown-role".to_owned()];
    assert_eq!(found, [("data-engineer.yaml".to_owned(), unknown), ("web-engineer.yaml".to_owned(), Vec::new())]);
    client.finish();
}

/// Visual Studio Code asks once more for a document whose tab is closed. As long as that is not answered it passes over what
/// the workspace's answer has of the file; then it passes over the answer itself.
#[test]
fn findings_of_a_file_that_is_deleted_are_taken_back_after_the_last_answer_too() {
    let folder = with_mistake();
    let path = "content/roles/web-engineer.yaml";
    let web = folder.of(path);
    let mut client = Client::start(&[&folder.path()], pull_abilities());
    client.open(&web, &folder.read(path));
    client.send("workspace/diagnostic", json!({ "previousResultIds": [], "partialResultToken": "part" }));
    let of_web = |client: &mut Client| -> Vec<Value> {
        let parts = client.take_all("$/progress").into_iter();
        let items = parts.flat_map(|part| part["value"]["items"].as_array().unwrap().clone());
        items.filter(|item| item["uri"] == uri(&web)).map(|item| item["items"].clone()).collect()
    };
    client.until("a part", |c| c.has_unread("$/progress"));
    let ask = json!({ "textDocument": { "uri": uri(&web) } });
    assert_ne!(client.request("textDocument/diagnostic", ask.clone())["items"], json!([]));
    folder.remove(path);
    client.close(&web);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(&web), "type": 3 }] }));
    client.until("a part", |c| c.has_unread("$/progress"));
    client.settle();
    of_web(&mut client);
    assert_eq!(client.request("textDocument/diagnostic", ask)["items"], json!([]));
    client.until("a part after the answer", |c| c.has_unread("$/progress"));
    assert_eq!(of_web(&mut client), [json!([])]);
    client.finish();
}

#[test]
fn findings_of_a_workspace_that_is_closed_are_taken_back() {
    let (folder, other) = (with_mistake(), two_roles());
    let mut client = Client::start(&[&folder.path(), &other.path()], pull_abilities());
    let (found, known) = workspace(&mut client, &[]);
    assert_eq!(found.len(), 1);
    let removed = json!([{ "uri": uri(&folder.path()), "name": "x" }]);
    client.notify("workspace/didChangeWorkspaceFolders", json!({ "event": { "added": [], "removed": removed } }));
    let (found, _) = workspace(&mut client, &known);
    assert_eq!(found, [("web-engineer.yaml".to_owned(), Vec::new())]);
    client.finish();
}

#[test]
fn many_waiting_requests_and_edits_hang_nobody() {
    let folder = two_roles();
    let data = folder.of("content/roles/data-engineer.yaml");
    let text = folder.read("content/roles/data-engineer.yaml");
    let mut client = Client::start(&[&folder.path()], pull_abilities());
    client.open(&data, &text);
    let mut waiting: Vec<i64> =
        (0..30).map(|_| client.send("workspace/diagnostic", json!({ "previousResultIds": [] }))).collect();
    for version in 2..60 {
        client.change(&data, version, &text.replace("Moves data", &format!("Moves [[Nobody {version}]]")));
        let place = json!({ "textDocument": { "uri": uri(&data) }, "position": { "line": 0, "character": 7 } });
        let mut ask = place.clone();
        ask["context"] = json!({ "includeDeclaration": true });
        client.send("textDocument/references", ask);
        waiting.push(client.send("workspace/diagnostic", json!({ "previousResultIds": [] })));
    }
    client.request("sidestep/status", Value::Null);
    for id in waiting {
        client.notify("$/cancelRequest", json!({ "id": id }));
    }
    client.finish();
}
