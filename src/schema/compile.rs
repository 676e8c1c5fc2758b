//! [`Schema`]: a compiled JSON Schema, built in or a team's own.

use std::fmt;

use jsonschema::{PatternOptions, Validator};
use serde_json::{Value, json};

use super::annotations::{Annotation, annotations, unknown_type};
use super::budget::{TooMuch, measure};
use super::documents::{Documents, file_uri, join};
use super::node::{Last, Yaml, to_json};
use super::schema_text::{SchemaError, SchemaText};
use super::shape::Shapes;
use crate::syntax::{self, NodeRef};
use crate::text::Span;

/// How many times a `pattern` may backtrack in one text.
const BACKTRACKS: usize = 10_000;
const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";
/// The keyword that is looked at last: see [`Last`].
const LAST: &str = "x-sidestep-last";
/// How large a compiled `pattern` may be, in bytes.
const PATTERN: usize = 1 << 20;

/// A compiled schema.
pub struct Schema {
    pub(super) validator: Validator<Yaml>,
    /// The annotations of a team's own schema files.
    pub annotations: Vec<Annotation>,
    /// What the schema says about each instance location.
    pub shapes: Shapes,
    /// It contains `sidestep:role`: what it describes is a role with its page.
    pub holds_roles: bool,
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schema").field("shapes", &self.shapes).finish_non_exhaustive()
    }
}

/// The files that a schema file refers to by a relative path, as paths relative to the workspace.
#[must_use]
pub fn references(schema: &SchemaText) -> Vec<String> {
    fn collect(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(reference)) = map.get("$ref") {
                    found.push(reference.clone());
                }
                map.values().for_each(|v| collect(v, found));
            }
            Value::Array(items) => items.iter().for_each(|v| collect(v, found)),
            _ => {}
        }
    }
    let (tree, _) = syntax::parse(&schema.text);
    let mut found = Vec::new();
    if let Some(root) = tree.root() {
        collect(&to_json(root), &mut found);
    }
    let from = file_uri(&schema.path);
    let mut paths: Vec<String> = found
        .iter()
        .filter_map(|reference| reference.split('#').next())
        .filter(|uri| !uri.is_empty() && !uri.contains(':'))
        .filter_map(|uri| join(&from, uri).strip_prefix("sidestep-file:///").map(str::to_owned))
        .collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Compiles a built-in schema. `documents` holds it under `uri`.
pub(super) fn compile_builtin(documents: &Documents, uri: &str) -> Result<Schema, String> {
    let root = documents.get(uri).cloned().unwrap_or_default();
    let validator = validator(documents, &root).map_err(|e| e.to_string())?;
    let shapes = Shapes::walk(documents, uri).ok_or("too large")?;
    Ok(Schema { validator, annotations: Vec::new(), shapes, holds_roles: uri == "sidestep:role" })
}

fn validator(
    documents: &Documents,
    root: &Value,
) -> Result<Validator<Yaml>, Box<jsonschema::ValidationError<'static>>> {
    jsonschema::options_for::<Yaml>()
        .with_keyword(LAST, |_, _, _| Ok(Box::new(Last)))
        .offline()
        .with_retriever(documents.clone())
        .should_validate_formats(true)
        .with_pattern_options(PatternOptions::fancy_regex().backtrack_limit(BACKTRACKS).size_limit(PATTERN))
        .build(root)
        .map_err(Box::new)
}

