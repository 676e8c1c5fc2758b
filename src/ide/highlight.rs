//! Document highlights: the uses in one file of what the cursor stands on.

use super::FileView;
use super::plain_names::plain_name_at;
use super::prose_names::prose_uses;
use super::uses::uses_in;
use crate::content::FileKind;
use crate::text::Span;

/// A use to mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Highlight {
    /// The name (bytes of the file).
    pub span: Span,
    /// Whether the thing is defined here (LSP: a write); elsewhere it is only named.
    pub write: bool,
}

/// The uses in this file of what stands at a byte offset: a name (an unknown one too, wherever it is written the same),
/// a column or a group. Empty where nothing is named.
#[must_use]
pub fn highlights(file: &FileView<'_>, at: u32) -> Vec<Highlight> {
    let Some(name) = file.name_at(at) else {
        let places = plain_name_at(file, at).map(|(_, what)| what.places_in(file)).unwrap_or_default();
        // The settings define the columns.
        let write = file.entry.kind == FileKind::Config;
        return places.into_iter().map(|span| Highlight { span, write }).collect();
    };
    let same = uses_in(file.workspace(), file.id).into_iter().filter(|other| match name.def() {
        Some(def) => other.def() == Some(def),
        None => other.resolved.is_none() && other.kind == name.kind && other.name == name.name,
    });
    let mut found: Vec<Highlight> = same.map(|u| Highlight { span: u.span, write: u.is_definition() }).collect();
    let plain = name.def().map(|def| prose_uses(file, def)).unwrap_or_default();
    found.extend(plain.into_iter().map(|u| Highlight { span: u.span, write: false }));
    found.sort();
    found.dedup_by_key(|h| h.span);
    found
}
