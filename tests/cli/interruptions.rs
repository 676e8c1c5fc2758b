//! Changes that are interrupted: every file is old or new, and the rest can be finished or undone.

use std::collections::BTreeMap;

use crate::changes::{BACKEND, files, folder};
use crate::support::{Folder, Ran, command};

const RENAME: [&str; 5] = ["rename", "role", "Data Engineer", "Data Person", "--prose"];
const DELETE: [&str; 4] = ["delete", "role", "Data Engineer", "--force"];
const NEW: [&str; 5] = ["new", "role", "Cloud Person", "--like", "Backend Engineer"];
const FIX: [&str; 3] = ["check", "--fix", "--unsafe"];

fn world() -> Folder {
    let folder = folder();
    folder.write("content/roles/backend-engineer.yaml", BACKEND.replace("tools: [PostgreSQL", "tools: [GIT, Zig"));
    folder
}

fn run(folder: &Folder, arguments: &[&str], fault: &str, at: usize) -> Option<Ran> {
    let output = command(&folder.root(), arguments).env(fault, at.to_string()).output().unwrap();
    output.status.code().map(|code| Ran {
        code,
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    })
}

/// Every file is what it was or what it is to be.
#[track_caller]
fn old_or_new(now: &BTreeMap<String, String>, old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) {
    for (path, text) in now.iter().filter(|(path, _)| !path.contains("/.sidestep-") && !path.starts_with(".sidestep-"))
    {
        let known = [old.get(path), new.get(path)];
        assert!(known.contains(&Some(text)), "{path} is neither old nor new:\n{text}");
    }
    for path in old.keys().filter(|path| new.contains_key(*path)) {
        assert!(now.contains_key(path), "{path} is gone");
    }
}

#[test]
fn a_killed_change_can_be_finished_or_undone() {
    for arguments in [&RENAME[..], &DELETE, &NEW, &FIX] {
        let (done, old) = (world(), files(&world()));
        done.run(arguments);
        let new = files(&done);
        assert_ne!(new, old);
        let mut interrupted = 0;
        for at in 1..100 {
            let folder = world();
            if run(&folder, arguments, "SIDESTEP_STOP_AT", at).is_some() {
                assert_eq!(files(&folder), new, "{arguments:?} {at}: it ran to its end");
                break;
            }
            old_or_new(&files(&folder), &old, &new);
            // The next command tells, and those that change files wait.
            let next = folder.run(&["check"]);
            if next.err.contains("was interrupted half way") {
                interrupted += 1;
                folder.run(&NEW).is(1).err_has("sidestep recover");
                old_or_new(&files(&folder), &old, &new);
                let undo = at % 2 == 0;
                folder.run(if undo { &["recover", "--undo"][..] } else { &["recover"] }).is(0);
                assert_eq!(&files(&folder), if undo { &old } else { &new }, "{arguments:?} {at}");
            } else {
                // It had not begun, or was complete; what it left is cleared away, but not by one who only reads.
                folder.run(&["recover"]).is(0).out_has("No change was interrupted");
                let now = files(&folder);
                assert!(now == old || now == new, "{arguments:?} {at}: {now:#?}");
            }
            folder.run(&["recover"]).is(0).out_has("No change was interrupted");
        }
        assert!(interrupted > 0, "{arguments:?} was never half way");
    }
}

#[test]
fn an_interrupted_recovery_goes_on_in_the_same_direction() {
    let (done, old) = (world(), files(&world()));
    done.run(&RENAME);
    let new = files(&done);
    for undo in [false, true] {
        for at in 1..30 {
            let folder = world();
            // After one file of two.
            let stop = (1..100).find(|stop| {
                let folder = world();
                run(&folder, &RENAME, "SIDESTEP_STOP_AT", *stop).is_none() && {
                    let now = files(&folder);
                    now.get("content/roles/backend-engineer.yaml") != old.get("content/roles/backend-engineer.yaml")
                }
            });
            assert!(run(&folder, &RENAME, "SIDESTEP_STOP_AT", stop.unwrap()).is_none());
            let arguments = if undo { &["recover", "--undo"][..] } else { &["recover"] };
            if run(&folder, arguments, "SIDESTEP_STOP_AT", at).is_some() {
                break;
            }
            old_or_new(&files(&folder), &old, &new);
            folder.run(arguments).is(0);
            assert_eq!(&files(&folder), if undo { &old } else { &new }, "{undo} {at}");
        }
    }
}

