//! [`Index`]: labels of every kind by their text, and reverse indexes of alternatives and of paragraphs.

use std::cmp::Ordering;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::FileId;
use super::labels::{LabelText, Labels, Letters};
use super::maps::take;
use super::paragraphs::Paragraphs;
use super::resolved::{DefId, How, LabelUse, Resolved};
use super::similar::Similar;
use super::spelling::{role_slug, slug_of_file};
use crate::content::{AnyCase, COMMAS, FileFacts, Folded, KindId, Name, SlugStyle, swap_first_case};
use crate::schema::Label;
use crate::text::Span;

/// Those of names come before those of aliases, and these before spellings to avoid; alike ones stand by path and place:
/// the first is the one that wins.
pub(super) type Uses = SmallVec<[LabelUse; 1]>;

/// How definitions stand to each other by their files' paths and their places.
pub(super) type Order<'o> = dyn Fn(DefId, DefId) -> Ordering + 'o;

/// The first that is a name or an alias, or else the first spelling to avoid: names come before aliases.
fn first(uses: &[LabelUse], avoid: bool) -> Option<DefId> {
    let at = if avoid { uses.partition_point(|u| u.label != Label::Avoid) } else { 0 };
    uses.get(at).filter(|u| (u.label == Label::Avoid) == avoid).map(|u| u.def)
}

fn sort(uses: &mut Uses, order: &Order<'_>) {
    uses.sort_by(|a, b| (a.label, a.planned).cmp(&(b.label, b.planned)).then_with(|| order(a.def, b.def)));
}

/// The names of one kind.
#[derive(Clone, Debug, Default)]
pub struct KindIndex {
    /// Labels by their exact text.
    pub(super) exact: FxHashMap<Name, Uses>,
    /// Labels by their text without letter case; built for the first name that is not found exactly, or before the
    /// first change.
    folded: OnceLock<FxHashMap<Folded, Uses>>,
    /// Definitions by their names without small differences; built for the first that is asked for, or before the first
    /// change.
    similar: OnceLock<Similar>,
    /// Slugs of roles.
    slugs: FxHashMap<Box<str>, SmallVec<[DefId; 1]>>,
    /// The labels again, contiguous for scans; built for the first scan, or before the first change.
    labels: OnceLock<Labels>,
    /// Roles by the names of their files, where these are other slugs than theirs.
    misnamed: FxHashMap<Box<str>, SmallVec<[DefId; 1]>>,
    /// Number of files for definitions of this kind, empty vocabularies included.
    files: usize,
    /// How many labels have a `/`.
    slashed: usize,
    /// How many labels have a comma.
    with_commas: usize,
    /// How many labels are spellings to avoid.
    avoided: usize,
    /// How many labels are ids, or planned.
    ids: usize,
    /// The names and planned ids of things that are only foreseen.
    pub(super) planned: FxHashMap<DefId, SmallVec<[Name; 2]>>,
}

impl KindIndex {
    /// The labels with exactly this text: names, then aliases, then spellings to avoid, each by path and position.
    #[must_use]
    pub fn labels(&self, name: &str) -> &[LabelUse] {
        self.exact.get(name).map_or(&[], |uses| uses)
    }

    /// The roles with a slug, by path.
    #[must_use]
    pub fn slug(&self, slug: &str) -> &[DefId] {
        self.slugs.get(slug).map_or(&[], |defs| defs)
    }

    /// A role whose file has the name that follows from another name.
    fn in_file_of(&self, slug: &str) -> Option<DefId> {
        let misnamed = || self.misnamed.get(slug).and_then(|defs| defs.first());
        self.slug(slug).first().or_else(misnamed).copied()
    }

    /// The distinct texts of all labels, unordered.
    pub(super) fn texts(&self) -> impl Iterator<Item = &Name> {
        self.exact.keys()
    }

    /// All labels with their texts, unordered.
    pub fn all(&self) -> impl Iterator<Item = (&Name, &LabelUse)> {
        self.exact.iter().flat_map(|(name, uses)| uses.iter().map(move |label| (name, label)))
    }

    /// The definitions whose names may be [similar](super::similar) to one, unordered.
    pub(super) fn similar(&self, name: &str) -> &[DefId] {
        self.similar_names().of(name)
    }

