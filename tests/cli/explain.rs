//! `sidestep explain`

use sidestep::rules::RULES;

use crate::support::{Folder, ROLE};

#[test]
fn all_codes_in_one_line_each() {
    let ran = Folder::new(&[]).run(&["explain"]);
    ran.is(0);
    for rule in RULES {
        let line = ran.out.lines().find(|line| line.split(' ').next() == Some(rule.code));
        assert!(line.is_some_and(|line| line.ends_with(rule.summary())), "{}", rule.code);
    }
}

#[test]
fn each_code() {
    let folder = Folder::new(&[]);
    for rule in RULES {
        let ran = folder.run(&["explain", rule.code]);
        ran.is(0).out_has(rule.code).out_has("Default severity: ").out_has("## Bad\n").out_has("## Good\n");
    }
}

#[test]
fn a_kind_of_ones_own() {
    let folder = Folder::new(&[("sidestep.yaml", "vocabularies: { certification: [c.yaml] }\n"), ROLE]);
    folder.run(&["explain", "unknown-certification"]).is(0).out_has("unknown-certification\n");
    folder.run(&["explain", "unknown-skill"]).is(0);
    folder.run(&["explain", "unknown-kind"]).is(0);
    folder.run(&["explain", "unknown-certificate"]).is(2);
    // Where no settings are, any kind may be somebody's.
    Folder::new(&[]).run(&["explain", "unknown-certification"]).is(0);
}

#[test]
fn a_typo() {
    let folder = Folder::new(&[]);
    let near = |code: &str, meant: &str| {
        let ran = folder.run(&["explain", code]);
        ran.is(2).err_has(&format!("no finding has the code \"{code}\"")).err_has(meant);
        assert_eq!(ran.out, "");
    };
    near("unkown-role", "did you mean \"unknown-role\"?");
    near("unknown-rol", "did you mean \"unknown-role\"?");
    near("unknown-tools", "did you mean \"unknown-tool\"?");
    near("Cell-Drift", "did you mean \"cell-drift\"?");
    near("nonsense", "\"sidestep explain\" lists all codes");
}

#[test]
fn the_workspaces_severity_and_examples_without_marks() {
    let folder = Folder::new(&[("sidestep.yaml", "rules: { stale: warning }\n"), ROLE]);
    let ran = folder.run(&["explain", "stale"]);
    ran.is(0).out_has("Severity in this workspace: warning.\nDefault severity: off.");
    folder.run(&["explain"]).is(0).out_has("\nstale                  warning  ");
    let rules = folder.run(&["explain", "--format", "json"]).json();
    let stale = rules["rules"].as_array().unwrap().iter().find(|rule| rule["code"] == "stale").unwrap();
    assert_eq!((&stale["default"], &stale["severity"]), (&"off".into(), &"warning".into()));
    for rule in RULES {
        let ran = folder.run(&["explain", rule.code]);
        assert!(!ran.out.lines().any(|line| line.trim_start().starts_with('#') && line.contains('^')), "{}", ran.out);
        let json = folder.run(&["explain", rule.code, "--format", "json"]).json();
        assert_eq!(json["code"], rule.code);
        assert_eq!(json["examples"].as_array().unwrap().len(), 2);
        assert!(json["url"].as_str().unwrap().contains("/docs/rules.md#"));
        assert!(!json["explanation"].as_str().unwrap().is_empty());
    }
    let json = folder.run(&["explain", "stale", "--format", "json"]).json();
    assert_eq!((&json["default"], &json["severity"]), (&"off".into(), &"warning".into()));
}
