//! Files and folders move: links follow in the spelling that they had (collections.md, section 4).

use sidestep::edit::Edit;
use sidestep::ide::Analysis;
use sidestep::ide::change::moves::{Moved, moved_files};

use crate::corpus::Random;
use crate::fixture::{Files, parse};

/// The files once some files or folders have moved, with what follows from it.
pub fn moved(files: &Files, moves: &[(&str, &str)]) -> Files {
    let workspace = files.workspace();
    let view = Analysis { workspace: &workspace, sources: files };
    let moves: Vec<Moved> =
        moves.iter().map(|(from, to)| Moved { from: (*from).to_owned(), to: (*to).to_owned() }).collect();
    let edits = moved_files(view, &moves);
    assert!(edits.iter().all(|edit| matches!(edit, Edit::Text { .. })));
    let after = |path: &str| {
        let inside = moves.iter().find_map(|moved| {
            let rest = path.strip_prefix(&*moved.from)?;
            (rest.is_empty() || rest.starts_with('/')).then(|| format!("{}{rest}", moved.to))
        });
        inside.unwrap_or_else(|| path.to_owned())
    };
    Files(files.after(&edits).0.into_iter().map(|(path, text)| (after(&path), text)).collect())
}

const BOOK: &str = r#"
#- sidestep.yaml
collections:
  page: { files: ["**/*.md"], schema: "sidestep:page" }
  plan: { files: ["plans/*"], schema: s.json }
links: { root: [site, docs], repository: "https://example.org/acme/bread" }
#- s.json
{ "properties": { "file": { "x-sidestep-refers": "page", "x-sidestep-written": "path" }, "page": { "x-sidestep-refers": "page" } } }
#- img/oven.png
"#;

fn book(files: &str) -> Files {
    parse(&format!("{BOOK}{files}")).0
}

#[track_caller]
fn check(files: &str, moves: &[(&str, &str)], expected: &[(&str, &str)]) {
    let before = book(files);
    let after = moved(&before, moves);
    let told: Vec<(&str, &str)> = after
        .0
        .iter()
        // What the settings say of folders follows, and is tried apart.
        .filter(|(path, text)| before.0.get(*path) != Some(text) && *path != "sidestep.yaml")
        .map(|(path, text)| (&**path, &**text))
        .collect();
    assert_eq!(told, expected);
    let told = |files: &Files| files.marks().into_iter().filter(|mark| mark.0 != "sidestep.yaml").collect::<Vec<_>>();
    let (was, is) = (told(&before), told(&after));
    assert_eq!(was.len(), is.len(), "{is:?}");
}

