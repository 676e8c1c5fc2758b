//! Names of roles, skills, tools and whatever else a schema refers to.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::docs::DocsKey;
use super::offer::{Offers, Rank, scalar_item, unescaped};
use super::place::{Place, is_at_cursor};
use super::rank::{Fit, Query, answers_for};
use super::{Asked, Completion, CompletionKind, kept};
use crate::content::{FileKind, KindId, Name, PageList, RoleFacts, Status, collapse, keys, role_of_entry};
use crate::schema::Label;
use crate::syntax::NodeRef;
use crate::workspace::{DefId, FileId, How, LabelText, TermPart, Workspace, term_parts};

/// How many files are read for the names of a kind without a vocabulary.
const MOST_FILES: usize = 2_000;
/// How many files are looked at for roles that share much with this one.
const SAMPLE: usize = 256;

/// What decides the order of names at a place.
#[derive(Default)]
pub(super) struct Wish {
    /// Definitions that the page still lacks, in page order: offered first.
    pub wanted: Vec<DefId>,
    /// Definitions that are there already: offered last.
    pub present: FxHashSet<DefId>,
    /// Their names.
    pub present_names: FxHashSet<String>,
    /// Definitions that are not offered: they cannot stand here.
    pub never: Option<DefId>,
}

/// A name that fits what is typed.
pub(super) struct Found {
    pub rank: Rank,
    /// What is shown: the name or another label.
    pub label: Name,
    /// What is written.
    pub name: Name,
    /// The name of the thing.
    thing: Name,
    how: Label,
    def: Option<DefId>,
    retired: bool,
    present: bool,
    /// It is what is typed already, and is not offered.
    pub hidden: bool,
}

/// Offers names as the whole value of a scalar.
pub(super) fn offer(offers: &mut Offers<'_>, place: &Place, kind: KindId) {
    let token = &place.token;
    if token.several_lines {
        return;
    }
    offers.any_text |= !offers.workspace().is_closed(kind);
    let typed = unescaped(token.typed(&offers.file.text), token.quoting);
    if token.is_behind(&offers.file.text) && is_complete(offers, kind, &typed) {
        return;
    }
    let wish = wish(offers, place, kind);
    for found in find(offers, kind, &typed, &wish) {
        if let Some(item) = scalar_item(token, item_kind(kind), &found.label, &found.name) {
            found.add(offers, kind, item);
        }
    }
}

/// Whether nothing is offered for a text: it resolves as it stands, or its kind has no vocabulary and any text is a name.
pub(super) fn is_complete(offers: &Offers<'_>, kind: KindId, text: &str) -> bool {
    let (workspace, name) = (offers.workspace(), collapse(text));
    if !workspace.is_closed(kind) {
        return offers.is_typed(text);
    }
    let other_case = offers.options.asked != Asked::ByHand;
    let found = workspace.resolve(kind, &name);
    found.is_some_and(|found| found.how == How::Exact || found.how == How::Case && other_case)
}

pub(super) fn item_kind(kind: KindId) -> CompletionKind {
    if kind.is_role() { CompletionKind::Role } else { CompletionKind::Term }
}

impl Found {
    /// What is named.
    pub const fn def(&self) -> Option<DefId> {
        self.def
    }

    /// Adds the item that was made for the name.
    pub fn add(self, offers: &mut Offers<'_>, kind: KindId, item: Completion) {
        if self.hidden {
            offers.note(item);
            return;
        }
        let word = offers.workspace().config().kinds.get(kind.index()).cloned().unwrap_or_default();
        let description = match self.how {
            Label::Name if self.present => Some("already in this list".to_owned()),
            Label::Name | Label::Address => None,
            Label::Id | Label::Planned if *self.thing == *item.label => None,
            Label::Id | Label::Planned => Some(self.thing.to_string()),
            Label::Alias => Some(format!("alias of {}", self.thing)),
            Label::Avoid => Some(format!("spelling of {}", self.thing)),
        };
        let docs = self.def.map(|_| DocsKey::Name { kind: word.clone(), name: self.thing.to_string() });
        let detail = if self.retired { format!("retired {word}") } else { word };
        let item = Completion { detail: Some(detail), description, docs, deprecated: self.retired, ..item };
        offers.add(self.rank, item);
    }
}

/// The best labels of many: a bounded heap.
struct Best<'w> {
    most: usize,
    /// A max-heap: the worst rank on top.
    kept: BinaryHeap<Ranked<'w>>,
}

