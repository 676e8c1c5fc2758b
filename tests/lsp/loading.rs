//! While a workspace is read: schemas that take a while to compile, and events meanwhile.

use serde_json::{Value, json};
use sidestep::lsp::{Level, Options};

use crate::client::{Client, push_abilities, uri};
use crate::files::{Folder, two_roles};

const ROLE: &str = "content/roles/data-engineer.yaml";

/// A schema that takes a while to compile; `extra` is what roles may hold beside what they may anyway.
fn slow(extra: &str) -> String {
    let many: serde_json::Map<String, Value> = (0..6_000)
        .map(|at| (format!("p{at}"), json!({ "anyOf": [{ "type": "string", "pattern": format!("^{at}") }, true] })))
        .collect();
    let own = json!({ "$ref": "sidestep:role", "properties": { extra: true }, "$defs": { "many": { "properties": many } },
        "anyOf": [{ "$ref": "#/$defs/many" }, { "$ref": "#/$defs/many" }], "unevaluatedProperties": false });
    own.to_string()
}

fn changed(client: &mut Client, folder: &Folder, path: &str) {
    client
        .notify("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": uri(&folder.of(path)), "type": 2 }] }));
}

#[test]
fn schemas_compile_beside_the_loop() {
    let folder = two_roles();
    folder.write("sidestep.yaml", "columns: [{ name: Focus }]\nschemas: { role: role.json }\n");
    folder.write("role.json", &slow("certificate"));
    folder.write(ROLE, &format!("certificate: one\n{}", folder.read(ROLE)));
    let mut client = Client::connect();
    client.initialize(&[&folder.path()], push_abilities());
    client.notify("initialized", json!({}));
    client.open(&folder.of(ROLE), &folder.read(ROLE));
    let document = json!({ "uri": uri(&folder.of(ROLE)) });
    let at_key = json!({ "textDocument": document, "position": { "line": 0, "character": 2 } });
    let hover = client.send("textDocument/hover", at_key.clone());
    let completion = client.send("textDocument/completion", at_key);
    let loaded =
        |client: &mut Client| client.request("sidestep/status", Value::Null)["workspaces"][0]["loaded"].clone();
    // What needs no schema has an answer.
    let symbols = client.request("textDocument/documentSymbol", json!({ "textDocument": document }));
    assert!(!symbols.as_array().unwrap().is_empty());
    assert_eq!(loaded(&mut client), false);
    // The rest waits for it, and nothing is said that it takes back.
    client.wait_for(hover);
    client.wait_for(completion);
    assert_eq!(loaded(&mut client), true);
    client.settle();
    assert!(client.publications.iter().all(|(_, _, count)| *count == 0), "{:?}", client.publications);

    // Another one comes, in a workspace that is small: the old one stays in force until it is compiled.
    folder.write("role.json", &slow("diploma"));
    changed(&mut client, &folder, "role.json");
    client.request("sidestep/status", Value::Null);
    assert!(client.codes().is_empty());
    client
        .until("the new one", |c| c.codes().get("roles/data-engineer.yaml").is_some_and(|codes| codes == &["schema"]));
    // One that comes while another is compiled is not lost.
    folder.write("role.json", &slow("badge"));
    changed(&mut client, &folder, "role.json");
    folder.write(
        "role.json",
        "{ \"$ref\": \"sidestep:role\", \"properties\": { \"certificate\": true }, \"unevaluatedProperties\": false }",
    );
    changed(&mut client, &folder, "role.json");
    client.until("the last one", |c| c.codes().is_empty());
    client.finish();
}

/// A session that ends while a schema is compiled ends as any other.
#[test]
fn a_session_ends_while_schemas_compile() {
    let folder = two_roles();
    folder.write("sidestep.yaml", "schemas: { role: role.json }\n");
    folder.write("role.json", &slow("certificate"));
    let mut client = Client::connect();
    client.initialize(&[&folder.path()], push_abilities());
    client.notify("initialized", json!({}));
    let status = client.request("sidestep/status", Value::Null);
    assert_eq!(status["workspaces"][0]["loaded"], false);
    client.finish();
}

/// Files that only the settings cover that are being read.
#[test]
fn changes_while_a_workspace_is_read_are_not_lost() {
    let folder = two_roles();
    let name = |at: usize| format!("content/more/r{at:03}.yaml");
    let text = |at: usize| format!("name: R{at:03}\nsummary: One.\nwhy: |\n  {}\n", "A word. ".repeat(200));
    (0..600).for_each(|at| folder.write(&name(at), &text(at)));
    let mut client = Client::start(&[&folder.path()], push_abilities());
    for round in 0..3 {
        folder.write(
            "sidestep.yaml",
            &format!("roles: [\"content/{}/*.yaml\"]\n", if round % 2 == 0 { "more" } else { "roles" }),
        );
        changed(&mut client, &folder, "sidestep.yaml");
    }
    let odd: Vec<String> = (0..600).step_by(40).map(name).collect();
    for path in &odd {
        folder.write(path, &folder.read(path).replace("summary", "sumary"));
        changed(&mut client, &folder, path);
        std::thread::sleep(std::time::Duration::from_millis(15));
    }
    client.until("all of them", |c| c.codes().len() == odd.len());
    client.finish();
}

