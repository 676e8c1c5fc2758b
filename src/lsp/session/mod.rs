//! The session: open documents and workspaces, how they are read, watched and changed, and what is said of them.
//!
//! [`state::State`] is what is known at one moment, [`shared::Shared`] has it behind its lock. News come in by `news.rs`; what
//! they change is checked and said by `findings.rs` (pushed) and `pull.rs` (on request).

pub mod changes;
pub mod converter;
pub mod day;
pub mod documents;
pub mod events;
pub mod findings;
pub mod folders;
pub mod journal;
pub mod news;
pub mod pause;
mod progress;
pub mod promised;
pub mod pull;
pub mod read;
pub mod said;
pub mod shared;
pub mod state;
pub mod texts;
pub mod typing;
pub mod watch;
mod watcher;
