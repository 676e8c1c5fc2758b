//! A fix never leaves a name twice in a list.

use sidestep::content::KindId;
use sidestep::edit::Edit;
use sidestep::fix::Fixer;

use crate::fix_all::{after, fix};
use crate::fixture::{Files, parse};

const BESIDE: &str = "\
#- sidestep.yaml
columns: [{ name: Focus }, { name: Tools, kind: tool }]
#- content/tools.yaml
- name: PostgreSQL
  avoid: [Postgres, Postgre SQL]
- name: Docker
- name: Cloud data
- name: CI/CD
#- content/roles/old.yaml
name: Old
summary: s
status: retired
replaced_by: New
#- content/roles/new.yaml
name: New
summary: s
";

fn files(lines: &str) -> (Files, String) {
    let text = format!("name: Tester\nsummary: s\n{lines}");
    let (mut files, _) = parse(BESIDE);
    files.0.insert("content/roles/tester.yaml".to_owned(), text);
    (files, lines.to_owned())
}

fn role(files: &Files) -> &str {
    files.0["content/roles/tester.yaml"].strip_prefix("name: Tester\nsummary: s\n").unwrap()
}

/// What all fixes make of the lines of a role, the safe ones or suggestions too.
#[track_caller]
fn all(lines: &str, suggestions: bool, expected: &str) {
    let (files, _) = files(lines);
    let (new, _) = fix(&files, suggestions, &|_| true);
    assert_eq!(role(&new), expected, "\n{lines}");
    let (again, more) = fix(&new, suggestions, &|_| true);
    assert_eq!((role(&again), more), (expected, vec![]));
}

/// The titles of the fixes of a code, and what the first one makes of the lines.
#[track_caller]
fn one(lines: &str, code: &str, titles: &[&str], expected: &str) {
    let (files, _) = files(lines);
    let workspace = files.workspace();
    let found = files.check();
    let finding =
        found.iter().find(|d| d.code == code && d.path.contains("tester")).unwrap_or_else(|| panic!("{found:?}"));
    let fixes = Fixer::new(&workspace, &files).fixes(finding);
    assert_eq!(fixes.iter().map(|fix| fix.title.as_str()).collect::<Vec<_>>(), titles, "\n{lines}");
    let new = fixes.first().map_or_else(|| files.clone(), |fix| after(&files, &fix.edits));
    assert_eq!(role(&new), expected, "\n{lines}");
}

#[test]
fn the_entry_goes_where_the_name_is_there() {
    all("tools: [PostgreSQL, Docker, Postgres]\n", false, "tools: [PostgreSQL, Docker]\n");
    all("tools: [Postgres, Docker, PostgreSQL]\n", false, "tools: [Docker, PostgreSQL]\n");
    all("tools: [Postgres, Postgre SQL, POSTGRESQL]\n", false, "tools: [PostgreSQL]\n");
    all(
        "tools:\n  - PostgreSQL # kept\n  - 'Postgres'\n  # of Docker\n  - Docker\n",
        false,
        "tools:\n  - PostgreSQL # kept\n  # of Docker\n  - Docker\n",
    );
    all("tools:\r\n  - Postgres\r\n  - PostgreSQL\r\n", false, "tools:\r\n  - PostgreSQL\r\n");
    one(
        "tools: [PostgreSQL, Postgres]\n",
        "discouraged-name",
        &["Remove \"Postgres\": \"PostgreSQL\" is there already"],
        "tools: [PostgreSQL]\n",
    );
    // Other lists are other lists.
    all(
        "tools: [PostgreSQL]\nwhy: uses [[tool:Postgres]]\n",
        false,
        "tools: [PostgreSQL]\nwhy: uses [[tool:PostgreSQL]]\n",
    );
}

#[test]
fn no_comment_and_no_word_goes_along() {
    let kept = "tools:\n  - PostgreSQL\n  - Postgres # the old one\n";
    one(kept, "discouraged-name", &[], kept);
    let kept = "tools: [PostgreSQL,\n  # the old one\n  Postgres]\n";
    one(kept, "discouraged-name", &[], kept);
    let row = |cell: &str| format!("comparison:\n  rows:\n    - role: Tester\n      Focus: x\n      Tools: {cell}\n");
    one(
        &row("PostgreSQL, Postgres (the old one)"),
        "discouraged-name",
        &[],
        &row("PostgreSQL, Postgres (the old one)"),
    );
}

#[test]
fn in_the_cells_of_a_table() {
    let row = |cell: &str| format!("comparison:\n  rows:\n    - role: Tester\n      Focus: x\n      Tools: {cell}\n");
    let all = |cell: &str, expected: &str| all(&row(cell), false, &row(expected));
    all("PostgreSQL, Postgres, Docker", "PostgreSQL, Docker");
    all("Postgres, PostgreSQL, Docker", "PostgreSQL, Docker");
    all("PostgreSQL/Postgres, Docker", "PostgreSQL, Docker");
    all("Docker, Postgres/PostgreSQL", "Docker, PostgreSQL");
    all("Docker / Postgres / CI/CD, PostgreSQL", "Docker / CI/CD, PostgreSQL");
    all("Docker, PostgreSQL，Postgres", "Docker, PostgreSQL");
    all("PostgreSQL/Postgres (a note)", "PostgreSQL (a note)");
    all("'PostgreSQL, Postgres'", "'PostgreSQL'");
    all("\"Postgre\\x20SQL, PostgreSQL\"", "\"PostgreSQL\"");
    all("PostgreSQL,\n        Postgres,\n        Docker", "PostgreSQL,\n        Docker");
    all("|\n        PostgreSQL,\n        Postgres", "|\n        PostgreSQL");
    all("[PostgreSQL, Docker/Postgres]", "[PostgreSQL, Docker]");
    all("\n        - PostgreSQL\n        - Postgres", "\n        - PostgreSQL");
    // In parentheses stands another list.
    all("PostgreSQL, Cloud data (Postgres)", "PostgreSQL, Cloud data (PostgreSQL)");
    all("Cloud data (Postgres, PostgreSQL)", "Cloud data (PostgreSQL)");
}

