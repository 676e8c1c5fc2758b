//! Code actions over the protocol: every fix of every rule, ignoring a finding, all fixes, refactorings.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::client::{Client, push_abilities, uri};
use crate::files::Folder;

/// A client that makes edits late, shows annotations and has places to fill in.
pub fn abilities() -> Value {
    let mut abilities = push_abilities();
    abilities["textDocument"]["codeAction"]["dataSupport"] = json!(true);
    abilities["textDocument"]["codeAction"]["resolveSupport"] = json!({ "properties": ["edit"] });
    abilities["workspace"]["workspaceEdit"]["snippetEditSupport"] = json!(true);
    abilities["workspace"]["workspaceEdit"]["changeAnnotationSupport"] = json!({ "groupsOnLabel": true });
    abilities
}

/// An editor's files: by address, as they are on the screen.
pub struct Editor {
    pub client: Client,
    folder: Folder,
    texts: BTreeMap<String, String>,
    version: i64,
}

impl Editor {
    pub fn open(fixture: &str, abilities: Value) -> Self {
        let folder = Folder::new(fixture);
        let mut client = Client::start(&[&folder.path()], abilities);
        let mut texts = BTreeMap::new();
        let paths: Vec<&str> = fixture.lines().filter_map(|line| line.strip_prefix("#- ")).collect();
        for path in paths {
            let (full, text) = (folder.of(path), folder.read(path));
            client.open(&full, &text);
            texts.insert(uri(&full), text);
        }
        client.settle();
        Self { client, folder, texts, version: 1 }
    }

    pub fn uri(&self, path: &str) -> String {
        uri(&self.folder.of(path))
    }

    pub fn text(&self, path: &str) -> &str {
        &self.texts[&self.uri(path)]
    }

    fn diagnostics(&self, path: &str) -> Vec<Value> {
        self.client.published.get(&self.uri(path)).cloned().unwrap_or_default()
    }

    fn all(&self) -> Vec<(String, String)> {
        let found = self.client.published.iter();
        found
            .flat_map(|(uri, list)| list.iter().map(|d| (uri.clone(), d["code"].as_str().unwrap().to_owned())))
            .collect()
    }

    pub fn actions(&mut self, path: &str, range: &Value, only: Option<&[&str]>) -> Vec<Value> {
        let mut context = json!({ "diagnostics": [] });
        if let Some(only) = only {
            context["only"] = json!(only);
        }
        let ask = json!({ "textDocument": { "uri": self.uri(path) }, "range": range, "context": context });
        self.client.request("textDocument/codeAction", ask).as_array().unwrap().clone()
    }

    /// The actions where a text first stands in a file.
    pub fn actions_at(&mut self, path: &str, place: &str, only: Option<&[&str]>) -> Vec<Value> {
        let text = self.text(path);
        let at = text.find(place).unwrap_or_else(|| panic!("{place}"));
        let line = text[..at].matches('\n').count();
        let column = at - text[..at].rfind('\n').map_or(0, |i| i + 1);
        let place = json!({ "line": line, "character": column });
        self.actions(path, &json!({ "start": place, "end": place }), only)
    }

    /// Carries an action out as an editor does. `confirmed`: the author agrees to what needs confirmation.
    pub fn carry_out(&mut self, action: &Value, confirmed: bool) {
        let action = match action.get("edit") {
            Some(_) => action.clone(),
            None => self.client.request("codeAction/resolve", action.clone()),
        };
        let edit = &action["edit"];
        let mut changes = edit["documentChanges"].as_array().cloned().unwrap_or_default();
        for (uri, edits) in edit["changes"].as_object().into_iter().flatten() {
            changes.push(json!({ "textDocument": { "uri": uri }, "edits": edits }));
        }
        self.version += 1;
        for change in changes {
            let uri = |key: &str| change[key].as_str().unwrap().to_owned();
            let path = |uri: &str| uri.strip_prefix("file://").unwrap().to_owned();
            match change["kind"].as_str() {
                Some("create") => {
                    self.client.open(&path(&uri("uri")), "");
                    assert!(self.texts.insert(uri("uri"), String::new()).is_none());
                }
                Some("rename") => {
                    let (old, new) = (uri("oldUri"), uri("newUri"));
                    let text = self.texts.remove(&old).unwrap();
                    self.client.close(&path(&old));
                    std::fs::rename(path(&old), path(&new)).unwrap();
                    let changes = json!([{ "uri": old, "type": 3 }, { "uri": new, "type": 1 }]);
                    self.client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
                    self.client.open(&path(&new), &text);
                    self.texts.insert(new, text);
                }
                Some(other) => panic!("{other}"),
                None => {
                    let uri = change["textDocument"]["uri"].as_str().unwrap().to_owned();
                    let text = apply(&self.texts[&uri], change["edits"].as_array().unwrap(), confirmed);
                    self.client.change(&path(&uri), self.version, &text);
                    self.texts.insert(uri, text);
                }
            }
        }
        self.client.settle();
    }

