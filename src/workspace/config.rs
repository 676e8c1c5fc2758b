//! [`Config`]: `sidestep.yaml`, every key of it optional.

use globset::GlobSet;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::PageWords;
use super::collections::{Collection, CollectionSchema, read_collections};
use super::page_config::word_faults;
use super::path_patterns::{SourcePath, glob, globs};
use crate::content::{FileKind, KindId, SlugStyle, collapse};
use crate::schema::{config_schema, meant_key, nearest};
use crate::syntax::{Kind, NodeRef, parse};
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

/// Something in `sidestep.yaml` or a schema file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFinding {
    /// The file, relative to the workspace.
    pub path: String,
    /// What to underline (bytes).
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
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
    /// The fixed words of a page.
    pub page: PageWords,
    /// How slugs are written, by the language of the pages.
    pub slugs: SlugStyle,
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
            page: PageWords::default(),
            slugs: SlugStyle::default(),
            rules: FxHashMap::default(),
            columns_at_fault: false,
            lists_at_fault: Vec::new(),
            paths: Vec::new(),
            named: FxHashMap::default(),
            role_globs: GlobSet::empty(),
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

    /// Reads the text of `sidestep.yaml`. What cannot be used is reported and keeps its default. (What violates its
    /// schema is reported by the schema, not here.)
    #[must_use]
    pub fn read(path: &str, text: &str) -> (Self, Vec<ConfigFinding>) {
        let (tree, _) = parse(text);
        let schema = config_schema();
        let refused: Vec<Span> = schema.check(&tree, path).into_iter().map(|finding| finding.span).collect();
        let mut reader = Reader { config: Self::default(), path, refused, findings: Vec::new(), written: Vec::new() };
        if let Some(root) = tree.root() {
            let (mut columns, mut collections) = (None, None);
            for (key, value) in root.entries() {
                // A misspelled key is read as the one that was meant: nothing follows from the typo.
                let word = key.scalar_text();
                let meant = meant_key(schema.shapes.root(), root, word).unwrap_or(word);
                match meant {
                    "columns" => columns = columns.or(Some((key, value))),
                    "collections" => collections = collections.or(Some(value)),
                    meant => reader.key(meant, value),
                }
            }
            if let Some(value) = collections {
                reader.collections(root, value);
            }
            if let Some((key, value)) = columns {
                reader.columns(value);
                reader.config.columns_at_fault = reader.is_at_fault(key.span().cover(value.span()));
            }
        }
        let Reader { mut config, findings, written, .. } = reader;
        config.paths = written;
        config.compile();
        (config, findings)
    }

    fn compile(&mut self) {
        self.slugs = SlugStyle::of_language(&self.page.lang);
        let said = |paths: &[SourcePath], list: FileKind| paths.iter().any(|path| path.list == list);
        self.named.clear();
        let mut written = std::mem::take(&mut self.paths);
        written.retain(|path| path.span.is_some());
        let lists = self.vocabularies.iter().filter_map(|(kind, paths)| Some((self.kind(kind)?, paths)));
        let lists = std::iter::once((FileKind::Role, &self.roles))
            .chain(lists.map(|(kind, paths)| (FileKind::Vocabulary(kind), paths)));
        let unsaid = lists.filter(|(list, _)| !said(&written, *list));
        let unsaid = unsaid.flat_map(|(list, paths)| {
            paths.iter().map(move |path| SourcePath { list, path: path.clone(), span: None })
        });
        let paths: Vec<SourcePath> = unsaid.collect();
        self.paths = paths;
        self.paths.extend(written);
        for path in self.paths.iter().filter(|path| path.is_plain()) {
            self.named.entry(path.path.clone()).or_insert(path.list);
        }
        self.role_globs = globs(&self.roles);
        self.vocabulary_globs =
            self.vocabularies.iter().filter_map(|(kind, patterns)| Some((self.kind(kind)?, globs(patterns)))).collect();
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

    /// Whether a mention can name something so: see [`fits_mention`](crate::content::fits_mention).
    #[must_use]
    pub fn fits_mention(&self, kind: KindId, name: &str) -> bool {
        crate::content::fits_mention(name, kind.is_role(), |word| self.kind(word).is_some())
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

    /// Takes what the compiled schema of a collection says: the kinds that it defines, and whether its files are roles.
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
            self.roles.extend(files);
        }
        self.compile();
    }

    /// The id of a kind, which is added where it is new; `None` where there are too many.
    fn add_kind(&mut self, kind: &str) -> Option<KindId> {
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

/// So many columns a table may have: rules go through all of them for each row.
const MOST_COLUMNS: usize = 100;

struct Reader<'p> {
    config: Config,
    path: &'p str,
    /// What the schema refuses.
    refused: Vec<Span>,
    findings: Vec<ConfigFinding>,
    written: Vec<SourcePath>,
}

