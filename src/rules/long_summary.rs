//! `long-summary`: a summary of more than 200 characters.

use super::{FileCx, Reads, Rule, Sink};
use crate::workspace::Severity;

pub static RULE: Rule = Rule {
    code: "long-summary",
    severity: Some(Severity::Hint),
    fixable: false,
    reads: Reads::NOTHING,
    docs: include_str!("docs/long-summary.md"),
    check,
};

/// Most characters (Unicode scalar values) in a summary (content model, section 6).
const LONGEST: u32 = 200;

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let Some((span, length)) = cx.role().and_then(|role| role.summary) else { return };
    if length > LONGEST {
        sink.report(span, format!("the summary has {length} characters"))
            .help(format!("up to {LONGEST} fit where summaries are shown"))
            .done();
    }
}