    pub fn finish(self) {
        self.client.finish();
    }
}

/// Applies edits of the protocol (columns in bytes).
fn apply(text: &str, edits: &[Value], confirmed: bool) -> String {
    let offset = |place: &Value| {
        let mut lines = text.split_inclusive('\n');
        let before: usize = lines.by_ref().take(place["line"].as_u64().unwrap() as usize).map(str::len).sum();
        before + place["character"].as_u64().unwrap() as usize
    };
    let mut sorted: Vec<(usize, usize, String)> = Vec::new();
    for edit in edits.iter().filter(|edit| confirmed || edit.get("annotationId").is_none()) {
        let new = match edit.get("snippet") {
            Some(snippet) => filled(snippet["value"].as_str().unwrap()),
            None => edit["newText"].as_str().unwrap().to_owned(),
        };
        sorted.push((offset(&edit["range"]["start"]), offset(&edit["range"]["end"]), new));
    }
    sorted.sort_by_key(|(start, end, _)| (*start, *end));
    let (mut out, mut last) = (String::new(), 0);
    for (start, end, new) in sorted {
        assert!(start >= last, "{edits:?}");
        out.push_str(&text[last..start]);
        out.push_str(&new);
        last = end;
    }
    out + &text[last..]
}

/// A snippet whose places are left as proposed.
fn filled(snippet: &str) -> String {
    let mut text = snippet.to_owned();
    for at in 1..9 {
        text = text.replace(&format!("${{{at}:…}}"), "…");
    }
    text.replace("\\$", "$").replace("\\}", "}").replace("\\\\", "\\")
}

pub fn titles(actions: &[Value]) -> Vec<&str> {
    actions.iter().map(|a| a["title"].as_str().unwrap()).collect()
}

pub fn find<'a>(actions: &'a [Value], title: &str) -> &'a Value {
    let found = actions.iter().find(|a| a["title"] == title);
    found.unwrap_or_else(|| panic!("{title:?} is not among {:?}", titles(actions)))
}

/// The bad examples of all rules, with the findings switched on that are off.
fn examples() -> impl Iterator<Item = (&'static str, bool, String)> {
    sidestep::rules::RULES.iter().flat_map(|rule| {
        let bad = rule.examples().into_iter().filter(|example| example.title == "Bad");
        bad.map(move |example| (rule.code, rule.fixable, crate::files::without_marks(example.text)))
    })
}

/// Whether a fix creates a file, adds to a vocabulary or to another page, writes blanks, or takes words away.
fn is_manual(fix: &Value) -> bool {
    let title = fix["title"].as_str().unwrap();
    let takes = ["Create ", "Remove the row", "Take the role's own text"];
    takes.iter().any(|start| title.starts_with(start))
        || title.starts_with("Add ") && title.ends_with(".yaml")
        || fix["edit"].to_string().contains('…')
}

