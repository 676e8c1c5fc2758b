//! Creating role files and vocabulary entries.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::content::{BLANK, FileKind, KindId, fold, unfit_for_file};
use crate::edit::scalar::written;
use crate::edit::{Document, Documents, in_file, is_json_file, role_paths, role_text, sequence};
use crate::syntax::{Kind, NodeRef, Style};
use crate::text::{Span, TextEdit};
use crate::workspace::Workspace;

/// Path and text of a new role file that the file `from` names. `None` where the name has no slug, or the path is taken or
/// is none of a role file.
pub(super) fn role_file(
    workspace: &Workspace,
    documents: &Documents<'_>,
    from: &str,
    name: &str,
) -> Option<(String, String)> {
    let stem = workspace.config().slug(name).filter(|stem| unfit_for_file(stem).is_none())?;
    let path = role_paths(workspace, &stem, Some(from)).into_iter().find(|path| documents.is_content(path))?;
    let path = Some(path).filter(|path| !documents.exists(path))?;
    let text = in_file(&path, role_text(workspace.config(), name));
    Some((path, text))
}

/// A cache of the first vocabulary file (by path) of each kind.
#[derive(Default)]
pub(super) struct Vocabularies {
    first: RefCell<FxHashMap<KindId, Option<Rc<Vocabulary>>>>,
}

/// A parsed vocabulary with the insertions that were made for it.
struct Vocabulary {
    path: Arc<str>,
    document: Rc<Document>,
    /// Its names with letter case folded, if there are two or more and they are sorted: a new one goes to its place
    /// among them.
    sorted: Option<Vec<String>>,
    /// Whether the schema knows a `summary` of an entry.
    described: bool,
    /// The insertions made so far.
    entries: RefCell<FxHashMap<EntryPlace, Option<NewEntry>>>,
}

/// Position of the entry that a new one follows (`None` for the first), and whether it has a summary.
type EntryPlace = (Option<usize>, bool);

/// The insertion of an entry, for any name.
#[derive(Clone)]
struct NewEntry {
    /// Whether the vocabulary is a flow sequence: names need other quotes there.
    flow: bool,
    /// The edit, with the placeholder [`NAME`] for the name.
    edit: TextEdit,
}

/// A placeholder (a character for private use) for the name of an entry.
const NAME: &str = "\u{e000}";

impl Vocabulary {
    fn of(workspace: &Workspace, documents: &Documents<'_>, kind: KindId) -> Option<Self> {
        let files = workspace.files().filter(|(_, e)| e.kind == FileKind::Vocabulary(kind));
        let path = files.map(|(_, e)| e.path.clone()).min()?;
        let document = documents.get(&path)?;
        if !document.is_sound() {
            return None;
        }
        let list = document.tree.root().filter(|r| r.kind() == Kind::Sequence);
        let name = |entry: NodeRef<'_>| Some(fold(entry.get("name")?.scalar_text().trim()).into_owned());
        let names: Option<Vec<String>> = list.and_then(|list| list.written_items().map(name).collect());
        // A single name is sorted in any case, which says nothing.
        let sorted = names.filter(|names| names.len() > 1 && names.is_sorted());
        let shapes = &workspace.schema(FileKind::Vocabulary(kind)).shapes;
        let described = shapes.items(shapes.root()).is_some_and(|item| item.known("summary").is_some());
        Some(Self { path, document, sorted, described, entries: RefCell::default() })
    }

    /// The insertion of an entry: in its place by name in a sorted vocabulary, else at the end.
    fn entry(&self, name: &str, described: bool) -> Option<NewEntry> {
        let document = &*self.document;
        let list = document.tree.root().filter(|r| r.kind() == Kind::Sequence);
        let after = match (&self.sorted, list) {
            (Some(names), _) => {
                let name = fold(name);
                names.partition_point(|other| **other <= *name).checked_sub(1)
            }
            (None, Some(list)) => list.written_items().count().checked_sub(1),
            (None, None) => None,
        };
        let make = || NewEntry::behind(document, list, after, described);
        self.entries.borrow_mut().entry((after, described)).or_insert_with(make).clone()
    }
}

impl NewEntry {
    fn behind(document: &Document, list: Option<NodeRef<'_>>, after: Option<usize>, described: bool) -> Option<Self> {
        let end = document.line_end();
        let mut lines = vec![format!("name: {NAME}")];
        if described {
            lines.push(format!("summary: {BLANK}"));
        }
        let in_braces = format!("{{ {} }}", lines.join(", "));
        let is_json = list.is_none() && is_json_file(&document.path);
        let edit = match list {
            Some(list) => sequence::insert(document, list, after, &lines, &in_braces)?,
            None if is_json && document.text.trim().is_empty() => {
                TextEdit::new(Span::of(0, document.text.len()), format!("[{end}  {in_braces}{end}]{end}"))
            }
            None if is_json => return None,
            None if document.tree.root().is_none_or(|r| r.kind() == Kind::Null) => {
                let text = &document.text;
                let gap = if text.is_empty() || text.ends_with(['\n', '\r']) { "" } else { end };
                let entry = lines.join(&format!("{end}  "));
                TextEdit::new(Span::of(text.len(), text.len()), format!("{gap}- {entry}{end}"))
            }
            None => return None,
        };
        let flow = is_json || list.is_some_and(|l| l.style() == Style::Flow);
        Some(Self { flow, edit })
    }
}

/// Path and edit that add an entry to the first vocabulary file (by path) of a kind: in its place by name if that is
/// sorted, else at the end. With `described` the entry has a blank summary; `None` where the schema knows none.
pub(super) fn add_term(
    workspace: &Workspace,
    documents: &Documents<'_>,
    vocabularies: &Vocabularies,
    kind: KindId,
    name: &str,
    described: bool,
) -> Option<(String, TextEdit)> {
    let find = || Vocabulary::of(workspace, documents, kind).map(Rc::new);
    let vocabulary = vocabularies.first.borrow_mut().entry(kind).or_insert_with(find).clone()?;
    if described && !vocabulary.described {
        return None;
    }
    let entry = vocabulary.entry(name, described)?;
    let text = entry.edit.text.replace(NAME, &written(name, entry.flow));
    Some((vocabulary.path.to_string(), TextEdit::new(entry.edit.span, text)))
}
