//! What is no message must not end the session.

use serde_json::{Value, json};

use crate::process::Process;

fn framed(body: &[u8]) -> Vec<u8> {
    [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
}

#[test]
fn bodies_that_are_no_messages() {
    let deep = "[".repeat(100_000);
    let bodies: [&[u8]; 12] = [
        b"{ not json",
        b"\xff\xfe\xfd",
        b"42",
        b"[]",
        b"[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"}]",
        b"{}",
        b"null",
        b"\"text\"",
        b"{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"sidestep/status\"}",
        b"{\"id\":7,\"method\":\"sidestep/status\"}",
        b"",
        deep.as_bytes(),
    ];
    let mut server = Process::start();
    server.initialize(None);
    for (at, body) in bodies.iter().enumerate() {
        server.write(&framed(body));
        server.answers(&format!("after {at}"));
    }
}

#[test]
fn bodies_that_are_no_messages_are_answered_with_an_error() {
    let mut server = Process::start();
    server.initialize(None);
    server.write(&framed(b"{ not json"));
    server.write(&framed(b"{\"id\":\"mine\",\"method\":7,\"jsonrpc\":\"2.0\"}"));
    let error = loop {
        let message = server.messages.recv_timeout(std::time::Duration::from_secs(10)).unwrap();
        if message.get("error").is_some() {
            break message;
        }
    };
    assert_eq!((&error["id"], &error["error"]["code"]), (&Value::Null, &json!(-32700)));
    assert_eq!(server.answer("mine")["error"]["code"], -32600);
}

#[test]
fn headers_of_all_kinds() {
    let body = br#"{"jsonrpc":"2.0","id":"h","method":"sidestep/status"}"#;
    let n = body.len();
    for header in [
        format!("content-length: {n}\r\n\r\n"),
        format!("Content-Length: {n}\r\nContent-Type: application/vscode-jsonrpc\r\n\r\n"),
        format!("X: y\r\nContent-Length: {n}\r\nZ: a\r\n\r\n"),
        format!("Content-Length: {n}\r\nContent-Length: {n}\r\n\r\n"),
        format!("junk before it\r\nContent-Length: {n}\r\n\r\n"),
        format!("Content-Length: -5\r\n\r\nContent-Length: {n}\r\n\r\n"),
        format!("X: no length\r\n\r\nContent-Length: {n}\r\n\r\n"),
    ] {
        let mut server = Process::start();
        server.initialize(None);
        server.write(&[header.as_bytes(), body].concat());
        assert!(server.answer("h").get("result").is_some(), "{header}");
    }
}

#[test]
fn a_claim_of_a_terabyte_costs_nothing() {
    let mut server = Process::start();
    server.initialize(None);
    server.write(b"Content-Length: 1000000000000\r\n\r\n");
    assert_eq!(server.ends_within(std::time::Duration::from_secs(5)).code(), Some(1));
}

#[test]
fn the_status_takes_any_parameters() {
    let mut server = Process::start();
    server.initialize(None);
    for (id, params) in [("null", Value::Null), ("object", json!({})), ("list", json!([]))] {
        server.send(&json!({ "jsonrpc": "2.0", "id": id, "method": "sidestep/status", "params": params }));
        assert!(server.answer(id).get("result").is_some(), "{id}");
    }
}

#[test]
fn mutated_frames() {
    let good = br#"{"jsonrpc":"2.0","id":"m","method":"textDocument/hover","params":{"textDocument":{"uri":"file:///x.yaml"},"position":{"line":0,"character":0}}}"#;
    let mut server = Process::start();
    server.initialize(None);
    let mut seed = 1u64;
    for _ in 0..5_000 {
        let mut body = good.to_vec();
        for _ in 0..3 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = (seed >> 33) as usize % body.len();
            body[at] = (seed >> 20) as u8;
        }
        server.write(&framed(&body));
    }
    server.answers("alive");
}

