//! [`Config`]: `sidestep.yaml`, every key of it optional.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use rustc_hash::FxHashMap;

use super::PageWords;
use crate::content::{KindId, SlugStyle, collapse};
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
    /// The patterns that the file says, each with its place (without quotes).
    written: Vec<(String, Span)>,
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
            written: Vec::new(),
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
    pub const fn names_schemas(&self) -> bool {
        self.role_schema.is_some() || self.vocabulary_schema.is_some()
    }

    /// Reads the text of `sidestep.yaml`. What cannot be used is reported and keeps its default. (What violates its
    /// schema is reported by the schema, not here.)
    #[must_use]
    pub fn read(path: &str, text: &str) -> (Self, Vec<ConfigFinding>) {
        let (tree, _) = parse(text);
        let mut reader = Reader { config: Self::default(), path, findings: Vec::new() };
        if let Some(root) = tree.root() {
            for (key, value) in root.entries() {
                reader.key(key.scalar_text(), value);
            }
            if let Some(columns) = root.get("columns") {
                reader.columns(columns);
            }
        }
        let Reader { mut config, findings, .. } = reader;
        config.compile();
        (config, findings)
    }

    fn compile(&mut self) {
        self.slugs = SlugStyle::of_language(&self.page.lang);
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

    /// What a file is, by its path relative to the workspace; `None` if it is no file of ours. Vocabulary patterns win
    /// over role patterns.
    #[must_use]
    pub fn file_kind(&self, path: &str) -> Option<crate::content::FileKind> {
        use crate::content::FileKind;
        if path == "sidestep.yaml" {
            return Some(FileKind::Config);
        }
        let vocabulary = self.vocabulary_globs.iter().find(|(_, globs)| globs.is_match(path));
        match vocabulary {
            Some((kind, _)) => Some(FileKind::Vocabulary(*kind)),
            None => self.role_globs.is_match(path).then_some(FileKind::Role),
        }
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
        self.roles.iter().chain(vocabularies).map(String::as_str)
    }

    /// Whether a pattern stands in the file, and is no default.
    #[must_use]
    pub fn is_written(&self, pattern: &str) -> bool {
        self.written.iter().any(|(written, _)| written == pattern)
    }

    /// Findings for the paths in the file that are not read. `refusal` says why one is not.
    pub(super) fn refused(&self, path: &str, refusal: impl Fn(&str) -> Option<String>) -> Vec<ConfigFinding> {
        let refused = self.written.iter().filter_map(|(pattern, span)| {
            Some(ConfigFinding {
                path: path.to_owned(),
                span: *span,
                message: format!("\"{pattern}\" is not read: {}", refusal(pattern)?),
                help: Some(REFUSED.to_owned()),
            })
        });
        refused.collect()
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

/// What to do about a path that is not read.
const REFUSED: &str = "name files of the repository, such as content/roles/**/*.yaml; without a repository, check or open the folder that holds all of them";

fn glob(pattern: &str) -> Result<globset::Glob, globset::Error> {
    GlobBuilder::new(pattern.strip_prefix("./").unwrap_or(pattern)).literal_separator(true).build()
}

/// A matcher for a path pattern of `sidestep.yaml`; `None` if the pattern is malformed.
pub(crate) fn path_pattern(pattern: &str) -> Option<impl Fn(&str) -> bool> {
    let matcher = glob(pattern).ok()?.compile_matcher();
    Some(move |path: &str| matcher.is_match(path))
}

fn globs(patterns: &[String]) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for glob in patterns.iter().filter_map(|p| glob(p).ok()) {
        set.add(glob);
    }
    set.build().unwrap_or_else(|_| GlobSet::empty())
}

/// So many columns a table may have: rules go through all of them for each row.
const MOST_COLUMNS: usize = 100;

struct Reader<'p> {
    config: Config,
    path: &'p str,
    findings: Vec<ConfigFinding>,
}

impl Reader<'_> {
    fn refuse(&mut self, span: Span, message: String, help: &str) {
        self.findings.push(ConfigFinding { path: self.path.to_owned(), span, message, help: Some(help.to_owned()) });
    }

    fn key(&mut self, key: &str, value: NodeRef<'_>) {
        match key {
            "roles" => {
                if let Some(patterns) = self.patterns(value) {
                    self.config.roles = patterns;
                }
            }
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
                    } else if let Some(text) = value.text() {
                        self.config.page.set(key.scalar_text(), text);
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

    /// A list of path patterns; malformed ones are reported and left out. `None` if it is no list at all.
    fn patterns(&mut self, value: NodeRef<'_>) -> Option<Vec<String>> {
        if value.kind() != Kind::Sequence {
            return None;
        }
        let mut patterns = Vec::new();
        for item in value.items() {
            let Some(pattern) = item.text() else { continue };
            match glob(pattern) {
                Ok(_) => {
                    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
                    patterns.push(pattern.to_owned());
                    self.config.written.push((pattern.to_owned(), item.inner_span()));
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
            let Some(patterns) = self.patterns(value) else { continue };
            if self.config.kind(&kind).is_none() {
                if self.config.kinds.len() == KindId::MOST {
                    let message =
                        format!("there are {} kinds already: this one and those below are left out", KindId::MOST);
                    self.refuse(key.inner_span(), message, "put terms of a kind into one vocabulary");
                    break;
                }
                self.config.kinds.push(kind.clone());
            }
            self.config.vocabularies.retain(|(k, _)| *k != kind);
            self.config.vocabularies.push((kind, patterns));
        }
    }

    /// Read last: columns name kinds.
    fn columns(&mut self, value: NodeRef<'_>) {
        let mut columns: Vec<Column> = Vec::new();
        for item in value.items() {
            let name = match item.kind() {
                Kind::Mapping => item.get("name"),
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
                let message = format!("two columns are named \"{text}\"");
                self.refuse(name.inner_span(), message, "give each column a name of its own");
                continue;
            }
            let mut kind = None;
            if let Some(node) = item.get("kind").filter(|k| !k.is_blank()) {
                kind = self.config.kind(node.scalar_text()).filter(|kind| !kind.is_role());
                if kind.is_none() {
                    let message = format!("there is no vocabulary of kind \"{}\"", node.scalar_text());
                    let help = format!("the kinds are {}", self.config.kinds[1..].join(", "));
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
    use crate::content::FileKind;

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
