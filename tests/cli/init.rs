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
