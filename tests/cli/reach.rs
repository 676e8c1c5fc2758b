//! Nothing outside the repository is read, by whatever way it is named.
#![cfg(unix)]

use std::os::unix::fs::symlink;

use crate::support::Folder;

const SECRET: &str = "hunter2";

/// A repository `ws` beside files that are none of its.
fn stranger(settings: &str) -> Folder {
    Folder::new(&[
        ("secret.yaml", "name: hunter2\nsummary: hunter2\ntools: [hunter2]\n"),
        ("secrets/a.yaml", "name: hunter2 too\nsummary: hunter2\n"),
        ("ws/.git/HEAD", "ref: refs/heads/main\n"),
        ("ws/sidestep.yaml", settings),
        ("ws/content/roles/own.yaml", "name: Own\nsummary: s\n"),
        ("ws/content/tools.yaml", "- name: New\n  avoid: [hunter2]\n"),
    ])
}

/// Runs a check in every format; nothing of the secret is printed, and nothing outside is changed.
#[track_caller]
fn keeps_out(folder: &Folder, says: &str) {
    let before = [folder.read("secret.yaml"), folder.read("secrets/a.yaml")];
    for arguments in [
        &["check"][..],
        &["check", "--format", "concise"],
        &["check", "--format", "json"],
        &["check", "--format", "github"],
        &["check", "--fix", "--unsafe"],
        &["refs", "hunter2"],
    ] {
        let ran = folder.run_in("ws", arguments);
        let said = format!("{}{}", ran.out, ran.err);
        assert!(!said.replace("\"hunter2\"", "").contains(SECRET), "{arguments:?}: {ran:?}");
    }
    folder.run_in("ws", &["check"]).out_has(says);
    assert_eq!([folder.read("secret.yaml"), folder.read("secrets/a.yaml")], before);
}

#[test]
fn links_that_lead_out_are_not_followed() {
    let folder = stranger("");
    for target in [folder.path("secret.yaml"), "../../../secret.yaml".into(), "/proc/self/environ".into()] {
        symlink(&target, folder.path("ws/content/roles/victim.yaml")).unwrap();
        keeps_out(&folder, "a link that leads out of the repository");
        std::fs::remove_file(folder.path("ws/content/roles/victim.yaml")).unwrap();
    }
    for target in [folder.path("secrets"), "../../../secrets".into()] {
        symlink(&target, folder.path("ws/content/roles/victims")).unwrap();
        keeps_out(&folder, "a link that leads out of the repository");
        std::fs::remove_file(folder.path("ws/content/roles/victims")).unwrap();
    }
    std::fs::remove_dir_all(folder.path("ws/content")).unwrap();
    symlink("../secrets", folder.path("ws/content")).unwrap();
    let ran = folder.run_in("ws", &["check"]);
    assert!(!ran.out.contains(SECRET), "{ran:?}");
}

#[test]
fn links_that_lead_out_are_not_followed_without_git_either() {
    let folder = stranger("");
    std::fs::remove_dir_all(folder.path("ws/.git")).unwrap();
    std::fs::remove_dir_all(folder.path(".git")).unwrap();
    symlink("../../../secret.yaml", folder.path("ws/content/roles/victim.yaml")).unwrap();
    symlink(folder.path("secrets"), folder.path("ws/content/roles/victims")).unwrap();
    keeps_out(&folder, "a link that leads out of the repository");
}

#[test]
fn links_within_the_repository_are_followed() {
    let folder = stranger("");
    folder.write("ws/more/roles/b.yaml", "name: B\nsummary: See [[Nobody]].\n");
    // By its own words the second leaves the repository and comes back.
    symlink("../../more/roles/b.yaml", folder.path("ws/content/roles/b.yaml")).unwrap();
    symlink(folder.path("ws/more/roles"), folder.path("ws/content/roles/all")).unwrap();
    let ran = folder.run_in("ws", &["check", "--format", "concise"]);
    ran.out_has("content/roles/b.yaml:2:").out_has("content/roles/all/b.yaml:2:");
}

