//! Retiring a role in favour of another: its status, its successor, and every reference in every file.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::plan::{
    ChangePlan, FileChange, Left, Refusal, Written, by_file, mention_at, plain_uses, planned, positions, read, refuse,
    written_name,
};
use crate::content::{Cell, KindId, NameAt, Origin, PageList, Row, Status};
use crate::edit::{Document, Pair, list_of, remove_cells, remove_entries, remove_items, set_pairs};
use crate::ide::prose_names::prose_uses_of;
use crate::ide::uses::{NameUse, Place, uses_of};
use crate::ide::{Analysis, Location};
use crate::text::{Span, TextEdit};
use crate::workspace::{Column, DefId, FileEntry, Workspace, map_all};

/// Retires a role in favour of another one. The edits and removals together leave no reference to it, apart from those in
/// `left`.
///
/// # Errors
/// In the author's words: it is the same role, the other one is retired itself, one of their files cannot be changed, or
/// there is nothing to do.
pub fn retire(view: Analysis<'_>, role: DefId, by: DefId) -> Result<ChangePlan, Refusal> {
    let workspace = view.workspace;
    let (name, successor) = (workspace.name_of(role), workspace.name_of(by));
    if workspace.definition(role).is_none_or(|d| !d.kind.is_role())
        || workspace.definition(by).is_none_or(|d| !d.kind.is_role())
    {
        return refuse("only a role can be retired, and only in favour of a role");
    }
    if role == by {
        return refuse(format!("\"{name}\" cannot take over from itself"));
    }
    written_name(workspace, role)?;
    if workspace.file(by.file).facts.role.as_ref().is_some_and(|facts| facts.status == Status::Retired) {
        return refuse(format!("\"{successor}\" is retired itself"));
    }
    let retiring = Retiring { view, role, by, name: &name, successor: &successor };
    let own = workspace.file(role.file);
    let mut written = vec![retiring.own_file(own)?];
    let uses = uses_of(view, role).into_iter().filter(|(at, _)| at.path != own.path).collect();
    let mut left = Vec::new();
    let mut written_for = Vec::new();
    for page in map_all(&by_file(uses), |(path, uses)| retiring.page(path, uses)) {
        let (page, stays, entries) = page?;
        written.push(page);
        left.extend(stays);
        written_for.extend(entries);
    }
    let plan = planned(written);
    if plan.files == 0 && left.is_empty() {
        return refuse(format!("\"{name}\" is retired in favour of \"{successor}\" already"));
    }
    let mut uses = prose_uses_of(view, role);
    uses.retain(|(at, _)| at.path != own.path);
    let (confirm, rewritten) = plain_uses(view, uses, &successor, &plan);
    Ok(ChangePlan { old: name, new: successor, left, confirm, rewritten, written_for, ..plan })
}

struct Retiring<'w> {
    view: Analysis<'w>,
    role: DefId,
    by: DefId,
    name: &'w str,
    successor: &'w str,
}

impl Retiring<'_> {
    /// The changes of the role's own file: its status and its successor.
    fn own_file(&self, entry: &FileEntry) -> Result<Written, Refusal> {
        const HEAD: [&str; 6] = ["toolkit", "summary", "avoid", "aliases", "slug", "name"];
        let file = read(self.view, &entry.path)?;
        let pairs = [
            Pair { key: "status", value: "retired", after: &HEAD },
            Pair { key: "replaced_by", value: self.successor, after: &["status"] },
        ];
        let edits = set_pairs(&file, &pairs);
        let edits = edits.ok_or_else(|| {
            format!("{} cannot be changed where it says what becomes of \"{}\": mend it first", entry.path, self.name)
        })?;
        FileChange { edits, ..FileChange::default() }.write(&entry.path, &file)
    }

    /// The changes of another file that refers to the role.
    fn page(&self, path: &Arc<str>, uses: &[NameUse]) -> Result<(Written, Vec<Left>, Vec<Location>), Refusal> {
        let id = self.view.workspace.find(path).ok_or_else(|| format!("{path} is gone"))?;
        let file = read(self.view, path)?.keeping_comments();
        let entry = self.view.workspace.file(id);
        let mut page = Page {
            retiring: self,
            entry,
            file,
            change: FileChange::default(),
            left: Vec::new(),
            written_for: Vec::new(),
        };
        page.references(uses);
        Ok((page.change.write(path, &page.file)?, page.left, page.written_for))
    }
}

/// What becomes of a page's entry, row and option for the role.
enum Entries {
    /// They name the other role.
    Rename,
    /// They go.
    Remove,
    /// They stay, and why.
    Leave(String),
}

