//! The handlers of the protocol's messages.
//!
//! Each is a few lines: read the parameters, ask the engine, convert the answer. Notifications change the state before
//! they return and never wait.

mod access;
mod capabilities;
#[cfg(debug_assertions)]
mod debug;
mod own;

use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;
use serde_json::Value;
use tower_lsp::gen_lsp_types as lsp;
use tower_lsp::jsonrpc::Result;
use tower_lsp::{Client, ClientSocket, LanguageServer, LspService};

use super::features::{
    actions, calls, completion, files, folding, hover, inlay, lenses, links, navigation, rename, reveal, selection,
    status, symbols, tasks, tokens,
};
use super::io::log::Log;
use super::io::outgoing::Outgoing;
use super::proto::client::Abilities;
use super::proto::settings::EditorSettings;
use super::proto::{convert, uri};
use super::session::documents::{Document, Edit};
use super::session::shared::{ANSWER, Shared};
use super::session::state::State;
use super::session::{day, events, folders, news, watch};

/// The server's end of the protocol.
pub struct Server {
    client: Client,
    outgoing: Outgoing,
    log: Log,
    shared: OnceLock<Arc<Shared>>,
}

/// The service around a server.
pub fn service(outgoing: Outgoing, log: Log) -> (LspService<Server>, ClientSocket) {
    let build = LspService::build(|client| Server { client, outgoing, log, shared: OnceLock::new() });
    let build = build.custom_method("sidestep/page", Server::page).custom_method("sidestep/status", Server::status);
    let build =
        build.custom_method("sidestep/choices", Server::choices).custom_method("sidestep/retire", Server::retire);
    let build = build.custom_method("sidestep/merge", Server::merge).custom_method("sidestep/delete", Server::delete);
    let build = build.custom_method("sidestep/duplicate", Server::duplicate);
    let build = build.custom_method("sidestep/newRole", Server::new_role);
    let build = build.custom_method("sidestep/fileKind", Server::file_kind);
    #[cfg(debug_assertions)]
    let build = debug::add(build);
    build.finish()
}

/// The normalised path of a document that is a file.
fn path(uri: &lsp::Uri) -> Option<String> {
    uri::to_path(uri.as_ref())
}

impl LanguageServer for Server {
    async fn initialize(&self, params: lsp::InitializeParams) -> Result<lsp::InitializeResult> {
        let abilities = Abilities::read(&serde_json::to_value(&params.capabilities).unwrap_or_default());
        let folders = match &params.workspace_folders_initialize_params.workspace_folders {
            Some(lsp::WorkspaceFolders::WorkspaceFolderList(list)) => {
                list.iter().filter_map(|f| path(&f.uri)).collect()
            }
            _ => Vec::new(),
        };
        #[expect(deprecated, reason = "older clients send nothing else")]
        let old_root = params.root_uri.as_ref().and_then(path);
        let folders: Vec<String> = if folders.is_empty() { old_root.into_iter().collect() } else { folders };
        let state = State {
            abilities,
            documents: super::session::documents::Documents::default(),
            roots: Vec::new(),
            folders,
            searching: 0,
            today: day::today(),
            settings: params.initialization_options.as_ref().map(EditorSettings::read).unwrap_or_default(),
            initial_options: params.initialization_options.unwrap_or_default(),
            said: Mutex::default(),
            typing: None,
            asks_for_workspace: None,
        };
        let keeps_lists = completion::Lists::of(&state).keeps;
        let _ = self.shared.set(Shared::new(
            state,
            self.outgoing.clone(),
            self.client.clone(),
            self.log.clone(),
            news::seen,
        ));
        Ok(capabilities::initialize_result(&abilities, keeps_lists))
    }

    async fn initialized(&self, _: lsp::InitializedParams) {
        self.change(|shared, state| {
            for folder in state.folders.clone() {
                folders::open_folder(shared, state, &folder);
            }
            watch::update(shared, state);
            day::watch(shared);
            if state.abilities.configuration {
                self.ask_for_configuration(shared);
            }
            if state.initial_options.pointer("/notifications/status") == Some(&Value::Bool(true)) {
                status::tell(shared);
            }
        });
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: lsp::DidOpenTextDocumentParams) {
        let document = params.text_document;
        let Some(full) = path(&document.uri) else { return };
        self.change(|shared, state| {
            let opened = Document::new(document.uri.as_ref().to_owned(), document.version, document.text);
            state.documents.insert(full.clone(), opened);
            if state.places(&full).next().is_none() {
                folders::open_lone_file(shared, state, &full);
            }
            events::opened(state, &full);
            news::document_changed(shared, state, &full);
            shared.say_again(state, &full);
        });
    }

