//! Journals that a repository brings along: none is obeyed that this program did not leave here, and then only within
//! the files of the workspace.

use serde_json::{Value, json};

use crate::changes::{BACKEND, TOOLS, files, folder, has_git};
use crate::support::{Folder, Ran, command};

const NEW: [&str; 3] = ["new", "role", "Any One"];
const NAME: &str = ".sidestep-journal";

/// The fingerprint of `precious`, as the program writes it down.
fn print(text: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    text.as_bytes().hash(&mut hasher);
    hasher.finish()
}

/// A journal with these steps.
fn journal(steps: &Value, folders: &[&str], links: &Value, ready: bool) -> String {
    let plan = json!({ "version": 1, "what": "x", "steps": steps, "folders": folders, "links": links });
    format!("{plan}\n{}", if ready { "ready\n" } else { "" })
}

/// Whatever one does, a journal is refused, reported, and nothing is touched.
#[track_caller]
fn refused(folder: &Folder, why: &str) {
    let before = all(folder);
    let says = |ran: &Ran| {
        let said = format!("{}{}", ran.out, ran.err);
        assert!(said.contains("is not obeyed") && said.contains(why), "not {why:?} but {said}");
        let raw = |c: char| c.is_control() && c != '\n';
        assert!(!said.contains(raw) && !said.contains("\n::stop"), "{said:?}");
        assert_eq!(all(folder), before, "{why}");
    };
    says(folder.run(&["recover"]).is(1));
    says(folder.run(&["recover", "--undo"]).is(1));
    says(folder.run(&NEW).is(1));
    says(folder.run(&["rename", "tool", "Kafka", "Apache Kafka"]).is(1));
    says(folder.run(&["check"]).is(1));
    says(folder.run(&["check", "content/tools.yaml", "--format", "concise"]).is(1));
    assert!(folder.found(&[]).contains(&format!("{NAME}:config")));
    folder.run(&["check", "--fix"]).is(1).err_has("is not obeyed");
    assert_eq!(all(folder), before, "{why}");
}

/// Everything in and beside a workspace, links and git's files too.
fn all(folder: &Folder) -> Vec<(std::path::PathBuf, Option<Vec<u8>>)> {
    fn walk(dir: &std::path::Path, found: &mut Vec<(std::path::PathBuf, Option<Vec<u8>>)>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let entry = entry.unwrap();
            let is_file = entry.file_type().unwrap().is_file();
            found.push((entry.path(), is_file.then(|| std::fs::read(entry.path()).unwrap())));
            if entry.file_type().unwrap().is_dir() {
                walk(&entry.path(), found);
            }
        }
    }
    let mut found = Vec::new();
    walk(&folder.root(), &mut found);
    found.sort();
    found
}

#[test]
fn nothing_outside_the_repository_is_removed() {
    let outside = Folder::new(&[("precious", "precious")]);
    let (root, precious) = (outside.root(), outside.path("precious"));
    for ready in [false, true] {
        for path in [
            precious.to_str().unwrap().to_owned(),
            format!("../{}/precious", root.file_name().unwrap().to_str().unwrap()),
        ] {
            let aside = |new: &str, old: &str| json!([{ "replace": { "path": "content/tools.yaml", "new": new, "old": old, "before": 1, "after": 2 } }]);
            let own = "content/.sidestep-1f-0.new";
            let old = "content/.sidestep-1f-0.old";
            for (steps, why) in [
                (aside(&path, old), "no change is written down like that"),
                (aside(own, &path), "no change is written down like that"),
                (json!([{ "create": { "path": path, "new": own, "after": 1 } }]), "outside the repository"),
                (json!([{ "delete": { "path": path, "old": old, "before": 1 } }]), "outside the repository"),
            ] {
                let folder = folder();
                folder.write(NAME, journal(&steps, &[], &json!([]), ready));
                refused(&folder, why);
            }
            let folder = folder();
            folder.write(NAME, journal(&json!([]), &[&path], &json!([]), ready));
            refused(&folder, "outside the repository");
            assert_eq!(outside.read("precious"), "precious");
        }
    }
}

