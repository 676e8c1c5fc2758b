//! The workspace: configuration, files, and the index over them.
//!
//! A [`Workspace`] holds the facts of every file and an [`Index`] of names. A [`LiveWorkspace`] also changes: replacing
//! one file costs what that file contributed, and the answer tells which other files' findings can have changed.
//!
//! Must not know the disk (what it needs to read comes through [`Sources`]) or any protocol.

mod addresses;
mod affected;
mod apply;
mod baseline;
mod beside;
mod collections;
mod config;
mod config_finding;
mod files;
mod heirs;
mod ids;
mod index;
mod index_files;
mod labels;
mod link_end;
mod link_ends;
mod linked;
mod live;
mod load;
mod longer;
mod maps;
mod mentioned;
mod overlaps;
mod page_config;
mod paragraphs;
pub(crate) mod path_index;
mod path_patterns;
mod prose_hits;
mod prose_scan;
mod read_baseline;
mod read_config;
mod reads;
mod redirects;
mod refusals;
mod resolved;
mod salvaged;
mod schemas;
mod similar;
mod similar_names;
mod source_paths;
mod sources;
mod spelling;
mod standing;
mod suggest;
mod suggestions;
mod targets;
mod term_parts;
mod unread;
mod users;
mod uses;
mod whole_word;

pub(crate) use baseline::stable_hash;
pub use baseline::{Baseline, Fingerprint, ITSELF};
pub use beside::Lacks;
pub use collections::{Collection, CollectionSchema};
pub use config::{Column, Config, Severity};
pub use config_finding::ConfigFinding;
pub use files::{Change, FileEntry, Glance, Workspace};
pub use index::Index;
pub use labels::{LabelText, Letters};
pub use link_end::LinkEnd;
pub use live::LiveWorkspace;
pub use load::Reading;
pub(crate) use load::map_all;
pub(crate) use mentioned::path_ends;
pub use page_config::PageWords;
pub(crate) use path_patterns::path_pattern;
pub use prose_scan::ProseHit;
pub(crate) use prose_scan::collapse_spaces;
pub use reads::{Reads, Touched};
pub use resolved::{DefId, FileId, How, LabelUse, Resolved};
pub use schemas::Settings;
pub use sources::{Overlay, Sources};
pub(crate) use spelling::role_slug;
pub use suggest::Suggestion;
pub(crate) use term_parts::{TermPart, term_parts};
pub(crate) use whole_word::is_word;
