//! Each output format on one workspace with mistakes, compared with the texts in `golden/`, and with what those who read it
//! need.

mod consumers;
mod several;

use serde_json::Value;

use crate::support::{Folder, expect_file, golden, run};

fn format(name: &str, more: &[&str]) {
    let arguments = [&["check", "--format", name], more].concat();
    let ran = run(&golden("mistakes"), &arguments);
    ran.is(1);
    assert_eq!(ran.err, "");
    let extension = if name == "json" { "json" } else { "txt" };
    expect_file(&format!("mistakes.{name}.{extension}"), &ran.out);
}

/// The workspace with mistakes as a repository of its own: some formats have paths that begin there.
fn mistakes() -> Folder {
    let files =
        ["sidestep.yaml", "content/tools.yaml", "content/roles/backend.yaml", "content/roles/data-engineer.yaml"];
    let read = |path: &str| std::fs::read_to_string(golden("mistakes").join(path)).unwrap().replace("\r\n", "\n");
    let texts = files.map(|path| (path, read(path)));
    Folder::new(&texts.each_ref().map(|(path, text)| (*path, text.as_str())))
}

#[test]
fn human() {
    format("human", &["--show", "hint"]);
}

#[test]
fn concise() {
    format("concise", &[]);
}

#[test]
fn json() {
    format("json", &[]);
}

#[test]
fn github() {
    format("github", &[]);
}

#[test]
fn markdown() {
    format("markdown", &["--statistics"]);
}

#[test]
fn junit() {
    format("junit", &["--deny", "warning"]);
}

#[test]
fn rdjson() {
    format("rdjson", &[]);
}

#[test]
fn gitlab() {
    let ran = mistakes().run(&["check", "--format", "gitlab"]);
    expect_file("mistakes.gitlab.txt", &ran.is(1).out);
}

#[test]
fn sarif() {
    let ran = mistakes().run(&["check", "--format", "sarif", "--show", "hint"]);
    let mut log = ran.is(1).json();
    let driver = &mut log["runs"][0]["tool"]["driver"];
    driver["semanticVersion"] = "VERSION".into();
    // Their texts are those of the documentation.
    for rule in driver["rules"].as_array_mut().unwrap() {
        let long = rule["help"]["text"].as_str().unwrap().len() > 100
            && rule["help"] == serde_json::json!({ "text": rule["help"]["text"], "markdown": rule["help"]["text"] });
        assert!(long && rule["helpUri"].as_str().unwrap().contains("/docs/rules.md#"), "{rule}");
        *rule = rule["id"].take();
    }
    expect_file("mistakes.sarif.txt", &format!("{}\n", serde_json::to_string_pretty::<Value>(&log).unwrap()));
}
