//! A role as one Markdown file has what a role in YAML has; edits of one part leave the other as it is.

use sidestep::edit::Edit;
use sidestep::fix::{Fixer, ignore_here, ignore_in_file};
use sidestep::ide::change::rename;
use sidestep::ide::hover::hover;
use sidestep::ide::page;
use sidestep::ide::references::references;
use sidestep::rules::check_workspace;
use sidestep::syntax::{Format, parse, parse_as, parts};
use sidestep::text::apply;
use sidestep::workspace::{Change, Severity};

use crate::broken::{KINDS, broken};
use crate::corpus::{Random, role_text};
use crate::cursor::Cursor;
use crate::fixture::{Files, check};
use crate::ide_completion::asked;

const YARD: &str = r#"
#- sidestep.yaml
roles: ["yard/*.md"]
columns: [{ name: Wood }, { name: Tools, kind: tool }]
vocabularies: { tool: [tools.yaml] }
#- tools.yaml
- name: Adze
  avoid: [Adz]
  summary: Takes wood off in curls.
- name: Caulking iron
#- yard/caulker.md
---
name: Caulker
summary: Makes seams tight.
tools: [Caulking iron]
alternatives:
  - role: Shipwright
    tagline: Builds hulls.
    about: Wood, all day.
comparison:
  rows:
    - role: Caulker
      Wood: none
      Tools: Caulking iron
    - role: Shipwright
how_to_pick:
  options:
    - if: you like wood
      role: Shipwright
      then: Build.
---

A Caulker waits for the [[Shipwright]], and the [[tool:Adze]] is silent then.
#- yard/shipwright.md
---
name: Shipwright
summary: Builds hulls.
comparison:
  rows:
    - { role: Shipwright, Wood: oak, Tools: Adze }
    - role: Caulker
alternatives:
  - role: Caulker
    tagline: Makes them tight.
    about: Tar.
how_to_pick:
  options:
    - if: you like tar
      role: Caulker
      then: Caulk.
---
What a [[Caulker]] does comes last.
"#;

fn yard(old: &str, new: &str) -> Cursor {
    assert!(YARD.contains(old), "{old}");
    Cursor::new(&YARD.replacen(old, new, 1))
}

/// What stands in front of the body, and the body.
fn halves(text: &str) -> (&str, &str) {
    text.split_at(parts(text).body)
}

#[test]
fn checks_find_mistakes_in_both_parts() {
    let with = |old: &str, new: &str| check(&YARD.replacen(old, new, 1));
    check(YARD);
    with("    - role: Shipwright\nhow", "    - role: Shipwrigt\n#           ^^^^^^^^^ unknown-role\nhow");
    with(
        "and the [[tool:Adze]] is silent then.",
        "and an Adz is silent then.\n#                                              ^^^ discouraged-name",
    );
    with("summary: Makes seams tight.", "summary: Makes seams tight.\noven: x\n#1-4 schema");
}

#[test]
fn hover_completion_and_references_work_in_both_parts() {
    for (old, new) in
        [("for the [[Ship", "for the [[Sh$0ip"), ("  - role: Shipwright\n    tag", "  - role: Ship$0wright\n    tag")]
    {
        let cursor = yard(old, new);
        let shown = hover(&cursor.file(), cursor.at, &|_| None).unwrap().markdown;
        assert!(shown.starts_with("**Shipwright** · role\n\nBuilds hulls."), "{shown}");
        assert_eq!(references(&cursor.file(), cursor.at, true).unwrap().len(), 6, "{old}");
    }
    for (old, new) in [
        ("the [[Shipwright]],", "the [[Ship$0]],"),
        ("  - role: Shipwright\n    tag", "  - role: Ship$0\n    tag"),
        ("tools: [Caulking iron]", "tools: [Caulking iron, Ad$0]"),
        ("[[tool:Adze]]", "[[tool:Ad$0]]"),
    ] {
        let found = asked(yard(old, new), true);
        let wanted = if new.contains("Ad$0") { "Adze" } else { "Shipwright" };
        assert!(found.answer.items.iter().any(|item| item.label == wanted), "{new}: {:?}", found.labels());
    }
    let keys = asked(yard("summary: Makes seams tight.\n", "summary: Makes seams tight.\nrev$0\n"), true);
    assert!(keys.answer.items.iter().any(|item| item.label == "reviewed"), "{:?}", keys.labels());
}

