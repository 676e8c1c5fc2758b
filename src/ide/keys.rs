//! The key at a place, and what the schema says about it.

use crate::schema::{Schema, Shape};
use crate::syntax::{Kind, NodeRef, Tree};

/// A key, or a value without keys below it, at a place in a file.
#[derive(Clone, Copy)]
pub(super) struct KeyAt<'t> {
    /// The key.
    pub key: NodeRef<'t>,
    /// Its value.
    pub value: NodeRef<'t>,
    /// What the schema says about the value.
    pub shape: &'t Shape,
    /// What the schema says about the mapping.
    pub parent: &'t Shape,
    /// How many keys lie above this one.
    pub depth: usize,
    /// The key of the mapping that holds this one's mapping, through lists too.
    pub above: Option<NodeRef<'t>>,
    /// The place lies in the value, not in the key.
    pub in_value: bool,
}

/// The innermost known key whose name or value holds a byte offset.
pub(super) fn key_at<'t>(tree: &'t Tree, schema: &'t Schema, at: u32) -> Option<KeyAt<'t>> {
    let shapes = &schema.shapes;
    let (mut node, mut shape) = (tree.root()?, shapes.root());
    let mut found: Option<KeyAt<'t>> = None;
    let holds = |node: NodeRef<'_>| node.full_span().start <= at && at <= node.span().end;
    loop {
        let next = match node.kind() {
            Kind::Mapping => {
                // Where a key ends and its value starts at one place, the key counts.
                let pairs = || node.written_entries().filter(|(_, value)| value.kind() != Kind::Alias);
                let on_key = node.written_entries().find(|(key, _)| holds(*key));
                let (key, value) = on_key.or_else(|| pairs().find(|(_, value)| holds(*value)))?;
                let id = shapes.property(shape, key.scalar_text())?;
                let (parent, above, depth) = (shape, found.map(|f| f.key), found.map_or(0, |f| f.depth + 1));
                let in_value = on_key.is_none();
                shape = shapes.get(id);
                found = Some(KeyAt { key, value, shape, parent, depth, above, in_value });
                in_value.then_some(value)
            }
            Kind::Sequence => {
                let item = node.written_items().find(|item| holds(*item) && item.kind() != Kind::Alias);
                match (item, shape.items) {
                    (Some(item), Some(id)) => {
                        shape = shapes.get(id);
                        Some(item)
                    }
                    _ => return None,
                }
            }
            _ => None,
        };
        match next {
            Some(next) => node = next,
            None => return found,
        }
    }
}
