//! `duplicate-key`: a key that stands twice in one mapping.

use super::{FileCx, Reads, Rule, Sink};
use crate::workspace::Severity;

pub static RULE: Rule = Rule {
    code: "duplicate-key",
    severity: Some(Severity::Error),
    fixable: false,
    reads: Reads::NOTHING,
    docs: include_str!("docs/duplicate-key.md"),
    check,
};

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for duplicate in &cx.facts.duplicate_keys {
        sink.report(
            duplicate.second,
            format!("\"{}\" stands here a second time; only the first one counts", duplicate.key),
        )
        .help("remove one of the two, or rename it")
        .here(duplicate.first, "the first one is here")
        .done();
    }
}
