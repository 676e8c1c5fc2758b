//! `sidestep/merge`: makes a term an alias of another one, also where words are lost, once the author agrees.

use serde::Deserialize;

use super::changes::{ChangeAnswer, LostPlace, What, Which, files_in, find, left_unread, refuse, too_much};
use super::edits::{Part, can_ask, edit_of_workspaces};
use super::left::{LeftPlace, left_place, places, still_says};
use super::merging::{Merging, in_all};
use crate::content::KindId;
use crate::ide::change::Lost;
use crate::lsp::session::converter::Converter;
use crate::lsp::session::state::State;
use crate::text::into_visible;

/// `sidestep/merge`
#[derive(Debug, Deserialize)]
pub struct MergeParams {
    #[serde(flatten)]
    which: Which,
    /// The term that it becomes an alias of.
    into: String,
    /// What the entry that goes says otherwise may be lost.
    #[serde(default)]
    force: bool,
}

/// Makes a term an alias of another one.
#[must_use]
pub fn merge_terms(state: &State, params: &MergeParams) -> ChangeAnswer {
    merged(state, params).unwrap_or_else(refuse)
}

fn merged(state: &State, params: &MergeParams) -> Result<ChangeAnswer, String> {
    let (root, old) = find(state, &params.which, What::Merge)?;
    let workspace = &root.workspace;
    let kind = workspace.definition(old).map_or(KindId::ROLE, |d| d.kind);
    if kind.is_role() {
        return Err("roles cannot be merged: retire one of them, and the other takes over".to_owned());
    }
    let into = workspace.term(kind, &params.into).1.map(|r| r.def);
    let word = workspace.config().word(kind);
    let into = into.ok_or_else(|| format!("no {word} is named \"{}\"", params.into))?;
    let all = in_all(state, root, old, into)?;
    let title = into_visible(format!("Merge \"{}\" into \"{}\"", workspace.name_of(old), workspace.name_of(into)));
    if let Some(why) = all.iter().find_map(Merging::loss).filter(|_| !params.force) {
        let lost = all.iter().flat_map(|one| lost(state, one)).collect();
        return Ok(ChangeAnswer { title: Some(title), lost, ..refuse(why) });
    }
    let left = all.iter().flat_map(|one| left(state, one)).collect();
    let parts: Vec<Part<'_>> = all.into_iter().map(|one| one.part(state)).collect();
    let edit = edit_of_workspaces(state, &parts).ok_or_else(|| too_much("merge"))?;
    let files = files_in(&edit);
    Ok(ChangeAnswer { edit: Some(edit), title: Some(title), files, left, ..ChangeAnswer::default() })
}

/// What would be lost.
fn lost(state: &State, one: &Merging<'_>) -> Vec<LostPlace> {
    let converter = Converter::new(state, one.root);
    let place = |lost: &Lost| LostPlace {
        uri: converter.uri(&lost.place.path),
        range: converter.range_in(&lost.place.path, lost.place.span),
        key: into_visible(lost.key.clone()),
        value: into_visible(lost.value.clone()),
    };
    one.plan.lost.iter().map(place).collect()
}

/// What the author should look at afterwards.
fn left(state: &State, one: &Merging<'_>) -> Vec<LeftPlace> {
    state.with_view(one.root, |view, converter| {
        let twice = one.plan.left.iter().map(|left| left_place(converter, left));
        let told = places(&one.plan.confirm).filter(|_| !can_ask(state)).chain(one.plan.rewritten.iter().cloned());
        let prose = still_says(converter, told, &one.plan.old);
        twice.chain(left_unread(view, converter, one.old, &one.plan.edits)).chain(prose).collect()
    })
}
