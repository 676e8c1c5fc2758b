//! Each output format on one workspace with mistakes, compared with the texts in `golden/`, and with what those who read it
//! need.

mod consumers;
mod several;

use serde_json::Value;

use crate::support::{BAD, Folder, command, expect_file, golden, run};

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
    let ran = mistakes().run(&["check", "--format", "github"]);
    expect_file("mistakes.github.txt", &ran.is(1).out);
}

#[test]
fn markdown() {
    format("markdown", &["--statistics"]);
}

#[test]
fn junit() {
    let ran = mistakes().run(&["check", "--format", "junit", "--deny", "warning"]);
    expect_file("mistakes.junit.txt", &ran.is(1).out);
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

/// Whoever reads a report in a build looks from the repository's folder, reviewdog from the one that it runs in.
#[test]
fn paths_lead_from_the_folder_that_readers_look_from() {
    let outer = Folder::new(&[("my site/content/roles/data-engineer.yaml", BAD), ("my site/sidestep.yaml", "{}\n")]);
    let path = "my site/content/roles/data-engineer.yaml";
    let here = "content/roles/data-engineer.yaml";
    for (format, from_site) in [("github", path), ("gitlab", path), ("sarif", path), ("junit", path), ("rdjson", here)]
    {
        let arguments = ["check", "--format", format];
        for (ran, path) in [
            (outer.run(&arguments), path),
            (outer.run_in("my site", &arguments), from_site),
            (outer.run(&[&["-C", "my site"], &arguments[..]].concat()), path),
            (
                outer.run_in("my site/content", &arguments),
                if format == "rdjson" { "roles/data-engineer.yaml" } else { path },
            ),
        ] {
            let out = ran.is(1).out.replace("%20", " ");
            let quoted = [format!("\"{path}\""), format!("file={path},")];
            assert!(quoted.iter().any(|path| out.contains(path)), "{format}, {path}: {out}");
        }
    }
    // A repository that a workflow has in a folder of its own.
    let workspace = |folder: &std::path::Path| {
        let mut check = command(&outer.root(), &["check", "--format", "github"]);
        String::from_utf8(check.env("GITHUB_WORKSPACE", folder).output().unwrap().stdout).unwrap()
    };
    let name = outer.root().file_name().unwrap().to_string_lossy().into_owned();
    let out = workspace(outer.root().parent().unwrap());
    assert!(out.contains(&format!("file={name}/{path},")), "{out}");
    assert!(workspace(&outer.path("my site")).contains(&format!("file={path},")), "the repository is not in there");
}
