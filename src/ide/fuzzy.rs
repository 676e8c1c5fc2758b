//! [`Pattern`]: fuzzy matching of names, as in "bkeng" for "Backend Engineer".
//!
//! The letters of the pattern must stand in the name in order, in whatever letter case and without regard to accents;
//! white space in the pattern does not count. Of all ways to match, the best counts: letters at the start of a word and
//! letters that follow each other score higher, gaps cost.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::workspace::Letters;

/// Score of a letter that matches.
const HIT: i32 = 16;
/// Bonus of a letter right behind the one that matched before.
const RUN: i32 = 12;
/// Bonus of a letter that starts a word.
const WORD: i32 = 10;
/// Bonus of a letter that starts the name.
const START: i32 = 6;
/// Bonus of a letter in the same case.
const CASE: i32 = 1;
/// Cost of each letter of the name between two that match.
const GAP: i32 = 1;
/// Most that a gap costs.
const GAP_MOST: i32 = 8;
/// Bonus of a pattern that is the whole name.
const WHOLE: i32 = 24;
/// Score of what does not match.
const NONE: i32 = i32::MIN / 2;
/// Letters of a name that are looked at: bounds the time, which grows with the lengths of name and pattern.
const LONGEST: usize = 96;

/// A pattern, compiled for many names.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// Its letters in lower case, without accents; and as written.
    letters: Vec<(char, char)>,
    wanted: Letters,
}

/// A letter of a name.
#[derive(Clone, Copy, Debug)]
struct Letter {
    lower: char,
    written: char,
    starts_word: bool,
}

/// Buffers for matching many names in a row.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    name: Vec<Letter>,
    before: Vec<i32>,
    now: Vec<i32>,
}

impl Pattern {
    /// Compiles a pattern.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut letters = Vec::new();
        plain(text, |written, lower| {
            if !written.is_whitespace() {
                letters.push((lower, written));
            }
        });
        Self { wanted: Letters::wanted(letters.iter().map(|(lower, _)| *lower)), letters }
    }

    /// A mask of the letters that a name must have to match: a prefilter.
    #[must_use]
    pub const fn letters(&self) -> Letters {
        self.wanted
    }

    /// Whether the pattern has no letters, so that it matches everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    /// How well a name matches, higher is better; `None` where it does not.
    #[must_use]
    pub fn score(&self, name: &str) -> Option<i32> {
        self.score_with(name, &mut Scratch::default())
    }

    /// As [`Pattern::score`], for many names in a row.
    #[must_use]
    pub fn score_with(&self, name: &str, scratch: &mut Scratch) -> Option<i32> {
        if self.letters.is_empty() {
            return Some(0);
        }
        if name.is_ascii() && !self.is_in_ascii(name.as_bytes()) {
            return None;
        }
        let Scratch { name: letters, before, now } = scratch;
        letters.clear();
        let mut previous = ' ';
        plain(name, |written, lower| {
            if letters.len() < LONGEST {
                let starts_word = written.is_alphanumeric()
                    && (!previous.is_alphanumeric() || (previous.is_lowercase() && written.is_uppercase()));
                letters.push(Letter { lower, written, starts_word });
            }
            previous = written;
        });
        let best = best(&self.letters, letters, before, now)?;
        let whole = if letters.len() == self.letters.len() { WHOLE } else { 0 };
        Some(best + whole)
    }

    /// Whether the pattern is a subsequence of an ASCII name: a prefilter.
    fn is_in_ascii(&self, name: &[u8]) -> bool {
        let mut rest = name.iter();
        self.letters.iter().all(|(lower, _)| rest.any(|b| char::from(b.to_ascii_lowercase()) == *lower))
    }
}