/// A label with its rank.
#[derive(PartialEq, Eq)]
struct Ranked<'w> {
    rank: Rank,
    label: LabelText<'w>,
    present: bool,
}

impl Ord for Ranked<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |ranked: &Self| (ranked.label.text, ranked.label.label, ranked.label.def);
        self.rank.cmp(&other.rank).then_with(|| key(self).cmp(&key(other)))
    }
}

impl PartialOrd for Ranked<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<'w> Best<'w> {
    fn new(most: usize) -> Self {
        Self { most, kept: BinaryHeap::with_capacity(most) }
    }

    /// Whether a label is among the best so far.
    fn takes(&self, rank: &Rank, label: &LabelText<'_>) -> bool {
        let full = self.kept.len() == self.most;
        let worst = self.kept.peek().filter(|_| full);
        worst.is_none_or(|worst| (rank, label.text) <= (&worst.rank, worst.label.text))
    }

    fn add(&mut self, rank: Rank, label: LabelText<'w>, present: bool) {
        let new = Ranked { rank, label, present };
        if self.kept.len() < self.most {
            self.kept.push(new);
        } else if let Some(mut worst) = self.kept.peek_mut()
            && new < *worst
        {
            *worst = new;
        }
    }

    fn finish(self) -> Vec<Ranked<'w>> {
        self.kept.into_sorted_vec()
    }
}

/// The names of a kind that fit what is typed, at most as many as a list holds.
pub(super) fn find(offers: &mut Offers<'_>, kind: KindId, typed: &str, wish: &Wish) -> Vec<Found> {
    let workspace = offers.workspace();
    let query = Query::new(typed);
    if !workspace.is_closed(kind) {
        return in_use(offers, kind, &query, wish);
    }
    let order: FxHashMap<DefId, u32> = (0..).zip(&wish.wanted).map(|(at, def)| (*def, at)).collect();
    let weights = if kind.is_role() { listing(offers) } else { weights(offers, kind) };
    // A spelling to avoid is no proposal: it leads whoever types it to the name, where the name does not fit as well.
    let leads = |label: &LabelText<'_>, fit: Fit| {
        let by_name = || query.fit(&workspace.name_of(label.def)).is_some_and(|name| name <= fit);
        !query.is_empty() && fit <= Fit::Word && !by_name()
    };
    let labels = || {
        let labels = workspace.index().kind(kind).with(query.letters());
        let fitting = labels.filter_map(|label| Some((query.fit(label.text)?, label)));
        fitting.filter(|(fit, label)| label.label != Label::Avoid || leads(label, *fit))
    };
    let most = offers.options.most();
    let worst =
        if offers.options.keeps { kept::worst_fit(labels().map(|(fit, _)| fit), most) } else { Some(Fit::Scattered) };
    if worst.is_none() {
        // Too many for one list: it is incomplete.
        if offers.options.asked != Asked::ByHand {
            return Vec::new();
        }
        offers.note_more();
    }
    let mut best = Best::new(most * 2);
    for (fit, label) in labels().filter(|(fit, _)| worst.is_none_or(|worst| *fit <= worst)) {
        let (group, place) = match (order.get(&label.def), weights.get(&label.def)) {
            (Some(at), _) => (0, *at),
            (None, Some(weight)) => (1, u32::MAX - weight),
            (None, None) => (2, 0),
        };
        // Without anything typed, other labels only lengthen the list.
        let other = u8::from(label.label != Label::Name);
        let late = if wish.present.contains(&label.def) { 2 } else { other * u8::from(query.is_empty()) };
        let group = group * 2 + other;
        let mut rank = Rank { late, fit, group, place };
        // Whether a role is retired costs a look at its file: only for the best.
        if best.takes(&rank, &label) {
            if kind.is_role() && status(workspace, label.def) == Status::Retired {
                rank.late = 3;
            }
            best.add(rank, label, late == 2);
        }
    }
    shown(offers, &query, best, wish)
}

