//! Recording a session: every message in both directions, one JSON object a line, so that a bug report becomes a test.
//!
//! ```json
//! {"ms":12,"from":"client","message":{"jsonrpc":"2.0","method":"initialized","params":{}}}
//! ```

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use parking_lot::Mutex;
use serde_json::value::RawValue;
use serde_json::{Value, json};

/// Which side a message comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// The editor.
    Client,
    /// Sidestep.
    Server,
}

/// Writes a session to a file.
#[derive(Clone)]
pub struct Recorder {
    file: Arc<Mutex<File>>,
    started: Instant,
}

impl Recorder {
    /// Starts a recording; an older file of that name is replaced.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn create(path: &Path) -> io::Result<Self> {
        Ok(Self { file: Arc::new(Mutex::new(File::create(path)?)), started: Instant::now() })
    }

    /// Records the body of a message; what is no JSON is recorded as a string.
    pub(super) fn record(&self, from: From, body: &[u8]) {
        let from = match from {
            From::Client => "client",
            From::Server => "server",
        };
        let ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let text = String::from_utf8_lossy(body);
        let line = match serde_json::from_str::<Box<RawValue>>(&text) {
            Ok(message) if !text.contains(['\n', '\r']) => {
                format!("{{\"ms\":{ms},\"from\":\"{from}\",\"message\":{message}}}\n")
            }
            Ok(message) => {
                let message: Value = serde_json::from_str(message.get()).unwrap_or_default();
                format!("{}\n", json!({ "ms": ms, "from": from, "message": message }))
            }
            Err(_) => format!("{}\n", json!({ "ms": ms, "from": from, "message": text })),
        };
        // A recording that fails does not disturb the session.
        let _ = self.file.lock().write_all(line.as_bytes());
    }
}

/// The messages of a recording that the client sent, in order.
///
/// # Errors
/// When the file cannot be read, or a line is no recorded message.
pub fn client_messages(path: &Path) -> io::Result<Vec<Value>> {
    let text = std::fs::read_to_string(path)?;
    let lines = text.lines().map(serde_json::from_str::<Value>);
    let messages: Result<Vec<Value>, _> = lines.collect();
    let messages = messages.map_err(io::Error::other)?;
    Ok(messages.into_iter().filter(|m| m["from"] == "client").map(|mut m| m["message"].take()).collect())
}
