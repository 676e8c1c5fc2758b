//! What tests ask for to see what an internal error does; not in a release build.

use serde_json::Value;
use tower_lsp::LspServiceBuilder;
use tower_lsp::jsonrpc::Result;

use super::Server;

/// Adds the requests.
pub(super) fn add(build: LspServiceBuilder<Server>) -> LspServiceBuilder<Server> {
    build
        .custom_method("sidestep/debug/fail", Server::fail)
        .custom_method("sidestep/debug/hang", Server::hang)
        .custom_method("sidestep/debug/failToChange", Server::fail_to_change)
}

impl Server {
    /// `sidestep/debug/fail`: a request that ends in an internal error.
    #[expect(clippy::panic, reason = "that is what it is for")]
    async fn fail(&self, _: Option<Value>) -> Result<()> {
        panic!("as asked")
    }

    /// `sidestep/debug/hang`: keeps the message loop for good.
    async fn hang(&self, _: Option<Value>) -> Result<()> {
        loop {
            std::thread::park();
        }
    }

    /// `sidestep/debug/failToChange`: a notification that ends in an internal error.
    #[expect(clippy::panic, reason = "that is what it is for")]
    async fn fail_to_change(&self, _: Option<Value>) {
        self.change(|_, _| panic!("as asked"));
    }
}
