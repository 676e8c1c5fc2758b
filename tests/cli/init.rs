//! `sidestep init`

use crate::support::{Folder, ROLE};

const FILES: [&str; 4] =
    ["sidestep.yaml", "content/skills.yaml", "content/tools.yaml", "content/roles/support-engineer.yaml"];

#[test]
fn what_it_writes_is_clean() {
    let folder = Folder::new(&[]);
    let ran = folder.run(&["init"]);
    ran.is(0).out_has("sidestep check\n");
    for file in FILES {
        ran.out_has(file);
        assert!(folder.path(file).is_file(), "{file}");
    }
    assert_eq!(folder.found(&["--deny", "info"]), [""; 0]);
    folder.run(&["check"]).is(0).out_has("no findings in 3 files");
}

#[test]
fn into_a_new_folder() {
    let folder = Folder::new(&[]);
    folder.run(&["init", "a/b"]).is(0).out_has("sidestep check a/b");
    folder.run(&["check", "a/b"]).is(0);
}

#[test]
fn never_over_existing_files() {
    for existing in FILES {
        let folder = Folder::new(&[(existing, "mine")]);
        folder.run(&["init"]).is(2).err_has(&format!("{existing} exists already; nothing was written"));
        assert_eq!(folder.read(existing), "mine");
        let written: Vec<_> = FILES.iter().filter(|file| folder.path(file).exists()).collect();
        assert_eq!(written, [&existing]);
    }
    // A second time.
    let folder = Folder::new(&[]);
    folder.run(&["init"]).is(0);
    folder.run(&["init"]).is(2);
    // Beside files of other names it may.
    let folder = Folder::new(&[ROLE]);
    folder.run(&["init"]).is(0);
    folder.run(&["check"]).is(0).out_has("in 4 files");
}

#[test]
fn where_it_cannot_write() {
    let folder = Folder::new(&[("file", "")]);
    folder.run(&["init", "file"]).is(2).err_has("cannot be written: part of its path is a file, not a folder");
}

#[test]
fn settings_of_the_editor_when_asked() {
    const SETTINGS: [&str; 2] = [".vscode/settings.json", ".vscode/extensions.json"];
    let folder = Folder::new(&[]);
    folder.run(&["init"]).is(0);
    assert!(!folder.path(".vscode").exists());
    let folder = Folder::new(&[]);
    let ran = folder.run(&["init", "--vscode"]);
    ran.is(0);
    for file in SETTINGS {
        ran.out_has(&format!("  ./{file}\n"));
    }
    assert!(folder.read(SETTINGS[0]).contains("source.fixAll.sidestep"));
    assert!(folder.read(SETTINGS[1]).contains("sidestep-tools.sidestep"));
    // One that is there stays, and is no reason to stop.
    let folder = Folder::new(&[(SETTINGS[0], "{}")]);
    folder.run(&["init", "--vscode"]).is(0).out_has("Left as it is: ./.vscode/settings.json\n");
    assert_eq!(folder.read(SETTINGS[0]), "{}");
    assert!(folder.path(SETTINGS[1]).exists());
    // Where nothing else can be written, these are not either.
    let folder = Folder::new(&[(FILES[0], "mine")]);
    folder.run(&["init", "--vscode"]).is(2);
    assert!(!folder.path(".vscode").exists());
}

#[test]
fn roles_as_markdown() {
    let folder = Folder::new(&[]);
    folder.run(&["init", "--markdown"]).is(0).out_has("content/roles/support-engineer.md\n");
    assert_eq!(folder.found(&["--deny", "info"]), [""; 0]);
    folder.run(&["check"]).is(0).out_has("no findings in 3 files");
    // A second role has the form of the first.
    folder.run(&["new", "Field Engineer"]).is(0).out_has("content/roles/field-engineer.md");
    assert!(folder.read("content/roles/field-engineer.md").starts_with("---\nname: Field Engineer\n"));
    folder.run(&["new", "Night Engineer", "--like", "Support Engineer"]).is(0);
    assert!(folder.read("content/roles/night-engineer.md").starts_with("---\nname: Night Engineer\n"));
    folder.run(&["init", "--markdown"]).is(2).err_has("exists already; nothing was written");
}
