//! Which files' findings can have changed after changes of files, and why.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::addresses::labelled;
use super::link_end::LinkEnd;
use super::mentioned::{page_path, path_ends};
use super::reads::{Reads, Touched};
use super::spelling::{role_slug, slug_of_file};
use super::term_parts::term_parts;
use super::uses::{Uses, listed_names, role_names};
use super::{DefId, FileId, Workspace};
use crate::content::{Definition, FileFacts, Folded, KindId, Name, Row, SlugStyle, same_folded};
use crate::schema::Label;
use crate::text::Span;

/// Collects what a batch of changes can touch.
#[derive(Debug, Default)]
pub(super) struct Affected {
    /// The files and what changed for them.
    pub touched: Touched,
    /// Labels that came, went, or mean something else now.
    pub labels: FxHashSet<(KindId, Name)>,
    /// Files came or went, or define nothing any more, or something again: that concerns the settings that name them.
    pub paths: bool,
    /// New texts of changed files.
    pub texts: FxHashMap<FileId, String>,
}

fn hash(write: impl FnOnce(&mut FxHasher)) -> u64 {
    let mut hasher = FxHasher::default();
    write(&mut hasher);
    hasher.finish()
}

/// What a role is worth to those who refer to it: [`Reads::STATUS`].
fn standing(facts: &FileFacts) -> u64 {
    let role = facts.role.as_ref();
    let role = role.map(|role| (role.status as u8, role.status_slips, role.replaced_by.as_ref().map(|r| &r.name)));
    hash(|hasher| role.hash(hasher))
}

/// What a file is about, for those who link to it.
fn root_things(facts: &FileFacts) -> impl Iterator<Item = (u32, KindId, &Name, bool)> {
    let things = facts.all_definitions().filter(|(_, thing)| thing.at_root);
    things
        .map(|(position, thing)| (position, thing.kind, canonical(facts, position as usize, thing), thing.is_planned()))
}

/// What a role's own row gives the tables of others: [`Reads::OWN_ROWS`].
fn own_row(facts: &FileFacts) -> u64 {
    hash(|hasher| {
        let row = facts.presumed_own_row();
        (row.is_some(), facts.own_row_may_hold_more(), facts.role.is_some(), facts.syntax.is_empty()).hash(hasher);
        for cell in row.iter().flat_map(|row| &row.cells) {
            (&cell.column.name, cell.text().is_empty(), cell.empty).hash(hasher);
        }
        let role = facts.role.as_ref();
        (role.map(|role| role.own_row_fills)).hash(hasher);
        role.and_then(|role| role.comparison.as_ref()).map(|c| c.refused).hash(hasher);
    })
}

/// Whom a role lists, and where: [`Reads::ALTERNATIVES`].
fn alternatives(facts: &FileFacts) -> u64 {
    hash(|hasher| {
        let Some(role) = &facts.role else { return };
        (role.alternatives_key, facts.syntax.is_empty()).hash(hasher);
        role.alternatives.iter().flatten().for_each(|name| name.name.hash(hasher));
    })
}

/// What a role's own row says: [`Reads::CELLS`].
fn cells(facts: &FileFacts) -> impl Iterator<Item = (&Name, &str)> {
    let cells = facts.presumed_own_row().into_iter().flat_map(|row: &Row| &row.cells);
    cells.map(|cell| (&cell.column.name, cell.text()))
}

/// The places in a file to which findings in other files may point, and which definition has which position:
/// [`Reads::PLACES`].
fn places(facts: &FileFacts) -> impl Iterator<Item = (Span, Option<&Name>)> {
    let kept = facts.kept.iter().flat_map(|kept| &kept.definitions).map(|d| (Span::default(), d));
    let names = facts.definitions.iter().map(|d| (d.name().span, d)).chain(kept);
    let status = facts.role.iter().filter_map(|role| role.status_span);
    let row = facts.presumed_own_row().into_iter().flat_map(|row| {
        let role = row.role.iter().map(|r| r.span);
        std::iter::once(row.span).chain(role).chain(row.cells.iter().map(|c| c.span))
    });
    // Where one of these is cut short.
    let cut = facts.cut_texts.iter().map(|cut| cut.span);
    names.map(|(span, d)| (span, Some(&d.name().name))).chain(status.chain(row).chain(cut).map(|span| (span, None)))
}

