//! [`Settings`] and [`TeamSchemas`]: a team's own schemas, read and compiled.

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::collections::CollectionSchema;
use super::config::{Config, RoleSchema};
use super::config_finding::ConfigFinding;
use super::files::AnySchema;
use super::sources::Sources;
use crate::schema::{SchemaError, SchemaText, any_schema, compile, page_schema};
use crate::text::Span;

/// The settings and schemas of a workspace, as a fallback for opening it again.
#[derive(Clone, Debug)]
pub struct Settings {
    pub(super) config: Arc<Config>,
    pub(super) role_schema: AnySchema,
    pub(super) vocabulary_schema: AnySchema,
    pub(super) collection_schemas: Vec<AnySchema>,
}

/// The schemas that the settings name; `None` for one that is not named, or cannot be used.
pub(super) struct TeamSchemas {
    pub role: Option<AnySchema>,
    pub vocabulary: Option<AnySchema>,
    /// Those of the collections, by position; each has one.
    pub collections: Vec<AnySchema>,
    /// The files that they stand in, those included that they refer to.
    pub files: FxHashSet<String>,
}

impl TeamSchemas {
    /// Reads the schemas that `config` names, and tells it what they say of its collections. Without `findings` nothing is
    /// compiled. A collection whose schema cannot be used has the one `before`.
    pub fn of(
        config: &mut Config,
        sources: &dyn Sources,
        before: Option<&Settings>,
        mut findings: Option<&mut Vec<ConfigFinding>>,
    ) -> Self {
        let mut files = FxHashSet::default();
        let mut own = |setting: &Option<(String, Span)>, is_closed: bool| {
            let (path, span) = setting.as_ref()?;
            let Some(findings) = findings.as_deref_mut() else {
                files.insert(path.clone());
                return None;
            };
            own_schema(path, *span, is_closed, sources, findings, &mut files)
        };
        let (mut role, vocabulary) = (own(&config.role_schema, true), own(&config.vocabulary_schema, true));
        let mut collections = Vec::new();
        for at in 0..config.collections.len() {
            let schema = match config.collections[at].schema.clone() {
                CollectionSchema::File(path, span) => own(&Some((path, span)), false)
                    .or_else(|| before.and_then(|before| before.collection_schemas.get(at).cloned()))
                    .unwrap_or(AnySchema::Builtin(any_schema)),
                CollectionSchema::Builtin("page") => AnySchema::Builtin(page_schema),
                CollectionSchema::Builtin(_) | CollectionSchema::None => AnySchema::Builtin(any_schema),
            };
            config.set_schema(at, &schema.shapes.defined_kinds(), schema.holds_roles);
            // New roles have the defaults of the first.
            let is_first = config.role_lists.first().is_some_and(|list| list.schema == RoleSchema::Collection(at));
            if schema.holds_roles && is_first && config.role_schema.is_none() {
                role = Some(schema.clone());
            }
            collections.push(schema);
        }
        config.compile();
        Self { role, vocabulary, collections, files }
    }
}

/// Reads and compiles a team's schema and all that it refers to.
fn own_schema(
    path: &str,
    span: Span,
    is_closed: bool,
    sources: &dyn Sources,
    findings: &mut Vec<ConfigFinding>,
    schema_files: &mut FxHashSet<String>,
) -> Option<AnySchema> {
    let mut files: Vec<SchemaText> = Vec::new();
    let mut wanted = vec![path.to_owned()];
    while let Some(next) = wanted.pop() {
        if files.iter().any(|f| f.path == next) {
            continue;
        }
        schema_files.insert(next.clone());
        match sources.read(&next) {
            Ok(text) => {
                let file = SchemaText { path: next, text };
                wanted.extend(crate::schema::references(&file));
                files.push(file);
            }
            // A file that only a schema refers to is reported at the reference, when it is compiled.
            Err(why) if files.is_empty() => {
                findings.push(ConfigFinding {
                    path: "sidestep.yaml".to_owned(),
                    span,
                    message: format!("the schema \"{next}\" cannot be read: {why}"),
                    help: Some(match is_closed {
                        true => "correct the path, or remove it; until then the built-in schema is used".to_owned(),
                        false => "correct the path; until then nothing in these files is a name".to_owned(),
                    }),
                });
                return None;
            }
            Err(_) => {}
        }
    }
    match compile(&files, is_closed) {
        Ok(schema) => Some(AnySchema::Own(Arc::new(schema))),
        Err(error) => {
            findings.push(config_finding(error));
            None
        }
    }
}

pub(super) fn config_finding(error: SchemaError) -> ConfigFinding {
    ConfigFinding { path: error.path, span: error.span, message: error.message, help: error.help }
}
