//! Findings that the team lives with are hints in an editor, and follow the file that lists them.

use serde_json::{Value, json};
use sidestep::loader::{Disk, load};
use sidestep::rules::check_workspace;
use sidestep::rules::fingerprints_of;
use sidestep::workspace::Baseline;

use crate::client::{Client, push_abilities, uri};
use crate::files::Folder;

const BAKER: &str = "name: Baker\nsummary: Bakes; see [[Miler]].\n";

fn folder() -> Folder {
    let folder = Folder::new(&format!(
        "#- sidestep.yaml\nbaseline: .sidestep-baseline.json\n#- content/roles/baker.yaml\n{BAKER}#- content/roles/miller.yaml\nname: Miller\nsummary: Grinds; see [[Backer]] and [[Baker]].\n"
    ));
    let loaded = load(Disk::new(folder.path()), &|_, _| {});
    let found = check_workspace(&loaded.workspace, jiff::ZonedDateTime::now().date());
    let found: Vec<_> = found.iter().filter(|d| d.code == "unknown-role").collect();
    let baseline = Baseline::of(fingerprints_of(&loaded.workspace, &loaded.disk, &found));
    assert_eq!(baseline.len(), 2);
    folder.write(".sidestep-baseline.json", &baseline.to_text());
    folder
}

/// Codes and severities of a file.
fn shown(client: &Client, path: &str) -> Vec<(String, i64)> {
    let list = client.published.get(&uri(path)).cloned().unwrap_or_default();
    let one = |d: &Value| (d["code"].as_str().unwrap().to_owned(), d["severity"].as_i64().unwrap());
    list.iter().map(one).collect()
}

#[test]
fn an_old_finding_is_a_hint_and_a_new_one_an_error() {
    let folder = folder();
    let baker = folder.of("content/roles/baker.yaml");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    assert!(client.codes().is_empty(), "what is open nowhere shows no hints");
    client.open(&baker, BAKER);
    client.settle();
    let hint = ("unknown-role".to_owned(), 4);
    assert!(shown(&client, &baker).contains(&hint), "{:?}", shown(&client, &baker));
    client.change(&baker, 2, &BAKER.replace("see", "\n  see [[Mason]] and"));
    client.settle();
    let shown_now = shown(&client, &baker);
    assert!(shown_now.contains(&hint) && shown_now.contains(&("unknown-role".to_owned(), 1)), "{shown_now:?}");
    client.finish();
}

#[test]
fn findings_follow_the_file() {
    let folder = folder();
    let mut client = Client::start(&[&folder.path()], push_abilities());
    assert!(client.codes().is_empty());
    folder.write(".sidestep-baseline.json", &Baseline::default().to_text());
    let change = json!({ "uri": uri(&folder.of(".sidestep-baseline.json")), "type": 2 });
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
    client.until("both files have their error", |client| client.codes().len() == 2);
    client.finish();
}
