//! Which workspace a path belongs to, which files are in it, and what of it is reported.

use crate::support::{BAD, Folder, OTHER, ROLE, run};

const UNKNOWN: &str = "content/roles/data-engineer.yaml:unknown-role";

fn bad() -> Folder {
    let folder = Folder::clean();
    folder.write(OTHER.0, BAD);
    folder
}

#[test]
fn zero_configuration() {
    let folder = Folder::new(&[ROLE, (OTHER.0, BAD)]);
    assert_eq!(folder.found(&[]), [UNKNOWN]);
    assert_eq!(folder.found_in("content/roles", &[]), [UNKNOWN]);
    assert_eq!(folder.found_in("content", &[".."]), [UNKNOWN]);
    assert_eq!(folder.found(&["content"]), [UNKNOWN]);
    let elsewhere = Folder::new(&[]);
    let file = folder.path(OTHER.0);
    assert_eq!(elsewhere.found(&[file.to_str().unwrap()]), [UNKNOWN]);
    assert_eq!(elsewhere.found(&[folder.root().to_str().unwrap()]), [UNKNOWN]);
}

#[test]
fn paths_in_every_form() {
    let folder = bad();
    let absolute = folder.path(OTHER.0);
    for (dir, path) in [
        (".", OTHER.0),
        (".", absolute.to_str().unwrap()),
        (".", "."),
        (".", "./content/"),
        (".", "content//roles/"),
        (".", "content/../content/roles/data-engineer.yaml"),
        ("content", "roles"),
        ("content", ".."),
        ("content/roles", "data-engineer.yaml"),
        ("content/roles", "./data-engineer.yaml"),
        ("content/roles", "../roles/data-engineer.yaml"),
    ] {
        assert_eq!(folder.found_in(dir, &[path]), [UNKNOWN], "{dir} {path}");
    }
    for (dir, path) in [(".", ROLE.0), ("content/roles", "backend-engineer.yaml")] {
        assert_eq!(folder.found_in(dir, &[path]), [""; 0], "{dir} {path}");
    }
}

#[test]
fn paths_narrow_what_is_reported_and_not_what_is_known() {
    let folder = bad();
    folder.write("content/roles/third.yaml", "name: Third\nsummary: See [[Backend Engineer]] and [[Nobody]].\n");
    // "Backend Engineer" is known although its file is not among the paths.
    let third = "content/roles/third.yaml:unknown-role";
    assert_eq!(folder.found(&["content/roles/third.yaml"]), [third]);
    assert_eq!(folder.found(&["content/roles/third.yaml", OTHER.0]), [UNKNOWN, third]);
    assert_eq!(folder.found(&["content/roles/third.yaml", "."]), [UNKNOWN, third]);
    assert_eq!(folder.found(&[".", "content/roles/third.yaml"]), [UNKNOWN, third]);
    let report = folder.run(&["check", "--format", "json", "content/roles/third.yaml"]).json();
    assert_eq!(report["files"], 1);
    assert_eq!(report["summary"]["error"], 1);
    // A path given twice is reported once.
    assert_eq!(folder.found(&[OTHER.0, OTHER.0]), [UNKNOWN]);
    // "content/role" is no prefix of "content/roles".
    folder.run(&["check", "content/role", "--strict-paths"]).is(2);
}

#[test]
fn settings_further_down_do_not_hide_the_roles_of_a_folder() {
    let nested = ("book/sidestep.yaml", "collections: { page: { files: ['*.md'], schema: 'sidestep:page' } }\n");
    let page = ("book/start.md", "[gone](none.md)\n");
    let folder = Folder::new(&[ROLE, (OTHER.0, BAD), nested, page]);
    assert_eq!(folder.found(&[]), ["book/start.md:broken-link", UNKNOWN]);
    assert_eq!(folder.found(&["book"]), ["start.md:broken-link"]);
    assert_eq!(folder.found(&["content"]), [UNKNOWN]);
    // Roles of a workspace of their own are no reason to look for others around it.
    let folder = Folder::new(&[
        nested,
        page,
        ("content/roles/x/sidestep.yaml", "roles: ['*.yaml']\n"),
        ("content/roles/x/y.yaml", BAD),
    ]);
    assert_eq!(
        folder.found(&[]),
        ["book/start.md:broken-link", "content/roles/x/y.yaml:file-name", "content/roles/x/y.yaml:unknown-role"]
    );
}