#[test]
fn a_rename_reaches_both_parts_and_the_file() {
    let cursor = yard("name: Shipwright", "name: Ship$0wright");
    let (def, label) = rename::rename_target(&cursor.file(), cursor.at).unwrap();
    let options = rename::RenameOptions { label: Some(label), ..rename::RenameOptions::default() };
    let plan = rename::rename(cursor.view(), def, "Hull Builder", options).unwrap();
    let after = cursor.files.after(&plan.edits);
    assert!(after.0["yard/hull-builder.md"].starts_with("---\nname: Hull Builder\n"));
    let caulker = &after.0["yard/caulker.md"];
    assert!(!caulker.contains("Shipwright") && caulker.contains("the [[Hull Builder]], and"), "{caulker}");
    assert_eq!(after.marks(), []);
}

#[test]
fn a_page_is_rendered_with_its_body() {
    let cursor = yard("name: Shipwright", "name: Ship$0wright");
    let page = page::page(cursor.view().workspace, &cursor.files, "Caulker").unwrap();
    assert!(page.why.starts_with("A Caulker waits for the"), "{:?}", page.why);
}

/// Faulty pages, in either part.
const FAULTS: &[(&str, &str)] = &[
    ("    - role: Shipwright\nhow", "how"),
    (
        "how_to_pick:\n  options:\n    - if: you like wood\n      role: Shipwright\n      then: Build.\n---",
        "how_to_pick:\n  options: []\n---",
    ),
    ("tools: [Caulking iron]", "tools: [caulking iron]"),
    ("  - role: Shipwright\n    tagline", "  - role: Shipwrigt\n    tagline"),
    ("the [[Shipwright]], and the [[tool:Adze]]", "the [[Shipwrigt]], and the Adz"),
    ("is silent then.", "is [silent](http://example.com/a) th\u{200b}en."),
    ("is silent then.", "is [[Adze]] then [a] (https://example.com)."),
    ("summary: Makes seams tight.\n", "summary: Makes seams tight.\nsumary: x\n"),
    ("      Wood: none\n      Tools: Caulking iron\n", "      Tools: Caulking iron\n      Wood: none\n"),
];

/// The texts of the page with each of its faults, with either kind of line ends.
fn faulty() -> Vec<Files> {
    let mut all = Vec::new();
    for (old, new) in FAULTS {
        assert!(YARD.contains(old), "{old}");
        let (files, _) = crate::fixture::parse(&YARD.replacen(old, new, 1));
        let mut other = files.clone();
        other.0.values_mut().for_each(|text| *text = text.replace('\n', "\r\n"));
        all.extend([files, other]);
    }
    all
}

#[test]
fn every_fix_leaves_the_other_part_as_it_is() {
    let mut fixes = 0;
    for files in faulty() {
        let workspace = files.workspace();
        for finding in files.check() {
            for plan in &finding.fixes {
                let Some(fix) = Fixer::new(&workspace, &files).fix(&finding, plan) else { continue };
                let after = files.after(&fix.edits);
                for (path, text) in files.0.iter().filter(|(path, _)| path.ends_with(".md")) {
                    let ((front, body), now) = (halves(text), after.0.get(path).map(|text| halves(text)));
                    let edits = fix.edits.iter().filter_map(|edit| match edit {
                        Edit::Text { path: of, edit } if of == path => Some(edit),
                        _ => None,
                    });
                    let (mut in_front, mut in_body) = (false, false);
                    for edit in edits {
                        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
                        assert!(end < front.len() || start >= front.len(), "{}: {edit:?} in {text}", fix.title);
                        in_front |= end < front.len();
                        in_body |= start >= front.len();
                    }
                    let Some(now) = now else { continue };
                    assert!(in_front || now.0 == front, "{}", fix.title);
                    assert!(in_body || now.1 == body, "{}", fix.title);
                    fixes += 1;
                }
            }
        }
    }
    assert!(fixes > 20, "{fixes}");
}