/// The best labels as what is offered.
fn shown(offers: &Offers<'_>, query: &Query, best: Best<'_>, wish: &Wish) -> Vec<Found> {
    let (workspace, most) = (offers.workspace(), offers.options.most());
    let mut found = Vec::new();
    for Ranked { rank, label, present } in best.finish() {
        let name = workspace.name_of(label.def);
        let id = workspace.written_id(label.def);
        // A thing with an id is shown by its name, where that fits too.
        let is_id = matches!(label.label, Label::Id | Label::Planned);
        if is_id && *name != *label.text && query.fit(&name).is_some() {
            continue;
        }
        let is_name = label.label == Label::Name || is_id && *name == *label.text;
        let hidden = wish.never == Some(label.def) || !is_name && answers_for(&name, label.text);
        if found.len() == most {
            break;
        }
        let (how, def, retired) = (label.label, Some(label.def), rank.late == 3);
        let (thing, label) = (name, workspace.intern(label.text));
        // Whoever types an alias gets it as it is: it is as good as the name, and the end of the line must not change it.
        let is_typed = offers.options.keeps || !query.is_empty();
        let keeps = how == Label::Alias && rank.fit == Fit::Prefix && is_typed;
        let name = id.unwrap_or_else(|| if keeps { label.clone() } else { thing.clone() });
        found.push(Found { rank, label, name, thing, how, def, retired, present, hidden });
    }
    found
}

fn status(workspace: &Workspace, def: DefId) -> Status {
    workspace.file(def.file).facts.role.as_ref().map_or(Status::Published, |role| role.status)
}

/// Names of a kind without a vocabulary: those in use.
fn in_use(offers: &Offers<'_>, kind: KindId, query: &Query, wish: &Wish) -> Vec<Found> {
    let workspace = offers.workspace();
    let mut counts: FxHashMap<Name, u32> = FxHashMap::default();
    for (at, (id, entry)) in workspace.files().enumerate() {
        if at >= MOST_FILES {
            break;
        }
        // What stands at the cursor now is no name yet.
        let here = |span: crate::text::Span| id == offers.file.id && offers.context.is_near(span);
        let names = entry.facts.references.iter().filter(|r| r.kind == kind && !here(r.at.span));
        for reference in names {
            *counts.entry(reference.at.name.clone()).or_default() += 1;
        }
        let texts = term_parts(workspace.config(), &entry.facts);
        for TermPart { part, .. } in texts.filter(|text| text.kind == kind && !here(text.whole)) {
            for term in workspace.terms_in(kind, part) {
                let name = collapse(&part.text[term.start..term.end]).as_ref().into();
                *counts.entry(name).or_default() += 1;
            }
        }
    }
    let mut found: Vec<Found> = counts
        .into_iter()
        .filter_map(|(name, count)| {
            let fit = query.fit(&name)?;
            let present = wish.present_names.contains(&*name);
            let rank = Rank { late: u8::from(present) * 2, fit, group: 0, place: u32::MAX - count };
            let (label, thing) = (name.clone(), name.clone());
            Some(Found {
                rank,
                label,
                name,
                thing,
                how: Label::Name,
                def: None,
                retired: false,
                present,
                hidden: false,
            })
        })
        .collect();
    found.sort_by(|a, b| (&a.rank, &a.name).cmp(&(&b.rank, &b.name)));
    found
}

/// What a place still lacks and what is there, by where it stands.
pub(super) fn wish(offers: &Offers<'_>, place: &Place, kind: KindId) -> Wish {
    let workspace = offers.workspace();
    let resolve = |name: &str| Some(workspace.resolve(kind, &collapse(name))?.def);
    let own = offers.file.role().filter(|_| kind.is_role()).map(|_| DefId::role(offers.file.id));
    let steps: Vec<Option<&str>> = place.steps.iter().map(Option::as_deref).collect();
    let mut wish = Wish::default();
    let lists = Lists::of(offers);
    let defs = |names: &[String]| names.iter().filter_map(|n| resolve(n)).collect::<Vec<_>>();
    let (present, wanted) = match PageList::of_role(&steps) {
        Some(PageList::Alternatives) => {
            wish.never = own;
            let wanted = [defs(&lists.rows), defs(&lists.options)].concat();
            (defs(&lists.alternatives), wanted.into_iter().filter(|def| Some(*def) != own).collect())
        }
        Some(PageList::Rows) => (defs(&lists.rows), own.into_iter().chain(defs(&lists.alternatives)).collect()),
        Some(PageList::Options) => {
            wish.never = own;
            (defs(&lists.options), defs(&lists.alternatives))
        }
        None if steps == [Some(keys::REPLACED_BY)] => {
            wish.never = own;
            (Vec::new(), Vec::new())
        }
        None => {
            wish.never = own;
            wish.present_names = place.present.iter().cloned().collect();
            (defs(&place.present), Vec::new())
        }
    };
    wish.present = present.into_iter().collect();
    wish.wanted = wanted.into_iter().filter(|def| !wish.present.contains(def)).collect();
    wish
}

