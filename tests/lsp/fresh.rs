//! Whatever happens on disk, what the editor shows is what a check of the same files finds.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use sidestep::loader::{Disk, half_done, load};
use sidestep::rules::{check_workspace, unreadable};
use sidestep::workspace::Severity;

use crate::client::{Client, pull_abilities, push_abilities, uri};
use crate::files::{Folder, two_roles};

/// Codes and messages by address.
type Shown = BTreeMap<String, BTreeSet<(String, String)>>;

/// What a check of a workspace's folder finds, hints left out.
fn checked(folder: &str) -> Shown {
    let loaded = load(Disk::new(folder), &|_, _| {});
    let mut found = check_workspace(&loaded.workspace, jiff::ZonedDateTime::now().date());
    found.extend(
        loaded
            .problems
            .iter()
            .filter(|p| loaded.workspace.find(&p.path).is_none())
            .map(|p| unreadable(&p.path, &p.why)),
    );
    found.extend(half_done(&Disk::new(folder)).finding());
    let mut shown = Shown::new();
    for d in found.into_iter().filter(|d| d.severity > Severity::Hint) {
        let of = format!("{folder}/{}", d.path);
        let message = d.help.map_or_else(|| d.message.clone(), |help| format!("{}; {help}", d.message));
        shown.entry(uri(&of)).or_default().insert((d.code.into_owned(), message));
    }
    shown
}

/// What the client shows, hints left out.
fn shown(client: &mut Client, pull: bool) -> Shown {
    let lists: Vec<(String, Vec<Value>)> = if pull {
        // The answer waits for news: that somebody's file is none of ours is news.
        let other = json!([{ "uri": "file:///somebody/else.yaml", "value": "1" }]);
        let report = client.request("workspace/diagnostic", json!({ "previousResultIds": other }));
        let items = report["items"].as_array().unwrap().iter();
        let list = |item: &Value| item["items"].as_array().cloned().unwrap_or_default();
        items.map(|item| (item["uri"].as_str().unwrap().to_owned(), list(item))).collect()
    } else {
        client.published.clone().into_iter().collect()
    };
    let mut shown = Shown::new();
    for (uri, list) in lists {
        for d in list.iter().filter(|d| d["severity"] != 4) {
            let text = |key: &str| d[key].as_str().unwrap().to_owned();
            shown.entry(uri.clone()).or_default().insert((text("code"), text("message")));
        }
    }
    shown
}

struct World {
    folder: Folder,
    client: Client,
    pull: bool,
}

impl World {
    fn start(folder: Folder, pull: bool) -> Self {
        let client = Client::start(&[&folder.path()], if pull { pull_abilities() } else { push_abilities() });
        let mut world = Self { folder, client, pull };
        world.agrees("at first");
        world
    }

    fn tell(&mut self, paths: &[(&str, u8)]) {
        let change = |(path, kind): &(&str, u8)| json!({ "uri": uri(&self.folder.of(path)), "type": kind });
        let changes: Vec<Value> = paths.iter().map(change).collect();
        self.client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    }

    #[track_caller]
    fn agrees(&mut self, when: &str) {
        self.client.settle();
        let found = shown(&mut self.client, self.pull);
        assert_eq!(found, checked(&self.folder.path()), "{when}");
    }
}

const LATIN: &[u8] = b"name: Latin\nsummary: Caf\xe9\n";

