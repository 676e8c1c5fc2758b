//! At every place of every file, whole or broken: no feature panics, every span lies on character boundaries, and all
//! edits apply.

use sidestep::ide::Analysis;
use sidestep::text::Span;

use crate::corpus::Random;
use crate::everything::{Everything, findings};
use crate::fixture::{Files, parse};

/// Asks everything about a place at every `step`-th character of the files, and at every `changes`-th of these for
/// changes of many files too.
fn ask_everywhere(files: &Files, paths: &[&str], step: usize, changes: usize) {
    let workspace = files.workspace();
    let view = Analysis { workspace: &workspace, sources: files };
    findings(files, view);
    for path in paths {
        let Some(asked) = Everything::of(files, view, path) else { continue };
        asked.about_the_file();
        let text = &files.0[*path];
        let places: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
        for (turn, at) in places.iter().step_by(step).copied().enumerate() {
            asked.at(at);
            if turn % changes == 0 {
                asked.rename(at, ["zither", "zi: ther #x", "[Ünicode 😀]"][turn / changes % 3]);
                let to = places[(turn * step + turn % 40).min(places.len() - 1)];
                asked.changes(Span::new(at, to.max(at)));
            }
        }
    }
}

/// The workspace that ships with the project.
pub fn shipped() -> Files {
    let mut files = Files::default();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = vec!["sidestep.yaml".to_owned(), "content/skills.yaml".to_owned(), "content/tools.yaml".to_owned()];
    for entry in std::fs::read_dir(root.join("content/roles")).unwrap() {
        paths.push(format!("content/roles/{}", entry.unwrap().file_name().to_str().unwrap()));
    }
    for path in paths {
        let text = std::fs::read_to_string(root.join(&path)).unwrap();
        files.0.insert(path, text);
    }
    files
}

const SMALL: &str = "\
#- sidestep.yaml
columns: [{ name: Focus, per_page: true }, { name: Skills, kind: skill }]
rules: { stale: warning, unused-term: info }
#- content/skills.yaml
- name: distributed systems
  aliases: [Verteilte Systeme]
  category: Büro
