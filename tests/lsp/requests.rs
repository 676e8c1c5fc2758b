//! Each feature once over the protocol; what they answer in detail is tested with the engine.

use serde_json::{Value, json};

use crate::client::{Client, push_abilities, uri};
use crate::files::{Folder, two_roles};

/// A client with the page open, and the page's address.
fn with_page() -> (crate::files::Folder, Client, Value) {
    let folder = two_roles();
    let web = folder.of("content/roles/web-engineer.yaml");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    client.open(&web, &folder.read("content/roles/web-engineer.yaml"));
    let document = json!({ "uri": uri(&web) });
    (folder, client, document)
}

fn at(document: &Value, line: u32, character: u32) -> Value {
    json!({ "textDocument": document, "position": { "line": line, "character": character } })
}

#[test]
fn names_lead_to_their_definitions_and_uses() {
    let (folder, mut client, document) = with_page();
    let data = uri(&folder.of("content/roles/data-engineer.yaml"));
    let hover = client.request("textDocument/hover", at(&document, 4, 14));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("Moves data"), "{hover}");
    let definition = client.request("textDocument/definition", at(&document, 4, 14));
    assert_eq!(definition[0]["targetUri"], data.as_str());
    assert_eq!(definition[0]["targetSelectionRange"]["start"], json!({ "line": 0, "character": 6 }));
    let mut ask = at(&document, 4, 14);
    ask["context"] = json!({ "includeDeclaration": true });
    let references = client.request("textDocument/references", ask);
    assert_eq!(references.as_array().unwrap().len(), 5, "{references}");
    let highlights = client.request("textDocument/documentHighlight", at(&document, 4, 14));
    assert_eq!(highlights.as_array().unwrap().len(), 3);
    let calls = client.request("textDocument/prepareCallHierarchy", at(&document, 4, 14));
    let incoming = client.request("callHierarchy/incomingCalls", json!({ "item": calls[0] }));
    assert_eq!(incoming[0]["from"]["name"], "Web Engineer");
    let calls = client.request("textDocument/prepareCallHierarchy", at(&document, 0, 8));
    let outgoing = client.request("callHierarchy/outgoingCalls", json!({ "item": calls[0] }));
    assert_eq!(outgoing[0]["to"]["name"], "Data Engineer");
    client.finish();
}

#[test]
fn a_role_is_renamed_in_every_file() {
    let (folder, mut client, document) = with_page();
    let prepared = client.response("textDocument/prepareRename", at(&document, 4, 14));
    assert_eq!(prepared["result"]["placeholder"], "Data Engineer", "{prepared}");
    let mut ask = at(&document, 4, 14);
    ask["newName"] = json!("Data Gardener");
    let edit = client.request("textDocument/rename", ask.clone());
    let changes = edit["documentChanges"].as_array().unwrap();
    let rename = changes.last().unwrap();
    assert_eq!(rename["kind"], "rename");
    assert_eq!(rename["newUri"], uri(&folder.of("content/roles/data-gardener.yaml")));
    let texts: usize = changes.iter().filter_map(|c| c["edits"].as_array()).map(Vec::len).sum();
    assert_eq!(texts, 6);
    assert!(edit.to_string().contains("redirect_from: [/data-engineer/]"), "{edit}");
    ask["newName"] = json!("Web Engineer");
    let refused = client.response("textDocument/rename", ask);
    assert!(refused["error"]["message"].as_str().unwrap().contains("Web Engineer"), "{refused}");
    let nothing = client.response("textDocument/prepareRename", at(&document, 2, 1));
    assert!(nothing.get("error").is_some());
    client.finish();
}

