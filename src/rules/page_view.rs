//! [`PageView`]: a page's alternatives, rows and options beside each other.
//!
//! Decides which entries belong together when a name is misspelled in one place only, so that one typo gives one
//! finding (content model, section 6, "A finding about one cause").

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::FileCx;
use crate::content::{Name, NameAt, RoleFacts, Row, fold};
use crate::workspace::FileId;

/// The role that an entry refers to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// A role, by its file.
    Role(FileId),
    /// A name that no role has.
    Unknown(Name),
}

/// An alternative, row or option that names a role.
#[derive(Clone, Debug)]
pub struct Entry<'w> {
    /// Position in its list, from 0; entries that name no role count.
    pub position: usize,
    /// The name and its place.
    pub at: &'w NameAt,
    /// What it stands for.
    pub key: Key,
    /// The position of the first entry for the same role, if this is a later one. `None` for unknown roles.
    pub repeats: Option<usize>,
    /// Exempt from the rules on surplus and order: presumed to be the entry of an alternative whose role is misspelled
    /// or unreadable, and which is reported there.
    pub excused: bool,
}

/// A map from roles to numbers: a linear search up to `SHORT`, as on nearly all pages, then a hash index.
#[derive(Debug, Default)]
struct Numbers {
    list: SmallVec<[(Key, usize); 8]>,
    /// Positions in `list`; filled once that is longer than `SHORT`.
    index: FxHashMap<Key, usize>,
}

impl Numbers {
    const SHORT: usize = 16;

    fn position(&self, key: &Key) -> Option<usize> {
        if self.list.len() > Self::SHORT {
            return self.index.get(key).copied();
        }
        self.list.iter().position(|(known, _)| known == key)
    }

    fn get(&self, key: &Key) -> Option<usize> {
        Some(self.list[self.position(key)?].1)
    }

    /// Adds a number for a key that has none yet; returns the one that it has now.
    fn add(&mut self, key: &Key, number: usize) -> usize {
        if let Some(known) = self.get(key) {
            return known;
        }
        self.list.push((key.clone(), number));
        if self.list.len() > Self::SHORT {
            let new = self.index.len()..self.list.len();
            self.index.extend(new.map(|at| (self.list[at].0.clone(), at)));
        }
        number
    }
}

/// A page's three lists, compared with each other.
#[derive(Debug)]
pub struct PageView<'w> {
    /// The file's own role.
    pub own: Key,
    /// The alternatives.
    pub alternatives: Vec<Entry<'w>>,
    /// The rows that name a role.
    pub rows: Vec<Entry<'w>>,
    /// The options that name a role.
    pub picks: Vec<Entry<'w>>,
    /// Rank of each alternative; the own role comes first.
    ranks: Numbers,
    /// Roles (own first, then by rank) that have no row.
    pub missing_rows: Vec<Key>,
    /// Alternatives that have no option.
    pub missing_picks: Vec<Key>,
    /// The page's own role is among the alternatives.
    lists_itself: bool,
    /// Alternatives whose role was pasted in place of another, which counts.
    pub pasted: Vec<Pasted<'w>>,
    /// Some of the alternatives could not be read: nothing is reported as surplus or out of order.
    pub alternatives_uncertain: bool,
}

