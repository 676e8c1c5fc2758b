//! What holds of every rename, whatever the workspace: it parses, the old name is gone, nothing is found that was not found
//! before, no comment is lost, and the way back leads to the same bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sidestep::content::KindId;
use sidestep::edit::Edit;
use sidestep::ide::Analysis;
use sidestep::ide::change::ChangePlan;
use sidestep::ide::change::rename::{RenameOptions, rename};
use sidestep::schema::Label;
use sidestep::syntax::{parse, plain_is_safe, scalar};
use sidestep::workspace::{DefId, Severity, Workspace};

use crate::cases::cases;
use crate::corpus::Random;
use crate::fixture::Files;
use crate::ide_rename::after;

const ROLES: [&str; 12] = [
    "Data Engineer",
    "Web Engineer",
    "DevOps Engineer",
    "Senior Data Engineer",
    "QA Tester",
    "C# Developer",
    "Yes",
    "Mother's Helper",
    "Head of R&D",
    "Ünder Writer",
    "Lead 😀 Smith",
    "No. 5: The \"Fixer\"",
];
const SKILLS: [&str; 7] = ["Rust", "C++", "design thinking", "CI/CD", "on", "Größe", "Rust macros"];
const NEW: [&str; 10] = [
    "Zither Maker",
    "zither making",
    "Zeta",
    "zeta # one",
    "Zeta: two",
    "true",
    "Z's & Co",
    "Zett 😀 \"Q\"",
    "- zed",
    "Zürich-Lead 2",
];

/// How names are written.
#[derive(Clone, Copy, PartialEq)]
enum Spelling {
    /// As they are, without quotes where that is possible.
    Plain,
    /// In any way that means the same.
    Any,
}

struct Writer {
    random: Random,
    spelling: Spelling,
}

impl Writer {
    fn pick<'a>(&mut self, names: &[&'a str]) -> &'a str {
        names[self.random.below(names.len())]
    }

    /// A name as a scalar.
    fn scalar(&mut self, name: &str) -> String {
        let style = if self.spelling == Spelling::Any { self.random.below(3) } else { 0 };
        match style {
            0 => scalar(name),
            1 => format!("'{}'", name.replace('\'', "''")),
            _ => serde_json::to_string(name).unwrap(),
        }
    }

    /// A name in some spelling.
    fn spelled(&mut self, name: &str) -> String {
        if self.spelling == Spelling::Any && self.random.below(5) == 0 { name.to_lowercase() } else { name.to_owned() }
    }

    fn reference(&mut self, name: &str) -> String {
        let name = self.spelled(name);
        self.scalar(&name)
    }

    fn role(&mut self, name: &str, others: &[&str], skills: &[&str]) -> String {
        let mut text = String::new();
        let one = self.pick(others);
        let two = self.pick(others);
        let skill = self.pick(skills);
        let mention = self.spelled(one);
        let anchor = self.random.below(2) == 0;
        let own = self.scalar(name);
        let _ = writeln!(text, "# {name}\t first\nname: {own} #\ttab, {one}");
        let _ = writeln!(text, "summary: >-\n  Works with [[{mention}]] and\n  [[{two}|them]], never a {one}.");
        let _ = writeln!(text, "why: |\n  A {two} and a [[skill:{skill}]]\n\n  - [[{one}]] 😀 [[{two}]]");
        let (a, b) = (self.reference(skill), self.pick(skills));
        let _ = match self.random.below(3) {
            0 => writeln!(text, "skills: [{a}, # here\n  {}]", self.reference(b)),
            1 => writeln!(text, "skills:\n  - {a} # here\n  # between\n  - {}", self.reference(b)),
            _ => writeln!(text, "skills: [{a}]"),
        };
        let role = self.reference(one);
        let _ = writeln!(text, "alternatives:\n  - role: {}{role}", if anchor { "&one " } else { "" });
        let row = if anchor { "*one".to_owned() } else { self.reference(one) };
        let own = self.reference(name);
        let cell = if skill.contains(['/', ',']) { skill.to_owned() } else { format!("{skill}, {skill}/{skill}") };
        let cell = self.scalar(&cell);
        let _ = writeln!(text, "    tagline: \"Of a kind\"\n    about: |-\n      As {one} is.");
        let _ =
            writeln!(text, "comparison:\n  rows:\n    - {{role: {own}}}\n    - role: {row}\n      Key Skills: {cell}");
        let pick = self.reference(one);
        let _ = write!(text, "how_to_pick:\n  options:\n    - if: you like it\n      role: {pick}\n      then: Go.");
        text
    }

    fn files(&mut self, count: usize) -> Files {
        let mut names: Vec<&str> = ROLES.to_vec();
        let mut files = Files::default();
        while names.len() > count {
            names.remove(self.random.below(names.len()));
        }
        let skills: Vec<&str> = SKILLS.iter().copied().filter(|_| self.random.below(4) > 0).chain(["Rust"]).collect();
        for name in &names {
            let others: Vec<&str> = names.iter().copied().filter(|other| other != name).collect();
            let mut text = self.role(name, &others, &skills);
            if self.random.below(2) == 0 {
                text.push('\n');
            }
            if self.random.below(3) == 0 {
                text = text.replace('\n', "\r\n");
            }
            if self.random.below(4) == 0 {
                text.insert(0, '\u{feff}');
            }
            let stem = if self.random.below(4) > 0 { sidestep::content::SlugStyle::default().slug(name) } else { None };
            let stem = stem.unwrap_or_else(|| format!("file-{}", files.0.len()));
            files.0.insert(format!("content/roles/{stem}.yaml"), text);
        }
        let mut vocabulary = String::from("# skills\n");
        let mut known: Vec<&str> = skills.clone();
        known.sort_unstable();
        known.dedup();
        for skill in known {
            let name = self.scalar(skill);
            let _ = match self.random.below(3) {
                0 => writeln!(vocabulary, "- {{name: {name}}} # {skill}"),
                1 => writeln!(
                    vocabulary,
                    "- summary: s\n  name: {name}\n  aliases:\n    - the {}",
                    skill.replace('+', "p")
                ),
                _ => writeln!(vocabulary, "- name: {name}"),
            };
        }
        files.0.insert("content/skills.yaml".to_owned(), vocabulary);
        files
    }
}

