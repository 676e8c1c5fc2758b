//! [`TextFile`], a parsed file that edits are computed for; and the edits of names, labels and redirects in it.

use std::borrow::Cow;

use super::document::Document;
use super::mapping;
use super::scalar::{replace_all, written};
use super::sequence;
use crate::schema::Label;
use crate::syntax::{Format, Kind, NodeRef, Style, Tree, parse_as};
use crate::text::{Span, TextEdit};

/// A parsed file that edits are computed for.
pub struct TextFile<'t> {
    path: &'t str,
    text: Cow<'t, str>,
    tree: Cow<'t, Tree>,
    sound: bool,
    keep_comments: bool,
}

impl<'t> TextFile<'t> {
    /// A file by its path relative to the workspace and all of its text.
    #[must_use]
    pub fn new(path: &'t str, text: String) -> Self {
        let (tree, errors) = parse_as(Format::of(path), &text);
        Self { path, text: Cow::Owned(text), tree: Cow::Owned(tree), sound: errors.is_empty(), keep_comments: false }
    }

    /// A file whose text has been parsed already. `sound`: it has no syntax error.
    #[must_use]
    pub const fn parsed(path: &'t str, text: &'t str, tree: &'t Tree, sound: bool) -> Self {
        Self { path, text: Cow::Borrowed(text), tree: Cow::Borrowed(tree), sound, keep_comments: false }
    }

    /// The same, for removals that leave comments where they stand instead of refusing.
    #[must_use]
    pub fn keeping_comments(self) -> Self {
        Self { keep_comments: true, ..self }
    }

    /// All of its text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text as a tree.
    #[must_use]
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Whether it can be read without a syntax error.
    #[must_use]
    pub const fn is_sound(&self) -> bool {
        self.sound
    }

    pub(crate) fn document(&self) -> Document<'_> {
        let Self { path, sound, keep_comments, .. } = *self;
        Document { path, text: &self.text, tree: &self.tree, sound, keep_comments }
    }
}

/// Replaces names: each edit has the span of a scalar's value, or of a part of it, and the new name as plain text,
/// which is quoted where YAML needs it. `None` where one of them cannot be written.
#[must_use]
pub fn rename_names(file: &TextFile<'_>, names: &[TextEdit]) -> Option<Vec<TextEdit>> {
    replace_all(&file.document(), names)
}

/// Adds a name to the `aliases` or `avoid` of the thing whose `name` stands at `name`. `None` where that cannot be
/// written.
#[must_use]
pub fn add_label(file: &TextFile<'_>, name: Span, label: Label, text: &str) -> Option<TextEdit> {
    add_labels(file, name, label, &[text])?.pop()
}

/// Adds names to the `aliases` or `avoid` of the thing whose `name` stands at `name`, in their order. `None` where that
/// cannot be written.
#[must_use]
pub fn add_labels(file: &TextFile<'_>, name: Span, label: Label, texts: &[&str]) -> Option<Vec<TextEdit>> {
    if texts.is_empty() {
        return Some(Vec::new());
    }
    let document = file.document();
    let mapping = mapping_of(&document, name)?;
    let word = if label == Label::Avoid { "avoid" } else { "aliases" };
    let flow = texts.iter().map(|text| written(text, true)).collect::<Vec<_>>().join(", ");
    if let Some(list) = mapping.get(word).filter(|list| !list.is_blank()) {
        let last = list.written_items().count().checked_sub(1).filter(|_| list.kind() == Kind::Sequence);
        if list.style() == Style::Flow {
            return Some(vec![sequence::insert(&document, list, last, &[], &flow)?]);
        }
        return texts.iter().map(|text| sequence::insert(&document, list, last, &[written(text, false)], "")).collect();
    }
    // The key exists but is empty: fill it in its place, do not add a second one.
    if let Some(blank) = mapping.written_entries().find(|(key, _)| key.scalar_text() == word) {
        return mapping::fill(&document, mapping, blank, &format!(": [{flow}]"));
    }
    let (key, value) = mapping.written_entries().find(|(_, value)| value.span().contains(name))?;
    Some(vec![mapping::add(&document, mapping, (key, value), &format!("{word}: [{flow}]"))?])
}