    async fn did_change(&self, params: lsp::DidChangeTextDocumentParams) {
        let id = params.text_document;
        let Some(full) = path(&id.text_document_identifier.uri) else { return };
        self.change(|shared, state| {
            let encoding = state.abilities.encoding;
            let Some(document) = state.documents.get_mut(&full) else { return };
            let edits = params.content_changes.into_iter().map(|change| match change {
                lsp::TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => Edit {
                    range: Some((convert::line_column(part.range.start), convert::line_column(part.range.end))),
                    text: part.text,
                },
                lsp::TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => {
                    Edit { range: None, text: whole.text }
                }
            });
            let started = std::time::Instant::now();
            let moves = document.edit(edits.collect(), id.version, encoding);
            let free = shared.note_typing(state, &full, &moves);
            news::document_changed(shared, state, &full);
            shared.say_all(state, free.into_iter());
            if state.places(&full).next().is_some() {
                state.say_of_new_version(&full, &shared.outgoing);
            }
            self.log.debug(|| format!("an edit of {full} took {:.0?}", started.elapsed()));
        });
    }

    async fn did_save(&self, _: lsp::DidSaveTextDocumentParams) {
        self.change(|shared, state| shared.end_typing(state));
    }

    async fn did_close(&self, params: lsp::DidCloseTextDocumentParams) {
        let Some(full) = path(&params.text_document.uri) else { return };
        self.change(|shared, state| {
            shared.end_typing(state);
            if state.documents.remove(&full).is_some() {
                news::document_changed(shared, state, &full);
                events::closed(state, &full);
                shared.say_again(state, &full);
                shared.announce(state, false);
            }
        });
    }

    async fn did_change_watched_files(&self, params: lsp::DidChangeWatchedFilesParams) {
        let paths: Vec<String> = params.changes.iter().filter_map(|change| path(&change.uri)).collect();
        self.change(|shared, state| news::files_changed(shared, state, paths));
    }

    async fn did_change_workspace_folders(&self, params: lsp::DidChangeWorkspaceFoldersParams) {
        self.change(|shared, state| {
            for folder in params.event.removed.iter().filter_map(|f| path(&f.uri)) {
                folders::close_folder(shared, state, &folder);
            }
            for folder in params.event.added.iter().filter_map(|f| path(&f.uri)) {
                state.folders.push(folder.clone());
                folders::open_folder(shared, state, &folder);
            }
            folders::reach_anew(shared, state);
        });
    }

    async fn did_change_configuration(&self, params: lsp::DidChangeConfigurationParams) {
        self.change(|shared, state| {
            if state.abilities.configuration {
                self.ask_for_configuration(shared);
            } else {
                let settings = serde_json::to_value(&params.settings).unwrap_or_default();
                // Many clients send nothing of ours: then nothing of ours has changed.
                if let Some(own) = settings.get("sidestep").filter(|own| own.is_object()) {
                    let settings = EditorSettings::read_over(own, &state.initial_options);
                    folders::configure(shared, state, settings);
                }
            }
        });
    }

    async fn diagnostic(&self, params: lsp::DocumentDiagnosticParams) -> Result<lsp::DocumentDiagnosticReport> {
        let Some(full) = path(&params.text_document.uri) else { return Ok(report(None, &params.previous_result_id)) };
        let look = |state: &State| (state.file_findings(&full), state.documents.contains_key(&full));
        let (findings, is_open) = self.look(look)?;
        if findings.hash != 0 {
            self.shared()?.answered.lock().insert(full.clone());
        }
        if !is_open {
            super::session::pull::closed(self.shared()?, full);
        }
        Ok(report(Some(findings), &params.previous_result_id))
    }

