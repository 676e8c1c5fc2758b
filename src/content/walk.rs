//! Walks a tree beside its schema's shapes and visits what the annotations mark: labels, references, terms, prose, groups.

use super::placeholder::{BLANK, waits};
use crate::schema::{Label, Notes, Schema, Shape, Shaped};
use crate::syntax::{Kind, NodeRef, Tree};

/// Callbacks for annotated values. A walk looks for all of them; a caller says what it wants by those that it has.
#[expect(unused_variables, reason = "what a caller does not want is passed over")]
pub(crate) trait Visitor<'t, 's> {
    /// A label of the thing that is defined here: `holder` is the number of the innermost mapping that holds it, or of the
    /// label itself where that is a thing alone.
    fn label(&mut self, kind: &'s str, label: Label, node: NodeRef<'t>, holder: u32) {}
    /// A name that refers to a thing; `path` has the keys from the root (`None` for a list item), `list` is that of
    /// [`Reference::list`](super::Reference::list).
    fn reference(&mut self, kind: &'s str, node: NodeRef<'t>, notes: &'s Notes, path: &[Option<&str>], list: u32) {}
    /// A text that lists terms.
    fn terms(&mut self, kind: &'s str, node: NodeRef<'t>, list: u32) {}
    /// Markdown.
    fn prose(&mut self, node: NodeRef<'t>) {}
    /// A required text, a name or a reference that still waits for its words.
    fn placeholder(&mut self, node: NodeRef<'t>) {}
    /// A key at the top of the file holds a list of names of a kind.
    fn list(&mut self, kind: &'s str) {}
    /// A value where the name of a group belongs, whatever stands there; `of` is what such groups are called.
    fn group(&mut self, of: &'s str, node: NodeRef<'t>) {}
}

/// Walks a node with what its schema says of it.
pub(crate) fn walk<'t, 's>(at: Shaped<'t, 's>, visitor: &mut impl Visitor<'t, 's>) {
    Walk { path: Vec::new(), visitor }.visit(at, Around { list: 0, holder: at.node.id() });
}

/// Calls `visit` for each scalar of a file that the schema marks as prose, and for the body of a Markdown file.
pub(crate) fn each_prose<'t>(tree: &'t Tree, schema: &Schema, mut visit: impl FnMut(NodeRef<'t>)) {
    struct Prose<F>(F);
    impl<'t, F: FnMut(NodeRef<'t>)> Visitor<'t, '_> for Prose<F> {
        fn prose(&mut self, node: NodeRef<'t>) {
            (self.0)(node);
        }
    }
    if let Some(root) = Shaped::root(tree, &schema.shapes) {
        walk(root, &mut Prose(&mut visit));
    }
    tree.body().into_iter().for_each(visit);
}

/// What stands around a value.
#[derive(Clone, Copy)]
struct Around {
    /// The list that it is an item of, as in [`Reference::list`](super::Reference::list).
    list: u32,
    /// The number of the innermost mapping that holds it.
    holder: u32,
}

/// A walk under way.
struct Walk<'v, 'p, V> {
    /// The keys from the root to the value that is looked at; `None` for a list item.
    path: Vec<Option<&'p str>>,
    visitor: &'v mut V,
}

/// Whether a number or boolean may stand where it does: beside a text too, or instead of one.
fn may_stand(node: NodeRef<'_>, shape: &Shape) -> bool {
    let fits = |one: &String| match node.kind() {
        Kind::Number => one == "number" || one == "integer",
        _ => one == "boolean",
    };
    shape.types.iter().any(fits) || !shape.types.iter().any(|one| one == "string")
}

impl<'t: 'p, 's: 'p, 'p, V: Visitor<'t, 's>> Walk<'_, 'p, V> {
    fn visit(&mut self, at: Shaped<'t, 's>, around: Around) {
        let Some(shape) = at.shape.filter(|shape| shape.noted_below) else { return };
        let node = at.node;
        if let Some(of) = &shape.notes.group {
            self.visitor.group(of, node);
        }
        match node.kind() {
            // Items behind other marks than dashes: the schema reports them.
            Kind::String if shape.items.is_some() && node.bullets().is_some() => {}
            // A name in place of an entry is read as the entry's name: the schema reports it, and nothing follows.
            Kind::String if shape.notes == Notes::default() => {
                let is_entry = !std::ptr::eq(shape, at.shapes.root());
                if let Some((key, id)) = at.shapes.plain_key(shape).filter(|_| is_entry) {
                    self.path.push(Some(key));
                    self.scalar(node, around, &at.shapes.get(id).notes);
                    self.path.pop();
                }
            }
            Kind::String => self.scalar(node, around, &shape.notes),
            // Where another form than a text may stand, it is a text as it is written.
            Kind::Number | Kind::True | Kind::False if may_stand(node, shape) => {
                self.scalar(node, around, &shape.notes);
            }
            Kind::Sequence => self.sequence(at, shape, around),
            Kind::Mapping => self.mapping(at, shape),
            _ => {}
        }
    }

    fn sequence(&mut self, at: Shaped<'t, 's>, shape: &'s Shape, around: Around) {
        let around = Around { list: at.node.span().start + 1, ..around };
        let Some(items) = at.shapes.items(shape) else {
            // A sequence in place of a scalar: each item counts as the scalar.
            if shape.notes.terms.is_some() {
                let texts = at.node.items().filter(|item| item.kind() == Kind::String);
                texts.for_each(|item| self.scalar(item, around, &shape.notes));
            }
            return;
        };
        if let ([Some(_)], Some(kind)) = (self.path.as_slice(), &items.notes.refers) {
            self.visitor.list(kind);
        }
        self.path.push(None);
        at.items().for_each(|item| self.visit(item, around));
        self.path.pop();
    }

    fn mapping(&mut self, at: Shaped<'t, 's>, shape: &'s Shape) {
        if let Some(keys) = shape.keys.map(|id| at.shapes.get(id)).filter(|keys| keys.noted_below) {
            for (key, value) in at.node.entries() {
                let holder = if value.kind() == Kind::Mapping { value.id() } else { key.id() };
                self.scalar(key, Around { list: 0, holder }, &keys.notes);
            }
        }
        let around = Around { list: 0, holder: at.node.id() };
        for entry in at.entries() {
            let below = entry.below();
            if below.shape.is_none() {
                continue;
            }
            self.path.push(Some(entry.name()));
            if waits(entry.value) && entry.is_required() {
                self.visitor.placeholder(entry.value);
            }
            self.visit(below, around);
            self.path.pop();
        }
    }

    fn scalar(&mut self, node: NodeRef<'t>, around: Around, notes: &'s Notes) {
        if node.is_blank() {
            return;
        }
        let list = around.list;
        if let Some((kind, label)) = &notes.defines {
            let alone = list > 0 && matches!(label, Label::Name | Label::Id | Label::Planned);
            self.visitor.label(kind, *label, node, if alone { node.id() } else { around.holder });
        }
        if let Some(kind) = &notes.refers {
            self.visitor.reference(kind, node, notes, &self.path, list);
        }
        if let Some(kind) = &notes.terms {
            self.visitor.terms(kind, node, list);
        }
        if waits(node) {
            let in_list = self.path.last() == Some(&None);
            // What tools leave to the author is told wherever it stands.
            let blank = notes.prose && (in_list || node.scalar_text().trim() == BLANK);
            if blank || notes.defines.is_some() || notes.refers.is_some() {
                self.visitor.placeholder(node);
            }
        }
        if notes.prose {
            self.visitor.prose(node);
        }
    }
}
