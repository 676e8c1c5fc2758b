//! What changes of files do to a [`LiveWorkspace`](super::LiveWorkspace), at the cost of what they touch.

use rustc_hash::{FxHashMap, FxHashSet};

use super::addresses::labelled;
use super::affected::Affected;
use super::link_end::LinkEnd;
use super::load::{map_all, targets};
use super::path_index::{split, stem};
use super::reads::{Reads, Touched};
use super::standing::standing;
use super::unread::is_empty_role;
use super::uses::{Standing, Uses};
use super::{Change, DefId, FileEntry, FileId, Sources, Workspace};
use crate::content::{FileFacts, FileKind, KindId, MentionFault, Name};

/// What a file's [`Standing`] is read from, apart from the file.
const STANDING: Reads =
    Reads::NAMES.and(Reads::NEAR).and(Reads::CLOSED).and(Reads::SPELLINGS).and(Reads::STATUS).and(Reads::OWN_ROWS);

impl Workspace {
    /// Applies changes of files that are no settings, see [`LiveWorkspace::apply`](super::LiveWorkspace::apply). The index
    /// is complete.
    pub(super) fn change(&mut self, changes: Vec<Change>, sources: &dyn Sources, uses: &mut Uses) -> Touched {
        self.linked.take();
        self.unpublished.take();
        let mut affected = Affected::default();
        let (open, with_ids) = (self.open_kinds(), self.kinds_with_ids());
        for round in rounds(changes) {
            let read = map_all(&round, |change| self.read_change(change));
            for (change, entry) in round.into_iter().zip(read) {
                if self.notes_unread(&change, entry.as_ref()) {
                    affected.touched.add_all(self.files().map(|(id, _)| id), Reads::NAMES);
                }
                match (change, entry) {
                    (Change::Set { text, .. }, Some(entry)) => {
                        self.set(entry, text, sources, uses, &mut affected);
                    }
                    (Change::Salvage { salvage, .. }, Some(entry)) => {
                        self.set(entry, salvage.text, sources, uses, &mut affected);
                    }
                    (Change::Remove { path } | Change::Unread { path }, _) if self.ids.contains_key(path.as_str()) => {
                        self.remove(&path, sources, uses, &mut affected);
                    }
                    (change, _) => {
                        self.path_changed(change.path(), sources, uses, &mut affected);
                    }
                }
            }
        }
        let mut flipped = changed(&open, &self.open_kinds());
        let other_ids = changed(&with_ids, &self.kinds_with_ids());
        if !other_ids.is_empty() {
            affected.users_of_kinds(self, &other_ids, Reads::NAMES);
        }
        if !affected.labels.is_empty() {
            let is_open = |fault: &MentionFault| matches!(fault, MentionFault::Open(_));
            let open = self.files().filter(|(_, entry)| entry.facts.mention_faults.iter().any(is_open));
            affected.touched.add_all(open.map(|(id, _)| id), Reads::KNOWN);
        }
        if affected.paths {
            flipped.extend(self.settle_paths());
            affected.touched.add_all(self.find("sidestep.yaml"), Reads::FILES);
        }
        if !flipped.is_empty() {
            affected.users_of_kinds(self, &flipped, Reads::CLOSED);
            affected.touched.uses = true;
        }
        self.settle(affected, sources, uses)
    }

    /// Notes whether the changed file says nothing now; tells whether it is news.
    fn notes_unread(&mut self, change: &Change, entry: Option<&FileEntry>) -> bool {
        let says_nothing = match change {
            Change::Unread { path } => self.config.file_kind(path) == Some(FileKind::Role),
            _ => entry.is_some_and(|entry| is_empty_role(entry.kind, &entry.facts)),
        };
        self.unread.set(change.path(), says_nothing)
    }

    fn open_kinds(&self) -> Vec<bool> {
        (0..self.config.kinds.len()).map(|kind| KindId::at(kind).is_some_and(|kind| !self.is_closed(kind))).collect()
    }

    /// By kind, whether things of it have ids.
    fn kinds_with_ids(&self) -> Vec<bool> {
        let has_ids = |kind| KindId::at(kind).is_some_and(|kind| self.index.kind(kind).has_ids());
        (0..self.config.kinds.len()).map(has_ids).collect()
    }

