//! Commands that change files: what they write, show and refuse.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use crate::support::Folder;

pub const SETTINGS: &str = "columns: [{ name: Focus }, { name: Tools, kind: tool, optional: true }]\n";
pub const TOOLS: &str = "- name: PostgreSQL # the database\n  avoid: [Postgres]\n- name: Git\n- name: Kafka\n";
pub const BACKEND: &str = "\
# A page with everything.
name: Backend Engineer
aliases: [Backend Developer]
summary: \"Builds services; a Data Engineer uses them.\"
tools: [PostgreSQL, 'Kafka'] # both
why: |
  See [[Data Engineer|those]]; a Data Engineer knows.
alternatives:
  - { role: Data Engineer, tagline: t, about: a }
  - { role: ML Engineer, tagline: t, about: a }
comparison:
  rows:
    - role: Backend Engineer
      Focus: services
      Tools: PostgreSQL/Git, Kafka (mostly)
    - role: Data Engineer
    - role: ML Engineer
how_to_pick:
  options:
    - { if: data, role: Data Engineer, then: Go. }
    - { if: models, role: ML Engineer, then: Go. }
";
pub const DATA: &str =
    "name: Data Engineer\nsummary: Builds pipelines.\ncomparison:\n  rows:\n    - { role: Data Engineer, Focus: data }";

pub fn folder() -> Folder {
    Folder::new(&[
        ("sidestep.yaml", SETTINGS),
        ("content/tools.yaml", TOOLS),
        ("content/roles/backend-engineer.yaml", BACKEND),
        ("content/roles/data-engineer.yaml", DATA),
        ("content/roles/ml-engineer.yaml", &DATA.replace("Data", "ML")),
    ])
}

/// All files of a folder with their texts, those of git left out.
pub fn files(folder: &Folder) -> BTreeMap<String, String> {
    fn walk(root: &Path, dir: &Path, found: &mut BTreeMap<String, String>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                if path.file_name().is_some_and(|name| name != ".git") {
                    walk(root, &path, found);
                }
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                found.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&folder.root(), &folder.root(), &mut found);
    found
}

/// Whether `git` can be run. Where it is missing, tests that need it say so and do nothing.
pub fn has_git() -> bool {
    let found = Command::new("git").arg("--version").output().is_ok();
    if !found {
        println!("git is missing: the diff is not applied");
    }
    found
}

/// Runs a command with `--dry-run`, applies its diff with git, and compares with what the command itself writes.
#[track_caller]
fn same_as_its_diff(make: &dyn Fn() -> Folder, arguments: &[&str], flag: &str) {
    let (shown, written) = (make(), make());
    let before = files(&shown);
    let diff = shown.run(&[arguments, &[flag]].concat());
    assert_eq!(files(&shown), before, "a dry run writes nothing");
    written.run(arguments).is(0);
    assert_ne!(files(&written), before, "{arguments:?}");
    if !has_git() {
        return;
    }
    // The folder is only named like a repository.
    std::fs::remove_dir_all(shown.path(".git")).unwrap();
    shown.write("the.patch", &diff.out);
    let mut git = Command::new("git");
    git.args(["apply", "--whitespace=nowarn", "the.patch"]).current_dir(shown.root());
    git.env("GIT_CEILING_DIRECTORIES", shown.root().parent().unwrap()).env("GIT_CONFIG_GLOBAL", "/dev/null");
    let done = git.output().unwrap();
    assert!(done.status.success(), "{}\n{}", String::from_utf8_lossy(&done.stderr), diff.out);
    std::fs::remove_file(shown.path("the.patch")).unwrap();
    assert_eq!(files(&shown), files(&written), "{}", diff.out);
}

