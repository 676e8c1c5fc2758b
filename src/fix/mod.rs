//! Fixes: what a finding's [`FixPlan`]s mean as text edits.
//!
//! Rules only say what should happen; here it becomes edits, with those of [`edit`](crate::edit).

mod all;
mod body_comments;
mod comments;
mod create;
mod everywhere;
mod listed;
mod split;
mod syntax;

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::content::{KindId, Name};
use crate::edit::{Document, Documents, Edit, is_json_file, keep_json, page, scalar};
use crate::rules::{Before, Diagnostic, FixPlan};
use crate::text::{Applicability, Span, TextEdit, into_visible};
use crate::workspace::{Sources, Workspace};

pub use all::{After, FixAll, Fixed, FixedAll, Harm, LeftOut, fix_all};
pub use comments::{ignore_here, ignore_in_file};

/// A way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a title in the author's words; control characters are escaped.
    pub title: String,
    /// Who may apply it.
    pub applicability: Applicability,
    /// The edits; all or none.
    pub edits: Vec<Edit>,
}

/// Computes the fixes of many findings; a cache of parsed files serves them all.
pub struct Fixer<'w> {
    workspace: &'w Workspace,
    documents: Documents<'w>,
    vocabularies: create::Vocabularies,
    last: listed::LastRead<'w>,
    everywhere: everywhere::Everywhere,
    ranks: RefCell<Option<Ranks>>,
}

/// The names of a page by rank, as findings share them, and the place of each among them.
type Ranks = (Arc<[(usize, Name)]>, Rc<FxHashMap<Name, usize>>);

impl<'w> Fixer<'w> {
    /// `sources` must give the texts that the findings were made from.
    #[must_use]
    pub fn new(workspace: &'w Workspace, sources: &'w dyn Sources) -> Self {
        Self {
            workspace,
            documents: Documents::new(sources),
            vocabularies: create::Vocabularies::default(),
            last: listed::LastRead::default(),
            everywhere: everywhere::Everywhere::default(),
            ranks: RefCell::default(),
        }
    }

    /// The fixes of a finding, the best first.
    #[must_use]
    pub fn fixes(&self, finding: &Diagnostic) -> Vec<Fix> {
        if finding.fixes.is_empty() {
            return Vec::new();
        }
        let Some(document) = self.documents.get(&finding.path) else { return Vec::new() };
        finding.fixes.iter().filter_map(|plan| fix(self, &document, plan)).collect()
    }

    /// The fix that `plan`, one of the finding's, comes to; `None` where it cannot be written.
    #[must_use]
    pub fn fix(&self, finding: &Diagnostic, plan: &FixPlan) -> Option<Fix> {
        fix(self, &*self.documents.get(&finding.path)?, plan)
    }

    /// [`FixPlan::AddTerm`] with a summary that is left blank: the file and the edit. `None` where entries have
    /// no summary.
    #[must_use]
    pub fn add_described(&self, kind: KindId, name: &str) -> Option<(String, TextEdit)> {
        create::add_term(self.workspace, &self.documents, &self.vocabularies, kind, name, true)
    }

    /// [`FixPlan::AddTerm`]: the file and the edit. `None` where no vocabulary of the kind can take an entry.
    #[must_use]
    pub fn add_term(&self, kind: KindId, name: &str) -> Option<(String, TextEdit)> {
        let (path, edit) = create::add_term(self.workspace, &self.documents, &self.vocabularies, kind, name, false)?;
        let mut edits = as_json(self, vec![Edit::Text { path, edit }])?;
        match edits.pop() {
            Some(Edit::Text { path, edit }) if edits.is_empty() => Some((path, edit)),
            _ => None,
        }
    }

    /// The workspace, and the list of it that was read last.
    const fn read(&self) -> (&'w Workspace, &listed::LastRead<'w>) {
        (self.workspace, &self.last)
    }

