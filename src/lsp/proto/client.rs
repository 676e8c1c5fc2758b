//! What the client can do, read off its `initialize` message.

use serde_json::Value;

use crate::text::Encoding;

/// The client's abilities that make a difference.
#[derive(Clone, Copy, Debug)]
pub struct Abilities {
    /// How columns are counted: UTF-8 if offered, else UTF-32, else UTF-16.
    pub encoding: Encoding,
    /// The client asks for findings itself, and again when it is told to.
    pub pull: bool,
    /// Findings may have related places.
    pub related: bool,
    /// Findings may carry a link to their documentation.
    pub code_description: bool,
    /// Findings may be tagged as unnecessary or deprecated.
    pub tags: bool,
    /// Completion items may have places to fill in.
    pub snippets: bool,
    /// How further lines of completion items may be indented.
    pub insert_text_modes: InsertTextModes,
    /// Completion items may share their range.
    pub default_range: bool,
    /// Completion items may have details beside their label.
    pub label_details: bool,
    /// Completion items may be marked as deprecated.
    pub completion_tags: bool,
    /// Documentation of completion items may come later.
    pub resolve_documentation: bool,
    /// Completion documentation may be Markdown.
    pub completion_markdown: bool,
    /// Hovers may be Markdown.
    pub hover_markdown: bool,
    /// Definitions may have the place they were asked from.
    pub definition_links: bool,
    /// Document symbols may be a tree.
    pub symbol_tree: bool,
    /// The server may ask for watched files.
    pub watch: bool,
    /// Watched files may be relative to a folder.
    pub relative_watch: bool,
    /// The client can be asked for its settings.
    pub configuration: bool,
    /// The client shows progress that the server starts.
    pub progress: bool,
    /// Code lenses are asked for again when the client is told to.
    pub lens_refresh: bool,
    /// Inlay hints are asked for again when the client is told to.
    pub inlay_refresh: bool,
    /// Semantic tokens are asked for again when the client is told to.
    pub token_refresh: bool,
    /// Edits may carry versions and resource operations.
    pub document_changes: bool,
    /// Edits may create files.
    pub create_files: bool,
    /// Edits may rename files.
    pub rename_files: bool,
    /// Edits may delete files.
    pub delete_files: bool,
    /// Edits may carry annotations.
    pub annotations: bool,
    /// The client tells before it renames files.
    pub will_rename: bool,
    /// The client tells after it has renamed files.
    pub did_rename: bool,
    /// The client tells before it deletes files.
    pub will_delete: bool,
    /// The client tells after it has deleted files.
    pub did_delete: bool,
    /// A rename can be asked about before.
    pub prepare_rename: bool,
    /// Code actions may be more than commands.
    pub code_actions: bool,
    /// Edits of code actions may come when one is chosen.
    pub resolve_edits: bool,
    /// Code actions may say why they cannot be done.
    pub disabled_actions: bool,
    /// Edits may have places to fill in.
    pub snippet_edits: bool,
    /// The client shows a place in a file when it is asked to.
    pub show_document: bool,
    /// The client sends commands of the server's.
    pub commands: bool,
}

/// What the client says about the indentation of further lines that a completion inserts.
#[derive(Clone, Copy, Debug, Default)]
pub struct InsertTextModes {
    /// It can leave them as they are, when it is told to.
    pub as_is: bool,
    /// It can indent them like the line, when it is told to.
    pub adjust: bool,
    /// It says that it leaves them as they are when it is told nothing.
    pub by_itself_as_is: bool,
}

