//! What an author asks for while reading and writing: pure functions over a workspace, in the editor's own vocabulary.
//!
//! One file for each feature. A feature takes a [`View`] or a [`FileView`] and an offset in bytes, and gives plain data
//! in byte spans; it knows neither protocol nor disk.

mod about;
pub mod calls;
mod card_markdown;
pub mod change;
mod columns;
pub mod completion;
pub mod definition;
pub mod folding;
pub mod fuzzy;
mod groups;
pub mod highlight;
pub mod hover;
pub mod impact;
pub mod inlay;
mod keys;
pub mod lenses;
pub mod linked;
pub mod links;
pub mod listings;
pub mod new_role;
pub mod page;
pub mod plain_names;
mod prose;
pub mod prose_names;
pub mod prose_terms;
pub mod references;
pub mod selection;
mod shorten;
pub mod skeleton;
pub mod statistics;
pub mod symbols;
mod term_lists;
pub mod tokens;
pub mod uses;
mod view;
pub mod workspace_symbols;

pub use view::{FileView, Location, View};
