//! [`Uses`]: which files use which names, the other way round than the facts say it.
//!
//! Made by [`Workspace::live`], so that a single check does not pay for it. What it
//! answers may be too many files, never too few.

use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::term_parts::{TermPart, term_parts};
use super::{Config, FileId, ProseHit};
use crate::content::{FileFacts, KindId, Name, collapse, fold, may_be_several};

/// Files, each as often as it was added.
type Files = SmallVec<[FileId; 4]>;

/// Names and words with the files that use them.
#[derive(Clone, Debug, Default)]
pub(super) struct Uses {
    /// By kind: files by a name that they refer to, in lower case.
    names: Vec<FxHashMap<Name, Files>>,
    /// By kind: files by a word of the texts in which they list terms, in lower case.
    words: Vec<FxHashMap<Name, Files>>,
    /// Files by a file that they link to.
    links: FxHashMap<Box<str>, Files>,
    /// Files by a spelling to avoid in their prose.
    hits: FxHashMap<Name, Files>,
    /// By kind: files by a name that is unknown in them, so that the nearest known one counts.
    asked: Vec<FxHashMap<Name, Files>>,
    /// Files by a file to whose places their findings may point.
    pointers: FxHashMap<FileId, Files>,
    /// Where the last two were read from; files without either have none.
    standings: FxHashMap<FileId, Standing>,
}

/// What a file's findings depend on beyond the names that it uses. It changes only when the file, or what one of its names
/// means, does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// Names that are unknown, so that any change of a name near to them counts.
    pub asked: Box<[(KindId, Name)]>,
    /// Files to whose places a finding may point: too many, never too few.
    pub points_at: Box<[FileId]>,
}

impl Standing {
    fn is_empty(&self) -> bool {
        self.asked.is_empty() && self.points_at.is_empty()
    }
}

impl Uses {
    /// Of a number of kinds, without files.
    pub fn new(kinds: usize) -> Self {
        let by_kind = || vec![FxHashMap::default(); kinds];
        Self { names: by_kind(), words: by_kind(), asked: by_kind(), ..Self::default() }
    }

    /// Takes note that a file says something else. Tells whether it uses other names or terms than before.
    pub fn change_facts(
        &mut self,
        id: FileId,
        old: Option<&FileFacts>,
        new: Option<&FileFacts>,
        config: &Config,
    ) -> bool {
        let names = |facts: Option<&FileFacts>| facts.map(names).unwrap_or_default();
        let (before, after) = (names(old), names(new));
        let mut differs = before != after;
        if differs {
            before.into_iter().for_each(|(kind, name)| take(&mut self.names[kind.index()], &*fold(&name), id));
            after.into_iter().for_each(|(kind, name)| put(&mut self.names[kind.index()], &fold(&name), id));
        }
        let texts = |facts: Option<&FileFacts>| -> Vec<(KindId, Box<str>)> {
            facts
                .into_iter()
                .flat_map(|f| {
                    let texts = term_parts(config, f).map(|TermPart { kind, part, .. }| (kind, part.text.clone()));
                    // A name of several words in a list may stand for several names.
                    let listed =
                        f.references.iter().filter(|r| r.list > 0 && !r.kind.is_role() && may_be_several(&r.at.name));
                    texts.chain(listed.map(|r| (r.kind, (*r.at.name).into())))
                })
                .collect()
        };
        let (before, after) = (texts(old), texts(new));
        if before != after {
            differs = true;
            words(&before).into_iter().for_each(|(kind, word)| take(&mut self.words[kind.index()], &*word, id));
            words(&after).into_iter().for_each(|(kind, word)| put(&mut self.words[kind.index()], &word, id));
        }
        for target in distinct(old.into_iter().flat_map(super::load::targets)) {
            take(&mut self.links, target, id);
        }
        for target in distinct(new.into_iter().flat_map(super::load::targets)) {
            match self.links.get_mut(target) {
                Some(files) => files.push(id),
                None => drop(self.links.insert(target.into(), SmallVec::from_slice(&[id]))),
            }
        }
        differs
    }

    /// Takes note that a file has other uses of spellings to avoid in its prose.
    pub fn change_hits(&mut self, id: FileId, old: &[ProseHit], new: &[ProseHit]) {
        let spellings = |hits: &[ProseHit]| distinct(hits.iter().map(|hit| hit.spelling.clone()));
        spellings(old).into_iter().for_each(|spelling| take(&mut self.hits, &*spelling, id));
        spellings(new).into_iter().for_each(|spelling| put(&mut self.hits, &spelling, id));
    }

