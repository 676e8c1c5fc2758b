//! What a change leaves to the author, as places for a client to list.

use serde::Serialize;
use tower_lsp::gen_lsp_types as lsp;

use crate::edit::Edit;
use crate::ide::change::Left;
use crate::ide::{Analysis, Location};
use crate::lsp::session::converter::Converter;
use crate::text::into_visible;
use crate::workspace::DefId;

/// A place that a change leaves as it is.
#[derive(Debug, Serialize)]
pub struct LeftPlace {
    /// Its file.
    pub uri: lsp::Uri,
    /// The place.
    pub range: lsp::Range,
    /// Why it was left.
    pub reason: String,
}

/// The places of edits.
pub fn places(edits: &[Edit]) -> impl Iterator<Item = Location> {
    edits.iter().filter_map(|edit| match edit {
        Edit::Text { path, edit } => Some(Location { path: path.as_str().into(), span: edit.span }),
        _ => None,
    })
}

/// Sentences that still say an old name.
#[must_use]
pub fn still_says(converter: &Converter<'_>, places: impl Iterator<Item = Location>, name: &str) -> Vec<LeftPlace> {
    let reason = format!("the sentence still says \"{name}\"");
    places.map(|place| left_place(converter, &Left { place, reason: reason.clone() })).collect()
}

/// A place that was left, with the reason.
#[must_use]
pub fn left_place(converter: &Converter<'_>, left: &Left) -> LeftPlace {
    let range = converter.range_in(&left.place.path, left.place.span);
    LeftPlace { uri: converter.uri(&left.place.path), range, reason: into_visible(left.reason.clone()) }
}

/// The sentences in other files that still name a role once it is deleted by edits.
pub fn deleted_from(view: Analysis<'_>, role: DefId, edits: &[Edit]) -> impl Iterator<Item = Location> {
    let own = &view.workspace.file(role.file).path;
    let goes = |at: &Location| {
        let is_in = |edit: &Edit| matches!(edit, Edit::Text { path, edit } if **path == *at.path && edit.span.contains(at.span));
        edits.iter().any(is_in)
    };
    let stays = view.prose_uses_of(role).into_iter().map(|(at, _)| at).filter(|at| at.path != *own && !goes(at));
    stays.collect::<Vec<_>>().into_iter()
}
