//! A session is recorded, and replayed it gives the same answers.

use serde_json::{Value, json};

use crate::client::{Client, frame, push_abilities, uri};
use crate::files::two_roles;

#[test]
fn a_recorded_session_is_replayed() {
    let folder = two_roles();
    let web = folder.of("content/roles/web-engineer.yaml");
    let text = folder.read("content/roles/web-engineer.yaml");
    let file = folder.dir().join("session.jsonl");
    let options = sidestep::lsp::Options { record: Some(file.clone()), ..Default::default() };
    let mut client = Client::connect_with(options);
    client.initialize(&[&folder.path()], push_abilities());
    client.notify("initialized", json!({}));
    client.settle();
    client.open(&web, &text);
    client.change(&web, 2, &text.replace("name: Web", "name: Wed"));
    let place = json!({ "textDocument": { "uri": uri(&web) }, "position": { "line": 4, "character": 12 } });
    let hover = client.request("textDocument/hover", place);
    let published = client.published.clone();
    client.finish();

    let messages = sidestep::lsp::record::client_messages(&file).unwrap();
    assert_eq!(messages[0]["method"], "initialize");
    let mut again = Client::connect();
    // Its own requests are to have other ids than the recorded ones.
    again.next_id = 1_000_000;
    for message in messages.iter().filter(|m| m.get("method").is_some()) {
        if message["method"] == "shutdown" {
            break;
        }
        again.write(&frame(message));
        if message["method"] == "initialized" {
            again.settle();
        }
        if message["method"] == "textDocument/hover" {
            let id = message["id"].as_i64().unwrap();
            assert_eq!(again.wait_for(id)["result"], hover);
        }
    }
    again.settle();
    assert_eq!(again.published, published);
    again.finish();
}

#[test]
fn a_recording_that_cannot_be_written_does_not_stop_the_session() {
    let folder = two_roles();
    let options = sidestep::lsp::Options { record: Some(folder.dir().join("no/such/folder/x")), ..Default::default() };
    let mut client = Client::connect_with(options);
    client.initialize(&[&folder.path()], push_abilities());
    client.notify("initialized", json!({}));
    client.settle();
    assert_eq!(client.request("sidestep/status", Value::Null)["workspaces"][0]["files"], 2);
    client.finish();
}

#[test]
#[cfg(unix)]
fn a_recording_is_for_the_user_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = two_roles();
    let file = folder.dir().join("session.jsonl");
    std::fs::write(&file, "an older one").unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    for _ in 0..2 {
        let options = sidestep::lsp::Options { record: Some(file.clone()), ..Default::default() };
        let mut client = Client::connect_with(options);
        client.initialize(&[&folder.path()], push_abilities());
        client.notify("initialized", json!({}));
        client.settle();
        client.finish();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::remove_file(&file).unwrap();
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_recording_that_fails_says_so_once() {
    let folder = two_roles();
    let options = sidestep::lsp::Options { record: Some("/dev/full".into()), ..Default::default() };
    let mut client = Client::connect_with(options);
    client.initialize(&[&folder.path()], push_abilities());
    client.notify("initialized", json!({}));
    client.settle();
    let said = client.take_all("window/logMessage");
    let said: Vec<&str> = said.iter().filter_map(|message| message["message"].as_str()).collect();
    assert_eq!(said.iter().filter(|text| text.contains("the session is not recorded any more")).count(), 1, "{said:?}");
    client.finish();
}
