//! Bounds on the work that a team's schema causes: on compiling it ([`measure`]) and on checking a file with it
//! ([`within`]).
//!
//! References let a few lines expand to millions, and recursive alternatives (`anyOf`) double the work with every level
//! of a file. Both are counted in steps, never by a clock: the result does not depend on the machine.

use std::cell::Cell;

use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use super::documents::Documents;

/// How large a schema may be with its references expanded: its parts (objects and arrays), each counted once more for
/// every reference on the path to it. The built-in one for roles has about a thousand.
pub(super) const LARGEST: u64 = 100_000;
/// How deep parts may nest, references followed.
const DEEPEST: usize = 1_000;
/// How long a chain of in-place subschemas may be: see [`in_place`].
const LONGEST: usize = 64;
/// How many steps a check of a file may take, and how many more for each of its nodes. Real files take about three for
/// each node.
const STEPS: u64 = 250_000;
const STEPS_A_NODE: u64 = 32;

/// Why a schema is not compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TooMuch {
    /// It is too large, nests too deep or chains too long with its references expanded.
    Large,
    /// It refers back to itself at the same instance location: validation would not end.
    Endless,
}

/// The size of the schema at `uri` with its references expanded, or why it must not be compiled.
pub(super) fn measure(documents: &Documents, uri: &str) -> Result<u64, TooMuch> {
    let Some(root) = documents.get(uri) else { return Ok(0) };
    let mut measure =
        Measure { documents, sizes: FxHashMap::default(), open: FxHashSet::default(), chains: FxHashMap::default() };
    Ok(measure.part(uri, root, 0)?.work)
}

/// Size of a part with its references expanded.
#[derive(Clone, Copy, Default)]
struct Size {
    parts: u64,
    /// The parts, each counted once more for every reference on the path to it.
    work: u64,
}

struct Measure<'d> {
    documents: &'d Documents,
    sizes: FxHashMap<usize, Size>,
    /// The parts on the path to the current one: meeting one again is a cycle.
    open: FxHashSet<usize>,
    /// Length of the chain from each part; 0 while it is being followed.
    chains: FxHashMap<usize, usize>,
}

impl<'d> Measure<'d> {
    fn part(&mut self, document: &str, value: &'d Value, depth: usize) -> Result<Size, TooMuch> {
        let id = std::ptr::from_ref(value) as usize;
        if let Some(size) = self.sizes.get(&id) {
            return Ok(*size);
        }
        let mut size = Size { parts: 1, work: 1 };
        // A cycle is compiled once.
        if !self.open.insert(id) {
            return Ok(size);
        }
        if depth > DEEPEST {
            return Err(TooMuch::Large);
        }
        let mut inner: Vec<Size> = Vec::new();
        match value {
            Value::Object(map) => {
                self.chain(document, value, 0)?;
                if let Some((document, target)) = self.target(document, value) {
                    let target = self.part(&document, target, depth + 1)?;
                    inner.push(Size { work: target.work.saturating_add(target.parts), ..target });
                }
                for value in map.values().filter(|value| value.is_object() || value.is_array()) {
                    inner.push(self.part(document, value, depth + 1)?);
                }
            }
            Value::Array(items) => {
                for value in items.iter().filter(|value| value.is_object() || value.is_array()) {
                    inner.push(self.part(document, value, depth + 1)?);
                }
            }
            _ => {}
        }
        for one in inner {
            size = Size { parts: size.parts.saturating_add(one.parts), work: size.work.saturating_add(one.work) };
        }
        if size.work > LARGEST {
            return Err(TooMuch::Large);
        }
        self.open.remove(&id);
        self.sizes.insert(id, size);
        Ok(size)
    }

    fn target(&self, document: &str, value: &Value) -> Option<(String, &'d Value)> {
        let reference = value.get("$ref").or_else(|| value.get("$dynamicRef"))?.as_str()?;
        self.documents.resolve(document, reference)
    }

