//! The manual pages: every command has one, and those that format manuals have nothing to say about them.

use std::process::Command;

use clap::CommandFactory as _;
use sidestep::cli::{Arguments, manual_pages};

use crate::support::Folder;

#[test]
fn every_command_has_a_page_with_its_flags() {
    let pages = manual_pages("2026-01-01").unwrap();
    let command = Arguments::command();
    let visible: Vec<_> = command.get_subcommands().filter(|c| !c.is_hide_set()).collect();
    assert_eq!(pages.len(), visible.len() + 1);
    let page = |name: &str| &pages.iter().find(|(file, _)| file == name).unwrap_or_else(|| panic!("no {name}")).1;
    for sub in visible {
        let text = page(&format!("sidestep-{}.1", sub.get_name())).replace('\\', "");
        assert!(text.contains(&format!("\nsidestep-{} - ", sub.get_name())), "{text}");
        for flag in sub.get_arguments().filter(|a| !a.is_hide_set()).filter_map(|a| a.get_long()) {
            assert!(text.contains(&format!("--{flag}")), "{} does not tell about --{flag}", sub.get_name());
        }
        let own = page("sidestep.1").replace('\\', "");
        assert!(own.contains(&format!("sidestep-{}(1)", sub.get_name())), "{}", sub.get_name());
    }
    let check = page("sidestep-check.1");
    assert!(check.contains("\"EXIT STATUS\"\n0 no finding that counts"), "{check}");
    assert!(!check.contains("EXTRA"));
}

#[test]
fn nothing_is_wrong_with_their_form() {
    let folder = Folder::new(&[]);
    let mut checked = 0;
    for (name, text) in manual_pages("2026-01-01").unwrap() {
        folder.write(&name, text);
        let path = folder.path(&name);
        let programs: [(&str, &[&str]); 2] =
            [("mandoc", &["-T", "lint", "-W", "warning"]), ("groff", &["-man", "-Tutf8", "-ww", "-z"])];
        for (program, arguments) in programs {
            match Command::new(program).args(arguments).arg(&path).output() {
                Ok(output) => {
                    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
                    assert!(said.is_empty(), "{name}: {program}: {said}");
                    checked += 1;
                }
                Err(error) => println!("skipped: {program}: {error}"),
            }
        }
    }
    println!("{checked} pages read by programs that format manuals");
}

#[test]
fn a_page_of_the_program_itself() {
    let folder = Folder::new(&[]);
    folder.run(&["man"]).is(0).out_has(".TH sidestep 1").out_has("sidestep\\-check(1)");
    folder.run(&["man", "check"]).is(0).out_has(".TH sidestep-check 1").out_has("EXIT STATUS");
    folder.run(&["man", "chek"]).is(2).err_has("there is no command \"chek\"").err_has("did you mean \"check\"?");
}