    /// The settings, and the files that they name: see [`Workspace::is_setting_file`].
    pub fn setting_files(&self) -> impl Iterator<Item = &str> {
        let baseline = self.config.baseline.iter().map(|(path, _)| path.as_str());
        std::iter::once("sidestep.yaml").chain(self.schema_files.iter().map(String::as_str)).chain(baseline)
    }

    /// Whether a change of a file (relative to the workspace) changes how all others are read: the settings, or a schema
    /// that they name, or their baseline.
    #[must_use]
    pub fn is_setting_file(&self, path: &str) -> bool {
        let is_baseline = || self.config.baseline.as_ref().is_some_and(|(baseline, _)| baseline == path);
        path == "sidestep.yaml" || self.schema_files.contains(path) || is_baseline()
    }

    fn read_change(&self, change: &Change) -> Option<FileEntry> {
        let (path, kind) = (change.path(), self.config.file_kind(change.path())?);
        match change {
            Change::Set { text, .. } => {
                let last_good = self.find(path).and_then(|id| self.file(id).good());
                Some(self.read_text(path, text, last_good, kind))
            }
            Change::Salvage { salvage, .. } => Some(self.read_salvage(path, salvage, kind)),
            Change::Unread { .. } | Change::Remove { .. } => None,
        }
    }

    fn set(
        &mut self,
        mut entry: FileEntry,
        text: String,
        sources: &dyn Sources,
        uses: &mut Uses,
        affected: &mut Affected,
    ) {
        // Others of its folder may have come or gone since it was read.
        self.name_by_folder(&entry.path, entry.kind, std::sync::Arc::make_mut(&mut entry.facts));
        let (path, is_new) = (entry.path.clone(), !self.ids.contains_key(&entry.path));
        let id = self.put(entry, sources, uses, affected);
        affected.texts.insert(id, text);
        if is_new {
            self.name_beside(&path, sources, uses, affected);
        }
    }

    /// What a file says takes the place of what it said.
    pub(super) fn put(
        &mut self,
        mut entry: FileEntry,
        sources: &dyn Sources,
        uses: &mut Uses,
        affected: &mut Affected,
    ) -> FileId {
        let old = self.find(&entry.path).map(|id| (id, self.file(id).clone()));
        let before = old.as_ref().map(|(_, before)| &*before.facts);
        let known: FxHashSet<&str> = before.into_iter().flat_map(targets).collect();
        let new: Vec<&str> = targets(&entry.facts).filter(|target| !known.contains(target)).collect();
        if !new.is_empty() {
            let new: Vec<Box<str>> = new.into_iter().map(Into::into).collect();
            self.ask_and_touch(&new, sources, uses, affected);
        }
        let id = old.as_ref().map_or_else(|| self.free_id(), |(id, _)| *id);
        affected.difference(self, uses, id, &entry.path, (before, Some(&entry.facts)));
        affected.touched.uses |= uses.change_facts(id, before, Some(&entry.facts), &self.config);
        let addresses = changed_addresses(before, Some(&entry.facts));
        if let Some((_, before)) = &old {
            self.index.remove(id, &before.facts, &self.config.defined_by(before.kind));
            self.addresses.remove(&entry.path, &before.facts);
            entry.prose_hits = before.prose_hits.clone();
        } else {
            self.ids.insert(entry.path.clone(), id);
            let path = entry.path.clone();
            self.paths_changed(&path, sources, uses, affected);
        }
        let (facts, kinds) = (entry.facts.clone(), self.config.defined_by(entry.kind));
        self.addresses.add(id, &entry.path, &facts);
        self.files[id.0 as usize] = Some(entry);
        self.addresses_changed(&addresses, sources, uses, affected);
        let files = &self.files;
        let path = |def: DefId| files[def.file.0 as usize].as_ref().map(|entry| &entry.path);
        self.index.add(id, &facts, &kinds, &|a, b| {
            if a.file == b.file { a.position.cmp(&b.position) } else { path(a).cmp(&path(b)) }
        });
        id
    }

