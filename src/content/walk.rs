//! Walks a tree beside its schema's shape and visits what the annotations mark: labels, references, terms, prose.

use super::placeholder::{BLANK, waits};
use crate::schema::{Label, Notes, Schema, Shape, meant_key};
use crate::syntax::{Kind, NodeRef};

/// Callbacks for annotated values.
pub(super) trait Visitor<'t, 's> {
    /// A label of the thing that is defined here.
    fn label(&mut self, kind: &'s str, label: Label, node: NodeRef<'t>);
    /// A name that refers to a thing; `path` has the keys from the root (`None` for a list item), `list` is that of
    /// [`Reference::list`](super::Reference::list).
    fn reference(&mut self, kind: &'s str, node: NodeRef<'t>, path: &[Option<&str>], list: u32);
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
    visit(root, 0, schema, shape, &mut path, visitor);
}

fn visit<'t: 'p, 's: 'p, 'p>(
    node: NodeRef<'t>,
    list: u32,
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
                scalar(node, list, &schema.shapes.get(id).notes, path, visitor);
                path.pop();
            }
        }
        Kind::String => scalar(node, list, &shape.notes, path, visitor),
        Kind::Sequence => {
            let list = node.span().start + 1;
            let Some(items) = shape.items.map(|id| schema.shapes.get(id)) else {
                // A sequence in place of a scalar: each item counts as the scalar.
                if shape.notes.terms.is_some() {
                    node.items()
                        .filter(|i| i.kind() == Kind::String)
                        .for_each(|i| scalar(i, list, &shape.notes, path, visitor));
                }
                return;
            };
            if let ([Some(_)], Some(kind)) = (path.as_slice(), &items.notes.refers) {
                visitor.list(kind);
            }
            path.push(None);
            for item in node.items() {
                visit(item, list, schema, items, path, visitor);
            }
            path.pop();
        }
        Kind::Mapping => {
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
                    visit(value, 0, schema, schema.shapes.get(id), path, visitor);
                    path.pop();
                }
            }
        }
        _ => {}
    }
}

/// Whether a mapping must have a key, at least beside another one.
fn is_required(shape: &Shape, key: &str) -> bool {
    let mut all = shape.required.iter().chain(shape.dependents.iter().flat_map(|(_, keys)| keys));
    all.any(|required| required == key)
}

fn scalar<'t, 's>(
    node: NodeRef<'t>,
    list: u32,
    notes: &'s Notes,
    path: &[Option<&str>],
    visitor: &mut impl Visitor<'t, 's>,
) {
    if node.is_blank() {
        return;
    }
    if let Some((kind, label)) = &notes.defines {
        visitor.label(kind, *label, node);
    }
    if let Some(kind) = &notes.refers {
        visitor.reference(kind, node, path, list);
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
