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

use rustc_hash::FxHashSet;

use crate::content::KindId;
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
}

impl<'w> Fixer<'w> {
    /// `sources` must give the texts that the findings were made from.
    #[must_use]
    pub fn new(workspace: &'w Workspace, sources: &'w dyn Sources) -> Self {
        Self { workspace, documents: Documents::new(sources), vocabularies: create::Vocabularies::default() }
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
        let mut edits = as_json(self, vec![Edit::Text { path, edit }]);
        match edits.pop() {
            Some(Edit::Text { path, edit }) if edits.is_empty() => Some((path, edit)),
            _ => None,
        }
    }

    /// Byte offset of the start of the list that a name stands in; `None` where it stands in none.
    fn list_of(&self, path: &str, name: Span) -> Option<u32> {
        let document = self.documents.get(path)?;
        let facts = &self.workspace.file(self.workspace.find(path)?).facts;
        listed::list_start(self.workspace, facts, &document, name)
    }

    /// The name at `name` as a duplicate, if its list names what `to` means already.
    fn repeat(&self, document: &Document, name: Span, to: &str) -> Result<Option<listed::Repeat>, listed::TooLong> {
        let Some(file) = self.workspace.find(&document.path) else { return Ok(None) };
        let facts = &self.workspace.file(file).facts;
        listed::repeat(self.workspace, facts, document, name, to)
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
    let edits = as_json(fixer, edits);
    (!edits.is_empty()).then_some(Fix { title, applicability: plan.applicability(), edits })
}

fn set(before: &Before) -> FxHashSet<&str> {
    before.names().map(|name| &**name).collect()
}

/// Edits with those of JSON files as JSON; a fix changes the text of one file at most.
fn as_json(fixer: &Fixer<'_>, edits: Vec<Edit>) -> Vec<Edit> {
    let json = |edit: &Edit| matches!(edit, Edit::Text { path, .. } if is_json_file(path));
    let Some(Edit::Text { path, .. }) = edits.first().filter(|_| edits.iter().all(json)).cloned() else { return edits };
    let Some(document) = fixer.documents.get(&path) else { return edits };
    let texts = edits.into_iter().filter_map(|edit| match edit {
        Edit::Text { edit, .. } => Some(edit),
        _ => None,
    });
    at(&path, keep_json(&path, &document.text, texts.collect()))
}

fn at(path: &str, edits: Vec<TextEdit>) -> Vec<Edit> {
    edits.into_iter().map(|edit| Edit::Text { path: path.to_owned(), edit }).collect()
}

/// A plan's title and edits.
fn edits(fixer: &Fixer<'_>, document: &Document, plan: &FixPlan) -> Option<(String, Vec<Edit>)> {
    let Fixer { workspace, documents, vocabularies } = fixer;
    let here = |title: &str, edits: Vec<TextEdit>| Some((title.to_owned(), at(&document.path, edits)));
    match plan {
        FixPlan::Replace { title, edits, .. } => here(title, edits.clone()),
        FixPlan::Text { title, span, to, .. } => here(title, scalar::replace(document, *span, to)?),
        FixPlan::Name { span, to, .. } => {
            here(&format!("Replace with \"{to}\""), scalar::replace(document, *span, to)?)
        }
        FixPlan::NameEverywhere { name, to } => {
            let title = format!("Replace \"{name}\" with \"{to}\" everywhere");
            Some((title, everywhere::replace(fixer, name, to)))
        }
        FixPlan::Split { span, names } => {
            let listed: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
            here(&format!("Split into {}", listed.join(", ")), split::item(document, *span, names)?)
        }
        FixPlan::RemoveItem { at } => here("Remove it from the list", listed::remove_item(document, *at)?),
        FixPlan::RemoveRepeated { span, note } => {
            let file = workspace.find(&document.path)?;
            let facts = &workspace.file(file).facts;
            let edits = listed::remove_repeated(workspace, facts, document, *span, *note)?;
            here("Remove the repetition", edits)
        }
        FixPlan::MendSyntax { at } => {
            let (title, edits) = syntax::mend(document, *at)?;
            here(title, edits)
        }
        FixPlan::Names { spans, to } => {
            let names: Vec<TextEdit> = spans.iter().map(|span| TextEdit::new(*span, to.as_ref())).collect();
            here(&format!("Replace with \"{to}\""), scalar::replace_all(document, &names)?)
        }
        FixPlan::QuoteLine { whole } => {
            here("Put quotes around the whole text", vec![scalar::quote_line(document, *whole)?])
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
        FixPlan::InsertRow { role, before, .. } => {
            here(&format!("Add a row for \"{role}\""), page::insert_row(workspace, document, role, &set(before))?)
        }
        FixPlan::InsertPick { role, before } => {
            here(&format!("Add an option for \"{role}\""), page::insert_pick(document, role, &set(before))?)
        }
        FixPlan::RemoveRow { at } => here("Remove the row", page::remove_row(document, *at)?),
        FixPlan::SortRows { roles } => here("Put the rows in order", page::sort(document, roles)?),
        FixPlan::SortPicks { roles } => here("Put the options in order", page::sort(document, roles)?),
        FixPlan::Columns { names, title } => here(title, page::columns(document, names)?),
        FixPlan::RemoveCell { key } => here("Remove the cell", page::remove_cell(document, *key)?),
        FixPlan::SetCell { key, text } => here("Take the role's own text", page::set_cell(document, *key, text)?),
        FixPlan::AddToList { kind, name } => {
            here(&format!("Add \"{name}\" to the list"), page::add_to_list(workspace, document, *kind, name)?)
        }
        FixPlan::AddAlternative { file, role } => {
            let edits = page::add_alternative(workspace, &*documents.get(file)?, role)?;
            Some((format!("Add \"{role}\" to {file}"), at(file, edits)))
        }
        FixPlan::RemoveIgnore { comment, code } => {
            let title = if code.is_some() { "Remove the code" } else { "Remove the comment" };
            here(title, vec![comments::remove(document, *comment, *code)?])
        }
    }
}

/// The path of a file under another name in its folder.
fn renamed(path: &str, to: &str) -> String {
    path.rsplit_once('/').map_or_else(|| to.to_owned(), |(folder, _)| format!("{folder}/{to}"))
}