#[test]
fn settings_are_found_upward() {
    let folder = Folder::new(&[
        ("sidestep.yaml", "roles: [team/**/*.yaml]\n"),
        ("team/a/b/data-engineer.yaml", BAD),
        ("team/a/b/content/roles/x.yaml", "name: X\nsummary: Y.\n"),
    ]);
    let unknown = "team/a/b/data-engineer.yaml:unknown-role";
    assert_eq!(folder.found_in("team/a/b", &[]), [unknown]);
    assert_eq!(folder.found_in("team/a/b", &["../../.."]), [unknown]);
}

#[test]
fn several_workspaces_below() {
    let folder = Folder::new(&[
        ("one/sidestep.yaml", ""),
        ("one/content/roles/data-engineer.yaml", BAD),
        ("two/deep/sidestep.yaml", ""),
        ("two/deep/content/roles/data-engineer.yaml", BAD),
        ("two/deep/content/roles/bakend-engineer.yaml", "name: Bakend Engineer\nsummary: Is known here.\n"),
        ("notes/roles/none-of-our-business.yaml", "x: [\n"),
    ]);
    assert_eq!(folder.found(&[]), ["one/content/roles/data-engineer.yaml:unknown-role"]);
    assert_eq!(folder.found(&["one", "two"]), ["one/content/roles/data-engineer.yaml:unknown-role"]);
    // One alone: its paths are its own.
    assert_eq!(folder.found(&["one"]), [UNKNOWN]);
    assert_eq!(folder.found(&["two"]), [""; 0]);
    let report = folder.run(&["check", "--format", "json"]).json();
    assert_eq!(report["files"], 3);
}

#[test]
fn a_nested_workspace_is_one_of_its_own() {
    let folder = Folder::clean();
    folder.write("content/roles/nested/sidestep.yaml", "roles: ['*.yaml']\n");
    folder.write("content/roles/nested/data-engineer.yaml", BAD);
    assert_eq!(folder.found(&[]), [""; 0]);
    assert_eq!(folder.found_in("content/roles/nested", &[]), ["data-engineer.yaml:unknown-role"]);
    assert_eq!(folder.found(&["content/roles/nested"]), ["data-engineer.yaml:unknown-role"]);
    assert_eq!(folder.found(&[".", "content/roles/nested"]), ["content/roles/nested/data-engineer.yaml:unknown-role"]);
}

#[test]
fn role_files_in_several_folders() {
    let folder = Folder::new(&[
        ("sidestep.yaml", "roles: [a/*.yaml, gone/*.yaml, c/nested/x/*.yaml, b/deep/*.yaml, b/deep/*/*.yaml]\n"),
        (".gitignore", "b/deep/skip.yaml\n"),
        ("a/one.yaml", BAD),
        ("b/deep/two.yaml", BAD),
        ("b/deep/skip.yaml", BAD),
        ("b/deep/more/.gitignore", "skip.yaml\n"),
        ("b/deep/more/skip.yaml", BAD),
        ("c/nested/sidestep.yaml", ""),
        ("c/nested/x/three.yaml", BAD),
    ]);
    let found = folder.found(&["."]);
    let codes: Vec<&str> = found.iter().map(AsRef::as_ref).collect();
    assert!(codes.contains(&"a/one.yaml:unknown-role"), "{codes:?}");
    assert!(codes.contains(&"b/deep/two.yaml:unknown-role"), "{codes:?}");
    assert!(codes.iter().all(|code| !code.contains("skip") && !code.contains("three")), "{codes:?}");
}

