//! [`Similar`]: things of one kind whose names are equal but for letter case, white space, dots, hyphens and a plural
//! `s` (content model, section 6, `similar-name`).

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};
use smallvec::SmallVec;

use super::maps::take;
use super::{DefId, FileId};
use crate::content::fold;

/// Definitions by a hash of what their names are without the small differences.
#[derive(Clone, Debug, Default)]
pub(super) struct Similar(FxHashMap<u64, SmallVec<[DefId; 1]>>);

impl Similar {
    pub fn add(&mut self, def: DefId, name: &str) {
        self.0.entry(hash(name)).or_default().push(def);
    }

    pub fn remove(&mut self, file: FileId, name: &str) {
        take(&mut self.0, &hash(name), |defs| defs.retain(|def| def.file != file));
    }

    /// The definitions whose names may be similar to one: a superset, unordered.
    pub fn of(&self, name: &str) -> &[DefId] {
        self.0.get(&hash(name)).map_or(&[], |defs| defs)
    }
}

fn hash(name: &str) -> u64 {
    FxBuildHasher.hash_one(&*key(name))
}

/// A name without letter case, white space, dots and hyphens (but those between digits), and without the `s` behind four
/// letters or more at its end.
pub(super) fn key(name: &str) -> String {
    let folded = fold(name);
    let mut key = String::with_capacity(folded.len());
    let mut before = None;
    let mut letters = folded.chars().peekable();
    while let Some(c) = letters.next() {
        let is_digit = |c: &char| c.is_ascii_digit();
        let mut joins_numbers =
            || before.is_some_and(|b: char| b.is_ascii_digit()) && letters.peek().is_some_and(is_digit);
        let left_out = match c {
            '.' | '-' | '\u{2010}' | '\u{2011}' => !joins_numbers(),
            c => c.is_whitespace(),
        };
        if !left_out {
            key.push(c);
        }
        before = Some(c);
    }
    let is_plural = key.ends_with('s') && key.chars().rev().skip(1).take(4).filter(|c| c.is_alphabetic()).count() == 4;
    if is_plural {
        key.pop();
    }
    key
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn small_differences() {
        for (a, b) in [
            ("Node.js", "NodeJS"),
            ("Front End Engineer", "Frontend Engineer"),
            ("Front-End Engineers", "frontend engineer"),
            ("GRÖSSEN-Planer", "Größenplaner"),
        ] {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        for (a, b) in [("3.5 mm", "35 mm"), ("24-7", "247"), ("Gas", "Ga"), ("iOS", "IO"), ("Bus", "Bu"), ("C++", "C#")]
        {
            assert_ne!(key(a), key(b), "{a} {b}");
        }
    }
}
