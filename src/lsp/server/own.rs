//! What the server does beside the protocol's requests: requests of our own, and messages to the author.

use tower_lsp::jsonrpc::Result;

use super::Server;
use crate::lsp::features::{changes, files, kind, merge_terms, new_role, notices, page};
use crate::text::into_visible;
use tower_lsp::gen_lsp_types as lsp;

impl Server {
    /// `sidestep/page`: the rendered page of a role.
    pub(super) async fn page(&self, params: page::PageParams) -> Result<page::PageAnswer> {
        self.names(None).await?;
        self.look(|state| page::rendered(state, &params))
    }

    /// `sidestep/newRole`: the file of a new role, for the client to write.
    pub(super) async fn new_role(&self, params: new_role::NewRoleParams) -> Result<new_role::NewRoleAnswer> {
        self.names(None).await?;
        self.look(|state| new_role::planned(state, &params))
    }

    /// `sidestep/fileKind`: whether a document is a role.
    pub(super) async fn file_kind(&self, params: kind::KindParams) -> Result<kind::KindAnswer> {
        self.look(|state| kind::kind(state, &params))
    }

    /// `sidestep/choices`: what a change of a role or a term may choose from, and how much it touches.
    pub(super) async fn choices(&self, params: changes::ChoicesParams) -> Result<changes::Choices> {
        self.names(None).await?;
        self.long(move |state| changes::choices(state, &params)).await
    }

    /// `sidestep/retire`: the edit that lets another role take over.
    pub(super) async fn retire(&self, params: changes::RetireParams) -> Result<changes::ChangeAnswer> {
        self.names(None).await?;
        self.long(move |state| changes::retire_role(state, &params)).await
    }

    /// `sidestep/merge`: the edit that makes a term an alias of another one.
    pub(super) async fn merge(&self, params: merge_terms::MergeParams) -> Result<changes::ChangeAnswer> {
        self.names(None).await?;
        self.long(move |state| merge_terms::merge_terms(state, &params)).await
    }

    /// `sidestep/delete`: the edit that deletes a role with all that refers to it.
    pub(super) async fn delete(&self, params: changes::DeleteParams) -> Result<changes::ChangeAnswer> {
        self.names(None).await?;
        self.long(move |state| changes::delete(state, &params)).await
    }

    /// `sidestep/duplicate`: the file of a role that says what another one says, for the client to write.
    pub(super) async fn duplicate(&self, params: changes::DuplicateParams) -> Result<new_role::NewRoleAnswer> {
        self.names(None).await?;
        self.long(move |state| changes::duplicated(state, &params)).await
    }

    /// Tells the author something.
    pub(super) fn inform(&self, message: Option<String>) {
        if let Some(message) = message {
            self.show(lsp::MessageType::Info, into_visible(message));
        }
    }

    /// Warns the author; a client that can show places gets a button for the first one.
    pub(super) fn warn(&self, notice: Option<files::Notice>) -> Result<()> {
        let Some(files::Notice { message, first }) = notice else { return Ok(()) };
        let message = into_visible(message);
        match first.filter(|_| self.look(|state| state.abilities.show_document).unwrap_or(false)) {
            Some(place) => self.shared()?.spawn(notices::offer_to_show(self.client.clone(), message, place)),
            None => self.show(lsp::MessageType::Warning, message),
        }
        Ok(())
    }

    fn show(&self, kind: lsp::MessageType, message: String) {
        self.outgoing.notify("window/showMessage", &lsp::ShowMessageParams { kind, message });
    }
}