#[test]
fn a_file_that_cannot_be_read_is_renamed() {
    for pull in [false, true] {
        let mut world = World::start(two_roles(), pull);
        let (old, new) = ("content/roles/latin.yaml", "content/roles/latin-two.yaml");
        std::fs::write(world.folder.of(old), LATIN).unwrap();
        world.tell(&[(old, 1)]);
        world.agrees("it came");
        world.folder.remove(old);
        world.folder.write(new, "name: Latin Two\nsummary: Café\n");
        world.tell(&[(old, 3), (new, 1)]);
        world.agrees("it was renamed");
        // In a folder of which alone is told.
        std::fs::create_dir(world.folder.of("content/roles/v1.0")).unwrap();
        std::fs::write(world.folder.of("content/roles/v1.0/latin.yaml"), LATIN).unwrap();
        world.folder.write("content/roles/v1.0/odd.yaml", "nme: Odd\n");
        world.tell(&[("content/roles/v1.0", 1)]);
        world.agrees("a folder came");
        std::fs::rename(world.folder.of("content/roles/v1.0"), world.folder.of("content/roles/v2.0")).unwrap();
        world.tell(&[("content/roles/v1.0", 3), ("content/roles/v2.0", 1)]);
        world.agrees("the folder was renamed");
        world.folder.remove("content/roles/v2.0");
        world.tell(&[("content/roles/v2.0", 3)]);
        world.agrees("the folder went");
        world.client.finish();
    }
}

#[test]
fn what_lies_where_a_file_should_be() {
    let mut world = World::start(two_roles(), false);
    let odd = "content/roles/odd.yaml";
    world.folder.write("content/roles/odd.yaml/inside.yaml", "nme: Inside\n");
    world.tell(&[(odd, 1)]);
    world.agrees("a folder");
    world.folder.remove(odd);
    world.folder.write(odd, "nme: Odd\n");
    world.tell(&[(odd, 3), (odd, 1)]);
    world.agrees("a file in its place");
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        let link = |world: &World, to: &str| {
            drop(std::fs::remove_file(world.folder.of(odd)));
            symlink(to, world.folder.of(odd)).unwrap();
        };
        let elsewhere = Folder::new("#- roles/far.yaml\nnme: Far\n");
        for to in ["nowhere.yaml", "web-engineer.yaml", "odd.yaml", &elsewhere.of("roles/far.yaml"), "/dev/null"] {
            link(&world, to);
            world.tell(&[(odd, 1)]);
            world.agrees(&format!("a link to {to}"));
        }
        world.folder.remove(odd);
        world.tell(&[(odd, 3)]);
        world.agrees("the link went");
        let sub = "content/roles/sub";
        world.folder.write("content/roles/sub/odd.yaml", "nme: Odd\n");
        world.tell(&[("content/roles/sub/odd.yaml", 1)]);
        world.agrees("a folder with a file");
        world.folder.remove(sub);
        symlink(elsewhere.of("roles"), world.folder.of(sub)).unwrap();
        world.tell(&[(sub, 2)]);
        world.agrees("a link that leads out in its place");
        std::fs::remove_file(world.folder.of(sub)).unwrap();
        world.tell(&[(sub, 3)]);
        world.agrees("that link went");
    }
    world.client.finish();
}

/// Settings that bring in a thousand files, which are read in the background; and what happens meanwhile.
#[test]
fn events_while_new_settings_are_read() {
    const MANY: usize = 1200;
    let folder = Folder::new("#- sidestep.yaml\nroles: [\"content/roles/a*.yaml\"]\n");
    let path = |n: usize| format!("content/roles/{}-{n}.yaml", if n.is_multiple_of(2) { "pilot" } else { "actor" });
    let text = |n: usize, more: &str| {
        let name = if n.is_multiple_of(2) { "Pilot" } else { "Actor" };
        format!("name: {name} {n}\nsummary: One more.\nwhy: \"{}\"\n{more}", "word ".repeat(100))
    };
    for n in 0..MANY {
        folder.write(&path(n), &text(n, ""));
    }
    let mut world = World::start(folder, false);
    world.folder.write("sidestep.yaml", "roles: [\"content/roles/*.yaml\"]\n");
    world.tell(&[("sidestep.yaml", 2)]);
    for n in (0..MANY).step_by(4) {
        let path = path(n);
        if n.is_multiple_of(8) {
            world.folder.remove(&path);
        } else {
            world.folder.write(&path, &text(n, "skils: [x]\n"));
        }
        world.tell(&[(&path, if n.is_multiple_of(8) { 3 } else { 2 })]);
    }
    world.agrees("all of it");
    world.client.finish();
}