/// The name under which findings tell of a definition: see [`Workspace::name_of`].
fn canonical<'f>(facts: &'f FileFacts, position: usize, definition: &'f Definition) -> &'f Name {
    let role = facts.role_definition().filter(|_| position >= facts.definitions.len());
    &role.unwrap_or(definition).name().name
}

/// A label as it counts for who uses the name: which it is, its text, the name that it stands for, whether it is written
/// in the file now, and whether it is the first such label of its definition.
type Claim<'f> = (Label, &'f Name, &'f Name, bool, bool);

/// By name, in whatever letter case: the labels that claim it, in their order. What a name means to its users is read
/// off from this, and nothing else of the file.
fn claims<'f>(facts: &'f FileFacts, definitions: &[Placed<'f>]) -> FxHashMap<(KindId, Folded), Vec<Claim<'f>>> {
    let mut claims: FxHashMap<_, Vec<Claim<'f>>> = FxHashMap::default();
    let mut last: FxHashMap<(KindId, Folded), usize> = FxHashMap::default();
    for (position, definition) in definitions {
        let (name, written) = (canonical(facts, *position, definition), *position < facts.definitions.len());
        for label in &definition.labels {
            let key = (definition.kind, Folded(label.at.name.clone()));
            let is_first = last.insert(key.clone(), *position) != Some(*position);
            claims.entry(key).or_default().push((label.label, &label.at.name, name, written, is_first));
        }
    }
    claims
}

/// Slugs of the roles that a file defines, and the one in the file's own name, each with the role's name.
fn slugs(facts: &FileFacts, style: SlugStyle) -> Vec<(String, Name)> {
    let roles = facts.all_definitions().filter(|(_, d)| d.kind.is_role());
    let slug = |d: &Definition| Some((role_slug(facts, &d.name().name, style)?.into_owned(), d.name().name.clone()));
    let file = facts.role.as_ref().and_then(|role| role.file_slug.as_ref());
    let file = file.zip(facts.role_definition()).map(|(slug, d)| (slug.to_string(), d.name().name.clone()));
    roles.filter_map(|(_, d)| slug(d)).chain(file).collect()
}

/// Of a changed thing with an id, or one that is foreseen somewhere, all labels: what each means can hang on the others.
fn by_id<'f>(workspace: &'f Workspace, definition: &'f Definition, names: &mut FxHashSet<(KindId, &'f Name)>) {
    let kind = definition.kind;
    let index = workspace.index().kind(kind);
    if definition.id().is_none() && !definition.is_planned() && !index.foresees() {
        return;
    }
    for label in &definition.labels {
        names.insert((kind, &label.at.name));
        for planned in index.labels(&label.at.name).iter().filter(|label| label.planned) {
            let labels = workspace.definition(planned.def).map_or(&[][..], |other| &other.labels);
            names.extend(labels.iter().map(|label| (kind, &label.at.name)));
        }
    }
}

/// The things of a name that are only foreseen.
fn planned<'w>(workspace: &'w Workspace, kind: KindId, name: &str) -> impl Iterator<Item = DefId> + 'w {
    let labels = workspace.index().kind(kind).labels(name).iter();
    labels.filter(|label| label.planned).map(|label| label.def)
}

/// A definition with its position.
type Placed<'f> = (usize, &'f Definition);

/// The definitions of two states of a file, without those at both ends that are the same in both.
fn changed<'a, 'b>(old: &'a FileFacts, new: &'b FileFacts) -> (Vec<Placed<'a>>, Vec<Placed<'b>>) {
    let mut before: Vec<_> = old.all_definitions().map(|(_, d)| d).enumerate().collect();
    let mut after: Vec<_> = new.all_definitions().map(|(_, d)| d).enumerate().collect();
    let same = |a: &Placed<'a>, b: &Placed<'b>| {
        let labels = a.1.labels.iter().zip(&b.1.labels);
        a.1.kind == b.1.kind
            && a.1.labels.len() == b.1.labels.len()
            && (a.0 < old.definitions.len()) == (b.0 < new.definitions.len())
            && labels.into_iter().all(|(a, b)| a.label == b.label && a.at.name == b.at.name)
            && canonical(old, a.0, a.1) == canonical(new, b.0, b.1)
    };
    while let (Some(a), Some(b)) = (before.last(), after.last())
        && same(a, b)
    {
        before.pop();
        after.pop();
    }
    let start = before.iter().zip(&after).take_while(|(a, b)| same(a, b)).count();
    (before.split_off(start), after.split_off(start))
}

