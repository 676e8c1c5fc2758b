//! Requests about files: what the engine answers, as the protocol has it. One file for each feature.

pub mod actions;
pub mod folding;
pub mod inlay;
pub mod lenses;
pub mod links;
pub mod page;
pub mod selection;
pub mod symbols;
pub mod tokens;
