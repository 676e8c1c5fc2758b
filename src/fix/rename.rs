//! [`TextFile`], a parsed file that edits are computed for; and the edits of names, labels and redirects in it.

use std::borrow::Cow;

use super::document::Document;
use super::lists;
use super::names::{replace_all, written};
use super::pairs;
use crate::schema::Label;
use crate::syntax::{Kind, NodeRef, Style, Tree, parse};
use crate::text::{Span, TextEdit};

/// A parsed file that edits are computed for.
pub struct TextFile<'t> {
    path: &'t str,
    text: Cow<'t, str>,
    tree: Cow<'t, Tree>,
    sound: bool,
}

impl<'t> TextFile<'t> {
    /// A file by its path relative to the workspace and all of its text.
    #[must_use]
    pub fn new(path: &'t str, text: String) -> Self {
        let (tree, errors) = parse(&text);
        Self { path, text: Cow::Owned(text), tree: Cow::Owned(tree), sound: errors.is_empty() }
    }

    /// A file whose text has been parsed already. `sound`: it has no syntax error.
    #[must_use]
    pub const fn parsed(path: &'t str, text: &'t str, tree: &'t Tree, sound: bool) -> Self {
        Self { path, text: Cow::Borrowed(text), tree: Cow::Borrowed(tree), sound }
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

    pub(super) fn document(&self) -> Document<'_> {
        Document { path: self.path, text: &self.text, tree: &self.tree, sound: self.sound }
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
            return Some(vec![lists::insert(&document, list, last, &[], &flow)?]);
        }
        return texts.iter().map(|text| lists::insert(&document, list, last, &[written(text, false)], "")).collect();
    }
    // The key exists but is empty: fill it in its place, do not add a second one.
    if let Some(blank) = mapping.written_entries().find(|(key, _)| key.scalar_text() == word) {
        return pairs::fill(&document, mapping, blank, &format!(": [{flow}]"));
    }
    let (key, value) = mapping.written_entries().find(|(_, value)| value.span().contains(name))?;
    Some(vec![pairs::add(&document, mapping, (key, value), &format!("{word}: [{flow}]"))?])
}

/// Removes a label from its list, which may become empty (`[]`). `None` where a comment or an anchor would go with it.
#[must_use]
pub fn drop_label(file: &TextFile<'_>, label: Span) -> Option<TextEdit> {
    let document = file.document();
    let path = document.path(label.start);
    let list = path.iter().rev().map(|id| document.tree.written(*id)).find(|n| n.kind() == Kind::Sequence)?;
    let is_it = |item: NodeRef<'_>| item.kind() != Kind::Mapping && item.span().contains(label);
    let position = list.written_items().position(is_it)?;
    lists::remove_many(&document, list, &[position])?.pop()
}

/// Adds the path `old` to a role's `redirect_from`, where it has that list, and removes `new`, the path that the page
/// has now: a page must not redirect to itself.
#[must_use]
pub fn redirect(file: &TextFile<'_>, old: &str, new: &str) -> Option<Vec<TextEdit>> {
    let document = file.document();
    let list = document.tree.root()?.get("redirect_from").filter(|list| list.kind() == Kind::Sequence)?;
    let items: Vec<NodeRef<'_>> = list.items().collect();
    let find = |path: &str| items.iter().position(|item| item.scalar_text().trim() == path);
    match (find(old), find(new)) {
        (None, Some(at)) => replace_all(&document, &[TextEdit::new(items[at].inner_span(), old)]),
        (Some(_), Some(at)) => Some(vec![lists::remove(&document, list, at)?]),
        (Some(_), None) => None,
        (None, None) => {
            let last = items.len().checked_sub(1);
            Some(vec![lists::insert(&document, list, last, &[written(old, false)], &written(old, true))?])
        }
    }
}

/// The mapping around the `name` at a span.
pub(super) fn mapping_of<'d>(document: &'d Document<'_>, name: Span) -> Option<NodeRef<'d>> {
    let path = document.path(name.start);
    path.iter().rev().map(|id| document.tree.written(*id)).find(|node| node.kind() == Kind::Mapping)
}