    fn similar_names(&self) -> &Similar {
        self.similar.get_or_init(|| {
            let mut similar = Similar::default();
            let names = self.all().filter(|(_, label)| label.names_it());
            names.for_each(|(name, label)| similar.add(label.def, name));
            similar
        })
    }

    /// The labels that are equal to a name but for letter case.
    pub(super) fn in_any_case(&self, name: &str) -> &[LabelUse] {
        self.folded().get(&name as &dyn AnyCase).map_or(&[], |uses| uses)
    }

    fn folded(&self) -> &FxHashMap<Folded, Uses> {
        self.folded.get_or_init(|| {
            let mut folded: FxHashMap<Folded, Uses> = FxHashMap::default();
            folded.reserve(self.exact.len());
            for (name, uses) in &self.exact {
                folded.entry(Folded(name.clone())).or_default().extend_from_slice(uses);
            }
            // Before the first change files are numbered in the order of their paths.
            folded.values_mut().for_each(|uses| sort(uses, &|a, b| a.cmp(&b)));
            folded
        })
    }

    /// Labels whose letter mask contains `letters` (a prefilter for fuzzy matching). An empty mask matches all.
    /// Unordered.
    pub fn with(&self, letters: Letters) -> impl Iterator<Item = LabelText<'_>> {
        self.listing().with(letters)
    }

    fn listing(&self) -> &Labels {
        self.labels.get_or_init(|| {
            let mut all: Vec<_> = self.all().collect();
            all.sort_by_key(|(_, label)| (label.def, label.label));
            let mut labels = Labels::default();
            all.into_iter().for_each(|(name, label)| labels.add(label.def, label.label, name));
            labels
        })
    }

    /// The spellings to avoid.
    pub(super) fn avoided(&self) -> impl Iterator<Item = &Name> {
        // Roles, of which there are most, mostly have none.
        let all = (self.avoided > 0).then(|| self.all());
        all.into_iter().flatten().filter(|(_, label)| label.label == Label::Avoid).map(|(name, _)| name)
    }

    /// Whether any label has a comma.
    #[must_use]
    pub const fn holds_commas(&self) -> bool {
        self.with_commas > 0
    }

    /// Whether things of this kind have ids.
    #[must_use]
    pub const fn has_ids(&self) -> bool {
        self.ids > 0
    }

    /// Whether names of this kind must be known: there is at least one file that defines some.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.files > 0
    }
}

/// The index over all files.
#[derive(Clone, Debug, Default)]
pub struct Index {
    kinds: Vec<KindIndex>,
    /// Names in `alternatives`, with the files that list them.
    listed: Listed,
    /// Long paragraphs by hash.
    paragraphs: Paragraphs,
    /// How slugs are written.
    slugs: SlugStyle,
}

/// Files by the names that they list, without letter case.
#[derive(Clone, Debug, Default)]
struct Listed(FxHashMap<Folded, SmallVec<[FileId; 6]>>);

impl Listed {
    fn add(&mut self, file: FileId, facts: &FileFacts) {
        let Some(role) = &facts.role else { return };
        for name in role.alternatives.iter().flatten() {
            let files = self.0.entry(Folded(name.name.clone())).or_default();
            // The names of a file come one after the other.
            if files.last() != Some(&file) {
                files.push(file);
            }
        }
    }
}

/// Names and slugs that several things bear, among which things were added.
#[derive(Debug, Default)]
struct Crowded {
    names: FxHashSet<(KindId, Name)>,
    slugs: FxHashSet<Box<str>>,
}

impl Index {
    /// An empty index over a number of kinds.
    #[must_use]
    pub fn new(kinds: usize, slugs: SlugStyle) -> Self {
        Self { kinds: vec![KindIndex::default(); kinds], slugs, ..Self::default() }
    }

    /// Reserves capacity for a number of role files.
    pub(super) fn reserve(&mut self, roles: usize) {
        self.listed.0.reserve(roles);
        if let Some(kind) = self.kinds.first_mut() {
            // With some for aliases; a table that is larger than needed has worse locality.
            kind.exact.reserve(roles + roles / 4);
            kind.slugs.reserve(roles);
        }
    }

    /// The names of a kind.
    #[must_use]
    pub fn kind(&self, kind: KindId) -> &KindIndex {
        &self.kinds[kind.index()]
    }

    /// The names of every kind, in the order of the kinds.
    pub(super) fn kinds(&self) -> impl Iterator<Item = &KindIndex> {
        self.kinds.iter()
    }

