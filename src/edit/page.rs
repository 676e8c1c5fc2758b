//! Edits of the parts of a page: rows, options, cells, columns, lists.

use rustc_hash::FxHashSet;

use super::document::{Document, Documents};
use super::mapping;
use super::scalar::written;
use super::sequence;
use crate::content::{BLANK, KindId, Name, PageList, collapse, columns_of_page, keys, role_of_entry};
use crate::syntax::{Kind, NodeRef, Style};
use crate::text::{Span, TextEdit};
use crate::workspace::{Sources, Workspace};

pub(crate) fn root<'d>(document: &'d Document) -> Option<NodeRef<'d>> {
    if document.is_sound() { document.tree.root() } else { None }
}

/// A list of a page without syntax errors, as it is written.
pub(crate) fn list(document: &Document, list: PageList) -> Option<NodeRef<'_>> {
    list.of(root(document)?)
}

/// A list with more items gets no more of them by fixes: each would go through all of it.
const MOST_ITEMS: usize = 5_000;

/// A list of a page without syntax errors that items may be inserted into.
fn open_list(document: &Document, list: PageList) -> Option<NodeRef<'_>> {
    self::list(document, list).filter(|list| list.items().nth(MOST_ITEMS).is_none())
}

/// The position of the last item whose role comes before another one.
fn last_of(list: NodeRef<'_>, comes_before: &dyn Fn(&str) -> bool) -> Option<usize> {
    let is_before = |item: &NodeRef<'_>| role_of_entry(*item).is_some_and(|r| comes_before(r.scalar_text().trim()));
    list.items().enumerate().filter(|(_, item)| is_before(item)).map(|(at, _)| at).last()
}

fn entry(key: &str, value: &str, flow: bool) -> String {
    format!("{}: {}", written(key, flow), written(value, flow))
}

pub(crate) fn insert_row(
    workspace: &Workspace,
    document: &Document,
    role: &str,
    comes_before: &dyn Fn(&str) -> bool,
) -> Option<Vec<TextEdit>> {
    let rows = open_list(document, PageList::Rows)?;
    let own = root(document)?.get(keys::NAME).is_some_and(|n| n.scalar_text().trim() == role);
    // Another role's cells are inherited; the own ones are for the author to write.
    let columns = workspace.config().columns.iter().filter(|c| !c.optional && (own || c.per_page));
    let cells: Vec<&str> = columns.map(|c| c.name.as_str()).collect();
    let line = |flow: bool| {
        let mut all = vec![entry(keys::ROLE, role, flow)];
        all.extend(cells.iter().map(|column| entry(column, BLANK, flow)));
        all
    };
    let flow = format!("{{ {} }}", line(true).join(", "));
    Some(vec![sequence::insert(document, rows, last_of(rows, comes_before), &line(false), &flow)?])
}

pub(crate) fn insert_pick(
    document: &Document,
    role: &str,
    comes_before: &dyn Fn(&str) -> bool,
) -> Option<Vec<TextEdit>> {
    let options = open_list(document, PageList::Options)?;
    let (lines, flow) = option(role);
    Some(vec![sequence::insert(document, options, last_of(options, comes_before), &lines, &flow)?])
}

/// The option of a role, as lines and in braces.
fn option(role: &str) -> (Vec<String>, String) {
    let line =
        |flow: bool| vec![entry(keys::IF, BLANK, flow), entry(keys::ROLE, role, flow), entry(keys::THEN, BLANK, flow)];
    (line(false), format!("{{ {} }}", line(true).join(", ")))
}

