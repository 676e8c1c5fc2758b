//! Sidestep reads a workspace of career content and tells its writers what does not fit together.
//!
//! The modules in reading order; **each may use only those above it**, which `tests/tidy.rs` enforces:
//!
//! - [`text`]: byte offsets, lines and columns, edits
//! - [`syntax`]: YAML to a spanned tree that survives errors
//! - [`schema`]: JSON Schema on that tree, and what a schema says about a place
//! - [`content`]: what one file means
//! - [`workspace`]: all files, their index, and what a change of one touches
//! - [`edit`]: edits that leave alone what they do not mean
//! - [`rules`]: what is checked
//! - [`fix`]: how findings are mended
//! - [`ide`]: what an author asks for, as pure functions
//! - `loader`: the disk; `cli`: the command line (both with the feature `cli`)
//! - `lsp`: the language server (with the feature `lsp`)
//!
//! Load a folder, check it, print what is found:
//!
//! ```
//! # #[cfg(feature = "cli")] {
//! use sidestep::{loader, rules};
//!
//! let disk = loader::Disk::new(".");
//! let loaded = loader::load(disk, &|_read, _total| {});
//! let today = jiff::civil::date(2026, 11, 1);
//! for finding in rules::check_workspace(&loaded.workspace, today) {
//!     println!("{}: {}[{}]: {}", finding.path, finding.severity.as_str(), finding.code, finding.message);
//! }
//! assert!(loaded.problems.is_empty(), "every file was read");
//! # }
//! ```

pub mod text;

pub mod syntax;

pub mod schema;

pub mod content;

pub mod workspace;

pub mod edit;

pub mod rules;

pub mod fix;

pub mod ide;

#[cfg(feature = "cli")]
pub mod loader;

#[cfg(feature = "cli")]
pub mod cli;

#[cfg(feature = "lsp")]
pub mod lsp;