#[test]
fn every_finding_that_can_be_mended_is_mended() {
    let mut without = Vec::new();
    for (code, fixable, text) in examples() {
        let mut editor = Editor::open(&text, abilities());
        let paths: Vec<String> = text.lines().filter_map(|l| l.strip_prefix("#- ").map(str::to_owned)).collect();
        let mut mended = 0;
        for path in &paths {
            for finding in editor.diagnostics(path) {
                let own = finding["code"].as_str().unwrap().to_owned();
                let rule = sidestep::rules::find(&own).unwrap();
                if rule.code != code {
                    continue;
                }
                let actions = editor.actions(path, &finding["range"], Some(&["quickfix"]));
                let fixes: Vec<&Value> = actions
                    .iter()
                    .filter(|a| a["diagnostics"][0]["code"] == own.as_str())
                    .filter(|a| a["diagnostics"][0]["message"] == finding["message"])
                    .filter(|a| !titles(&[(*a).clone()])[0].starts_with("Ignore \"") && a.get("isPreferred").is_some())
                    .collect();
                for (at, fix) in fixes.iter().enumerate() {
                    assert_eq!(fix["isPreferred"], at == 0 && !is_manual(fix), "{fix}");
                    assert!(fix["edit"]["documentChanges"].is_array(), "{fix}");
                    let mut again = Editor::open(&text, abilities());
                    let before = again.all().iter().filter(|(_, c)| *c == own).count();
                    let actions = again.actions(path, &finding["range"], Some(&["quickfix"]));
                    again.carry_out(find(&actions, fix["title"].as_str().unwrap()), true);
                    let after = again.all().iter().filter(|(_, c)| *c == own).count();
                    assert!(after < before, "{code}: {}\n{:?}", fix["title"], again.texts);
                    again.finish();
                    mended += 1;
                }
            }
        }
        // Only a role that was pasted in place of another is evidently meant otherwise.
        let seldom = ["self-alternative", "duplicate-alternative"].contains(&code);
        assert_eq!(mended > 0, fixable && !seldom, "{code}: {text}");
        if mended == 0 {
            without.push(code);
        }
        editor.finish();
    }
    assert!(without.len() < sidestep::rules::RULES.len() / 2, "{without:?}");
}

#[test]
fn every_finding_can_be_ignored_where_it_stands() {
    let loud = ["syntax", "unused-ignore", "config"];
    let mut left = Vec::new();
    for (code, _, text) in examples() {
        let mut editor = Editor::open(&text, abilities());
        let paths: Vec<String> = text.lines().filter_map(|l| l.strip_prefix("#- ").map(str::to_owned)).collect();
        for path in &paths {
            let findings = editor.diagnostics(path).into_iter().filter(|d| d["code"] == code || code.contains('<'));
            for finding in findings.collect::<Vec<_>>() {
                let own = finding["code"].as_str().unwrap();
                let title = format!("Ignore \"{own}\" here");
                let actions = editor.actions(path, &finding["range"], None);
                let Some(action) = actions.iter().find(|a| a["title"] == title.as_str()) else {
                    left.push(own.to_owned());
                    continue;
                };
                assert!(!loud.contains(&own));
                assert_eq!((&action["kind"], action.get("isPreferred")), (&json!("quickfix"), None));
                let (file, count) = (editor.uri(path), |e: &Editor, file: &String, code: &str| {
                    e.all().iter().filter(|(f, c)| f == file && c == code).count()
                });
                let (before, unused) = (count(&editor, &file, own), count(&editor, &file, "unused-ignore"));
                let old = editor.text(path).to_owned();
                editor.carry_out(action, true);
                let after = editor.text(path).to_owned();
                assert!(count(&editor, &file, own) < before, "{own}: {after}");
                assert_eq!(count(&editor, &file, "unused-ignore"), unused, "{own}: {after}");
                // Back again, for the next one.
                editor.version += 1;
                editor.client.change(&editor.folder.of(path), editor.version, &old);
                editor.client.settle();
                editor.texts.insert(file, old);
            }
        }
        editor.finish();
    }
    left.sort();
    left.dedup();
    assert_eq!(left, ["config", "syntax", "unused-ignore"]);
}

pub const MISTAKES: &str = "#- sidestep.yaml
columns: [{ name: Focus }]
#- content/roles/a.yaml
name: A
summary: s
why: See [[b]].
alternatives:
  - role: b
    tagline: t
    about: B or [[b]]
comparison:
  rows:
    - role: A
      Focus: a
    - role: B
      Focus: b
how_to_pick:
  options:
    - { if: i, role: B, then: t }
#- content/roles/b.yaml
name: B
summary: Not [[a]].
comparison: { rows: [{ role: B, Focus: b }] }
";

