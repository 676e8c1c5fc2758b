//! Nothing outside the repository is read, by whatever way it is named.
#![cfg(unix)]

use std::os::unix::fs::symlink;

use crate::support::Folder;

const SECRET: &str = "hunter2";

/// A repository `ws` beside files that are none of its.
fn stranger(settings: &str) -> Folder {
    Folder::new(&[
        ("secret.yaml", "name: hunter2\nsummary: hunter2\ntools: [hunter2]\n"),
        ("secrets/a.yaml", "name: hunter2 too\nsummary: hunter2\n"),
        ("ws/.git/HEAD", "ref: refs/heads/main\n"),
        ("ws/sidestep.yaml", settings),
        ("ws/content/roles/own.yaml", "name: Own\nsummary: s\n"),
        ("ws/content/tools.yaml", "- name: New\n  avoid: [hunter2]\n"),
    ])
}

/// Runs a check in every format; nothing of the secret is printed, and nothing outside is changed.
#[track_caller]
fn keeps_out(folder: &Folder, says: &str) {
    let before = [folder.read("secret.yaml"), folder.read("secrets/a.yaml")];
    for arguments in [
        &["check"][..],
        &["check", "--format", "concise"],
        &["check", "--format", "json"],
        &["check", "--format", "github"],
        &["check", "--fix", "--unsafe"],
        &["refs", "role", "hunter2"],
    ] {
        let ran = folder.run_in("ws", arguments);
        assert!(!ran.out.replace("\"hunter2\"", "").contains(SECRET), "{arguments:?}: {ran:?}");
    }
    folder.run_in("ws", &["check"]).out_has(says);
    assert_eq!([folder.read("secret.yaml"), folder.read("secrets/a.yaml")], before);
}

#[test]
fn links_that_lead_out_are_not_followed() {
    let folder = stranger("");
    for target in [folder.path("secret.yaml"), "../../../secret.yaml".into(), "/proc/self/environ".into()] {
        symlink(&target, folder.path("ws/content/roles/victim.yaml")).unwrap();
        keeps_out(&folder, "a link that leads out of the repository");
        std::fs::remove_file(folder.path("ws/content/roles/victim.yaml")).unwrap();
    }
    for target in [folder.path("secrets"), "../../../secrets".into()] {
        symlink(&target, folder.path("ws/content/roles/victims")).unwrap();
        keeps_out(&folder, "a link that leads out of the repository");
        std::fs::remove_file(folder.path("ws/content/roles/victims")).unwrap();
    }
    std::fs::remove_dir_all(folder.path("ws/content")).unwrap();
    symlink("../secrets", folder.path("ws/content")).unwrap();
    let ran = folder.run_in("ws", &["check"]);
    assert!(!ran.out.contains(SECRET), "{ran:?}");
}

#[test]
fn links_that_lead_out_are_not_followed_without_git_either() {
    let folder = stranger("");
    std::fs::remove_dir_all(folder.path("ws/.git")).unwrap();
    std::fs::remove_dir_all(folder.path(".git")).unwrap();
    symlink("../../../secret.yaml", folder.path("ws/content/roles/victim.yaml")).unwrap();
    symlink(folder.path("secrets"), folder.path("ws/content/roles/victims")).unwrap();
    keeps_out(&folder, "a link that leads out of the repository");
}

#[test]
fn links_within_the_repository_are_followed() {
    let folder = stranger("");
    folder.write("ws/more/roles/b.yaml", "name: B\nsummary: See [[Nobody]].\n");
    // By its own words the second leaves the repository and comes back.
    symlink("../../more/roles/b.yaml", folder.path("ws/content/roles/b.yaml")).unwrap();
    symlink(folder.path("ws/more/roles"), folder.path("ws/content/roles/all")).unwrap();
    let ran = folder.run_in("ws", &["check", "--format", "concise"]);
    ran.out_has("content/roles/b.yaml:2:").out_has("content/roles/all/b.yaml:2:");
}

