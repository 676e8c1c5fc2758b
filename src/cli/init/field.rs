//! [`Field`]: what stands at one place of files that look alike.

use rustc_hash::FxHashMap;

use crate::syntax::{Kind, NodeRef};

/// How deep files are read.
const DEEPEST: usize = 12;
/// So many keys of one place are told apart; a map keyed by ids may have more, and gets a field for all of them.
const MOST_KEYS: usize = 400;
/// The texts that usually say what a thing is called, best first.
const NAMES: [&str; 8] = ["name", "title", "label", "display_name", "display-name", "displayName", "heading", "term"];
/// Those that usually tell it from others.
const IDS: [&str; 6] = ["id", "key", "slug", "code", "uid", "identifier"];

/// What a value means, as far as can be guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Note {
    /// A label of a thing of a kind: `name`, `id`, `planned`, `alias`.
    Defines(String, &'static str),
    /// A thing of a kind, or several with a separator between them.
    Refers(String, Option<char>),
    /// A path to the file of a thing of a kind.
    Path(String),
    /// Markdown.
    Prose,
}

/// What stands at one place of files that look alike.
#[derive(Clone, Debug, Default)]
pub(super) struct Field {
    /// Values that are not blank.
    pub values: usize,
    /// Of these, mappings.
    pub mappings: usize,
    /// Lists.
    pub lists: usize,
    pub strings: usize,
    pub whole_numbers: usize,
    pub numbers: usize,
    pub booleans: usize,
    /// The values that are texts, numbers or words, each with the number of its file.
    pub texts: Vec<(usize, String)>,
    /// The keys, in the order in which they first came.
    pub keys: Vec<(String, Field)>,
    places: FxHashMap<String, usize>,
    /// The items of lists.
    pub items: Option<Box<Field>>,
    /// What all keys hold, where these are ids of a map: they stand in `ids`.
    pub each: Option<Box<Field>>,
    /// The keys of such a map, each with the number of its file.
    pub ids: Vec<(usize, String)>,
    /// What the value means.
    pub note: Option<Note>,
    /// What the keys mean.
    pub key_note: Option<Note>,
}

impl Field {
    /// Adds a value of a file. `steps` is how many values may still be read.
    pub fn add(&mut self, node: NodeRef<'_>, file: usize, depth: usize, steps: &mut usize) {
        let Some(left) = steps.checked_sub(1) else { return };
        *steps = left;
        match node.kind() {
            Kind::Null | Kind::Alias => return,
            Kind::Mapping => {
                self.mappings += 1;
                for (key, value) in node.entries().filter(|_| depth < DEEPEST) {
                    if let Some(child) = self.key(key.scalar_text()) {
                        child.add(value, file, depth + 1, steps);
                    }
                }
            }
            Kind::Sequence => {
                self.lists += 1;
                let items = self.items.get_or_insert_default();
                node.items().filter(|_| depth < DEEPEST).for_each(|item| items.add(item, file, depth + 1, steps));
            }
            kind => {
                let text = node.scalar_text().trim();
                if text.is_empty() {
                    return;
                }
                match kind {
                    Kind::True | Kind::False => self.booleans += 1,
                    Kind::Number if text.parse::<i64>().is_ok() => self.whole_numbers += 1,
                    Kind::Number => self.numbers += 1,
                    _ => self.strings += 1,
                }
                self.texts.push((file, text.to_owned()));
            }
        }
        self.values += 1;
    }

    /// The field of a key, which is new perhaps; `None` where there are too many.
    fn key(&mut self, key: &str) -> Option<&mut Self> {
        let at = match self.places.get(key) {
            Some(at) => *at,
            None if self.keys.len() >= MOST_KEYS => return None,
            None => {
                self.places.insert(key.to_owned(), self.keys.len());
                self.keys.push((key.to_owned(), Self::default()));
                self.keys.len() - 1
            }
        };
        self.keys.get_mut(at).map(|(_, field)| field)
    }

