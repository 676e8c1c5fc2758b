//! "Did you mean": the nearest of a few words.

use smallvec::SmallVec;

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

/// The edit distance between two words (insert, delete, replace, swap of neighbours: optimal string alignment), if at
/// most `limit`.
pub(crate) fn distance(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[start..], &b[start..]);
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - end], &b[..b.len() - end]);
    if a.is_empty() || b.is_empty() {
        return Some(a.len().max(b.len())).filter(|d| *d <= limit);
    }
    if a.len().abs_diff(b.len()) > limit || limit == 0 {
        return None;
    }
    if limit == 1 {
        // One edit between words without a common beginning and end: a letter replaced, or two swapped.
        let one = a.len() == 1 && b.len() == 1 || a.len() == 2 && b.len() == 2 && a[0] == b[1] && a[1] == b[0];
        return one.then_some(1);
    }
    type Line = SmallVec<[usize; 32]>;
    let far = limit + 1;
    let mut before: Line = SmallVec::from_elem(far, b.len() + 1);
    let mut above: Line = (0..=b.len()).collect();
    let mut line: Line = SmallVec::from_elem(far, b.len() + 1);
    for i in 1..=a.len() {
        // Only cells within `limit` of the diagonal can matter.
        let (from, to) = (i.saturating_sub(limit).max(1), (i + limit).min(b.len()));
        line[from - 1] = if from == 1 { i } else { far };
        let mut least = line[from - 1];
        for j in from..=to {
            let replace = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let up = if j < i + limit { above[j] + 1 } else { far };
            let mut best = replace.min(up).min(line[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            line[j] = best;
            least = least.min(best);
        }
        if least > limit {
            return None;
        }
        std::mem::swap(&mut before, &mut above);
        std::mem::swap(&mut above, &mut line);
    }
    Some(above[b.len()]).filter(|d| *d <= limit)
}

/// The letters of a word.
type Word = SmallVec<[char; 32]>;

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
    let folded: Word = word.to_lowercase().chars().collect();
    let length = folded.len();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        // A character of one word may have four bytes in the other.
        if candidate.len() > (word.len() + 4) * 4 || word.len() > (candidate.len() + 4) * 4 {
            continue;
        }
        let other: Word = candidate.to_lowercase().chars().collect();
        let limit = Distance::largest(length.max(other.len()));
        if let Some(distance) = distance(&folded, &other, limit).filter(|near| best.is_none_or(|(d, _)| *near < d)) {
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
