//! What stands in `integrations/`, run as those run it that it is for, as far as that can be done here.
#![cfg(unix)]

use std::path::PathBuf;
use std::process::{Command, Output};

use crate::changes::has_git;
use crate::since::Repository;
use crate::support::{Folder, repository};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Roles with an old mistake; a new one is made by `break_it`.
fn old() -> Option<Repository> {
    if !has_git() || Command::new("bash").arg("--version").output().is_err() {
        println!("skipped: there is no git or no bash here");
        return None;
    }
    Some(Repository::of(&[
        ("content/roles/baker.yaml", "name: Baker\nsummary: Bakes; see [[Miler]] and [[Miller]].\n"),
        ("content/roles/miller.yaml", "name: Miller\nsummary: Grinds; see [[Baker]].\n"),
    ]))
}

fn break_it(repository: &Repository) {
    repository
        .folder
        .write("content/roles/miller.yaml", "name: Miller\nsummary: Grinds; see [[Mason]] and [[Baker]].\n");
}

/// A script of bash, run in a folder with the program on the path.
fn bash(folder: &Folder, script: &str, variables: &[(&str, &str)]) -> Output {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_sidestep"));
    let path = std::env::join_paths(
        std::iter::once(program.parent().unwrap().to_owned())
            .chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
    );
    let mut bash = Command::new("bash");
    bash.args(["-euo", "pipefail", "-c", script]).current_dir(folder.root()).env("PATH", path.unwrap());
    for name in
        ["GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GITLAB_CI", "CI_MERGE_REQUEST_DIFF_BASE_SHA"]
    {
        bash.env_remove(name);
    }
    bash.envs(variables.iter().copied()).output().unwrap()
}

fn action(folder: &Folder, variables: &[(&str, &str)]) -> Output {
    let script = repository().join("integrations/github/run.sh");
    let output = folder.path("outputs").display().to_string();
    let all = [variables, &[("GITHUB_OUTPUT", &*output)]].concat();
    bash(folder, &format!("exec '{}'", script.display()), &all)
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_owned()).unwrap()
}

