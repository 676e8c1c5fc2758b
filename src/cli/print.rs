//! Writing to the terminal.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is where the program prints")]

use std::io::{ErrorKind, IsTerminal as _, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer};

use super::Failure;
use super::texts::{Excerpt, Text, columns};
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

    /// The lines.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.0.lines()
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
        Err(_) => {
            CLOSED.store(true, Ordering::Relaxed);
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

/// Clears the screen where there is one; what stood there before stays in its history.
pub(super) fn clear() {
    if is_shown() {
        // Not by way of what takes out colours: this is none.
        let mut stdout = std::io::stdout().lock();
        let _ = stdout.write_all(b"\x1b[2J\x1b[H").and_then(|()| stdout.flush());
    }
}

static CLOSED: AtomicBool = AtomicBool::new(false);

/// Whether the reader of standard output has seen enough.
pub(super) fn is_closed() -> bool {
    CLOSED.load(Ordering::Relaxed)
}

/// Whether somebody looks at standard output, and no program reads it.
pub(super) fn is_shown() -> bool {
    std::io::stdout().is_terminal()
}

static QUIET: AtomicBool = AtomicBool::new(false);

/// Whether notes, summaries and what was done are left unsaid.
pub(super) fn is_quiet() -> bool {
    QUIET.load(Ordering::Relaxed)
}

/// Leaves unsaid what nobody has to act on.
pub(super) fn set_quiet(quiet: bool) {
    QUIET.store(quiet, Ordering::Relaxed);
}

/// Says something on standard error, unless told to be quiet.
pub(super) fn note(lines: &Lines) {
    if !is_quiet() {
        err(&lines.0);
    }
}

/// Says one line on standard error, unless told to be quiet.
pub(super) fn note_line(line: &str) {
    let mut lines = Lines::default();
    lines.push(line);
    note(&lines);
}

/// Renders findings and failures, for a terminal with so many columns.
pub(super) fn renderer(columns: Option<usize>) -> Renderer {
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
    match columns {
        Some(width) => renderer.term_width(width),
        None => renderer,
    }
}

/// Whether what stands on standard output can be links: a terminal that is known for it, or says so.
pub(super) fn shows_links() -> bool {
    let has = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let is = |name: &str, known: &[&str]| {
        let value = std::env::var(name).unwrap_or_default();
        known.iter().any(|word| value.contains(word))
    };
    if let Ok(forced) = std::env::var("FORCE_HYPERLINK") {
        return forced != "0";
    }
    let known = ["iTerm", "WezTerm", "vscode", "ghostty", "Hyper", "WarpTerminal", "rio", "Tabby"];
    let new_enough = std::env::var("VTE_VERSION").is_ok_and(|v| v.parse::<u32>().is_ok_and(|v| v >= 5000));
    let can = has("WT_SESSION") || has("KONSOLE_VERSION") || has("DOMTERM") || new_enough;
    let can = can || is("TERM_PROGRAM", &known) || is("TERM", &["kitty", "alacritty", "foot", "ghostty"]);
    is_shown() && can && !has("CI")
}

fn err(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Says something that the author has to know, and what to do.
pub(super) fn warning(message: &str, help: &str) {
    let (message, help) = (visible(message), visible(help));
    let group = Group::with_title(Level::WARNING.primary_title(&*message)).element(Level::HELP.message(&*help));
    err(&format!("{}\n", renderer(columns()).render(&[group])));
}

/// Says why a command could not run.
pub(super) fn failure(failure: &Failure) {
    let mut title = visible(&failure.message).into_owned();
    for place in &failure.places {
        title.push_str("\n  ");
        title.push_str(&visible(place));
    }
    let columns = columns();
    let excerpt = failure.excerpt.as_ref().map(|at| (at, Text::new(at.text.clone())));
    let excerpt = excerpt.as_ref().and_then(|(at, text)| Some((at, Excerpt::new(text, &[at.span], columns)?)));
    let mut group = Group::with_title(Level::ERROR.primary_title(&*title));
    if let Some((at, excerpt)) = &excerpt {
        let place = AnnotationKind::Primary.span(excerpt.within(at.span));
        group = group.element(excerpt.snippet(visible(&at.path).into_owned()).annotation(place));
    }
    let help = failure.help.as_deref().map(visible);
    if let Some(help) = &help {
        group = group.element(Level::HELP.message(&**help));
    }
    err(&format!("{}\n", renderer(columns).render(&[group])));
}
