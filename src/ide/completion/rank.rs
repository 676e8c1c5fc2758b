//! How well a name fits what is typed.
//!
//! Coarse on purpose: among names that fit about as well, what the page lacks comes first, and ten thousand names are
//! compared at each key.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::content::fold;
use crate::workspace::Letters;

/// In which way a name fits. The better ones come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// A prefix match, or nothing is typed.
    Prefix,
    /// A prefix of one of its words.
    Word,
    /// The initials of its words.
    Initials,
    /// A substring.
    Inside,
    /// A subsequence.
    Scattered,
}

impl Fit {
    /// All, the best first.
    pub const ALL: [Self; 5] = [Self::Prefix, Self::Word, Self::Initials, Self::Inside, Self::Scattered];
}

/// What is typed, prepared for many comparisons.
#[derive(Clone, Debug)]
pub(super) struct Query {
    folded: String,
    letters: Vec<char>,
    wanted: Letters,
}

impl Query {
    pub fn new(typed: &str) -> Self {
        let folded = plain(typed.trim_start()).into_owned();
        let letters: Vec<char> = folded.chars().filter(|c| !c.is_whitespace()).collect();
        Self { folded, wanted: Letters::wanted(letters.iter().copied()), letters }
    }

    /// The letters that a name must hold to fit.
    pub const fn letters(&self) -> Letters {
        self.wanted
    }

    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    /// How a name fits; `None` where it does not.
    pub fn fit(&self, name: &str) -> Option<Fit> {
        if self.is_empty() {
            return Some(Fit::Prefix);
        }
        if name.is_ascii() {
            return self.fit_ascii(name.as_bytes());
        }
        let folded = plain(name);
        let query = self.folded.as_str();
        if !is_subsequence(&self.letters, &folded) {
            return None;
        }
        if folded.starts_with(query) {
            return Some(Fit::Prefix);
        }
        let starts_word = |at: usize| folded[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let mut inside = false;
        for (at, _) in folded.match_indices(query) {
            if starts_word(at) {
                return Some(Fit::Word);
            }
            inside = true;
        }
        let initials: Vec<char> =
            folded.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.chars().next()).collect();
        if initials.starts_with(&self.letters) {
            return Some(Fit::Initials);
        }
        Some(if inside { Fit::Inside } else { Fit::Scattered })
    }
}

impl Query {
    /// The same for a name without accents, which most are: nothing is allocated.
    fn fit_ascii(&self, name: &[u8]) -> Option<Fit> {
        if !is_in_ascii(&self.letters, name) {
            return None;
        }
        let query = self.folded.as_bytes();
        let is_at = |at: usize| name.get(at..at + query.len()).is_some_and(|part| part.eq_ignore_ascii_case(query));
        if is_at(0) {
            return Some(Fit::Prefix);
        }
        let mut inside = false;
        for at in (1..name.len()).filter(|at| is_at(*at)) {
            if !name[at - 1].is_ascii_alphanumeric() {
                return Some(Fit::Word);
            }
            inside = true;
        }
        let starts_word = |at: usize| at == 0 || !name[at - 1].is_ascii_alphanumeric();
        let mut initials = (0..name.len()).filter(|at| name[*at].is_ascii_alphanumeric() && starts_word(*at));
        let is_initial =
            |letter: &char| initials.next().is_some_and(|at| char::from(name[at].to_ascii_lowercase()) == *letter);
        if self.letters.iter().all(is_initial) {
            return Some(Fit::Initials);
        }
        Some(if inside { Fit::Inside } else { Fit::Scattered })
    }
}

/// A text without letter case and accents.
fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return fold(text);
    }
    Cow::Owned(text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect())
}

/// Whether a text without accents has these letters in this order.
fn is_in_ascii(letters: &[char], text: &[u8]) -> bool {
    let mut bytes = text.iter();
    letters.iter().all(|letter| bytes.any(|b| char::from(b.to_ascii_lowercase()) == *letter))
}

/// Whether a text has these letters in this order.
fn is_subsequence(letters: &[char], text: &str) -> bool {
    let mut chars = text.chars();
    letters.iter().all(|letter| chars.any(|c| c == *letter))
}

/// Whether typing `other`, or a prefix of it, also matches `name`.
pub(super) fn answers_for(name: &str, other: &str) -> bool {
    !other.contains(char::is_whitespace) && is_subsequence(&fold(other).chars().collect::<Vec<_>>(), &fold(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fits() {
        let fit = |query: &str, name: &str| Query::new(query).fit(name);
        assert_eq!(fit("", "Docker"), Some(Fit::Prefix));
        assert_eq!(fit("back", "Backend Engineer"), Some(Fit::Prefix));
        assert_eq!(fit("eng", "Backend Engineer"), Some(Fit::Word));
        assert_eq!(fit("be", "Backend Engineer"), Some(Fit::Initials));
        assert_eq!(fit("end", "Backend Engineer"), Some(Fit::Inside));
        assert_eq!(fit("bkeng", "Backend Engineer"), Some(Fit::Scattered));
        assert_eq!(fit("backend  eng", "Backend Engineer"), Some(Fit::Scattered));
        assert_eq!(fit("ux", "UI/UX"), Some(Fit::Word));
        assert_eq!(fit("xu", "UI/UX"), None);
        assert_eq!(fit("GRÖ", "größe"), Some(Fit::Prefix));
        assert_eq!(fit("inge", "Ingénieur Système"), Some(Fit::Prefix));
        assert_eq!(fit("é", "Ingenieur"), Some(Fit::Inside));
    }

    #[test]
    fn accents_make_no_difference() {
        let names = ["Backend Engineer", "UI/UX", "Node.js", "abab ab", "C++", "x-ray  lab", "", "Aab"];
        for query in ["a", "ab", "be", "ux", "n.j", "js", "+", "rl", "x-r", " a", "ba", "aab", "9"] {
            let query = Query::new(query);
            for name in names {
                // The accent falls away again, and the name goes the other way.
                let accented = format!("{name}\u{301}");
                assert_eq!(query.fit(name), query.fit(&accented), "{query:?} {name}");
                assert!(query.fit(name).is_none() || Letters::of(name).hold(query.letters()), "{query:?} {name}");
                assert!(query.fit(&accented).is_none() || Letters::of(&accented).hold(query.letters()));
            }
        }
    }

    #[test]
    fn names_that_answer_for_others() {
        assert!(answers_for("PostgreSQL", "Postgres"));
        assert!(!answers_for("PostgreSQL", "Postgre SQL"));
        assert!(!answers_for("Kubernetes", "K8s"));
    }
}
