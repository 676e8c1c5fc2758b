//! Passes over a complete tree: they bound the expansion of aliases, find repeated keys, expand merge keys, and settle
//! which comments follow a plain scalar.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::fault::{Fault, FaultKind};
use super::{Kind, NodeId, NodeRef, Style, Tree};
use crate::text::span::offset;

/// How many nodes the aliases of a file may expand to in total. Against "billion laughs"; most files have no alias.
const ALIAS_BUDGET: u64 = 20_000;
/// How deep a file may nest once its aliases are expanded; later layers recurse that deep.
const DEEPEST_WRITTEN_OUT: u32 = 400;

/// Replaces all aliases by empty values, with one fault, if expanding them would exceed the bounds ("billion laughs").
pub(super) fn check_aliases(tree: &mut Tree, aliases: &[NodeId], faults: &mut Vec<Fault>) {
    if aliases.is_empty() {
        return;
    }
    // Targets precede their aliases, so one pass is enough: the expanded size of a node is 1 + the sizes of its
    // children, that of an alias the size of its target; the same for heights.
    let mut sizes = vec![1u64; tree.nodes.len()];
    let mut heights = vec![1u32; tree.nodes.len()];
    let mut total = 0u64;
    let mut stack: Vec<(usize, usize)> = Vec::new();
    for at in 0..=tree.nodes.len() {
        while let Some((id, end)) = stack.last().copied()
            && end <= at
        {
            stack.pop();
            if let Some((parent, _)) = stack.last().copied() {
                sizes[parent] = sizes[parent].saturating_add(sizes[id]);
                heights[parent] = heights[parent].max(heights[id].saturating_add(1));
            }
        }
        let Some(node) = tree.nodes.get(at) else { break };
        if matches!(node.kind, Kind::Mapping | Kind::Sequence) {
            stack.push((at, node.next as usize));
            continue;
        }
        if node.kind == Kind::Alias {
            // The target ended before this alias, so its size and height are final.
            sizes[at] = sizes[node.value.0 as usize];
            heights[at] = heights[node.value.0 as usize];
            total = total.saturating_add(sizes[at]);
        }
        if let Some((parent, _)) = stack.last().copied() {
            sizes[parent] = sizes[parent].saturating_add(sizes[at]);
            heights[parent] = heights[parent].max(heights[at].saturating_add(1));
        }
    }
    if total <= ALIAS_BUDGET && heights[0] <= DEEPEST_WRITTEN_OUT {
        return;
    }
    let worst = aliases.iter().copied().max_by_key(|id| sizes[*id as usize]).unwrap_or(aliases[0]);
    faults.push(Fault {
        kind: FaultKind::TooManyAliases,
        span: tree.nodes[worst as usize].span,
        others: Vec::new(),
        fixes: Vec::new(),
    });
    for id in aliases {
        let node = &mut tree.nodes[*id as usize];
        node.kind = Kind::Null;
        node.value = (0, 0);
        tree.uncertain.push(tree.nodes[*id as usize].span);
    }
}

/// A mapping with more entries than this gets a hash index of its keys.
const LARGE: u32 = 64;
/// In a mapping with more entries than this, repeated keys are found with a hash set, else by comparing each pair.
const SMALL: u32 = 8;

