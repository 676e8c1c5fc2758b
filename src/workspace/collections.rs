//! [`Collection`]: files of a team's own shape, described by a schema (`collections:` in `sidestep.yaml`).

use globset::GlobSet;

use super::config_finding::ConfigFinding;
use super::path_patterns::{MOST_PATTERNS, glob, globs, too_many_patterns};
use crate::content::KindId;
use crate::syntax::{Kind, NodeRef};
use crate::text::Span;

/// The schema of a collection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CollectionSchema {
    /// None: files are parsed, and only their links and mentions are checked.
    None,
    /// A schema of the program: `role`, `vocabulary` or `page`.
    Builtin(&'static str),
    /// Path of a schema of the team, relative to the workspace, and its span in `sidestep.yaml`.
    File(String, Span),
}

/// Files that a schema describes.
#[derive(Clone, Debug)]
pub struct Collection {
    /// What its files are called in messages.
    pub label: String,
    /// Paths and patterns of its files.
    pub files: Vec<String>,
    /// Where the label stands in `sidestep.yaml` (bytes).
    pub span: Span,
    /// What describes its files.
    pub schema: CollectionSchema,
    /// The kinds of things that its schema defines; known once that is compiled.
    pub defines: Vec<KindId>,
    globs: GlobSet,
}

impl Collection {
    /// Takes its files away: they are those of roles.
    pub(super) fn take_files(&mut self) -> Vec<String> {
        self.globs = GlobSet::empty();
        std::mem::take(&mut self.files)
    }

    /// Whether a pattern of the collection takes a path.
    #[must_use]
    pub fn takes(&self, path: &str) -> bool {
        self.globs.is_match(path)
    }
}

/// A collection as `sidestep.yaml` writes it, with the place of each path.
pub(super) struct Written {
    pub collection: Collection,
    pub places: Vec<(String, Span)>,
}

/// So many collections a workspace can have: each file is compared with the patterns of all.
const MOST: usize = 100;

/// Reads `collections:`; what the schema of the settings refuses is left out here. `patterns`: how many path patterns the
/// settings have already.
pub(super) fn read_collections(
    path: &str,
    value: NodeRef<'_>,
    mut patterns: usize,
    findings: &mut Vec<ConfigFinding>,
) -> Vec<Written> {
    let mut refuse = |span: Span, message: String, help: &str| {
        findings.push(ConfigFinding { path: path.to_owned(), span, message, help: Some(help.to_owned()) });
    };
    let mut found: Vec<Written> = Vec::new();
    for (key, value) in value.entries() {
        let label = key.scalar_text();
        let is_label = label.starts_with(|c: char| c.is_ascii_lowercase())
            && label.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if !is_label || value.kind() != Kind::Mapping || found.iter().any(|one| one.collection.label == label) {
            continue;
        }
        if found.len() == MOST {
            let message = format!("there are {MOST} collections already: this one and those below are left out");
            refuse(key.inner_span(), message, "describe files of one shape by one collection");
            break;
        }
        let mut places = Vec::new();
        let files = value.get("files");
        let items =
            files.into_iter().flat_map(|files| files.items().chain((files.kind() == Kind::String).then_some(files)));
        for item in items {
            let Some(pattern) = item.text().map(str::trim).filter(|pattern| !pattern.is_empty()) else { continue };
            if patterns == MOST_PATTERNS {
                let (message, help) = too_many_patterns();
                refuse(item.inner_span(), message, help);
                break;
            }
            patterns += 1;
            match glob(pattern) {
                Ok(_) => places.push((pattern.strip_prefix("./").unwrap_or(pattern).to_owned(), item.inner_span())),
                Err(error) => refuse(
                    item.inner_span(),
                    format!("\"{pattern}\" is not a path pattern: {}", error.kind()),
                    "write a path such as content/teams/**/*.yaml",
                ),
            }
        }
        let schema = match value.get("schema").filter(|schema| !schema.is_blank()).map(|node| (node.text(), node)) {
            Some((Some(text), node)) => match text.trim() {
                "sidestep:role" => CollectionSchema::Builtin("role"),
                "sidestep:vocabulary" => CollectionSchema::Builtin("vocabulary"),
                "sidestep:page" => CollectionSchema::Builtin("page"),
                text => CollectionSchema::File(text.trim_start_matches("./").to_owned(), node.inner_span()),
            },
            _ => CollectionSchema::None,
        };
        let files: Vec<String> = places.iter().map(|(path, _)| path.clone()).collect();
        let globs = globs(&files);
        let (label, span) = (label.to_owned(), key.inner_span());
        found.push(Written {
            collection: Collection { label, files, span, schema, defines: Vec::new(), globs },
            places,
        });
    }
    found
}
