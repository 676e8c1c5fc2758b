//! What editors show is text: whatever names, keys and settings hold, nothing that is shown turns the direction of writing,
//! speaks to a log or a terminal, and no card fetches or runs anything.

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::{Value, json};
use sidestep::lsp::{Level, Options as ServerOptions};

use crate::client::{Client, push_abilities, uri};
use crate::files::Folder;
use crate::quoted::quoted;

const EVIL: &str = "\u{1b}]0;t\u{7}\u{1b}[5m\u{9b}2J\u{202e}\u{2066} ##[error]y ##vso[task.z]q";
/// Pictures, HTML and links that run something or lead into the machine.
const FETCHES: &str = "![p](https://t.example.org/p.png) <img src=https://t.example.org/i> <script>x</script> [run](command:x.y) [go](javascript:alert(1)) [file](file:///etc/passwd) [r][r] ![q][r] [web](https://example.org/a)";

/// A quoted scalar with what is evil behind some words.
fn evil(words: &str) -> String {
    quoted(&format!("{words} {EVIL}"))
}

const ROLE: &str = "content/roles/a.yaml";
const TOOLS: &str = "content/tools.yaml";

fn folder() -> Folder {
    let prose = format!("{FETCHES}\\n\\n[r]: vscode://x\\n");
    let schema = json!({
        "$ref": "sidestep:role",
        "properties": { "note": { "title": FETCHES, "description": format!("{FETCHES}\n\n[r]: vscode://x"), "enum": ["a`![](https://t.example.org/x)`", EVIL] } }
    });
    let settings = format!(
        "vocabularies: {{ tool: [{TOOLS}], {}: [content/k.yaml] }}\ncolumns: [{{ name: {} }}, {{ name: Tools, kind: tool }}]\nschemas: {{ role: role.json }}\n{}: x\n",
        evil("kind"),
        evil("Focus"),
        evil("key"),
    );
    let role = format!(
        "name: {}\naliases: [{}]\nsummary: \"{prose}\"\n{}: x\nnote: a\ntools: [{}, {}, Docs, \"![x](https://t.example.org)\"]\nwhy: {}\nalternatives:\n  - {{ role: {}, tagline: t, about: a }}\n  - {{ role: {}, tagline: t, about: a }}\ncomparison:\n  rows:\n    - {{ role: {0}, {}: c, {}: {5}, Tools: {} }}\n    - role: {}\nhow_to_pick:\n  options:\n    - {{ if: a, role: {}, then: b }}\n",
        evil("Role"),
        evil("Alias"),
        evil("key"),
        evil("Tul"),
        evil("Nothing"),
        evil("Second"),
        evil("Third"),
        evil("Focus"),
        evil("Fokus"),
        evil("Tul"),
        evil("Second"),
        evil("Second"),
        evil("See [[none]] and the Second"),
    );
    let second = format!(
        "name: {}\nsummary: \"{prose}\"\ncomparison:\n  rows:\n    - {{ role: {0}, {}: {} }}\n",
        evil("Second"),
        evil("Focus"),
        evil("cell"),
    );
    let tools = format!(
        "- name: {}\n  avoid: [{}]\n  category: {}\n  summary: \"{prose}\"\n  url: javascript:alert(1)\n- name: {}\n  url: command:x.y\n- name: Docs\n  url: https://example.org/docs\n  summary: {}\n- name: \"![x](https://t.example.org)\"\n",
        evil("Tool"),
        evil("Tul"),
        evil("group"),
        evil("Other"),
        evil("said"),
    );
    Folder::new(&format!(
        "#- sidestep.yaml\n{settings}#- role.json\n{schema}\n#- {TOOLS}\n{tools}#- content/k.yaml\n- name: {}\n#- {ROLE}\n{role}#- content/roles/second.yaml\n{second}",
        evil("K")
    ))
}

/// What of a message is shown to somebody.
const SHOWN: [&str; 13] = [
    "message",
    "title",
    "tooltip",
    "label",
    "detail",
    "description",
    "name",
    "reason",
    "why",
    "containerName",
    "code",
    "value",
    "warning",
];