#[test]
fn a_document_that_comes_to_be_ignored_while_the_workspace_is_read() {
    const MANY: usize = 1200;
    let folder = two_roles();
    for n in 0..MANY {
        folder.write(&format!("content/roles/extra-{n}.yaml"), &format!("name: Extra {n}\nsummary: One more.\n"));
    }
    let mut world = World::start(folder, false);
    let (five, six) = ("content/roles/extra-5.yaml", "content/roles/extra-6.yaml");
    for path in [five, six] {
        let text = world.folder.read(path);
        world.client.open(&world.folder.of(path), &text);
    }
    world.agrees("both are open");
    world.folder.write(".gitignore", "extra-5.yaml\nextra-6.yaml\n");
    world.tell(&[(".gitignore", 1)]);
    for path in [five, six] {
        world.client.change(&world.folder.of(path), 2, "name: Extra\nsummary: Knows [[Nobody]].\n");
    }
    world.client.close(&world.folder.of(six));
    world.agrees("they are ignored");
    // Not ignored any more, and open still.
    world.folder.write(".gitignore", "");
    world.tell(&[(".gitignore", 2)]);
    world.client.settle();
    assert!(world.client.codes()["roles/extra-5.yaml"].contains(&"unknown-role".to_owned()));
    world.client.close(&world.folder.of(five));
    world.agrees("closed without being saved");
    world.client.finish();
}

#[test]
fn a_new_document_is_saved_where_files_are_ignored() {
    let folder = two_roles();
    folder.write(".gitignore", "draft-*.yaml\n");
    let mut world = World::start(folder, false);
    let draft = "content/roles/draft-x.yaml";
    let text = "name: Draft X\nsummary: Knows [[Nobody]].\n";
    world.client.open(&world.folder.of(draft), text);
    world.client.settle();
    assert!(world.client.codes().contains_key("roles/draft-x.yaml"), "nobody has saved it yet");
    world.folder.write(draft, text);
    world.tell(&[(draft, 1)]);
    world.agrees("saved");
    world.folder.remove(draft);
    world.tell(&[(draft, 3)]);
    world.client.settle();
    assert!(world.client.codes().contains_key("roles/draft-x.yaml"), "it is in the editor only, again");
    world.client.close(&world.folder.of(draft));
    world.agrees("closed");
    world.client.finish();
}

/// The disk changes while it is walked, and events come when they come: the one of the file itself decides.
#[test]
fn a_document_that_a_walk_did_not_come_to() {
    let folder = two_roles();
    let mut world = World::start(folder, false);
    let (draft, text) = ("content/roles/draft-x.yaml", "name: Draft X\nsummary: Knows [[Nobody]].\n");
    world.client.open(&world.folder.of(draft), text);
    world.client.settle();
    // For a moment it is there for everybody but the walk, which another file causes.
    world.folder.write(".gitignore", "draft-x.yaml\n");
    world.folder.write(draft, text);
    world.folder.write("content/roles/other.yaml", "name: Other\nsummary: Another one.\n");
    world.tell(&[("content/roles/other.yaml", 1)]);
    world.client.settle();
    world.folder.remove(".gitignore");
    world.tell(&[(draft, 1)]);
    world.agrees("its own event");
    assert!(world.client.codes()["roles/draft-x.yaml"].contains(&"unknown-role".to_owned()));
    world.client.finish();
}

#[test]
fn a_workspace_within_comes_and_goes() {
    let folder = two_roles();
    folder.write("content/roles/sub/odd.yaml", "nme: Odd\n");
    let mut world = World::start(folder, false);
    for (text, kind) in [(Some("stale_after_days: 3\n"), 1), (None, 3)] {
        let path = "content/roles/sub/sidestep.yaml";
        match text {
            Some(text) => world.folder.write(path, text),
            None => world.folder.remove(path),
        }
        world.tell(&[(path, kind)]);
        world.agrees(&format!("its settings: {text:?}"));
    }
    world.client.finish();
}

