//! Applying the fixes of many findings at once.

use std::collections::BTreeMap;

use sidestep::edit::Edit;
use sidestep::fix::{FixAll, FixedAll, fix_all};
use sidestep::rules::Diagnostic;
use sidestep::text::{TextEdit, apply};

use crate::fixture::{Files, parse};

pub const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 24);

/// Files after edits.
pub fn after(files: &Files, edits: &[Edit]) -> Files {
    let mut new = files.clone();
    let mut texts: BTreeMap<&str, Vec<TextEdit>> = BTreeMap::new();
    for edit in edits {
        match edit {
            Edit::Text { path, edit } => texts.entry(path).or_default().push(edit.clone()),
            Edit::Create { path, text } => assert_eq!(new.0.insert(path.clone(), text.clone()), None, "{path}"),
            Edit::Rename { .. } | Edit::Delete { .. } => {}
        }
    }
    for (path, edits) in texts {
        let text = apply(&files.0[path], &edits).unwrap();
        new.0.insert(path.to_owned(), text);
    }
    // Files may take each other's place.
    let moved: Vec<(&String, String)> = edits
        .iter()
        .filter_map(|edit| match edit {
            Edit::Rename { path, to } => Some((to, new.0.remove(path).unwrap())),
            _ => None,
        })
        .collect();
    for (to, text) in moved {
        assert_eq!(new.0.insert(to.clone(), text), None, "{to}");
    }
    new
}

pub fn fix(files: &Files, suggestions: bool, wanted: &(dyn Fn(&Diagnostic) -> bool + Sync)) -> (Files, Vec<String>) {
    let workspace = files.workspace();
    let request = FixAll { wanted, suggestions, today: TODAY };
    let FixedAll { edits, fixed, after: end, .. } = fix_all(&workspace, files, &files.check(), &request);
    let new = after(files, &edits);
    if let Some(end) = end {
        // What it says of the files afterwards is what a check of them says.
        let all = new.check();
        for (path, found) in &end.findings {
            let expected: Vec<&Diagnostic> = all.iter().filter(|d| d.path == *path).collect();
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{path}");
        }
    } else {
        assert_eq!(edits, []);
    }
    (new, fixed.into_iter().map(|f| format!("{}: {}", f.code, f.title)).collect())
}

/// The files of a fixture after the safe fixes, or all of them, and a second run that changes nothing.
#[track_caller]
fn fixed(fixture: &str, suggestions: bool) -> (Files, Vec<String>) {
    let (files, _) = parse(fixture);
    let (new, titles) = fix(&files, suggestions, &|_| true);
    let (again, more) = fix(&new, suggestions, &|_| true);
    assert_eq!((again.0, more), (new.0.clone(), vec![]), "the second run changed something");
    (new, titles)
}

const VOCABULARIES: &str = "\
#- content/skills.yaml
- name: testing
#- content/tools.yaml
- name: PostgreSQL # the database
  avoid: [Postgres]
- name: Git
";

