//! [`LinkFact`]: links that may be reported, and the files that they name.

use super::KindId;
use crate::text::Span;

/// How links lead to files (`links:` in `sidestep.yaml`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkRules {
    /// The folders that `/` at the start of a link means, relative to the workspace, without a slash at their end.
    pub roots: Vec<String>,
    /// Links may leave a file's extension away.
    pub without_extension: bool,
    /// The address of the repository on the web, without a slash at its end.
    pub repository: Option<String>,
}

/// The place that a link names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkPath {
    /// A path relative to the workspace, with `..` where it leads outside; behind `/` one from a link root, behind `//` one
    /// from the repository's folder. A slash at its end is kept.
    pub to: Box<str>,
    /// Others, tried in their order where there is nothing at the first: from the page's own address.
    pub others: Box<[Box<str>]>,
    /// It is a fault if nothing is there.
    pub judged: bool,
}

impl LinkPath {
    /// All paths, in the order in which they are tried.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.to).chain(self.others.iter().map(|path| &**path))
    }
}

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkForm {
    /// The target of a Markdown link, which ends at a blank.
    Plain,
    /// The same in `<…>`.
    Angled,
    /// The value of an attribute in HTML.
    Html,
    /// All of a field, which is written as a path to the file that defines a thing of this kind.
    Field(KindId),
}

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

/// A link that may be reported, or leads to a file: then it is a reference to what that file is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkFact {
    /// The target, or for an empty one its parentheses.
    pub span: Span,
    /// The target as written.
    pub target: Box<str>,
    /// How it is written.
    pub form: LinkForm,
    /// What is wrong, or might be.
    pub fault: LinkFault,
}

impl LinkFact {
    /// An address without encryption.
    pub(super) fn insecure(span: Span, target: &str) -> Self {
        Self { span, target: target.into(), form: LinkForm::Plain, fault: LinkFault::Insecure }
    }
}
