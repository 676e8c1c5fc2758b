//! `indentation`: lines of a list in brackets or of a quoted text that stand too far left.

use super::{Applicability, FileCx, FixPlan, Sink};

declare_rule!("indentation": Warning, fixable);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    for value in &cx.facts.outdented {
        let what = if value.quoted { "text in quotes" } else { "list in brackets" };
        let title = if value.edits.len() == 1 { "Indent the line" } else { "Indent the lines" };
        sink.report(value.span, format!("this line of the {what} stands too far left"))
            .help("indent it further than its key or dash: some programs read it as it is, strict ones refuse the file")
            .fix(FixPlan::Replace {
                title: title.to_owned(),
                applicability: Applicability::Safe,
                edits: value.edits.clone(),
            })
            .done();
    }
}
