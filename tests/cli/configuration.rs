//! `docs/configuration.md`: every key of `sidestep.yaml`, from the schema of the settings.

use std::fmt::Write as _;

use serde_json::{Map, Value};
use sidestep::rules::RULES;

use crate::support::{expect_text, repository};

fn schema() -> Value {
    let text = std::fs::read_to_string(repository().join("schema/config.schema.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

const START: &str = "\
# Configuration

`sidestep.yaml` stands in the folder of a workspace. It may be empty: every key is optional and has a default. Editors that
run `sidestep lsp` complete its keys and say what they mean; other tools take `sidestep schema config`. A key that begins
with `x-` is yours, and nothing is said of it. What cannot be used is a finding, and its default holds.

This page is made from [the schema](../schema/config.schema.json).
";

/// A value as YAML, with its key.
fn yaml(key: &str, value: &Value) -> String {
    serde_yaml::to_string(&Map::from_iter([(key.to_owned(), value.clone())])).unwrap()
}

/// A value in a cell of a table.
fn cell(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{}`", text.replace('|', "\\|")),
        other => format!("`{other}`"),
    }
}

/// A table of the keys below a key.
fn keys(schema: &Value, required: &[&str]) -> String {
    let mut out = String::from("\n| key | what it says | default | example |\n|---|---|---|---|\n");
    for (key, of) in schema["properties"].as_object().unwrap() {
        let default = of.get("default").map_or_else(String::new, cell);
        let default = if required.contains(&key.as_str()) { "needed".to_owned() } else { default };
        let words = of["description"].as_str().unwrap().replace('|', "\\|");
        let _ = writeln!(out, "| `{key}` | {words} | {default} | {} |", cell(&of["examples"][0]));
    }
    out
}

/// The schema of the parts of a key, if these are mappings of their own.
fn parts<'s>(root: &'s Value, key: &Value) -> Option<&'s Value> {
    let reference = ["items", "additionalProperties"].iter().find_map(|at| key[at]["$ref"].as_str())?;
    root.pointer(reference.trim_start_matches('#'))
}

fn page(root: &Value) -> String {
    let mut out = START.to_owned();
    for (key, of) in root["properties"].as_object().unwrap() {
        let _ = writeln!(out, "\n## `{key}`\n\n{}", of["description"].as_str().unwrap());
        if let Some(default) = of.get("default") {
            let _ = writeln!(out, "\nDefault:\n\n```yaml\n{}```", yaml(key, default));
        }
        let _ = writeln!(out, "\nExample:\n\n```yaml\n{}```", yaml(key, &of["examples"][0]));
        if key == "rules" {
            out.push_str(&weights());
        } else if of.get("properties").is_some() {
            out.push_str(&keys(of, &[]));
        } else if let Some(part) = parts(root, of) {
            let required: Vec<&str> =
                part["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            out.push_str(&keys(part, &required));
        }
    }
    out
}

/// The codes and their weights.
fn weights() -> String {
    let mut out = String::from(
        "\nA weight is `off`, `hint`, `info`, `warning` or `error`. [Rules](rules.md) says what each code reports; \
         `unknown-<kind>` stands\nfor one code of each kind, such as `unknown-tool`.\n\n| code | default |\n|---|---|\n",
    );
    for rule in RULES {
        let level = rule.severity.map_or("off", |severity| severity.as_str());
        let _ = writeln!(out, "| [`{}`](rules.md#{}) | {level} |", rule.code, rule.code.replace(['<', '>'], ""));
    }
    out
}

#[test]
fn the_page_is_up_to_date() {
    expect_text("docs/configuration.md", &page(&schema()));
}

/// Every key has an example and what it says, and the schema takes each example and each default.
#[test]
fn examples_can_be_used() {
    let root = schema();
    let validator = jsonschema::validator_for(&root).unwrap();
    let takes = |key: &str, value: &Value| {
        let settings = Value::Object(Map::from_iter([(key.to_owned(), value.clone())]));
        let errors: Vec<String> = validator.iter_errors(&settings).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{key}: {errors:?}");
    };
    let mut examples = 0;
    for (key, of) in root["properties"].as_object().unwrap() {
        takes(key, &of["examples"][0]);
        of.get("default").into_iter().for_each(|default| takes(key, default));
        for (inner, part) in of["properties"].as_object().into_iter().flatten().filter(|_| key != "rules") {
            takes(key, &serde_json::json!({ inner: part["examples"][0] }));
            examples += 1;
        }
    }
    assert!(examples > 10);
}

#[test]
fn the_readme_leads_there() {
    let readme = std::fs::read_to_string(repository().join("README.md")).unwrap();
    for page in ["docs/configuration.md", "docs/ci.md", "docs/stability.md"] {
        assert!(readme.contains(&format!("]({page})")), "{page}");
        assert!(repository().join(page).is_file(), "{page}");
    }
}