#[test]
fn vocabularies_outside_the_workspace() {
    let folder = Folder::new(&[
        ("shared/tools.yaml", "- name: PostgreSQL\n  summary: A database.\n- name: PostgreSQL\n"),
        ("team/sidestep.yaml", "vocabularies: { tool: [../shared/tools.yaml] }\n"),
        ("team/content/roles/a.yaml", "name: A\nsummary: B.\ntools: [PostgreSQL, Docker]\n"),
    ]);
    let all = ["content/roles/a.yaml:unknown-tool", "shared/tools.yaml:duplicate-name"];
    assert_eq!(folder.found(&["team"]), all);
    assert_eq!(folder.found_in("team", &[]), all);
    // What two workspaces share is told once, by the first of them.
    folder.write("unit/sidestep.yaml", "vocabularies: { tool: [../shared/tools.yaml] }\n");
    folder.write("unit/content/roles/b.yaml", "name: B\nsummary: B.\n");
    let of_team = "team/content/roles/a.yaml:unknown-tool";
    assert_eq!(folder.found(&["team", "unit"]), ["shared/tools.yaml:duplicate-name", of_team]);
    let report = folder.run(&["check", "--format", "concise", "unit", "team"]);
    assert_eq!(report.out.matches("shared/tools.yaml:3:9: error[duplicate-name]").count(), 1, "{}", report.out);
    assert_eq!(folder.run(&["check", "--format", "json", "unit", "team"]).json()["files"], 3);
    // Beside patterns at the workspace's top, and further up.
    folder.write("team/more.yaml", "- name: Docker\n");
    folder.write("team/sidestep.yaml", "vocabularies: { tool: [../shared/tools.yaml, more.yaml] }\n");
    assert_eq!(folder.found(&["team"]), all[1..]);
    folder.write("a/b/sidestep.yaml", "vocabularies: { tool: [../*.yaml, ../../shared/tools.yaml] }\n");
    folder.write("a/b/content/roles/a.yaml", "name: A\nsummary: B.\ntools: [PostgreSQL]\n");
    assert_eq!(folder.found(&["a/b"]), ["shared/tools.yaml:duplicate-name"]);
    // The folder above may be a workspace as well.
    folder.write("sidestep.yaml", "stale_after_days: 3\n");
    assert_eq!(folder.found(&["team"]), all[1..]);
    folder.write("team/sidestep.yaml", "vocabularies: { tool: [../*/tools.yaml] }\n");
    assert_eq!(folder.found(&["team"]), all);
    // From outside the repository nothing is taken.
    let outside = Folder::new(&[("tools.yaml", "- name: Docker\n")]);
    let text = format!("vocabularies: {{ tool: [../{}/tools.yaml] }}\n", outside.root().file_name().unwrap().display());
    let folder = Folder::new(&[("sidestep.yaml", &text), ROLE]);
    folder.run(&["check"]).is(1).out_has("it lies outside the repository of this workspace");
}

#[test]
fn ignored_files() {
    let folder = bad();
    folder.write("content/roles/old.yaml", "name: Bakend Engineer\nsummary: Not in the workspace.\n");
    folder.write(".gitignore", "old.yaml\n");
    assert_eq!(folder.found(&[]), [UNKNOWN]);
    folder
        .run(&["check", "content/roles/old.yaml", "--strict-paths"])
        .is(2)
        .err_has("what .gitignore names never does");
    folder.write("content/.gitignore", "data-*\n");
    assert_eq!(folder.found(&[]), [""; 0]);
}

#[test]
#[cfg(unix)]
fn links() {
    let folder = bad();
    let elsewhere = Folder::new(&[]);
    std::os::unix::fs::symlink(folder.root(), elsewhere.path("link")).unwrap();
    assert_eq!(elsewhere.found(&["link"]), [UNKNOWN]);
    assert_eq!(elsewhere.found(&["link/"]), [UNKNOWN]);
    assert_eq!(elsewhere.found(&["link/content/roles/data-engineer.yaml"]), [UNKNOWN]);
    assert_eq!(elsewhere.found_in("link", &[]), [UNKNOWN]);
    // A folder of roles that is a link belongs to the workspace.
    folder.write("more/data-scientist.yaml", "name: Data Scientist\nsummary: See [[Nobody]].\n");
    std::os::unix::fs::symlink("../../more", folder.path("content/roles/linked")).unwrap();
    assert_eq!(folder.found(&[]), [UNKNOWN, "content/roles/linked/data-scientist.yaml:unknown-role"]);
}

#[test]
fn paths_are_shown_as_seen_from_here() {
    let folder = bad();
    folder.run(&["check", "--format", "concise"]).is(1).out_has("content/roles/data-engineer.yaml:2:34: error");
    folder.run_in("content", &["check", "--format", "concise"]).out_has("../content/roles/data-engineer.yaml:2:34:");
    // Without paths all of the workspace is reported.
    std::fs::create_dir_all(folder.path("content/more")).unwrap();
    folder
        .run_in("content/more", &["check", "--format", "concise"])
        .is(1)
        .out_has("content/roles/data-engineer.yaml:2:34:");
    let outer = Folder::new(&[("site/sidestep.yaml", ""), ("site/content/roles/data-engineer.yaml", BAD)]);
    outer.run(&["check", "--format", "github"]).out_has("file=site/content/roles/data-engineer.yaml,line=2,");
    outer.run(&["check"]).out_has("--> site/content/roles/data-engineer.yaml:2:34");
    let absolute = folder.root();
    run(&outer.root(), &["check", "--format", "concise", absolute.to_str().unwrap()])
        .out_has(&format!("{}/content/roles/data-engineer.yaml:2:34:", absolute.display()));
}
