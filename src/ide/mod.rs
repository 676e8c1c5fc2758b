//! What an author asks for while reading and writing: pure functions over a workspace, in the editor's own vocabulary.
//!
//! One file for each feature. A feature takes a [`View`] or a [`FileView`] and an offset in bytes, and gives plain data
//! in byte spans; it knows neither protocol nor disk.

pub mod page;
pub mod uses;
mod view;

pub use view::{FileView, Location, View};
