//! What is new in checkouts of all kinds: with other line ends, sparse, partial, with what is ignored or intended to be added.

use crate::changes::has_git;
use crate::since::Repository;
use crate::support::{Folder, command};

const WEAVER: (&str, &str) =
    ("content/roles/weaver.yaml", "name: Weaver\nsummary: Weaves; see [[Spiner]] and [[Spinner]].\ntools: [Lom]\n");
const SPINNER: (&str, &str) =
    ("content/roles/spinner.yaml", "name: Spinner\nsummary: Spins; see [[Weaver]] and [[Weever]].\n");
const DYER: (&str, &str) = ("content/roles/dyer.yaml", "name: Dyer\nsummary: Dyes; see [[Weaver]].\n");
const TOOLS: (&str, &str) = ("content/tools.yaml", "- name: Loom\n  summary: Weaves.\n");

const FILES: [(&str, &str); 5] = [("sidestep.yaml", "{}\n"), WEAVER, SPINNER, DYER, TOOLS];

fn repository() -> Option<Repository> {
    if !has_git() {
        println!("skipped: there is no git here");
        return None;
    }
    Some(Repository::of(&FILES))
}

const NOTHING: [&str; 0] = [];

#[test]
fn other_line_ends_bring_no_old_finding_back() {
    let Some(repository) = repository() else { return };
    let folder = &repository.folder;
    let since = ["--changed-since", "HEAD"];
    for path in [WEAVER, SPINNER] {
        folder.write(path.0, path.1.replace('\n', "\r\n"));
    }
    folder.write(TOOLS.0, format!("{}- name: Shuttle\n  summary: Flies.\n", TOOLS.1));
    assert_eq!(folder.found(&since), NOTHING);
    let told = folder.run(&["impact", "HEAD", "--format", "json"]).is(0).json();
    for list in ["new", "mended"] {
        assert_eq!(told["workspaces"][0][list].as_array().unwrap().len(), 0, "{told}");
    }
    // What is new in such a file is told, and nothing else of it.
    folder.write(WEAVER.0, WEAVER.1.replace("Weaves", "Weaves as a [[Fuller]]").replace('\n', "\r\n"));
    assert_eq!(folder.found(&since), ["content/roles/weaver.yaml:unknown-role"]);
    // Staged, git has the line ends that it had.
    repository.git("config core.autocrlf true");
    repository.git("add .");
    assert_eq!(folder.found(&["--staged"]), ["content/roles/weaver.yaml:unknown-role"]);
    // And where the commit has the other ones.
    repository.git("config core.autocrlf false");
    repository.git("add --renormalize .");
    repository.git("commit -q -m dos");
    folder.write(SPINNER.0, SPINNER.1);
    folder.write(DYER.0, format!("# Colours.\n{}", DYER.1));
    assert_eq!(folder.found(&since), NOTHING);
}