#[test]
fn nothing_is_moved_to_where_git_runs_it_or_out_of_the_workspace() {
    let outside = Folder::new(&[("diary.yaml", "precious")]);
    let diary = outside.path("diary.yaml");
    let diary = diary.to_str().unwrap();
    let (mine, other) = ("content/roles/ml-engineer.yaml", "content/roles/other.yaml");
    let text = crate::changes::DATA.replace("Data", "ML");
    for (from, to, why) in [
        ("payload", ".git/hooks/pre-commit", "the settings do not cover it"),
        (mine, ".git/hooks/pre-commit", "git's own folder"),
        (mine, ".GIT/config", "git's own folder"),
        (mine, "content/roles/.git/config.yaml", "git's own folder"),
        (mine, "content/roles/git~1/config.yaml", "git's own folder"),
        (".git/config", other, "git's own folder"),
        (diary, other, "outside the repository"),
        (mine, diary, "outside the repository"),
        (mine, "content/roles/../../payload", "no change is written down like that"),
        (mine, "./content/roles/x.yaml", "no change is written down like that"),
        (mine, "content/roles//x.yaml", "no change is written down like that"),
        (mine, "..", "outside the repository"),
        (mine, "", "no change is written down like that"),
        (mine, "payload", "the settings do not cover it"),
        ("payload", other, "the settings do not cover it"),
    ] {
        let folder = folder();
        folder.write("payload", "#!/bin/sh\necho PWNED\n");
        folder.write(".git/config", "[core]\n");
        let print = print(&text);
        let steps = json!([{ "move": { "path": from, "to": to, "before": print, "after": print } }]);
        folder.write(NAME, journal(&steps, &[], &json!([]), true));
        refused(&folder, why);
        // Nor by way of another name for it.
        folder.write(NAME, journal(&steps, &[], &json!([["payload", mine], [from, mine], [to, mine]]), true));
        refused(&folder, why);
    }
}

#[test]
fn a_journal_of_another_form_is_refused() {
    let plan =
        |version: u32| format!("{{\"version\":{version},\"what\":\"x\",\"steps\":[],\"folders\":[],\"links\":[]}}");
    let step = json!([{ "move": { "path": "content/tools.yaml", "to": "content/roles/x.yaml" } }]);
    for text in [
        format!("{}\nready\n", plan(99)),
        format!("{}\nready\n", plan(0)),
        plan(99),
        "keep me".to_owned(),
        "keep me\n".to_owned(),
        "\nready\n".to_owned(),
        format!("{}\nready\nundo\nand more\n", plan(1)),
        format!("{}\nsteady\n", plan(1)),
        format!("{{\"more\":1,{}\nready\n", &plan(1)[1..]),
        // A move without a fingerprint.
        journal(&step, &[], &json!([]), true),
    ] {
        let folder = folder();
        folder.write(NAME, &text);
        refused(&folder, "this version of sidestep did not write it");
    }
    let folder = folder();
    folder.write(NAME, b"\xff\xfe\n");
    refused(&folder, "this version of sidestep did not write it");
}

#[test]
fn what_was_begun_and_not_written_is_cleared_away() {
    for text in ["", "{\"ver", "{\"version\":1,\"what\":\"rename"] {
        let folder = folder();
        let before = files(&folder);
        folder.write(NAME, text);
        assert!(!folder.found(&[]).iter().any(|found| found.contains(NAME)), "{text}");
        folder.run(&["recover"]).is(0).out_has("No change was interrupted");
        assert_eq!(files(&folder), before);
    }
}

#[test]
fn only_folders_that_a_new_file_needs_are_removed() {
    let folder = folder();
    std::fs::create_dir_all(folder.path("empty/within")).unwrap();
    folder.write(NAME, journal(&json!([]), &["empty/within"], &json!([]), false));
    refused(&folder, "no change is written down like that");
}