    async fn hover(&self, params: lsp::HoverParams) -> Result<Option<lsp::Hover>> {
        let place = params.text_document_position_params;
        let markdown = self.look(|state| state.abilities.hover_markdown)?;
        let uri = &place.text_document.uri;
        let of_file = |state: &State| {
            let full = path(uri).unwrap_or_default();
            !state.knows_names(Some(&full)) && state.knows_schemas(&full)
        };
        if self.look(of_file)? {
            let alone = self.about(uri, |open| hover::of_file(open, place.position, markdown))?;
            if let Some(card) = alone.flatten() {
                return Ok(Some(card));
            }
        }
        Ok(self.about_names(uri, |open| hover::at(open, place.position, markdown)).await?.flatten())
    }

    async fn goto_definition(&self, params: lsp::DefinitionParams) -> Result<Option<lsp::DefinitionResponse>> {
        let place = params.text_document_position_params;
        let links = self.look(|state| state.abilities.definition_links)?;
        let uri = &place.text_document.uri;
        Ok(self.about_names(uri, |open| navigation::definitions(open, place.position, links)).await?.flatten())
    }

    async fn references(&self, params: lsp::ReferenceParams) -> Result<Option<Vec<lsp::Location>>> {
        let place = params.text_document_position_params;
        let declaration = params.context.include_declaration;
        let Some(full) = path(&place.text_document.uri) else { return Ok(None) };
        self.names(Some(&full)).await?;
        self.long(move |state| {
            state.with_file(&full, |open| navigation::all_references(open, place.position, declaration)).flatten()
        })
        .await
    }

    async fn document_highlight(
        &self,
        params: lsp::DocumentHighlightParams,
    ) -> Result<Option<Vec<lsp::DocumentHighlight>>> {
        let place = params.text_document_position_params;
        self.about_names(&place.text_document.uri, |open| navigation::in_file(open, place.position)).await
    }

    async fn linked_editing_range(
        &self,
        params: lsp::LinkedEditingRangeParams,
    ) -> Result<Option<lsp::LinkedEditingRanges>> {
        let place = params.text_document_position_params;
        let uri = &place.text_document.uri;
        Ok(self.about_names(uri, |open| navigation::linked_ranges(open, place.position)).await?.flatten())
    }

    async fn prepare_call_hierarchy(
        &self,
        params: lsp::CallHierarchyPrepareParams,
    ) -> Result<Option<Vec<lsp::CallHierarchyItem>>> {
        let place = params.text_document_position_params;
        Ok(self.about_names(&place.text_document.uri, |open| calls::role_at(open, place.position)).await?.flatten())
    }

    async fn incoming_calls(
        &self,
        params: lsp::CallHierarchyIncomingCallsParams,
    ) -> Result<Option<Vec<lsp::CallHierarchyIncomingCall>>> {
        self.names(None).await?;
        self.look(|state| calls::who_lists(state, &params.item))
    }

    async fn outgoing_calls(
        &self,
        params: lsp::CallHierarchyOutgoingCallsParams,
    ) -> Result<Option<Vec<lsp::CallHierarchyOutgoingCall>>> {
        self.names(None).await?;
        self.look(|state| calls::whom_it_lists(state, &params.item))
    }

    async fn completion(&self, params: lsp::CompletionParams) -> Result<Option<lsp::CompletionResponse>> {
        let place = params.text_document_position_params;
        let full = path(&place.text_document.uri).unwrap_or_default();
        if !self.look(|state| state.knows_names(Some(&full)))? {
            let needs = self.about(&place.text_document.uri, |open| completion::needs_names(open, place.position))?;
            if needs == Some(true) || !self.look(|state| state.knows_schemas(&full))? {
                self.names(Some(&full)).await?;
            }
        }
        let edited = |state: &State| state.documents.get(&full).and_then(|document| document.edited);
        let (abilities, lists, edited) =
            self.look(|state| (state.abilities, completion::Lists::of(state), edited(state)))?;
        let asked = completion::asked(params.context.as_ref(), edited);
        let uri = &place.text_document.uri;
        self.about(uri, |open| completion::list(open, place.position, asked, &abilities, &full, &lists))
    }

    async fn completion_resolve(&self, item: lsp::CompletionItem) -> Result<lsp::CompletionItem> {
        self.look(|state| completion::resolve(state, item))
    }

    async fn prepare_rename(&self, place: lsp::TextDocumentPositionParams) -> Result<Option<lsp::PrepareRenameResult>> {
        self.about_names(&place.text_document.uri, |open| rename::prepare(open, place.position)).await?.transpose()
    }

