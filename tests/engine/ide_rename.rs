//! Renaming.

use sidestep::content::KindId;
use sidestep::edit::Edit;
use sidestep::ide::change::rename::{RenameOptions, prepare_rename, rename, rename_target};
use sidestep::ide::change::{ChangePlan, Refusal};
use sidestep::ide::uses::uses_of;
use sidestep::ide::{Analysis, Location};
use sidestep::schema::Label;
use sidestep::text::{TextEdit, apply};
use sidestep::workspace::{DefId, Reading, Severity, Sources, Workspace};

use crate::corpus::{self, Random};
use crate::cursor::Cursor;
use crate::fixture::Files;

/// The files after some edits.
pub fn after(files: &Files, edits: &[Edit]) -> Files {
    let mut files = files.clone();
    let mut texts: std::collections::BTreeMap<&str, Vec<TextEdit>> = Default::default();
    for edit in edits {
        if let Edit::Text { path, edit } = edit {
            texts.entry(path).or_default().push(edit.clone());
        }
    }
    for (path, edits) in texts {
        let text = files.0.get_mut(path).unwrap();
        *text = apply(text, &edits).unwrap();
    }
    for edit in edits {
        if let Edit::Rename { path, to } = edit {
            let text = files.0.remove(path).unwrap();
            assert!(files.0.insert(to.clone(), text).is_none());
        }
    }
    files
}

fn plan(fixture: &str, to: &str, options: RenameOptions) -> (Cursor, Result<ChangePlan, Refusal>) {
    let cursor = Cursor::new(fixture.trim_start_matches('\n'));
    // What a page that moves says of it has tests of its own.
    let options = RenameOptions { no_redirect: !fixture.contains("redirect_from"), ..options };
    let plan = rename_target(&cursor.file(), cursor.at)
        .and_then(|(def, label)| rename(cursor.view(), def, to, RenameOptions { label: Some(label), ..options }));
    (cursor, plan)
}

/// Checks the files after a rename, and what is left to confirm.
#[track_caller]
fn check_with(options: RenameOptions, fixture: &str, to: &str, expected: &str, confirm: usize) {
    let (cursor, plan) = plan(fixture, to, options);
    let plan = plan.unwrap();
    let files = after(&cursor.files, &plan.edits);
    let mut got = String::new();
    for (path, text) in &files.0 {
        got.push_str(&format!("#- {path}\n{text}"));
    }
    assert_eq!(got, expected.trim_start_matches('\n'), "\n{got}");
    assert_eq!(plan.confirm.len(), confirm, "{:?}", plan.confirm);
    let all: Vec<Edit> = [&plan.confirm[..], &plan.edits].concat();
    let _ = after(&cursor.files, &all);
}

#[track_caller]
fn check(fixture: &str, to: &str, expected: &str) {
    check_with(RenameOptions::default(), fixture, to, expected, 0);
}

#[track_caller]
fn refused(fixture: &str, to: &str, reason: &str) {
    assert_eq!(plan(fixture, to, RenameOptions::default()).1.unwrap_err().to_string(), reason);
}

const ROLE: &str = r#"
#- content/roles/a.yaml
name: A
why: |
  😀 [[Data Engineer|shown]], [[data-engineer]] and [[Data Plumber]]. Data Enginer!
summary: Data Engineer or Data Engineers, (Data Engineer).
alternatives:
  - role: "DATA Engineer" # first
  - role: &d Data Engineer
comparison: {rows: [{role: *d}, {role: 'Data Engineer'}]}
#- content/roles/data-engineer.yaml
name: Data $0Engineer
aliases: [Data Plumber]
avoid: [Data Enginer]
redirect_from:
  - /old/
comparison: {rows: [{role: Data Engineer}]}
"#;

