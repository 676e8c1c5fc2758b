//! [`SourcePath`]: the paths and patterns of `sidestep.yaml`.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::content::FileKind;
use crate::text::Span;

/// A path or pattern of the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SourcePath {
    /// What its files are.
    pub list: FileKind,
    /// The path, relative to the workspace.
    pub path: String,
    /// Where it stands in `sidestep.yaml`, without quotes; `None` for a default that is not written.
    pub span: Option<Span>,
}

impl SourcePath {
    /// Whether it names one file.
    pub fn is_plain(&self) -> bool {
        !self.path.contains(['*', '?', '[', '{'])
    }
}

/// The parsed form of a path pattern.
pub(super) fn glob(pattern: &str) -> Result<globset::Glob, globset::Error> {
    GlobBuilder::new(pattern.strip_prefix("./").unwrap_or(pattern)).literal_separator(true).build()
}

/// A matcher for a path pattern of `sidestep.yaml`; `None` if the pattern is malformed.
pub(crate) fn path_pattern(pattern: &str) -> Option<impl Fn(&str) -> bool> {
    let matcher = glob(pattern).ok()?.compile_matcher();
    Some(move |path: &str| matcher.is_match(path))
}

/// A matcher for any of some patterns; malformed ones match nothing.
pub(super) fn globs(patterns: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for glob in patterns.iter().filter_map(|p| glob(p).ok()) {
        set.add(glob);
    }
    set.build().unwrap_or_else(|_| GlobSet::empty())
}