    async fn rename(&self, params: lsp::RenameParams) -> Result<Option<lsp::WorkspaceEdit>> {
        let place = params.text_document_position_params;
        let Some(full) = path(&place.text_document.uri) else { return Ok(None) };
        self.names(Some(&full)).await?;
        let edits = self.long(move |state| {
            state.with_file(&full, |open| rename::edits(state, open, place.position, &params.new_name))
        });
        let Some(renamed) = edits.await?.transpose()? else { return Ok(None) };
        self.shared()?.promised.lock().note(files::renames_in(&renamed.edit).into_iter());
        self.inform(renamed.left);
        Ok(Some(renamed.edit))
    }

    async fn will_rename_files(&self, params: lsp::RenameFilesParams) -> Result<Option<lsp::WorkspaceEdit>> {
        let mut renames = renames(&params);
        // Some clients ask about the files that our own edit renames.
        self.shared()?.promised.lock().take(&mut renames);
        self.names(None).await?;
        let found = self.long(move |state| files::will_rename(state, &renames)).await?;
        self.warn(found.warning)?;
        self.inform(found.left);
        Ok(found.edit)
    }

    async fn did_rename_files(&self, params: lsp::RenameFilesParams) {
        let paths = renames(&params).into_iter().flat_map(|(from, to)| [from, to]);
        let paths: Vec<String> = paths.map(|path| path.trim_end_matches('/').to_owned()).collect();
        self.change(|shared, state| news::files_changed(shared, state, paths));
    }

    async fn will_delete_files(&self, params: lsp::DeleteFilesParams) -> Result<Option<lsp::WorkspaceEdit>> {
        self.names(None).await?;
        let paths: Vec<String> = params.files.iter().filter_map(|file| path(&file.uri)).collect();
        let warning = self.long(move |state| files::will_delete(state, &paths)).await?;
        self.warn(warning)?;
        Ok(None)
    }

    async fn did_delete_files(&self, params: lsp::DeleteFilesParams) {
        let paths: Vec<String> = params.files.iter().filter_map(|file| path(&file.uri)).collect();
        self.change(|shared, state| news::files_changed(shared, state, paths));
    }

    async fn document_symbol(&self, params: lsp::DocumentSymbolParams) -> Result<Option<lsp::DocumentSymbolResponse>> {
        let tree = self.look(|state| state.abilities.symbol_tree)?;
        self.about(&params.text_document.uri, |open| symbols::of_file(open, tree))
    }

    async fn symbol(&self, params: lsp::WorkspaceSymbolParams) -> Result<Option<lsp::WorkspaceSymbolResponse>> {
        self.names(None).await?;
        self.long(move |state| Some(symbols::of_workspaces(state, &params.query))).await
    }

    async fn document_link(&self, params: lsp::DocumentLinkParams) -> Result<Option<Vec<lsp::DocumentLink>>> {
        self.about_names(&params.text_document.uri, links::links).await
    }

    async fn code_lens(&self, params: lsp::CodeLensParams) -> Result<Option<Vec<lsp::CodeLens>>> {
        if !self.look(|state| state.settings.lenses)? {
            return Ok(None);
        }
        let full = path(&params.text_document.uri).unwrap_or_default();
        self.about_names(&params.text_document.uri, |open| lenses::all(open, &full)).await
    }

    async fn code_lens_resolve(&self, lens: lsp::CodeLens) -> Result<lsp::CodeLens> {
        self.long(move |state| lenses::resolve(state, lens)).await
    }

    async fn inlay_hint(&self, params: lsp::InlayHintParams) -> Result<Option<Vec<lsp::InlayHint>>> {
        if !self.look(|state| state.settings.hints)? {
            return Ok(None);
        }
        self.about_names(&params.text_document.uri, |open| inlay::hints(open, params.range)).await
    }

    async fn folding_range(&self, params: lsp::FoldingRangeParams) -> Result<Option<Vec<lsp::FoldingRange>>> {
        self.about(&params.text_document.uri, folding::ranges)
    }

    async fn selection_range(&self, params: lsp::SelectionRangeParams) -> Result<Option<Vec<lsp::SelectionRange>>> {
        self.about(&params.text_document.uri, |open| selection::ranges(open, &params.positions))
    }

