//! Findings that are pushed: of every file, open or not, and never stale.

use serde_json::json;

use crate::client::{Client, push_abilities, uri};
use crate::files::{Folder, two_roles};

fn codes(client: &Client) -> Vec<(String, Vec<String>)> {
    client.codes().into_iter().collect()
}

fn one(path: &str, code: &str) -> Vec<(String, Vec<String>)> {
    vec![(path.to_owned(), vec![code.to_owned()])]
}

#[test]
fn an_edit_changes_the_findings_of_other_files() {
    let folder = two_roles();
    let data = folder.of("content/roles/data-engineer.yaml");
    let text = folder.read("content/roles/data-engineer.yaml");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    assert_eq!(codes(&client), []);
    client.open(&data, &text);
    client.change(&data, 2, &text.replace("name: Data Engineer", "name: Data Gardener"));
    client.settle();
    let published = client.codes();
    assert_eq!(published["roles/web-engineer.yaml"], ["unknown-role", "unknown-role", "unknown-role"]);
    // The name that was there is known as unknown in the file itself too.
    assert_eq!(published["roles/data-engineer.yaml"], ["file-name", "orphan-role", "unknown-role"]);
    client.change(&data, 3, &text);
    client.settle();
    assert_eq!(codes(&client), []);
    client.finish();
}

#[test]
fn findings_carry_the_version_they_were_made_of() {
    let folder = two_roles();
    let data = folder.of("content/roles/data-engineer.yaml");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    client.open(&data, "nme: Data Engineer\n");
    client.change(&data, 7, "nam: Data Engineer\n");
    client.read_until(|c| c.publications.iter().any(|(_, v, _)| *v == Some(7)));
    let versions: Vec<_> =
        client.publications.iter().filter(|(u, _, n)| *u == uri(&data) && *n > 0).map(|(_, v, _)| *v).collect();
    assert_eq!(versions, [Some(1), Some(7)]);
    client.finish();
}

#[test]
fn closing_falls_back_to_the_disk() {
    let folder = two_roles();
    let web = folder.of("content/roles/web-engineer.yaml");
    let text = folder.read("content/roles/web-engineer.yaml");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    client.open(&web, &text.replace("role: Data Engineer", "role: Dta Engineer"));
    client.settle();
    assert!(client.codes().contains_key("roles/web-engineer.yaml"));
    client.close(&web);
    client.settle();
    assert_eq!(codes(&client), []);
    client.finish();
}

#[test]
fn a_new_file_counts_before_it_is_saved_and_is_gone_when_it_is_closed() {
    let folder = two_roles();
    folder.write(
        "content/roles/web-engineer.yaml",
        &folder.read("content/roles/web-engineer.yaml").replace("Moves data.", "Beside [[Gardener]]."),
    );
    let mut client = Client::start(&[&folder.path()], push_abilities());
    assert_eq!(codes(&client), one("roles/web-engineer.yaml", "unknown-role"));
    let gardener = folder.of("content/roles/gardener.yaml");
    client.open(&gardener, "name: Gardener\nsummary: Grows things.\n");
    client.settle();
    assert_eq!(codes(&client), [("roles/gardener.yaml".to_owned(), vec!["orphan-role".to_owned()])]);
    client.close(&gardener);
    client.settle();
    assert_eq!(codes(&client), one("roles/web-engineer.yaml", "unknown-role"));
    client.finish();
}

#[test]
fn hints_are_for_open_files() {
    let folder = two_roles();
    let web = folder.of("content/roles/web-engineer.yaml");
    let data = folder.of("content/roles/data-engineer.yaml");
    let text = folder.read("content/roles/web-engineer.yaml");
    // Nobody lists Web Engineer: an orphan, which is a hint.
    let mut client = Client::start(&[&folder.path()], push_abilities());
    client.open(&data, &folder.read("content/roles/data-engineer.yaml"));
    client.settle();
    assert_eq!(codes(&client), []);
    client.open(&web, &text);
    client.settle();
    assert_eq!(codes(&client), one("roles/web-engineer.yaml", "orphan-role"));
    client.close(&web);
    client.settle();
    assert_eq!(codes(&client), []);
    client.finish();
}

