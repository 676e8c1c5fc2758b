//! `config`: settings or a schema that cannot be used.

use super::{FileCx, Rule, Scope, Sink};
use crate::workspace::Severity;

/// The rule.
pub static RULE: Rule = Rule {
    code: "config",
    severity: Some(Severity::Error),
    fixable: false,
    scope: Scope::Workspace,
    docs: include_str!("docs/config.md"),
    check,
};

/// Settings are not part of any one file's facts: `check_settings` reports them.
fn check(_cx: &FileCx<'_>, _sink: &mut Sink<'_>) {}
