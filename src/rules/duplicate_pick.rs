//! `duplicate-pick`: a second option for the same role.

use super::{FileCx, PageView, Sink};

declare_rule!("duplicate-pick": Warning, reads NAMES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let Some(page) = cx.page() else { return };
    for entry in &page.picks {
        let Some(first) = entry.repeats.and_then(|p| PageView::at(&page.picks, p)) else { continue };
        sink.report(entry.at.span, format!("\"{}\" has a second option", entry.at.name))
            .help("join the two options into one")
            .here(first.at.span, "the first one is here")
            .done();
    }
}
