//! Role files that are renamed or deleted.

use rustc_hash::FxHashSet;
use sidestep::ide::Analysis;
use sidestep::ide::change::rename_file::{renamed_with_file, still_named};

use crate::fixture::{Files, parse};

/// The name that a role gets when its file is renamed.
fn name(role: &str, from: &str, to: &str) -> Option<String> {
    let others = "#- content/roles/x.yaml\nname: DevOps Engineer\nalternatives: [{role: QA Tester}]\n\
                  #- content/roles/y.yaml\nname: QA Tester\n#- content/tools.yaml\n- name: C++\n- name: testing\n";
    let (mut files, _) = parse(others);
    files.0.insert(from.to_owned(), role.to_owned());
    let workspace = files.workspace();
    renamed_with_file(Analysis { workspace: &workspace, sources: &files }, from, to).map(|(_, name)| name)
}

#[test]
fn the_words_that_changed() {
    for (old, from, to, new) in [
        ("Data Engineer", "data-engineer", "data-builder", "Data Builder"),
        ("Data Engineer", "data-engineer", "devops-engineer-2", "DevOps Engineer 2"),
        ("Data Engineer", "data-engineer", "senior-data-engineer", "Senior Data Engineer"),
        ("Senior Data Engineer", "senior-data-engineer", "data-engineer", "Data Engineer"),
        ("Data engineer", "data-engineer", "data-platform-engineer", "Data platform engineer"),
        ("data engineer", "data-engineer", "cloud-engineer", "cloud engineer"),
        ("QA Engineer", "qa-engineer", "ux-engineer", "UX Engineer"),
        ("QA Engineer", "qa-engineer", "security-engineer", "Security Engineer"),
        ("CI/CD Engineer", "ci-cd-engineer", "ci-cd-architect", "CI/CD Architect"),
        ("Data & AI Lead", "data-and-ai-lead", "data-and-ml-lead", "Data & ML Lead"),
        ("Head of Data", "head-of-data", "head-of-data-and-testing", "Head of Data and Testing"),
        ("Java Developer", "java-developer", "cplusplus-developer", "C++ Developer"),
        ("Engineer", "engineer", "architect", "Architect"),
        // A word of two parts is replaced as a whole.
        ("Größen-Ärztin", "grossen-arztin", "grossen-beraterin", "Grossen Beraterin"),
    ] {
        let path = |stem: &str| format!("content/roles/{stem}.yaml");
        let got = name(&format!("name: {old}\n"), &path(from), &path(to));
        assert_eq!(got.as_deref(), Some(new), "{old}: {from} -> {to}");
    }
}

#[test]
fn nothing_where_the_file_does_not_tell() {
    let role = "name: Data Engineer\n";
    for (text, from, to) in [
        // The name of the file was another; it fits now; it is no slug; it is no role's file; the slug is its own.
        (role, "content/roles/de.yaml", "content/roles/data-builder.yaml"),
        (role, "content/roles/data-engineer.yaml", "content/roles/sub/data-engineer.yaml"),
        (role, "content/roles/data-engineer.yaml", "content/roles/Data Builder.yaml"),
        (role, "content/roles/data-engineer.yaml", "content/roles/data--builder.yaml"),
        (role, "content/roles/data-engineer.yaml", "content/old/data-builder.yaml"),
        ("name: Data Engineer\nslug: data-engineer\n", "content/roles/data-engineer.yaml", "content/roles/b.yaml"),
        ("summary: x\n", "content/roles/data-engineer.yaml", "content/roles/b.yaml"),
        ("", "content/roles/data-engineer.yaml", "content/roles/b.yaml"),
    ] {
        assert_eq!(name(text, from, to), None, "{from} -> {to}");
    }
    assert_eq!(name("- name: Rust\n", "content/skills.yaml", "content/roles/b.yaml"), None);
}

#[test]
fn who_still_names_what_goes() {
    let (files, _): (Files, _) = parse(
        "#- content/roles/a.yaml\nname: A\nwhy: See [[B]] and [[C]].\n#- content/roles/b.yaml\nname: B\nreplaced_by: C\n\
         #- content/roles/c.yaml\nname: C\n#- content/roles/d.yaml\nname: D\nwhy: See [[a]].\n",
    );
    let workspace = files.workspace();
    let view = Analysis { workspace: &workspace, sources: &files };
    let named = |paths: &[&str]| {
        let gone: FxHashSet<_> =
            paths.iter().filter_map(|p| workspace.find(&format!("content/roles/{p}.yaml"))).collect();
        let (roles, pages) = still_named(view, &gone);
        let roles: Vec<String> = roles.iter().map(|def| workspace.name_of(*def).to_string()).collect();
        (roles.join(" "), pages.len())
    };
    assert_eq!(named(&["b"]), ("B".to_owned(), 1));
    assert_eq!(named(&["c"]), ("C".to_owned(), 2));
    assert_eq!(named(&["b", "c"]), ("B C".to_owned(), 1));
    assert_eq!(named(&["d"]), (String::new(), 0));
    assert_eq!(named(&["a", "b", "c", "d"]), (String::new(), 0));
}
