//! [`Converter`]: findings and places of a workspace as the protocol has them; [`Open`]: a file that a request is about.

use tower_lsp::gen_lsp_types as lsp;

use super::state::{Place, Root, State};
use crate::ide::{Analysis, FileView};
use crate::lsp::proto::convert;
use crate::rules::{Diagnostic, find, url};
use crate::text::{Encoding, LineIndex, Span, visible};
use crate::workspace::{Severity, Sources as _};

/// Converts for one workspace.
pub struct Converter<'s> {
    state: &'s State,
    root: &'s Root,
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
            Some(lines) => convert::range(lines, span, self.encoding()),
            None => {
                let text = self.root.texts(&self.state.documents).read(path).unwrap_or_default();
                convert::range(&LineIndex::new(&text), span, self.encoding())
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
            code_description: rule
                .filter(|_| abilities.code_description)
                .map(|rule| lsp::CodeDescription { href: url(rule).into() }),
            source: Some("sidestep".to_owned()),
            message: lsp::Message::String(message),
            tags: tag(&d.code).filter(|_| abilities.tags).map(|tag| vec![tag]),
            related_information: (abilities.related && !related.is_empty()).then_some(related),
            data: None,
        }
    }
}

/// A file that a request is about.
pub struct Open<'s> {
    /// The file.
    pub file: FileView<'s>,
    /// The lines of its text.
    pub lines: LineIndex,
    /// Converts for its workspace.
    pub converter: Converter<'s>,
}

impl Open<'_> {
    /// A span of the file.
    #[must_use]
    pub fn range(&self, span: Span) -> lsp::Range {
        convert::range(&self.lines, span, self.converter.encoding())
    }

    /// The byte offset of a place in the file.
    #[must_use]
    pub fn offset(&self, position: lsp::Position) -> u32 {
        self.lines.offset(convert::line_column(position), &self.file.text, self.converter.encoding())
    }

    /// The bytes of a range in the file.
    #[must_use]
    pub fn span(&self, range: lsp::Range) -> Span {
        let start = self.offset(range.start);
        Span::new(start, self.offset(range.end).max(start))
    }
}

impl State {
    /// Reads a file of the workspace nearest to it, with its text and tree; `None` for a file that is none of ours.
    pub fn with_file<T>(&self, full: &str, read: impl FnOnce(&Open<'_>) -> T) -> Option<T> {
        let Place { root, path } = self.places(full).next()?;
        let texts = root.texts(&self.documents);
        let view = Analysis { workspace: &root.workspace, sources: &texts };
        let file = view.file(&path)?;
        let lines = LineIndex::new(&file.text);
        Some(read(&Open { file, lines, converter: Converter::new(self, root) }))
    }

    /// Reads a workspace with its texts.
    pub fn with_view<T>(&self, root: &Root, read: impl FnOnce(Analysis<'_>, &Converter<'_>) -> T) -> T {
        let texts = root.texts(&self.documents);
        read(Analysis { workspace: &root.workspace, sources: &texts }, &Converter::new(self, root))
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
