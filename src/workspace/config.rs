//! [`Config`]: `sidestep.yaml`, every key of it optional.

use globset::GlobSet;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::PageWords;
use super::collections::{Collection, CollectionSchema};
use super::path_patterns::{SourcePath, globs};
use crate::content::{FileKind, KindId, LinkRules, SlugStyle};
use crate::text::Span;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// A suggestion, shown in the editor in open files only.
    Hint,
    /// Worth knowing.
    Info,
    /// Probably wrong.
    Warning,
    /// Wrong.
    Error,
}

impl Severity {
    /// The word for it, as in `sidestep.yaml` and in the JSON report.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hint => "hint",
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// The severity that a word names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Hint, Self::Info, Self::Warning, Self::Error].into_iter().find(|s| s.as_str() == word)
    }
}

/// A column of the comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// The kind of the terms that its cells list.
    pub kind: Option<KindId>,
    /// A table may leave it out, and its cells may be empty.
    pub optional: bool,
    /// Its cells belong to the page: never inherited, never compared.
    pub per_page: bool,
}

/// What describes roles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RoleSchema {
    /// What `schemas.role` says, else the schema of the program.
    Setting,
    /// The schema of the program.
    Builtin,
    /// The schema of a collection, by its position.
    Collection(usize),
}

/// Files of roles that one schema describes.
#[derive(Clone, Debug)]
pub(super) struct RoleList {
    pub schema: RoleSchema,
    files: Vec<String>,
    globs: GlobSet,
}

impl RoleList {
    fn new(schema: RoleSchema, files: Vec<String>) -> Self {
        let globs = globs(&files);
        Self { schema, files, globs }
    }
}

/// The settings of a workspace.
#[derive(Clone, Debug)]
pub struct Config {
    /// Patterns of role files.
    pub roles: Vec<String>,
    /// Patterns of vocabulary files by kind, in the file's order.
    pub vocabularies: Vec<(String, Vec<String>)>,
    /// Files of the team's own shape, in the file's order; those that hold roles or vocabularies are in the two above.
    pub collections: Vec<Collection>,
    /// The kinds: `role`, `skill`, `tool`, then the team's own. The position is the [`KindId`].
    pub kinds: Vec<String>,
    /// The columns in page order.
    pub columns: Vec<Column>,
    /// Path of the team's own role schema, and its span in `sidestep.yaml`.
    pub role_schema: Option<(String, Span)>,
    /// Path of the team's own vocabulary schema, and its span in `sidestep.yaml`.
    pub vocabulary_schema: Option<(String, Span)>,
    /// Where toolkit pages live; `{slug}` stands for the role's slug.
    pub toolkit_url: String,
    /// Days after which a role counts as not reviewed.
    pub stale_after_days: i64,
    /// How links lead to files; `None` in a workspace that says nothing of it and has no collections.
    pub links: Option<LinkRules>,
    /// The folders of `links.root`, and where they stand.
    pub link_roots: Vec<(String, Span)>,
    /// The fixed words of a page.
    pub page: PageWords,
    /// How slugs are written, by the language of the pages.
    pub slugs: SlugStyle,
    /// The kind of pages, where bare mentions name these.
    pub page_kind: Option<KindId>,
    /// Path of the baseline, and its span in `sidestep.yaml`.
    pub baseline: Option<(String, Span)>,
    /// Severities that differ from the defaults; `None` means off.
    pub rules: FxHashMap<String, Option<Severity>>,
    /// Something is wrong with `columns`, which is reported there: nothing is known of the columns that were meant.
    pub columns_at_fault: bool,
    /// Kinds whose list of files is wrong, which is reported there: nothing is known of their names.
    pub(super) lists_at_fault: Vec<KindId>,
    /// All paths and patterns: those of the defaults that hold, then those that the file says, in its order.
    pub(super) paths: Vec<SourcePath>,
    /// What the files are that a path names: the first one keeps its file, and none is left to a pattern.
    named: FxHashMap<String, FileKind>,
    role_globs: GlobSet,
    /// The lists of role files by what describes them, in order; empty where one schema describes all.
    pub(super) role_lists: Vec<RoleList>,
    vocabulary_globs: Vec<(KindId, GlobSet)>,
}

