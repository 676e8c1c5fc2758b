//! What rules say they read of other files: without any of it findings would grow stale, and they read nothing else.

use std::collections::BTreeSet;

use sidestep::rules::{Diagnostic, RULES, check_file, concerned, find};
use sidestep::workspace::{Change, FileId, Reads, Touched, Workspace};

use crate::fixture::parse;

const FILES: &str = r#"
#- sidestep.yaml
roles: ['content/roles/**/*.yaml', content/more/extra.yaml]
vocabularies: { language: [content/languages.yaml] }
columns: [{ name: Focus }, { name: Skills, kind: skill }, { name: Tools, kind: tool, optional: true }]
rules: { one-way-alternative: warning, unused-term: warning, stale: warning }
#- content/skills.yaml
- name: PostgreSQL
  avoid: [Postgres]
- name: Figma
  summary: Drawn by a [[Spare Role of any studio.
- name: BigPG
  avoid: [Big Postgres]
- name: Lonely
- name: Elasticsearch
  aliases: [Elastic]
#- content/more/extra.yaml
name: More Still
summary: One.
#- content/roles/page.yaml
name: Page
summary: Knows [[Nobody]], [[Renamed One]], [[Plain Role]], [[Young]], [[Soon Role]] and [[Old]], and uses Big Postgres.
aliases: [Twin, "Tw\u200bist"]
redirect_from: [/moved/]
redirect_from: [/moved/]
skills: [Kafke, Elastic, Elasticsearch]
tools: [Saw, saw, “Kit”]
replaced_by: Circle
why: |
  See [it](../../img/x.png).

  One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty.
alternatives:
  - role: Plain Role
  - role: Other Role
  - role: Third Role
  - role: Plain
  - role: Twin
comparison:
  rows:
    - role: Page
      Focus: mine
      Skills: Elastic, Figma (Postgres, Postgres, Dockre)
      Tools: Hammer
    - role: Other Role
    - role: Plain Role
    - role: Plain
    - role: Extra Role
    - role: Bare
    - role: Full Role
    - role: Half
    - role: Drift
      Focus: other words
      Skills: Figma
how_to_pick:
  options:
    - role: Other Role
    - role: Plain Role
    - role: Plain
    - role: Extra Role
#- content/roles/aaa.yaml
name: Aaa
summary: One.
why: |
  One two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty.
aliases: [Twin, Twist]
#- content/roles/aa0.yaml
name: P.age
summary: One.
status: retired
#- content/roles/aab.yaml
name: Pages
summary: One.
aliases: [Zett]
#- content/roles/bare.yaml
name: Bare Role
summary: One.
aliases: [Bare]
#- content/roles/circle.yaml
name: Circle Role
summary: One.
status: retired
aliases: [Circle]
replaced_by: Page
#- content/roles/drift.yaml
name: Drift Role
summary: One.
comparison:
  rows:
    - role: Drift Role
      Focus: some words
      Skills: Figma
aliases: [Drift]
#- content/roles/extra.yaml
name: Extra Role
summary: One.
#- content/roles/full.yaml
name: Full Role
summary: One.
comparison:
  rows:
    - role: Full Role
      Focus: some words
      Skills: Figma
#- content/roles/half.yaml
name: Half Role
summary: One.
comparison:
  rows:
    - role: Half Role
      Focus: some words
aliases: [Half]
#- content/roles/lister.yaml
name: Lister
summary: One.
alternatives:
  - role: Page
#- content/roles/old.yaml
name: Old Role
summary: One.
status: retired
aliases: [Old]
replaced_by: Plain Role
#- content/roles/other.yaml
name: Other Role
summary: One.
#- content/roles/plain.yaml
name: Plain Role
summary: One.
comparison:
  rows:
    - role: Plain Role
      Focus: some words
      Skills: Figma
alternatives:
  - role: Other Role
aliases: [Plain]
skills: [Lonely]
#- content/roles/renamed-one.yaml
name: Quite Other
summary: One.
#- content/roles/soon.yaml
name: Soon Role
summary: One.
#- content/roles/third.yaml
name: Third Role
summary: One.
#- content/roles/spare.yaml
name: Spare Role
summary: One.
#- content/roles/zed.yaml
name: Zed Role
summary: One.
#- content/roles/young.yaml
name: Young Role
summary: One.
status: draft
aliases: [Young]
"#;

/// Edits: a file, a text in it (nothing for its start), and what stands there instead.
const EDITS: &[(&str, &str, &str)] = &[
    ("content/roles/plain.yaml", "name: Plain Role", "name: Plain Rule"),
    ("content/roles/plain.yaml", "[Plain]", "[]"),
    ("content/roles/plain.yaml", "  - role: Other Role", "  - role: Page"),
    ("content/roles/plain.yaml", "  - role: Other Role", "  - role: Third Role"),
    ("content/roles/plain.yaml", "[Lonely]", "[]"),
    ("content/roles/aaa.yaml", "[Twin, Twist]", "[Twist]"),
    ("content/roles/aaa.yaml", ", Twist", ""),
    ("content/roles/aaa.yaml", "twenty", "tewnty"),
    ("content/roles/aaa.yaml", "", "# a comment\n"),
    ("content/roles/aa0.yaml", "retired", "published"),
    ("content/roles/aab.yaml", "[Zett]", "[Twin]"),
    ("content/roles/aab.yaml", "", "# a comment\n"),
    ("content/roles/circle.yaml", "[Circle]", "[]"),
    ("content/roles/circle.yaml", "by: Page", "by: Third Role"),
    ("content/roles/renamed-one.yaml", "", "# a comment\n"),
    ("content/roles/bare.yaml", "[Bare]", "[]"),
    ("content/roles/bare.yaml", "", "# a comment\n"),
    ("content/roles/drift.yaml", "some words", "more words"),
    ("content/roles/drift.yaml", "Figma", "figma"),
    ("content/roles/drift.yaml", "[Drift]", "[]"),
    ("content/roles/drift.yaml", "", "# a comment\n"),
    ("content/roles/extra.yaml", "name: Extra Role", "name: Extra Rule"),
    ("content/roles/full.yaml", "      Skills: Figma\n", ""),
    (
        "content/roles/full.yaml",
        "comparison:\n  rows:\n    - role: Full Role\n      Focus: some words\n      Skills: Figma\n",
        "",
    ),
    ("content/roles/half.yaml", "[Half]", "[]"),
    ("content/roles/half.yaml", "", "# a comment\n"),
    ("content/roles/lister.yaml", "Page", "Zed Role"),
    ("content/roles/spare.yaml", "name: Spare Role", "name: Other Rule"),
    ("content/roles/zed.yaml", "summary: One.", "summary: One.\ntoolkit: /moved"),
    ("content/roles/old.yaml", "[Old]", "[]"),
    ("content/roles/old.yaml", "by: Plain Role", "by: Other Role"),
    ("content/roles/old.yaml", "", "# a comment\n"),
    ("content/roles/other.yaml", "name: Other Role", "name: Other Rule"),
    ("content/roles/third.yaml", "name: Third Role", "name: Third Rule"),
    ("content/roles/soon.yaml", "One.\n", "One.\nstatus: draft\n"),
    ("content/roles/soon.yaml", "One.\n", "One.\nstatus: retired\n"),
    ("content/roles/young.yaml", "[Young]", "[]"),
    ("content/roles/young.yaml", "", "# a comment\n"),
    ("content/roles/nobodi.yaml", "", "name: Nobodi\nsummary: One.\n"),
    ("content/skills.yaml", "", "# a comment\n"),
    ("content/skills.yaml", "aliases: [Elastic]", "avoid:   [Elastic]"),
    ("content/skills.yaml", "[Big Postgres]", "[Big Postgras]"),
    ("content/skills.yaml", "[Elastic]", "[Elastix]"),
    ("content/skills.yaml", "[Elastic]", "[Elastic, Docker]"),
    ("content/skills.yaml", "[Elastic]", "[Elastic, Kafka]"),
    ("content/skills.yaml", "name: Figma", "name: Figmo"),
    ("content/tools.yaml", "", ""),
    ("content/languages.yaml", "", "- name: Urdu\n"),
    ("content/more/extra.yaml", "", GONE),
    ("img/x.png", "", "a picture"),
];

/// In place of a text: the file is removed.
const GONE: &str = "(gone)";

/// The findings of a rule in a file, and what of other files the change touched for it.
struct Seen {
    told: String,
    facts: Reads,
    before: Vec<Diagnostic>,
    after: Vec<Diagnostic>,
}

impl Seen {
    /// The codes of the rules with other findings than before.
    fn changed(&self) -> BTreeSet<&'static str> {
        let differing = |a: &'_ [Diagnostic], b: &[Diagnostic]| -> Vec<&'static str> {
            a.iter().filter(|d| !b.contains(d)).map(|d| find(&d.code).unwrap().code).collect()
        };
        differing(&self.before, &self.after).into_iter().chain(differing(&self.after, &self.before)).collect()
    }
}

fn findings(workspace: &Workspace, id: FileId) -> Vec<Diagnostic> {
    check_file(workspace, id, jiff::civil::date(2026, 11, 24))
}

/// Makes each edit in a workspace of its own, and looks at the files that it does not change.
fn all() -> Vec<Seen> {
    let (files, _) = parse(FILES);
    let mut seen = Vec::new();
    for (path, from, to) in EDITS {
        let mut files = files.clone();
        let mut workspace = files.workspace().live();
        let watched = ["content/roles/page.yaml", "content/roles/zed.yaml", "content/skills.yaml", "sidestep.yaml"]
            .map(|path| workspace.find(path).unwrap());
        let before = watched.map(|id| findings(&workspace, id));
        let text = files.0.entry((*path).to_owned()).or_default();
        assert!(text.contains(from), "{path}: {from}");
        *text = text.replacen(from, to, 1);
        let mut change = Change::Set { path: (*path).to_owned(), text: text.clone() };
        if *to == GONE {
            files.0.remove(*path);
            change = Change::Remove { path: (*path).to_owned() };
        }
        let touched: Touched = workspace.apply(vec![change], &files);
        let concerned = concerned(&workspace, &touched);
        for (id, before) in watched.into_iter().zip(before) {
            let told = format!("{} after {path}: {from:?} -> {to:?}", workspace.file(id).path);
            let after = findings(&workspace, id);
            assert!(before == after || concerned.contains(&id), "{told}");
            if *workspace.file(id).path != **path {
                seen.push(Seen { told, facts: touched.facts(&workspace, id), before, after });
            }
        }
    }
    seen
}

fn words(facts: Reads) -> Vec<&'static str> {
    Reads::EACH.iter().filter(|(_, fact)| fact.meets(facts)).map(|(word, _)| *word).collect()
}

