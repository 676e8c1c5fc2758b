//! Several workspaces, and none.

use serde_json::{Value, json};

use crate::client::{Client, push_abilities, uri};
use crate::files::{Folder, two_roles};

fn folders(client: &mut Client, added: &[&str], removed: &[&str]) {
    let list = |paths: &[&str]| paths.iter().map(|p| json!({ "uri": uri(p), "name": "x" })).collect::<Vec<_>>();
    client.notify(
        "workspace/didChangeWorkspaceFolders",
        json!({ "event": { "added": list(added), "removed": list(removed) } }),
    );
}

fn with_mistake() -> Folder {
    let folder = two_roles();
    folder.write("content/roles/odd.yaml", "nme: Odd\n");
    folder
}

#[test]
fn folders_come_and_go() {
    let (a, b) = (with_mistake(), with_mistake());
    let mut client = Client::start(&[&a.path()], push_abilities());
    assert_eq!(client.published.len(), 1);
    folders(&mut client, &[&b.path()], &[]);
    client.until("both", |c| c.published.len() == 2);
    folders(&mut client, &[], &[&a.path()]);
    client.until("one", |c| c.published.keys().all(|u| u.starts_with(&uri(&b.path()))) && c.published.len() == 1);
    client.finish();
}

#[test]
fn nested_workspaces_are_workspaces_of_their_own() {
    let folder = Folder::new(
        "
#- one/sidestep.yaml
columns: [{ name: Focus }]
#- one/content/roles/a.yaml
name: A
summary: Knows [[B]].
#- two/sidestep.yaml
columns: [{ name: Focus }]
#- two/content/roles/b.yaml
name: B
summary: Knows [[A]].
",
    );
    let mut client = Client::start(&[&folder.path()], push_abilities());
    client.until("both", |c| c.published.len() == 2);
    let status = client.request("sidestep/status", Value::Null);
    assert_eq!(status["workspaces"].as_array().unwrap().len(), 2);
    client.finish();
}

#[test]
fn settings_further_down_do_not_hide_the_roles_of_the_opened_folder() {
    let folder = Folder::new(
        "
#- content/roles/a.yaml
name: A
summary: Knows [[B]].
#- book/sidestep.yaml
collections: { page: { files: ['*.md'], schema: 'sidestep:page' } }
#- book/start.md
[gone](none.md)
",
    );
    let mut client = Client::start(&[&folder.path()], push_abilities());
    client.until("both", |c| c.codes().len() == 2);
    let codes = client.codes();
    assert_eq!(codes["roles/a.yaml"], ["unknown-role"]);
    assert_eq!(codes["book/start.md"], ["broken-link"]);
    client.finish();
}

#[test]
fn two_workspaces_share_a_vocabulary() {
    let folder = Folder::new(
        "
#- shared/skills.yaml
- name: Rust
#- one/sidestep.yaml
columns: [{ name: Focus }]
vocabularies: { skill: [../shared/skills.yaml] }
#- one/content/roles/a.yaml
name: A
summary: One.
skills: [Rust]
#- two/sidestep.yaml
columns: [{ name: Focus }]
vocabularies: { skill: [../shared/skills.yaml] }
#- two/content/roles/b.yaml
name: B
summary: Two.
skills: [Rust]
",
    );
    let mut client = Client::start(&[&folder.path()], push_abilities());
    client.until("both read", |_| true);
    client.settle();
    assert!(client.codes().is_empty(), "{:?}", client.codes());
    let shared = folder.of("shared/skills.yaml");
    client.open(&shared, "- name: Ruby\n");
    client.until("both unknown", |c| c.codes().len() == 2);
    client.change(&shared, 2, "- name: Rust\n");
    client.settle();
    assert!(client.codes().is_empty(), "{:?}", client.codes());
    client.finish();
}

/// Where there is no repository, what lies beside a workspace is read while a folder around both is open.
#[test]
fn without_a_repository_the_open_folder_is_the_bound() {
    let folder = Folder::new(
        "
#- shared/skills.yaml
- name: Rust
#- one/sidestep.yaml
columns: [{ name: Focus }]
vocabularies: { skill: [../shared/skills.yaml] }
#- one/content/roles/a.yaml
name: A
summary: \"See [x](../../../shared/skills.yaml).\"
skills: [Rust]
",
    );
    let (all, one) = (folder.path(), folder.of("one"));
    let refused =
        |c: &Client| c.codes().get("one/sidestep.yaml").is_some_and(|codes| codes.contains(&"config".to_owned()));
    let mut client = Client::start(&[&one], push_abilities());
    client.until("refused", refused);
    // No link to what is not the workspace's.
    let role = folder.of("one/content/roles/a.yaml");
    client.open(&role, &folder.read("one/content/roles/a.yaml"));
    let ask = json!({ "textDocument": { "uri": uri(&role) } });
    assert_eq!(client.request("textDocument/documentLink", ask.clone()), json!([]));
    folders(&mut client, &[&all], &[]);
    client.until("read", |c| !refused(c));
    assert_eq!(client.request("textDocument/documentLink", ask).as_array().unwrap().len(), 1);
    folders(&mut client, &[], &[&all]);
    client.until("refused again", refused);
    client.finish();
}

