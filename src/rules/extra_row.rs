//! `extra-row`: a row for a role that is neither the page's own nor an alternative.

use super::{FileCx, FixPlan, Key, Sink};

declare_rule!("extra-row": Warning, fixable, reads NAMES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let Some(page) = cx.page().filter(|p| !p.alternatives_uncertain) else { return };
    for entry in &page.rows {
        let surplus = matches!(entry.key, Key::Role(_)) && !page.belongs(&entry.key) && !entry.excused;
        if surplus && entry.repeats.is_none() {
            sink.report(entry.at.span, format!("\"{}\" has a row but is no alternative of this page", entry.at.name))
                .help("remove the row, or add the role to the alternatives")
                .fix(FixPlan::RemoveRow { at: entry.at.span })
                .done();
        }
    }
}
