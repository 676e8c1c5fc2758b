//! Completion.

use serde_json::{Value, json};
use tower_lsp::gen_lsp_types as lsp;

use crate::ide::completion::{Completion, CompletionKind, CompletionOptions, DocsKey, completions, docs};
use crate::ide::hover::plain;
use crate::lsp::client::Abilities;
use crate::lsp::state::{Open, State};
use crate::text::Span;

/// What can be written at a place.
#[must_use]
pub fn list(open: &Open<'_>, position: lsp::Position, abilities: &Abilities, full: &str) -> lsp::CompletionResponse {
    let options = CompletionOptions { snippets: abilities.snippets, today: Some(jiff::Zoned::now().date()) };
    let found = completions(&open.file, open.offset(position), &options);
    let shared = shared_range(&found.items).filter(|_| abilities.default_range);
    let items = found.items.iter().map(|c| item(open, c, abilities, full, shared.is_some())).collect();
    let defaults = shared.map(|(insert, replace)| lsp::CompletionItemDefaults {
        edit_range: Some(if abilities.insert_replace && insert != replace {
            let (insert, replace) = (open.range(insert), open.range(replace));
            lsp::EditRange::EditRangeWithInsertReplace(lsp::EditRangeWithInsertReplace { insert, replace })
        } else {
            lsp::EditRange::Range(open.range(insert))
        }),
        ..Default::default()
    });
    lsp::CompletionResponse::CompletionList(lsp::CompletionList {
        is_incomplete: found.incomplete,
        item_defaults: defaults,
        apply_kind: None,
        items,
    })
}

/// The ranges of all items, if they have the same.
fn shared_range(items: &[Completion]) -> Option<(Span, Span)> {
    let first = items.first().map(|c| (c.insert, c.replace))?;
    items.iter().all(|c| (c.insert, c.replace) == first).then_some(first)
}

fn item(open: &Open<'_>, c: &Completion, abilities: &Abilities, full: &str, shared: bool) -> lsp::CompletionItem {
    let text = c.text.clone();
    let edit = if shared {
        None
    } else if abilities.insert_replace && c.insert != c.replace {
        let (insert, replace) = (open.range(c.insert), open.range(c.replace));
        Some(lsp::CompletionItemTextEdit::InsertReplaceEdit(lsp::InsertReplaceEdit {
            new_text: text.clone(),
            insert,
            replace,
        }))
    } else {
        Some(lsp::CompletionItemTextEdit::TextEdit(lsp::TextEdit {
            range: open.range(c.insert),
            new_text: text.clone(),
        }))
    };
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
        label: c.label.clone(),
        label_details: c.description.as_ref().filter(|_| abilities.label_details).map(|description| {
            lsp::CompletionItemLabelDetails { detail: None, description: Some(description.clone()) }
        }),
        kind: Some(kind(c.kind)),
        tags: (c.deprecated && abilities.completion_tags).then(|| vec![lsp::CompletionItemTag::Deprecated]),
        detail,
        documentation: now.and_then(|key| documentation(&docs(open.file.view, key)?, abilities)),
        sort_text: Some(c.sort.clone()),
        // Left out where it says nothing new: some clients match the label more kindly.
        filter_text: (c.filter != c.label).then(|| c.filter.clone()),
        insert_text_format: c.snippet.then_some(lsp::InsertTextFormat::Snippet),
        // Further lines have their indentation already.
        insert_text_mode: text.contains('\n').then_some(lsp::InsertTextMode::AsIs),
        text_edit: edit,
        text_edit_text: shared.then_some(text),
        additional_text_edits: (!extra.is_empty()).then_some(extra),
        data: later.map(|key| json!({ "file": full, "key": key })),
        ..Default::default()
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
        let found = state.with_view(place.root, |view, _| docs(view, &key));
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