    /// Which roles come before the one of a finding.
    fn comes_before(&self, before: &Before) -> impl Fn(&str) -> bool + use<> {
        let (names, count) = (before.ranked(), before.len());
        let mut last = self.ranks.borrow_mut();
        let (_, ranks) = match last.take().filter(|(known, _)| Arc::ptr_eq(known, names)) {
            Some(known) => last.insert(known),
            None => {
                let ranks = names.iter().enumerate().map(|(at, (_, name))| (name.clone(), at)).collect();
                last.insert((names.clone(), Rc::new(ranks)))
            }
        };
        let ranks = ranks.clone();
        move |name| ranks.get(name).is_some_and(|at| *at < count)
    }

    /// Byte offset of the start of the list that a name stands in; `None` where it stands in none.
    fn list_of(&self, path: &str, name: Span) -> Option<u32> {
        let document = self.documents.get(path)?;
        let facts = &self.workspace.file(self.workspace.find(path)?).facts;
        listed::list_start(self.read(), facts, &document, name)
    }

    /// The name at `name` as a duplicate, if its list names what `to` means already.
    fn repeat(&self, document: &Document, name: Span, to: &str) -> Result<Option<listed::Repeat>, listed::TooLong> {
        let Some(file) = self.workspace.find(&document.path) else { return Ok(None) };
        let facts = &self.workspace.file(file).facts;
        listed::repeat(self.read(), facts, document, name, to)
    }
}

fn fix(fixer: &Fixer<'_>, document: &Document, plan: &FixPlan) -> Option<Fix> {
    if let FixPlan::Name { span, to, .. } = plan
        && let Some(listed::Repeat { edits, written, same }) = fixer.repeat(document, *span, to).ok()?
    {
        let edits = at(&document.path, edits?);
        let title = into_visible(format!("Remove \"{written}\": \"{to}\" is there already"));
        let applicability = if same { plan.applicability() } else { Applicability::Manual };
        return (!edits.is_empty()).then_some(Fix { title, applicability, edits });
    }
    let (title, edits) = edits(fixer, document, plan)?;
    let title = into_visible(title);
    let edits = as_json(fixer, edits)?;
    (!edits.is_empty()).then_some(Fix { title, applicability: plan.applicability(), edits })
}

/// Edits with those of JSON files as JSON; a fix changes the text of one file at most. `None` where it would be JSON no
/// more.
fn as_json(fixer: &Fixer<'_>, edits: Vec<Edit>) -> Option<Vec<Edit>> {
    let json = |edit: &Edit| matches!(edit, Edit::Text { path, .. } if is_json_file(path));
    let Some(Edit::Text { path, .. }) = edits.first().filter(|_| edits.iter().all(json)).cloned() else {
        return Some(edits);
    };
    let Some(document) = fixer.documents.get(&path) else { return Some(edits) };
    let texts = edits.into_iter().filter_map(|edit| match edit {
        Edit::Text { edit, .. } => Some(edit),
        _ => None,
    });
    Some(at(&path, keep_json(&path, &document.text, texts.collect())?))
}

fn at(path: &str, edits: Vec<TextEdit>) -> Vec<Edit> {
    edits.into_iter().map(|edit| Edit::Text { path: path.to_owned(), edit }).collect()
}

/// A plan's title and edits.
fn edits(fixer: &Fixer<'_>, document: &Document, plan: &FixPlan) -> Option<(String, Vec<Edit>)> {
    let Fixer { workspace, documents, vocabularies, .. } = fixer;
    match plan {
        FixPlan::NameEverywhere { name, to } => {
            let title = format!("Replace \"{name}\" with \"{to}\" everywhere");
            Some((title, fixer.everywhere.edits(fixer, name, to)))
        }
        FixPlan::AddTerm { kind, name } => {
            let (path, edit) = create::add_term(workspace, documents, vocabularies, *kind, name, false)?;
            Some((format!("Add \"{name}\" to {path}"), vec![Edit::Text { path, edit }]))
        }
        FixPlan::CreateRole { name } => {
            let (path, text) = create::role_file(workspace, documents, &document.path, name)?;
            Some((format!("Create {path}"), vec![Edit::Create { path, text }]))
        }
        FixPlan::RenameFile { to } => {
            let path = renamed(&document.path, to);
            // On a file system that ignores letter case the file exists by both names.
            let other_case = path.eq_ignore_ascii_case(&document.path) && workspace.find(&path).is_none();
            if documents.exists(&path) && !other_case {
                return None;
            }
            let rename = Edit::Rename { path: document.path.to_string(), to: path };
            Some((format!("Rename the file to {to}"), vec![rename]))
        }
        FixPlan::AddAlternative { file, role } => {
            let edits = page::add_alternative(workspace, &*documents.get(file)?, role)?;
            Some((format!("Add \"{role}\" to {file}"), at(file, edits)))
        }
        _ => {
            let (title, edits) = edits_of(document, fixer, plan)?;
            Some((title, at(&document.path, edits)))
        }
    }
}