#[test]
fn a_role_in_every_spelling() {
    check_with(
        RenameOptions::default(),
        ROLE,
        " Data   Builder ",
        r#"
#- content/roles/a.yaml
name: A
why: |
  😀 [[Data Builder|shown]], [[Data Builder]] and [[Data Plumber]]. Data Builder!
summary: Data Engineer or Data Engineers, (Data Engineer).
alternatives:
  - role: "Data Builder" # first
  - role: &d Data Builder
comparison: {rows: [{role: *d}, {role: 'Data Builder'}]}
#- content/roles/data-builder.yaml
name: Data Builder
aliases: [Data Plumber]
avoid: [Data Enginer]
redirect_from:
  - /old/
  - /data-engineer/
comparison: {rows: [{role: Data Builder}]}
"#,
        2,
    );
}

#[test]
fn plain_uses_in_prose_are_to_be_confirmed() {
    let uses = |prose: &str| {
        let fixture =
            format!("#- content/roles/a.yaml\nname: A\n{prose}#- content/roles/b.yaml\nname: Data$0 Engineer\n");
        let (cursor, plan) = plan(&fixture, "Data Builder", RenameOptions::default());
        let plan = plan.unwrap();
        assert_eq!(plan.files, 1);
        let confirmed = after(&cursor.files, &plan.confirm).0["content/roles/a.yaml"].clone();
        confirmed["name: A\n".len()..].to_owned()
    };
    for (prose, expected) in [
        ("summary: A Data Engineer, a Data Engineer.\n", "summary: A Data Builder, a Data Builder.\n"),
        (
            "summary: Data Engineers, xData Engineer, data Engineer\n",
            "summary: Data Engineers, xData Engineer, data Engineer\n",
        ),
        ("summary: \"x\\t Data\n  Engineer 😀\"\n", "summary: \"x\\t Data Builder 😀\"\n"),
        ("summary: \"\\u0044ata Engineer\"\n", "summary: \"Data Builder\"\n"),
        ("summary: >\r\n  a Data\r\n  Engineer\r\n", "summary: >\r\n  a Data Builder\r\n"),
        (
            "why: |\n  `Data Engineer` [Data Engineer](/x/)\n  'Data Engineer''s\n",
            "why: |\n  `Data Engineer` [Data Builder](/x/)\n  'Data Builder''s\n",
        ),
        ("# Data Engineer\nsummary: x # Data Engineer\n", "# Data Engineer\nsummary: x # Data Engineer\n"),
        ("summary: 'the Data Engineer''s'\n", "summary: 'the Data Builder''s'\n"),
    ] {
        assert_eq!(uses(prose), expected);
    }
}

/// Where a name in a text needs quotes around all of it, no edit fits beside that: what stays is told.
#[test]
fn plain_uses_in_a_text_that_gets_quotes_are_told() {
    let told = |prose: &str, to: &str| {
        let fixture =
            format!("#- content/roles/a.yaml\nname: A\n{prose}#- content/roles/b.yaml\nname: Data$0 Engineer\n");
        let (cursor, plan) = plan(&fixture, to, RenameOptions::default());
        let plan = plan.unwrap();
        let text = &cursor.files.0["content/roles/a.yaml"];
        let at = |at: &Location| format!("{}:{}", at.span.start, at.span.slice(text));
        (plan.rewritten.iter().map(at).collect::<Vec<_>>(), plan.confirm.len())
    };
    let prose = "summary: A Data Engineer asks [[Data Engineer]], a Data Engineer.\n";
    assert_eq!(told(prose, "Data: Builder"), (vec!["19:Data Engineer".into(), "59:Data Engineer".into()], 0));
    assert_eq!(told(prose, "Data Builder"), (vec![], 2));
    let lines = "summary: A Data\n  Engineer asks [[Data Engineer]].\n";
    assert_eq!(told(lines, "Data: Builder"), (vec!["19:Data\n  Engineer".into()], 0));
    assert_eq!(told("summary: A Data Engineer, [[Data Engineer]]\n", "Data Builder"), (vec![], 1));
    // Alone in its text it is offered with the quotes.
    assert_eq!(told("summary: A Data Engineer.\n", "Data: Builder"), (vec![], 1));
}