impl<'w> PageView<'w> {
    pub(super) fn new(cx: &FileCx<'w>, role: &'w RoleFacts) -> Self {
        let own = Key::Role(cx.id);
        let facts = cx.facts;
        let mut alternatives = entries(cx, role.alternatives.iter().map(|name| (name.as_ref(), false)));
        let comparison = role.comparison.as_ref();
        let all_rows: &'w [Row] = comparison.map_or(&[], |c| &c.rows);
        let mut rows = entries(cx, all_rows.iter().map(|row| (row.role.as_ref(), row.own)));
        let pick = role.pick.as_ref();
        let mut picks = entries(cx, pick.iter().flat_map(|p| p.roles.iter().map(|name| (name.as_ref(), false))));

        let pasted = pasted(&mut alternatives, &own, &rows, &picks);
        let mut ranks = Numbers::default();
        ranks.add(&own, 0);
        for entry in &alternatives {
            let rank = ranks.list.len();
            ranks.add(&entry.key, rank);
        }
        let broken = !facts.syntax.is_empty();
        let alternatives_uncertain = broken
            && (role.alternatives_key.is_none() || facts.may_hold_more(role.alternatives_span))
            || role.alternatives_refused;
        let listed: Vec<&Entry<'w>> = alternatives.iter().filter(|e| e.repeats.is_none() && e.key != own).collect();
        let unnamed = unnamed(role.alternatives.iter().map(Option::as_ref));
        // The own row comes first, so that rows stand one further down than their alternatives.
        excuse_for_unnamed(&mut rows, &unnamed, 1, &ranks);
        excuse_for_unnamed(&mut picks, &unnamed, 0, &ranks);

        let missing_rows = match comparison {
            Some(comparison)
                if comparison.rows_key.is_some() && !(broken && facts.may_hold_more(comparison.rows_span)) =>
            {
                let own_name = cx.name();
                let own_need = own_name.map(|at| (own.clone(), at));
                let unnamed = self::unnamed(all_rows.iter().map(|row| row.role.as_ref()));
                let missing = missing(&mut rows, own_need, &listed, &ranks);
                without_unnamed(missing, &unnamed, 0, &ranks)
            }
            _ => Vec::new(),
        };
        let missing_picks = match pick {
            Some(pick) if pick.options_key.is_some() && !(broken && facts.may_hold_more(pick.options_span)) => {
                let unnamed = self::unnamed(pick.roles.iter().map(Option::as_ref));
                let missing = missing(&mut picks, None, &listed, &ranks);
                without_unnamed(missing, &unnamed, 1, &ranks)
            }
            _ => Vec::new(),
        };
        let lists_itself = alternatives.iter().any(|e| e.key == own);
        Self {
            own,
            alternatives,
            rows,
            picks,
            ranks,
            lists_itself,
            pasted,
            missing_rows,
            missing_picks,
            alternatives_uncertain,
        }
    }

    /// Whether a role is the page's own or one of its alternatives.
    #[must_use]
    pub fn belongs(&self, key: &Key) -> bool {
        self.ranks.get(key).is_some()
    }

    /// Whether a role is listed as an alternative (the own role too, if the page lists itself).
    #[must_use]
    pub fn is_alternative(&self, key: &Key) -> bool {
        if *key == self.own { self.lists_itself } else { self.belongs(key) }
    }

    /// The entry of a list at a position: entries stand by their positions.
    #[must_use]
    pub fn at<'l>(list: &'l [Entry<'w>], position: usize) -> Option<&'l Entry<'w>> {
        list.binary_search_by_key(&position, |entry| entry.position).ok().map(|at| &list[at])
    }

    /// The first option that is out of rank order, and all options that count in the right order; `None` if they are in
    /// order. An option for the page's own role is surplus and does not count.
    #[must_use]
    pub fn picks_out_of_order(&self) -> Option<(&Entry<'w>, Vec<&Entry<'w>>)> {
        self.out_of_order(self.picks.iter().filter(|entry| entry.key != self.own))
    }

    /// The same for rows; the own row comes first.
    #[must_use]
    pub fn rows_out_of_order(&self) -> Option<(&Entry<'w>, Vec<&Entry<'w>>)> {
        self.out_of_order(self.rows.iter())
    }

    /// Unknown, surplus, repeated and excused entries do not count (content model, section 6, "Order rules").
    fn out_of_order<'a>(
        &self,
        entries: impl Iterator<Item = &'a Entry<'w>> + Clone,
    ) -> Option<(&'a Entry<'w>, Vec<&'a Entry<'w>>)>
    where
        'w: 'a,
    {
        let judged = entries.filter(|e| matches!(e.key, Key::Role(_)) && e.repeats.is_none() && !e.excused);
        let judged = judged.filter_map(|e| Some((self.ranks.get(&e.key)?, e)));
        if judged.clone().is_sorted_by_key(|(rank, _)| rank) {
            return None;
        }
        let mut sorted: Vec<_> = judged.clone().collect();
        sorted.sort_by_key(|(rank, _)| *rank);
        let (_, first) = judged.zip(&sorted).find(|((_, is), (_, should))| is.position != should.position)?.0;
        Some((first, sorted.into_iter().map(|(_, entry)| entry).collect()))
    }

    /// Rank of a role: 0 for the page's own.
    #[must_use]
    pub fn rank(&self, key: &Key) -> Option<usize> {
        self.ranks.get(key)
    }
}

