//! What cannot be read is not forgotten when a name changes.

use crate::support::Folder;

const LATIN: &[u8] = b"name: Caf\xe9\nsummary: \"see [[Alpha]]\"\n";
/// The second reference stands where nothing can be read for certain.
const BROKEN: &str = "name: Broken\nsummary: See [[Alpha]].\ntools: [One, \"Two, Alpha, [[Alpha]]\nwhy: Fine.\n";

fn folder() -> Folder {
    Folder::new(&[
        ("content/roles/alpha.yaml", "name: Alpha\nsummary: x\n"),
        ("content/roles/omega.yaml", "name: Omega\nsummary: x\n"),
        ("content/tools.yaml", "- name: One\n- name: Two\n"),
    ])
}

#[test]
fn what_cannot_be_read_is_told_after_a_change() {
    let unreadable = "content/roles/cafe.yaml: it is not UTF-8 text (see line 1); save it as UTF-8";
    for arguments in [
        &["rename", "role", "Alpha", "Beta"][..],
        &["rename", "role", "Alpha", "Beta", "--dry-run"],
        &["retire", "Alpha", "--for", "Omega"],
        &["merge", "tool", "One", "Two"],
        &["delete", "role", "Alpha", "--force"],
    ] {
        let folder = folder();
        let told = |folder: &Folder| {
            let ran = folder.run(arguments);
            ran.is(0);
            format!("{}{}", ran.out, ran.err)
        };
        let said = told(&folder);
        assert!(!said.contains("cannot be read"), "{arguments:?}: {said}");
        let folder = self::folder();
        folder.write("content/roles/cafe.yaml", LATIN);
        let said = told(&folder);
        assert!(said.contains("may still name"), "{arguments:?}: {said}");
        assert!(said.contains(unreadable), "{arguments:?}: {said}");
    }
}

#[test]
fn what_a_syntax_error_hides_is_told_after_a_change() {
    let folder = folder();
    folder.write("content/roles/broken.yaml", BROKEN);
    let ran = folder.run(&["rename", "role", "Alpha", "Beta Person"]);
    let now = folder.read("content/roles/broken.yaml");
    assert!(now.contains("summary: See [[Beta Person]]."), "{now}");
    ran.is(0).out_has("may still name \"Alpha\"");
    // Each place that still names it is told, and no other.
    let told = ran.out.lines().filter(|line| line.contains("a syntax error hides what stands there"));
    let told: Vec<&str> = told.filter_map(|line| line.trim().split(": ").next()).collect();
    let mut left = Vec::new();
    for (at, line) in now.lines().enumerate() {
        left.extend(
            line.match_indices("Alpha")
                .map(|(column, _)| format!("content/roles/broken.yaml:{}:{}", at + 1, column + 1)),
        );
    }
    assert!(!left.is_empty(), "{now}");
    assert_eq!(told, left, "{}", ran.out);
}

#[test]
fn a_role_that_may_be_named_in_what_cannot_be_read_is_not_deleted() {
    for (path, text) in [
        ("content/roles/cafe.yaml", LATIN),
        ("content/roles/broken.yaml", "name: B\nsummary: \"See [[Alpha]]\ntools: [One\n".as_bytes()),
    ] {
        let folder = folder();
        folder.write(path, text);
        folder.run(&["delete", "role", "Alpha"]).is(1).err_has(path).err_has("--force");
        assert!(folder.path("content/roles/alpha.yaml").exists());
    }
    // What is too large.
    let folder = folder();
    folder.write("content/roles/large.yaml", "#".repeat((16 << 20) + 1));
    folder.run(&["delete", "role", "Alpha"]).is(1).err_has("content/roles/large.yaml: it has 16 MB");
    // A link that leads out of the repository is none of its files.
    #[cfg(unix)]
    {
        let folder = self::folder();
        std::os::unix::fs::symlink("/etc/passwd", folder.path("content/roles/out.yaml")).unwrap();
        folder.run(&["delete", "role", "Alpha"]).is(0);
    }
}

#[test]
#[cfg(unix)]
fn what_nobody_may_read_is_not_forgotten() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    folder.write("content/roles/closed.yaml", "name: Closed\nsummary: see [[Alpha]]\n");
    let closed = folder.path("content/roles/closed.yaml");
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&closed).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    folder.run(&["delete", "role", "Alpha"]).is(1).err_has("content/roles/closed.yaml: permission denied");
}