/// Finds repeated keys, expands merge keys and builds the index of large mappings.
pub(super) fn finish_mappings(tree: &mut Tree, merges: &[NodeId]) {
    let mut special = with_repeated_keys(tree);
    for id in &special {
        let mut first: FxHashMap<&str, NodeId> = FxHashMap::default();
        let mut duplicates = Vec::new();
        for (key, _) in tree.written(*id).written_entries() {
            if !is_comparable(key) {
                continue;
            }
            let known = first.entry(key.scalar_text()).or_insert(key.id());
            if *known != key.id() {
                duplicates.push((*known, key.id()));
            }
        }
        tree.duplicate_keys.extend(duplicates);
    }
    // Ids are in document order, so a mapping that is merged by alias is done before the one that merges it.
    special.extend(merges);
    special.sort_unstable();
    special.dedup();
    for id in special {
        let pairs = effective(tree, id);
        tree.nodes[id as usize].special = true;
        tree.effective.insert(id, pairs.into_boxed_slice());
    }
    let large = |id: &NodeId| {
        let node = &tree.nodes[*id as usize];
        node.kind == Kind::Mapping && node.value.0 > LARGE
    };
    let large: Vec<NodeId> = (0..offset(tree.nodes.len())).filter(large).collect();
    for id in large {
        let mut index = FxHashMap::default();
        for (key, value) in tree.written(id).entries() {
            // On a hash collision the first key keeps the slot; `NodeRef::entry` searches for the others.
            index.entry(FxBuildHasher.hash_one(key.scalar_text())).or_insert((key.id(), value.id()));
        }
        tree.large.insert(id, index);
    }
}

/// Clears `after_plain` where the value follows on a later line (`key: # note`, then `  value`): no empty scalar precedes
/// the comment there.
pub(super) fn finish_comments(tree: &mut Tree) {
    let is_value = |at: u32| {
        let first = tree.nodes.partition_point(|node| node.span.start < at);
        let mut here = tree.nodes[first..].iter().take_while(|node| node.span.start == at);
        here.any(|node| node.kind == Kind::Null && node.span.is_empty())
    };
    for comment in &mut tree.comments {
        comment.after_plain = comment.after_plain.filter(|kept| !kept.is_empty() || is_value(kept.start));
    }
}

/// The mappings with a repeated key.
fn with_repeated_keys(tree: &Tree) -> Vec<NodeId> {
    let mut special = Vec::new();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut some: SmallVec<[&str; SMALL as usize]> = SmallVec::new();
    for id in 0..offset(tree.nodes.len()) {
        let node = &tree.nodes[id as usize];
        if node.kind != Kind::Mapping || node.value.0 < 2 {
            continue;
        }
        let keys = tree.written(id).written_entries().map(|(key, _)| key).filter(|key| is_comparable(*key));
        let texts = keys.map(NodeRef::scalar_text);
        let repeated = if node.value.0 <= SMALL {
            some.clear();
            some.extend(texts);
            (1..some.len()).any(|at| some[..at].contains(&some[at]))
        } else {
            seen.clear();
            texts.into_iter().any(|text| !seen.insert(text))
        };
        if repeated {
            special.push(id);
        }
    }
    special
}

/// Whether a key can be repeated: a scalar other than a merge key.
fn is_comparable(key: NodeRef<'_>) -> bool {
    !matches!(key.kind(), Kind::Mapping | Kind::Sequence) && !is_merge(key.style(), key.scalar_text())
}

fn is_merge(style: Style, key: &str) -> bool {
    style == Style::Plain && key == "<<"
}

/// The effective pairs of a mapping: its own (of repeated keys the first), then those of merged mappings whose keys it
/// lacks.
fn effective(tree: &Tree, id: NodeId) -> Vec<(NodeId, NodeId)> {
    let mut pairs: Vec<(NodeId, NodeId)> = Vec::new();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut merged = Vec::new();
    for (key, value) in tree.written(id).written_entries() {
        if is_merge(key.style(), key.scalar_text()) && key.kind() == Kind::String {
            merged.push(tree.node(value.id()));
        } else if matches!(key.kind(), Kind::Mapping | Kind::Sequence) || seen.insert(key.scalar_text()) {
            pairs.push((key.id(), value.id()));
        }
    }
    for source in merged {
        let list: Vec<_> = if source.kind() == Kind::Sequence { source.items().collect() } else { vec![source] };
        for mapping in list {
            for (key, value) in mapping.entries() {
                if seen.insert(key.scalar_text()) {
                    pairs.push((key.id(), value.id()));
                }
            }
        }
    }
    pairs
}