fn entries<'w>(cx: &FileCx<'w>, names: impl Iterator<Item = (Option<&'w NameAt>, bool)>) -> Vec<Entry<'w>> {
    let mut first = Numbers::default();
    let mut list = Vec::with_capacity(names.size_hint().0);
    for (position, (at, own)) in names.enumerate() {
        let Some(at) = at else { continue };
        // The file's own name means its role, also where another has the name too; a further label means whom it means.
        let key = match cx.role_at(at) {
            _ if own && cx.name().is_some_and(|name| name.name == at.name) => Key::Role(cx.id),
            Some(resolved) => Key::Role(resolved.def.file),
            None if own => Key::Role(cx.id),
            None => Key::Unknown(at.name.clone()),
        };
        let known = first.add(&key, position);
        let repeats = (known != position && matches!(key, Key::Role(_))).then_some(known);
        list.push(Entry { position, at, key, repeats, excused: false });
    }
    list
}

/// An alternative whose role was pasted in place of another.
#[derive(Debug)]
pub struct Pasted<'w> {
    /// What stands there.
    pub at: &'w NameAt,
    /// The first alternative with the same role; `None` for the page's own.
    pub first: Option<&'w NameAt>,
    /// The role that the row and the option at its rank have.
    pub meant: &'w NameAt,
}

/// Finds the alternatives for the page's own role, or for one that is listed twice, at whose rank a row and an option name
/// a role that is not listed. They count as that role from now on.
fn pasted<'w>(alternatives: &mut [Entry<'w>], own: &Key, rows: &[Entry<'w>], picks: &[Entry<'w>]) -> Vec<Pasted<'w>> {
    let mut found = Vec::new();
    let repeated: Vec<usize> = alternatives.iter().filter_map(|entry| entry.repeats).collect();
    if repeated.is_empty() && !alternatives.iter().any(|entry| entry.key == *own) {
        return found;
    }
    for at in 0..alternatives.len() {
        let entry = &alternatives[at];
        let is_again = entry.repeats.is_some() || repeated.contains(&entry.position);
        if !is_again && entry.key != *own {
            continue;
        }
        // The own row comes first, so that rows stand one further down.
        let row = PageView::at(rows, entry.position + 1);
        let pick = PageView::at(picks, entry.position);
        let (Some(row), Some(pick)) = (row, pick) else { continue };
        let is_listed = alternatives.iter().any(|other| other.key == row.key);
        if row.key != pick.key || is_listed || row.key == *own || !matches!(row.key, Key::Role(_)) {
            continue;
        }
        let same = alternatives.iter().filter(|other| other.position != entry.position && other.key == entry.key);
        let first = if entry.key == *own { None } else { same.map(|other| other.at).next() };
        found.push(Pasted { at: entry.at, first, meant: row.at });
        let (key, was) = (row.key.clone(), entry.key.clone());
        alternatives[at].key = key;
        alternatives[at].repeats = None;
        // What is left of the other role is counted anew.
        let mut first = None;
        for entry in alternatives.iter_mut().filter(|entry| entry.key == was) {
            entry.repeats = first;
            first = first.or(Some(entry.position));
        }
    }
    found
}

