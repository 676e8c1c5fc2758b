//! [`Fault`]: a syntax error as the parser meets it; `wording.rs` turns it into a [`SyntaxError`](super::SyntaxError).

use crate::text::{Applicability, Span, TextEdit};

/// A syntax error before it is worded for authors.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Where the parser met it; may be empty.
    pub span: Span,
    /// Other places that explain it; first the opening quote or bracket, if one is not closed.
    pub others: Vec<Span>,
    /// The library's fixes: what each does, and its edits.
    pub fixes: Vec<(FixKind, Vec<TextEdit>)>,
}

/// The kinds of faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// A `%` directive without the `---` after it.
    Directive,
    /// Content after the end of the document.
    AfterDocument,
    /// A line whose indentation belongs to no open block collection.
    Indentation,
    /// A block collection that starts where only a scalar may.
    BlockNotAllowed,
    /// An implicit key over several lines.
    KeyOverLines,
    /// A character that cannot start a value.
    ValueStart,
    /// A quoted scalar that is not closed, or goes on in a line indented too little.
    OpenQuote,
    /// An escape sequence that YAML does not have.
    Escape,
    /// An anchor or alias without a name.
    AnchorName,
    /// A malformed tag, or one with an undeclared handle.
    Tag,
    /// An alias with an anchor or a tag of its own.
    AliasWithProperties,
    /// A tab in the indentation.
    Tab,
    /// Content after a complete value.
    AfterValue,
    /// An entry of a block mapping without its `:`.
    MissingColon,
    /// A malformed header of a block scalar.
    BlockHeader,
    /// A blank line above the first line of a block scalar that has more spaces than that.
    BlankLineTooDeep,
    /// A flow collection that is not closed.
    OpenBracket,
    /// A separator or a bracket of a flow collection that is missing or stands where it cannot.
    FlowSyntax,
    /// `: ` inside a plain scalar that is a value.
    ColonInValue,
    /// What was evidently meant, as the repair that mends it found: message and help.
    Told {
        /// What is wrong, in the author's words.
        message: String,
        /// What to do.
        help: String,
    },
    /// An item of a block sequence without its dash.
    NoDash,
    /// Several keys on one line.
    KeysOnALine,
    /// A plain scalar with a colon at its end.
    ColonAtEnd,
    /// A closing bracket behind a flow collection that is closed.
    ClosesNothing,
    /// Running text with a colon that lacks the header of a block scalar.
    NoBar,
    /// A merge conflict.
    Conflict,
    /// A marker of a merge conflict that stands alone.
    ConflictRest,
    /// Any other diagnostic of the library, with its message.
    Other(String),
    /// Collections nest deeper than the bound.
    TooDeep,
    /// The expansion of aliases exceeds the bounds ("billion laughs").
    TooManyAliases,
    /// `*name` where no `&name` stands before it.
    UnknownAlias {
        /// The name.
        name: String,
        /// The nearest name that stands there.
        near: Option<String>,
    },
    /// `*name` inside the value that `&name` marks: the name.
    AliasInItself(String),
}

impl FaultKind {
    /// Whether the text still parses: the fault is reported and its span marked uncertain, but nothing is repaired.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        matches!(self, Self::TooDeep | Self::TooManyAliases | Self::UnknownAlias { .. } | Self::AliasInItself(_))
    }

    /// Whether the cause can be a quote or bracket that opens earlier and is never closed.
    #[must_use]
    pub fn is_unclosed(&self) -> bool {
        matches!(self, Self::Indentation | Self::OpenQuote | Self::OpenBracket | Self::FlowSyntax)
    }
}

/// What a fix of the library does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FixKind {
    /// Closes a flow collection.
    CloseCollection,
    /// Puts a value into quotes.
    QuoteValue,
    /// Doubles backslashes.
    DoubleBackslashes,
    /// Writes spaces for tabs.
    Spaces,
    /// Turns double quotes into single ones.
    SingleQuotes,
    /// What mends a [`FaultKind::Told`]: its title, and who may apply it.
    Told(&'static str, Applicability),
    /// Puts a dash before an item.
    Dash,
    /// Puts a space after a dash.
    SpaceAfterDash,
    /// Puts a space after the colon of a key.
    SpaceAfterColon,
    /// Puts a colon after a key.
    Colon,
    /// Puts keys on lines of their own.
    OwnLines,
    /// Removes a colon.
    RemoveColon,
    /// Removes brackets.
    RemoveBracket,
    /// Moves a text to the line below its header.
    NextLine,
    /// Puts the header of a literal block scalar after a key.
    Bar,
    /// Moves a line to the column of its siblings.
    Indent,
    /// Leaves one version of a merge conflict.
    KeepVersion {
        /// The one above `=======`.
        first: bool,
        /// What its marker calls it.
        name: String,
    },
    /// Deletes the markers of a merge conflict.
    DeleteMarkers,
    /// Any other, with its title, which begins with a verb in lower case.
    Other(String),
}
