//! [`Log`]: what the server says about itself, on standard error and in the editor's output.

use std::io::Write as _;
use std::sync::{Arc, OnceLock};

use crate::text::visible;

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// What went wrong.
    Error,
    /// And what looks wrong.
    #[default]
    Warn,
    /// And what happens.
    Info,
    /// And how long it takes.
    Debug,
}

impl Level {
    /// The level that a word names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "error" => Some(Self::Error),
            "warn" => Some(Self::Warn),
            "info" => Some(Self::Info),
            "debug" => Some(Self::Debug),
            _ => None,
        }
    }
}

/// Takes a message for the client's log, with its type by the protocol's numbers.
type Sink = Box<dyn Fn(u8, &str) + Send + Sync>;

/// Writes messages up to a level.
#[derive(Clone)]
pub struct Log {
    level: Level,
    client: Arc<OnceLock<Sink>>,
}

impl Log {
    /// A log that writes messages up to `level`.
    #[must_use]
    pub fn new(level: Level) -> Self {
        Self { level, client: Arc::default() }
    }

    /// Sends messages to the client too.
    pub fn connect(&self, client: impl Fn(u8, &str) + Send + Sync + 'static) {
        let _ = self.client.set(Box::new(client));
    }

    fn write(&self, level: Level, kind: u8, text: &str) {
        if level > self.level {
            return;
        }
        let text = &*visible(text);
        let _ = writeln!(std::io::stderr(), "sidestep: {text}");
        if let Some(client) = self.client.get() {
            client(kind, text);
        }
    }

    /// Something went wrong.
    pub fn error(&self, text: &str) {
        self.write(Level::Error, 1, text);
    }

    /// Something looks wrong.
    pub fn warn(&self, text: &str) {
        self.write(Level::Warn, 2, text);
    }

    /// Something happened.
    pub fn info(&self, text: &str) {
        self.write(Level::Info, 3, text);
    }

    /// Something took a time; `text` is only made where it is written.
    pub fn debug(&self, text: impl FnOnce() -> String) {
        if self.level == Level::Debug {
            self.write(Level::Debug, 4, &text());
        }
    }
}
