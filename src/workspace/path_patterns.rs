//! [`SourcePath`]: the paths and patterns of `sidestep.yaml`.

use globset::{GlobBuilder, GlobMatcher, GlobSet, GlobSetBuilder};

use crate::content::FileKind;
use crate::text::Span;

/// So many path patterns the settings may have: each file is compared with all of them.
pub(super) const MOST_PATTERNS: usize = 1_000;

/// What is said of a path pattern with which there are too many, and what to do.
pub(super) fn too_many_patterns() -> (String, &'static str) {
    let message = format!("there are {MOST_PATTERNS} path patterns already: this one and those below are left out");
    (message, "write patterns that match several files, such as content/roles/**/*.yaml")
}

/// A path or pattern of the settings.
#[derive(Clone, Debug)]
pub(super) struct SourcePath {
    /// What its files are.
    pub list: FileKind,
    /// The path, relative to the workspace.
    pub path: String,
    /// Where it stands in `sidestep.yaml`, without quotes; `None` for a default that is not written.
    pub span: Option<Span>,
    /// Of a pattern; none of a path.
    matcher: Option<GlobMatcher>,
}

impl SourcePath {
    pub fn new(list: FileKind, path: String, span: Option<Span>) -> Self {
        let mut new = Self { list, path, span, matcher: None };
        if !new.is_plain() {
            new.matcher = glob(&new.path).ok().map(|glob| glob.compile_matcher());
        }
        new
    }

    /// Whether it names a file, or matches its path.
    pub fn finds(&self, path: &str) -> bool {
        self.matcher.as_ref().map_or(*self.path == *path, |matcher| matcher.is_match(path))
    }

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
