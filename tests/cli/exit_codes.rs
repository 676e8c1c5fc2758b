//! How a check ends: 0 clean, 1 findings, 2 could not run.

use crate::support::{BAD, Folder, OTHER, ROLE};

#[test]
fn a_clean_workspace() {
    let ran = Folder::clean().run(&["check"]);
    ran.is(0);
    assert_eq!(ran.out.lines().next(), Some("no findings in 2 files (2 hints with --show hint)"));
    assert_eq!(ran.err, "");
}

#[test]
fn an_error() {
    let folder = Folder::clean();
    folder.write(OTHER.0, BAD);
    folder.run(&["check"]).is(1).out_has("error[unknown-role]: no role is named \"Bakend Engineer\"");
}

#[test]
fn deny_lowers_the_bar() {
    let folder = Folder::clean();
    // A warning alone.
    folder.write("content/roles/other.yaml", "name: Data Scientist\nsummary: Asks data.\n");
    folder.run(&["check"]).is(0).out_has("1 warning in 3 files");
    folder.run(&["check", "--deny", "warning"]).is(1);
    folder.run(&["check", "--deny", "info"]).is(1);
    // An info alone: the first published role refers to a draft.
    folder.write("content/roles/other.yaml", "name: Other\nsummary: See [[Data Engineer]].\n");
    folder.write(OTHER.0, "name: Data Engineer\nsummary: Builds pipelines.\nstatus: draft\n");
    folder.run(&["check"]).is(0).out_has("1 info in 3 files");
    folder.run(&["check", "--deny", "warning"]).is(0);
    folder.run(&["check", "--deny", "info"]).is(1);
    // Hints never fail a check.
    Folder::clean().run(&["check", "--deny", "info"]).is(0);
}

#[test]
fn deny_counts_what_is_reported() {
    let folder = Folder::clean();
    folder.write(OTHER.0, BAD);
    folder.run(&["check", ROLE.0]).is(0);
    folder.run(&["check", OTHER.0]).is(1);
}

#[test]
fn bad_arguments() {
    let folder = Folder::clean();
    folder.run(&["check", "--bogus"]).is(2).err_has("--bogus");
    folder
        .run(&["check", "--format", "xml"])
        .is(2)
        .err_has("[possible values: human, concise, json, github, gitlab, sarif, junit, rdjson, markdown]");
    folder.run(&["check", "--deny", "error"]).is(2).err_has("[possible values: warning, info]");
    folder.run(&["chekc"]).is(2).err_has("similar subcommands exist: 'schema', 'check'");
    folder.run(&[]).is(2).err_has("Usage: sidestep");
    folder.run(&["--version"]).is(0).out_has("sidestep ");
    folder.run(&["--help"]).is(0).out_has("Usage: sidestep");
    folder.run(&["check", "--help"]).is(0).out_has("Exit status: 0 ");
}

#[test]
fn a_path_that_does_not_exist() {
    let folder = Folder::clean();
    let ran = folder.run(&["check", "nowhere"]);
    ran.is(0).err_has("note: nowhere cannot be read: there is no such file").out_has("no findings in 0 files");
    // The others are checked: a commit may delete a file.
    folder.write(OTHER.0, BAD);
    folder.run(&["check", "nowhere", OTHER.0]).is(1).err_has("note: nowhere cannot be read").out_has("in 1 file");
    let ran = folder.run(&["check", "nowhere", "--strict-paths"]);
    ran.is(2).err_has("error: none of the paths belongs to a workspace").err_has("nowhere cannot be read");
    assert_eq!(ran.out, "");
    folder.run(&["check", "nowhere", OTHER.0, "--strict-paths"]).is(1);
}