#[test]
fn all_safe_fixes_of_a_file_or_of_a_code() {
    let mut editor = Editor::open(MISTAKES, abilities());
    // Only where it is asked for.
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 30, "character": 0 } });
    let all = editor.actions("content/roles/a.yaml", &range, None);
    assert!(all.iter().all(|a| a["kind"] != "source.fixAll.sidestep"));
    for only in ["source", "source.fixAll", "source.fixAll.sidestep"] {
        let asked = editor.actions("content/roles/a.yaml", &range, Some(&[only]));
        assert_eq!(titles(&asked), ["Apply all safe fixes in this file"], "{only}");
        assert!(asked[0].get("edit").is_none());
    }
    assert!(editor.actions("content/roles/a.yaml", &range, Some(&["source.organizeImports"])).is_empty());
    let asked = editor.actions("content/roles/a.yaml", &range, Some(&["source.fixAll"]));
    editor.carry_out(&asked[0], true);
    let a = MISTAKES.split("#- ").nth(2).unwrap().split_once('\n').unwrap().1;
    assert_eq!(
        editor.text("content/roles/a.yaml"),
        a.replace("[[b]]", "[[B]]").replace("role: b\n", "role: B\n"),
        "what only hints at something stays"
    );
    assert!(editor.text("content/roles/b.yaml").contains("[[a]]"));
    let codes: Vec<Value> = editor.diagnostics("content/roles/a.yaml").iter().map(|d| d["code"].clone()).collect();
    assert_eq!(codes, ["orphan-role", "redundant-cell"]);
    editor.finish();

    let mut editor = Editor::open(MISTAKES, abilities());
    let actions = editor.actions_at("content/roles/b.yaml", "a]]", Some(&["quickfix"]));
    assert_eq!(
        titles(&actions),
        [
            "Replace with \"A\"",
            "Fix all \"discouraged-name\" findings in the workspace (4)",
            "Ignore \"discouraged-name\" here",
            "Ignore \"discouraged-name\" in this file"
        ]
    );
    assert!(actions[1].get("isPreferred").is_none() && actions[1]["diagnostics"][0]["code"] == "discouraged-name");
    editor.carry_out(&actions[1], true);
    assert_eq!(editor.all().iter().filter(|(_, code)| code == "discouraged-name").count(), 0);
    assert_eq!(editor.all().iter().filter(|(_, code)| code == "redundant-cell").count(), 1);
    editor.finish();

    // A client that takes edits at once only.
    let mut editor = Editor::open(MISTAKES, push_abilities());
    let asked = editor.actions("content/roles/a.yaml", &range, Some(&["source.fixAll"]));
    assert!(asked[0]["edit"].is_object() && asked[0].get("data").is_none());
    editor.finish();
}

