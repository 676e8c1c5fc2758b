//! Changes of a page at a place: move, insert and remove an alternative, sort rows and options, inherit a cell or write
//! it out. An alternative's row and option come along.

use rustc_hash::FxHashMap;

use super::{Change, Refactor, RefactorKind};
use crate::content::{Cell, KindId, Name, NameAt, PageList, RoleFacts, Row, Status, keys};
use crate::edit::{add_cell, companions, insert_alternative, remove_cells, remove_entries, reorder_entries};
use crate::ide::FileView;
use crate::syntax::NodeRef;
use crate::text::{Span, TextEdit};
use crate::workspace::{Column, DefId, FileId, Workspace};

/// How many roles are offered to be inserted.
const MOST: usize = 3;

/// What can be done to a page at a place.
pub(super) fn offers(file: &FileView<'_>, at: Span) -> Vec<Refactor> {
    let Some(role) = file.facts().role.as_deref().filter(|_| file.facts().syntax.is_empty()) else { return Vec::new() };
    let page = Page { file, role, lists: PageList::ALL.map(|list| defs(file.workspace(), role, list)) };
    let mut offers = Vec::new();
    for list in PageList::ALL {
        if let Some(position) = page.entry_at(list, at) {
            page.entry(list, position, &mut offers);
        }
        page.sorting(list, at, &mut offers);
    }
    page.cell(at, &mut offers);
    offers
}

/// What the entries of a list stand for; `None` for an unknown role.
fn defs(workspace: &Workspace, role: &RoleFacts, list: PageList) -> Vec<Option<DefId>> {
    let def = |at: Option<&NameAt>| Some(workspace.resolve(KindId::ROLE, &at?.name)?.def);
    list.names(role).into_iter().map(def).collect()
}

const fn index(list: PageList) -> usize {
    match list {
        PageList::Alternatives => 0,
        PageList::Rows => 1,
        PageList::Options => 2,
    }
}

struct Page<'f, 'w> {
    file: &'f FileView<'w>,
    role: &'w RoleFacts,
    /// The roles of alternatives, rows and options.
    lists: [Vec<Option<DefId>>; 3],
}

impl Page<'_, '_> {
    fn workspace(&self) -> &Workspace {
        self.file.workspace()
    }

    fn defs(&self, list: PageList) -> &[Option<DefId>] {
        &self.lists[index(list)]
    }

    /// The key of a list, and the list as it is written.
    fn list(&self, list: PageList) -> Option<(NodeRef<'_>, NodeRef<'_>)> {
        list.entry_of(self.file.tree.root()?)
    }

    /// The position of the entry whose `role` is at a place.
    fn entry_at(&self, list: PageList, at: Span) -> Option<usize> {
        let (_, value) = self.list(list)?;
        value.written_items().position(|item| {
            let pair = item.written_entries().find(|(key, _)| key.scalar_text() == keys::ROLE);
            pair.is_some_and(|(key, value)| key.full_span().cover(value.full_span()).touches(at))
        })
    }

    /// The position of a role in a list, if it has exactly one.
    fn only(&self, list: PageList, role: DefId) -> Option<usize> {
        let mut found = (0..).zip(self.defs(list)).filter(|(_, def)| **def == Some(role)).map(|(at, _)| at);
        found.next().filter(|_| found.next().is_none())
    }

    fn is_twice(&self, list: PageList, role: DefId) -> bool {
        self.defs(list).iter().filter(|def| **def == Some(role)).count() > 1
    }

