//! Requests about files: what the engine answers, as the protocol has it. One file for each feature.

pub mod actions;
pub mod calls;
pub mod changes;
pub mod completion;
pub mod edits;
pub mod files;
pub mod folding;
pub mod hover;
pub mod inlay;
pub mod kind;
pub mod left;
pub mod lenses;
pub mod links;
mod moves;
pub mod navigation;
pub mod new_role;
pub mod notices;
pub mod page;
pub mod quick_fixes;
pub mod rename;
pub mod reveal;
pub mod selection;
pub mod status;
pub mod symbols;
pub mod tasks;
pub mod tokens;
pub mod unread;