/// The best score, by dynamic programming over the letters of the pattern: `now[i]` is the best score of a match up to
/// here with the present letter at letter `i` of the name, `before[i]` the same for the letter before.
fn best(pattern: &[(char, char)], name: &[Letter], before: &mut Vec<i32>, now: &mut Vec<i32>) -> Option<i32> {
    before.clear();
    for (at, (lower, written)) in pattern.iter().enumerate() {
        now.clear();
        now.resize(name.len(), NONE);
        // Best score of the letters before, with a gap up to here at its full cost.
        let mut open = NONE;
        // The same where the gap is so long that it costs GAP_MOST.
        let mut capped = NONE;
        for (place, letter) in name.iter().enumerate() {
            let reach = if at == 0 {
                -GAP_MOST.min(i32::try_from(place).unwrap_or(GAP_MOST) * GAP)
            } else {
                let run = place.checked_sub(1).map_or(NONE, |p| before[p]);
                let gap = open.max(capped);
                open = (open.max(run)) - GAP;
                capped = capped.max(run - GAP_MOST);
                (run + RUN).max(gap)
            };
            if letter.lower != *lower || reach <= NONE / 2 {
                continue;
            }
            let mut score = reach + HIT;
            if letter.starts_word {
                score += WORD;
            }
            if place == 0 {
                score += START;
            }
            if letter.written == *written {
                score += CASE;
            }
            now[place] = score;
        }
        std::mem::swap(before, now);
    }
    before.iter().copied().max().filter(|score| *score > NONE / 2)
}

/// Calls `each` with each letter as written and in lower case, without accents.
fn plain(text: &str, mut each: impl FnMut(char, char)) {
    if text.is_ascii() {
        text.bytes().for_each(|b| each(char::from(b), char::from(b.to_ascii_lowercase())));
        return;
    }
    for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
        each(c, c.to_lowercase().next().unwrap_or(c));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names by how well they match, those that do not left out.
    fn ranked<'n>(pattern: &str, names: &[&'n str]) -> Vec<&'n str> {
        let pattern = Pattern::new(pattern);
        let mut found: Vec<_> = names.iter().filter_map(|n| Some((pattern.score(n)?, *n))).collect();
        found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        found.into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn letters_in_order() {
        let names = ["Backend Engineer", "Data Engineer", "Frontend Engineer"];
        assert_eq!(ranked("bkeng", &names), ["Backend Engineer"]);
        assert_eq!(ranked("ENGINEER", &names).len(), 3);
        assert_eq!(ranked("gneneerx", &names), [""; 0]);
        assert_eq!(ranked("", &names).len(), 3);
    }

    #[test]
    fn word_starts_and_runs_win() {
        assert_eq!(ranked("de", &["Code review", "Data Engineer", "Depot"]), ["Depot", "Data Engineer", "Code review"]);
        assert_eq!(ranked("go", &["Mango", "Go", "Google Docs"]), ["Go", "Google Docs", "Mango"]);
        assert_eq!(ranked("sql", &["Squirrel", "PostgreSQL", "SQL"]), ["SQL", "PostgreSQL", "Squirrel"]);
        assert_eq!(ranked("eng back", &["Backend Engineer", "Engine Backup"]), ["Engine Backup"]);
        assert_eq!(ranked("back eng", &["Backend Engineer"]), ["Backend Engineer"]);
    }

    #[test]
    fn the_best_way_counts() {
        // The first "e" that fits is not the one that makes the run.
        let pattern = Pattern::new("eng");
        assert!(pattern.score("Senior Engineer") > pattern.score("Sea nag"));
        let run = HIT * 3 + RUN * 2 + WORD;
        assert_eq!(pattern.score("xxxxxxxxxxxx eng"), Some(run + CASE * 3 - GAP_MOST));
    }

    #[test]
    fn accents_and_other_letters() {
        assert_eq!(ranked("ingenieur", &["Ingénieur Système"]), ["Ingénieur Système"]);
        assert_eq!(ranked("Système", &["Systeme", "Ingénieur Système"]), ["Systeme", "Ingénieur Système"]);
        assert_eq!(ranked("数工", &["数据工程师"]), ["数据工程师"]);
        assert_eq!(ranked("c#", &["C# Developer", "C Developer"]), ["C# Developer"]);
    }

    #[test]
    fn hardly_ever_slow() {
        let (pattern, name) = (Pattern::new(&"a".repeat(5000)), "a".repeat(5000));
        assert_eq!(pattern.score(&name), None, "only the start of a name is looked at");
    }
}