#[test]
fn safe_fixes_only_and_each_change_as_small_as_it_can_be() {
    let role = "\
#- content/roles/writer.yaml
name: Writer # she
summary: Writes; see http://example.org.
tools: [Postgres, GIT] # both
";
    let (files, _) = parse(&format!("{role}{VOCABULARIES}"));
    let workspace = files.workspace();
    let request = FixAll { wanted: &|_| true, suggestions: false, today: TODAY };
    let done = fix_all(&workspace, &files, &files.check(), &request);
    let places: Vec<String> = done
        .edits
        .iter()
        .map(|edit| match edit {
            Edit::Text { path, edit } => format!("{path} {:?} {}", edit.span.slice(&files.0[path]), edit.text),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(places, ["content/roles/writer.yaml \"Postgres\" PostgreSQL", "content/roles/writer.yaml \"GIT\" Git",]);
    assert_eq!(done.fixed.len(), 2);
    assert_eq!(done.refused, []);
}

#[test]
fn quotes_do_not_hide_that_words_are_missing() {
    let role = |option: &str| {
        let page =
            "name: Writer\nsummary: s\nalternatives:\n  - { role: Editor, tagline: t }\nhow_to_pick:\n  options:\n";
        format!(
            "#- content/roles/writer.yaml\n{page}    - if: You cut\n      role: Editor\n      then: {option}\n{VOCABULARIES}"
        )
    };
    let told = |option: &str| fixed(&role(option), true).0.0["content/roles/writer.yaml"].contains('\'');
    assert!(told("&t Take it"), "words are kept by quotes");
    assert!(!told("&t TODO"));
}

#[test]
fn several_rows_come_in_the_order_of_the_alternatives_in_one_round() {
    let (new, titles) = fixed(
        &format!(
            "{}{VOCABULARIES}",
            "\
#- sidestep.yaml
columns: [{ name: Focus }]
#- content/roles/writer.yaml
name: Writer
summary: Writes.
why: For a change.
alternatives:
  - { role: Zoologist, tagline: z, about: z }
  - { role: Ant, tagline: a, about: a }
  - { role: Mason, tagline: m, about: m }
comparison:
  rows:
    - { role: Writer, Focus: text } # own
how_to_pick:
  options: [{ if: z, role: Zoologist, then: z }]
#- content/roles/zoologist.yaml
name: Zoologist
summary: s
comparison: { rows: [{ role: Zoologist, Focus: z }] }
#- content/roles/ant.yaml
name: Ant
summary: s
comparison: { rows: [{ role: Ant, Focus: z }] }
#- content/roles/mason.yaml
name: Mason
summary: s
comparison: { rows: [{ role: Mason, Focus: z }] }
"
        ),
        true,
    );
    let text = &new.0["content/roles/writer.yaml"];
    let rows = "    - { role: Writer, Focus: text } # own\n    - role: Zoologist\n    - role: Ant\n    - role: Mason\n";
    assert!(text.contains(rows), "{text}");
    // The options would hold blanks, which are for the author to fill in.
    assert!(text.contains("options: [{ if: z, role: Zoologist, then: z }]") && !text.contains('…'), "{text}");
    assert_eq!(titles.len(), 3, "{titles:#?}");
}

#[test]
fn a_fix_that_makes_another_finding_is_not_applied() {
    // A row for Ant would have nothing to show.
    let (new, titles) = fixed(
        "\
#- content/roles/writer.yaml
name: Writer
summary: Writes.
why: For a change.
alternatives: [{ role: ant, tagline: a, about: a }]
comparison:
  rows:
    - { role: Writer, Primary Focus: a, Key Skills: b, Common Tools/Technologies: c, Typical Deliverables: d }
how_to_pick: { options: [{ if: a, role: Ant, then: a }] }
#- content/roles/ant.yaml
name: Ant
summary: s
",
        false,
    );
    assert_eq!(titles, ["discouraged-name: Replace with \"Ant\""]);
    assert!(new.0["content/roles/writer.yaml"].contains("[{ role: Ant,"));
}

/// Content model, section 6: such fixes are manual.
#[test]
fn no_fix_in_bulk_writes_a_blank_adds_to_a_vocabulary_or_creates_a_file() {
    let text = format!(
        "\
#- sidestep.yaml
columns: [{{ name: Focus }}]
rules: {{ one-way-alternative: warning }}
#- content/roles/writer.yaml
name: Writer
summary: s, [[Platform Engineer]]
tools: [Zig]
why: For a change.
alternatives:
  - {{ role: Ant, tagline: a, about: a }}
comparison:
  rows:
    - {{ role: Ant, Focus: a }}
how_to_pick:
  options: [{{ if: w, role: Writer, then: w }}]
#- content/roles/ant.yaml
name: Ant
summary: s
why: For a change.
alternatives:
  - {{ role: Mason, tagline: m, about: m }}
comparison:
  rows:
    - {{ role: Ant, Focus: a }}
    - {{ role: Mason }}
how_to_pick:
  options: [{{ if: m, role: Mason, then: m }}]
#- content/roles/mason.yaml
name: Mason
summary: s
comparison: {{ rows: [{{ role: Mason, Focus: m }}] }}
{VOCABULARIES}"
    );
    let (files, _) = parse(&text);
    let codes: Vec<String> = files.check().iter().map(|d| d.code.to_string()).collect();
    for code in ["unknown-role", "unknown-tool", "missing-row", "missing-pick", "one-way-alternative"] {
        assert!(codes.iter().any(|c| c == code), "{code} in {codes:?}");
    }
    for suggestions in [false, true] {
        let (new, _) = fix(&files, suggestions, &|_| true);
        assert!(new.0.keys().eq(files.0.keys()));
        assert_eq!(new.0["content/tools.yaml"], files.0["content/tools.yaml"]);
        assert!(new.0.values().all(|text| !text.contains('…')), "{new:#?}");
    }
}

#[test]
fn a_file_is_renamed_after_all_else() {
    let (files, _) =
        parse(&format!("#- content/roles/old.yaml\nname: Writer\nsummary: s\ntools: [Postgres]\n{VOCABULARIES}"));
    let workspace = files.workspace();
    let request = FixAll { wanted: &|_| true, suggestions: true, today: TODAY };
    let done = fix_all(&workspace, &files, &files.check(), &request);
    assert!(matches!(&done.edits[0], Edit::Text { path, .. } if path == "content/roles/old.yaml"), "{:?}", done.edits);
    assert!(matches!(&done.edits[1], Edit::Rename { to, .. } if to == "content/roles/writer.yaml"), "{:?}", done.edits);
    assert_eq!(done.edits.len(), 2);
    fixed(&format!("#- content/roles/old.yaml\nname: Writer\nsummary: s\ntools: [Postgres]\n{VOCABULARIES}"), true);
}

#[test]
fn one_file_or_one_code() {
    let (files, _) = parse(&format!(
        "#- content/roles/aa.yaml\nname: aa\nsummary: s\ntools: [Postgres, Git]\nreviewed: 2020-01-01 # sidestep: ignore[stale]\n\
         #- content/roles/bb.yaml\nname: bb\nsummary: s\ntools: [Postgres]\n{VOCABULARIES}"
    ));
    let (new, _) = fix(&files, false, &|d| &*d.path == "content/roles/bb.yaml");
    assert_eq!(new.0["content/roles/aa.yaml"], files.0["content/roles/aa.yaml"]);
    assert!(new.0["content/roles/bb.yaml"].contains("[PostgreSQL]"));
    let (new, titles) = fix(&files, false, &|d| d.code == "discouraged-name");
    assert_eq!(titles.len(), 2);
    assert!(new.0["content/roles/aa.yaml"].contains("[PostgreSQL, Git]"));
    assert!(new.0["content/roles/aa.yaml"].contains("ignore[stale]"));
}

#[test]
fn of_many_fixes_in_a_file_only_the_one_that_does_harm_is_left_out() {
    let (files, _) = parse(
        "\
#- sidestep.yaml
columns: [{ name: Focus }]
#- content/roles/writer.yaml
name: Writer
aliases: [Author of Long Books]
summary: Writes.
why: \"[[ZOOLOGIST]] and [[mason]]\"
alternatives:
  - { role: zoologist, tagline: z, about: z }
  - { role: Ant, tagline: a, about: a }
  - { role: Mason, tagline: m, about: '[[MASON]]' }
comparison:
  rows:
    - { role: WRITER, Focus: text } # own
how_to_pick:
  options:
    - { if: z, role: MASON, then: z }
    - { if: z, role: Ant, then: z }
    - { if: z, role: Zoologist, then: z }
#- content/roles/zoologist.yaml
name: Zoologist
summary: s
comparison: { rows: [{ role: Zoologist, Focus: z }] }
#- content/roles/ant.yaml
name: Ant
summary: s
#- content/roles/mason.yaml
name: Mason
summary: s
comparison: { rows: [{ role: Mason, Focus: z }] }
",
    );
    let (new, titles) = fix(&files, false, &|_| true);
    let text = &new.0["content/roles/writer.yaml"];
    assert!(
        text.contains("    - { role: Writer, Focus: text } # own\n    - role: Zoologist\n    - role: Mason\n"),
        "{text}"
    );
    assert!(text.contains("[[Zoologist]] and [[Mason]]") && text.contains("'[[Mason]]'"), "{text}");
    assert!(text.contains("- { if: z, role: Zoologist, then: z }\n    - { if: z, role: Ant,"), "{text}");
    let left: Vec<_> = new.check().into_iter().map(|d| format!("{}: {}", d.code, d.message)).collect();
    assert_eq!(left.iter().filter(|d| !d.starts_with("orphan")).count(), 1, "{left:#?} {titles:#?}");
}

/// A file system that ignores letter case.
struct AnyCase(Files);

impl sidestep::workspace::Sources for AnyCase {
    fn read(&self, path: &str) -> Result<String, String> {
        self.0.read(path)
    }

    fn exists(&self, path: &str) -> bool {
        self.0.0.keys().any(|known| known.eq_ignore_ascii_case(path))
    }
}

#[test]
fn a_file_can_get_its_name_in_another_letter_case() {
    let (files, _) = parse("#- content/roles/Writer.yaml\nname: Writer\nsummary: s\n");
    let workspace = files.workspace();
    let disk = AnyCase(files.clone());
    let request = FixAll { wanted: &|_| true, suggestions: true, today: TODAY };
    let done = fix_all(&workspace, &disk, &files.check(), &request);
    let (path, to) = ("content/roles/Writer.yaml".to_owned(), "content/roles/writer.yaml".to_owned());
    assert_eq!(done.edits, [Edit::Rename { path, to }]);
}

/// The other page has the row and the option already: only the entry is added.
#[test]
fn an_alternative_is_added_to_a_page_that_has_its_row() {
    let page = |own: &str, other: &str, alternatives: &str| {
        format!(
            "name: {own}\nsummary: s\nwhy: w\nalternatives: [{alternatives}]\ncomparison:\n  rows:\n    \
             - {{ role: {own}, Focus: f }}\n    - role: {other}\nhow_to_pick:\n  options:\n    \
             - {{ if: a, role: {other}, then: b }}\n"
        )
    };
    let other = page("Mason", "ANT", "{ role: Zoo, tagline: t, about: a }");
    let mut files = Files::default();
    let entry = "{ role: Mason, tagline: t, about: a }";
    files
        .0
        .insert("sidestep.yaml".into(), "columns: [{ name: Focus }]\nrules: { one-way-alternative: warning }\n".into());
    files.0.insert("content/roles/ant.yaml".into(), page("Ant", "Mason", entry));
    files.0.insert("content/roles/mason.yaml".into(), other.clone());
    files.0.insert("content/roles/zoo.yaml".into(), page("Zoo", "Mason", entry));
    let workspace = files.workspace();
    let found = files.check();
    let finding = found.iter().find(|d| d.code == "one-way-alternative" && d.path.ends_with("ant.yaml")).unwrap();
    let fixes = sidestep::fix::Fixer::new(&workspace, &files).fixes(finding);
    assert_eq!(fixes[0].applicability, sidestep::rules::Applicability::Manual);
    let new = after(&files, &fixes[0].edits);
    let expected = other.replace("about: a }]", "about: a }, { role: Ant, tagline: …, about: … }]");
    assert_eq!(new.0["content/roles/mason.yaml"], expected);
}

/// No file can take its name alone: another one has it.
#[test]
fn files_that_have_each_others_names() {
    let (new, titles) = fixed(
        r"
#- content/roles/baker.yaml
name: Miller
summary: Grinds flour.
#- content/roles/miller.yaml
name: Baker
summary: Bakes bread.
#- content/roles/one.yaml
name: Two
summary: s
#- content/roles/two.yaml
name: Three
summary: s
#- content/roles/three.yaml
name: One
summary: s
#- content/roles/late.yaml
name: Three
summary: This name is taken.
",
        true,
    );
    for (path, name) in [
        ("baker", "Baker"),
        ("miller", "Miller"),
        ("one", "One"),
        ("two", "Two"),
        ("three", "Three"),
        ("late", "Three"),
    ] {
        let text = &new.0[&format!("content/roles/{path}.yaml")];
        assert!(text.starts_with(&format!("name: {name}\n")), "{path}: {text}");
    }
    assert_eq!(new.0.keys().filter(|path| path.starts_with("content/roles/")).count(), 6);
    let count = |title: &str| titles.iter().filter(|t| *t == title).count();
    assert_eq!(count("file-name: Swap the names of baker.yaml and miller.yaml"), 2, "{titles:?}");
    assert_eq!(count("file-name: Exchange the names of 3 files"), 3, "{titles:?}");
}
