//! The annotations of a team's schemas that do nothing (content model, section 5).

use rustc_hash::FxHashSet;
use serde_json::Value;

use super::notes::Label;
use super::reached::Reached;
use super::schema_text::{SchemaError, SchemaText};
use crate::text::nearest;

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
/// What to write as a label.
const LABELS: &str = "write name, alias, avoid, id, planned or address";
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
    /// What keeps it from doing anything, whatever kinds there are: what is wrong, and what to do.
    fault: Option<(String, String)>,
    /// The kind that it refers to, where it is about a whole file.
    refers: Option<String>,
    /// The kind that it defines, where it is about a whole file.
    defines: Option<String>,
}

/// The annotations of a schema file, which `value` is the parsed text of.
pub(super) fn annotations(file: &SchemaText, value: &Value, reached: &Reached) -> Vec<Annotation> {
    let (tree, _) = syntax::parse(&file.text);
    let mut found = Vec::new();
    let Some(root) = tree.root() else { return found };
    each_subschema(root, Some(value), &mut |node, value| {
        let reach = value.and_then(|value| reached.get(&(std::ptr::from_ref(value) as usize))).copied();
        for (key, value) in node.entries().filter(|(key, _)| key.scalar_text().starts_with("x-sidestep-")) {
            let keyword = key.scalar_text();
            let needs_text = !matches!(keyword, "x-sidestep-says" | "x-sidestep-label") && !OF_FILES.contains(&keyword);
            // `false` says that it is none.
            if value.kind() == Kind::False {
                continue;
            }
            let of_file = OF_FILES.contains(&keyword);
            let kind = |key: &str| value.get(key).filter(|_| of_file).map(|kind| kind.scalar_text().to_owned());
            let fault = if of_file { file_fault(keyword, value) } else { partner_fault(keyword, node) };
            found.push(Annotation {
                path: file.path.clone(),
                span: value.inner_span(),
                keyword: keyword.to_owned(),
                value: value.scalar_text().to_owned(),
                is_read: reach
                    .is_some_and(|reach| if of_file { reach.is_root } else { reach.takes_text || !needs_text }),
                fault,
                refers: kind("refers"),
                defines: kind("defines"),
            });
        }
    });
    found
}

/// What is wrong with an annotation about a whole file.
fn file_fault(keyword: &str, value: NodeRef<'_>) -> Option<(String, String)> {
    let word = |key: &str| value.get(key).filter(|word| !word.is_blank()).map(|word| word.scalar_text().to_owned());
    if keyword == "x-sidestep-body" {
        let is_key = value.text().is_some_and(|key| !key.trim().is_empty());
        return (!is_key).then(|| {
            (
                "this names no key, so it does nothing".to_owned(),
                "write the key that the text of a page stands for".to_owned(),
            )
        });
    }
    let of_heading = keyword == "x-sidestep-heading";
    if word("defines").is_none() && (of_heading || word("refers").is_none()) {
        let help = if of_heading {
            "write { \"defines\": \"KIND\" }"
        } else {
            "write { \"defines\": \"KIND\" }, or \"refers\""
        };
        return Some(("this names no kind, so it does nothing".to_owned(), help.to_owned()));
    }
    if let Some(label) = word("label").filter(|label| Label::of_word(label).is_none()) {
        return Some((format!("\"{label}\" is no label, so this does nothing"), LABELS.to_owned()));
    }
    let from = word("from").filter(|from| !of_heading && !["stem", "folder", "path"].contains(&from.as_str()))?;
    Some((format!("\"{from}\" is no part of a path, so this does nothing"), "write stem, folder or path".to_owned()))
}

/// What an annotation lacks that says more about another one.
fn partner_fault(keyword: &str, subschema: NodeRef<'_>) -> Option<(String, String)> {
    let partner = match keyword {
        "x-sidestep-label" => "x-sidestep-defines",
        "x-sidestep-separator" | "x-sidestep-written" => "x-sidestep-refers",
        _ => return None,
    };
    let message = || format!("\"{keyword}\" does nothing without \"{partner}\" beside it");
    subschema.get(partner).is_none().then(|| (message(), format!("write \"{partner}\" too, or remove this")))
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

/// Whether a label is none: what it would name is of a kind that may be defined nowhere else.
#[must_use]
pub fn hides_kinds(annotations: &[Annotation]) -> bool {
    annotations.iter().any(|one| one.keyword == "x-sidestep-label" && Label::of_word(&one.value).is_none())
}

/// The annotations that do nothing, by file and place. `kinds`: the kinds of the settings; `None` where they are not known for
/// certain.
#[must_use]
pub fn dead_annotations(annotations: &[Annotation], kinds: Option<&[String]>) -> Vec<SchemaError> {
    let defined = annotations.iter().filter(|one| one.keyword == "x-sidestep-defines").map(|one| one.value.as_str());
    let of_files = annotations.iter().filter_map(|one| one.defines.as_deref());
    let known: Vec<&str> = kinds.into_iter().flatten().map(String::as_str).chain(defined).chain(of_files).collect();
    let mut seen = FxHashSet::default();
    let fault = |one: &Annotation| {
        let (keyword, value) = (&*one.keyword, one.refers.as_deref().unwrap_or(&one.value));
        let (message, help) = match keyword {
            _ if !KEYWORDS.contains(&keyword) => (
                format!("\"{keyword}\" is no annotation, so it does nothing"),
                match nearest(keyword, KEYWORDS) {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => format!("the annotations are {}", KEYWORDS.map(|k| &k["x-sidestep-".len()..]).join(", ")),
                },
            ),
            _ if one.fault.is_some() => one.fault.clone()?,
            "x-sidestep-refers" | "x-sidestep-terms" | "x-sidestep-file"
                if kinds.is_some()
                    && (one.refers.is_some() || keyword != "x-sidestep-file")
                    && !known.contains(&value) =>
            {
                (
                    format!("there is no kind \"{value}\", so this does nothing"),
                    match nearest(value, known.iter().copied()) {
                        Some(near) => format!("did you mean \"{near}\"?"),
                        None => "name its files in sidestep.yaml, under \"vocabularies\" or \"collections\"".to_owned(),
                    },
                )
            }
            "x-sidestep-label" if Label::of_word(value).is_none() => {
                (format!("\"{value}\" is no label, so this does nothing"), LABELS.to_owned())
            }
            "x-sidestep-written" if value != "path" => {
                (format!("\"{value}\" is no way to write a name, so this does nothing"), "write path".to_owned())
            }
            "x-sidestep-prose" if value != "true" => {
                (format!("\"{keyword}\" does nothing unless it is true"), "write true, or remove it".to_owned())
            }
            _ if !one.is_read && OF_FILES.contains(&keyword) => (
                format!("\"{keyword}\" is about whole files, so it does nothing here"),
                "write it at the top of the schema".to_owned(),
            ),
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
