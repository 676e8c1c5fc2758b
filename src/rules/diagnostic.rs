//! [`Diagnostic`]: one finding, in plain data.

use std::borrow::Cow;
use std::sync::Arc;

use crate::content::{KindId, Name};
use crate::text::{Applicability, Span, TextEdit};
use crate::workspace::Severity;

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file, relative to the workspace.
    pub path: Arc<str>,
    /// What to underline (byte offsets in the file).
    pub span: Span,
    /// Its severity, after the settings and exceptions such as those for drafts.
    pub severity: Severity,
    /// The code that it is reported under: the rule's, or `unknown-<kind>` for a kind of terms.
    pub code: Cow<'static, str>,
    /// What is wrong: one clause, lower case, no full stop (content model, section 6, "Voice"). Like all texts of a
    /// finding it has control characters escaped ([`visible`](crate::text::visible)).
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Other places that explain it.
    pub related: Vec<Related>,
    /// Alternative fixes, the best first.
    pub fixes: Vec<FixPlan>,
}

/// A place that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The file, relative to the workspace.
    pub path: Arc<str>,
    /// The place (byte offsets in that file).
    pub span: Span,
    /// Why it matters.
    pub message: String,
}

/// What a fix does, symbolically; the module `fix` computes its text edits when somebody asks for them. Spans are byte
/// offsets in the file with the finding.
#[allow(missing_docs, reason = "the variants' descriptions name their fields")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FixPlan {
    /// Apply `edits` as they are.
    Replace { title: String, applicability: Applicability, edits: Vec<TextEdit> },
    /// Replace the part of a scalar at `span` by a text; the scalar is quoted where YAML needs it then.
    Text { title: String, span: Span, to: String, applicability: Applicability },
    /// Replace a scalar, or the part of one at `span`, by a name; quoted where YAML needs it.
    Name { span: Span, to: Name, applicability: Applicability },
    /// Replace a role's name that is gone by another, wherever it is referred to.
    NameEverywhere { name: Name, to: Name },
    /// Write several items in the place of the one at `span`.
    Split { span: Span, names: Vec<Name> },
    /// Remove the item of a list that holds a place.
    RemoveItem { at: Span },
    /// Remove a name that its list has already; `note`: with what stands in parentheses behind it.
    RemoveRepeated { span: Span, note: bool },
    /// Mend a syntax error, where the repair is evident.
    MendSyntax { at: Span },
    /// Replace the names at all `spans` by `to`.
    Names { spans: Vec<Span>, to: Name },
    /// Quote the text at `whole`: a plain scalar with the part of it that YAML takes for something else.
    QuoteLine { whole: Span },
    /// Add a term to the vocabulary of its kind.
    AddTerm { kind: KindId, name: Name },
    /// Create the file of a role.
    CreateRole { name: Name },
    /// Rename the file to `to`, in the same folder.
    RenameFile { to: String },
    /// Insert a row for a role, after the rows that come before it in rank order. `blanks`: with cells that the author has
    /// to fill in.
    InsertRow { role: Name, before: Before, blanks: bool },
    /// Insert an option for a role, after the options that come before it in rank order.
    InsertPick { role: Name, before: Before },
    /// Remove the row that holds a place.
    RemoveRow { at: Span },
    /// Sort the rows: `roles` has the spans of their role names in the order wanted.
    SortRows { roles: Vec<Span> },
    /// Sort the options: `roles` has the spans of their role names in the order wanted.
    SortPicks { roles: Vec<Span> },
    /// Insert the entries of `columns` that are missing; if none is, bring all into the order of `names`.
    Columns { names: Vec<String>, title: String },
    /// Remove the cell whose key stands at `key`.
    RemoveCell { key: Span },
    /// Replace the value of the cell whose key stands at `key`.
    SetCell { key: Span, text: String },
    /// Add a name to the role's list of a kind (`skills`, `tools`).
    AddToList { kind: KindId, name: Name },
    /// Add this file's role to the alternatives of another file.
    AddAlternative { file: Arc<str>, role: Name },
    /// Remove a code from a suppression comment; the whole comment if `code` is `None`.
    RemoveIgnore { comment: Span, code: Option<Span> },
}

/// The names of the roles that come before one in rank order. All findings of a page share one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// Names by rank, each once.
    pub(super) names: Arc<[(usize, Name)]>,
    /// How many of them come before the role.
    pub(super) count: usize,
    /// The role's place in rank order.
    pub(super) rank: usize,
}

impl Before {
    /// The names by rank, each once: [`Before::len`] of them, and those behind these, which all findings of the page share.
    #[must_use]
    pub const fn ranked(&self) -> &Arc<[(usize, Name)]> {
        &self.names
    }

    /// The place of the role itself in rank order; of roles that are not there yet, no two have the same.
    #[must_use]
    pub const fn rank(&self) -> usize {
        self.rank
    }

    /// How many they are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl FixPlan {
    /// Who may apply it (content model, section 6, the marks of the table).
    #[must_use]
    pub const fn applicability(&self) -> Applicability {
        match self {
            Self::Replace { applicability, .. }
            | Self::Text { applicability, .. }
            | Self::Name { applicability, .. } => *applicability,
            Self::SortRows { .. }
            | Self::SortPicks { .. }
            | Self::Columns { .. }
            | Self::RemoveCell { .. }
            | Self::AddToList { .. }
            | Self::RemoveIgnore { .. }
            | Self::RemoveItem { .. }
            | Self::RemoveRepeated { note: false, .. }
            | Self::InsertRow { blanks: false, .. } => Applicability::Safe,
            Self::Split { .. }
            | Self::RemoveRepeated { note: true, .. }
            | Self::MendSyntax { .. }
            | Self::Names { .. }
            | Self::QuoteLine { .. }
            | Self::RenameFile { .. } => Applicability::Unsafe,
            Self::AddTerm { .. }
            | Self::NameEverywhere { .. }
            | Self::CreateRole { .. }
            | Self::InsertRow { blanks: true, .. }
            | Self::InsertPick { .. }
            | Self::RemoveRow { .. }
            | Self::SetCell { .. }
            | Self::AddAlternative { .. } => Applicability::Manual,
        }
    }
}