/// Compiles a team's own schema: `files` has the schema file itself first, then all that it refers to. If it `is_closed`
/// or contains a schema of the program, unknown keys at the top are refused (`unevaluatedProperties`) unless it allows them
/// itself; `x-…` is always allowed.
///
/// # Errors
/// If a file is not a schema, a reference leads nowhere, the schema exceeds the bounds of `budget.rs`, or the validator
/// does not compile it.
pub fn compile(files: &[SchemaText], is_closed: bool) -> Result<Schema, SchemaError> {
    let mut documents = super::builtin::open_documents();
    for file in files {
        documents.insert(file_uri(&file.path), read(file)?);
    }
    let Some(main) = files.first() else {
        let message = "there is no schema file".to_owned();
        return Err(SchemaError { path: String::new(), span: Span::default(), message, help: None });
    };
    for file in files {
        missing_reference(&documents, file)?;
        if let Some(error) = unknown_type(file) {
            return Err(error);
        }
    }
    let uri = file_uri(&main.path);
    measure(&documents, &uri).map_err(|why| too_much(main, why))?;
    let (shapes, reached) = Shapes::walk_noting(&documents, &uri).ok_or_else(|| too_much(main, TooMuch::Large))?;
    let annotated = |file: &SchemaText| {
        documents.get(&file_uri(&file.path)).map(|value| annotations(file, value, &reached)).unwrap_or_default()
    };
    let annotations = files.iter().flat_map(annotated).collect();
    let contains = |builtin: &str| {
        let root = documents.get(builtin);
        root.is_some_and(|root| reached.contains_key(&(std::ptr::from_ref(root) as usize)))
    };
    let holds_roles = contains("sidestep:role");
    let mut root = json!({ "$ref": uri });
    if is_closed || holds_roles || contains("sidestep:vocabulary") {
        root["unevaluatedProperties"] = json!(false);
        root["patternProperties"] = json!({ "^x-": true });
    }
    let root = json!({ "$schema": DRAFT, "allOf": [root, { LAST: true }] });
    let validator = validator(&documents, &root).map_err(|error| {
        let (tree, _) = syntax::parse(&main.text);
        let mut node = tree.root();
        for step in error.instance_path().to_string().split('/').skip(1) {
            let Some(here) = node else { break };
            let child = here.get(step).or_else(|| here.items().nth(step.parse().ok()?));
            node = child.or(node);
        }
        SchemaError {
            path: main.path.clone(),
            span: node.map_or(Span::default(), NodeRef::span),
            message: format!("this schema cannot be used: {error}"),
            help: Some("the built-in schema is used until it is mended".to_owned()),
        }
    })?;
    Ok(Schema { validator, annotations, shapes, holds_roles })
}

/// The error for a schema that exceeds the bounds.
fn too_much(main: &SchemaText, why: TooMuch) -> SchemaError {
    let message = match why {
        TooMuch::Large => "this schema is too large when all that it refers to is written out",
        TooMuch::Endless => "this schema leads back to itself without an end",
    };
    SchemaError {
        path: main.path.clone(),
        span: Span::empty(0),
        message: message.to_owned(),
        help: Some("the built-in schema is used until it is simplified".to_owned()),
    }
}

/// Parses a schema file. Drops its `$id`, which would change the base of its references.
fn read(file: &SchemaText) -> Result<Value, SchemaError> {
    let fail = |span, message, help| SchemaError { path: file.path.clone(), span, message, help };
    let (tree, errors) = syntax::parse(&file.text);
    if let Some(error) = errors.into_iter().next() {
        return Err(fail(error.span, error.message, error.help));
    }
    let root = tree.root().map_or(Value::Null, to_json);
    let Value::Object(mut object) = root else {
        let help = Some("a JSON Schema is an object with keys such as \"type\" and \"properties\"".to_owned());
        return Err(fail(Span::empty(0), "this is not a JSON Schema".to_owned(), help));
    };
    object.remove("$id");
    Ok(Value::Object(object))
}

/// Fails with the first `$ref` of a file that leads nowhere.
fn missing_reference(documents: &Documents, file: &SchemaText) -> Result<(), SchemaError> {
    fn walk(node: NodeRef<'_>, visit: &mut impl FnMut(NodeRef<'_>)) {
        for (key, value) in node.entries() {
            if key.scalar_text() == "$ref" && value.text().is_some() {
                visit(value);
            }
            walk(value, visit);
        }
        node.items().for_each(|item| walk(item, visit));
    }
    let (tree, _) = syntax::parse(&file.text);
    let from = file_uri(&file.path);
    let mut missing = None;
    if let Some(root) = tree.root() {
        walk(root, &mut |value| {
            let reference = value.scalar_text();
            if missing.is_none() && documents.resolve(&from, reference).is_none() {
                missing = Some((value.inner_span(), reference.to_owned()));
            }
        });
    }
    let Some((span, reference)) = missing else { return Ok(()) };
    Err(SchemaError {
        path: file.path.clone(),
        span,
        message: format!("\"{reference}\" leads to no schema"),
        help: Some(
            "refer to a file of this workspace, to a place in this file (\"#/$defs/…\"), or to \"sidestep:role\""
                .to_owned(),
        ),
    })
}
