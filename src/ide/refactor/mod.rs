//! Changes across files that an author asks for: retire a role, merge two terms, delete a role.
//!
//! Each is a pure function that gives a plan: edits of texts and files, all or none, and what is left for the author to
//! do, with reasons. Nothing is applied here.

mod delete;
mod merge;
mod plan;
mod retire;

pub use delete::{DeletePlan, delete_role, referrers};
pub use merge::{Lost, MergePlan, merge};
pub use plan::Left;
pub use retire::{RetirePlan, retire};
