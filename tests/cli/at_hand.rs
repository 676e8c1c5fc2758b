//! What is at hand in a terminal: counts, a text from standard input, an exit status for those who only want to read.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::json;

use crate::support::{BAD, Folder, OTHER, ROLE, Ran, command};

/// Runs the command with a text on standard input.
fn fed(folder: &Folder, dir: &str, input: &[u8], arguments: &[&str]) -> Ran {
    let mut command = command(&folder.path(dir), arguments);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // One that refuses its arguments does not read.
    let _ = child.stdin.take().unwrap().write_all(input);
    Ran::new(child.wait_with_output().unwrap())
}

fn many(n: usize) -> Folder {
    let folder = Folder::clean();
    let mentions: String = (0..n).map(|i| format!("  See [[Nobody {i}]] and <http://example.org/{i}>.\n")).collect();
    folder.write(OTHER.0, format!("name: Data Engineer\nsummary: Builds.\nwhy: |\n{mentions}"));
    folder.write("content/roles/welder.yaml", "name: Welder\nsummary: Joins [[Nobody]] to metal.\n");
    folder
}

#[test]
fn statistics_count_codes_and_files_errors_first() {
    let folder = many(2);
    let ran = folder.run(&["check", "--statistics"]);
    ran.is(1).out_has(
        "by code\n  3  error    unknown-role\n  2  warning  insecure-link  2 with a fix\n\
         by file\n  content/roles/data-engineer.yaml  2 errors, 2 warnings\n  content/roles/welder.yaml  1 error\n\
         3 errors, 2 warnings in 3 files",
    );
    folder.run(&["check", "--statistics", "--show", "hint"]).out_has("hint     orphan-role");
    folder
        .run(&["check", "--statistics", "--only", "insecure-link"])
        .is(0)
        .out_has("by code\n  2  warning  insecure-link");
    folder.run(&["check", "--statistics", "--format", "concise"]).out_has("\nby code\n  3  error    unknown-role\n");
    let plain = folder.run(&["check"]);
    assert!(!plain.out.contains("by code"), "{}", plain.out);
    let clean = Folder::clean().run(&["check", "--statistics"]);
    assert!(clean.is(0).out.starts_with("no findings in 2 files"), "{}", clean.out);
}

#[test]
fn statistics_for_programs() {
    let folder = many(2);
    let report = folder.run(&["check", "--format", "json", "--statistics"]).json();
    let first = &report["statistics"]["codes"][0];
    assert_eq!(*first, json!({ "code": "unknown-role", "severity": "error", "count": 3, "fixable": 0 }));
    let file = &report["statistics"]["files"][0];
    assert_eq!(file["path"], OTHER.0);
    assert_eq!((&file["error"], &file["warning"]), (&json!(2), &json!(2)));
    // Hints are in it, as among the findings.
    let total: u64 = report["statistics"]["codes"].as_array().unwrap().iter().filter_map(|c| c["count"].as_u64()).sum();
    assert_eq!(total as usize, report["diagnostics"].as_array().unwrap().len());
    assert!(folder.run(&["check", "--format", "json"]).json().get("statistics").is_none());
}

#[test]
fn a_long_report_ends_with_them_by_itself() {
    let enough = many(25);
    assert!(enough.run(&["check"]).out.contains("\nby code\n"), "51 findings");
    assert!(!enough.run(&["check", "-q"]).out.contains("by code"));
    assert!(enough.run(&["check", "-q", "--statistics"]).out.contains("\nby code\n"));
    assert!(!enough.run(&["check", "--format", "concise"]).out.contains("by code"));
    // Files beyond twenty are a number.
    let folder = Folder::clean();
    for i in 0..60 {
        folder.write(&format!("content/roles/trade-{i}.yaml"), format!("name: Trade {i}\nsummary: Like [[Nobody]].\n"));
    }
    folder.run(&["check"]).is(1).out_has("\n  and 40 more files\n60 errors in 62 files");
}

#[test]
fn an_exit_status_for_those_who_read() {
    let folder = Folder::clean();
    folder.write(OTHER.0, BAD);
    folder.run(&["check", "--exit-zero"]).is(0).out_has("unknown-role");
    folder.run(&["check", "--exit-zero", "--deny", "info"]).is(0);
    // What could not run did not.
    folder.write("sidestep.yaml", "roles: [\n");
    folder.run(&["check", "--exit-zero"]).is(2);
}

