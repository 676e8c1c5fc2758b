//! What a client sends back, in whatever state: data that the server gave it, places, versions, addresses. There is an
//! answer to all of it, and no edit is lost.

use serde_json::{Value, json};

use crate::client::{Client, push_abilities, uri};
use crate::files::{Folder, two_roles};

const INTERNAL: i64 = -32603;

const FILES: &str = "#- sidestep.yaml
columns: [{ name: Focus }]
#- content/skills.yaml
- name: PostgreSQL
  avoid: [Postgres]
- name: Zig
#- content/roles/a.yaml
name: A
summary: Postgres and [[B]] and [[Nobody]].
skills: [Zg, Postgres]
alternatives: [{ role: B }]
#- content/roles/b.yaml
name: B
summary: Knows Postgres 😀.
alternatives: [{ role: A }]
";

fn start(folder: &Folder) -> Client {
    let mut abilities = push_abilities();
    abilities["textDocument"]["codeAction"]["resolveSupport"] = json!({ "properties": ["edit"] });
    abilities["textDocument"]["codeAction"]["dataSupport"] = json!(true);
    Client::start(&[&folder.path()], abilities)
}

fn answered(client: &mut Client, method: &str, params: &Value) -> Value {
    let response = client.response(method, params.clone());
    assert_ne!(response["error"]["code"], INTERNAL, "{method} {params}");
    response["result"].clone()
}

/// A value with one of its parts replaced, for all parts and all of some values.
fn variants(value: &Value, others: &[Value]) -> Vec<Value> {
    let mut all: Vec<Value> = others.to_vec();
    let inside: Vec<(String, Value)> = match value {
        Value::Object(map) => map.iter().map(|(key, inner)| (key.clone(), inner.clone())).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(at, inner)| (at.to_string(), inner.clone())).collect(),
        _ => Vec::new(),
    };
    for (key, inner) in inside {
        for variant in variants(&inner, others) {
            let mut changed = value.clone();
            *changed.pointer_mut(&format!("/{key}")).unwrap() = variant;
            all.push(changed);
        }
    }
    all
}

#[test]
fn data_in_other_words() {
    let folder = Folder::new(FILES);
    let a = folder.of("content/roles/a.yaml");
    let mut client = start(&folder);
    client.open(&a, &folder.read("content/roles/a.yaml"));
    let document = json!({ "uri": uri(&a) });
    let at = |line: u32, character: u32| json!({ "line": line, "character": character });
    let whole = json!({ "start": at(0, 0), "end": at(9, 0) });
    let mut given: Vec<(&str, Value)> = Vec::new();
    for (line, character) in [(1, 26), (2, 10), (4, 0)] {
        let params = json!({ "textDocument": document, "position": at(line, character) });
        let list = client.request("textDocument/completion", params);
        given.extend(list["items"].as_array().unwrap().iter().map(|item| ("completionItem/resolve", item.clone())));
    }
    let lenses = client.request("textDocument/codeLens", json!({ "textDocument": document }));
    given.extend(lenses.as_array().unwrap().iter().map(|lens| ("codeLens/resolve", lens.clone())));
    let context = json!({ "diagnostics": [], "only": ["", "source.fixAll.sidestep", "refactor"] });
    let params = json!({ "textDocument": document, "range": whole, "context": context });
    let actions = client.request("textDocument/codeAction", params);
    given.extend(actions.as_array().unwrap().iter().map(|action| ("codeAction/resolve", action.clone())));
    let params = json!({ "textDocument": document, "position": at(0, 6) });
    let items = client.request("textDocument/prepareCallHierarchy", params);
    for method in ["callHierarchy/incomingCalls", "callHierarchy/outgoingCalls"] {
        given.push((method, json!({ "item": items[0] })));
    }
    let mut others: Vec<Value> = [
        "",
        "/",
        "../x",
        "role",
        "skill",
        "nonsense",
        "A",
        "B",
        "Zig",
        "sidestep.yaml",
        "content/skills.yaml",
        "content/roles/b.yaml",
        "content/roles/gone.yaml",
        "merge",
        "retire",
        "fix-code",
        "listed_on",
        "used_by",
        "lists",
    ]
    .map(Value::from)
    .to_vec();
    others.extend([json!(null), json!(true), json!(-1), json!(0), json!(255), json!(1e99), json!([]), json!({})]);
    others.push(json!(folder.of("content/skills.yaml")));
    let mut tried = 0;
    let mut seen: Vec<String> = Vec::new();
    for (method, item) in given {
        let data = item.get("data").or_else(|| item["item"].get("data"));
        let Some(data) = data.filter(|data| !data.is_null()) else { continue };
        // One of each form is enough.
        let form: String = format!("{method} {data}").chars().filter(|c| c.is_ascii_lowercase()).take(60).collect();
        if seen.contains(&form) {
            continue;
        }
        seen.push(form);
        for variant in variants(data, &others) {
            let mut sent = item.clone();
            let place = if sent.get("item").is_some() { "/item/data" } else { "/data" };
            *sent.pointer_mut(place).unwrap() = variant;
            answered(&mut client, method, &sent);
            tried += 1;
        }
    }
    for kind in ["completionItem", "codeLens", "codeAction", "callHierarchy"] {
        let letters: String = kind.chars().filter(char::is_ascii_lowercase).collect();
        assert!(seen.iter().any(|form| form.starts_with(&letters)), "{kind}: {seen:?}");
    }
    assert!(tried > 200, "{tried}");
    client.take_all("window/logMessage");
    client.finish();
}

