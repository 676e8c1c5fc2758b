//! [`RenamePlan`]: what a rename changes.

use super::rename_address::Redirected;
use crate::content::Name;
use crate::edit::Edit;

/// What a rename changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenamePlan {
    /// The old name.
    pub old: Name,
    /// The new name, white space collapsed.
    pub new: Name,
    /// The changes, sorted by path and span; all or none. A rename of the role's file comes last.
    pub edits: Vec<Edit>,
    /// Plain uses of a role's old name in prose: for the author to confirm. They fit the files as they are now, beside
    /// `edits`.
    pub confirm: Vec<Edit>,
    /// What `edits` say of the address that a role's page had before.
    pub redirect: Option<Redirected>,
    /// How many files `edits` touches.
    pub files: usize,
}