impl Default for Config {
    fn default() -> Self {
        let mut config = Self {
            roles: vec!["content/roles/**/*.yaml".to_owned(), "content/roles/**/*.yml".to_owned()],
            vocabularies: vec![
                ("skill".to_owned(), vec!["content/skills.yaml".to_owned()]),
                ("tool".to_owned(), vec!["content/tools.yaml".to_owned()]),
            ],
            collections: Vec::new(),
            kinds: ["role", "skill", "tool"].map(str::to_owned).to_vec(),
            columns: vec![
                column("Primary Focus", None),
                column("Key Skills", Some(KindId::SKILL)),
                column("Common Tools/Technologies", Some(KindId::TOOL)),
                column("Typical Deliverables", None),
            ],
            role_schema: None,
            vocabulary_schema: None,
            toolkit_url: "/{slug}/".to_owned(),
            stale_after_days: 365,
            links: None,
            link_roots: Vec::new(),
            page: PageWords::default(),
            slugs: SlugStyle::default(),
            page_kind: None,
            baseline: None,
            rules: FxHashMap::default(),
            columns_at_fault: false,
            lists_at_fault: Vec::new(),
            paths: Vec::new(),
            named: FxHashMap::default(),
            role_globs: GlobSet::empty(),
            role_lists: Vec::new(),
            vocabulary_globs: Vec::new(),
        };
        config.compile();
        config
    }
}

fn column(name: &str, kind: Option<KindId>) -> Column {
    Column { name: name.to_owned(), kind, optional: false, per_page: false }
}

impl Config {
    /// Whether the team has schemas of its own.
    #[must_use]
    pub fn names_schemas(&self) -> bool {
        let own = |one: &Collection| matches!(one.schema, CollectionSchema::File(..));
        self.role_schema.is_some() || self.vocabulary_schema.is_some() || self.collections.iter().any(own)
    }

    pub(super) fn compile(&mut self) {
        self.slugs = SlugStyle::of_language(&self.page.lang);
        let said = |paths: &[SourcePath], list: FileKind| paths.iter().any(|path| path.list == list);
        self.named.clear();
        let mut written = std::mem::take(&mut self.paths);
        written.retain(|path| path.span.is_some());
        let lists = self.vocabularies.iter().filter_map(|(kind, paths)| Some((self.kind(kind)?, paths)));
        let lists = std::iter::once((FileKind::Role, &self.roles))
            .chain(lists.map(|(kind, paths)| (FileKind::Vocabulary(kind), paths)));
        let unsaid = lists.filter(|(list, _)| !said(&written, *list));
        let unsaid =
            unsaid.flat_map(|(list, paths)| paths.iter().map(move |path| SourcePath::new(list, path.clone(), None)));
        let paths: Vec<SourcePath> = unsaid.collect();
        self.paths = paths;
        self.paths.extend(written);
        for path in self.paths.iter().filter(|path| path.is_plain()) {
            self.named.entry(path.path.clone()).or_insert(path.list);
        }
        self.role_globs = globs(&self.roles);
        self.vocabulary_globs =
            self.vocabularies.iter().filter_map(|(kind, patterns)| Some((self.kind(kind)?, globs(patterns)))).collect();
        self.page_kind = self.described_pages();
    }

    /// The id of a kind.
    #[must_use]
    pub fn kind(&self, name: &str) -> Option<KindId> {
        self.kinds.iter().position(|k| k == name).and_then(KindId::at)
    }

    /// All kinds, `role` first.
    pub fn kind_ids(&self) -> impl Iterator<Item = KindId> + use<> {
        (0..self.kinds.len()).filter_map(KindId::at)
    }

    /// Whether a mention can name something so, by the rules of `content/name_rules.rs` for these kinds.
    #[must_use]
    pub fn fits_mention(&self, kind: KindId, name: &str) -> bool {
        let bare = kind.is_role() || self.page_kind == Some(kind);
        crate::content::fits_mention(name, bare, |word| self.kind(word).is_some())
    }

    /// A kind as authors call it: `role`, `skill`, a kind of the team's.
    #[must_use]
    pub fn word(&self, kind: KindId) -> &str {
        self.kinds.get(kind.index()).map_or("term", String::as_str)
    }

    /// What a file is, by its path relative to the workspace; `None` if it is no file of ours. Paths win over patterns,
    /// and patterns of vocabularies over those of roles.
    #[must_use]
    pub fn file_kind(&self, path: &str) -> Option<FileKind> {
        if path == "sidestep.yaml" {
            return Some(FileKind::Config);
        }
        if let Some(kind) = self.named.get(path) {
            return Some(*kind);
        }
        let vocabulary = self.vocabulary_globs.iter().find(|(_, globs)| globs.is_match(path));
        match vocabulary {
            Some((kind, _)) => Some(FileKind::Vocabulary(*kind)),
            None if self.role_globs.is_match(path) => Some(FileKind::Role),
            None => {
                let at = self.collections.iter().position(|collection| collection.takes(path))?;
                u8::try_from(at).ok().map(FileKind::Collection)
            }
        }
    }

    /// The collection of a file of the team's own shape.
    #[must_use]
    pub fn collection(&self, kind: FileKind) -> Option<&Collection> {
        let FileKind::Collection(at) = kind else { return None };
        self.collections.get(usize::from(at))
    }

