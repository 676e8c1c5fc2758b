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
    let ran = Folder::clean().run(&["check", "nowhere", "--strict-paths", "--color", "always"]);
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
    for format in ["human", "concise", "json", "github", "gitlab", "sarif", "junit", "rdjson", "markdown"] {
        let mut command = command(&folder.root(), &["check", "--format", format]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        // Reads one line, then closes the pipe.
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(!line.is_empty(), "{format}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{format}");
        assert_eq!(output.status.code(), Some(1), "the findings decide how it ends");
    }
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

/// People and logs get so many findings that somebody may still read them, and how many more there are; programs get all.
#[test]
fn so_many_findings_are_printed() {
    let folder = Folder::clean();
    for file in 0..6 {
        let mentions: String = (0..1_999).map(|at| format!("  [[Nobody {at}]]\n")).collect();
        folder
            .write(&format!("content/roles/r{file}.yaml"), format!("name: R{file}\nsummary: One.\nwhy: |\n{mentions}"));
    }
    let all = 6 * 1_999;
    let rest = format!("{} more findings are not printed; --format json has them all\n", all - 10_000);
    for (format, mark) in [("human", "error[unknown-role]"), ("concise", "error[unknown-role]"), ("github", "::error ")]
    {
        let out = folder.run(&["check", "--format", format]).is(1).out_has(&rest).out.clone();
        assert_eq!(out.matches(mark).count(), 10_000, "{format}");
    }
    folder.run(&["check"]).out_has(&format!("{all} errors"));
    let json = folder.run(&["check", "--format", "json"]).json();
    let found = json["diagnostics"].as_array().unwrap();
    assert_eq!(found.iter().filter(|d| d["code"] == "unknown-role").count(), all);
}

/// A file may be one line: what is found in it has its place, and no excerpt of all of it.
#[test]
fn long_lines_have_no_excerpt() {
    let folder = Folder::clean();
    let words = "word ".repeat(20_000);
    let text = |end: &str| format!("name: R\nsummary: One.\nwhy: \"é {words}[[Nobody]]\"\n{end}");
    folder.write("content/roles/r.yaml", text(""));
    let ran = folder.run(&["check"]);
    let column = "why: \"é ".chars().count() + words.len() + 3;
    ran.is(1).out_has(&format!("--> content/roles/r.yaml:3:{column}\n"));
    assert!(ran.out.len() < 2_000, "{}", ran.out.len());
    // Places that lie far from each other have excerpts of their own.
    folder.write("content/roles/r.yaml", text(&format!("x-a: one\n{}x-a: two\n", "# a comment\n".repeat(2_000))));
    let ran = folder.run(&["check"]);
    ran.is(1).out_has("2005 | x-a: two").out_has("   4 | x-a: one").out_has("the first one is here");
    assert!(ran.out.len() < 4_000, "{}", ran.out.len());
}

/// Thousands of findings in a long line would show it thousands of times.
#[test]
fn so_much_of_files_is_shown() {
    let folder = Folder::clean();
    let line = "[[Nobody]] ".repeat(700);
    for name in ["R", "S", "T", "U"] {
        folder.write(
            &format!("content/roles/{}.yaml", name.to_lowercase()),
            format!("name: {name}\nsummary: One.\nwhy: \"{line}\"\n"),
        );
    }
    let ran = folder.run(&["check"]);
    ran.is(1);
    assert_eq!(ran.out.matches("--> content/roles/").count(), 4 * 700);
    let shown = ran.out.lines().filter(|line| line.starts_with("3 |")).count();
    assert!((2_000..2_300).contains(&shown), "{shown}");
}
