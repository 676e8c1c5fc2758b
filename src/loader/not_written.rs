//! [`NotWritten`]: why a change of files was not made.

use std::io;

use super::explain;
use super::snapshot::CHANGED;

/// Why nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotWritten {
    /// What stands in the way, naming the file.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The files are not what they were, or in use: the change was refused. Else the disk does not allow it.
    pub refused: bool,
}

impl NotWritten {
    pub(super) fn new(message: String) -> Self {
        Self { message, help: None, refused: false }
    }

    pub(super) fn of(path: &str, why: &str) -> Self {
        Self::new(format!("{path} cannot be written: {why}; nothing was changed"))
    }

    pub(super) fn io(path: &str, error: &io::Error) -> Self {
        Self::of(path, &explain(error))
    }

    pub(super) fn help(mut self, help: &str) -> Self {
        self.help = Some(help.to_owned());
        self
    }

    pub(super) fn refused(mut self) -> Self {
        self.refused = true;
        self
    }

    pub(super) fn changed(path: &str) -> Self {
        Self::of(path, CHANGED).refused().help("run the command again")
    }

    pub(super) fn busy() -> Self {
        let message = "another sidestep is changing these files right now; nothing was changed".to_owned();
        Self::new(message).refused().help("run the command again when it is done")
    }

    pub(super) fn no_text(path: &str) -> Self {
        Self::of(path, "the name of its file is no text")
    }

    pub(super) fn taken(path: &str) -> Self {
        Self::of(path, "it exists already").refused()
    }
}
