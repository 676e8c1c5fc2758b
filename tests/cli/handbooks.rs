//! Handbooks of Markdown pages: links to what git ignores, deleting pages.

use crate::support::Folder;

const SETTINGS: (&str, &str) =
    ("sidestep.yaml", "collections: { page: { files: [\"**/*.md\"], schema: \"sidestep:page\" } }\n");

#[test]
fn links_to_ignored_folders_are_not_judged() {
    let folder = Folder::new(&[
        SETTINGS,
        (".gitignore", "build/\n/notes/*.txt\n"),
        ("a.md", "[a](build/) [b](build/out.md) [c](notes/x.txt) [d](other/) [e](build/deep/)\n"),
    ]);
    let found = folder.run(&["check", "--format", "concise"]);
    assert_eq!(found.out.matches("broken-link").count(), 1, "{}", found.out);
    found.out_has("a.md:1:52");
}

#[test]
fn pages_are_deleted_where_nothing_refers_to_them() {
    let folder = Folder::new(&[
        SETTINGS,
        ("README.md", "# Book\n\n[oven](kitchen/oven.md) and [[kitchen/oven]]\n"),
        ("kitchen/oven.md", "# Oven page\n\nSee [[kitchen/oven]].\n"),
        ("lone.md", "---\ntitle: Lone\n---\nWords, see [this](lone.md).\n"),
    ]);
    let refused = folder.run(&["delete", "page", "kitchen/oven", "--dry-run"]);
    refused.is(1).err_has("is still named 2 times:").err_has("README.md:3:8: link").err_has("README.md:3:31: mention");
    assert!(!refused.err.contains("kitchen/oven.md:"), "{}", refused.err);
    folder.run(&["delete", "page", "kitchen/oven", "--dry-run", "--force"]).is(0).out_has("-# Oven page");
    folder.run(&["delete", "page", "lone"]).is(0).out_has("Deleted \"Lone\"");
    assert!(!folder.path("lone.md").exists());
    folder
        .run(&["delete", "page", "kitchen/oven", "--force"])
        .is(0)
        .out_has("It is still named here, and unknown now:");
    assert!(!folder.path("kitchen/oven.md").exists());
}

#[test]
fn what_defines_other_things_too_is_not_deleted_with_one() {
    let folder = Folder::new(&[
        ("sidestep.yaml", "collections: { team: { files: [\"teams/*.yaml\"], schema: s.json } }\n"),
        (
            "s.json",
            "{ \"x-sidestep-file\": { \"defines\": \"team\", \"label\": \"id\", \"from\": \"stem\" }, \"properties\": { \"seats\": { \"items\": { \"properties\": { \"id\": { \"x-sidestep-defines\": \"seat\", \"x-sidestep-label\": \"id\" } } } } } }",
        ),
        ("teams/ovens.yaml", "seats:\n  - id: first\n"),
        ("teams/doughs.yaml", "seats: []\n"),
    ]);
    let refused = folder.run(&["delete", "team", "ovens"]);
    refused.is(1).err_has("teams/ovens.yaml defines other things too").err_has("seat \"first\"");
    folder.run(&["delete", "team", "doughs"]).is(0);
    assert!(!folder.path("teams/doughs.yaml").exists());
    folder.run(&["delete", "team", "ovens", "--force"]).is(0);
    assert!(!folder.path("teams/ovens.yaml").exists());
}

/// What several entries foresee is listed once.
#[test]
fn what_is_foreseen_twice_is_one_thing() {
    let folder = Folder::new(&[
        ("sidestep.yaml", "collections: { plan: { files: [plan.yaml], schema: s.json } }\n"),
        (
            "s.json",
            "{ \"items\": { \"properties\": { \"id\": { \"x-sidestep-defines\": \"craft\", \"x-sidestep-label\": \"planned\" }, \"title\": { \"x-sidestep-defines\": \"craft\" } } } }",
        ),
        ("plan.yaml", "- { id: baker, title: Baker }\n- { id: baker, title: Baker }\n"),
    ]);
    let listed = folder.run(&["list", "craft"]);
    assert_eq!(listed.is(0).out.lines().count(), 1, "{}", listed.out);
}
