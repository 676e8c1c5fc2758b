//! Recording a session: every message in both directions, one JSON object a line, so that a bug report becomes a test.
//!
//! ```json
//! {"ms":12,"from":"client","message":{"jsonrpc":"2.0","method":"initialized","params":{}}}
//! ```

#[cfg(unix)]
use std::fs::Permissions;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use parking_lot::Mutex;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::log::Log;

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
    log: Log,
    /// Something could not be written, and that was said.
    failed: Arc<AtomicBool>,
}

impl Recorder {
    /// Starts a recording; an older file of that name is replaced. It holds the texts that are edited, so nobody but the
    /// user may read it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(in crate::lsp) fn create(path: &Path, log: Log) -> io::Result<Self> {
        let file = private(File::options().write(true).create(true).truncate(true)).open(path)?;
        make_private(&file)?;
        Ok(Self { file: Arc::new(Mutex::new(file)), started: Instant::now(), log, failed: Arc::default() })
    }

    /// Records the body of a message; what is no JSON is recorded as a string.
    pub(in crate::lsp) fn record(&self, from: From, body: &[u8]) {
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
        let written = self.file.lock().write_all(line.as_bytes());
        if let Err(why) = written
            && !self.failed.swap(true, Ordering::Relaxed)
        {
            self.log.error(&format!("the session is not recorded any more, or not whole: {why}"));
        }
    }
}

#[cfg(unix)]
fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

#[cfg(not(unix))]
const fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

/// An older file may have been open to others.
#[cfg(unix)]
fn make_private(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if file.metadata()?.is_file() { file.set_permissions(Permissions::from_mode(0o600)) } else { Ok(()) }
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "as on Unix")]
const fn make_private(_: &File) -> io::Result<()> {
    Ok(())
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
