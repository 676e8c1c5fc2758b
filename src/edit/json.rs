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

/// Whether a text is JSON; one in which nothing stands may become that.
fn is_json(text: &str) -> bool {
    text.trim().is_empty() || serde_json::from_str::<IgnoredAny>(text.strip_prefix('\u{feff}').unwrap_or(text)).is_ok()
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

/// A text of ours in YAML as JSON: texts and what holds them, lists of texts on one line.
pub(super) fn as_json(yaml: &str) -> String {
    let (tree, _) = parse(yaml);
    let mut text = String::new();
    if let Some(root) = tree.root() {
        write(root, "\n", &mut text);
    }
    text.push('\n');
    text
}

/// `line`: a line break and the indentation of the line that the value stands in.
fn write(node: NodeRef<'_>, line: &str, text: &mut String) {
    let quoted = |node: NodeRef<'_>| serde_json::to_string(node.scalar_text()).unwrap_or_default();
    let inner = format!("{line}  ");
    let is_list = node.kind() == Kind::Sequence;
    let in_line = is_list && node.items().all(|item| !matches!(item.kind(), Kind::Mapping | Kind::Sequence));
    let (gap, end) = if in_line { ("", "") } else { (&*inner, line) };
    match node.kind() {
        Kind::Mapping => {
            for (at, (key, value)) in node.entries().enumerate() {
                text.push_str(&format!("{}{gap}{}: ", if at == 0 { "{" } else { "," }, quoted(key)));
                write(value, &inner, text);
            }
            text.push_str(&format!("{end}}}"));
        }
        Kind::Sequence => {
            text.push('[');
            for (at, item) in node.items().enumerate() {
                text.push_str(if at == 0 {
                    ""
                } else if in_line {
                    ", "
                } else {
                    ","
                });
                text.push_str(gap);
                write(item, &inner, text);
            }
            text.push_str(&format!("{end}]"));
        }
        _ => text.push_str(&quoted(node)),
    }
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
