//! Files that cannot be read: each is a finding that names the path, and the others are checked.

use crate::support::{Folder, OTHER};

fn problem(folder: &Folder, path: &str, why: &str) {
    let ran = folder.run(&["check", "--format", "json"]);
    ran.is(1);
    let report = ran.json();
    let list = report["diagnostics"].as_array().unwrap();
    let found = list.iter().find(|d| d["path"] == path).unwrap_or_else(|| panic!("{path}: {report:#}"));
    assert_eq!(found["code"], "syntax");
    assert_eq!(found["message"], format!("this cannot be read: {why}"));
    assert_eq!(found["range"]["start"], serde_json::json!({ "line": 1, "column": 1 }));
    // The human output shows it without an excerpt.
    folder.run(&["check"]).is(1).out_has(&format!("error[syntax]: this cannot be read: {why}\n--> {path}\n"));
}

#[test]
fn a_folder_with_the_name_of_a_file() {
    let folder = Folder::clean();
    std::fs::create_dir(folder.path("content/roles/x.yaml")).unwrap();
    problem(&folder, "content/roles/x.yaml", "it is a folder, not a file");
}

#[test]
fn bytes_that_are_no_utf8() {
    let latin = b"name: K\xf6chin\nsummary: Kocht\xb7x\n\xff: [\n";
    let first = (1, 8, "from this character on the file is not saved as UTF-8");
    one_finding("content/roles/koechin.yaml", latin, first, "Köchin");
    let summary = b"name: Baker\nsummary: caf\xc3\xa9 caf\xe9\nwhy: x\n";
    let second = (2, 18, "from this character on the file is not saved as UTF-8");
    one_finding("content/roles/baker.yaml", summary, second, "Baker");
    let wide: Vec<u8> = "\u{feff}name: Baker\r\nsummary: s\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    one_finding("content/roles/baker.yaml", &wide, (1, 1, "this file is saved as UTF-16, not as UTF-8"), "Baker");
}

/// The file with these bytes has one finding, at a line and column, and a role that names its role has none.
fn one_finding(path: &str, bytes: &[u8], (line, column, message): (u32, u32, &str), name: &str) {
    let folder = Folder::clean();
    folder.write(path, bytes);
    folder.write("content/roles/miller.yaml", format!("name: Miller\nsummary: s\nwhy: See [[{name}]].\n"));
    let ran = folder.run(&["check", "--format", "json"]);
    let report = ran.is(1).json();
    let list: Vec<_> = report["diagnostics"].as_array().unwrap().iter().filter(|d| d["severity"] != "hint").collect();
    let [found] = list.as_slice() else { panic!("{report:#}") };
    assert_eq!((&found["path"], &found["code"]), (&path.into(), &"syntax".into()));
    assert_eq!(found["message"], message);
    assert_eq!(found["range"]["start"], serde_json::json!({ "line": line, "column": column }));
    assert!(found["help"].as_str().unwrap().contains("UTF-8"));
    assert_eq!(report["summary"]["error"], 1);
    let files = std::fs::read_dir(folder.path("content/roles")).unwrap().count();
    assert_eq!(report["files"], files);
    // The place is shown.
    folder.run(&["check"]).is(1).out_has(&format!("{path}:{line}:{column}\n"));
    // No fix touches it, and what would have to is not done.
    folder.run(&["check", "--fix", "--unsafe"]);
    assert_eq!(std::fs::read(folder.path(path)).unwrap(), bytes);
}

#[test]
fn a_file_that_says_nothing_is_the_role_of_its_name() {
    let folder = Folder::clean();
    folder.write("content/roles/miller.yaml", "name: Miller\nsummary: s\nwhy: See [[Master Baker]] and [[Nobody]].\n");
    let unknown = |folder: &Folder| {
        let report = folder.run(&["check", "--format", "json"]).json();
        let list = report["diagnostics"].as_array().unwrap().clone();
        list.iter().filter(|d| d["code"] == "unknown-role").map(|d| d["message"].as_str().unwrap().to_owned()).collect()
    };
    let both: Vec<String> = unknown(&folder);
    assert_eq!(both.len(), 2);
    folder.write("content/roles/master-baker.yaml", "# to be written\n");
    assert_eq!(unknown(&folder), ["no role is named \"Nobody\""]);
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
    ran.is(2).out_has("this cannot be read: permission denied");
}

#[test]
fn a_workspace_of_unreadable_files_only() {
    let folder = Folder::new(&[]);
    folder.write("content/roles/latin.yaml", b"\xff");
    folder.run(&["check"]).is(1).out_has("content/roles/latin.yaml:1:1");
}

#[test]
fn an_empty_file_is_a_finding_at_its_start() {
    let folder = Folder::clean();
    folder.write("content/roles/empty.yaml", "");
    let ran = folder.run(&["check", "--format", "concise"]);
    ran.is(1).out_has("content/roles/empty.yaml:1:1: error[schema]");
}
