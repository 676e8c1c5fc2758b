//! Completion.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tower_lsp::gen_lsp_types as lsp;

use crate::ide::completion::{Asked, Completion, CompletionKind, CompletionOptions, DocsKey};
use crate::ide::hover::plain;
use crate::lsp::proto::client::Abilities;
use crate::lsp::session::converter::Open;
use crate::lsp::session::state::State;
use crate::text::{Span, into_visible, visible};

/// Whether what can be written at a place depends on what other files define.
#[must_use]
pub fn needs_names(open: &Open<'_>, position: lsp::Position) -> bool {
    open.file.needs_names(open.offset(position))
}

/// What a client says about its lists, in `initializationOptions` since the protocol has no word for it.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// `commands.suggest`: its command that asks for completion.
    pub suggest: Option<String>,
    /// `completion.keepsLists`: it keeps a list while letters are typed on, and breaks the line at Enter where an item would
    /// change nothing.
    pub keeps: bool,
}

impl Lists {
    /// What the client said.
    #[must_use]
    pub fn of(state: &State) -> Self {
        Self {
            suggest: state.client_command("suggest").map(str::to_owned),
            keeps: state.initial_options.pointer("/completion/keepsLists") == Some(&Value::Bool(true)),
        }
    }
}

/// What can be written at a place of a file whose path is `full`.
#[must_use]
pub fn list(
    open: &Open<'_>,
    position: lsp::Position,
    asked: Asked,
    abilities: &Abilities,
    full: &str,
    lists: &Lists,
) -> lsp::CompletionResponse {
    let today = Some(jiff::ZonedDateTime::now().date());
    // Those that filter by themselves and letter by letter are those that say how they indent: completion plugins, mostly.
    let (keeps, filters) = (lists.keeps, abilities.insert_text_modes.as_is);
    let options = CompletionOptions { snippets: abilities.snippets, asked, keeps, filters, today };
    let suggest = lists.suggest.as_deref();
    let found = open.file.completions(open.offset(position), &options);
    let shared = shared_range(&found.items).filter(|_| abilities.default_range);
    let items = found.items.iter().map(|c| item(open, c, abilities, full, shared.is_some(), suggest)).collect();
    let defaults = shared.map(|span| lsp::CompletionItemDefaults {
        edit_range: Some(lsp::EditRange::Range(open.range(span))),
        ..Default::default()
    });
    lsp::CompletionResponse::CompletionList(lsp::CompletionList {
        is_incomplete: found.incomplete,
        item_defaults: defaults,
        apply_kind: None,
        items,
    })
}

/// The range of all items, if they have the same.
fn shared_range(items: &[Completion]) -> Option<Span> {
    let first = items.first().map(|c| c.replace)?;
    items.iter().all(|c| c.replace == first).then_some(first)
}

fn item(
    open: &Open<'_>,
    c: &Completion,
    abilities: &Abilities,
    full: &str,
    shared: bool,
    suggest: Option<&str>,
) -> lsp::CompletionItem {
    let text = c.text.clone();
    let edit = (!shared).then(|| {
        let edit = lsp::TextEdit { range: open.range(c.replace), new_text: text.clone() };
        lsp::CompletionItemTextEdit::TextEdit(edit)
    });
    let later = c.docs.as_ref().filter(|_| abilities.resolve_documentation);
    let now = c.docs.as_ref().filter(|_| !abilities.resolve_documentation);
    let extra: Vec<_> =
        c.extra.iter().map(|e| lsp::TextEdit { range: open.range(e.span), new_text: e.text.clone() }).collect();
    // Without a place of its own beside the label, the description goes before the detail.
    let detail = match (&c.detail, c.description.as_ref().filter(|_| !abilities.label_details)) {
        (Some(detail), Some(description)) => Some(format!("{description}: {detail}")),
        (detail, description) => detail.clone().or_else(|| description.cloned()),
    };
    lsp::CompletionItem {
        label: visible(&c.label).into_owned(),
        label_details: c.description.as_ref().filter(|_| abilities.label_details).map(|description| {
            lsp::CompletionItemLabelDetails { detail: None, description: Some(visible(description).into_owned()) }
        }),
        kind: Some(kind(c.kind)),
        tags: (c.deprecated && abilities.completion_tags).then(|| vec![lsp::CompletionItemTag::Deprecated]),
        detail: detail.map(into_visible),
        documentation: now.and_then(|key| documentation(&open.file.view.completion_docs(key)?, abilities)),
        sort_text: Some(c.sort.clone()),
        // Left out where it says nothing new: some clients match the label more kindly.
        filter_text: (c.filter != visible(&c.label)).then(|| c.filter.clone()),
        insert_text_format: c.snippet.then_some(lsp::InsertTextFormat::Snippet),
        insert_text_mode: if text.contains('\n') { mode(c, abilities) } else { None },
        text_edit: edit,
        text_edit_text: shared.then_some(text),
        additional_text_edits: (!extra.is_empty()).then_some(extra),
        command: suggest.filter(|_| c.goes_on).map(|name| lsp::Command {
            title: "Suggest".to_owned(),
            command: name.to_owned(),
            ..Default::default()
        }),
        data: later.map(|key| json!({ "file": full, "key": key })),
        ..Default::default()
    }
}

