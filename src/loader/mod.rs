//! The disk: finding workspaces, walking and reading them on all cores, writing files whole or not at all.
//!
//! Used by the command line and the server only; the engine itself never touches the disk.

mod disk;
mod find;
mod load;
mod walk;
mod write;

pub use disk::Disk;
pub(crate) use disk::explain;
pub use find::{Found, find, workspaces_below};
pub use load::{Known, Loaded, load, load_for_changes};
pub(crate) use walk::slashed;
pub use walk::{Problem, Walk, walk};
pub use write::{create_new, write_atomically};
