//! "Did you mean": the nearest of a few words.

use super::shape::Shape;
use crate::syntax::NodeRef;

/// The bound on typos in Damerau-Levenshtein distance (characters inserted, deleted, replaced or swapped).
#[derive(Clone, Copy, Debug)]
pub struct Distance;

impl Distance {
    /// The largest distance at which a word of `length` characters counts as a typo of another.
    #[must_use]
    pub const fn largest(length: usize) -> usize {
        match length {
            0..=2 => 0,
            3..=5 => 1,
            6..=9 => 2,
            _ => 3,
        }
    }
}

/// A longer word, in bytes, is no slip of the keyboard.
const LONGEST: usize = 400;

/// The candidate nearest to `word`, if it is within [`Distance::largest`]. Letter case does not count; of equally near
/// ones the first wins.
#[must_use]
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let mut candidates = candidates.into_iter().peekable();
    candidates.peek()?;
    if word.len() > LONGEST {
        return None;
    }
    let folded = word.to_lowercase();
    let length = folded.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        // A character of one word may have four bytes in the other.
        if candidate.len() > (word.len() + 4) * 4 || word.len() > (candidate.len() + 4) * 4 {
            continue;
        }
        let other = candidate.to_lowercase();
        let other_length = other.chars().count();
        let limit = Distance::largest(length.max(other_length));
        if length.abs_diff(other_length) > limit {
            continue;
        }
        let distance = strsim::damerau_levenshtein(&folded, &other);
        if distance <= limit && best.is_none_or(|(d, _)| distance < d) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

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
    let can_be_meant = shape.additional.is_none() || shape.required.iter().any(|key| key == meant);
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
        let near = if shape.additional.is_some() { None } else { nearest(key, known) };
        // What another system calls its id is no address.
        near.or_else(|| synonym(shape, mapping, key).filter(|meant| *meant != "slug"))
    })
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_of_the_keyboard() {
        let keys = ["name", "summary", "skills", "tools", "why"];
        assert_eq!(nearest("sumary", keys), Some("summary"));
        assert_eq!(nearest("Name", keys), Some("name"));
        assert_eq!(nearest("nmae", keys), Some("name"));
        assert_eq!(nearest("tags", keys), None);
        assert_eq!(nearest("hy", keys), Some("why"));
    }

    #[test]
    fn words_of_different_lengths_are_not_compared() {
        assert_eq!(nearest(&"a".repeat(super::LONGEST + 1), [&*"a".repeat(super::LONGEST)]), None);
        assert_eq!(nearest("\u{130}stanbul", ["i\u{307}stanbul"]), Some("i\u{307}stanbul"));
    }
}
