//! How names resolve where things of a kind have ids, or are foreseen before they are there.

use smallvec::SmallVec;

use super::Workspace;
use super::index::KindIndex;
use super::resolved::{DefId, How, LabelUse, Resolved};
use crate::content::{KindId, Name, swap_first_case};
use crate::schema::Label;

impl KindIndex {
    /// Resolves a name. Tried in this order: id; name or alias of one thing; planned id; spelling to avoid; for terms these
    /// with the first letter in the other case; label in another letter case. What several things with ids share means none
    /// of them.
    pub(super) fn by_id(&self, name: &str, is_role: bool) -> Option<Resolved> {
        let labels = self.labels(name);
        if let Some(of_id) = labels.iter().find(|label| label.label == Label::Id) {
            return Some(Resolved { def: of_id.def, how: How::Exact });
        }
        if let Some(found) = self.meant(labels, How::Exact) {
            return found;
        }
        let swapped = if is_role { None } else { swap_first_case(name) };
        let swapped = swapped.map_or(&[][..], |name| self.labels(&name));
        // The letter case of an id counts.
        let nameless = |label: &LabelUse| !label.has_id && !label.planned;
        let swapped: SmallVec<[LabelUse; 2]> = swapped.iter().copied().filter(nameless).collect();
        if let Some(found) = self.meant(&swapped, How::Exact) {
            return found;
        }
        if let Some(found) = self.meant(self.in_any_case(name), How::Case) {
            return found;
        }
        self.slug(name).first().map(|def| Resolved { def: *def, how: How::Slug })
    }

    /// What labels of one text mean: `None` if there are none, `Some(None)` if several things share them.
    fn meant(&self, labels: &[LabelUse], how: How) -> Option<Option<Resolved>> {
        let avoid = labels.partition_point(|label| label.label != Label::Avoid);
        for (labels, how) in [(&labels[..avoid], how), (&labels[avoid..], How::Avoid)] {
            let mut first: Option<LabelUse> = None;
            let mut several = false;
            for label in labels {
                let def = self.defined(label);
                several |= first.is_some_and(|first| first.def != def);
                let of_id = label.has_id || def != label.def && self.has_id(def, label);
                let found = LabelUse { def, has_id: of_id || first.is_some_and(|first| first.has_id), ..*label };
                first = Some(first.map_or(found, |first| LabelUse { has_id: found.has_id, ..first }));
            }
            let Some(first) = first else { continue };
            if several && first.has_id {
                return Some(None);
            }
            let by_name = first.has_id && how == How::Exact && first.label != Label::Planned;
            return Some(Some(Resolved { def: first.def, how: if by_name { How::Named } else { how } }));
        }
        None
    }

    /// The thing that a label stands for: of one that is foreseen the definition, if there is any by now.
    fn defined(&self, label: &LabelUse) -> DefId {
        if !label.planned {
            return label.def;
        }
        self.definition_of(label.def).unwrap_or(label.def)
    }

    /// What defines a thing that is foreseen: it has the same id or name. Where nothing does yet, the first entry that foresees
    /// it by the same id stands for it.
    pub(super) fn definition_of(&self, planned: DefId) -> Option<DefId> {
        let names = self.planned.get(&planned)?;
        let defines = |label: &&LabelUse| !label.planned && label.label <= Label::Id;
        let by = |of: Label| {
            let mut labels = names.iter().flat_map(|name| self.labels(name)).filter(defines);
            labels.find(|label| label.label == of).map(|label| label.def)
        };
        by(Label::Id).or_else(|| by(Label::Name)).or_else(|| self.first_foreseen(planned, names))
    }

    /// The first of the entries that foresee a thing by one id, if that is another one.
    fn first_foreseen(&self, planned: DefId, names: &[Name]) -> Option<DefId> {
        let foresees = |label: &&LabelUse| label.planned && label.label == Label::Planned;
        names.iter().find_map(|name| {
            let mut entries = self.labels(name).iter().filter(foresees);
            let first = entries.next()?.def;
            entries.any(|label| label.def == planned).then_some(first)
        })
    }

    /// Whether the definition of what `planned` foresees has an id.
    fn has_id(&self, def: DefId, planned: &LabelUse) -> bool {
        let names = self.planned.get(&planned.def).into_iter().flatten();
        names.flat_map(|name| self.labels(name)).any(|label| label.def == def && label.has_id)
    }

    /// Whether any thing is foreseen somewhere.
    pub(super) fn foresees(&self) -> bool {
        !self.planned.is_empty()
    }

    /// Where else a thing is foreseen.
    pub(super) fn foreseen_parts(&self, names: impl Iterator<Item = Name>, def: DefId) -> SmallVec<[DefId; 2]> {
        let mut parts: SmallVec<[DefId; 2]> = SmallVec::new();
        for name in names {
            for label in self.labels(&name).iter().filter(|label| label.planned) {
                if self.definition_of(label.def) == Some(def) && !parts.contains(&label.def) {
                    parts.push(label.def);
                }
            }
        }
        parts
    }

    /// Where a thing with an id is foreseen too, by its other labels.
    pub(super) fn foreseen(&self, id: &str) -> Option<DefId> {
        self.labels(id).iter().find(|label| label.planned).map(|label| label.def)
    }
}

impl Workspace {
    /// The definition that stands for a thing: of one that is foreseen what defines it, or the first entry of its id.
    #[must_use]
    pub fn standing_for(&self, def: DefId) -> DefId {
        let kind = self.definition(def).map(|definition| definition.kind);
        kind.and_then(|kind| self.index.kind(kind).definition_of(def)).unwrap_or(def)
    }

    /// The ids of the things that share a name which means none of them for that, by path and place; empty for other names.
    #[must_use]
    pub fn sharing(&self, kind: KindId, name: &str) -> Vec<Name> {
        let index = self.index.kind(kind);
        let exact = index.labels(name);
        let labels = if exact.is_empty() { index.in_any_case(name) } else { exact };
        let mut ids: Vec<Name> = Vec::new();
        for label in labels.iter().filter(|label| label.label != Label::Avoid) {
            let id = self.written_id(label.def).unwrap_or_else(|| self.name_of(label.def));
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        if ids.len() > 1 && self.resolve(kind, name).is_none() { ids } else { Vec::new() }
    }

    /// Whether several things of a kind have the same id.
    #[must_use]
    pub fn is_shared_id(&self, kind: KindId, id: &str) -> bool {
        let labels = self.index.kind(kind).labels(id).iter();
        let mut defs = labels.filter(|label| !label.planned && label.label == Label::Id).map(|label| label.def);
        let first = defs.next();
        defs.any(|def| Some(def) != first)
    }
}
