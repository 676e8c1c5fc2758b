//! [`Place`]: a key or a value that is being written.

use super::token::Token;
use crate::syntax::NodeRef;

/// The marker word: one that no author writes.
pub(super) const WORD: &str = "zqsidestepqz";

/// A key or a value in the file's structure.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The keys down to the mapping, or to the value; `None` for a list item.
    pub steps: Vec<Option<String>>,
    /// The word.
    pub token: Token,
    /// Of a key: its colon is there already. Of a value: it stands alone on its line, so that it may still become a key.
    pub has_colon: bool,
    /// The keys of the mapping that are there, or the texts of the list.
    pub present: Vec<String>,
    /// Nothing else is written in this mapping or list item.
    pub alone: bool,
    /// It stands in the body of a page.
    pub in_body: bool,
}

/// Whether a scalar is the one at the cursor.
pub(super) fn is_at_cursor(node: NodeRef<'_>) -> bool {
    has_word(node.scalar_text())
}

/// Whether a text is the one at the cursor.
pub(super) fn has_word(text: &str) -> bool {
    text.contains(WORD)
}
