//! The body of a page: mentions and targets of links in its Markdown.

use super::place::Place;
use super::prose_place::{link, mention};
use super::token::{Line, Quoting, Token};
use super::what::What;
use crate::content::markdown_code;
use crate::ide::FileView;
use crate::syntax::Format;
use crate::text::Span;

/// What is being written at a byte offset of a page's body. `Some(None)` where that is nothing that is known here: the rest of
/// Markdown is the editor's own.
pub(super) fn find(file: &FileView<'_>, at: u32) -> Option<Option<What>> {
    let is_page = Format::of(&file.entry.path) != Format::Yaml;
    if is_page && file.tree.body().is_none() && !file.text.trim_start_matches('\u{feff}').starts_with("---") {
        // A page that nothing stands in yet.
        return Some(None);
    }
    let body = file.tree.body().filter(|body| body.span().start <= at && at <= body.span().end)?;
    let inside = (at - body.span().start) as usize;
    if markdown_code(body.scalar_text()).iter().any(|code| code.start < inside && inside < code.end) {
        return Some(None);
    }
    let line = Line::new(&file.text, at);
    let token = Token {
        span: Span::of(line.start, line.end),
        at,
        quoting: Quoting::Block,
        flow: false,
        several_lines: true,
        lead: "",
        close: "",
    };
    let place = Place { steps: Vec::new(), token, has_colon: false, present: Vec::new(), alone: false, in_body: true };
    Some(mention(file, &place).map(What::Mention).or_else(|| link(file, &place).map(What::Link)))
}
