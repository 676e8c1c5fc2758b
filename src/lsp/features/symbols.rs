//! Symbols: the outline of a file, and names in the whole workspace.

use tower_lsp::gen_lsp_types as lsp;

use crate::ide::symbols::{Symbol, SymbolKind};
use crate::lsp::session::converter::Open;
use crate::lsp::session::state::State;
use crate::text::{into_visible, visible};

/// How many symbols of the workspace are given: many, as Visual Studio Code asks for the first word of a query only, and
/// finds the others among them.
const MOST: usize = 5_000;

/// The outline of a file: a tree, or a list for clients that know no tree.
#[must_use]
pub fn of_file(open: &Open<'_>, tree: bool) -> lsp::DocumentSymbolResponse {
    let symbols = open.file.document_symbols();
    if tree {
        return lsp::DocumentSymbolResponse::DocumentSymbolList(symbols.iter().map(|s| nested(open, s)).collect());
    }
    let mut list = Vec::new();
    for symbol in &symbols {
        flat(open, symbol, None, &mut list);
    }
    lsp::DocumentSymbolResponse::SymbolInformationList(list)
}

fn nested(open: &Open<'_>, symbol: &Symbol) -> lsp::DocumentSymbol {
    let children: Vec<_> = symbol.children.iter().map(|child| nested(open, child)).collect();
    #[expect(deprecated, reason = "the field has to be named")]
    lsp::DocumentSymbol {
        name: visible(&symbol.name).into_owned(),
        detail: symbol.detail.clone().map(into_visible),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: open.range(symbol.full),
        selection_range: open.range(symbol.name_span),
        children: (!children.is_empty()).then_some(children),
    }
}

fn flat(open: &Open<'_>, symbol: &Symbol, container: Option<&str>, list: &mut Vec<lsp::SymbolInformation>) {
    let uri = open.converter.uri(&open.file.entry.path);
    #[expect(deprecated, reason = "the field has to be named")]
    list.push(lsp::SymbolInformation {
        deprecated: None,
        location: lsp::Location { uri, range: open.range(symbol.full) },
        base_symbol_information: lsp::BaseSymbolInformation {
            name: visible(&symbol.name).into_owned(),
            kind: kind(symbol.kind),
            tags: None,
            container_name: container.map(into_visible),
        },
    });
    for child in &symbol.children {
        flat(open, child, Some(&symbol.name), list);
    }
}

/// The protocol has kinds for programs only; these draw a fitting picture in most editors.
const fn kind(kind: SymbolKind) -> lsp::SymbolKind {
    match kind {
        SymbolKind::Role => lsp::SymbolKind::Class,
        SymbolKind::Term(_) => lsp::SymbolKind::Constant,
        SymbolKind::RoleName | SymbolKind::Alternative => lsp::SymbolKind::Interface,
        SymbolKind::Section => lsp::SymbolKind::Namespace,
        SymbolKind::Row => lsp::SymbolKind::Struct,
        SymbolKind::Cell => lsp::SymbolKind::Field,
        SymbolKind::Pick => lsp::SymbolKind::Event,
        SymbolKind::Prose => lsp::SymbolKind::String,
        SymbolKind::Field => lsp::SymbolKind::Property,
    }
}

/// Roles and terms of all workspaces that fit a query.
#[must_use]
pub fn of_workspaces(state: &State, query: &str) -> lsp::WorkspaceSymbolResponse {
    let mut list: Vec<lsp::WorkspaceSymbol> = Vec::new();
    for root in &state.roots {
        state.with_view(root, |view, converter| {
            let found = view.workspace_symbols(query, MOST).into_iter().map(|symbol| lsp::WorkspaceSymbol {
                location: lsp::WorkspaceSymbolLocation::Location(
                    converter.location(&symbol.location.path, symbol.location.span),
                ),
                data: None,
                base_symbol_information: lsp::BaseSymbolInformation {
                    name: visible(&symbol.name).into_owned(),
                    kind: if symbol.kind.is_role() { lsp::SymbolKind::Class } else { lsp::SymbolKind::Constant },
                    tags: None,
                    container_name: Some(into_visible(symbol.container)),
                },
            });
            list.extend(found);
        });
    }
    lsp::WorkspaceSymbolResponse::WorkspaceSymbolList(list)
}
