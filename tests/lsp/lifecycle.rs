//! How a session begins and ends.

use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Client, push_abilities};
use crate::process::Process;

const SOON: Duration = Duration::from_secs(5);

#[test]
fn exit_after_shutdown_is_0_even_with_the_input_open() {
    let mut server = Process::start();
    server.initialize(None);
    server.send(&json!({ "jsonrpc": "2.0", "id": "s", "method": "shutdown" }));
    server.answer("s");
    server.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(server.ends_within(SOON).code(), Some(0));
}

#[test]
fn exit_without_shutdown_is_1() {
    let mut server = Process::start();
    server.initialize(None);
    server.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(server.ends_within(SOON).code(), Some(1));
}

#[test]
fn the_end_of_the_input_ends_the_server() {
    let mut server = Process::start();
    server.initialize(None);
    server.input = None;
    assert_eq!(server.ends_within(SOON).code(), Some(1));
    let mut server = Process::start();
    server.input = None;
    assert_eq!(server.ends_within(SOON).code(), Some(1));
}

#[test]
fn the_end_of_the_input_ends_the_server_while_a_request_waits() {
    let mut server = Process::start();
    server.initialize(None);
    server.send(&json!({ "jsonrpc": "2.0", "id": "w", "method": "workspace/diagnostic", "params": { "previousResultIds": [] } }));
    server.answers("still");
    server.input = None;
    assert_eq!(server.ends_within(SOON).code(), Some(1));
}

#[test]
fn a_client_that_is_gone_ends_the_server_though_the_pipe_is_open() {
    let mut editor = Command::new("sleep").arg("100").stdin(Stdio::null()).spawn().unwrap();
    let mut server = Process::start();
    server.initialize(Some(editor.id()));
    editor.kill().unwrap();
    editor.wait().unwrap();
    assert_eq!(server.ends_within(SOON).code(), Some(1));
}

#[test]
fn messages_before_and_after_their_time() {
    let mut server = Process::start();
    server.send(&json!({ "jsonrpc": "2.0", "id": "early", "method": "textDocument/hover", "params": {} }));
    assert_eq!(server.answer("early")["error"]["code"], -32002);
    server.initialize(None);
    server.send(&json!({ "jsonrpc": "2.0", "id": "twice", "method": "initialize", "params": { "processId": null, "rootUri": null, "capabilities": {} } }));
    assert_eq!(server.answer("twice")["error"]["code"], -32600);
    server.send(&json!({ "jsonrpc": "2.0", "id": "what", "method": "no/such" }));
    assert_eq!(server.answer("what")["error"]["code"], -32601);
    server.send(&json!({ "jsonrpc": "2.0", "method": "$/whatever", "params": {} }));
    server.send(&json!({ "jsonrpc": "2.0", "id": "wrong", "method": "textDocument/hover", "params": { "x": 1 } }));
    assert_eq!(server.answer("wrong")["error"]["code"], -32602);
    server.answers("fine");
    server.send(&json!({ "jsonrpc": "2.0", "id": "s", "method": "shutdown" }));
    server.answer("s");
    server.send(&json!({ "jsonrpc": "2.0", "id": "late", "method": "textDocument/hover", "params": {} }));
    assert_eq!(server.answer("late")["error"]["code"], -32600);
}

