//! Creating role files and vocabulary entries.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::document::{Document, Documents};
use super::names::written;
use super::page::BLANK;
use crate::content::{FileKind, KindId, slug};
use crate::syntax::{Kind, Style, scalar};
use crate::text::{Span, TextEdit};
use crate::workspace::{Config, Workspace};

/// The first file of a role: enough for other pages to link to it, the rest for the author to write.
#[must_use]
pub fn role_text(config: &Config, name: &str) -> String {
    let name = scalar(name);
    let mut text = format!("name: {name}\nstatus: draft\nsummary: {BLANK}\ncomparison:\n  rows:\n    - role: {name}\n");
    for column in config.columns.iter().filter(|c| !c.optional) {
        text.push_str(&format!("      {}: {BLANK}\n", written(&column.name, false)));
    }
    text
}

/// Path and text of a new role file, beside the file that refers to the role.
pub(super) fn role_file(
    workspace: &Workspace,
    documents: &Documents<'_>,
    from: &str,
    name: &str,
) -> Option<(String, String)> {
    let stem = slug(name)?;
    let beside = workspace.find(from).filter(|id| workspace.file(*id).kind == FileKind::Role);
    let any = || workspace.files().filter(|(_, e)| e.kind == FileKind::Role).map(|(_, e)| e.path.to_string()).min();
    let neighbour = beside.map(|_| from.to_owned()).or_else(any);
    let folder = neighbour.as_deref().and_then(|p| p.rsplit_once('/')).map_or("", |(folder, _)| folder);
    let path = if folder.is_empty() { format!("{stem}.yaml") } else { format!("{folder}/{stem}.yaml") };
    let belongs = workspace.config().file_kind(&path) == Some(FileKind::Role);
    (belongs && !documents.exists(&path)).then(|| (path, role_text(workspace.config(), name)))
}

/// The first vocabulary file of each kind, with the place for new entries, looked up once.
#[derive(Default)]
pub(super) struct Vocabularies {
    first: RefCell<FxHashMap<KindId, Option<Rc<NewEntry>>>>,
}

/// An entry that is added to a vocabulary.
struct NewEntry {
    path: Arc<str>,
    /// The vocabulary is a list in brackets.
    flow: bool,
    /// The edit, with [`NAME`] for the name.
    edit: TextEdit,
}

/// Stands for a name that is not known yet.
const NAME: &str = "\u{e000}";

impl NewEntry {
    fn of(workspace: &Workspace, documents: &Documents<'_>, kind: KindId) -> Option<Self> {
        let files = workspace.files().filter(|(_, e)| e.kind == FileKind::Vocabulary(kind));
        let path = files.map(|(_, e)| e.path.clone()).min()?;
        let parsed = documents.get(&path)?;
        let document = Document::new(&path, &parsed);
        if !document.sound {
            return None;
        }
        let end = document.line_end();
        let list = document.tree.root().filter(|r| r.kind() == Kind::Sequence);
        let flow = list.is_some_and(|l| l.style() == Style::Flow);
        let entry = format!("name: {NAME}");
        let edit = match list {
            Some(list) => {
                let last = list.written_items().count().checked_sub(1);
                super::lists::insert(&document, list, last, std::slice::from_ref(&entry), &format!("{{ {entry} }}"))?
            }
            None if document.tree.root().is_none_or(|r| r.kind() == Kind::Null) => {
                let text = document.text;
                let gap = if text.is_empty() || text.ends_with(['\n', '\r']) { "" } else { end };
                TextEdit::new(Span::of(text.len(), text.len()), format!("{gap}- {entry}{end}"))
            }
            None => return None,
        };
        Some(Self { path, flow, edit })
    }
}

/// Adds an entry to the end of the first vocabulary of a kind.
pub(super) fn add_term(
    workspace: &Workspace,
    documents: &Documents<'_>,
    vocabularies: &Vocabularies,
    kind: KindId,
    name: &str,
) -> Option<(String, TextEdit)> {
    let find = || NewEntry::of(workspace, documents, kind).map(Rc::new);
    let entry = vocabularies.first.borrow_mut().entry(kind).or_insert_with(find).clone()?;
    let text = entry.edit.text.replace(NAME, &written(name, entry.flow));
    Some((entry.path.to_string(), TextEdit::new(entry.edit.span, text)))
}
