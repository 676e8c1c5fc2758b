//! "Did you mean": the nearest of a few words.

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
