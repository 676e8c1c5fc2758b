//! [`Shaped`]: a node beside the shape of its place. Whatever walks a tree along its schema steps down here.

use super::near::meant_key;
use super::shape::{Shape, ShapeId, Shapes};
use crate::syntax::{NodeRef, Tree};

/// A node with what the schema says about its place.
#[derive(Clone, Copy, Debug)]
pub struct Shaped<'t, 's> {
    /// The node.
    pub node: NodeRef<'t>,
    /// `None` where the schema does not know the place.
    pub shape: Option<&'s Shape>,
    /// All shapes of the schema.
    pub shapes: &'s Shapes,
}

/// A pair of a mapping, with the key that is meant by its own.
#[derive(Clone, Copy, Debug)]
pub struct ShapedEntry<'t, 's> {
    /// The key, as it is written.
    pub key: NodeRef<'t>,
    /// The value.
    pub value: NodeRef<'t>,
    /// The known key that this one is a typo of ([`meant_key`]).
    meant: Option<&'s str>,
    /// The shape of the value, where the key is listed.
    known: Option<ShapeId>,
    parent: Shaped<'t, 's>,
}

impl<'t, 's> Shaped<'t, 's> {
    /// The root of a file. `None` in an empty file.
    #[must_use]
    pub fn root(tree: &'t Tree, shapes: &'s Shapes) -> Option<Self> {
        Some(Self::new(tree.root()?, shapes.root(), shapes))
    }

    /// A node that `shape`, one of `shapes`, describes.
    #[must_use]
    pub const fn new(node: NodeRef<'t>, shape: &'s Shape, shapes: &'s Shapes) -> Self {
        Self { node, shape: Some(shape), shapes }
    }

    /// The items of a sequence.
    pub fn items(self) -> impl Iterator<Item = Self> {
        self.node.items().enumerate().map(move |(at, item)| self.item(at, item))
    }

    /// An item of this sequence, by its position.
    #[must_use]
    pub fn item(self, at: usize, item: NodeRef<'t>) -> Self {
        let shape = self.shape.and_then(|shape| self.shapes.item(shape, at));
        Self { node: item, shape, shapes: self.shapes }
    }

    /// The effective pairs of a mapping. What stands under a misspelled key is taken for what was meant, so that one typo
    /// gives one finding.
    #[inline]
    pub fn entries(self) -> impl Iterator<Item = ShapedEntry<'t, 's>> {
        self.node.entries().map(move |(key, value)| {
            let written = key.scalar_text();
            let known = self.shape.and_then(|shape| shape.known(written));
            let unknown = self.shape.filter(|_| known.is_none());
            let meant = unknown.and_then(|shape| meant_key(shape, self.node, written));
            ShapedEntry { key, value, meant, known, parent: self }
        })
    }

    /// The value of a pair of this mapping, the key taken as it is written.
    #[must_use]
    pub fn value(self, key: NodeRef<'_>, value: NodeRef<'t>) -> Self {
        let shape = self.shape.and_then(|shape| self.shapes.below(shape, key.scalar_text()));
        Self { node: value, shape, shapes: self.shapes }
    }
}

impl<'t, 's> ShapedEntry<'t, 's> {
    /// The key that is meant.
    #[inline]
    #[must_use]
    pub fn name<'p>(&self) -> &'p str
    where
        't: 'p,
        's: 'p,
    {
        self.meant.unwrap_or_else(|| self.key.scalar_text())
    }

    /// The value with its shape.
    #[inline]
    #[must_use]
    pub fn below(&self) -> Shaped<'t, 's> {
        let Shaped { shape, shapes, .. } = self.parent;
        let shape = match (self.known, shape) {
            (Some(id), _) => Some(shapes.get(id)),
            (None, Some(shape)) => shapes.below(shape, self.name()),
            (None, None) => None,
        };
        Shaped { node: self.value, shape, shapes }
    }

    /// Whether the mapping must have the key, at least beside another one.
    #[must_use]
    pub fn is_required(&self) -> bool {
        let name = self.name();
        self.parent.shape.is_some_and(|shape| {
            let mut all = shape.required.iter().chain(shape.dependents.iter().flat_map(|(_, keys)| keys));
            all.any(|required| required == name)
        })
    }
}
