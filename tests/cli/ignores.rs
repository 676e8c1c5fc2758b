//! `check --add-ignores`: old findings get a comment each.

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
