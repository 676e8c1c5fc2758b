//! Document links.

use tower_lsp::gen_lsp_types::DocumentLink;

use crate::ide::links::LinkTarget;
use crate::lsp::session::converter::Open;
use crate::text::into_visible;

/// The links in a file.
#[must_use]
pub fn links(open: &Open<'_>) -> Vec<DocumentLink> {
    let links = open.file.document_links().into_iter().map(|link| DocumentLink {
        range: open.range(link.span),
        target: Some(match &link.target {
            LinkTarget::Url(url) => url.as_str().into(),
            LinkTarget::File(path) => open.converter.uri(path),
        }),
        tooltip: Some(into_visible(link.tooltip)),
        data: None,
    });
    links.collect()
}