#[test]
fn a_change_that_fails_half_way_is_taken_back() {
    for arguments in [&RENAME[..], &DELETE, &NEW, &FIX] {
        let old = files(&world());
        let mut failed = 0;
        for at in 1..100 {
            let folder = world();
            let ran = run(&folder, arguments, "SIDESTEP_FAIL_AT", at).unwrap();
            if ran.code != 2 {
                break;
            }
            failed += 1;
            ran.err_has("the disk is full").err_has("nothing was changed");
            folder.run(&["recover"]).is(0).out_has("No change was interrupted");
            assert_eq!(files(&folder), old, "{arguments:?} {at}");
        }
        assert!(failed > 2, "{arguments:?}");
    }
}

/// A disk that is full stays full: nothing that takes a change back can be written either.
#[test]
fn a_change_on_a_disk_that_stays_full_can_be_taken_back_later() {
    let mut half = 0;
    for arguments in [&RENAME[..], &DELETE, &NEW, &FIX] {
        let (done, old) = (world(), files(&world()));
        done.run(arguments);
        let new = files(&done);
        for at in 1..100 {
            let folder = world();
            let ran = run(&folder, arguments, "SIDESTEP_FAIL_FROM", at).unwrap();
            old_or_new(&files(&folder), &old, &new);
            if ran.err.contains("nothing was changed") {
                // What lies aside may have stayed.
                ran.is(2);
                folder.run(&["recover"]).is(0);
                assert_eq!(files(&folder), old, "{arguments:?} {at}");
            } else if ran.code == 2 {
                half += 1;
                ran.err_has("cannot be restored").err_has("sidestep recover --undo");
                // As long as the disk is full, to try it does no harm.
                for from in 1..4 {
                    run(&folder, &["recover", "--undo"], "SIDESTEP_FAIL_FROM", from).unwrap();
                    old_or_new(&files(&folder), &old, &new);
                }
                folder.run(&["recover", "--undo"]).is(0);
                assert_eq!(files(&folder), old, "{arguments:?} {at}");
            } else {
                // All was done but to clear away, if that.
                let is_last = files(&folder) == new;
                folder.run(&["recover"]).is(0).out_has("No change was interrupted");
                assert_eq!(files(&folder), new, "{arguments:?} {at}");
                if is_last {
                    break;
                }
            }
        }
    }
    assert!(half > 1, "only {half} changes were half way");
}

