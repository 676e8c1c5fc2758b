//! [`ConfigFinding`]: what is wrong with the settings.

use crate::text::Span;

/// Something in `sidestep.yaml` or a schema file that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFinding {
    /// The file, relative to the workspace.
    pub path: String,
    /// What to underline (bytes).
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}
