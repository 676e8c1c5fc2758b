//! [`LinkEnd`]: what a link leads to.

/// What a link leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkEnd {
    /// That is not told: it lies outside the repository, or what is there is ignored.
    Unknown,
    /// Nothing.
    Nothing,
    /// A file or folder, by its path relative to the workspace.
    There(Box<str>),
}
