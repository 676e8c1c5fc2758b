//! [`Comment`]: a comment and where it stands.

use crate::text::Span;

/// A `#` comment, from its `#` to the end of its line (without the line break).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comment {
    /// From the `#` to the last character of the comment.
    pub span: Span,
    /// Nothing but white space stands before it on its line.
    pub own_line: bool,
    /// The plain scalar (possibly an empty one) that ends right before the white space in front of the `#`.
    pub after_plain: Option<Span>,
}
