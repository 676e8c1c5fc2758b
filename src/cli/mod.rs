//! The command line: arguments, one file for each command, one renderer for each format.
//!
//! The only module that prints. Must not know the server.

mod arguments;
mod asked;
mod change;
mod changed;
mod check;
mod completions;
mod delete;
mod destination;
mod explain;
mod fix;
mod ignores;
mod impact;
mod init;
mod known;
mod list;
mod lsp;
mod man;
mod merge;
mod new;
mod output;
mod print;
mod progress;
mod recover;
mod refs;
mod rename;
mod render;
mod retire;
mod roots;
mod schema;
mod selected;
mod since;
mod stats;
mod stdin;
mod still_said;
mod texts;
mod unread;
mod watch;

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

use crate::ide::change::Refusal;
use crate::text::{Span, visible};

use arguments::Format;
pub use arguments::{Arguments, Command, LogLevel, LspOptions};
pub use man::pages as manual_pages;

/// How the command ended (content model, section 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing at or above the bar.
    Clean = 0,
    /// At least one finding at or above the bar; or a change that the state of the workspace does not allow.
    Findings = 1,
    /// The command itself could not run.
    Failed = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command could not run: what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What went wrong, naming the path or the flag.
    pub message: String,
    /// The places that it is about, a line for each.
    pub places: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// The text that it is about.
    pub excerpt: Option<Box<Excerpt>>,
    /// How the command ends.
    pub exit: Exit,
}

/// A place in a text, to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The file, as seen from the current folder.
    pub path: String,
    /// All of its text.
    pub text: String,
    /// What to underline (byte offsets in the text).
    pub span: Span,
}

impl Failure {
    fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), places: Vec::new(), help: None, excerpt: None, exit: Exit::Failed }
    }

    /// The command could run, and the state of the workspace does not allow what it was asked for.
    fn refusal(message: impl Into<String>) -> Self {
        Self { exit: Exit::Findings, ..Self::new(message) }
    }

    /// A change that cannot be made.
    fn refused(refusal: Refusal) -> Self {
        Self { help: refusal.help, places: refusal.places, ..Self::refusal(refusal.message) }
    }

    /// The same in another workspace than the one that was asked.
    fn refused_in(root: &Path, refusal: Refusal) -> Self {
        let message = format!("in the workspace {}, {}", root.display(), refusal.message);
        Self::refused(Refusal { message, ..refusal })
    }

    fn places(mut self, places: Vec<String>) -> Self {
        self.places = places;
        self
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The language server, which this module does not know: serves an editor and gives the exit code.
pub type Serve = fn(&LspOptions) -> u8;

/// The arguments of the process. What is wrong with them is said with the arguments made visible: file names come from
/// elsewhere too.
fn parsed() -> Arguments {
    Arguments::try_parse().unwrap_or_else(|error| {
        let shown = std::env::args_os().map(|argument| visible(&argument.to_string_lossy()).into_owned());
        let shown: Vec<String> = shown.collect();
        let error = Arguments::try_parse_from(&shown).err().unwrap_or(error);
        // A program that asked for a report gets one.
        if error.exit_code() != 0
            && let Some(format) = asked_format(&shown)
        {
            let message = error.to_string();
            let message = message.lines().next().unwrap_or_default();
            let message = message.strip_prefix("error: ").unwrap_or(message);
            let _ = print::out(&output::failed(format, &Failure::new(message)));
        } else if error.exit_code() != 0 && asks_for_json(&shown) {
            let message = error.to_string();
            let message = message.lines().next().unwrap_or_default();
            let _ = output::answer::failed(&Failure::new(message.strip_prefix("error: ").unwrap_or(message)));
        }
        error.exit()
    })
}

/// Whether the arguments of a command name JSON.
fn asks_for_json(arguments: &[String]) -> bool {
    let mut pairs = arguments.iter().zip(arguments.iter().skip(1));
    arguments.iter().any(|argument| argument == "--format=json")
        || pairs.any(|(flag, value)| flag == "--format" && value == "json")
}

/// The format for programs that the arguments of a check name for standard output.
fn asked_format(arguments: &[String]) -> Option<Format> {
    use clap::ValueEnum as _;
    let pairs = arguments.iter().zip(arguments.iter().skip(1));
    let behind = pairs.filter(|(flag, _)| *flag == "--format").map(|(_, value)| value.as_str());
    let mut named = arguments.iter().filter_map(|argument| argument.strip_prefix("--format=")).chain(behind);
    let format = named.find_map(|word| Format::from_str(word, false).ok());
    format.filter(|format| format.is_for_programs() && arguments.iter().any(|argument| argument == "check"))
}

/// Goes to the folder in which the command is to run.
fn enter(directory: &Path) -> Result<(), Failure> {
    std::env::set_current_dir(directory)
        .map_err(|e| Failure::new(format!("{} cannot be entered: {}", directory.display(), crate::loader::explain(&e))))
}

/// Runs the command that the process was started with. `serve` is the language server, if the program has one.
#[must_use]
pub fn main(serve: Option<Serve>) -> ExitCode {
    let arguments = parsed();
    arguments.color.apply();
    print::set_quiet(arguments.quiet);
    roots::note_start();
    let wants_answer = arguments.command.wants_answer();
    if let Some(failure) = arguments.directory.as_deref().and_then(|directory| enter(directory).err()) {
        if let Command::Check(options) = &arguments.command {
            let _ = print::out(&output::failed(options.printed(), &failure));
        } else if wants_answer {
            let _ = output::answer::failed(&failure);
        }
        print::failure(&failure);
        return failure.exit.into();
    }
    let result = match arguments.command {
        Command::Lsp(options) => match serve {
            Some(serve) => return lsp::run(&options, serve),
            None => Err(Failure::new("this program was built without the language server")
                .help("build it with its default features: cargo install --path .")),
        },
        Command::Check(options) => check::run(&options),
        Command::Explain(options) => explain::run(&options),
        Command::Render(options) => render::run(&options),
        Command::Init(options) => init::run(&options),
        Command::Rename(options) => rename::run(&options),
        Command::Impact(options) => impact::run(&options),
        Command::Refs(options) => refs::run(&options),
        Command::List(options) => list::run(&options),
        Command::Stats(options) => stats::run(&options),
        Command::New(options) => new::run(&options),
        Command::Retire(options) => retire::run(&options),
        Command::Merge(options) => merge::run(&options),
        Command::Delete(options) => delete::run(&options),
        Command::Recover(options) => recover::run(&options),
        Command::Schema(options) => schema::run(&options),
        Command::Man(options) => man::run(&options),
        Command::Completions(options) => completions::run(&options),
    };
    match result {
        Ok(exit) => exit.into(),
        Err(failure) => {
            if wants_answer {
                let _ = output::answer::failed(&failure);
            }
            print::failure(&failure);
            failure.exit.into()
        }
    }
}