impl Reader<'_> {
    fn refuse(&mut self, span: Span, message: String, help: &str) {
        self.findings.push(ConfigFinding { path: self.path.to_owned(), span, message, help: Some(help.to_owned()) });
    }

    /// Whether the schema refuses something in a region, or this reader did.
    fn is_at_fault(&self, region: Span) -> bool {
        let within = |span: &Span| region.start <= span.start && span.end <= region.end;
        self.refused.iter().any(within) || self.findings.iter().any(|finding| within(&finding.span))
    }

    fn key(&mut self, key: &str, value: NodeRef<'_>) {
        match key {
            "roles" => match self.patterns(FileKind::Role, value) {
                Some(patterns) => self.config.roles = patterns,
                None if value.kind() == Kind::Null => {}
                None => self.config.lists_at_fault.push(KindId::ROLE),
            },
            "vocabularies" => self.vocabularies(value),
            "schemas" => {
                let path = |key: &str| {
                    let node = value.get(key)?;
                    Some((node.text()?.trim().trim_start_matches("./").to_owned(), node.inner_span()))
                };
                self.config.role_schema = path("role");
                self.config.vocabulary_schema = path("vocabulary");
            }
            "toolkit_url" => {
                if let Some(text) = value.text() {
                    text.clone_into(&mut self.config.toolkit_url);
                }
            }
            "stale_after_days" => {
                if let Some(days) = value.scalar_text().parse().ok().filter(|d| *d > 0) {
                    self.config.stale_after_days = days;
                }
            }
            "page" => {
                for (key, value) in value.entries() {
                    if key.scalar_text() == "and" {
                        let words = value.items().filter_map(|word| Some(collapse(word.text()?).into_owned()));
                        self.config.page.and = words.filter(|word| !word.is_empty()).collect();
                    } else if let Some(text) = value.text().filter(|_| !value.is_blank()) {
                        let key = key.scalar_text();
                        self.config.page.set(key, text);
                        let faults = word_faults(key, text).into_iter();
                        let faults = faults.map(|(range, message, help)| {
                            let span = value.map().span(range.start, range.end);
                            ConfigFinding { path: self.path.to_owned(), span, message, help: Some(help) }
                        });
                        self.findings.extend(faults);
                    }
                }
            }
            "rules" => {
                for (code, value) in value.entries() {
                    let severity = match value.scalar_text() {
                        "off" => None,
                        word => match Severity::from_word(word) {
                            Some(severity) => Some(severity),
                            None => continue,
                        },
                    };
                    self.config.rules.insert(code.scalar_text().to_owned(), severity);
                }
            }
            _ => {}
        }
    }

    /// A list of path patterns, or one alone, which the schema reports; malformed ones are reported and left out. `None` if
    /// it is neither.
    fn patterns(&mut self, list: FileKind, value: NodeRef<'_>) -> Option<Vec<String>> {
        let items: Vec<NodeRef<'_>> = match value.kind() {
            Kind::Sequence => value.items().collect(),
            Kind::String if !value.is_blank() => vec![value],
            _ => return None,
        };
        let mut patterns = Vec::new();
        for item in items {
            let Some(pattern) = item.text().map(str::trim).filter(|pattern| !pattern.is_empty()) else { continue };
            match glob(pattern) {
                Ok(_) => {
                    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
                    patterns.push(pattern.to_owned());
                    let span = Some(item.inner_span());
                    self.written.push(SourcePath { list, path: pattern.to_owned(), span });
                }
                Err(error) => {
                    let message = format!("\"{pattern}\" is not a path pattern: {}", error.kind());
                    self.refuse(item.inner_span(), message, "write a path such as content/roles/**/*.yaml");
                }
            }
        }
        Some(patterns)
    }

    fn vocabularies(&mut self, value: NodeRef<'_>) {
        for (key, value) in value.entries() {
            let kind = key.scalar_text().to_owned();
            if kind == "role" {
                let message = "\"role\" cannot be a vocabulary: roles have files of their own".to_owned();
                self.refuse(key.inner_span(), message, "list the files of roles under \"roles:\"");
                continue;
            }
            if value.kind() == Kind::Null {
                continue;
            }
            if self.config.kind(&kind).is_none() {
                if self.config.kinds.len() == KindId::MOST {
                    let message =
                        format!("there are {} kinds already: this one and those below are left out", KindId::MOST);
                    self.refuse(key.inner_span(), message, "put terms of a kind into one vocabulary");
                    break;
                }
                self.config.kinds.push(kind.clone());
            }
            let Some(id) = self.config.kind(&kind) else { continue };
            let Some(patterns) = self.patterns(FileKind::Vocabulary(id), value) else {
                self.config.lists_at_fault.push(id);
                continue;
            };
            self.config.vocabularies.retain(|(k, _)| *k != kind);
            self.config.vocabularies.push((kind, patterns));
        }
    }

    /// Read behind the short forms: a collection takes the place of the default of its name.
    fn collections(&mut self, root: NodeRef<'_>, value: NodeRef<'_>) {
        for written in read_collections(self.path, value, &mut self.findings) {
            let (collection, places) = (written.collection, written.places);
            let label = collection.label.clone();
            let short = match &*label {
                "role" => root.entries().find(|(key, _)| key.scalar_text() == "roles"),
                kind => {
                    root.get("vocabularies").and_then(|all| all.entries().find(|(key, _)| key.scalar_text() == kind))
                }
            };
            if let Some((key, _)) = short {
                let message = format!("\"{}\" is a collection already", label);
                self.refuse(key.inner_span(), message, "say where its files are in one place: remove one of the two");
            }
            let holds_roles = collection.schema == CollectionSchema::Builtin("role");
            let list = if holds_roles {
                if label == "role" {
                    self.config.roles.clear();
                }
                self.config.roles.extend(collection.files);
                FileKind::Role
            } else if collection.schema == CollectionSchema::Builtin("vocabulary") {
                let Some(kind) = self.config.add_kind(&label).filter(|kind| !kind.is_role()) else { continue };
                self.config.vocabularies.retain(|(kind, _)| *kind != label);
                self.config.vocabularies.push((label, collection.files));
                FileKind::Vocabulary(kind)
            } else {
                if label == "role" {
                    self.config.roles.clear();
                }
                self.config.vocabularies.retain(|(kind, _)| *kind != label);
                let Ok(at) = u8::try_from(self.config.collections.len()) else { continue };
                self.config.collections.push(collection);
                FileKind::Collection(at)
            };
            let places = places.into_iter();
            self.written.extend(places.map(|(path, span)| SourcePath { list, path, span: Some(span) }));
        }
    }

    /// Read last: columns name kinds.
    fn columns(&mut self, value: NodeRef<'_>) {
        let mut columns: Vec<Column> = Vec::new();
        for item in value.items() {
            let name = match item.kind() {
                Kind::Mapping => item.get("name"),
                // A bare name in place of an entry: the schema reports that, and it is clear what is meant.
                Kind::String => Some(item),
                _ => None,
            };
            let Some(name) = name.filter(|n| !n.is_blank()) else { continue };
            let text = collapse(name.scalar_text()).into_owned();
            if columns.len() == MOST_COLUMNS {
                let message =
                    format!("there are {MOST_COLUMNS} columns already: this one and those below are left out");
                self.refuse(name.inner_span(), message, "a table that wide can be read by nobody");
                break;
            }
            if columns.iter().any(|c| c.name == text) || text == "role" {
                let message = match &*text {
                    "role" => "no column can be named \"role\": that key says whose row it is".to_owned(),
                    text => format!("two columns are named \"{text}\""),
                };
                self.refuse(name.inner_span(), message, "give each column a name of its own");
                continue;
            }
            let mut kind = None;
            if let Some(node) = item.get("kind").filter(|k| !k.is_blank()) {
                kind = self.config.kind(node.scalar_text()).filter(|kind| !kind.is_role());
                if kind.is_none() {
                    let message = format!("there is no vocabulary of kind \"{}\"", node.scalar_text());
                    let kinds = &self.config.kinds[1..];
                    let help = match nearest(node.scalar_text(), kinds.iter().map(String::as_str)) {
                        Some(near) => format!("did you mean \"{near}\"?"),
                        None => format!("the kinds are {}", kinds.join(", ")),
                    };
                    self.refuse(node.inner_span(), message, &help);
                }
            }
            let flag = |key: &str| item.get(key).is_some_and(|v| v.kind() == Kind::True);
            columns.push(Column { name: text, kind, optional: flag("optional"), per_page: flag("per_page") });
        }
        if !columns.is_empty() {
            self.config.columns = columns;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_and_overrides() {
        let (config, findings) = Config::read(
            "sidestep.yaml",
            "vocabularies: { certification: [c.yaml], skill: [../shared/s.yaml] }\ncolumns:\n  - { name: A, kind: certification, optional: true }\nrules: { stale: warning, orphan-role: off }\n",
        );
        assert_eq!(findings, []);
        assert_eq!(config.kinds, ["role", "skill", "tool", "certification"]);
        assert_eq!(config.columns, [Column { name: "A".into(), kind: KindId::at(3), optional: true, per_page: false }]);
        assert_eq!(config.rules["stale"], Some(Severity::Warning));
        assert_eq!(config.rules["orphan-role"], None);
        assert_eq!(config.file_kind("c.yaml"), Some(FileKind::Vocabulary(KindId::at(3).unwrap())));
        assert_eq!(config.file_kind("../shared/s.yaml"), Some(FileKind::Vocabulary(KindId::SKILL)));
        assert_eq!(config.file_kind("content/tools.yaml"), Some(FileKind::Vocabulary(KindId::TOOL)));
        assert_eq!(config.file_kind("content/roles/a/b.yml"), Some(FileKind::Role));
        assert_eq!(config.file_kind("content/other.yaml"), None);
    }

    #[test]
    fn what_cannot_be_used_is_reported() {
        let text = "roles: ['a/[', 'b/*.yaml']\ncolumns: [{ name: A, kind: nope }, { name: A }]\nvocabularies: { role: [x] }\n";
        let (config, findings) = Config::read("sidestep.yaml", text);
        let places: Vec<_> = findings.iter().map(|f| f.span.slice(text)).collect();
        assert_eq!(places, ["a/[", "role", "nope", "A"]);
        assert_eq!(config.roles, ["b/*.yaml"]);
    }
}
