//! `sidestep/fileKind`: what a document is, which the settings' patterns say and no editor can know.

use serde::Serialize;
use tower_lsp::gen_lsp_types::TextDocumentIdentifier;

use crate::content::FileKind;
use crate::lsp::proto::uri::to_path;
use crate::lsp::session::state::State;

/// `sidestep/fileKind`: which document.
#[derive(Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KindParams {
    /// The document.
    pub text_document: TextDocumentIdentifier,
}

/// The answer.
#[derive(Debug, Serialize)]
pub struct KindAnswer {
    /// What the document is; nothing where it is no file of a workspace.
    pub kind: Option<Kind>,
}

/// What a document can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A role.
    Role,
    /// The terms of a kind.
    Vocabulary,
    /// `sidestep.yaml`.
    Settings,
    /// A file of a team's own shape.
    Collection,
}

/// What a document is in the workspace nearest to it, whether or not its files have been read.
#[must_use]
pub fn kind(state: &State, params: &KindParams) -> KindAnswer {
    let place = to_path(params.text_document.uri.as_ref()).and_then(|full| state.places(&full).next());
    let kind = place.and_then(|place| place.root.workspace.config().file_kind(&place.path));
    let kind = kind.map(|kind| match kind {
        FileKind::Role => Kind::Role,
        FileKind::Vocabulary(_) => Kind::Vocabulary,
        FileKind::Config => Kind::Settings,
        FileKind::Collection(_) => Kind::Collection,
    });
    KindAnswer { kind }
}
