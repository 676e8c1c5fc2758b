//! The requests by which an editor's commands retire, merge, delete and duplicate.

use serde_json::{Value, json};

use crate::client::{Client, push_abilities, uri};
use crate::files::{Folder, two_roles};

const DATA: &str = "content/roles/data-engineer.yaml";
const WEB: &str = "content/roles/web-engineer.yaml";
const TOOLS: &str = "content/tools.yaml";

fn start(folder: &Folder) -> Client {
    let mut abilities = push_abilities();
    abilities["workspace"]["workspaceEdit"]["changeAnnotationSupport"] = json!({});
    Client::start(&[&folder.path()], abilities)
}

/// Two roles that name each other, and one that only stands there.
fn roles() -> Folder {
    let folder = two_roles();
    folder.write("content/roles/app-engineer.yaml", "name: App Engineer\nsummary: Builds apps.\n");
    folder.write(TOOLS, "- name: NodeJS\n  category: runtime\n- name: Node.js\n- name: Git\n");
    folder
}

fn file(folder: &Folder, path: &str) -> Value {
    json!({ "textDocument": { "uri": uri(&folder.of(path)) } })
}

fn with(mut params: Value, key: &str, value: Value) -> Value {
    params[key] = value;
    params
}

fn names(choices: &Value) -> Vec<(String, bool)> {
    let list = choices["choices"].as_array().unwrap().iter();
    list.map(|c| (c["name"].as_str().unwrap().to_owned(), c["likely"] == true)).collect()
}

/// The files that an edit changes, and in which way.
fn files(edit: &Value) -> Vec<(String, String)> {
    let change = |change: &Value| {
        let kind = change["kind"].as_str().unwrap_or("edit").to_owned();
        let place = change.get("uri").unwrap_or(&change["textDocument"]["uri"]);
        (place.as_str().unwrap().rsplit('/').next().unwrap().to_owned(), kind)
    };
    edit["documentChanges"].as_array().unwrap().iter().map(change).collect()
}

#[test]
fn a_role_is_retired_for_one_that_is_chosen() {
    let folder = roles();
    let mut client = start(&folder);
    // The role of the file, wherever the cursor stands in it.
    let here = with(file(&folder, WEB), "position", json!({ "line": 1, "character": 0 }));
    let choices = client.request("sidestep/choices", with(here.clone(), "for", json!("retire")));
    assert_eq!((&choices["kind"], &choices["name"]), (&json!("role"), &json!("Web Engineer")));
    assert_eq!(choices["uri"], uri(&folder.of(WEB)));
    assert_eq!(names(&choices), [("Data Engineer".to_owned(), true), ("App Engineer".to_owned(), false)]);
    assert_eq!((&choices["uses"], &choices["pages"]), (&json!(1), &json!(1)));
    let retired = client.request("sidestep/retire", with(here.clone(), "by", json!("App Engineer")));
    assert_eq!(retired["title"], "Retire \"Web Engineer\" in favour of \"App Engineer\"");
    assert_eq!(retired["files"], 2);
    let edit = |name: &str| (name.to_owned(), "edit".to_owned());
    assert_eq!(files(&retired["edit"]), [edit("data-engineer.yaml"), edit("web-engineer.yaml")]);
    let refused = client.request("sidestep/retire", with(here.clone(), "by", json!("Nobody")));
    assert_eq!(refused["why"], "no role is named \"Nobody\"");
    assert_eq!(refused.get("edit"), None);
    let refused = client.request("sidestep/retire", with(here, "by", json!("Web Engineer")));
    assert_eq!(refused["why"], "\"Web Engineer\" cannot take over from itself");
    client.finish();
}

#[test]
fn what_a_retired_role_leaves_is_asked_about_or_told() {
    let folder = roles();
    let page = folder.read(WEB);
    let twice = page.replace("comparison:", "  - role: App Engineer\n    tagline: t\n    about: a\ncomparison:");
    let twice = twice.replace("how_to_pick", "    - role: App Engineer\nhow_to_pick");
    folder.write(WEB, &format!("{twice}    - if: x\n      role: App Engineer\n      then: y\n"));
    let ask = json!({ "name": "Data Engineer", "by": "App Engineer" });
    let mut client = start(&folder);
    let retired = client.request("sidestep/retire", ask.clone());
    let annotations = retired["edit"]["changeAnnotations"].as_object().unwrap();
    assert!(annotations.values().all(|annotation| annotation["needsConfirmation"] == true), "{retired}");
    assert_eq!(retired["left"], json!([]));
    client.finish();
    let mut client = Client::start(&[&folder.path()], push_abilities());
    let retired = client.request("sidestep/retire", ask);
    let left = retired["left"].as_array().unwrap();
    assert_eq!(left.len(), 3, "an entry, its row and its option: {retired}");
    assert_eq!(left[0]["uri"], uri(&folder.of(WEB)));
    assert_eq!(left[0]["reason"], "it stands beside \"App Engineer\" and was left");
    assert_eq!(left[0]["range"]["start"]["line"], 4);
    client.finish();
}

