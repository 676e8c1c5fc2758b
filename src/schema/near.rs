//! The key that was meant by an unknown one.

use super::shape::Shape;
use crate::syntax::NodeRef;
use crate::text::nearest;

/// Words that other systems have for keys of ours.
const SYNONYMS: [(&str, &str); 5] =
    [("title", "name"), ("label", "name"), ("description", "summary"), ("name", "role"), ("id", "slug")];

/// The known key that an unknown `key` of `mapping` is another system's word for, if it is absent.
#[must_use]
pub fn synonym(shape: &Shape, mapping: NodeRef<'_>, key: &str) -> Option<&'static str> {
    let meant = |(word, meant): &(&str, &'static str)| word.eq_ignore_ascii_case(key).then_some(*meant);
    let meant = SYNONYMS.iter().find_map(meant)?;
    let is_known = shape.known(meant).is_some() && shape.known(key).is_none();
    // Where any key is allowed, only a required one can have been meant.
    let can_be_meant = shape.closed || shape.required.iter().any(|key| key == meant);
    (is_known && can_be_meant && mapping.get(meant).is_none()).then_some(meant)
}

/// A mapping with more keys, or a schema that knows more, has no misspelled ones that are read as what was meant.
const MOST_KEYS: usize = 256;

/// The known key that an unknown `key` of `mapping` is a typo of: an absent required one, else (unless the shape allows
/// any key) another absent one. `None` for a key that is known, a team's own (`x-…`), or like no other.
#[must_use]
pub fn meant_key<'s>(shape: &'s Shape, mapping: NodeRef<'_>, key: &str) -> Option<&'s str> {
    if key.starts_with("x-") || shape.known(key).is_some() {
        return None;
    }
    // Nobody guesses among hundreds of keys, and for each of hundreds that would take long.
    if shape.properties.len().max(mapping.len()) > MOST_KEYS {
        return None;
    }
    let absent = |known: &&str| mapping.get(known).is_none();
    let required = shape.required.iter().map(String::as_str).filter(absent);
    nearest(key, required).or_else(|| {
        // Where any key is allowed, only a required one can have been meant.
        let known = shape.properties.iter().map(|(known, _)| known.as_str()).filter(absent);
        let near = if shape.closed { nearest(key, known) } else { None };
        // What another system calls its id is no address.
        near.or_else(|| synonym(shape, mapping, key).filter(|meant| *meant != "slug"))
    })
}
