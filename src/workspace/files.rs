//! [`Workspace`]: the files with their facts, and the index over them.

use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::addresses::Addresses;
use super::beside::Beside;
use super::config::RoleSchema;
use super::link_end::LinkEnd;
use super::path_index::PathIndex;
use super::prose_scan::{EarlySpellings, ProseHit, Spellings};
use super::refusals::Refusals;
use super::suggest::Suggester;
use super::targets::Targets;
use super::unread::Unread;
use super::uses::Uses;
use super::{Baseline, Config, ConfigFinding, DefId, FileId, Index, Resolved};
use crate::content::{
    CellPart, Definition, FileFacts, FileKind, Folded, Interner, KindId, Lexicon, Name, Row, Status, TermSpan,
    collapse, split_item, split_terms,
};
use crate::schema::{Label, Schema, any_schema};
use crate::text::{LineIndex, Salvage};

/// Hot fields copied out of [`FileFacts`], so that checking a reference does not follow the `Arc`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Glance {
    /// The `status` of the role, if the file is one and it is not misspelled.
    pub status: Option<Status>,
    /// See [`RoleFacts::own_row_fills`](crate::content::RoleFacts::own_row_fills).
    pub own_row_fills: bool,
    /// It defines something that is only foreseen.
    pub plans: bool,
}

impl Glance {
    /// Copies the fields from `facts`.
    #[must_use]
    pub fn of(facts: &FileFacts) -> Self {
        let role = facts.role.as_deref();
        let status = role.filter(|role| !role.status_slips).map(|role| role.status);
        let plans = facts.all_definitions().any(|(_, definition)| definition.is_planned());
        Self { status, own_row_fills: role.is_some_and(|role| role.own_row_fills), plans }
    }
}

/// A file of the workspace.
#[derive(Clone, Debug)]
pub struct FileEntry {
    /// Path relative to the workspace, with `/`.
    pub path: Arc<str>,
    /// What the file is.
    pub kind: FileKind,
    /// The hot fields of `facts`.
    pub glance: Glance,
    /// What it says.
    pub facts: Arc<FileFacts>,
    /// The facts of the last version that parsed, if the current one does not.
    pub last_good: Option<Arc<FileFacts>>,
    /// Uses of spellings to avoid in its prose.
    pub prose_hits: Arc<[ProseHit]>,
    /// Its line table, if these were asked for: see [`Workspace::with_lines`].
    pub lines: Option<Arc<LineIndex>>,
}

impl FileEntry {
    /// The facts of the last version that parsed, which may be the current one.
    #[must_use]
    pub fn good(&self) -> Option<Arc<FileFacts>> {
        if self.facts.syntax.is_empty() { Some(self.facts.clone()) } else { self.last_good.clone() }
    }

    /// Whether the file's prose may have all words of `words`, by its Bloom filter: false positives are rare, and there
    /// are no false negatives.
    #[must_use]
    pub fn may_hold(&self, words: &str) -> bool {
        self.facts.prose.filter.may_hold(words)
    }
}

/// A change of one file.
#[derive(Clone, Debug)]
pub enum Change {
    /// The file has this text now; it may be new.
    Set {
        /// Path relative to the workspace.
        path: String,
        /// All of its text.
        text: String,
    },
    /// The file is not UTF-8 now.
    Salvage {
        /// Path relative to the workspace.
        path: String,
        /// What can be told of its text.
        salvage: Salvage,
    },
    /// The file is there and cannot be read now.
    Unread {
        /// Path relative to the workspace.
        path: String,
    },
    /// The file is gone.
    Remove {
        /// Path relative to the workspace.
        path: String,
    },
}

impl Change {
    /// The file's path, relative to the workspace.
    #[must_use]
    pub fn path(&self) -> &str {
        let (Self::Set { path, .. } | Self::Salvage { path, .. } | Self::Unread { path } | Self::Remove { path }) =
            self;
        path
    }
}