#[test]
fn a_file_that_is_no_longer_the_one_that_was_moved_stays() {
    let folder = folder();
    let (from, to) = ("content/roles/ml-engineer.yaml", "content/roles/other.yaml");
    let moved = |text: &str| {
        let print = print(text);
        journal(
            &json!([{ "move": { "path": from, "to": to, "before": print, "after": print } }]),
            &[],
            &json!([]),
            true,
        )
    };
    folder.write(NAME, moved("name: Another\n"));
    let before = files(&folder);
    folder.run(&["recover"]).is(1).err_has("was changed after the interruption");
    folder.run(&["recover", "--undo"]).is(1).err_has("was changed after the interruption");
    assert_eq!(files(&folder), before);
    // One that came meanwhile is not written over.
    folder.write(NAME, moved(&folder.read(from)));
    folder.write(to, "name: Mine\n");
    folder.run(&["recover"]).is(1).err_has("other.yaml came after the interruption");
    assert_eq!(folder.read(to), "name: Mine\n");
    std::fs::remove_file(folder.path(to)).unwrap();
    folder.run(&["recover"]).is(0).out_has("Finished: x");
    assert!(!folder.path(from).exists() && folder.path(to).exists());
}

#[test]
fn new_texts_that_somebody_changed_are_not_taken() {
    let folder = folder();
    let steps = json!([{ "replace": {
        "path": "content/tools.yaml", "new": "content/.sidestep-1f-0.new", "old": "content/.sidestep-1f-0.old",
        "before": print(TOOLS), "after": print("- name: Git\n"),
    } }]);
    folder.write(NAME, journal(&steps, &[], &json!([]), true));
    folder.write("content/.sidestep-1f-0.new", "- name: Planted\n");
    folder.run(&["recover"]).is(1).err_has("was changed after the interruption");
    assert_eq!(folder.read("content/tools.yaml"), TOOLS);
    folder.write("content/.sidestep-1f-0.new", "- name: Git\n");
    folder.run(&["recover"]).is(0);
    assert_eq!(folder.read("content/tools.yaml"), "- name: Git\n");
}

#[test]
fn one_that_git_tracks_is_refused_and_one_it_does_not_is_obeyed() {
    if !has_git() {
        return;
    }
    let folder = folder();
    std::fs::remove_dir(folder.path(".git")).unwrap();
    let git = |arguments: &[&str]| {
        let mut git = std::process::Command::new("git");
        git.current_dir(folder.root()).args(arguments).env("GIT_CONFIG_GLOBAL", "/dev/null");
        assert!(git.output().unwrap().status.success(), "{arguments:?}");
    };
    git(&["init", "-q"]);
    // Whatever the repository's settings have git run, nothing of it runs.
    folder.write("ran.sh", "#!/bin/sh\ntouch RAN\n");
    git(&["config", "core.fsmonitor", "sh ran.sh"]);
    let text = journal(&json!([]), &[], &json!([]), true);
    let undo = journal(
        &json!([{ "create": { "path": "content/roles/n.yaml", "new": "content/roles/.sidestep-1f-0.new", "after": 1 } }]),
        &[],
        &json!([]),
        true,
    );
    for text in [text, format!("{undo}undo\n")] {
        folder.write(NAME, &text);
        git(&["-c", "core.fsmonitor=false", "add", "--all"]);
        refused(&folder, "git tracks it");
        git(&["-c", "core.fsmonitor=false", "rm", "-q", "--cached", NAME]);
        folder.run(&["recover"]).is(0);
        assert!(!folder.path(NAME).exists() && !folder.path("RAN").exists());
    }
    folder.write(".git/index", "no index");
    folder.write(NAME, undo);
    refused(&folder, "whether git tracks it cannot be told");
}

#[test]
fn what_a_journal_says_is_shown_escaped() {
    let evil = "x\n::stop-commands::y\u{1b}]0;z\u{7}\r\u{202e}";
    let folder = folder();
    let steps = json!([{ "move": { "path": evil, "to": "content/roles/x.yaml", "before": 1, "after": 1 } }]);
    folder.write(NAME, journal(&steps, &[], &json!([]), true));
    refused(&folder, "x\\n::stop-commands::y\\u{1b}]0;z");
    // And of one that is obeyed.
    let create = json!([{ "create": { "path": "content/roles/n.yaml", "new": "content/roles/.sidestep-1f-0.new", "after": 1 } }]);
    let text = json!({ "version": 1, "what": evil, "steps": create, "folders": [], "links": [] });
    folder.write(NAME, format!("{text}\nready\n"));
    folder.write("content/roles/.sidestep-1f-0.new", "name: N\n");
    for arguments in [&["check"][..], &["check", "--format", "github"], &NEW, &["recover"]] {
        let ran = folder.run(arguments);
        let said = format!("{}{}", ran.out, ran.err);
        assert!(said.contains("x\\n::stop-commands::y\\u{1b}]0;z"), "{said}");
        assert!(!said.contains(['\u{1b}', '\u{7}', '\r', '\u{202e}']) && !said.contains("\n::stop"), "{said:?}");
    }
}