#[test]
fn a_client_that_reads_nothing_is_still_listened_to() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sidestep"))
        .arg("lsp")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let send = move || {
        use std::io::Write;
        let hello = json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": { "processId": null, "rootUri": null, "capabilities": {} } });
        input.write_all(&crate::client::frame(&hello)).unwrap();
        for id in 1..20_000 {
            input
                .write_all(&crate::client::frame(&json!({ "jsonrpc": "2.0", "id": id, "method": "no/such" })))
                .unwrap();
        }
        input.write_all(&crate::client::frame(&json!({ "jsonrpc": "2.0", "method": "exit" }))).unwrap();
    };
    let writer = std::thread::spawn(send);
    writer.join().unwrap();
    let mut waited = 0;
    while child.try_wait().unwrap().is_none() {
        assert!(waited < 100, "the server still runs");
        waited += 1;
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_client_that_closes_its_end_ends_the_server() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_sidestep"))
        .arg("lsp")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut input = child.stdin.take().unwrap();
    use std::io::Write;
    let _ = input.write_all(&crate::client::frame(&json!({ "jsonrpc": "2.0", "id": 0, "method": "no/such" })));
    let mut waited = 0;
    while child.try_wait().unwrap().is_none() {
        assert!(waited < 100, "the server still runs");
        waited += 1;
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn a_client_that_wants_it_is_told_what_the_server_knows() {
    let folder = crate::files::two_roles();
    let mut client = Client::connect();
    client.options = json!({ "diagnostics": { "delay": 0 }, "notifications": { "status": true } });
    client.initialize(&[&folder.path()], push_abilities());
    client.notify("initialized", json!({}));
    client.settle();
    let told = |client: &mut Client| client.take_all("sidestep/statusChanged").pop();
    let status = client.request("sidestep/status", Value::Null);
    let mut last = None;
    while last.as_ref() != Some(&status) {
        client.until("news", |c| c.has_unread("sidestep/statusChanged"));
        last = told(&mut client);
    }
    assert_eq!(status["workspaces"][0]["withFindings"], 0);
    let web = folder.of("content/roles/web-engineer.yaml");
    client.open(&web, &folder.read("content/roles/web-engineer.yaml").replace("role: Data", "role: Dta"));
    client.until("news", |c| c.has_unread("sidestep/statusChanged"));
    assert_eq!(told(&mut client).unwrap()["workspaces"][0]["withFindings"], 1);
    client.finish();
}

#[test]
fn the_status_is_told_after_a_pause_and_not_after_each_key() {
    let folder = crate::files::two_roles();
    let mut client = Client::connect();
    client.options = json!({ "diagnostics": { "delay": 2000 }, "notifications": { "status": true } });
    client.initialize(&[&folder.path()], push_abilities());
    client.notify("initialized", json!({}));
    client.settle();
    let path = folder.of("content/roles/data-engineer.yaml");
    let text = folder.read("content/roles/data-engineer.yaml");
    client.open(&path, &text.replace("[[Web Engineer]]", "[[Web]]"));
    let told = |client: &mut Client| client.take_all("sidestep/statusChanged").pop();
    let files = |told: &Value| told["workspaces"][0]["withFindings"].clone();
    let mut last = None;
    while last.as_ref().is_none_or(|last| files(last) != 1) {
        client.until("the finding", |c| c.has_unread("sidestep/statusChanged"));
        last = told(&mut client);
    }
    // What goes goes at once, for the status after the pause.
    for (version, words) in (2..).zip(["", " a", " an", " and", " an", " a"]) {
        client.change(&path, version, &text.replace("[[Web Engineer]]", &format!("[[Web Engineer]]{words}")));
        std::thread::sleep(Duration::from_millis(60));
    }
    client.request("sidestep/status", Value::Null);
    assert_eq!(told(&mut client), None);
    client.until("news", |c| c.has_unread("sidestep/statusChanged"));
    assert_eq!(files(&told(&mut client).unwrap()), 0);
    client.finish();
}

/// Whatever keeps the loop busy, the session ends when the client says so, closes its end, or is gone.
#[test]
fn a_busy_server_ends_with_its_client() {
    let busy = |process: Option<u32>| {
        let mut server = Process::start();
        server.initialize(process);
        server.send(&json!({ "jsonrpc": "2.0", "id": "h", "method": "sidestep/debug/hang" }));
        server
    };
    let mut told = busy(None);
    told.send(&json!({ "jsonrpc": "2.0", "id": "s", "method": "shutdown" }));
    told.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    let mut closed = busy(None);
    closed.input = None;
    let mut editor = Command::new("sleep").arg("100").stdin(Stdio::null()).spawn().unwrap();
    let mut left = busy(Some(editor.id()));
    // It has read who its client is before that is gone.
    left.send(&json!({ "jsonrpc": "2.0", "id": "x", "method": "sidestep/status" }));
    editor.kill().unwrap();
    editor.wait().unwrap();
    assert_eq!(told.ends_within(SOON).code(), Some(0));
    assert_eq!(closed.ends_within(SOON).code(), Some(1));
    assert_eq!(left.ends_within(SOON).code(), Some(1));
}
