//! `sidestep/newRole`: the file of a new role. The client writes it, so that the author's editor opens what it has written
//! and never writes over a file that has appeared meanwhile.

use serde::{Deserialize, Serialize};
use tower_lsp::gen_lsp_types as lsp;

use super::edits::snippet;
use crate::ide::change::Refusal;
use crate::ide::new_role::NewRole;
use crate::lsp::proto::convert::range;
use crate::lsp::proto::uri::{is_within, of_path, to_path};
use crate::lsp::session::state::{Root, State};
use crate::text::{LineIndex, into_visible};

/// `sidestep/newRole`: which role.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewRoleParams {
    /// The role's name.
    pub name: String,
    /// A file or folder: the role goes into the workspace around it, and beside it if it is a role.
    pub near: Option<String>,
}

/// The answer: a file to write, or why there is none.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NewRoleAnswer {
    /// The address of the file that is to be written; or, with `why`, of one that is there already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    /// The text of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The same as a snippet, with a place to fill in for each blank.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snippet: Option<String>,
    /// What the author writes first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selection: Option<lsp::Range>,
    /// That there is a role of nearly the same name, in the author's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
    /// Why there is no new file, in the author's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Plans the file of a new role, in the innermost workspace around `near`, else in the first one. In a folder without a
/// workspace it is planned as the first file of one.
#[must_use]
pub fn planned(state: &State, params: &NewRoleParams) -> NewRoleAnswer {
    let near = params.near.as_deref().and_then(to_path);
    let around = state.roots.iter().filter(|root| near.as_deref().is_some_and(|near| is_within(&root.folder, near)));
    let empty;
    let root = match around.max_by_key(|root| root.folder.len()).or(state.roots.first()) {
        Some(root) => root,
        None => {
            let Some(folder) = state.folders.first() else {
                return NewRoleAnswer { why: Some("no folder is open".to_owned()), ..NewRoleAnswer::default() };
            };
            empty = Root::new(folder, state.disk(folder), &state.documents);
            &empty
        }
    };
    let near = near.map(|full| crate::lsp::proto::uri::relative(&root.folder, &full));
    let planned = state.with_view(root, |view, _| view.new_role(&params.name, near.as_deref()));
    NewRoleAnswer::of(state, root, planned)
}

impl NewRoleAnswer {
    /// The answer with a role of a workspace that was planned, or with why there is none.
    #[must_use]
    pub fn of(state: &State, root: &Root, planned: Result<NewRole, Refusal>) -> Self {
        match planned {
            Ok(new) => {
                let selection = range(&LineIndex::new(&new.text), new.first, state.abilities.encoding);
                let uri = Some(of_path(&root.full(&new.path)));
                let (snippet, text) = (Some(snippet(&new.text)), Some(new.text));
                Self {
                    uri,
                    text,
                    snippet,
                    selection: Some(selection),
                    warning: new.warning.map(into_visible),
                    why: None,
                }
            }
            Err(refusal) => {
                let uri = refusal.place.as_ref().map(|place| of_path(&root.full(&place.path)));
                Self { uri, why: Some(into_visible(refusal.to_string())), ..Self::default() }
            }
        }
    }
}
