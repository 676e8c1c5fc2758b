//! Lists that the editor filters by itself while typing goes on.

use super::Completion;
use super::rank::Fit;
use crate::text::Span;
use crate::workspace::Letters;

/// Replaces a letter of a filter text that must not match; nobody types it.
const HIDDEN: char = '·';

/// A complete text: an author who has typed it, beginning at `start`, needs no item.
#[derive(Clone, Debug)]
pub(super) struct Complete {
    /// Where it begins (byte of the file).
    pub start: u32,
    pub text: String,
}

/// Masks filter texts where any text is right: the editor closes the list at the first letter, and Enter breaks the line.
pub(super) fn close_at_once(items: &mut [Completion]) {
    for item in items {
        item.filter = HIDDEN.to_string();
    }
}

/// Masks filter texts so that the editor itself closes the list once a complete text is typed, in whatever letter case: no item
/// matches it, and Enter breaks the line however late the next answer comes. In each item that would match, also by a longer
/// name, the letter that ends the complete text is masked. When the next letter is typed no list is open, and the editor asks
/// anew.
///
/// `text`: the file's, `at`: the cursor (byte).
pub(super) fn close_when_typed(items: &mut [Completion], complete: &[Complete], text: &str, at: u32) {
    let mut starts: Vec<u32> = items.iter().map(|item| item.replace.start).collect();
    starts.sort_unstable();
    starts.dedup();
    for start in starts {
        let typed = Span::new(start, at.max(start)).slice(text).chars().count();
        let names = complete.iter().filter_map(|one| Some(Name::new(&one.seen_from(start, text)?)));
        let names: Vec<Name> = names.filter(|name| name.letters.len() > typed).collect();
        for item in items.iter_mut().filter(|item| item.replace.start == start) {
            let mut filter = Filter::new(&item.filter);
            filter.hide_before_numbers();
            for name in &names {
                while let Some(last) = name.found_in(&filter) {
                    filter.letters[last].hide();
                }
            }
            filter.write(&mut item.filter);
        }
    }
}

/// The cut-off rank of a list that is to hold at most so many items: the others are asked for once these are filtered away.
/// `None` where the best rank alone has too many.
pub(super) fn worst_fit(fits: impl Iterator<Item = Fit>, most: usize) -> Option<Fit> {
    let mut counts = [0; Fit::ALL.len()];
    fits.for_each(|fit| counts[fit as usize] += 1);
    let mut sum = 0;
    let kept = Fit::ALL.into_iter().take_while(|fit| {
        sum += counts[*fit as usize];
        sum <= most
    });
    kept.last()
}

impl Complete {
    /// The same text, for a filter that begins at another byte offset.
    fn seen_from(&self, start: u32, text: &str) -> Option<String> {
        let between = Span::new(start.min(self.start), start.max(self.start)).slice(text);
        if start <= self.start {
            Some(format!("{between}{}", self.text))
        } else {
            Some(self.text.strip_prefix(between)?.to_owned())
        }
    }
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// A text that is typed, without letter case.
struct Name {
    letters: Vec<char>,
    mask: Letters,
}

/// A filter text, by letters.
struct Filter {
    letters: Vec<Letter>,
    mask: Letters,
}

/// One of its letters.
struct Letter {
    written: char,
    lower: char,
    /// A match may begin here: a word begins.
    begins: bool,
}

impl Name {
    fn new(text: &str) -> Self {
        let letters: Vec<char> = text.chars().map(lower).collect();
        Self { mask: Letters::wanted(letters.iter().copied()), letters }
    }

