//! `sidestep man`: manual pages, one for the program and one for each command, made from the arguments as they are declared.

use std::io;

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::arguments::{Arguments, ManOptions};
use super::{Exit, Failure, print};
use crate::text::nearest;

pub(super) fn run(options: &ManOptions) -> Result<Exit, Failure> {
    let command = Arguments::command();
    let names = || command.get_subcommands().filter(|sub| !sub.is_hide_set()).map(|sub| sub.get_name());
    let wanted = match &options.command {
        None => "sidestep.1".to_owned(),
        Some(name) => format!("sidestep-{name}.1"),
    };
    if let Some(name) = options.command.as_deref().filter(|name| !names().any(|known| known == *name)) {
        let near = nearest(name, names());
        let help = near.map_or_else(
            || "\"sidestep --help\" lists all commands".to_owned(),
            |near| format!("did you mean \"{near}\"?"),
        );
        return Err(Failure::new(format!("there is no command \"{name}\"")).help(help));
    }
    let pages = pages("").map_err(|e| Failure::new(format!("the page cannot be made: {e}")))?;
    print::out(pages.iter().find(|(file, _)| *file == wanted).map_or("", |(_, text)| text))?;
    Ok(Exit::Clean)
}

/// All pages: file name and text. The date is that of the release, as year-month-day.
pub fn pages(date: &str) -> io::Result<Vec<(String, String)>> {
    let mut command = Arguments::command().disable_help_subcommand(true).subcommand_value_name("COMMAND");
    command.build();
    let commands: Vec<&Command> = command.get_subcommands().filter(|sub| !sub.is_hide_set()).collect();
    let mut pages = vec![page(&command, &commands, date)?];
    for sub in &commands {
        pages.push(page(sub, &[], date)?);
    }
    Ok(pages)
}

fn page(command: &Command, commands: &[&Command], date: &str) -> io::Result<(String, String)> {
    let after = command.get_after_help().map(ToString::to_string);
    // The program's own version stands at the foot of each page.
    let source = format!("sidestep {}", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command.clone()).date(date).source(source).manual("Sidestep");
    let mut text = Vec::new();
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    if !commands.is_empty() {
        man.render_subcommands_section(&mut text)?;
    }
    let mut end = Roff::new();
    if let Some(after) = after {
        let (heading, rest) = match after.strip_prefix("Exit status: ") {
            Some(rest) => ("EXIT STATUS", rest),
            None => ("NOTES", &*after),
        };
        end.control("SH", [heading]);
        // Lines that are set in stay as they are.
        let mut within = false;
        for line in rest.lines() {
            if line.starts_with(' ') != within {
                within = !within;
                end.control(if within { "nf" } else { "fi" }, []);
            }
            end.text([roman(line)]);
        }
        if within {
            end.control("fi", []);
        }
    }
    if !commands.is_empty() {
        for (heading, entries) in PROGRAM {
            end.control("SH", [heading]);
            for (name, text) in entries {
                end.control("TP", []);
                end.text([bold(*name)]);
                end.text([roman(*text)]);
            }
        }
    }
    end.control("SH", ["SEE ALSO"]);
    let mut others: Vec<String> = commands.iter().map(|sub| format!("sidestep-{}(1)", sub.get_name())).collect();
    if others.is_empty() {
        others.push("sidestep(1)".to_owned());
    }
    end.text([roman(others.join(", "))]);
    end.control("PP", []);
    end.text([roman(env!("CARGO_PKG_REPOSITORY"))]);
    end.to_writer(&mut text)?;
    // An empty line between two line breaks is one space too many for some readers.
    let text = String::from_utf8_lossy(&text).replace("\n.br\n\n.br\n", "\n.sp\n");
    Ok((man.get_filename(), text))
}

/// What the program's own page says besides.
const PROGRAM: [(&str, &[(&str, &str)]); 4] = [
    (
        "EXIT STATUS",
        &[
            ("0", "No finding that counts, or it was done."),
            ("1", "At least one finding that counts."),
            ("2", "The command could not run."),
        ],
    ),
    (
        "FILES",
        &[
            ("sidestep.yaml", "The settings of a workspace, in its folder. It may be empty; everything has a default."),
            ("content/roles/*.yaml", "The roles, unless the settings say otherwise."),
        ],
    ),
    ("ENVIRONMENT", &[("NO_COLOR", "If set, nothing is printed in colour.")]),
    (
        "EXAMPLES",
        &[
            ("sidestep init my-content", "Writes a first workspace."),
            ("sidestep check --deny warning", "Checks the workspace of this folder; fails on warnings too."),
            ("sidestep explain unknown-role", "Says what a finding means."),
        ],
    ),
];