    fn remove(&mut self, path: &str, sources: &dyn Sources, uses: &mut Uses, affected: &mut Affected) {
        let Some(id) = self.find(path) else { return };
        let before = self.file(id).clone();
        affected.difference(self, uses, id, path, (Some(&before.facts), None));
        affected.touched.uses |= uses.change_facts(id, Some(&before.facts), None, &self.config);
        uses.change_hits(id, &before.prose_hits, &[]);
        uses.stand(id, Standing::default());
        self.index.remove(id, &before.facts, &self.config.defined_by(before.kind));
        self.addresses.remove(path, &before.facts);
        self.files[id.0 as usize] = None;
        self.free.push(id);
        self.ids.remove(path);
        affected.texts.remove(&id);
        let addresses = changed_addresses(Some(&before.facts), None);
        self.addresses_changed(&addresses, sources, uses, affected);
        self.paths_changed(path, sources, uses, affected);
        self.name_beside(path, sources, uses, affected);
    }

    /// A file of the workspace comes or goes: asks anew what is at the ends of links, and has those told again that lead to
    /// nothing, since another file may be nearest now.
    fn paths_changed(&mut self, path: &str, sources: &dyn Sources, uses: &Uses, affected: &mut Affected) {
        self.paths.take();
        self.path_changed(path, sources, uses, affected);
        let is_near = |target: &str| self.config.links.is_some() || split(target).0 == split(path).0;
        for (target, _) in self.targets.iter().filter(|(to, end)| **end == LinkEnd::Nothing && is_near(to)) {
            affected.touched.add_all(uses.of_link(target).iter().copied(), Reads::TARGETS);
        }
    }

    /// Asks anew what is at the ends of links that a path may be meant by.
    fn path_changed(&mut self, path: &str, sources: &dyn Sources, uses: &Uses, affected: &mut Affected) {
        if self.config.beside(path).is_some() && self.beside.set(path, sources.exists(path)) {
            self.touch_asking(stem(path), uses, affected);
        }
        let concerned = self.targets_at(path);
        self.ask_and_touch(&concerned, sources, uses, affected);
    }

    /// Has the files told again in which the name of a role is unknown whose file would be called so.
    fn touch_asking(&self, slug: &str, uses: &Uses, affected: &mut Affected) {
        for name in uses.asked(KindId::ROLE).filter(|name| self.config.slugs.slug(name).as_deref() == Some(slug)) {
            affected.touched.add_all(uses.asking(KindId::ROLE, name).iter().copied(), Reads::NEAR);
        }
    }

    /// Pages have other addresses: asks anew what is at the ends of links that are written by these.
    fn addresses_changed(&mut self, addresses: &[String], sources: &dyn Sources, uses: &Uses, affected: &mut Affected) {
        let spellings = addresses.iter().flat_map(|address| {
            let bare = address.trim_end_matches('/');
            [address.clone(), format!("{bare}/"), format!("{bare}/index.html")]
        });
        let concerned: Vec<Box<str>> =
            spellings.filter(|path| self.targets.get(path).is_some()).map(Into::into).collect();
        self.ask_and_touch(&concerned, sources, uses, affected);
    }

    /// Asks anew what is at the ends of links. That concerns the files with these links, and those to which they led or lead.
    fn ask_and_touch(&mut self, paths: &[Box<str>], sources: &dyn Sources, uses: &Uses, affected: &mut Affected) {
        for (target, before) in self.ask_anew(paths, sources) {
            let Some(before) = before else { continue };
            let mut facts = Reads::TARGETS;
            for end in [Some(&before), self.targets.get(&target)].into_iter().flatten() {
                if let LinkEnd::There(path) = end {
                    affected.touched.add_all(self.find(path), Reads::LISTED);
                    // A link to a file of the workspace means what that is about.
                    if self.config.file_kind(path).is_some() {
                        facts = facts.and(Reads::NAMES);
                    }
                }
            }
            affected.touched.add_all(uses.of_link(&target).iter().copied(), facts);
        }
    }

    fn free_id(&mut self) -> FileId {
        self.free.pop().unwrap_or_else(|| {
            self.files.push(None);
            FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
        })
    }

    /// Brings suggestions and prose up to date; gives all files that the changes touch.
    fn settle(&mut self, mut affected: Affected, sources: &dyn Sources, uses: &mut Uses) -> Touched {
        let mut by_kind: FxHashMap<KindId, FxHashSet<Name>> = FxHashMap::default();
        for (kind, name) in &affected.labels {
            by_kind.entry(*kind).or_default().insert(name.clone());
        }
        for (kind, labels) in &by_kind {
            for name in self.suggester.change(*kind, self.index.kind(*kind), labels, uses.asked(*kind)) {
                affected.touched.add_all(uses.asking(*kind, &name).iter().copied(), Reads::NEAR);
            }
        }
        self.settle_prose(&mut affected, sources, uses);
        let mut touched = affected.touched;
        touched.keep(|id| self.files[id.0 as usize].is_some());
        let files: Vec<FileId> = touched.meeting(STANDING).collect();
        for (id, now) in files.iter().zip(map_all(&files, |id| standing(self, *id))) {
            uses.stand(*id, now);
        }
        touched
    }