    /// The index of the last matched letter if Visual Studio Code's matcher accepts the pattern: its letters in order (two
    /// neighbours may be swapped), the first one at the start of a word.
    fn found_in(&self, filter: &Filter) -> Option<usize> {
        if !filter.mask.hold(self.mask) || filter.letters.len() < self.letters.len() {
            return None;
        }
        let swapped = |at: usize| {
            let mut letters = self.letters.clone();
            letters.swap(at, at + 1);
            filter.last_of(&letters)
        };
        let swaps = 1..self.letters.len().saturating_sub(1);
        filter.last_of(&self.letters).or_else(|| swaps.into_iter().find_map(swapped))
    }
}

impl Filter {
    fn new(text: &str) -> Self {
        let mut before = None::<char>;
        let letters: Vec<Letter> = text
            .chars()
            .map(|written| {
                let begins = before.is_none_or(|b| !b.is_alphanumeric() || !b.is_uppercase() && written.is_uppercase());
                before = Some(written);
                Letter { written, lower: lower(written), begins: begins || !written.is_alphanumeric() }
            })
            .collect();
        Self { mask: Letters::wanted(letters.iter().map(|l| l.lower)), letters }
    }

    /// The index of the last letter of a contiguous match that begins a word.
    fn last_of(&self, letters: &[char]) -> Option<usize> {
        let (first, others) = letters.split_first()?;
        let mut at = self.letters.iter().position(|l| l.begins && l.lower == *first)?;
        for letter in others {
            at += 1 + self.letters[at + 1..].iter().position(|l| l.lower == *letter)?;
        }
        Some(at)
    }

    /// Masks what stands before a number that is not the first word: at a digit Visual Studio Code neither asks nor filters, so
    /// that Enter would take a stale item.
    fn hide_before_numbers(&mut self) {
        for at in 1..self.letters.len() {
            if self.letters[at].written.is_ascii_digit() && !self.letters[at - 1].written.is_alphanumeric() {
                self.letters[at - 1].hide();
            }
        }
    }

    fn write(&self, to: &mut String) {
        to.clear();
        to.extend(self.letters.iter().map(|letter| letter.written));
        // Where nothing is left, clients would compare the label.
        let visible = to.trim_end_matches(HIDDEN).len();
        to.truncate(if visible == 0 { HIDDEN.len_utf8().min(to.len()) } else { visible });
    }
}

impl Letter {
    fn hide(&mut self) {
        (self.written, self.lower) = (HIDDEN, HIDDEN);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An item's filter text, masked against complete texts.
    fn hidden(filter: &str, names: &[&str]) -> String {
        let mut filter = Filter::new(filter);
        filter.hide_before_numbers();
        for name in names {
            while let Some(last) = Name::new(name).found_in(&filter) {
                filter.letters[last].hide();
            }
        }
        let mut text = String::new();
        filter.write(&mut text);
        text
    }

    #[test]
    fn letters_are_hidden() {
        assert_eq!(hidden("Docker", &["Docker"]), "Docke");
        assert_eq!(hidden("Go", &["Go"]), "G");
        assert_eq!(hidden("R", &["R"]), "·");
        assert_eq!(hidden("GitHub", &["git", "GitHub"]), "Gi·Hub");
        assert_eq!(hidden("Database", &["DB"]), "Data·ase");
        assert_eq!(hidden("Database", &["Data"]), "Dat·b·se");
        assert_eq!(hidden("Form", &["From"]), "For");
        assert_eq!(hidden("Ruby on Rails", &["R"]), "·uby on ·ails");
        // In the middle of a word nothing is found.
        assert_eq!(hidden("Digital", &["Git"]), "Digital");
        assert_eq!(hidden("Docker", &["R", "K"]), "Docker");
        assert_eq!(hidden("macOS", &["OS"]), "macO");
        assert_eq!(hidden("Git", &["GitHub"]), "Git");
        assert_eq!(hidden("Section 508 (2.0)", &[]), "Section·508 ·2·0)");
        assert_eq!(hidden("2026-11-28", &["2026-11-28"]), "2026·11·28");
        assert_eq!(hidden("S3 storage", &[]), "S3 storage");
    }

    #[test]
    fn the_best_fits_are_kept() {
        let fits = [Fit::Prefix, Fit::Inside, Fit::Prefix, Fit::Word, Fit::Scattered];
        assert_eq!(worst_fit(fits.into_iter(), 5), Some(Fit::Scattered));
        assert_eq!(worst_fit(fits.into_iter(), 4), Some(Fit::Inside));
        assert_eq!(worst_fit(fits.into_iter(), 2), Some(Fit::Prefix));
        assert_eq!(worst_fit(fits.into_iter(), 1), None);
    }
}
