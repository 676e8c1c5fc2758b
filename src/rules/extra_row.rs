//! `extra-row`: a row for a role that is neither the page's own nor an alternative.

use super::page_view::{Entry, PageView};
use super::{FileCx, FixPlan, Key, Sink};

declare_rule!("extra-row": Warning, fixable, reads NAMES);

fn check(cx: &FileCx<'_>, sink: &mut Sink<'_>) {
    let Some(page) = cx.page().filter(|p| !p.alternatives_uncertain) else { return };
    let mut surplus = surplus(page).peekable();
    if let (Some(first), Some(key)) = (surplus.peek(), cx.role().and_then(|role| role.blank_alternatives)) {
        let message = format!("no alternative stands here, but the table has a row for \"{}\"", first.at.name);
        sink.report(key, message).help("list the alternatives below it, or remove their rows and options").done();
        return;
    }
    for entry in surplus {
        sink.report(entry.at.span, format!("\"{}\" has a row but is no alternative of this page", entry.at.name))
            .help("remove the row, or add the role to the alternatives")
            .fix(FixPlan::RemoveRow { at: entry.at.span })
            .done();
    }
}

/// The rows that belong to no alternative.
pub(super) fn surplus<'p, 'w>(page: &'p PageView<'w>) -> impl Iterator<Item = &'p Entry<'w>> {
    let is_surplus = |entry: &&Entry<'w>| {
        matches!(entry.key, Key::Role(_)) && !page.belongs(&entry.key) && !entry.excused && entry.repeats.is_none()
    };
    page.rows.iter().filter(is_surplus)
}
