//! Inlay hints: ranks, and what a row takes from another file.

use tower_lsp::gen_lsp_types::{InlayHint, InlayHintLabelPart, Label, MarkupContent, MarkupKind, Range, Tooltip};

use crate::ide::inlay::InlayKind;
use crate::lsp::proto::convert::position;
use crate::lsp::session::converter::Open;
use crate::text::{into_visible, visible_lines};

/// The hints in a range.
#[must_use]
pub fn hints(open: &Open<'_>, range: Range) -> Vec<InlayHint> {
    let hints = open.file.inlay_hints(open.span(range)).into_iter().map(|hint| {
        let rank = hint.kind == InlayKind::Rank;
        let label = match &hint.source {
            Some(source) => Label::InlayHintLabelPartList(vec![InlayHintLabelPart {
                value: into_visible(hint.label),
                location: Some(open.converter.location(&source.path, source.span)),
                ..Default::default()
            }]),
            None => Label::String(into_visible(hint.label)),
        };
        let tooltip = hint.tooltip.map(|text| {
            Tooltip::MarkupContent(MarkupContent {
                kind: MarkupKind::PlainText,
                value: visible_lines(&text).into_owned(),
            })
        });
        InlayHint {
            position: position(&open.lines, hint.at, open.converter.encoding()),
            label,
            kind: None,
            tooltip,
            text_edits: None,
            padding_left: Some(!rank),
            padding_right: Some(rank),
            data: None,
        }
    });
    hints.collect()
}
