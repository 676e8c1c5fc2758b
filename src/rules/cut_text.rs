//! `cut-text`: a plain text that a `#` cuts short.

use super::FixPlan;
use super::{FileCx, Reads, Rule, Sink};
use crate::workspace::Severity;

pub static RULE: Rule = Rule {
    code: "cut-text",
    severity: Some(Severity::Warning),
    fixable: true,
    reads: Reads::NOTHING,
    docs: include_str!("docs/cut-text.md"),
    check,
};

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for cut in &cx.facts.cut_texts {
        sink.report(cut.span, "YAML takes this for a comment, so the text ends before the \"#\"")
            .help("put quotes around the whole text, or a space after the \"#\" if it is a comment")
            .fix(FixPlan::QuoteLine { kept: cut.kept, comment: cut.span })
            .done();
    }
}