    async fn semantic_tokens_full(&self, params: lsp::SemanticTokensParams) -> Result<Option<lsp::SemanticTokens>> {
        self.about(&params.text_document.uri, |open| tokens::tokens(open, None))
    }

    async fn semantic_tokens_range(
        &self,
        params: lsp::SemanticTokensRangeParams,
    ) -> Result<Option<lsp::SemanticTokens>> {
        self.about(&params.text_document.uri, |open| tokens::tokens(open, Some(open.span(params.range))))
    }

    async fn code_action(&self, params: lsp::CodeActionParams) -> Result<Option<Vec<lsp::CodeActionResponse>>> {
        let Some(full) = path(&params.text_document.uri) else { return Ok(None) };
        self.names(Some(&full)).await?;
        self.long(move |state| state.with_file(&full, |open| actions::actions(state, open, &full, &params))).await
    }

    async fn execute_command(&self, params: lsp::ExecuteCommandParams) -> Result<Option<lsp::LspAny>> {
        if let (Some(shared), Some(place)) = (self.shared.get(), reveal::asked(&params)) {
            let client = self.client.clone();
            shared.spawn(async move { drop(tokio::time::timeout(ANSWER, client.show_document(place)).await) });
        }
        Ok(None)
    }

    async fn code_action_resolve(&self, action: lsp::CodeAction) -> Result<lsp::CodeAction> {
        self.long(move |state| tasks::resolve(state, action)).await?
    }

    async fn workspace_diagnostic(
        &self,
        params: lsp::WorkspaceDiagnosticParams,
    ) -> Result<lsp::WorkspaceDiagnosticReport> {
        let shared = self.shared()?.clone();
        super::session::pull::workspace_diagnostic(shared, params).await
    }
}

impl Server {
    /// `sidestep/status`: what the server knows.
    async fn status(&self, _: Option<Value>) -> Result<status::Status> {
        self.look(status::status)
    }

    /// Asks the client for its settings, beside the message loop.
    fn ask_for_configuration(&self, shared: &Arc<Shared>) {
        let (client, shared) = (self.client.clone(), shared.clone());
        shared.clone().spawn(async move {
            let items = vec![lsp::ConfigurationItem { scope_uri: None, section: Some("sidestep".to_owned()) }];
            let answer = tokio::time::timeout(ANSWER, client.configuration(items)).await;
            let Ok(Ok(values)) = answer else { return };
            let setting = values.into_iter().next().and_then(|v| serde_json::to_value(v).ok()).filter(|v| !v.is_null());
            if let Some(setting) = setting {
                let mut state = shared.state.write();
                let settings = EditorSettings::read_over(&setting, &state.initial_options);
                folders::configure(&shared, &mut state, settings);
            }
        });
    }
}

/// The full paths of renamed files, before and after. One that ends with `/` names no file.
fn renames(params: &lsp::RenameFilesParams) -> Vec<(String, String)> {
    let end = |file: &lsp::FileRename| {
        let is_odd = file.new_uri.as_ref().ends_with('/') && !file.old_uri.as_ref().ends_with('/');
        if is_odd { "/" } else { "" }
    };
    let both = |file: &lsp::FileRename| Some((path(&file.old_uri)?, path(&file.new_uri)? + end(file)));
    params.files.iter().filter_map(both).collect()
}

/// The answer to a request for a document's findings.
fn report(
    findings: Option<super::session::findings::FileFindings>,
    previous: &Option<String>,
) -> lsp::DocumentDiagnosticReport {
    let (items, hash, version) = findings.map_or((Vec::new(), 0, None), |f| (f.items, f.hash, f.version));
    let result_id = super::session::pull::result_id(hash, version);
    if previous.as_ref() == Some(&result_id) {
        let unchanged = lsp::UnchangedDocumentDiagnosticReport { result_id };
        return lsp::RelatedUnchangedDocumentDiagnosticReport {
            unchanged_document_diagnostic_report: unchanged,
            related_documents: None,
        }
        .into();
    }
    let full = lsp::FullDocumentDiagnosticReport { result_id: Some(result_id), items };
    lsp::RelatedFullDocumentDiagnosticReport { full_document_diagnostic_report: full, related_documents: None }.into()
}
