//! Completion in Markdown pages of collections: mentions, targets of links, front matter; elsewhere nothing.

use crate::cursor::Cursor;
use crate::ide_completion::asked;

const BOOK: &str = r#"
#- sidestep.yaml
collections: { page: { files: ["**/*.md"], schema: "sidestep:page" } }
links: { root: docs }
#- docs/heat.md
# How hot it gets
#- docs/doughs/rye bread.md
---
title: Rye
---
#- README.md
# Welcome
"#;

/// What is offered at `$0` in a page: each label with what it inserts.
fn offered(page: &str) -> Vec<(String, String)> {
    let asked = asked(Cursor::new(&format!("{BOOK}#- docs/doughs/wheat.md\n{page}\n")), true);
    asked.answer.items.iter().map(|item| (item.label.clone(), item.text.clone())).collect()
}

/// The texts that are inserted.
fn texts(page: &str) -> Vec<String> {
    offered(page).into_iter().map(|(_, text)| text).collect()
}

#[test]
fn targets_of_links_are_files_by_path_and_by_name() {
    assert_eq!(texts("See [it](hea$0"), ["../heat.md"]);
    assert_eq!(texts("See [it](how$0) again"), ["../heat.md"]);
    assert_eq!(texts("See [it](ry$0)"), ["rye%20bread.md"]);
    assert_eq!(texts("See [it](../../RE$0"), ["../../README.md"]);
    assert_eq!(texts("See [it]($0)"), ["../../README.md", "../heat.md", "rye%20bread.md"]);
    // Not the page itself.
    assert_eq!(texts("See [it](whea$0"), [""; 0]);
}

#[test]
fn a_target_is_spelled_as_most_in_the_file_are() {
    assert_eq!(texts("[a](../heat) [b](../../README) [c](rye%20bread.md)\n\nSee [it](hea$0"), ["../heat"]);
    assert_eq!(texts("[a](/heat.md)\n\nSee [it](ry$0"), ["/doughs/rye%20bread.md"]);
    assert_eq!(texts("[a](./rye%20bread.md)\n\nSee [it](ry$0"), ["./rye%20bread.md"]);
}

#[test]
fn mentions_are_offered_between_brackets() {
    assert_eq!(texts("Words.\n\n- See [[page:ry$0"), ["doughs/rye bread]]"]);
    let mut all = texts("See [[page:$0]] again");
    all.sort();
    assert_eq!(all, ["README]]", "doughs/rye bread]]", "doughs/wheat]]", "heat]]"]);
}

#[test]
fn prose_and_code_get_nothing() {
    for page in ["Rye br$0", "# Ry$0", "`[[page:ry$0`", "```\n[it](hea$0\n```", "- ry$0", "title: $0", "$0"] {
        assert_eq!(offered(page), [], "{page}");
    }
}

#[test]
fn front_matter_has_its_keys() {
    let labels = |page: &str| offered(page).into_iter().map(|(label, _)| label).collect::<Vec<_>>();
    assert_eq!(labels("---\nti$0\n---\n# Wheat"), ["title"]);
    assert_eq!(labels("---\n---\nti$0"), [""; 0]);
}
