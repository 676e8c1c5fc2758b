//! Call hierarchy: who lists a role, and whom it lists.

use serde_json::json;
use tower_lsp::gen_lsp_types as lsp;

use crate::ide::Analysis;
use crate::ide::calls::{RoleItem, Step};
use crate::lsp::session::converter::{Converter, Open};
use crate::lsp::session::state::State;
use crate::text::visible;

/// The role at a place.
#[must_use]
pub fn role_at(open: &Open<'_>, position: lsp::Position) -> Option<Vec<lsp::CallHierarchyItem>> {
    let role = open.file.call_item(open.offset(position))?;
    Some(vec![item(&open.converter, &role, None)])
}

/// The pages that list a role, with the places of the entries.
#[must_use]
pub fn who_lists(state: &State, role: &lsp::CallHierarchyItem) -> Option<Vec<lsp::CallHierarchyIncomingCall>> {
    steps(
        state,
        role,
        |view, role| view.incoming_calls(role),
        |converter, step| lsp::CallHierarchyIncomingCall {
            from: item(converter, &step.item, Some(step.rank)),
            from_ranges: step.entries.iter().map(|span| converter.range_in(&step.item.path, *span)).collect(),
        },
    )
}

/// The roles that a page lists, with the places of the entries.
#[must_use]
pub fn whom_it_lists(state: &State, role: &lsp::CallHierarchyItem) -> Option<Vec<lsp::CallHierarchyOutgoingCall>> {
    let page = path_of(role)?;
    steps(
        state,
        role,
        |view, role| view.outgoing_calls(role),
        |converter, step| lsp::CallHierarchyOutgoingCall {
            to: item(converter, &step.item, Some(step.rank)),
            from_ranges: step.entries.iter().map(|span| converter.range_in(&page, *span)).collect(),
        },
    )
}

fn path_of(role: &lsp::CallHierarchyItem) -> Option<String> {
    data(role, "path")
}

fn data(item: &lsp::CallHierarchyItem, key: &str) -> Option<String> {
    let data = serde_json::to_value(item.data.as_ref()?).ok()?;
    data[key].as_str().map(str::to_owned)
}

fn steps<T>(
    state: &State,
    role: &lsp::CallHierarchyItem,
    find: impl Fn(Analysis<'_>, crate::workspace::DefId) -> Vec<Step>,
    convert: impl Fn(&Converter<'_>, &Step) -> T,
) -> Option<Vec<T>> {
    let full = crate::lsp::proto::uri::to_path(role.uri.as_ref())?;
    let place = state.places(&full).next()?;
    let path = path_of(role)?;
    let label = data(role, "label");
    state.with_view(place.root, |view, converter| {
        let def = view.thing_in(&path, label.as_deref().unwrap_or_default())?;
        Some(find(view, def).iter().map(|step| convert(converter, step)).collect())
    })
}

fn item(converter: &Converter<'_>, role: &RoleItem, rank: Option<usize>) -> lsp::CallHierarchyItem {
    let range = converter.range_in(&role.path, role.span);
    lsp::CallHierarchyItem {
        name: visible(&role.name).into_owned(),
        kind: lsp::SymbolKind::Class,
        tags: None,
        detail: rank.filter(|rank| *rank > 0).map(|rank| format!("rank {rank}")),
        uri: converter.uri(&role.path),
        range,
        selection_range: range,
        data: Some(json!({ "path": &*role.path, "label": &*role.label })),
    }
}