#[test]
fn columns_that_are_missing() {
    let table =
        |columns: &str| format!("comparison:\n  columns: {columns}\n  rows:\n    - role: Tester\n      Focus: x\n");
    for (columns, expected) in [("[]", "[Focus, Tools]"), ("[Tools]", "[Focus, Tools]"), ("[Focus]", "[Focus, Tools]")]
    {
        let (files, _) = files(&table(columns));
        let workspace = files.workspace();
        let found = files.check();
        let finding = found.iter().find(|d| d.code == "missing-column").unwrap();
        let fixes = Fixer::new(&workspace, &files).fixes(finding);
        assert_eq!(role(&after(&files, &fixes[0].edits)), table(expected));
    }
}

#[test]
fn what_a_guess_would_take_away_is_for_the_author_to_choose() {
    one(
        "tools: [PostgreSQL, Postgress]\n",
        "unknown-tool",
        &["Remove \"Postgress\": \"PostgreSQL\" is there already", "Add \"Postgress\" to content/tools.yaml"],
        "tools: [PostgreSQL]\n",
    );
    all("tools: [PostgreSQL, Postgress]\n", true, "tools: [PostgreSQL, Postgress]\n");
    all("tools: [Postgress, Postgres]\n", true, "tools: [Postgress, PostgreSQL]\n");
}

#[test]
fn roles_of_a_page_stay_apart() {
    let lines =
        "why: w\nalternatives:\n  - { role: New, tagline: t, about: a }\n  - { role: Old, tagline: t, about: a }\n";
    one(lines, "retired-role", &[], lines);
}

#[test]
fn a_new_term_comes_where_its_name_belongs() {
    let added = |vocabulary: &str, name: &str| {
        let role = format!("name: A\nsummary: s\ntools: [{name}]\n");
        let mut files = Files::default();
        files.0.insert("content/roles/a.yaml".to_owned(), role);
        files.0.insert("content/tools.yaml".to_owned(), vocabulary.to_owned());
        let workspace = files.workspace();
        let found = files.check();
        let finding = found.iter().find(|d| d.code == "unknown-tool").unwrap();
        let fixer = Fixer::new(&workspace, &files);
        let fixes = fixer.fixes(finding);
        let described = fixer.add_described(KindId::TOOL, name).map(|(path, edit)| Edit::Text { path, edit });
        let text = |edits: &[Edit]| after(&files, edits).0["content/tools.yaml"].clone();
        (text(&fixes.last().unwrap().edits), text(&described.into_iter().collect::<Vec<_>>()))
    };
    let sorted = "# Tools\n- name: Ansible\n  summary: a\n\n# of docks\n- name: docker\n\n- name: Zig\n";
    let (plain, described) = added(sorted, "Kubernetes");
    assert_eq!(plain, sorted.replace("\n\n- name: Zig", "\n\n- name: Kubernetes\n\n- name: Zig"));
    let new = "\n\n- name: Kubernetes\n  summary: …\n\n- name: Zig";
    assert_eq!(described, sorted.replace("\n\n- name: Zig", new));
    assert_eq!(added(sorted, "Aab").0, sorted.replace("- name: Ansible", "- name: Aab\n\n- name: Ansible"));
    assert_eq!(added(sorted, "Zorg").0, format!("{sorted}\n- name: Zorg\n"));
    let unsorted = "- name: Zig\n- name: Ansible\n";
    assert_eq!(added(unsorted, "Docker").0, format!("{unsorted}- name: Docker\n"));
    assert_eq!(added("[{ name: A }, { name: Z }]\n", "K").1, "[{ name: A }, { name: K, summary: … }, { name: Z }]\n");
}

#[test]
fn plain_names_in_json_become_keys_with_values() {
    let role = |rows: &str| {
        format!(
            "{{ \"name\": \"Tester\", \"summary\": \"s\", \"comparison\": {{ \"rows\": [\n  {{ \"role\": \"Tester\", \"Focus\": \"f\", \"Tools\": \"Docker\" }},\n  {rows}\n] }} }}\n"
        )
    };
    let (mut files, _) = parse(BESIDE);
    let settings = files.0.get_mut("sidestep.yaml").unwrap();
    settings.push_str("roles: [content/roles/*.yaml, content/roles/*.json]\n");
    let path = "content/roles/tester.json";
    files.0.insert(path.to_owned(), role("\"New\", \"Old\""));
    let (new, _) = fix(&files, true, &|finding| finding.code == "schema");
    assert_eq!(new.0[path], role("{ \"role\": \"New\" }, { \"role\": \"Old\" }"));
}
