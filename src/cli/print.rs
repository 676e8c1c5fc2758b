//! Writing to the terminal.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is where the program prints")]

use std::io::{ErrorKind, Write};

use annotate_snippets::{Group, Level, Renderer};

use super::Failure;
use crate::loader::explain;

/// Writes to standard output, with colours where it shows them. A reader that has seen enough (`sidestep check | head`)
/// is no failure; a full disk is one.
pub(super) fn out(text: &str) -> Result<(), Failure> {
    let mut stdout = anstream::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("the output cannot be written: {}", explain(&error))))
        }
        _ => Ok(()),
    }
}

/// Writes to standard error.
pub(super) fn note(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Says something that the author has to know, and what to do.
pub(super) fn warning(message: &str, help: &str) {
    let group = Group::with_title(Level::WARNING.primary_title(message)).element(Level::HELP.message(help));
    note(&format!("{}\n", Renderer::styled().render(&[group])));
}

/// Says why a command could not run.
pub(super) fn failure(failure: &Failure) {
    let mut group = Group::with_title(Level::ERROR.primary_title(&*failure.message));
    if let Some(help) = &failure.help {
        group = group.element(Level::HELP.message(&**help));
    }
    note(&format!("{}\n", Renderer::styled().render(&[group])));
}
