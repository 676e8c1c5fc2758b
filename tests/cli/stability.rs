//! What others may rely on: what was released is still there.

use std::collections::BTreeSet;

use clap::CommandFactory as _;
use serde_json::Value;
use sidestep::cli::Arguments;
use sidestep::rules::RULES;

use crate::support::repository;

/// The list of what was released.
const RELEASED: &str = "schema/released.txt";

fn read(path: &str) -> String {
    std::fs::read_to_string(repository().join(path)).unwrap_or_default().replace("\r\n", "\n")
}

fn json(path: &str) -> Value {
    serde_json::from_str(&read(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The keys that a schema names, as `page.lang` and `alternatives[].role`.
fn keys(root: &Value, schema: &Value, at: &str, depth: usize, found: &mut BTreeSet<String>) {
    let schema = schema["$ref"].as_str().and_then(|to| root.pointer(to.strip_prefix('#')?)).unwrap_or(schema);
    if depth == 0 {
        return;
    }
    for (key, of) in schema["properties"].as_object().into_iter().flatten() {
        let path = if at.is_empty() { key.clone() } else { format!("{at}.{key}") };
        found.insert(path.clone());
        keys(root, of, &path, depth - 1, found);
    }
    if schema["items"].is_object() {
        keys(root, &schema["items"], &format!("{at}[]"), depth - 1, found);
    }
    for branch in ["oneOf", "anyOf", "allOf"].iter().filter_map(|word| schema[*word].as_array()).flatten() {
        keys(root, branch, at, depth - 1, found);
    }
}

/// All that others may rely on, a line each.
fn today() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    all.extend(RULES.iter().map(|rule| format!("code {}", rule.code)));
    for name in ["config", "role", "vocabulary", "page"] {
        let schema = json(&format!("schema/{name}.schema.json"));
        let mut found = BTreeSet::new();
        keys(&schema, &schema, "", 12, &mut found);
        all.extend(found.into_iter().map(|key| format!("key {name} {key}")));
    }
    for entry in std::fs::read_dir(repository().join("schema/output")).into_iter().flatten() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let schema = json(&format!("schema/output/{name}"));
        let mut found = BTreeSet::new();
        keys(&schema, &schema, "", 12, &mut found);
        let name = name.strip_suffix(".schema.json").unwrap();
        all.extend(found.into_iter().map(|key| format!("output {name} {key}")));
    }
    let annotations = read("src/schema/annotations.rs");
    let words = annotations.split('"').skip(1).step_by(2).filter(|word| word.starts_with("x-sidestep-"));
    all.extend(words.filter(|word| !word.ends_with('-')).map(|word| format!("annotation {word}")));
    let mut command = Arguments::command();
    command.build();
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let name = sub.get_name();
        all.insert(format!("command {name}"));
        for flag in sub.get_arguments().filter(|flag| !flag.is_hide_set()) {
            let Some(long) = flag.get_long() else { continue };
            all.insert(format!("flag {name} --{long}"));
            let values = flag.get_possible_values().into_iter().filter(|value| !value.is_hide_set());
            all.extend(values.map(|value| format!("flag {name} --{long} {}", value.get_name())));
        }
    }
    all
}

/// Nothing that was released is gone, and what is new is in the list. With `UPDATE=1` what is new is added; what is gone is
/// taken out by hand, with an entry in the changelog.
#[test]
fn what_was_released_is_still_there() {
    let released: BTreeSet<String> = read(RELEASED).lines().map(str::to_owned).collect();
    let today = today();
    for kind in ["code ", "key config ", "key role ", "annotation ", "command ", "flag check --format sarif"] {
        assert!(today.iter().any(|line| line.starts_with(kind)), "no {kind}");
    }
    let gone: Vec<&String> = released.difference(&today).collect();
    assert!(gone.is_empty(), "released, and not there any more: {gone:#?}\nsee docs/stability.md");
    let new: Vec<&String> = today.difference(&released).collect();
    if std::env::var_os("UPDATE").is_some_and(|v| v == "1") {
        let all: Vec<&str> = released.union(&today).map(String::as_str).collect();
        std::fs::write(repository().join(RELEASED), all.join("\n") + "\n").unwrap();
    } else {
        assert!(new.is_empty(), "not in {RELEASED}: {new:#?}\nUPDATE=1 cargo test --test cli stability adds them");
    }
}

#[test]
fn keys_within_keys_are_found() {
    let schema = serde_json::json!({
        "properties": { "a": { "items": { "$ref": "#/$defs/b" } }, "c": { "anyOf": [{ "properties": { "d": {} } }] } },
        "$defs": { "b": { "properties": { "e": {} } } }
    });
    let mut found = BTreeSet::new();
    keys(&schema, &schema, "", 5, &mut found);
    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["a", "a[].e", "c", "c.d"]);
}
