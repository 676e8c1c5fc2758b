//! Links lead to files: what is judged, and what is there (collections.md, section 4).

use sidestep::rules::check_workspace;
use sidestep::workspace::{Change, LiveWorkspace};

use crate::fixture::{Files, check, parse};

#[test]
fn links_between_pages() {
    check(
        r#"
#- sidestep.yaml
collections: { page: { files: ["**/*.md"], schema: "sidestep:page" } }
#- README.md
# Book

[one](docs/one.md), [one](docs/one), [folder](docs/), [folder](docs), [none](docs/none.md),
#                                                                            ^^^^^^^^^^^^ broken-link
[none](docs/none), [none](none/), [out](../out.md), [root](/docs/one.md), [web](https://example.org/a.md),
#                         ^^^^^ broken-link
#                                       ^^^^^^^^^ broken-link
[part](#part), [one](docs/one.md#part), [page](docs/one.html), [template]({{ base }}/none.md), [v](docs/v1.2-notes),
![image](images/none.png) <img src="images/none.png"> <a href="docs/one.md">one</a>
#        ^^^^^^^^^^^^^^^ broken-link
#                                   ^^^^^^^^^^^^^^^ broken-link
[label]: docs/two.md
#- docs/one.md
# One

[two](two), [two](two.md), [up](../README.md), [Case](Two.md), [space](two%20words.md), <two words.md>
#                                                     ^^^^^^ broken-link
#- docs/two.md
[nested](three/four)
#- docs/two words.md
Words.
#- docs/two/three/four.md
Words.
#- docs/index.md
Words.
"#,
    );
}

#[test]
fn roots_and_extensions_and_the_repository() {
    check(
        r#"
#- sidestep.yaml
collections: { page: { files: ["site/**/*.md"], schema: "sidestep:page" } }
links: { root: site, extensions: optional, repository: "https://example.org/acme/book" }
#- site/a.md
[b](/docs/b), [none](/docs/none), [other](/elsewhere/none), [top](/none), [b](docs/b), [none](docs/none)
#                    ^^^^^^^^^^ broken-link
#                                                                 ^^^^^ broken-link
#                                                                                             ^^^^^^^^^ broken-link
[b](https://example.org/acme/book/blob/main/site/docs/b.md) [c](https://example.org/acme/book/blob/main/site/c.md)
#                                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ broken-link
[old](https://example.org/acme/book/blob/1f2e3d/site/c.md) [issue](https://example.org/acme/book/issues/1)
#- site/docs/b.md
Words.
"#,
    );
}

#[test]
fn the_nearest_path_is_suggested() {
    let (files, _) = parse(
        r#"
#- sidestep.yaml
collections: { page: { files: ["**/*.md"], schema: "sidestep:page" } }
#- docs/a.md
[moved](ovens.md#heat) [typo](./bred.md) [up](../tols.md) [gone](nothing.md)
#- docs/heat/ovens.md
#- docs/bread.md
#- tools.md
"#,
    );
    let found = files.check();
    let help: Vec<&str> = found.iter().map(|finding| finding.help.as_deref().unwrap_or_default()).collect();
    let near = ["heat/ovens.md#heat", "./bread.md", "../tools.md"];
    let mut expected: Vec<String> = near.iter().map(|near| format!("did you mean \"{near}\"?")).collect();
    expected.push("correct the path, or remove the link".to_owned());
    assert_eq!(help, expected);
}

/// Each part of a path may be misspelled, and a link may lead to a folder.
#[test]
fn the_nearest_path_is_found_part_by_part() {
    let (files, _) = parse(
        r#"
#- sidestep.yaml
collections: { page: { files: ["**/*.md"], schema: "sidestep:page" } }
#- docs/a.md
[a](../guidess/bakin.md#heat) [b](../guides/instal/#x) [c](../guide/instal/index.md) [d](../elsewhere/)
#- guides/baking.md
#- guides/install/index.md
#- guides/setup/index.md
"#,
    );
    let found = files.check();
    let help: Vec<&str> = found.iter().map(|finding| finding.help.as_deref().unwrap_or_default()).collect();
    let near = ["../guides/baking.md#heat", "../guides/install/#x", "../guides/install/index.md"];
    let mut expected: Vec<String> = near.iter().map(|near| format!("did you mean \"{near}\"?")).collect();
    expected.push("correct the path, or remove the link".to_owned());
    assert_eq!(help, expected);
}

/// How many findings there are after a change: those of a workspace that is read anew.
fn changed(workspace: &mut LiveWorkspace, now: &mut Files, change: Change) -> usize {
    match &change {
        Change::Set { path, text } => now.0.insert(path.clone(), text.clone()),
        change => now.0.remove(change.path()),
    };
    workspace.apply(vec![change], now);
    let found = check_workspace(workspace, TODAY);
    assert_eq!(found, check_workspace(&now.workspace(), TODAY), "{now:?}");
    found.len()
}

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 24);

/// Whatever comes or goes, the findings are those of a workspace that is read anew.
#[test]
fn files_come_and_go() {
    let (files, _) = parse(
        r#"
#- sidestep.yaml
collections: { page: { files: ["**/*.md"], schema: "sidestep:page" } }
#- docs/a.md
[b](b.md) [b](b) [folder](three/) [page](b.html)
#- docs/three/index.md
Words.
"#,
    );
    let mut now = files.clone();
    let mut workspace = files.workspace().live();
    let set = |path: &str| Change::Set { path: path.to_owned(), text: "Words.\n".to_owned() };
    let gone = |path: &str| Change::Remove { path: path.to_owned() };
    let changes = [
        set("docs/b.md"),
        gone("docs/three/index.md"),
        set("docs/three/other.md"),
        gone("docs/b.md"),
        set("docs/three/README.md"),
    ];
    for change in changes {
        changed(&mut workspace, &mut now, change);
    }
}

#[test]
fn a_field_may_name_a_file() {
    check(
        r#"
#- sidestep.yaml
collections: { guide: { files: ["guides/*.yaml"], schema: s.json } }
#- s.json
{ "properties": { "follows": { "x-sidestep-refers": "guide", "x-sidestep-written": "path" },
    "title": { "x-sidestep-defines": "guide" } } }
#- guides/a.yaml
title: A
follows: b.yaml
#- guides/b.yaml
title: B
follows: "./c.yaml"
#         ^^^^^^^^ broken-link
"#,
    );
}

/// Folders of a link root come and go with the files in them, and with them whether links into them are judged; so does the
/// nearest file of a link that leads nowhere.
#[test]
fn folders_and_near_files_come_and_go() {
    let (files, _) = parse(
        r#"
#- sidestep.yaml
collections: { page: { files: ["**/*.md"], schema: "sidestep:page" } }
links: { root: site }
#- site/a.md
[x](/docs/none.md) [y](/none.md) [heat](heat.md)
"#,
    );
    let mut now = files.clone();
    let mut workspace = files.workspace().live();
    let set = |path: &str| Change::Set { path: path.to_owned(), text: "Words.\n".to_owned() };
    let gone = |path: &str| Change::Remove { path: path.to_owned() };
    let changes = [
        set("site/docs/other.md"),
        set("elsewhere/heat.md"),
        set("elsewhere/deep/heat.md"),
        gone("site/docs/other.md"),
        gone("elsewhere/heat.md"),
    ];
    let mut counts = vec![check_workspace(&workspace, TODAY).len()];
    for change in changes {
        counts.push(changed(&mut workspace, &mut now, change));
    }
    assert_eq!(counts, [2, 3, 3, 3, 2, 2]);
}

/// What is suggested for each broken link of a handbook.
#[track_caller]
fn suggested(fixture: &str, expected: &[&str]) {
    let (files, _) = parse(fixture);
    let found = files.check();
    let help: Vec<&str> = found.iter().map(|finding| finding.help.as_deref().unwrap_or_default()).collect();
    let expected: Vec<String> = expected.iter().map(|near| format!("did you mean \"{near}\"?")).collect();
    assert_eq!(help, expected);
}

/// The same letters in another case are nearer than a file of that name elsewhere, however many there are.
#[test]
fn the_same_path_in_another_letter_case_is_nearest() {
    let more: String = (0..12).map(|n| format!("#- v{n}/Tool.kit/one.md\n")).collect();
    for more in ["#- v2/Tool.kit/one.md\n", more.as_str()] {
        suggested(
            &format!(
                r#"
#- sidestep.yaml
collections: {{ page: {{ files: ["**/*.md"], schema: "sidestep:page" }} }}
#- a/x.md
[t](../Tool.Kit/one.md) [u](../tool.kit/One.md#x) [w](../TOOL.kit/)
#- Tool.kit/one.md
{more}"#
            ),
            &["../Tool.kit/one.md", "../Tool.kit/one.md#x", "../Tool.kit/"],
        );
    }
}

#[test]
fn a_suggestion_keeps_the_slash_at_the_end() {
    suggested(
        r#"
#- sidestep.yaml
collections: { page: { files: ["**/*.md"], schema: "sidestep:page" } }
#- docs/a/b.md
[x](commands/hugo/) [y](settings/formats/#x)
#- docs/commands/hugo.md
#- docs/formats.md
"#,
        &["../commands/hugo/", "../formats/#x"],
    );
}

#[test]
fn an_empty_definition_is_told_at_its_brackets() {
    check(
        r#"
#- sidestep.yaml
collections: { page: { files: ["**/*.md"], schema: "sidestep:page" } }
#- a.md
[a b] and [c](<>)
#            ^^^^ broken-link

[a b]: <>
#      ^^ broken-link
"#,
    );
}

/// A folder that "/" means is there, or the settings say so at its place.
#[test]
fn link_roots_that_are_not_there() {
    check(
        r#"
#- sidestep.yaml
collections: { page: { files: ["**/*.md"], schema: "sidestep:page" } }
links: { root: [docs, docz, ./site/] }
#                     ^^^^ config
#- docs/a/b.md
[x](/a/b.md)
#- site/c.md
Words.
"#,
    );
}