#[test]
fn a_change_of_two_workspaces_can_be_recovered() {
    let tools = "- name: Kafka\n";
    let settings = "vocabularies: { tool: [../shared/tools.yaml] }\nroles: [a.yaml]\n";
    let role = "name: A Engineer\nsummary: x\ntools: [Kafka]\n";
    let world = || {
        Folder::new(&[
            ("shared/tools.yaml", tools),
            ("one/sidestep.yaml", settings),
            ("one/a.yaml", role),
            ("two/sidestep.yaml", settings),
            ("two/a.yaml", role),
        ])
    };
    let rename = ["rename", "tool", "Kafka", "Apache Kafka"];
    let done = world();
    done.run_in("one", &rename).is(0);
    let (old, new) = (files(&world()), files(&done));
    assert!(new["two/a.yaml"].contains("Apache Kafka"), "{new:#?}");
    let mut interrupted = 0;
    for at in 1..100 {
        let folder = world();
        let output = command(&folder.path("one"), &rename).env("SIDESTEP_STOP_AT", at.to_string()).output().unwrap();
        if output.status.code().is_some() {
            break;
        }
        if folder.run_in("one", &["check"]).err.contains("was interrupted half way") {
            interrupted += 1;
        }
        let undo = at % 2 == 0;
        folder.run_in("one", if undo { &["recover", "--undo"][..] } else { &["recover"] }).is(0);
        let now = files(&folder);
        assert!(now == old || now == new, "{at}: {now:#?}");
    }
    assert!(interrupted > 0);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::symlink;
    use std::process::Command;

    use super::*;

    #[test]
    fn a_link_is_no_journal_and_nor_is_a_pipe_or_a_folder() {
        let folder = folder();
        for target in ["/dev/zero", "/nowhere", "content/tools.yaml"] {
            symlink(target, folder.path(NAME)).unwrap();
            let before = files_of_content(&folder);
            for arguments in [&["recover"][..], &NEW, &["check"]] {
                let ran = folder.run(arguments);
                assert!(format!("{}{}", ran.out, ran.err).contains("is not obeyed: it is a link"), "{ran:#?}");
                ran.is(1);
            }
            assert_eq!(files_of_content(&folder), before);
            std::fs::remove_file(folder.path(NAME)).unwrap();
        }
        std::fs::create_dir(folder.path(NAME)).unwrap();
        folder.run(&["recover"]).is(1).err_has("is not obeyed: it is no file");
        folder.run(&["check"]).is(1).out_has("is not obeyed: it is no file");
        std::fs::remove_dir(folder.path(NAME)).unwrap();
        if Command::new("mkfifo").arg(folder.path(NAME)).status().is_ok_and(|status| status.success()) {
            folder.run(&["recover"]).is(1).err_has("is not obeyed: it is no file");
            folder.run(&["check"]).is(1).out_has("is not obeyed: it is no file");
        }
    }

    fn files_of_content(folder: &Folder) -> Vec<String> {
        let names = std::fs::read_dir(folder.path("content/roles")).unwrap();
        let mut names: Vec<String> = names.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names.push(folder.read("content/tools.yaml"));
        names
    }

    #[test]
    fn one_of_another_user_is_refused() {
        let folder = folder();
        folder.write(NAME, journal(&json!([]), &[], &json!([]), false));
        if std::os::unix::fs::chown(folder.path(NAME), Some(65_534), None).is_err() {
            println!("this user may not give files away: nothing to see");
            return;
        }
        refused(&folder, "it belongs to another user");
    }

    #[test]
    fn no_link_leads_out() {
        let outside = Folder::new(&[("x.yaml", "name: ML Engineer\nsummary: x\n"), (".sidestep-1f-0.new", "precious")]);
        let folder = folder();
        symlink(outside.root(), folder.path("content/roles/out")).unwrap();
        symlink(outside.path("x.yaml"), folder.path("content/roles/link.yaml")).unwrap();
        let (old, print) = ("content/roles/out/.sidestep-1f-0.new", 1);
        for (steps, why) in [
            (
                json!([{ "create": { "path": "content/roles/out/n.yaml", "new": old, "after": print } }]),
                "a link stands",
            ),
            (
                json!([{ "move": {
                    "path": "content/roles/link.yaml", "to": "content/roles/n.yaml", "before": print, "after": print,
                } }]),
                "outside the repository",
            ),
            (
                json!([{ "replace": {
                    "path": "content/roles/link.yaml", "new": "content/roles/.sidestep-1f-0.new",
                    "old": "content/roles/.sidestep-1f-0.old", "before": print, "after": print,
                } }]),
                "a link stands",
            ),
        ] {
            for ready in [false, true] {
                folder.write(NAME, journal(&steps, &[], &json!([]), ready));
                let before = all(&folder);
                folder.run(&["recover"]).is(1).err_has("is not obeyed").err_has(why);
                folder.run(&NEW).is(1).err_has(why);
                assert_eq!(all(&folder), before);
            }
        }
        assert_eq!(outside.read(".sidestep-1f-0.new"), "precious");
        // A change of the program's own does not write there either.
        std::fs::remove_file(folder.path(NAME)).unwrap();
        std::fs::remove_file(folder.path("content/roles/out")).unwrap();
        std::fs::remove_file(folder.path("content/roles/ml-engineer.yaml")).unwrap();
        let before = (all(&folder), all(&outside));
        folder.run(&["rename", "role", "ML Engineer", "ML Person"]).is(2).err_has("no role is named");
        assert_eq!((all(&folder), all(&outside)), before);
    }

    /// A workspace that reaches its files by links within the repository.
    fn linked() -> Folder {
        let folder = folder();
        folder.write("content/roles/backend-engineer.yaml", BACKEND);
        for (path, to) in
            [("content/tools.yaml", "elsewhere/t.yaml"), ("content/roles/ml-engineer.yaml", "elsewhere/m.yaml")]
        {
            std::fs::create_dir_all(folder.path("elsewhere")).unwrap();
            std::fs::rename(folder.path(path), folder.path(to)).unwrap();
        }
        symlink("../elsewhere/t.yaml", folder.path("content/tools.yaml")).unwrap();
        symlink("../../elsewhere/m.yaml", folder.path("content/roles/ml-engineer.yaml")).unwrap();
        std::fs::rename(folder.path("content/roles"), folder.path("pages")).unwrap();
        // Both lie as deep as before, so that the link above still leads there.
        std::fs::create_dir(folder.path("deep")).unwrap();
        std::fs::rename(folder.path("pages"), folder.path("deep/pages")).unwrap();
        symlink("../deep/pages", folder.path("content/roles")).unwrap();
        folder
    }

    #[test]
    fn changes_of_linked_files_can_be_recovered() {
        for arguments in [
            &["rename", "role", "ML Engineer", "ML Person", "--prose"][..],
            &["rename", "tool", "Kafka", "Apache Kafka"],
            &["rename", "role", "Data Engineer", "Data Person", "--prose"],
            &["delete", "role", "ML Engineer", "--force"],
            &NEW,
        ] {
            let done = linked();
            done.run(arguments).is(0);
            let (old, new) = (files(&linked()), files(&done));
            assert_ne!(old, new);
            let mut interrupted = 0;
            for at in 1..100 {
                let folder = linked();
                let output =
                    command(&folder.root(), arguments).env("SIDESTEP_STOP_AT", at.to_string()).output().unwrap();
                if output.status.code().is_some() {
                    break;
                }
                if folder.run(&["check"]).err.contains("was interrupted half way") {
                    interrupted += 1;
                }
                let undo = at % 2 == 0;
                folder.run(if undo { &["recover", "--undo"][..] } else { &["recover"] }).is(0);
                let now = files(&folder);
                assert!(now == old || now == new, "{arguments:?} {at}: {now:#?}");
                assert!(folder.path("content/tools.yaml").is_symlink() && folder.path("content/roles").is_symlink());
            }
            assert!(interrupted > 0, "{arguments:?}");
        }
    }
}
