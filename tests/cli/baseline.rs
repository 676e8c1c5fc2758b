//! `--baseline`, `--write-baseline`, `--prune-baseline`: old findings are left out, whatever lines they stand on.

use crate::support::Folder;

const SETTINGS: &str = "baseline: .sidestep-baseline.json\n";

const BAKER: &str = "\
name: Baker
summary: Bakes bread; see [[Pastry Chef]], [[Miler]] and [[Miller]].
tools: [Oven, Peal]
";

const MILLER: &str = "name: Miller\nsummary: Grinds grain; see [[Bakker]].\n";

const TOOLS: &str = "\
- name: Oven
  summary: Bakes, see [[Glazier]].
- name: Peel
  summary: Puts loaves into the oven.
";

/// Five old mistakes, all in the baseline.
fn old() -> Folder {
    let folder = Folder::new(&[
        ("sidestep.yaml", SETTINGS),
        ("content/roles/baker.yaml", BAKER),
        ("content/roles/miller.yaml", MILLER),
        ("content/tools.yaml", TOOLS),
    ]);
    let ran = folder.run(&["check", "--write-baseline", "--deny", "warning"]);
    ran.is(0)
        .err_has("wrote 5 findings to .sidestep-baseline.json")
        .out_has("no new findings in 3 files")
        .out_has("; 5 in the baseline");
    folder
}

#[track_caller]
fn has_nothing_new(folder: &Folder) {
    let ran = folder.run(&["check", "--deny", "info"]);
    ran.is(0).out_has("no new findings");
    assert!(!ran.err.contains("gone"), "{ran:#?}");
}

#[test]
fn what_was_there_is_counted_and_what_is_new_is_reported() {
    let folder = old();
    has_nothing_new(&folder);
    assert_eq!(folder.run(&["check", "--format", "json"]).json()["baselined"], 5);
    folder.write("content/roles/miller.yaml", MILLER.replace("see", "see [[Mason]] and"));
    folder.run(&["check"]).is(1).out_has("no role is named \"Mason\"").out_has("; 5 in the baseline");
    // The same mistake a second time is a new one.
    folder.write("content/roles/miller.yaml", MILLER.replace("see", "see [[Bakker]] and"));
    assert_eq!(folder.found(&[]), ["content/roles/miller.yaml:unknown-role"]);
}

#[test]
fn lines_and_entries_move_and_files_are_renamed() {
    let folder = old();
    let moved = BAKER.replace("summary: Bakes", "# Written in spring.\n\nstatus: published\nsummary: Bakes");
    folder.write("content/roles/baker.yaml", moved.replace("[Oven, Peal]", "\n  - Peal\n  - Oven"));
    let (oven, peel) = TOOLS.split_at(TOOLS.find("- name: Peel").unwrap());
    folder.write("content/tools.yaml", format!("{peel}{oven}"));
    has_nothing_new(&folder);
    folder.write("content/roles/bread/miller.yaml", MILLER);
    std::fs::remove_file(folder.path("content/roles/miller.yaml")).unwrap();
    has_nothing_new(&folder);
}

#[test]
fn a_renamed_role_keeps_its_findings() {
    let folder = old();
    folder.run(&["rename", "role", "Miller", "Grain Miller"]).is(0);
    has_nothing_new(&folder);
    // By hand: what refers to the old name is new, what was there before is not.
    let folder = old();
    folder.write("content/roles/miller.yaml", MILLER.replace("name: Miller", "name: Grain Miller"));
    let new = ["content/roles/baker.yaml:unknown-role", "content/roles/miller.yaml:file-name"];
    assert_eq!(folder.found(&[]), new);
}

#[test]
fn what_is_gone_is_told_and_taken_out() {
    let folder = old();
    folder.write("content/roles/miller.yaml", MILLER.replace("Bakker", "Baker"));
    folder.run(&["check"]).is(0).err_has("1 finding of the baseline is gone: --prune-baseline takes them out");
    folder.run(&["check", "--prune-baseline"]).is(0).err_has("took 1 finding out of .sidestep-baseline.json; 4 left");
    folder.run(&["check", "--prune-baseline"]).is(0).err_has("nothing in .sidestep-baseline.json is gone");
    folder.write("content/roles/miller.yaml", MILLER);
    assert_eq!(folder.found(&[]), ["content/roles/miller.yaml:unknown-role"]);
    // Of a part of the files nobody can say what is gone.
    let ran = folder.run(&["check", "content/tools.yaml"]);
    assert!(!ran.is(0).err.contains("gone"), "{ran:#?}");
}

#[test]
fn fixes_are_for_what_is_new() {
    let folder = Folder::new(&[
        ("sidestep.yaml", SETTINGS),
        ("content/roles/baker.yaml", "name: Baker\nsummary: Bakes.\ntools: [Stove]\n"),
        ("content/tools.yaml", "- name: Oven\n  summary: Bakes.\n  avoid: [Stove]\n"),
    ]);
    folder.run(&["check", "--write-baseline"]).is(0);
    folder.write("content/roles/miller.yaml", "name: Miller\nsummary: Grinds.\ntools: [Stove]\n");
    folder.run(&["check"]).out_has("--fix would mend 1 of them");
    folder.run(&["check", "--fix"]).is(0).err_has("fixed 1 finding in 1 file");
    assert!(folder.read("content/roles/baker.yaml").contains("Stove"));
    assert!(folder.read("content/roles/miller.yaml").contains("Oven"));
}

