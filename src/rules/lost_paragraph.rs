//! `lost-paragraph`: a folded text in which an empty line does not begin a paragraph.

use super::{FileCx, FixPlan, Sink};
use crate::text::{Applicability, TextEdit};

declare_rule!("lost-paragraph": Warning, fixable);

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
