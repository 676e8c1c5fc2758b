//! Code actions: the fixes of the findings at a place.

use tower_lsp::gen_lsp_types as lsp;

use super::edits::workspace_edit;
use crate::fix::fixes;
use crate::lsp::state::{Open, State};
use crate::rules::Diagnostic;
use crate::text::Span;

/// The fixes of the findings that touch a range.
#[must_use]
pub fn quick_fixes(
    state: &State,
    open: &Open<'_>,
    full: &str,
    params: &lsp::CodeActionParams,
) -> Vec<lsp::CodeActionResponse> {
    let wanted = |kind: &str| {
        let only = params.context.only.as_ref();
        only.is_none_or(|only| {
            only.iter().any(|o| {
                kind == kind_text(o) || kind.starts_with(&format!("{}.", kind_text(o))) || kind_text(o).is_empty()
            })
        })
    };
    if !wanted("quickfix") {
        return Vec::new();
    }
    let span = open.span(params.range);
    let mut actions = Vec::new();
    for root in state.places(full).map(|place| place.root) {
        let path = crate::lsp::uri::relative(&root.folder, full);
        let here: Vec<Diagnostic> = state.findings(root, &path).into_iter().filter(|d| touches(d.span, span)).collect();
        state.with_view(root, |view, converter| {
            for finding in &here {
                let diagnostic = converter.diagnostic(finding);
                for (at, fix) in fixes(view.workspace, view.sources, finding).into_iter().enumerate() {
                    let Some(edit) = workspace_edit(state, converter, &fix.edits, &[]) else { continue };
                    actions.push(lsp::CodeActionResponse::CodeAction(lsp::CodeAction {
                        title: fix.title.clone(),
                        kind: Some(lsp::CodeActionKind::QuickFix),
                        diagnostics: Some(vec![diagnostic.clone()]),
                        is_preferred: Some(at == 0),
                        edit: Some(edit),
                        ..Default::default()
                    }));
                }
            }
        });
    }
    actions
}

fn kind_text(kind: &lsp::CodeActionKind) -> String {
    serde_json::to_value(kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

const fn touches(a: Span, b: Span) -> bool {
    a.start <= b.end && b.start <= a.end
}
