//! How handlers reach the state: at once, once all names are known, or beside the message loop.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use tower_lsp::gen_lsp_types as lsp;
use tower_lsp::jsonrpc::{Error, Result};

use super::{Server, path};
use crate::lsp::session::converter::Open;
use crate::lsp::session::shared::Shared;
use crate::lsp::session::state::State;
use crate::lsp::session::{day, read};

impl Server {
    /// The state; there is one from `initialize` on, and the framework lets no other message through before.
    pub(super) fn shared(&self) -> Result<&Arc<Shared>> {
        self.shared.get().ok_or_else(Error::internal_error)
    }

    /// Changes the state, at once. After an internal error nothing in it can be trusted but the documents: the workspaces
    /// are read again.
    pub(super) fn change(&self, change: impl FnOnce(&Arc<Shared>, &mut State)) {
        let Some(shared) = self.shared.get() else { return };
        let mut state = shared.state.write();
        let work = || {
            day::is(shared, &mut state, day::today());
            change(shared, &mut state);
        };
        if catch_unwind(AssertUnwindSafe(work)).is_err() {
            self.log.error("an internal error; the workspaces are read again");
            (0..state.roots.len()).for_each(|at| read::reload(shared, &mut state, at));
        }
    }

    /// Reads the state, at once.
    pub(super) fn look<T>(&self, read: impl FnOnce(&State) -> T) -> Result<T> {
        Ok(read(&self.shared()?.state.read()))
    }
}

impl Server {
    /// Answers from one file, at once.
    pub(super) fn about<T>(&self, uri: &lsp::Uri, read: impl FnOnce(&Open<'_>) -> T) -> Result<Option<T>> {
        let Some(full) = path(uri) else { return Ok(None) };
        self.look(|state| state.with_file(&full, read))
    }

    /// Answers from one file once all names are known.
    pub(super) async fn about_names<T>(&self, uri: &lsp::Uri, read: impl FnOnce(&Open<'_>) -> T) -> Result<Option<T>> {
        self.names_of(uri).await?;
        self.about(uri, read)
    }

    /// Waits until all names that a file can use are known: before that nobody can say that one is not.
    pub(super) async fn names_of(&self, uri: &lsp::Uri) -> Result<()> {
        self.names(path(uri).as_deref()).await
    }

    /// The same for a path, or for all workspaces. What the client asked about a document must not have changed meanwhile:
    /// else it stands somewhere else now.
    pub(super) async fn names(&self, full: Option<&str>) -> Result<()> {
        let version = |state: &State| full.and_then(|full| state.documents.get(full)).map(|d| d.version);
        let mut news = self.shared()?.news.subscribe();
        let (asked, due) = self.look(|state| (version(state), state.due()))?;
        while !self.look(|state| state.knows_names(full) && state.has_ended(&due))? {
            news.changed().await.map_err(|_| Error::internal_error())?;
        }
        if self.look(version)? == asked { Ok(()) } else { Err(Error::content_modified()) }
    }

    /// Answers from the whole workspace, beside the message loop but from the state as it is now: whoever wants to change
    /// it waits for the few milliseconds that this takes.
    pub(super) fn long<T, F>(&self, read: F) -> impl Future<Output = Result<T>> + Send + use<T, F>
    where
        T: Send + 'static,
        F: FnOnce(&State) -> T + Send + 'static,
    {
        let guard = self.shared().map(|shared| shared.state.read_arc());
        let work = guard.map(|guard| tokio::task::spawn_blocking(move || read(&guard)));
        async move { work?.await.map_err(|_| Error::internal_error()) }
    }
}
