//! The language server: protocol at the edge of the engine.
//!
//! Everything that speaks the protocol is here: the message loop (`transport`), what the client can do (`client`),
//! what its user has set (`settings`), the handlers (`server`), conversions (`convert`, `uri`), open documents, publishing,
//! loading and watching. What the answers say comes from [`crate::ide`], [`crate::rules`] and [`crate::fix`].
//!
//! Must not know the command line.

mod capabilities;
mod client;
mod convert;
mod documents;
mod events;
mod features;
mod findings;
mod frame;
mod halves;
mod load;
mod log;
mod outgoing;
mod pull;
pub mod record;
mod server;
pub mod settings;
mod shared;
mod state;
mod texts;
mod transport;
mod typing;
mod uri;
mod watch;

use std::io::{Read, Write};
use std::path::PathBuf;

pub use log::Level;

/// How the server runs.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How much it says about itself.
    pub log: Level,
    /// Where every message of the session is written to: see [`record`].
    pub record: Option<PathBuf>,
    /// Ends the process with an exit code, where the session is over and the server too busy to return.
    pub end: Option<fn(i32)>,
}

/// Serves one client; gives the exit code of the protocol: 0 after `shutdown` and `exit`, else 1. The process should end
/// when this returns.
pub fn serve(input: impl Read + Send + 'static, output: impl Write + Send + 'static, options: &Options) -> i32 {
    let log = log::Log::new(options.log);
    let recorder = options.record.as_deref().map(|path| record::Recorder::create(path, log.clone())).transpose();
    let recorder = recorder.unwrap_or_else(|why| {
        log.error(&format!("the session cannot be recorded: {why}"));
        None
    });
    transport::serve(input, output, log.clone(), recorder, options.end, |outgoing| server::service(outgoing, log))
}
