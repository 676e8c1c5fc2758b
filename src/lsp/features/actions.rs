//! Code actions: the fixes of the findings at a place.

use rustc_hash::FxHashMap;
use tower_lsp::gen_lsp_types as lsp;

use crate::fix::{Edit, Fix, fixes};
use crate::lsp::convert::Converter;
use crate::lsp::state::{Open, State};
use crate::lsp::uri::of_path;
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
                    let Some(edit) = workspace_edit(state, converter, &fix) else { continue };
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

/// A fix as an edit of the workspace: creations first, renames last. `None` where the client cannot do what it takes.
fn workspace_edit(state: &State, converter: &Converter<'_>, fix: &Fix) -> Option<lsp::WorkspaceEdit> {
    let abilities = &state.abilities;
    let mut texts: Vec<(String, Vec<lsp::TextEdit>)> = Vec::new();
    let (mut first, mut last) = (Vec::new(), Vec::new());
    for edit in &fix.edits {
        match edit {
            Edit::Text { path, edit } => {
                let new = lsp::TextEdit { range: converter.range_in(path, edit.span), new_text: edit.text.clone() };
                match texts.iter_mut().find(|(known, _)| known == path) {
                    Some((_, list)) => list.push(new),
                    None => texts.push((path.clone(), vec![new])),
                }
            }
            Edit::Create { path, text } => {
                if !abilities.document_changes && !abilities.create_files {
                    return None;
                }
                let uri: lsp::Uri = of_path(&converter.full(path)).into();
                first.push(lsp::DocumentChange::CreateFile(lsp::CreateFile::new(uri.clone(), None, None)));
                let start = lsp::Range::default();
                first.push(text_document_edit(uri, None, vec![lsp::TextEdit { range: start, new_text: text.clone() }]));
            }
            Edit::Rename { path, to } => {
                if !abilities.rename_files {
                    return None;
                }
                last.push(lsp::DocumentChange::RenameFile(lsp::RenameFile::new(
                    converter.uri(path),
                    of_path(&converter.full(to)).into(),
                    None,
                    None,
                )));
            }
        }
    }
    if abilities.document_changes || !first.is_empty() || !last.is_empty() {
        let edits = texts.into_iter().map(|(path, edits)| {
            let version = state.documents.get(&converter.full(&path)).map(|d| d.version);
            text_document_edit(converter.uri(&path), version, edits)
        });
        let changes = first.into_iter().chain(edits).chain(last).collect();
        return Some(lsp::WorkspaceEdit { document_changes: Some(changes), ..Default::default() });
    }
    let changes: FxHashMap<lsp::Uri, Vec<lsp::TextEdit>> =
        texts.into_iter().map(|(path, edits)| (converter.uri(&path), edits)).collect();
    Some(lsp::WorkspaceEdit { changes: Some(changes.into_iter().collect()), ..Default::default() })
}

fn text_document_edit(uri: lsp::Uri, version: Option<i32>, edits: Vec<lsp::TextEdit>) -> lsp::DocumentChange {
    lsp::DocumentChange::TextDocumentEdit(lsp::TextDocumentEdit {
        text_document: lsp::OptionalVersionedTextDocumentIdentifier {
            version,
            text_document_identifier: lsp::TextDocumentIdentifier { uri },
        },
        edits: edits.into_iter().map(lsp::Edit::TextEdit).collect(),
    })
}