/// How often each code is found at warning level and above.
fn findings(files: &Files) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for finding in files.check().into_iter().filter(|finding| finding.severity >= Severity::Warning) {
        *counts.entry(finding.code.to_string()).or_default() += 1;
    }
    counts
}

fn comments(files: &Files) -> Vec<String> {
    let of = |text: &String| {
        let (tree, _) = parse(text);
        tree.comments.iter().map(|c| c.span.slice(text).to_owned()).collect::<Vec<_>>()
    };
    let mut all: Vec<String> = files.0.values().flat_map(of).collect();
    all.sort();
    all
}

fn any_definition(workspace: &Workspace, random: &mut Random) -> DefId {
    let all: Vec<DefId> = workspace
        .files()
        .flat_map(|(file, entry)| (0..entry.facts.definitions.len()).map(move |at| DefId { file, position: at as u32 }))
        .collect();
    let mut all: Vec<DefId> = all;
    all.sort_by(|a, b| workspace.order(*a, *b));
    all[random.below(all.len())]
}

/// How many names of a kind in the files' facts read as a name, in whatever letter case.
fn count(workspace: &Workspace, kind: KindId, name: &str) -> usize {
    let references = workspace.files().flat_map(|(_, e)| e.facts.references.iter().filter(|r| r.kind == kind).cloned());
    references.filter(|r| r.at.name.to_lowercase() == name.to_lowercase()).count()
}

fn all_edits(plan: &ChangePlan) -> Vec<Edit> {
    [&plan.confirm[..], &plan.edits].concat()
}

