//! `sidestep render`

use crate::support::{Folder, ROLE, golden, repository, run};

#[test]
fn a_role_by_name_slug_or_path() {
    let by = |dir: &str, role: &str| run(&repository().join(dir), &["render", role]).is(0).out.clone();
    let page = by(".", "Backend Engineer");
    assert!(page.starts_with("# Why look beyond Backend Engineer toolkit\n"), "{page}");
    for role in ["backend-engineer", "Backend Developer", "content/roles/backend-engineer.yaml", "backend engineer"] {
        assert_eq!(by(".", role), page, "{role}");
    }
    assert_eq!(by("content/roles", "backend-engineer.yaml"), page);
    assert_eq!(by("content", "./roles/../roles/backend-engineer.yaml"), page);
    assert_eq!(by("content/roles", "Backend Engineer"), page);
}

#[test]
fn from_elsewhere_by_path() {
    let file = repository().join("content/roles/backend-engineer.yaml");
    run(&Folder::new(&[]).root(), &["render", file.to_str().unwrap()]).is(0).out_has("# Why look beyond Backend");
}

#[test]
fn to_a_file() {
    let folder = Folder::new(&[]);
    let out = folder.path("page.html");
    let ran = run(repository(), &["render", "ML Engineer", "--format", "html", "--out", out.to_str().unwrap()]);
    assert_eq!(ran.is(0).out, "");
    assert_eq!(folder.read("page.html"), run(repository(), &["render", "ML Engineer", "--format", "html"]).out);
    // An old page is replaced; without a format the file's name says which.
    folder.write("page.html", "old");
    run(repository(), &["render", "ML Engineer", "--out", out.to_str().unwrap()]).is(0);
    assert!(folder.read("page.html").starts_with("<!doctype html>"));
    run(repository(), &["render", "ML Engineer", "--format", "markdown", "--out", out.to_str().unwrap()]).is(0);
    assert!(folder.read("page.html").starts_with("# Why look beyond ML Engineer"));
    let leftovers = std::fs::read_dir(folder.root()).unwrap().count();
    assert_eq!(leftovers, 2, "the page and .git");
}

#[test]
fn where_it_cannot_write() {
    let folder = Folder::new(&[]);
    let missing = folder.path("no/page.md");
    run(repository(), &["render", "ML Engineer", "--out", missing.to_str().unwrap()])
        .is(2)
        .err_has("cannot be written: there is no folder ");
    let dir = folder.path(".git");
    run(repository(), &["render", "ML Engineer", "--out", dir.to_str().unwrap()])
        .is(2)
        .err_has("cannot be written: it is a folder, not a file");
}

#[test]
fn roles_that_have_no_page() {
    let folder = Folder::clean();
    folder.run(&["render", "Bakend Engineer"]).is(2).err_has("did you mean \"Backend Engineer\"?");
    folder.run(&["render", "Nobody"]).is(2).err_has("no role is named \"Nobody\"");
    let settings = Folder::new(&[("sidestep.yaml", "roles: ["), ROLE]);
    settings
        .run(&["render", "A"])
        .is(2)
        .err_has("sidestep.yaml cannot be read, line 1, column 8: this \"[\" is never closed");
    folder
        .run(&["render", "Backend Engineer"])
        .is(2)
        .err_has("\"Backend Engineer\" has no alternatives, so it has no page");
    folder.run(&["render", ROLE.0]).is(2).err_has("\"Backend Engineer\" has no alternatives");
    folder.run(&["render"]).is(2).err_has("<ROLE>");
    Folder::new(&[]).run(&["render", "X"]).is(2).err_has("there is no role file in ");
}

#[test]
fn a_page_of_a_file_with_mistakes() {
    // What is there is shown: a page for a preview, in the author's words.
    let ran = run(&golden("mistakes"), &["render", "Backend Engineer"]);
    ran.is(0).out_has("### 2. Data Enginer — Moves data.").out_has("| Data Engineer | Something else, on two lines |");
}

/// Links stay links, and a pipe or a device is written to, never replaced.
#[test]
#[cfg(unix)]
fn through_links_pipes_and_devices() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
    use std::process::Command;
    let folder = Folder::new(&[("deep/target.md", "old")]);
    let page = run(repository(), &["render", "ML Engineer"]).out;
    let to = |path: &str| run(repository(), &["render", "ML Engineer", "--out", folder.path(path).to_str().unwrap()]);
    std::fs::set_permissions(folder.path("deep/target.md"), std::fs::Permissions::from_mode(0o600)).unwrap();
    symlink("deep/target.md", folder.path("near")).unwrap();
    symlink(folder.path("near"), folder.path("far")).unwrap();
    to("far").is(0);
    assert_eq!(folder.read("deep/target.md"), page);
    assert_eq!(folder.path("deep/target.md").metadata().unwrap().permissions().mode() & 0o777, 0o600);
    assert!(folder.path("far").is_symlink() && folder.path("near").is_symlink());
    // A link to a file that is yet to be.
    symlink("deep/new.md", folder.path("new")).unwrap();
    to("new").is(0);
    assert!(folder.path("new").is_symlink());
    assert_eq!(folder.read("deep/new.md"), page);
    symlink("round", folder.path("round")).unwrap();
    to("round").is(2).err_has("its links lead back to themselves");

    let pipe = folder.path("pipe");
    if Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || std::fs::read_to_string(pipe).unwrap()
        });
        to("pipe").is(0);
        assert_eq!(reader.join().unwrap(), page);
        assert!(pipe.symlink_metadata().unwrap().file_type().is_fifo());
    } else {
        println!("skipped: no mkfifo here");
    }
    // Its number is that of /dev/null, which the test had better leave alone.
    let device = folder.path("device");
    let made = Command::new("mknod").arg(&device).args(["c", "1", "3"]).output();
    if made.is_ok_and(|output| output.status.success()) && std::fs::write(&device, "x").is_ok() {
        to("device").is(0);
        assert!(device.symlink_metadata().unwrap().file_type().is_char_device());
    } else {
        println!("skipped: no device can be made here");
    }
}
