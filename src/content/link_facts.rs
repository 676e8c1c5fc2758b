//! [`LinkFact`]: links that may be reported.

use super::LinkPath;
use crate::text::Span;

/// What is wrong with a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkFault {
    /// `[text]()`
    Empty,
    /// White space in the target.
    WhiteSpace,
    /// A scheme that is nearly a known one (`htps:`), with the one that was meant.
    Scheme(&'static str),
    /// `https:/x`
    Slashes,
    /// `www.…` without a scheme.
    NoScheme,
    /// A mail address without `mailto:`.
    Mail,
    /// `https://https://`
    Doubled,
    /// A browser would run it: `javascript:`.
    Runs,
    /// `http://`
    Insecure,
    /// A relative link to a file: the path, relative to the workspace, that must exist.
    File(Box<str>),
    /// The same where the settings say how links lead to files.
    Path(Box<LinkPath>),
}

/// A link that may be reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkFact {
    /// The target, or for an empty one its parentheses.
    pub span: Span,
    /// The target as written.
    pub target: Box<str>,
    /// What is wrong, or might be.
    pub fault: LinkFault,
}