#[test]
fn comments_that_silence_are_those_of_their_part() {
    let mut silenced = 0;
    for files in faulty() {
        for finding in files.check() {
            let Some(text) = files.0.get(&*finding.path).filter(|_| finding.path.ends_with(".md")) else { continue };
            for edit in [ignore_here(text, &finding), ignore_in_file(text, &finding)].into_iter().flatten() {
                let mut now = files.clone();
                now.0.insert(finding.path.to_string(), apply(text, std::slice::from_ref(&edit)).unwrap());
                let left = now.check();
                assert!(
                    !left.iter().any(|one| one.code == finding.code && one.path == finding.path),
                    "{edit:?}\n{text}"
                );
                assert!(!left.iter().any(|one| one.code == "unused-ignore" || one.code == "syntax"), "{edit:?}");
                silenced += 1;
            }
        }
    }
    assert!(silenced > 20, "{silenced}");
}

/// Whatever is typed in either part, the findings are those of a workspace that is read anew.
#[test]
fn edits_of_both_parts_equal_a_fresh_start() {
    let (files, _) = crate::fixture::parse(YARD);
    let today = jiff::civil::date(2026, 11, 24);
    let words = [
        "---\n",
        "\n",
        "# ",
        "[[",
        "]]",
        "role: ",
        "Caulker",
        "- ",
        "+++\n",
        ": ",
        "\"",
        "<!-- sidestep: ignore[unknown-role] -->",
    ];
    for seed in 1..40 {
        let mut random = Random(seed);
        let mut now = files.clone();
        let mut workspace = files.workspace().live();
        for _ in 0..10 {
            let path = ["yard/caulker.md", "yard/shipwright.md"][random.below(2)];
            let mut text = now.0[path].clone();
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let from = places[random.below(places.len())];
            let to = places.iter().copied().find(|at| *at >= from + random.below(9)).unwrap_or(text.len());
            text.replace_range(from..to, words[random.below(words.len())]);
            now.0.insert(path.to_owned(), text.clone());
            workspace.apply(vec![Change::Set { path: path.to_owned(), text }], &now);
            // Broken files keep what they said when they last parsed: that is no part of a fresh start.
            if workspace.files().all(|(_, entry)| entry.facts.syntax.is_empty()) {
                let (found, fresh) = (check_workspace(&workspace, today), check_workspace(&now.workspace(), today));
                assert_eq!(found, fresh, "seed {seed}\n{}", now.text());
            }
        }
    }
}

/// A broken edit of front matter costs what it costs in YAML, and the body nothing.
#[test]
fn front_matter_recovers_as_yaml_does() {
    let mut cases = 0;
    for n in 0..12 {
        let role = role_text(n, 80);
        for kind in KINDS {
            let Some(edit) = broken(&role, kind, &mut Random(n as u64 + 3)) else { continue };
            let yaml = if edit.text.ends_with('\n') { edit.text } else { edit.text + "\n" };
            if yaml.lines().any(|line| line.starts_with("---") || line.starts_with("...")) {
                continue;
            }
            let page = format!("---\n{yaml}---\nThe [[Body]] stays.\n");
            if parts(&page).keys.is_none() {
                continue;
            }
            let ((tree, errors), (alone, others)) = (parse_as(Format::of("a.md"), &page), parse(&yaml));
            assert_eq!(tree.body().unwrap().scalar_text(), "The [[Body]] stays.\n");
            assert_eq!(errors.len(), others.len(), "{kind:?}\n{page}");
            let values = |tree: &sidestep::syntax::Tree, shift: u32| -> Vec<(u32, String)> {
                let body = tree.body().map(|body| body.id());
                let nodes = tree.nodes().filter(|node| Some(node.id()) != body);
                nodes.map(|node| (node.inner_span().start + shift, node.scalar_text().to_owned())).collect()
            };
            assert_eq!(values(&tree, 0), values(&alone, 4), "{kind:?}\n{page}");
            cases += 1;
        }
    }
    assert!(cases > 60, "{cases}");
}

