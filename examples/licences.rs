//! Prints the licences of all libraries that are linked into the program: `cargo run --example licences -- TARGET`.
#![allow(clippy::print_stdout, reason = "that is what it does")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let target = std::env::args().nth(1).ok_or("needs a target, such as x86_64-unknown-linux-gnu")?;
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(["metadata", "--locked", "--format-version=1", "--filter-platform", &target])
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();

    // What is linked: what can be reached without tests and build scripts.
    let nodes: BTreeMap<String, Value> =
        list(&metadata["resolve"]["nodes"]).into_iter().map(|node| (text(&node["id"]), node)).collect();
    let mut linked = BTreeSet::new();
    let mut waiting = vec![text(&metadata["resolve"]["root"])];
    while let Some(id) = waiting.pop() {
        if !linked.insert(id.clone()) {
            continue;
        }
        for dependency in list(&nodes[&id]["deps"]) {
            if list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null()) {
                waiting.push(text(&dependency["pkg"]));
            }
        }
    }

    // Libraries with the same text stand above it together.
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in list(&metadata["packages"]) {
        // The program itself has no source.
        if !linked.contains(&text(&package["id"])) || package["source"].is_null() {
            continue;
        }
        let name = format!("{} {} ({})", text(&package["name"]), text(&package["version"]), text(&package["license"]));
        let manifest = text(&package["manifest_path"]);
        let folder = Path::new(&manifest).parent().ok_or("a manifest has a folder")?;
        texts.entry(licence(folder)?).or_default().push(name);
    }
    let mut parts: Vec<(Vec<String>, String)> = texts.into_iter().map(|(text, names)| (names, text)).collect();
    parts.sort();
    for (names, text) in parts {
        println!("{}\n\n{}\n\n", names.join("\n"), if text.is_empty() { "See its repository." } else { &text });
    }
    Ok(())
}

/// The text of a library's licence, the shortest where one may choose; empty where it has none with it.
fn licence(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().to_lowercase();
        let named = ["licen", "copying", "unlicense", "copyright"].iter().any(|start| name.starts_with(start));
        if named && entry.file_type()?.is_file() {
            texts.push(fs::read_to_string(entry.path())?.replace("\r\n", "\n").trim().to_owned());
        }
    }
    Ok(texts.into_iter().filter(|text| text.len() > 300).min_by_key(String::len).unwrap_or_default())
}
