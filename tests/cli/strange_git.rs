//! Git is run for what was committed and staged only, and then runs nothing of the repository's.
#![cfg(unix)]

use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use crate::changes::{folder, has_git};
use crate::support::{Folder, command};

/// A repository whose settings have git run a script for whatever it does.
fn hostile() -> Folder {
    let folder = folder();
    let script = |path: &str, more: &str| {
        let text = format!("#!/bin/sh\ntouch '{}'\n{more}", folder.path("ran").display());
        folder.write(path, text);
        std::fs::set_permissions(folder.path(path), std::fs::Permissions::from_mode(0o755)).unwrap();
        folder.path(path).display().to_string()
    };
    let any = script(".git/any", "cat\n");
    for hook in ["post-index-change", "pre-commit", "post-checkout", "reference-transaction"] {
        script(&format!(".git/hooks/{hook}"), "");
    }
    // Instead of git itself.
    script("bin/git", "exit 1\n");
    let settings = format!(
        "[core]\n\trepositoryformatversion = 0\n\tfsmonitor = {any}\n\teditor = {any}\n\tpager = {any}\n\tsshCommand = {any}\n[filter \"x\"]\n\tclean = {any}\n\tsmudge = {any}\n\tprocess = {any}\n[diff \"x\"]\n\ttextconv = {any}\n\tcommand = {any}\n[diff]\n\texternal = {any}\n"
    );
    folder.write(".git/config", settings);
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    for path in [".git/objects/x", ".git/refs/x"] {
        folder.write(path, "");
    }
    folder.write(".gitattributes", "* filter=x diff=x\n");
    folder.write("content/roles/odd.yaml", "name: Odd One \nsummary: see [[data engineer]]\n");
    folder
}

#[test]
fn nothing_of_the_repository_runs() {
    let frame = |text: &str| format!("Content-Length: {}\r\n\r\n{text}", text.len());
    for arguments in [
        &["check"][..],
        &["check", "--fix", "--unsafe"],
        &["check", "--diff"],
        &["check", "--format", "github"],
        &["refs", "role", "Data Engineer"],
        &["render", "Backend Engineer"],
        &["render", "Backend Engineer", "--out", "page.md"],
        &["rename", "role", "Data Engineer", "Data Person"],
        &["rename", "tool", "Kafka", "Apache Kafka", "--dry-run"],
        &["new", "role", "Some One"],
        &["retire", "ML Engineer", "--for", "Data Engineer"],
        &["merge", "tool", "Kafka", "Git"],
        &["delete", "role", "ML Engineer", "--force"],
        &["recover"],
        &["recover", "--undo"],
        &["init", "sub"],
        &["lsp"],
    ] {
        let folder = hostile();
        folder.write(".sidestep-journal", "{\"version\":1");
        let path = format!("{}:{}", folder.path("bin").display(), std::env::var("PATH").unwrap_or_default());
        let mut command = command(&folder.root(), arguments);
        let mut child = command
            .env("PATH", path)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        if arguments == ["lsp"] {
            let root = format!("file://{}", folder.root().display());
            let role = format!("{root}/content/roles/odd.yaml");
            let text = [
                format!(
                    "{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{{\"rootUri\":\"{root}\",\"capabilities\":{{}}}}}}"
                ),
                "{\"jsonrpc\":\"2.0\",\"method\":\"initialized\",\"params\":{}}".to_owned(),
                format!(
                    "{{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/didOpen\",\"params\":{{\"textDocument\":{{\"uri\":\"{role}\",\"languageId\":\"yaml\",\"version\":1,\"text\":\"name: Odd\\n\"}}}}}}"
                ),
                format!(
                    "{{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"textDocument/rename\",\"params\":{{\"textDocument\":{{\"uri\":\"{role}\"}},\"position\":{{\"line\":0,\"character\":7}},\"newName\":\"Even\"}}}}"
                ),
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"shutdown\"}".to_owned(),
                "{\"jsonrpc\":\"2.0\",\"method\":\"exit\"}".to_owned(),
            ];
            let text: String = text.iter().map(|text| frame(text)).collect();
            child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        }
        drop(child.stdin.take());
        child.wait().unwrap();
        assert!(!folder.path("ran").exists(), "{arguments:?}");
    }
}

/// Commands that ask git what was committed and staged: by plumbing that runs nothing either.
#[test]
fn git_itself_runs_nothing_of_the_repository() {
    if !has_git() {
        return;
    }
    for arguments in
        [&["check", "--changed-since", "HEAD"][..], &["check", "--changed-since", "HEAD..."], &["check", "--staged"]]
    {
        let folder = hostile();
        let settings = folder.read(".git/config");
        std::fs::remove_dir_all(folder.path(".git")).unwrap();
        let git = |words: &str| {
            let mut git = Command::new("git");
            let who = [
                ("GIT_AUTHOR_NAME", "A"),
                ("GIT_AUTHOR_EMAIL", "a@b"),
                ("GIT_COMMITTER_NAME", "A"),
                ("GIT_COMMITTER_EMAIL", "a@b"),
            ];
            assert!(
                git.current_dir(folder.root()).args(words.split(' ')).envs(who).output().unwrap().status.success(),
                "{words}"
            );
        };
        git("init -q");
        git("add content");
        git("commit -q -m first");
        folder.write(".git/config", settings.replace(".git/any", "any"));
        folder.write("any", format!("#!/bin/sh\ntouch '{}'\ncat\n", folder.path("ran").display()));
        std::fs::set_permissions(folder.path("any"), std::fs::Permissions::from_mode(0o755)).unwrap();
        folder.write("content/roles/odd.yaml", "name: Odd One\nsummary: see [[nobody]]\n");
        let ran = folder.run(arguments);
        assert!(ran.code < 2, "{ran:#?}");
        assert!(!folder.path("ran").exists(), "{arguments:?}");
        // Git itself would have.
        Command::new("git").args(["status", "--porcelain"]).current_dir(folder.root()).output().unwrap();
        assert!(folder.path("ran").exists());
    }
}

/// The repository is as hostile as it is meant to be.
#[test]
fn git_runs_what_a_repository_says() {
    if has_git() {
        let folder = hostile();
        let mut git = Command::new("git");
        git.args(["status", "--porcelain"]).current_dir(folder.root()).env_remove("GIT_DIR").output().unwrap();
        assert!(folder.path("ran").exists());
    }
}
