//! Which thing of a kind has a name that differs in little from that of another (content model, section 6,
//! `similar-name`).

use super::similar::key;
use super::{DefId, Workspace, role_slug};
use crate::content::{Definition, KindId, Status, swap_first_case};
use crate::schema::Label;

/// A group with more has no hints: nobody reads them.
const MOST: usize = 64;

impl Workspace {
    /// The first of the things defined before one whose names are similar to its name. None for a retired role, and none that
    /// shares a name with it, which is a `duplicate-name`.
    #[must_use]
    pub fn similar_before(&self, own: DefId) -> Option<DefId> {
        let definition = self.definition(own).filter(|one| one.id().is_none() && !one.is_planned())?;
        let name = &definition.name().name;
        let alike = self.index.kind(definition.kind).similar(name);
        if !(2..=MOST).contains(&alike.len()) || self.is_retired(own) {
            return None;
        }
        let own_key = key(name);
        let fits = |def: &DefId| {
            let other = self.definition(*def).filter(|_| *def != own && self.order(*def, own).is_lt());
            other.is_some_and(|other| {
                key(&other.name().name) == own_key
                    && !self.is_retired(*def)
                    && !self.share_a_name(own, definition, *def, other)
            })
        };
        alike.iter().copied().filter(fits).min_by(|a, b| self.order(*a, *b))
    }

    fn is_retired(&self, def: DefId) -> bool {
        self.file(def.file).glance.status == Some(Status::Retired)
    }

    fn share_a_name(&self, a: DefId, one: &Definition, b: DefId, other: &Definition) -> bool {
        let names = |definition: &'_ Definition| {
            definition.labels.iter().filter(|l| l.label != Label::Avoid).map(|l| l.at.name.clone()).collect::<Vec<_>>()
        };
        let (one_names, other_names) = (names(one), names(other));
        let is_role = one.kind == KindId::ROLE;
        let same = |x: &str, y: &str| x == y || !is_role && swap_first_case(x).is_some_and(|swapped| swapped == y);
        let slug = |def: DefId, definition: &Definition| {
            let facts = &self.file(def.file).facts;
            role_slug(facts, &definition.name().name, self.config.slugs).map(std::borrow::Cow::into_owned)
        };
        one_names.iter().any(|x| other_names.iter().any(|y| same(x, y)))
            || is_role && slug(a, one).is_some_and(|own| slug(b, other) == Some(own))
    }
}