/// What git keeps of such files is not what they hold.
#[cfg(unix)]
#[test]
fn files_that_filters_change_are_no_changed_ones() {
    use std::os::unix::fs::PermissionsExt as _;
    use std::time::{Duration, SystemTime};

    let Some(repository) = repository() else { return };
    let folder = &repository.folder;
    let old = SystemTime::now() - Duration::from_secs(3600);
    for (path, text) in [WEAVER, SPINNER, DYER, TOOLS] {
        folder.write(path, format!("# $Id$\n{text}"));
        std::fs::File::options().write(true).open(folder.path(path)).unwrap().set_modified(old).unwrap();
    }
    let attributes = "weaver.yaml filter=other\nspinner.yaml ident\ndyer.yaml working-tree-encoding=UTF-16LE-BOM\n";
    folder.write(".gitattributes", attributes);
    // A filter as one that encrypts: by another program.
    folder.write("rotate", "#!/bin/sh\ntr a-z n-za-m\n");
    folder.write("fail", format!("#!/bin/sh\ntouch '{}'\nexit 1\n", folder.path("ran").display()));
    for script in ["rotate", "fail"] {
        std::fs::set_permissions(folder.path(script), std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    repository.git("config filter.other.clean ./rotate");
    let dyer = format!("# $Id$\n{}", DYER.1);
    folder.write(DYER.0, utf16(&dyer));
    std::fs::File::options().write(true).open(folder.path(DYER.0)).unwrap().set_modified(old).unwrap();
    repository.git("add --renormalize .");
    repository.git("commit -q -m filtered");
    repository.git("config filter.other.clean ./fail");
    // As a checkout writes it.
    folder.write(SPINNER.0, format!("# $Id: 1a2b $\n{}", SPINNER.1));
    for asked in [&["--changed-since", "HEAD"][..], &["--staged"]] {
        assert_eq!(folder.found(asked), NOTHING, "{asked:?}");
    }
    // What is new is told; what was there in a text that only a filter knows is, too.
    folder.write(SPINNER.0, format!("# $Id: 1a2b $\n{}", SPINNER.1.replace("Spins", "Spins as a [[Fuller]]")));
    assert_eq!(folder.found(&["--changed-since", "HEAD"]), ["content/roles/spinner.yaml:unknown-role"]);
    assert!(!folder.path("ran").exists(), "no filter runs");
}

#[cfg(unix)]
fn utf16(text: &str) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[test]
fn what_a_baseline_has_once_hides_no_second_one() {
    let Some(repository) = repository() else { return };
    let folder = &repository.folder;
    folder.write("sidestep.yaml", "baseline: old.json\n");
    folder.run(&["check", "--write-baseline"]).is(0);
    repository.git("add .");
    repository.git("commit -q -m baseline");
    let since = ["--changed-since", "HEAD"];
    folder.write(WEAVER.0, WEAVER.1.replace("[Lom]", "[Loom]\nskills: []").replace("Weaves", "Weaves, [[Spiner]]"));
    let new = ["content/roles/weaver.yaml:unknown-role"];
    assert_eq!(folder.found(&[]), new);
    assert_eq!(folder.found(&since), new);
    repository.git("add .");
    assert_eq!(folder.found(&["--staged"]), new);
    // What only the baseline has is no news, nor is what was only there before.
    repository.git("commit -q -m second");
    assert_eq!(folder.found(&since), NOTHING);
    folder.write(WEAVER.0, WEAVER.1.replace("Weaves", "Weaves, [[Spiner]]"));
    assert_eq!(folder.found(&since), NOTHING);
    assert_eq!(folder.run(&["check", "--format", "json", "--changed-since", "HEAD"]).json()["baselined"], 1);
}

#[test]
fn texts_that_a_partial_clone_lacks_are_no_empty_ones() {
    let Some(repository) = repository() else { return };
    let folder = &repository.folder;
    folder.write(WEAVER.0, WEAVER.1.replace("Weaves", "Weaves cloth"));
    repository.git("commit -q -a -m second");
    repository.git("config uploadpack.allowFilter true");
    repository.git(&format!("clone -q --filter=blob:none file://{} part", folder.root().display()));
    let ran = folder.run_in("part", &["check", "--changed-since", "HEAD~1"]);
    ran.is(2).err_has("this clone is partial").err_has("--filter");
    folder.run_in("part", &["impact", "HEAD~1"]).is(2).err_has("this clone is partial");
    // What is here is enough for what has not changed.
    assert_eq!(folder.found_in("part", &["--changed-since", "HEAD"]), NOTHING);
}

#[test]
fn what_comes_to_be_ignored_is_gone() {
    let Some(repository) = repository() else { return };
    let folder = &repository.folder;
    folder.write(".gitignore", "weaver.yaml\n");
    let gone = ["content/roles/dyer.yaml:unknown-role", "content/roles/spinner.yaml:unknown-role"];
    assert_eq!(folder.found(&["--changed-since", "HEAD"]), gone);
    assert_eq!(folder.found(&["--staged"]), NOTHING);
    repository.git("add .");
    assert_eq!(folder.found(&["--staged"]), gone);
    folder.run(&["impact", "HEAD"]).is(0).out_has("Roles that are gone: 1 role\n  Weaver");
    repository.git("commit -q -m ignored");
    assert_eq!(folder.found(&["--changed-since", "HEAD"]), NOTHING);
    assert_eq!(folder.found(&["--changed-since", "HEAD~1"]), gone);
    // And the other way: then it is new with all that is in it.
    std::fs::remove_file(folder.path(".gitignore")).unwrap();
    let come = ["content/roles/weaver.yaml:unknown-role", "content/roles/weaver.yaml:unknown-tool"];
    assert_eq!(folder.found(&["--changed-since", "HEAD"]), come);
}

#[test]
fn what_is_only_intended_to_be_added_is_not_staged() {
    let Some(repository) = repository() else { return };
    let folder = &repository.folder;
    folder.write("content/roles/fuller.yaml", "name: Fuller\nsummary: Fulls; see [[Nobody]].\n");
    repository.git("add --intent-to-add content/roles/fuller.yaml");
    folder.run(&["check", "--staged"]).is(0);
    assert_eq!(folder.found(&["--staged"]), NOTHING);
    // An empty file is one.
    folder.write("content/roles/empty.yaml", "");
    repository.git("add content/roles/empty.yaml");
    assert_eq!(folder.found(&["--staged"]), ["content/roles/empty.yaml:schema"]);
    repository.git("add .");
    assert_eq!(folder.found(&["--staged"]).len(), 2);
}

#[test]
fn a_commit_without_content_is_no_failure() {
    if !has_git() {
        return;
    }
    let repository = Repository::of(&[("README.md", "# Cloth\n")]);
    let folder = &repository.folder;
    for (path, text) in FILES {
        folder.write(path, text);
    }
    folder.write("README.md", "# Wool\n");
    folder.run(&["check", "--staged"]).is(0).err_has("nothing that is staged belongs to the workspace");
    repository.git("add README.md");
    folder.run(&["check", "--staged"]).is(0);
    repository.git("add content/roles/weaver.yaml content/roles/spinner.yaml");
    folder.run(&["check", "--staged"]).is(1).out_has("\"Spiner\"");
}

#[test]
fn what_a_sparse_checkout_leaves_out_is_not_deleted() {
    let Some(repository) = repository() else { return };
    let folder = &repository.folder;
    folder.write("docs/wool.md", "# Wool\n");
    folder.write(DYER.0, DYER.1.replace("see", "see [wool](../../docs/wool.md),"));
    repository.git("add .");
    repository.git("commit -q -m docs");
    repository.git("sparse-checkout set --no-cone /* !weaver.yaml !docs/");
    assert!(!folder.path(WEAVER.0).exists() && !folder.path("docs/wool.md").exists());
    assert_eq!(folder.found(&["--changed-since", "HEAD"]), NOTHING);
    assert_eq!(folder.found(&["--staged"]), NOTHING);
    folder.run(&["impact", "HEAD"]).is(0).out_has("nothing that readers");
    folder.write(SPINNER.0, SPINNER.1.replace("Spins", "Spins for the [[Fuller]]"));
    assert_eq!(folder.found(&["--changed-since", "HEAD"]), ["content/roles/spinner.yaml:unknown-role"]);
}

#[test]
fn only_head_may_be_missing() {
    if !has_git() {
        return;
    }
    let folder = Folder::new(&FILES);
    std::fs::remove_dir(folder.path(".git")).unwrap();
    let repository = Repository { folder };
    repository.git("init -q -b main");
    let folder = &repository.folder;
    assert_eq!(folder.found(&["--changed-since", "HEAD"]).len(), 3);
    folder.run(&["check", "--changed-since", "mian"]).is(2).err_has("there is no commit or branch \"mian\"");
    repository.git("add .");
    repository.git("commit -q -m first");
    let ran = folder.run(&["check", "--changed-since", "^HEAD"]);
    ran.is(2).err_has("\"^HEAD\" is no commit and no branch");
}

#[test]
#[cfg(unix)]
fn a_git_of_the_checked_folder_is_not_run() {
    use std::os::unix::fs::PermissionsExt as _;
    let Some(repository) = repository() else { return };
    let folder = &repository.folder;
    folder.write("git", "#!/bin/sh\ntouch ran\nexit 1\n");
    std::fs::set_permissions(folder.path("git"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var("PATH").unwrap();
    for first in [".", "", "./"] {
        let mut check = command(&folder.root(), &["check", "--staged"]);
        let ran = check.env("PATH", format!("{first}:{path}")).output().unwrap();
        assert_eq!(ran.status.code(), Some(0), "{ran:?}");
        let nowhere = command(&folder.root(), &["check", "--staged"]).env("PATH", first).output().unwrap();
        assert_eq!(nowhere.status.code(), Some(2));
        let said = String::from_utf8_lossy(&nowhere.stderr).into_owned();
        assert!(said.contains("there is no program \"git\" here") && said.contains("install git"), "{said}");
    }
    assert!(!folder.path("ran").exists());
}

#[test]
fn a_page_that_moves_takes_its_old_findings_along() {
    if !has_git() {
        return;
    }
    let repository = Repository::of(&[
        ("sidestep.yaml", "collections: { page: { files: [notes/*.md], schema: \"sidestep:page\" } }\n"),
        ("notes/wool.md", "# Wool\n\nOf [sheep](sheep.md).\n"),
        ("notes/sheep.md", "# Sheep\n\nEat [grass](grass.md).\n"),
    ]);
    let folder = &repository.folder;
    repository.git("mv notes/sheep.md notes/ewe.md");
    for which in [&["--changed-since", "HEAD"][..], &["--staged"]] {
        assert_eq!(folder.found(which), ["notes/wool.md:broken-link"]);
    }
    let ran = folder.run(&["impact", "HEAD"]);
    ran.is(0).out_has("Files of collections: 1 file\n  notes/ewe.md: was notes/sheep.md\n");
    assert!(!ran.out.contains("grass"), "{}", ran.out);
    folder.write("notes/wool.md", "# Wool\n\nOf [ewes](ewe.md).\n");
    folder.write("notes/flax.md", "# Flax\n");
    std::fs::remove_file(folder.path("notes/ewe.md")).unwrap();
    let ran = folder.run(&["impact", "HEAD"]);
    ran.is(0)
        .out_has("notes/flax.md: is new\n")
        .out_has("notes/sheep.md: is gone\n")
        .out_has("notes/wool.md: was edited\n");
}
