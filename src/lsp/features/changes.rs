//! Changes that a command of the editor asks for: retire, merge, delete and duplicate. Each answers with an edit for the
//! client to apply, or with why there is none; [`choices`] says beforehand what there is to choose.

use serde::{Deserialize, Serialize};
use tower_lsp::gen_lsp_types as lsp;

use super::edits::{can_ask, workspace_edit};
use super::left::{LeftPlace, deleted_from, left_place, places, still_says};
use super::new_role::NewRoleAnswer;
use super::rename::STILL_READING;
use super::tasks::retiring_edit;
use super::unread::unread;
use crate::content::{KindId, Status, fold};
use crate::edit::Edit;
use crate::ide::change::{Left, look_alike};
use crate::ide::{Analysis, Location};
use crate::lsp::proto::uri::{is_within, to_path};
use crate::lsp::session::converter::Converter;
use crate::lsp::session::state::{Root, State};
use crate::schema::Label;
use crate::text::{into_visible, visible};
use crate::workspace::{DefId, Workspace};

/// Which thing is meant: the one that is named, else the one at the place, else the role of the file.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Which {
    /// The file that the author looks at; it tells the workspace too.
    pub text_document: Option<lsp::TextDocumentIdentifier>,
    /// A place in that file.
    pub position: Option<lsp::Position>,
    /// The kind of what is named; a role if it is not said.
    pub kind: Option<String>,
    /// Its name.
    pub name: Option<String>,
}

/// A change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// Another role takes over.
    Retire,
    /// A term becomes an alias of another one.
    Merge,
    /// A role goes with all that refers to it.
    Delete,
    /// A role is copied.
    Duplicate,
}

/// `sidestep/choices`
#[derive(Debug, Deserialize)]
pub struct ChoicesParams {
    #[serde(flatten)]
    which: Which,
    /// What for.
    #[serde(rename = "for")]
    what: What,
}

/// `sidestep/retire`
#[derive(Debug, Deserialize)]
pub struct RetireParams {
    #[serde(flatten)]
    which: Which,
    /// The role that takes over.
    by: String,
}

/// `sidestep/delete`
#[derive(Debug, Deserialize)]
pub struct DeleteParams {
    #[serde(flatten)]
    which: Which,
}

/// `sidestep/duplicate`
#[derive(Debug, Deserialize)]
pub struct DuplicateParams {
    #[serde(flatten)]
    which: Which,
    /// The name of the copy.
    #[serde(rename = "as")]
    name: String,
}

/// What there is to choose.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Choices {
    /// The kind of the thing that was meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The address of the file that defines it.
    #[serde(skip_serializing_if = "Option::is_none")]
    uri: Option<String>,
    /// What may take over, the likely ones first.
    choices: Vec<Choice>,
    /// How many places elsewhere name it.
    uses: usize,
    /// In how many files.
    pages: usize,
    /// Why nothing can be done, in the author's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

/// A role or a term to choose.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    name: String,
    /// The file that defines it.
    detail: String,
    /// It lies near: an alternative, or a name that looks alike.
    likely: bool,
}

/// A change, or why there is none.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeAnswer {
    /// The change, for the client to apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) edit: Option<lsp::WorkspaceEdit>,
    /// What it does, in the author's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<String>,
    /// How many files it changes.
    pub(super) files: usize,
    /// Places for the author to look at afterwards; in the files as they are now.
    pub(super) left: Vec<LeftPlace>,
    /// What an author has written and would lose: there is no change until the client says that it may go.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) lost: Vec<LostPlace>,
    /// Why there is no change, in the author's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) why: Option<String>,
}

/// A pair of an entry that goes, as it is written.
#[derive(Debug, Serialize)]
pub struct LostPlace {
    pub(super) uri: lsp::Uri,
    pub(super) range: lsp::Range,
    pub(super) key: String,
    pub(super) value: String,
}

pub(super) type Found<'s> = Result<(&'s Root, DefId), String>;

/// The workspace that is meant: that of the file, else the one around it, else the first.
fn workspace<'s>(state: &'s State, which: &Which) -> Result<(&'s Root, Option<String>), String> {
    let full = which.text_document.as_ref().and_then(|document| to_path(document.uri.as_ref()));
    let place = full.as_ref().and_then(|full| state.places(full).next());
    let around = state.roots.iter().filter(|root| full.as_ref().is_some_and(|full| is_within(&root.folder, full)));
    let root = match place {
        Some(place) => Some(place.root),
        None => around.max_by_key(|root| root.folder.len()).or(state.roots.first()),
    };
    let root = root.ok_or("no folder with roles is open")?;
    if root.loaded { Ok((root, full)) } else { Err(STILL_READING.to_owned()) }
}

