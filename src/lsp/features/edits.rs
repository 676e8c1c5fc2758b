//! Edits of the engine as edits of the protocol's workspace, as far as the client can take them.

use std::collections::HashMap;

use rustc_hash::FxHashMap;
use tower_lsp::gen_lsp_types as lsp;

use super::moves::in_order;
use crate::edit::Edit;
use crate::ide::Location;
use crate::lsp::proto::uri::of_path;
use crate::lsp::session::converter::Converter;
use crate::lsp::session::state::State;

/// The annotation of edits that the author is to confirm.
const CONFIRM: &str = "sidestep/confirm";
/// The annotation of edits that follow from what the author did. It asks for no confirmation: editors leave what does
/// unticked in their preview, and applying the preview would do nothing.
const FOLLOWS: &str = "sidestep/follows";

/// Edits of one workspace.
pub struct Part<'e> {
    /// Converts for the workspace.
    pub converter: Converter<'e>,
    /// The edits.
    pub edits: Vec<Edit>,
    /// Edits that the client asks the author about; they are left out where it cannot.
    pub confirm: Vec<Edit>,
    /// Plain uses of an old name that no edit can be offered for.
    pub rewritten: Vec<Location>,
}

impl Part<'_> {
    /// Leaves the changes of texts alone.
    pub fn keep_texts(&mut self) {
        self.edits.retain(|edit| matches!(edit, Edit::Text { .. }));
    }
}

/// Edits of a workspace: creations first, renames last. `confirm` are edits that the client asks the author about; they
/// are left out where it cannot. `None` where the client cannot do what the edits take.
#[must_use]
pub fn workspace_edit(
    state: &State,
    converter: &Converter<'_>,
    edits: &[Edit],
    confirm: &[Edit],
) -> Option<lsp::WorkspaceEdit> {
    let mut collected = Collected::new(state);
    collected.add(converter, edits)?;
    collected.add_confirm(converter, confirm);
    Some(collected.finish())
}

/// Edits of a workspace with some that the client asks the author about, if it can; they are left out where it cannot.
/// `label` says in a few words what these do, `why` gives the reason.
#[must_use]
pub fn asking_edit(
    state: &State,
    converter: &Converter<'_>,
    (edits, asked): (&[Edit], &[Edit]),
    label: String,
    why: String,
) -> Option<lsp::WorkspaceEdit> {
    let mut collected = Collected::new(state);
    collected.question = (label, why);
    collected.add(converter, edits)?;
    collected.add_confirm(converter, asked);
    Some(collected.finish())
}

/// Edits of texts of which the first holds blanks (`…`): the author's cursor comes to the first one, if the client can do
/// that.
#[must_use]
pub fn insertion(state: &State, converter: &Converter<'_>, edits: &[Edit]) -> Option<lsp::WorkspaceEdit> {
    let mut collected = Collected::new(state);
    let (first, rest) = edits.split_first()?;
    let abilities = &state.abilities;
    match first {
        Edit::Text { path, edit } if abilities.snippet_edits && abilities.document_changes => {
            let range = converter.range_in(path, edit.span);
            if range.start.character == 0 {
                let snippet = lsp::StringValue { value: snippet(&edit.text) };
                let new = lsp::SnippetTextEdit { range, snippet, annotation_id: None };
                collected.text(converter, path, lsp::Edit::SnippetTextEdit(new));
            } else {
                // Within a line editors indent what follows once more.
                collected.add(converter, std::slice::from_ref(first))?;
            }
        }
        _ => collected.add(converter, std::slice::from_ref(first))?,
    }
    collected.add(converter, rest)?;
    Some(collected.finish())
}

/// A text as a snippet: its blanks are places to fill in.
#[must_use]
pub fn snippet(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split('…').enumerate() {
        if at > 0 {
            out.push_str(&format!("${{{at}:…}}"));
        }
        out.push_str(&part.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}"));
    }
    out
}

/// Edits of several workspaces; what more than one of them would change in a file that they share stands once.
#[must_use]
pub fn edit_of_workspaces(state: &State, parts: &[Part<'_>]) -> Option<lsp::WorkspaceEdit> {
    all_parts(Collected::new(state), parts)
}

/// The same for edits that the author did not ask for by name: a client with a preview shows them under `label`.
#[must_use]
pub fn labelled_edit_of_workspaces(state: &State, parts: &[Part<'_>], label: String) -> Option<lsp::WorkspaceEdit> {
    let mut collected = Collected::new(state);
    collected.label = can_ask(state).then(|| lsp::ChangeAnnotation {
        label,
        needs_confirmation: Some(false),
        description: Some("the new name is a guess from the file's".to_owned()),
    });
    all_parts(collected, parts)
}

/// Whether the client asks the author about edits that need confirmation.
#[must_use]
pub const fn can_ask(state: &State) -> bool {
    state.abilities.annotations && state.abilities.document_changes
}

fn all_parts(mut collected: Collected<'_>, parts: &[Part<'_>]) -> Option<lsp::WorkspaceEdit> {
    for part in parts {
        collected.begin();
        collected.add(&part.converter, &part.edits)?;
    }
    collected.begin();
    for part in parts {
        collected.add_confirm(&part.converter, &part.confirm);
    }
    Some(collected.finish())
}

/// Edits of the protocol while they are collected.
struct Collected<'s> {
    state: &'s State,
    /// Creations.
    first: Vec<lsp::DocumentChange>,
    /// Changes of texts, in the order in which the files come up.
    texts: Vec<FileEdits>,
    /// Where in `texts` a file stands, by full path.
    places: FxHashMap<String, usize>,
    /// Deletions.
    last: Vec<lsp::DocumentChange>,
    /// Renames: addresses before and after.
    renames: Vec<(String, String)>,
    /// There are edits to confirm.
    confirm: bool,
    /// What these do, and why the author is asked.
    question: (String, String),
    /// What the edits of texts are shown under.
    label: Option<lsp::ChangeAnnotation>,
}

