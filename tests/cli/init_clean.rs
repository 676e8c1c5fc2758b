//! What `sidestep init --collections` proposes checks without an error as it stands, whatever is there.

use crate::support::Folder;

/// Proposes settings for files, and tells what `check` then finds, as `path:code`.
fn proposed(files: &[(&str, &str)]) -> (Folder, Vec<String>) {
    let folder = Folder::new(files);
    folder.run(&["init", "--collections"]).is(0);
    let ran = folder.run(&["check", "--format", "json"]);
    let report = ran.json();
    let found = report["diagnostics"].as_array().unwrap().iter();
    let found = found.map(|one| format!("{}:{}:{}", one["path"].as_str().unwrap(), one["severity"], one["code"]));
    assert_eq!(ran.code, 0, "{:#?}\n{}", found.collect::<Vec<_>>(), folder.read("sidestep.yaml"));
    let found = report["diagnostics"].as_array().unwrap().iter();
    let found = found.map(|one| format!("{}:{}", one["path"].as_str().unwrap(), one["code"].as_str().unwrap()));
    (folder, found.collect())
}

const NONE: [&str; 0] = [];

/// What the files of a folder would be is no kind where they belong to the handbook.
#[test]
fn a_kind_is_referred_to_only_where_something_defines_it() {
    let (folder, found) = proposed(&[
        ("toc.yaml", "items:\n  - { id: intro, href: developer/one.md }\n  - { id: more, href: developer/two.md }\n"),
        ("developer/one.md", "---\ntitle: One\nms.date: 2024-01-01\nms.topic: a\n---\nWords.\n"),
        ("developer/two.md", "---\ntitle: Two\nms.date: 2024-01-01\nms.topic: a\n---\nWords.\n"),
    ]);
    assert_eq!(found, NONE, "{}", folder.read("sidestep.yaml"));
}

#[test]
fn names_that_stand_in_several_collections_name_nothing() {
    let page = |id: &str, title: &str| format!("---\nid: {id}\ntitle: {title}\nkind: old\n---\nSee it.\n");
    let (a, b) = (page("direct", "Direct Manipulation"), page("props", "Props"));
    let files: Vec<(String, &String)> = ["v1", "v2", "v3"]
        .iter()
        .flat_map(|version| [(format!("{version}/legacy/direct.md"), &a), (format!("{version}/legacy/props.md"), &b)])
        .collect();
    let mut files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.push(("old.yaml", "- { name: x, legacy: direct }\n- { name: y, legacy: props }\n"));
    let (folder, found) = proposed(&files);
    assert_eq!(found, NONE, "{}", folder.read("sidestep.yaml"));
}

/// A key that repeats the name of its own file refers to nothing.
#[test]
fn no_thing_refers_to_itself() {
    let (folder, found) = proposed(&[
        ("_topics/internal-tools/index.md", "---\ntopic: internal-tools\ndisplay_name: Internal tools\n---\nWords.\n"),
        ("_topics/open-data/index.md", "---\ntopic: open-data\ndisplay_name: Open data\n---\nWords.\n"),
        ("_data/picks.yml", "- { id: first, topic: internal-tools }\n- { id: second, topic: open-data }\n"),
    ]);
    assert_eq!(found, NONE, "{}", folder.read("sidestep.yaml"));
    let schemas = std::fs::read_dir(folder.path("schema")).map_or(0, Iterator::count);
    for entry in std::fs::read_dir(folder.path("schema")).into_iter().flatten() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let schema: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert!(schema["properties"]["topic"]["x-sidestep-refers"].is_null() || schema["type"] == "array", "{text}");
    }
    assert!(schemas > 0);
}

#[test]
fn files_that_do_not_parse_are_left_out() {
    let (folder, found) = proposed(&[
        ("docs/a.md", "# A\n\n[b](b/c.md)\n"),
        ("docs/b/c.md", "# C\n"),
        ("docs/b/broken.md", "---\ntitle: [a\nother: b\n---\nWords.\n"),
        ("docs/d/e.md", "# E\n"),
        ("teams/a.yaml", "id: ovens\ntitle: Ovens\n"),
        ("teams/b.yaml", "id: doughs\ntitle: Doughs\nnext: ovens\n"),
        ("teams/broken.yaml", "id: \"x\n"),
        ("tsconfig.base.json", "{\n  // For building.\n  \"extends\": \"x\", \"id\": \"1\" }\n"),
    ]);
    assert_eq!(found, NONE);
    let settings = folder.read("sidestep.yaml");
    for words in [
        "\"docs/b/c.md\", \"docs/d/**/*.md\"",
        "or have a syntax error: \"docs/b/broken.md\", \"teams/broken.yaml\"",
        "\"teams/a.yaml\", \"teams/b.yaml\"",
    ] {
        assert!(settings.contains(words), "no {words} in {settings}");
    }
}

/// A folder of schemas of its own is content like any other; those of the proposal go elsewhere.
#[test]
fn no_collection_takes_the_schemas_of_the_proposal() {
    let (folder, found) = proposed(&[
        ("schema/a.json", "{ \"id\": \"a\", \"title\": \"A\", \"next\": \"b\" }"),
        ("schema/b.json", "{ \"id\": \"b\", \"title\": \"B\", \"next\": \"a\" }"),
    ]);
    assert_eq!(found, NONE);
    assert!(folder.read("sidestep.yaml").contains("schema: sidestep-schema/schema.json"));
}

