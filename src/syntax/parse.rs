//! [`parse`]: text to tree and syntax errors.

use rustc_hash::FxHashSet;

use super::adrift::adrift;
use super::backend;
use super::conflict::conflicts;
use super::dash::{self, Dashless};
use super::fault::{Fault, FaultKind, FixKind};
use super::lines::{foreign_line, line_at};
use super::mended::Mended;
use super::wording::word;
use super::{Kind, Style, SyntaxError, Tree, quick, repair};
use crate::text::{Applicability, LineIndex, Span, TextEdit, span::offset};

/// The largest file that is read, in bytes. A vocabulary of fifteen thousand entries has about four million.
pub const LARGEST_FILE: usize = 16 << 20;

/// Parses `text`. Never fails: what cannot be read is reported and skipped, the rest is in the tree.
#[must_use]
pub fn parse(text: &str) -> (Tree, Vec<SyntaxError>) {
    if text.len() > LARGEST_FILE {
        let mut tree = Tree::default();
        tree.uncertain.push(Span::of(0, text.len()));
        return (tree, vec![too_large(text.len())]);
    }
    quick::read(text).map_or_else(|| by_library(text), |tree| (tree, Vec::new()))
}

/// [`parse`] without the quick way.
#[must_use]
pub fn by_library(text: &str) -> (Tree, Vec<SyntaxError>) {
    let conflicts = conflicts(text);
    let mut mended = Mended::new(text);
    mended.write(&conflicts.edits);
    let (mut uncertain, mut faults) = (conflicts.uncertain, conflicts.faults);
    let mut outdented = Vec::new();
    let (mut tree, mut own) = backend::build(mended.text.to_string());
    if own.iter().any(|f| !f.kind.is_readable()) {
        let repaired = repair::repair_mended(mended);
        mended = repaired.mended;
        (tree, own) = backend::build(mended.text.to_string());
        faults.extend(repaired.faults);
        uncertain.extend(repaired.uncertain);
        outdented = repaired.outdented;
    }
    if let Some(edit) = end_above_more(&mended.text, &tree) {
        let mut joined = mended.clone();
        joined.write(std::slice::from_ref(&edit));
        let (whole, faults_of_whole) = backend::build(joined.text.to_string());
        if whole.second_document.is_none() && faults_of_whole.iter().all(|fault| fault.kind.is_readable()) {
            faults.push(mended.fault_in_file(&end_fault(&mended.text, edit)));
            (mended, tree, own) = (joined, whole, faults_of_whole);
        }
    }
    let dashless = dash::repeated_keys(&tree);
    if !dashless.is_empty() {
        uncertain = joined(uncertain);
        let certain = |item: &&Dashless| !mended.in_file(item.span).touches_any(&uncertain);
        let dashless: Vec<Dashless> = dashless.iter().filter(certain).cloned().collect();
        faults.extend(dashless.iter().map(|item| mended.fault_in_file(&item.fault())));
        mended.write(&dashless.into_iter().map(|item| item.edit).collect::<Vec<_>>());
        (tree, own) = backend::build(mended.text.to_string());
    }
    let meant = adrift(&tree);
    if !meant.is_empty() {
        let (told, edits): (Vec<Fault>, Vec<Vec<TextEdit>>) = meant.into_iter().unzip();
        faults.extend(told.iter().map(|fault| mended.fault_in_file(fault)));
        mended.write(&edits.concat());
        (tree, own) = backend::build(mended.text.to_string());
    }
    for mut fault in own.into_iter().filter(|f| f.kind.is_readable()) {
        fault.span = mended.in_file(fault.span);
        uncertain.push(fault.span);
        faults.push(fault);
    }
    if !mended.offsets.is_empty() {
        relocate(&mut tree, mended.offsets);
    }
    tree.outdented = outdented;
    uncertain.append(&mut tree.uncertain);
    tree.uncertain = joined(uncertain);
    if let Some((line, count)) = (!faults.is_empty()).then(|| foreign_line(text)).flatten() {
        // Nothing else is said of it.
        tree.uncertain = vec![Span::of(0, text.len())];
        return (tree, vec![foreign(line, count)]);
    }
    let lines = if faults.is_empty() { None } else { Some(LineIndex::new(text)) };
    let mut seen = FxHashSet::default();
    let errors = faults.iter().flat_map(|fault| lines.as_ref().map(|lines| word(fault, text, lines)));
    let errors = errors.filter(|error| seen.insert(error.span)).collect();
    (tree, errors)
}

