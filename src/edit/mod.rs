//! Edits of files as they are written: of mappings, sequences and scalars, of names and labels, of a page and a
//! vocabulary; what they make of the files, and the proof that they change nothing else.
//!
//! An edit changes what it must and nothing else: comments, quoting style, indentation and line endings stay. Where that
//! cannot be promised (a comment inside what would be removed, anchors in what would move) there is no edit.

mod document;
mod entries;
mod json;
mod labels;
mod mapping;
mod outcome;
pub(crate) mod page;
pub(crate) mod scalar;
pub(crate) mod sequence;
mod template;
mod verify;
mod vocabulary;

use crate::text::TextEdit;

pub use document::Document;
pub(crate) use document::Documents;
pub use entries::{
    add_cell, insert_alternative, list_of, remove_cells, remove_entries, remove_items, remove_keys, remove_pair,
    reorder_entries,
};
pub(crate) use json::is_json_file;
pub use json::keep_json;
pub use labels::{add_label, add_labels, add_redirect, drop_label, rename_names};
pub use mapping::{Pair, set_pairs};
pub use outcome::{Outcome, outcome};
pub(crate) use page::companions;
pub(crate) use scalar::{plain_fits, written};
pub use template::{in_file, role_paths, role_text};
pub use verify::{keeps_values, says_names};
pub use vocabulary::{EntryKey, entry_keys, entry_labels, remove_entry, take_over, without_avoided};

/// One edit of a change. Paths are relative to the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Change the text of a file.
    Text {
        /// The file.
        path: String,
        /// The change (byte offsets in the file as it is now).
        edit: TextEdit,
    },
    /// Create a file.
    Create {
        /// The file, which does not exist yet.
        path: String,
        /// All of its text.
        text: String,
    },
    /// Rename a file.
    Rename {
        /// The file.
        path: String,
        /// Its new path.
        to: String,
    },
    /// Delete a file.
    Delete {
        /// The file.
        path: String,
    },
}