#[test]
fn a_shared_term_is_renamed_in_all_workspaces() {
    let folder = Folder::new("");
    for one in ["one", "two"] {
        folder.write(
            &format!("{one}/sidestep.yaml"),
            "columns: [{ name: Focus }]\nvocabularies: { skill: [../shared/skills.yaml] }\n",
        );
        folder.write(&format!("{one}/content/roles/a.yaml"), "name: A\nsummary: One.\nskills: [Rust, rust, Zig]\n");
    }
    folder.write("shared/skills.yaml", "- name: Rust\n- name: Zig\n");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    let one = folder.of("one/content/roles/a.yaml");
    client.open(&one, &folder.read("one/content/roles/a.yaml"));
    let mut ask = json!({ "textDocument": { "uri": uri(&one) }, "position": { "line": 2, "character": 10 } });
    ask["newName"] = json!("Oxide");
    let edit = client.request("textDocument/rename", ask.clone());
    let changes = edit["documentChanges"].as_array().unwrap();
    let mut edits: Vec<(String, usize)> = changes
        .iter()
        .map(|c| (c["textDocument"]["uri"].as_str().unwrap().to_owned(), c["edits"].as_array().unwrap().len()))
        .collect();
    edits.sort();
    let expected = [("one/content/roles/a.yaml", 2), ("shared/skills.yaml", 1), ("two/content/roles/a.yaml", 2)];
    assert_eq!(edits, expected.map(|(path, count)| (uri(&folder.of(path)), count)));
    // What is taken in one of them is refused.
    folder.write("two/content/tools.yaml", "- name: x\n");
    folder.write("two/more.yaml", "- name: Oxide\n");
    folder.write(
        "two/sidestep.yaml",
        "columns: [{ name: Focus }]\nvocabularies: { skill: [../shared/skills.yaml, more.yaml] }\n",
    );
    client.notify(
        "workspace/didChangeWatchedFiles",
        json!({ "changes": [{ "uri": uri(&folder.of("two/sidestep.yaml")), "type": 2 }] }),
    );
    client.settle();
    let refused = client.response("textDocument/rename", ask);
    let message = refused["error"]["message"].as_str().unwrap_or_else(|| panic!("{refused}"));
    assert!(
        message.ends_with(
            "/two, \"Oxide\" is taken by a skill, in more.yaml; to make one of both, merge \"Rust\" into \"Oxide\""
        ),
        "{message}"
    );
    client.finish();
}

#[test]
fn a_shared_term_is_merged_in_all_workspaces() {
    let folder = Folder::new("");
    for one in ["one", "two"] {
        folder.write(
            &format!("{one}/sidestep.yaml"),
            "columns: [{ name: Focus }]\nvocabularies: { skill: [../shared/skills.yaml] }\n",
        );
        folder.write(&format!("{one}/content/roles/a.yaml"), "name: A\nsummary: One.\nskills: [Type Script]\n");
    }
    folder.write("shared/skills.yaml", "- name: Type Script\n- name: TypeScript\n");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    let skills = folder.of("shared/skills.yaml");
    client.open(&skills, &folder.read("shared/skills.yaml"));
    client.settle();
    let place = json!({ "line": 0, "character": 9 });
    let ask = json!({
        "textDocument": { "uri": uri(&skills) },
        "range": { "start": place, "end": place },
        "context": { "diagnostics": [], "only": ["refactor"] },
    });
    let actions = client.request("textDocument/codeAction", ask);
    assert_eq!(actions[0]["title"], "Merge \"Type Script\" into \"TypeScript\"");
    let changes = actions[0]["edit"]["documentChanges"].as_array().unwrap();
    let mut edits: Vec<(String, usize)> = changes
        .iter()
        .map(|c| (c["textDocument"]["uri"].as_str().unwrap().to_owned(), c["edits"].as_array().unwrap().len()))
        .collect();
    edits.sort();
    let expected = [("one/content/roles/a.yaml", 1), ("shared/skills.yaml", 2), ("two/content/roles/a.yaml", 1)];
    assert_eq!(edits, expected.map(|(path, count)| (uri(&folder.of(path)), count)));
    client.finish();
}

#[test]
fn files_that_are_none_of_ours_get_nothing() {
    let folder = two_roles();
    let mut client = Client::start(&[&folder.path()], push_abilities());
    let other = folder.of("ci/pipeline.yaml");
    client.open(&other, "a: [\n");
    client.settle();
    assert!(client.codes().is_empty());
    let place = json!({ "textDocument": { "uri": uri(&other) }, "position": { "line": 0, "character": 0 } });
    assert_eq!(client.request("textDocument/hover", place.clone()), Value::Null);
    assert_eq!(client.request("textDocument/completion", place), Value::Null);
    client.finish();
}