/// The workspaces of a folder are those that a check of it finds.
#[test]
fn settings_come_and_go_in_a_folder() {
    let folder = Folder::new("#- one/content/roles/odd.yaml\nnme: Odd\n#- content/roles/top.yaml\nnme: Top\n");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    let tell = |client: &mut Client, path: &str, text: Option<&str>| -> Vec<String> {
        match text {
            Some(text) => folder.write(path, text),
            None => folder.remove(path),
        }
        let kind = if text.is_some() { 1 } else { 3 };
        let changes = json!([{ "uri": uri(&folder.of(path)), "type": kind }]);
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
        client.settle();
        client.codes().into_keys().collect()
    };
    assert_eq!(client.codes().into_keys().collect::<Vec<_>>(), ["roles/top.yaml"]);
    let both = ["roles/odd.yaml", "roles/top.yaml"];
    assert_eq!(tell(&mut client, "one/sidestep.yaml", Some("")), both, "a workspace below");
    assert_eq!(tell(&mut client, "sidestep.yaml", Some("")), ["roles/top.yaml"], "one in the folder");
    assert_eq!(tell(&mut client, "sidestep.yaml", None), both, "it is gone");
    assert_eq!(tell(&mut client, "one/sidestep.yaml", None), ["roles/top.yaml"], "both are gone");
    client.finish();
}

#[test]
fn patterns_above_the_workspace_count() {
    let folder = Folder::new("#- site/sidestep.yaml\n#- site/content/roles/odd.yaml\nnme: Odd\n");
    std::fs::create_dir(folder.of(".git")).unwrap();
    let mut client = Client::start(&[&folder.of("site")], push_abilities());
    assert_eq!(client.codes().len(), 1);
    folder.write(".gitignore", "odd.yaml\n");
    let changes = json!([{ "uri": uri(&folder.of(".gitignore")), "type": 1 }]);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    client.settle();
    assert_eq!(client.codes().len(), checked(&folder.of("site")).len());
    assert_eq!(client.codes().len(), 0);
    client.finish();
}

/// What a workspace may read is said by its repository, and one that is made later counts.
#[cfg(unix)]
#[test]
fn a_repository_is_made_later() {
    for by_settings in [false, true] {
        let folder = Folder::new("#- site/sidestep.yaml\n#- site/content/roles/b.yaml\nname: B\nsummary: One.\n");
        folder.write("shared/a.yaml", "name: A\nsummary: Knows [[Nobody]].\n");
        let link = "site/content/roles/a.yaml";
        std::os::unix::fs::symlink("../../../shared/a.yaml", folder.of(link)).unwrap();
        let mut client = Client::start(&[&folder.of("site")], push_abilities());
        assert_eq!(shown(&mut client, false), checked(&folder.of("site")));
        assert_eq!(client.codes()["roles/a.yaml"], ["syntax"], "it leads out");
        std::fs::create_dir(folder.of(".git")).unwrap();
        let path = if by_settings { "site/sidestep.yaml" } else { ".git" };
        let tell = |client: &mut Client, path: &str, kind: u8| {
            let changes = json!([{ "uri": uri(&folder.of(path)), "type": kind }]);
            client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
            client.settle();
        };
        tell(&mut client, path, 2);
        assert_eq!(client.codes()["roles/a.yaml"], ["unknown-role"]);
        // What is read after that is read by the same right.
        folder.write("shared/a.yaml", "name: A\nsummary: Knows [[B]].\n");
        tell(&mut client, link, 2);
        assert_eq!(client.codes().get("roles/a.yaml"), None);
        client.finish();
    }
}

#[test]
fn what_git_excludes_changes() {
    let folder = two_roles();
    std::fs::create_dir_all(folder.of(".git/info")).unwrap();
    folder.write("content/roles/draft-x.yaml", "name: Draft X\nsummary: Knows [[Nobody]].\n");
    let mut world = World::start(folder, false);
    world.agrees("nothing is excluded");
    for patterns in ["draft-*.yaml\n", ""] {
        world.folder.write(".git/info/exclude", patterns);
        world.tell(&[(".git/info/exclude", 2)]);
        world.agrees(&format!("excluded: {patterns:?}"));
        assert_eq!(world.client.codes().contains_key("roles/draft-x.yaml"), patterns.is_empty());
    }
    world.client.finish();
}