#[test]
fn names_are_completed_and_documented() {
    let (folder, mut client, document) = with_page();
    let web = folder.of("content/roles/web-engineer.yaml");
    client.change(
        &web,
        2,
        &folder
            .read("content/roles/web-engineer.yaml")
            .replace("  - role: Data Engineer\n    tagline", "  - role: Dat\n    tagline"),
    );
    let list = client.request("textDocument/completion", at(&document, 4, 13));
    let item = list["items"].as_array().unwrap().iter().find(|i| i["label"] == "Data Engineer").unwrap().clone();
    assert_eq!(item["textEdit"]["newText"], "Data Engineer");
    assert_eq!(
        item["textEdit"]["range"],
        json!({ "start": { "line": 4, "character": 10 }, "end": { "line": 4, "character": 13 } })
    );
    assert!(item.get("documentation").is_none());
    let resolved = client.request("completionItem/resolve", item);
    assert!(resolved["documentation"]["value"].as_str().unwrap().contains("Moves data"));
    client.settle();
    client.finish();
}

#[test]
fn the_structure_of_a_file() {
    let (_folder, mut client, document) = with_page();
    let ask = json!({ "textDocument": document });
    let symbols = client.request("textDocument/documentSymbol", ask.clone());
    assert!(symbols.to_string().contains("1. Data Engineer"), "{symbols}");
    let symbols = client.request("workspace/symbol", json!({ "query": "data" }));
    assert_eq!(symbols[0]["name"], "Data Engineer");
    let folds = client.request("textDocument/foldingRange", ask.clone());
    assert!(folds.as_array().unwrap().len() >= 4);
    let selection = client.request(
        "textDocument/selectionRange",
        json!({ "textDocument": document, "positions": [{ "line": 4, "character": 14 }] }),
    );
    assert!(selection[0]["parent"]["parent"].is_object());
    let tokens = client.request("textDocument/semanticTokens/full", ask.clone());
    assert_eq!(tokens["data"].as_array().unwrap().len() % 5, 0);
    assert!(!tokens["data"].as_array().unwrap().is_empty());
    let everything = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let hints = client.request("textDocument/inlayHint", json!({ "textDocument": document, "range": everything }));
    assert!(hints.to_string().contains("Focus: pipelines"), "{hints}");
    let links = client.request("textDocument/documentLink", ask.clone());
    assert_eq!(links, json!([]));
    let linked = client.request("textDocument/linkedEditingRange", at(&document, 0, 8));
    assert_eq!(linked["ranges"].as_array().unwrap().len(), 2, "{linked}");
    let lenses = client.request("textDocument/codeLens", ask);
    let titles: Vec<String> = lenses
        .as_array()
        .unwrap()
        .iter()
        .map(|lens| client.request("codeLens/resolve", lens.clone())["command"]["title"].as_str().unwrap().to_owned())
        .collect();
    assert!(titles.iter().any(|t| t.contains("lists 1 role")), "{titles:?}");
    client.finish();
}

#[test]
fn findings_come_with_fixes() {
    let (folder, mut client, document) = with_page();
    let web = folder.of("content/roles/web-engineer.yaml");
    client.change(
        &web,
        2,
        &folder.read("content/roles/web-engineer.yaml").replacen("role: Data Engineer", "role: Dta Engineer", 1),
    );
    client.settle();
    let range = json!({ "start": { "line": 4, "character": 12 }, "end": { "line": 4, "character": 12 } });
    let ask = json!({ "textDocument": document, "range": range, "context": { "diagnostics": [] } });
    let actions = client.request("textDocument/codeAction", ask);
    let titles: Vec<&str> = actions.as_array().unwrap().iter().map(|a| a["title"].as_str().unwrap()).collect();
    let ignore = ["Ignore \"unknown-role\" here", "Ignore \"unknown-role\" in this file"];
    let fixes = ["Replace with \"Data Engineer\"", "Create content/roles/dta-engineer.yaml"];
    assert_eq!(titles, [fixes, ignore].concat());
    let edit = &actions[0]["edit"]["documentChanges"][0];
    assert_eq!(edit["textDocument"]["version"], 2);
    assert_eq!(edit["edits"][0]["newText"], "Data Engineer");
    let create = &actions[1]["edit"]["documentChanges"];
    assert_eq!(create[0]["kind"], "create");
    assert!(create[1]["edits"][0]["newText"].as_str().unwrap().starts_with("name: Dta Engineer"));
    client.finish();
}

