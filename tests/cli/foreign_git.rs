//! A `.git` that somebody brings along leads to no other repository, and has no command wait.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::since::Repository;
use crate::support::{Folder, command};

const MASON: &str = "name: Mason\nsummary: Builds; see [[Nobody]].\n";

/// Repositories beside each other: `ours` with settings of git's own, and `theirs`, whose texts nobody asked to see.
fn both() -> Option<Repository> {
    let ours = Repository::in_folder("ours/")?;
    let folder = &ours.folder;
    fs::remove_dir_all(folder.path(".git")).unwrap();
    folder.write("theirs/content/roles/spy.yaml", "name: [SECRET\n");
    for inside in ["ours", "theirs"] {
        ours.git_in(inside, "init -q -b main");
        ours.git_in(inside, "add .");
        ours.git_in(inside, "commit -q -m first");
    }
    Some(ours)
}

const QUESTIONS: [&[&str]; 3] = [&["check", "--changed-since", "HEAD"], &["check", "--staged"], &["impact", "HEAD"]];

#[track_caller]
fn refused(folder: &Folder, inside: &str, why: &str) {
    for arguments in QUESTIONS {
        let ran = folder.run_in(inside, arguments);
        ran.is(2).err_has(why);
        assert!(!ran.out.contains("SECRET") && !ran.err.contains("SECRET") && !ran.out.contains("spy"), "{ran:#?}");
    }
    // What needs no git is answered.
    assert!(folder.run_in(inside, &["check"]).code < 2);
}

#[track_caller]
fn answered(folder: &Folder, inside: &str) {
    folder.write(&format!("{inside}/content/roles/mason.yaml"), MASON);
    let new = ["content/roles/mason.yaml:unknown-role"];
    assert_eq!(folder.found_in(inside, &["--changed-since", "HEAD"]), new);
    folder.run_in(inside, &["check", "--staged"]).is(0);
    folder.run_in(inside, &["impact", "HEAD"]).is(0).out_has("Mason");
}

#[test]
fn a_git_that_leads_elsewhere_is_not_followed() {
    let Some(both) = both() else { return };
    let folder = &both.folder;
    let git = folder.path("ours/.git");
    let own = folder.path("own");
    let back = || {
        let _ = fs::remove_file(&git).or_else(|_| fs::remove_dir_all(&git));
        assert!(Command::new("cp").arg("-a").args([&own, &git]).status().unwrap().success());
    };
    fs::rename(&git, &own).unwrap();
    folder.write("ours/.git", "gitdir: ../theirs/.git\n");
    refused(folder, "ours", "leads to the repository of another folder");
    back();
    fs::remove_dir_all(&git).unwrap();
    symlink("../theirs/.git", &git).unwrap();
    refused(folder, "ours", "leads to the repository of another folder");
    // With a folder of its own that leads on, and says that it belongs here.
    back();
    folder.write("ours/.git/commondir", "../../theirs/.git\n");
    folder.write("ours/.git/gitdir", "../.git\n");
    refused(folder, "ours", "leads to the repository of another folder");
    // By links in it, to what says which commit is meant.
    for (path, target) in [
        ("HEAD", "../../theirs/.git/HEAD"),
        ("index", "../../theirs/.git/index"),
        ("refs", "../../theirs/.git/refs"),
        ("refs/heads/main", "../../../../theirs/.git/refs/heads/main"),
    ] {
        back();
        let at = git.join(path);
        fs::remove_file(&at).or_else(|_| fs::remove_dir_all(&at)).unwrap();
        symlink(target, &at).unwrap();
        refused(folder, "ours", "leads out of git's own folder");
    }
    // One that is none has git look further up.
    back();
    fs::remove_dir_all(&git).unwrap();
    fs::create_dir(&git).unwrap();
    both.git("init -q -b main");
    folder.write("content/roles/spy.yaml", "name: [SECRET\n");
    both.git("add content");
    both.git("commit -q -m above");
    refused(folder, "ours", "is no repository of git");
    back();
    answered(folder, "ours");
}

#[test]
fn pipes_in_gits_folder_are_told_at_once() {
    let Some(both) = both() else { return };
    let folder = &both.folder;
    for path in ["index", "commondir", "HEAD", "packed-refs", "config", "refs/heads/main", "logs/HEAD"] {
        let at = folder.path("ours/.git").join(path);
        let before = fs::read(&at).ok();
        let _ = fs::remove_file(&at);
        assert!(Command::new("mkfifo").arg(&at).status().unwrap().success());
        refused(folder, "ours", &format!("{path} is a pipe or a device, not a file"));
        fs::remove_file(&at).unwrap();
        if let Some(bytes) = before {
            fs::write(at, bytes).unwrap();
        }
    }
    answered(folder, "ours");
}

#[test]
fn work_trees_submodules_and_clones_that_share_are_read() {
    let Some(both) = both() else { return };
    let folder = &both.folder;
    both.git_in("ours", "worktree add -q ../tree");
    answered(folder, "tree");
    // Moved by hand it says so no more, and git has a word for that.
    fs::rename(folder.path("tree"), folder.path("moved")).unwrap();
    refused(folder, "moved", "leads to the repository of another folder");
    folder.run_in("moved", &["impact", "HEAD"]).err_has("git worktree repair");
    both.git_in("ours", "worktree repair ../moved");
    folder.run_in("moved", &["impact", "HEAD"]).is(0);

    both.git_in("theirs", "-c protocol.file.allow=always submodule --quiet add ../ours lib");
    answered(folder, "theirs/lib");

    both.git("clone -q --shared ours shared");
    answered(folder, "shared");

    both.git("clone -q --separate-git-dir=apart ours parted");
    refused(folder, "parted", "leads to the repository of another folder");
    let apart = folder.root().join("apart");
    let ran = command(&folder.path("parted"), &["impact", "HEAD"]).env("GIT_DIR", &apart).output().unwrap();
    assert!(ran.status.success(), "{ran:?}");
    let tree = folder.root().join("parted").display().to_string();
    both.git_in("parted", &format!("config core.worktree {tree}"));
    answered(folder, "parted");
}

#[test]
fn a_tree_names_no_repository_beside_it() {
    let Some(both) = both() else { return };
    let folder = &both.folder;
    // A submodule where a link leads out of the work tree.
    folder.write("ours/sidestep.yaml", "roles: content/**/*.yaml\n");
    both.git_in("ours", "rm -r -q --cached content/roles");
    let theirs = fs::read_to_string(folder.path("theirs/.git/refs/heads/main")).unwrap();
    both.git_in("ours", &format!("update-index --add --cacheinfo 160000,{},content/roles", theirs.trim()));
    both.git_in("ours", "commit -q -m link");
    fs::remove_dir_all(folder.path("ours/content/roles")).unwrap();
    symlink("../../theirs", folder.path("ours/content/roles")).unwrap();
    for arguments in QUESTIONS {
        let ran = folder.run_in("ours", arguments);
        assert!(!ran.out.contains("spy") && !ran.out.contains("SECRET"), "{ran:#?}");
    }
}