#[test]
fn a_folder_without_anything() {
    let folder = Folder::new("");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    let role = folder.of("content/roles/first.yaml");
    client.open(&role, "name: First\n");
    client.settle();
    assert_eq!(client.codes()["roles/first.yaml"], ["schema", "orphan-role"]);
    client.finish();
}

#[test]
fn while_the_workspace_is_read_an_open_file_has_its_own_findings_and_no_false_ones() {
    let folder = Folder::new("");
    for (path, text) in crate::corpus::workspace(1500) {
        folder.write(&path, &text);
    }
    let (path, text) = crate::corpus::workspace(1500).into_iter().find(|(p, _)| p.contains("/roles/")).unwrap();
    let mut client = Client::connect();
    client.initialize(&[&folder.path()], push_abilities());
    client.notify("initialized", json!({}));
    client.open(&folder.of(&path), &text.replace("summary:", "sumary:"));
    client.settle();
    let first = client.publications.iter().find(|(u, _, _)| u.ends_with(&path)).unwrap();
    assert_eq!(first.2, 1, "the misspelled key alone: {:?}", client.publications);
    client.finish();
}

#[test]
fn a_shared_file_has_the_findings_of_each_workspace_that_uses_it() {
    let folder = Folder::new("");
    for one in ["one", "two"] {
        folder.write(
            &format!("{one}/sidestep.yaml"),
            "columns: [{ name: Focus }]\nvocabularies: { skill: [../shared/skills.yaml] }\nrules: { unused-term: warning }\n",
        );
        folder.write(&format!("{one}/content/roles/a.yaml"), "name: A\nsummary: One.\nskills: [Rust]\n");
    }
    folder.write("shared/skills.yaml", "- name: Rust\n- name: Extra\n");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    client.settle();
    assert_eq!(client.codes()["shared/skills.yaml"], ["unused-term"]);
    let with = "name: A\nsummary: One.\nskills: [Rust, Extra]\n";
    let without = "name: A\nsummary: One.\nskills: [Rust]\n";
    let (one, two) = (folder.of("one/content/roles/a.yaml"), folder.of("two/content/roles/a.yaml"));
    client.open(&one, with);
    client.open(&two, with);
    client.settle();
    assert!(!client.codes().contains_key("shared/skills.yaml"));
    client.change(&two, 2, without);
    client.settle();
    assert_eq!(client.codes()["shared/skills.yaml"], ["unused-term"]);
    client.finish();
}

#[test]
fn columns_and_categories_are_renamed_where_files_are_shared_and_nowhere_else() {
    let folder = Folder::new("");
    for (name, vocabularies) in [
        ("one", "vocabularies: { skill: [../shared/skills.yaml] }\n"),
        ("two", "vocabularies: { skill: [../shared/skills.yaml] }\n"),
        ("three", ""),
    ] {
        folder.write(&format!("{name}/sidestep.yaml"), &format!("columns: [{{ name: Focus }}]\n{vocabularies}"));
        folder.write(
            &format!("{name}/content/roles/a.yaml"),
            "name: A\nsummary: One.\nskills: []\ncomparison: { rows: [{ role: A, Focus: x }] }\n",
        );
        folder.write(&format!("{name}/content/tools.yaml"), "- { name: Git, category: data }\n");
    }
    folder.write("shared/skills.yaml", "- { name: SQL, category: data }\n");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    let mut renamed = |path: &str, line: u32, character: u32| {
        let place = json!({ "line": line, "character": character });
        let edit = client.request(
            "textDocument/rename",
            json!({ "textDocument": { "uri": uri(&folder.of(path)) }, "position": place, "newName": "Aim" }),
        );
        let changes = edit["documentChanges"].as_array().unwrap();
        let mut files: Vec<(String, usize)> = changes
            .iter()
            .map(|c| (c["textDocument"]["uri"].as_str().unwrap().to_owned(), c["edits"].as_array().unwrap().len()))
            .collect();
        files.sort();
        files
    };
    let files = |paths: &[&str]| paths.iter().map(|path| (uri(&folder.of(path)), 1)).collect::<Vec<_>>();
    let column = renamed("one/content/roles/a.yaml", 3, 34);
    assert_eq!(column, files(&["one/content/roles/a.yaml", "one/sidestep.yaml"]));
    let category = renamed("two/content/tools.yaml", 0, 26);
    assert_eq!(category, files(&["one/content/tools.yaml", "shared/skills.yaml", "two/content/tools.yaml"]));
    let alone = renamed("three/content/tools.yaml", 0, 26);
    assert_eq!(alone, files(&["three/content/tools.yaml"]));
    client.finish();
}