    /// Looks for spellings to avoid in changed texts, and where other spellings are to be looked for now.
    fn settle_prose(&mut self, affected: &mut Affected, sources: &dyn Sources, uses: &mut Uses) {
        let mut rescan: FxHashSet<FileId> = affected.texts.keys().copied().collect();
        if !affected.labels.is_empty() {
            let names: FxHashSet<Name> = affected.labels.iter().map(|(_, name)| name.clone()).collect();
            let change = self.spellings.update(&self.index, &names);
            for spelling in change.fewer.iter().chain(&change.more) {
                rescan.extend(uses.of_spelling(spelling));
            }
            if !change.more.is_empty() {
                let may_hold = |entry: &FileEntry| change.more.iter().any(|s| entry.may_hold(s));
                rescan.extend(self.files().filter(|(_, entry)| may_hold(entry)).map(|(id, _)| id));
            }
        }
        let rescan: Vec<FileId> = rescan
            .into_iter()
            .filter(|id| {
                self.files[id.0 as usize]
                    .as_ref()
                    .is_some_and(|e| !(self.spellings.is_empty() && e.prose_hits.is_empty()))
            })
            .collect();
        let hits = map_all(&rescan, |id| match affected.texts.get(id) {
            Some(text) => Some(self.scan(*id, text)),
            None => sources.read(&self.file(*id).path).ok().map(|text| self.scan(*id, &text)),
        });
        let found = rescan.iter().copied().zip(hits).filter_map(|(id, hits)| Some((id, hits?)));
        let mut found: FxHashMap<FileId, _> = found.collect();
        // Spellings that stand where they stood may mean other definitions, or the same at other positions.
        let meant = Reads::NAMES.and(Reads::SPELLINGS).and(Reads::PLACES);
        for id in affected.touched.meeting(meant).filter(|id| !found.contains_key(id)).collect::<Vec<_>>() {
            let Some(entry) = &self.files[id.0 as usize] else { continue };
            if !entry.prose_hits.is_empty() {
                let hits = entry.prose_hits.iter();
                let hits = hits.filter_map(|hit| self.prose_hit(hit.span, hit.spelling.clone())).collect();
                found.insert(id, hits);
            }
        }
        for (id, hits) in found {
            let Some(entry) = &mut self.files[id.0 as usize] else { continue };
            if entry.prose_hits != hits {
                uses.change_hits(id, &entry.prose_hits, &hits);
                entry.prose_hits = hits;
                affected.touched.add(id, Reads::SPELLINGS);
            }
        }
    }
}

/// The addresses that things of a file say, of two states of it, where they differ.
fn changed_addresses(before: Option<&FileFacts>, after: Option<&FileFacts>) -> Vec<String> {
    let [before, after] = [before, after].map(|facts| facts.into_iter().flat_map(labelled).collect::<FxHashSet<_>>());
    before.symmetric_difference(&after).map(|(address, ..)| address.clone()).collect()
}

/// The kinds of which something is so that was not, or the other way round.
fn changed(before: &[bool], now: &[bool]) -> Vec<KindId> {
    let differs = before.iter().zip(now).enumerate().filter(|(_, (before, now))| before != now);
    differs.filter_map(|(kind, _)| KindId::at(kind)).collect()
}

/// Changes in their order, cut so that no part changes a file twice.
fn rounds(changes: Vec<Change>) -> Vec<Vec<Change>> {
    let mut rounds: Vec<Vec<Change>> = vec![Vec::new()];
    let mut seen: FxHashSet<String> = FxHashSet::default();
    for change in changes {
        if !seen.insert(change.path().to_owned()) {
            seen.clear();
            seen.insert(change.path().to_owned());
            rounds.push(Vec::new());
        }
        if let Some(round) = rounds.last_mut() {
            round.push(change);
        }
    }
    rounds
}
