//! Text: byte offsets and spans, lines and columns, edits.
//!
//! Inside the engine every place is a **byte offset** into UTF-8 text ([`Span`]). Columns exist only at the edges (the
//! command line counts Unicode scalar values from 1, editors count UTF-8, UTF-16 or UTF-32 units from 0). [`LineIndex`]
//! converts, also for files whose text is not kept.
//!
//! Must not know YAML.

mod article;
mod capital;
mod distance;
mod draft;
mod edit;
mod line_index;
mod salvage;
pub(crate) mod span;
mod visible;

pub use article::with_article;
pub use capital::capitalised;
pub(crate) use distance::distance;
pub use distance::{Distance, nearest};
pub use draft::Draft;
pub use edit::{Applicability, EditError, TextEdit, apply};
pub use line_index::{CharPosition, Encoding, LineColumn, LineIndex};
pub use salvage::Salvage;
pub use span::Span;
pub use visible::{VisibleLines, commands_a_log, into_visible, visible, visible_json, visible_lines};
