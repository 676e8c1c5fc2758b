//! The language server as clients see it: in process over pipes, and the real binary over standard input and output.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod actions;
mod baseline;
mod changes;
mod client;
mod completion;
#[path = "../support/corpus.rs"]
#[allow(dead_code)]
mod corpus;
mod files;
mod process;

mod findings;
mod fresh;
mod garbage;
#[cfg(debug_assertions)]
mod internal_errors;
mod lifecycle;
mod loading;
mod menus;
mod moves;
mod negotiation;
mod ordering;
mod printed;
mod pull;
#[path = "../support/quoted.rs"]
mod quoted;
mod recording;
mod renaming;
mod requests;
mod sent_back;
mod stress;
mod typing;
mod watching;
mod workspaces;
