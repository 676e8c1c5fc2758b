//! [`ScalarMapRef`]: the [`ScalarMap`] of a node of a tree.

use std::cell::{Cell, OnceCell};

use super::scalar_map::{ScalarMap, in_literal};
use super::{NodeRef, Style};
use crate::text::Span;

impl<'t> NodeRef<'t> {
    /// Maps bytes of a scalar's value to bytes of the file, lazily.
    #[must_use]
    pub fn map(self) -> ScalarMapRef<'t> {
        ScalarMapRef::new(self)
    }

    /// The complete map from bytes of a scalar's value to bytes of the file.
    #[must_use]
    pub fn scalar_map(self) -> ScalarMap {
        let (source, start, indent) = self.source();
        let mut map = ScalarMap::new(source, self.style(), indent as usize, self.scalar_text());
        map.shift(start, |at| self.tree().to_file(at));
        map
    }
}

/// The [`ScalarMap`] of a node, built lazily: a few lookups in a literal block scalar do without it.
pub struct ScalarMapRef<'t> {
    node: NodeRef<'t>,
    full: OnceCell<ScalarMap>,
    /// Number of lookups so far; after a few of them the full map pays off.
    asked: Cell<u32>,
}

impl<'t> ScalarMapRef<'t> {
    pub(super) fn new(node: NodeRef<'t>) -> Self {
        Self { node, full: OnceCell::new(), asked: Cell::new(0) }
    }

    /// Where the bytes `start..end` of the value stand in the file.
    #[must_use]
    pub fn span(&self, start: usize, end: usize) -> Span {
        let node = self.node.node();
        let few = self.asked.get() < 8;
        self.asked.set(self.asked.get().saturating_add(1));
        if few && node.style == Style::Literal && self.full.get().is_none() && !self.node.has_moved() {
            let (source, at, indent) = self.node.source();
            if let Some((from, to)) = in_literal(source, indent as usize, self.node.scalar_text(), start, end) {
                return Span::of(at as usize + from, at as usize + to);
            }
        }
        if node.decoded || self.node.has_moved() {
            return self.full.get_or_init(|| self.node.scalar_map()).span(start, end);
        }
        Span::of(node.value.0 as usize + start, node.value.0 as usize + end)
    }
}
