//! Places that a syntax error may hide from a change of a name.

use crate::edit::Edit;
use crate::ide::uses::uses_in;
use crate::ide::{Analysis, Location};
use crate::text::Span;
use crate::workspace::map_all;

/// Where one of some spellings stands as whole words in a file with a syntax error, and is none of the names that could be
/// read there: by path and place. Part of such a file may be left out of what is known of it, so a reference may stand
/// there. Places that `edits` change are left out.
#[must_use]
pub fn hidden_names(view: Analysis<'_>, spellings: &[&str], edits: &[Edit]) -> Vec<Location> {
    let workspace = view.workspace;
    let broken = workspace.sorted().into_iter().filter(|id| !workspace.file(*id).facts.syntax.is_empty());
    let broken: Vec<_> = broken.collect();
    let found = map_all(&broken, |id| {
        let path = &workspace.file(*id).path;
        let Ok(text) = view.sources.read(path) else { return Vec::new() };
        let read: Vec<Span> = uses_in(workspace, *id).into_iter().map(|name| name.span).collect();
        let mut spans: Vec<Span> = spellings.iter().flat_map(|spelling| places(&text, spelling)).collect();
        spans.sort();
        spans.dedup_by(|later, first| later.touches(*first));
        let is_edited = |span: Span| {
            let mut here = edits.iter().filter_map(|edit| match edit {
                Edit::Text { path: other, edit } if **other == **path => Some(edit.span),
                _ => None,
            });
            here.any(|edited| edited.touches(span))
        };
        spans.retain(|span| !read.iter().any(|read| read.contains(*span)) && !is_edited(*span));
        spans.into_iter().map(|span| Location { path: path.clone(), span }).collect()
    });
    found.into_iter().flatten().collect()
}

/// Where words stand in a text, beside no letter or digit.
fn places<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = Span> + 't {
    text.match_indices(words).filter_map(move |(at, _)| {
        let end = at + words.len();
        let before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let after = text[end..].chars().next().is_some_and(char::is_alphanumeric);
        if before || after || words.is_empty() {
            return None;
        }
        Some(Span::new(u32::try_from(at).ok()?, u32::try_from(end).ok()?))
    })
}
