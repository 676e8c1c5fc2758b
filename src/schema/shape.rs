//! [`Shape`]: what a schema says about an instance location, read statically.
//!
//! A shape merges everything that applies to a location: `$ref`, `allOf`, `dependentSchemas`, and the branches of
//! `anyOf`, `oneOf` and `then`/`else`. It is an over-approximation on purpose: a key that any branch knows is a known
//! key.

use regex::{Regex, RegexBuilder};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use super::documents::Documents;
use super::file_notes::FileNotes;
use super::notes::{Label, Notes, read_notes};
use super::reached::Reached;

/// Index of a [`Shape`].
pub type ShapeId = u32;

/// What a schema says about one instance location.
#[derive(Clone, Debug, Default)]
pub struct Shape {
    /// Short name of the thing, as its title says.
    pub title: Option<String>,
    /// Markdown.
    pub description: Option<String>,
    /// Examples, as JSON.
    pub examples: Vec<Value>,
    /// What holds when the key is left out.
    pub default: Option<Value>,
    /// JSON types that are allowed here; empty means any.
    pub types: Vec<String>,
    /// The values that are allowed here (`enum`, `const`); empty means any.
    pub values: Vec<String>,
    /// A day stands here (`"format": "date"`).
    pub is_date: bool,
    /// `x-sidestep-says`: the predicate of the message about a value that is refused ("must be …").
    pub says: Option<String>,
    /// The same of `propertyNames`, as help: which keys can stand.
    pub key_says: Option<String>,
    /// Known keys, in the schema's order.
    pub properties: Vec<(String, ShapeId)>,
    /// Keys that are required, by any branch.
    pub required: Vec<String>,
    /// `dependentRequired`: keys, each with those that it makes required.
    pub dependents: Vec<(String, Vec<String>)>,
    /// Items of a list, whichever of them.
    pub items: Option<ShapeId>,
    /// The first items (`prefixItems`), where a schema says what each is.
    pub first: Vec<ShapeId>,
    /// The items behind these.
    pub rest: Option<ShapeId>,
    /// Values of keys that are not listed (`additionalProperties`, `unevaluatedProperties`), if it is a subschema.
    pub additional: Option<ShapeId>,
    /// Keys that are not listed are refused: what is not known may be a typo.
    pub closed: bool,
    /// Values of keys that match a pattern (`patternProperties`), if it is a subschema.
    pub patterns: Vec<(Regex, ShapeId)>,
    /// The keys themselves (`propertyNames`).
    pub keys: Option<ShapeId>,
    /// What the branches of `oneOf` are called: their titles, else by the keys that they require. Empty where there are
    /// several sets of them.
    pub forms: Vec<String>,
    /// Sidestep's own annotations.
    pub notes: Notes,
    /// The positions of the properties, where they are many.
    places: FxHashMap<String, usize>,
    /// Whether this shape or any below it has annotations.
    pub noted_below: bool,
}

/// A shape with more properties has them in a table too.
const FEW: usize = 24;

impl Shape {
    /// The shape of the value of a listed key.
    #[inline]
    #[must_use]
    pub fn known(&self, key: &str) -> Option<ShapeId> {
        if self.properties.len() <= FEW {
            return self.properties.iter().find(|(known, _)| known == key).map(|(_, id)| *id);
        }
        self.places.get(key).map(|at| self.properties[*at].1)
    }
}

/// All shapes of a schema. The root is shape 0.
#[derive(Clone, Debug)]
pub struct Shapes {
    shapes: Vec<Shape>,
    /// What the schema says about files as a whole.
    pub file: FileNotes,
}

impl Shapes {
    /// Walks `root` (a document's URI) in `documents`. `None` if that exceeds the bounds: sets of alternatives can
    /// multiply.
    pub(super) fn walk(documents: &Documents, root: &str) -> Option<Self> {
        Self::walk_noting(documents, root).map(|(shapes, _)| shapes)
    }