#[test]
fn each_dry_run_is_a_diff_that_git_applies() {
    same_as_its_diff(&folder, &["rename", "role", "Data Engineer", "Data: Person"], "--dry-run");
    same_as_its_diff(&folder, &["rename", "role", "Data Engineer", "Data Person", "--prose"], "--dry-run");
    same_as_its_diff(&folder, &["rename", "tool", "Kafka", "Apache Kafka", "--keep-old", "alias"], "--dry-run");
    same_as_its_diff(&folder, &["new", "role", "Cloud Architect", "--like", "Backend Engineer"], "--dry-run");
    same_as_its_diff(&folder, &["delete", "role", "Data Engineer", "--force"], "--dry-run");
    same_as_its_diff(&folder, &["merge", "tool", "Kafka", "Git"], "--dry-run");
    let mistakes = || {
        let folder = folder();
        folder.write(
            "content/roles/backend-engineer.yaml",
            BACKEND.replace("'Kafka'", "'KAFKA', Zig").replace('\n', "\r\n"),
        );
        folder.write("content/roles/old name.yaml", DATA.replace("Data Engineer", "Ångström \u{1f600} Engineer"));
        folder
    };
    same_as_its_diff(&mistakes, &["check", "--fix", "--unsafe"], "--diff");
}

#[test]
fn what_a_rename_cannot_change_beside_new_quotes_is_listed() {
    let text = "name: Zed\nsummary: A Data Engineer asks [[Data Engineer]].\n";
    for more in [&[][..], &["--prose"]] {
        let folder = folder();
        folder.write("content/roles/zed.yaml", text);
        let ran = folder.run(&[&["rename", "role", "Data Engineer", "Data: Person"], more].concat());
        let told = "1 plain use in prose still names \"Data Engineer\" in a text that gets quotes for the new name: change it by hand";
        ran.is(0).out_has(told).out_has("  content/roles/zed.yaml:2:12");
    }
}

#[test]
fn a_role_is_renamed_everywhere() {
    let folder = folder();
    let ran = folder.run(&["rename", "role", "data engineer", "Data: Person"]);
    ran.is(0).out_has("\"data engineer\" means \"Data Engineer\"").out_has("in 2 files");
    ran.out_has("2 plain uses in prose still name \"Data Engineer\"").out_has("backend-engineer.yaml:4:30");
    let page = folder.read("content/roles/backend-engineer.yaml");
    assert!(page.contains("- { role: 'Data: Person', tagline: t") && page.contains("[[Data: Person|those]]"), "{page}");
    assert!(page.starts_with("# A page with everything.") && page.contains("a Data Engineer knows"), "{page}");
    assert!(folder.read("content/roles/data-person.yaml").ends_with("Focus: data }"));
    assert!(!folder.path("content/roles/data-engineer.yaml").exists());
    folder.run(&["check"]).is(0);
}

#[test]
fn what_a_rename_leaves_is_told_where_it_stands_afterwards() {
    let folder = folder();
    let text = DATA.replace("Builds pipelines.", "\"[[Data Engineer]]; a \u{1f600} Data Engineer.\"");
    folder.write("content/roles/data-engineer.yaml", text);
    let rename = ["rename", "role", "Data Engineer", "Data Person", "--keep-old", "alias"];
    folder.run(&[&rename[..], &["--dry-run"]].concat()).is(0).err_has("  content/roles/data-engineer.yaml:2:34\n");
    let ran = folder.run(&rename);
    ran.is(0).out_has("  content/roles/data-person.yaml:3:32\n");
    assert!(!ran.out.contains("data-engineer.yaml"), "{}", ran.out);
    let page = folder.read("content/roles/data-person.yaml");
    let line: Vec<char> = page.lines().nth(2).unwrap().chars().collect();
    assert!(line[31..].iter().collect::<String>().starts_with("Data Engineer"), "{page}");
}