/// Fails where something shown would be obeyed; gives how much is shown.
#[track_caller]
fn is_text(what: &str, message: &Value) -> usize {
    match message {
        Value::Array(list) => list.iter().map(|one| is_text(what, one)).sum(),
        Value::Object(map) => {
            let shown = map.iter().filter(|(key, _)| !["data", "arguments", "choices", "edit"].contains(&key.as_str()));
            let one = |(key, value): (&String, &Value)| match value {
                Value::String(text) if SHOWN.contains(&key.as_str()) => {
                    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
                    assert!(!text.contains(|c: char| (c.is_control() && c != '\n') || turns(c)), "{what}: {text:?}");
                    assert!(!text.contains("##[") && !text.contains("##vso["), "{what}: {text:?}");
                    assert!(!text.lines().any(|line| line.trim_start().starts_with("::")), "{what}: {text:?}");
                    1
                }
                value => is_text(what, value),
            };
            shown.map(one).sum()
        }
        _ => 0,
    }
}

/// Fails where a card has more than text and links to the web and to files of the workspace.
#[track_caller]
fn is_harmless(markdown: &str, root: &str) {
    for event in Parser::new_ext(markdown, Options::all()) {
        match event {
            Event::Start(Tag::Image { .. } | Tag::HtmlBlock) | Event::Html(_) | Event::InlineHtml(_) => {
                panic!("{event:?} in {markdown}")
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                let known = ["https://example.org/", "https://t.example.org/", root];
                assert!(known.iter().any(|known| dest_url.starts_with(known)), "{dest_url} in {markdown}");
            }
            _ => {}
        }
    }
}

fn start(folder: &Folder, log: Level) -> Client {
    let mut abilities = push_abilities();
    abilities["textDocument"]["completion"]["completionItem"]["documentationFormat"] = json!(["markdown"]);
    abilities["textDocument"]["completion"]["completionItem"]["labelDetailsSupport"] = json!(true);
    let mut client = Client::connect_with(ServerOptions { log, ..ServerOptions::default() });
    client.initialize(&[&folder.path()], abilities);
    client.notify("initialized", json!({}));
    client.settle();
    for path in [ROLE, TOOLS, "sidestep.yaml", "content/roles/second.yaml"] {
        client.open(&folder.of(path), &folder.read(path));
    }
    client.settle();
    client
}

fn place(folder: &Folder, path: &str, line: usize, character: usize) -> Value {
    json!({ "textDocument": { "uri": uri(&folder.of(path)) }, "position": { "line": line, "character": character } })
}

#[test]
fn findings_fixes_and_what_stands_in_lists() {
    let folder = folder();
    let mut client = start(&folder, Level::Warn);
    let mut shown = 0;
    for (address, findings) in client.published.clone() {
        shown += is_text(&address, &json!(findings));
    }
    assert!(shown > 40, "{shown}");
    for path in [ROLE, TOOLS, "sidestep.yaml", "content/roles/second.yaml"] {
        let document = json!({ "uri": uri(&folder.of(path)) });
        let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 99, "character": 0 } });
        for line in 0..folder.read(path).lines().count() {
            let line =
                json!({ "start": { "line": line, "character": 0 }, "end": { "line": line + 1, "character": 0 } });
            let params = json!({ "textDocument": document, "range": line, "context": { "diagnostics": [] } });
            is_text("codeAction", &client.request("textDocument/codeAction", params));
        }
        for method in ["documentSymbol", "documentLink", "codeLens"] {
            let found = client.request(&format!("textDocument/{method}"), json!({ "textDocument": document }));
            is_text(method, &found);
            for lens in found.as_array().filter(|_| method == "codeLens").into_iter().flatten() {
                assert!(is_text("lens", &client.request("codeLens/resolve", lens.clone())) > 0);
            }
            if method == "documentLink" {
                let run = |link: &Value| {
                    ["command:", "javascript:"].iter().any(|s| link["target"].as_str().unwrap().starts_with(s))
                };
                assert!(!found.as_array().unwrap().iter().any(run), "{found}");
            }
        }
        let hints = client.request("textDocument/inlayHint", json!({ "textDocument": document, "range": range }));
        is_text("inlayHint", &hints);
    }
    assert!(is_text("symbols", &client.request("workspace/symbol", json!({ "query": "" }))) > 4);
    let prepared = client.request("textDocument/prepareCallHierarchy", place(&folder, ROLE, 0, 8));
    assert!(is_text("calls", &prepared) > 0);
    client.finish();
}