/// The edit that takes away the line `...` that ends a document, where more of it stands below.
fn end_above_more(text: &str, tree: &Tree) -> Option<TextEdit> {
    let more = tree.second_document.map(|span| span.start as usize)?;
    if text.get(more..)?.starts_with("---") {
        return None;
    }
    let end = text[..more].rfind("\n...")? + 1;
    let (start, stop) = line_at(text, end);
    let behind = (stop + 1).min(more);
    (text[start..stop].trim_end() == "...").then(|| TextEdit::new(Span::of(start, behind), ""))
}

fn end_fault(text: &str, edit: TextEdit) -> Fault {
    let (start, stop) = line_at(text, edit.span.start as usize);
    Fault {
        kind: FaultKind::Told {
            message: "a line \"...\" ends the file, and more stands below it".to_owned(),
            help: "delete the line, so that what stands below is read".to_owned(),
        },
        span: Span::of(start, start + text[start..stop].trim_end().len()),
        others: Vec::new(),
        fixes: vec![(FixKind::Told("Delete the line", Applicability::Unsafe), vec![edit])],
    }
}

/// Sorts regions and merges those that overlap or are adjacent.
fn joined(mut regions: Vec<Span>) -> Vec<Span> {
    regions.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for region in regions {
        match joined.last_mut() {
            Some(last) if last.touches(region) => *last = last.cover(region),
            _ => joined.push(region),
        }
    }
    joined
}

/// The error for a file of `bytes` bytes, too many to be read.
pub(crate) fn too_large(bytes: usize) -> SyntaxError {
    SyntaxError {
        span: Span::empty(0),
        message: format!("this file has {} MB, too much to be checked", bytes >> 20),
        help: Some(format!("split it; a file may have up to {} MB", LARGEST_FILE >> 20)),
        related: None,
        fixes: Vec::new(),
    }
}

/// What is reported for a text that is no YAML, instead of all that is wrong with it.
fn foreign((start, end): (usize, usize), count: usize) -> SyntaxError {
    SyntaxError {
        span: Span::of(start, end),
        message: format!("this does not look like YAML: {count} lines at the left edge are text without a key"),
        help: Some("a text of several lines stands below its key, each line after two spaces (\"why: |\")".to_owned()),
        related: None,
        fixes: Vec::new(),
    }
}

/// Turns the spans of a tree from offsets in the repaired text into offsets in the file.
fn relocate(tree: &mut Tree, offsets: Vec<u32>) {
    let to_file = |span: Span| {
        let at = |at: u32| offsets.get(at as usize).or(offsets.last()).copied().unwrap_or(at);
        Span::new(at(span.start), at(span.end))
    };
    for (id, node) in tree.nodes.iter_mut().enumerate() {
        let moved = to_file(node.span);
        // A repair can change a scalar inside and leave both ends in place: then some byte does not map to itself.
        let is_scalar = !matches!(node.kind, Kind::Sequence | Kind::Mapping);
        let stays = |at: usize| offsets.get(at).is_none_or(|to| *to as usize == at);
        if moved != node.span || is_scalar && !node.span.range().all(stays) {
            // An inserted byte maps to the same place as the byte after it: the opening quote is the repair's.
            let start = node.span.start as usize;
            let added = offsets.get(start).is_some_and(|at| offsets.get(start + 1) == Some(at));
            if added && matches!(node.style, Style::Single | Style::Double) {
                node.style = Style::Plain;
            }
            tree.parsed_spans.insert(offset(id), node.span);
            node.span = moved;
        }
    }
    for comment in &mut tree.comments {
        comment.span = to_file(comment.span);
        comment.after_plain = comment.after_plain.map(to_file);
    }
    for start in tree.properties.values_mut() {
        *start = to_file(Span::empty(*start)).start;
    }
    for (_, header, _) in &mut tree.headers {
        *header = to_file(*header);
    }
    tree.second_document = tree.second_document.map(to_file);
    tree.uncertain.iter_mut().for_each(|span| *span = to_file(*span));
    tree.offsets = offsets;
}