    /// The names of every kind but that of roles.
    pub(super) fn terms(&self) -> impl Iterator<Item = &KindIndex> {
        self.kinds.iter().skip(1)
    }

    /// Where a paragraph occurs in all files, by path and place; perhaps nothing if it occurs once.
    #[must_use]
    pub fn paragraph(&self, hash: u64) -> &[(FileId, Span)] {
        self.paragraphs.at(hash)
    }

    /// The files whose alternatives list a name, in whatever letter case.
    #[must_use]
    pub fn listed_by(&self, name: &str) -> &[FileId] {
        self.listed.0.get(&name as &dyn AnyCase).map_or(&[], |files| files)
    }

    /// Builds what only [`Index::add`] and [`Index::remove`] need; `files` are all that were added. A check does
    /// without.
    pub(super) fn complete<'f>(&mut self, files: impl Iterator<Item = (FileId, &'f FileFacts)>) {
        self.paragraphs.complete(files);
        for kind in &self.kinds {
            kind.folded();
            kind.listing();
            kind.similar_names();
        }
    }

    /// Adds what a file contributes; `order` knows the file already. The index must be [complete](Index::complete).
    pub(super) fn add(&mut self, file: FileId, facts: &FileFacts, defines: &[KindId], order: &Order<'_>) {
        let mut crowded = Crowded::default();
        self.define(file, facts, defines, &mut crowded);
        self.put_in_order(&crowded, order);
        self.listed.add(file, facts);
        self.paragraphs.add(file, facts, &|a, b| {
            let of = |file| DefId { file, position: 0 };
            order(of(a), of(b))
        });
    }

    /// Sorts the lists of names that several bear, each once however many labels were added to it.
    fn put_in_order(&mut self, crowded: &Crowded, order: &Order<'_>) {
        for (kind, name) in &crowded.names {
            let kind = &mut self.kinds[kind.index()];
            if let Some(uses) = kind.exact.get_mut(name) {
                sort(uses, order);
            }
            let name: &str = name;
            if let Some(uses) = kind.folded.get_mut().and_then(|folded| folded.get_mut(&name as &dyn AnyCase)) {
                sort(uses, order);
            }
        }
        for slug in &crowded.slugs {
            if let Some(defs) = self.kinds[KindId::ROLE.index()].slugs.get_mut(slug) {
                defs.sort_by(|a, b| order(*a, *b));
            }
        }
    }

    fn define(&mut self, file: FileId, facts: &FileFacts, defines: &[KindId], crowded: &mut Crowded) {
        for kind in defines {
            self.kinds[kind.index()].files += 1;
        }
        for (position, definition) in facts.all_definitions() {
            let def = DefId { file, position };
            let kind = &mut self.kinds[definition.kind.index()];
            let (has_id, planned) = (definition.id().is_some(), definition.is_planned());
            for label in definition.labels.iter().filter(|label| label.label != Label::Address) {
                let name = &label.at.name;
                kind.ids += usize::from(matches!(label.label, Label::Id | Label::Planned));
                if planned {
                    kind.planned.entry(def).or_default().push(name.clone());
                }
                kind.slashed += usize::from(name.contains('/'));
                kind.with_commas += usize::from(name.contains(COMMAS));
                kind.avoided += usize::from(label.label == Label::Avoid);
                let use_ = LabelUse { def, label: label.label, has_id, planned };
                if let Some(labels) = kind.labels.get_mut() {
                    labels.add(def, label.label, name);
                }
                if let Some(similar) = kind.similar.get_mut().filter(|_| use_.names_it()) {
                    similar.add(def, name);
                }
                let mut several = false;
                if let Some(folded) = kind.folded.get_mut() {
                    let uses = folded.entry(Folded(name.clone())).or_default();
                    uses.push(use_);
                    several = uses.len() > 1;
                }
                let uses = kind.exact.entry(name.clone()).or_default();
                uses.push(use_);
                if several || uses.len() > 1 {
                    crowded.names.insert((definition.kind, name.clone()));
                }
            }
            if position == 0
                && let Some(slug) = facts.role.as_ref().and_then(|role| role.file_slug.as_ref())
            {
                let defs = kind.misnamed.entry(slug.clone()).or_default();
                defs.push(def);
                defs.sort_unstable();
            }
            if definition.kind.is_role()
                && let Some(slug) = role_slug(facts, &definition.name().name, self.slugs)
            {
                let slug: Box<str> = slug.into();
                let defs = kind.slugs.entry(slug.clone()).or_default();
                defs.push(def);
                if defs.len() > 1 {
                    crowded.slugs.insert(slug);
                }
            }
        }
    }

    /// Adds what many files contribute to an empty index, in the order given: what they define on this thread, the rest
    /// on two others.
    pub(super) fn add_all<'f>(
        &mut self,
        files: impl Iterator<Item = (FileId, &'f FileFacts, SmallVec<[KindId; 4]>)> + Clone + Send,
    ) {
        let mut listed = std::mem::take(&mut self.listed);
        let mut paragraphs = Paragraphs::default();
        let all = files.clone().map(|(file, facts, _)| (file, facts));
        std::thread::scope(|scope| {
            let others = all.clone();
            scope.spawn(|| others.for_each(|(file, facts)| listed.add(file, facts)));
            scope.spawn(|| paragraphs = Paragraphs::repeated(all));
            let mut crowded = Crowded::default();
            for (file, facts, defines) in files {
                self.define(file, facts, &defines, &mut crowded);
            }
            self.put_in_order(&crowded, &|a, b| a.cmp(&b));
        });
        self.listed = listed;
        self.paragraphs = paragraphs;
    }

    /// Removes what a file contributed. The index must be [complete](Index::complete).
    pub(super) fn remove(&mut self, file: FileId, facts: &FileFacts, defines: &[KindId]) {
        for kind in defines {
            self.kinds[kind.index()].files -= 1;
        }
        self.kinds.iter_mut().filter_map(|kind| kind.labels.get_mut()).for_each(|labels| labels.remove(file));
        let (mut gone, mut slugs, mut lists) = (FxHashSet::default(), FxHashSet::default(), FxHashSet::default());
        for (position, definition) in facts.all_definitions() {
            let kind = &mut self.kinds[definition.kind.index()];
            if !kind.planned.is_empty() {
                kind.planned.remove(&DefId { file, position });
            }
            for label in definition.labels.iter().filter(|label| label.label != Label::Address) {
                kind.ids -= usize::from(matches!(label.label, Label::Id | Label::Planned));
                kind.slashed -= usize::from(label.at.name.contains('/'));
                kind.with_commas -= usize::from(label.at.name.contains(COMMAS));
                kind.avoided -= usize::from(label.label == Label::Avoid);
                if let Some(similar) = kind.similar.get_mut().filter(|_| label.label == Label::Name) {
                    similar.remove(file, &label.at.name);
                }
                // All of the file's go at once, so that a name that it gives to many things costs no more.
                if !gone.insert((definition.kind, &label.at.name)) {
                    continue;
                }
                take(&mut kind.exact, &label.at.name, |uses| uses.retain(|u| u.def.file != file));
                if let Some(folded) = kind.folded.get_mut() {
                    let name: &str = &label.at.name;
                    take(folded, &name as &dyn AnyCase, |uses| uses.retain(|u| u.def.file != file));
                }
            }
            if definition.kind.is_role()
                && let Some(slug) = role_slug(facts, &definition.name().name, self.slugs)
                && slugs.insert(slug.to_string())
            {
                take(&mut kind.slugs, &*slug, |defs| defs.retain(|d| d.file != file));
            }
        }
        if let Some(slug) = facts.role.as_ref().and_then(|role| role.file_slug.as_ref()) {
            take(&mut self.kinds[KindId::ROLE.index()].misnamed, &**slug, |defs| defs.retain(|d| d.file != file));
        }
        if let Some(role) = &facts.role {
            for name in role.alternatives.iter().flatten().filter(|name| lists.insert(&name.name)) {
                let name: &str = &name.name;
                take(&mut self.listed.0, &name as &dyn AnyCase, |files| files.retain(|f| *f != file));
            }
        }
        self.paragraphs.remove(file, facts);
    }

    /// The role whose file has the slug of a name that no role has, or is named by it (`data-engineer.yaml`).
    #[must_use]
    pub fn role_in_file_of(&self, name: &str) -> Option<DefId> {
        self.kind(KindId::ROLE).in_file_of(&slug_of_file(name, self.slugs)?)
    }

    /// The definitions with a label equal to a name but for letter case, then the roles with the name as their slug.
    pub fn claimants(&self, kind: KindId, name: &str) -> impl Iterator<Item = DefId> {
        let names = self.kind(kind);
        let folded = names.in_any_case(name).iter().map(|u| u.def);
        folded.chain(names.slug(name).iter().copied())
    }

    /// Resolves a name of a kind. Tried in this order: name or alias, spelling to avoid, for terms these with the first
    /// letter in the other case, label in another letter case, slug of a role. Of definitions that claim the same name the first wins, and a name wins over another's alias:
    /// that is reported once, where the alias is, not wherever the name is used.
    #[must_use]
    pub fn resolve(&self, kind: KindId, name: &str) -> Option<Resolved> {
        let names = self.kind(kind);
        if names.ids > 0 {
            return names.by_id(name, kind.is_role());
        }
        // Nearly all names are exact: this is the only look-up for these.
        let labels = names.labels(name);
        if let Some(def) = first(labels, false) {
            return Some(Resolved { def, how: How::Exact });
        }
        if let Some(def) = first(labels, true) {
            return Some(Resolved { def, how: How::Avoid });
        }
        if labels.is_empty() && names.slashed == 0 && name.contains('/') {
            return None;
        }
        let swapped = if kind.is_role() { None } else { swap_first_case(name) };
        let swapped = swapped.map_or(&[][..], |name| names.labels(&name));
        if let Some(def) = first(swapped, false) {
            return Some(Resolved { def, how: How::Exact });
        }
        if let Some(def) = first(swapped, true) {
            return Some(Resolved { def, how: How::Avoid });
        }
        let cased = names.in_any_case(name);
        if let Some(def) = first(cased, false).or_else(|| first(cased, true)) {
            return Some(Resolved { def, how: How::Case });
        }
        let def = *names.slug(name).first()?;
        Some(Resolved { def, how: How::Slug })
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::content::{Definition, LabelFact, NameAt};

    fn facts(names: &[(&str, Label)]) -> FileFacts {
        let label = |(name, label): &(&str, Label)| LabelFact {
            label: *label,
            at: NameAt { name: (*name).into(), span: Span::default() },
            of_file: false,
        };
        let definitions =
            names.iter().map(|name| Definition { kind: KindId::SKILL, at_root: false, labels: [label(name)].into() });
        FileFacts { definitions: definitions.collect(), ..FileFacts::default() }
    }

    /// However many things bear a name, the first is found at once, and another one finds its place in a few steps each.
    #[test]
    fn names_of_many_things() {
        let steps = Cell::new(0);
        let order = |a: DefId, b: DefId| {
            steps.set(steps.get() + 1);
            // The later the file, the earlier its path.
            b.file.cmp(&a.file).then_with(|| a.position.cmp(&b.position))
        };
        let mut index = Index::new(2, SlugStyle::default());
        index.complete(std::iter::empty());
        let count = 2_000;
        index.add(FileId(1), &facts(&vec![("A", Label::Name); count]), &[KindId::SKILL], &order);
        index.add(FileId(2), &facts(&[("A", Label::Avoid), ("A", Label::Alias)]), &[KindId::SKILL], &order);
        assert!(steps.get() < count * 40, "{}", steps.get());
        steps.set(0);
        let first = |file: u32, position: u32| DefId { file: FileId(file), position };
        assert_eq!(index.resolve(KindId::SKILL, "A").unwrap().def, first(1, 0));
        index.add(FileId(3), &facts(&[("A", Label::Name)]), &[KindId::SKILL], &order);
        assert_eq!(index.resolve(KindId::SKILL, "A").unwrap().def, first(3, 0));
        assert_eq!(index.resolve(KindId::SKILL, "a").unwrap().def, first(3, 0));
        index.remove(FileId(3), &facts(&[("A", Label::Name)]), &[KindId::SKILL]);
        index.remove(FileId(1), &facts(&vec![("A", Label::Name); count]), &[KindId::SKILL]);
        assert_eq!(index.resolve(KindId::SKILL, "A").unwrap().def, first(2, 1));
        assert!(steps.get() < count * 40, "{}", steps.get());
        assert_eq!(
            index.kind(KindId::SKILL).labels("A").iter().map(|label| label.label).collect::<Vec<_>>(),
            [Label::Alias, Label::Avoid]
        );
    }
}