/// A schema of the workspace: a built-in one, compiled lazily, or a team's own.
#[derive(Clone, Debug)]
pub(super) enum AnySchema {
    Builtin(fn() -> &'static Schema),
    Own(Arc<Schema>),
}

impl AnySchema {
    /// The schema, if it is a team's own.
    pub const fn own(&self) -> Option<&Arc<Schema>> {
        match self {
            Self::Builtin(_) => None,
            Self::Own(schema) => Some(schema),
        }
    }
}

impl std::ops::Deref for AnySchema {
    type Target = Schema;

    fn deref(&self) -> &Schema {
        match self {
            Self::Builtin(schema) => schema(),
            Self::Own(schema) => schema,
        }
    }
}

/// The state of a workspace. Clones share the files' facts and the names.
#[derive(Clone, Debug)]
pub struct Workspace {
    pub(super) config: Arc<Config>,
    /// [`Config::needed_columns`], computed once for all files that are read.
    pub(super) needed_columns: Vec<String>,
    pub(super) config_findings: Vec<ConfigFinding>,
    /// Why paths of the settings are not read.
    pub(super) refusals: Refusals,
    /// The kinds of which nothing is known: see [`Workspace::is_unreadable`].
    pub(super) unreadable: Vec<KindId>,
    /// The built-in schema stands in for the team's own that cannot be used: for roles, for vocabularies.
    pub(super) failed_schemas: (bool, bool),
    pub(super) role_schema: AnySchema,
    pub(super) vocabulary_schema: AnySchema,
    /// The schemas of the collections, by position.
    pub(super) collection_schemas: Vec<AnySchema>,
    pub(super) interner: Arc<Interner>,
    pub(super) unread: Unread,
    /// What the settings leave out for want of one thing.
    pub(super) beside: Beside,
    pub(super) files: Vec<Option<FileEntry>>,
    pub(super) ids: FxHashMap<Arc<str>, FileId>,
    pub(super) index: Index,
    /// Who has which address.
    pub(super) addresses: Addresses,
    pub(super) spellings: Spellings,
    /// The spellings that are searched in prose while files are read.
    pub(super) early: EarlySpellings,
    pub(super) suggester: Suggester,
    /// Ids of removed files, to be reused.
    pub(super) free: Vec<FileId>,
    /// Reverse index from names to the files that use them, if the workspace is [live](super::LiveWorkspace) or was.
    pub(super) uses: Option<Arc<Uses>>,
    /// Names of roles that files refer to, each with the first such file, and whether there are more; made for the first question, and none comes where there are `uses`.
    pub(super) referred: std::sync::OnceLock<FxHashMap<Folded, (FileId, bool)>>,
    /// The paths that links name, and what is there.
    pub(super) targets: Targets,
    /// The things to which other files link, for a single check.
    pub(super) linked: OnceLock<FxHashSet<DefId>>,
    /// See [`Workspace::has_unpublished`].
    pub(super) unpublished: OnceLock<bool>,
    /// The files by the parts of their paths, once that is asked for.
    pub(super) paths: OnceLock<Arc<PathIndex>>,
    /// The team's own schema files, those included that they refer to.
    pub(super) schema_files: FxHashSet<String>,
    /// The findings that the team lives with.
    pub(super) baseline: Option<Arc<Baseline>>,
    /// The team's own schemas are still to be compiled.
    pub(super) lacks_schemas: bool,
    /// Whether files get line tables.
    pub(super) with_lines: bool,
}

impl Workspace {
    /// The settings.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// What in `sidestep.yaml` or a schema file cannot be used.
    #[must_use]
    pub fn config_findings(&self) -> &[ConfigFinding] {
        &self.config_findings
    }

    /// The findings that the team lives with, if its settings name a file of them that can be used.
    #[must_use]
    pub fn baseline(&self) -> Option<&Arc<Baseline>> {
        self.baseline.as_ref()
    }

