//! [`Kind`] and [`Style`]: what a node is, and how it is written.

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An empty value, `null` or `~`.
    Null,
    /// `true`
    True,
    /// `false`
    False,
    /// A number; [`NodeRef::number`](super::NodeRef::number) reads it.
    Number,
    /// Text.
    String,
    /// A list.
    Sequence,
    /// Keys with values.
    Mapping,
    /// `*name`: stands for the node at its anchor.
    Alias,
}

/// How a node is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// `'…'`
    Single,
    /// `"…"`
    Double,
    /// `|`
    Literal,
    /// `>`
    Folded,
    /// A collection laid out by indentation.
    Block,
    /// A collection in brackets.
    Flow,
    /// Text as it stands: the body of a Markdown file.
    Body,
}