#[test]
fn what_cannot_be_is_refused_with_a_reason() {
    let folder = folder();
    let before = files(&folder);
    folder.run(&["rename", "role", "Dta Engineer", "X"]).is(2).err_has("did you mean \"Data Engineer\"?");
    folder
        .run(&["rename", "rôle", "Data Engineer", "X"])
        .is(2)
        .err_has("did you mean \"role\"? the kinds are category, column, role, skill, tool");
    folder.run(&["rename", "role", "Data Engineer", "Backend Developer"]).is(1).err_has("is taken");
    folder.run(&["rename", "role", "Data Engineer", " "]).is(1).err_has("the new name is empty");
    folder.run(&["rename", "skill", "testing", "X"]).is(2).err_has("there is no vocabulary");
    folder.run(&["new", "role", "Backend  Developer"]).is(1).err_has("means \"Backend Engineer\" already");
    folder.run(&["new", "role", "backend & engineer", "--like", "Nobody"]).is(2).err_has("no role is named");
    folder.run(&["new", "role", "Data/Engineer"]).is(1).err_has("data-engineer.yaml is there already");
    folder.run(&["delete", "role", "Data Engineer"]).is(1).err_has("backend-engineer.yaml:9:13: alternative");
    folder.run(&["retire", "Data Engineer", "--for", "data-engineer"]).is(1).err_has("from itself");
    folder.run(&["merge", "role", "Data Engineer", "Backend Engineer"]).is(2).err_has("retire");
    folder.run(&["merge", "tool", "Kafka", "Kafka"]).is(1);
    folder.run(&["recover"]).is(0).out_has("No change was interrupted");
    assert_eq!(files(&folder), before);
}

#[test]
fn every_use_has_its_place_and_its_kind() {
    let folder = folder();
    let ran = folder.run(&["refs", "kafka"]);
    ran.is(0);
    assert_eq!(
        ran.out,
        "content/roles/backend-engineer.yaml:5:22: list \"Kafka\"\n\
         content/roles/backend-engineer.yaml:15:30: cell \"Kafka\"\n\
         content/tools.yaml:4:9: definition, name \"Kafka\"\n\
         tool \"Kafka\": 2 uses in 1 file\n"
    );
    let found = folder.run_in("content/roles", &["refs", "Backend Developer", "--format", "json"]).json();
    assert_eq!(found["names"][0]["name"], "Backend Engineer");
    assert_eq!(found["names"][0]["uses"][0]["path"], "../../content/roles/backend-engineer.yaml");
    assert_eq!(found["names"][0]["uses"][0]["definition"], true);
    // Plain uses in prose are told as such.
    let ran = folder.run(&["refs", "Data Engineer"]);
    ran.out_has("backend-engineer.yaml:4:30: prose \"Data Engineer\"\n").out_has("backend-engineer.yaml:7:34: prose ");
    ran.out_has("role \"Data Engineer\": 7 uses in 2 files\n");
    folder.run(&["refs", "Kafkaa"]).is(2).err_has("did you mean \"Kafka\" (tool)?");
    folder.run(&["refs", "Kafka", "--kind", "role"]).is(2);
}

#[test]
fn a_new_role_has_its_place_and_nothing_to_report_but_blanks() {
    let folder = folder();
    folder.run(&["new", "role", "Cloud Architect", "--like", "backend-engineer"]).is(0);
    let text = folder.read("content/roles/cloud-architect.yaml");
    assert!(
        text.starts_with("name: Cloud Architect\nstatus: draft\n") && text.contains("tools: [PostgreSQL, Kafka]\n")
    );
    assert!(text.contains("  - role: Data Engineer\n    tagline: …\n") && text.contains("    - role: Data Engineer\n"));
    folder.run(&["check", "--deny", "warning"]).is(0);
    // Empty lists are none.
    folder.write(
        "content/roles/lone.yaml",
        "name: Lone\nsummary: s\nwhy: w\nalternatives: []\nhow_to_pick: { options: [] }\n",
    );
    folder.run(&["new", "role", "日本", "--like", "Lone"]).is(0).out_has("content/roles/日本.yaml");
    let text = folder.read("content/roles/日本.yaml");
    assert_eq!(text, "name: 日本\nstatus: draft\nsummary: …\ncomparison:\n  rows:\n    - role: 日本\n      Focus: …\n");
    folder.run(&["check", "content/roles/日本.yaml", "--deny", "warning"]).is(0);
    let teams = Folder::new(&[
        ("sidestep.yaml", "roles: [teams/*/roles/*.yml]\n"),
        ("teams/a/roles/x.yml", "name: X\nsummary: s\n"),
    ]);
    teams.run_in("teams", &["new", "role", "Y"]).is(0).out_has("teams/a/roles/y.yml");
}

