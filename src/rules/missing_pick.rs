//! `missing-pick`: an alternative without an option.

use std::sync::Arc;

use super::missing_row::{name_in_page, names_before, names_by_rank};
use super::{FileCx, FixPlan, Sink};
use crate::workspace::Severity;

declare_rule!("missing-pick": Warning, fixable, reads NAMES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let Some(page) = cx.page() else { return };
    let Some(key) = cx.role().and_then(|r| r.pick.as_ref()).and_then(|p| p.options_key) else { return };
    let names = if page.missing_picks.is_empty() { Arc::default() } else { names_by_rank(cx, page) };
    for missing in &page.missing_picks {
        if sink.is_full() {
            return;
        }
        let Some(name) = name_in_page(cx, page, missing) else { continue };
        let before = names_before(page, &names, missing);
        let report = sink
            .report(key, format!("the guide has no option for \"{name}\""))
            .help("say for which reader this alternative is the right one")
            .fix(FixPlan::InsertPick { role: name, before });
        if cx.is_draft() { report.at_most(Severity::Info).done() } else { report.done() }
    }
}