    /// The kinds of things that files of a kind define.
    #[must_use]
    pub fn defined_by(&self, kind: FileKind) -> SmallVec<[KindId; 4]> {
        match kind {
            FileKind::Role => SmallVec::from_slice(&[KindId::ROLE]),
            FileKind::Vocabulary(kind) => SmallVec::from_slice(&[kind]),
            FileKind::Config => SmallVec::new(),
            FileKind::Collection(_) => {
                self.collection(kind).map_or_else(SmallVec::new, |one| SmallVec::from_slice(&one.defines))
            }
        }
    }

    /// Takes what the compiled schema of a collection says: the kinds that it defines, and whether its files are roles. To be
    /// followed by [`Config::compile`].
    pub(super) fn set_schema(&mut self, at: usize, kinds: &[&str], holds_roles: bool) {
        let ids: Vec<KindId> = kinds.iter().filter_map(|kind| self.add_kind(kind)).collect();
        let Some(collection) = self.collections.get_mut(at) else { return };
        collection.defines = ids;
        if holds_roles {
            let files = collection.take_files();
            let list = u8::try_from(at).ok().map(FileKind::Collection);
            self.paths.iter_mut().filter(|path| Some(path.list) == list).for_each(|path| path.list = FileKind::Role);
            if self.paths.iter().any(|path| path.list == FileKind::Role && path.span.is_none()) {
                self.roles.clear();
            }
            self.add_roles(RoleSchema::Collection(at), files);
        }
    }

    /// Adds files of roles that a schema of their own describes.
    pub(super) fn add_roles(&mut self, schema: RoleSchema, files: Vec<String>) {
        if self.role_lists.is_empty() && !self.roles.is_empty() {
            self.role_lists.push(RoleList::new(RoleSchema::Setting, self.roles.clone()));
        }
        self.roles.extend(files.iter().cloned());
        self.role_lists.push(RoleList::new(schema, files));
    }

    /// Whether roles are written in the program's own form here, as far as that is known: files of a team's own shape may
    /// define them instead.
    #[must_use]
    pub fn has_role_pages(&self) -> bool {
        let is_written = self.paths.iter().any(|path| path.list == FileKind::Role && path.span.is_some());
        let of_own = self.collections.iter().any(|one| one.defines.contains(&KindId::ROLE));
        !self.roles.is_empty() && (is_written || !of_own)
    }

    /// What describes the role in a file.
    pub(super) fn role_schema_of(&self, path: &str) -> RoleSchema {
        let named = self.role_lists.iter().find(|list| list.files.iter().any(|file| file == path));
        let list = named.or_else(|| self.role_lists.iter().find(|list| list.globs.is_match(path)));
        list.map_or(RoleSchema::Setting, |list| list.schema)
    }

    /// The id of a kind, which is added where it is new; `None` where there are too many.
    pub(super) fn add_kind(&mut self, kind: &str) -> Option<KindId> {
        if self.kind(kind).is_none() && self.kinds.len() < KindId::MOST {
            self.kinds.push(kind.to_owned());
        }
        self.kind(kind)
    }

    /// The name of a role's file without its extension, and the extension with its dot: what the pattern that takes the
    /// file has behind its last `*`, else from the last dot on.
    #[must_use]
    pub fn stem<'p>(&self, path: &'p str) -> (&'p str, &'p str) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let endings = self.roles.iter().filter_map(|pattern| {
            let last = pattern.rsplit('/').next().unwrap_or(pattern);
            let ending = &last[last.rfind('*')? + 1..];
            (ending.starts_with('.') && !ending.contains(['?', '[', '{'])).then_some(ending)
        });
        let longest = endings.filter(|ending| name.ends_with(ending)).max_by_key(|ending| ending.len());
        let at = longest.map(|ending| name.len() - ending.len()).or_else(|| name.rfind('.')).unwrap_or(name.len());
        name.split_at(at)
    }

    /// All patterns, for the walk that finds the files.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        let vocabularies = self.vocabularies.iter().flat_map(|(_, patterns)| patterns);
        let collections = self.collections.iter().flat_map(|collection| &collection.files);
        self.roles.iter().chain(vocabularies).chain(collections).map(String::as_str)
    }

    /// Whether a pattern stands in the file, and is no default.
    #[must_use]
    pub fn is_written(&self, pattern: &str) -> bool {
        self.paths.iter().any(|path| path.span.is_some() && path.path == pattern)
    }

    /// A column by its exact name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|c| c.name == name)
    }

    /// The columns that a role's own row must fill for the pages that take cells from it.
    #[must_use]
    pub fn needed_columns(&self) -> Vec<String> {
        let needed = self.columns.iter().filter(|column| !column.optional && !column.per_page);
        needed.map(|column| column.name.clone()).collect()
    }

    /// The slug of a role's name: see [`SlugStyle::slug`].
    #[must_use]
    pub fn slug(&self, name: &str) -> Option<String> {
        self.slugs.slug(name)
    }

    /// The toolkit page of a role without one of its own.
    #[must_use]
    pub fn toolkit(&self, slug: &str) -> String {
        self.toolkit_url.replace("{slug}", slug)
    }
}
