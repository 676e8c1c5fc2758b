//! [`PageList`]: the lists of a page whose entries name roles, where they stand and whom they name.

use super::{NameAt, Origin, RoleFacts};
use crate::syntax::{Kind, NodeRef};

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

impl PageList {
    /// The three lists.
    pub const ALL: [Self; 3] = [Self::Alternatives, Self::Rows, Self::Options];

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
            Self::Alternatives => root.entry("alternatives"),
            Self::Rows => root.get("comparison")?.entry("rows"),
            Self::Options => root.get("how_to_pick")?.entry("options"),
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
