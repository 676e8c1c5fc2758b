//! Notices with a button.

use std::time::Duration;

use tower_lsp::Client;
use tower_lsp::gen_lsp_types as lsp;

/// What the button says.
const SHOW: &str = "Show";

/// How long the author may leave a notice standing before the button does nothing more.
const STANDS: Duration = Duration::from_secs(600);

/// Warns the author, and shows a place if they choose to see it. It waits for the author, so it is nobody else's to wait
/// for.
pub async fn offer_to_show(client: Client, message: String, place: lsp::Location) {
    let action = lsp::MessageActionItem { title: SHOW.to_owned(), ..Default::default() };
    let chosen = client.show_message_request(lsp::MessageType::Warning, message, Some(vec![action]));
    let Ok(Ok(Some(chosen))) = tokio::time::timeout(STANDS, chosen).await else { return };
    if chosen.title == SHOW {
        let document = lsp::ShowDocumentParams {
            uri: place.uri,
            external: None,
            take_focus: Some(true),
            selection: Some(place.range),
        };
        // A client that cannot has said so itself.
        let _ = client.show_document(document).await;
    }
}