/// The roles in the lists of a page, the one at the cursor excepted.
pub(super) struct Lists {
    pub alternatives: Vec<String>,
    pub rows: Vec<String>,
    pub options: Vec<String>,
}

impl Lists {
    pub fn of(offers: &Offers<'_>) -> Self {
        let root = offers.context.root(offers.file);
        let list = |list: PageList| -> Vec<String> {
            let entries = root.and_then(|root| list.of(root)).into_iter().flat_map(NodeRef::items);
            let roles = entries.filter_map(role_of_entry);
            let known = roles.filter(|role| !is_at_cursor(*role) && !role.is_blank());
            known.map(|role| role.scalar_text().trim().to_owned()).collect()
        };
        Self {
            alternatives: list(PageList::Alternatives),
            rows: list(PageList::Rows),
            options: list(PageList::Options),
        }
    }
}

impl Lists {
    /// The alternatives above the one at the cursor.
    pub fn above(offers: &Offers<'_>) -> Vec<String> {
        let Some(list) = offers.context.root(offers.file).and_then(|root| PageList::Alternatives.of(root)) else {
            return Vec::new();
        };
        let here = |item: &NodeRef<'_>| is_at_cursor(*item) || item.entries().any(|(key, _)| is_at_cursor(key));
        let above = list.items().take_while(|item| !here(item)).filter_map(role_of_entry);
        above.map(|role| role.scalar_text().trim().to_owned()).collect()
    }
}

/// The roles that list this one.
fn listing(offers: &Offers<'_>) -> FxHashMap<DefId, u32> {
    let Some(role) = offers.file.role() else { return FxHashMap::default() };
    let files = offers.workspace().index().listed_by(&role.name().name).iter().take(SAMPLE);
    files.map(|file| (DefId::role(*file), 1)).collect()
}

/// How often the roles that share most with this one use each term of a kind.
fn weights(offers: &Offers<'_>, kind: KindId) -> FxHashMap<DefId, u32> {
    let workspace = offers.workspace();
    let facts = offers.file.facts();
    let Some(role) = &facts.role else { return FxHashMap::default() };
    let own: FxHashSet<&Name> = facts.references.iter().filter(|r| !r.kind.is_role()).map(|r| &r.at.name).collect();
    let neighbours = neighbours(offers, role);
    let step = (workspace.files().count() / SAMPLE).max(1);
    let some = workspace.files().step_by(step).filter(|(_, e)| e.kind == FileKind::Role).map(|(id, _)| id);
    let sample = neighbours.iter().copied().chain(some);
    let mut seen: FxHashSet<FileId> = FxHashSet::default();
    seen.insert(offers.file.id);
    let mut near: Vec<(Reverse<usize>, FileId)> = Vec::new();
    for id in sample.filter(|id| seen.insert(*id)) {
        let shared = workspace.file(id).facts.references.iter().filter(|r| own.contains(&r.at.name)).count();
        let shared = shared + if neighbours.contains(&id) { 3 } else { 0 };
        if shared > 0 {
            near.push((Reverse(shared), id));
        }
    }
    near.sort_by(|a, b| (a.0, &workspace.file(a.1).path).cmp(&(b.0, &workspace.file(b.1).path)));
    near.truncate(16);
    let mut counts: FxHashMap<&Name, u32> = FxHashMap::default();
    for (Reverse(shared), id) in &near {
        let names: FxHashSet<&Name> =
            workspace.file(*id).facts.references.iter().filter(|r| r.kind == kind).map(|r| &r.at.name).collect();
        for name in names {
            *counts.entry(name).or_default() += u32::try_from(*shared).unwrap_or(u32::MAX).min(1000);
        }
    }
    counts.into_iter().filter_map(|(name, count)| Some((workspace.resolve(kind, name)?.def, count))).collect()
}

/// The roles that this page lists, and those that list it.
fn neighbours(offers: &Offers<'_>, role: &RoleFacts) -> FxHashSet<FileId> {
    let workspace = offers.workspace();
    let listed =
        role.alternatives.iter().flatten().filter_map(|at| Some(workspace.resolve(KindId::ROLE, &at.name)?.def.file));
    let name = offers.file.role().map(|role| role.name().name.clone());
    let listing = name.iter().flat_map(|name| workspace.index().listed_by(name)).copied();
    listed.take(64).chain(listing.take(64)).filter(|id| workspace.file(*id).kind == FileKind::Role).collect()
}