#[test]
fn quotes_where_the_new_name_needs_them() {
    check_with(
        RenameOptions::default(),
        &ROLE.replace("A\nwhy: |\n  😀", "A\nwhy:\n  😀").replace("redirect_from:\n  - /old/\n", ""),
        "C#: {it's}",
        r#"
#- content/roles/a.yaml
name: A
why:
  '😀 [[C#: {it''s}|shown]], [[C#: {it''s}]] and [[Data Plumber]]. C#: {it''s}!'
summary: Data Engineer or Data Engineers, (Data Engineer).
alternatives:
  - role: "C#: {it's}" # first
  - role: &d 'C#: {it''s}'
comparison: {rows: [{role: *d}, {role: 'C#: {it''s}'}]}
#- content/roles/csharp-it-s.yaml
name: 'C#: {it''s}'
aliases: [Data Plumber]
avoid: [Data Enginer]
comparison: {rows: [{role: 'C#: {it''s}'}]}
"#,
        1,
    );
}

#[test]
fn quotes_around_a_text_with_a_link_to_the_file_that_moves() {
    let fixture = |name: &str, file: &str, why: &str| {
        format!("#- content/roles/a.yaml\nname: A\nwhy: {why}\n#- content/roles/{file}.yaml\nname: {name}\n")
    };
    let old = fixture("Big Ro$0le", "big-role", "See [[Big Role]] and [x](big-role.yaml), or Big Role.");
    let new = fixture("'Big: Job'", "big-job", "'See [[Big: Job]] and [x](big-job.yaml), or Big Role.'");
    // The last use of the name stands in the text that is written anew.
    check_with(RenameOptions::default(), &old, "Big: Job", &new, 0);
    let new = fixture("Big Job", "big-job", "See [[Big Job]] and [x](big-job.yaml), or Big Role.");
    check_with(RenameOptions::default(), &old, "Big Job", &new, 1);
}

#[test]
fn the_file_stays_where_it_does_not_follow_the_name() {
    check("#- content/roles/b.yaml\nname: B$0 B\nsummary: x\n", "C", "#- content/roles/b.yaml\nname: C\nsummary: x\n");
    check(
        "#- content/roles/b.yaml\nname: B$0\nslug: b\nredirect_from: [/x/]\n",
        "C",
        "#- content/roles/b.yaml\nname: C\nslug: b\nredirect_from: [/x/]\n",
    );
    check(
        "#- content/roles/b.yml\r\nname: B$0\r\nredirect_from: [/c/]\r\n",
        "C",
        "#- content/roles/c.yml\nname: C\r\n",
    );
}

#[test]
fn a_term_keeps_its_first_letter() {
    check(
        r"
#- content/roles/a.yaml
name: A
skills: [design thinking, Design Thinking]
comparison:
  rows:
    - role: A
      Key Skills: Design thinking, x/design$0 thinking (design thinking)
why: '[[skill:Design thinking]]'
#- content/skills.yaml
- name: design thinking
  avoid: [Design Thinking]
- name: x
",
        "pattern design",
        r"
#- content/roles/a.yaml
name: A
skills: [pattern design, pattern design]
comparison:
  rows:
    - role: A
      Key Skills: Pattern design, x/pattern design (pattern design)
why: '[[skill:Pattern design]]'
#- content/skills.yaml
- name: pattern design
  avoid: [Design Thinking]
- name: x
",
    );
}