- { name: \"a: b\", avoid: [ab] }
#- content/roles/big-role.yaml
name: Big Role
aliases: [Bé]
summary: Runs distributed systems.
#- content/roles/n.yaml
# Über
name: N # it
summary: >-
  Folded with [[Big Role]]
  and ab.
skills: [distributed systems, 'a: b']
reviewed: 2026-01-01
why: |
  See [[Big Role|that]], [x](big-role.yaml) and Bé.
alternatives:
  - role: Bé
    tagline: \"It's: ok\"
    about: é
comparison:
  rows:
    - { role: N, Focus: things, Skills: ab (é)/x }
    - role: Big Role
how_to_pick:
  options:
    - if: ü
      role: Big Role
      then: Go.
";

/// The file under test in the small workspace.
const N: &str = "content/roles/n.yaml";

fn small() -> Files {
    parse(SMALL).0
}

const PIECES: [&str; 24] = [
    "\"", "'", "[", "}", "😀", "\r\n", ": ", "- ", "&a ", "*a ", "|\n", "[[", "]]", "\t", "#", "é", "\u{feff}", "? ",
    "\n", "\\", ">", "!t ", "<<: ", "---\n",
];

/// Puts pieces in and takes pieces out.
fn mutate(random: &mut Random, text: &mut String, times: usize) {
    for _ in 0..times {
        let mut at = random.below(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        if random.below(3) == 0 {
            let mut end = (at + random.below(40)).min(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            text.replace_range(at..end, "");
        } else {
            text.insert_str(at, PIECES[random.below(PIECES.len())]);
        }
    }
}

#[test]
fn in_the_shipped_content() {
    let files = shipped();
    let paths: Vec<&str> = files.0.keys().map(String::as_str).collect();
    ask_everywhere(&files, &paths, 241, 8);
}

#[test]
fn in_broken_content() {
    let mut random = Random(20);
    for round in 0..6 {
        let mut files = shipped();
        for text in files.0.values_mut() {
            if round % 3 == 0 {
                *text = text.replace('\n', "\r\n");
            }
            let times = 1 + random.below(6);
            mutate(&mut random, text, times);
        }
        let paths: Vec<&str> = files.0.keys().map(String::as_str).skip(round % 3).step_by(3).collect();
        ask_everywhere(&files, &paths, 997, 8);
    }
}

#[test]
fn at_every_place_of_a_small_workspace() {
    let files = small();
    let paths: Vec<&str> = files.0.keys().map(String::as_str).collect();
    ask_everywhere(&files, &paths, 1, 8);
}

/// What authors write half, and what a repair reads otherwise than it stands.
#[test]
fn at_every_place_of_texts_broken_by_hand() {
    let texts = [
        "name: N\nsummary: Übersicht: alles\n",
        "name: N\nsummary: x\nskills: é: x\n",
        "name: N\nsummary: x\nskills: [é: x, 'ü: b: c']\n",
        "name: N\nsummary: x\nreplaced_by: Big: R\n",
        "name: N\nsummary: x\nreplaced_by: Bé: R é\n",
        "name: N\nsummary: Ü: [[Big Role]] [a](b: \n",
        "name: N\nsummary: \"Über\nskills: \"ü\n",
        "name: N\nsummary: 'é\nskills: ['ü, é]\n",
        "name: N\nsummary: x\n? a\n  b\n: x\n",
        "name: N\nsummary: x\n? |\n  foo\n: bar\n",
        "name: N\nsummary: x\n? sta\n: draft\n",
        "? na\n: N\n? 'ü\n  é'\n: >\n ü\n",
        "name: N\nalternatives:\n  - role: É: x\n    tagline: a: é\n    about: |\n     [[é: x\n",
        "name: N\ncomparison:\n  rows:\n    - role: N\n      Skills: ab: é, x: (ü\n      Focus: é: é\n",
        "name: N\nhow_to_pick: {options: [{if: é: x, role: Bé: y",
        "\u{feff}name: 😀: é\r\nsummary: 😀: 😀\r\n\tskills: é\r\n",
        "name: N\rsummary: é: x\rskills: [é\r",
        "name: N\nsummary: é #: x: y # sidestep: ignore[é\nwhy: é: # é\n",
        "name: &é É: x\nsummary: *é : é\nskills: *é: x\n",
        "- é: x: y\n- ? é\n  : ü: x\n- é:x: é\n",
        "name: N\nsummary: é: \"x\" y: 'é'\nwhy: \"é\" é: x\n",
    ];
    for text in texts {
        let mut files = small();
        files.0.insert(N.to_owned(), text.to_owned());
        ask_everywhere(&files, &[N], 1, 4);
        // The same as a vocabulary and as settings.
        let mut files = small();
        files.0.insert("content/skills.yaml".to_owned(), text.replace("name: N\n", "- name: N\n"));
        files.0.insert("sidestep.yaml".to_owned(), text.replace("name: N", "columns: [{name: É: x}]"));
        ask_everywhere(&files, &["content/skills.yaml", "sidestep.yaml"], 1, 8);
    }
}

/// More with `SIDESTEP_MUTATIONS`.
#[test]
fn in_mutated_texts() {
    let count = std::env::var("SIDESTEP_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(8);
    for round in 0..count {
        let mut random = Random(round as u64);
        let mut files = small();
        let path = if round % 4 == 3 { "content/skills.yaml" } else { N };
        let times = [1, 2, 3, 6, 15][random.below(5)];
        mutate(&mut random, files.0.get_mut(path).unwrap(), times);
        ask_everywhere(&files, &[path], 3 + round % 5, 8);
    }
}

/// A workspace of a team's own files: ids, names of files, Markdown with front matter and without.
const OWN: &str = r#"
#- sidestep.yaml
roles: ["crew/*.md"]
collections:
  skills: { files: [skills.yaml], schema: s.json }
  page: { files: ["book/*.md", "book/*.mdx"], schema: "sidestep:page" }
links: { root: book, extensions: optional }
vocabularies: { tool: [tools.yaml] }
#- s.json
{ "propertyNames": { "x-sidestep-defines": "skill", "x-sidestep-label": "id" },
  "additionalProperties": { "properties": { "name": { "x-sidestep-defines": "skill" }, "beside": { "x-sidestep-refers": "skill", "x-sidestep-separator": ";" }, "page": { "x-sidestep-refers": "page" } } } }
#- skills.yaml
heat: { name: Hitze, beside: "dough; heat", page: book/a }
dough:
  name: Teig 😀
#- tools.yaml
- name: Oven
  avoid: [Stove]
#- crew/baker.md
---
name: Baker
summary: Bakes with a Stove.
skills: [heat, Teig 😀]
tools: [Oven]
alternatives:
  - { role: Cook, tagline: t, about: See [[Cook]]. }
comparison: { rows: [{ role: Baker }, { role: Cook }] }
---
# Why

A [[Cook]] heats a Stove; [a page](/a#x), [[skill:heat]] {{ [[x]] }} <!-- sidestep: ignore[unknown-role] -->
#- crew/cook.md
No front matter. [[Baker]] [[tool:Oven|ovens]]
#- book/a.md
---
title: Ä
tit
---
# First [page](b.mdx) *and* `code`

![[x]] [[page:b]] [up](../crew/baker.md) <a href="b">b</a>
#- book/b.mdx
import X from "y"

{`[[x]]`} [[Baker
#- book/c.md
+++
x = 1
+++
"#;

#[test]
fn at_every_place_of_a_teams_own_files() {
    let (files, _) = parse(OWN);
    let paths: Vec<&str> = files.0.keys().map(String::as_str).filter(|path| !path.ends_with(".json")).collect();
    ask_everywhere(&files, &paths, 3, 7);
}