#[test]
fn settings_lead_nowhere_else() {
    let folder = stranger("");
    let absolute = folder.path("secrets").display().to_string();
    for settings in [
        "schemas: { role: /proc/self/environ }\n".to_owned(),
        format!("schemas: {{ role: {absolute}/a.yaml }}\n"),
        "schemas: { role: ../secret.yaml }\n".to_owned(),
        "vocabularies: { tool: [../secret.yaml] }\n".to_owned(),
        "roles: [\"../secrets/*.yaml\", \"content/roles/*.yaml\"]\n".to_owned(),
        format!("roles: [\"{absolute}/*.yaml\", \"content/roles/*.yaml\"]\n"),
    ] {
        folder.write("ws/sidestep.yaml", &settings);
        keeps_out(&folder, "outside the repository");
    }
    folder.write("ws/sidestep.yaml", "schemas: { role: schema/role.json }\n");
    folder.write("ws/schema/role.json", "{ \"$ref\": \"../../secret.yaml\" }\n");
    keeps_out(&folder, "role.json");
    symlink("../../secret.yaml", folder.path("ws/schema/link.json")).unwrap();
    folder.write("ws/sidestep.yaml", "schemas: { role: schema/link.json }\n");
    keeps_out(&folder, "leads out of the repository");
}

#[test]
fn hidden_folders_and_packages_are_never_content() {
    for (pattern, says) in [
        (".git/*.yaml", "what lies in .git is never content"),
        (".hidden/*.yaml", "what lies in .hidden is never content"),
        ("node_modules/**/*.yaml", "what lies in node_modules is never content"),
        // The walk of "content" leaves it out.
        ("content/.git/*.yaml", ""),
    ] {
        let folder = stranger(&format!("roles: [\"{pattern}\", \"content/roles/*.yaml\"]\n"));
        for path in [".git/a.yaml", ".hidden/a.yaml", "node_modules/x/a.yaml", "content/.git/a.yaml"] {
            folder.write(&format!("ws/{path}"), "name: hunter2\nsummary: [[hunter2]]\n");
        }
        keeps_out(&folder, says);
    }
    // Nor where a wildcard leads to them.
    let folder = stranger("roles: [\"**/*.yaml\"]\n");
    folder.write("ws/node_modules/x/a.yaml", "name: hunter2\nsummary: [[hunter2]]\n");
    let ran = folder.run_in("ws", &["check"]);
    assert!(!ran.out.contains("node_modules"), "{ran:?}");
}

#[test]
fn a_few_links_do_not_lead_to_many_paths() {
    let folder = stranger("");
    for level in 0..15 {
        folder.write(&format!("ws/content/roles/d{level}/r{level}.yaml"), format!("name: R{level}\nsummary: s\n"));
        for name in ["a", "b"] {
            let next = format!("../d{}", (level + 1) % 15);
            symlink(next, folder.path(&format!("ws/content/roles/d{level}/{name}"))).unwrap();
        }
    }
    let ran = folder.run_in("ws", &["check", "--format", "concise"]);
    ran.out_has("only the first is followed");
    assert!(ran.out.lines().count() < 300, "{}", ran.out.lines().count());
}

#[test]
fn patterns_of_what_is_ignored_are_files() {
    for special in ["/dev/zero", "/nowhere"] {
        let folder = stranger("");
        folder.write("ws/content/roles/more/x.yaml", "name: X\nsummary: s\n");
        symlink(special, folder.path("ws/content/roles/more/.gitignore")).unwrap();
        folder.run_in("ws", &["check"]).out_has("no file of patterns");
    }
}

/// What the walk of other tools would leave out is content.
#[test]
fn only_git_says_what_is_ignored() {
    let folder = stranger("");
    folder.write("ws/.ignore", "*\n");
    folder.write("ws/content/roles/own.yaml", "name: Own\nsummary: See [[Nobody]].\n");
    folder.run_in("ws", &["check"]).out_has("unknown-role");
}