/// Requests about a place or a range, with what else they take.
fn placed(document: &Value, at: &Value, to: &Value) -> Vec<(&'static str, Value)> {
    let range = json!({ "start": at, "end": to });
    let with = |more: Value| {
        let mut params = json!({ "textDocument": document, "position": at, "range": range });
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        params
    };
    let plain = with(json!({}));
    let mut list: Vec<(&str, Value)> = [
        "textDocument/hover",
        "textDocument/definition",
        "textDocument/documentHighlight",
        "textDocument/linkedEditingRange",
        "textDocument/prepareCallHierarchy",
        "textDocument/completion",
        "textDocument/prepareRename",
        "textDocument/inlayHint",
        "textDocument/semanticTokens/range",
        "textDocument/semanticTokens/full",
        "textDocument/documentSymbol",
        "textDocument/documentLink",
        "textDocument/codeLens",
        "textDocument/foldingRange",
        "textDocument/diagnostic",
        "sidestep/page",
        "sidestep/fileKind",
    ]
    .map(|method| (method, plain.clone()))
    .to_vec();
    list.push(("textDocument/references", with(json!({ "context": { "includeDeclaration": true } }))));
    list.push(("textDocument/rename", with(json!({ "newName": "New" }))));
    list.push(("textDocument/selectionRange", with(json!({ "positions": [at, to] }))));
    list.push(("textDocument/codeAction", with(json!({ "context": { "diagnostics": [] } }))));
    list.push(("sidestep/choices", with(json!({ "for": "retire" }))));
    list.push(("sidestep/choices", with(json!({ "for": "merge" }))));
    list.push(("sidestep/retire", with(json!({ "by": "B" }))));
    list.push(("sidestep/merge", with(json!({ "into": "Zig" }))));
    list.push(("sidestep/delete", plain.clone()));
    list.push(("sidestep/duplicate", with(json!({ "as": "C" }))));
    list
}

#[test]
fn places_outside_and_addresses_of_nobody() {
    let folder = Folder::new(FILES);
    let mut client = start(&folder);
    let a = folder.of("content/roles/a.yaml");
    client.open(&a, &folder.read("content/roles/a.yaml"));
    let b = folder.of("content/roles/b.yaml");
    let empty = folder.of("content/roles/empty.yaml");
    client.open(&empty, "");
    let most = u64::from(u32::MAX);
    let places = [(0, 0), (1, 9), (1, 20), (4, 99), (900, 0), (most, most), (0, most), (2, 8)];
    let place = |(line, character): (u64, u64)| json!({ "line": line, "character": character });
    for path in [&a, &b, &empty] {
        for (at, to) in places.into_iter().zip(places.into_iter().rev()) {
            for (method, params) in placed(&json!({ "uri": uri(path) }), &place(at), &place(to)) {
                answered(&mut client, method, &params);
            }
        }
    }
    for address in
        ["untitled:Untitled-1", "git:/a.yaml?{}", "", "file:///", "file:///nowhere/x.yaml", "http://a/b.yaml"]
    {
        for (method, params) in placed(&json!({ "uri": address }), &place((0, 0)), &place((0, 1))) {
            answered(&mut client, method, &params);
        }
    }
    client.take_all("window/logMessage");
    client.take_all("window/showMessage");
    client.finish();
}

/// Versions are the client's own: whatever they are, edits apply in the order in which they come.
#[test]
fn versions_in_any_order_and_documents_opened_twice() {
    let folder = two_roles();
    let web = folder.of("content/roles/web-engineer.yaml");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    let name = |client: &mut Client| -> String {
        let symbols = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri(&web) } }));
        symbols[0]["name"].as_str().unwrap_or_default().to_owned()
    };
    let insert = |client: &mut Client, version: Value, character: u32, text: &str| {
        let at = json!({ "line": 0, "character": character });
        let edit = json!({ "range": { "start": at, "end": at }, "text": text });
        let document = json!({ "uri": uri(&web), "version": version });
        client.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [edit] }));
    };
    // Not open yet: there is nothing to change.
    insert(&mut client, json!(7), 6, "X");
    client.open(&web, "name: Web\nsummary: s\n");
    for (version, text) in [(5, "A"), (3, "B"), (3, "C"), (-1, "D"), (i64::from(i32::MAX), "E")] {
        insert(&mut client, json!(version), 6, text);
    }
    assert_eq!(name(&mut client), "EDCBAWeb");
    client.open(&web, "name: Again\nsummary: s\n");
    insert(&mut client, json!(2), 6, "x");
    assert_eq!(name(&mut client), "xAgain");
    client.close(&folder.of("content/roles/nobody.yaml"));
    client.close(&web);
    client.close(&web);
    insert(&mut client, json!(3), 6, "Y");
    client.settle();
    assert_eq!(name(&mut client), "Web Engineer", "as it is on disk");
    client.take_all("window/logMessage");
    client.finish();
}
