//! `impact`: what changes do to the site.

use crate::changes::has_git;
use crate::since::Repository;
use crate::support::Folder;

/// Three roles with pages that show each other's rows.
fn site() -> Option<Repository> {
    if !has_git() {
        println!("skipped: there is no git here");
        return None;
    }
    let role = |name: &str, other: &str, focus: &str| {
        format!(
            "name: {name}\nsummary: A trade; see [[{other}]].\nwhy: It is a trade.\nalternatives:\n  - role: {other}\n    tagline: Near by\n    about: Another trade.\n    best_for: [Those who like it]\ncomparison:\n  columns: [Focus]\n  rows:\n    - role: {name}\n      Focus: {focus}\n    - role: {other}\nhow_to_pick:\n  options:\n    - if: you like it\n      role: {other}\n      then: Begin.\n"
        )
    };
    let repository = Repository::of(&[
        ("sidestep.yaml", "columns: [{ name: Focus }]\n"),
        ("content/roles/baker.yaml", &role("Baker", "Miller", "Bread")),
        ("content/roles/miller.yaml", &role("Miller", "Cook", "Grain")),
        ("content/roles/cook.yaml", &role("Cook", "Baker", "Meals")),
    ]);
    let ran = repository.folder.run(&["impact", "HEAD"]);
    ran.is(0).out_has("nothing that readers of the site would see changes");
    Some(repository)
}

fn edit(folder: &Folder, path: &str, from: &str, to: &str) {
    let text = folder.read(path);
    assert!(text.contains(from), "no {from:?} in {path}");
    folder.write(path, text.replace(from, to));
}

#[test]
fn an_edited_row_changes_the_pages_that_show_it() {
    let Some(repository) = site() else { return };
    let folder = &repository.folder;
    edit(folder, "content/roles/miller.yaml", "Focus: Grain", "Focus: Flour");
    assert_eq!(
        folder.run(&["impact", "HEAD"]).is(0).out,
        "\
Pages that read otherwise: 2 pages
  Baker (content/roles/baker.yaml): the row of \"Miller\" follows its own page
  Miller (content/roles/miller.yaml): the row of \"Miller\" was edited
"
    );
    // What readers do not see is not told.
    edit(folder, "content/roles/miller.yaml", "Focus: Flour", "Focus: Grain # ground");
    folder.run(&["impact", "HEAD"]).is(0).out_has("nothing that readers");
}

#[test]
fn a_role_renamed_by_hand_is_told_with_what_it_breaks() {
    let Some(repository) = site() else { return };
    let folder = &repository.folder;
    edit(folder, "content/roles/miller.yaml", "name: Miller", "name: Grain Miller");
    edit(folder, "content/roles/miller.yaml", "- role: Miller", "- role: Grain Miller");
    let json = folder.run(&["impact", "HEAD", "--format", "json"]).is(0).json();
    let told = &json["workspaces"][0];
    assert_eq!(told["renamed"], serde_json::json!([["Miller", "Grain Miller"]]));
    let address = &told["addresses"][0];
    assert_eq!((address["from"].as_str(), address["to"].as_str()), (Some("/miller/"), Some("/grain-miller/")));
    assert_eq!(address["redirected"], false);
    let codes: Vec<&str> = told["new"].as_array().unwrap().iter().map(|d| d["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"unknown-role") && codes.contains(&"file-name"), "{codes:?}");
    folder.run(&["impact", "HEAD"]).out_has("NO redirect");
    // The command leaves a redirect, and nothing broken.
    repository.git("checkout -q .");
    folder.run(&["rename", "role", "Miller", "Grain Miller"]).is(0);
    let ran = folder.run(&["impact", "HEAD", "--format", "markdown"]);
    ran.is(0).out_has("/miller/ is /grain-miller/ now; a redirect leads on").out_has("- Miller is Grain Miller now");
    assert!(!ran.out.contains("New findings"), "{}", ran.out);
}

#[test]
fn roles_come_go_and_retire() {
    let Some(repository) = site() else { return };
    let folder = &repository.folder;
    folder.write("content/roles/mason.yaml", "name: Mason\nsummary: Builds *walls*.\n");
    std::fs::remove_file(folder.path("content/roles/cook.yaml")).unwrap();
    edit(folder, "content/roles/baker.yaml", "summary:", "status: retired\nreplaced_by: Mason\nsummary:");
    let ran = folder.run(&["impact", "HEAD"]);
    ran.is(0).out_has("New roles: 1 role\n  Mason").out_has("Roles that are gone: 1 role\n  Cook");
    ran.out_has("Retired roles: 1 role\n  Baker, replaced by Mason");
    ran.out_has("New findings").out_has("no role is named \"Cook\"");
    repository.git("add .");
    repository.git("commit -q -m second");
    edit(folder, "content/roles/miller.yaml", "Cook", "Mason");
    folder.run(&["impact", "HEAD"]).is(0).out_has("Mended findings");
    folder.run(&["impact", "nowhere"]).is(2).err_has("there is no commit or branch \"nowhere\"");
}

#[test]
fn words_that_all_pages_share_change_all_that_show_them() {
    let Some(repository) = site() else { return };
    let folder = &repository.folder;
    folder.write("sidestep.yaml", "columns: [{ name: Focus }]\npage: { pick_heading: Choose }\n");
    let ran = folder.run(&["impact", "HEAD"]);
    ran.is(0).out_has("Pages that read otherwise: 3 pages\n").out_has("the words that all pages share were changed");
    // Words that stand as before change nothing.
    folder.write("sidestep.yaml", "columns: [{ name: Focus }]\npage: { pick_heading: How to pick }\n");
    folder.run(&["impact", "HEAD"]).is(0).out_has("nothing that readers");
    folder.write("sidestep.yaml", "columns: [{ name: Focus }]\npage: { lang: de }\n");
    folder.run(&["impact", "HEAD"]).is(0).out_has("Pages that read otherwise: 3 pages\n");
}

#[test]
fn names_are_no_markup() {
    let Some(repository) = site() else { return };
    repository.folder.write("content/roles/x.yaml", "name: \"<b>@all [x](y)\\e[31m\"\nsummary: Nothing.\n");
    let ran = repository.folder.run(&["impact", "HEAD", "--format", "markdown"]);
    ran.is(0).out_has("- \\<b\\>\\@all \\[x\\](y)");
    assert!(!ran.out.contains('\u{1b}'));
}
