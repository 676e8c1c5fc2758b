//! `duplicate-row`: a second row for the same role.

use super::{FileCx, PageView, Sink};

declare_rule!("duplicate-row": Error, reads NAMES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let Some(page) = cx.page() else { return };
    for entry in &page.rows {
        let Some(first) = entry.repeats.and_then(|p| PageView::at(&page.rows, p)) else { continue };
        sink.report(entry.at.span, format!("\"{}\" has a second row", entry.at.name))
            .help("remove one of the two rows")
            .here(first.at.span, "the first one is here")
            .done();
    }
}
