//! The keys of a role page and where its parts stand: [`keys`], and [`PageList`] for the lists whose entries name roles.

use super::{NameAt, Origin, RoleFacts};
use crate::syntax::{Kind, NodeRef};

/// The keys of a page, as authors write them.
pub mod keys {
    /// What the role is called.
    pub const NAME: &str = "name";
    /// What the role is, in a sentence.
    pub const SUMMARY: &str = "summary";
    /// Why somebody looks for another role.
    pub const WHY: &str = "why";
    /// The list of alternatives.
    pub const ALTERNATIVES: &str = "alternatives";
    /// The table.
    pub const COMPARISON: &str = "comparison";
    /// In the table: the columns that it shows.
    pub const COLUMNS: &str = "columns";
    /// In the table: its rows.
    pub const ROWS: &str = "rows";
    /// The guide for choosing.
    pub const GUIDE: &str = "how_to_pick";
    /// In the guide: what stands above its options.
    pub const INTRO: &str = "intro";
    /// In the guide: its options.
    pub const OPTIONS: &str = "options";
    /// In the guide: what stands below its options.
    pub const OUTRO: &str = "outro";
    /// In an entry of a list: the role that it is about.
    pub const ROLE: &str = "role";
    /// In an alternative: a few words on it.
    pub const TAGLINE: &str = "tagline";
    /// In an alternative: the text about it.
    pub const ABOUT: &str = "about";
    /// In an alternative: whom it suits.
    pub const BEST_FOR: &str = "best_for";
    /// In an option: when it is one.
    pub const IF: &str = "if";
    /// In an option: what to do then.
    pub const THEN: &str = "then";
    /// Of a retired role: the one that took its place.
    pub const REPLACED_BY: &str = "replaced_by";

    /// The keys that make a role file a page.
    pub const PAGE: [&str; 4] = [WHY, ALTERNATIVES, COMPARISON, GUIDE];
}

/// A list of a page that has entries for roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PageList {
    /// `alternatives`
    Alternatives,
    /// `rows` of the comparison.
    Rows,
    /// `options` of the guide for choosing.
    Options,
}

/// Keys from the root of a file; `None` for a list item.
type Steps<'s> = [Option<&'s str>];

impl PageList {
    /// The three lists.
    pub const ALL: [Self; 3] = [Self::Alternatives, Self::Rows, Self::Options];

    /// The list that a path leads to an entry of.
    #[must_use]
    pub fn of_entry(steps: &Steps<'_>) -> Option<Self> {
        match steps {
            [Some(keys::ALTERNATIVES), None] => Some(Self::Alternatives),
            [Some(keys::COMPARISON), Some(keys::ROWS), None] => Some(Self::Rows),
            [Some(keys::GUIDE), Some(keys::OPTIONS), None] => Some(Self::Options),
            _ => None,
        }
    }

    /// The list that a path leads to the role of an entry of.
    #[must_use]
    pub fn of_role(steps: &Steps<'_>) -> Option<Self> {
        let (last, entry) = steps.split_last()?;
        if *last == Some(keys::ROLE) { Self::of_entry(entry) } else { None }
    }

    /// What a role is named as by an entry.
    #[must_use]
    pub const fn origin(self) -> Origin {
        match self {
            Self::Alternatives => Origin::Alternative,
            Self::Rows => Origin::Row,
            Self::Options => Origin::Pick,
        }
    }

    /// The list's key and the list, below the root of a role file; `None` where no list stands there.
    #[must_use]
    pub fn entry_of(self, root: NodeRef<'_>) -> Option<(NodeRef<'_>, NodeRef<'_>)> {
        let (key, list) = match self {
            Self::Alternatives => root.entry(keys::ALTERNATIVES),
            Self::Rows => root.get(keys::COMPARISON)?.entry(keys::ROWS),
            Self::Options => root.get(keys::GUIDE)?.entry(keys::OPTIONS),
        }?;
        (list.kind() == Kind::Sequence).then_some((key, list))
    }

    /// The list, below the root of a role file; `None` where no list stands there.
    #[must_use]
    pub fn of(self, root: NodeRef<'_>) -> Option<NodeRef<'_>> {
        self.entry_of(root).map(|(_, list)| list)
    }

    /// The names that its entries have; `None` for one without a name.
    #[must_use]
    pub fn names(self, role: &RoleFacts) -> Vec<Option<&NameAt>> {
        match self {
            Self::Alternatives => role.alternatives.iter().map(Option::as_ref).collect(),
            Self::Rows => role.comparison.iter().flat_map(|c| c.rows.iter()).map(|row| row.role.as_ref()).collect(),
            Self::Options => role.pick.iter().flat_map(|p| p.roles.iter()).map(Option::as_ref).collect(),
        }
    }
}

/// The role that an entry of a list is about, as it is written.
#[must_use]
pub fn role_of_entry(entry: NodeRef<'_>) -> Option<NodeRef<'_>> {
    entry.get(keys::ROLE)
}

/// The columns that the table of a page lists, below the root of a role file; `None` where no list stands there.
#[must_use]
pub fn columns_of_page(root: NodeRef<'_>) -> Option<NodeRef<'_>> {
    root.get(keys::COMPARISON)?.get(keys::COLUMNS).filter(|list| list.kind() == Kind::Sequence)
}

/// Whether a path leads to an entry of the columns that the table lists.
#[must_use]
pub fn is_column_entry(steps: &Steps<'_>) -> bool {
    steps == [Some(keys::COMPARISON), Some(keys::COLUMNS), None]
}

/// What a name is in a role file, where it stands by itself and not in prose.
pub(super) fn origin(steps: &Steps<'_>) -> Origin {
    match (PageList::of_role(steps), steps) {
        (Some(list), _) => list.origin(),
        (None, [Some(key)]) if *key == keys::REPLACED_BY => Origin::ReplacedBy,
        (None, [Some(_), None]) => Origin::List,
        _ => Origin::Field,
    }
}