    /// The same, with the subschemas that the shapes are made of.
    pub(super) fn walk_noting(documents: &Documents, root: &str) -> Option<(Self, Reached)> {
        let (shapes, known, file) = (Vec::new(), FxHashMap::default(), FileNotes::default());
        let mut walker = Walker { documents, shapes, known, steps: STEPS, file };
        let place = |value| Place { document: root.to_owned(), value, in_condition: false };
        let start = documents.get(root).map(place);
        walker.shape(start.into_iter().collect(), 0)?;
        let mut shapes = walker.shapes;
        let mut reached = Reached::default();
        for (subschemas, id) in &walker.known {
            reach(&mut reached, subschemas, &shapes[*id as usize], *id == 0);
        }
        mark_noted(&mut shapes);
        Some((Self { shapes, file: walker.file }, reached))
    }

    /// The shape with an index.
    #[must_use]
    pub fn get(&self, id: ShapeId) -> &Shape {
        &self.shapes[id as usize]
    }

    /// The shape of the whole document.
    #[must_use]
    pub fn root(&self) -> &Shape {
        self.get(0)
    }

    /// The shape of the value of `key`, listed or not.
    #[must_use]
    pub fn property(&self, shape: &Shape, key: &str) -> Option<ShapeId> {
        let matching = || shape.patterns.iter().find(|(pattern, _)| pattern.is_match(key)).map(|(_, id)| *id);
        shape.known(key).or_else(matching).or(shape.additional)
    }

    /// The same as a shape.
    #[must_use]
    pub fn below(&self, shape: &Shape, key: &str) -> Option<&Shape> {
        self.property(shape, key).map(|id| self.get(id))
    }

    /// The shape of the items of a list that a shape describes, whichever of them.
    #[must_use]
    pub fn items(&self, list: &Shape) -> Option<&Shape> {
        list.items.map(|id| self.get(id))
    }

    /// The keys at the top of a file that hold lists of names, in the schema's order, each with the kind of what is named.
    pub fn lists(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.root().properties.iter();
        all.filter_map(|(key, id)| Some((key.as_str(), self.items(self.get(*id))?.notes.refers.as_deref()?)))
    }

    /// The kinds of things that files of this shape define, each once, in the schema's order.
    #[must_use]
    pub fn defined_kinds(&self) -> Vec<&str> {
        let mut kinds: Vec<&str> = self.file.defines().collect();
        kinds.extend(self.shapes.iter().filter_map(|shape| Some(shape.notes.defines.as_ref()?.0.as_str())));
        let mut seen = FxHashSet::default();
        kinds.retain(|kind| seen.insert(*kind));
        kinds
    }

    /// Whether files of this shape can say which spellings are to be avoided.
    #[must_use]
    pub fn can_avoid(&self) -> bool {
        let of_file = self.file.name.as_ref().and_then(|name| name.label);
        let of_heading = self.file.heading.as_ref().map(|(_, label)| *label);
        let others = self.shapes.iter().filter_map(|shape| Some(shape.notes.defines.as_ref()?.1));
        others.chain(of_file).chain(of_heading).any(|label| label == Label::Avoid)
    }

    /// The key that a plain name stands for in place of an entry that such a shape describes: the one that names the entry,
    /// or the only required one.
    #[must_use]
    pub fn plain_key<'s>(&self, shape: &'s Shape) -> Option<(&'s str, ShapeId)> {
        if shape.types.iter().any(|one| one == "string") {
            return None;
        }
        let names = |id: ShapeId| {
            let notes = &self.get(id).notes;
            notes.refers.is_some() || matches!(notes.defines, Some((_, Label::Name)))
        };
        let required = |key: &str| shape.required.iter().any(|one| one == key);
        let named = shape.properties.iter().find(|(key, id)| required(key) && names(*id));
        let only = || shape.properties.iter().find(|(key, _)| shape.required.len() == 1 && required(key));
        named.or_else(only).map(|(key, id)| (key.as_str(), *id))
    }

    /// The distinct values of `x-sidestep-group`.
    pub fn groups(&self) -> impl Iterator<Item = &str> {
        let all = self.shapes.iter().filter_map(|shape| shape.notes.group.as_deref());
        let mut seen = FxHashSet::default();
        all.filter(move |word| seen.insert(*word))
    }

    /// The shape of an item of a list that a shape describes, by its position.
    #[must_use]
    pub fn item(&self, list: &Shape, at: usize) -> Option<&Shape> {
        let id = match list.first.get(at) {
            Some(first) => Some(*first),
            None if list.first.is_empty() => list.items,
            None => list.rest,
        };
        id.map(|id| self.get(id))
    }

    /// The shape at a path from the root: keys, and `None` for list items.
    #[must_use]
    pub fn at<'p>(&self, path: impl IntoIterator<Item = Option<&'p str>>) -> Option<&Shape> {
        let mut shape = self.root();
        for step in path {
            let id = match step {
                Some(key) => self.property(shape, key)?,
                None => shape.items?,
            };
            shape = self.get(id);
        }
        Some(shape)
    }
}