/// Files that are reached by links change where they are, and that alone is told.
#[cfg(unix)]
#[test]
fn what_links_lead_to_changes() {
    use std::os::unix::fs::symlink;
    let folder = two_roles();
    std::fs::create_dir(folder.of(".git")).unwrap();
    folder.write("more/roles/one.yaml", "name: One\nsummary: Knows [[Nobody]].\n");
    folder.write("more/two.yaml", "name: Two\nsummary: Knows [[Nobody]].\n");
    symlink("../../more/roles", folder.of("content/roles/more")).unwrap();
    symlink("../../more/two.yaml", folder.of("content/roles/two.yaml")).unwrap();
    symlink("../../more/three.yaml", folder.of("content/roles/three.yaml")).unwrap();
    let mut world = World::start(folder, false);
    assert_eq!(world.client.codes().len(), 3);
    for (path, text, kind) in [
        ("more/roles/one.yaml", "name: One\nsummary: Knows [[Two]].\n", 2),
        ("more/two.yaml", "name: Two\nsummary: Knows [[One]] and [[Three]].\n", 2),
        ("more/three.yaml", "name: Three\nsummary: Knows [[Somebody]].\n", 1),
        ("more/roles/four.yaml", "name: Four\nsummary: Knows [[Somebody]].\n", 1),
    ] {
        world.folder.write(path, text);
        world.tell(&[(path, kind)]);
        world.agrees(path);
    }
    world.folder.remove("more/roles");
    world.tell(&[("more/roles", 3)]);
    world.agrees("the folder is gone");
    world.folder.remove("more/two.yaml");
    world.tell(&[("more/two.yaml", 3)]);
    world.agrees("the file is gone");
    world.client.finish();
}

#[test]
fn a_journal_that_is_not_obeyed() {
    for pull in [false, true] {
        let folder = two_roles();
        folder.write(".sidestep-journal", "keep me\n");
        let mut world = World::start(folder, pull);
        let journal = [(".sidestep-journal", 2)];
        let has = |world: &World| checked(&world.folder.path()).contains_key(&uri(&world.folder.of(journal[0].0)));
        assert!(has(&world));
        world.folder.remove(journal[0].0);
        world.tell(&journal);
        world.agrees("it went");
        assert!(!has(&world));
        world
            .folder
            .write(journal[0].0, "{\"version\":99,\"what\":\"x\",\"steps\":[],\"folders\":[],\"links\":[]}\nready\n");
        world.tell(&journal);
        world.agrees("another one came");
        assert!(has(&world));
        // One that was being written says nothing.
        world.folder.write(journal[0].0, "{\"version\":1,");
        world.tell(&journal);
        world.agrees("half of one");
        assert!(!has(&world));
        world.client.finish();
    }
}

/// The server runs through the night.
#[test]
fn another_day_begins() {
    let folder = two_roles();
    let (web, before) = ("content/roles/web-engineer.yaml", jiff::ZonedDateTime::now().date());
    folder.write(web, &format!("{}reviewed: {before}\n", folder.read(web)));
    folder.write("sidestep.yaml", "columns: [{ name: Focus }]\nrules: { stale: warning }\nstale_after_days: 30\n");
    for pull in [false, true] {
        let mut client = Client::start(&[&folder.path()], if pull { pull_abilities() } else { push_abilities() });
        let stale = |client: &mut Client| {
            let all = shown(client, pull);
            let of_web = all.get(&uri(&folder.of(web)));
            of_web.is_some_and(|found| found.iter().any(|(code, _)| code == "stale"))
        };
        client.settle();
        assert!(!stale(&mut client));
        for (days, expected) in [(30, false), (31, true)] {
            let day = before.checked_add(jiff::Span::new().days(days)).unwrap();
            client.request("sidestep/debug/day", json!([day.to_string()]));
            client.settle();
            assert_eq!(stale(&mut client), expected, "after {days} days");
        }
        // A message asks the clock.
        client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
        client.settle();
        assert!(!stale(&mut client));
        client.finish();
    }
}
