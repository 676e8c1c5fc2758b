//! Changes that an author asks for: of a page at a place ([`refactors`]), and across files: rename a thing, retire a
//! role, merge two terms, delete a role, duplicate one, move files.
//!
//! Each is a pure function that gives a plan: edits of texts and files, all or none, and what is left for the author to
//! do, with reasons. Nothing is applied here.

mod delete;
mod duplicate;
pub mod hidden;
mod merge;
mod moved;
mod moved_mentions;
mod moved_target;
pub mod moves;
mod names;
mod new_name;
mod page;
pub(in crate::ide) mod plan;
pub mod rename;
mod rename_address;
pub mod rename_file;
mod rename_label;
pub mod rename_plain;
mod retire;
mod shared;
mod spellings;

use super::FileView;
use crate::text::{Span, TextEdit};
use crate::workspace::DefId;

pub use delete::{delete_role, referrers};
pub use duplicate::duplicate;
pub use merge::merge;
pub use names::look_alike;
pub use plan::{ChangePlan, Left, Lost, Redirected, Refusal};
pub use retire::retire;
pub use shared::same_in;

/// What a refactoring does to a text, for the kind of its code action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefactorKind {
    /// It moves something.
    Move,
    /// It changes what stands there.
    Rewrite,
}

/// What a refactoring changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Edits of the file.
    Edits(Vec<TextEdit>),
    /// The same, of which the first holds blanks (`…`) for the author to fill in.
    Insert(Vec<TextEdit>),
    /// Nothing, and why: one clause, lower case, no full stop.
    Blocked(&'static str),
    /// [`retire`], to be made when it is asked for.
    Retire {
        /// The role.
        role: DefId,
        /// The role that takes over.
        by: DefId,
    },
    /// [`merge`], to be made when it is asked for. Nothing that the entry says is lost by it.
    Merge {
        /// The term that becomes an alias.
        old: DefId,
        /// The term that it becomes an alias of.
        into: DefId,
    },
}

/// A refactoring that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refactor {
    /// What it does, in the author's words.
    pub title: String,
    /// What it does to the text.
    pub kind: RefactorKind,
    /// What it changes.
    pub change: Change,
}

/// The refactorings that apply at a place of a file. Those that would lose something say so ([`Change::Blocked`]). In a
/// file with a syntax error there are none.
#[must_use]
pub fn refactors(file: &FileView<'_>, at: Span) -> Vec<Refactor> {
    let mut offers = page::offers(file, at);
    offers.extend(names::offers(file, at));
    offers
}
