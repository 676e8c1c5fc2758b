//! Files of a team's own shape: where annotations may stand, whose name a file has, what a generator makes of a link
//! (collections.md, sections 2 to 4).

use crate::fixture::{check, parse};
use crate::links::histories_equal_a_fresh_start;

#[test]
fn annotations_of_first_items_and_of_named_subschemas() {
    check(
        r##"
#- sidestep.yaml
collections: { tide: { files: [tides.yaml], schema: s.json }, flag: { files: [flags.yaml], schema: f.json } }
#- f.json
{ "items": { "x-sidestep-defines": "flag" } }
#- flags.yaml
- red
- blue
#- s.json
{ "properties": {
    "pair": { "prefixItems": [ { "type": "number" }, { "x-sidestep-refers": "flag" } ], "items": { "x-sidestep-refers": "flag" } },
    "only": { "prefixItems": [ {}, { "x-sidestep-refers": "flag" } ] },
    "maybe": { "oneOf": [ { "type": "null" }, { "$dynamicRef": "#flag" } ] },
    "named": { "$ref": "#hoisted" } },
  "definitions": {
    "flag": { "$dynamicAnchor": "flag", "x-sidestep-refers": "flag" },
    "up": { "$anchor": "hoisted", "x-sidestep-refers": "flag" } } }
#- tides.yaml
pair: [1, rad, blu]
#         ^^^ unknown-flag
#              ^^^ unknown-flag
only: [1, bluue, x]
#         ^^^^^ unknown-flag
maybe: blau
#      ^^^^ unknown-flag
named: redd
#      ^^^^ unknown-flag
"##,
    );
}

/// A fleet whose boats are called by their files.
const FLEET: &str = r#"
#- sidestep.yaml
collections:
  boat: { files: ["boats/**/*.md"], schema: s.json }
  list: { files: [list.yaml], schema: l.json }
#- s.json
{ "x-sidestep-file": { "defines": "boat", "label": "id", "from": "path" },
  "properties": { "id": { "x-sidestep-defines": "boat", "x-sidestep-label": "id" } } }
#- l.json
{ "items": { "x-sidestep-refers": "boat" } }
"#;

#[test]
fn an_id_beside_the_files_name_is_the_same_or_told() {
    check(&format!(
        "{FLEET}{}",
        "#- boats/cutter.md
---
id: boats/cutter
---
#- boats/ketch.md
---
id: yawl
#   ^^^^ file-name
---
#- list.yaml
- boats/cutter
- boats/ketch
- yawl
# ^^^^ discouraged-name
# ^^^^ repeated-term
"
    ));
}

#[test]
fn one_file_stands_for_its_folder() {
    check(&format!(
        "{FLEET}{}",
        "#- boats/old/README.md
#- boats/old/_index.md
#- boats/old/sloop.md
#- boats/new/readme.md
#- boats/README.md
#- list.yaml
- boats/old
- boats/old/README
- boats/old/_index
# ^^^^^^^^^^^^^^^^ unknown-boat
- boats/new
- boats/new/readme
# ^^^^^^^^^^^^^^^^ unknown-boat
- boats
"
    ));
}

#[test]
fn files_that_stand_for_folders_come_and_go() {
    let (files, _) = parse(&format!(
        "{FLEET}{}",
        "#- boats/old/README.md\n[a](../new)\n#- boats/old/_index.md\n[a](../old/)\n#- boats/new/x.md\n[a](../old)\n#- boats/ketch.md\nx\n\
         #- list.yaml\n- boats/old\n- boats/old/README\n- boats/old/_index\n- boats/new\n"
    ));
    let words = ["boats/old", "/README", "/_index", "[a](../old/README.md)", "x", "---\nid: boats/old\n---\n", "\n"];
    let new = [
        "boats/old/index.md",
        "boats/old/README.md",
        "boats/old/_index.md",
        "boats/new/index.md",
        "boats/new/README.md",
    ];
    histories_equal_a_fresh_start(&files, &words, &new, &["", "links: { root: boats }\n"]);
}

/// What a site's generator makes of a link's target is not known, wherever in it the tag stands.
#[test]
fn targets_that_a_template_makes_are_not_judged() {
    check(
        r#"
#- sidestep.yaml
collections: { page: { files: ["**/*.md", "**/*.mdx"], schema: "sidestep:page" } }
links: { root: . }
#- a.md
[a]({% page "tides" %}) [b]({{ site.url }}/none.md) [c](x/{{ y }}.md) [d]({{< ref "b.md" >}}) [e](<% y %>/none.md)
![a]({{ x }}) <a href="{{ x }}/none.md">a</a> <img src={{ x }}> [here](none.md) {{ x }} [f]( {{ x }} )
#                                                                      ^^^^^^^ broken-link

[tides]: {{ tides }}
[ebb]: {% link ebb.md %}
[flood]: none.md
#        ^^^^^^^ broken-link
#- b.mdx
[a](./{x}.md) <Card href="none.md" to={x} /> <a href=none.md>a</a> {`[x](none.md)`}
#                                                    ^^^^^^^ broken-link
"#,
    );
}