    /// The paths of the team's own schema files, relative to the workspace, in no order.
    pub fn schema_paths(&self) -> impl Iterator<Item = &str> {
        self.schema_files.iter().map(String::as_str)
    }

    /// The schema of role files.
    #[must_use]
    pub fn role_schema(&self) -> &Schema {
        &self.role_schema
    }

    /// The schema of a file.
    #[must_use]
    pub fn schema_of(&self, file: &FileEntry) -> &Schema {
        self.schema_at(&file.path, file.kind)
    }

    /// The schema of what would be a file of a kind at a path: roles may have several.
    pub(super) fn schema_at(&self, path: &str, kind: FileKind) -> &Schema {
        if kind != FileKind::Role || self.config.role_lists.is_empty() {
            return self.schema(kind);
        }
        match self.config.role_schema_of(path) {
            RoleSchema::Collection(at) => self.collection_schemas.get(at).map_or(&self.role_schema, |schema| schema),
            RoleSchema::Setting if self.config.role_schema.is_some() => &self.role_schema,
            RoleSchema::Setting | RoleSchema::Builtin => crate::schema::role_schema(),
        }
    }

    /// The schema of a kind of file; of roles the first.
    #[must_use]
    pub fn schema(&self, kind: FileKind) -> &Schema {
        match kind {
            FileKind::Role => &self.role_schema,
            FileKind::Vocabulary(_) => &self.vocabulary_schema,
            FileKind::Config => crate::schema::config_schema(),
            FileKind::Collection(at) => {
                self.collection_schemas.get(usize::from(at)).map_or_else(|| any_schema(), |schema| &**schema)
            }
        }
    }

    /// Whether the built-in schemas stand in for some of the team's own: see [`Workspace::open_at_once`].
    #[must_use]
    pub const fn lacks_schemas(&self) -> bool {
        self.lacks_schemas
    }

    /// Compiles the schemas, which happens otherwise when the first file is checked: so it can be done in parallel with
    /// something else.
    pub fn compile_schemas(&self) {
        for kind in [FileKind::Role, FileKind::Vocabulary(KindId::SKILL), FileKind::Config] {
            let _ = self.schema(kind);
        }
    }

    /// The index.
    #[must_use]
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The files by the parts of their paths.
    #[must_use]
    pub fn paths(&self) -> &PathIndex {
        self.paths.get_or_init(|| Arc::new(PathIndex::of(self.ids.keys())))
    }

    /// All files, sorted by path.
    #[must_use]
    pub fn sorted(&self) -> Vec<FileId> {
        let mut ids: Vec<FileId> = self.ids.values().copied().collect();
        ids.sort_by(|a, b| self.file(*a).path.cmp(&self.file(*b).path));
        ids
    }

    /// All files, in no order.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &FileEntry)> {
        (0..).map(FileId).zip(&self.files).filter_map(|(id, entry)| Some((id, entry.as_ref()?)))
    }

    /// A file.
    ///
    /// # Panics
    /// When the file has been removed: ids of removed files are not to be kept.
    #[must_use]
    #[expect(clippy::expect_used, reason = "an id of a removed file is a mistake of the caller")]
    pub fn file(&self, id: FileId) -> &FileEntry {
        self.files[id.0 as usize].as_ref().expect("the file is still there")
    }

