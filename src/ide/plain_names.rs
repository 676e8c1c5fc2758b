//! Names without a definition of their own: columns of the comparison, and groups that entries are sorted into. They are
//! whatever is written the same.

use super::columns::{column_at, places_of_column, uses_of_column};
use super::groups::{group_at, groups_of, kinds_of_groups, places_of_group, uses_of_group};
use super::{Analysis, FileView, Location};
use crate::content::{FileKind, Name};
use crate::text::Span;
use crate::workspace::FileId;

/// A column or a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlainName {
    /// A column of the comparison.
    Column(Name),
    /// A group.
    Group {
        /// What the schema calls such groups: `category`.
        of: String,
        /// Its name.
        name: Name,
    },
}

impl PlainName {
    /// The name.
    #[must_use]
    pub const fn name(&self) -> &Name {
        match self {
            Self::Column(name) | Self::Group { name, .. } => name,
        }
    }

    /// What it is, in a word: `column`, `category`.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Column(_) => COLUMN,
            Self::Group { of, .. } => of,
        }
    }

    /// Every place in a file that names it, sorted by span.
    pub(super) fn places_in(&self, file: &FileView<'_>) -> Vec<Span> {
        match self {
            Self::Column(name) => places_of_column(file, name),
            Self::Group { of, name } => places_of_group(file, of, name),
        }
    }

    /// The files that name it, sorted by path, with the places in each.
    pub(super) fn by_file(&self, view: Analysis<'_>) -> Vec<(FileId, Vec<Span>)> {
        match self {
            Self::Column(name) => uses_of_column(view, name),
            Self::Group { of, name } => uses_of_group(view, of, name),
        }
    }
}

const COLUMN: &str = "column";

/// The column or group that is named at a byte offset, and where.
#[must_use]
pub fn plain_name_at(file: &FileView<'_>, at: u32) -> Option<(Span, PlainName)> {
    if let Some(column) = column_at(file, at) {
        return Some((column.at.span, PlainName::Column(column.at.name)));
    }
    let group = group_at(file, at)?;
    Some((group.at.span, PlainName::Group { of: group.of.to_owned(), name: group.at.name }))
}

/// The columns and groups called `name` that some file names; with `word` (`column`, `category`) only those of that
/// sort.
#[must_use]
pub fn plain_names(view: Analysis<'_>, word: Option<&str>, name: &Name) -> Vec<PlainName> {
    let groups = kinds_of_groups(view).into_iter().map(|of| PlainName::Group { of, name: name.clone() });
    let all = std::iter::once(PlainName::Column(name.clone())).chain(groups);
    all.filter(|what| word.is_none_or(|word| what.word() == word) && !what.by_file(view).is_empty()).collect()
}

/// What columns and groups are called in the workspace: `column`, `category`.
#[must_use]
pub fn plain_words(view: Analysis<'_>) -> Vec<String> {
    std::iter::once(COLUMN.to_owned()).chain(kinds_of_groups(view)).collect()
}

/// The names of columns, or of groups of a sort, that the settings or some file has.
#[must_use]
pub fn names_of(view: Analysis<'_>, word: &str) -> Vec<Name> {
    if word == COLUMN {
        return view.workspace.config().columns.iter().map(|column| column.name.as_str().into()).collect();
    }
    groups_of(view, word)
}

/// All places that name a column or a group, sorted by path and span; each with whether it stands in the settings,
/// which define columns.
#[must_use]
pub fn uses_of_plain(view: Analysis<'_>, what: &PlainName) -> Vec<(Location, bool)> {
    let mut found = Vec::new();
    for (file, places) in what.by_file(view) {
        let entry = view.workspace.file(file);
        let sets_up = entry.kind == FileKind::Config;
        found.extend(places.into_iter().map(|span| (Location { path: entry.path.clone(), span }, sets_up)));
    }
    found
}