/// A file that refers to the role.
struct Page<'r, 'w> {
    retiring: &'r Retiring<'w>,
    entry: &'w FileEntry,
    file: Document,
    change: FileChange,
    left: Vec<Left>,
    written_for: Vec<Location>,
}

impl Page<'_, '_> {
    fn workspace(&self) -> &Workspace {
        self.retiring.view.workspace
    }

    /// Whether the file is the other role's own.
    fn is_successors(&self) -> bool {
        self.workspace().find(&self.entry.path) == Some(self.retiring.by.file)
    }

    fn leave(&mut self, span: Span, reason: impl Into<String>) {
        let place = Location { path: self.entry.path.clone(), span };
        self.left.push(Left { place, reason: reason.into() });
    }

    fn rename(&mut self, span: Span) {
        self.change.names.push(TextEdit::new(span, self.retiring.successor));
    }

    fn references(&mut self, uses: &[NameUse]) {
        let in_lists =
            |name: &&NameUse| matches!(name.place, Place::Reference(Origin::Alternative | Origin::Row | Origin::Pick));
        let entries: Vec<&NameUse> = uses.iter().filter(in_lists).collect();
        if !entries.is_empty() || self.mine(PageList::ALL).next().is_some() {
            self.entries(&entries);
        }
        let mut items: BTreeMap<Span, Vec<Span>> = BTreeMap::new();
        for name in uses.iter().filter(|name| !in_lists(name)) {
            match name.place {
                Place::Reference(Origin::Link) => {
                    let reason = format!("the link leads to the file of \"{}\"", self.retiring.name);
                    self.leave(name.span, reason);
                }
                Place::Reference(Origin::Mention | Origin::DoubtfulMention) => self.mention(name.span),
                Place::Reference(_) => match list_of(&self.file, name.span) {
                    Some(list) => items.entry(list).or_default().push(name.span),
                    None if self.is_successors() => {
                        let reason = format!("\"{}\" would refer to itself", self.retiring.successor);
                        self.leave(name.span, reason);
                    }
                    None => self.rename(name.span),
                },
                _ => {}
            }
        }
        for (list, names) in items {
            self.items(list, &names);
        }
    }

    /// A mention names the other role; on that role's own page it becomes plain words.
    fn mention(&mut self, name: Span) {
        if !self.is_successors() {
            if self.workspace().config().fits_mention(KindId::ROLE, self.retiring.successor) {
                self.rename(name);
            } else {
                let reason = format!("\"{}\" cannot stand between [[ and ]]", self.retiring.successor);
                self.leave(name, reason);
            }
            return;
        }
        match mention_at(self.workspace(), &self.file, name) {
            Some((whole, shown)) => {
                let shown = shown.unwrap_or_else(|| self.retiring.name.to_owned());
                self.change.names.push(TextEdit::new(whole, shown));
            }
            None => self.leave(name, "it cannot be read for certain"),
        }
    }

    /// Names of the role in one list: the first becomes the other role, unless that is there already.
    fn items(&mut self, list: Span, names: &[Span]) {
        let by = self.retiring.by;
        let there = self.is_successors()
            || self.entry.facts.references.iter().any(|r| {
                let inside = r.kind.is_role() && list.contains(r.at.span);
                inside && self.workspace().resolve(KindId::ROLE, &r.at.name).is_some_and(|r| r.def == by)
            });
        let surplus = if there { names } else { &names[1..] };
        if !there {
            self.rename(names[0]);
        }
        if surplus.is_empty() {
            return;
        }
        match remove_items(&self.file, surplus) {
            Some(edits) => self.change.edits.extend(edits),
            None => surplus.iter().for_each(|name| self.leave(*name, BESIDE)),
        }
    }

    /// Positions of the role in some of the page's lists.
    fn mine(&self, lists: impl IntoIterator<Item = PageList>) -> impl Iterator<Item = (PageList, Vec<usize>)> {
        let of = |list| (list, positions(self.workspace(), self.entry, list, self.retiring.role));
        lists.into_iter().map(of).filter(|(_, positions)| !positions.is_empty())
    }

