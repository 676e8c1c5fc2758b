//! `sidestep.reveal`: shows the author a place that an action has just written. The client sends the command when the
//! action's edit is made.

use serde_json::json;
use tower_lsp::gen_lsp_types as lsp;

use crate::lsp::proto::convert::position;
use crate::lsp::session::converter::Converter;
use crate::text::{LineIndex, Span, TextEdit};

/// The command.
pub const COMMAND: &str = "sidestep.reveal";

/// The command that shows a place.
#[must_use]
pub fn command(uri: &lsp::Uri, range: lsp::Range) -> Option<lsp::Command> {
    let place = json!({ "uri": uri, "selection": range });
    serde_json::from_value(json!({ "title": "Show", "command": COMMAND, "arguments": [place] })).ok()
}

/// Where a part of an insertion's text stands when it is made (bytes of that text).
#[must_use]
pub fn place_in(converter: &Converter<'_>, path: &str, edit: &TextEdit, part: Span) -> lsp::Range {
    let start = converter.range_in(path, edit.span).start;
    let lines = LineIndex::new(&edit.text);
    let place = |at: u32| {
        let inside = position(&lines, at, converter.encoding());
        let character = if inside.line == 0 { start.character + inside.character } else { inside.character };
        lsp::Position { line: start.line + inside.line, character }
    };
    lsp::Range { start: place(part.start), end: place(part.end) }
}

/// What the client is asked to show; `None` for another command.
#[must_use]
pub fn asked(params: &lsp::ExecuteCommandParams) -> Option<lsp::ShowDocumentParams> {
    let place = params.arguments.as_ref().filter(|_| params.command == COMMAND)?.first()?;
    let mut place = serde_json::to_value(place).ok()?;
    place["takeFocus"] = json!(true);
    serde_json::from_value(place).ok()
}