#[test]
fn pages_are_changed_at_a_place() {
    let page = MISTAKES.replace("role: b", "role: B").replace("[[b]]", "[[B]]").replace("[[a]]", "[[A]]");
    let more = "#- content/roles/c.yaml
name: C
summary: s
why: w
alternatives: [{ role: A, tagline: t, about: a }, { role: B, tagline: t, about: a }]
comparison: { rows: [{ role: C, Focus: c }, { role: A }, { role: B }] }
how_to_pick: { options: [{ if: i, role: A, then: t }, { if: i, role: B, then: t }] }
";
    let mut editor = Editor::open(&format!("{page}{more}"), abilities());
    let actions = editor.actions_at("content/roles/a.yaml", "role: B", Some(&["refactor"]));
    assert_eq!(titles(&actions), ["Insert \"C\" below \"B\""]);
    assert_eq!(actions[0]["kind"], "refactor.rewrite");
    let mut telling = abilities();
    telling["textDocument"]["codeAction"]["disabledSupport"] = json!(true);
    let mut other = Editor::open(&format!("{page}{more}"), telling);
    let told = other.actions_at("content/roles/a.yaml", "role: B", Some(&["refactor"]));
    assert_eq!(titles(&told), ["Remove \"B\" with its row and option", "Insert \"C\" below \"B\""]);
    assert_eq!(told[0]["disabled"]["reason"], "it is the only alternative of this page");
    other.finish();
    let edits = &actions[0]["edit"]["documentChanges"][0]["edits"];
    assert_eq!(edits[0]["snippet"]["value"], "  - role: C\n    tagline: ${1:…}\n    about: ${2:…}\n", "{edits}");
    assert_eq!(edits[0]["snippet"]["kind"], "snippet");
    assert_eq!(edits[1]["newText"], "    - role: C\n");
    editor.carry_out(&actions[0], true);
    let only = editor.actions_at("content/roles/b.yaml", "B", Some(&["refactor"]));
    assert_eq!(titles(&only), [] as [&str; 0]);
    // What is left blank is for the author to write.
    let quiet = editor.all();
    let codes: Vec<&str> = quiet.iter().map(|(_, code)| code.as_str()).filter(|code| *code != "placeholder").collect();
    assert_eq!(codes, ["redundant-cell"]);

    let moves = editor.actions_at("content/roles/a.yaml", "role: C", Some(&["refactor.move"]));
    assert_eq!(titles(&moves), ["Move \"C\" up"]);
    editor.carry_out(&moves[0], true);
    let text = editor.text("content/roles/a.yaml");
    assert!(text.find("role: C").unwrap() < text.find("role: B").unwrap());
    assert_eq!(editor.all(), quiet);

    // Retiring: what an author wrote goes only if the author says so.
    let retire = editor.actions_at("content/roles/a.yaml", "A\n", Some(&["refactor.rewrite"]));
    let title = "Retire \"A\" in favour of \"B\"";
    let resolved = editor.client.request("codeAction/resolve", find(&retire, title).clone());
    let annotations = resolved["edit"]["changeAnnotations"].as_object().unwrap();
    assert_eq!(annotations.values().next().unwrap()["label"], "Entries for \"A\" that go");
    editor.carry_out(find(&retire, title), false);
    assert!(editor.text("content/roles/a.yaml").contains("status: retired\nreplaced_by: B\n"));
    assert!(editor.text("content/roles/b.yaml").contains("Not A."));
    assert!(editor.text("content/roles/c.yaml").contains("role: A"));
    assert!(editor.all().iter().any(|(_, code)| code == "retired-role"));
    editor.finish();
}

#[test]
fn terms_are_listed_and_merged() {
    let files = "#- content/roles/a.yaml
name: A
summary: s
tools: [Docker]
comparison:
  rows:
    - role: A
      Primary Focus: x
      Key Skills: y
      Common Tools/Technologies: Docker, Go, Postgre SQL/PostgreSQL
      Typical Deliverables: z
#- content/tools.yaml
- name: Docker
- name: Go
- name: Postgre SQL
- name: PostgreSQL
";
    let mut editor = Editor::open(files, abilities());
    let merge = editor.actions_at("content/tools.yaml", "Postgre SQL", Some(&["refactor"]));
    assert_eq!(titles(&merge), ["Merge \"Postgre SQL\" into \"PostgreSQL\""]);
    let extract = editor.actions_at("content/roles/a.yaml", "Key Skills", Some(&["refactor.extract"]));
    assert_eq!(titles(&extract), ["Add all 3 unlisted terms to the role's own lists"]);
    editor.carry_out(&extract[0], true);
    assert!(editor.text("content/roles/a.yaml").contains("tools: [Docker, Go, Postgre SQL, PostgreSQL]"));
    editor.carry_out(&merge[0], true);
    assert!(editor.text("content/roles/a.yaml").contains("tools: [Docker, Go, PostgreSQL]"));
    assert!(editor.text("content/roles/a.yaml").contains("Technologies: Docker, Go, PostgreSQL\n"));
    assert_eq!(
        editor.text("content/tools.yaml"),
        "- name: Docker\n- name: Go\n- name: PostgreSQL\n  aliases: [Postgre SQL]\n"
    );
    assert!(editor.all().iter().all(|(_, code)| code == "orphan-role"), "{:?}", editor.all());
    editor.finish();
}

