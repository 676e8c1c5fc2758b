//! The disk: finding workspaces, walking and reading them on all cores, writing files whole or not at all.
//!
//! Used by the command line and the server only; the engine itself never touches the disk.

mod attributes;
mod disk;
mod faults;
mod find;
mod former_root;
mod git;
mod git_home;
mod git_index;
mod git_run;
mod git_wait;
mod ignore_patterns;
mod ignored;
mod journal;
mod load;
mod not_written;
mod opened;
mod past;
mod places;
mod plan;
mod reach;
mod refused;
mod same;
mod snapshot;
mod transaction;
mod trust;
mod walk;
mod write;

pub use disk::Disk;
pub(crate) use disk::{explain, is_never_content};
pub(crate) use find::folders_below;
pub use find::{Found, find, looks_right, workspaces_below};
pub use git::Git;
pub use git_run::Untold;
pub(crate) use journal::NAME as JOURNAL;
pub use journal::{Found as FoundJournal, Interrupted, Left, half_done, interrupted};
pub use load::{Known, Loaded, load, load_known};
pub use not_written::NotWritten;
pub use past::Past;
pub(crate) use places::{is_repository, names_git, normal, relative};
pub use snapshot::Snapshot;
pub use transaction::{NOT_OBEYED, write_edits};
pub(crate) use walk::slashed;
pub use walk::{Link, Problem, Walk, walk};
pub use write::{create_new, write_atomically};