#[test]
fn settings_lead_nowhere_else() {
    let folder = stranger("");
    let absolute = folder.path("secrets").display().to_string();
    for settings in [
        "schemas: { role: /proc/self/environ }\n".to_owned(),
        format!("schemas: {{ role: {absolute}/a.yaml }}\n"),
        "schemas: { role: ../secret.yaml }\n".to_owned(),
        "vocabularies: { tool: [../secret.yaml] }\n".to_owned(),
        "roles: [\"../secrets/*.yaml\", \"content/roles/*.yaml\"]\n".to_owned(),
        format!("roles: [\"{absolute}/*.yaml\", \"content/roles/*.yaml\"]\n"),
    ] {
        folder.write("ws/sidestep.yaml", &settings);
        keeps_out(&folder, "outside the repository");
    }
    folder.write("ws/sidestep.yaml", "schemas: { role: schema/role.json }\n");
    folder.write("ws/schema/role.json", "{ \"$ref\": \"../../secret.yaml\" }\n");
    keeps_out(&folder, "role.json");
    symlink("../../secret.yaml", folder.path("ws/schema/link.json")).unwrap();
    folder.write("ws/sidestep.yaml", "schemas: { role: schema/link.json }\n");
    keeps_out(&folder, "leads out of the repository");
}

#[test]
fn no_link_leads_into_what_is_never_content() {
    let secret = "token: [hunter2\n";
    for (file, target, says) in [
        ("content/roles/g.yaml", "../../.git/config", "it leads to .git, where nothing is content"),
        ("content/roles/g.yaml", "../../.git/../.git/config", "it leads to .git, where nothing is content"),
        ("content/roles/g.yaml", "../../.private/a.yaml", "it leads to .private, where nothing is content"),
        ("content/roles/g.yaml", "../../.env", "it leads to .env, where nothing is content"),
        ("content/roles/g.yaml", "../../node_modules/a.yaml", "it leads to node_modules, where nothing is content"),
        ("content/roles/g", "../../.git", "it leads to .git, where nothing is content"),
        ("content/roles/g", "../../.private", "it leads to .private, where nothing is content"),
        ("content/tools.yaml", "../.git/config", "it leads to .git, where nothing is content"),
        ("sidestep.yaml", ".git/config", ""),
        ("role.json", ".git/config", "it leads to .git, where nothing is content"),
    ] {
        let folder = stranger("roles: [\"content/roles/**/*\"]\nschemas: { role: role.json }\n");
        for path in [".git/config", ".private/a.yaml", ".env", "node_modules/a.yaml"] {
            folder.write(&format!("ws/{path}"), secret);
        }
        folder.write("ws/role.json", "{ \"$ref\": \"sidestep:role\" }\n");
        let _ = std::fs::remove_file(folder.path(&format!("ws/{file}")));
        symlink(target, folder.path(&format!("ws/{file}"))).unwrap();
        keeps_out(&folder, says);
        assert_eq!(folder.read("ws/.git/config"), secret);
    }
    for settings in ["schemas: { role: .git/config }\n", "schemas: { role: role.json }\n"] {
        let folder = stranger(settings);
        folder.write("ws/.git/config", secret);
        folder.write("ws/role.json", "{ \"$ref\": \".git/config\" }\n");
        keeps_out(&folder, "");
    }
}

#[test]
fn a_schema_in_packages_may_be_behind_a_link_there() {
    let folder = stranger("schemas: { role: node_modules/@team/role.json }\n");
    folder
        .write("ws/node_modules/.store/team/role.json", "{ \"$ref\": \"sidestep:role\", \"required\": [\"level\"] }\n");
    symlink(".store/team", folder.path("ws/node_modules/@team")).unwrap();
    folder.run_in("ws", &["check"]).out_has("\"level\"");
}

#[test]
fn nothing_is_written_through_a_link_of_the_repository() {
    for (link, target) in [("out.txt", "../victim"), ("out.txt", ".git/hooks/pre-commit"), ("to", ".git/hooks")] {
        let folder = stranger("");
        folder.write("victim", "theirs\n");
        let page = "name: Own\nsummary: s\nalternatives:\n  - { role: Own Two, tagline: t }\n";
        folder.write("ws/content/roles/own.yaml", page);
        folder.write("ws/content/roles/own-two.yaml", "name: Own Two\nsummary: s\n");
        folder.write("ws/.git/hooks/pre-commit", "#!/bin/sh\n");
        symlink(target, folder.path(&format!("ws/{link}"))).unwrap();
        let name = if link == "to" { "to/pre-commit" } else { link };
        let from_above = format!("ws/{name}");
        for (dir, file) in [("ws", name), (".", &*from_above)] {
            let format = format!("concise={file}");
            let check = if dir == "." { "ws" } else { "." };
            folder.run_in(dir, &["check", check, "--format", &format]).err_has("a link leads out");
            let role = if dir == "." { "ws/content/roles/own.yaml" } else { "Own" };
            folder.run_in(dir, &["render", role, "--out", file]).err_has("a link leads out");
        }
        assert_eq!(folder.read("victim"), "theirs\n");
        assert_eq!(folder.read("ws/.git/hooks/pre-commit"), "#!/bin/sh\n");
    }
}

