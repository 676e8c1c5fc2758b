//! What belongs to a file beside its text stays when the text changes, and what an editor saves meanwhile is not lost.
#![cfg(unix)]

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::changes::folder;
use crate::support::{Folder, command};

const PAGE: &str = "content/roles/backend-engineer.yaml";
const RENAME: [&str; 5] = ["rename", "role", "Data Engineer", "Data Person", "--prose"];

/// Runs a program that may be missing.
fn tool(name: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(name).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn shown(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn permissions_and_owners_stay() {
    let folder = folder();
    for path in [PAGE, "content/roles/data-engineer.yaml"] {
        std::fs::set_permissions(folder.path(path), std::fs::Permissions::from_mode(0o640)).unwrap();
        // Only the superuser may give files away.
        let _ = std::os::unix::fs::chown(folder.path(path), Some(12345), Some(54321));
    }
    let before = folder.path(PAGE).metadata().unwrap();
    folder.run(&RENAME).is(0);
    for path in [PAGE, "content/roles/data-person.yaml"] {
        let after = folder.path(path).metadata().unwrap();
        assert_eq!((after.uid(), after.gid(), after.mode()), (before.uid(), before.gid(), before.mode()), "{path}");
    }
}

#[test]
fn attributes_stay() {
    let folder = folder();
    let page = folder.path(PAGE);
    let set = "import os, sys; os.setxattr(sys.argv[1], 'user.note', b'mine')";
    if tool("python3", &["-c", set, shown(&page)]).is_none() {
        println!("skipped: no attributes here");
        return;
    }
    folder.run(&RENAME).is(0);
    let get = "import os, sys; print(os.getxattr(sys.argv[1], 'user.note').decode())";
    assert_eq!(tool("python3", &["-c", get, shown(&page)]).as_deref(), Some("mine\n"));
}

/// A power cut may leave renames of files and nothing of what was written before, unless that is made to last first.
#[test]
fn what_lies_ready_lasts_before_it_is_said_so() {
    let folder = folder();
    let told = folder.path("told");
    let output = command(&folder.root(), &RENAME).env("SIDESTEP_TELL", &told).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let text = std::fs::read_to_string(told).unwrap();
    let steps: Vec<(&str, &Path)> =
        text.lines().filter_map(|line| line.split_once(' ')).map(|(what, path)| (what, Path::new(path))).collect();
    let at =
        |what: &str| steps.iter().position(|(step, _)| *step == what).unwrap_or_else(|| panic!("no {what}: {text}"));
    let ready = at("ready");
    assert!(ready < at("rename"), "{text}");
    let root = folder.root();
    let laid = steps[..ready].iter().enumerate().filter(|(_, (what, _))| *what == "lay");
    let folders = laid.map(|(at, (_, path))| (at, path.parent().unwrap())).chain([(0, &*root)]);
    let mut checked = 0;
    for (at, dir) in folders.collect::<Vec<_>>() {
        assert!(steps[at..ready].contains(&("sync", dir)), "{} is not made to last: {text}", dir.display());
        checked += 1;
    }
    assert!(checked > 3, "{text}");
}

/// Starts a change that waits at one of its steps. `None` if it ended before.
fn waiting(folder: &Folder, at: usize) -> (Child, bool) {
    let here = folder.path("waits");
    let mut command = command(&folder.root(), &RENAME);
    command.env("SIDESTEP_WAIT_AT", at.to_string()).env("SIDESTEP_WAIT_FOR", &here);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let started = Instant::now();
    while !here.exists() {
        if child.try_wait().unwrap().is_some() {
            return (child, false);
        }
        assert!(started.elapsed() < Duration::from_secs(60), "step {at} does not come");
        std::thread::sleep(Duration::from_millis(1));
    }
    (child, true)
}

#[test]
fn what_an_editor_saves_meanwhile_is_kept() {
    const MINE: &str = "name: Mine\nsummary: Saved by an editor meanwhile.\n";
    for saves_beside in [false, true] {
        for path in [PAGE, "content/roles/data-engineer.yaml"] {
            let (mut refused, mut done) = (0, 0);
            for at in 1..100 {
                let folder = folder();
                let (child, waits) = waiting(&folder, at);
                if !waits {
                    break;
                }
                if saves_beside {
                    folder.write("mine", MINE);
                    std::fs::rename(folder.path("mine"), folder.path(path)).unwrap();
                } else {
                    folder.write(path, MINE);
                }
                std::fs::remove_file(folder.path("waits")).unwrap();
                let output = child.wait_with_output().unwrap();
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                assert_eq!(folder.read(path), MINE, "step {at}, {path}: {said}");
                if output.status.success() {
                    done += 1;
                } else {
                    refused += 1;
                    assert!(
                        said.contains(&format!("{path} cannot be written: it was changed meanwhile")),
                        "{at}: {said}"
                    );
                    assert!(said.contains("nothing was changed"), "{said}");
                    assert!(!folder.path("content/roles/data-person.yaml").exists(), "{at}");
                }
                let aside = |dir: &str| {
                    let names = std::fs::read_dir(folder.path(dir)).unwrap().map(|e| e.unwrap().file_name());
                    names.filter(|name| name.to_string_lossy().starts_with(".sidestep-")).count()
                };
                assert_eq!(aside(".") + aside("content") + aside("content/roles"), 0, "step {at}");
            }
            // Before its text was replaced it is noticed; afterwards it is an edit like any other.
            assert!(refused > 3, "{path}: {refused} refused, {done} done");
        }
    }
}