#[test]
fn rules_read_what_they_say_and_nothing_else() {
    let seen = all();
    for one in &seen {
        for code in one.changed() {
            let reads = find(code).unwrap().reads;
            assert!(
                reads.meets(one.facts),
                "{}: {code} reads {:?}, not {:?}",
                one.told,
                words(reads),
                words(one.facts)
            );
        }
    }
    // Each fact is touched alone: no rule that does not say it reads it minds.
    for (word, fact) in Reads::EACH {
        assert!(seen.iter().any(|one| one.facts == fact), "no edit touches {word} alone");
    }
    // And each rule needs each fact that it says it reads.
    let mut needless: Vec<(&str, &str)> = Vec::new();
    for rule in RULES {
        for (word, fact) in Reads::EACH.into_iter().filter(|(_, fact)| rule.reads.meets(*fact)) {
            let only = |facts: Reads| words(facts).into_iter().filter(|w| words(rule.reads).contains(w)).eq([word]);
            let needs =
                seen.iter().any(|one| fact.meets(one.facts) && only(one.facts) && one.changed().contains(rule.code));
            if !needs {
                needless.push((rule.code, word));
            }
        }
    }
    assert_eq!(needless, [], "{:#?}", seen.iter().map(|s| (&s.told, words(s.facts), s.changed())).collect::<Vec<_>>());
}

