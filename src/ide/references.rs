//! Every use of the thing at a place.

use super::uses::uses_of;
use super::{FileView, Location};

/// The places that use what is named at a byte offset, by path and place; where it is defined only on request. `None`
/// where no known name stands.
#[must_use]
pub fn references(file: &FileView<'_>, at: u32, include_declaration: bool) -> Option<Vec<Location>> {
    let def = file.name_at(at)?.def()?;
    let uses = uses_of(file.view, def).into_iter().filter(|(_, name)| include_declaration || !name.is_definition());
    Some(uses.map(|(location, _)| location).collect())
}
