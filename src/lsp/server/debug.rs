//! What tests ask for to see what an internal error does; not in a release build.

use serde_json::Value;
use tower_lsp::LspServiceBuilder;
use tower_lsp::jsonrpc::Result;

use super::Server;
use crate::lsp::session::day;

/// Adds the requests.
pub(super) fn add(build: LspServiceBuilder<Server>) -> LspServiceBuilder<Server> {
    build
        .custom_method("sidestep/debug/fail", Server::fail)
        .custom_method("sidestep/debug/hang", Server::hang)
        .custom_method("sidestep/debug/failToChange", Server::fail_to_change)
        .custom_method("sidestep/debug/day", Server::day)
        .custom_method("sidestep/debug/hold", Server::hold)
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

    /// `sidestep/debug/day`: it is another day, until the next notification asks the clock.
    async fn day(&self, day: Option<Value>) -> Result<()> {
        let day = day.as_ref().and_then(|day| day.as_array()?.first()?.as_str()?.parse().ok());
        let shared = self.shared()?;
        day.into_iter().for_each(|day| day::is(shared, &mut shared.state.write(), day));
        Ok(())
    }

    /// `sidestep/debug/hold`: walks wait, or go on.
    async fn hold(&self, hold: Option<Value>) -> Result<()> {
        let hold = hold.and_then(|hold| hold.as_array()?.first()?.as_bool()).unwrap_or_default();
        self.shared()?.held.store(hold, std::sync::atomic::Ordering::SeqCst);
        Ok(())
    }
}