#[test]
fn nonsense_about_documents() {
    let mut server = Process::start();
    server.initialize(None);
    let document = |uri: &str| json!({ "uri": uri, "languageId": "yaml", "version": 1, "text": "name: A\n" });
    for uri in [
        "",
        "x",
        "untitled:Untitled-1",
        "git:/a?{}",
        "file:///nowhere/100%.yaml",
        "file://host/share/a.yaml",
        "file:///b[c].yaml",
    ] {
        server.send(
            &json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document(uri) } }),
        );
        let range =
            json!({ "start": { "line": 900, "character": 9 }, "end": { "line": 0, "character": 4_000_000_000u32 } });
        let change = json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "range": range, "text": "x" }] });
        server.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": change }));
        let place = json!({ "textDocument": { "uri": uri }, "position": { "line": 99, "character": 99 } });
        server.send(&json!({ "jsonrpc": "2.0", "id": uri, "method": "textDocument/hover", "params": place }));
        assert!(server.answer(uri).get("result").is_some(), "{uri}");
        server.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didClose", "params": { "textDocument": { "uri": uri } } }));
        server.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didClose", "params": { "textDocument": { "uri": uri } } }));
    }
    server.send(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": { "textDocument": { "uri": "file:///never.yaml", "version": 2 }, "contentChanges": [{ "text": "x" }] } }));
    server.answers("alive");
}

/// An edit that cuts a character in two is one like any other, and the next one meets the text that the client has.
#[test]
fn halves_of_characters() {
    let folder = tempfile::tempdir().unwrap();
    let roles = folder.path().join("content/roles");
    std::fs::create_dir_all(&roles).unwrap();
    let uri = format!("file://{}", roles.join("a.yaml").display());
    let mut server = Process::start();
    server.initialize(None);
    let notify = |method: &str, params: String| {
        framed(format!(r#"{{"jsonrpc":"2.0","method":"textDocument/{method}","params":{params}}}"#).as_bytes())
    };
    let text = r"name: A\ud83d\ude00 \ud83d\nsummary: x\n";
    let document = format!(r#"{{"textDocument":{{"uri":"{uri}","languageId":"yaml","version":1,"text":"{text}"}}}}"#);
    server.write(&notify("didOpen", document));
    let edits = [(8, 9, r"\ude01"), (9, 10, "b"), (11, 11, r"\ude02")];
    for (version, (from, to, text)) in edits.into_iter().enumerate() {
        let change = format!(
            r#"{{"textDocument":{{"uri":"{uri}","version":{}}},"contentChanges":[{{"range":{{"start":{{"line":0,"character":{from}}},"end":{{"line":0,"character":{to}}}}},"text":"{text}"}}]}}"#,
            version + 2
        );
        server.write(&notify("didChange", change));
    }
    server.write(&framed(
        format!(r#"{{"jsonrpc":"2.0","id":"symbols","method":"textDocument/documentSymbol","params":{{"textDocument":{{"uri":"{uri}"}}}}}}"#)
            .as_bytes(),
    ));
    let symbols = server.answer("symbols");
    assert_eq!(symbols["result"][0]["name"], "A😁b😂", "{symbols}");
    // A request with a half has an answer too.
    server.write(&framed(br#"{"jsonrpc":"2.0","id":"half","method":"workspace/symbol","params":{"query":"\ud83d"}}"#));
    assert!(server.answer("half").get("result").is_some());
}

#[test]
fn data_of_nobody() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("content/roles")).unwrap();
    let file = folder.path().join("content/roles/a.yaml");
    std::fs::write(&file, "name: A\nsummary: x\n").unwrap();
    let uri = format!("file://{}", folder.path().display());
    let mut server = Process::start();
    let params = json!({ "processId": -1, "rootUri": uri, "capabilities": {} });
    server.send(&json!({ "jsonrpc": "2.0", "id": "hello", "method": "initialize", "params": params }));
    assert!(server.answer("hello").get("result").is_some());
    server.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
    // This one waits until the workspace is read.
    server.send(&json!({ "jsonrpc": "2.0", "id": "read", "method": "workspace/symbol", "params": { "query": "" } }));
    assert_eq!(server.answer("read")["result"][0]["name"], "A");
    let task = json!({ "do": "merge", "file": file, "kind": 255, "old": "A", "into": "B" });
    let action = json!({ "title": "x", "data": task });
    server.send(&json!({ "jsonrpc": "2.0", "id": "kind", "method": "codeAction/resolve", "params": action }));
    let answer = server.answer("kind");
    assert_eq!(answer["error"]["code"], -32602, "{answer}");
    server.answers("alive");
}