/// Rules that are off have nothing checked again.
#[test]
fn what_only_rules_that_are_off_read_has_nothing_checked_again() {
    let (mut files, _) = parse(FILES);
    let off = "rules: { unused-term: off, repeated-copy: off }";
    let settings = files.0.get_mut("sidestep.yaml").unwrap();
    *settings = settings.lines().filter(|line| !line.starts_with("rules")).chain([off]).collect::<Vec<_>>().join("\n");
    let mut workspace = files.workspace().live();
    for (path, from, to) in [
        ("content/roles/plain.yaml", "[Lonely]", "[]"),
        ("content/roles/plain.yaml", "  - role: Other Role", "  - role: Third Role"),
        ("content/roles/aaa.yaml", "twenty", "tewnty"),
    ] {
        let text = files.0.get_mut(path).unwrap();
        *text = text.replacen(from, to, 1);
        let change = Change::Set { path: path.to_owned(), text: text.clone() };
        let touched = workspace.apply(vec![change], &files);
        let paths = concerned(&workspace, &touched).into_iter().map(|id| workspace.file(id).path.to_string());
        let expected: &[&str] = match to {
            // They are orphans, or not.
            "  - role: Third Role" => &["content/roles/other.yaml", path, "content/roles/third.yaml"],
            _ => &[path],
        };
        assert_eq!(paths.collect::<BTreeSet<_>>(), expected.iter().map(|p| (*p).to_owned()).collect(), "{path}: {to}");
    }
}