#[test]
fn the_page_is_rendered_as_it_is_typed() {
    let (folder, mut client, document) = with_page();
    let web = folder.of("content/roles/web-engineer.yaml");
    client.change(
        &web,
        2,
        &folder.read("content/roles/web-engineer.yaml").replace("Why look further.", "Brand new words."),
    );
    let page = client.request("sidestep/page", json!({ "uri": document["uri"] }));
    assert_eq!(page["name"], "Web Engineer");
    assert!(page["text"].as_str().unwrap().contains("Brand new words."));
    assert!(!page["text"].as_str().unwrap().contains("data-line"), "{page}");
    let preview = client.request("sidestep/page", json!({ "uri": document["uri"], "preview": true }));
    let file = uri(&folder.of("content/roles/data-engineer.yaml"));
    let preview = preview["text"].as_str().unwrap();
    assert!(
        preview.contains(&format!("data-role=\"{file}\"")) && preview.contains("<h1 data-line=\"0\">"),
        "{preview}"
    );
    let markdown = client.request("sidestep/page", json!({ "uri": document["uri"], "format": "markdown" }));
    assert!(markdown["text"].as_str().unwrap().contains("pipelines"), "inherited");
    let none = client.request("sidestep/page", json!({ "uri": uri(&folder.of("content/roles/data-engineer.yaml")) }));
    assert!(none["why"].as_str().unwrap().contains("no alternatives"), "{none}");
    client.finish();
}

#[test]
fn lenses_hints_and_tokens_are_asked_for_again_when_another_file_changes() {
    let folder = two_roles();
    let mut abilities = push_abilities();
    for feature in ["codeLens", "inlayHint", "semanticTokens"] {
        abilities["workspace"][feature] = json!({ "refreshSupport": true });
    }
    let mut client = Client::start(&[&folder.path()], abilities);
    let asked = |client: &Client, method: &str| client.asked.iter().filter(|r| r["method"] == method).count();
    client.until("a refresh after reading", |c| asked(c, "workspace/semanticTokens/refresh") == 1);
    let data = folder.of("content/roles/data-engineer.yaml");
    let text = folder.read("content/roles/data-engineer.yaml");
    client.open(&data, &text);
    // Typing in prose touches nobody else.
    client.change(&data, 2, &text.replace("Moves data", "Carries data"));
    client.change(&data, 3, &text.replace("name: Data Engineer", "name: Data Gardener"));
    client.change(&data, 4, &text.replace("name: Data Engineer", "name: Data Gardeners"));
    client.until("one refresh for both", |c| asked(c, "workspace/semanticTokens/refresh") == 2);
    assert_eq!(asked(&client, "workspace/codeLens/refresh"), 2);
    assert_eq!(asked(&client, "workspace/inlayHint/refresh"), 2);
    client.finish();
}

#[test]
fn a_new_role_is_planned_for_the_client_to_write() {
    let (folder, mut client, document) = with_page();
    let new =
        client.request("sidestep/newRole", json!({ "name": "Site Reliability Engineer", "near": document["uri"] }));
    assert_eq!(new["uri"], uri(&folder.of("content/roles/site-reliability-engineer.yaml")));
    assert!(new["text"].as_str().unwrap().starts_with("name: Site Reliability Engineer\nstatus: draft\nsummary: …\n"));
    let (start, end) = (json!({ "line": 2, "character": 9 }), json!({ "line": 2, "character": 12 }));
    assert_eq!(new["selection"], json!({ "start": start, "end": end }));
    assert_eq!((new.get("why"), new.get("warning")), (None, None));
    let snippet = new["snippet"].as_str().unwrap();
    assert!(snippet.contains("summary: ${1:…}\n") && snippet.contains(": ${2:…}\n"), "{snippet}");
    let alike = client.request("sidestep/newRole", json!({ "name": "Data-Engineers" }));
    assert_eq!(alike["warning"], "it looks like \"Data Engineer\", in content/roles/data-engineer.yaml");
    assert!(alike["text"].is_string());
    let taken = client.request("sidestep/newRole", json!({ "name": "data engineer" }));
    assert_eq!(taken["uri"], uri(&folder.of("content/roles/data-engineer.yaml")));
    let why = "\"data engineer\" means \"Data Engineer\" already, in content/roles/data-engineer.yaml";
    assert_eq!(taken["why"], why);
    assert_eq!(taken.get("text"), None);
    client.finish();
}