/// Of more files than are looked at nothing is said that only those have which were.
#[test]
fn what_was_not_looked_at_may_have_another_form() {
    let files: Vec<(String, String)> = (0..1100)
        .map(|n| {
            let odd = if n > 1050 { "support: [none]" } else { "support: { since: 1 }" };
            (
                format!("api/entry{n:04}.json"),
                format!(
                    "{{ \"title\": \"Entry {n}\", \"of\": \"entry0001\", {} }}",
                    odd.replace("support", "\"support\"").replace("since", "\"since\"").replace("none", "\"none\"")
                ),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (folder, found) = proposed(&files);
    assert_eq!(found, NONE);
    assert!(!folder.read("schema/api.json").contains("\"type\""));
}

/// What is wrong in the content is told, and is no error of the proposal.
#[test]
fn errors_of_the_content_are_warnings_at_first() {
    let (folder, found) = proposed(&[("a.md", "# A\n\n[b](b.md) and [x]()\n"), ("b.md", "# B\n\n[x]()\n")]);
    assert_eq!(found, ["a.md:broken-link", "b.md:broken-link"]);
    assert!(folder.read("sidestep.yaml").contains("page: { files: [\"**/*.md\"]"));
    assert!(folder.read("sidestep.yaml").contains("rules:\n  broken-link: warning\n"));
}

/// Numbers that look random, the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }

    fn pick<'t>(&mut self, words: &[&'t str]) -> &'t str {
        words[self.roll(words.len())]
    }
}

const FOLDERS: [&str; 9] =
    ["", "roles", "skills", "data", "docs", "docs/teams", "schema", "_topics/legacy", "v2/legacy"];
const WORDS: [&str; 10] =
    ["oven", "dough", "Oven", "oven keeper", "1", "true", "2024-01-01", "a/b.md", "[[oven]]", "ovens"];
const KEYS: [&str; 12] =
    ["id", "name", "title", "key", "role", "skills", "aliases", "href", "legacy", "summary", "description", "items"];

fn value(dice: &mut Dice) -> String {
    match dice.roll(6) {
        0 => format!("[{}, {}]", dice.pick(&WORDS).replace(['[', ']'], ""), dice.pick(&WORDS).replace(['[', ']'], "")),
        1 => format!("{{ {}: {} }}", dice.pick(&KEYS), dice.roll(3)),
        _ => format!("\"{}\"", dice.pick(&WORDS)),
    }
}

fn keys(dice: &mut Dice, indent: &str) -> String {
    let mut text = String::new();
    for key in KEYS {
        if dice.roll(3) == 0 {
            text.push_str(&format!("{indent}{key}: {}\n", value(dice)));
        }
    }
    if text.is_empty() { format!("{indent}name: \"{}\"\n", dice.pick(&WORDS)) } else { text }
}

fn any_file(dice: &mut Dice) -> (String, String) {
    let folder = dice.pick(&FOLDERS);
    let name = dice.pick(&["oven", "dough", "index", "keeper", "a", "b", "c", "README"]);
    let slash = if folder.is_empty() { "" } else { "/" };
    let (ending, text) = match dice.roll(8) {
        0 => (
            "md",
            format!("---\n{}---\n# {}\n\n[x](oven.md) {}\n", keys(dice, ""), dice.pick(&WORDS), dice.pick(&WORDS)),
        ),
        1 => ("md", format!("# {}\n\n[x]({}) [[{}]] [y]()\n", dice.pick(&WORDS), dice.pick(&WORDS), dice.pick(&WORDS))),
        2 => ("yaml", (0..3).map(|_| format!("-\n{}", keys(dice, "  "))).collect()),
        3 => ("yaml", ["oven", "dough", "keeper"].iter().map(|key| format!("{key}:\n{}", keys(dice, "  "))).collect()),
        4 => ("json", format!("{{ \"id\": \"{}\", \"title\": \"{}\" }}", dice.pick(&WORDS), dice.pick(&WORDS))),
        5 if dice.roll(2) == 0 => ("yaml", "id: [a\nname: \"b\n".to_owned()),
        5 => ("md", "---\nname: \"a\nid: b\n---\n# A\n".to_owned()),
        _ => ("yaml", keys(dice, "")),
    };
    (format!("{folder}{slash}{name}.{ending}"), text)
}

#[test]
fn any_proposal_checks_without_an_error() {
    let mut proposals = 0;
    for seed in 1..=60_u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let files: std::collections::BTreeMap<String, String> =
            (0..2 + dice.roll(14)).map(|_| any_file(&mut dice)).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let folder = Folder::new(&files);
        if folder.run(&["init", "--collections"]).code == 2 {
            continue;
        }
        proposals += 1;
        let ran = folder.run(&["check"]);
        assert_eq!(ran.code, 0, "seed {seed}\n{}{}\n{}", ran.out, ran.err, folder.read("sidestep.yaml"));
    }
    assert!(proposals > 40, "{proposals}");
}

/// What most of the values name by chance, the others need not name.
#[test]
fn values_that_name_other_things_too_are_no_references() {
    let mut files: Vec<(String, String)> = Vec::new();
    for (folder, ids) in [("texts", &["de", "en", "fr", "zh-CN"][..]), ("lamps", &["dim"])] {
        files
            .extend(ids.iter().map(|id| (format!("{folder}/{id}.json"), format!("{{ \"shade\": \"{id} shade\" }}\n"))));
    }
    files.push(("lamps/low.json".to_owned(), "{ \"shade\": \"low shade\" }\n".to_owned()));
    for (at, codes) in [["de", "en", "fr", "zh-cn"], ["de", "en", "fr", "dim"]].into_iter().enumerate() {
        let list: Vec<String> = codes.iter().map(|code| format!("  - spoken: {code}\n")).collect();
        files.push((format!("sites/s{at}.yaml"), format!("title: Site {at}\nwhere:\n{}", list.concat())));
        let given: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let (folder, _) = proposed(&given);
        assert_eq!(folder.found(&[]), [""; 0], "{}", folder.read("sidestep.yaml"));
        files.pop();
    }
}