#[test]
fn every_rename() {
    let mut done = 0;
    for seed in 0..u64::from(cases(60)) {
        let mut writer = Writer { random: Random(seed), spelling: Spelling::Any };
        let size = 2 + writer.random.below(6);
        let files = writer.files(size);
        let before = findings(&files);
        assert!(!before.contains_key("syntax"), "{seed}: {files:#?}");
        let workspace = files.workspace();
        let view = Analysis { workspace: &workspace, sources: &files };
        for _ in 0..4 {
            let def = any_definition(&workspace, &mut writer.random);
            let kind = workspace.definition(def).unwrap().kind;
            let new = writer.pick(&NEW);
            let keep_old = [None, Some(Label::Alias), Some(Label::Avoid)][writer.random.below(3)];
            let old = workspace.name_of(def);
            let plan = match rename(view, def, new, RenameOptions { keep_old, ..RenameOptions::default() }) {
                Ok(plan) => plan,
                // A name that cannot stand in one of the places.
                Err(why) => {
                    let why = why.to_string();
                    assert!(why.contains("cannot stand") || why.contains("no room"), "{seed}: {old} -> {new}: {why}");
                    continue;
                }
            };
            done += 1;
            let changed = after(&files, &plan.edits);
            let what = || format!("seed {seed}: {old} -> {new}, {keep_old:?}\n{:#?}\n{:#?}", files.0, changed.0);
            let now = changed.workspace();
            // (a) It parses, the thing has its new name, and nobody names the old one.
            for (path, text) in &changed.0 {
                assert_eq!(parse(text).1, [], "{path}: {}", what());
            }
            let resolved = now.resolve(kind, new).unwrap_or_else(|| panic!("{}", what()));
            assert_eq!(&*now.name_of(resolved.def), new);
            assert_eq!(count(&now, kind, &old), 0, "{}", what());
            assert_eq!(count(&now, kind, new), count(&workspace, kind, &old), "{}", what());
            // (b) Nothing is found that was not found before. A plain use in prose is one of a spelling to avoid now.
            let mut found = findings(&changed);
            if keep_old == Some(Label::Avoid) {
                found.remove("discouraged-name");
            }
            for (code, count) in &found {
                assert!(before.get(code) >= Some(count), "{code}: {}", what());
            }
            // (c) What is changed are names, and labels where the thing is defined; no comment is lost.
            for edit in &plan.edits {
                let Edit::Text { path, edit } = edit else { continue };
                let replaced = edit.span.slice(&files.0[path]).to_lowercase();
                let is_name =
                    replaced.contains(&*old.to_lowercase()) || replaced.contains(&*scalar(&old).to_lowercase());
                let escaped = serde_json::to_string(&*old).unwrap().to_lowercase();
                let in_single = old.to_lowercase().replace('\'', "''");
                let is_name = is_name || replaced.contains(escaped.trim_matches('"')) || replaced.contains(&in_single);
                assert!(
                    is_name || replaced.is_empty() && *path == *workspace.file(def.file).path,
                    "{edit:?} {}",
                    what()
                );
            }
            assert_eq!(comments(&changed), comments(&files), "{}", what());
            // What is to be confirmed fits beside it.
            let all = after(&files, &all_edits(&plan));
            for (path, text) in &all.0 {
                assert_eq!(parse(text).1, [], "confirmed: {path}: {}", what());
            }
        }
    }
    assert!(done > 100, "only {done} could be done");
}

#[test]
fn there_and_back_is_the_identity() {
    let plain = |names: &[&'static str]| -> Vec<&'static str> {
        names.iter().copied().filter(|name| plain_is_safe(name)).collect()
    };
    let new = plain(&NEW);
    let mut done = 0;
    for seed in 100..100 + u64::from(cases(60)) {
        let mut writer = Writer { random: Random(seed), spelling: Spelling::Plain };
        let size = 2 + writer.random.below(6);
        let files = writer.files(size);
        let workspace = files.workspace();
        let def = any_definition(&workspace, &mut writer.random);
        let (kind, old) = (workspace.definition(def).unwrap().kind, workspace.name_of(def));
        let mut to = writer.pick(&new).to_owned();
        if !kind.is_role() && old.starts_with(char::is_uppercase) != to.starts_with(char::is_uppercase) {
            // A term may begin with either letter case where it is used; see `a_term_keeps_its_first_letter`.
            to = if old.starts_with(char::is_uppercase) { "Zither".to_owned() } else { "zither".to_owned() };
        }
        if !plain_is_safe(&old) {
            continue;
        }
        let there = rename(Analysis { workspace: &workspace, sources: &files }, def, &to, RenameOptions::default());
        let Ok(there) = there else { continue };
        let changed = after(&files, &there.edits);
        let now = changed.workspace();
        let def = now.resolve(kind, &to).unwrap().def;
        let back =
            rename(Analysis { workspace: &now, sources: &changed }, def, &old, RenameOptions::default()).unwrap();
        assert_eq!(after(&changed, &back.edits).0, files.0, "seed {seed}: {old} -> {to}");
        done += 1;
    }
    assert!(done > 25, "only {done} could be done");
}
