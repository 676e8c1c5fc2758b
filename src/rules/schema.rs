//! `schema`: a key or value that does not fit the form of the file.

use super::{FileCx, FixPlan, Sink};
use crate::workspace::Severity;

declare_rule!("schema": Error, fixable);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    // The settings tell that it defines nothing, and why.
    if cx.facts.no_list.is_some() && cx.workspace.tells_of(&cx.entry.path) {
        return;
    }
    for finding in &cx.facts.schema {
        let hidden = cx.facts.cut_texts.iter().any(|cut| cut.kept.is_empty() && cut.kept.touches(finding.span));
        if hidden {
            // The value is empty because a `#` cuts it off: `cut-text` reports that.
            continue;
        }
        let mut report = sink.report(finding.span, finding.message.clone());
        if let Some(help) = &finding.help {
            report = report.help(help.clone());
        }
        if finding.missing_key && cx.is_draft() {
            report = report.at_most(Severity::Info);
        }
        if let Some(fix) = &finding.fix {
            let (title, edits) = (fix.title.clone(), fix.edits.clone());
            report = report.fix(FixPlan::Replace { title, applicability: fix.applicability, edits });
        }
        report.done();
    }
}