/// Removes a text from the list that has it as an item; of the last one the list's key goes too. `None` where a comment or
/// an anchor would go with it.
#[must_use]
pub fn drop_label(file: &TextFile<'_>, label: Span) -> Option<Vec<TextEdit>> {
    let document = file.document();
    let path = document.path(label.start);
    let mut around = path.iter().rev().map(|id| document.tree.written(*id));
    let list = around.by_ref().find(|node| node.kind() == Kind::Sequence)?;
    let is_it = |item: NodeRef<'_>| item.kind() != Kind::Mapping && item.span().contains(label);
    let position = list.written_items().position(is_it)?;
    let Some(mapping) = around.next().filter(|node| node.kind() == Kind::Mapping && list.written_items().count() == 1)
    else {
        return sequence::remove_many(&document, list, &[position]);
    };
    let pair = mapping.written_entries().position(|(_, value)| value.id() == list.id());
    mapping::remove(&document, mapping, &[pair?]).or_else(|| blank(&document, mapping, list))
}

/// Removes all of a list behind its key, which a comment keeps. `None` where a comment or an anchor would go with it, and
/// in brackets, where a key has a value.
fn blank(document: &Document<'_>, mapping: NodeRef<'_>, list: NodeRef<'_>) -> Option<Vec<TextEdit>> {
    let start = list.full_span().start;
    let flow = list.style() == Style::Flow;
    let end = if flow { list.span().end } else { document.next_line(sequence::last_byte(document, list)) };
    let line = document.line_start(start);
    let before = Span::new(line, start).slice(document.text);
    let span = match before.trim().is_empty() {
        true => Span::new(line, if flow { document.next_line(end) } else { end }),
        false => Span::new(line + Span::of(0, before.trim_end().len()).end, end),
    };
    let is_free = !document.has_comment(span) && !document.tree.properties_within(span);
    (is_free && mapping.style() != Style::Flow).then(|| vec![TextEdit::new(span, "")])
}

/// Adds a path to the `redirect_from` of the role that a file defines. `None` where it cannot be written.
#[must_use]
pub fn add_redirect(file: &TextFile<'_>, path: &str) -> Option<Vec<TextEdit>> {
    const BEHIND: [&str; 8] = ["replaced_by", "status", "toolkit", "summary", "avoid", "aliases", "slug", "name"];
    let document = file.document();
    let root = document.tree.root().filter(|root| document.sound && root.kind() == Kind::Mapping)?;
    let flow = written(path, true);
    let Some((key, list)) = root.written_entries().find(|(key, _)| key.scalar_text() == "redirect_from") else {
        let entry = |key: &&str| root.written_entries().find(|(k, _)| k.scalar_text() == *key);
        let behind = BEHIND.iter().find_map(entry)?;
        return Some(vec![mapping::add(&document, root, behind, &format!("redirect_from: [{flow}]"))?]);
    };
    if list.is_blank() {
        return mapping::fill(&document, root, (key, list), &format!(": [{flow}]"));
    }
    let last = list.written_items().count().checked_sub(1).filter(|_| list.kind() == Kind::Sequence);
    let is_list = list.kind() == Kind::Sequence;
    is_list
        .then(|| sequence::insert(&document, list, last, &[written(path, false)], &flow))
        .flatten()
        .map(|edit| vec![edit])
}

/// The mapping around the `name` at a span.
pub(crate) fn mapping_of<'d>(document: &'d Document<'_>, name: Span) -> Option<NodeRef<'d>> {
    let path = document.path(name.start);
    path.iter().rev().map(|id| document.tree.written(*id)).find(|node| node.kind() == Kind::Mapping)
}
