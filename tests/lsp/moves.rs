//! Links and references by the names of files follow files and folders that move, through the server.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::client::{Client, push_abilities, uri};
use crate::files::Folder;

fn abilities() -> Value {
    let mut abilities = push_abilities();
    abilities["workspace"]["fileOperations"] = json!({ "willRename": true, "didRename": true });
    abilities["workspace"]["workspaceEdit"] =
        json!({ "documentChanges": true, "resourceOperations": ["create", "rename", "delete"] });
    abilities
}

/// The handbook of a harbour.
fn harbour() -> Folder {
    Folder::new(
        "
#- sidestep.yaml
collections:
  page: { files: ['**/*.md'], schema: 'sidestep:page' }
  crew: { files: ['crew/*.yaml'], schema: crew.json }
#- crew.json
{ \"x-sidestep-file\": { \"defines\": \"crew\", \"label\": \"id\", \"from\": \"stem\" },
  \"properties\": { \"under\": { \"x-sidestep-refers\": \"crew\" }, \"page\": { \"x-sidestep-refers\": \"page\", \"x-sidestep-written\": \"path\" } } }
#- crew/pilot.yaml
page: ../docs/pilots.md
#- crew/mate.yaml
under: pilot
#- docs/pilots.md
# Pilots

Back to [the top](../README.md).
#- docs/ropes/knots.md
# Knots

By [pilots](../pilots.md#who).
#- README.md
# Harbour

[Pilots](docs/pilots.md), [knots](docs/ropes/knots) and [[knots]]; see [the file](crew/pilot.yaml).
",
    )
}

/// The edits of an answer by file: each text that it writes, with the lines from 0.
fn edits(folder: &Folder, edit: &Value) -> BTreeMap<String, Vec<(u64, String)>> {
    let mut found: BTreeMap<String, Vec<(u64, String)>> = BTreeMap::new();
    let start = uri(&folder.path());
    for change in edit["documentChanges"].as_array().unwrap() {
        let path =
            |key: &str| change[key].as_str().unwrap().strip_prefix(&start).unwrap().trim_start_matches('/').to_owned();
        if change["kind"] == "rename" {
            found.entry(path("oldUri")).or_default().push((0, format!("-> {}", path("newUri"))));
            continue;
        }
        let file = change["textDocument"]["uri"].as_str().unwrap().strip_prefix(&start).unwrap();
        let texts = change["edits"].as_array().unwrap().iter();
        let texts = texts.map(|edit| {
            (edit["range"]["start"]["line"].as_u64().unwrap(), edit["newText"].as_str().unwrap().to_owned())
        });
        found.entry(file.trim_start_matches('/').to_owned()).or_default().extend(texts);
    }
    found
}

fn told(all: &[(&str, &[(u64, &str)])]) -> BTreeMap<String, Vec<(u64, String)>> {
    let texts = |list: &[(u64, &str)]| list.iter().map(|(line, text)| (*line, (*text).to_owned())).collect();
    all.iter().map(|(path, list)| ((*path).to_owned(), texts(list))).collect()
}

fn moving(folder: &Folder, from: &str, to: &str) -> Value {
    json!({ "files": [{ "oldUri": uri(&folder.of(from)), "newUri": uri(&folder.of(to)) }] })
}

#[test]
fn links_follow_a_file_that_moves() {
    let folder = harbour();
    let mut client = Client::start(&[&folder.path()], abilities());
    assert!(client.codes().is_empty(), "{:?}", client.codes());
    let edit = client.request("workspace/willRenameFiles", moving(&folder, "docs/pilots.md", "crew/all pilots.md"));
    assert_eq!(
        edits(&folder, &edit),
        told(&[
            ("README.md", &[(2, "crew/all%20pilots.md")]),
            ("crew/pilot.yaml", &[(0, "all pilots.md")]),
            ("docs/ropes/knots.md", &[(2, "../../crew/all%20pilots.md#who")]),
        ])
    );
    client.finish();
}

#[test]
fn links_follow_a_folder_that_moves() {
    let folder = harbour();
    let mut client = Client::start(&[&folder.path()], abilities());
    let edit = client.request("workspace/willRenameFiles", moving(&folder, "docs/ropes", "knots"));
    assert_eq!(
        edits(&folder, &edit),
        told(&[("README.md", &[(2, "knots/knots")]), ("docs/ropes/knots.md", &[(2, "../docs/pilots.md#who")]),])
    );
    folder.write("knots/knots.md", "# Knots\n\nBy [pilots](../docs/pilots.md#who).\n");
    folder.remove("docs/ropes");
    folder.write("README.md", "# Harbour\n\n[knots](knots/knots) and [[knots]].\n");
    client.notify("workspace/didRenameFiles", moving(&folder, "docs/ropes", "knots"));
    client.settle();
    assert!(client.codes().is_empty(), "{:?}", client.codes());
    client.finish();
}

#[test]
fn an_id_that_is_a_files_name_is_renamed_with_the_file() {
    let folder = harbour();
    let mut client = Client::start(&[&folder.path()], abilities());
    let mate = folder.of("crew/mate.yaml");
    client.open(&mate, "under: pilot\n");
    let place = json!({ "textDocument": { "uri": uri(&mate) }, "position": { "line": 0, "character": 9 } });
    assert_eq!(client.request("textDocument/prepareRename", place.clone())["placeholder"], "pilot");
    let mut ask = place;
    ask["newName"] = json!("helmsman");
    let edit = client.request("textDocument/rename", ask);
    assert_eq!(
        edits(&folder, &edit),
        told(&[
            ("README.md", &[(2, "crew/helmsman.yaml")]),
            ("crew/mate.yaml", &[(0, "helmsman")]),
            ("crew/pilot.yaml", &[(0, "-> crew/helmsman.yaml")]),
        ])
    );
    client.finish();
}