#[test]
fn settings_that_do_not_parse() {
    let folder = Folder::clean();
    folder.write("sidestep.yaml", "# settings\nroles: [a\n");
    let ran = folder.run(&["check", "--format", "json"]);
    ran.is(2).err_has("sidestep.yaml cannot be read, line 2, column 8: ").err_has("help: ");
    let json = ran.json();
    let found = &json["diagnostics"][0];
    assert_eq!(found["code"], "syntax");
    assert_eq!(found["path"], "sidestep.yaml");
    assert_eq!(found["range"]["start"], serde_json::json!({ "line": 2, "column": 8 }));
    assert_eq!(json["error"], serde_json::Value::Null);
    folder.run(&["check", "--format", "github"]).is(2).out_has("::error file=sidestep.yaml,line=2,");
    let ran = folder.run(&["check"]);
    ran.is(2).err_has(" --> sidestep.yaml:2:8").err_has("2 | roles: [a");
    assert_eq!(ran.out, "");
    folder.write("sidestep.yaml", b"roles: \xff\n");
    folder.run(&["check"]).is(2).err_has("sidestep.yaml cannot be read, line 1, column 8: from this character on");
    folder.run_in("content", &["check"]).is(2).err_has("error: ../sidestep.yaml cannot be read");
    // Of several workspaces the message names the one.
    let folder = Folder::new(&[("a/sidestep.yaml", "{}"), ("a/content/roles/x.yaml", ""), ("b/sidestep.yaml", "x: [")]);
    folder.run(&["check"]).is(2).err_has("error: b/sidestep.yaml cannot be read, line 1, column 4: ");
}

#[test]
fn settings_that_parse_but_do_not_fit() {
    let folder = Folder::clean();
    folder.write("sidestep.yaml", "rule: {}\n");
    folder.run(&["check"]).is(1).out_has("\"rule\" is not a key of sidestep.yaml; did you mean \"rules\"?");
}

#[test]
fn no_role_file() {
    let folder = Folder::new(&[]);
    let ran = folder.run(&["check"]);
    ran.is(2).err_has("there is no role file in ").err_has("content/roles/**/*.yaml").err_has("sidestep init");
    let folder = Folder::new(&[("sidestep.yaml", "roles: [team/*.yaml]\n"), ROLE]);
    folder.run(&["check"]).is(2).err_has("role files are team/*.yaml");
    // Of several workspaces one may have none.
    let files =
        [("a/sidestep.yaml", "{}"), ("b/sidestep.yaml", "{}"), ("b/content/roles/x.yaml", "name: X\nsummary: Y.\n")];
    Folder::new(&files).run(&["check"]).is(0).out_has("in 1 file");
    Folder::new(&files[..2]).run(&["check"]).is(2).err_has("there is no role file in ");
    // Vocabularies are collections too.
    let folder = Folder::new(&[("content/tools.yaml", "- name: A\n")]);
    folder.run(&["check"]).is(0).out_has("in 1 file");
    let settings =
        "collections: { tool: { files: [t.yaml], schema: \"sidestep:vocabulary\" }, page: { files: [\"p/*.md\"] } }\n";
    let folder = Folder::new(&[("sidestep.yaml", settings), ("t.yaml", "- name: A\n")]);
    folder.run(&["check"]).is(1).out_has("no file matches \"p/*.md\"");
    let folder = Folder::new(&[("sidestep.yaml", settings)]);
    folder.run(&["check"]).is(2);
}

#[test]
fn a_path_without_a_file_of_the_workspace() {
    let folder = Folder::clean();
    folder.write("content/notes.yaml", "a: 1\n");
    folder.write("content/empty/readme.md", "");
    let run = |paths: &[&str]| folder.run(&[&["check"], paths].concat());
    run(&["content/notes.yaml"]).is(0).err_has("note: content/notes.yaml is no file of the workspace");
    run(&["content/empty"]).is(0).err_has("note: content/empty holds no file of the workspace");
    run(&[ROLE.0, "content/notes.yaml"]).is(0).err_has("note: content/notes.yaml is").out_has("in 1 file");
    run(&["content/notes.yaml", "--strict-paths"])
        .is(2)
        .err_has("\"roles:\" and \"vocabularies:\" in sidestep.yaml say");
    run(&[ROLE.0, "content/notes.yaml", "--strict-paths"]).is(0);
}

