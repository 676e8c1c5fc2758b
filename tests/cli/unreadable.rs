//! Files that cannot be read: each is a finding that names the path, and the others are checked.

use crate::support::{Folder, OTHER};

fn problem(folder: &Folder, path: &str, why: &str) {
    let ran = folder.run(&["check", "--format", "json"]);
    ran.is(1);
    let report = ran.json();
    let list = report["diagnostics"].as_array().unwrap();
    let found = list.iter().find(|d| d["path"] == path).unwrap_or_else(|| panic!("{path}: {report:#}"));
    assert_eq!(found["code"], "syntax");
    assert_eq!(found["message"], format!("{path} cannot be read: {why}"));
    assert_eq!(found["range"]["start"], serde_json::json!({ "line": 1, "column": 1 }));
    // The human output shows it without an excerpt.
    folder.run(&["check"]).is(1).out_has(&format!("error[syntax]: {path} cannot be read: {why}"));
}

#[test]
fn a_folder_with_the_name_of_a_file() {
    let folder = Folder::clean();
    std::fs::create_dir(folder.path("content/roles/x.yaml")).unwrap();
    problem(&folder, "content/roles/x.yaml", "it is a folder, not a file");
}

#[test]
fn bytes_that_are_no_utf8() {
    let folder = Folder::clean();
    folder.write("content/roles/latin.yaml", b"name: Latin\nsummary: caf\xe9\n");
    problem(&folder, "content/roles/latin.yaml", "it is not UTF-8 text (see line 2); save it as UTF-8");
    folder.write("content/roles/wide.yaml", b"\xff\xfen\0a\0m\0e\0:\0 \0A\0");
    problem(&folder, "content/roles/wide.yaml", "it is not UTF-8 text (see line 1); save it as UTF-8");
}

#[test]
#[cfg(unix)]
fn links_that_lead_nowhere() {
    use std::os::unix::fs::symlink;
    let folder = Folder::clean();
    symlink("nowhere.yaml", folder.path("content/roles/dangling.yaml")).unwrap();
    problem(&folder, "content/roles/dangling.yaml", "it is a link to a file that does not exist");
    symlink("self.yaml", folder.path("content/roles/self.yaml")).unwrap();
    problem(&folder, "content/roles/self.yaml", "it is a link that leads back to itself");
    symlink("../roles", folder.path("content/roles/loop")).unwrap();
    problem(&folder, "content/roles/loop", "it is a link back to content/roles, which contains it");
}

#[test]
#[cfg(unix)]
fn a_pipe_does_not_keep_the_check_waiting() {
    let folder = Folder::clean();
    let made = std::process::Command::new("mkfifo").arg(folder.path("content/roles/pipe.yaml")).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("skipped: no mkfifo here");
        return;
    }
    problem(&folder, "content/roles/pipe.yaml", "it is a pipe or a device, not a file");
}

#[test]
#[cfg(unix)]
fn a_file_without_permission() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::clean();
    std::fs::set_permissions(folder.path(OTHER.0), std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(folder.path(OTHER.0)).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    problem(&folder, OTHER.0, "permission denied");
}

/// Files of the workspace may stand in it: the rest is checked, but the check is not whole.
#[test]
#[cfg(unix)]
fn a_folder_without_permission() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::clean();
    let closed = folder.path("content/roles/closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read_dir(&closed).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    let ran = folder.run(&["check"]);
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o755)).unwrap();
    ran.is(2).out_has("content/roles/closed cannot be read: permission denied");
}

#[test]
fn a_workspace_of_unreadable_files_only() {
    let folder = Folder::new(&[]);
    folder.write("content/roles/latin.yaml", b"\xff");
    folder.run(&["check"]).is(1).out_has("content/roles/latin.yaml cannot be read");
}

#[test]
fn an_empty_file_is_a_finding_at_its_start() {
    let folder = Folder::clean();
    folder.write("content/roles/empty.yaml", "");
    let ran = folder.run(&["check", "--format", "concise"]);
    ran.is(1).out_has("content/roles/empty.yaml:1:1: error[schema]");
}
