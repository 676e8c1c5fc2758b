//! Rules: what is checked.
//!
//! A [`Rule`] is data: a code, a default severity, documentation, what of other files its findings depend on ([`Reads`])
//! and one function over a file in its workspace. Everything that names rules (the documentation, `sidestep explain`, the
//! settings' schema) derives from [`RULES`]. [`check_file`] runs them all on one file.
//!
//! Must not know how findings are shown.

#[macro_use]
mod registry;

mod check;
mod context;
mod diagnostic;
mod explain;
mod fingerprint;
mod known;
mod meant_items;
mod meant_names;
mod page_view;
mod quieten;

pub use crate::text::Applicability;
pub use check::{check_file, check_file_alone, check_settings, check_workspace, concerned, not_obeyed, unreadable};
pub use context::{FileCx, Sink, TermUse, term_uses};
pub use diagnostic::{Before, Diagnostic, FixPlan, Related};
pub use explain::{explanation, rules_page, url, without_marks};
pub use fingerprint::{fingerprints, fingerprints_of};
pub use known::Known;
pub use page_view::{Key, PageView};
pub use quieten::quieten;
pub use registry::{Example, RULES, Rule, find, reads_of, severity_of};

use crate::workspace::Reads;

mod broken_link;
mod broken_mention;
mod cell_drift;
mod column_order;
mod config;
mod cut_text;
mod discouraged_name;
mod draft_role;
mod duplicate_alternative;
mod duplicate_key;
mod duplicate_name;
mod duplicate_pick;
mod duplicate_row;
mod extra_pick;
mod extra_row;
mod file_name;
mod indentation;
mod insecure_link;
mod invisible_character;
mod long_summary;
mod lost_paragraph;
mod missing_cell;
mod missing_column;
mod missing_own_row;
mod missing_pick;
mod missing_row;
mod near_paths;
mod one_way_alternative;
mod orphan_role;
mod pick_order;
mod placeholder;
mod redundant_cell;
mod repeated_address;
mod repeated_copy;
mod repeated_label;
mod repeated_term;
mod replaced_by_cycle;
mod retired_role;
mod row_order;
mod schema;
mod self_alternative;
mod similar_name;
mod stale;
mod syntax;
mod undescribed_term;
mod unknown_column;
mod unknown_role;
mod unknown_term;
mod unlisted_term;
mod unseen;
mod unused_ignore;
mod unused_term;
