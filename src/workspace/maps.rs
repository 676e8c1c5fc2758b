//! Maps whose values are lists, without entries for empty ones.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// Edits the value of a key, and removes the entry if that is empty afterwards.
pub(super) fn take<K, Q, V>(map: &mut FxHashMap<K, V>, key: &Q, edit: impl FnOnce(&mut V))
where
    K: std::borrow::Borrow<Q> + std::hash::Hash + Eq,
    Q: std::hash::Hash + Eq + ?Sized,
    V: IsEmpty,
{
    if let Some(value) = map.get_mut(key) {
        edit(value);
        if value.is_empty() {
            map.remove(key);
        }
    }
}

pub(super) trait IsEmpty {
    fn is_empty(&self) -> bool;
}

impl<A: smallvec::Array> IsEmpty for SmallVec<A> {
    fn is_empty(&self) -> bool {
        SmallVec::is_empty(self)
    }
}
