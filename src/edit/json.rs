//! Edits of JSON files: what they write is JSON too.

use serde::de::IgnoredAny;

use crate::syntax::{Kind, NodeRef, Style, parse};
use crate::text::{Draft, Span, TextEdit, apply};

/// Edits of a file with what they write as JSON, if the file is JSON: keys and texts in double quotes, keys with values in
/// braces. Edits of all other files are returned as they are. `None` where the file would not be JSON any more.
#[must_use]
pub fn keep_json(path: &str, text: &str, edits: Vec<TextEdit>) -> Option<Vec<TextEdit>> {
    if edits.is_empty() || !is_json_file(path) || !is_json(text) {
        return Some(edits);
    }
    let after = apply(text, &edits).ok()?;
    if is_json(&after) { Some(edits) } else { rewritten(text, &after, edits) }
}

/// Whether a path is that of a JSON file.
pub(crate) fn is_json_file(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("json"))
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text.strip_prefix('\u{feff}').unwrap_or(text)).is_ok()
}

fn rewritten(text: &str, after: &str, mut edits: Vec<TextEdit>) -> Option<Vec<TextEdit>> {
    let (tree, _) = parse(after);
    let mut quotes = Vec::new();
    quote(after, tree.root()?, &mut quotes);
    let mut draft = Draft::new(text.to_owned());
    edits.sort_by_key(|edit| edit.span);
    draft.change(&edits).ok()?;
    draft.change(&quotes).ok()?;
    is_json(draft.text()).then(|| draft.edits())
}

/// The edits that put texts in double quotes and keys in braces which are not yet.
fn quote(text: &str, node: NodeRef<'_>, edits: &mut Vec<TextEdit>) {
    match node.kind() {
        Kind::Mapping => {
            // In brackets YAML reads `key: value` without braces too.
            let span = node.span();
            let bare = !span.slice(text).starts_with('{');
            edits.extend(bare.then(|| TextEdit::new(Span::empty(span.start), "{ ")));
            for (key, value) in node.written_entries() {
                quote(text, key, edits);
                quote(text, value, edits);
            }
            edits.extend(bare.then(|| TextEdit::new(Span::empty(span.end), " }")));
        }
        Kind::Sequence => node.written_items().for_each(|item| quote(text, item, edits)),
        Kind::String if node.style() != Style::Double => {
            let quoted = serde_json::to_string(node.scalar_text()).unwrap_or_default();
            edits.push(TextEdit::new(node.span(), quoted));
        }
        _ => {}
    }
}
