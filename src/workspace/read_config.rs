//! Reading `sidestep.yaml` to a [`Config`].

use super::collections::{CollectionSchema, read_collections};
use super::config::{Column, Config, RoleSchema, Severity};
use super::config_finding::ConfigFinding;
use super::page_config::{Fault, toolkit_url_faults, word_faults};
use super::path_patterns::{MOST_PATTERNS, SourcePath, glob, too_many_patterns};
use crate::content::{FileKind, KindId, collapse};
use crate::schema::{config_schema, meant_key};
use crate::syntax::{Kind, NodeRef, parse};
use crate::text::{Span, nearest};

impl Config {
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
                reader.config.links.get_or_insert_default();
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
}

/// So many columns a table may have: rules go through all of them for each row.
const MOST_COLUMNS: usize = 100;
/// So many words may join the items of lists: each is looked for between all words of a list.
const MOST_WORDS: usize = 100;

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
                self.config.role_schema = value.get("role").and_then(plain_path);
                self.config.vocabulary_schema = value.get("vocabulary").and_then(plain_path);
            }
            "baseline" => self.config.baseline = plain_path(value).filter(|(path, _)| !path.is_empty()),
            "links" => self.links(value),
            "toolkit_url" => {
                if let Some(text) = value.text() {
                    text.clone_into(&mut self.config.toolkit_url);
                    self.faults(value, toolkit_url_faults(text));
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
                        self.joining_words(value);
                    } else if let Some(text) = value.text().filter(|_| !value.is_blank()) {
                        let key = key.scalar_text();
                        self.config.page.set(key, text);
                        self.faults(value, word_faults(key, text));
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

    /// Adds the findings for what is wrong with a text.
    fn faults(&mut self, value: NodeRef<'_>, faults: Vec<Fault>) {
        let faults = faults.into_iter().map(|(range, message, help)| {
            let span = value.map().span(range.start, range.end);
            ConfigFinding { path: self.path.to_owned(), span, message, help: Some(help) }
        });
        self.findings.extend(faults);
    }

    fn joining_words(&mut self, value: NodeRef<'_>) {
        let words = value.items().filter_map(|node| Some((node, collapse(node.text()?).into_owned())));
        let mut words = words.filter(|(_, word)| !word.is_empty());
        self.config.page.and = words.by_ref().take(MOST_WORDS).map(|(_, word)| word).collect();
        if let Some((next, _)) = words.next() {
            let message = format!("there are {MOST_WORDS} words already: this one and those below are left out");
            self.refuse(
                next.inner_span(),
                message,
                "write the words that join the last items of a list, such as \"und\"",
            );
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
            if self.written.len() == MOST_PATTERNS {
                let (message, help) = too_many_patterns();
                self.refuse(item.inner_span(), message, help);
                break;
            }
            match glob(pattern) {
                Ok(_) => {
                    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
                    patterns.push(pattern.to_owned());
                    let span = Some(item.inner_span());
                    self.written.push(SourcePath::new(list, pattern.to_owned(), span));
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

    fn links(&mut self, value: NodeRef<'_>) {
        let rules = self.config.links.get_or_insert_default();
        let root = value.get("root");
        let roots = root.into_iter().flat_map(|root| root.items().chain((root.kind() == Kind::String).then_some(root)));
        let folder = |text: &str| text.trim().trim_start_matches("./").trim_matches('/').to_owned();
        self.config.link_roots = roots.filter_map(|root| Some((folder(root.text()?), root.inner_span()))).collect();
        rules.roots = self.config.link_roots.iter().map(|(root, _)| root.clone()).collect();
        rules.without_extension = value.get("extensions").is_some_and(|word| word.scalar_text() == "optional");
        let repository = value.get("repository").and_then(|address| address.text()).map(str::trim);
        let repository = repository.map(|address| address.trim_end_matches('/').trim_end_matches(".git").to_owned());
        rules.repository = repository.filter(|address| !address.is_empty());
    }

    /// Read behind the short forms: a collection takes the place of the default of its name.
    fn collections(&mut self, root: NodeRef<'_>, value: NodeRef<'_>) {
        for written in read_collections(self.path, value, self.written.len(), &mut self.findings) {
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
                let list = match &*label {
                    "role" => Some(FileKind::Role),
                    kind => self.config.kind(kind).map(FileKind::Vocabulary),
                };
                self.written.retain(|path| Some(path.list) != list);
            }
            let holds_roles = collection.schema == CollectionSchema::Builtin("role");
            let list = if holds_roles {
                // The default gives way; what is written stays.
                if label == "role"
                    || !root.entries().any(|(key, _)| key.scalar_text() == "roles") && self.config.role_lists.is_empty()
                {
                    self.config.roles.clear();
                }
                self.config.add_roles(RoleSchema::Builtin, collection.files);
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
            self.written.extend(places.map(|(path, span)| SourcePath::new(list, path, Some(span))));
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

/// A path to one file, and where it stands.
fn plain_path(value: NodeRef<'_>) -> Option<(String, Span)> {
    Some((value.text()?.trim().trim_start_matches("./").to_owned(), value.inner_span()))
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
