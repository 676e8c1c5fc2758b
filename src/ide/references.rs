//! Every use of the thing at a place.

use super::plain_names::{plain_name_at, uses_of_plain};
use super::prose_names::prose_uses_of;
use super::uses::uses_of;
use super::{FileView, Location};

/// The places that use what is named at a byte offset, sorted by path and span: a role or a term, also where prose
/// names a role plainly; a column; a group. With `include_declaration` also where it is defined. `None` where no known
/// name stands.
#[must_use]
pub fn references(file: &FileView<'_>, at: u32, include_declaration: bool) -> Option<Vec<Location>> {
    let view = file.view;
    let Some(name) = file.name_at(at) else {
        let (_, what) = plain_name_at(file, at)?;
        let uses = uses_of_plain(view, &what).into_iter().filter(|(_, sets_up)| include_declaration || !sets_up);
        return Some(uses.map(|(location, _)| location).collect());
    };
    let def = name.def()?;
    let uses = uses_of(view, def).into_iter().filter(|(_, name)| include_declaration || !name.is_definition());
    let mut places: Vec<_> = uses.map(|(location, _)| location).collect();
    places.extend(prose_uses_of(view, def).into_iter().map(|(location, _)| location));
    places.sort();
    places.dedup();
    Some(places)
}
