//! The rendered page of a role: what an editor shows beside the file while it is written.

use serde::{Deserialize, Serialize};

use crate::ide::page::{PageError, html, html_preview, markdown};
use crate::lsp::proto::uri::to_path;
use crate::lsp::session::state::State;
use crate::text::into_visible;

/// `sidestep/page`: which page.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageParams {
    /// The role's file.
    pub uri: String,
    /// `html` (the default) or `markdown`.
    #[serde(default)]
    pub format: Format,
    /// HTML for a preview: elements say in `data-line` on which line of the file they stand, from 0, and links to roles in
    /// `data-role` the address of the role's file.
    #[serde(default)]
    pub preview: bool,
}

/// What a page is rendered to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A complete HTML document.
    #[default]
    Html,
    /// Markdown.
    Markdown,
}

/// The answer to `sidestep/page`: a page, or why there is none.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PageAnswer {
    /// The page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The role's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Why there is no page, in the author's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Renders the page of a role as it stands in the editor.
#[must_use]
pub fn rendered(state: &State, params: &PageParams) -> PageAnswer {
    let refuse = |why: &str| PageAnswer { text: None, name: None, why: Some(into_visible(why)) };
    let place = to_path(&params.uri).and_then(|full| state.places(&full).next());
    let Some(place) = place else { return refuse("this file is not a role of a workspace") };
    let address = |path: &str| state.uri(&place.root.full(path));
    state.with_view(place.root, |view, _| match view.page_with_source(&place.path) {
        Ok((page, source)) => {
            let words = &view.workspace.config().page;
            let text = match params.format {
                Format::Html if params.preview => html_preview(&page, words, &source, &address),
                Format::Html => html(&page, words),
                Format::Markdown => markdown(&page, words),
            };
            PageAnswer { text: Some(text), name: Some(into_visible(page.name.clone())), why: None }
        }
        Err(PageError::NoRole(_)) => refuse("this file is not a role"),
        Err(PageError::NoAlternatives(name)) if name.is_empty() => refuse("this role has no name yet"),
        Err(PageError::NoAlternatives(name)) => {
            refuse(&format!("\"{name}\" has no alternatives, so it has no page yet"))
        }
        Err(PageError::Unreadable(why)) => refuse(&format!("the file cannot be read: {why}")),
    })
}
