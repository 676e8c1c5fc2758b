//! The file of a new role.

use sidestep::ide::Analysis;
use sidestep::ide::change::Refusal;
use sidestep::ide::new_role::{NewRole, first_draft, new_role};
use sidestep::text::apply;
use sidestep::workspace::Severity;

use crate::fixture::parse;

fn plan(fixture: &str, name: &str, near: Option<&str>) -> Result<NewRole, Refusal> {
    let (files, _) = parse(fixture.trim_start_matches('\n'));
    let workspace = files.workspace();
    new_role(Analysis { workspace: &workspace, sources: &files }, name, near)
}

#[track_caller]
fn path(fixture: &str, name: &str, near: Option<&str>) -> String {
    plan(fixture, name, near).unwrap().path
}

#[track_caller]
fn refused(fixture: &str, name: &str) -> (String, Option<String>) {
    let refusal = plan(fixture, name, None).unwrap_err();
    (refusal.message, refusal.place.map(|place| place.path.to_string()))
}

const ONE: &str = "
#- content/roles/data-engineer.yaml
name: Data Engineer
aliases: [Pipeline Engineer]
avoid: [Data Enginer]
summary: Moves data.
";

#[test]
fn a_draft_whose_summary_is_written_first() {
    let new = plan(ONE, "  Site   Reliability: Lead ", None).unwrap();
    assert_eq!(new.path, "content/roles/site-reliability-lead.yaml");
    assert!(new.text.starts_with("name: 'Site Reliability: Lead'\nstatus: draft\nsummary: …\n"), "{}", new.text);
    assert_eq!(&new.text[new.first.range()], "…");
    // Nothing is wrong with it but what is to be written.
    let (mut files, _) = parse(ONE.trim_start_matches('\n'));
    files.0.insert(new.path, new.text);
    let found = files.check();
    let told: Vec<_> = found.iter().filter(|d| d.severity >= Severity::Info).collect();
    assert!(told.iter().all(|d| d.code == "placeholder" && d.severity == Severity::Info), "{told:#?}");
    assert!(!told.is_empty());
}

#[test]
fn nearly_the_name_of_another_role() {
    let alike = |name: &str| plan(ONE, name, None).unwrap().warning;
    let warning = Some("it looks like \"Data Engineer\", in content/roles/data-engineer.yaml".to_owned());
    for name in ["DataEngineer", "data-engineers", "Data Engi.neers", "Data Engneer", "Pipeline Engineers"] {
        assert_eq!(alike(name), warning, "{name}");
    }
    // Short words tell roles apart.
    for name in ["Date Engineer", "Engineer", "Data Engineer Lead", "Data Scientist"] {
        assert_eq!(alike(name), None, "{name}");
    }
}

#[test]
fn the_first_draft_of_a_file_is_named_as_it_is() {
    let (files, _) = parse(ONE.trim_start_matches('\n'));
    let workspace = files.workspace();
    let view = Analysis { workspace: &workspace, sources: &files };
    let draft = |path: &str, text: &str| first_draft(view, path, text).map(|edit| apply(text, &[edit]).unwrap());
    let text = draft("content/roles/site-lead.yaml", "\u{feff}\n \n").unwrap();
    assert!(text.starts_with("\u{feff}name: Site Lead\nstatus: draft\nsummary: …\n"), "{text}");
    // The words of other names as they are written there; a file whose role is elsewhere already.
    assert_eq!(draft("content/roles/data-engineer.yaml", ""), None);
}

#[test]
fn names_in_every_script_and_with_signs() {
    assert_eq!(
        path(ONE, "Señor C++ Ingénieur & Straße", None),
        "content/roles/senor-cplusplus-ingenieur-and-strasse.yaml"
    );
    // A name without a slug is the file's name itself, where that can be.
    assert_eq!(path(ONE, "数据  工程师", None), "content/roles/数据 工程师.yaml");
    assert_eq!(path(ONE, "\u{1f680}", None), "content/roles/\u{1f680}.yaml");
    let long = "数".repeat(90);
    for name in ["..", ".", "..数", "../数", "数/据", "数\\据", "数:据", "数\u{1}据", "???", "-数", &long] {
        assert_eq!(refused(ONE, name).0, format!("no file can be named \"{name}.yaml\""));
    }
    assert_eq!(refused(ONE, " \t ").0, "a role needs a name");
}

#[test]
fn the_place_is_that_of_the_settings() {
    let elsewhere = |roles: &str| format!("#- sidestep.yaml\nroles: {roles}\n");
    for (roles, expected) in [
        ("[jobs/*.yaml]", "jobs/new-role.yaml"),
        ("[jobs/**/*.yaml, old/*.yaml]", "jobs/new-role.yaml"),
        ("['jobs/*.yml']", "jobs/new-role.yml"),
        ("['jobs/{a,b}*.yaml', 'jobs/new/*.yaml']", "jobs/new/new-role.yaml"),
        ("['*.yaml']", "new-role.yaml"),
    ] {
        assert_eq!(path(&elsewhere(roles), "New Role", None), expected, "{roles}");
    }
    let (why, _) = refused(&elsewhere("['jobs/*/role.yaml']"), "New Role");
    assert_eq!(why, "no pattern of \"roles\" takes a file named new-role.yaml: jobs/*/role.yaml");
    // Where patterns do not say, other roles do.
    let teams = "#- sidestep.yaml\nroles: ['teams/*/roles/*.yaml']\n#- teams/web/roles/a.yaml\nname: A\nsummary: A.\n";
    assert_eq!(path(teams, "New Role", None), "teams/web/roles/new-role.yaml");
}

#[test]
fn beside_the_role_that_is_open() {
    let two =
        "#- sidestep.yaml\nroles: ['jobs/**/*.yaml']\n#- jobs/web/a.yaml\nname: A\n#- jobs/data/b.yaml\nname: B\n";
    assert_eq!(path(two, "New Role", Some("jobs/web/a.yaml")), "jobs/web/new-role.yaml");
    assert_eq!(path(two, "New Role", Some("sidestep.yaml")), "jobs/new-role.yaml");
    assert_eq!(path(two, "New Role", Some("elsewhere/x.yaml")), "jobs/new-role.yaml");
}

#[test]
fn never_another_roles_name_or_file() {
    let at = Some("content/roles/data-engineer.yaml".to_owned());
    let why = "there is a role named \"Data Engineer\" already, in content/roles/data-engineer.yaml";
    assert_eq!(refused(ONE, "Data  Engineer"), (why.to_owned(), at.clone()));
    for name in ["data engineer", "Pipeline Engineer", "Data Enginer"] {
        let why = format!("\"{name}\" means \"Data Engineer\" already, in content/roles/data-engineer.yaml");
        assert_eq!(refused(ONE, name), (why, at.clone()));
    }
    // A file that cannot be read as a role yet.
    let broken = "#- content/roles/new-role.yml\n- [\n";
    let existing = "content/roles/new-role.yml";
    assert_eq!(refused(broken, "New Role"), (format!("{existing} is there already"), Some(existing.to_owned())));
}
