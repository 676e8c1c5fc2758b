//! YAML nodes as instances of JSON Schema, in place: the tree is not converted to JSON values.

use std::borrow::Cow;
use std::cell::Cell;

use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node, NodeIdentity, Object};
use serde_json::{Map, Value};

use super::budget::spend;
use crate::syntax::{Entries, Items, Kind, NodeRef, Number, Style, Tree};

/// The JSON representation whose nodes are [`NodeRef`]s.
pub(super) struct Yaml;

/// A tree of one string, for checks of key names.
#[derive(Default)]
pub(super) struct StringNode(Tree);

impl Json for Yaml {
    type Node<'a> = NodeRef<'a>;
    type PreparedKey = String;
    type StringBuffer = StringNode;
    const KEYS_PER_LOOKUP: usize = 16;
    const ACYCLIC: bool = true;

    fn prepare_key(key: &str) -> String {
        key.to_owned()
    }

    fn with_string_node<T>(buffer: &mut StringNode, string: &str, f: impl FnOnce(NodeRef<'_>) -> T) -> T {
        buffer.0 = Tree::of_string(string);
        f(buffer.0.node(0))
    }
}

/// A YAML number as a JSON number.
pub(super) struct YamlNumber(serde_json::Number);

impl JsonNumber for YamlNumber {
    fn as_u64(&self) -> Option<u64> {
        self.0.as_u64()
    }

    fn as_i64(&self) -> Option<i64> {
        self.0.as_i64()
    }

    fn as_f64(&self) -> Option<f64> {
        self.0.as_f64()
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Owned(self.0.to_string())
    }

    fn to_number(&self) -> Cow<'_, serde_json::Number> {
        Cow::Borrowed(&self.0)
    }
}

/// JSON has neither infinities nor NaN: they become `i64::MAX`.
fn json_number(number: Number) -> serde_json::Number {
    match number {
        Number::Int(n) => n.into(),
        Number::Float(f) => serde_json::Number::from_f64(f).unwrap_or_else(|| i64::MAX.into()),
    }
}

