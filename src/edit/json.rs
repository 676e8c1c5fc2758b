//! Edits of JSON files: what they write is JSON too.

use serde::de::IgnoredAny;

use crate::syntax::{Kind, NodeRef, Style, parse};
use crate::text::{Draft, TextEdit, apply};

/// Edits of a file with what they write as JSON, if the file is JSON: keys and texts in double quotes. Edits of all other
/// files are returned as they are, and so are those that cannot be written so.
#[must_use]
pub fn keep_json(path: &str, text: &str, edits: Vec<TextEdit>) -> Vec<TextEdit> {
    if edits.is_empty() || !is_json_file(path) || !is_json(text) {
        return edits;
    }
    rewritten(text, &edits).unwrap_or(edits)
}

/// Whether a path is that of a JSON file.
pub(crate) fn is_json_file(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("json"))
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text.strip_prefix('\u{feff}').unwrap_or(text)).is_ok()
}

fn rewritten(text: &str, edits: &[TextEdit]) -> Option<Vec<TextEdit>> {
    let after = apply(text, edits).ok()?;
    if is_json(&after) {
        return None;
    }
    let (tree, _) = parse(&after);
    let mut quotes = Vec::new();
    quote(tree.root()?, &mut quotes);
    let mut draft = Draft::new(text.to_owned());
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| edit.span);
    draft.change(&edits).ok()?;
    draft.change(&quotes).ok()?;
    is_json(draft.text()).then(|| draft.edits())
}

/// The edits that put texts in double quotes which are not yet.
fn quote(node: NodeRef<'_>, edits: &mut Vec<TextEdit>) {
    match node.kind() {
        Kind::Mapping => node.written_entries().for_each(|(key, value)| {
            quote(key, edits);
            quote(value, edits);
        }),
        Kind::Sequence => node.written_items().for_each(|item| quote(item, edits)),
        Kind::String if node.style() != Style::Double => {
            let quoted = serde_json::to_string(node.scalar_text()).unwrap_or_default();
            edits.push(TextEdit::new(node.span(), quoted));
        }
        _ => {}
    }
}