/// The thing that is meant. A place counts where it names a thing that the change is for.
pub(super) fn find<'s>(state: &'s State, which: &Which, what: What) -> Found<'s> {
    let (root, full) = workspace(state, which)?;
    let workspace = &root.workspace;
    if let Some(name) = &which.name {
        let word = which.kind.as_deref().unwrap_or("role");
        let kind = workspace.config().kind(word).ok_or_else(|| format!("there is no kind \"{word}\""))?;
        let resolved = workspace.term(kind, name).1;
        let def = resolved.map(|r| r.def).ok_or_else(|| format!("no {word} is named \"{name}\""))?;
        return Ok((root, def));
    }
    let full = full.ok_or("no file is open")?;
    let found = state.with_file(&full, |open| {
        let at = which.position.map(|position| open.offset(position));
        let named = at.and_then(|at| open.file.name_at(at)?.def());
        let is_term = |def: &DefId| workspace.definition(*def).is_some_and(|d| !d.kind.is_role());
        let fits = |def: &DefId| is_term(def) == (what == What::Merge);
        named.filter(fits).or_else(|| open.file.defined_around(at.unwrap_or_default()).filter(fits))
    });
    match found.flatten() {
        Some(def) => Ok((root, def)),
        None if what == What::Merge => Err("there is no term here: put the cursor on the name of one".to_owned()),
        None => Err("this file is not a role".to_owned()),
    }
}

/// What there is to choose for a change, and how much it touches.
#[must_use]
pub fn choices(state: &State, params: &ChoicesParams) -> Choices {
    let (root, def) = match find(state, &params.which, params.what) {
        Ok(found) => found,
        Err(why) => return Choices { why: Some(into_visible(why)), ..Choices::default() },
    };
    let workspace = &root.workspace;
    let kind = workspace.definition(def).map_or(KindId::ROLE, |d| d.kind);
    let own = workspace.file(def.file).path.clone();
    let why = match (params.what, kind.is_role()) {
        (What::Merge, true) => Some("roles cannot be merged: retire one of them, and the other takes over".to_owned()),
        (What::Merge, false) | (_, true) => None,
        _ => Some(into_visible(format!("\"{}\" is not a role", workspace.name_of(def)))),
    };
    let uses = state.with_view(root, |view, _| match kind.is_role() {
        true => view.referrers(def).into_iter().map(|(at, _)| at.path).collect::<Vec<_>>(),
        false => {
            view.uses_of(def).into_iter().filter(|(_, name)| !name.is_definition()).map(|(at, _)| at.path).collect()
        }
    });
    let mut pages = uses.clone();
    pages.retain(|path| *path != own);
    pages.dedup();
    let choices = match params.what {
        _ if why.is_some() => Vec::new(),
        What::Retire => successors(workspace, def),
        What::Merge => terms(workspace, kind, def),
        What::Delete | What::Duplicate => Vec::new(),
    };
    Choices {
        kind: workspace.config().kinds.get(kind.index()).cloned(),
        name: Some(visible(&workspace.name_of(def)).into_owned()),
        uri: Some(state.uri(&root.full(&own))),
        choices,
        uses: uses.len(),
        pages: pages.len(),
        why,
    }
}

fn choice(workspace: &Workspace, def: DefId, likely: bool) -> Choice {
    let detail = into_visible(&*workspace.file(def.file).path);
    Choice { name: workspace.name_of(def).to_string(), detail, likely }
}

/// The roles that may take over: the alternatives by rank, then the others by name.
fn successors(workspace: &Workspace, role: DefId) -> Vec<Choice> {
    let status = |def: DefId| workspace.file(def.file).facts.role.as_ref().map(|facts| facts.status);
    let may = |def: &DefId| *def != role && status(*def) != Some(Status::Retired);
    let listed = workspace.file(role.file).facts.role.iter().flat_map(|facts| &facts.alternatives).flatten();
    let mut first: Vec<DefId> = Vec::new();
    for def in listed.filter_map(|at| Some(workspace.resolve(KindId::ROLE, &at.name)?.def)).filter(may) {
        if !first.contains(&def) {
            first.push(def);
        }
    }
    let all = workspace.files().filter(|(_, entry)| entry.facts.role_definition().is_some());
    let all = all.map(|(file, _)| DefId::role(file)).filter(|def| may(def) && !first.contains(def));
    let mut rest: Vec<Choice> = all.map(|def| choice(workspace, def, false)).collect();
    rest.sort_by_key(|choice| fold(&choice.name).into_owned());
    first.into_iter().map(|def| choice(workspace, def, true)).chain(rest).collect()
}

/// The terms of a kind into which one may be merged: those that look alike, then the others by name.
fn terms(workspace: &Workspace, kind: KindId, term: DefId) -> Vec<Choice> {
    let name = workspace.name_of(term);
    let names = workspace.index().kind(kind).all().filter(|(_, l)| l.label == Label::Name && l.def != term);
    let mut all: Vec<Choice> = names.map(|(other, l)| choice(workspace, l.def, look_alike(&name, other))).collect();
    all.sort_by_key(|choice| (!choice.likely, fold(&choice.name).into_owned()));
    all
}

