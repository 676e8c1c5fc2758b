//! The list of rules.

use super::{FileCx, Reads, Sink};
use crate::workspace::{Config, Severity};

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// Its code; literally `unknown-<kind>` for the rule that reports the terms of all kinds.
    pub code: &'static str,
    /// Its severity unless `sidestep.yaml` says otherwise; `None` means off.
    pub severity: Option<Severity>,
    /// Whether its findings come with fixes.
    pub fixable: bool,
    /// What its findings in a file depend on beyond that file: when it changes, the file is checked again.
    pub reads: Reads,
    /// Its documentation in Markdown: a first line as summary, the explanation, and the examples under `## Bad` and `##
    /// Good`.
    pub docs: &'static str,
    /// Reports its findings in one file.
    pub check: fn(&FileCx<'_>, &mut Sink<'_>),
}

/// Declares the rule of a file: `declare_rule!("code": Severity, fixable, reads FACT | FACT);`, where `off` is no severity,
/// and without `fixable` its findings come without fixes, without `reads` they depend on their file alone. The rule is
/// the file's function `check`, its documentation `docs/code.md` (or `in "…"` another one).
macro_rules! declare_rule {
    ($code:literal: $($rest:tt)+) => {
        declare_rule!($code in $code: $($rest)+);
    };
    ($code:literal in $docs:literal: $severity:ident, fixable $(, reads $($fact:ident)|+)?) => {
        declare_rule!(@ $code, $docs, $severity, true, [$($($fact),+)?]);
    };
    ($code:literal in $docs:literal: $severity:ident $(, reads $($fact:ident)|+)?) => {
        declare_rule!(@ $code, $docs, $severity, false, [$($($fact),+)?]);
    };
    (@ $code:literal, $docs:literal, $severity:ident, $fixable:literal, [$($fact:ident),*]) => {
        pub static RULE: $crate::rules::Rule = $crate::rules::Rule {
            code: $code,
            severity: declare_rule!(@severity $severity),
            fixable: $fixable,
            reads: $crate::workspace::Reads::NOTHING$(.and($crate::workspace::Reads::$fact))*,
            docs: include_str!(concat!("docs/", $docs, ".md")),
            check,
        };
    };
    (@severity off) => { None };
    (@severity $severity:ident) => { Some($crate::workspace::Severity::$severity) };
}

/// An example in a rule's documentation: a small workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The heading above it: `Bad` or `Good`.
    pub title: &'static str,
    /// The text between the fences: files introduced by `#- path`, with caret lines under findings.
    pub text: &'static str,
}

impl Rule {
    /// One line that says what the rule reports.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        self.docs.lines().next().unwrap_or_default()
    }

    /// The examples of the documentation.
    #[must_use]
    pub fn examples(&self) -> Vec<Example> {
        self.docs
            .split("\n## ")
            .skip(1)
            .filter_map(|section| {
                let (title, body) = section.split_once('\n')?;
                let (_, body) = body.split_once("```yaml\n")?;
                let (text, _) = body.split_once("\n```")?;
                Some(Example { title: title.trim(), text })
            })
            .collect()
    }

    /// Whether the rule reports under `code`: its own, or that of a kind which is not another rule's (`unknown-…` for names,
    /// `planned-…` for things that are only foreseen).
    #[must_use]
    pub fn has_code(&self, code: &str) -> bool {
        let of_kind =
            |rule: &str, start: &str| self.code == rule && code.starts_with(start) && find_exact(code).is_none();
        self.code == code || of_kind(UNKNOWN_TERM, "unknown-") || of_kind("draft-role", "planned-")
    }
}

const UNKNOWN_TERM: &str = "unknown-<kind>";

/// The rules, in the order of the documentation.
pub static RULES: &[&Rule] = &[
    &super::syntax::RULE,
    &super::duplicate_key::RULE,
    &super::cut_text::RULE,
    &super::indentation::RULE,
    &super::lost_paragraph::RULE,
    &super::invisible_character::RULE,
    &super::schema::RULE,
    &super::unknown_role::RULE,
    &super::unknown_term::RULE,
    &super::discouraged_name::RULE,
    &super::duplicate_name::RULE,
    &super::repeated_label::RULE,
    &super::similar_name::RULE,
    &super::repeated_term::RULE,
    &super::file_name::RULE,
    &super::self_alternative::RULE,
    &super::duplicate_alternative::RULE,
    &super::draft_role::RULE,
    &super::replaced_by_cycle::RULE,
    &super::retired_role::RULE,
    &super::one_way_alternative::RULE,
    &super::orphan_role::RULE,
    &super::unknown_column::RULE,
    &super::missing_column::RULE,
    &super::column_order::RULE,
    &super::missing_row::RULE,
    &super::extra_row::RULE,
    &super::duplicate_row::RULE,
    &super::row_order::RULE,
    &super::missing_own_row::RULE,
    &super::missing_cell::RULE,
    &super::cell_drift::RULE,
    &super::redundant_cell::RULE,
    &super::unlisted_term::RULE,
    &super::missing_pick::RULE,
    &super::placeholder::RULE,
    &super::extra_pick::RULE,
    &super::duplicate_pick::RULE,
    &super::pick_order::RULE,
    &super::repeated_copy::RULE,
    &super::stale::RULE,
    &super::long_summary::RULE,
    &super::broken_mention::RULE,
    &super::broken_link::RULE,
    &super::insecure_link::RULE,
    &super::repeated_address::RULE,
    &super::config::RULE,
    &super::unused_term::RULE,
    &super::undescribed_term::RULE,
    &super::unused_ignore::RULE,
];

fn find_exact(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}

/// The rule that reports under a code. `unknown-certification` finds the rule for all kinds of terms.
#[must_use]
pub fn find(code: &str) -> Option<&'static Rule> {
    find_exact(code).or_else(|| RULES.iter().copied().find(|rule| rule.has_code(code)))
}

/// What the findings of all rules that are on in a workspace depend on beyond the file that they are in.
#[must_use]
pub fn reads_of(config: &Config) -> Reads {
    let is_on = |rule: &&&'static Rule| {
        let mut named = config.rules.iter();
        severity_of(rule, rule.code, config).is_some()
            || named.any(|(code, severity)| severity.is_some() && rule.has_code(code))
    };
    RULES.iter().filter(is_on).fold(Reads::NOTHING, |all, rule| all.and(rule.reads))
}

/// The severity of a code in a workspace; `None` means off.
#[must_use]
pub fn severity_of(rule: &Rule, code: &str, config: &Config) -> Option<Severity> {
    config.rules.get(code).copied().unwrap_or(rule.severity)
}