impl Abilities {
    /// Reads `capabilities` of the `initialize` request.
    #[must_use]
    pub fn read(capabilities: &Value) -> Self {
        let told = Told(capabilities);
        let at = |path: &str| told.at(path);
        let flag = |path: &str| told.flag(path);
        let list = |path: &str, word: &str| told.lists(path, word);
        let refresh = |feature: &str| flag(&format!("/workspace/{feature}/refreshSupport"));
        // A client that cannot be told to ask again would keep old findings of files that an edit elsewhere mends.
        let pull = at("/textDocument/diagnostic").is_some_and(Value::is_object) && refresh("diagnostics");
        // Each way of delivery has its own set of abilities since 3.18; before, the one for pushing spoke for both.
        let pushed = |key: &str| at(&format!("/textDocument/publishDiagnostics/{key}"));
        let pulled = |key: &str| at(&format!("/textDocument/diagnostic/{key}")).filter(|_| pull);
        let finding = |key: &str| [pushed(key), pulled(key)].contains(&Some(&Value::Bool(true)));
        let item = |key: &str| flag(&format!("/textDocument/completion/completionItem/{key}"));
        Self {
            encoding: told.encoding(),
            pull,
            related: finding("relatedInformation"),
            code_description: finding("codeDescriptionSupport"),
            tags: pushed("tagSupport")
                .or(pulled("tagSupport"))
                .is_some_and(|v| v.is_object() || v == &Value::Bool(true)),
            snippets: item("snippetSupport"),
            insert_text_modes: told.insert_text_modes(),
            default_range: list("/textDocument/completion/completionList/itemDefaults", "editRange"),
            label_details: item("labelDetailsSupport"),
            completion_tags: at("/textDocument/completion/completionItem/tagSupport").is_some(),
            resolve_documentation: list(
                "/textDocument/completion/completionItem/resolveSupport/properties",
                "documentation",
            ),
            completion_markdown: list("/textDocument/completion/completionItem/documentationFormat", "markdown"),
            hover_markdown: list("/textDocument/hover/contentFormat", "markdown"),
            definition_links: flag("/textDocument/definition/linkSupport"),
            symbol_tree: flag("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            watch: flag("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            relative_watch: flag("/workspace/didChangeWatchedFiles/relativePatternSupport"),
            configuration: flag("/workspace/configuration"),
            progress: flag("/window/workDoneProgress"),
            lens_refresh: refresh("codeLens"),
            inlay_refresh: refresh("inlayHint"),
            token_refresh: refresh("semanticTokens"),
            document_changes: told.document_changes(),
            create_files: list("/workspace/workspaceEdit/resourceOperations", "create"),
            rename_files: list("/workspace/workspaceEdit/resourceOperations", "rename"),
            delete_files: list("/workspace/workspaceEdit/resourceOperations", "delete"),
            will_rename: flag("/workspace/fileOperations/willRename"),
            did_rename: flag("/workspace/fileOperations/didRename"),
            will_delete: flag("/workspace/fileOperations/willDelete"),
            did_delete: flag("/workspace/fileOperations/didDelete"),
            annotations: at("/workspace/workspaceEdit/changeAnnotationSupport").is_some(),
            prepare_rename: flag("/textDocument/rename/prepareSupport"),
            code_actions: at("/textDocument/codeAction/codeActionLiteralSupport").is_some(),
            resolve_edits: list("/textDocument/codeAction/resolveSupport/properties", "edit")
                && flag("/textDocument/codeAction/dataSupport"),
            disabled_actions: flag("/textDocument/codeAction/disabledSupport"),
            snippet_edits: flag("/workspace/workspaceEdit/snippetEditSupport"),
            show_document: flag("/window/showDocument/support"),
            commands: at("/workspace/executeCommand").is_some(),
        }
    }
}

/// What a client says it can do.
struct Told<'v>(&'v Value);

impl<'v> Told<'v> {
    fn at(&self, path: &str) -> Option<&'v Value> {
        self.0.pointer(path)
    }

    fn flag(&self, path: &str) -> bool {
        self.at(path) == Some(&Value::Bool(true))
    }

    /// Whether a list holds something.
    fn lists(&self, path: &str, wanted: impl Into<Value>) -> bool {
        let wanted = wanted.into();
        self.at(path).and_then(Value::as_array).is_some_and(|list| list.contains(&wanted))
    }

    fn encoding(&self) -> Encoding {
        let path = "/general/positionEncodings";
        if self.lists(path, "utf-8") {
            Encoding::Utf8
        } else if self.lists(path, "utf-32") {
            Encoding::Utf32
        } else {
            Encoding::Utf16
        }
    }

    /// Some clients name the operations and leave out the list that holds them, which they take as well.
    fn document_changes(&self) -> bool {
        let operations = self.at("/workspace/workspaceEdit/resourceOperations").and_then(Value::as_array);
        self.flag("/workspace/workspaceEdit/documentChanges") || operations.is_some_and(|list| !list.is_empty())
    }

    fn insert_text_modes(&self) -> InsertTextModes {
        let knows =
            |mode: i64| self.lists("/textDocument/completion/completionItem/insertTextModeSupport/valueSet", mode);
        let by_itself = self.at("/textDocument/completion/insertTextMode");
        InsertTextModes { as_is: knows(1), adjust: knows(2), by_itself_as_is: by_itself == Some(&Value::from(1)) }
    }
}