/// Title and edits of a plan that changes the text of the finding's file; `None` for one that does not.
fn edits_of(document: &Document, fixer: &Fixer<'_>, plan: &FixPlan) -> Option<(String, Vec<TextEdit>)> {
    let workspace = fixer.workspace;
    let with = |title: &str, edits: Vec<TextEdit>| Some((title.to_owned(), edits));
    match plan {
        FixPlan::Replace { title, edits, .. } => with(title, edits.clone()),
        FixPlan::Text { title, span, to, .. } => with(title, scalar::replace(document, *span, to)?),
        FixPlan::Name { span, to, .. } => {
            with(&format!("Replace with \"{to}\""), scalar::replace(document, *span, to)?)
        }
        FixPlan::Names { spans, to } => {
            let names: Vec<TextEdit> = spans.iter().map(|span| TextEdit::new(*span, to.as_ref())).collect();
            with(&format!("Replace with \"{to}\""), scalar::replace_all(document, &names)?)
        }
        FixPlan::Split { span, names } => {
            let listed: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
            with(&format!("Split into {}", listed.join(", ")), split::item(document, *span, names)?)
        }
        FixPlan::RemoveItem { at } => with("Remove it from the list", listed::remove_item(document, *at)?),
        FixPlan::RemoveRepeated { span, note } => {
            let facts = &workspace.file(workspace.find(&document.path)?).facts;
            with("Remove the repetition", listed::remove_repeated(fixer.read(), facts, document, *span, *note)?)
        }
        FixPlan::MendSyntax { at } => syntax::mend(document, *at).and_then(|(title, edits)| with(title, edits)),
        FixPlan::QuoteLine { whole } => {
            with("Put quotes around the whole text", vec![scalar::quote_line(document, *whole)?])
        }
        FixPlan::InsertRow { role, before, .. } => {
            let is_before = fixer.comes_before(before);
            with(&format!("Add a row for \"{role}\""), page::insert_row(workspace, document, role, &is_before)?)
        }
        FixPlan::InsertPick { role, before } => {
            let is_before = fixer.comes_before(before);
            with(&format!("Add an option for \"{role}\""), page::insert_pick(document, role, &is_before)?)
        }
        FixPlan::RemoveRow { at } => with("Remove the row", page::remove_row(document, *at)?),
        FixPlan::SortRows { roles } => with("Put the rows in order", page::sort(document, roles)?),
        FixPlan::SortPicks { roles } => with("Put the options in order", page::sort(document, roles)?),
        FixPlan::Columns { names, title } => with(title, page::columns(document, names)?),
        FixPlan::RemoveCell { key } => with("Remove the cell", page::remove_cell(document, *key)?),
        FixPlan::SetCell { key, text } => with("Take the role's own text", page::set_cell(document, *key, text)?),
        FixPlan::AddToList { kind, name } => {
            with(&format!("Add \"{name}\" to the list"), page::add_to_list(workspace, document, *kind, name)?)
        }
        FixPlan::RemoveIgnore { comment, code } => {
            let title = if code.is_some() { "Remove the code" } else { "Remove the comment" };
            with(title, vec![comments::remove(document, *comment, *code)?])
        }
        FixPlan::NameEverywhere { .. }
        | FixPlan::AddTerm { .. }
        | FixPlan::CreateRole { .. }
        | FixPlan::RenameFile { .. }
        | FixPlan::AddAlternative { .. } => None,
    }
}

/// The path of a file under another name in its folder.
fn renamed(path: &str, to: &str) -> String {
    path.rsplit_once('/').map_or_else(|| to.to_owned(), |(folder, _)| format!("{folder}/{to}"))
}
