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
    /// Some of the alternatives could not be read: nothing is reported as surplus or out of order.
    pub alternatives_uncertain: bool,
}

impl<'w> PageView<'w> {
    pub(super) fn new(cx: &FileCx<'w>, role: &'w RoleFacts) -> Self {
        let own = Key::Role(cx.id);
        let facts = cx.facts;
        let alternatives = entries(cx, role.alternatives.iter().map(|name| (name.as_ref(), false)));
        let comparison = role.comparison.as_ref();
        let all_rows: &'w [Row] = comparison.map_or(&[], |c| &c.rows);
        let mut rows = entries(cx, all_rows.iter().map(|row| (row.role.as_ref(), row.own)));
        let pick = role.pick.as_ref();
        let mut picks = entries(cx, pick.iter().flat_map(|p| p.roles.iter().map(|name| (name.as_ref(), false))));

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
        Self { own, alternatives, rows, picks, ranks, missing_rows, missing_picks, alternatives_uncertain }
    }

    /// Whether a role is the page's own or one of its alternatives.
    #[must_use]
    pub fn belongs(&self, key: &Key) -> bool {
        self.ranks.get(key).is_some()
    }

    /// Whether a role is listed as an alternative (the own role too, if the page lists itself).
    #[must_use]
    pub fn is_alternative(&self, key: &Key) -> bool {
        self.alternatives.iter().any(|e| e.key == *key)
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
        let key = if own {
            Key::Role(cx.id)
        } else {
            match cx.role_at(at) {
                Some(resolved) => Key::Role(resolved.def.file),
                None => Key::Unknown(at.name.clone()),
            }
        };
        let known = first.add(&key, position);
        let repeats = (known != position && matches!(key, Key::Role(_))).then_some(known);
        list.push(Entry { position, at, key, repeats, excused: false });
    }
    list
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
    // A misspelled alternative: the surplus entry nearest to it is its own.
    for alternative in alternatives.iter().filter(|a| matches!(a.key, Key::Unknown(_)) && present.get(&a.key).is_none())
    {
        let surplus = entries
            .iter_mut()
            .filter(|e| matches!(e.key, Key::Role(_)) && !e.excused && ranks.get(&e.key).is_none())
            .min_by_key(|e| distance(&alternative.at.name, &e.at.name));
        if let Some(entry) = surplus {
            entry.excused = true;
        }
    }
    let needed = own.into_iter().chain(alternatives.iter().map(|a| (a.key.clone(), a.at)));
    let mut missing: Vec<(Key, &NameAt)> =
        needed.filter(|(key, _)| matches!(key, Key::Role(_)) && present.get(key).is_none()).collect();
    // A misspelled entry stands for the alternative nearest to it.
    for entry in entries.iter().filter(|e| matches!(e.key, Key::Unknown(_)) && ranks.get(&e.key).is_none()) {
        let nearest = (0..missing.len()).min_by_key(|at| distance(&missing[*at].1.name, &entry.at.name));
        if let Some(at) = nearest {
            missing.remove(at);
        }
    }
    missing.into_iter().map(|(key, _)| key).collect()
}

/// Positions of entries whose role is missing or unreadable. The schema's finding says so; here each stands for some
/// role.
fn unnamed<'a>(names: impl Iterator<Item = Option<&'a NameAt>>) -> Vec<usize> {
    names.enumerate().filter(|(_, name)| name.is_none()).map(|(position, _)| position).collect()
}

/// For each alternative without a readable role, excuses the surplus entry at its rank, or else the first surplus one.
/// `offset` is how much further down entries stand than their alternatives.
fn excuse_for_unnamed(entries: &mut [Entry<'_>], unnamed: &[usize], offset: usize, ranks: &Numbers) {
    for position in unnamed {
        let surplus = |e: &Entry<'_>| matches!(e.key, Key::Role(_)) && !e.excused && ranks.get(&e.key).is_none();
        let at = entries.iter().position(|e| surplus(e) && e.position == position + offset);
        if let Some(at) = at.or_else(|| entries.iter().position(surplus)) {
            entries[at].excused = true;
        }
    }
}

/// `missing` without what entries without a readable role may stand for: each stands for the role whose rank is its
/// position plus `offset`, or else for the first one missing.
fn without_unnamed(mut missing: Vec<Key>, unnamed: &[usize], offset: usize, ranks: &Numbers) -> Vec<Key> {
    for position in unnamed {
        let at = missing.iter().position(|key| ranks.get(key) == Some(position + offset));
        if !missing.is_empty() {
            missing.remove(at.unwrap_or(0));
        }
    }
    missing
}

fn distance(a: &str, b: &str) -> usize {
    strsim::damerau_levenshtein(&fold(a), &fold(b))
}