    /// Adds what another field saw.
    fn merge(&mut self, other: Self) {
        self.values += other.values;
        self.mappings += other.mappings;
        self.lists += other.lists;
        self.strings += other.strings;
        self.whole_numbers += other.whole_numbers;
        self.numbers += other.numbers;
        self.booleans += other.booleans;
        self.texts.extend(other.texts);
        for (key, field) in other.keys {
            if let Some(own) = self.key(&key) {
                own.merge(field);
            }
        }
        if let Some(items) = other.items {
            self.items.get_or_insert_default().merge(*items);
        }
    }

    /// Tells maps that are keyed by ids from mappings with keys of their own: their values look alike, and their keys differ
    /// from one mapping to the next.
    pub fn find_maps(&mut self) {
        if self.is_map() {
            let mut each = Self::default();
            for (key, field) in std::mem::take(&mut self.keys) {
                let mut files: Vec<usize> = first_files(&field);
                files.dedup();
                self.ids.extend(files.into_iter().map(|file| (file, key.clone())));
                each.merge(field);
            }
            self.places.clear();
            self.each = Some(Box::new(each));
        }
        let below = self.keys.iter_mut().map(|(_, field)| field);
        below.chain(self.items.as_deref_mut()).chain(self.each.as_deref_mut()).for_each(Self::find_maps);
    }

    fn is_map(&self) -> bool {
        let all_mappings = |field: &Self| field.values > 0 && field.mappings == field.values;
        if self.keys.len() < 2 || !self.keys.iter().all(|(_, field)| all_mappings(field)) {
            return false;
        }
        let is_usual = |field: &Self| field.values * 5 >= self.mappings * 4;
        if self.mappings > 1 && self.keys.iter().any(|(_, field)| is_usual(field)) {
            return false;
        }
        let mut shared: FxHashMap<&str, usize> = FxHashMap::default();
        for (key, _) in self.keys.iter().flat_map(|(_, field)| &field.keys) {
            *shared.entry(key).or_default() += 1;
        }
        shared.values().any(|count| *count >= 2 && count * 5 >= self.keys.len() * 3)
    }

    /// The field below a key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.places.get(key).and_then(|at| self.keys.get(*at)).map(|(_, field)| field)
    }

    /// The field below a key.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Self> {
        let at = self.places.get(key)?;
        self.keys.get_mut(*at).map(|(_, field)| field)
    }

    /// The key that names what such mappings hold: most of them have it, and it is a short text.
    pub fn name_key(&self) -> Option<&'static str> {
        let fits = |field: &Self| {
            field.strings == field.values
                && field.values * 5 >= self.mappings * 3
                && field.texts.iter().all(|(_, text)| text.chars().count() <= 120 && !text.contains('\n'))
        };
        NAMES.into_iter().find(|key| self.get(key).is_some_and(fits))
    }

    /// The key by which such mappings are told apart: nearly all have it, and each another.
    pub fn id_key(&self) -> Option<&'static str> {
        let fits = |field: &Self| {
            field.texts.len() == field.values && field.values * 10 >= self.mappings * 9 && are_distinct(&field.texts)
        };
        IDS.into_iter().find(|key| self.get(key).is_some_and(fits))
    }

    /// Calls `visit` with each field below and its key, itself first; items have the key of their list.
    pub fn each_mut(&mut self, key: &str, visit: &mut impl FnMut(&str, &mut Self)) {
        visit(key, self);
        for (key, field) in &mut self.keys {
            field.each_mut(key, visit);
        }
        for field in self.items.as_deref_mut().into_iter().chain(self.each.as_deref_mut()) {
            field.each_mut(key, visit);
        }
    }
}

/// The files whose mappings have a key, each once.
fn first_files(field: &Field) -> Vec<usize> {
    let own = field.texts.iter().map(|(file, _)| *file);
    let mut files: Vec<usize> = own.chain(field.keys.iter().flat_map(|(_, field)| first_files(field))).collect();
    files.extend(field.items.iter().flat_map(|items| first_files(items)));
    files.sort_unstable();
    files.dedup();
    if files.is_empty() { vec![0] } else { files }
}

/// Whether no text stands twice.
pub(super) fn are_distinct(texts: &[(usize, String)]) -> bool {
    let mut seen = rustc_hash::FxHashSet::default();
    !texts.is_empty() && texts.iter().all(|(_, text)| seen.insert(text.as_str()))
}
