//! [`Fault`]: what is wrong with a text, as the parser finds it; `wording.rs` says it in the author's words.

use crate::text::{Span, TextEdit};

/// What is wrong with a text, before it is put into the author's words.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The place, possibly empty.
    pub span: Span,
    /// Where an unfinished quote or bracket opens, and other explaining places.
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
    /// Any other of the library's: its message.
    Other(String),
    /// Collections nest deeper than any content does.
    TooDeep,
    /// Aliases multiply to more than the file can mean.
    TooManyAliases,
    /// `*name` where no `&name` stands before it: the name.
    UnknownAlias(String),
    /// `*name` inside the value that `&name` marks: the name.
    AliasInItself(String),
}

impl FaultKind {
    /// Whether a text with such a fault is YAML all the same: it is told and marked uncertain, not repaired.
    #[must_use]
    pub fn is_readable(&self) -> bool {
        matches!(self, Self::TooDeep | Self::TooManyAliases | Self::UnknownAlias(_) | Self::AliasInItself(_))
    }

    /// Whether something that opens above is not closed.
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
    /// Turns double quotes into single ones.
    SingleQuotes,
    /// Any other: its title, which begins with a verb in lower case.
    Other(String),
}
