//! Which files' findings can have changed after a change of one file.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use super::index::role_slug;
use super::prose_scan::Spellings;
use super::uses::Uses;
use super::{FileId, Sources, Workspace};
use crate::content::{FileFacts, FileKind, KindId, Name};
use crate::schema::Label;

/// Collects what a batch of changes can touch.
#[derive(Debug, Default)]
pub(super) struct Affected {
    files: FxHashSet<FileId>,
    /// Kinds whose labels changed: suggestions and near misses of that kind may differ.
    kinds: FxHashSet<KindId>,
    /// Kinds of which a spelling to avoid, or a name around one, may have changed.
    spellings: bool,
    /// Files whose own text changed.
    rescan: FxHashSet<FileId>,
    /// Kinds that gained their first definition file or lost their last one.
    opened: FxHashSet<KindId>,
}

/// What other files can see of a file's role.
fn role_face(facts: &FileFacts) -> u64 {
    let mut hasher = FxHasher::default();
    if let Some(role) = &facts.role {
        (role.status as u8).hash(&mut hasher);
        role.status_span.hash(&mut hasher);
        role.replaced_by.as_ref().map(|r| &r.name).hash(&mut hasher);
        role.alternatives_key.hash(&mut hasher);
        for name in role.alternatives.iter().flatten() {
            name.name.hash(&mut hasher);
        }
    }
    if let Some(definition) = facts.role_definition() {
        definition.name().span.hash(&mut hasher);
    }
    if let Some(row) = facts.own_row() {
        row.span.hash(&mut hasher);
        for cell in &row.cells {
            (&cell.column.name, &cell.text, cell.span).hash(&mut hasher);
        }
    }
    facts.syntax.is_empty().hash(&mut hasher);
    hasher.finish()
}

/// Labels of a file's definitions, with what others can see of them.
fn labels(facts: &FileFacts) -> FxHashSet<(KindId, Label, Name, Name)> {
    let mut all = FxHashSet::default();
    for (_, definition) in facts.all_definitions() {
        let name = &definition.name().name;
        for label in &definition.labels {
            all.insert((definition.kind, label.label, label.at.name.clone(), name.clone()));
        }
        if definition.kind == 0
            && let Some(slug) = role_slug(facts, name)
        {
            all.insert((0, Label::Avoid, slug.into(), name.clone()));
        }
    }
    all
}

impl Affected {
    /// Compares what a file said with what it says now. Called before the index changes.
    pub fn difference(
        &mut self,
        workspace: &Workspace,
        uses: &Uses,
        id: FileId,
        before: Option<&FileFacts>,
        after: Option<&FileFacts>,
        kind: FileKind,
    ) {
        self.files.insert(id);
        let none = FileFacts::default();
        let (old, new) = (before.unwrap_or(&none), after.unwrap_or(&none));
        if before.is_none() != after.is_none()
            && let Some(kind) = super::files::defined_kind(kind)
        {
            self.opened.insert(kind);
            // A link may lead to the file.
            self.files.extend(
                workspace.files().filter(|(_, e)| super::load::targets(&e.facts).next().is_some()).map(|(f, _)| f),
            );
        }
        let (old_labels, new_labels) = (labels(old), labels(new));
        for (kind, label, name, _) in old_labels.symmetric_difference(&new_labels) {
            self.kinds.insert(*kind);
            self.spellings |= *label == Label::Avoid || !workspace.spellings().is_empty();
            self.name(workspace, uses, *kind, name);
        }
        if role_face(old) != role_face(new) {
            for (kind, _, name, _) in old_labels.iter().chain(&new_labels) {
                self.files.extend(uses.of_name(*kind, name));
            }
        }
        for facts in [old, new] {
            let Some(role) = &facts.role else { continue };
            // Who is listed: an orphan perhaps no longer, or again.
            for name in role.alternatives.iter().flatten() {
                self.definers(workspace, 0, &name.name);
            }
            for paragraph in &facts.paragraphs {
                self.files.extend(workspace.index().paragraph(paragraph.hash).iter().map(|(file, _)| *file));
            }
        }
        // Terms that are used no longer, or for the first time.
        let used = |facts: &FileFacts| -> FxHashSet<(KindId, Name)> {
            facts.references.iter().map(|r| (r.kind, r.at.name.clone())).collect()
        };
        for (kind, name) in used(old).symmetric_difference(&used(new)) {
            self.definers(workspace, *kind, name);
        }
        if matches!(kind, FileKind::Role) && workspace.config().rules.get("unused-term").is_some_and(Option::is_some) {
            let vocabularies = workspace.files().filter(|(_, e)| matches!(e.kind, FileKind::Vocabulary(_)));
            self.files.extend(vocabularies.map(|(file, _)| file));
        }
    }

