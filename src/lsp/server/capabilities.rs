//! What the server offers, by what the client can do.

use serde_json::json;
use tower_lsp::gen_lsp_types::{InitializeResult, ServerCapabilities};

use crate::ide::completion::triggers;
use crate::lsp::features::{actions, reveal, tokens};
use crate::lsp::proto::client::Abilities;
use crate::text::Encoding;

/// The answer to `initialize`. `keeps_lists`: see [`Lists::keeps`](crate::lsp::features::completion::Lists::keeps).
#[must_use]
pub fn initialize_result(abilities: &Abilities, keeps_lists: bool) -> InitializeResult {
    let mut capabilities = always(abilities, keeps_lists);
    let operations = [
        ("willRename", abilities.will_rename),
        ("didRename", abilities.did_rename),
        ("willDelete", abilities.will_delete),
        ("didDelete", abilities.did_delete),
    ];
    for (operation, _) in operations.into_iter().filter(|(_, able)| *able) {
        // Which folders hold roles is for settings to say, and those may change: any folder may.
        let filter =
            |glob: &str, matches: &str| json!({ "scheme": "file", "pattern": { "glob": glob, "matches": matches } });
        capabilities["workspace"]["fileOperations"][operation] =
            json!({ "filters": [filter("**/*.{yaml,yml,json,md,mdx,markdown}", "file"), filter("**/*", "folder")] });
    }
    capabilities["renameProvider"] =
        if abilities.prepare_rename { json!({ "prepareProvider": true }) } else { json!(true) };
    if abilities.show_document && abilities.commands {
        capabilities["executeCommandProvider"] = json!({ "commands": [reveal::COMMAND] });
    }
    if abilities.code_actions {
        capabilities["codeActionProvider"] =
            json!({ "codeActionKinds": actions::KINDS, "resolveProvider": abilities.resolve_edits });
    }
    if abilities.pull {
        capabilities["diagnosticProvider"] =
            json!({ "identifier": "sidestep", "interFileDependencies": true, "workspaceDiagnostics": true });
    }
    InitializeResult {
        capabilities: serde_json::from_value::<ServerCapabilities>(capabilities).unwrap_or_default(),
        server_info: Some(tower_lsp::gen_lsp_types::ServerInfo {
            name: "sidestep".to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
    }
}

/// What is offered to every client.
fn always(abilities: &Abilities, keeps_lists: bool) -> serde_json::Value {
    let encoding = match abilities.encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf16 => "utf-16",
        Encoding::Utf32 => "utf-32",
    };
    json!({
        "positionEncoding": encoding,
        "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
        "completionProvider": {
            "resolveProvider": abilities.resolve_documentation,
            "triggerCharacters": triggers(keeps_lists),
        },
        "hoverProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "documentHighlightProvider": true,
        "linkedEditingRangeProvider": true,
        "callHierarchyProvider": true,
        "documentSymbolProvider": true,
        "workspaceSymbolProvider": true,
        "documentLinkProvider": { "resolveProvider": false },
        "codeLensProvider": { "resolveProvider": true },
        "inlayHintProvider": true,
        "foldingRangeProvider": true,
        "selectionRangeProvider": true,
        "semanticTokensProvider": {
            "legend": { "tokenTypes": tokens::TYPES, "tokenModifiers": tokens::MODIFIERS },
            "full": true,
            "range": true,
        },
        "workspace": { "workspaceFolders": { "supported": true, "changeNotifications": true } },
    })
}
