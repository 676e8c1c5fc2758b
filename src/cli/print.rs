//! Writing to the terminal.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is where the program prints")]

use std::io::{ErrorKind, IsTerminal as _, Write};

use annotate_snippets::{Group, Level, Renderer};

use super::Failure;
use crate::loader::explain;
use crate::text::visible;

/// What a command says, line by line. Whatever a line quotes is made visible, so that neither a terminal nor a log obeys it.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// One more line.
    pub fn push(&mut self, line: &str) {
        self.0.push_str(&visible(line));
        self.0.push('\n');
    }

    /// More lines.
    pub fn append(&mut self, other: &Self) {
        self.0.push_str(&other.0);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Says something on standard output.
pub(super) fn say(lines: &Lines) -> Result<(), Failure> {
    out(&lines.0)
}

/// Writes to standard output what is fit to be shown, with colours where it shows them. A reader that has seen enough
/// (`sidestep check | head`) is no failure; a full disk is one.
pub(super) fn out(text: &str) -> Result<(), Failure> {
    let mut stdout = anstream::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("the output cannot be written: {}", explain(&error))))
        }
        _ => Ok(()),
    }
}

/// Whether somebody looks at standard output, and no program reads it.
pub(super) fn is_shown() -> bool {
    std::io::stdout().is_terminal()
}

/// Says something on standard error.
pub(super) fn note(lines: &Lines) {
    err(&lines.0);
}

/// Says one line on standard error.
pub(super) fn note_line(line: &str) {
    let mut lines = Lines::default();
    lines.push(line);
    note(&lines);
}

fn err(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Says something that the author has to know, and what to do.
pub(super) fn warning(message: &str, help: &str) {
    let (message, help) = (visible(message), visible(help));
    let group = Group::with_title(Level::WARNING.primary_title(&*message)).element(Level::HELP.message(&*help));
    err(&format!("{}\n", Renderer::styled().render(&[group])));
}

/// Says why a command could not run.
pub(super) fn failure(failure: &Failure) {
    let mut title = visible(&failure.message).into_owned();
    for place in &failure.places {
        title.push_str("\n  ");
        title.push_str(&visible(place));
    }
    let mut group = Group::with_title(Level::ERROR.primary_title(&*title));
    let help = failure.help.as_deref().map(visible);
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(&**help));
    }
    err(&format!("{}\n", Renderer::styled().render(&[group])));
}
