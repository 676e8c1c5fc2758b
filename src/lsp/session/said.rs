//! [`Said`]: what was last said about a file.

use std::hash::{BuildHasher, BuildHasherDefault, Hash};

use rustc_hash::FxHasher;
use tower_lsp::gen_lsp_types as lsp;

/// What was last said about a file.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// Hash of its findings; 0 for none.
    pub hash: u64,
    /// They were pushed.
    pub pushed: bool,
    /// The document's version that they were said of, if it is open.
    pub version: Option<i32>,
    /// The [`key`] of each finding.
    pub keys: Box<[u64]>,
    /// The findings of an open document, at their present places.
    pub shown: Vec<lsp::Diagnostic>,
}

/// A finding in short, to recognise it by.
#[must_use]
pub fn key(item: &lsp::Diagnostic) -> u64 {
    hash(&serde_json::to_vec(item).unwrap_or_default())
}

/// A hash that is the same for as long as the program runs.
pub fn hash(value: &impl Hash) -> u64 {
    BuildHasherDefault::<FxHasher>::default().hash_one(value)
}
