//! `self-alternative`: a role that lists itself.

use super::{FileCx, Reads, Rule, Sink};
use crate::workspace::Severity;

pub static RULE: Rule = Rule {
    code: "self-alternative",
    severity: Some(Severity::Error),
    fixable: false,
    reads: Reads::NAMES,
    docs: include_str!("docs/self-alternative.md"),
    check,
};

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let Some(page) = cx.page() else { return };
    for entry in page.alternatives.iter().filter(|e| e.key == page.own && e.repeats.is_none()) {
        sink.report(
            entry.at.span,
            format!("\"{}\" is the role of this page, so it is no alternative to it", entry.at.name),
        )
        .help("remove this alternative, or name another role")
        .done();
    }
}
