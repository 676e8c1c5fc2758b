//! Links are references: to what the file at their end is about (collections.md, section 4).

use std::collections::BTreeMap;

use sidestep::ide::change::rename::prepare_rename;
use sidestep::ide::definition::definition;
use sidestep::ide::highlight::highlights;
use sidestep::ide::hover::hover;
use sidestep::ide::references::references;
use sidestep::rules::{Diagnostic, check_file, concerned};
use sidestep::workspace::{Change, FileEntry, FileId};

use crate::corpus::Random;
use crate::cursor::Cursor;
use crate::fixture::{Files, check, parse};

/// A handbook of a bakery.
const BOOK: &str = r#"
#- sidestep.yaml
collections:
  page: { files: ["**/*.md"], schema: "sidestep:page" }
  plan: { files: ["plans/*.yaml"], schema: s.json }
#- s.json
{ "properties": { "follows": { "x-sidestep-refers": "page", "x-sidestep-written": "path" } } }
"#;

fn book(files: &str) -> Cursor {
    Cursor::new(&format!("{BOOK}{files}"))
}

const OVENS: &str = "#- README.md
See the [heat](docs/ovens.md#heat), <a href=\"docs/ovens\">again</a> and [elsewhere](docs/doughs.md).
#              ^^^^^^^^^^^^^^^^^^ use
#                                            ^^^^^^^^^^ use
#- docs/doughs.md
# Doughs

[the ovens][o] and [[page:docs/ovens]]
#                         ^^^^^^^^^^ use

[o]: <ovens.md>
#     ^^^^^^^^ use
#- plans/new.yaml
follows: ../docs/ovens.md
#        ^^^^^^^^^^^^^^^^ use
";

#[test]
fn references_are_found_both_ways() {
    // The file's own name, its title and its heading are where the page is defined.
    let page = "#- docs/ovens.md\n---\ntitle: Our O$0vens\n---\nHot, and [here](ovens.md) too.\n";
    let cursor = book(&format!("{OVENS}{page}"));
    let found = references(&cursor.file(), cursor.at, false).unwrap();
    let mut got: Vec<_> = found.iter().map(|at| cursor.mark(&at.path, at.span, "use")).collect();
    let own = got.iter().position(|mark| mark.0 == "docs/ovens.md").unwrap();
    assert_eq!(got.remove(own).1, 4);
    assert_eq!(got, cursor.marks);
    let cursor =
        book(&format!("{}{}", OVENS.replace("docs/ovens.md#heat", "docs/ov$0ens.md#heat"), page.replace("$0", "")));
    let all = references(&cursor.file(), cursor.at, true).unwrap();
    assert_eq!(all.len(), found.len() + 2, "{all:?}");
    let places = definition(&cursor.file(), cursor.at).unwrap();
    let target = cursor.mark(&places.targets[0].path, places.targets[0].name, "def");
    assert_eq!(target, ("docs/ovens.md".to_owned(), 2, 8, 17, "def".to_owned()));
    let origin = cursor.mark("README.md", places.origin, "use");
    assert_eq!(origin, cursor.marks[0]);
    let shown = highlights(&cursor.file(), cursor.at);
    assert_eq!(shown.len(), 2, "{shown:?}");
    let card = hover(&cursor.file(), cursor.at, &|_| None).unwrap();
    assert!(card.markdown.starts_with("**Our Ovens** · page"), "{}", card.markdown);
    assert_eq!(
        prepare_rename(&cursor.file(), cursor.at).unwrap_err().to_string(),
        "a link says the path of a file: rename the file, and its links follow"
    );
}

/// A path is no spelling of what its file is called.
#[test]
fn the_card_of_a_link_says_nothing_of_the_path() {
    let cursor = Cursor::new(
        r#"
#- sidestep.yaml
collections: { note: { files: ["n/*.md"], schema: n.json } }
#- n.json
{ "x-sidestep-file": { "defines": "note", "label": "id", "from": "stem" }, "properties": { "title": { "x-sidestep-defines": "note" } } }
#- n/one.md
See [two](tw$0o.md).
#- n/two.md
---
title: Two
---
"#,
    );
    let card = hover(&cursor.file(), cursor.at, &|_| None).unwrap().markdown;
    assert!(card.starts_with("**Two** · note") && !card.contains("alias"), "{card}");
}

/// Role pages and notes that link to them.
const CREW: &str = r#"
#- sidestep.yaml
collections:
  role: { files: ["crew/*.yaml"], schema: "sidestep:role" }
  note: { files: ["notes/*.md"], schema: n.json }
  plan: { files: ["plans/*.md"], schema: p.json }
#- n.json
{ "properties": { "about": { "x-sidestep-refers": "role" } } }
#- p.json
{ "properties": { "id": { "x-sidestep-defines": "course", "x-sidestep-label": "planned" } } }
"#;

#[test]
fn links_to_what_is_retired_or_not_there_yet_are_told() {
    check(&format!(
        "{CREW}{}",
        r"#- crew/baker.yaml
name: Baker
summary: Bakes.
status: retired
replaced_by: Pastry Chef
#- crew/pastry-chef.yaml
name: Pastry Chef
summary: Bakes.
status: draft
why: Like [a baker](baker.md), see [this](baker.yaml) and [[Baker]].
#                   ^^^^^^^^ broken-link
#                                         ^^^^^^^^^^ retired-role
#- plans/sugar.md
---
id: sugar
---
#- notes/one.md
[Baker](../crew/baker) then [chef](../crew/pastry-chef.yaml) and [Baker](../crew/baker.yaml), or [](../plans/sugar.md)
#       ^^^^^^^^^^^^^ retired-role
#                                  ^^^^^^^^^^^^^^^^^^^^^^^^ draft-role
#                                                                                                   ^^^^^^^^^^^^^^^^^ planned-course
"
    ));
}

#[test]
fn whoever_is_referred_to_from_elsewhere_is_no_orphan() {
    check(&format!(
        "{CREW}{}",
        r"#- crew/baker.yaml
name: Baker
summary: Bakes; no [[Cook]].
why: See [my file](baker.yaml).
#- crew/cook.yaml
name: Cook
summary: Cooks.
#- crew/porter.yaml
name: Porter
summary: Carries.
#- crew/seller.yaml
name: Seller
#     ^^^^^^ orphan-role
summary: A [[Seller]] sells, see [this](seller.yaml).
#- notes/one.md
---
about: Porter
---
See [the file](../crew/baker.yaml).
#- plans/none.md
Words.
"
    ));
}

/// Whatever comes, goes or is said, the findings are those of a workspace that is read anew.
#[test]
fn changes_of_all_sorts_equal_a_fresh_start() {
    let fixture = format!(
        "{CREW}{}",
        "#- crew/baker.yaml\nname: Baker\nsummary: Bakes.\nstatus: retired\nreplaced_by: Cook\n\
         #- crew/cook.yaml\nname: Cook\nsummary: See [this](baker.yaml).\n\
         #- notes/one.md\n---\nabout: Cook\n---\n[b](../crew/baker.yaml) [c](../crew/cook) [d](/sugar) [e](../plans/x.md)\n\
         #- notes/two.md\n[b](one.md) [x](../crew/porter.yaml)\n\
         #- plans/sugar.md\n---\nid: sugar\naddress: /sugar\n---\n\
         #- plans/x.md\n---\nid: x\ndefined: sugar\n---\n"
    );
    let fixture = fixture.replace(
        "\"x-sidestep-label\": \"planned\" } }",
        "\"x-sidestep-label\": \"planned\" }, \"address\": { \"x-sidestep-defines\": \"course\", \"x-sidestep-label\": \"address\" }, \"defined\": { \"x-sidestep-defines\": \"course\", \"x-sidestep-label\": \"id\" } }",
    );
    let (files, _) = parse(&fixture);
    let words = [
        "baker",
        "cook.yaml",
        "../crew/",
        "[x](../crew/baker.yaml) ",
        "status: draft\n",
        "status: retired\n",
        "/sugar",
        "/",
        "\n",
        "name: Cook\n",
        "address: /sugar/\n",
        "id: x\n",
        "defined: x\n",
        "x",
        "](",
        "---\n",
        "[[Baker]] ",
        "replaced_by: Porter\n",
    ];
    let new = ["crew/porter.yaml", "plans/y.md", "crew/cook.md", "notes/baker.md", "crew/baker/index.yaml"];
    let roots = ["", "links: { root: crew }\n", "links: { root: plans, extensions: optional }\n"];
    histories_equal_a_fresh_start(&files, &words, &new, &roots);
}

/// Files that change at random by `words`, come as `new`, go, and have `settings` added: their findings are those of the
/// files read anew.
pub fn histories_equal_a_fresh_start(files: &Files, words: &[&str], new: &[&str], settings: &[&str]) {
    let today = jiff::civil::date(2026, 11, 24);
    for seed in 1..120 {
        let mut random = Random(seed);
        let mut now = files.clone();
        let mut workspace = files.workspace().live();
        let mut shown: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
        for _ in 0..14 {
            let is_content = |path: &&String| !path.ends_with(".json") && *path != "sidestep.yaml";
            let paths: Vec<String> = now.0.keys().filter(is_content).cloned().collect();
            let path = paths[random.below(paths.len())].clone();
            let mut text = now.0[&path].clone();
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let from = places[random.below(places.len())];
            let to = places.iter().copied().find(|at| *at >= from + random.below(9)).unwrap_or(text.len());
            text.replace_range(from..to, words[random.below(words.len())]);
            let changes = match random.below(12) {
                0 => vec![Change::Remove { path }],
                1 => vec![Change::Set { path: new[random.below(new.len())].to_owned(), text: now.0[&path].clone() }],
                // A file gets another name.
                2 => {
                    let to = new[random.below(new.len())].to_owned();
                    vec![Change::Remove { path }, Change::Set { path: to, text }]
                }
                3 => {
                    let text = files.0["sidestep.yaml"].clone() + settings[random.below(settings.len())];
                    vec![Change::Set { path: "sidestep.yaml".to_owned(), text }]
                }
                _ => vec![Change::Set { path, text }],
            };
            for change in &changes {
                match change {
                    Change::Set { path, text } => now.0.insert(path.clone(), text.clone()),
                    change => now.0.remove(change.path()),
                };
            }
            let told = format!("seed {seed}: {changes:?}\n{}", now.text());
            let touched = workspace.apply(changes, &now);
            let concerned = concerned(&workspace, &touched);
            // Only files that can have other findings are checked again.
            let again = |(id, entry): (FileId, &FileEntry)| {
                let before = shown.get(&*entry.path).filter(|_| !concerned.contains(&id)).cloned();
                (entry.path.to_string(), before.unwrap_or_else(|| check_file(&workspace, id, today)))
            };
            shown = workspace.files().map(again).collect();
            if workspace.files().all(|(_, entry)| entry.facts.syntax.is_empty()) {
                let fresh = now.workspace();
                let all = |(id, entry): (FileId, &FileEntry)| (entry.path.to_string(), check_file(&fresh, id, today));
                assert_eq!(shown, fresh.files().map(all).collect::<BTreeMap<_, _>>(), "{told}");
            }
        }
    }
}
