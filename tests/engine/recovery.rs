//! The recovery benchmark: how much of a file survives a broken edit, and several at once.
//!
//! `RECOVERY_TABLE=1 cargo test --test engine recovery -- --nocapture` prints the table.

use std::collections::BTreeMap;

use sidestep::syntax::repair::repair;
use sidestep::syntax::{Format, Kind as Node, NodeRef, parse, parse_as};
use sidestep::text::LineIndex;
use sidestep::workspace::Severity;

use crate::broken::{Broken, KINDS, Kind, broken, broken_at, places};
use crate::corpus::{Random, role_text, workspace};

/// A leaf: its value, its lines (from 0), and whether it may be reported on.
struct Leaf {
    value: String,
    /// Its characters in the file.
    source: String,
    lines: (usize, usize),
    certain: bool,
}

/// The leaves of a text by key path.
fn leaves(text: &str) -> BTreeMap<String, Leaf> {
    leaves_as(Format::Yaml, text)
}

fn leaves_as(format: Format, text: &str) -> BTreeMap<String, Leaf> {
    let (tree, _) = parse_as(format, text);
    let lines = LineIndex::new(text);
    let mut found = BTreeMap::new();
    let mut stack: Vec<(String, NodeRef<'_>)> = tree.root().map(|r| (String::new(), r)).into_iter().collect();
    while let Some((path, node)) = stack.pop() {
        match node.kind() {
            Node::Mapping => stack.extend(node.entries().map(|(k, v)| (format!("{path}/{}", k.scalar_text()), v))),
            Node::Sequence => stack.extend(node.items().enumerate().map(|(at, v)| (format!("{path}/{at}"), v))),
            _ => {
                let span = node.full_span();
                let last = span.end.saturating_sub(1).max(span.start);
                let leaf = Leaf {
                    value: node.scalar_text().to_owned(),
                    source: node.inner_span().slice(text).to_owned(),
                    lines: (lines.line_of(span.start) as usize, lines.line_of(last) as usize),
                    certain: !tree.is_uncertain(node.inner_span()),
                };
                found.insert(path, leaf);
            }
        }
    }
    found
}

#[derive(Default, Clone, Copy)]
struct Score {
    leaves: usize,
    survived: usize,
    certain: usize,
}

impl Score {
    fn recall(self) -> f64 {
        100.0 * self.survived as f64 / self.leaves.max(1) as f64
    }
}

fn files() -> Vec<String> {
    let mut files: Vec<String> = (0..60).map(|n| role_text(n, 80)).collect();
    let shipped = concat!(env!("CARGO_MANIFEST_DIR"), "/content/roles");
    let mut paths: Vec<_> = std::fs::read_dir(shipped).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    files.extend(paths.iter().map(|p| std::fs::read_to_string(p).unwrap()));
    files
}

/// Whether a second parser refuses the text too: an edit after which it reads as something else is a change of content
/// that no parser can take back (`-item` after `list:` is a text, an indented key may become part of the text above).
fn is_broken(text: &str) -> bool {
    granit_parser::Parser::new_from_str(text).any(|event| event.is_err())
}

/// Counts the leaves outside the edited line that an edit leaves alone.
fn score(before: &BTreeMap<String, Leaf>, edit: &Broken, score: &mut Score) -> usize {
    score_as(Format::Yaml, before, edit, score)
}

fn score_as(format: Format, before: &BTreeMap<String, Leaf>, edit: &Broken, score: &mut Score) -> usize {
    let after = leaves_as(format, &edit.text);
    let mut lost = 0;
    for (path, leaf) in before {
        let edited = if edit.inserted > 0 {
            // Inserted lines change a leaf that they stand in the middle of.
            leaf.lines.0 < edit.line && edit.line <= leaf.lines.1
        } else {
            leaf.lines.0 <= edit.line && edit.line <= leaf.lines.1
        };
        if edited || edit.cut && leaf.lines.1 >= edit.line {
            continue;
        }
        score.leaves += 1;
        match after.get(path).filter(|l| l.value == leaf.value) {
            Some(found) => {
                assert_eq!(found.source, leaf.source, "{path} lies elsewhere");
                score.survived += 1;
                score.certain += usize::from(found.certain);
            }
            None => lost += 1,
        }
    }
    lost
}

#[test]
fn one_broken_edit_costs_one_entry() {
    let print = std::env::var_os("RECOVERY_TABLE").is_some();
    let files = files();
    let before: Vec<_> = files.iter().map(|text| leaves(text)).collect();
    let mut means = Vec::new();
    let mut table = String::new();
    for kind in KINDS {
        let mut random = Random(7);
        let mut total = Score::default();
        let mut worst: Vec<(usize, String)> = Vec::new();
        for (text, before) in files.iter().zip(&before) {
            for _ in 0..3 {
                let Some(edit) = broken(text, kind, &mut random).filter(|edit| is_broken(&edit.text)) else { continue };
                let lost = score(before, &edit, &mut total);
                if print && lost > 0 {
                    let near: Vec<_> = edit.text.lines().skip(edit.line.saturating_sub(2)).take(5).collect();
                    worst.push((lost, near.join("\n    ")));
                }
            }
        }
        assert!(total.leaves > 1000, "{kind:?}");
        means.push((kind, total.recall()));
        let certain = 100.0 * total.certain as f64 / total.leaves as f64;
        table.push_str(&format!("{kind:?}: {:.2} % survive, {certain:.2} % are reported on\n", total.recall()));
        worst.sort_by_key(|w| std::cmp::Reverse(w.0));
        for (lost, near) in worst.iter().take(2) {
            table.push_str(&format!("  lost {lost}:\n    {near}\n"));
        }
    }
    let mean = means.iter().map(|(_, r)| r).sum::<f64>() / means.len() as f64;
    if print {
        println!("{table}mean: {mean:.2} %");
    }
    assert!(mean >= 99.8, "{mean}\n{table}");
    for (kind, recall) in means {
        let floor = match kind {
            Kind::KeyWithoutColon => 99.4,
            Kind::ExtraIndent => 99.1,
            Kind::Pasted => 99.7,
            _ => 99.9,
        };
        assert!(recall >= floor, "{kind:?}: {recall} is less than {floor}\n{table}");
    }
}

/// The front matter of a page survives what YAML of its own survives, and the body always.
#[test]
fn a_broken_front_matter_costs_one_entry() {
    const BODY: &str = "\n# A page\n\nWith [[Somebody]], a \"quote\", a: b and [brackets.\n";
    let page = |keys: &str| format!("---\n{}\n---\n{BODY}", keys.trim_end_matches('\n'));
    let files: Vec<String> = files().into_iter().step_by(2).collect();
    let mut table = String::new();
    for kind in KINDS {
        let mut random = Random(7);
        let (mut alone, mut total) = (Score::default(), Score::default());
        for text in &files {
            for _ in 0..3 {
                let Some(edit) = broken(text, kind, &mut random).filter(|edit| is_broken(&edit.text)) else { continue };
                score(&leaves(text), &edit, &mut alone);
                // What does not begin with a key is no front matter.
                if edit.line == 0 {
                    continue;
                }
                let edit = Broken { text: page(&edit.text), line: edit.line + 1, ..edit };
                score_as(Format::Markdown, &leaves_as(Format::Markdown, &page(text)), &edit, &mut total);
                let (tree, _) = parse_as(Format::Markdown, &edit.text);
                assert_eq!(
                    tree.body().map(|body| body.scalar_text().to_owned()).as_deref(),
                    Some(BODY),
                    "{}",
                    edit.text
                );
            }
        }
        table.push_str(&format!("{kind:?}: {:.2} % survive, {:.2} % alone\n", total.recall(), alone.recall()));
        assert!(total.leaves > 500 && total.recall() >= alone.recall() - 0.2, "{table}");
    }
    if std::env::var_os("RECOVERY_TABLE").is_some() {
        println!("{table}");
    }
}

#[test]
fn several_broken_edits_at_once() {
    let print = std::env::var_os("RECOVERY_TABLE").is_some();
    let files: Vec<String> = files().into_iter().step_by(2).collect();
    for (count, floor) in [(1, 99.2), (2, 98.4), (3, 97.6), (5, 95.5)] {
        let mut random = Random(count as u64);
        let mut total = Score::default();
        let mut worst: Vec<(usize, String)> = Vec::new();
        for text in &files {
            let before = leaves(text);
            for _ in 0..3 {
                // Each breaks the file by itself, on a line of its own; they are made from the bottom up.
                let mut edits: Vec<(usize, Kind)> = Vec::new();
                while edits.len() < count {
                    // A file that is cut off at a random place mostly measures the cut.
                    let kind = KINDS[1 + random.below(KINDS.len() - 1)];
                    let places = places(text, kind);
                    let Some(&line) = places.get(random.below(places.len())) else { continue };
                    let alone = broken_at(text, kind, line, &mut random);
                    if edits.iter().all(|(other, _)| *other != line) && is_broken(&alone.text) {
                        edits.push((line, kind));
                    }
                }
                edits.sort_by_key(|(line, _)| std::cmp::Reverse(*line));
                let broken_text = edits
                    .iter()
                    .fold(text.clone(), |text, (line, kind)| broken_at(&text, *kind, *line, &mut random).text);
                let after = leaves(&broken_text);
                let survived = before.iter().filter(|(p, l)| after.get(*p).is_some_and(|a| a.value == l.value)).count();
                total.leaves += before.len();
                total.survived += survived;
                if print {
                    let own: std::collections::HashSet<&str> = text.lines().collect();
                    let all: Vec<&str> = broken_text.lines().collect();
                    let new: Vec<String> = (0..all.len())
                        .filter(|n| !own.contains(all[*n]))
                        .map(|n| all[n.saturating_sub(1)..(n + 2).min(all.len())].join("\n    "))
                        .collect();
                    let lost = before.len() - survived;
                    worst.push((lost, new.join("\n    ...\n    ")));
                }
            }
        }
        if print {
            println!("{count} at once: {:.2} % (floor {floor})", total.recall());
            worst.sort_by_key(|w| std::cmp::Reverse(w.0));
            for (lost, edits) in worst.iter().take(3) {
                println!("  lost {lost}:\n    {edits}");
            }
        }
        assert!(total.recall() >= floor, "{count} at once: {} is less than {floor}", total.recall());
    }
}

#[test]
fn a_broken_edit_raises_no_findings_but_syntax() {
    let mut files = crate::fixture::Files(workspace(12).into_iter().collect());
    assert!(files.check().iter().all(|d| d.severity < Severity::Warning), "the corpus is clean");
    let (path, text) =
        files.0.iter().find(|(path, _)| path.contains("/roles/")).map(|(p, t)| (p.clone(), t.clone())).unwrap();
    let mut random = Random(11);
    let mut wrong = Vec::new();
    for kind in KINDS {
        // What a cut-off file lacks is missing.
        if kind == Kind::CutOff {
            continue;
        }
        for _ in 0..5 {
            let Some(edit) = broken(&text, kind, &mut random).filter(|edit| is_broken(&edit.text)) else { continue };
            // A name that is no longer written as it was is another name.
            if edit.line == 0 && !matches!(kind, Kind::DoubleQuote | Kind::SingleQuote | Kind::KeyWithoutColon) {
                continue;
            }
            files.0.insert(path.clone(), edit.text.clone());
            let found = files.check();
            let syntax = found.iter().filter(|d| d.code == "syntax").count();
            let others: Vec<_> =
                found.iter().filter(|d| d.code != "syntax" && d.severity >= Severity::Warning).collect();
            if syntax == 0 || syntax > 2 || !others.is_empty() {
                let near: Vec<_> = edit.text.lines().skip(edit.line.saturating_sub(2)).take(5).collect();
                let others: Vec<_> = others.iter().map(|d| format!("{}: {}: {}", d.path, d.code, d.message)).collect();
                wrong.push(format!("{kind:?}: {syntax} syntax errors, {others:#?}\n    {}", near.join("\n    ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_search_for_repairs_is_bounded() {
    let text = role_text(1, 80);
    let mut random = Random(3);
    let mut parses = Vec::new();
    for kind in KINDS {
        for _ in 0..12 {
            let Some(edit) = broken(&text, kind, &mut random).filter(|edit| is_broken(&edit.text)) else { continue };
            parses.push(repair(&edit.text).parsed / edit.text.len());
        }
    }
    parses.sort_unstable();
    let (half, most) = (parses[parses.len() / 2], parses[parses.len() - 1]);
    assert!(half <= 6 && most <= 45, "half of the edits take {half} parses or fewer, the worst {most}");
    // However broken: a file of nothing but faults.
    for line in ["key: \"open", "  - [a: {", "\t@x", "*", "a: b: c", "'", "-x\n y"] {
        let text = format!("{line}\n").repeat(20_000);
        let repaired = repair(&text);
        assert!(repaired.parsed <= (6 << 20).max(text.len() * 4), "{line:?}: {}", repaired.parsed);
    }
}

/// Keys and values, and syntax errors as (line, underlined text).
type Read = (Vec<(String, String)>, Vec<(u32, String)>);

/// What stands at the top of a repaired text.
fn read(text: &str) -> Read {
    let (tree, errors) = parse(text);
    let lines = LineIndex::new(text);
    let top = tree.root().into_iter().flat_map(|root| root.entries().collect::<Vec<_>>());
    let top = top.map(|(k, v)| (k.scalar_text().to_owned(), format!("{v:?}"))).collect();
    let errors = errors.iter().map(|e| (lines.line_of(e.span.start) + 1, e.span.slice(text).to_owned())).collect();
    (top, errors)
}

#[track_caller]
fn reads(text: &str, top: &[(&str, &str)], errors: &[(u32, &str)]) {
    let (found, reported) = read(text);
    let found: Vec<(&str, &str)> = found.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    let reported: Vec<(u32, &str)> = reported.iter().map(|(line, text)| (*line, text.as_str())).collect();
    assert_eq!((found.as_slice(), reported.as_slice()), (top, errors), "\n{text}");
}

#[test]
fn a_key_at_column_1_ends_what_is_open_above() {
    for (open, value) in [
        ("[a, b", "[\"a\", \"b\"]"),
        ("[a, b,", "[\"a\", \"b\"]"),
        ("[a,\n  b", "[\"a\", \"b\"]"),
        ("{a: b", "{\"a\": \"b\"}"),
        ("[{a: b", "[{\"a\": \"b\"}]"),
        ("\"a b", "\"a b\""),
        ("'a b", "\"a b\""),
        ("'a\n  b", "\"a b\""),
        ("\"a # b", "\"a # b\""),
    ] {
        let text = format!("name: N\nskills: {open}\ntools: [c]\nsummary: S\n");
        let top = [("name", "\"N\""), ("skills", value), ("tools", "[\"c\"]"), ("summary", "\"S\"")];
        let opener = if open.contains('{') { "{" } else { &open[..1] };
        reads(&text, &top, &[(2, opener)]);
        let windows = text.replace('\n', "\r\n");
        reads(&windows, &top, &[(2, opener)]);
    }
    // One that stands in a list below another key, and one at the end of the file.
    let text = "name: N\nalternatives:\n  - role: \"A\n    about: x\n  - role: B\ntools: [c, d\n";
    let (top, errors) = read(text);
    assert_eq!(errors, [(3, "\"".to_owned()), (6, "[".to_owned())]);
    assert_eq!(top[2].1, "[\"c\", \"d\"]");
}

#[test]
fn each_error_is_reported_once() {
    let text = "name: N\nsummary: \"S\nskills: [a\ntools:\n\t- b\nwhy: foo: bar\nslug: @x\nstatus: *\ntoolkit: {\n";
    let (top, errors) = read(text);
    let lines: Vec<u32> = errors.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 3, 5, 6, 7, 8, 9], "{errors:?}");
    let keys: Vec<&str> = top.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["name", "summary", "skills", "tools", "why", "slug", "status", "toolkit"]);
    assert_eq!((top[1].1.as_str(), top[2].1.as_str(), top[3].1.as_str()), ("\"S\"", "[\"a\"]", "[\"b\"]"));
}