#[test]
fn no_role_is_begun_where_nothing_is_content() {
    for pattern in [".github/*.yaml", "node_modules/*.yaml"] {
        let folder = stranger(&format!("roles: [\"{pattern}\"]\n"));
        folder.run_in("ws", &["new", "role", "Zed One"]).err_has("would be no role of this workspace");
        // The next pattern takes it.
        let folder_2 = stranger(&format!("roles: [\"{pattern}\", \"content/roles/*.yaml\"]\n"));
        folder_2.run_in("ws", &["new", "role", "Zed One"]).is(0).out_has("content/roles/zed-one.yaml");
        for folder in [&folder, &folder_2] {
            assert!(!folder.path("ws/.github").exists() && !folder.path("ws/node_modules").exists());
        }
    }
}

#[test]
fn hidden_folders_and_packages_are_never_content() {
    for (pattern, says) in [
        (".git/*.yaml", "what lies in .git is never content"),
        (".hidden/*.yaml", "what lies in .hidden is never content"),
        ("node_modules/**/*.yaml", "what lies in node_modules is never content"),
        // The walk of "content" leaves it out.
        ("content/.git/*.yaml", ""),
    ] {
        let folder = stranger(&format!("roles: [\"{pattern}\", \"content/roles/*.yaml\"]\n"));
        for path in [".git/a.yaml", ".hidden/a.yaml", "node_modules/x/a.yaml", "content/.git/a.yaml"] {
            folder.write(&format!("ws/{path}"), "name: hunter2\nsummary: [[hunter2]]\n");
        }
        keeps_out(&folder, says);
    }
    // Nor where a wildcard leads to them.
    let folder = stranger("roles: [\"**/*.yaml\"]\n");
    folder.write("ws/node_modules/x/a.yaml", "name: hunter2\nsummary: [[hunter2]]\n");
    let ran = folder.run_in("ws", &["check"]);
    assert!(!ran.out.contains("node_modules"), "{ran:?}");
}

#[test]
fn a_few_links_do_not_lead_to_many_paths() {
    let folder = stranger("");
    for level in 0..15 {
        folder.write(&format!("ws/content/roles/d{level}/r{level}.yaml"), format!("name: R{level}\nsummary: s\n"));
        for name in ["a", "b"] {
            let next = format!("../d{}", (level + 1) % 15);
            symlink(next, folder.path(&format!("ws/content/roles/d{level}/{name}"))).unwrap();
        }
    }
    let ran = folder.run_in("ws", &["check", "--format", "concise"]);
    ran.out_has("only the first is followed");
    assert!(ran.out.lines().count() < 300, "{}", ran.out.lines().count());
}

#[test]
fn patterns_of_what_is_ignored_are_files() {
    for special in ["/dev/zero", "/nowhere"] {
        let folder = stranger("");
        folder.write("ws/content/roles/more/x.yaml", "name: X\nsummary: s\n");
        symlink(special, folder.path("ws/content/roles/more/.gitignore")).unwrap();
        folder.run_in("ws", &["check"]).out_has("no file of patterns");
    }
}

/// What the walk of other tools would leave out is content.
#[test]
fn only_git_says_what_is_ignored() {
    let folder = stranger("");
    folder.write("ws/.ignore", "*\n");
    folder.write("ws/content/roles/own.yaml", "name: Own\nsummary: See [[Nobody]].\n");
    folder.run_in("ws", &["check"]).out_has("unknown-role");
}