/// A page's rows and options mean roles whatever its schema says of them.
#[test]
fn rows_and_options_are_uses_without_a_schema_that_says_so() {
    let (mut files, _) = parse(
        "
#- sidestep.yaml
schemas: { role: role.json }
#- role.json
{\"type\": \"object\"}
#- content/roles/page.yaml
name: Page
alternatives: [{ role: Other }]
how_to_pick:
  options:
    - role: Other
    - role: Extra
#- content/roles/other.yaml
name: Other
#- content/roles/extra.yaml
name: Extra
",
    );
    let mut workspace = files.workspace().live();
    let page = workspace.find("content/roles/page.yaml").unwrap();
    let has_extra = |workspace: &Workspace| findings(workspace, page).iter().any(|d| d.code == "extra-pick");
    assert!(has_extra(&workspace));
    files.0.remove("content/roles/extra.yaml");
    let touched = workspace.apply(vec![Change::Remove { path: "content/roles/extra.yaml".to_owned() }], &files);
    assert!(!has_extra(&workspace));
    assert!(concerned(&workspace, &touched).contains(&page));
}

/// Definitions that change places are not taken for each other.
#[test]
fn definitions_of_one_length_change_places() {
    let (tools, page) = ("content/tools.yaml", "content/roles/page.yaml");
    let (one, two) = ("- name: Kafka\n  avoid: [Kfk]\n", "- name: Spark\n  avoid: [Spk]\n");
    let (mut files, _) = parse("#- content/roles/page.yaml\nname: Page\nsummary: Uses Kfk.\n");
    files.0.insert(tools.to_owned(), format!("{one}{two}"));
    let mut workspace = files.workspace().live();
    let text = format!("{two}{one}");
    files.0.insert(tools.to_owned(), text.clone());
    workspace.apply(vec![Change::Set { path: tools.to_owned(), text }], &files);
    let id = workspace.find(page).unwrap();
    assert_eq!(findings(&workspace, id), findings(&files.workspace(), files.workspace().find(page).unwrap()));
}