/// A walk takes as long as the disk and the folders in it: what needs none is answered meanwhile.
#[test]
fn which_files_there_are_is_asked_beside_the_loop() {
    let folder = two_roles();
    folder.write(ROLE, &folder.read(ROLE).replace("[[Web Engineer]]", "[[Gardener]]"));
    let mut client = Client::start(&[&folder.path()], push_abilities());
    client.open(&folder.of(ROLE), &folder.read(ROLE));
    client.until("it is unknown", |c| c.codes().contains_key("roles/data-engineer.yaml"));
    client.request("sidestep/debug/hold", json!([true]));
    folder.write("content/roles/gardener.yaml", "name: Gardener\nsummary: Grows things.\n");
    changed(&mut client, &folder, "content/roles/gardener.yaml");
    let document = json!({ "uri": uri(&folder.of(ROLE)) });
    let at_mention = json!({ "textDocument": document, "position": { "line": 1, "character": 36 } });
    let definition = client.send("textDocument/definition", at_mention);
    // What comes now waits for the walk, and an edit for nothing.
    folder.write("content/roles/odd.yaml", "nme: Odd\n");
    changed(&mut client, &folder, "content/roles/odd.yaml");
    client.change(&folder.of(ROLE), 2, &format!("{}sumary: x\n", folder.read(ROLE)));
    let symbols = client.request("textDocument/documentSymbol", json!({ "textDocument": document }));
    assert!(!symbols.as_array().unwrap().is_empty());
    let status = client.request("sidestep/status", Value::Null);
    assert_eq!(status["workspaces"][0]["reading"], true);
    assert_eq!(client.codes()["roles/data-engineer.yaml"], ["unknown-role", "schema"]);
    client.request("sidestep/debug/hold", json!([false]));
    // The name was asked of a document that has changed since.
    assert_eq!(client.wait_for(definition)["error"]["code"], -32801);
    client.settle();
    let codes = client.codes();
    assert_eq!(codes["roles/data-engineer.yaml"], ["schema"], "{codes:?}");
    assert!(codes.contains_key("roles/odd.yaml"), "{codes:?}");
    client.finish();
}

/// Each file may take as many steps as a schema is allowed.
#[test]
fn many_files_are_not_read_by_a_costly_schema_while_the_client_waits() {
    let folder = two_roles();
    folder.write("sidestep.yaml", "columns: [{ name: Focus }]\nschemas: { role: role.json }\n");
    folder.write("role.json", &slow("certificate"));
    let name = |at: usize| format!("content/roles/r{at:02}.yaml");
    (0..40).for_each(|at| folder.write(&name(at), &format!("name: R{at:02}\nsummary: One.\n")));
    let mut client = Client::start(&[&folder.path()], push_abilities());
    (0..40).for_each(|at| folder.write(&name(at), &format!("name: R{at:02}\nsumary: One.\n")));
    let changes: Vec<Value> = (0..40).map(|at| json!({ "uri": uri(&folder.of(&name(at))), "type": 2 })).collect();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    let status = client.request("sidestep/status", Value::Null);
    assert_eq!(status["workspaces"][0]["reading"], true);
    client.until("all of them", |c| c.codes().len() == 40);
    client.finish();
}

/// However few files change: what they hold together decides whether they are read while the client waits.
#[test]
fn large_files_are_read_beside_the_loop() {
    let folder = two_roles();
    let mut client = Client::connect_with(Options { log: Level::Info, ..Options::default() });
    client.initialize(&[&folder.path()], push_abilities());
    client.notify("initialized", json!({}));
    client.settle();
    let readings = |client: &mut Client| {
        let said = client.take_all("window/logMessage");
        said.iter().filter(|said| said["message"].as_str().is_some_and(|text| text.contains(": 3 files in"))).count()
    };
    assert_eq!(readings(&mut client), 1);
    let role = folder.read(ROLE);
    folder.write(ROLE, &format!("tags: [a]\n{role}"));
    changed(&mut client, &folder, ROLE);
    client.until("the small one", |c| c.codes().get("roles/data-engineer.yaml").is_some_and(|c| c == &["schema"]));
    assert_eq!(readings(&mut client), 0);
    // Five megabytes of comments, in two files.
    let comments = format!("# {}\n", "x".repeat(97)).repeat(25 << 10);
    let other = "content/roles/web-engineer.yaml";
    folder.write(ROLE, &format!("{comments}{role}"));
    folder.write(other, &format!("{comments}labels: [a]\n{}", folder.read(other)));
    let changes = [ROLE, other].map(|path| json!({ "uri": uri(&folder.of(path)), "type": 2 }));
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    client.until("the large ones", |c| {
        let codes = c.codes();
        let of = |path: &str| codes.get(path).map_or(0, |codes| codes.iter().filter(|code| *code == "schema").count());
        (of("roles/data-engineer.yaml"), of("roles/web-engineer.yaml")) == (0, 1)
    });
    client.settle();
    assert_eq!(readings(&mut client), 1);
    client.finish();
}