/// The edits of one file.
struct FileEdits {
    full: String,
    uri: lsp::Uri,
    edits: Vec<lsp::Edit>,
    /// How many of them stem from the workspaces before.
    before: usize,
}

impl<'s> Collected<'s> {
    fn new(state: &'s State) -> Self {
        let (first, texts, last, renames) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let question = ("The old name in prose".to_owned(), "the words may mean something else there".to_owned());
        let places = FxHashMap::default();
        Self { state, first, texts, places, last, renames, confirm: false, question, label: None }
    }

    /// `None` where the client cannot do what an edit takes.
    fn add(&mut self, converter: &Converter<'_>, edits: &[Edit]) -> Option<()> {
        let abilities = &self.state.abilities;
        let can = |able: bool| (abilities.document_changes && able).then_some(());
        for edit in edits {
            match edit {
                Edit::Text { path, edit } => {
                    let new = lsp::TextEdit { range: converter.range_in(path, edit.span), new_text: edit.text.clone() };
                    let new = match &self.label {
                        Some(_) => lsp::Edit::AnnotatedTextEdit(lsp::AnnotatedTextEdit {
                            annotation_id: FOLLOWS.to_owned(),
                            text_edit: new,
                        }),
                        None => lsp::Edit::TextEdit(new),
                    };
                    self.text(converter, path, new);
                }
                Edit::Create { path, text } => {
                    can(abilities.create_files)?;
                    let uri: lsp::Uri = of_path(&converter.full(path)).into();
                    let create = lsp::CreateFile::new(uri.clone(), None, None);
                    self.first.push(lsp::DocumentChange::CreateFile(create));
                    let whole = lsp::TextEdit { range: lsp::Range::default(), new_text: text.clone() };
                    self.first.push(text_document_edit(uri, None, vec![lsp::Edit::TextEdit(whole)]));
                }
                Edit::Rename { path, to } => {
                    can(abilities.rename_files)?;
                    let from = converter.uri(path).as_ref().to_owned();
                    let rename = (from, of_path(&converter.full(to)));
                    if !self.renames.contains(&rename) {
                        self.renames.push(rename);
                    }
                }
                Edit::Delete { path } => {
                    can(abilities.delete_files)?;
                    let delete = lsp::DeleteFile::new(converter.uri(path), None, None);
                    self.last(lsp::DocumentChange::DeleteFile(delete));
                }
            }
        }
        Some(())
    }

    fn add_confirm(&mut self, converter: &Converter<'_>, confirm: &[Edit]) {
        if !can_ask(self.state) {
            return;
        }
        for edit in confirm {
            let Edit::Text { path, edit } = edit else { continue };
            let text_edit = lsp::TextEdit { range: converter.range_in(path, edit.span), new_text: edit.text.clone() };
            let annotated = lsp::AnnotatedTextEdit { annotation_id: CONFIRM.to_owned(), text_edit };
            self.text(converter, path, lsp::Edit::AnnotatedTextEdit(annotated));
            self.confirm = true;
        }
    }

    fn text(&mut self, converter: &Converter<'_>, path: &str, edit: lsp::Edit) {
        let full = converter.full(path);
        let last = self.texts.last().filter(|file| file.full == full).map(|_| self.texts.len() - 1);
        let at = last.or_else(|| self.places.get(&full).copied()).unwrap_or_else(|| {
            self.places.insert(full.clone(), self.texts.len());
            self.texts.push(FileEdits { uri: converter.uri(path), full, edits: Vec::new(), before: 0 });
            self.texts.len() - 1
        });
        let FileEdits { edits, before, .. } = &mut self.texts[at];
        if !edits[..*before].contains(&edit) {
            edits.push(edit);
        }
    }

    /// What comes now is left out where it has come before.
    fn begin(&mut self) {
        self.texts.iter_mut().for_each(|file| file.before = file.edits.len());
    }

    fn last(&mut self, change: lsp::DocumentChange) {
        if !self.last.contains(&change) {
            self.last.push(change);
        }
    }

    fn finish(self) -> lsp::WorkspaceEdit {
        if !self.state.abilities.document_changes {
            let plain = |edit| match edit {
                lsp::Edit::TextEdit(edit) => Some(edit),
                _ => None,
            };
            let files = self.texts.into_iter();
            let changes = files.map(|file| (file.uri, file.edits.into_iter().filter_map(plain).collect()));
            return lsp::WorkspaceEdit { changes: Some(changes.collect()), ..Default::default() };
        }
        let texts = self.texts.into_iter().map(|file| {
            let version = self.state.documents.get(&file.full).map(|d| d.version);
            text_document_edit(file.uri, version, file.edits)
        });
        let annotation = lsp::ChangeAnnotation {
            label: self.question.0,
            needs_confirmation: Some(true),
            description: Some(self.question.1),
        };
        let confirm = self.confirm.then(|| (CONFIRM.to_owned(), annotation));
        let label = self.label.map(|annotation| (FOLLOWS.to_owned(), annotation));
        let annotations: HashMap<String, lsp::ChangeAnnotation> = confirm.into_iter().chain(label).collect();
        let renames = in_order(self.renames).into_iter().map(|(from, to)| {
            lsp::DocumentChange::RenameFile(lsp::RenameFile::new(from.into(), to.into(), None, None))
        });
        let last = self.last.into_iter().chain(renames);
        lsp::WorkspaceEdit {
            document_changes: Some(self.first.into_iter().chain(texts).chain(last).collect()),
            change_annotations: (!annotations.is_empty()).then_some(annotations),
            changes: None,
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