/// Starts a command that waits before a step; gives it when it waits, or its result where it has fewer steps.
fn waiting(folder: &Folder, arguments: &[&str], at: usize) -> Result<std::process::Child, i32> {
    let mark = folder.path(".git/waits");
    let mut child = command(&folder.root(), arguments)
        .env("SIDESTEP_WAIT_AT", at.to_string())
        .env("SIDESTEP_WAIT_FOR", &mark)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    loop {
        if mark.exists() {
            return Ok(child);
        }
        if let Some(status) = child.try_wait().unwrap() {
            return Err(status.code().unwrap());
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

fn goes_on(folder: &Folder, mut child: std::process::Child) -> i32 {
    std::fs::remove_file(folder.path(".git/waits")).unwrap();
    child.wait().unwrap().code().unwrap()
}

/// Wherever one change stands when another one comes, what stands in the end is what one after the other would have made of
/// the files, or one alone.
#[test]
fn two_changes_at_once_are_one_after_the_other() {
    const OTHER: [&str; 4] = ["rename", "tool", "Kafka", "Apache Kafka"];
    let after = |all: &[&[&str]]| {
        let folder = world();
        all.iter().for_each(|arguments| drop(folder.run(arguments)));
        files(&folder)
    };
    let known = [after(&[&RENAME]), after(&[&OTHER]), after(&[&RENAME, &OTHER]), after(&[&OTHER, &RENAME])];
    let (mut refused, mut late) = (0, 0);
    for at in 1..100 {
        let folder = world();
        let Ok(first) = waiting(&folder, &RENAME, at) else { break };
        let other = folder.run(&OTHER);
        if other.code != 0 {
            assert!(other.err.contains("another sidestep is changing these files right now"), "{at}: {other:?}");
            refused += 1;
        }
        if goes_on(&folder, first) != 0 {
            late += 1;
        }
        let now = files(&folder);
        assert!(known.contains(&now), "{at}: {now:#?}");
        folder.run(&["recover"]).is(0).out_has("No change was interrupted");
        assert_eq!(files(&folder), now, "{at}");
    }
    assert!(refused > 0 && late > 0, "{refused} were refused, {late} came too late");
}

#[test]
fn two_recoveries_at_once_are_one() {
    let stop = (1..100).find(|stop| {
        let folder = world();
        run(&folder, &RENAME, "SIDESTEP_STOP_AT", *stop).is_none()
            && folder.run(&["check"]).err.contains("interrupted half way")
    });
    let old = files(&world());
    for at in 1..100 {
        let folder = world();
        assert!(run(&folder, &RENAME, "SIDESTEP_STOP_AT", stop.unwrap()).is_none());
        let Ok(first) = waiting(&folder, &["recover", "--undo"], at) else {
            assert!(at > 1, "it never waited");
            break;
        };
        folder.run(&["recover"]).is(1).err_has("another sidestep is changing these files right now");
        folder.run(&["recover", "--undo"]).is(1);
        assert_eq!(goes_on(&folder, first), 0);
        assert_eq!(files(&folder), old, "{at}");
    }
}

#[test]
fn what_was_changed_after_the_interruption_is_not_overwritten() {
    let folder = world();
    let stop = (1..100).find(|stop| {
        let folder = world();
        run(&folder, &RENAME, "SIDESTEP_STOP_AT", *stop).is_none()
            && folder.run(&["check"]).err.contains("interrupted half way")
    });
    assert!(run(&folder, &RENAME, "SIDESTEP_STOP_AT", stop.unwrap()).is_none());
    folder.write("content/roles/backend-engineer.yaml", "name: Mine\n");
    folder.run(&["recover"]).is(1).err_has("was changed after the interruption");
    folder.run(&["recover", "--undo"]).is(1);
    assert_eq!(folder.read("content/roles/backend-engineer.yaml"), "name: Mine\n");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

    use super::*;

    #[test]
    fn permissions_and_links_stay() {
        let folder = world();
        let path = folder.path("content/roles/data-engineer.yaml");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        std::fs::create_dir(folder.path("elsewhere")).unwrap();
        std::fs::rename(folder.path("content/tools.yaml"), folder.path("elsewhere/t.yaml")).unwrap();
        symlink("../elsewhere/t.yaml", folder.path("content/tools.yaml")).unwrap();
        folder.run(&["rename", "role", "Data Engineer", "Data Person"]).is(0);
        folder.run(&["rename", "tool", "Kafka", "Apache Kafka"]).is(0);
        assert_eq!(folder.path("content/roles/data-person.yaml").metadata().unwrap().mode() & 0o777, 0o640);
        assert!(folder.path("content/tools.yaml").is_symlink());
        assert!(folder.read("elsewhere/t.yaml").contains("Apache Kafka"));
    }

    #[test]
    fn a_read_only_file_stops_the_whole_change() {
        let folder = world();
        let before = files(&folder);
        let path = folder.path("content/roles/data-engineer.yaml");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
        folder.run(&RENAME).is(2).err_has("data-engineer.yaml cannot be written: it is read-only; nothing was changed");
        assert_eq!(files(&folder), before);
    }

    #[test]
    fn a_folder_that_may_not_be_written_to_stops_the_whole_change() {
        let folder = world();
        let before = files(&folder);
        let roles = folder.path("content/roles");
        std::fs::set_permissions(&roles, std::fs::Permissions::from_mode(0o555)).unwrap();
        if std::fs::write(roles.join("probe"), "").is_ok() {
            println!("this user may write everywhere: nothing to see");
            std::fs::remove_file(roles.join("probe")).unwrap();
        } else {
            folder.run(&RENAME).is(2).err_has("nothing was changed");
        }
        std::fs::set_permissions(&roles, std::fs::Permissions::from_mode(0o755)).unwrap();
        folder.run(&["recover"]).is(0);
        if !files(&folder).contains_key("content/roles/data-person.yaml") {
            assert_eq!(files(&folder), before);
        }
    }

    #[test]
    fn a_limit_on_the_size_of_files_is_like_a_full_disk() {
        let folder = world();
        folder.write("content/roles/backend-engineer.yaml", format!("{BACKEND}{}", "# much\n".repeat(400)));
        let before = files(&folder);
        // Blocks of 512 bytes: the journal fits, the page does not.
        let script = format!(
            "trap '' XFSZ; ulimit -f 4; exec {} rename role 'Data Engineer' 'Data Person'",
            env!("CARGO_BIN_EXE_sidestep")
        );
        let output =
            std::process::Command::new("sh").args(["-c", &script]).current_dir(folder.root()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(files(&folder), before);
    }
}
