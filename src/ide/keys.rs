//! The key at a place, and what the schema says about it.

use crate::schema::{Schema, Shape, Shaped};
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
    let mut here = Shaped::root(tree, &schema.shapes)?;
    let mut found: Option<KeyAt<'t>> = None;
    let holds = |node: NodeRef<'_>| node.full_span().start <= at && at <= node.span().end;
    loop {
        let next = match here.node.kind() {
            Kind::Mapping => {
                // Where a key ends and its value starts at one place, the key counts.
                let pairs = || here.node.written_entries().filter(|(_, value)| value.kind() != Kind::Alias);
                let on_key = here.node.written_entries().find(|(key, _)| holds(*key));
                let (key, value) = on_key.or_else(|| pairs().find(|(_, value)| holds(*value)))?;
                let below = here.value(key, value);
                let (parent, shape) = (here.shape?, below.shape?);
                let (above, depth) = (found.map(|f| f.key), found.map_or(0, |f| f.depth + 1));
                let in_value = on_key.is_none();
                found = Some(KeyAt { key, value, shape, parent, depth, above, in_value });
                in_value.then_some(below)
            }
            Kind::Sequence => {
                let mut items = here.node.written_items().enumerate();
                let (position, item) = items.find(|(_, item)| holds(*item) && item.kind() != Kind::Alias)?;
                let item = here.item(position, item);
                item.shape?;
                Some(item)
            }
            _ => None,
        };
        match next {
            Some(next) => here = next,
            None => return found,
        }
    }
}
