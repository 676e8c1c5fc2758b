//! `--changed-since` and `--staged`: what changes bring about, in their files and in others.

use std::process::Command;

use crate::changes::has_git;
use crate::support::{Folder, Ran, command};

const BAKER: (&str, &str) =
    ("content/roles/baker.yaml", "name: Baker\nsummary: Bakes; see [[Miler]] and [[Miller]].\n");
const MILLER: (&str, &str) =
    ("content/roles/miller.yaml", "name: Miller\nsummary: Grinds; see [[Bakker]] and [[Baker]].\n");
const TOOLS: (&str, &str) =
    ("content/tools.yaml", "- name: Oven\n  summary: Bakes.\n- name: Peel\n  summary: Lifts, see [[Nobody]].\n");

/// A repository with old mistakes, all committed.
pub struct Repository {
    pub folder: Folder,
}

impl Repository {
    /// `None` where there is no git.
    pub fn in_folder(inside: &str) -> Option<Self> {
        if !has_git() {
            println!("skipped: there is no git here");
            return None;
        }
        let files =
            [("sidestep.yaml", "{}\n"), BAKER, MILLER, TOOLS].map(|(path, text)| (format!("{inside}{path}"), text));
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, *text)).collect();
        Some(Self::of(&files))
    }

    /// These files, committed.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let folder = Folder::new(files);
        std::fs::remove_dir(folder.path(".git")).unwrap();
        let repository = Self { folder };
        repository.git("init -q -b main");
        repository.git("add .");
        repository.git("commit -q -m first");
        repository
    }

    #[track_caller]
    pub fn git(&self, arguments: &str) {
        self.git_in(".", arguments);
    }

    #[track_caller]
    pub fn git_in(&self, folder: &str, arguments: &str) {
        let mut git = Command::new("git");
        git.current_dir(self.folder.path(folder)).args(arguments.split(' '));
        for (name, value) in [
            ("GIT_AUTHOR_NAME", "A"),
            ("GIT_AUTHOR_EMAIL", "a@b"),
            ("GIT_COMMITTER_NAME", "A"),
            ("GIT_COMMITTER_EMAIL", "a@b"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_CONFIG_GLOBAL", "/dev/null"),
        ] {
            git.env(name, value);
        }
        let output = git.output().unwrap();
        assert!(output.status.success(), "git {arguments}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn what_was_there_is_not_told_and_what_changed_is() {
    let Some(repository) = Repository::in_folder("") else { return };
    let folder = &repository.folder;
    let since = ["--changed-since", "HEAD"];
    folder.run(&["check", "--changed-since", "HEAD"]).is(0).out_has("no findings in 3 files");
    // Lines above old ones move them and change nothing.
    folder.write(MILLER.0, format!("# Ground fine.\n\n{}", MILLER.1));
    assert_eq!(folder.found(&since), Vec::<String>::new());
    folder.write(MILLER.0, MILLER.1.replace("see", "see [[Mason]],"));
    assert_eq!(folder.found(&since), ["content/roles/miller.yaml:unknown-role"]);
    folder.run(&["check", "--changed-since", "main"]).is(1).out_has("no role is named \"Mason\"");
    // A new file, tracked or not, is new altogether.
    folder.write(MILLER.0, MILLER.1);
    folder.write("content/roles/mason.yaml", "name: Mason\nsummary: Builds; see [[Bakker]].\n");
    assert_eq!(folder.found(&since), ["content/roles/mason.yaml:unknown-role"]);
}

#[test]
fn a_role_renamed_by_hand_breaks_others() {
    for inside in ["", "site/"] {
        let Some(repository) = Repository::in_folder(inside) else { return };
        let folder = &repository.folder;
        folder.write(&format!("{inside}{}", MILLER.0), MILLER.1.replace("name: Miller", "name: Grain Miller"));
        let dir = if inside.is_empty() { "." } else { inside };
        let found = folder.found_in(dir, &["--changed-since", "HEAD"]);
        assert_eq!(found, ["content/roles/baker.yaml:unknown-role", "content/roles/miller.yaml:file-name"]);
        // A file that is gone.
        std::fs::remove_file(folder.path(&format!("{inside}{}", MILLER.0))).unwrap();
        assert_eq!(folder.found_in(dir, &["--changed-since", "HEAD"]), ["content/roles/baker.yaml:unknown-role"]);
        repository.git("commit -q -a -m second");
        assert_eq!(folder.found_in(dir, &["--changed-since", "HEAD"]), Vec::<String>::new());
        assert_eq!(folder.found_in(dir, &["--changed-since", "HEAD~1"]), ["content/roles/baker.yaml:unknown-role"]);
    }
}

#[test]
fn a_workspace_that_moves_takes_its_old_findings_along() {
    for (from, to) in [("", "site/"), ("site/", ""), ("content/", "docs/jobs/"), ("a/b/", "a/")] {
        let Some(repository) = Repository::in_folder(from) else { return };
        let folder = &repository.folder;
        folder.write("notes/hello.txt", "Not of the workspace.\n");
        repository.git("add .");
        repository.git("commit -q -m notes");
        for (path, text) in [("sidestep.yaml", "{}\n"), BAKER, MILLER, TOOLS] {
            std::fs::remove_file(folder.path(&format!("{from}{path}"))).unwrap();
            folder.write(&format!("{to}{path}"), text);
        }
        let dir = if to.is_empty() { "." } else { to };
        assert_eq!(folder.found_in(dir, &["--changed-since", "HEAD"]), Vec::<String>::new(), "{from} -> {to}");
        repository.git("add -A .");
        assert_eq!(folder.found_in(dir, &["--staged"]), Vec::<String>::new(), "{from} -> {to}");
        // What is new in it is told, and what went is missed.
        folder.write(&format!("{to}{}", BAKER.0), BAKER.1.replace("see", "see [[Mason]],"));
        assert_eq!(folder.found_in(dir, &["--changed-since", "HEAD"]), ["content/roles/baker.yaml:unknown-role"]);
        folder.write(&format!("{to}{}", BAKER.0), BAKER.1.replace("Baker", "Pastry Cook"));
        let found = folder.found_in(dir, &["--changed-since", "HEAD"]);
        assert_eq!(found, ["content/roles/baker.yaml:file-name", "content/roles/miller.yaml:unknown-role"]);
    }
}

#[test]
fn in_a_copy_of_a_workspace_all_is_new() {
    let Some(repository) = Repository::in_folder("one/") else { return };
    let folder = &repository.folder;
    for (path, text) in [("sidestep.yaml", "{}\n"), BAKER, MILLER, TOOLS] {
        folder.write(&format!("two/{path}"), text);
    }
    assert_eq!(folder.found_in("two", &["--changed-since", "HEAD"]), folder.found_in("two", &[]));
    assert_eq!(folder.found_in("one", &["--changed-since", "HEAD"]), Vec::<String>::new());
}

#[test]
fn settings_of_then_judge_what_was_there_then() {
    let Some(repository) = Repository::in_folder("") else { return };
    let folder = &repository.folder;
    folder.write("sidestep.yaml", "rules: { stale: off }\n");
    assert_eq!(folder.found(&["--changed-since", "HEAD"]), Vec::<String>::new());
    folder.write("sidestep.yaml", "rules: { unknown-role: info }\nvocabularies: { tool: [content/more.yaml] }\n");
    folder.write("content/more.yaml", "- name: Oven\n  summary: Bakes; see [[Nowhere Man]].\n");
    assert_eq!(folder.found(&["--changed-since", "HEAD"]), ["content/more.yaml:unknown-role"]);
    // What links lead to need not be content.
    repository.git("checkout -q .");
    folder.write("docs/bread.md", "# Bread\n");
    folder.write(BAKER.0, BAKER.1.replace("see", "see [bread](../../docs/bread.md) and"));
    repository.git("add .");
    repository.git("commit -q -m second");
    std::fs::remove_file(folder.path("docs/bread.md")).unwrap();
    assert_eq!(folder.found(&["--changed-since", "HEAD"]), ["content/roles/baker.yaml:broken-link"]);
}

#[test]
fn what_is_not_staged_counts_for_nothing() {
    let Some(repository) = Repository::in_folder("") else { return };
    let folder = &repository.folder;
    folder.write(MILLER.0, MILLER.1.replace("see", "see [[Mason]],"));
    folder.write("content/roles/cook.yaml", "name: Cook\nsummary: Cooks; see [[Nobody Else]].\n");
    assert_eq!(folder.found(&["--staged"]), Vec::<String>::new());
    repository.git("add content/roles/miller.yaml");
    folder.write(MILLER.0, MILLER.1);
    let ran = folder.run(&["check", "--staged"]);
    // The excerpt is of what is staged.
    ran.is(1).out_has("no role is named \"Mason\"").out_has("see [[Mason]],");
    assert_eq!(folder.found(&["--staged"]), ["content/roles/miller.yaml:unknown-role"]);
    // A role whose file is staged as deleted is gone, though the file is there.
    repository.git("reset -q --hard");
    repository.git("rm -q --cached content/roles/miller.yaml");
    assert_eq!(folder.found(&["--staged"]), ["content/roles/baker.yaml:unknown-role"]);
}

#[test]
fn other_trees_submodules_and_merges() {
    let Some(repository) = Repository::in_folder("") else { return };
    let folder = &repository.folder;
    repository.git("worktree add -q tree");
    folder.write("tree/content/roles/miller.yaml", MILLER.1.replace("see", "see [[Mason]],"));
    assert_eq!(folder.found_in("tree", &["--changed-since", "main"]), ["content/roles/miller.yaml:unknown-role"]);
    assert_eq!(folder.found(&["--changed-since", "HEAD"]), Vec::<String>::new());
    // A merge in progress.
    repository.git("checkout -q -b other");
    folder.write(MILLER.0, MILLER.1.replace("Grinds", "Grinds wheat"));
    repository.git("commit -q -a -m other");
    repository.git("checkout -q main");
    folder.write(MILLER.0, MILLER.1.replace("Grinds", "Grinds rye"));
    repository.git("commit -q -a -m rye");
    let merged = Command::new("git").current_dir(folder.root()).args(["merge", "-q", "other"]).output().unwrap();
    assert!(!merged.status.success());
    assert!(
        folder.found(&["--changed-since", "HEAD"]).iter().all(|found| found.starts_with("content/roles/miller.yaml"))
    );
    assert_eq!(folder.found(&["--staged"]), Vec::<String>::new());
    // A workspace that is a repository inside another one.
    let outer = Folder::new(&[]);
    std::fs::remove_dir(outer.path(".git")).unwrap();
    let outer = Repository { folder: outer };
    outer.git("init -q -b main");
    let Some(inner) = Repository::in_folder("") else { return };
    inner.git("rm -q sidestep.yaml");
    inner.git("commit -q -m settings");
    outer.git(&format!("-c protocol.file.allow=always submodule --quiet add {} jobs", inner.folder.root().display()));
    outer.git("commit -q -m jobs");
    outer.folder.write("jobs/content/roles/miller.yaml", MILLER.1.replace("see", "see [[Mason]],"));
    assert_eq!(outer.folder.found_in("jobs", &["--changed-since", "HEAD"]), ["content/roles/miller.yaml:unknown-role"]);
    // One whose settings reach into it.
    outer.folder.write("sidestep.yaml", "roles: [jobs/content/roles/*.yaml]\nvocabularies: { skill: [], tool: [] }\n");
    outer.git("add sidestep.yaml");
    outer.git("commit -q -m settings");
    assert_eq!(outer.folder.found(&["--changed-since", "HEAD"]), ["jobs/content/roles/miller.yaml:unknown-role"]);
}

#[test]
fn before_the_first_commit_all_is_new() {
    if !has_git() {
        return;
    }
    let folder = Folder::new(&[BAKER, MILLER]);
    std::fs::remove_dir(folder.path(".git")).unwrap();
    let repository = Repository { folder };
    repository.git("init -q -b main");
    let all = repository.folder.found(&[]);
    assert_eq!(all.len(), 2);
    assert_eq!(repository.folder.found(&["--changed-since", "HEAD"]), all);
    assert_eq!(repository.folder.found(&["--staged"]), Vec::<String>::new());
    repository.git("add .");
    assert_eq!(repository.folder.found(&["--staged"]), all);
}

#[test]
fn what_cannot_be_compared_is_said() {
    let Some(repository) = Repository::in_folder("") else { return };
    let folder = &repository.folder;
    folder.run(&["check", "--changed-since", "nowhere"]).is(2).err_has("there is no commit or branch \"nowhere\"");
    folder.run(&["check", "--changed-since=--output=x"]).is(2).err_has("\"--output=x\" is no commit and no branch");
    folder.run(&["check", "--changed-since", "HEAD", "--fix"]).is(2);
    repository.git("commit -q --allow-empty -m second");
    repository.git(&format!("clone -q --depth 1 file://{} shallow", folder.root().display()));
    folder
        .run_in("shallow", &["check", "--changed-since", "HEAD~1"])
        .is(2)
        .err_has("this clone is shallow and has no \"HEAD~1\"");
    let bare = Folder::clean();
    std::fs::remove_dir(bare.path(".git")).unwrap();
    bare.run(&["check", "--staged"]).is(2).err_has("is in no git repository");
}

#[test]
fn line_ends_of_a_checkout_are_no_change() {
    let Some(repository) = Repository::in_folder("") else { return };
    let folder = &repository.folder;
    folder.write(MILLER.0, MILLER.1.replace('\n', "\r\n"));
    assert_eq!(folder.found(&["--changed-since", "HEAD"]), Vec::<String>::new());
}

/// An old repository: 150 roles, each with three mistakes.
fn with_many_mistakes() -> Option<Repository> {
    if !has_git() {
        return None;
    }
    let name = |at: usize| format!("Trade {at}");
    let role = |at: usize| {
        let next = name((at + 1) % 150);
        let text = format!(
            "name: {}\nsummary: Works; see [[{next}]] and [[Gone {at}]].\nskills: [Skill {at}, skill  {at}]\ntools: [Tool {at}]\n",
            name(at)
        );
        (format!("content/roles/trade-{at}.yaml"), text)
    };
    let mut files: Vec<(String, String)> = (0..150).map(role).collect();
    files.push((
        "sidestep.yaml".to_owned(),
        "baseline: .sidestep-baseline.json\nrules: { repeated-term: off }\n".to_owned(),
    ));
    files.push(("content/tools.yaml".to_owned(), "- name: Hammer\n  summary: Hits.\n".to_owned()));
    files.push(("content/skills.yaml".to_owned(), "- name: Patience\n  summary: Waits.\n".to_owned()));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let repository = Repository::of(&files);
    let ran = repository.folder.run(&["check", "--write-baseline"]);
    assert!(ran.is(0).err.contains("wrote 600 findings"), "{}", ran.err);
    repository.git("add .");
    repository.git("commit -q -m baseline");
    Some(repository)
}

#[test]
fn a_pull_request_in_an_old_repository_is_told_what_it_breaks_and_nothing_else() {
    let Some(repository) = with_many_mistakes() else { return };
    let folder = &repository.folder;
    assert_eq!(folder.found(&[]), Vec::<String>::new());
    // A role is renamed by hand, and every line of some files moves.
    for at in [6, 7, 8, 90] {
        let path = format!("content/roles/trade-{at}.yaml");
        let text = folder.read(&path).replace("name: Trade 7\n", "name: Craft 7\n");
        folder.write(&path, format!("# Looked through.\n\n{}", text.replace("\ntools:", "\n# What is used.\ntools:")));
    }
    let new = ["content/roles/trade-6.yaml:unknown-role", "content/roles/trade-7.yaml:file-name"];
    assert_eq!(folder.found(&[]), new);
    assert_eq!(folder.found(&["--changed-since", "HEAD"]), new);
    repository.git("add .");
    assert_eq!(folder.found(&["--staged"]), new);
    // Week by week fewer are left.
    let path = "content/roles/trade-90.yaml";
    folder.write(path, folder.read(path).replace("Tool 90", "Hammer").replace("Gone 90", "Trade 3"));
    folder.run(&["check", "--exit-zero"]).err_has("2 findings of the baseline are gone");
}

/// A repository that only the environment names is none; what says where it is instead is told.
#[test]
fn a_repository_that_the_environment_names() {
    let Some(repository) = Repository::in_folder("") else { return };
    let folder = Folder::new(&[("sidestep.yaml", "{}\n"), BAKER, MILLER, TOOLS]);
    std::fs::remove_dir(folder.path(".git")).unwrap();
    let check = |name: &str| {
        let mut command = command(&folder.root(), &["check", "--changed-since", "HEAD"]);
        Ran::new(command.env(name, repository.folder.path(".git")).output().unwrap())
    };
    for name in ["GIT_DIR", "GIT_WORK_TREE"] {
        check(name).is(2).err_has("GIT_DIR and GIT_WORK_TREE are not followed");
    }
    check("NO_SUCH_NAME").is(2).err_has("--baseline needs no repository");
    // What it is told to write there is followed.
    folder.write(".git", format!("gitdir: {}\n", repository.folder.path(".git").display()));
    check("GIT_DIR").is(0);
}
