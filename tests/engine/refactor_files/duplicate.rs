//! Copying a role.

use sidestep::ide::Analysis;
use sidestep::ide::change::duplicate;

use super::def;
use crate::fixture::parse;

/// Plans the copy of a role: its path and text, and what the author looks at first; else why there is none.
fn duplicated(fixture: &str, role: &str, name: &str) -> Result<(String, String, String), String> {
    let files = parse(fixture.trim_start_matches('\n')).0;
    let workspace = files.workspace();
    let view = Analysis { workspace: &workspace, sources: &files };
    let new = duplicate(view, def(&workspace, "role", role), name).map_err(|refusal| refusal.message)?;
    let first = new.first.slice(&new.text).to_owned();
    Ok((new.path, new.text, first))
}

#[test]
fn a_copy_has_a_name_and_addresses_of_its_own() {
    let fixture = r#"
#- content/roles/a.yaml
# About A.
name: &a "A"
slug: a
aliases: [Aa]
avoid:
  - Ah
summary: What A is. # short
redirect_from: [/old/]
reviewed: 2026-01-02
skills: [x]
why: "[[A]] and [[B]]"
alternatives: [{role: B, tagline: t, about: a}]
comparison:
  rows:
    - role: *a
      Primary Focus: it
    - role: Aa
    - role: B
"#;
    let expected = r#"# About A.
name: &a "C: new"
summary: What A is. # short
skills: [x]
why: "[[A]] and [[B]]"
alternatives: [{role: B, tagline: t, about: a}]
comparison:
  rows:
    - role: *a
      Primary Focus: it
    - role: 'C: new'
    - role: B
"#;
    let (path, text, first) = duplicated(fixture, "A", " C:  new").unwrap();
    assert_eq!((path.as_str(), first.as_str()), ("content/roles/c-new.yaml", "What A is."));
    assert_eq!(text, expected);
    for (name, why) in [
        ("Aa", "\"Aa\" means \"A\" already, in content/roles/a.yaml"),
        ("A", "there is a role named \"A\" already, in content/roles/a.yaml"),
        (" ", "a role needs a name"),
    ] {
        assert_eq!(duplicated(fixture, "A", name), Err(why.to_owned()));
    }
    let broken = fixture.replace("skills: [x]", "skills: [x");
    assert_eq!(duplicated(&broken, "A", "C"), Err("content/roles/a.yaml has a syntax error: mend it first".to_owned()));
}
