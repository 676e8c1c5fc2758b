//! Where an error of the validator stands in the tree.

use jsonschema::ValidationError;
use jsonschema::paths::LocationSegment;
use rustc_hash::FxHashMap;

use crate::syntax::{NodeId, NodeRef};

/// The node at an error's instance path, and the way to it.
pub(super) struct Place<'t> {
    pub(super) node: NodeRef<'t>,
    /// The key whose value the node is.
    pub(super) key: Option<NodeRef<'t>>,
    /// The list whose item the node is.
    pub(super) list: Option<NodeRef<'t>>,
    /// The path from the root: keys, and `None` for list items.
    pub(super) path: Vec<Option<&'t str>>,
}

/// An error of the validator with its place.
pub(super) struct Found<'t> {
    pub(super) place: Place<'t>,
    pub(super) error: ValidationError<'static>,
}

/// A cache of the children of large collections, so that many errors in one of them do not cost a search each.
#[derive(Default)]
pub(super) struct Children<'t> {
    items: FxHashMap<NodeId, Vec<NodeRef<'t>>>,
    entries: FxHashMap<NodeId, FxHashMap<&'t str, (NodeRef<'t>, NodeRef<'t>)>>,
}

impl<'t> Children<'t> {
    fn item(&mut self, list: NodeRef<'t>, index: usize) -> Option<NodeRef<'t>> {
        self.items.entry(list.id()).or_insert_with(|| list.items().collect()).get(index).copied()
    }

    fn entry(&mut self, mapping: NodeRef<'t>, key: &str) -> Option<(NodeRef<'t>, NodeRef<'t>)> {
        if mapping.len() < 32 {
            return mapping.entry(key);
        }
        let all = || mapping.entries().map(|(k, v)| (k.scalar_text(), (k, v))).collect();
        self.entries.entry(mapping.id()).or_insert_with(all).get(key).copied()
    }
}

/// The place of an error.
pub(super) fn follow<'t>(root: NodeRef<'t>, error: &ValidationError<'_>, children: &mut Children<'t>) -> Place<'t> {
    let mut place = Place { node: root, key: None, list: None, path: Vec::new() };
    for segment in error.instance_path().segments() {
        match segment {
            LocationSegment::Property(key) => {
                let Some((k, v)) = children.entry(place.node, &key) else { break };
                place.path.push(Some(k.scalar_text()));
                place.node = v;
                place.key = Some(k);
                place.list = None;
            }
            LocationSegment::Index(index) => {
                let Some(item) = children.item(place.node, index) else { break };
                place.path.push(None);
                place.list = Some(place.node);
                place.node = item;
                place.key = None;
            }
        }
    }
    place
}