#[test]
fn a_new_role_may_be_the_first_file() {
    let folder = crate::files::Folder::new("#- readme.md\nNothing yet.\n");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    let new = client.request("sidestep/newRole", json!({ "name": "Data Engineer" }));
    assert_eq!(new["uri"], uri(&folder.of("content/roles/data-engineer.yaml")), "{new}");
    client.finish();
}

/// The client writes where the answer says: never outside the repository.
#[test]
fn no_new_role_is_planned_outside_the_repository() {
    for roles in ["../victim/*.yaml", "content/out/*.yaml"] {
        let folder = crate::files::Folder::new(&format!(
            "#- ws/.git/HEAD\nref\n#- ws/sidestep.yaml\nroles: [\"{roles}\"]\n#- ws/content/tools.yaml\n- name: Git\n#- other/a.md\nx\n"
        ));
        #[cfg(unix)]
        std::os::unix::fs::symlink("../../other", folder.of("ws/content/out")).unwrap();
        let mut client = Client::start(&[&folder.of("ws")], push_abilities());
        let new = client.request("sidestep/newRole", json!({ "name": "Some One" }));
        if cfg!(unix) || roles.starts_with("..") {
            let why = new["why"].as_str().unwrap();
            assert!(why.contains("outside the repository") || why.contains("leads out of the repository"), "{new}");
            assert_eq!(new.get("uri"), None);
        }
        client.settle();
        client.finish();
    }
}

#[test]
fn what_a_document_is_the_settings_say() {
    let folder = crate::files::Folder::new(
        "#- sidestep.yaml\nroles: [jobs/*.yaml]\n#- jobs/a.yaml\nname: A\n#- content/roles/b.yaml\nname: B\n#- content/tools.yaml\n- name: Git\n",
    );
    let mut client = Client::start(&[&folder.path()], push_abilities());
    for (path, kind) in [
        ("jobs/a.yaml", json!("role")),
        ("jobs/not-written-yet.yaml", json!("role")),
        ("content/roles/b.yaml", Value::Null),
        ("content/tools.yaml", json!("vocabulary")),
        ("sidestep.yaml", json!("settings")),
        ("readme.md", Value::Null),
    ] {
        let ask = json!({ "textDocument": { "uri": uri(&folder.of(path)) } });
        assert_eq!(client.request("sidestep/fileKind", ask), json!({ "kind": kind }), "{path}");
    }
    let ask = json!({ "textDocument": { "uri": "untitled:one" } });
    assert_eq!(client.request("sidestep/fileKind", ask), json!({ "kind": null }));
    client.finish();
}

#[test]
fn lenses_and_hints_go_and_come_with_the_settings() {
    let folder = two_roles();
    let mut abilities = push_abilities();
    for feature in ["codeLens", "inlayHint"] {
        abilities["workspace"][feature] = json!({ "refreshSupport": true });
    }
    let mut client = Client::start(&[&folder.path()], abilities);
    let web = folder.of("content/roles/web-engineer.yaml");
    client.open(&web, &folder.read("content/roles/web-engineer.yaml"));
    let asked = |client: &Client, method: &str| client.asked.iter().filter(|r| r["method"] == method).count();
    client.until("a refresh after reading", |c| asked(c, "workspace/codeLens/refresh") == 1);
    let document = json!({ "uri": uri(&web) });
    let everything = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
    let shown = |client: &mut Client| {
        let some = |answer: &Value| answer.as_array().is_some_and(|list| !list.is_empty());
        let lenses = client.request("textDocument/codeLens", json!({ "textDocument": document }));
        let hints = client.request("textDocument/inlayHint", json!({ "textDocument": document, "range": everything }));
        (some(&lenses), some(&hints))
    };
    assert_eq!(shown(&mut client), (true, true));
    for (at, (lenses, hints)) in [(false, true), (false, false), (true, true)].into_iter().enumerate() {
        client.settings = json!({ "lenses": { "enabled": lenses }, "hints": { "enabled": hints } });
        client.notify("workspace/didChangeConfiguration", json!({ "settings": null }));
        // The editor asks again because it is told to, not because somebody types.
        client.until("a refresh", |c| asked(c, "workspace/inlayHint/refresh") == at + 2);
        assert_eq!(shown(&mut client), (lenses, hints));
    }
    client.finish();
}