    /// What is only seen in the index that has the change.
    pub fn difference_after(&mut self, workspace: &Workspace, _uses: &Uses, id: FileId) {
        for paragraph in &workspace.file(id).facts.paragraphs {
            self.files.extend(workspace.index().paragraph(paragraph.hash).iter().map(|(file, _)| *file));
        }
    }

    fn name(&mut self, workspace: &Workspace, uses: &Uses, kind: KindId, name: &Name) {
        self.files.extend(uses.of_name(kind, name));
        if kind != 0 {
            self.files.extend(uses.of_text(name));
        }
        self.definers(workspace, kind, name);
    }

    /// The files that define a name, in whatever spelling.
    fn definers(&mut self, workspace: &Workspace, kind: KindId, name: &Name) {
        self.files.extend(workspace.index().claimants(kind, name).map(|def| def.file));
    }

    /// The file's own text changed.
    pub fn rescan(&mut self, id: FileId) {
        self.rescan.insert(id);
    }
}

impl Workspace {
    /// Brings suggestions and prose up to date; gives all files that the changes touch.
    pub(super) fn settle(&mut self, mut affected: Affected, sources: &dyn Sources) -> FxHashSet<FileId> {
        for kind in &affected.kinds {
            self.suggester.forget(*kind);
        }
        if !affected.kinds.is_empty() || !affected.opened.is_empty() {
            let sensitive: Vec<FileId> = self
                .files()
                .filter(|(_, entry)| {
                    affected
                        .kinds
                        .iter()
                        .chain(&affected.opened)
                        .any(|kind| self.is_sensitive(entry, *kind, &affected.opened))
                })
                .map(|(id, _)| id)
                .collect();
            affected.files.extend(sensitive);
        }
        let mut rescan = affected.rescan;
        if affected.spellings {
            let spellings = Spellings::of(self);
            if spellings != self.spellings {
                self.spellings = spellings;
                rescan.extend(self.files().map(|(id, _)| id));
            }
        }
        for id in rescan {
            let Some(entry) = &self.files[id.0 as usize] else { continue };
            if self.spellings.is_empty() && entry.prose_hits.is_empty() {
                continue;
            }
            let Ok(text) = sources.read(&entry.path) else { continue };
            let hits = self.scan(id, &text);
            if hits != entry.prose_hits {
                self.set_prose_hits(id, hits);
                affected.files.insert(id);
            }
        }
        affected.files
    }

    /// Whether a file's findings depend on all names of a kind at once: it has a name that is unknown, or a note in
    /// parentheses that could be a list of names.
    fn is_sensitive(&self, entry: &super::FileEntry, kind: KindId, opened: &FxHashSet<KindId>) -> bool {
        let facts = &entry.facts;
        let uses_kind = |k: KindId| k == kind;
        if facts
            .references
            .iter()
            .any(|r| uses_kind(r.kind) && (opened.contains(&kind) || self.resolve(kind, &r.at.name).is_none()))
        {
            return true;
        }
        let columns: FxHashMap<&str, KindId> =
            self.config.columns.iter().filter_map(|c| Some((c.name.as_str(), c.kind?))).collect();
        let rows = facts.role.iter().filter_map(|r| r.comparison.as_ref()).flat_map(|c| &c.rows);
        let cells = rows.flat_map(|r| &r.cells).filter(|c| columns.get(&*c.column.name) == Some(&kind));
        let texts = cells
            .flat_map(|c| c.parts.iter().map(|p| &p.text))
            .chain(facts.term_texts.iter().filter(|t| t.kind == kind).map(|t| &t.part.text));
        let mut texts = texts.peekable();
        if opened.contains(&kind) && texts.peek().is_some() {
            return true;
        }
        texts.any(|text| text.contains('(') || self.terms(kind, text).iter().any(|t| !t.known))
    }
}
