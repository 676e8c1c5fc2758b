//! `sidestep completions`: every command and flag in every shell's script, and what the shells make of it.

use std::process::Command;

use clap::CommandFactory as _;
use sidestep::cli::Arguments;

use crate::support::Folder;

const SHELLS: [&str; 5] = ["bash", "elvish", "fish", "powershell", "zsh"];

#[test]
fn every_command_and_flag_is_in_every_script() {
    let mut command = Arguments::command();
    command.build();
    let visible = command.get_subcommands().filter(|c| !c.is_hide_set());
    let words: Vec<String> = visible
        .flat_map(|c| {
            let flags = c.get_arguments().filter(|a| !a.is_hide_set()).filter_map(|a| a.get_long());
            [c.get_name()].into_iter().chain(flags).map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    assert!(words.len() > 15, "{words:?}");
    for shell in SHELLS {
        let ran = Folder::new(&[]).run(&["completions", shell]);
        ran.is(0);
        let missing: Vec<_> = words.iter().filter(|word| !ran.out.contains(&***word)).collect();
        assert!(missing.is_empty(), "{shell} does not know {missing:?}");
        // The others complete flags and their values, but not arguments.
        if ["bash", "zsh"].contains(&shell) {
            ran.out_has("unknown-role").out_has("unknown-tool");
        }
        assert!(!ran.out.contains("unknown-<kind>"));
    }
}

#[test]
fn another_shell() {
    Folder::new(&[]).run(&["completions", "csh"]).is(2).err_has("invalid value 'csh'");
}

/// What a program answers; `None` where it is not installed.
fn ask(program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success() && said.is_empty(), "{program}: {said}");
            Some(String::from_utf8(output.stdout).unwrap())
        }
        Err(error) => {
            println!("skipped: {program}: {error}");
            None
        }
    }
}

#[test]
fn shells_offer_what_can_follow() {
    let folder = Folder::new(&[]);
    let script = |shell| {
        folder.write(shell, folder.run(&["completions", shell]).out);
        folder.path(shell).display().to_string()
    };
    let bash = format!(
        "source '{}'; complete -p sidestep
         try() {{ COMP_WORDS=(sidestep \"$@\"); COMP_CWORD=$#; _sidestep sidestep \"${{!#}}\" \"${{COMP_WORDS[COMP_CWORD-1]}}\"; echo \"${{COMPREPLY[*]}}\"; }}
         try che; try check --format ''; try explain cell-",
        script("bash")
    );
    if let Some(said) = ask("bash", &["--noprofile", "--norc", "-c", &bash]) {
        let lines: Vec<&str> = said.lines().skip(1).collect();
        assert_eq!(lines, ["check", "human concise json github gitlab sarif junit rdjson markdown", "cell-drift"]);
    }
    let fish = format!("source '{}'; complete -C 'sidestep che'; complete -C 'sidestep check --deny '", script("fish"));
    if let Some(said) = ask("fish", &["--no-config", "-c", &fish]) {
        let words: Vec<&str> = said.lines().filter_map(|line| line.split('\t').next()).collect();
        assert_eq!(words, ["check", "info", "warning"]);
    }
    let zsh = format!("autoload -U compinit; compinit -D -u; source '{}'; print $_comps[sidestep]", script("zsh"));
    if let Some(said) = ask("zsh", &["-fc", &zsh]) {
        assert_eq!(said, "_sidestep\n");
    }
}
