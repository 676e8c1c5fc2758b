//! Going from a name to where it is defined and used.

use rayon::prelude::*;
use tower_lsp::gen_lsp_types as lsp;

use crate::lsp::session::converter::Open;

/// Where the name at a place is defined: with the place itself for clients that take links.
#[must_use]
pub fn definitions(open: &Open<'_>, position: lsp::Position, links: bool) -> Option<lsp::DefinitionResponse> {
    let found = open.file.definition(open.offset(position))?;
    let converter = &open.converter;
    if links {
        let links = found.targets.iter().map(|target| lsp::LocationLink {
            origin_selection_range: Some(open.range(found.origin)),
            target_uri: converter.uri(&target.path),
            target_range: converter.range_in(&target.path, target.full),
            target_selection_range: converter.range_in(&target.path, target.name),
        });
        return Some(lsp::DefinitionResponse::DefinitionLinkList(links.collect()));
    }
    let places = found.targets.iter().map(|target| converter.location(&target.path, target.name)).collect();
    Some(lsp::DefinitionResponse::Definition(lsp::Definition::LocationList(places)))
}

/// Every use of the thing that is named at a place.
#[must_use]
pub fn all_references(open: &Open<'_>, position: lsp::Position, declaration: bool) -> Option<Vec<lsp::Location>> {
    let found = open.file.references(open.offset(position), declaration)?;
    // Thousands at times.
    let converter = &open.converter;
    Some(found.par_iter().with_min_len(256).map(|l| converter.location(&l.path, l.span)).collect())
}

/// The uses in the same file.
#[must_use]
pub fn in_file(open: &Open<'_>, position: lsp::Position) -> Vec<lsp::DocumentHighlight> {
    let found = open.file.highlights(open.offset(position)).into_iter().map(|h| lsp::DocumentHighlight {
        range: open.range(h.span),
        kind: Some(if h.write { lsp::DocumentHighlightKind::Write } else { lsp::DocumentHighlightKind::Read }),
    });
    found.collect()
}

/// The places that are edited together with a role's name.
#[must_use]
pub fn linked_ranges(open: &Open<'_>, position: lsp::Position) -> Option<lsp::LinkedEditingRanges> {
    let spans = open.file.linked(open.offset(position))?;
    Some(lsp::LinkedEditingRanges { ranges: spans.iter().map(|s| open.range(*s)).collect(), word_pattern: None })
}
