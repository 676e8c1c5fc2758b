//! Renaming.

use tower_lsp::gen_lsp_types as lsp;
use tower_lsp::jsonrpc::{Error, Result};

use super::edits::workspace_edit;
use crate::ide::rename::{RenameOptions, prepare_rename, rename, renamed};
use crate::lsp::state::{Open, State};

/// What is renamed at a place, and the name to start from.
///
/// # Errors
/// Why nothing can be renamed there, for the client to show.
pub fn prepare(open: &Open<'_>, position: lsp::Position) -> Result<lsp::PrepareRenameResult> {
    let (span, placeholder) = prepare_rename(&open.file, open.offset(position)).map_err(refusal)?;
    let range = open.range(span);
    Ok(lsp::PrepareRenameResult::PrepareRenamePlaceholder(lsp::PrepareRenamePlaceholder { range, placeholder }))
}

/// The edits of a rename.
///
/// # Errors
/// Why it cannot be done, for the client to show.
pub fn edits(state: &State, open: &Open<'_>, position: lsp::Position, new_name: &str) -> Result<lsp::WorkspaceEdit> {
    let def = renamed(&open.file, open.offset(position)).map_err(refusal)?;
    let plan = rename(open.file.view, def, new_name, RenameOptions::default()).map_err(refusal)?;
    // A client that renames no files gets the edits alone; the finding about the file's name says the rest.
    let edit = workspace_edit(state, &open.converter, &plan.edits, &plan.confirm);
    let edit = edit.or_else(|| {
        let texts: Vec<_> = plan.edits.iter().filter(|e| matches!(e, crate::fix::Edit::Text { .. })).cloned().collect();
        workspace_edit(state, &open.converter, &texts, &plan.confirm)
    });
    edit.ok_or_else(Error::internal_error)
}

fn refusal(why: String) -> Error {
    Error::invalid_params(why)
}