/// The files that refer to the roles that a file defines, by their names, some of them more than once.
fn users_of_names(uses: &Uses, facts: &FileFacts, style: SlugStyle) -> Vec<FileId> {
    let roles = facts.all_definitions().filter(|(_, d)| d.kind.is_role());
    let labels = roles.flat_map(|(_, d)| &d.labels).flat_map(|label| uses.of_name(KindId::ROLE, &label.at.name));
    let mut users: Vec<FileId> = labels.copied().collect();
    for (slug, _) in slugs(facts, style) {
        users.extend(uses.of_name(KindId::ROLE, &slug));
    }
    users
}

/// The files that refer to the role that the file at a path defines, also those that link to it.
fn users(workspace: &Workspace, uses: &Uses, path: &str, facts: &FileFacts) -> Vec<FileId> {
    let mut users = users_of_names(uses, facts, workspace.config.slugs);
    users.extend(workspace.linking(uses, path));
    users
}

impl Workspace {
    /// The files that refer to the roles that a file defines; none before the first change.
    pub(super) fn role_users(&self, file: FileId) -> Vec<FileId> {
        let (uses, entry) = (self.uses.as_deref(), self.files[file.0 as usize].as_ref());
        uses.zip(entry).map(|(uses, entry)| users(self, uses, &entry.path, &entry.facts)).unwrap_or_default()
    }
}

impl Affected {
    /// Compares what a file said with what it says now. Called before the index changes.
    pub fn difference(
        &mut self,
        workspace: &Workspace,
        uses: &Uses,
        id: FileId,
        path: &str,
        (before, after): (Option<&FileFacts>, Option<&FileFacts>),
    ) {
        self.touched.add(id, Reads::ALL);
        let none = FileFacts::default();
        let (old, new) = (before.unwrap_or(&none), after.unwrap_or(&none));
        if before.is_none() != after.is_none() {
            self.add(uses.of_link(path), Reads::TARGETS);
        }
        self.paths |= before.is_none() != after.is_none() || old.no_list != new.no_list || old.lacks != new.lacks;
        self.definitions(workspace, uses, old, new);
        let mut role = Reads::NOTHING;
        for (face, facts) in [(standing as fn(&FileFacts) -> u64, Reads::STATUS), (own_row, Reads::OWN_ROWS)] {
            if face(old) != face(new) {
                role = role.and(facts);
            }
        }
        if alternatives(old) != alternatives(new) {
            self.touched.alternatives.insert(id);
        }
        let called = |facts: &FileFacts| facts.role_definition().map(|d| d.name().name.clone());
        if called(old) != called(new) {
            role = role.and(Reads::NAMES);
        }
        if role != Reads::NOTHING {
            for facts in [old, new] {
                let users = users(workspace, uses, path, facts);
                self.add(&users, role);
                if !role.meets(Reads::STATUS) {
                    continue;
                }
                self.heirs(workspace, uses, |_| true, &users);
                for (_, definition) in facts.all_definitions() {
                    let similar = workspace.index().kind(definition.kind).similar(&definition.name().name);
                    self.touched.add_all(similar.iter().map(|def| def.file), Reads::STATUS);
                }
            }
        }
        if !root_things(old).eq(root_things(new)) {
            self.add(&workspace.linking(uses, path), Reads::NAMES);
        }
        self.page_ends(workspace, uses, path, (old, new));
        self.links(workspace, old, new);
        if !places(old).eq(places(new)) {
            self.add(uses.pointing_at(id), Reads::PLACES);
        }
        if !cells(old).eq(cells(new)) {
            self.add(uses.pointing_at(id), Reads::CELLS);
        }
        if workspace.address_face(old) != workspace.address_face(new) {
            self.touched.add_all(workspace.addresses.redirecting(), Reads::ADDRESSES);
        }
        self.listed(workspace, old, new);
        self.paragraphs(workspace, old, new);
    }