    /// Takes note of how a file stands to others now.
    pub fn stand(&mut self, id: FileId, standing: Standing) {
        let old = self.standings.remove(&id).unwrap_or_default();
        if old != standing {
            for (kind, name) in &old.asked {
                take(&mut self.asked[kind.index()], &**name, id);
            }
            for (kind, name) in &standing.asked {
                put(&mut self.asked[kind.index()], name, id);
            }
            old.points_at.iter().for_each(|file| take(&mut self.pointers, file, id));
            standing.points_at.iter().for_each(|file| self.pointers.entry(*file).or_default().push(id));
        }
        if !standing.is_empty() {
            self.standings.insert(id, standing);
        }
    }

    /// The files that may refer to a name of a kind.
    pub fn of_name(&self, kind: KindId, name: &str) -> &[FileId] {
        self.names[kind.index()].get(&*fold(name)).map_or(&[], |files| files)
    }

    /// The files that may use a name of a kind in a text that lists terms.
    pub fn of_text(&self, kind: KindId, name: &str) -> &[FileId] {
        // All words of the name must be there; those of the rarest word are few enough.
        let files = |word: String| self.words[kind.index()].get(word.as_str()).map_or(&[][..], |files| files);
        words_of(name).map(files).min_by_key(|files| files.len()).unwrap_or_default()
    }

    /// The files that link to a file.
    pub fn of_link(&self, target: &str) -> &[FileId] {
        self.links.get(target).map_or(&[], |files| files)
    }

    /// The files with a spelling to avoid in their prose.
    pub fn of_spelling(&self, spelling: &str) -> &[FileId] {
        self.hits.get(spelling).map_or(&[], |files| files)
    }

    /// The names of a kind that are unknown somewhere.
    pub fn asked(&self, kind: KindId) -> impl Iterator<Item = &Name> {
        self.asked[kind.index()].keys()
    }

    /// The files in which a name of a kind is unknown.
    pub fn asking(&self, kind: KindId, name: &Name) -> &[FileId] {
        self.asked[kind.index()].get(name).map_or(&[], |files| files)
    }

    /// The files with findings that may point at places in a file.
    pub fn pointing_at(&self, file: FileId) -> &[FileId] {
        self.pointers.get(&file).map_or(&[], |files| files)
    }
}

fn put(map: &mut FxHashMap<Name, Files>, key: &str, id: FileId) {
    match map.get_mut(key) {
        Some(files) => files.push(id),
        None => drop(map.insert(key.into(), SmallVec::from_slice(&[id]))),
    }
}

fn take<K, Q>(map: &mut FxHashMap<K, Files>, key: &Q, id: FileId)
where
    K: std::borrow::Borrow<Q> + std::hash::Hash + Eq,
    Q: std::hash::Hash + Eq + ?Sized,
{
    if let Some(files) = map.get_mut(key) {
        if let Some(at) = files.iter().position(|file| *file == id) {
            files.swap_remove(at);
        }
        if files.is_empty() {
            map.remove(key);
        }
    }
}

/// Each of some things once.
fn distinct<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut list: Vec<T> = all.collect();
    list.sort_unstable();
    list.dedup();
    list
}

/// The names that a file refers to, each once; those of a page's lists also where its schema does not call them references.
fn names(facts: &FileFacts) -> Vec<(KindId, Name)> {
    let mut names: Vec<(KindId, Name)> = facts.references.iter().map(|r| (r.kind, r.at.name.clone())).collect();
    if let Some(role) = &facts.role {
        let rows = role.comparison.iter().flat_map(|c| &c.rows).map(|row| &row.role);
        let picks = role.pick.iter().flat_map(|pick| &pick.roles);
        let lists = role.alternatives.iter().chain(rows).chain(picks).chain([&role.replaced_by]);
        names.extend(lists.flatten().map(|at| (KindId::ROLE, at.name.clone())));
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// The names of roles that a file lists as its alternatives.
pub(super) fn listed_names(facts: &FileFacts) -> impl Iterator<Item = &Name> {
    facts.role.iter().flat_map(|role| role.alternatives.iter().flatten()).map(|at| &at.name)
}

/// The names of roles that a file refers to, its alternatives included where its schema does not call them references.
pub(super) fn role_names(facts: &FileFacts) -> impl Iterator<Item = &Name> {
    let named = facts.references.iter().filter(|one| one.kind.is_role()).map(|one| &one.at.name);
    named.chain(listed_names(facts))
}

fn words(texts: &[(KindId, Box<str>)]) -> FxHashSet<(KindId, String)> {
    texts.iter().flat_map(|(kind, text)| words_of(text).map(move |word| (*kind, word))).collect()
}

/// The words of a text in lower case, as names are compared: runs of letters and digits, or else the whole.
fn words_of(text: &str) -> impl Iterator<Item = String> {
    let text = &*collapse(text);
    let mut words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(|w| fold(w).into_owned()).collect();
    if words.is_empty() {
        words.push(text.to_owned());
    }
    words.into_iter()
}