#[test]
fn the_old_name_is_kept_on_request() {
    let keep = |label| RenameOptions { keep_old: Some(label), ..RenameOptions::default() };
    let files = "#- content/roles/b.yaml\nname: B$0 B # c\naliases: [E]\n";
    check_with(keep(Label::Alias), files, "D", "#- content/roles/b.yaml\nname: D # c\naliases: [E, B B]\n", 0);
    check_with(keep(Label::Avoid), files, "D", "#- content/roles/b.yaml\nname: D # c\navoid: [B B]\naliases: [E]\n", 0);
    check_with(keep(Label::Alias), files, "E", "#- content/roles/b.yaml\nname: E # c\naliases: [B B]\n", 0);
    let terms = "#- content/skills.yaml\n- summary: x\n  name: B$0\n- {name: C}";
    check_with(
        keep(Label::Alias),
        terms,
        "D",
        "#- content/skills.yaml\n- summary: x\n  name: D\n  aliases: [B]\n- {name: C}",
        0,
    );
    check_with(
        keep(Label::Alias),
        &terms.replace("$0", "").replace("C}", "C$0}"),
        "D",
        "#- content/skills.yaml\n- summary: x\n  name: B\n- {name: D, aliases: [C]}",
        0,
    );
}

#[test]
fn refusals() {
    let files = "#- content/roles/a.yaml\nname: A\nwhy: 'See [[B$0]].'\nreplaced_by: Nobody\n#- content/roles/b.yaml\nname: B\naliases: [Bee]\n#- content/roles/c.yaml\nname: C\naliases: [Sea]\n";
    refused(files, "  ", "the new name is empty");
    refused(files, "B", "the name is \"B\" already");
    refused(
        files,
        "sea",
        "\"sea\" is taken by the role \"C\", in content/roles/c.yaml; to make one of both, retire \"B\" in favour of \"C\"",
    );
    refused(files, "C!", "\"C!\" would share the address \"c\" with \"C\" in content/roles/c.yaml");
    refused(files, "B|C", "\"B|C\" cannot stand between [[ and ]], as it has to in content/roles/a.yaml");
    refused(files, "tool: x", "\"tool: x\" cannot stand between [[ and ]], as it has to in content/roles/a.yaml");
    refused(&files.replace("See", "S$0ee").replace("[[B$0", "[[B"), "D", "there is no name here");
    refused(&files.replace("B$0", "Bee$0"), "D", "\"Bee\" is an alias: rename \"B\" where it is named so");
    let avoid = "#- content/tools.yaml\n- name: B\n  avoid: [Be$0e]\n";
    refused(avoid, "D", "\"Bee\" is a spelling to avoid: rename \"B\" where it is named so");
    refused(&files.replace("$0", "").replace("Nob", "No$0b"), "D", "no role is named \"Nobody\"");
    refused(
        &files.replace("name: C", "name: B"),
        "D",
        "two things are named \"B\", the other in content/roles/c.yaml: give one of them another name by hand",
    );
    refused(
        "#- content/roles/a.yaml\nname: A\nskills: [x$0]\n",
        "y",
        "there is no vocabulary of kind \"skill\" in which \"x\" could be renamed",
    );
    refused(
        "#- content/roles/a.yaml\nname: A$0\n#- content/roles/sub/c.yaml\nname: D\n#- content/roles/c.yaml\nname: E\n",
        "C",
        "the role's file would become content/roles/c.yaml, which exists already",
    );
}

#[test]
fn what_is_offered_to_start_from() {
    let cursor = Cursor::new(
        "#- content/roles/a.yaml\nname: A\nwhy: \"\nreplaced_by: data-engi$0neer\n#- content/roles/b.yaml\nname: Data Engineer\n",
    );
    let (span, text) = prepare_rename(&cursor.file(), cursor.at).unwrap();
    assert_eq!((span.slice(&cursor.file().text), &*text), ("data-engineer", "Data Engineer"));
}

#[test]
fn in_broken_files() {
    check(
        "#- content/roles/a.yaml\nname: A\nwhy: \"open\nalternatives:\n  - role: b$0\n    about: [\n#- content/roles/b.yaml\nname: B\n",
        "D",
        "#- content/roles/a.yaml\nname: A\nwhy: \"open\nalternatives:\n  - role: D\n    about: [\n#- content/roles/d.yaml\nname: D\n",
    );
}