/// Takes note of the subschemas that a shape merges.
fn reach(reached: &mut Reached, subschemas: &[usize], shape: &Shape, is_root: bool) {
    let is_text = |one: &String| matches!(&**one, "string" | "number" | "integer" | "boolean");
    let takes_text = shape.types.is_empty()
        || shape.types.iter().any(|one| is_text(one) || one == "null")
        // One of several forms may say nothing of its type.
        || !shape.forms.is_empty()
        // An array whose items nothing is said of is read item by item.
        || shape.notes.terms.is_some() && shape.items.is_none();
    for address in subschemas {
        let reach = reached.entry(*address).or_default();
        reach.takes_text |= takes_text;
        reach.is_root |= is_root;
    }
}

/// Propagates `noted_below` from the leaves up, to a fixed point: shapes can be recursive.
fn mark_noted(shapes: &mut [Shape]) {
    for shape in shapes.iter_mut() {
        shape.noted_below = shape.notes != Notes::default();
    }
    loop {
        let mut changed = false;
        // Most children have larger ids than their parents.
        for id in (0..shapes.len()).rev() {
            let below = |s: &Shape| {
                let children = s.properties.iter().map(|(_, id)| *id).chain(s.items).chain(s.additional);
                let children = children.chain(s.patterns.iter().map(|(_, id)| *id)).chain(s.keys);
                children.into_iter().any(|c| shapes[c as usize].noted_below)
            };
            if !shapes[id].noted_below && below(&shapes[id]) {
                shapes[id].noted_below = true;
                changed = true;
            }
        }
        if !changed {
            return;
        }
    }
}

#[derive(Clone)]
struct Place<'d> {
    document: String,
    value: &'d Value,
    /// It stands below an `if`: what it demands need not hold, and only its annotations count.
    in_condition: bool,
}

struct Walker<'d> {
    documents: &'d Documents,
    shapes: Vec<Shape>,
    /// Shapes by the set of subschemas that they merge (sorted addresses), so that recursive ones end.
    known: FxHashMap<Vec<usize>, ShapeId>,
    /// How many subschemas may still be merged.
    steps: usize,
    /// What the subschemas of the whole document say about the file.
    file: FileNotes,
}

/// How many subschemas may be merged in all.
const STEPS: usize = 500_000;
/// How deep shapes may nest.
const DEEPEST: usize = 500;
/// Of so many first items a list may say what each is.
const MOST_FIRST: usize = 100;
/// How large a compiled pattern of keys may be, in bytes.
const PATTERN: usize = 1 << 20;

impl<'d> Walker<'d> {
    fn shape(&mut self, places: Vec<Place<'d>>, depth: usize) -> Option<ShapeId> {
        let (mut all, mut seen) = (Vec::new(), FxHashSet::default());
        for place in places {
            self.expand(place, &mut all, &mut seen);
        }
        self.steps = self.steps.checked_sub(all.len() + 1).filter(|_| depth < DEEPEST)?;
        let mut key: Vec<usize> = all.iter().map(|p| std::ptr::from_ref(p.value) as usize).collect();
        key.sort_unstable();
        key.dedup();
        if let Some(id) = self.known.get(&key) {
            return Some(*id);
        }
        let id = ShapeId::try_from(self.shapes.len()).unwrap_or(ShapeId::MAX);
        self.known.insert(key, id);
        if self.shapes.is_empty() {
            all.iter().for_each(|place| self.file.read(place.value));
        }
        self.shapes.push(Shape::default());
        self.below(id, &all, depth)?;
        Some(id)
    }

