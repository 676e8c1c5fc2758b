//! Hovers.

use tower_lsp::gen_lsp_types::{Contents, Hover, MarkupContent, MarkupKind, Position};

use crate::ide::Location;
use crate::ide::hover::{self as ide, plain};
use crate::lsp::session::converter::Open;

/// What stands at a place, as Markdown or as plain text.
#[must_use]
pub fn at(open: &Open<'_>, position: Position, markdown: bool) -> Option<Hover> {
    let converter = &open.converter;
    // Editors take the line to go to from the fragment.
    let link = |at: &Location| {
        let line = converter.range_in(&at.path, at.span).start.line + 1;
        markdown.then(|| format!("{}#L{line}", converter.uri(&at.path).as_ref()))
    };
    Some(card(open, open.file.hover(open.offset(position), &link)?, markdown))
}

/// The same where it is told by the file alone.
#[must_use]
pub fn of_file(open: &Open<'_>, position: Position, markdown: bool) -> Option<Hover> {
    Some(card(open, open.file.hover_of_file(open.offset(position))?, markdown))
}

fn card(open: &Open<'_>, found: ide::Hover, markdown: bool) -> Hover {
    let content = if markdown {
        MarkupContent { kind: MarkupKind::Markdown, value: found.markdown }
    } else {
        MarkupContent { kind: MarkupKind::PlainText, value: plain(&found.markdown) }
    };
    Hover { contents: Contents::MarkupContent(content), range: Some(open.range(found.span)) }
}