/// For each of `roles` (role, needs a row, needs an option) the edits that insert its row and its option, as a new
/// alternative of a page needs them, behind those of the roles in `before`. No edits where the lists are not there, or
/// the file does not parse.
pub(crate) fn companions(
    workspace: &Workspace,
    sources: &dyn Sources,
    path: &str,
    roles: &[(Name, bool, bool)],
    before: &[Name],
) -> Vec<Vec<TextEdit>> {
    let Some(document) = Documents::new(sources).get(path) else { return vec![Vec::new(); roles.len()] };
    let before: FxHashSet<&str> = before.iter().map(|name| &**name).collect();
    let (document, before) = (&*document, |name: &str| before.contains(name));
    let edits = |(role, row, pick): &(Name, bool, bool)| {
        let row = row.then(|| insert_row(workspace, document, role, &before)).flatten();
        let pick = pick.then(|| insert_pick(document, role, &before)).flatten();
        row.into_iter().chain(pick).flatten().collect()
    };
    roles.iter().map(edits).collect()
}

/// The innermost sequence around `at` (byte offset), and the position of the item that contains it.
fn item_at<'d>(document: &'d Document, at: u32) -> Option<(NodeRef<'d>, usize)> {
    root(document)?;
    let path = document.path_at(at);
    let list = path.iter().rev().map(|id| document.tree.written(*id)).find(|n| n.kind() == Kind::Sequence)?;
    let position = list.written_items().position(|item| item.span().start <= at && at <= item.span().end)?;
    Some((list, position))
}

pub(crate) fn remove_row(document: &Document, at: Span) -> Option<Vec<TextEdit>> {
    let (list, position) = item_at(document, at.start)?;
    Some(vec![sequence::remove(document, list, position)?])
}

/// Sorts the items that contain these spans, given in the order wanted, among their positions; other items stay.
pub(crate) fn sort(document: &Document, roles: &[Span]) -> Option<Vec<TextEdit>> {
    let found: Vec<(NodeRef<'_>, usize)> = roles.iter().map(|at| item_at(document, at.start)).collect::<Option<_>>()?;
    let list = found.first()?.0;
    let wanted: Vec<usize> = found.iter().map(|(_, position)| *position).collect();
    let mut places = wanted.clone();
    places.sort_unstable();
    places.dedup();
    if places.len() != wanted.len() || found.iter().any(|(l, _)| l.id() != list.id()) {
        return None;
    }
    let mut order: Vec<usize> = (0..list.written_items().count()).collect();
    for (place, from) in places.into_iter().zip(wanted) {
        order[place] = from;
    }
    sequence::reorder(document, list, &order)
}

/// Inserts the columns that are missing, or if there are none puts all in the order of `names`.
pub(crate) fn columns(document: &Document, names: &[String]) -> Option<Vec<TextEdit>> {
    let list = columns_of_page(root(document)?)?;
    let present: Vec<String> = list.items().map(|item| item.scalar_text().trim().to_owned()).collect();
    let missing: Vec<&String> = names.iter().filter(|n| !present.contains(n)).collect();
    if missing.is_empty() {
        let order = names.iter().map(|n| present.iter().position(|p| p == n)).collect::<Option<Vec<_>>>()?;
        return sequence::reorder(document, list, &order);
    }
    let mut edits: Vec<TextEdit> = Vec::new();
    for name in missing {
        let rank = names.iter().position(|n| n == name)?;
        let after = present.iter().rposition(|p| names[..rank].contains(p));
        let edit = sequence::insert(document, list, after, &[written(name, false)], &written(name, true))?;
        match edits.iter_mut().find(|e| e.span == edit.span) {
            // Two new columns at one place follow each other. In empty brackets nothing separates them yet.
            Some(other) if present.is_empty() && list.style() == Style::Flow => {
                other.text.push_str(", ");
                other.text.push_str(&edit.text);
            }
            Some(other) => other.text.push_str(&edit.text),
            None => edits.push(edit),
        }
    }
    Some(edits)
}

/// The mapping, and the position in it of the pair, whose key contains a span.
pub(crate) fn pair_at<'d>(document: &'d Document, key: Span) -> Option<(NodeRef<'d>, usize)> {
    root(document)?;
    let path = document.path_at(key.start);
    let mapping = path.iter().rev().map(|id| document.tree.written(*id)).find(|n| n.kind() == Kind::Mapping)?;
    let position =
        mapping.written_entries().position(|(k, _)| k.span().start <= key.start && key.end <= k.span().end)?;
    Some((mapping, position))
}

