//! Edits of the engine as edits of the protocol's workspace, as far as the client can take them.

use std::collections::HashMap;

use tower_lsp::gen_lsp_types as lsp;

use crate::fix::Edit;
use crate::lsp::convert::Converter;
use crate::lsp::state::State;
use crate::lsp::uri::of_path;

/// The annotation of edits that the author is to confirm.
const CONFIRM: &str = "sidestep/confirm";

/// Edits of a workspace: creations first, renames last. `confirm` are edits that the client asks the author about; they
/// are left out where it cannot. `None` where the client cannot do what the edits take.
#[must_use]
pub fn workspace_edit(
    state: &State,
    converter: &Converter<'_>,
    edits: &[Edit],
    confirm: &[Edit],
) -> Option<lsp::WorkspaceEdit> {
    let abilities = &state.abilities;
    let confirm = if abilities.annotations && abilities.document_changes { confirm } else { &[] };
    let mut texts = Texts::default();
    let (mut first, mut last) = (Vec::new(), Vec::new());
    for edit in edits {
        match edit {
            Edit::Text { path, edit } => {
                let new = lsp::TextEdit { range: converter.range_in(path, edit.span), new_text: edit.text.clone() };
                texts.add(path, lsp::Edit::TextEdit(new));
            }
            Edit::Create { path, text } => {
                if !abilities.document_changes || !abilities.create_files {
                    return None;
                }
                let uri: lsp::Uri = of_path(&converter.full(path)).into();
                first.push(lsp::DocumentChange::CreateFile(lsp::CreateFile::new(uri.clone(), None, None)));
                let whole = lsp::TextEdit { range: lsp::Range::default(), new_text: text.clone() };
                first.push(text_document_edit(uri, None, vec![lsp::Edit::TextEdit(whole)]));
            }
            Edit::Rename { path, to } => {
                if !abilities.document_changes || !abilities.rename_files {
                    return None;
                }
                let to = of_path(&converter.full(to)).into();
                last.push(lsp::DocumentChange::RenameFile(lsp::RenameFile::new(converter.uri(path), to, None, None)));
            }
            Edit::Delete { path } => {
                if !abilities.document_changes || !abilities.delete_files {
                    return None;
                }
                last.push(lsp::DocumentChange::DeleteFile(lsp::DeleteFile::new(converter.uri(path), None, None)));
            }
        }
    }
    for edit in confirm {
        let Edit::Text { path, edit } = edit else { continue };
        let text_edit = lsp::TextEdit { range: converter.range_in(path, edit.span), new_text: edit.text.clone() };
        let annotated = lsp::AnnotatedTextEdit { annotation_id: CONFIRM.to_owned(), text_edit };
        texts.add(path, lsp::Edit::AnnotatedTextEdit(annotated));
    }
    if abilities.document_changes {
        let edits = texts.0.into_iter().map(|(path, edits)| {
            let version = state.documents.get(&converter.full(&path)).map(|d| d.version);
            text_document_edit(converter.uri(&path), version, edits)
        });
        let annotation = lsp::ChangeAnnotation {
            label: "The old name in prose".to_owned(),
            needs_confirmation: Some(true),
            description: Some("the words may mean something else there".to_owned()),
        };
        return Some(lsp::WorkspaceEdit {
            document_changes: Some(first.into_iter().chain(edits).chain(last).collect()),
            change_annotations: (!confirm.is_empty()).then(|| HashMap::from([(CONFIRM.to_owned(), annotation)])),
            changes: None,
        });
    }
    let plain = |edit| match edit {
        lsp::Edit::TextEdit(edit) => Some(edit),
        _ => None,
    };
    let changes =
        texts.0.into_iter().map(|(path, edits)| (converter.uri(&path), edits.into_iter().filter_map(plain).collect()));
    Some(lsp::WorkspaceEdit { changes: Some(changes.collect()), ..Default::default() })
}

/// Edits by file, in the order in which the files come up.
#[derive(Default)]
struct Texts(Vec<(String, Vec<lsp::Edit>)>);

impl Texts {
    fn add(&mut self, path: &str, edit: lsp::Edit) {
        match self.0.iter_mut().rev().find(|(known, _)| known == path) {
            Some((_, list)) => list.push(edit),
            None => self.0.push((path.to_owned(), vec![edit])),
        }
    }
}

fn text_document_edit(uri: lsp::Uri, version: Option<i32>, edits: Vec<lsp::Edit>) -> lsp::DocumentChange {
    lsp::DocumentChange::TextDocumentEdit(lsp::TextDocumentEdit {
        text_document: lsp::OptionalVersionedTextDocumentIdentifier {
            version,
            text_document_identifier: lsp::TextDocumentIdentifier { uri },
        },
        edits,
    })
}
