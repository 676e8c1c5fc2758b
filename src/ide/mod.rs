//! What an author asks for while reading and writing: pure functions over a workspace, in the editor's own vocabulary.
//!
//! One file for each feature. A feature takes a [`View`] or a [`FileView`] and an offset in bytes, and gives plain data
//! in byte spans; it knows neither protocol nor disk.

pub mod folding;
pub mod fuzzy;
pub mod inlay;
pub mod lenses;
pub mod links;
pub mod page;
mod prose;
pub mod selection;
mod shorten;
pub mod symbols;
pub mod tokens;
pub mod uses;
mod view;
pub mod workspace_symbols;

pub use view::{FileView, Location, View};
