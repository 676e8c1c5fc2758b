//! The language server: protocol at the edge of the engine.
//!
//! Everything that speaks the protocol is here: the message loop (`io`), the protocol's words for the engine's (`proto`),
//! documents and workspaces with their findings (`session`), the handlers (`server`) and what they answer (`features`). What
//! the answers say comes from [`crate::ide`], [`crate::rules`] and [`crate::fix`].
//!
//! Must not know the command line.

mod features;
mod io;
mod proto;
mod server;
mod session;

use std::io::{Read, Write};
use std::path::PathBuf;

pub use io::log::Level;
pub use io::record;
pub use proto::settings;

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
    let log = io::log::Log::new(options.log);
    let recorder = options.record.as_deref().map(|path| record::Recorder::create(path, log.clone())).transpose();
    let recorder = recorder.unwrap_or_else(|why| {
        log.error(&format!("the session cannot be recorded: {why}"));
        None
    });
    io::transport::serve(input, output, log.clone(), recorder, options.end, |outgoing| server::service(outgoing, log))
}