#[test]
fn hints_apart_no_page_of_the_yard_has_a_finding() {
    let (files, _) = crate::fixture::parse(YARD);
    let found = files.check();
    assert!(found.iter().all(|finding| finding.severity == Severity::Hint), "{found:#?}");
}

/// The findings in some files: code, line, message and help.
fn told(fixture: &str) -> Vec<String> {
    let (files, _) = crate::fixture::parse(fixture);
    let found = files.check().into_iter().filter(|d| d.code != "orphan-role");
    found
        .map(|d| {
            let line = files.mark(&d).1;
            format!("{}:{line} {}: {} = {}", d.path, d.code, d.message, d.help.as_deref().unwrap_or_default())
        })
        .collect()
}

/// A role whose front matter does not end is told where it begins, and others that name it are not told besides.
#[test]
fn front_matter_that_is_never_closed() {
    let settings = "#- sidestep.yaml\nroles: [\"*.md\"]\n";
    let other = "#- baker.md\n---\nname: Baker\nsummary: Bakes, see [[Miller]].\n---\n";
    for end in ["", " ---\n", "\n# Miller\n"] {
        let found = told(&format!("{settings}{other}#- miller.md\n---\nname: Miller\nsummary: Grinds.\n{end}"));
        let cause = "miller.md:1 schema: this \"---\" is never closed, so that nothing below it is read = \
                     write another line \"---\" below the keys, with nothing before it";
        assert_eq!(found, [cause], "{end:?}");
    }
    let found = told(&format!("{settings}{other}#- miller.md\nname: Miller\n---\n"));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("this page has no front matter with \"name\" and \"summary\""), "{found:?}");
}

/// What a merge left is told in the body of a page too, and before the front matter; headings and code are none of it.
#[test]
fn merge_conflicts_in_markdown() {
    let settings = "#- sidestep.yaml\nroles: [\"*.md\"]\n";
    let start = "#- baker.md\n---\nname: Baker\nsummary: Bakes.\n---\n";
    let conflict = "<<<<<<< HEAD\nOne.\n=======\nTwo.\n>>>>>>> other\n";
    let found = told(&format!("{settings}{start}Bread\n=======\n\n{conflict}\nMore.\n\n{conflict}"));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("baker.md:8 syntax: ") && found[1].starts_with("baker.md:16 syntax: "), "{found:?}");
    assert_eq!(told(&format!("{settings}{start}```\n{conflict}```\n")), [""; 0]);
    let whole = "<<<<<<< HEAD\n---\nname: Baker\nsummary: Bakes.\n---\n=======\n---\nname: Baker\nsummary: Bakes bread.\n---\n>>>>>>> other\n";
    let found = told(&format!("{settings}#- baker.md\n{whole}"));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("baker.md:1 syntax: "), "{found:?}");
}

/// A body of one paragraph that waits for its words; in a longer one such words are the author's.
#[test]
fn a_body_that_waits() {
    let role = |body: &str| {
        told(&format!(
            "#- sidestep.yaml\nroles: [\"*.md\"]\n#- baker.md\n---\nname: Baker\nsummary: Bakes.\n---\n{body}\n"
        ))
    };
    for body in ["TODO", "\n…\n", "TBD\n", "TODO: say why"] {
        let found = role(body);
        assert_eq!(found.len(), 1, "{body:?}: {found:?}");
        assert!(found[0].contains(" placeholder: "), "{found:?}");
    }
    for body in ["TODO\n\nBaking is early work.", "Baking is early work. TODO", ""] {
        assert_eq!(role(body), [""; 0], "{body:?}");
    }
}

/// No comment is written into JSON: it has none.
#[test]
fn a_comment_in_json() {
    let (files, _) = crate::fixture::parse(
        "#- sidestep.yaml\nroles: [\"*.json\"]\n#- baker.json\n{\n  \"name\": \"Baker\",\n  // ask Kim\n  \"summary\": \"Bakes.\"\n}\n",
    );
    let found: Vec<_> = files.check().into_iter().filter(|d| d.message.contains("comment")).collect();
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].message.starts_with("JSON has no comments") && found[0].fixes.is_empty(), "{found:#?}");
}
