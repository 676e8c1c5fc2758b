//! What a rename makes of the address that a role's page had.

use sidestep::content::KindId;
use sidestep::ide::Analysis;
use sidestep::ide::change::ChangePlan;
use sidestep::ide::change::Redirected;
use sidestep::ide::change::rename::{RenameOptions, rename};

use crate::fixture::Files;
use crate::ide_rename::after;

fn files(settings: &str, path: &str, text: &str) -> Files {
    let mut files = Files::default();
    for (path, text) in [("sidestep.yaml", settings), (path, text)] {
        files.0.insert(path.to_owned(), text.to_owned());
    }
    files
}

fn renamed(files: &Files, from: &str, to: &str, options: RenameOptions) -> (Files, ChangePlan) {
    let workspace = files.workspace();
    let def = workspace.resolve(KindId::ROLE, from).unwrap().def;
    let plan = rename(Analysis { workspace: &workspace, sources: files }, def, to, options).unwrap();
    (after(files, &plan.edits), plan)
}

/// Renames `Baker` to `Bread Maker` in a file with this text behind its name, and back; the text in between.
#[track_caller]
fn there_and_back(settings: &str, text: &str, there: &str) -> Option<Redirected> {
    let before = files(settings, "content/roles/baker.yaml", &format!("name: Baker\n{text}"));
    let (between, plan) = renamed(&before, "Baker", "Bread Maker", RenameOptions::default());
    assert_eq!(between.0["content/roles/bread-maker.yaml"], format!("name: Bread Maker\n{there}"));
    let (back, _) = renamed(&between, "Bread Maker", "Baker", RenameOptions::default());
    assert_eq!(back.0, before.0);
    plan.redirect
}

#[test]
fn a_page_that_moves_says_where_it_was() {
    let from = |path: &str| Some(Redirected::From(path.to_owned()));
    for (settings, text, there, said) in [
        ("", "", "redirect_from: [/baker/]\n", from("/baker/")),
        ("", "summary: s\nskills: []\n", "summary: s\nredirect_from: [/baker/]\nskills: []\n", from("/baker/")),
        ("", "summary: |\n  s\n\nwhy: w\n", "summary: |\n  s\nredirect_from: [/baker/]\n\nwhy: w\n", from("/baker/")),
        ("", "redirect_from:\n  - /old/ # 2019\n", "redirect_from:\n  - /old/ # 2019\n  - /baker/\n", from("/baker/")),
        ("", "redirect_from: [/old/]\nwhy: w", "redirect_from: [/old/, /baker/]\nwhy: w", from("/baker/")),
        ("", "status: retired\n", "status: retired\nredirect_from: [/baker/]\n", from("/baker/")),
        ("toolkit_url: /jobs/{slug}\n", "", "redirect_from: [/jobs/baker]\n", from("/jobs/baker")),
        (
            "toolkit_url: https://b.org/jobs/{slug}.html\n",
            "",
            "redirect_from: [/jobs/baker.html]\n",
            from("/jobs/baker.html"),
        ),
        // A page at an address of its own, one that nobody has seen, and one for all.
        ("", "toolkit: /bread/\n", "toolkit: /bread/\n", None),
        ("", "status: draft\n", "status: draft\n", None),
        ("toolkit_url: /toolkits/\n", "", "", None),
    ] {
        assert_eq!(there_and_back(settings, text, there), said, "{text}");
    }
}

#[test]
fn a_page_that_is_back_redirects_no_more() {
    for (text, there) in [
        ("redirect_from: [/bread-maker/]\nwhy: w\n", "why: w\n"),
        ("why: w\nredirect_from:\n  - /bread-maker\n", "why: w\n"),
        ("redirect_from: [/old/, /bread-maker/]\n", "redirect_from: [/old/]\n"),
        ("redirect_from: # by hand\n  - /bread-maker/\n", "redirect_from: # by hand\n"),
        ("redirect_from: [/bread-maker/] # by hand\n", "redirect_from: # by hand\n"),
    ] {
        let before = files("", "content/roles/baker.yaml", &format!("name: Baker\n{text}"));
        let (now, plan) = renamed(&before, "Baker", "Bread Maker", RenameOptions::default());
        assert_eq!(now.0["content/roles/bread-maker.yaml"], format!("name: Bread Maker\n{there}"));
        assert!(matches!(plan.redirect, Some(Redirected::Back(_))), "{text}");
        let options = RenameOptions { no_redirect: true, ..RenameOptions::default() };
        let (now, plan) = renamed(&before, "Baker", "Bread Maker", options);
        assert_eq!(now.0["content/roles/bread-maker.yaml"], format!("name: Bread Maker\n{text}"));
        assert_eq!(plan.redirect, None);
    }
}

#[test]
fn an_address_that_leads_elsewhere_is_not_taken() {
    for other in ["toolkit: /baker/\n", "redirect_from: [/baker/]\n"] {
        let mut before = files("", "content/roles/baker.yaml", "name: Baker\n");
        before.0.insert("content/roles/miller.yaml".into(), format!("name: Miller\n{other}"));
        let (now, plan) = renamed(&before, "Baker", "Bread Maker", RenameOptions::default());
        assert_eq!(now.0["content/roles/bread-maker.yaml"], "name: Bread Maker\n");
        assert_eq!(plan.redirect, None, "{other}");
    }
    let told = files("", "content/roles/baker.yaml", "name: Baker\nredirect_from: &all # by hand\n");
    let (_, plan) = renamed(&told, "Baker", "Bread Maker", RenameOptions::default());
    assert_eq!(plan.redirect, Some(Redirected::Unwritten("/baker/".to_owned())));
}

#[test]
fn an_alias_that_becomes_the_name_leaves_no_empty_list() {
    for (text, there) in [
        ("aliases: [Bread Maker]\nsummary: s\n", "summary: s\n"),
        ("aliases: [Loafer, Bread Maker]\n", "aliases: [Loafer]\n"),
        ("avoid:\n  - Bread Maker\n", ""),
        ("aliases: # by hand\n  - Bread Maker\n", "aliases: # by hand\n"),
    ] {
        let before = files("", "content/roles/baker.yaml", &format!("name: Baker\n{text}"));
        let options = RenameOptions { no_redirect: true, ..RenameOptions::default() };
        let (now, _) = renamed(&before, "Baker", "Bread Maker", options);
        assert_eq!(now.0["content/roles/bread-maker.yaml"], format!("name: Bread Maker\n{there}"));
    }
    let term = files("", "content/tools.yaml", "- name: Oven\n  aliases: [Kiln]\n- { name: Peel, avoid: [Paddle] }\n");
    let workspace = term.workspace();
    let of = |name: &str| workspace.resolve(workspace.config().kind("tool").unwrap(), name).unwrap().def;
    let view = Analysis { workspace: &workspace, sources: &term };
    let mut edits = rename(view, of("Oven"), "Kiln", RenameOptions::default()).unwrap().edits;
    edits.extend(rename(view, of("Peel"), "Paddle", RenameOptions::default()).unwrap().edits);
    assert_eq!(after(&term, &edits).0["content/tools.yaml"], "- name: Kiln\n- { name: Paddle }\n");
}