    /// A page comes or goes: mentions by the end of its path mean something else now, or nothing.
    fn page_ends(&mut self, workspace: &Workspace, uses: &Uses, path: &str, (old, new): (&FileFacts, &FileFacts)) {
        let Some(kind) = workspace.config.page_kind else { return };
        let called = |facts: &FileFacts| {
            let thing = facts.page_thing(kind).and_then(|position| facts.definition(position))?;
            Some(thing.labels.iter().find(|label| label.of_file).map(|label| label.at.name.clone()))
        };
        if called(old) == called(new) {
            return;
        }
        for for_folder in [true, false] {
            let page = page_path(path, workspace.config.links.as_ref(), for_folder);
            for end in page.iter().flat_map(|page| path_ends(page)) {
                self.name(workspace, uses, kind, end);
            }
        }
    }

    fn add(&mut self, files: &[FileId], facts: Reads) {
        self.touched.add_all(files.iter().copied(), facts);
    }

    fn definitions(&mut self, workspace: &Workspace, uses: &Uses, old: &FileFacts, new: &FileFacts) {
        let (before, after) = changed(old, new);
        let mut names: FxHashSet<(KindId, &Name)> = FxHashSet::default();
        for definition in before.iter().chain(&after).map(|(_, definition)| *definition) {
            by_id(workspace, definition, &mut names);
        }
        let (before, after) = (claims(old, &before), claims(new, &after));
        for (one, other) in [(&before, &after), (&after, &before)] {
            for (key, claims) in one.iter().filter(|(key, claims)| other.get(key) != Some(claims)) {
                names.extend(claims.iter().map(|claim| (key.0, claim.1)));
            }
        }
        // What an id that is shared, or not any more, stands for is told where its things are called something else, too.
        let shared = names.iter().flat_map(|(kind, name)| {
            let labels = workspace.index().kind(*kind).labels(name).iter().filter(|label| label.label == Label::Id);
            let things = labels.filter_map(|label| workspace.definition(label.def));
            things.flat_map(|thing| &thing.labels).map(|label| (*kind, &label.at.name))
        });
        let shared: Vec<_> = shared.collect();
        names.extend(shared);
        for (kind, name) in names {
            self.touched.uses |= !kind.is_role();
            self.labels.insert((kind, name.clone()));
            self.name(workspace, uses, kind, name);
        }
        let style = workspace.config.slugs;
        let (before, after) = (slugs(old, style), slugs(new, style));
        if before != after {
            // A name that is unknown is told of the role whose file has its slug.
            let touched = |slug: &str| before.iter().chain(&after).any(|(other, _)| other == slug);
            for name in uses.asked(KindId::ROLE).filter(|name| slug_of_file(name, style).is_some_and(|s| touched(&s))) {
                self.touched.add_all(uses.asking(KindId::ROLE, name).iter().copied(), Reads::NEAR);
            }
            for (slug, _) in before.iter().chain(&after) {
                self.name(workspace, uses, KindId::ROLE, slug);
            }
        }
    }

    /// A name means something else now, or nothing.
    fn name(&mut self, workspace: &Workspace, uses: &Uses, kind: KindId, name: &str) {
        self.add(uses.of_text(kind, name), Reads::NAMES);
        self.add(uses.of_spelling(name), Reads::SPELLINGS);
        self.definers(workspace, kind, name, Reads::NAMES.and(Reads::LISTED));
        for def in planned(workspace, kind, name) {
            let entry = workspace.files[def.file.0 as usize].as_ref();
            self.touched
                .add_all(entry.into_iter().flat_map(|entry| workspace.linking(uses, &entry.path)), Reads::NAMES);
        }
        self.touched.add_all(workspace.index().kind(kind).similar(name).iter().map(|def| def.file), Reads::NAMES);
        // A mention without its kind is told what it may have meant.
        for bare in std::iter::once(KindId::ROLE).chain(workspace.config.page_kind).filter(|bare| *bare != kind) {
            self.add(uses.of_name(bare, name), Reads::NAMES);
        }
        for file in uses.of_name(kind, name) {
            let facts = workspace.files[file.0 as usize].as_ref().map(|entry| &entry.facts);
            // A row with this name is taken for the role's own where nobody has the name.
            let presumed =
                facts.and_then(|f| f.role.as_ref()?.presumed_own_row().filter(|row| !row.own)?.role.as_ref());
            if kind.is_role()
                && presumed.is_some_and(|at| same_folded(&at.name, name))
                && let Some(facts) = facts
            {
                let users = users_of_names(uses, facts, workspace.config.slugs);
                self.add(&users, Reads::OWN_ROWS.and(Reads::CELLS).and(Reads::PLACES));
            }
            self.touched.add(*file, Reads::NAMES);
        }
        if kind.is_role() {
            self.heirs(workspace, uses, |heir| same_folded(heir, name), uses.of_name(kind, name));
        }
    }

