//! Every use of a thing.

use sidestep::ide::references::references;

use crate::cursor::Cursor;

#[track_caller]
fn check(fixture: &str, include_declaration: bool) {
    let cursor = Cursor::new(fixture.trim_start_matches('\n'));
    let found = references(&cursor.file(), cursor.at, include_declaration).unwrap_or_default();
    let mut sorted = found.clone();
    sorted.sort();
    assert_eq!(found, sorted, "by path and place");
    let got: Vec<_> = found.iter().map(|at| cursor.mark(&at.path, at.span, "use")).collect();
    let wanted = cursor.marks.iter().filter(|m| include_declaration || m.4 == "use").cloned();
    let wanted: Vec<_> = wanted.map(|(path, line, from, to, _)| (path, line, from, to, "use".to_owned())).collect();
    assert_eq!(got, wanted);
}

const ROLES: &str = r"
#- content/roles/a.yaml
name: A
avoid: [x]
why: |
  See [[data-engineer]], [[Data Pipeliner|x]] and the Data Enginer.
#       ^^^^^^^^^^^^^ use
#                          ^^^^^^^^^^^^^^ use
#                                                     ^^^^^^^^^^^^ use
alternatives:
  - role: &d DATA Engineer
#            ^^^^^^^^^^^^^ use
comparison:
  rows:
    - role: *d
    - role: 'Data Engineer'
#            ^^^^^^^^^^^^^ use
      about: [
#- content/roles/b.yaml
name: Data $0Engineer
#     ^^^^^^^^^^^^^ def
aliases: [Data Pipeliner]
#         ^^^^^^^^^^^^^^ def
avoid: [Data Enginer]
#       ^^^^^^^^^^^^ def
comparison: {rows: [{role: Data Engineer}]}
#                          ^^^^^^^^^^^^^ use
#- content/roles/c.yaml
name: Data
summary: Nothing to see, Data  Engineer.
#                        ^^^^^^^^^^^^^^ use
why: A data engineer, [Data Engineer](x), the Data Pipeliner.
#                      ^^^^^^^^^^^^^ use
#                                             ^^^^^^^^^^^^^^ use
";

#[test]
fn of_a_role() {
    check(ROLES, true);
    check(ROLES, false);
    // From a use, and from a plain one in prose.
    let from_prose = ROLES.replace("$0", "").replace("the Data P", "the Da$0ta P");
    check(&from_prose, true);
    check(&ROLES.replace("$0", "").replace("[[data-", "[[$0data-"), false);
    // A file without line feeds.
    check(&ROLES.replace('\n', "\r\n"), true);
}

#[test]
fn of_a_term_in_lists() {
    check(
        r"
#- content/tools.yaml
- name: CI/CD
#       ^^^^^ def
  aliases: [.deliver]
#           ^^^^^^^^ def
- name: c
#- content/roles/a.yaml
name: A
tools: [ci/cd]
#       ^^^^^ use
comparison:
  rows:
    - role: A
      Common Tools/Technologies: ['c (CI /  CD, .DELIVER)', C$0I/CD/c]
#                                     ^^^^^^^^ use
#                                               ^^^^^^^^ use
#                                                           ^^^^^ use
",
        true,
    );
}

#[test]
fn of_nothing() {
    let cursor = Cursor::new("#- content/roles/a.yaml\nname: A\nsum$0mary: B\nreplaced_by: C\n");
    assert_eq!(references(&cursor.file(), cursor.at, true), None);
    assert_eq!(references(&cursor.file(), cursor.file().text.len() as u32 - 2, true), None);
}

/// The quick search finds what reading every name of every file finds.
#[test]
fn as_reading_all_names_does() {
    use sidestep::ide::uses::{files_using, uses_in, uses_of};
    let mut files = crate::fixture::Files::default();
    for (path, text) in crate::corpus::workspace(60) {
        // Some spellings that are not the names themselves.
        let text = text.replacen("Engineer", "engineer", 3).replacen("Kit/", "kit/", 1);
        files.0.insert(path, text);
    }
    let workspace = files.workspace();
    let view = sidestep::ide::Analysis { workspace: &workspace, sources: &files };
    let mut checked = 0;
    for (id, entry) in workspace.files() {
        for position in (0..entry.facts.definitions.len() as u32).step_by(3) {
            let def = sidestep::workspace::DefId { file: id, position };
            let mut all = Vec::new();
            let mut using = Vec::new();
            for file in workspace.sorted() {
                let uses: Vec<_> = uses_in(&workspace, file).into_iter().filter(|u| u.def() == Some(def)).collect();
                if !uses.is_empty() && file != id {
                    using.push(file);
                }
                all.extend(uses);
            }
            let quick: Vec<_> = uses_of(view, def).into_iter().map(|(_, name)| name).collect();
            assert_eq!(quick, all);
            assert_eq!(files_using(view, def), using);
            checked += all.len();
        }
    }
    assert!(checked > 500, "{checked}");
}
