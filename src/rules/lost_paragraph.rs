//! `lost-paragraph`: a folded text in which an empty line does not begin a paragraph.

use super::FixPlan;
use super::{FileCx, Reads, Rule, Sink};
use crate::text::{Applicability, TextEdit};
use crate::workspace::Severity;

pub static RULE: Rule = Rule {
    code: "lost-paragraph",
    severity: Some(Severity::Warning),
    fixable: true,
    reads: Reads::NOTHING,
    docs: include_str!("docs/lost-paragraph.md"),
    check,
};

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for mark in &cx.facts.lost_paragraphs {
        sink.report(*mark, "after \">\" an empty line is a line break only, so this text loses a paragraph")
            .help("write \"|\" in place of \">\", which keeps the lines as they are")
            .fix(FixPlan::Replace {
                title: "Write \"|\"".to_owned(),
                applicability: Applicability::Safe,
                edits: vec![TextEdit::new(*mark, "|")],
            })
            .done();
    }
}
