//! Each output format on one workspace with mistakes, compared with the texts in `golden/`.

use crate::support::{expect_file, golden, run};

fn format(name: &str, more: &[&str]) {
    let arguments = [&["check", "--format", name], more].concat();
    let ran = run(&golden("mistakes"), &arguments);
    ran.is(1);
    assert_eq!(ran.err, "");
    let extension = if name == "json" { "json" } else { "txt" };
    expect_file(&format!("mistakes.{name}.{extension}"), &ran.out);
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
