//! The arguments of all commands.

use std::path::{Path, PathBuf};

use anstyle::AnsiColor;
use clap::builder::Styles;
use clap::{Args, Parser, Subcommand, ValueEnum};

mod changes;
mod check;
mod impact;
mod known;
mod look;
mod report;

pub use changes::*;
pub use check::*;
pub use impact::{ImpactFormat, ImpactOptions};
pub use known::KnownOptions;
pub use look::*;
pub use report::*;

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

/// Checks career content across files: links between roles, comparison tables, names and spelling.
#[derive(Debug, Parser)]
#[command(name = "sidestep", version, styles = STYLES, max_term_width = 100)]
pub struct Arguments {
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN", help_heading = GLOBAL)]
    pub color: Color,
    /// Go to this folder first: paths are those seen from there
    #[arg(short = 'C', long = "directory", global = true, value_name = "DIR", help_heading = GLOBAL)]
    pub directory: Option<PathBuf>,
    /// Say nothing but findings, what was asked for, and what went wrong
    #[arg(short, long, global = true, help_heading = GLOBAL)]
    pub quiet: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Under this heading, behind a command's own flags, stand those that all commands have.
const GLOBAL: &str = "Global options";

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check a workspace and report what does not fit together
    Check(CheckOptions),
    /// Explain a finding by its code, or list all codes
    Explain(ExplainOptions),
    /// Render a role's alternatives page as Markdown or HTML
    Render(RenderOptions),
    /// Write a first workspace: settings, vocabularies and one role; or settings for content that is there
    Init(InitOptions),
    /// Serve an editor over standard input and output (Language Server Protocol)
    Lsp(LspOptions),
    /// Rename a role or a term everywhere, and the role's file
    Rename(RenameOptions),
    /// Tell what changes since a commit do to the site: pages, roles, addresses, findings
    Impact(ImpactOptions),
    /// List every use of a name
    Refs(RefsOptions),
    /// List the roles, skills, tools, or things of another kind
    List(ListOptions),
    /// Tell how far the pages are, in numbers
    Stats(StatsOptions),
    /// Create the file of a new role, or the entry of a new term
    New(NewOptions),
    /// Retire a role in favour of another one
    Retire(RetireOptions),
    /// Merge two terms into one
    Merge(MergeOptions),
    /// Delete a role or a term
    Delete(DeleteOptions),
    /// Finish or undo a change that was interrupted
    Recover(RecoverOptions),
    /// Print a schema that comes with the program
    Schema(SchemaOptions),
    /// Print a page of the manual
    Man(ManOptions),
    /// Print a script with which a shell completes commands and flags
    Completions(CompletionsOptions),
}

impl Command {
    /// Whether a program waits for an answer in JSON, with the reason where there is none. (A check's report has it.)
    pub(super) fn wants_answer(&self) -> bool {
        let format = match self {
            Self::Explain(options) => options.format,
            Self::Refs(options) => options.format,
            Self::List(options) => options.format,
            Self::Stats(options) => options.format,
            Self::Init(options) => options.format,
            Self::Recover(options) => options.format,
            Self::Rename(options) => options.change.format,
            Self::New(options) => options.change.format,
            Self::Retire(options) => options.change.format,
            Self::Merge(options) => options.change.format,
            Self::Delete(options) => options.change.format,
            Self::Render(options) => return options.format() == PageFormat::Json,
            Self::Impact(options) => return options.format == ImpactFormat::Json,
            _ => return false,
        };
        format == RefsFormat::Json
    }
}

/// Arguments of `completions`.
#[derive(Args, Clone, Debug)]
#[command(after_help = COMPLETIONS_HELP)]
pub struct CompletionsOptions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

const COMPLETIONS_HELP: &str = "\
To load them whenever the shell starts:
  bash        echo 'eval \"$(sidestep completions bash)\"' >> ~/.bashrc
  zsh         sidestep completions zsh > DIR/_sidestep, where DIR is one of $fpath
  fish        sidestep completions fish > ~/.config/fish/completions/sidestep.fish
  elvish      eval (sidestep completions elvish | slurp), in ~/.config/elvish/rc.elv
  powershell  sidestep completions powershell | Out-String | Invoke-Expression, in $PROFILE";

/// Arguments of `lsp`.
#[derive(Args, Clone, Debug)]
pub struct LspOptions {
    /// How much the server says about itself, on standard error and in the editor's output
    #[arg(long, value_enum, default_value_t = LogLevel::Warn, value_name = "LEVEL")]
    pub log: LogLevel,
    /// Write every message of the session to this file, for a bug report (it holds the texts that are edited)
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// Accepted for editors that pass it; standard input and output are used in any case
    #[arg(long, hide = true)]
    pub stdio: bool,
}

/// How much the server says about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogLevel {
    /// What went wrong
    Error,
    /// And what looks wrong
    Warn,
    /// And what happens
    Info,
    /// And how long it takes
    Debug,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    pub(super) fn apply(self) {
        match self {
            Self::Auto => {}
            Self::Always => anstream::ColorChoice::Always.write_global(),
            Self::Never => anstream::ColorChoice::Never.write_global(),
        }
    }
}

/// Arguments of `explain`.
#[derive(Args, Debug)]
pub struct ExplainOptions {
    /// The code of a finding, such as unknown-role
    pub code: Option<String>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = RefsFormat::Human)]
    pub format: RefsFormat,
}

/// What a page is rendered to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum PageFormat {
    /// Markdown
    Markdown,
    /// A complete HTML document
    Html,
    /// One JSON object with both
    Json,
}

/// Arguments of `render`.
#[derive(Args, Debug)]
pub struct RenderOptions {
    /// The role: its name, slug, or file
    pub role: String,
    /// What to render to [default: markdown; html where --out names an .html file]
    #[arg(long, value_enum)]
    pub format: Option<PageFormat>,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

impl RenderOptions {
    /// What to render to: what was asked for, else what the file's name says.
    pub fn format(&self) -> PageFormat {
        let ending = self.out.as_deref().and_then(Path::extension);
        let is_html = ending.is_some_and(|ending| ending.eq_ignore_ascii_case("html"));
        self.format.unwrap_or(if is_html { PageFormat::Html } else { PageFormat::Markdown })
    }
}

const INIT_HELP: &str = "\
With --collections: a proposal of settings and schemas for content that is there already, in whatever shape. It says which \
files look alike, what they define and what refers to it, and nothing but the proposal is written.";

/// Arguments of `init`.
#[derive(Args, Debug)]
#[command(after_help = INIT_HELP)]
pub struct InitOptions {
    /// The folder of the new workspace
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// Also write settings for Visual Studio Code, where there are none: word wrap, fixes on save, the extension
    #[arg(long)]
    pub vscode: bool,
    /// Write role pages as Markdown files, each with its data in the front matter and its text below
    #[arg(long, conflicts_with = "collections")]
    pub markdown: bool,
    /// Look at the files that are there, and propose settings and schemas for them
    #[arg(long, conflicts_with = "vscode")]
    pub collections: bool,
    /// How what was written is told
    #[arg(long, value_enum, default_value_t = RefsFormat::Human)]
    pub format: RefsFormat,
}
