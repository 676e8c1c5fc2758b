//! [`Labels`]: all labels of a kind in contiguous memory, to scan them at each keystroke.
//!
//! The index has them in a hash map, scattered over memory; reading ten thousand there takes longer than comparing
//! them.

use super::{DefId, FileId};
use crate::schema::Label;

/// The labels of a kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Labels {
    texts: String,
    list: Vec<Entry>,
    /// For each file the index in `list` of its first label, and their number.
    by_file: Vec<(u32, u32)>,
    /// Number of tombstones in `list`.
    gone: usize,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    start: u32,
    length: u32,
    def: DefId,
    label: Label,
    letters: Letters,
    gone: bool,
}

/// A label with its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelText<'i> {
    /// The label as written.
    pub text: &'i str,
    /// The definition.
    pub def: DefId,
    /// Which label.
    pub label: Label,
}

/// The list is compacted when it has more tombstones than this, and they are more than half of it.
const GONE: usize = 1024;

impl Labels {
    /// Adds a label. Those of one file must be added without others in between.
    pub fn add(&mut self, def: DefId, label: Label, text: &str) {
        let file = def.file.0 as usize;
        if self.by_file.len() <= file {
            self.by_file.resize(file + 1, (0, 0));
        }
        let (start, length) = (size(self.texts.len()), size(text.len()));
        self.texts.push_str(text);
        let range = &mut self.by_file[file];
        if range.1 == 0 {
            range.0 = size(self.list.len());
        }
        range.1 += 1;
        self.list.push(Entry { start, length, def, label, letters: Letters::of(text), gone: false });
    }

    /// Removes the labels of a file: they become tombstones.
    pub fn remove(&mut self, file: FileId) {
        let Some(range) = self.by_file.get_mut(file.0 as usize) else { return };
        let (start, count) = std::mem::take(range);
        let entries = self.list.iter_mut().skip(start as usize).take(count as usize);
        self.gone += entries.map(|entry| entry.gone = true).count();
        if self.gone > GONE.max(self.list.len() / 2) {
            self.move_together();
        }
    }

    fn move_together(&mut self) {
        let old = std::mem::take(self);
        for entry in old.list.iter().filter(|entry| !entry.gone) {
            self.add(entry.def, entry.label, old.text(entry));
        }
    }

    fn text(&self, entry: &Entry) -> &str {
        self.texts.get(entry.start as usize..(entry.start + entry.length) as usize).unwrap_or_default()
    }

    /// Labels whose letter mask contains `letters`, unordered.
    pub fn with(&self, letters: Letters) -> impl Iterator<Item = LabelText<'_>> {
        let fitting = self.list.iter().filter(move |entry| !entry.gone && entry.letters.hold(letters));
        fitting.map(|entry| LabelText { text: self.text(entry), def: entry.def, label: entry.label })
    }
}

fn size(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// A bit mask of the letters in a text: one bit for each of `a` to `z` in either letter case, and one for all digits.
/// Of a text that is not all ASCII all bits are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Letters(u32);

impl Letters {
    /// The mask of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let all = text.bytes().fold(0, |all, b| if b.is_ascii() { all | Self::bit(char::from(b)) } else { u32::MAX });
        Self(all)
    }

    /// The mask that a text must contain if these characters occur in it. What is neither a Latin letter nor a digit
    /// does not count.
    pub fn wanted(letters: impl Iterator<Item = char>) -> Self {
        Self(letters.fold(0, |all, letter| all | Self::bit(letter)))
    }

    /// Whether this mask contains all bits of another.
    #[must_use]
    pub const fn hold(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    const fn bit(letter: char) -> u32 {
        match letter {
            'a'..='z' => 1 << (letter as u32 - 'a' as u32),
            'A'..='Z' => 1 << (letter as u32 - 'A' as u32),
            '0'..='9' => 1 << 26,
            _ => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn def(file: u32, position: u32) -> DefId {
        DefId { file: FileId(file), position }
    }

    fn texts(labels: &Labels, letters: &str) -> Vec<String> {
        let mut found: Vec<String> =
            labels.with(Letters::wanted(letters.chars())).map(|label| label.text.to_owned()).collect();
        found.sort();
        found
    }

    #[test]
    fn by_letters() {
        let mut labels = Labels::default();
        for (at, text) in ["Data Engineer", "Größe", "C++", "5G"].into_iter().enumerate() {
            labels.add(def(at as u32, 0), Label::Name, text);
        }
        assert_eq!(texts(&labels, "ned"), ["Data Engineer", "Größe"]);
        assert_eq!(texts(&labels, "+C"), ["C++", "Größe"]);
        assert_eq!(texts(&labels, "7"), ["5G", "Größe"], "digits are as good as each other");
        assert_eq!(texts(&labels, "").len(), 4);
    }

    #[test]
    fn files_come_and_go() {
        let mut labels = Labels::default();
        for file in 0..3 {
            labels.add(def(file, 0), Label::Name, &format!("name {file}"));
            labels.add(def(file, 0), Label::Alias, &format!("alias {file}"));
        }
        for round in 0..3000 {
            labels.remove(FileId(1));
            labels.remove(FileId(7));
            labels.add(def(1, 0), Label::Name, &format!("new {round}"));
        }
        assert_eq!(texts(&labels, ""), ["alias 0", "alias 2", "name 0", "name 2", "new 2999"]);
        assert!(labels.list.len() < 5 + GONE * 2, "{}", labels.list.len());
        labels.remove(FileId(1));
        assert_eq!(texts(&labels, "n").len(), 2);
    }
}
