//! The annotations of a team's schemas that do nothing (content model, section 5).

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use super::distance::nearest;
use super::notes::Label;
use super::schema_text::{SchemaError, SchemaText};
use crate::syntax::{self, Kind, NodeRef};
use crate::text::Span;

/// The keywords that annotate.
const KEYWORDS: [&str; 12] = [
    "x-sidestep-body",
    "x-sidestep-defines",
    "x-sidestep-file",
    "x-sidestep-group",
    "x-sidestep-heading",
    "x-sidestep-label",
    "x-sidestep-prose",
    "x-sidestep-refers",
    "x-sidestep-says",
    "x-sidestep-separator",
    "x-sidestep-terms",
    "x-sidestep-written",
];
/// Those that are about a whole file.
const OF_FILES: [&str; 3] = ["x-sidestep-body", "x-sidestep-file", "x-sidestep-heading"];
/// The types of JSON Schema.
const TYPES: [&str; 7] = ["array", "boolean", "integer", "null", "number", "object", "string"];

/// An annotation in a schema file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annotation {
    /// The schema file.
    path: String,
    /// Its value (bytes).
    span: Span,
    keyword: String,
    /// Its value, if that is a text.
    value: String,
    /// It stands where the walk over values reads it.
    is_read: bool,
}

/// The annotations of a schema file, which `value` is the parsed text of.
pub(super) fn annotations(file: &SchemaText, value: &Value, reached: &FxHashMap<usize, bool>) -> Vec<Annotation> {
    let (tree, _) = syntax::parse(&file.text);
    let mut found = Vec::new();
    let Some(root) = tree.root() else { return found };
    each_subschema(root, Some(value), &mut |node, value| {
        let takes_text = value.and_then(|value| reached.get(&(std::ptr::from_ref(value) as usize))).copied();
        for (key, value) in node.entries().filter(|(key, _)| key.scalar_text().starts_with("x-sidestep-")) {
            let keyword = key.scalar_text();
            let needs_text = !matches!(keyword, "x-sidestep-says" | "x-sidestep-label") && !OF_FILES.contains(&keyword);
            // `false` says that it is none.
            if value.kind() == Kind::False {
                continue;
            }
            found.push(Annotation {
                path: file.path.clone(),
                span: value.inner_span(),
                keyword: keyword.to_owned(),
                value: value.scalar_text().to_owned(),
                is_read: takes_text.is_some_and(|takes| takes || !needs_text),
            });
        }
    });
    found
}

/// The first type in a schema file that JSON Schema does not have.
pub(super) fn unknown_type(file: &SchemaText) -> Option<SchemaError> {
    let (tree, _) = syntax::parse(&file.text);
    let mut error = None;
    each_subschema(tree.root()?, None, &mut |node, _| {
        let Some(types) = node.get("type").filter(|_| error.is_none()) else { return };
        let mut all = types.items().chain((types.kind() == Kind::String).then_some(types));
        let Some(unknown) = all.find(|one| !TYPES.contains(&one.scalar_text())) else { return };
        let word = unknown.scalar_text();
        let help = match nearest(word, TYPES) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("the types are {}", TYPES.join(", ")),
        };
        error = Some(SchemaError {
            path: file.path.clone(),
            span: unknown.inner_span(),
            message: format!("\"{word}\" is no type that a value can have"),
            help: Some(help),
        });
    });
    error
}

/// Calls `visit` with each subschema of a schema file, and with its value where one is given.
fn each_subschema<'t, 'v>(
    node: NodeRef<'t>,
    value: Option<&'v Value>,
    visit: &mut impl FnMut(NodeRef<'t>, Option<&'v Value>),
) {
    if node.kind() != Kind::Mapping {
        return;
    }
    visit(node, value);
    for (key, child) in node.entries() {
        let key = key.scalar_text();
        let below = value.and_then(|value| value.get(key));
        match key {
            "properties" | "patternProperties" | "dependentSchemas" | "$defs" | "definitions" => {
                for (name, child) in child.entries() {
                    each_subschema(child, below.and_then(|below| below.get(name.scalar_text())), visit);
                }
            }
            "items"
            | "additionalProperties"
            | "unevaluatedProperties"
            | "unevaluatedItems"
            | "additionalItems"
            | "contains"
            | "propertyNames"
            | "not"
            | "if"
            | "then"
            | "else" => each_subschema(child, below, visit),
            "allOf" | "anyOf" | "oneOf" | "prefixItems" => {
                for (at, child) in child.items().enumerate() {
                    each_subschema(child, below.and_then(|below| below.get(at)), visit);
                }
            }
            _ => {}
        }
    }
}

/// The annotations that do nothing, by file and place. `kinds`: the kinds of the settings.
#[must_use]
pub fn dead_annotations(annotations: &[Annotation], kinds: &[String]) -> Vec<SchemaError> {
    let defined = annotations.iter().filter(|one| one.keyword == "x-sidestep-defines").map(|one| one.value.as_str());
    let known: Vec<&str> = kinds.iter().map(String::as_str).chain(defined).collect();
    let mut seen = FxHashSet::default();
    let fault = |one: &Annotation| {
        let (keyword, value) = (&*one.keyword, &*one.value);
        let (message, help) = match keyword {
            _ if !KEYWORDS.contains(&keyword) => (
                format!("\"{keyword}\" is no annotation, so it does nothing"),
                match nearest(keyword, KEYWORDS) {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => format!("the annotations are {}", KEYWORDS.map(|k| &k["x-sidestep-".len()..]).join(", ")),
                },
            ),
            "x-sidestep-refers" | "x-sidestep-terms" if !known.contains(&value) => (
                format!("there is no kind \"{value}\", so this does nothing"),
                match nearest(value, known.iter().copied()) {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => "name its files in sidestep.yaml, under \"vocabularies\" or \"collections\"".to_owned(),
                },
            ),
            "x-sidestep-label" if Label::of_word(value).is_none() => (
                format!("\"{value}\" is no label, so this does nothing"),
                "write name, alias, avoid, id, planned or address".to_owned(),
            ),
            "x-sidestep-written" if value != "path" => {
                (format!("\"{value}\" is no way to write a name, so this does nothing"), "write path".to_owned())
            }
            "x-sidestep-prose" if value != "true" => {
                (format!("\"{keyword}\" does nothing unless it is true"), "write true, or remove it".to_owned())
            }
            _ if !one.is_read => (
                format!("\"{keyword}\" is not read here, so it does nothing"),
                "write it where texts stand: for a list under \"items\", for keys under \"properties\"".to_owned(),
            ),
            _ => return None,
        };
        Some(SchemaError { path: one.path.clone(), span: one.span, message, help: Some(help) })
    };
    let mut found: Vec<SchemaError> = annotations.iter().filter_map(fault).collect();
    found.retain(|error| seen.insert((error.path.clone(), error.span)));
    found.sort_by(|a, b| (&a.path, a.span).cmp(&(&b.path, b.span)));
    found
}
