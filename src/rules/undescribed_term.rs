//! `undescribed-term`: a term without a summary.

use super::{FileCx, Sink, severity_of};
use crate::content::FileKind;

declare_rule!("undescribed-term": off);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let FileKind::Vocabulary(_) = cx.entry.kind else { return };
    if severity_of(&RULE, RULE.code, cx.workspace.config()).is_none() {
        return;
    }
    let undescribed = cx.facts.undescribed.iter().filter_map(|at| cx.facts.definitions.get(*at as usize));
    for definition in undescribed {
        let name = definition.name();
        sink.report(name.span, format!("\"{}\" has no summary", name.name))
            .help("add \"summary:\" with one line on what it is")
            .done();
    }
}
