//! [`Documents`]: the schemas that others may refer to.

use jsonschema::{Retrieve, Uri};
use rustc_hash::FxHashMap;
use serde_json::Value;

/// Parsed schemas by URI (without fragment): all that can be referred to, nothing is fetched.
#[derive(Debug, Default, Clone)]
pub(super) struct Documents(FxHashMap<String, Value>);

impl Documents {
    pub(super) fn get(&self, uri: &str) -> Option<&Value> {
        self.0.get(uri)
    }

    pub(super) fn insert(&mut self, uri: impl Into<String>, value: Value) {
        self.0.insert(uri.into(), value);
    }

    /// Resolves a `$ref` in the document `from`: the URI of the document that it leads to, and the subschema there.
    /// Fragments are JSON pointers or the name of an anchor in `$defs`.
    pub(super) fn resolve(&self, from: &str, reference: &str) -> Option<(String, &Value)> {
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let document = if uri.is_empty() { from.to_owned() } else { join(from, uri) };
        let root = self.0.get(&document)?;
        let value = match fragment.strip_prefix('/') {
            Some(_) => root.pointer(&fragment.replace("%24", "$"))?,
            None if fragment.is_empty() => root,
            None => {
                let named = |v: &&Value| ANCHORS.iter().any(|key| v.get(key).is_some_and(|name| name == fragment));
                let all = ["$defs", "definitions"].into_iter().filter_map(|key| root.get(key)?.as_object());
                all.flat_map(|all| all.values()).chain([root]).find(named)?
            }
        };
        Some((document, value))
    }
}

/// What gives a subschema a name.
const ANCHORS: [&str; 2] = ["$anchor", "$dynamicAnchor"];

/// The URI of a schema file of the workspace (path with `/`).
pub(super) fn file_uri(path: &str) -> String {
    format!("sidestep-file:///{path}")
}

/// Resolves a relative path against the URI of the document that holds it.
pub(super) fn join(from: &str, uri: &str) -> String {
    if uri.contains(':') {
        return uri.to_owned();
    }
    let base = from.strip_prefix("sidestep-file:///").unwrap_or_default();
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for part in uri.split('/') {
        match part {
            "." | "" => {}
            ".." if parts.last().is_some_and(|p| *p != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    file_uri(&parts.join("/"))
}

impl Retrieve for Documents {
    fn retrieve(&self, uri: &Uri<String>) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let uri = uri.as_str();
        let uri = uri.split_once('#').map_or(uri, |(document, _)| document);
        self.0.get(uri).cloned().ok_or_else(|| format!("there is no schema \"{uri}\"").into())
    }
}