/// The needed roles (`own`, then `alternatives`) that have no entry. Excuses the entries of misspelled alternatives.
fn missing<'w>(
    entries: &mut [Entry<'w>],
    own: Option<(Key, &'w NameAt)>,
    alternatives: &[&Entry<'w>],
    ranks: &Numbers,
) -> Vec<Key> {
    let mut present = Numbers::default();
    for entry in entries.iter() {
        present.add(&entry.key, entry.position);
    }
    let mut compared = 0;
    // A misspelled alternative: the surplus entry nearest to it is its own.
    let misspelled = |a: &&&Entry<'w>| matches!(a.key, Key::Unknown(_)) && present.get(&a.key).is_none();
    let mut misspelled = alternatives.iter().filter(misspelled).peekable();
    if misspelled.peek().is_some() {
        let surplus = |e: &Entry<'_>| matches!(e.key, Key::Role(_)) && !e.excused && ranks.get(&e.key).is_none();
        let mut left: Vec<usize> = (0..entries.len()).filter(|at| surplus(&entries[*at])).collect();
        for alternative in misspelled {
            let near = |at: &usize| distance(&alternative.at.name, &entries[*at].at.name);
            let Some(taken) = nearest(&left, near, &mut compared) else { break };
            entries[left.remove(taken)].excused = true;
        }
    }
    let needed = own.into_iter().chain(alternatives.iter().map(|a| (a.key.clone(), a.at)));
    let mut missing: Vec<(Key, &NameAt)> =
        needed.filter(|(key, _)| matches!(key, Key::Role(_)) && present.get(key).is_none()).collect();
    // A misspelled entry stands for the alternative nearest to it.
    for entry in entries.iter().filter(|e| matches!(e.key, Key::Unknown(_)) && ranks.get(&e.key).is_none()) {
        let near = |(_, at): &(Key, &NameAt)| distance(&at.name, &entry.at.name);
        let Some(taken) = nearest(&missing, near, &mut compared) else { break };
        missing.remove(taken);
    }
    missing.into_iter().map(|(key, _)| key).collect()
}

/// So many names of a page are compared with each other; of those that are left the last ones belong together. A page has
/// a few.
const MOST_COMPARED: usize = 20_000;

/// The position of the nearest of a list: the first of those that are equally near.
fn nearest<T>(list: &[T], distance: impl Fn(&T) -> usize, compared: &mut usize) -> Option<usize> {
    if *compared > MOST_COMPARED {
        return list.len().checked_sub(1);
    }
    *compared += list.len();
    (0..list.len()).min_by_key(|at| distance(&list[*at]))
}

/// Positions of entries whose role is missing or unreadable. The schema's finding says so; here each stands for some
/// role.
fn unnamed<'a>(names: impl Iterator<Item = Option<&'a NameAt>>) -> Vec<usize> {
    names.enumerate().filter(|(_, name)| name.is_none()).map(|(position, _)| position).collect()
}

/// For each alternative without a readable role, excuses the surplus entry at its rank, or else the first surplus one.
/// `offset` is how much further down entries stand than their alternatives.
fn excuse_for_unnamed(entries: &mut [Entry<'_>], unnamed: &[usize], offset: usize, ranks: &Numbers) {
    let surplus = |e: &Entry<'_>| matches!(e.key, Key::Role(_)) && !e.excused && ranks.get(&e.key).is_none();
    let mut first = 0;
    for position in unnamed {
        let at = entries.binary_search_by_key(&(position + offset), |e| e.position).ok();
        let at = at.filter(|at| surplus(&entries[*at])).or_else(|| {
            // Those before are none any more.
            first = (first..entries.len()).find(|at| surplus(&entries[*at])).unwrap_or(entries.len());
            (first < entries.len()).then_some(first)
        });
        if let Some(at) = at {
            entries[at].excused = true;
        }
    }
}

/// What is missing when each entry without a readable role stands for the one that belongs at its place, or else for the
/// first one missing.
fn without_unnamed(missing: Vec<Key>, unnamed: &[usize], offset: usize, ranks: &Numbers) -> Vec<Key> {
    if unnamed.is_empty() {
        return missing;
    }
    let mut by_rank: FxHashMap<usize, usize> = FxHashMap::default();
    for (at, key) in missing.iter().enumerate() {
        ranks.get(key).map(|rank| by_rank.entry(rank).or_insert(at));
    }
    let mut missing: Vec<Option<Key>> = missing.into_iter().map(Some).collect();
    let mut first = 0;
    for position in unnamed {
        let at = by_rank.get(&(position + offset)).copied().filter(|at| missing[*at].is_some());
        let at = at.or_else(|| {
            first = (first..missing.len()).find(|at| missing[*at].is_some())?;
            Some(first)
        });
        if let Some(at) = at {
            missing[at] = None;
        }
    }
    missing.into_iter().flatten().collect()
}

/// How much two names differ; of long ones in their beginnings.
pub(super) fn distance(a: &str, b: &str) -> usize {
    let start = |name: &str| -> String { fold(name).chars().take(LONGEST_COMPARED).collect() };
    strsim::damerau_levenshtein(&start(a), &start(b))
}

/// So many characters of a name are compared: names are shorter.
const LONGEST_COMPARED: usize = 100;

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn so_many_names_are_compared() {
        let (steps, mut compared) = (Cell::new(0), 0);
        let mut list: Vec<usize> = (0..10_000).collect();
        let distance = |at: &usize| {
            steps.set(steps.get() + 1);
            at.abs_diff(5)
        };
        assert_eq!(nearest(&list, distance, &mut compared), Some(5));
        while let Some(at) = nearest(&list, distance, &mut compared) {
            list.remove(at);
        }
        assert!(steps.get() <= MOST_COMPARED + 10_000, "{}", steps.get());
        assert!(distance_of_long() < LONGEST_COMPARED);
    }

    fn distance_of_long() -> usize {
        super::distance(&"a".repeat(1 << 20), &"ab".repeat(1 << 19))
    }
}
