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
    folder.run(&["check", "--format", "xml"]).is(2).err_has("[possible values: human, concise, json, github]");
    folder.run(&["check", "--deny", "error"]).is(2).err_has("[possible values: warning, info]");
    folder.run(&["chekc"]).is(2).err_has("a similar subcommand exists: 'check'");
    folder.run(&[]).is(2).err_has("Usage: sidestep");
    folder.run(&["--version"]).is(0).out_has("sidestep ");
    folder.run(&["--help"]).is(0).out_has("Usage: sidestep");
    folder.run(&["check", "--help"]).is(0).out_has("Exit status: 0 ");
}

#[test]
fn a_path_that_does_not_exist() {
    let ran = Folder::clean().run(&["check", "nowhere"]);
    ran.is(2).err_has("error: nowhere cannot be read: there is no such file");
    assert_eq!(ran.out, "");
}

#[test]
fn settings_that_do_not_parse() {
    let folder = Folder::clean();
    folder.write("sidestep.yaml", "# settings\nroles: [a\n");
    let ran = folder.run(&["check", "--format", "json"]);
    ran.is(2).err_has("sidestep.yaml cannot be read, line 2, column 8: ").err_has("help: ");
    assert_eq!(ran.out, "");
    folder.write("sidestep.yaml", b"roles: \xff\n");
    folder.run(&["check"]).is(2).err_has("sidestep.yaml cannot be read: it is not UTF-8 text (see line 1)");
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
    // Vocabularies alone are no workspace to check.
    let folder = Folder::new(&[("content/tools.yaml", "- name: A\n")]);
    folder.run(&["check"]).is(2);
}

#[test]
fn a_path_without_a_file_of_the_workspace() {
    let folder = Folder::clean();
    folder.write("content/notes.yaml", "a: 1\n");
    folder.write("content/empty/readme.md", "");
    folder.run(&["check", "content/notes.yaml"]).is(2).err_has("content/notes.yaml is no file of the workspace");
    folder.run(&["check", "content/empty"]).is(2).err_has("content/empty holds no file of the workspace");
    // One good path does not make up for a bad one.
    folder.run(&["check", ROLE.0, "content/notes.yaml"]).is(2);
}