#[test]
fn names_in_hovers_are_links_for_markdown_only() {
    for markdown in [true, false] {
        let folder = two_roles();
        let web = folder.of("content/roles/web-engineer.yaml");
        folder.write("content/roles/a (1) é.yaml", "# Odd.\nname: Web Designer\nsummary: Draws.\n");
        let mut abilities = push_abilities();
        abilities["textDocument"]["hover"] =
            json!({ "contentFormat": [if markdown { "markdown" } else { "plaintext" }] });
        let mut client = Client::start(&[&folder.path()], abilities);
        client.open(
            &web,
            &folder.read("content/roles/web-engineer.yaml").replace("role: Data Engineer", "role: Web Designer"),
        );
        let hover = client.request("textDocument/hover", at(&json!({ "uri": uri(&web) }), 4, 14));
        let text = hover["contents"]["value"].as_str().unwrap();
        let link =
            format!("**[Web Designer](<{}#L2>)** · role", uri(&folder.of("content/roles/a%20(1)%20%C3%A9.yaml")));
        let first = text.lines().next().unwrap();
        assert_eq!(first, if markdown { link.as_str() } else { "Web Designer · role" });
        client.finish();
    }
}

/// A workspace so large that requests come before it has been read, and a role in it.
fn large() -> (Folder, String) {
    let folder = Folder::new("");
    for (path, text) in crate::corpus::workspace(3000) {
        folder.write(&path, &text);
    }
    let page = "name: Latecomer\nsummary: Arrives.\nskills: []\nwhy: With [[Role 1500]].\n";
    folder.write("content/roles/latecomer.yaml", page);
    (folder, page.to_owned())
}

#[test]
fn before_the_workspace_is_read_names_wait_and_the_rest_is_answered() {
    let (folder, text) = large();
    let name = crate::corpus::workspace(3000)
        .into_iter()
        .filter(|(path, _)| path.contains("/roles/"))
        .find_map(|(_, text)| text.lines().find_map(|line| line.strip_prefix("name: ").map(str::to_owned)))
        .unwrap();
    let text = text.replace("Role 1500", &name);
    let page = folder.of("content/roles/latecomer.yaml");
    let mut client = Client::connect();
    client.initialize(&[&folder.path()], push_abilities());
    client.notify("initialized", json!({}));
    client.open(&page, &text);
    let at = |line: u32, character: u32| json!({ "textDocument": { "uri": uri(&page) }, "position": { "line": line, "character": character } });
    let hover = client.send("textDocument/hover", at(3, 14));
    let rename = client.send("textDocument/prepareRename", at(3, 14));
    let cancelled = client.send("textDocument/definition", at(3, 14));
    // What the file alone tells comes first.
    let key = client.request("textDocument/hover", at(1, 2));
    assert!(key["contents"]["value"].as_str().unwrap().contains("summary"), "{key}");
    let symbols = client.request("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri(&page) } }));
    assert!(!symbols.as_array().unwrap().is_empty());
    client.notify("$/cancelRequest", json!({ "id": cancelled }));
    let answer = client.wait_for(cancelled);
    assert!(answer["error"]["code"] == -32800 || answer["result"].is_array(), "{answer}");
    let card = client.wait_for(hover);
    assert!(card["result"]["contents"]["value"].as_str().unwrap().contains(&name), "{card}");
    assert!(!client.wait_for(rename)["result"].is_null());
    client.settle();
    client.finish();
}