#[test]
fn settings_take_effect_at_once_in_every_file() {
    let folder = two_roles();
    let settings = folder.of("sidestep.yaml");
    let text = folder.read("sidestep.yaml");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    client.open(&settings, &text);
    client.change(&settings, 2, &format!("{text}rules: {{ stale: warning }}\n"));
    client.settle();
    assert_eq!(client.codes().len(), 2);
    // Half-typed settings: the place is underlined, and what was in force stays so.
    client.change(&settings, 3, &format!("{}rules: {{ stale: warn\n", text.replace("Focus", "Fokus")));
    client.settle();
    let published = client.codes();
    assert!(published.keys().any(|path| path.ends_with("sidestep.yaml")));
    assert_eq!(published["roles/data-engineer.yaml"], ["stale"]);
    client.change(&settings, 4, &text);
    client.settle();
    assert_eq!(codes(&client), []);
    client.finish();
}

#[test]
fn a_broken_file_turns_no_other_red() {
    let folder = two_roles();
    let data = folder.of("content/roles/data-engineer.yaml");
    let text = folder.read("content/roles/data-engineer.yaml");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    client.open(&data, &text);
    for (version, broken) in
        [text.replace("name: Data", "name: \"Data"), text.replace("name:", "nam"), format!("{{\n{text}")]
            .iter()
            .enumerate()
    {
        client.change(&data, version as i64 + 2, broken);
        client.settle();
        let others: Vec<_> = client.codes().into_keys().filter(|p| !p.ends_with("data-engineer.yaml")).collect();
        assert_eq!(others, Vec::<String>::new(), "{broken}");
    }
    client.change(&data, 9, &text);
    client.settle();
    assert_eq!(codes(&client), []);
    client.finish();
}

#[test]
fn an_edit_checks_the_file_and_those_it_touches() {
    let folder = Folder::new("#- sidestep.yaml\ncolumns: [{ name: Focus }]\n");
    for (path, text) in crate::corpus::workspace(300) {
        folder.write(&path, &text);
    }
    let mut client = Client::start(&[&folder.path()], push_abilities());
    client.settle();
    let (path, text) = crate::corpus::workspace(300).into_iter().find(|(p, _)| p.contains("/roles/")).unwrap();
    let full = folder.of(&path);
    client.open(&full, &text);
    client.settle();
    let before = client.publications.len();
    client.change(&full, 2, &format!("{text}\n# a note\n"));
    client.settle();
    let [(of, version, _)] = &client.publications[before..] else { panic!("{:?}", &client.publications[before..]) };
    assert_eq!((of, *version), (&uri(&full), Some(2)), "nothing but the document is said again");
    client.finish();
}

#[test]
fn codes_link_to_their_documentation_and_related_places_to_other_files() {
    let folder = two_roles();
    let web = folder.of("content/roles/web-engineer.yaml");
    let text = folder
        .read("content/roles/web-engineer.yaml")
        .replace("    - role: Data Engineer\nhow", "    - role: Data Engineer\n      Focus: other\nhow");
    let mut client = Client::start(&[&folder.path()], push_abilities());
    client.open(&web, &text);
    client.settle();
    let drift = client.published[&uri(&web)].iter().find(|d| d["code"] == "cell-drift").unwrap().clone();
    assert!(drift["codeDescription"]["href"].as_str().unwrap().ends_with("docs/rules.md#cell-drift"));
    assert_eq!(drift["source"], "sidestep");
    let related = &drift["relatedInformation"][0]["location"];
    assert_eq!(related["uri"], uri(&folder.of("content/roles/data-engineer.yaml")));
    assert_eq!(related["range"]["start"], json!({ "line": 5, "character": 13 }));
    client.finish();
}
