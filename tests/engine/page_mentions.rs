//! Bare mentions name pages where the settings describe pages and no roles (collections.md, section 3).

use sidestep::ide::change::rename::{RenameOptions, rename, rename_target};
use sidestep::ide::definition::definition;
use sidestep::ide::hover::hover;
use sidestep::ide::references::references;

use crate::cursor::Cursor;
use crate::fixture::{check, parse};
use crate::ide_completion::asked;
use crate::links::histories_equal_a_fresh_start;
use crate::moves::moved;

/// A handbook of a garden.
const BOOK: &str = r#"
#- sidestep.yaml
collections: { page: { files: ["**/*.md"], schema: "sidestep:page" } }
vocabularies: { tool: [tools.yaml] }
#- tools.yaml
- name: Spade
#- beds/roses.md
# Growing roses
#- beds/herbs/README.md
# Herbs
#- beds/herbs/mint.md
# Mint
#- trees/mint.md
# A tree named mint
"#;

#[test]
fn by_id_by_the_end_of_the_path_and_by_name() {
    check(&format!(
        "{BOOK}{}",
        r"#- index.md
[[beds/roses]] [[roses]] [[herbs]] [[beds/herbs]] [[herbs/mint]] [[trees/mint]] [[Growing roses]] [[growing roses]] [[GROWING roses]]
#                                                                                                                     ^^^^^^^^^^^^^ discouraged-name
[[roses#pruning]] [[roses|the bed]] [[roses.md]] [[page:roses]] [[roses#pruning|how]] and [[tool:Spade]].
Unknown: [[mint]], [[rose]], [[s]], [[eds/roses]], [[Spade]], [[tool:Spades]], [[beds/roses/x#part]], [[Roses]], [[ROSES]].
#          ^^^^ unknown-page
#                    ^^^^ unknown-page
#                              ^ unknown-page
#                                     ^^^^^^^^^ unknown-page
#                                                    ^^^^^ unknown-page
#                                                                    ^^^^^^ unknown-tool
#                                                                                ^^^^^^^^^^^^ unknown-page
#                                                                                                                  ^^^^^ discouraged-name
Passed over: ![[roses]], ![[nothing]], [[plan.pdf]], [[bed.svg|300]], [[#below]], [[_TOC_]], [[x]](y), `[[x]]`.

| bed | words |
|---|---|
| [[roses\|roses]] | [[rosy\|roses]] |
#                      ^^^^ unknown-page
"
    ));
}

#[test]
fn what_several_pages_end_in_is_unknown_and_proposes_these() {
    let (files, _) = parse(&format!("{BOOK}#- index.md\n[[mint]] [[Spade]]\n"));
    let found: Vec<(String, usize)> = files
        .check()
        .into_iter()
        .map(|found| (format!("{} ({})", found.message, found.help.unwrap_or_default()), found.fixes.len()))
        .collect();
    let expected = [
        ("no page is named \"mint\" (several end so: write \"beds/herbs/mint\" or \"trees/mint\")".to_owned(), 2),
        ("no page is named \"Spade\" (did you mean \"[[tool:Spade]]\"?)".to_owned(), 1),
    ];
    assert_eq!(found, expected);
}

#[test]
fn where_roles_are_described_bare_mentions_name_these() {
    check(
        r#"
#- sidestep.yaml
roles: [crew/*.yaml]
collections: { page: { files: ["**/*.md"], schema: "sidestep:page" } }
#- crew/gardener.yaml
name: Gardener
summary: Knows [[roses]] and [[page:beds/roses]].
#                ^^^^^ unknown-role
#- beds/roses.md
# Roses

Ask the [[Gardener]] about [[page:roses]], [[Roses]] and [[page:Roses]]; see ![[x]], [[x.png]] and [[Gardener#x]].
#                                 ^^^^^ discouraged-name
#                                            ^^^^^ unknown-role
"#,
    );
    // Pages that a team describes itself, by schemas without any role.
    check(
        r#"
#- sidestep.yaml
collections: { text: { files: ["texts/*.md"], schema: s.json } }
#- s.json
{ "x-sidestep-file": { "defines": "page", "label": "id", "from": "stem" } }
#- texts/soil.md
[[soil]] [[texts/soil]] [[sand]] [[more/soil]]
#                         ^^^^ unknown-page
#                                  ^^^^^^^^^ unknown-page
"#,
    );
}

fn at(page: &str) -> Cursor {
    Cursor::new(&format!("{BOOK}#- index.md\n{page}\n#- other.md\n[[roses#x]] [[Growing roses]] ![[roses]]\n"))
}

#[test]
fn a_mention_leads_to_its_page_and_is_found_from_there() {
    let cursor = at("See [[ro$0ses|them]] and [[beds/roses]].");
    let target = definition(&cursor.file(), cursor.at).unwrap();
    assert_eq!(&*target.targets[0].path, "beds/roses.md");
    assert!(hover(&cursor.file(), cursor.at, &|_| None).unwrap().markdown.starts_with("**Growing roses** · page"));
    let found = references(&cursor.file(), cursor.at, false).unwrap();
    let places: Vec<_> = found.iter().map(|at| cursor.mark(&at.path, at.span, "use")).collect();
    let places: Vec<_> = places.iter().map(|(path, line, from, to, _)| (path.as_str(), *line, *from, *to)).collect();
    assert_eq!(
        places,
        [("index.md", 1, 7, 12), ("index.md", 1, 26, 36), ("other.md", 1, 3, 8), ("other.md", 1, 15, 28)]
    );
}

#[test]
fn a_page_is_renamed_by_the_end_of_its_path() {
    let cursor = at("See [[ro$0ses|them]], [[beds/roses]] and [[beds/roses.md]].");
    let (def, written) = rename_target(&cursor.file(), cursor.at).unwrap();
    assert_eq!(&*written, "roses");
    let options = RenameOptions { label: Some(written), ..RenameOptions::default() };
    let plan = rename(cursor.file().view, def, "peonies", options).unwrap();
    let after = cursor.files.after(&plan.edits);
    assert_eq!(after.0["index.md"], "See [[peonies|them]], [[beds/peonies]] and [[beds/peonies.md]].\n");
    assert_eq!(after.0["other.md"], "[[peonies#x]] [[Growing roses]] ![[roses]]\n");
    assert!(after.0.contains_key("beds/peonies.md"));
}

#[test]
fn mentions_follow_pages_that_move() {
    let text = "[[roses]] [[beds/roses]] [[herbs]] [[herbs/mint]] [[trees/mint]] [[Mint]] [[Roses]]\n";
    let (files, _) = parse(&format!("{BOOK}#- index.md\n{text}"));
    let read = |files: &crate::fixture::Files| files.0["index.md"].clone();
    for (moves, expected) in [
        // Another page of that name comes to be, so that more of the path is said.
        (
            &[("trees/mint.md", "trees/roses.md")][..],
            "[[beds/roses]] [[beds/roses]] [[herbs]] [[herbs/mint]] [[trees/roses]] [[Mint]] [[beds/roses]]\n",
        ),
        (
            &[("beds/roses.md", "roses.md")],
            "[[roses]] [[roses]] [[herbs]] [[herbs/mint]] [[trees/mint]] [[Mint]] [[Roses]]\n",
        ),
        (
            &[("beds", "old/beds")],
            "[[roses]] [[old/beds/roses]] [[herbs]] [[herbs/mint]] [[trees/mint]] [[Mint]] [[Roses]]\n",
        ),
        (
            &[("beds/herbs", "spices")],
            "[[roses]] [[beds/roses]] [[spices]] [[spices/mint]] [[trees/mint]] [[Mint]] [[Roses]]\n",
        ),
        (
            &[("beds/roses.md", "beds/peonies.md")],
            "[[peonies]] [[beds/peonies]] [[herbs]] [[herbs/mint]] [[trees/mint]] [[Mint]] [[Peonies]]\n",
        ),
    ] {
        let after = moved(&files, moves);
        assert_eq!(read(&after), expected);
        assert_eq!(after.marks(), files.marks(), "{moves:?}");
        let back: Vec<_> = moves.iter().map(|(from, to)| (*to, *from)).collect();
        assert_eq!(moved(&after, &back).marks(), files.marks(), "{moves:?}");
    }
}

#[test]
fn bare_mentions_complete_with_pages() {
    let offered = |page: &str| -> Vec<String> {
        let asked = asked(Cursor::new(&format!("{BOOK}#- index.md\n{page}\n")), true);
        asked.answer.items.iter().map(|item| item.text.clone()).collect()
    };
    assert_eq!(offered("See [[grow$0"), ["beds/roses]]"]);
    assert_eq!(offered("See [[spa$0"), ["tool:Spade]]"]);
    assert_eq!(offered("See [[roses$0]]"), [""; 0]);
    let all = offered("See [[$0]]");
    assert!(all.contains(&"trees/mint]]".to_owned()), "{all:?}");
    assert!(!all.iter().any(|text| text.starts_with("page:")), "{all:?}");
}

/// Whatever comes, goes or is said, the findings are those of a workspace that is read anew.
#[test]
fn changes_of_all_sorts_equal_a_fresh_start() {
    let (files, _) = parse(&format!(
        "{BOOK}{}",
        "#- index.md\n[[mint]] [[roses]] [[herbs/mint]] [[Spade]] [[sage]] [[Mint]] [[tool:Spade]]\n"
    ));
    let words = [
        "[[mint]] ",
        "[[rose",
        "roses]] ",
        "# Mint\n",
        "mint",
        "beds/",
        "[[sage|x]]",
        "- name: Spade\n",
        "x",
        "\n",
        "[[",
    ];
    let new = ["mint.md", "sage.md", "beds/sage/index.md", "trees/beds/roses.md", "beds/roses/README.md"];
    let settings = ["", "links: { root: beds }\n", "roles: [crew/*.yaml]\n"];
    histories_equal_a_fresh_start(&files, &words, &new, &settings);
}