    /// A file by its path.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.ids.get(path).copied()
    }

    /// The definition with an id.
    #[must_use]
    pub fn definition(&self, id: DefId) -> Option<&Definition> {
        self.file(id.file).facts.definition(id.position)
    }

    /// The name of a definition, as pages show it: for one that a role file no longer has, the role's current name.
    #[must_use]
    pub fn name_of(&self, id: DefId) -> Name {
        let facts = &self.file(id.file).facts;
        let canonical = facts.role_definition().filter(|_| id.position as usize >= facts.definitions.len());
        let Some(definition) = canonical.or_else(|| facts.definition(id.position)) else { return "".into() };
        let first = &definition.labels[0];
        if first.label == Label::Id
            && let Some(foreseen) = self.index.kind(definition.kind).foreseen(&first.at.name)
            && let Some(other) = self.definition(foreseen)
        {
            // A catalogue of what is planned may have the name of a thing that has only an id itself.
            return other.name().name.clone();
        }
        first.at.name.clone()
    }

    /// How references to a thing are written, if it has an id or is foreseen by one.
    #[must_use]
    pub fn written_id(&self, def: DefId) -> Option<Name> {
        let definition = self.definition(self.standing_for(def))?;
        let planned = || definition.labels.iter().find(|label| label.label == Label::Planned).map(|label| &label.at);
        definition.id().or_else(planned).map(|at| at.name.clone())
    }

    /// A definition, and where the same thing is only foreseen.
    #[must_use]
    pub fn parts_of(&self, def: DefId) -> SmallVec<[DefId; 2]> {
        let mut parts: SmallVec<[DefId; 2]> = SmallVec::from_slice(&[def]);
        if let Some(definition) = self.definition(def) {
            let names = definition.labels.iter().map(|label| label.at.name.clone());
            parts.extend(self.index.kind(definition.kind).foreseen_parts(names, def));
        }
        parts
    }

    /// Resolves a name of a kind.
    #[must_use]
    pub fn resolve(&self, kind: KindId, name: &str) -> Option<Resolved> {
        self.index.resolve(kind, name)
    }

    /// The own row of the role that a file defines: by its name, else a row without a role, else one with a name that is
    /// nearly its own and that no role has.
    #[must_use]
    pub fn own_row(&self, file: FileId) -> Option<&Row> {
        let facts = &self.file(file).facts;
        let presumed = facts.role.as_ref().and_then(|role| role.presumed_own_row());
        let is_free = |row: &&Row| {
            let other = row.role.as_ref().filter(|_| !row.own);
            other.is_none_or(|at| self.resolve(KindId::ROLE, &at.name).is_none())
        };
        presumed.filter(is_free).or_else(|| facts.own_row())
    }

    /// Orders definitions by path, then position in the file.
    #[must_use]
    pub fn order(&self, a: DefId, b: DefId) -> Ordering {
        if a.file == b.file {
            return a.position.cmp(&b.position);
        }
        self.file(a.file).path.cmp(&self.file(b.file).path)
    }

    /// Whether a kind has a vocabulary, so that its names must be known.
    #[must_use]
    pub fn is_closed(&self, kind: KindId) -> bool {
        // Where a team describes its own files, roles may be defined nowhere.
        kind.is_role() && self.config.collections.is_empty() || self.index.kind(kind).is_closed()
    }

    /// The names in a text that lists terms of a kind.
    #[must_use]
    pub fn terms(&self, kind: KindId, text: &str) -> Vec<TermSpan<Resolved>> {
        let words = Words { workspace: self, kind };
        split_terms(text, &self.config.page.and, self.is_closed(kind).then_some(&words))
    }

    /// The names in a scalar that lists terms of a kind, or is an item of such a list.
    #[must_use]
    pub fn terms_in(&self, kind: KindId, part: &CellPart) -> Vec<TermSpan<Resolved>> {
        let words = Words { workspace: self, kind };
        part_terms(part, &self.config.page.and, self.is_closed(kind).then_some(&words))
    }

    /// The name that a part of a term list stands for, and what it means. White space around a `/` does not matter.
    #[must_use]
    pub fn term(&self, kind: KindId, written: &str) -> (Name, Option<Resolved>) {
        let name = self.intern(&collapse(written));
        let resolved = self.resolve(kind, &name);
        if resolved.is_none() && name.contains('/') {
            let tight = self.intern(&name.split('/').map(str::trim).collect::<Vec<_>>().join("/"));
            if let Some(resolved) = self.resolve(kind, &tight) {
                return (tight, Some(resolved));
            }
        }
        (name, resolved)
    }

    /// Whether several things of a kind have the same spelling to avoid.
    #[must_use]
    pub fn is_claimed_twice(&self, kind: KindId, spelling: &str) -> bool {
        let labels = self.index.kind(kind).labels(spelling);
        let avoid = &labels[labels.partition_point(|label| label.label != Label::Avoid)..];
        // They stand by definition.
        avoid.first().map(|label| label.def) != avoid.last().map(|label| label.def)
    }

    /// Whether the target of a relative link (relative to the workspace) exists; `None` where that is not told: for one that
    /// lies outside the repository, and one that no file links to.
    #[must_use]
    pub fn target_exists(&self, path: &str) -> Option<bool> {
        if self.ids.contains_key(path) {
            return Some(true);
        }
        match self.targets.get(path)? {
            LinkEnd::Unknown => None,
            end => Some(*end != LinkEnd::Nothing),
        }
    }

    /// The paths that links of the workspace's files lead to.
    pub fn link_targets(&self) -> impl Iterator<Item = &str> {
        self.targets.iter().map(|(path, _)| path)
    }

    /// Whether a link of the workspace's files leads to a path.
    #[must_use]
    pub fn is_link_target(&self, path: &str) -> bool {
        self.targets.get(path).is_some()
    }

    /// The shared name for `text`.
    #[must_use]
    pub fn intern(&self, text: &str) -> Name {
        self.interner.intern(text)
    }
}

