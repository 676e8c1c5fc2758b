//! The schemas in `schema/`, compiled into the program.

use std::sync::OnceLock;

use serde_json::Value;

use super::compile::{Schema, compile_builtin};
use super::documents::Documents;

const ROLE: &str = include_str!("../../schema/role.schema.json");
const VOCABULARY: &str = include_str!("../../schema/vocabulary.schema.json");
const CONFIG: &str = include_str!("../../schema/config.schema.json");
const PAGE: &str = include_str!("../../schema/page.schema.json");

/// The text of a built-in schema: `role`, `vocabulary`, `page` or `config`.
#[must_use]
pub fn builtin_text(name: &str) -> Option<&'static str> {
    match name {
        "role" => Some(ROLE),
        "vocabulary" => Some(VOCABULARY),
        "config" => Some(CONFIG),
        "page" => Some(PAGE),
        _ => None,
    }
}

/// The schema of role files.
#[must_use]
pub fn role_schema() -> &'static Schema {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    SCHEMA.get_or_init(|| builtin("role", ROLE))
}

/// The schema of vocabulary files.
#[must_use]
pub fn vocabulary_schema() -> &'static Schema {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    SCHEMA.get_or_init(|| builtin("vocabulary", VOCABULARY))
}

/// The schema of `sidestep.yaml`.
#[must_use]
pub fn config_schema() -> &'static Schema {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    SCHEMA.get_or_init(|| builtin("config", CONFIG))
}

/// The schema of pages of a handbook.
#[must_use]
pub fn page_schema() -> &'static Schema {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    SCHEMA.get_or_init(|| builtin("page", PAGE))
}

/// A schema that says nothing: files of a collection without a schema are only parsed.
#[must_use]
pub fn any_schema() -> &'static Schema {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    SCHEMA.get_or_init(|| builtin("any", "{}"))
}

#[expect(clippy::panic, reason = "the schemas are part of the program; a test compiles each of them")]
fn builtin(name: &str, text: &str) -> Schema {
    let mut documents = Documents::default();
    let uri = format!("sidestep:{name}");
    documents.insert(uri.clone(), value(text));
    match compile_builtin(&documents, &uri) {
        Ok(schema) => schema,
        Err(error) => panic!("schema/{name}.schema.json: {error}"),
    }
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// The built-in schemas as teams' schemas refer to them: open at the top, so that keys can be added.
pub(super) fn open_documents() -> Documents {
    let mut documents = Documents::default();
    for (name, text) in [("role", ROLE), ("vocabulary", VOCABULARY), ("page", PAGE)] {
        let mut schema = value(text);
        if let Some(object) = schema.as_object_mut() {
            object.remove("additionalProperties");
            object.remove("unevaluatedProperties");
            if let Some(Value::Object(items)) = object.get_mut("items") {
                items.remove("additionalProperties");
            }
        }
        documents.insert(format!("sidestep:{name}"), schema);
    }
    documents
}