/// A page that says old addresses of its own is served where it stands all the same.
#[test]
fn links_are_read_from_each_address_of_a_page() {
    check(
        r#"
#- sidestep.yaml
collections: { page: { files: ["site/**/*.md"], schema: s.json } }
links: { root: site }
#- s.json
{ "allOf": [ { "$ref": "sidestep:page" } ],
  "properties": { "redirect_from": { "items": { "x-sidestep-defines": "page", "x-sidestep-label": "address" } } } }
#- site/tools/anchor.md
---
redirect_from: [/anchor/]
---
[chain](chain/), [rope](rope/)
#                       ^^^^^ broken-link
#- site/tools/anchor/chain.md
# Chain
"#,
    );
}

#[test]
fn two_things_with_one_address_are_told() {
    check(
        r#"
#- sidestep.yaml
collections: { page: { files: ["*.md"], schema: s.json } }
#- s.json
{ "allOf": [ { "$ref": "sidestep:page" } ],
  "properties": {
    "permalink": { "x-sidestep-defines": "page", "x-sidestep-label": "address" },
    "redirect_from": { "items": { "x-sidestep-defines": "page", "x-sidestep-label": "address" } } } }
#- bow.md
---
permalink: /hull/bow/
redirect_from: [/front, /bow/index.html]
---
#- keel.md
---
permalink: hull/bow
#          ^^^^^^^^ repeated-address
redirect_from: [/keel, /front/, /bow]
#                      ^^^^^^^ repeated-address
#                               ^^^^ repeated-address
---
#- stern.md
---
permalink: /Hull/bow/
redirect_from: [/hull]
---
"#,
    );
}

#[test]
fn what_several_are_called_proposes_their_ids() {
    let (files, _) = parse(
        r#"
#- sidestep.yaml
collections: { knot: { files: [knots.yaml], schema: k.json }, use: { files: [uses.yaml], schema: u.json } }
#- k.json
{ "items": { "properties": { "id": { "x-sidestep-defines": "knot", "x-sidestep-label": "id" }, "name": { "x-sidestep-defines": "knot" } } } }
#- u.json
{ "items": { "x-sidestep-refers": "knot" } }
#- knots.yaml
- { id: k1, name: Bowline }
- { id: k2, name: Bowline }
- { id: clove, name: Clove hitch }
- { id: 40-12, name: Sheet bend }
#- uses.yaml
- Bowline
- bowline
- Clove hich
- 40-13
"#,
    );
    let found: Vec<String> = files
        .check()
        .into_iter()
        .map(|found| format!("{}: {} ({})", found.message, found.help.unwrap_or_default(), found.fixes.len()))
        .collect();
    assert_eq!(
        found,
        [
            r#"no knot is named "Bowline": several are called so: write "k1" or "k2" (2)"#,
            r#"no knot is named "bowline": several are called so: write "k1" or "k2" (2)"#,
            r#"no knot is named "Clove hich": did you mean "clove"? (2)"#,
            r#"no knot is named "40-13": write the id or the name of a knot as it stands where that is defined (0)"#,
        ]
    );
}

/// No vocabulary is there, and still there is something to look for.
#[test]
fn pages_bring_spellings_that_are_to_be_avoided_in_others() {
    for (schema, avoid) in [
        (
            r#"{ "properties": { "not": { "x-sidestep-defines": "boat", "x-sidestep-label": "avoid" } } }"#,
            "not: Pinnace\n",
        ),
        (r#"{ "x-sidestep-file": { "defines": "boat", "label": "avoid", "from": "stem" } }"#, ""),
    ] {
        check(&format!(
            r#"
#- sidestep.yaml
collections: {{ boat: {{ files: ["boats/*.md"], schema: s.json }}, note: {{ files: ["notes/*.md"] }} }}
#- s.json
{{ "allOf": [{schema}], "properties": {{ "name": {{ "x-sidestep-defines": "boat" }} }} }}
#- boats/Pinnace.md
---
name: Tender
{avoid}---
#- notes/a.md
We row the Pinnace.
#          ^^^^^^^ discouraged-name
"#
        ));
    }
}