    /// Reads what a shape merges, and the shapes below it. Its frames are kept small: there are as many as shapes are deep.
    fn below(&mut self, id: ShapeId, all: &[Place<'d>], depth: usize) -> Option<()> {
        let (mut shape, children) = merged(all);
        let Children { properties, first, items, additional, keys, patterns } = *children;
        for (name, places) in properties {
            let inner = self.shape(places, depth + 1)?;
            shape.properties.push((name, inner));
        }
        if shape.properties.len() > FEW {
            shape.places = shape.properties.iter().enumerate().map(|(at, (name, _))| (name.clone(), at)).collect();
        }
        if !first.is_empty() {
            for places in &first {
                let item = self.shape(places.clone(), depth + 1)?;
                shape.first.push(item);
            }
            shape.rest = if items.is_empty() { None } else { Some(self.shape(items.clone(), depth + 1)?) };
        }
        let any: Vec<Place<'d>> = first.into_iter().flatten().chain(items).collect();
        if !any.is_empty() {
            shape.items = Some(self.shape(any, depth + 1)?);
        }
        if !additional.is_empty() {
            shape.additional = Some(self.shape(additional, depth + 1)?);
        }
        for (pattern, places) in patterns {
            let values = self.shape(places, depth + 1)?;
            shape.patterns.extend(pattern_of_keys(&pattern).map(|pattern| (pattern, values)));
        }
        if !keys.is_empty() {
            shape.keys = Some(self.shape(keys, depth + 1)?);
        }
        self.shapes[id as usize] = *shape;
        Some(())
    }

    /// Adds a subschema and all that apply in place with it, references followed.
    fn expand(&self, place: Place<'d>, all: &mut Vec<Place<'d>>, seen: &mut FxHashSet<usize>) {
        if !seen.insert(std::ptr::from_ref(place.value) as usize) {
            return;
        }
        all.push(place.clone());
        let Some(object) = place.value.as_object() else { return };
        let child = |value: &'d Value| Place { value, ..place.clone() };
        for keyword in ["$ref", "$dynamicRef"] {
            if let Some(Value::String(reference)) = object.get(keyword)
                && let Some((document, value)) = self.documents.resolve(&place.document, reference)
            {
                self.expand(Place { document, value, ..place.clone() }, all, seen);
            }
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            for branch in object.get(keyword).and_then(Value::as_array).into_iter().flatten() {
                self.expand(child(branch), all, seen);
            }
        }
        for keyword in ["then", "else"] {
            if let Some(branch) = object.get(keyword) {
                self.expand(child(branch), all, seen);
            }
        }
        if let Some(condition) = object.get("if") {
            self.expand(Place { in_condition: true, ..child(condition) }, all, seen);
        }
        if let Some(Value::Object(map)) = object.get("dependentSchemas") {
            for branch in map.values() {
                self.expand(child(branch), all, seen);
            }
        }
    }
}

/// The subschemas below some that are merged.
#[derive(Default)]
struct Children<'d> {
    properties: Vec<(String, Vec<Place<'d>>)>,
    first: Vec<Vec<Place<'d>>>,
    items: Vec<Place<'d>>,
    additional: Vec<Place<'d>>,
    keys: Vec<Place<'d>>,
    patterns: Vec<(String, Vec<Place<'d>>)>,
}

/// What subschemas say of a place together, and what stands below them.
fn merged<'d>(all: &[Place<'d>]) -> (Box<Shape>, Box<Children<'d>>) {
    let (mut shape, mut children) = (Box::<Shape>::default(), Box::<Children<'d>>::default());
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for place in all {
        if place.in_condition {
            read_notes(&mut shape.notes, place.value);
        } else {
            read_own(&mut shape, place.value);
        }
        let Some(object) = place.value.as_object() else { continue };
        let child = |value: &'d Value| Place { value, ..place.clone() };
        if let Some(Value::Object(map)) = object.get("properties") {
            for (name, value) in map {
                let at = *places.entry(name).or_insert(children.properties.len());
                match children.properties.get_mut(at) {
                    Some((_, list)) => list.push(child(value)),
                    None => children.properties.push((name.clone(), vec![child(value)])),
                }
            }
        }
        children.items.extend(object.get("items").filter(|v| v.is_object()).map(child));
        let first = object.get("prefixItems").and_then(Value::as_array).into_iter().flatten();
        for (at, value) in first.take(MOST_FIRST).enumerate() {
            if children.first.len() == at {
                children.first.push(Vec::new());
            }
            children.first[at].push(child(value));
        }
        for keyword in ["additionalProperties", "unevaluatedProperties"] {
            children.additional.extend(object.get(keyword).filter(|v| v.is_object()).map(child));
        }
        children.keys.extend(object.get("propertyNames").filter(|v| v.is_object()).map(child));
        for (pattern, value) in object.get("patternProperties").and_then(Value::as_object).into_iter().flatten() {
            if value.is_object() {
                children.patterns.push((pattern.clone(), vec![child(value)]));
            }
        }
    }
    (shape, children)
}

/// A pattern of keys. What the pattern language of schemas has beyond this one's is left to the validator.
fn pattern_of_keys(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern).size_limit(PATTERN).build().ok()
}

