//! While a workspace is read: schemas that take a while to compile, and events meanwhile.

use serde_json::{Value, json};

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