    /// Length of the longest chain of subschemas from this one that apply to the same instance location.
    fn chain(&mut self, document: &str, value: &'d Value, depth: usize) -> Result<usize, TooMuch> {
        let id = std::ptr::from_ref(value) as usize;
        match self.chains.get(&id) {
            Some(0) => return Err(TooMuch::Endless),
            Some(length) => return Ok(*length),
            None => {}
        }
        if depth > LONGEST {
            return Err(TooMuch::Large);
        }
        self.chains.insert(id, 0);
        let mut longest = 0;
        if let Some((document, target)) = self.target(document, value) {
            longest = self.chain(&document, target, depth + 1)?;
        }
        for branch in in_place(value) {
            longest = longest.max(self.chain(document, branch, depth + 1)?);
        }
        if longest >= LONGEST {
            return Err(TooMuch::Large);
        }
        self.chains.insert(id, longest + 1);
        Ok(longest + 1)
    }
}

/// Subschemas that apply to the same instance location as `value` does (JSON Schema 2020-12, core, section 10.2),
/// `$ref` aside.
fn in_place(value: &Value) -> impl Iterator<Item = &Value> {
    let lists = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|key| value.get(key)?.as_array()).flatten();
    let single = ["not", "if", "then", "else"].into_iter().filter_map(|key| value.get(key));
    let keyed = ["dependentSchemas", "dependencies"].into_iter().filter_map(|key| value.get(key)?.as_object());
    lists.chain(single).chain(keyed.flat_map(|map| map.values())).filter(|part| part.is_object())
}

thread_local! {
    /// How many steps are left to the check that runs on this thread.
    static LEFT: Cell<u64> = const { Cell::new(u64::MAX) };
}

/// Spends steps; `false` if none were left: values then look empty to the validator, so that it ends.
pub(super) fn spend(steps: usize) -> bool {
    LEFT.with(|left| {
        let before = left.get();
        left.set(before.saturating_sub(steps as u64));
        before > 0
    })
}