#[test]
fn links_to_a_file_follow_it() {
    check(
        "#- README.md
[a](docs/heat.md#part), [b](docs/heat), [c](./docs/heat.md?x), [d](docs/heat.html), [e](<docs/heat.md>), ![f](img/oven.png)
<a href='docs/heat.md'>g</a> [h](/heat.md) [i](/heat) [j][k] [docs/heat.md](https://example.org/acme/bread/blob/main/docs/heat.md#x)

[k]: docs/heat.md \"docs/heat.md\"
#- docs/heat.md
[up](../README.md), [more](more.md), ![oven](../img/oven.png), [gone](gone.md), [web](https://example.org), [here](#here)
#- docs/more.md
[heat](heat)
",
        &[("docs/heat.md", "site/hot things/how hot (is it).md")],
        &[
            (
                "README.md",
                "[a](site/hot%20things/how%20hot%20%28is%20it%29.md#part), [b](site/hot%20things/how%20hot%20%28is%20it%29), [c](./site/hot%20things/how%20hot%20%28is%20it%29.md?x), [d](site/hot%20things/how%20hot%20%28is%20it%29.html), [e](<site/hot things/how hot %28is it%29.md>), ![f](img/oven.png)
<a href='site/hot%20things/how%20hot%20%28is%20it%29.md'>g</a> [h](/hot%20things/how%20hot%20%28is%20it%29.md) [i](/hot%20things/how%20hot%20%28is%20it%29) [j][k] [docs/heat.md](https://example.org/acme/bread/blob/main/site/hot%20things/how%20hot%20%28is%20it%29.md#x)

[k]: site/hot%20things/how%20hot%20%28is%20it%29.md \"docs/heat.md\"\n",
            ),
            ("docs/more.md", "[heat](../site/hot%20things/how%20hot%20%28is%20it%29)\n"),
            (
                "site/hot things/how hot (is it).md",
                "[up](../../README.md), [more](../../docs/more.md), ![oven](../../img/oven.png), [gone](../../docs/gone.md), [web](https://example.org), [here](#here)\n",
            ),
        ],
    );
}

#[test]
fn a_folder_moves_with_all_that_is_in_it() {
    check(
        "#- README.md
[a](docs/), [b](docs), [c](docs/heat.md), [d](./docs/deep/x.md), ![e](docs/img/oven.png)
#- docs/index.md
[a](heat.md), [b](deep/), [c](../README.md), [d](../docs/heat.md)
#- docs/heat.md
[a](./), [b](index.md), [c](..), [d](../img/oven.png), [e](img/oven.png)
#- docs/deep/x.md
[a](../heat.md), [b](../)
#- docs/img/oven.png
",
        &[("docs", "book/new")],
        &[
            (
                "README.md",
                "[a](book/new/), [b](book/new), [c](book/new/heat.md), [d](./book/new/deep/x.md), ![e](book/new/img/oven.png)\n",
            ),
            ("book/new/deep/x.md", "[a](../heat.md), [b](../)\n"),
            ("book/new/heat.md", "[a](./), [b](index.md), [c](../..), [d](../../img/oven.png), [e](img/oven.png)\n"),
            ("book/new/img/oven.png", ""),
            ("book/new/index.md", "[a](heat.md), [b](deep/), [c](../../README.md), [d](../new/heat.md)\n"),
        ],
    );
}

#[test]
fn what_is_called_by_its_file_is_called_by_the_new_name() {
    check(
        "#- plans/one.yaml
file: ../docs/heat.md
page: heat
#- plans/two.json
{ \"file\": \"../docs/heat.md\", \"page\": \"heat\" }
#- docs/heat.md
See [[page:heat]] and [[page:The heat]].
# The heat
",
        &[("docs/heat.md", "docs/a: b.md")],
        &[
            ("docs/a: b.md", "See [[page:a: b]] and [[page:The heat]].\n# The heat\n"),
            ("plans/one.yaml", "file: '../docs/a: b.md'\npage: 'a: b'\n"),
            ("plans/two.json", "{ \"file\": \"../docs/a: b.md\", \"page\": \"a: b\" }\n"),
        ],
    );
}

#[test]
fn files_may_change_places() {
    check(
        "#- docs/a.md
[other](b.md)
#- docs/b.md
[other](a.md) [me](b.md)
#- x.md
[a](docs/a.md) [b](docs/b.md)
",
        &[("docs/a.md", "docs/b.md"), ("docs/b.md", "docs/a.md")],
        &[
            ("docs/a.md", "[other](b.md) [me](a.md)\n"),
            ("docs/b.md", "[other](a.md)\n"),
            ("x.md", "[a](docs/b.md) [b](docs/a.md)\n"),
        ],
    );
}

#[test]
fn a_link_from_a_root_that_the_file_leaves_becomes_a_relative_one() {
    check(
        "#- docs/a.md\n[heat](/heat.md#x) [heat](/heat)\n#- docs/heat.md\nWords.\n",
        &[("docs/heat.md", "old/heat.md")],
        &[("docs/a.md", "[heat](../old/heat.md#x) [heat](../old/heat)\n"), ("old/heat.md", "Words.\n")],
    );
}

#[test]
fn a_folder_stands_for_its_first_page_only() {
    check(
        "#- docs/a.md\n[top](../), [top](..)\n#- docs/index.md\nWords.\n#- README.md\nWords.\n",
        &[("README.md", "docs/README.md")],
        &[("docs/README.md", "Words.\n"), ("docs/a.md", "[top](README/), [top](README)\n")],
    );
}

/// From the address of a page, or from where it is served, links follow as well.
#[test]
fn links_from_a_pages_address_follow() {
    let files = "#- docs/a.md
[b](../b), [c](c)
#- docs/b.md
[c](../a/c)
#- docs/a/c.md
Words.
";
    check(
        files,
        &[("docs/b.md", "docs/new.md"), ("docs/a/c.md", "docs/c.md")],
        &[("docs/a.md", "[b](../new), [c](../c)\n"), ("docs/c.md", "Words.\n"), ("docs/new.md", "[c](../c)\n")],
    );
}

/// Wherever files and folders move, there and back every text is as it was.
/// What is written twice in a path stays so.
#[test]
fn slashes_that_stand_twice_stay() {
    let before = book("#- a/b/one.md\n[x](../../c//d/two.md) [y](../..//c/d/two.md)\n#- c/d/two.md\nWords.\n");
    let there = moved(&before, &[("a/b", "a/e/f")]);
    assert_eq!(there.0["a/e/f/one.md"], "[x](../../../c//d/two.md) [y](../../..//c/d/two.md)\n");
    assert_eq!(moved(&there, &[("a/e/f", "a/b")]).0["a/b/one.md"], "[x](../../c//d/two.md) [y](../..//c/d/two.md)\n");
}

/// Where the folder that "/" means moves, the settings follow, and links and ids stay.
#[test]
fn a_link_root_moves() {
    let text =
        "#- docs/kitchen/oven.md\nWords.\n#- site/a.md\n[o](/kitchen/oven) [p](/kitchen/oven.md) [[kitchen/oven]]\n";
    let before = book(text);
    let there = moved(&before, &[("docs", "site/docs")]);
    assert_eq!(there.0["site/a.md"], before.0["site/a.md"]);
    assert!(there.0["sidestep.yaml"].contains("links: { root: [site, site/docs],"), "{}", there.0["sidestep.yaml"]);
    assert_eq!(there.marks().len(), before.marks().len());
    assert_eq!(moved(&there, &[("site/docs", "docs")]).0, before.0);
}

#[test]
fn there_and_back_is_the_identity() {
    let before = book(
        "#- README.md
[a](docs/heat.md#part), [b](docs/heat), [c](./docs/deep/x.md), [d](docs/), [e](<docs/old page.md>), [f](docs/old%20page.md), ![g](img/oven.png), [h](#part)
#- docs/index.md
[a](heat), [b](deep/x), ![c](../img/oven.png), [d](https://example.org/acme/bread/tree/master/docs/heat.md), [e](.), [f](../)
#- docs/heat.md
[a](./index.md), [b](deep/x.html), [c](../README.md), [d](caf%C3%A9.md), <img src=\"../img/oven.png\">
#- docs/old page.md
[a](caf\u{e9}.md) [b](<deep/x.md> \"x\") [c](gone.md)
#- docs/caf\u{e9}.md
[a](<old page.md>) [x]

[x]: old%20page.md
#- docs/deep/x.md
[a](../heat.md) [b](../) [c](../heat)
#- plans/p.yaml
{ file: ../docs/heat.md, page: heat }
",
    );
    let files = ["README.md", "docs/heat.md", "docs/old page.md", "docs/caf\u{e9}.md", "docs/deep/x.md"];
    let folders = ["docs", "docs/deep", "img"];
    let to = ["guide", "docs", "a/b/c", "site", "docs/deep", "img"];
    for seed in 1..400 {
        let mut random = Random(seed);
        let (from, to) = if random.below(2) == 0 {
            let from = files[random.below(files.len())];
            let name = from.rsplit('/').next().unwrap();
            let name = if random.below(3) == 0 || from == "README.md" {
                name.to_owned()
            } else {
                format!("new{}", name.replace(' ', "-"))
            };
            (from, format!("{}/{name}", to[random.below(to.len())]))
        } else {
            (folders[random.below(folders.len())], format!("{}/moved", to[random.below(to.len())]))
        };
        // A link to a folder means its first page: another one is told by name, and stays so.
        if to == "docs/README.md" || before.0.contains_key(&to) || to.starts_with(&format!("{from}/")) {
            continue;
        }
        let there = moved(&before, &[(from, &to)]);
        let back = moved(&there, &[(&to, from)]);
        assert_eq!(back.0, before.0, "{from} -> {to}\n{}", there.text());
        let lost = there.marks().into_iter().filter(|mark| mark.4 == "broken-link").count();
        assert_eq!(
            lost,
            before.marks().into_iter().filter(|mark| mark.4 == "broken-link").count(),
            "{from} -> {to}\n{}",
            there.text()
        );
    }
}
