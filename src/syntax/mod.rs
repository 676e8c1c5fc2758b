//! Syntax: YAML 1.2 to a spanned tree that survives errors.
//!
//! [`parse`] never fails: it returns a [`Tree`] of everything that can be read and the list of syntax errors. One error
//! costs one entry, not the file ([`repair`]); regions that a repair guessed at are marked uncertain, and later layers
//! report nothing there. Nearly all content is read by [`quick`], the rest by the YAML library, which is used in one
//! file, [`backend`].
//!
//! Must not know roles or schemas.

mod adrift;
pub mod backend;
mod candidates;
mod cause;
mod comments;
mod conflict;
mod culprit;
mod dash;
mod error;
mod escapes;
mod evident;
pub mod fault;
mod finish;
mod format;
mod inner_marks;
mod kinds;
mod lines;
mod markdown;
mod marks;
mod markup;
mod mdx;
mod mended;
mod node_map;
mod number;
mod outdent;
mod outdented;
mod parse;
mod passed_over;
mod pasted;
pub mod quick;
pub mod repair;
mod scalar_map;
mod shifted;
mod slipped;
mod strays;
mod told;
mod tree;
mod unfinished;
mod unquoted;
mod wording;
mod write;

pub use comments::Comment;
pub use error::{SyntaxError, SyntaxFix};
pub use format::Format;
pub use kinds::{Kind, Style};
pub use markdown::{Parts, parse_as, parts};
pub use number::Number;
pub use outdented::Outdented;
pub use parse::{LARGEST_FILE, by_library, parse};
pub use scalar_map::ScalarMap;
pub use tree::{Entries, Items, NodeId, NodeRef, Tree};
pub use write::{is_harmless, plain_is_safe, scalar};