/// A path of the settings that is refused is a finding there, at its value, and nowhere else; fixes leave it.
#[test]
fn what_is_refused_is_a_finding_of_the_settings() {
    let folder = stranger("");
    symlink("../secrets", folder.path("ws/out")).unwrap();
    let absolute = format!("{}/*.yaml", folder.path("secrets").display());
    for (refused, why) in [
        ("../secret.yaml", "it lies outside the repository of this workspace"),
        ("../../*.yaml", "it lies outside the repository of this workspace"),
        (&*absolute, "it lies outside the repository of this workspace"),
        ("content/linked.yaml", "it is a link that leads out of the repository of this workspace"),
        ("content/dangling.yaml", "it is a link that leads out of the repository of this workspace"),
        ("out/*.yaml", "it is a link that leads out of the repository of this workspace"),
        (".git/*.yaml", "what lies in .git is never content"),
    ] {
        let link = folder.path("ws").join(refused);
        let target = if refused.contains("dangling") { "../../nowhere.yaml" } else { "../../secret.yaml" };
        let is_link = why.contains("it is a link") && refused.starts_with("content");
        if is_link {
            symlink(target, &link).unwrap();
        }
        for settings in [
            format!("roles: [\"content/roles/*.yaml\"]\nvocabularies:\n  tool: [content/tools.yaml, '{refused}']\n"),
            format!("roles: [\"content/roles/*.yaml\", \"{refused}\"]\n"),
        ] {
            folder.write("ws/sidestep.yaml", &settings);
            folder.write("ws/content/roles/own.yaml", "nme: Own\nsummary: s\n");
            for arguments in [&["check", "--format", "json"][..], &["check", "--fix", "--unsafe", "--format", "json"]] {
                let report = folder.run_in("ws", arguments).json();
                let list = report["diagnostics"].as_array().unwrap();
                let found: Vec<_> = list.iter().filter(|d| d["code"] == "config" || d["code"] == "syntax").collect();
                let [found] = *found else { panic!("{refused}: {report:#}") };
                assert_eq!(found["path"], "sidestep.yaml");
                assert_eq!(found["code"], "config");
                assert_eq!(found["message"], format!("\"{refused}\" is not read: {why}"));
                let line = settings.lines().position(|line| line.contains(refused)).unwrap();
                let at = settings.lines().nth(line).unwrap().find(refused).unwrap();
                let place = |character: usize| serde_json::json!({ "line": line + 1, "column": character + 1 });
                assert_eq!(found["range"]["start"], place(at), "{refused}");
                assert_eq!(found["range"]["end"], place(at + refused.len()), "{refused}");
            }
        }
        if is_link {
            std::fs::remove_file(link).unwrap();
        }
    }
}

/// `lib` with a workspace and a vocabulary beside it, in no repository.
fn unpacked() -> Folder {
    let folder = Folder::new(&[
        ("lib/shared/tools.yaml", "- name: PostgreSQL\n- name: Git\n"),
        ("lib/team/sidestep.yaml", "vocabularies: { tool: [../shared/tools.yaml] }\n"),
        ("lib/team/content/roles/a.yaml", "name: A\nsummary: B.\ntools: [PostgreSQL]\n"),
        ("tools.yaml", "- name: Other\n"),
    ]);
    std::fs::remove_dir_all(folder.path(".git")).unwrap();
    folder
}

#[test]
fn without_a_repository_the_folder_that_was_given_is_the_bound() {
    let folder = unpacked();
    for (dir, path) in [("lib", None), ("lib/team", Some("..")), (".", Some("lib")), (".", None)] {
        let arguments: Vec<&str> = path.into_iter().collect();
        assert_eq!(folder.found_in(dir, &arguments), [""; 0], "{dir} {path:?}");
    }
    for (dir, path) in [("lib/team", "."), ("lib", "team"), (".", "lib/team")] {
        let ran = folder.run_in(dir, &["check", path]);
        ran.is(1).out_has("\"../shared/tools.yaml\" is not read: it lies outside this folder");
    }
    // Nothing further up.
    folder.write("lib/team/sidestep.yaml", "vocabularies: { tool: [../shared/tools.yaml, ../../tools.yaml] }\n");
    let ran = folder.run_in("lib", &["check"]);
    ran.is(1).out_has("\"../../tools.yaml\" is not read: it lies outside this folder");
    assert_eq!(ran.out.matches("is not read").count(), 1, "{ran:?}");
    assert_eq!(folder.found(&[]), [""; 0]);
}

