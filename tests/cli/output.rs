//! Colour, pipes, hints, and what a long check shows.

mod printed;

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use crate::support::{Folder, OTHER, command, golden, run};

#[test]
fn colour_only_on_request_when_piped() {
    let dir = golden("mistakes");
    let plain = run(&dir, &["check"]).out;
    assert!(!plain.contains('\u{1b}'));
    let colour = run(&dir, &["check", "--color", "always"]).out;
    assert!(colour.contains("\u{1b}["));
    assert_eq!(anstream::adapter::strip_str(&colour).to_string(), plain);
    assert_eq!(run(&dir, &["--color", "never", "check"]).out, plain);
}

#[test]
fn no_color_yields_to_the_flag_only() {
    let dir = golden("mistakes");
    let with = |name: &str, arguments: &[&str]| {
        let output = command(&dir, arguments).env(name, "1").output().unwrap();
        String::from_utf8(output.stdout).unwrap().contains('\u{1b}')
    };
    assert!(!with("NO_COLOR", &["check"]));
    assert!(with("NO_COLOR", &["check", "--color", "always"]));
    assert!(with("CLICOLOR_FORCE", &["check"]));
    assert!(!with("CLICOLOR_FORCE", &["check", "--color", "never"]));
}

#[test]
fn errors_of_the_command_go_to_standard_error() {
    let ran = Folder::clean().run(&["check", "nowhere", "--color", "always"]);
    assert_eq!(ran.out, "");
    assert!(ran.err.contains("\u{1b}["));
}

#[test]
fn hints_on_request() {
    let folder = Folder::clean();
    let hint = "hint[orphan-role]";
    assert!(!folder.run(&["check"]).is(0).out.contains(hint));
    folder.run(&["check", "--show", "hint"]).is(0).out_has(hint).out_has("2 hints in 2 files");
    folder.run(&["check", "--show", "hint", "--format", "concise"]).out_has(hint);
    folder.run(&["check", "--show", "hint", "--format", "github"]).out_has("::notice ");
}

#[test]
fn a_reader_that_has_seen_enough() {
    let folder = Folder::clean();
    for n in 0..2000 {
        folder.write(&format!("content/roles/r{n}.yaml"), format!("name: R{n}\nsummary: See [[Nobody {n}]].\n"));
    }
    let mut child = command(&folder.root(), &["check"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    // Reads one line, then closes the pipe.
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(line.contains("error[unknown-role]"), "{line}");
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(1), "the findings decide how it ends");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_no_success() {
    let Ok(full) = std::fs::File::options().write(true).open("/dev/full") else {
        println!("skipped: no /dev/full here");
        return;
    };
    let output = command(&Folder::clean().root(), &["check"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(err.contains("the output cannot be written: the disk is full"), "{err}");
}

#[test]
fn nothing_on_standard_error_when_it_is_no_terminal() {
    let folder = Folder::clean();
    for n in 0..3000 {
        folder.write(&format!("content/roles/r{n}.yaml"), format!("name: R{n}\nsummary: Fine.\n"));
    }
    assert_eq!(folder.run(&["check"]).is(0).err, "");
}

#[test]
fn excerpts_of_unusual_files() {
    let folder = Folder::clean();
    let shown = |text: &str| {
        folder.write(OTHER.0, text);
        folder.run(&["check"]).is(1).out.clone()
    };
    let with_bom = shown("\u{feff}name: Data Engineer\r\nsummary: See [[Nobody]].\r\n");
    assert!(with_bom.contains("data-engineer.yaml:2:16\n"), "{with_bom}");
    assert!(with_bom.contains("2 | summary: See [[Nobody]].\n  |                ^^^^^^\n"), "{with_bom}");
    // Nothing but a mark: nothing to show, and no panic.
    assert!(shown("\u{feff}").contains("data-engineer.yaml"));
    // At the very end, after the last line break.
    assert!(shown("name: Data Engineer\nsummary: Builds.\nskills: [a,\n").contains("error[syntax]"));
    let first = shown("\u{feff}replaced_by: Nobody\nstatus: retired\nname: Data Engineer\nsummary: Builds.\n");
    assert!(first.contains("data-engineer.yaml:1:14\n"), "{first}");
}
