//! The engine's plain data to the protocol's: places, findings, edits.

use tower_lsp::gen_lsp_types as lsp;

use super::state::{Root, State};
use crate::rules::{Diagnostic, find};
use crate::text::{Encoding, LineColumn, LineIndex, LineTable, Span, visible};
use crate::workspace::{Severity, Sources};

/// Where the documentation of the findings lies.
const DOCS: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/v", env!("CARGO_PKG_VERSION"), "/docs/rules.md");

/// Converts for one workspace.
pub struct Converter<'s> {
    state: &'s State,
    root: &'s Root,
}

/// A place of the protocol as the engine has it.
#[must_use]
pub const fn line_column(position: lsp::Position) -> LineColumn {
    LineColumn { line: position.line, column: position.character }
}

/// A byte offset in a text as a place of the protocol.
#[must_use]
pub fn position(lines: &LineTable, at: u32, encoding: Encoding) -> lsp::Position {
    let place = lines.line_column(at, encoding);
    lsp::Position { line: place.line, character: place.column }
}

/// A span as a range of the protocol.
#[must_use]
pub fn range(lines: &LineTable, span: Span, encoding: Encoding) -> lsp::Range {
    lsp::Range { start: position(lines, span.start, encoding), end: position(lines, span.end, encoding) }
}

/// The byte offset of a place of the protocol in a text.
#[must_use]
pub fn offset(text: &str, position: lsp::Position, encoding: Encoding) -> u32 {
    LineIndex::new(text).offset(line_column(position), text, encoding)
}

impl<'s> Converter<'s> {
    /// A converter for a workspace.
    #[must_use]
    pub const fn new(state: &'s State, root: &'s Root) -> Self {
        Self { state, root }
    }

    /// The workspace.
    #[must_use]
    pub const fn root(&self) -> &'s Root {
        self.root
    }

    /// How columns are counted.
    #[must_use]
    pub const fn encoding(&self) -> Encoding {
        self.state.abilities.encoding
    }

    /// A span in a file of the workspace. Where the file's lines are not known, its text is read.
    #[must_use]
    pub fn range_in(&self, path: &str, span: Span) -> lsp::Range {
        let known = self.root.workspace.find(path).and_then(|id| self.root.workspace.file(id).lines.as_deref());
        match known {
            Some(lines) => range(lines, span, self.encoding()),
            None => {
                let text = self.root.texts(&self.state.documents).read(path).unwrap_or_default();
                range(&LineTable::new(&text), span, self.encoding())
            }
        }
    }

    /// The full path of a file of the workspace.
    #[must_use]
    pub fn full(&self, path: &str) -> String {
        self.root.full(path)
    }

    /// The address of a file of the workspace.
    #[must_use]
    pub fn uri(&self, path: &str) -> lsp::Uri {
        self.state.uri(&self.full(path)).into()
    }

    /// A place in a file of the workspace.
    #[must_use]
    pub fn location(&self, path: &str, span: Span) -> lsp::Location {
        lsp::Location { uri: self.uri(path), range: self.range_in(path, span) }
    }

    /// A finding.
    #[must_use]
    pub fn diagnostic(&self, d: &Diagnostic) -> lsp::Diagnostic {
        let abilities = &self.state.abilities;
        // Editors show the message alone: what to do belongs to it, after what is wrong.
        let message = match &d.help {
            Some(help) => format!("{}; {help}", d.message),
            None => d.message.clone(),
        };
        // Where the name stands that a spelling should be is no news, and editors give each related place a row of its own.
        let related = if d.code == "discouraged-name" { &[][..] } else { &d.related };
        let related: Vec<_> = related
            .iter()
            .map(|r| lsp::DiagnosticRelatedInformation {
                location: self.location(&r.path, r.span),
                message: r.message.clone(),
            })
            .collect();
        let rule = find(&d.code);
        lsp::Diagnostic {
            range: self.range_in(&d.path, d.span),
            severity: Some(severity(d.severity)),
            code: Some(lsp::Code::String(visible(&d.code).into_owned())),
            code_description: rule.filter(|_| abilities.code_description).map(|rule| lsp::CodeDescription {
                href: format!("{DOCS}#{}", rule.code.replace(['<', '>'], "")).into(),
            }),
            source: Some("sidestep".to_owned()),
            message: lsp::Message::String(message),
            tags: tag(&d.code).filter(|_| abilities.tags).map(|tag| vec![tag]),
            related_information: (abilities.related && !related.is_empty()).then_some(related),
            data: None,
        }
    }
}

const fn severity(severity: Severity) -> lsp::DiagnosticSeverity {
    match severity {
        Severity::Error => lsp::DiagnosticSeverity::Error,
        Severity::Warning => lsp::DiagnosticSeverity::Warning,
        Severity::Info => lsp::DiagnosticSeverity::Information,
        Severity::Hint => lsp::DiagnosticSeverity::Hint,
    }
}

/// Findings that an editor shows greyed out or struck through.
fn tag(code: &str) -> Option<lsp::DiagnosticTag> {
    match code {
        "unused-ignore" | "unused-term" | "redundant-cell" | "extra-row" | "extra-pick" => {
            Some(lsp::DiagnosticTag::Unnecessary)
        }
        "retired-role" | "discouraged-name" => Some(lsp::DiagnosticTag::Deprecated),
        _ => None,
    }
}