#[test]
fn sentences_that_still_say_an_old_name_are_told() {
    let folder = roles();
    let says = "name: App Engineer\nsummary: Not a Web Engineer, and no Git user.\n";
    folder.write("content/roles/app-engineer.yaml", says);
    let mut client = start(&folder);
    let reasons = |answer: &Value| {
        let left = answer["left"].as_array().unwrap_or_else(|| panic!("{answer}")).iter();
        left.map(|left| (left["reason"].as_str().unwrap().to_owned(), left["range"]["start"]["character"].clone()))
            .filter(|(reason, _)| reason.starts_with("the sentence"))
            .collect::<Vec<_>>()
    };
    let expected = [("the sentence still says \"Web Engineer\"".to_owned(), json!(15))];
    let retired = client.request("sidestep/retire", json!({ "name": "Web Engineer", "by": "App Engineer" }));
    assert_eq!(reasons(&retired), expected);
    let deleted = client.request("sidestep/delete", json!({ "name": "Web Engineer" }));
    assert_eq!(reasons(&deleted), if deleted["edit"].is_object() { &expected[..] } else { &[] });
    // A client that can ask is given the change to ask about.
    let merged = json!({ "name": "Git", "kind": "tool", "into": "Node.js" });
    let asked = client.request("sidestep/merge", merged.clone());
    let annotations = asked["edit"]["changeAnnotations"].as_object().unwrap_or_else(|| panic!("{asked}"));
    assert!(annotations.values().any(|annotation| annotation["label"] == "The old name in prose"), "{asked}");
    client.finish();
    let mut client = Client::start(&[&folder.path()], push_abilities());
    let told = client.request("sidestep/merge", merged);
    assert_eq!(reasons(&told), [("the sentence still says \"Git\"".to_owned(), json!(36))]);
    client.finish();
}

#[test]
fn a_term_that_says_something_else_is_merged_when_the_author_agrees() {
    let folder = Folder::new(
        "#- content/tools.yaml
- name: Plane
  summary: Takes off shavings.
- name: Smoother
  summary: Makes wood even.
  url: https://example.org/smoother
#- content/roles/joiner.yaml
name: Joiner
summary: Makes doors.
tools: [Plane, Smoother]
comparison:
  rows:
    - role: Joiner
      Common Tools/Technologies: Plane/Smoother (for doors)
",
    );
    let mut client = start(&folder);
    client.open(&folder.of(TOOLS), &folder.read(TOOLS));
    let ask = json!({ "kind": "tool", "name": "Smoother", "into": "Plane" });
    let asked = client.request("sidestep/merge", ask.clone());
    assert_eq!(asked["why"], "\"Smoother\" and \"Plane\" say different things as \"summary\"");
    assert_eq!((&asked["edit"], &asked["title"]), (&Value::Null, &json!("Merge \"Smoother\" into \"Plane\"")));
    let lost = &asked["lost"][0];
    assert_eq!((&lost["key"], &lost["value"]), (&json!("summary"), &json!("Makes wood even.")));
    assert_eq!((&lost["uri"], &lost["range"]["start"]["line"]), (&json!(uri(&folder.of(TOOLS))), &json!(3)));
    assert_eq!(asked["lost"].as_array().unwrap().len(), 1, "the address moves along: {asked}");

    let merged = client.request("sidestep/merge", with(ask, "force", json!(true)));
    let edit = |name: &str| (name.to_owned(), "edit".to_owned());
    assert_eq!(files(&merged["edit"]), [edit("joiner.yaml"), edit("tools.yaml")]);
    assert_eq!((&merged["why"], &merged["lost"]), (&Value::Null, &Value::Null));
    assert_eq!(merged["left"][0]["reason"], "\"Plane\" stands twice in this list now");
    assert_eq!(merged["left"].as_array().unwrap().len(), 1, "{merged}");
    client.finish();
}

#[test]
fn a_term_is_merged_into_one_that_is_chosen() {
    let folder = roles();
    let mut client = start(&folder);
    client.open(&folder.of(TOOLS), &folder.read(TOOLS));
    // Anywhere in its entry.
    let here = with(file(&folder, TOOLS), "position", json!({ "line": 1, "character": 14 }));
    let choices = client.request("sidestep/choices", with(here.clone(), "for", json!("merge")));
    assert_eq!((&choices["kind"], &choices["name"]), (&json!("tool"), &json!("NodeJS")));
    assert_eq!(names(&choices), [("Node.js".to_owned(), true), ("Git".to_owned(), false)]);
    let merged = client.request("sidestep/merge", with(here.clone(), "into", json!("Node.js")));
    assert_eq!(merged["title"], "Merge \"NodeJS\" into \"Node.js\"");
    assert_eq!(files(&merged["edit"]), [("tools.yaml".to_owned(), "edit".to_owned())]);
    let refused = client.request("sidestep/merge", with(here, "into", json!("Nothing")));
    assert_eq!(refused["why"], "no tool is named \"Nothing\"");
    for (params, why) in [
        (json!({ "name": "Web Engineer" }), "roles cannot be merged: retire one of them, and the other takes over"),
        (json!({ "name": "x", "kind": "thing" }), "there is no kind \"thing\""),
        (file(&folder, WEB), "there is no term here: put the cursor on the name of one"),
        (json!({}), "no file is open"),
    ] {
        let choices = client.request("sidestep/choices", with(params, "for", json!("merge")));
        assert_eq!((&choices["why"], &choices["choices"]), (&json!(why), &json!([])));
    }
    client.finish();
}