#[test]
fn refusals_and_the_log() {
    let folder = folder();
    let mut client = start(&folder, Level::Debug);
    let with = |mut params: Value, key: &str, value: &str| {
        params[key] = json!(value);
        params
    };
    let refused =
        client.response("textDocument/rename", with(place(&folder, TOOLS, 0, 9), "newName", &format!("Other {EVIL}")));
    assert!(is_text("rename", &refused["error"]) > 0, "{refused}");
    let here = place(&folder, ROLE, 0, 8);
    for (method, key, value) in [
        ("retire", "by", EVIL),
        ("merge", "into", EVIL),
        ("choices", "for", "merge"),
        ("choices", "for", "retire"),
        ("delete", "x", "y"),
        ("page", "format", "html"),
    ] {
        let answer = match method {
            "page" => with(here["textDocument"].clone(), key, value),
            _ => with(here.clone(), key, value),
        };
        is_text(method, &client.response(&format!("sidestep/{method}"), answer));
    }
    let merge = client.request("sidestep/merge", with(place(&folder, TOOLS, 0, 9), "into", EVIL));
    assert!(merge["why"].as_str().is_some_and(|why| why.contains("\\u{1b}")), "{merge}");
    // Somebody deletes a role that others name.
    let deleted = json!({ "files": [{ "uri": uri(&folder.of("content/roles/second.yaml")) }] });
    client.response("workspace/willDeleteFiles", deleted.clone());
    client.notify("workspace/didDeleteFiles", deleted);
    client.settle();
    for method in ["window/logMessage", "window/showMessage"] {
        client.take_all(method).iter().for_each(|message| {
            is_text(method, message);
        });
    }
    client.finish();
}

#[test]
fn cards_fetch_and_run_nothing() {
    let folder = folder();
    let root = uri(&folder.path());
    let mut client = start(&folder, Level::Warn);
    let (mut cards, mut words) = (0, String::new());
    for path in [ROLE, TOOLS, "sidestep.yaml"] {
        for (line, text) in folder.read(path).lines().enumerate() {
            for character in (0..text.len()).step_by(4) {
                let hover = client.request("textDocument/hover", place(&folder, path, line, character));
                if let Some(markdown) = hover["contents"]["value"].as_str() {
                    is_text("hover", &hover);
                    is_harmless(markdown, &root);
                    cards += 1;
                    words.push_str(markdown);
                }
            }
        }
    }
    assert!(cards > 50, "{cards}");
    for word in [
        "[p](<https://t.example.org/p.png>)",
        "\\<script\\>",
        "run",
        "javascript:alert",
        "[https://example.org/docs](<",
    ] {
        assert!(words.contains(word), "{word} in {words}");
    }
    let mut documented = 0;
    for (line, text) in folder.read(ROLE).lines().enumerate() {
        for character in [0, 4, 8, text.len()].into_iter().filter(|c| *c <= text.len()) {
            let items = client.request("textDocument/completion", place(&folder, ROLE, line, character));
            for item in items["items"].as_array().or(items.as_array()).into_iter().flatten() {
                is_text("completion", item);
                let item = client.request("completionItem/resolve", item.clone());
                if let Some(markdown) = item["documentation"]["value"].as_str() {
                    is_text("documentation", &item);
                    is_harmless(markdown, &root);
                    documented += 1;
                }
            }
        }
    }
    assert!(documented > 20, "{documented}");
    client.finish();
}