/// There and back is the identity; in between every use is still one, and nothing is found that was not found before.
#[test]
fn there_and_back() {
    let mut files = Files::default();
    for (path, text) in corpus::workspace(40) {
        let path = path.split('/').enumerate().filter(|(at, _)| *at != 2 || !path.contains("/roles/"));
        let path: Vec<&str> = path.map(|(_, part)| part).collect();
        files.0.insert(path.join("/"), text.replace("\n\n", "\r\n\r\n"));
    }
    let mut random = Random(5);
    let findings = |files: &Files| files.check().iter().filter(|d| d.severity >= Severity::Info).count();
    let before = findings(&files);
    for round in 0..12 {
        let workspace = files.workspace();
        let view = Analysis { workspace: &workspace, sources: &files };
        let ids = workspace.sorted();
        let file = ids[if round % 3 == 0 { random.below(2) } else { random.below(ids.len()) }];
        let count = workspace.file(file).facts.definitions.len();
        let def = DefId { file, position: random.below(count) as u32 };
        let (old, kind) = (workspace.name_of(def), workspace.definition(def).unwrap().kind);
        // Terms begin with a small letter or a capital: the new name does the same.
        let new = if old.starts_with(char::is_uppercase) { "Zither Ünder" } else { "zither ünder" };
        let new = format!("{new} {round}");
        let there = rename(view, def, &new, RenameOptions::default()).unwrap();
        let changed = after(&files, &there.edits);
        assert_eq!(findings(&changed), before, "{old} -> {new}");

        let workspace = changed.workspace();
        let moved = Analysis { workspace: &workspace, sources: &changed };
        let resolved = workspace.resolve(kind, &new).unwrap();
        assert_eq!(uses_of(moved, resolved.def).len(), uses_of(view, def).len());
        let back = rename(moved, resolved.def, &old, RenameOptions::default()).unwrap();
        let restored = after(&changed, &back.edits);
        for (path, text) in &files.0 {
            assert_eq!(restored.0.get(path), Some(text), "{path}: {old} -> {new}");
        }
        assert_eq!(restored.0.len(), files.0.len());
    }
}

/// Files that count how often each is read.
pub struct Counting<'f> {
    pub files: &'f Files,
    pub reads: std::sync::Mutex<std::collections::BTreeMap<String, usize>>,
}

impl Sources for Counting<'_> {
    fn read(&self, path: &str) -> Result<String, String> {
        *self.reads.lock().unwrap().entry(path.to_owned()).or_default() += 1;
        self.files.read(path)
    }

    fn exists(&self, path: &str) -> bool {
        self.files.exists(path)
    }
}

/// What a rename costs is a matter of how many files it reads: those that use the name, once each.
#[test]
fn only_files_with_the_name_are_read() {
    let mut files = Files::default();
    let old = corpus::role_name(5);
    for (at, (path, text)) in corpus::workspace(300).into_iter().enumerate() {
        let like = if at % 10 == 0 { format!("  Like [[{old}]]. See the") } else { "  See the".to_owned() };
        files.0.insert(path, text.replacen("  See the", &like, 1));
    }
    let paths: Vec<String> = files.0.keys().cloned().collect();
    let workspace = Workspace::open(&files).with_lines().load_into(&paths, &Reading::of(&files)).live();
    let def = workspace.resolve(KindId::ROLE, &old).unwrap().def;
    let counting = Counting { files: &files, reads: Default::default() };
    let plan =
        rename(Analysis { workspace: &workspace, sources: &counting }, def, "Zither Maker", RenameOptions::default())
            .unwrap();
    let own = &*workspace.file(def.file).path;
    let reads = counting.reads.into_inner().unwrap();
    assert!(plan.files > 25 && reads.len() < 40, "{} changed, {} read", plan.files, reads.len());
    for (path, count) in reads {
        assert!(count == 1 || path == own && count <= 3, "{path} is read {count} times");
        // All words of the name are there.
        let text = &files.0[&path];
        assert!(path == own || old.split(' ').all(|word| text.contains(word)), "{path}");
    }
}