#[test]
fn a_role_is_deleted_with_what_refers_to_it() {
    let folder = roles();
    let mut client = start(&folder);
    let choices = client.request("sidestep/choices", with(file(&folder, DATA), "for", json!("delete")));
    assert_eq!((&choices["uses"], &choices["pages"]), (&json!(3), &json!(1)));
    // It is the page's only alternative.
    let deleted = client.request("sidestep/delete", file(&folder, DATA));
    let why = deleted["why"].as_str().unwrap_or_else(|| panic!("{deleted}"));
    assert!(why.starts_with("content/roles/web-engineer.yaml:5 cannot do without \"Data Engineer\": "), "{why}");
    let deleted = client.request("sidestep/delete", file(&folder, WEB));
    assert_eq!(deleted["title"], "Delete \"Web Engineer\"");
    let expected = [("data-engineer.yaml", "edit"), ("web-engineer.yaml", "delete")];
    assert_eq!(files(&deleted["edit"]), expected.map(|(path, kind)| (path.to_owned(), kind.to_owned())));
    assert_eq!(deleted["files"], 2);
    client.finish();
    let mut abilities = push_abilities();
    abilities["workspace"]["workspaceEdit"]["resourceOperations"] = json!(["create"]);
    let mut client = Client::start(&[&folder.path()], abilities);
    let deleted = client.request("sidestep/delete", file(&folder, WEB));
    assert_eq!(
        deleted["why"],
        "this editor cannot change files in this way: \"sidestep delete\" does it in a terminal"
    );
    client.finish();
}

/// What cannot be read is not forgotten: it is left to the author.
#[test]
fn what_cannot_be_read_may_name_what_changes() {
    let folder = roles();
    std::fs::write(folder.dir().join("content/roles/cafe.yaml"), b"name: Caf\xe9\nsummary: \"[[Web Engineer]]\"\n")
        .unwrap();
    folder.write("content/roles/broken.yaml", "name: B\nsummary: x\ntools: [One, \"Two, Web Engineer\nwhy: Fine.\n");
    let mut client = start(&folder);
    let deleted = client.request("sidestep/delete", file(&folder, WEB));
    let left = deleted["left"].as_array().unwrap_or_else(|| panic!("{deleted}"));
    let told: Vec<(bool, &str)> = left
        .iter()
        .map(|left| (left["uri"].as_str().unwrap().ends_with("/cafe.yaml"), left["reason"].as_str().unwrap()))
        .collect();
    assert!(told.contains(&(true, "it cannot be read, and it may name \"Web Engineer\"")), "{told:?}");
    let hidden = "a syntax error hides what stands there, and it may name \"Web Engineer\"";
    assert!(told.contains(&(false, hidden)), "{told:?}");
    let web = folder.of(WEB);
    client.open(&web, &folder.read(WEB));
    let mut ask = json!({ "textDocument": { "uri": uri(&web) }, "position": { "line": 0, "character": 7 } });
    ask["newName"] = json!("Web Builder");
    client.request("textDocument/rename", ask);
    let shown = client.take_all("window/showMessage");
    let said = "2 places that cannot be read may still say \"Web Engineer\": the problems list shows what is wrong";
    assert!(shown.iter().any(|message| message["message"].as_str().unwrap().ends_with(said)), "{shown:?}");
    client.finish();
}

#[test]
fn a_role_is_duplicated() {
    let folder = roles();
    let mut client = start(&folder);
    let ask = with(file(&folder, DATA), "as", json!("Stream Engineer"));
    let copy = client.request("sidestep/duplicate", ask.clone());
    assert_eq!(copy["uri"], uri(&folder.of("content/roles/stream-engineer.yaml")));
    assert_eq!(copy["text"], folder.read(DATA).replace("Data Engineer", "Stream Engineer"));
    assert_eq!(copy["selection"]["start"], json!({ "line": 1, "character": 9 }));
    let taken = client.request("sidestep/duplicate", with(ask, "as", json!("Web Engineer")));
    assert_eq!(taken["uri"], uri(&folder.of(WEB)));
    assert!(taken["why"].as_str().unwrap().starts_with("there is a role named \"Web Engineer\" already"), "{taken}");
    client.finish();
}