#[test]
fn without_a_repository_changes_have_the_same_bound() {
    let rename = ["rename", "tool", "Git", "Jujutsu"];
    let folder = unpacked();
    folder.run_in("lib", &rename).is(0);
    assert_eq!(folder.read("lib/shared/tools.yaml"), "- name: PostgreSQL\n- name: Jujutsu\n");
    // One that is interrupted is recovered where it began, and reported elsewhere.
    let mut at = 0;
    loop {
        at += 1;
        let folder = unpacked();
        let mut command = crate::support::command(&folder.path("lib"), &rename);
        if command.env("SIDESTEP_STOP_AT", at.to_string()).output().unwrap().status.success() {
            break;
        }
        let begun = folder.read("lib/shared/tools.yaml").contains("Jujutsu");
        if begun {
            folder.run_in("lib/team", &["recover"]).is(1).err_has("it lies outside the repository");
        }
        let ran = folder.run_in("lib", &["recover", "--undo"]);
        let is_done = ran.is(0).out.contains("No change was interrupted") && begun;
        let now = if is_done { "Jujutsu" } else { "Git" };
        assert_eq!(folder.read("lib/shared/tools.yaml"), format!("- name: PostgreSQL\n- name: {now}\n"), "{at}");
        assert!(!folder.path("lib/team/.sidestep-journal").exists());
    }
    assert!(at > 3, "{at}");
}

/// Nothing that a repository says makes the program tell whether something outside exists.
#[test]
fn what_exists_outside_is_not_told() {
    let folder = stranger("");
    symlink("../../..", folder.path("ws/content/roles/out")).unwrap();
    symlink("../../secret.yaml", folder.path("ws/content/way")).unwrap();
    // A way out of the repository and back, if the folder is there.
    let back = format!("{}/../ws/content/tools.yaml", folder.path("secrets").display());
    symlink(back, folder.path("ws/content/back.yaml")).unwrap();
    symlink("../../../secret.yaml", folder.path("ws/content/roles/linked.yaml")).unwrap();
    folder.write(
        "ws/content/roles/own.yaml",
        "name: Own\nsummary: s\nwhy: |\n  [a](../../../secret.yaml) [b](out/secret.yaml) [c](../way/x.md) [d](../back.yaml)\n  [e](../../../secrets/a.yaml) [f](none.md) [g](../tools.yaml)\n",
    );
    folder.write(
        "ws/sidestep.yaml",
        "vocabularies: { tool: [content/tools.yaml, ../secret.yaml, content/back.yaml] }\nschemas: { role: ../secret.yaml }\n",
    );
    let check = || folder.run_in("ws", &["check", "--format", "concise"]);
    let there = check();
    there.out_has("there is no file content/roles/none.md");
    assert_eq!(there.out.matches("broken-link").count(), 1, "{}", there.out);
    std::fs::remove_file(folder.path("secret.yaml")).unwrap();
    std::fs::remove_dir_all(folder.path("secrets")).unwrap();
    assert_eq!(check().out, there.out);
}

#[test]
fn a_first_workspace_is_not_written_through_a_link() {
    let folder = Folder::new(&[("other/x", "")]);
    std::fs::create_dir_all(folder.path("ws/.git")).unwrap();
    symlink("../other", folder.path("ws/content")).unwrap();
    folder.run_in("ws", &["init"]).is(2).err_has("a link on its way leads out of").err_has("nothing was written");
    assert!(!folder.path("ws/sidestep.yaml").exists() && !folder.path("other/skills.yaml").exists());
    // What the user names may lie anywhere, and a link within is followed.
    symlink("other", folder.path("way")).unwrap();
    folder.run_in("ws", &["init", "../way/new"]).is(0);
    assert!(folder.path("other/new/sidestep.yaml").exists());
    std::fs::remove_file(folder.path("ws/content")).unwrap();
    std::fs::create_dir(folder.path("ws/more")).unwrap();
    symlink("more", folder.path("ws/content")).unwrap();
    folder.run_in("ws", &["init"]).is(0);
    assert!(folder.path("ws/more/skills.yaml").exists());
}

#[test]
fn a_page_is_not_written_out_of_the_repository_through_its_links() {
    let folder = crate::changes::folder();
    let outside = Folder::new(&[("precious", "mine\n")]);
    symlink(outside.path("precious"), folder.path("page.md")).unwrap();
    symlink(outside.root(), folder.path("out")).unwrap();
    let to = |path: &str| folder.run(&["render", "Backend Engineer", "--out", path]);
    for path in ["page.md", "out/new.md", "content/../out/precious"] {
        to(path).is(2).err_has("leads out of the repository").err_has("name the file that it leads to");
    }
    to(folder.root().join("page.md").to_str().unwrap()).is(2);
    assert_eq!(outside.read("precious"), "mine\n");
    assert!(!outside.path("new.md").exists());
    // What the user names may lie anywhere.
    to(outside.path("precious").to_str().unwrap()).is(0);
    assert!(outside.read("precious").starts_with("# Why look beyond"));
}