#[test]
fn names_beside_it_keep_their_meaning() {
    let fixture = |tools: &str, cell: &str| {
        format!(
            "#- content/roles/a.yaml\nname: A\ncomparison:\n  rows:\n    - role: A\n      Common Tools/Technologies: '{cell}'\n#- content/tools.yaml\n- name: Jen$0kins\n{tools}"
        )
    };
    for (tools, cell, to) in [
        ("- name: CI/CD\n- name: CI\n", "CI/Jenkins, Docker", "CD"),
        ("- name: CI/CD\n- name: CI\n", "Docker, CI / jenkins", "CD"),
        ("- name: Foo/CD\n", "Foo/Jenkins", "CD"),
        ("- name: A (CD)\n- name: A\n", "A (Jenkins)", "CD"),
        // Elsewhere two tools stand beside each other.
        ("- name: CI\n- name: CD\n", "Docker, CI/CD", "CI/CD"),
    ] {
        let reason =
            format!("\"{to}\" would change what the names beside it mean in a list of terms in content/roles/a.yaml");
        refused(&fixture(tools, cell), to, &reason);
    }
    for (tools, cell, to, after) in [
        ("- name: CI/CD\n- name: CI\n", "CI/Jenkins, it''s 😀/Jenkins", "CDs", "CI/CDs, it''s 😀/CDs"),
        ("- name: CI\n", "CI (Jenkins, CI)", "Foo/Bar", "CI (Foo/Bar, CI)"),
        ("- name: CI/CD\n- name: CI\n", "CI, Jenkins", "CD", "CI, CD"),
        ("- name: CI\n", "Foo/Bar, CI", "Foo/Bar", "Foo/Bar, CI"),
    ] {
        let (cursor, plan) = plan(&fixture(tools, cell), to, RenameOptions::default());
        let files = self::after(&cursor.files, &plan.unwrap().edits);
        let text = &files.0["content/roles/a.yaml"];
        assert!(text.ends_with(&format!(": '{after}'\n")), "{text}");
    }
}

#[test]
fn the_new_name_is_no_spelling_to_avoid() {
    let role = |labels: &str| format!("#- content/roles/b.yaml\nname: B$0 B\nslug: b\n{labels}summary: x\n");
    for (labels, after) in [
        ("avoid: [D]\n", ""),
        ("avoid:\n  - D\n", ""),
        ("avoid:\n  - D\n  - E # note\n", "avoid:\n  - E # note\n"),
        ("aliases: [E]\navoid: ['D', F]\n", "aliases: [E]\navoid: [F]\n"),
    ] {
        let expected = role(after).replace("B$0 B", "D");
        check(&role(labels), "D", &expected);
    }
    refused(
        &role("avoid:\n  - D # note\n  - E\n"),
        "D",
        "\"D\" is a spelling to avoid of \"B B\" in content/roles/b.yaml, with a comment or an anchor beside it: take it out by hand first",
    );
    let keep = RenameOptions { keep_old: Some(Label::Alias), ..RenameOptions::default() };
    let terms = "#- content/tools.yaml\n- name: B$0\n  avoid: [D]\n  aliases:\n";
    check_with(keep, terms, "D", "#- content/tools.yaml\n- name: D\n  aliases: [B]\n", 0);
}

#[test]
fn texts_of_several_lines_get_no_quotes_for_nothing() {
    check(
        "#- content/roles/a.yaml\nname: A\nsummary: Next to [[Role$0 B]]\n  and more\n#- content/roles/role-b.yaml\nname: Role B\n",
        "C++, Ops",
        "#- content/roles/a.yaml\nname: A\nsummary: Next to [[C++, Ops]]\n  and more\n#- content/roles/cplusplus-ops.yaml\nname: C++, Ops\n",
    );
}
