//! `check --add-ignores`: old findings get a comment each.

use crate::changes::has_git;
use crate::since::Repository;
use crate::support::Folder;

const BAKER: &str = "\
name: Baker
summary: >
  Bakes; see [[Miler]].
tools: [Peal, Stove] # What stands around.
skills:
  # Learnt early.
  - Kneding
";

const TOOLS: &str = "- name: Oven\n  summary: Bakes.\n  avoid: [Stove]\n";

fn folder() -> Folder {
    Folder::new(&[
        ("content/roles/baker.yaml", BAKER),
        ("content/roles/miller.yaml", "name: Miller\nsummary: Grinds; see [[Baker]].\n"),
        ("content/tools.yaml", TOOLS),
        ("content/skills.yaml", "- name: Kneading\n  summary: Makes dough.\n"),
    ])
}

#[test]
fn each_finding_gets_a_comment_with_a_reason() {
    let folder = folder();
    folder
        .run(&["check", "--add-ignores", "--reason", "from the old site", "--deny", "warning"])
        .is(0)
        .err_has("silenced 4 findings in 1 file");
    assert_eq!(
        folder.read("content/roles/baker.yaml"),
        "\
name: Baker
# sidestep: ignore[unknown-role] from the old site
summary: >
  Bakes; see [[Miler]].
# sidestep: ignore[discouraged-name, unknown-tool] from the old site
tools: [Peal, Stove] # What stands around.
skills:
  # Learnt early.
  - Kneding # sidestep: ignore[unknown-skill] from the old site
"
    );
    folder.run(&["check", "--deny", "warning"]).is(0);
    folder.run(&["check", "--add-ignores"]).is(0).err_has("no comment was added");
}

#[test]
fn of_some_codes_and_files_only() {
    let folder = folder();
    folder.run(&["check", "--add-ignores", "--only", "unknown-role"]).is(0).err_has("silenced 1 finding");
    let text = folder.read("content/roles/baker.yaml");
    assert!(text.contains("# sidestep: ignore[unknown-role] found on 20") && !text.contains("unknown-tool"), "{text}");
    folder.run(&["check", "--add-ignores", "content/tools.yaml"]).is(0).err_has("no comment was added");
    folder.run(&["check", "--reason", "x"]).is(2);
    // A reason is one line, whatever it says.
    folder.run(&["check", "--add-ignores", "--reason", "a\nb: [c]"]).is(0);
    assert!(folder.read("content/roles/baker.yaml").contains("a\\nb: [c]"));
    folder.run(&["check", "--deny", "warning"]).is(0);
}

#[test]
fn a_reason_ends_no_comment() {
    let folder = Folder::new(&[
        ("sidestep.yaml", "collections: { page: { files: content/pages/*.md } }\n"),
        ("content/pages/bread.md", "# Bread\n\nSee [rye](rye.md).\n"),
        ("content/roles/miller.yaml", "name: Miller\nsummary: Grinds; see [[Bakker]].\n"),
    ]);
    folder.run(&["check", "--add-ignores", "--reason", "gone --> <b> --!> and */ too"]).is(0);
    let page = folder.read("content/pages/bread.md");
    assert!(page.contains("broken-link] gone -- > <b> --! > and */ too -->\n"), "{page}");
    assert!(folder.read("content/roles/miller.yaml").contains("gone --> <b> --!> and */ too\n"));
    folder.run(&["check", "--deny", "info"]).is(0);
}

#[test]
fn comments_are_shown_before_they_are_written() {
    let folder = folder();
    let before = folder.read("content/roles/baker.yaml");
    for flag in ["--diff", "--dry-run"] {
        let ran = folder.run(&["check", "--add-ignores", flag, "--reason", "old", "--deny", "warning"]);
        ran.is(0).err_has("would silence 4 findings in 1 file").out_has("+# sidestep: ignore[unknown-role] old");
        assert_eq!(folder.read("content/roles/baker.yaml"), before);
    }
    folder.run(&["check", "--add-ignores", "--fix"]).is(2);
}

#[test]
fn of_what_is_new_only() {
    if !has_git() {
        return;
    }
    let repository = Repository::of(&[
        ("content/roles/baker.yaml", BAKER),
        ("content/roles/miller.yaml", "name: Miller\nsummary: Grinds; see [[Baker]].\n"),
        ("content/tools.yaml", TOOLS),
    ]);
    let folder = &repository.folder;
    folder.write("content/roles/baker.yaml", BAKER.replace("[[Miler]]", "[[Miler]] and [[Cok]]"));
    let ran = folder.run(&["check", "--add-ignores", "--changed-since", "HEAD", "--only", "unknown-role"]);
    ran.is(0).err_has("silenced 1 finding in 1 file");
    folder.run(&["check", "--changed-since", "HEAD", "--deny", "warning"]).is(0);
    folder.run(&["check", "--add-ignores", "--staged"]).is(2);
}