/// Whatever stops a check, a program that asked for a report gets one.
#[test]
fn a_report_for_programs_in_any_case() {
    let folder = Folder::new(&[]);
    let json = |arguments: &[&str]| {
        let ran = folder.run(&[&["check", "--format", "json"], arguments].concat());
        ran.is(2);
        let report = ran.json();
        assert_eq!(report["version"], 1);
        assert_eq!(report["diagnostics"], serde_json::json!([]));
        report["error"]["message"].as_str().unwrap().to_owned()
    };
    assert!(json(&[]).starts_with("there is no role file in "));
    assert!(json(&["--bogus"]).contains("--bogus"));
    assert!(json(&["--unsafe"]).contains("--fix"));
    assert!(json(&["--fix", "--diff"]).contains("--diff"));
    assert!(json(&["-C", "nowhere"]).contains("nowhere cannot be entered"));
    assert!(json(&["--only", "unknown-rle"]).contains("unknown-rle"));
    let ran = folder.run(&["check", "--format", "github"]);
    ran.is(2).out_has("::error title=sidestep::there is no role file in ");
    folder.run(&["check", "--format=github", "--bogus"]).is(2).out_has("::error title=sidestep::");
}

#[test]
fn only_some_codes() {
    let folder = Folder::clean();
    folder.write(OTHER.0, BAD);
    folder.write("content/roles/other.yaml", "name: Data Scientist\nsummary: See <http://example.org/>.\n");
    let run = |more: &[&str]| folder.run(&[&["check", "--format", "concise"], more].concat());
    let codes = |out: &str| {
        let code = |line: &str| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned());
        out.lines().filter_map(code).collect::<Vec<_>>()
    };
    let all = codes(&run(&[]).is(1).out);
    assert!(all.contains(&"insecure-link".to_owned()) && all.contains(&"file-name".to_owned()), "{all:?}");
    assert_eq!(codes(&run(&["--only", "insecure-link,file-name"]).is(0).out), ["file-name", "insecure-link"]);
    let rest = codes(&run(&["--skip", "insecure-link", "--skip", "file-name"]).is(1).out);
    assert_eq!(rest.len(), all.len() - 2);
    run(&["--only", "unknown-rle"])
        .is(2)
        .err_has("no finding has the code \"unknown-rle\"")
        .err_has("did you mean \"unknown-role\"?");
    run(&["--only", "unknown-tool,unknown-skill"]).is(0);
    run(&["--skip", "unknown-certification"]).is(2);
    run(&["--only", "file-name", "--skip", "schema"]).is(2).err_has("cannot be used with");
    // They bind what is mended.
    folder
        .run(&["check", "--fix", "--unsafe", "--only", "file-name"])
        .err_has("fixed 1 finding in 1 file: file-name 1");
    assert!(folder.read("content/roles/data-scientist.yaml").contains("http://example.org/"));
}

#[test]
fn elsewhere_and_quietly() {
    let folder = Folder::clean();
    folder.write(OTHER.0, BAD);
    let root = folder.root();
    let ran = crate::support::run(std::path::Path::new("/"), &["check", "-q", "-C", root.to_str().unwrap(), OTHER.0]);
    ran.is(1).out_has(&format!(" --> {}:", OTHER.0));
    assert!(!ran.out.contains(" in 1 file"), "{}", ran.out);
    let ran = folder.run(&["check", "-q", ROLE.0, "nowhere"]);
    ran.is(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
}

/// No file is left over, and the settings are why: an editor shows that, and so does a check.
#[test]
fn what_leaves_no_role_is_found_all_the_same() {
    let folder = Folder::clean();
    folder.write("sidestep.yaml", "roles: [content/rolls/*.yaml]\n");
    let ran = folder.run(&["check", "--format", "concise"]);
    ran.is(2).err_has("there is no role file in ");
    ran.out_has("sidestep.yaml:1:9: error[config] no file matches \"content/rolls/*.yaml\"");
    folder.run(&["check"]).is(2).out_has("error[config]: no file matches").out_has("1 error in 0 files");
    let ran = folder.run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&ran.is(2).out).unwrap();
    assert_eq!(report["diagnostics"][0]["code"], "config");
    assert_eq!(report["summary"]["error"], 1);
    assert!(report["error"]["message"].as_str().unwrap().starts_with("there is no role file in "));
    let ran = folder.run(&["check", "--format", "github"]);
    ran.is(2)
        .out_has("::error file=sidestep.yaml,line=1")
        .out_has("\n::error title=sidestep::there is no role file in ");
    folder.run(&["check", "--skip", "config", "--format", "json"]).is(2).out_has("\"diagnostics\": []");
}
