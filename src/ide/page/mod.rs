//! A role's alternatives page (content model, section 8): its content, and that as Markdown and HTML.

mod direction;
mod html;
mod markdown;
mod model;
mod nesting;
mod preview;
mod prose;
mod words;

pub use html::{html, html_preview};
pub use markdown::markdown;
pub use model::{Alternative, Page, PageError, Pick, TableRow, page};
pub use preview::{AlternativeLines, PageSource, page_with_source};
pub(super) use words::escape_markdown;