pub(super) fn refuse(why: String) -> ChangeAnswer {
    ChangeAnswer { why: Some(into_visible(why)), ..ChangeAnswer::default() }
}

/// Lets another role take over from one.
#[must_use]
pub fn retire_role(state: &State, params: &RetireParams) -> ChangeAnswer {
    retired(state, params).unwrap_or_else(refuse)
}

fn retired(state: &State, params: &RetireParams) -> Result<ChangeAnswer, String> {
    let (root, role) = find(state, &params.which, What::Retire)?;
    let by = root.workspace.term(KindId::ROLE, &params.by).1.map(|r| r.def);
    let by = by.ok_or_else(|| format!("no role is named \"{}\"", params.by))?;
    state.with_view(root, |view, converter| {
        let plan = view.retire(role, by)?;
        let edit = retiring_edit(state, converter, &plan).ok_or_else(|| too_much("retire"))?;
        let mut left: Vec<LeftPlace> = plan.left.iter().map(|left| left_place(converter, left)).collect();
        if !can_ask(state) {
            let reason = into_visible(format!("it stands beside \"{}\" and was left", plan.new));
            left.extend(plan.removals.iter().filter_map(|edit| match edit {
                Edit::Text { path, edit } => Some(LeftPlace {
                    uri: converter.uri(path),
                    range: converter.range_in(path, edit.span),
                    reason: reason.clone(),
                }),
                _ => None,
            }));
        }
        left.extend(still_says(converter, places(&plan.confirm).chain(plan.rewritten.iter().cloned()), &plan.old));
        let written = format!("what it says was written for \"{}\"", plan.old);
        let written = |place: &Location| Left { place: place.clone(), reason: written.clone() };
        left.extend(plan.written_for.iter().map(|place| left_place(converter, &written(place))));
        left.extend(left_unread(view, converter, role, &plan.edits));
        let title = format!("Retire \"{}\" in favour of \"{}\"", plan.old, plan.new);
        Ok(ChangeAnswer {
            edit: Some(edit),
            title: Some(into_visible(title)),
            files: plan.files,
            left,
            ..ChangeAnswer::default()
        })
    })
}

/// Deletes a role with all that refers to it.
#[must_use]
pub fn delete(state: &State, params: &DeleteParams) -> ChangeAnswer {
    let done = || -> Result<ChangeAnswer, String> {
        let (root, role) = find(state, &params.which, What::Delete)?;
        state.with_view(root, |view, converter| {
            let plan = view.delete_role(role)?;
            let edit = workspace_edit(state, converter, &plan.edits, &[]).ok_or_else(|| too_much("delete"))?;
            let mut left: Vec<LeftPlace> = plan.left.iter().map(|left| left_place(converter, left)).collect();
            left.extend(still_says(converter, deleted_from(view, role, &plan.edits), &plan.old));
            left.extend(left_unread(view, converter, role, &plan.edits));
            let title = format!("Delete \"{}\"", plan.old);
            Ok(ChangeAnswer {
                edit: Some(edit),
                title: Some(into_visible(title)),
                files: plan.files + 1,
                left,
                ..ChangeAnswer::default()
            })
        })
    };
    done().unwrap_or_else(refuse)
}

/// Plans the file of a role that says what another one says.
#[must_use]
pub fn duplicated(state: &State, params: &DuplicateParams) -> NewRoleAnswer {
    let (root, role) = match find(state, &params.which, What::Duplicate) {
        Ok(found) => found,
        Err(why) => return NewRoleAnswer { why: Some(into_visible(why)), ..NewRoleAnswer::default() },
    };
    let planned = state.with_view(root, |view, _| view.duplicate(role, &params.name));
    NewRoleAnswer::of(state, root, planned)
}

/// Why a client gets no edit: it creates, renames or deletes files.
pub(super) fn too_much(command: &str) -> String {
    format!("this editor cannot change files in this way: \"sidestep {command}\" does it in a terminal")
}

/// Where a thing may be named that could not be looked for.
pub(super) fn left_unread(
    view: Analysis<'_>,
    converter: &Converter<'_>,
    def: DefId,
    edits: &[Edit],
) -> impl Iterator<Item = LeftPlace> {
    let labels = view.workspace.definition(def).map_or(&[][..], |def| &def.labels);
    let labels: Vec<&str> = labels.iter().map(|label| &*label.at.name).collect();
    let places = unread(view, converter, &labels, edits).into_iter();
    let name = view.workspace.name_of(def);
    places.map(move |(at, why)| LeftPlace {
        uri: at.uri,
        range: at.range,
        reason: into_visible(format!("{why}, and it may name \"{name}\"")),
    })
}

/// How many files an edit changes.
pub(super) fn files_in(edit: &lsp::WorkspaceEdit) -> usize {
    edit.document_changes.as_ref().map_or_else(|| edit.changes.as_ref().map_or(0, |files| files.len()), Vec::len)
}