    fn entry(&self, list: PageList, position: usize, offers: &mut Vec<Refactor>) {
        let Some(role) = self.defs(list).get(position).copied().flatten() else { return };
        if role.file == self.file.id {
            return;
        }
        if list == PageList::Rows {
            self.write_out(position, role, offers);
        }
        let Some(rank) = self.only(PageList::Alternatives, role) else { return };
        let name = self.workspace().name_of(role);
        let mut offer = |kind, title: String, edits: Result<Vec<TextEdit>, &'static str>| {
            let change = edits.map_or_else(Change::Blocked, Change::Edits);
            offers.push(Refactor { title, kind, change });
        };
        if let Some(to) = rank.checked_sub(1) {
            offer(RefactorKind::Move, format!("Move \"{name}\" up"), self.swapped(rank, to));
        }
        if rank + 1 < self.defs(PageList::Alternatives).len() {
            offer(RefactorKind::Move, format!("Move \"{name}\" down"), self.swapped(rank, rank + 1));
        }
        offer(RefactorKind::Rewrite, format!("Remove \"{name}\" with its row and option"), self.removed(role));
        if list == PageList::Alternatives {
            for other in self.candidates() {
                let new = self.workspace().name_of(other);
                if let Some(edits) = self.inserted(&new, rank) {
                    let title = format!("Insert \"{new}\" below \"{name}\"");
                    offers.push(Refactor { title, kind: RefactorKind::Rewrite, change: Change::Insert(edits) });
                }
            }
        }
    }

    /// Swaps the alternatives at two ranks, and with them their rows and options, where these follow the ranks.
    fn swapped(&self, rank: usize, other: usize) -> Result<Vec<TextEdit>, &'static str> {
        let at_rank = |rank: usize| self.defs(PageList::Alternatives).get(rank).copied().flatten();
        let (a, b) = at_rank(rank).zip(at_rank(other)).ok_or("the role beside it is not known")?;
        let mut edits = Vec::new();
        for list in PageList::ALL {
            // Which of two entries for one role belongs to the alternative cannot be told.
            if self.is_twice(list, a) || self.is_twice(list, b) {
                return Err("a role stands twice in a list of this page");
            }
            let (Some(at), Some(to)) = (self.only(list, a), self.only(list, b)) else { continue };
            if (rank < other) != (at < to) {
                continue;
            }
            let mut order: Vec<usize> = (0..self.defs(list).len()).collect();
            order.swap(at, to);
            let moved = reorder_entries(self.file, list, &order);
            edits.extend(moved.ok_or(
                "an anchor, a comment between brackets, or blank lines that a text keeps (+) could lose their place",
            )?);
        }
        Ok(edits)
    }

    /// The edits that remove an alternative, its row and its option.
    fn removed(&self, role: DefId) -> Result<Vec<TextEdit>, &'static str> {
        let mut edits = Vec::new();
        for list in PageList::ALL {
            let all = self.defs(list);
            let mine: Vec<usize> = (0..all.len()).filter(|at| all[*at] == Some(role)).collect();
            if list == PageList::Alternatives && mine.len() == all.len() {
                return Err("it is the only alternative of this page");
            }
            if !mine.is_empty() {
                let removed = remove_entries(self.file, list, &mine);
                edits.extend(removed.ok_or("a comment or an anchor would go with it")?);
            }
        }
        Ok(edits)
    }

    /// The edits that insert an alternative below the one at a rank, with its row and option.
    fn inserted(&self, role: &Name, below: usize) -> Option<Vec<TextEdit>> {
        let above = &self.defs(PageList::Alternatives)[..=below];
        let is_above = |def: &DefId| def.file == self.file.id || above.contains(&Some(*def));
        let twice = |list: &PageList| self.defs(*list).iter().flatten().any(|def| self.is_twice(*list, *def));
        if PageList::ALL.iter().any(twice) {
            return None;
        }
        let mut before: Vec<Name> = Vec::new();
        for list in PageList::ALL {
            let named = list.names(self.role).into_iter().zip(self.defs(list));
            before.extend(
                named
                    .filter(|(_, def)| def.is_some_and(|def| is_above(&def)))
                    .filter_map(|(at, _)| Some(at?.name.clone())),
            );
        }
        let mut edits = vec![insert_alternative(self.file, role, Some(below))?];
        let path = &self.file.entry.path;
        let companions =
            companions(self.workspace(), self.file.view.sources, path, &[(role.clone(), true, true)], &before);
        edits.extend(companions.into_iter().flatten());
        (edits.len() == 3).then_some(edits)
    }

    /// Roles that could be alternatives here: those that list this role, and what its alternatives list, most often first.
    fn candidates(&self) -> Vec<DefId> {
        let workspace = self.workspace();
        let listed = |file: FileId| workspace.file(file).facts.role.iter().flat_map(|r| &r.alternatives).flatten();
        let mut votes: FxHashMap<DefId, usize> = FxHashMap::default();
        let labels = self.file.role().into_iter().flat_map(|d| &d.labels);
        for file in labels.flat_map(|label| workspace.index().listed_by(&label.at.name)) {
            *votes.entry(DefId::role(*file)).or_default() += 2;
        }
        for def in self.defs(PageList::Alternatives).iter().flatten() {
            for at in listed(def.file) {
                if let Some(resolved) = workspace.resolve(KindId::ROLE, &at.name) {
                    *votes.entry(resolved.def).or_default() += 1;
                }
            }
        }
        let fits = |def: &DefId| {
            let here = PageList::ALL.iter().any(|list| self.defs(*list).contains(&Some(*def)));
            let facts = &workspace.file(def.file).facts;
            let public = facts.role.as_ref().is_some_and(|r| r.status == Status::Published);
            def.file != self.file.id && !here && public && facts.own_row().is_some_and(|row| self.shows_all(row))
        };
        let mut found: Vec<(DefId, usize)> = votes.into_iter().filter(|(def, _)| fits(def)).collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| workspace.order(a.0, b.0)));
        found.into_iter().take(MOST).map(|(def, _)| def).collect()
    }

    /// Whether a row of another file has all that this page's table shows of it.
    fn shows_all(&self, row: &Row) -> bool {
        let mut columns = self.workspace().config().columns.iter().filter(|c| !c.optional && !c.per_page);
        columns.all(|column| cell_of(row, column).is_some())
    }

    /// At the key of the rows or the options, offers to sort them by rank, where they are not sorted.
    fn sorting(&self, list: PageList, at: Span, offers: &mut Vec<Refactor>) {
        let title = match list {
            PageList::Alternatives => return,
            PageList::Rows => "Sort the rows by rank",
            PageList::Options => "Sort the options by rank",
        };
        if self.list(list).is_none_or(|(key, _)| !key.span().touches(at)) {
            return;
        }
        let mut ranks: FxHashMap<DefId, usize> = FxHashMap::default();
        for def in self.defs(PageList::Alternatives).iter().flatten() {
            let rank = ranks.len() + 1;
            ranks.entry(*def).or_insert(rank);
        }
        let rank = |def: &DefId| if def.file == self.file.id { Some(0) } else { ranks.get(def).copied() };
        // Roles without a rank, and those that stand twice, keep their places.
        let ranked = |position: &usize| {
            let def = self.defs(list)[*position]?;
            self.only(list, def).and_then(|_| rank(&def))
        };
        let places: Vec<usize> = (0..self.defs(list).len()).filter(|at| ranked(at).is_some()).collect();
        let mut sorted = places.clone();
        sorted.sort_by_key(|at| ranked(at));
        let mut order: Vec<usize> = (0..self.defs(list).len()).collect();
        places.iter().zip(sorted).for_each(|(place, from)| order[*place] = from);
        let edits = reorder_entries(self.file, list, &order).filter(|edits| !edits.is_empty());
        let change = edits.map(Change::Edits);
        offers.extend(change.map(|change| Refactor { title: title.to_owned(), kind: RefactorKind::Rewrite, change }));
    }

    /// Offers to remove a cell that would be inherited otherwise.
    fn cell(&self, at: Span, offers: &mut Vec<Refactor>) {
        let rows = self.role.comparison.as_ref().map_or(&[][..], |c| &c.rows);
        for (row, def) in rows.iter().zip(self.defs(PageList::Rows)) {
            let Some(def) = def.filter(|def| def.file != self.file.id) else { continue };
            let Some(source) = self.workspace().file(def.file).facts.own_row() else { continue };
            for cell in row.cells.iter().filter(|c| c.column.span.touches(at) || c.span.touches(at)) {
                let column = self.workspace().config().column(&cell.column.name).filter(|c| !c.per_page);
                if column.is_none_or(|column| cell_of(source, column).is_none()) {
                    continue;
                }
                let title = format!("Inherit \"{}\" from \"{}\"", cell.column.name, self.workspace().name_of(def));
                let change = remove_cells(self.file, &[cell.column.span]).map(Change::Edits);
                offers.extend(change.map(|change| Refactor { title, kind: RefactorKind::Rewrite, change }));
            }
        }
    }

    /// Offers to write out each cell that a row inherits.
    fn write_out(&self, position: usize, role: DefId, offers: &mut Vec<Refactor>) {
        let Some(comparison) = &self.role.comparison else { return };
        let row = &comparison.rows[position];
        let Some(source) = self.workspace().file(role.file).facts.own_row() else { return };
        let listed = comparison.columns.as_ref().map(|(_, names)| names);
        let shown = |c: &&Column| listed.is_none_or(|names| names.iter().any(|at| *at.name == c.name));
        let columns = &self.workspace().config().columns;
        for column in columns.iter().filter(|c| !c.per_page).filter(shown) {
            let stands = row.cells.iter().any(|cell| *cell.column.name == column.name);
            let Some(cell) = cell_of(source, column).filter(|_| !stands) else { continue };
            let before: Vec<&str> =
                columns.iter().take_while(|c| c.name != column.name).map(|c| c.name.as_str()).collect();
            let edit = add_cell(self.file, position, &column.name, cell.text(), &before);
            offers.extend(edit.map(|edit| Refactor {
                title: format!("Write \"{}\" out in this row", column.name),
                kind: RefactorKind::Rewrite,
                change: Change::Edits(vec![edit]),
            }));
        }
    }
}

fn cell_of<'r>(row: &'r Row, column: &Column) -> Option<&'r Cell> {
    row.cells.iter().find(|cell| *cell.column.name == column.name && !cell.empty && !cell.text().is_empty())
}