#[test]
fn a_file_may_be_named_for_one_run() {
    let folder = old();
    std::fs::remove_file(folder.path(".sidestep-baseline.json")).unwrap();
    folder.write("sidestep.yaml", "{}\n");
    assert_eq!(folder.found(&[]).len(), 5);
    folder.run(&["check", "--write-baseline"]).is(2).err_has("there is no baseline to write to");
    folder.run(&["check", "--baseline", "old.json"]).is(2).err_has("old.json cannot be read: there is no such file");
    folder.run(&["check", "--baseline", "old.json", "--write-baseline"]).is(0).err_has("wrote 5 findings to old.json");
    folder.run(&["check", "--baseline", "old.json"]).is(0).out_has("5 in the baseline");
    folder
        .run(&["check", "--baseline", "old.json", "--write-baseline", "content"])
        .is(2)
        .err_has("leave out the paths");
}

#[test]
fn what_is_no_baseline_is_neither_used_nor_written_over() {
    let folder = old();
    let text = folder.read(".sidestep-baseline.json");
    folder.write(".sidestep-baseline.json", format!("<<<<<<< ours\n{text}"));
    folder
        .run(&["check"])
        .is(1)
        .out_has("the baseline \".sidestep-baseline.json\" cannot be used: a merge left its marks");
    folder
        .run(&["check", "--write-baseline"])
        .is(2)
        .err_has("is not written over: a merge left its marks in it (line 1)");
    for path in ["content/tools.yaml", "../outside.json", ".git/config", "/tmp/outside.json"] {
        folder.write("sidestep.yaml", format!("baseline: {path}\n"));
        let before = std::fs::read(folder.path(path)).ok();
        folder.run(&["check"]).is(1).out_has("the baseline");
        folder.run(&["check", "--write-baseline"]).is(2);
        assert_eq!(std::fs::read(folder.path(path)).ok(), before, "{path}");
    }
}

/// Why a file is not used is said in words that tell what to look for in it.
#[test]
fn why_a_file_is_no_baseline() {
    let folder = old();
    let text = folder.read(".sidestep-baseline.json");
    for (written, why) in [
        (String::new(), "it is empty"),
        ("{\n\"version\" 1\n}".to_owned(), "it is not JSON from line 2 on"),
        ("[]".to_owned(), "it is JSON without a \"version\", so it is no baseline"),
        ("{\"findings\": []}".to_owned(), "it is JSON without a \"version\", so it is no baseline"),
        (text.replace("\"version\": 1", "\"version\": 2"), "it has version 2, and this program knows version 1"),
        (text.replace("\"version\": 1", "\"version\": \"1\""), "it has version \"1\", and this program"),
        (text.replacen("\"code\"", "\"kode\"", 1), "an entry of it does not have the form of a finding (line 4)"),
    ] {
        folder.write("old.json", &written);
        let ran = folder.run(&["check", "--baseline", "old.json"]);
        ran.is(2).err_has(&format!("old.json cannot be used: {why}"));
    }
    std::fs::write(folder.path("old.json"), [b'{', 0xff, b'}']).unwrap();
    folder.run(&["check", "--baseline", "old.json"]).is(2).err_has("it is not UTF-8 text");
}

#[test]
fn a_count_beyond_all_bounds_is_a_number_like_others() {
    let folder = old();
    let text = folder.read(".sidestep-baseline.json");
    let huge = text.replace("\"code\"", "\"count\": 18446744073709551615, \"code\"");
    let (first, rest) = huge.split_once("[\n").unwrap();
    let entries = rest.trim_end().trim_end_matches("]\n}").trim_end();
    // Each entry twice, so that the sum is beyond what a number holds.
    folder.write(".sidestep-baseline.json", format!("{first}[\n{entries},\n{entries}\n  ]\n}}\n"));
    folder.run(&["check"]).is(0).out_has("5 in the baseline").err_has("of the baseline are gone");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_is_not_written_and_what_has_no_end_not_read() {
    let folder = old();
    let outside = tempfile::tempdir().unwrap();
    let target = outside.path().join("b.json");
    std::os::unix::fs::symlink(&target, folder.path("b.json")).unwrap();
    std::os::unix::fs::symlink("/dev/zero", folder.path("zero.json")).unwrap();
    folder
        .run(&["check", "--baseline", "b.json", "--write-baseline"])
        .is(2)
        .err_has("b.json is not written over: it is a link that leads out of the repository");
    assert!(!target.exists());
    folder.run(&["check", "--baseline", "zero.json"]).is(2).err_has("it has more than the");
}

#[test]
fn what_is_too_large_or_has_no_folder_is_said() {
    let folder = old();
    folder.write("big.json", "x".repeat((16 << 20) + 1));
    folder.run(&["check", "--baseline", "big.json"]).is(2).err_has("it has more than the 16 MB");
    let ran = folder.run(&["check", "--baseline", "no/where/b.json", "--write-baseline"]);
    ran.is(2).err_has("no/where/b.json cannot be written: there is no folder no/where");
}
