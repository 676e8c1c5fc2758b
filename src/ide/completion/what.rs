//! [`What`]: what is being written.

use super::comment_place::CommentPlace;
use super::place::Place;
use super::prose_place::{LinkPlace, MentionPlace};

/// What is being written.
pub(super) enum What {
    /// A comment.
    Comment(CommentPlace),
    /// `[[…]]` in prose.
    Mention(MentionPlace),
    /// The target of a link in prose.
    Link(LinkPlace),
    /// A key of the mapping at the path.
    Key(Place),
    /// The value at the path.
    Value(Place),
}
