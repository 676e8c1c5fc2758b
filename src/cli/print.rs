//! Writing to the terminal. A closed pipe (`sidestep check | head`) ends the program quietly.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is where the program prints")]

use std::io::{ErrorKind, Write};

use annotate_snippets::{Group, Level, Renderer};

use super::Failure;

/// Writes to standard output, with colours where it shows them.
pub(super) fn out(text: &str) {
    let mut stdout = anstream::stdout().lock();
    if let Err(error) = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush())
        && error.kind() == ErrorKind::BrokenPipe
    {
        std::process::exit(0);
    }
}

/// Writes to standard error.
pub(super) fn note(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Says why a command could not run.
pub(super) fn failure(failure: &Failure) {
    let mut group = Group::with_title(Level::ERROR.primary_title(&*failure.message));
    if let Some(help) = &failure.help {
        group = group.element(Level::HELP.message(&**help));
    }
    note(&format!("{}\n", Renderer::styled().render(&[group])));
}