#[test]
fn the_action_reports_what_is_new_and_what_it_does() {
    let Some(repository) = old() else { return };
    let folder = &repository.folder;
    let summary = folder.path("summary.md").display().to_string();
    let asked = [
        ("SIDESTEP_SINCE", "HEAD"),
        ("SIDESTEP_SARIF", "report.sarif"),
        ("SIDESTEP_COMMENT", "comment.md"),
        ("GITHUB_STEP_SUMMARY", &*summary),
        ("GITHUB_ACTIONS", "true"),
    ];
    let ran = action(folder, &asked);
    assert_eq!(ran.status.code(), Some(0), "{ran:?}");
    break_it(&repository);
    let ran = action(folder, &asked);
    assert_eq!(ran.status.code(), Some(1), "{ran:?}");
    let out = text(&ran.stdout);
    assert!(out.contains("::error file=content/roles/miller.yaml,line=2") && !out.contains("Miler"), "{out}");
    let sarif: serde_json::Value = serde_json::from_str(&folder.read("report.sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 1);
    assert!(folder.read("comment.md").contains("New findings: 1 finding"), "{}", folder.read("comment.md"));
    assert!(folder.read("summary.md").contains("Mason"));
    assert!(folder.read("outputs").ends_with("status=1\n"));
    // Without it all is reported, and no word of a setting is read by a shell.
    let ran = action(folder, &[("SIDESTEP_PATHS", "content/roles\n$(touch x); y\n")]);
    assert!(text(&ran.stdout).contains("Miler"));
    assert!(!folder.path("x").exists());
    let nowhere = [("SIDESTEP_SINCE", "nowhere"), ("SIDESTEP_COMMENT", "comment.md")];
    assert_eq!(action(folder, &nowhere).status.code(), Some(2));
    assert!(!folder.path("comment.md").exists(), "no empty comment, and not the last one");
}

/// Through which files a comment would be written somewhere else.
#[test]
fn the_comment_is_written_through_no_link_of_the_repository() {
    use std::os::unix::fs::symlink;
    let Some(repository) = old() else { return };
    let folder = &repository.folder;
    break_it(&repository);
    let outside = Folder::new(&[("comment.md", "mine\n")]);
    folder.write("real/kept", "");
    symlink(outside.root(), folder.path("out")).unwrap();
    symlink(outside.root().join("comment.md"), folder.path("comment.md")).unwrap();
    symlink("real", folder.path("within")).unwrap();
    symlink(".git/hooks", folder.path("hooks")).unwrap();
    let comment = |path: &str| action(folder, &[("SIDESTEP_SINCE", "HEAD"), ("SIDESTEP_COMMENT", path)]);
    for path in ["out/comment.md", "out/new.md", "hooks/pre-commit", "nowhere/comment.md"] {
        let ran = comment(path);
        assert_eq!(ran.status.code(), Some(2), "{path}: {ran:?}");
        assert!(text(&ran.stdout).contains("::error"), "{path}: {ran:?}");
    }
    assert!(!outside.path("new.md").exists() && !folder.path(".git/hooks/pre-commit").exists());
    for (path, written) in [("comment.md", "comment.md"), ("within/comment.md", "real/comment.md")] {
        assert_eq!(comment(path).status.code(), Some(1), "{path}");
        assert!(folder.read(written).contains("New findings"), "{path}");
    }
    assert_eq!(outside.read("comment.md"), "mine\n");
    // What lies elsewhere by its name is the user's.
    let named = outside.root().join("named.md").display().to_string();
    assert_eq!(comment(&named).status.code(), Some(1));
    assert!(outside.read("named.md").contains("New findings"));
}

#[test]
fn the_action_installs_what_was_released_and_nothing_else() {
    let Some(repository) = old() else { return };
    let folder = &repository.folder;
    let script = std::fs::read_to_string(repository_file("integrations/github/run.sh")).unwrap();
    let triple = if cfg!(all(target_os = "linux", target_arch = "x86_64")) { "x86_64-unknown-linux-musl" } else { "" };
    if triple.is_empty() || bash(folder, "command -v curl sha256sum", &[]).status.code() != Some(0) {
        println!("skipped: there is no curl here, or this is another system");
        return;
    }
    assert!(script.contains(triple));
    let name = format!("sidestep-{VERSION}-{triple}");
    let release = format!("releases/v{VERSION}");
    folder.write(&format!("{release}/{name}/bin/sidestep"), "#!/bin/sh\necho released \"$@\"\n");
    let packed = bash(
        folder,
        &format!(
            "cd {release} && chmod +x {name}/bin/sidestep && tar -czf {name}.tar.gz {name} && sha256sum *.gz > SHA256SUMS"
        ),
        &[],
    );
    assert!(packed.status.success(), "{packed:?}");
    let releases = format!("file://{}", folder.root().join("releases").display());
    let asked = [("SIDESTEP_VERSION", VERSION), ("SIDESTEP_RELEASES", &*releases), ("SIDESTEP_DENY", "warning")];
    let ran = action(folder, &asked);
    assert_eq!(text(&ran.stdout), "released -C . check --format github --deny=warning --\n", "{ran:?}");
    folder.write(&format!("{release}/{name}.tar.gz"), "something else");
    let ran = action(folder, &asked);
    assert_eq!(ran.status.code(), Some(2));
    assert!(text(&ran.stdout).contains("is not what was released"), "{ran:?}");
    for version in ["9.9.9", "../../x", "1.0.0; touch x"] {
        assert_eq!(action(folder, &[("SIDESTEP_VERSION", version), asked[1]]).status.code(), Some(2), "{version}");
    }
}

fn repository_file(path: &str) -> PathBuf {
    repository().join(path)
}

fn read(path: &str) -> String {
    std::fs::read_to_string(repository_file(path)).unwrap()
}

#[test]
fn the_template_for_gitlab_writes_its_reports() {
    let Some(repository) = old() else { return };
    let folder = &repository.folder;
    let template = read("integrations/gitlab/sidestep.gitlab-ci.yml");
    let script = template.split("  script:\n").nth(1).unwrap().split("  artifacts:").next().unwrap();
    let lines: Vec<&str> = script.lines().map(|line| line.trim_start().trim_start_matches("- ")).collect();
    let script: String = lines.into_iter().filter(|line| *line != "|").map(|line| format!("{line}\n")).collect();
    let script = script.replace("$CI_MERGE_REQUEST_DIFF_BASE_SHA", "${CI_MERGE_REQUEST_DIFF_BASE_SHA:-}");
    let ran = bash(folder, &script, &[]);
    assert_eq!(ran.status.code(), Some(1), "{ran:?}");
    let report = || folder.read("gl-code-quality-report.json");
    assert!(report().contains("Miler") && folder.read("sidestep.xml").contains("<testsuite"));
    assert!(text(&ran.stdout).contains("content/roles/baker.yaml:2:"));
    break_it(&repository);
    let ran = bash(folder, &script, &[("CI_MERGE_REQUEST_DIFF_BASE_SHA", "HEAD")]);
    assert_eq!(ran.status.code(), Some(1), "{ran:?}");
    assert!(report().contains("Mason") && !report().contains("Miler"), "{}", report());
}

#[test]
fn the_hooks_see_what_is_staged() {
    let Some(repository) = old() else { return };
    let hooks = read("integrations/pre-commit/.pre-commit-hooks.yaml");
    let entries: Vec<&str> = hooks.lines().filter_map(|line| line.trim().strip_prefix("entry: ")).collect();
    assert_eq!(entries, ["sidestep check", "sidestep check --staged"]);
    // A hook that asks for files is not run where one is deleted.
    for (text, hooks) in [(&*hooks, 2), (&*read("docs/ci.md"), 1)] {
        let has = |line: &str| text.matches(&format!("{line}\n")).count();
        assert_eq!(
            (has("pass_filenames: false"), has("always_run: true"), text.matches(" files: ").count()),
            (hooks, hooks, 0)
        );
    }
    let hook = format!(
        "#!/bin/sh\nPATH={}:$PATH exec {}\n",
        PathBuf::from(env!("CARGO_BIN_EXE_sidestep")).parent().unwrap().display(),
        entries[1]
    );
    let folder = &repository.folder;
    folder.write(".git/hooks/pre-commit", hook);
    let commit = |message: &str| {
        let commit = "chmod +x .git/hooks/pre-commit; git -c user.name=a -c user.email=a@b commit -q";
        bash(folder, &format!("{commit} {message}"), &[]).status.success()
    };
    break_it(&repository);
    assert!(commit("--allow-empty -m nothing"), "nothing is staged");
    assert!(!commit("-m all --all"), "what is committed by --all counts");
    assert!(!commit("-m one content/roles/miller.yaml"), "and what is named");
    repository.git("add .");
    assert!(!commit("-m staged"));
    folder.write("content/roles/miller.yaml", "name: Miller\nsummary: Grinds well; see [[Baker]].\n");
    repository.git("add .");
    assert!(commit("-m mended"));
}

#[test]
fn all_name_this_version_and_archives_of_the_release() {
    let mason = read("integrations/mason/package.yaml");
    assert!(mason.contains(&format!("@v{VERSION}\n")));
    assert!(read("integrations/pre-commit/pyproject.toml").contains(&format!("sidestep=={VERSION}")));
    assert!(read("integrations/pre-commit/pyproject.toml").contains(&format!("version = \"{VERSION}\"")));
    let gitlab = read("integrations/gitlab/sidestep.gitlab-ci.yml");
    assert!(gitlab.contains(&format!("SIDESTEP_VERSION: \"{VERSION}\"")) && gitlab.contains(&format!("/v{VERSION}/")));
    let workflow = read(".github/workflows/release.yml");
    let musl = "x86_64-unknown-linux-musl";
    assert!(workflow.contains(musl) && gitlab.contains(musl));
    for triple in
        [musl, "aarch64-unknown-linux-gnu", "x86_64-apple-darwin", "aarch64-apple-darwin", "x86_64-pc-windows-msvc"]
    {
        assert!(mason.contains(triple) && read("integrations/github/run.sh").contains(triple), "{triple}");
    }
    let entry: serde_json::Value = serde_json::from_str(&read("integrations/schemastore/catalog-entry.json")).unwrap();
    let path = entry["url"].as_str().unwrap().rsplit_once("/main/").unwrap().1;
    assert!(repository_file(path).exists(), "{path}");
}

#[test]
fn the_inputs_of_the_action_are_those_of_its_script() {
    let (action, script) = (read("action.yml"), read("integrations/github/run.sh"));
    let variables: Vec<&str> =
        action.lines().filter_map(|line| line.trim().split_once(": ${{ inputs.")).map(|(name, _)| name).collect();
    assert_eq!(variables.len(), 8);
    for name in variables {
        let input = name.trim_start_matches("SIDESTEP_").to_lowercase();
        assert!(script.contains(&format!("${{{name}:-")), "{name}");
        assert!(action.contains(&format!("\n  {input}:\n")), "{input}");
    }
}
