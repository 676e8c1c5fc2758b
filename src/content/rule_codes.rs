//! Codes under `rules:` in `sidestep.yaml` that no rule has.

use crate::schema::{Schema, SchemaFinding, SchemaFix};
use crate::syntax::Tree;
use crate::text::nearest;

/// How codes begin that end in a kind: of unknown names, and of things that are only foreseen.
const OF_KINDS: [&str; 2] = ["unknown-", "planned-"];

/// The kind in a code that ends in one (`unknown-skill`, `planned-skill`).
#[must_use]
pub fn kind_in_code(code: &str) -> Option<&str> {
    OF_KINDS.into_iter().find_map(|start| code.strip_prefix(start))
}

/// The codes that end in one of some kinds.
pub fn codes_of_kinds(kinds: &[String]) -> impl Iterator<Item = String> {
    OF_KINDS.into_iter().flat_map(move |start| kinds.iter().map(move |kind| format!("{start}{kind}")))
}

/// Findings for the codes of unknown names (`unknown-…`) whose kind the workspace does not have; its schema allows any
/// kind, and finds all other codes.
pub(super) fn unknown_codes(tree: &Tree, schema: &Schema, kinds: &[String]) -> Vec<SchemaFinding> {
    let shapes = &schema.shapes;
    let rules = tree.root().and_then(|root| root.get("rules"));
    let (Some(rules), Some(shape)) = (rules, shapes.at([Some("rules")])) else { return Vec::new() };
    let of_kind = |code: &str| kind_in_code(code).is_some_and(|kind| kinds.iter().any(|k| k == kind));
    let unknown = rules.entries().filter(|(key, _)| {
        let code = key.scalar_text();
        kind_in_code(code).is_some() && shape.known(code).is_none() && !of_kind(code)
    });
    let all: Vec<String> = codes_of_kinds(kinds).collect();
    let found = unknown.map(|(key, _)| {
        let code = key.scalar_text();
        let known = all.iter().map(String::as_str).chain(shape.properties.iter().map(|(code, _)| code.as_str()));
        let near = nearest(code, known.filter(|code| rules.get(code).is_none()));
        let message = match near {
            Some(near) => format!("there is no rule \"{code}\"; did you mean \"{near}\"?"),
            None => format!("there is no rule \"{code}\""),
        };
        let span = key.inner_span();
        let help = near.is_none().then(|| format!("the kinds are {}", kinds.join(", ")));
        let fix = near.map(|near| SchemaFix::replace(span, near));
        SchemaFinding { unknown_key: true, fix, ..SchemaFinding::new(span, message, help) }
    });
    found.collect()
}
