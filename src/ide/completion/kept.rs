//! Lists that an editor keeps while letters are typed on.

use super::Completions;
use crate::workspace::Letters;

/// Makes a list complete, and lets the editor close it by itself: each item that writes a whole value is found by all of its
/// letters but the last. With the last one no item is left, so that Enter breaks the line, however late an answer would come.
/// A name whose letters find other items too is found by all of them: it is the best one then, and Enter would change nothing.
pub(super) fn close_when_typed(found: &mut Completions) {
    found.incomplete = false;
    let names: Vec<Name> = found.items.iter().map(|item| Name::new(&item.filter)).collect();
    for (at, item) in found.items.iter_mut().enumerate() {
        let finds_others = || names.iter().enumerate().any(|(other, name)| other != at && names[at].finds(name));
        if let Some((last, _)) = item.filter.char_indices().next_back()
            && item.whole
            && last > 0
            && !finds_others()
        {
            item.filter.truncate(last);
        }
    }
}

/// The letters of a filter text, without case.
struct Name {
    letters: Vec<char>,
    mask: Letters,
}

impl Name {
    fn new(filter: &str) -> Self {
        let letters: Vec<char> = filter.chars().flat_map(char::to_lowercase).collect();
        Self { mask: Letters::wanted(letters.iter().copied()), letters }
    }

    /// Whether whoever types this is shown the other as well, as Visual Studio Code matches: the letters in their order, or
    /// in an order in which two neighbours have changed places.
    fn finds(&self, other: &Self) -> bool {
        if !other.mask.hold(self.mask) || other.letters.len() < self.letters.len() {
            return false;
        }
        let in_order = |letters: &[char]| {
            let mut behind = other.letters.iter();
            letters.iter().all(|letter| behind.any(|l| l == letter))
        };
        let swapped = |at: usize| {
            let mut letters = self.letters.clone();
            letters.swap(at, at + 1);
            in_order(&letters)
        };
        in_order(&self.letters) || (1..self.letters.len().saturating_sub(1)).any(swapped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_find_names() {
        let finds = |typed: &str, name: &str| Name::new(typed).finds(&Name::new(name));
        assert!(finds("Git", "GitHub") && finds("DB", "Database") && finds("git", "Digital"));
        assert!(finds("Form", "Format") && finds("Form", "From scratch"));
        assert!(!finds("GitHub", "Git") && !finds("Java", "Lava lamp"));
    }
}