#[test]
fn a_shared_term_is_renamed_in_every_workspace_at_once() {
    let one = "vocabularies: { tool: [../shared/tools.yaml] }\n";
    let role = |name: &str| format!("name: {name}\nsummary: s\ntools: [Git] # one\n");
    let folder = Folder::new(&[
        ("a/sidestep.yaml", one),
        ("b/sidestep.yaml", one),
        ("shared/tools.yaml", "- name: Git\n"),
        ("a/content/roles/x.yaml", &role("X")),
        ("b/content/roles/y.yaml", &role("Y")),
    ]);
    let diff = folder.run_in("a", &["rename", "tool", "Git", "Git SCM", "--dry-run"]);
    diff.is(0).out_has("+++ b/shared/tools.yaml").out_has("+++ b/b/content/roles/y.yaml");
    folder.run_in("a/content", &["rename", "tool", "Git", "Git SCM"]).is(0).out_has("in 3 files");
    assert_eq!(folder.read("shared/tools.yaml"), "- name: Git SCM\n");
    assert_eq!(folder.read("b/content/roles/y.yaml"), "name: Y\nsummary: s\ntools: [Git SCM] # one\n");
    folder.run(&["rename", "tool", "Git SCM", "Git"]).is(2).err_has("run the command in one of them: a, b");
    folder.run(&["rename", "role", "Y", "Z"]).is(0);
    assert!(folder.path("b/content/roles/z.yaml").exists());
}

#[test]
fn a_retired_role_gives_way() {
    let folder = folder();
    folder.write("content/roles/ml.yaml", "name: ML\nsummary: s\ncomparison: { rows: [{ role: ML, Focus: m }] }\n");
    folder.run(&["retire", "Data Engineer", "--for", "ML Engineer"]).is(0).out_has("--remove takes it away");
    folder.write("content/roles/data-engineer.yaml", DATA);
    folder.write("content/roles/backend-engineer.yaml", BACKEND);
    folder
        .run(&["retire", "Data Engineer", "--for", "ML"])
        .is(0)
        .out_has("Retired \"Data Engineer\" in favour of \"ML\"");
    assert!(folder.read("content/roles/backend-engineer.yaml").contains("{ role: ML, tagline: t, about: a }"));
    assert!(folder.read("content/roles/data-engineer.yaml").contains("status: retired"));
    folder.run(&["check", "--deny", "warning"]).is(0);
}

#[test]
fn columns_and_categories_are_renamed_and_listed() {
    let folder = folder();
    folder.write("content/skills.yaml", "- { name: SQL, category: data }\n");
    folder.write("content/tools.yaml", TOOLS.replace("- name: Git", "  category: data\n- name: Git"));
    let ran = folder.run(&["rename", "column", "Focus", "Main: focus"]);
    ran.is(0).out_has("Renamed \"Focus\" to \"Main: focus\" in 4 files");
    let after = files(&folder);
    assert!(after["sidestep.yaml"].starts_with("columns: [{ name: 'Main: focus' }, "), "{after:?}");
    assert!(after["content/roles/data-engineer.yaml"].ends_with("{ role: Data Engineer, 'Main: focus': data }"));
    folder.run(&["check"]).is(0);
    let taken = folder.run(&["rename", "column", "Main: focus", "Tools"]);
    taken.is(1).err_has("\"Tools\" is a column already");
    folder.run(&["rename", "column", "Focus", "Aim"]).is(2).err_has("no column is named \"Focus\"");
    folder.run(&["rename", "column", "Tools", "Kit", "--keep-old", "alias"]).is(2).err_has("not for a column");
    let listed = folder.run(&["refs", "data", "--kind", "category"]);
    listed.is(0).out_has("content/skills.yaml:1:26: category \"data\"").out_has("category \"data\": 2 uses in 2 files");
    let found = folder.run(&["refs", "Tools", "--format", "json"]).json();
    assert_eq!(found["names"][0]["kind"], "column");
    assert_eq!(found["names"][0]["uses"].as_array().unwrap().len(), 2);
    folder.run(&["rename", "category", "data", "databases"]).is(0).out_has("in 2 files");
    assert!(files(&folder)["content/skills.yaml"].contains("category: databases }"));
    folder.run(&["refs", "x", "--kind", "nothing"]).is(2).err_has("the kinds are category, column, role");
}