/// How the further lines of an item are indented, where the client's own way would be another. Those of a snippet follow
/// the line: nearly all clients do that, and without being told. Those of plain text stand as they should.
fn mode(c: &Completion, abilities: &Abilities) -> Option<lsp::InsertTextMode> {
    let modes = abilities.insert_text_modes;
    if c.snippet {
        return (modes.adjust && modes.by_itself_as_is).then_some(lsp::InsertTextMode::AdjustIndentation);
    }
    modes.as_is.then_some(lsp::InsertTextMode::AsIs)
}

/// For how long after an edit a client may still be asking because of it.
const SOON: Duration = Duration::from_secs(1);

/// Why a client asks. A letter and a key for the list look the same, but a letter is an edit. One that says nothing asks
/// for somebody.
#[must_use]
pub fn asked(context: Option<&lsp::CompletionContext>, edited: Option<Instant>) -> Asked {
    match context.map(|context| context.trigger_kind) {
        None => Asked::ByHand,
        Some(lsp::CompletionTriggerKind::Invoked) if edited.is_none_or(|at| at.elapsed() > SOON) => Asked::ByHand,
        Some(lsp::CompletionTriggerKind::Invoked) => Asked::Letter,
        Some(_) => Asked::Character,
    }
}

fn documentation(markdown: &str, abilities: &Abilities) -> Option<lsp::Documentation> {
    let (kind, value) = if abilities.completion_markdown {
        (lsp::MarkupKind::Markdown, markdown.to_owned())
    } else {
        (lsp::MarkupKind::PlainText, plain(markdown))
    };
    Some(lsp::Documentation::MarkupContent(lsp::MarkupContent { kind, value }))
}

/// An item with its documentation.
#[must_use]
pub fn resolve(state: &State, mut item: lsp::CompletionItem) -> lsp::CompletionItem {
    let data: Value = item.data.clone().and_then(|d| serde_json::to_value(d).ok()).unwrap_or_default();
    let full = data["file"].as_str().unwrap_or_default();
    if let Ok(key) = serde_json::from_value::<DocsKey>(data["key"].clone())
        && let Some(place) = state.places(full).next()
    {
        let found = state.with_view(place.root, |view, _| view.completion_docs(&key));
        item.documentation = found.and_then(|text| documentation(&text, &state.abilities));
    }
    item
}

const fn kind(kind: CompletionKind) -> lsp::CompletionItemKind {
    match kind {
        CompletionKind::Role => lsp::CompletionItemKind::Class,
        CompletionKind::Term => lsp::CompletionItemKind::Constant,
        CompletionKind::Key => lsp::CompletionItemKind::Property,
        CompletionKind::Value => lsp::CompletionItemKind::EnumMember,
        CompletionKind::Column => lsp::CompletionItemKind::Field,
        CompletionKind::Code => lsp::CompletionItemKind::Keyword,
        CompletionKind::Snippet => lsp::CompletionItemKind::Snippet,
    }
}