    /// Changes the alternatives, rows and options for the role, all in the same way.
    fn entries(&mut self, names: &[&NameUse]) {
        let there = |list| positions(self.workspace(), self.entry, list, self.retiring.by);
        let decided = if self.is_successors() || !there(PageList::Alternatives).is_empty() {
            Entries::Remove
        } else {
            let twice = self.mine([PageList::Rows, PageList::Options]).find(|(list, _)| !there(*list).is_empty());
            match twice {
                Some((list, _)) => {
                    let word = if list == PageList::Rows { "a row" } else { "an option" };
                    Entries::Leave(format!("the page has {word} for \"{}\" already", self.retiring.successor))
                }
                None => Entries::Rename,
            }
        };
        let done = match decided {
            Entries::Rename => self.rows_follow().map(|()| {
                let spans: Vec<Span> = names.iter().map(|name| name.span).collect();
                spans.into_iter().for_each(|span| self.rename(span));
                let alternatives = names.iter().filter(|name| name.place == Place::Reference(Origin::Alternative));
                let place = |name: &&NameUse| Location { path: self.entry.path.clone(), span: name.span };
                self.written_for.extend(alternatives.map(place));
            }),
            Entries::Remove => self.remove_all(),
            Entries::Leave(reason) => Err(reason),
        };
        if let Err(reason) = done {
            names.iter().for_each(|name| self.leave(name.span, reason.clone()));
        }
    }

    fn remove_all(&mut self) -> Result<(), String> {
        let mut removals = Vec::new();
        for (list, positions) in self.mine(PageList::ALL).collect::<Vec<_>>() {
            let all = self.entry.facts.role.as_ref().map_or(0, |role| role.alternatives.len());
            if list == PageList::Alternatives && positions.len() == all {
                return Err("the page has no other alternative".to_owned());
            }
            removals.extend(remove_entries(&self.file, list, &positions).ok_or(BESIDE)?);
        }
        self.change.removals.extend(removals);
        Ok(())
    }

    /// Removes the cells of the role's rows that say something else than the other role's own cells, so that these are
    /// inherited. Where all of them are copies of the role's own cells, nothing is lost by that; else it is a removal.
    fn rows_follow(&mut self) -> Result<(), String> {
        let Some(comparison) = self.entry.facts.role.as_ref().and_then(|role| role.comparison.as_ref()) else {
            return Ok(());
        };
        let workspace = self.workspace();
        let facts = |def: DefId| &workspace.file(def.file).facts;
        let (old, new) = (facts(self.retiring.role).own_row(), facts(self.retiring.by).own_row());
        let (mut edits, mut removals) = (Vec::new(), Vec::new());
        for (_, rows) in self.mine([PageList::Rows]) {
            for row in rows.into_iter().map(|position| &comparison.rows[position]) {
                self.has_cells(comparison.columns.as_ref().map(|(_, names)| &**names), row, old, new)?;
                let config = workspace.config();
                let inherits = |cell: &&Cell| config.column(&cell.column.name).is_some_and(|c| !c.per_page);
                let stale = row.cells.iter().filter(inherits).filter(|cell| {
                    let own = new.and_then(|row| cell_of(row, &cell.column.name));
                    own.is_some_and(|own| own.text() != cell.text()) && !cell.text().is_empty()
                });
                let (copies, written): (Vec<&Cell>, Vec<&Cell>) = stale.partition(|cell| {
                    old.and_then(|row| cell_of(row, &cell.column.name)).is_some_and(|old| old.text() == cell.text())
                });
                let keys = |cells: &[&Cell]| cells.iter().map(|cell| cell.column.span).collect::<Vec<_>>();
                let (copies, written) = (keys(&copies), keys(&written));
                let to = if written.is_empty() { &mut edits } else { &mut removals };
                let all = [copies, written].concat();
                if !all.is_empty() {
                    to.extend(remove_cells(&self.file, &all).ok_or(BESIDE)?);
                }
            }
        }
        self.change.edits.extend(edits);
        self.change.removals.extend(removals);
        Ok(())
    }

    /// An error where a row would have nothing to show in a column once it stands for the other role, and has something
    /// now.
    fn has_cells(
        &self,
        listed: Option<&[NameAt]>,
        row: &Row,
        old: Option<&Row>,
        new: Option<&Row>,
    ) -> Result<(), String> {
        let config = self.workspace().config();
        let in_table = |c: &&Column| listed.is_none_or(|names| names.iter().any(|at| *at.name == c.name));
        for column in config.columns.iter().filter(|c| !c.optional && !c.per_page).filter(in_table) {
            let stands = |row: Option<&Row>| row.is_some_and(|row| cell_of(row, &column.name).is_some());
            if !stands(Some(row)) && stands(old) && !stands(new) {
                let name = self.retiring.successor;
                return Err(format!("\"{name}\" has no \"{}\" of its own to show in this table", column.name));
            }
        }
        Ok(())
    }
}

const BESIDE: &str = "a comment or an anchor would go with it";

fn cell_of<'r>(row: &'r Row, column: &str) -> Option<&'r Cell> {
    row.cells.iter().find(|cell| *cell.column.name == *column && !cell.empty)
}
