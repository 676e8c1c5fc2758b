//! The prose of a file.

use super::FileView;
use crate::content::each_prose;
use crate::syntax::NodeRef;
use crate::text::Span;

/// The scalars of a file that hold Markdown, in document order, each once.
pub(super) fn prose_in<'f>(file: &'f FileView<'_>) -> Vec<NodeRef<'f>> {
    let mut found = Vec::new();
    let schema = file.workspace().schema_of(file.entry);
    each_prose(&file.tree, schema, |node| found.push(node));
    found.sort_by_key(|node| node.id());
    found.dedup_by_key(|node| node.id());
    found
}

/// Whether a span lies in a text and on its character boundaries.
pub(super) fn fits(text: &str, span: Span) -> bool {
    span.start <= span.end && text.get(span.range()).is_some()
}
