//! A role's name and its repetitions in the same file, to be typed over together.

use super::FileView;
use super::uses::{NameUse, Place, uses_in};
use crate::schema::Label;
use crate::text::Span;

/// The places to edit together when a byte offset lies in one of them: the role's `name`, and where the file repeats it
/// letter for letter (its own row, mentions). `None` where nothing is repeated.
#[must_use]
pub fn linked(file: &FileView<'_>, at: u32) -> Option<Vec<Span>> {
    let name = file.role()?.name();
    // Behind escapes and line folds the letters are not the name's.
    let plain = |span: Span| span.slice(&file.text) == &*name.name;
    let own =
        |name: &NameUse| !name.is_link() && matches!(name.place, Place::Definition(Label::Name) | Place::Reference(_));
    let uses = uses_in(file.workspace(), file.id).into_iter();
    let uses = uses.filter(|u| u.kind.is_role() && u.def().is_some_and(|def| def.file == file.id) && own(u));
    let spans: Vec<Span> = uses.map(|u| u.span).filter(|span| plain(*span)).collect();
    let touched = spans.iter().any(|span| span.start <= at && at <= span.end);
    (touched && spans.len() > 1 && spans.contains(&name.span)).then_some(spans)
}
