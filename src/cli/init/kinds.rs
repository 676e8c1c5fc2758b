//! [`Kinds`]: what is known of each kind of things, and what texts mean by it.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::field::{Field, Note};
use super::words::speaks_of;

/// The things of a kind.
#[derive(Debug, Default)]
pub(super) struct Things {
    /// Their ids, the planned ones included.
    pub ids: BTreeSet<String>,
    /// Their names and aliases.
    pub names: BTreeSet<String>,
    /// Two of them share a name.
    pub share_names: bool,
    /// Each is a file.
    pub of_files: bool,
    /// The files that are such things, by their paths.
    pub paths: BTreeSet<String>,
}

/// All kinds.
#[derive(Debug, Default)]
pub(super) struct Kinds(pub BTreeMap<String, Things>);

/// By what references name things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    Id,
    Name,
}

/// A kind that texts may name, by what: the more of them are known, then the more there are, the better.
type Ranked = ((usize, usize, bool), (String, By));

impl Kinds {
    pub fn of(&mut self, kind: &str) -> &mut Things {
        self.0.entry(kind.to_owned()).or_default()
    }

    /// Takes names in; tells whether all were new.
    pub fn take_names<'t>(&mut self, kind: &str, names: impl Iterator<Item = &'t String>) -> bool {
        let things = self.of(kind);
        let mut are_new = true;
        for name in names {
            are_new &= things.names.insert(name.clone());
        }
        things.share_names |= !are_new;
        are_new
    }

    /// What each text names, for many questions.
    pub fn lookup(&self) -> Lookup<'_> {
        let mut named: FxHashMap<&str, Vec<Known>> = FxHashMap::default();
        for (at, things) in self.0.values().enumerate() {
            for (texts, by) in [(&things.ids, By::Id), (&things.names, By::Name)] {
                texts.iter().for_each(|text| named.entry(text).or_default().push((at, by)));
            }
        }
        Lookup { kinds: self, words: self.0.keys().collect(), named }
    }

    /// The kind of the files that texts lead to as paths, each seen from the folder of its file.
    pub fn led_to(&self, field: &Field, folder: impl Fn(usize) -> String) -> Option<Note> {
        let is_path = |text: &String| text.contains('/') || text.contains('.');
        if field.texts.is_empty() || field.strings != field.values || !field.texts.iter().all(|(_, text)| is_path(text))
        {
            return None;
        }
        let mut kinds = self.0.iter().filter(|(_, things)| !things.paths.is_empty());
        let leads = |(file, text): &(usize, String), things: &Things| {
            let (folder, text) = (folder(*file), text.split(['#', '?']).next().unwrap_or_default());
            joined(&folder, text).is_some_and(|path| things.paths.contains(&path))
        };
        let found = kinds.find(|(_, things)| field.texts.iter().all(|text| leads(text, things)));
        found.map(|(kind, _)| Note::Path(kind.clone()))
    }
}

/// A kind by its position, and by what a text names one of its things.
type Known = (usize, By);

/// All kinds, by the texts that name their things.
pub(super) struct Lookup<'k> {
    pub kinds: &'k Kinds,
    words: Vec<&'k String>,
    named: FxHashMap<&'k str, Vec<Known>>,
}

impl Lookup<'_> {
    /// What the texts of a field name; with by what they do.
    pub fn meant(&self, field: &Field, key: &str) -> Option<(String, Option<char>, By)> {
        let texts: BTreeSet<&str> = field.texts.iter().map(|(_, text)| text.as_str()).collect();
        if texts.is_empty() || field.texts.len() != field.values - field.lists - field.mappings {
            return None;
        }
        if let Some((kind, by)) = self.named(&texts, key, field.texts.len(), false) {
            return Some((kind, None, by));
        }
        [';', ',', '|'].into_iter().find_map(|separator| {
            if !texts.iter().any(|text| text.contains(separator)) {
                return None;
            }
            let parts = texts.iter().flat_map(|text| text.split(separator)).map(str::trim);
            let parts: BTreeSet<&str> = parts.filter(|part| !part.is_empty()).collect();
            let (kind, by) = self.named(&parts, key, field.texts.len(), true)?;
            Some((kind, Some(separator), by))
        })
    }

    /// The kind of things that texts name; `all`: each of them must.
    pub fn named(&self, texts: &BTreeSet<&str>, key: &str, uses: usize, all: bool) -> Option<(String, By)> {
        let mut hits: BTreeMap<Known, (usize, bool)> = BTreeMap::new();
        for text in texts {
            let is_telling = text.contains(['-', '_', ' ', '.', '/']);
            for known in self.named.get(text).into_iter().flatten() {
                let (count, telling) = hits.entry(*known).or_default();
                *count += 1;
                *telling |= is_telling;
            }
        }
        let mut best: Option<Ranked> = None;
        for ((at, by), (hits, is_telling)) in hits {
            let kind = self.words[at];
            let (share, speaks) = (hits * 100 / texts.len(), speaks_of(key, kind));
            let is_clear = hits > 1 || uses > 1 || speaks || is_telling;
            // What names no role is an error.
            let (few, many) = if kind == "role" { (90, 90) } else { (50, 75) };
            let is_most = || hits > 2 && share >= many && !self.is_chance(texts, (at, by));
            let fits = share == 100 && is_clear || !all && (speaks && hits > 1 && share >= few || is_most());
            let rank = (share, hits, speaks);
            if fits && best.as_ref().is_none_or(|(other, _)| rank > *other) {
                best = Some((rank, (kind.clone(), by)));
            }
        }
        best.map(|(_, found)| found)
    }

    /// Whether of some texts those that name nothing of a kind name something else, or would with other letters: then the
    /// others may only read the same.
    fn is_chance(&self, texts: &BTreeSet<&str>, known: Known) -> bool {
        let Some(things) = self.words.get(known.0).and_then(|kind| self.kinds.0.get(*kind)) else { return false };
        let known_texts = if known.1 == By::Id { &things.ids } else { &things.names };
        let mut folded: Option<BTreeSet<String>> = None;
        texts.iter().filter(|text| !known_texts.contains(**text)).any(|text| {
            let folded = folded.get_or_insert_with(|| known_texts.iter().map(|text| text.to_lowercase()).collect());
            folded.contains(&text.to_lowercase()) || self.named.contains_key(text)
        })
    }
}

/// A path seen from a folder; `None` for one that leads out of the workspace.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