#[test]
fn what_a_merge_would_lose_stops_it_when_it_is_chosen() {
    let files = "#- content/roles/a.yaml
name: A
summary: s
tools: [Postgre SQL, Go]
#- content/tools.yaml
- name: Postgre SQL
- name: PostgreSQL
  description: A database.
";
    let mut editor = Editor::open(files, abilities());
    let tools = editor.folder.of("content/tools.yaml");
    let merge = editor.actions_at("content/tools.yaml", "Postgre SQL", Some(&["refactor"]));
    let merge = find(&merge, "Merge \"Postgre SQL\" into \"PostgreSQL\"").clone();
    assert!(editor.client.request("codeAction/resolve", merge.clone())["edit"].is_object());
    // The entry has got a text of its own meanwhile.
    let text = editor.text("content/tools.yaml").replacen("SQL\n", "SQL\n  description: Another.\n", 1);
    editor.client.change(&tools, 2, &text);
    let refused = editor.client.response("codeAction/resolve", merge);
    let why = "\"Postgre SQL\" and \"PostgreSQL\" say different things as \"description\"";
    assert_eq!(refused["error"]["message"], why, "{refused}");
    editor.client.finish();
}

#[test]
fn what_is_dear_is_left_to_clients_that_ask_for_it_when_it_is_chosen() {
    let folder = Folder::new("");
    for n in 0..1100 {
        let text = format!("name: Role {n}\nsummary: Beside [[role {}]].\ntools: [Postgre SQL]\n", (n + 1) % 1100);
        folder.write(&format!("content/roles/role-{n}.yaml"), &text);
    }
    let tools = "- name: Postgre SQL\n- name: PostgreSQL\n- name: Go Lang\n- name: GoLang\n";
    folder.write("content/tools.yaml", tools);
    for (abilities, dear) in [(abilities(), true), (push_abilities(), false)] {
        let mut client = Client::start(&[&folder.path()], abilities);
        client.open(&folder.of("content/tools.yaml"), tools);
        let role = "content/roles/role-7.yaml";
        client.open(&folder.of(role), &folder.read(role));
        client.settle();
        let mut at = |path: &str, line: u32, character: u32| {
            let place = json!({ "line": line, "character": character });
            let ask = json!({
                "textDocument": { "uri": uri(&folder.of(path)) },
                "range": { "start": place, "end": place },
                "context": { "diagnostics": [] },
            });
            let found = client.request("textDocument/codeAction", ask);
            found.as_array().unwrap().iter().map(|a| a["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let merges = at("content/tools.yaml", 0, 10).into_iter().filter(|title| title.starts_with("Merge")).count();
        assert_eq!(merges > 0, dear, "a term that all pages use");
        assert!(at("content/tools.yaml", 2, 10).contains(&"Merge \"Go Lang\" into \"GoLang\"".to_owned()));
        let fixes = at(role, 1, 20);
        assert!(fixes.contains(&"Replace with \"Role 8\"".to_owned()), "{fixes:?}");
        assert_eq!(fixes.iter().any(|title| title.starts_with("Fix all")), dear, "{fixes:?}");
        client.finish();
    }
}

/// Over several findings of one kind each action says which it is about.
#[test]
fn actions_with_one_title_say_where() {
    let fixture = "#- content/tools.yaml\n- name: PostgreSQL\n  avoid: [Postgres]\n#- content/skills.yaml\n- name: SQL\n#- content/roles/a.yaml\nname: A\nsummary: s\nhow_to_pick:\n  intro: Postgres is here\n  outro: Postgres and Postgres\n";
    let mut editor = Editor::open(fixture, abilities());
    let path = "content/roles/a.yaml";
    let range = |from: u32, to: u32| json!({ "start": { "line": from, "character": 0 }, "end": { "line": to, "character": 0 } });
    let actions = editor.actions(path, &range(2, 5), Some(&["quickfix"]));
    let found = titles(&actions);
    let mut once = found.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), found.len(), "{found:?}");
    let replace = "Replace with \"PostgreSQL\"";
    for place in ["line 4", "line 5, column 10", "line 5, column 23"] {
        assert!(found.contains(&format!("{replace} ({place})").as_str()), "{place}: {found:?}");
    }
    let one = editor.actions(path, &range(3, 4), Some(&["quickfix"]));
    assert!(titles(&one).contains(&replace), "{:?}", titles(&one));
    editor.finish();
}
