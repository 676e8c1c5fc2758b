//! Messages are dealt with in order, and slow ones hold nobody up.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Client, frame, push_abilities, uri};
use crate::files::two_roles;

/// An edit that inserts `text` at the start of a line.
fn insert(path: &str, version: i64, line: u32, text: &str) -> Vec<u8> {
    let place = json!({ "line": line, "character": 0 });
    frame(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
        "textDocument": { "uri": uri(path), "version": version },
        "contentChanges": [{ "range": { "start": place, "end": place }, "text": text }],
    } }))
}

#[test]
fn ten_thousand_edits_in_one_write_and_requests_between_them() {
    let folder = two_roles();
    let path = folder.of("content/roles/data-engineer.yaml");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    client.open(&path, "name: Data Engineer\nsummary: Moves data.\nwhy: |\n");
    let mut bytes = Vec::new();
    let mut ids = Vec::new();
    for edit in 0..10_000u32 {
        bytes.extend(insert(&path, i64::from(edit) + 2, 3, "  x\n"));
        if edit % 10 == 9 {
            let id = 100_000 + i64::from(edit);
            let params = json!({ "textDocument": { "uri": uri(&path) } });
            bytes.extend(frame(
                &json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/foldingRange", "params": params }),
            ));
            ids.push((id, edit + 1));
        }
    }
    client.write(&bytes);
    for (id, edits) in ids {
        let response = client.wait_for(id);
        let last = response["result"].as_array().unwrap().iter().map(|f| f["endLine"].as_u64().unwrap()).max().unwrap();
        assert_eq!(last, u64::from(edits) + 2, "a request sees the edits before it and no others");
    }
    client.finish();
}

#[test]
fn a_waiting_request_is_cancelled_and_holds_nobody_up() {
    let folder = two_roles();
    let mut client = Client::start(&[&folder.path()], push_abilities());
    let waiting: Vec<i64> =
        (0..8).map(|_| client.send("workspace/diagnostic", json!({ "previousResultIds": [] }))).collect();
    let started = Instant::now();
    client.request("sidestep/status", Value::Null);
    assert!(started.elapsed() < Duration::from_secs(2));
    for id in waiting {
        client.notify("$/cancelRequest", json!({ "id": id }));
        assert_eq!(client.wait_for(id)["error"]["code"], -32800);
    }
    client.notify("$/cancelRequest", json!({ "id": 424_242 }));
    client.finish();
}

#[test]
fn every_request_gets_one_answer() {
    let folder = two_roles();
    let path = folder.of("content/roles/web-engineer.yaml");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    client.open(&path, &folder.read("content/roles/web-engineer.yaml"));
    let document = json!({ "uri": uri(&path) });
    let mut ids = Vec::new();
    for n in 0..500u32 {
        let place = json!({ "textDocument": document, "position": { "line": n % 20, "character": n % 30 } });
        let reference = json!({ "textDocument": document, "position": place["position"], "context": { "includeDeclaration": true } });
        ids.push(client.send("textDocument/hover", place.clone()));
        ids.push(client.send("textDocument/references", reference));
        ids.push(client.send("textDocument/completion", place.clone()));
        ids.push(client.send("workspace/symbol", json!({ "query": "e" })));
        client.write(&insert(&path, i64::from(n) + 2, n % 20, "# note\n"));
    }
    let mut left: std::collections::BTreeSet<i64> = ids.iter().copied().collect();
    while let Some(id) = left.first().copied() {
        let response = client.wait_for_any();
        assert!(response.get("error").is_none(), "{response}");
        assert!(left.remove(&response["id"].as_i64().unwrap()), "answered twice: {response}");
        let _ = id;
    }
    client.finish();
}