/// Runs `check` with a budget for a tree of `nodes` nodes. Also returns the steps that it took; `None` if they did not
/// suffice, and then the result means nothing.
pub(super) fn within<T>(nodes: usize, check: impl FnOnce() -> T) -> (T, Option<u64>) {
    let steps = STEPS.saturating_add(STEPS_A_NODE.saturating_mul(nodes as u64));
    let outer = LEFT.with(|left| left.replace(steps));
    let result = check();
    let left = LEFT.with(|cell| cell.replace(outer));
    (result, (left > 0).then(|| steps - left))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::schema::compile::compile;
    use crate::schema::{Schema, SchemaText, role_schema, vocabulary_schema};
    use crate::syntax::parse;

    fn documents(schema: Value) -> Documents {
        let mut documents = Documents::default();
        documents.insert("sidestep:test", schema);
        documents
    }

    fn measured(schema: Value) -> Result<u64, TooMuch> {
        measure(&documents(schema), "sidestep:test")
    }

    fn compiled(schema: &Value) -> Schema {
        compile(&[SchemaText { path: "s.json".to_owned(), text: schema.to_string() }], true).unwrap()
    }

    fn steps(schema: &Schema, text: &str) -> (usize, Option<u64>) {
        let (tree, _) = parse(text);
        let nodes = tree.nodes().len();
        (nodes, within(nodes, || schema.refusals(tree.root().unwrap()).len()).1)
    }

    /// Definitions `a0`, `a1`, … of which each leads to the next.
    fn chain(length: usize, link: impl Fn(&str) -> Value) -> Value {
        let mut defs: serde_json::Map<String, Value> =
            (0..length).map(|at| (format!("a{at}"), link(&format!("#/$defs/a{}", at + 1)))).collect();
        defs.insert(format!("a{length}"), json!({ "type": "object" }));
        json!({ "$ref": "#/$defs/a0", "$defs": defs })
    }

    #[test]
    fn what_references_multiply_is_not_compiled() {
        let pairs = |length| chain(length, |next| json!({ "allOf": [{ "$ref": next }, { "$ref": next }] }));
        let (four, eight) = (measured(pairs(4)).unwrap(), measured(pairs(8)).unwrap());
        assert!(four * 16 < eight && eight < LARGEST / 2, "{four} {eight}");
        assert_eq!(measured(pairs(20)), Err(TooMuch::Large));
        assert_eq!(measured(pairs(4_000)), Err(TooMuch::Large));
        let nested = chain(4_000, |next| json!({ "properties": { "a": { "$ref": next } } }));
        assert_eq!(measured(nested), Err(TooMuch::Large));
        let branches: Vec<Value> = (0..120_000).map(|at| json!({ "const": at })).collect();
        assert_eq!(measured(json!({ "anyOf": branches })), Err(TooMuch::Large));
    }

    #[test]
    fn what_leads_back_to_its_own_place_is_not_compiled() {
        assert_eq!(measured(json!({ "$ref": "#" })), Err(TooMuch::Endless));
        let circle = json!({ "$ref": "#/$defs/a", "$defs": {
            "a": { "anyOf": [true, { "not": { "$ref": "#/$defs/b" } }] },
            "b": { "if": { "$ref": "#/$defs/a" } },
        } });
        assert_eq!(measured(circle), Err(TooMuch::Endless));
        // At another instance location it may.
        let tree = json!({ "$ref": "#/$defs/a", "$defs": { "a": { "properties": { "a": { "$ref": "#/$defs/a" } } } } });
        assert!(measured(tree).is_ok());
    }

    #[test]
    fn sets_of_alternatives_do_not_multiply() {
        // Cycles of coprime lengths, side by side: the sets of subschemas recur after the product of the lengths only.
        let lengths = [2, 3, 5, 7, 11, 13];
        let to = |length: usize, at: usize| json!({ "$ref": format!("#/$defs/c{length}-{at}") });
        let all = lengths.iter().flat_map(|length| (0..*length).map(move |at| (*length, at)));
        let defs: serde_json::Map<String, Value> = all
            .map(|(length, at)| {
                (format!("c{length}-{at}"), json!({ "properties": { "a": to(length, (at + 1) % length) } }))
            })
            .collect();
        let schema = json!({ "anyOf": lengths.map(|length| to(length, 0)), "$defs": defs });
        assert!(measured(schema.clone()).is_ok());
        assert!(crate::schema::Shapes::walk(&documents(schema), "sidestep:test").is_none());
    }

    /// A nested file for a schema with recursive alternatives.
    #[test]
    fn what_alternatives_multiply_is_given_up() {
        let schema = compiled(&json!({ "$ref": "#/$defs/t", "$defs": { "t": {
            "type": "object",
            "properties": { "a": { "$ref": "#/$defs/t" } },
            "anyOf": [
                { "required": ["z"] },
                { "properties": { "a": { "$ref": "#/$defs/t" } } },
                { "required": ["y"] },
            ],
        } } }));
        let levels = |count| format!("{}1{}\n", "{a: ".repeat(count), "}".repeat(count));
        assert!(steps(&schema, &levels(6)).1.is_some());
        assert_eq!(steps(&schema, &levels(60)).1, None);
        let found = schema.check(&parse(&levels(60)).0, "a role");
        assert!(found.len() == 1 && found[0].message.contains("too many steps"), "{found:?}");
        // The next file has steps of its own.
        assert_eq!(schema.check(&parse("{a: {a: {}}}\n").0, "a role").len(), 0);
    }

    #[test]
    fn many_alternatives_of_many_keys_are_given_up() {
        let branches: Vec<Value> = (0..2_000)
            .map(|at| json!({ "required": [format!("r{at}")], "additionalProperties": { "type": "null" } }))
            .collect();
        let schema = compiled(&json!({ "oneOf": branches }));
        let keys: String = (0..2_000).map(|at| format!("k{at}: 1\n")).collect();
        assert_eq!(steps(&schema, &keys).1, None);
    }

    /// Real files stay far below what is given up, and so do the schemas that ship.
    #[test]
    fn real_content_is_far_below() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let own = compiled(
            &json!({ "$ref": "sidestep:role", "properties": { "certifications": { "items": { "type": "string" } } } }),
        );
        let mut most = 0;
        for entry in std::fs::read_dir(root.join("roles")).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            for (schema, text) in
                [(role_schema(), text.clone()), (&own, text.clone()), (&own, text.replace("summary", "sumary"))]
            {
                let (nodes, steps) = steps(schema, &text);
                most = most.max(steps.unwrap() / nodes as u64);
            }
        }
        let vocabulary = std::fs::read_to_string(root.join("skills.yaml")).unwrap();
        let (nodes, steps) = steps(vocabulary_schema(), &vocabulary);
        most = most.max(steps.unwrap() / nodes as u64);
        assert!((1..STEPS_A_NODE / 3).contains(&most), "{most} steps for each node");
        let documents = crate::schema::builtin::open_documents();
        let size = measure(&documents, "sidestep:role").unwrap();
        assert!(size < LARGEST / 50, "{size}");
    }
}