    /// Roles may name the one that took their place, these again others, and those who refer to them are told of the last:
    /// of the files `users` those whose `replaced_by` is the name that changed.
    fn heirs(&mut self, workspace: &Workspace, uses: &Uses, is_it: impl Fn(&str) -> bool, files: &[FileId]) {
        let heir = |file: &FileId| {
            let entry = workspace.files[file.0 as usize].as_ref()?;
            Some((entry, entry.facts.role.as_ref()?.replaced_by.as_ref()?))
        };
        let mut seen: FxHashSet<FileId> = FxHashSet::default();
        let mut waiting: Vec<FileId> =
            files.iter().copied().filter(|f| heir(f).is_some_and(|(_, by)| is_it(&by.name))).collect();
        while let Some(file) = waiting.pop() {
            let Some((entry, _)) = heir(&file).filter(|_| seen.insert(file)) else { continue };
            let users = users(workspace, uses, &entry.path, &entry.facts);
            // Whoever names this role as its heir hands on what became of it.
            waiting.extend(users.iter().copied().filter(|user| heir(user).is_some()));
            self.touched.add_all(users, Reads::STATUS);
        }
    }

    /// Something about a name matters to the files that define it, in whatever spelling.
    fn definers(&mut self, workspace: &Workspace, kind: KindId, name: &str, why: Reads) {
        self.touched.add_all(workspace.index().claimants(kind, name).map(|def| def.file), why);
    }

    /// Which roles are referred to: an orphan perhaps no longer, or again.
    fn listed(&mut self, workspace: &Workspace, old: &FileFacts, new: &FileFacts) {
        // Where the settings describe no collections, only alternatives count.
        let listed = |facts: &FileFacts| -> FxHashSet<Name> {
            match workspace.config.links {
                Some(_) => role_names(facts).cloned().collect(),
                None => listed_names(facts).cloned().collect(),
            }
        };
        let (before, after) = (listed(old), listed(new));
        for name in before.symmetric_difference(&after) {
            self.definers(workspace, KindId::ROLE, name, Reads::LISTED);
            let planned = planned(workspace, KindId::ROLE, name);
            let defined = planned.filter_map(|def| workspace.index().kind(KindId::ROLE).definition_of(def));
            self.touched.add_all(defined.map(|def| def.file), Reads::LISTED);
        }
    }

    /// What a file links to, and which addresses it says.
    fn links(&mut self, workspace: &Workspace, old: &FileFacts, new: &FileFacts) {
        let [before, after] = [old, new].map(|facts| super::load::targets(facts).collect::<FxHashSet<_>>());
        for target in before.symmetric_difference(&after) {
            if let Some(LinkEnd::There(path)) = workspace.targets.get(target) {
                self.touched.add_all(workspace.find(path), Reads::LISTED);
            }
        }
        let [before, after] = [old, new].map(|facts| labelled(facts).collect::<FxHashSet<_>>());
        for (address, ..) in before.symmetric_difference(&after) {
            self.touched.add_all(workspace.addresses.labelled_by(address), Reads::ADDRESSES);
        }
    }

    /// Paragraphs that came, went or moved, and stand in other files too.
    fn paragraphs(&mut self, workspace: &Workspace, old: &FileFacts, new: &FileFacts) {
        if old.paragraphs == new.paragraphs {
            return;
        }
        let mut seen: FxHashSet<u64> = FxHashSet::default();
        for paragraph in old.paragraphs.iter().chain(&new.paragraphs).filter(|paragraph| seen.insert(paragraph.hash)) {
            let places = workspace.index().paragraph(paragraph.hash);
            self.touched.add_all(places.iter().map(|(file, _)| *file), Reads::PARAGRAPHS);
        }
    }

    /// Something about kinds as a whole matters to the files that use them.
    pub fn users_of_kinds(&mut self, workspace: &Workspace, kinds: &[KindId], why: Reads) {
        let uses = |facts: &FileFacts| {
            facts.references.iter().any(|r| kinds.contains(&r.kind))
                || term_parts(workspace.config(), facts).any(|text| kinds.contains(&text.kind))
        };
        let users = workspace.files().filter(|(_, entry)| uses(&entry.facts)).map(|(id, _)| id);
        self.touched.add_all(users, why);
    }
}