/// The [`Lexicon`] of a kind.
pub(super) struct Words<'w> {
    pub workspace: &'w Workspace,
    pub kind: KindId,
}

impl Lexicon for Words<'_> {
    type Meaning = Resolved;

    fn meaning(&self, name: &str) -> Option<Resolved> {
        self.workspace.resolve(self.kind, name)
    }

    fn nearly(&self, name: &str) -> bool {
        self.workspace.suggest(self.kind, &self.workspace.intern(name)).is_some()
    }

    fn holds_commas(&self) -> bool {
        self.workspace.index.kind(self.kind).holds_commas()
    }
}

/// The names in a scalar that lists terms, or is an item of such a list.
pub(super) fn part_terms<L: Lexicon>(
    part: &CellPart,
    and: &[String],
    lexicon: Option<&L>,
) -> Vec<TermSpan<L::Meaning>> {
    if part.item { split_item(&part.text, and, lexicon) } else { split_terms(&part.text, and, lexicon) }
}

#[cfg(test)]
mod tests {
    use super::super::Sources;
    use super::*;

    struct Nothing;

    impl Sources for Nothing {
        fn read(&self, _: &str) -> Result<String, String> {
            Err("there is no such file".to_owned())
        }

        fn exists(&self, _: &str) -> bool {
            false
        }
    }

    #[test]
    fn can_be_shared_between_threads() {
        const fn shared<T: Send + Sync>() {}
        shared::<Workspace>();
    }

    #[test]
    fn line_tables_are_kept_where_they_were_asked_for() {
        let set = |path: &str, text: &str| Change::Set { path: path.to_owned(), text: text.to_owned() };
        let lines = |workspace: &Workspace| {
            let id = workspace.find("content/roles/a.yaml").unwrap();
            workspace.file(id).lines.as_ref().map(|lines| lines.lines())
        };
        let mut plain = Workspace::open(&Nothing).live();
        plain.apply(vec![set("content/roles/a.yaml", "name: A\n")], &Nothing);
        assert_eq!(lines(&plain), None);
        let mut workspace = Workspace::open(&Nothing).with_lines().live();
        workspace.apply(vec![set("content/roles/a.yaml", "name: A\n")], &Nothing);
        assert_eq!(lines(&workspace), Some(2));
        workspace.apply(
            vec![set("sidestep.yaml", "stale_after_days: 3\n"), set("content/roles/a.yaml", "name: A\n\n")],
            &Nothing,
        );
        assert_eq!(lines(&workspace), Some(3), "new settings");
    }
}
