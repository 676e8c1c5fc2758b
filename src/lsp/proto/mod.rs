//! The protocol's words for the engine's: places, addresses, what the client can do, what its user has set.

pub mod client;
pub mod convert;
pub mod settings;
pub mod uri;
