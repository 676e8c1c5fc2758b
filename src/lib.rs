//! Sidestep reads a workspace of career content and tells its writers what does not fit together.
//!
//! The modules in reading order; **each may use only those above it**, which `tests/tidy.rs` enforces:
//! [`text`], [`syntax`].
pub mod content;
pub mod schema;
pub mod syntax;
pub mod text;
pub mod workspace;
pub mod rules;