pub(crate) fn remove_cell(document: &Document, key: Span) -> Option<Vec<TextEdit>> {
    let (mapping, position) = pair_at(document, key)?;
    mapping::remove(document, mapping, &[position])
}

pub(crate) fn set_cell(document: &Document, key: Span, text: &str) -> Option<Vec<TextEdit>> {
    let (mapping, position) = pair_at(document, key)?;
    let (_, value) = mapping.written_entries().nth(position)?;
    let span = value.full_span();
    let block = matches!(value.style(), Style::Literal | Style::Folded)
        || value.kind() == Kind::Sequence && value.style() == Style::Block;
    if document.has_comment(span) || document.tree.properties_within(span) || value.kind() == Kind::Alias {
        return None;
    }
    if block {
        // A block value begins on its key's line and ends with a line break: both stay.
        let key_end = mapping.written_entries().nth(position)?.0.span().end;
        let colon = key_end + Span::of(0, document.text[key_end as usize..].find(':')? + 1).end;
        let end = span.slice(&document.text).trim_end().len();
        let span = Span::new(colon, span.start + Span::of(0, end).end);
        return (!document.has_comment(span)).then(|| vec![TextEdit::new(span, format!(" {}", written(text, false)))]);
    }
    Some(vec![TextEdit::new(span, written(text, document.in_brackets(span.start)))])
}

/// Adds a name to the end of the role's list of a kind.
pub(crate) fn add_to_list(
    workspace: &Workspace,
    document: &Document,
    kind: KindId,
    name: &str,
) -> Option<Vec<TextEdit>> {
    let word = workspace.config().kinds.get(kind.index())?;
    let (key, _) = workspace.role_schema().shapes.lists().find(|(_, kind)| kind == word)?;
    let list = root(document)?.get(key).filter(|l| l.kind() == Kind::Sequence)?;
    let last = list.written_items().count().checked_sub(1);
    Some(vec![sequence::insert(document, list, last, &[written(name, false)], &written(name, true))?])
}

/// Inserts an alternative behind the one at a position, or first.
pub(crate) fn insert_alternative(document: &Document, role: &str, after: Option<usize>) -> Option<TextEdit> {
    let line = |flow: bool| {
        vec![entry(keys::ROLE, role, flow), entry(keys::TAGLINE, BLANK, flow), entry(keys::ABOUT, BLANK, flow)]
    };
    let flow = format!("{{ {} }}", line(true).join(", "));
    sequence::insert(document, list(document, PageList::Alternatives)?, after, &line(false), &flow)
}

/// Adds a role to the end of a page's alternatives, with its row and its option where these are not there yet.
pub(crate) fn add_alternative(workspace: &Workspace, document: &Document, role: &str) -> Option<Vec<TextEdit>> {
    let end = |list: NodeRef<'_>| list.written_items().count().checked_sub(1);
    let meant = workspace.resolve(KindId::ROLE, role).map(|resolved| resolved.def);
    let is_it = |item: NodeRef<'_>| {
        let written = role_of_entry(item).map(|node| collapse(node.scalar_text()));
        let resolved = written.as_ref().and_then(|name| workspace.resolve(KindId::ROLE, name));
        written.is_some_and(|name| *name == *role) || resolved.is_some_and(|resolved| Some(resolved.def) == meant)
    };
    let lacks = |list: &NodeRef<'_>| !list.items().any(is_it);
    let mut edits = vec![insert_alternative(document, role, end(list(document, PageList::Alternatives)?))?];
    if let Some(rows) = list(document, PageList::Rows).filter(lacks) {
        let flow = format!("{{ {} }}", entry(keys::ROLE, role, true));
        edits.extend(sequence::insert(document, rows, end(rows), &[entry(keys::ROLE, role, false)], &flow));
    }
    if let Some(options) = list(document, PageList::Options).filter(lacks) {
        let (lines, flow) = option(role);
        edits.extend(sequence::insert(document, options, end(options), &lines, &flow));
    }
    Some(edits)
}