thread_local! {
    /// Whether keys without a value are left out.
    static LEAVES_OUT: Cell<bool> = const { Cell::new(false) };
    /// Whether any was since then.
    static LEFT_OUT: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` with keys without a value counting as absent (content model, section 3); tells whether there are any.
pub(super) fn without_blank_keys<T>(work: impl FnOnce() -> T) -> (T, bool) {
    LEFT_OUT.set(false);
    LEAVES_OUT.set(true);
    let result = work();
    LEAVES_OUT.set(false);
    (result, LEFT_OUT.get())
}

thread_local! {
    /// Whether the validator has looked at all of the root.
    static AT_END: Cell<bool> = const { Cell::new(false) };
}

/// The keyword at the end of a team's schema. Where a `pattern` backtracks too often in a text, the validator looks at the
/// root again with what might come of it, and at last takes the value of the root, in which it has to find the text. Only then
/// that value is written out: each error at the root takes it too.
pub(super) struct Last;

impl<'t> jsonschema::Keyword<'t, Yaml> for Last {
    fn validate(&self, _: NodeRef<'t>) -> Result<(), jsonschema::ValidationError<'t>> {
        AT_END.set(true);
        Ok(())
    }

    fn is_valid(&self, _: NodeRef<'t>) -> bool {
        true
    }
}

/// A place for each node, by its key or its number, without what it holds. Whatever was found in the tree is found in it.
fn outline(node: NodeRef<'_>) -> Map<String, Value> {
    let mut all = Map::new();
    let keyed = node.entries().map(|(key, value)| (key.scalar_text().to_owned(), value));
    let body = body_of(node).map(|(key, body)| (key.to_owned(), body));
    let items = node.items().enumerate().map(|(at, item)| (at.to_string(), item));
    for (key, value) in keyed.chain(body).chain(items) {
        all.insert(key, Value::Object(outline(value)));
    }
    all
}

/// Whether a value counts as absent.
fn is_absent(value: NodeRef<'_>) -> bool {
    let is_absent = value.kind() == Kind::Null && LEAVES_OUT.get();
    if is_absent {
        LEFT_OUT.set(true);
    }
    is_absent
}

/// A mapping.
pub(super) struct Mapping<'t>(NodeRef<'t>);

/// A list.
pub(super) struct Sequence<'t>(NodeRef<'t>);

impl<'t> Node<'t, Yaml> for NodeRef<'t> {
    type Object = Mapping<'t>;
    type Array = Sequence<'t>;
    type Number = YamlNumber;

    fn as_object(&self) -> Option<Mapping<'t>> {
        (self.kind() == Kind::Mapping && spend(1 + self.len())).then_some(Mapping(*self))
    }

    fn as_array(&self) -> Option<Sequence<'t>> {
        (self.kind() == Kind::Sequence && spend(1 + self.len())).then_some(Sequence(*self))
    }

    fn as_string(&self) -> Option<Cow<'t, str>> {
        let text = without_break(*self)?;
        // Keywords that look at a string mostly read all of it: long ones cost more.
        spend(1 + text.len() / 256).then_some(Cow::Borrowed(text))
    }

    fn as_number(&self) -> Option<YamlNumber> {
        self.number().map(|n| YamlNumber(json_number(n)))
    }

    fn as_boolean(&self) -> Option<bool> {
        match self.kind() {
            Kind::True => Some(true),
            Kind::False => Some(false),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        matches!(self.kind(), Kind::Null | Kind::Alias)
    }

    fn is_number(&self) -> bool {
        self.kind() == Kind::Number
    }

    fn json_type(&self) -> JsonType {
        match self.kind() {
            Kind::Null | Kind::Alias => JsonType::Null,
            Kind::True | Kind::False => JsonType::Boolean,
            Kind::Number => JsonType::Number,
            Kind::String => JsonType::String,
            Kind::Sequence => JsonType::Array,
            Kind::Mapping => JsonType::Object,
        }
    }

    fn equals_value(&self, expected: &Value) -> bool {
        match (without_break(*self), expected) {
            (Some(text), Value::String(other)) => spend(1) && text == other,
            (Some(_), _) | (None, Value::String(_)) => false,
            _ => jsonschema::json::cmp::equal(&to_json(*self), expected),
        }
    }

    /// The value that an error takes along. Null for collections: with errors at every level the copies would add up.
    fn to_value(&self) -> Cow<'t, Value> {
        let is_scalar = !matches!(self.kind(), Kind::Sequence | Kind::Mapping);
        if is_scalar {
            Cow::Owned(to_json(*self))
        } else if self.id() == 0 && AT_END.replace(false) {
            Cow::Owned(Value::Object(outline(*self)))
        } else {
            Cow::Owned(Value::Null)
        }
    }

    fn identity(&self) -> Option<NodeIdentity> {
        Some(NodeIdentity::tagged(std::ptr::from_ref(self.tree()) as usize, self.id()))
    }
}

/// A YAML node as a JSON value; null where the step budget is exhausted.
pub(super) fn to_json(node: NodeRef<'_>) -> Value {
    if !spend(1) {
        return Value::Null;
    }
    match node.kind() {
        Kind::Null | Kind::Alias => Value::Null,
        Kind::True => Value::Bool(true),
        Kind::False => Value::Bool(false),
        Kind::Number => node.number().map_or(Value::Null, |n| Value::Number(json_number(n))),
        Kind::String => Value::String(without_break(node).unwrap_or_default().to_owned()),
        Kind::Sequence => Value::Array(node.items().map(to_json).collect()),
        Kind::Mapping => Value::Object(node.entries().map(|(k, v)| (k.scalar_text().to_owned(), to_json(v))).collect()),
    }
}

impl<'t> Object<'t, Yaml> for Mapping<'t> {
    type Node = NodeRef<'t>;
    type MemberName = &'t str;
    type MembersIter = Members<'t>;

    fn len(&self) -> usize {
        self.members().count()
    }

    fn get(&self, key: &String) -> Option<NodeRef<'t>> {
        if !spend(1) {
            return None;
        }
        let body = || body_of(self.0).filter(|(known, _)| known == key).map(|(_, body)| body);
        self.0.get(key).filter(|value| !is_absent(*value)).or_else(body)
    }

    fn members(&self) -> Members<'t> {
        Members(self.0.entries(), body_of(self.0))
    }
}

/// The body of a Markdown file, if it stands for a key of this mapping that it has nowhere else.
fn body_of(mapping: NodeRef<'_>) -> Option<(&str, NodeRef<'_>)> {
    let (key, body) = (mapping.tree().body_key.as_deref()?, mapping.tree().body()?);
    (mapping.id() == 0 && mapping.get(key).is_none()).then_some((key, body))
}

/// The members of a mapping, the body of a Markdown file last.
pub(super) struct Members<'t>(Entries<'t>, Option<(&'t str, NodeRef<'t>)>);

impl<'t> Iterator for Members<'t> {
    type Item = (&'t str, NodeRef<'t>);

    fn next(&mut self) -> Option<Self::Item> {
        let written = self.0.find(|(_, value)| !is_absent(*value)).map(|(key, value)| (key.scalar_text(), value));
        written.or_else(|| self.1.take())
    }
}

impl<'t> Array<'t, Yaml> for Sequence<'t> {
    type Node = NodeRef<'t>;
    type ElementsIter = Items<'t>;

    fn len(&self) -> usize {
        self.0.len()
    }

    fn elements(&self) -> Items<'t> {
        self.0.items()
    }

    fn is_unique(&self) -> bool {
        jsonschema::json::unique::is_unique(&self.0.items().map(to_json).collect::<Vec<_>>())
    }
}

/// The value of a string; of a block scalar without its final line breaks, which belong to the notation.
fn without_break(node: NodeRef<'_>) -> Option<&str> {
    let text = node.text()?;
    Some(if matches!(node.style(), Style::Literal | Style::Folded) { text.trim_end_matches('\n') } else { text })
}
