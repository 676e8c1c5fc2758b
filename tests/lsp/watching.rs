//! Changes on disk are noticed, whoever watches.

use serde_json::{Value, json};

use crate::client::{Client, push_abilities, uri};
use crate::files::two_roles;

fn changed(client: &mut Client, folder: &crate::files::Folder, paths: &[(&str, u8)]) {
    let changes: Vec<Value> =
        paths.iter().map(|(p, kind)| json!({ "uri": uri(&folder.of(p)), "type": kind })).collect();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
}

/// A client that cannot watch: the server does.
fn blind() -> Value {
    let mut abilities = push_abilities();
    abilities["workspace"]["didChangeWatchedFiles"] = json!({ "dynamicRegistration": false });
    abilities
}

#[test]
fn the_client_watches() {
    let folder = two_roles();
    let mut client = Client::start(&[&folder.path()], push_abilities());
    let registered = client.asked.iter().find(|r| r["method"] == "client/registerCapability").unwrap();
    assert_eq!(registered["params"]["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    let web = "content/roles/web-engineer.yaml";
    let text = folder.read(web);
    folder.write(web, &text.replace("Builds pages.", "Beside [[Gardener]]."));
    changed(&mut client, &folder, &[(web, 2)]);
    client.settle();
    assert_eq!(client.codes()["roles/web-engineer.yaml"], ["unknown-role"]);
    folder.write("content/roles/gardener.yaml", "name: Gardener\nsummary: Grows things.\n");
    changed(&mut client, &folder, &[("content/roles/gardener.yaml", 1)]);
    client.settle();
    assert!(client.codes().is_empty(), "{:?}", client.codes());
    folder.remove("content/roles/gardener.yaml");
    changed(&mut client, &folder, &[("content/roles/gardener.yaml", 3)]);
    client.settle();
    assert_eq!(client.codes()["roles/web-engineer.yaml"], ["unknown-role"]);
    client.finish();
}

/// Saved in another encoding the file has its finding at the place, and turns no other file red.
#[test]
fn a_file_in_another_encoding_keeps_what_it_defines() {
    let folder = two_roles();
    let web = "content/roles/web-engineer.yaml";
    let text = folder.read(web).replace("Builds pages.", "Beside [[Gärtner]].");
    folder.write(web, &text);
    let gardener = "content/roles/gaertner.yaml";
    folder.write(gardener, "slug: gaertner\nname: Gärtner\nsummary: s\n");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    assert!(client.codes().is_empty(), "{:?}", client.codes());
    std::fs::write(folder.of(gardener), b"slug: gaertner\nname: G\xe4rtner\nsummary: s\n").unwrap();
    changed(&mut client, &folder, &[(gardener, 2)]);
    client.settle();
    let codes = client.codes();
    assert_eq!(codes.keys().collect::<Vec<_>>(), ["roles/gaertner.yaml"], "{codes:?}");
    assert_eq!(codes["roles/gaertner.yaml"], ["syntax"]);
    // An empty one stands for the role of its name.
    std::fs::write(folder.of("content/roles/gartner.yaml"), "").unwrap();
    folder.remove(gardener);
    changed(&mut client, &folder, &[(gardener, 3), ("content/roles/gartner.yaml", 1)]);
    client.settle();
    let codes = client.codes();
    assert_eq!(codes.keys().collect::<Vec<_>>(), ["roles/gartner.yaml"], "{codes:?}");
    client.finish();
}

/// What the client is asked to watch at last: base folders (relative to a folder, if there are any) and patterns.
fn watched(client: &Client, folder: &crate::files::Folder) -> Vec<(Option<String>, String)> {
    let mut current: Vec<(String, Value)> = Vec::new();
    for asked in &client.asked {
        let params = &asked["params"];
        for new in params["registrations"].as_array().into_iter().flatten() {
            current.push((new["id"].as_str().unwrap().to_owned(), new["registerOptions"]["watchers"].clone()));
        }
        for old in params["unregisterations"].as_array().into_iter().flatten() {
            current.retain(|(id, _)| old["id"] != id.as_str());
        }
    }
    assert_eq!(current.len(), 1, "one registration is left");
    let watchers = current[0].1.as_array().unwrap().iter().map(|watcher| match &watcher["globPattern"] {
        Value::String(pattern) => (None, pattern.clone()),
        relative => {
            let base = relative["baseUri"].as_str().unwrap();
            let base = base.strip_prefix(&uri(&folder.path())).unwrap_or(base).trim_start_matches('/').to_owned();
            (Some(base), relative["pattern"].as_str().unwrap().to_owned())
        }
    });
    watchers.collect()
}

#[test]
fn the_client_is_asked_to_watch_what_lies_elsewhere() {
    let folder = two_roles();
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    folder.write("site/sidestep.yaml", "columns: [{ name: Focus }]\n");
    folder.write("site/content/roles/a.yaml", "name: A\nsummary: One.\nskills: [Zig]\n");
    folder.write("shared/skills.yaml", "- name: Rust\n");
    let mut abilities = push_abilities();
    abilities["workspace"]["didChangeWatchedFiles"]["relativePatternSupport"] = json!(true);
    // The workspace's folder lies above the one that is open.
    let mut client = Client::start(&[&folder.of("site/content")], abilities);
    let patterns =
        ["**/*.{yaml,yml,json,md,mdx,markdown}", "**/{.gitignore,.git/info/exclude,.sidestep-journal}", "**/*"]
            .map(str::to_owned);
    let open = patterns.clone().map(|pattern| (None, pattern));
    let at = |base: &str| patterns.clone().map(|pattern| (Some(base.to_owned()), pattern)).to_vec();
    assert_eq!(watched(&client, &folder), [open.to_vec(), at("site")].concat());
    folder
        .write("site/sidestep.yaml", "columns: [{ name: Focus }]\nvocabularies: { skill: [../shared/skills.yaml] }\n");
    changed(&mut client, &folder, &[("site/sidestep.yaml", 2)]);
    client.until("the skill is unknown", |c| c.codes().contains_key("roles/a.yaml"));
    client.until("asked again", |c| c.asked.iter().any(|m| m["method"] == "client/unregisterCapability"));
    assert_eq!(watched(&client, &folder), [open.to_vec(), at("shared"), at("site")].concat());
    client.finish();
}

#[test]
fn a_folder_that_goes_may_be_all_that_is_told() {
    let folder = two_roles();
    folder.write("content/roles/sub/odd.yaml", "nme: Odd\n");
    folder.write("content/roles/sub/even.yaml", "nme: Even\n");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    assert_eq!(client.codes().len(), 2);
    std::fs::rename(folder.of("content/roles/sub"), folder.of("content/roles/under")).unwrap();
    changed(&mut client, &folder, &[("content/roles/sub", 3), ("content/roles/under", 1)]);
    client.settle();
    assert_eq!(client.codes().into_keys().collect::<Vec<_>>(), ["under/even.yaml", "under/odd.yaml"]);
    folder.remove("content/roles/under");
    changed(&mut client, &folder, &[("content/roles/under", 3)]);
    client.settle();
    assert!(client.codes().is_empty(), "{:?}", client.codes());
    client.finish();
}

#[test]
fn what_links_lead_to_may_come_and_go() {
    let folder = two_roles();
    folder.write(
        "content/roles/a.yaml",
        "name: A\nsummary: Beside [[Web Engineer]].\nwhy: |\n  See [one](img/one.png) and [two](img/two.svg).\n",
    );
    for own in [false, true] {
        let mut client = Client::start(&[&folder.path()], if own { blind() } else { push_abilities() });
        let tell = |client: &mut Client, path: &str, kind: u8| {
            if !own {
                changed(client, &folder, &[(path, kind)]);
            }
        };
        assert_eq!(client.codes()["roles/a.yaml"], ["broken-link", "broken-link"]);
        // Bytes that are no text.
        std::fs::create_dir_all(folder.of("content/roles/img")).unwrap();
        std::fs::write(folder.of("content/roles/img/one.png"), [0x89, b'P', 0xff]).unwrap();
        tell(&mut client, "content/roles/img/one.png", 1);
        client.until("one", |c| c.codes().get("roles/a.yaml").is_some_and(|codes| codes.len() == 1));
        folder.write("content/roles/img/two.svg", "<svg/>");
        tell(&mut client, "content/roles/img/two.svg", 1);
        client.until("both", |c| c.codes().is_empty());
        folder.remove("content/roles/img");
        tell(&mut client, "content/roles/img", 3);
        client.until("none", |c| c.codes().get("roles/a.yaml").is_some_and(|codes| codes.len() == 2));
        client.finish();
    }
}

#[test]
fn the_findings_of_a_file_that_is_gone_are_taken_back() {
    let folder = two_roles();
    folder.write("content/roles/odd.yaml", "nme: Odd\n");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    assert!(client.codes().contains_key("roles/odd.yaml"));
    folder.remove("content/roles/odd.yaml");
    changed(&mut client, &folder, &[("content/roles/odd.yaml", 3)]);
    client.settle();
    assert!(client.codes().is_empty());
    client.finish();
}

#[test]
fn an_open_document_stays_as_the_editor_has_it() {
    let folder = two_roles();
    let web = "content/roles/web-engineer.yaml";
    let mut client = Client::start(&[&folder.path()], push_abilities());
    client.open(&folder.of(web), &folder.read(web));
    folder.write(web, "nonsense");
    changed(&mut client, &folder, &[(web, 2)]);
    client.settle();
    assert!(client.codes().values().flatten().all(|code| code == "orphan-role"), "{:?}", client.codes());
    client.finish();
}

#[test]
fn the_server_watches_where_the_client_does_not() {
    let folder = two_roles();
    let mut client = Client::start(&[&folder.path()], blind());
    assert!(client.asked.iter().all(|r| r["method"] != "client/registerCapability"));
    let web = "content/roles/web-engineer.yaml";
    let text = folder.read(web);
    folder.write(web, &text.replace("Builds pages.", "Beside [[Gardener]]."));
    client.until("the mistake", |c| c.codes().contains_key("roles/web-engineer.yaml"));
    folder.write("content/roles/new/gardener.yaml", "name: Gardener\nsummary: Grows things.\n");
    client.until("the new role in a new folder", |c| c.codes().is_empty());
    folder.remove("content/roles/new");
    client.until("the folder that is gone", |c| c.codes().contains_key("roles/web-engineer.yaml"));
    folder.write(web, &text);
    folder.write("sidestep.yaml", "columns: [{ name: Focus }]\nrules: { stale: warning }\n");
    client.until("the new settings", |c| c.codes().len() == 2);
    client.finish();
}

#[test]
fn a_folder_that_is_not_ignored_any_more_is_watched() {
    let folder = two_roles();
    let odd = "content/roles/extra/odd.yaml";
    folder.write(odd, "name: Odd\nsummary: Knows [[Nobody]].\n");
    folder.write(".gitignore", "/content/roles/extra\n");
    let mut client = Client::start(&[&folder.path()], blind());
    assert!(client.codes().is_empty(), "{:?}", client.codes());
    folder.write(".gitignore", "");
    client.until("the mistake in it", |c| c.codes().contains_key("extra/odd.yaml"));
    folder.write(odd, "name: Odd\nsummary: Knows [[Web Engineer]].\n");
    client.until("it is mended", |c| c.codes().is_empty());
    client.finish();
}

#[test]
fn a_checkout_that_changes_many_files_is_one_pass() {
    let folder = two_roles();
    let mut client = Client::start(&[&folder.path()], push_abilities());
    let names: Vec<String> = (0..700).map(|n| format!("content/roles/extra-{n}.yaml")).collect();
    for (n, path) in names.iter().enumerate() {
        folder.write(path, &format!("name: Extra {n}\nsummary: One more, beside [[Nobody {n}]].\n"));
    }
    let all: Vec<(&str, u8)> = names.iter().map(|p| (p.as_str(), 1)).collect();
    changed(&mut client, &folder, &all);
    client.until("all of them", |c| c.codes().len() == 700);
    names.iter().for_each(|path| folder.remove(path));
    let all: Vec<(&str, u8)> = names.iter().map(|p| (p.as_str(), 3)).collect();
    changed(&mut client, &folder, &all);
    client.until("none of them", |c| c.codes().is_empty());
    client.settle();
    client.finish();
}

#[test]
fn ignored_files_are_none_of_ours_open_or_not() {
    let folder = two_roles();
    folder.write(".gitignore", "content/roles/draft-*.yaml\n");
    folder.write("content/roles/draft-x.yaml", "nme: X\n");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    assert!(client.codes().is_empty());
    client.open(&folder.of("content/roles/draft-x.yaml"), "nme: X\n");
    changed(&mut client, &folder, &[("content/roles/draft-x.yaml", 2)]);
    client.settle();
    assert!(client.codes().is_empty(), "{:?}", client.codes());
    // New settings read everything anew; it is ignored all the same.
    folder.write("sidestep.yaml", "columns: [{ name: Focus }]\nstale_after_days: 3\n");
    changed(&mut client, &folder, &[("sidestep.yaml", 2)]);
    client.settle();
    assert!(client.codes().is_empty(), "{:?}", client.codes());
    folder.write(".gitignore", "");
    changed(&mut client, &folder, &[(".gitignore", 2)]);
    client.settle();
    assert!(client.codes().contains_key("roles/draft-x.yaml"));
    client.finish();
}

#[test]
fn what_changes_while_the_workspace_is_read_is_not_lost() {
    let folder = two_roles();
    for n in 0..1200 {
        folder.write(&format!("content/roles/extra-{n}.yaml"), &format!("name: Extra {n}\nsummary: One more.\n"));
    }
    let mut client = Client::start(&[&folder.path()], push_abilities());
    // A change of settings reads everything again, in the background.
    folder.write("sidestep.yaml", "columns: [{ name: Focus }]\nstale_after_days: 3\n");
    changed(&mut client, &folder, &[("sidestep.yaml", 2)]);
    for n in 0..200 {
        let path = format!("content/roles/extra-{n}.yaml");
        folder.write(&path, &format!("name: Extra {n}\nsummary: One more, beside [[Nobody]].\n"));
        changed(&mut client, &folder, &[(&path, 2)]);
    }
    client.settle();
    client.until("all of them", |c| c.codes().len() == 200);
    client.finish();
}