/// Merges the keywords of one subschema into a shape; where only one value fits, the first stays.
fn read_own(shape: &mut Shape, value: &Value) {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let list = |key: &str| value.get(key).and_then(Value::as_array).into_iter().flatten();
    shape.title = shape.title.take().or_else(|| text("title"));
    shape.description = shape.description.take().or_else(|| text("description"));
    shape.says = shape.says.take().or_else(|| text("x-sidestep-says"));
    let key_says = || value.get("propertyNames")?.get("x-sidestep-says")?.as_str().map(str::to_owned);
    shape.key_says = shape.key_says.take().or_else(key_says);
    shape.is_date |= text("format").as_deref() == Some("date");
    shape.default = shape.default.take().or_else(|| value.get("default").cloned());
    if shape.examples.is_empty() {
        shape.examples = list("examples").cloned().collect();
    }
    if value.get("oneOf").is_some() {
        let forms = list("oneOf").map(form);
        shape.forms = if shape.forms.is_empty() { forms.collect() } else { Vec::new() };
    }
    match value.get("type") {
        Some(Value::String(one)) => shape.types.push(one.clone()),
        Some(Value::Array(many)) => shape.types.extend(many.iter().filter_map(Value::as_str).map(str::to_owned)),
        _ => {}
    }
    let refused = |keyword: &str| value.get(keyword) == Some(&Value::Bool(false));
    shape.closed |= refused("additionalProperties") || refused("unevaluatedProperties");
    shape.values.extend(list("enum").chain(value.get("const")).map(plain));
    shape.required.extend(list("required").filter_map(Value::as_str).map(str::to_owned));
    for (key, others) in value.get("dependentRequired").and_then(Value::as_object).into_iter().flatten() {
        let others = others.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
        shape.dependents.push((key.clone(), others.collect()));
    }
    read_notes(&mut shape.notes, value);
}

/// What a branch of `oneOf` is called; empty if nothing tells it from others.
fn form(branch: &Value) -> String {
    if let Some(title) = branch.get("title").and_then(Value::as_str) {
        return format!("\"{title}\"");
    }
    let keys = branch.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let keys: Vec<String> = keys.take(3).map(|key| format!("\"{key}\"")).collect();
    if keys.is_empty() { String::new() } else { format!("one with {}", keys.join(", ")) }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
