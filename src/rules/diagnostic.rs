//! [`Diagnostic`]: one finding, in plain data.

use std::borrow::Cow;
use std::sync::Arc;

use crate::content::{KindId, Name};
use crate::text::{Span, TextEdit};
use crate::workspace::Severity;

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file, relative to the workspace.
    pub path: Arc<str>,
    /// What to underline (bytes of the file).
    pub span: Span,
    /// How much it weighs.
    pub severity: Severity,
    /// The rule's code.
    pub code: Cow<'static, str>,
    /// What is wrong: one clause, lower case, no full stop; fit to be shown ([`visible`](crate::text::visible)), as all that a
    /// finding says.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// Ways to mend it, the best first.
    pub fixes: Vec<FixPlan>,
}

/// A place that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The file, relative to the workspace.
    pub path: Arc<str>,
    /// The place (bytes of that file).
    pub span: Span,
    /// Why it matters.
    pub message: String,
}

/// What a fix does, symbolically; it becomes text edits only when somebody asks for them. Places are bytes of the file
/// with the finding.
#[allow(missing_docs, reason = "the variants' descriptions name their fields")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FixPlan {
    /// Replace text by other text as it is.
    Replace { title: String, safe: bool, edits: Vec<TextEdit> },
    /// Replace a name, or a part of a scalar, by a name; quoted where the name needs it.
    Name { span: Span, to: Name, safe: bool },
    /// Mend a syntax error, where the repair is evident.
    MendSyntax { at: Span },
    /// Replace several names by one.
    Names { spans: Vec<Span>, to: Name },
    /// Put a scalar into quotes, and what follows it on its line with it.
    QuoteLine { kept: Span, comment: Span },
    /// Add a term to the vocabulary of its kind.
    AddTerm { kind: KindId, name: Name },
    /// Create the file of a role.
    CreateRole { name: Name },
    /// Rename the file.
    RenameFile { to: String },
    /// Insert a row for a role, after the rows that come before it in rank order.
    InsertRow { role: Name, before: Vec<Name> },
    /// Insert an option for a role, after the options that come before it in rank order.
    InsertPick { role: Name, before: Vec<Name> },
    /// Remove the row that holds a place.
    RemoveRow { at: Span },
    /// Bring the rows into the order of these places.
    SortRows { roles: Vec<Span> },
    /// Bring the options into the order of these places.
    SortPicks { roles: Vec<Span> },
    /// Write the columns anew, in the workspace's order, with those that are missing.
    Columns { names: Vec<String>, title: String },
    /// Remove a cell.
    RemoveCell { key: Span },
    /// Replace a cell's value.
    SetCell { key: Span, text: String },
    /// Add a name to the role's list of a kind.
    AddToList { kind: KindId, name: Name },
    /// Add this file's role to the alternatives of another file.
    AddAlternative { file: Arc<str>, role: Name },
    /// Remove a code from a suppression comment, or all of it.
    RemoveIgnore { comment: Span, code: Option<Span> },
}

impl FixPlan {
    /// Whether it keeps the evident intent, so that it may be applied without a look (content model, section 6).
    #[must_use]
    pub const fn is_safe(&self) -> bool {
        match self {
            Self::Replace { safe, .. } | Self::Name { safe, .. } => *safe,
            Self::InsertRow { .. }
            | Self::SortRows { .. }
            | Self::SortPicks { .. }
            | Self::Columns { .. }
            | Self::RemoveCell { .. }
            | Self::AddToList { .. }
            | Self::RemoveIgnore { .. } => true,
            Self::MendSyntax { .. }
            | Self::Names { .. }
            | Self::QuoteLine { .. }
            | Self::AddTerm { .. }
            | Self::CreateRole { .. }
            | Self::RenameFile { .. }
            | Self::InsertPick { .. }
            | Self::RemoveRow { .. }
            | Self::SetCell { .. }
            | Self::AddAlternative { .. } => false,
        }
    }
}
