//! Walks a tree beside its schema's shape and visits what the annotations mark: labels, references, terms, prose.

use super::placeholder::{BLANK, waits};
use crate::schema::{Label, Notes, Schema, Shape, meant_key};
use crate::syntax::{Kind, NodeRef};

/// Callbacks for annotated values.
pub(super) trait Visitor<'t, 's> {
    /// A label of the thing that is defined here: `holder` is the number of the innermost mapping that holds it, or of the
    /// label itself where that is a thing alone.
    fn label(&mut self, kind: &'s str, label: Label, node: NodeRef<'t>, holder: u32);
    /// A name that refers to a thing; `path` has the keys from the root (`None` for a list item), `list` is that of
    /// [`Reference::list`](super::Reference::list).
    fn reference(&mut self, kind: &'s str, node: NodeRef<'t>, notes: &'s Notes, path: &[Option<&str>], list: u32);
    /// A text that lists terms.
    fn terms(&mut self, kind: &'s str, node: NodeRef<'t>, list: u32);
    /// Markdown.
    fn prose(&mut self, node: NodeRef<'t>);
    /// A required text, a name or a reference that still waits for its words.
    fn placeholder(&mut self, node: NodeRef<'t>);
    /// A key at the top of the file holds a list of names of a kind.
    fn list(&mut self, kind: &'s str);
}

/// Walks `root`, which `shape` describes.
pub(super) fn walk<'t, 's>(
    root: NodeRef<'t>,
    schema: &'s Schema,
    shape: &'s Shape,
    visitor: &mut impl Visitor<'t, 's>,
) {
    let mut path = Vec::new();
    visit(root, Around { list: 0, holder: root.id() }, schema, shape, &mut path, visitor);
}

/// What stands around a value.
#[derive(Clone, Copy)]
struct Around {
    /// The list that it is an item of, as in [`Reference::list`](super::Reference::list).
    list: u32,
    /// The number of the innermost mapping that holds it.
    holder: u32,
}

fn visit<'t: 'p, 's: 'p, 'p>(
    node: NodeRef<'t>,
    around: Around,
    schema: &'s Schema,
    shape: &'s Shape,
    path: &mut Vec<Option<&'p str>>,
    visitor: &mut impl Visitor<'t, 's>,
) {
    if !shape.noted_below {
        return;
    }
    match node.kind() {
        // A name in place of an entry is read as the entry's name: the schema reports it, and nothing follows.
        Kind::String if shape.notes == Notes::default() => {
            let is_entry = !std::ptr::eq(shape, schema.shapes.root());
            if let Some((key, id)) = schema.shapes.plain_key(shape).filter(|_| is_entry) {
                path.push(Some(key));
                scalar(node, around, &schema.shapes.get(id).notes, path, visitor);
                path.pop();
            }
        }
        Kind::String => scalar(node, around, &shape.notes, path, visitor),
        // Where another form than a text may stand, it is a text as it is written.
        Kind::Number | Kind::True | Kind::False if !shape.types.iter().any(|one| one == "string") => {
            scalar(node, around, &shape.notes, path, visitor);
        }
        Kind::Sequence => sequence(node, around, schema, shape, path, visitor),
        Kind::Mapping => mapping(node, schema, shape, path, visitor),
        _ => {}
    }
}

fn sequence<'t: 'p, 's: 'p, 'p>(
    node: NodeRef<'t>,
    around: Around,
    schema: &'s Schema,
    shape: &'s Shape,
    path: &mut Vec<Option<&'p str>>,
    visitor: &mut impl Visitor<'t, 's>,
) {
    let around = Around { list: node.span().start + 1, ..around };
    let Some(items) = shape.items.map(|id| schema.shapes.get(id)) else {
        // A sequence in place of a scalar: each item counts as the scalar.
        if shape.notes.terms.is_some() {
            let texts = node.items().filter(|item| item.kind() == Kind::String);
            texts.for_each(|item| scalar(item, around, &shape.notes, path, visitor));
        }
        return;
    };
    if let ([Some(_)], Some(kind)) = (path.as_slice(), &items.notes.refers) {
        visitor.list(kind);
    }
    path.push(None);
    for (at, item) in node.items().enumerate() {
        if let Some(shape) = schema.shapes.item(shape, at) {
            visit(item, around, schema, shape, path, visitor);
        }
    }
    path.pop();
}

fn mapping<'t: 'p, 's: 'p, 'p>(
    node: NodeRef<'t>,
    schema: &'s Schema,
    shape: &'s Shape,
    path: &mut Vec<Option<&'p str>>,
    visitor: &mut impl Visitor<'t, 's>,
) {
    let around = Around { list: 0, holder: node.id() };
    if let Some(keys) = shape.keys.map(|id| schema.shapes.get(id)).filter(|keys| keys.noted_below) {
        for (key, value) in node.entries() {
            let holder = if value.kind() == Kind::Mapping { value.id() } else { key.id() };
            scalar(key, Around { list: 0, holder }, &keys.notes, path, visitor);
        }
    }
    for (key, value) in node.entries() {
        // A misspelled key is read as the one that was meant: what stands in it is not lost.
        let mut key: &'p str = key.scalar_text();
        let mut known = shape.known(key);
        if known.is_none() {
            key = meant_key(shape, node, key).unwrap_or(key);
            known = schema.shapes.property(shape, key);
        }
        if let Some(id) = known {
            path.push(Some(key));
            if waits(value) && is_required(shape, key) {
                visitor.placeholder(value);
            }
            visit(value, around, schema, schema.shapes.get(id), path, visitor);
            path.pop();
        }
    }
}

/// Whether a mapping must have a key, at least beside another one.
fn is_required(shape: &Shape, key: &str) -> bool {
    let mut all = shape.required.iter().chain(shape.dependents.iter().flat_map(|(_, keys)| keys));
    all.any(|required| required == key)
}

fn scalar<'t, 's>(
    node: NodeRef<'t>,
    around: Around,
    notes: &'s Notes,
    path: &[Option<&str>],
    visitor: &mut impl Visitor<'t, 's>,
) {
    if node.is_blank() {
        return;
    }
    let list = around.list;
    if let Some((kind, label)) = &notes.defines {
        let alone = list > 0 && matches!(label, Label::Name | Label::Id | Label::Planned);
        visitor.label(kind, *label, node, if alone { node.id() } else { around.holder });
    }
    if let Some(kind) = &notes.refers {
        visitor.reference(kind, node, notes, path, list);
    }
    if let Some(kind) = &notes.terms {
        visitor.terms(kind, node, list);
    }
    if waits(node) {
        let in_list = path.last() == Some(&None);
        // What tools leave to the author is told wherever it stands.
        let blank = notes.prose && (in_list || node.scalar_text().trim() == BLANK);
        if blank || notes.defines.is_some() || notes.refers.is_some() {
            visitor.placeholder(node);
        }
    }
    if notes.prose {
        visitor.prose(node);
    }
}