/// What git ignores by the patterns that it reads.
#[test]
fn ignored_is_what_git_ignores() {
    let home = Folder::new(&[("ignore", "users.yaml\n"), (".gitconfig", "")]);
    let found = |folder: &Folder, dir: &str| {
        let mut command = crate::support::command(&folder.path(dir), &["check", "--format", "concise"]);
        command.env("HOME", home.root()).env("XDG_CONFIG_HOME", home.root()).env_remove("GIT_CONFIG_GLOBAL");
        let output = command.output().unwrap();
        let out = String::from_utf8(output.stdout).unwrap();
        let mut paths: Vec<String> = out
            .lines()
            .filter_map(|line| line.split_once(".yaml:"))
            .map(|(path, _)| path.rsplit('/').next().unwrap().to_owned())
            .collect();
        paths.sort();
        paths
    };
    home.write("git/ignore", "users.yaml\n");
    let folder = Folder::new(&[(".gitignore", "*\n"), ("repo/.git/HEAD", "ref: refs/heads/main\n")]);
    for name in ["a", "b", "c", "d", "users", "e"] {
        folder
            .write(&format!("repo/ws/content/roles/{name}.yaml"), format!("name: {name}\nsummary: See [[Nobody]].\n"));
    }
    folder.write("repo/ws/content/roles/deep/f.yaml", "name: f\nsummary: See [[Nobody]].\n");
    folder.write("repo/ws/sidestep.yaml", "roles: [\"content/roles/**/*.yaml\"]\n");
    // Nothing above the repository counts, and no other tool's patterns.
    folder.write("repo/ws/.ignore", "*\n");
    assert_eq!(found(&folder, "repo/ws"), ["a", "b", "c", "d", "e", "f"]);
    // From the repository's folder down, the nearest counts most; then the excludes.
    folder.write("repo/.gitignore", "b.yaml\n/ws/content/roles/c.yaml\n/a.yaml\n");
    folder.write("repo/.git/info/exclude", "d.yaml\ne.yaml\n");
    folder.write("repo/ws/content/roles/.gitignore", "!e.yaml\n");
    assert_eq!(found(&folder, "repo/ws"), ["a", "e", "f"]);
    assert_eq!(found(&folder, "repo"), ["a", "e", "f"]);
    // What lies in an ignored folder is ignored, whatever the settings name.
    folder.write("repo/ws/.gitignore", "deep/\n");
    folder.write("repo/ws/sidestep.yaml", "roles: [\"content/roles/*.yaml\", \"content/roles/deep/*.yaml\"]\n");
    assert_eq!(found(&folder, "repo/ws"), ["a", "e"]);
    folder.write("repo/ws/sidestep.yaml", "roles: [\"content/roles/a.yaml\", \"content/roles/deep/*.yaml\"]\n");
    assert_eq!(found(&folder, "repo/ws"), ["a"]);
    // The folder of the workspace itself was chosen.
    folder.write("repo/.gitignore", "/ws/\n");
    assert_eq!(found(&folder, "repo/ws"), ["a"]);
}

/// Nor does what stands in the place of patterns keep the program waiting, or grow without end.
#[test]
fn patterns_come_from_files_only() {
    for place in ["ws/.gitignore", "ws/content/.gitignore", "ws/.git/info/exclude", ".gitignore"] {
        let folder = stranger("");
        folder.write("ws/content/roles/own.yaml", "name: Own\nsummary: See [[Nobody]].\n");
        std::fs::create_dir_all(folder.path("ws/.git/info")).unwrap();
        let pipe = folder.path(place);
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        if !made.is_ok_and(|status| status.success()) {
            println!("skipped: no mkfifo here");
            return;
        }
        let ran = folder.run_in("ws", &["check", "--format", "concise"]);
        ran.is(1).out_has("unknown-role");
        let is_in_repository = place.starts_with("ws/");
        assert_eq!(ran.out.contains("it is no file of patterns"), is_in_repository, "{place}: {}", ran.out);
        folder.run(&["check"]).is(1);
    }
}