#[test]
fn a_text_from_standard_input_is_judged_as_its_file() {
    let folder = Folder::clean();
    let as_other = ["check", "-", "--stdin-filename", OTHER.0, "--format", "concise"];
    let ran = fed(&folder, ".", BAD.as_bytes(), &as_other);
    ran.is(1);
    assert_eq!(
        ran.out,
        "content/roles/data-engineer.yaml:2:34: error[unknown-role] no role is named \"Bakend Engineer\" (--fix --unsafe)\n"
    );
    assert_eq!(folder.read(OTHER.0), OTHER.1, "the file stays as it is");
    fed(&folder, ".", OTHER.1.as_bytes(), &as_other).is(0);
    // People see the text that is judged, not the file's.
    fed(&folder, ".", BAD.as_bytes(), &["check", "-", "--stdin-filename", OTHER.0]).out_has("see [[Bakend Engineer]]");
    // From elsewhere, and other files are read from disk but not reported.
    folder.write(ROLE.0, "name: Backend Engineer\nsummary: See [[Nobody]].\n");
    let ran =
        fed(&folder, "content", OTHER.1.as_bytes(), &["check", "-", "--stdin-filename", "roles/data-engineer.yaml"]);
    ran.is(0).out_has("no findings in 1 file");
    let ran = fed(&folder, "content", BAD.as_bytes(), &["check", "-", "--stdin-filename", "roles/data-engineer.yaml"]);
    ran.is(1).out_has("--> ../content/roles/data-engineer.yaml:2:34");
}

#[test]
fn the_file_need_not_be_there() {
    let folder = Folder::clean();
    folder.write(".gitignore", "hidden-*\n");
    let new = "name: Site Carpenter\nsummary: Frames walls with [[Nobody]].\n";
    let as_file = |path: &str| {
        fed(&folder, ".", new.as_bytes(), &["check", "-", "--format", "concise", "--stdin-filename", path])
    };
    as_file("content/roles/site-carpenter.yaml")
        .is(1)
        .out_has("content/roles/site-carpenter.yaml:2:30: error[unknown-role]");
    // What it says is known in its own text.
    let own = "name: Site Carpenter\nsummary: Works as a [[Site Carpenter]].\n";
    fed(&folder, ".", own.as_bytes(), &["check", "-", "--stdin-filename", "content/roles/site-carpenter.yaml"]).is(0);
    as_file("content/roles/deep/er/site-carpenter.yaml").is(1);
    as_file("notes/site-carpenter.yaml").is(0).err_has("notes/site-carpenter.yaml is no file of the workspace");
    as_file("content/roles/hidden-carpenter.yaml").is(0).err_has("is no file of the workspace");
    assert!(!folder.path("content/roles/site-carpenter.yaml").exists());
}

#[test]
fn settings_vocabularies_and_bytes_from_standard_input() {
    let folder = Folder::clean();
    let run = |text: &[u8], path: &str| {
        fed(&folder, ".", text, &["check", "-", "--format", "concise", "--stdin-filename", path])
    };
    run(b"rule: {}\n", "sidestep.yaml").is(1).out_has("sidestep.yaml:1:1: error[schema]");
    run(b"- name: Anvil\n- name: Anvil\n", "content/tools.yaml").is(1).out_has("error[duplicate-name]");
    run(b"name: Data Engineer\nsummary: \xff\n", OTHER.0).is(1).out_has("error[syntax]").out_has("UTF-8");
    run(b"", OTHER.0).is(1);
}

#[test]
fn what_does_not_go_with_standard_input() {
    let folder = Folder::clean();
    let run = |arguments: &[&str]| fed(&folder, ".", b"name: X\n", arguments);
    run(&["check", "-"]).is(2).err_has("add --stdin-filename PATH");
    run(&["check", "--stdin-filename", OTHER.0]).is(2).err_has("goes with \"-\"");
    run(&["check", "-", ROLE.0, "--stdin-filename", OTHER.0]).is(2).err_has("no other path");
    run(&["check", "-", "--fix", "--stdin-filename", OTHER.0]).is(2).err_has("no file to be mended");
    run(&["check", "-", "--add-ignores", "--stdin-filename", OTHER.0]).is(2).err_has("no file to be mended");
    run(&["check", "-", "--staged", "--stdin-filename", OTHER.0]).is(2).err_has("is in no commit");
    let ran = run(&["check", "-", "--format", "json"]);
    assert!(ran.is(2).json()["error"]["message"].as_str().unwrap().contains("standard input"));
}
