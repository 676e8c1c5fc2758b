//! `sidestep completions`: a script for a shell, made from the arguments as they are declared.

use clap::CommandFactory as _;
use clap::builder::PossibleValuesParser;

use super::arguments::{Arguments, CompletionsOptions};
use super::{Exit, Failure, print};
use crate::rules::RULES;

pub(super) fn run(options: &CompletionsOptions) -> Result<Exit, Failure> {
    // Codes are offered, though others exist: a workspace may have kinds of its own.
    let codes = RULES.iter().map(|rule| rule.code).filter(|code| !code.contains('<'));
    let codes = PossibleValuesParser::new(codes.chain(["unknown-skill", "unknown-tool"]));
    let mut command =
        Arguments::command().mut_subcommand("explain", |c| c.mut_arg("code", |code| code.value_parser(codes)));
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut command, "sidestep", &mut script);
    print::out(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}
